"""The passages of a text, and which of them cite a source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

from publisher.model.entry import Citation
from publisher.text.html.tree import BLOCKS, TAG, href_of, name_of
from publisher.text.languages.labels import (
    POSTSCRIPT_LABEL,
    READ_ALSO,
    SOURCE_HEADINGS,
    SOURCE_LABEL,
    WORKS,
    alternatives,
    is_label,
    opens_with_label,
)
from publisher.text.markup.plain_shape import ends_sentence

_BLANKS = re.compile(r"[ \t\r\n]+")


def read_citations(html: str) -> tuple[Citation, ...]:
    """Return the citations in sanitised *html*, in order."""
    passages = list(read_passages(html))
    citations: list[Citation] = []
    here = 0
    while here < len(passages):
        found, here = _cited_at(passages, here)
        citations += found
    return tuple(citations)


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


#: What the tags that open a block begin, as `Passage.kind` has it.
_KINDS = {"p": "p", "li": "li"} | {f"h{level}": "heading" for level in range(1, 7)}


def _enter(reader: _Reader, name: str, tag: str, *, closes: bool) -> None:
    """Note what begins behind the tag of a block."""
    if name in ("ul", "ol"):
        reader.groups += not closes
        reader.group = 0 if closes else reader.groups
    elif name == "div" and (reader.footnote or "footnote-definition" in tag):
        reader.footnote += -1 if closes else 1
    kind = "other" if closes else _KINDS.get(name, "other")
    reader.kind = "li" if reader.group and (closes or kind == "p") else kind


#: Characters that a paragraph below a label may have and still be a source, if no year, title or link shows it.
BARE_SOURCE = 160
#: Characters from which on a paragraph is prose, whatever is in it.
LONGEST_SOURCE = 600

_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_READ_ALSO = re.compile(rf"[\s(\[]*(?:{alternatives(READ_ALSO.values())})(?!\w)", re.IGNORECASE)
_WORK = re.compile(rf"(?:{alternatives(WORKS.values())})(?!\w)", re.IGNORECASE)

# An opening quote, the closing ones that writers pair with it, and what may stand around a straight one.
_QUOTED = re.compile(
    r"[“„«](?P<double>[^“”„«»]{2,200}?)[”“»]"
    r"|『(?P<japanese>[^』]{1,200})』|《(?P<chinese>[^》]{1,200})》"
    r"|(?<![\w’'])[‘‚](?P<single>[^‘\n]{2,200}?)[’'‘](?!\w)"
    r"|(?<![\w\"])\"(?P<straight>[^\"\n]{2,200}?)\"(?!\w)"
    r"|(?<![\w'’])'(?P<apostrophe>(?:[^'\n]|(?<=\w)'(?=\w)){2,200}?)'(?!\w)"
)
#: A title stands so close behind the word for its kind of work, in the same sentence.
_NEAR = 60
#: Text ahead of a title that opens the citation: a preposition at most.
_OPENS = 4

_DASHES = "—–-―"


def _unnumbered(label: str) -> str:
    """Return *label* as the table has it: "Source(s)" is "source"."""
    return label.partition("(")[0].strip().casefold()


def _cited_at(passages: list[Passage], here: int) -> tuple[list[Citation], int]:
    """Return the citations that begin at one passage, and the place behind them."""
    passage = passages[here]
    if passage.kind == "footnote":
        return ([_citation("", passage.text, passage)] if passage.urls else []), here + 1
    label, text = _labelled(passage.text)
    if passage.kind == "heading" and _unnumbered(passage.text.rstrip(":：")) in SOURCE_HEADINGS:
        return _listed(passages, here + 1, passage.text.rstrip(":： "), below_heading=True)
    if label and not text:
        if POSTSCRIPT_LABEL.match(passage.text) and not _is_item(passages, here + 1):
            return [], here + 1
        return _listed(passages, here + 1, label, below_heading=False)
    if passage.kind != "heading" and _unnumbered(passage.text) in SOURCE_HEADINGS:
        return _listed(passages, here + 1, passage.text, below_heading=True)
    if label and (not POSTSCRIPT_LABEL.match(passage.text) or _names_source(text, passage)):
        return [_citation(label, text, passage)], here + 1
    return list(_set_as_cited(passage)), here + 1


def _set_as_cited(passage: Passage) -> Iterator[Citation]:
    """Yield what ``cite`` marks: a title where a sentence runs into it, else the name below a quotation."""
    urls = passage.urls if len(passage.cited) == 1 else ()
    for words in passage.cited:
        ahead, _, after = passage.text.partition(words)
        ahead = ahead.strip()
        dashed = ahead[:1] in _DASHES
        if ahead.strip(_DASHES) and ahead[-1] not in _DASHES and not ends_sentence(ahead):
            yield Citation(
                label="", text=passage.text.lstrip(f"{_DASHES} ") if dashed else words, work=words, urls=urls
            )
        else:
            # Mostly a person, whatever HTML says; the rest of a short line belongs to the name.
            whole = len(words) + len(after) <= BARE_SOURCE and len(passage.cited) == 1
            yield Citation(label="", text=words + after if whole else words, urls=urls)


def _labelled(text: str) -> tuple[str, str]:
    """Return the label that *text* begins with, as printed without its last colon, and the rest.

    >>> _labelled("Source: Source: a book")
    ('Source: Source', 'a book')
    """
    found = SOURCE_LABEL.match(text) or POSTSCRIPT_LABEL.match(text)
    if found is None:
        return "", text
    label = found[0].strip().rstrip(":：").strip()
    rest = text[found.end() :].strip()
    again = SOURCE_LABEL.match(rest)
    if again is not None and again["label"].casefold() == found["label"].casefold():
        label = f"{label}: {again[0].strip().rstrip(':：').strip()}"
        rest = rest[again.end() :].strip()
    return label, rest


def _is_item(passages: list[Passage], here: int) -> bool:
    return here < len(passages) and passages[here].kind == "li"


def _listed(passages: list[Passage], here: int, label: str, *, below_heading: bool) -> tuple[list[Citation], int]:
    """Return the sources below a label that stands alone: the items of a list, or the lines below it."""
    if _is_item(passages, here):
        items = list(_same_list(passages, here))
        return [_citation(label, item.text, item) for item in items], here + len(items)
    citations: list[Citation] = []
    while here < len(passages) and _is_source(passages[here], first=not citations, spaced=below_heading):
        citations.append(_citation(label, passages[here].text, passages[here]))
        here += 1
    return citations, here


def _same_list(passages: list[Passage], here: int) -> Iterator[Passage]:
    first = passages[here].group
    for passage in passages[here:]:
        if passage.kind != "li" or passage.group != first:
            return
        yield passage


def _is_source(passage: Passage, *, first: bool, spaced: bool) -> bool:
    """Tell whether a paragraph below a label goes on the list of sources."""
    text = passage.text
    if passage.kind not in ("p", "other") or text[-1] in ":：" or is_label(text) or len(text) > LONGEST_SOURCE:
        return False
    if passage.urls or _YEAR.search(text):
        return spaced or first or not passage.apart
    # Prose may follow a heading; below a label, short lines are sources too.
    short = len(text) <= BARE_SOURCE or _QUOTED.search(text) is not None
    return not spaced and short and (first or not passage.apart)


def _names_source(text: str, passage: Passage) -> bool:
    """Tell whether a postscript names a source: by "read also", or by an address with a year, title or kind of work."""
    if _READ_ALSO.match(text):
        return True
    signs = (_YEAR.search(text), _title(text), passage.cited)
    return bool(passage.urls) and len(text) <= LONGEST_SOURCE and any(signs)


def _citation(label: str, text: str, passage: Passage) -> Citation:
    title = passage.cited[0] if passage.cited else _title(text)
    return Citation(label=label, text=text, work=title, urls=passage.urls)


def _title(text: str) -> str | None:
    """Return the quoted title that *text* opens with, or that follows the word for a kind of work."""
    for quoted in _QUOTED.finditer(text):
        place = quoted.start()
        near = re.split(r"[.!?…。]\s", text[max(0, place - _NEAR) : place])[-1]
        if place <= _OPENS or _WORK.search(near):
            title = next(words for words in quoted.groups() if words is not None)
            return title.strip()
    return None
