"""The plain-text part of an issue, made from its entries: 72 columns, numbered links."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from publisher.issues.slots import UNSUBSCRIBE

if TYPE_CHECKING:
    from jinja2 import Environment

    from publisher.issues.layout import Letter, Span

WIDTH = 72

#: Letters that must not begin a line, and that must not end one (JIS X 4051, in short).
_NOT_FIRST = frozenset("、。，．・：；？！」』）】〕〉》”’ー々ゝゞぁぃぅぇぉっゃゅょァィゥェォッャュョ,.!?;:)]}%")
_NOT_LAST = frozenset("「『（【〔〈《“‘([{")


def width_of(text: str) -> int:
    """Return how many columns a text takes on a terminal.

    >>> width_of("日本 cafe")
    9
    """
    return len(text) if text.isascii() else sum(_columns(letter) for letter in text)


def wrap(text: str, *, indent: str = "", first: str | None = None, width: int = WIDTH) -> str:
    """Return a paragraph in lines of at most *width* columns.

    Words are kept whole, so an address that is longer stands alone on its
    line.  Chinese and Japanese break between letters, as they do in print.

    Args:
        text: One paragraph; its own line breaks count as spaces.
        indent: What each line begins with.
        first: What the first line begins with instead, such as a bullet.
        width: Columns.
    """
    lines = []
    line = indent if first is None else first
    empty = True
    for piece in _pieces(text):
        joined = piece.lstrip(" ") if empty else piece
        if not empty and width_of(line) + width_of(joined.rstrip(" ")) > width:
            lines.append(line.rstrip(" "))
            line, joined = indent, piece.lstrip(" ")
        line += joined
        empty = False
    lines.append(line.rstrip(" "))
    return "\n".join(lines)


def rule(text: str, mark: str, *, width: int = WIDTH) -> str:
    """Return a line of *mark* as long as the text, for below a heading."""
    longest = max(width_of(line) for line in text.split("\n"))
    return mark * min(longest, width)


def _pieces(text: str) -> Iterator[str]:
    """Yield what may not be broken, each with the space before it."""
    for word in re.split(r"[ \t\r\n]+", text.strip(" \t\r\n")):
        yield from _within(f" {word}")


def _within(word: str) -> Iterator[str]:
    """Yield the parts of a word: wide letters may part, others stay together."""
    piece = word[:1]
    for letter in word[1:]:
        before = piece[-1]
        may_break = before != " " and (_is_wide(before) or _is_wide(letter))
        if may_break and letter not in _NOT_FIRST and before not in _NOT_LAST and _columns(letter):
            yield piece
            piece = letter
        else:
            piece += letter
    yield piece


def _is_wide(letter: str) -> bool:
    return _columns(letter) == 2


def _columns(letter: str) -> int:
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in ("W", "F") else 1


TEMPLATE = "digest.txt"

_link = re.compile(r"!?\[([^\]\n]*)\]\((\S+?)(?:\s+[\"'][^\"'\n]*[\"'])?\)|<(https?://[^>\s]+|[^<>@\s]+@[^<>@\s]+)>")
_list_item = re.compile(r"(\s*(?:[-*+]|\d{1,3}[.)])\s+)(.*)", re.DOTALL)
_escape = re.compile(r"\\([!-/:-@\[-`{-~])")
_heading = re.compile(r"#{1,6}\s+(.*?)\s*#*$")


@dataclass(slots=True)
class Links:
    """Numbers for addresses, and the list of those that were not printed yet."""

    _numbers: dict[str, int] = field(default_factory=dict)
    _waiting: list[str] = field(default_factory=list)

    def mark(self, url: str) -> str:
        """Return the mark of an address, such as ``[3]``; the same address keeps its number."""
        number = self._numbers.setdefault(url, len(self._numbers) + 1)
        if url not in self._waiting:
            self._waiting.append(url)
        return f"[{number}]"

    def listed(self) -> str:
        """Return the addresses that were marked since the last list, one on each line."""
        lines = [f"[{self._numbers[url]}] {url}" for url in self._waiting]
        self._waiting.clear()
        return "\n".join(lines)


def render_text(letter: Letter, environment: Environment) -> str:
    """Return the plain text with its slots open; it ends in one line break.

    A mark such as ``[3]`` is bound to its word by a no-break space until the
    lines are made.
    """
    links = Links()
    written = environment.get_template(TEMPLATE).render(
        letter=letter,
        phrases=letter.phrases,
        unsubscribe=UNSUBSCRIBE,
        wrap=wrap,
        rule=rule,
        links=links,
        prose=lambda markdown: plain_prose(markdown, links, base=letter.masthead.home),
        cited=lambda spans: _cited(spans, links),
    )
    written = re.sub("\u00a0(\\[\\d+\\])", r" \1", written)
    written = re.sub(r"[ \t]+$", "", written, flags=re.MULTILINE)
    return re.sub(r"\n{4,}", "\n\n\n", written).strip("\n") + "\n"


def plain_prose(markdown: str, links: Links, *, base: str) -> str:
    """Return Markdown as plain text in 72 columns: links numbered, lists hanging, headings underlined.

    Args:
        markdown: What the editor wrote.
        links: Where the addresses get their numbers.
        base: What relative addresses refer to.
    """
    blocks = []
    for block in re.split(r"\n\s*\n", markdown.strip()):
        lines = [re.sub(r"(?: {2,}|\\)$", "\0", line) for line in block.split("\n")]
        blocks.append("\n".join(_paragraph(text, links, base) for text in _joined(lines)))
    return "\n\n".join(blocks)


def _joined(lines: list[str]) -> list[str]:
    """Join the lines of a block into paragraphs and list items; a hard break ends one."""
    joined: list[str] = []
    for line in lines:
        starts = _list_item.match(line) or _heading.match(line)
        if joined and not starts and not joined[-1].endswith("\0") and not _heading.match(joined[-1]):
            joined[-1] += " " + line.strip()
        else:
            joined.append(line.rstrip())
    return [line.rstrip("\0").rstrip() for line in joined]


def _paragraph(text: str, links: Links, base: str) -> str:
    text = _escape.sub(r"\1", _link.sub(lambda match: _numbered(match, links, base), text))
    if heading := _heading.match(text):
        title = wrap(heading[1])
        return f"{title}\n{rule(title, '-')}"
    if item := _list_item.match(text):
        return wrap(item[2], first=item[1], indent=" " * width_of(item[1]))
    return wrap(text)


def _numbered(match: re.Match[str], links: Links, base: str) -> str:
    """Return a Markdown link as its words and a mark; a bare address as its host and a mark."""
    words, target, bare = match.groups()
    if bare and "://" not in bare:
        return bare.removeprefix("mailto:")
    url = urljoin(base, target or bare)
    return f"{words or urlsplit(url).netloc}\u00a0{links.mark(url)}"


def _cited(spans: tuple[Span, ...], links: Links) -> str:
    return "".join(span.text if span.url is None else f"{span.text}\u00a0{links.mark(span.url)}" for span in spans)
