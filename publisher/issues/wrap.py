"""Plain text in columns: wide letters take two, long addresses are never broken."""

import re
import unicodedata
from collections.abc import Iterator

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
