"""Plain lines become headings, paragraphs, lists and code.

`line_kinds` says what each line is; here they are put together.  No line is
ever dropped, but for the row of signs that underlines a heading.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from textwrap import dedent

from publisher.text.addresses import linked
from publisher.text.languages.labels import is_label
from publisher.text.markup.plain_lines import CODE_INDENT, Row, read_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """One line above the text that it names."""

    text: str
    #: 2, or 3 for a numbered heading below a plain one.
    level: int
    #: The number it begins with, which stays in its text.
    number: int | None = None
    line: int
    #: The next line is a row of signs that belongs to it.
    underlined: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Prose, joined where it was broken over lines."""

    text: str
    #: 1-based, both included.
    first_line: int
    last_line: int
    #: No blank line parts it from what stands above.
    attached: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item of a list, without its marker."""

    text: str
    #: 1-based, both included.
    first_line: int
    last_line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BulletedList:
    """Items in no order."""

    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedList:
    """Items in order."""

    items: tuple[Item, ...]
    #: Number of the first item.
    start: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """Lines set off by their indentation, kept as they are."""

    text: str
    #: 1-based, both included.
    first_line: int
    last_line: int


Block = Heading | Paragraph | BulletedList | NumberedList | Code


def read_blocks(body: str, *, first_line: int = 1) -> tuple[Block, ...]:
    """Return the blocks of *body*, in order, each with the lines it came from.

    Args:
        body: Plain lines of one post, below its title.
        first_line: Number of the first line of *body* in its file.
    """
    return tuple(_assemble(read_rows(body, first_line=first_line)))


def lead(blocks: tuple[Block, ...]) -> str | None:
    """Return the text of the opening paragraph; None when a post opens with anything else."""
    if blocks and isinstance(blocks[0], Paragraph) and not is_label(blocks[0].text):
        return blocks[0].text
    return None


def _assemble(rows: list[Row]) -> Iterator[Block]:
    """Put the marked rows together."""
    below_plain_heading = False
    for group in _groups(rows):
        first = group[0][0]
        if first.kind == "item":
            yield _list(group)
        elif first.kind == "code":
            yield _code([row for unit in group for row in unit])
        elif first.kind == "heading":
            numbered = first.number is not None
            level = 3 if numbered and below_plain_heading else 2
            yield Heading(
                text=first.text, level=level, number=first.number, line=first.line, underlined=first.underlined
            )
            below_plain_heading = below_plain_heading or not numbered
        else:
            yield Paragraph(
                text=" ".join(row.text for row in group[0]),
                first_line=first.line,
                last_line=group[0][-1].line,
                attached=not first.gap,
            )


def _groups(rows: list[Row]) -> Iterator[list[list[Row]]]:
    """Yield the rows of each block, in units: a row with those that go on it."""
    group: list[list[Row]] = []
    for row in rows:
        if group and row.kind == "more":
            group[-1].append(row)
        elif group and _joins(group[-1][0], row):
            group.append([row])
        else:
            if group:
                yield group
            group = [[row]]
    if group:
        yield group


def _joins(above: Row, row: Row) -> bool:
    """Tell whether *row* belongs to the same list or the same code as the unit above it."""
    if row.kind == "item" and above.kind == "item":
        if row.number is None or above.number is None:
            return row.number is above.number is None
        return row.number == above.number + 1
    return row.kind == "code" and above.kind == "code"


def _list(group: list[list[Row]]) -> Block:
    items = tuple(
        Item(
            text=" ".join([_words(unit[0]), *(row.text for row in unit[1:])]),
            first_line=unit[0].line,
            last_line=unit[-1].line,
        )
        for unit in group
    )
    start = group[0][0].number
    return BulletedList(items=items) if start is None else NumberedList(items=items, start=start)


def _words(row: Row) -> str:
    """Return the text of an item without its marker."""
    return row.text[row.marker.length :] if row.marker else row.text


def _code(rows: list[Row]) -> Code:
    """Keep the indentation that the lines do not share, and the blank lines between them."""
    lines: list[str] = []
    for row in rows:
        lines += [""] * (row.gap if lines else 0)
        lines.append(row.raw.expandtabs(CODE_INDENT).rstrip())
    return Code(text=dedent("\n".join(lines)), first_line=rows[0].line, last_line=rows[-1].line)


def render_blocks(blocks: tuple[Block, ...], *, language: str = "") -> str:
    """Return the HTML of *blocks*.

    A blank line parts two blocks, but none stands above a paragraph that had
    none in the source: so the lines right below a label stay recognisable.

    Args:
        blocks: As `read_blocks` gives them.
        language: BCP 47 tag of the text, for bare hosts.
    """
    html: list[str] = []
    for block in blocks:
        if html:
            html.append("\n" if isinstance(block, Paragraph) and block.attached else "\n\n")
        html.append(_element(block, language))
    return "".join(html)


def _element(block: Block, language: str) -> str:
    match block:
        case Heading():
            return f"<h{block.level}>{linked(block.text, language=language)}</h{block.level}>"
        case Paragraph():
            return f"<p>{linked(block.text, language=language)}</p>"
        case Code():
            return f"<pre><code>{escape(block.text, quote=False)}\n</code></pre>"
        case BulletedList():
            opening, closing = "<ul>", "</ul>"
        case NumberedList():
            opening, closing = ("<ol>" if block.start == 1 else f'<ol start="{block.start}">'), "</ol>"
    items = "".join(f"<li>{linked(item.text, language=language)}</li>\n" for item in block.items)
    return f"{opening}\n{items}{closing}"
