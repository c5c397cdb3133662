"""Sanitised HTML as a row of passages: each paragraph, heading or list item with its words and addresses."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

from publisher.content.labels import is_label, opens_with_label
from publisher.content.tags import BLOCKS, TAG, href_of, name_of

_BLANKS = re.compile(r"[ \t\r\n]+")


@dataclass(slots=True, kw_only=True)
class Passage:
    """The words between two borders of blocks."""

    #: ``p``, ``li``, ``heading``, ``footnote`` or ``other``.
    kind: str
    #: Words with single blanks.
    text: str
    #: Absolute addresses of its links, each once.
    urls: tuple[str, ...] = ()
    #: Words set in ``cite``.
    cited: tuple[str, ...] = ()
    #: Which list the item is of; 0 outside of lists.
    group: int = 0
    #: A blank line stands above it in the HTML.
    apart: bool = False


@dataclass(slots=True)
class _Line:
    """What stands between two line ends of one block."""

    words: list[str] = field(default_factory=list)
    urls: list[str] = field(default_factory=list)
    cited: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return _BLANKS.sub(" ", "".join(self.words)).strip()


@dataclass(slots=True)
class _Reader:
    kind: str = "other"
    group: int = 0
    groups: int = 0
    footnote: int = 0
    apart: bool = False
    lines: list[_Line] = field(default_factory=lambda: [_Line()])
    in_cite: bool = False
    in_label: bool = False

    @property
    def line(self) -> _Line:
        """The line that is being read."""
        return self.lines[-1]

    def flush(self) -> Iterator[Passage]:
        """Yield what was collected: one passage, or several where a label or an empty line parts its lines."""
        together: list[_Line] = []
        below_label = False
        for line in self.lines:
            text = line.text
            if together and (not text or below_label or opens_with_label(text)):
                yield self._passage(together)
                together = []
            if text:
                together.append(line)
            else:
                self.apart = self.apart or len(self.lines) > 1
            below_label = bool(text) and (below_label or is_label(text))
        if together:
            yield self._passage(together)
        self.lines = [_Line()]

    def _passage(self, lines: list[_Line]) -> Passage:
        apart, self.apart = self.apart, False
        return Passage(
            kind="footnote" if self.footnote else self.kind,
            text=" ".join(line.text for line in lines),
            urls=tuple(dict.fromkeys(url for line in lines for url in line.urls)),
            cited=tuple(filter(None, (" ".join(words.split()) for line in lines for words in line.cited))),
            group=self.group,
            apart=apart,
        )


def read_passages(html: str) -> Iterator[Passage]:
    """Yield the passages of *html*, which our sanitiser wrote, in order."""
    reader = _Reader()
    for place, piece in enumerate(TAG.split(html)):
        if place % 2:
            yield from _take_tag(reader, piece)
        elif not piece.strip(" \t\n"):
            if reader.line.words:
                reader.line.words.append(" ")
            else:
                reader.apart = reader.apart or "\n\n" in piece
        elif not reader.in_label:
            words = unescape(piece)
            reader.line.words.append(words)
            if reader.in_cite and reader.line.cited:
                reader.line.cited[-1] += words
    yield from reader.flush()


def _take_tag(reader: _Reader, tag: str) -> Iterator[Passage]:
    name, closes = name_of(tag), tag[1] == "/"
    if name == "a" and not closes:
        href = href_of(tag)
        if href and href.startswith(("http://", "https://", "ftp://")):
            reader.line.urls.append(unescape(href))
    elif name == "cite":
        reader.in_cite = not closes
        if not closes:
            reader.line.cited.append("")
    elif name == "sup":
        reader.in_label = not closes and "footnote-definition-label" in tag
    elif name == "br":
        reader.lines.append(_Line())
    elif name in BLOCKS:
        yield from reader.flush()
        _enter(reader, name, tag, closes=closes)


def _enter(reader: _Reader, name: str, tag: str, *, closes: bool) -> None:
    if name in ("ul", "ol"):
        reader.groups += not closes
        reader.group = 0 if closes else reader.groups
    elif name == "div":
        if closes:
            reader.footnote = max(0, reader.footnote - 1)
        elif reader.footnote or "footnote-definition" in tag:
            reader.footnote += 1
    if closes:
        reader.kind = "li" if reader.group else "other"
    elif len(name) == 2 and name[0] == "h" and name[1].isdigit():
        reader.kind = "heading"
    elif name == "li" or (name == "p" and reader.group):
        reader.kind = "li"
    else:
        reader.kind = "p" if name == "p" else "other"
