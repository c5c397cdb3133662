"""What each line of plain text is: the item of a list, a heading, code, or one that goes on the line above.

Writers of plain text mark structure by shape alone, so shape is all that is
looked at: what stands before and after a line, how long it is, how it ends.
When in doubt a line begins a paragraph.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from publisher.text.languages.labels import SOURCE_HEADINGS, is_label, opens_with_label
from publisher.text.markup import plain_shape

#: Round and square bullets: nobody begins a sentence with one.
_BULLETS = "•‣▪▸►●○◦∙⁃■□◆◇➢➤✓✔・･"
#: Signs that also mean a dash, a dialogue or a footnote; they need company to make a list.
_DASHES = "-–—*+·"

_BULLET = re.compile(rf"(?P<sign>[{_BULLETS}])[ \t\u00a0\u3000]*(?=\S)")
_DASH = re.compile(rf"(?P<sign>[{_DASHES}])[ \t\u00a0\u3000]+(?=\S)")
#: No leading zero, and short: "2014. " is the end of a sentence, not item 2014.
_NUMBER = re.compile(r"(?P<number>(?!0\d)\d{1,3})(?:(?:[.)]|\.-)[ \t\u00a0\u3000]+|[、．）][ \t\u00a0\u3000]*)(?=\S)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """What stands before the words of a possible list item."""

    #: The sign; empty before a number.
    sign: str = ""
    #: The number, if it is one.
    number: int | None = None
    #: The sign is a bullet and needs no siblings to make a list.
    sure: bool = False
    #: Characters of the stripped line that belong to the marker.
    length: int


def marker(line: str) -> Marker | None:
    """Return the marker that the stripped *line* begins with.

    >>> marker("3) three").number, marker("- dash").sign, marker("2e wereld"), marker("(1) note")
    (3, '-', None, None)
    """
    first = line[:1]
    if first in _BULLETS and (found := _BULLET.match(line)):
        return Marker(sign=found["sign"], sure=True, length=found.end())
    if first in _DASHES and (found := _DASH.match(line)):
        return Marker(sign=found["sign"], length=found.end())
    if first.isdecimal() and (found := _NUMBER.match(line)):
        return Marker(number=int(found["number"]), length=found.end())
    return None


#: A line indented so far, without a marker, was set as code.
CODE_INDENT = 4


@dataclass(slots=True)
class Row:
    """One line that is not blank."""

    line: int
    raw: str
    text: str
    #: Blank lines above; the first row of a post counts as having one.
    gap: int
    marker: Marker | None
    #: What it was found to be: "", or "item", "heading", "code", "label", "more".
    kind: str = ""
    #: It is a heading by the row of signs below it, which is no row any more.
    underlined: bool = False
    #: The line above had no room for the first word of this one.
    overflows: bool = False

    @property
    def indent(self) -> int:
        """Blanks and tabs (of four) before the text; typographic spaces do not count."""
        leading = self.raw[: len(self.raw) - len(self.raw.lstrip(" \t"))]
        return len(leading.expandtabs(CODE_INDENT))

    @property
    def number(self) -> int | None:
        """The number that the line begins with."""
        return self.marker.number if self.marker else None


def read_rows(body: str, *, first_line: int) -> list[Row]:
    """Return the lines of *body* that are not blank, each with its kind.

    Args:
        body: Plain lines of one post, below its title.
        first_line: Number of the first line of *body* in its file.
    """
    rows = _without_underlines(_rows(body, first_line), first_line)
    for mark in (
        _find_overflows,
        _mark_items,
        _mark_code,
        _mark_labels,
        _mark_wrapped,
        _mark_headings,
        _mark_continuations,
    ):
        mark(rows)
    return rows


def _rows(body: str, first_line: int) -> list[Row]:
    rows: list[Row] = []
    gap = 1
    for line, raw in enumerate(body.splitlines(), first_line):
        text = raw.strip()
        if text:
            rows.append(Row(line=line, raw=raw, text=text, gap=gap, marker=marker(text)))
            gap = 0
        else:
            gap += 1
    return rows


def _without_underlines(rows: list[Row], first_line: int) -> list[Row]:
    """Make a heading of each line that stands alone above a row of signs; at the top the row underlines the title."""
    if rows and rows[0].line == first_line and plain_shape.is_underline(rows[0].text):
        rows = rows[1:]
    kept: list[Row] = []
    for row in rows:
        above = kept[-1] if kept else None
        if (
            above is not None
            and above.gap
            and not row.gap
            and plain_shape.is_underline(row.text)
            and plain_shape.columns(above.text) <= plain_shape.HEADING_COLUMNS
            and any(map(str.isalpha, above.text))
            and (above.marker is None or above.number is not None)
        ):
            above.kind, above.underlined = "heading", True
        else:
            kept.append(row)
    return kept


def _find_overflows(rows: list[Row]) -> None:
    """Find the lines that only a full line parts from the one above, if the post was broken to fit one width.

    Three lines on end that fill the width of the widest prove that it was; but
    not those of a list of sources, and not if a line of prose is wider.
    """
    pairs = [(above, row) for above, row in pairwise(rows) if not row.gap and row.marker is None]
    if len(pairs) < 2:
        return
    width = max((_width(above) for above, _ in pairs if above.text.count(" ") > 1), default=0)
    if not plain_shape.NARROWEST_WRAP <= width <= plain_shape.WIDEST_WRAP:
        return
    if any(_width(row) > width for row in rows if "://" not in row.text and " " in row.text):
        return
    full = [
        (above, row)
        for above, row in pairs
        if _width(above) + 1 + plain_shape.columns(row.text.split(maxsplit=1)[0]) > width
        and above.text[-1] not in ":："
    ]
    listed = _listed(rows)
    if any(row is above and row.line not in listed for (_, row), (above, _) in pairwise(full)):
        for _, row in full:
            row.overflows = True


def _listed(rows: list[Row]) -> set[int]:
    """Return the lines right below a label, up to a blank one."""
    listed: set[int] = set()
    below = False
    for row in rows:
        below = below and not row.gap
        if below:
            listed.add(row.line)
        below = below or is_label(row.text) or row.text.casefold() in SOURCE_HEADINGS
    return listed


def _width(row: Row) -> int:
    return row.indent + plain_shape.columns(row.text)


def _mark_items(rows: list[Row]) -> None:
    """Find the list items: by bullet, or by company."""
    numbers = Counter(row.number for row in rows)
    for here, row in enumerate(rows):
        if row.marker is None or row.kind:
            continue
        before = rows[here - 1] if here else None
        after = rows[here + 1] if here + 1 < len(rows) else None
        if (
            row.marker.sure
            or _are_siblings(_sibling(rows, here, -1), row)
            or _are_siblings(row, _sibling(rows, here, 1))
        ):
            row.kind = "item"
        elif row.number is None:
            if row.marker.sign in "-*+·" and _opens_list(before):
                row.kind = "item"
        elif not _heads_prose(row, after) and (
            (row.number in (0, 1) and _opens_list(before)) or numbers[row.number - 1] or numbers[row.number + 1]
        ):
            row.kind = "item"


def _sibling(rows: list[Row], here: int, step: int) -> Row | None:
    """Return the next row up or down, past lines that go on an item."""
    there = here + step
    while 0 <= there < len(rows) and _hangs(rows[there]):
        there += step
    return rows[there] if 0 <= there < len(rows) else None


def _hangs(row: Row) -> bool:
    return row.marker is None and not row.gap and (row.indent > 1 or row.overflows or plain_shape.continues(row.text))


def _opens_list(row: Row | None) -> bool:
    return row is not None and row.text[-1] in ":："


def _are_siblings(one: Row | None, other: Row | None) -> bool:
    """Tell whether two rows, one after the other, are items of one list."""
    if one is None or other is None or one.marker is None or other.marker is None:
        return False
    if one.number is not None:
        # A restarted count is a new list, and its first item is an item too.
        return other.number is not None and (other.number == one.number + 1 or (other.number == 1 and other.gap == 0))
    if one.marker.sign != other.marker.sign:
        return False
    # Dashes between blank lines open the turns of a dialogue.
    return one.marker.sign not in "–—" or other.gap == 0


def _heads_prose(row: Row, after: Row | None) -> bool:
    return (
        after is not None
        and after.marker is None
        and plain_shape.may_be_heading(row.text)
        and not plain_shape.continues(after.text)
        and after.indent <= row.indent
    )


def _mark_code(rows: list[Row]) -> None:
    """Find the lines that were set off as code; a long line is prose of somebody who indents."""
    for here, row in enumerate(rows):
        if row.kind or row.indent < CODE_INDENT or plain_shape.columns(row.text) > plain_shape.WIDEST_WRAP:
            continue
        if row.gap or rows[here - 1].kind == "code":
            row.kind = "code"


def _mark_labels(rows: list[Row]) -> None:
    """Find the bare labels ("Sources:", or such a heading); each line right below one stands for itself."""
    below = False
    for row in rows:
        below = below and not row.gap
        if row.text.casefold() in SOURCE_HEADINGS:
            below = True
        elif not row.kind and is_label(row.text):
            row.kind, below = "label", True
        elif not row.kind and below:
            row.kind = "more" if row.overflows else "label"


def _mark_wrapped(rows: list[Row]) -> None:
    """Find the paragraphs that were broken to fit a width, perhaps right below a heading."""
    for run in _unbroken(rows):
        for start in (0, 1):
            paragraph = run[start:]
            if len(paragraph) > 2 and plain_shape.is_wrapped([row.text for row in paragraph]):
                for row in paragraph[1:]:
                    row.kind = "more"
                break
    for above, row in pairwise(rows):
        if row.overflows and not row.kind and above.kind in ("", "item", "more"):
            row.kind = "more"


def _mark_headings(rows: list[Row]) -> None:
    """Find the headings, from the last row up: a heading needs something below it."""
    for here in range(len(rows) - 2, -1, -1):
        row, before, after = rows[here], rows[here - 1] if here else None, rows[here + 1]
        if not row.kind and _is_heading(row, before, after):
            row.kind = "heading"


def _is_heading(row: Row, before: Row | None, after: Row) -> bool:
    if not plain_shape.may_be_heading(row.text) or (row.marker and row.number is None):
        return False
    if opens_with_label(row.text) or opens_with_label(after.text):
        return False
    if after.kind == "more" or (not after.gap and (plain_shape.continues(after.text) or after.kind == "code")):
        return False
    if not (row.gap or before is None or before.kind == "item" or plain_shape.ends_sentence(before.text)):
        return False
    if not row.gap and after.gap and before is not None and before.kind != "item":
        return False
    prose_below = after.kind == "" and plain_shape.is_prose(after.text)
    if after.kind == "" and not prose_below:
        return False
    if plain_shape.is_exclamation(row.text):
        return prose_below and (not after.gap or plain_shape.columns(row.text) <= plain_shape.EXCLAMATION_COLUMNS)
    if plain_shape.is_question(row.text):
        return prose_below or after.kind == "item"
    return True


def _mark_continuations(rows: list[Row]) -> None:
    """Find the lines that go on the line above."""
    in_item = False
    for before, row in pairwise(rows):
        in_item = before.kind == "item" or (in_item and before.kind == "more")
        if row.kind or row.gap:
            continue
        if in_item:
            goes_on = row.indent > 1 or (plain_shape.continues(row.text) and not plain_shape.ends_sentence(before.text))
        else:
            goes_on = before.kind in ("", "more") and _is_broken(before, row)
        if goes_on:
            row.kind = "more"


def _unbroken(rows: list[Row]) -> Iterator[list[Row]]:
    """Yield the runs of plain rows that no blank line parts."""
    run: list[Row] = []
    for row in rows:
        if run and (row.gap or row.kind):
            yield run
            run = []
        if not row.kind:
            run.append(row)
    if run:
        yield run


def _is_broken(before: Row, row: Row) -> bool:
    """Tell whether a sentence runs on from one line to the next: the first is long, or the second begins small."""
    if plain_shape.ends_sentence(before.text) or before.text[-1] in ":：":
        return False
    first = row.text[0]
    return plain_shape.continues(row.text) or (
        plain_shape.columns(before.text) > plain_shape.NARROWEST_WRAP and (first.isdigit() or first in "(\"'“‘«„")
    )
