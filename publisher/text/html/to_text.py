"""HTML as text that reads well."""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape

from msgspec.structs import replace

from publisher.model.entry import Entry
from publisher.text.html.tree import BLOCKS, INLINE_TAG, TAG, name_of

_BLANKS = re.compile(r"[ \t\r\n\f]+")
_START = re.compile(r'\sstart="(-?\d+)"')
_PARTS = frozenset({"li", "tr", "dd", "dt", "thead", "tbody", "tfoot"})
#: Tags of blocks in a row, with the blanks between them.
_BORDER = re.compile(r"(<[^>]*+>(?:[ \n\t]*+<[^>]*+>)*+)")
#: Elements whose borders say the same wherever the same lists are open.
_SIMPLE = (BLOCKS | {"br"}) - {"td", "th"}
#: The tags that most texts have most of.
_PARTING = frozenset(
    f"<{slash}{name}>" for name in ("p", "h2", "h3", "h4", "h5", "h6", "div", "blockquote") for slash in ("", "/")
)


def plain_text(html: str) -> str:
    r"""Return every word of sanitised *html*, without markup.

    A blank line parts paragraphs; items begin with a bullet or their number;
    cells of a table are parted by ``|``; what is preformatted stays as it is.

    >>> plain_text("<p>One <b>two</b></p><ol start=\"3\"><li>three</li></ol>")
    'One two\n\n3. three'
    """
    blocks = "".join(INLINE_TAG.split(html))  # faster than `sub`
    simple = _simple_text(blocks)
    return _any_text(blocks) if simple is None else simple


def opening_text(html: str, length: int) -> str:
    """Return the text of at least the first *length* characters of sanitised *html*."""
    end = html.find("<", length)
    return plain_text(html if end < 0 else html[:end])


def with_text(entry: Entry) -> Entry:
    """Return an entry with its plain text, which is made of its HTML alone."""
    return replace(entry, text=plain_text(entry.html))


#: Numbers of the next items of the open lists, None for bullets; and whether the text is preformatted.
_State = tuple[tuple[int | None, ...], bool]


def _simple_text(html: str) -> str | None:
    """Return the text of blocks without tables and the like, as most are; None where there is anything else."""
    pieces = _BORDER.split(html.rstrip(" \n\t"))
    if not pieces[-1]:
        del pieces[-2:]  # nothing stands behind the last border
    state: _State = ((), False)
    for place, piece in enumerate(pieces):
        if place % 2:
            found = _between(piece, state)
            if found is None:
                return None
            pieces[place], state = found
        elif state[1]:
            continue
        elif "\n" in piece or "  " in piece or "\t" in piece:
            pieces[place] = _BLANKS.sub(" ", piece).strip(" ")
        else:
            pieces[place] = piece.strip(" ")
    return unescape("".join(pieces)).strip()


@lru_cache(maxsize=2000)
def _between(border: str, state: _State) -> tuple[str, _State] | None:
    """Return what a border says in text, and what is open behind it; None if it says more.

    It is asked of `_Writer`, so that the short way leads to the same text.
    """
    if "<pre" in border[:-5]:
        return None  # blanks in it are text
    writer = _Writer()
    writer.parts.append("")
    writer.lists, writer.preformatted = list(state[0]), int(state[1])
    for tag in TAG.findall(border):
        if name_of(tag) not in _SIMPLE:
            return None
        writer.tag(tag)
    if not writer.breaks:
        return None
    writer.due()
    return "".join(writer.parts), (tuple(writer.lists), writer.preformatted > 0)


def _any_text(html: str) -> str:
    writer = _Writer()
    # One border says as much as two, and costs half.
    borders = html.replace("</p>\n<p>", "<p>").replace("</li>\n<li>", "<li>")
    for place, piece in enumerate(TAG.split(borders)):
        if piece in _PARTING:
            writer.breaks, writer.cell = 2, False
        elif place % 2:
            writer.tag(piece)
        elif piece and (writer.preformatted or piece != "\n"):
            writer.words(unescape(piece) if "&" in piece else piece)
    return "".join(writer.parts).strip()


class _Writer:
    """Collects words, and the breaks that are due before the next one."""

    __slots__ = ("breaks", "cell", "lists", "marker", "parts", "preformatted", "space")

    def __init__(self) -> None:
        self.parts: list[str] = []
        #: Line ends due before the next word.
        self.breaks = 0
        #: A blank is due before the next word.
        self.space = False
        #: What the next word's item begins with.
        self.marker = ""
        #: Numbers of the next items of the open lists; None for bullets.
        self.lists: list[int | None] = []
        self.preformatted = 0
        #: The next word opens a further cell of a row.
        self.cell = False

    def words(self, text: str) -> None:
        """Write a piece of text."""
        if self.preformatted:
            if text:
                self.due()
                self.parts.append(text)
            return
        words = _BLANKS.sub(" ", text) if "\n" in text or "  " in text or "\t" in text else text
        if words == " " or not words:
            self.space = self.space or bool(words)
            return
        if words[0] == " ":
            self.space = True
            words = words[1:]
        self.due()
        if words[-1] == " ":
            self.space = True
            words = words[:-1]
        self.parts.append(words)

    def due(self) -> None:
        """Write what is due before a word."""
        if self.parts and self.breaks:
            self.parts.append("\n" * self.breaks)
        elif self.cell:
            self.parts.append(" | ")
        elif self.space and self.parts:
            self.parts.append(" ")
        if self.marker:
            self.parts.append(self.marker)
        self.breaks, self.space, self.cell, self.marker = 0, False, False, ""

    def tag(self, tag: str) -> None:
        """Take notice of a tag."""
        name = name_of(tag)
        if name == "br":
            self.breaks = min(self.breaks + 1, 2)
        elif name in BLOCKS:
            self._block(name, tag, closes=tag[1] == "/")

    def _block(self, name: str, tag: str, *, closes: bool) -> None:
        if name in ("td", "th"):
            self.cell = self.cell or (closes and not self.breaks)
            return
        self.cell = False
        if name in ("ul", "ol"):
            self._list(name, tag, closes=closes)
        nested = len(self.lists) > (0 if closes else 1) and name in ("ul", "ol")
        self.breaks = max(self.breaks, 1 if nested or name in _PARTS else 2)
        if name == "li" and not closes:
            self._item()
        elif name == "pre":
            self.preformatted += -1 if closes else 1

    def _list(self, name: str, tag: str, *, closes: bool) -> None:
        if closes:
            if self.lists:
                self.lists.pop()
            return
        start = _START.search(tag)
        self.lists.append((int(start[1]) if start else 1) if name == "ol" else None)

    def _item(self) -> None:
        number = self.lists[-1] if self.lists else None
        indent = "  " * (len(self.lists) - 1)
        self.marker = f"{indent}• " if number is None else f"{indent}{number}. "
        if number is not None:
            self.lists[-1] = number + 1
