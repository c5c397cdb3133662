"""Paragraphs for HTML that was written without them, as WordPress shows it."""

import re

from publisher.content.literal_html import literal_spans

_NAMES = (
    "address area article aside blockquote caption center col colgroup dd details div dl dt fieldset figcaption figure"
    " footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li map menu nav ol p pre section style summary table tbody"
    " td tfoot th thead tr ul"
)
_BLOCKS = frozenset(_NAMES.split())
#: Elements that hold nothing: what follows them is not in them.
_EMPTY = frozenset({"area", "col", "hr"})
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)(?:[\s/][^<>]*)?>")
_TWO_BREAKS = re.compile(r"<br\s*/?>\s*<br\s*/?>", re.IGNORECASE)
_LAST_BREAK = re.compile(r"<br\s*/?>$", re.IGNORECASE)
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")

#: Stands for a line end that is part of a tag or of code; no legal text has this character.
_LITERAL_END = "\x00"


def autoparagraph(text: str) -> str:
    r"""Return *text* with ``<p>`` for what blank lines part, and ``<br />`` for single line ends.

    Elements that are blocks stay as they are, and so does the text that follows
    the opening of a block in the same line; code, scripts and comments are
    never changed.

    >>> autoparagraph("One\ntwo\n\n<ul>\n<li>three</li>\n</ul>\nfour")
    '<p>One<br />\ntwo</p>\n<ul><li>three</li></ul><p>four</p>\n'
    """
    writer = _Writer()
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace(_LITERAL_END, "")
    position = 0
    for start, end in literal_spans(text):
        _read(writer, text[position:start])
        writer.literal(text[start:end])
        position = end
    _read(writer, text[position:])
    writer.flush()
    return "".join(writer.parts)


def _read(writer: "_Writer", text: str) -> None:
    """Pass text without literal parts on, in pieces."""
    position = 0
    for found in _TAG.finditer(text):
        writer.run.append(text[position : found.start()])
        position = found.end()
        name = found[2].lower()
        tag = found[0].replace("\n", _LITERAL_END)
        if name in _BLOCKS:
            writer.flush()
            writer.parts.append(tag.replace(_LITERAL_END, "\n"))
            writer.opened = "" if found[1] or name in _EMPTY else name
        else:
            writer.run.append(tag)
    writer.run.append(text[position:])


def _with_breaks(lines: str) -> str:
    """Return the lines of a paragraph with a break between each two."""
    if "\n" not in lines:
        return lines
    *before, last = (line.strip(" \t") for line in lines.split("\n"))
    return "<br />\n".join((*(_LAST_BREAK.sub("", line) for line in before), last))


class _Writer:
    """Collects what stands between two tags of blocks, and parts it."""

    __slots__ = ("opened", "parts", "run")

    def __init__(self) -> None:
        self.parts: list[str] = []
        #: Text and tags within lines since the last block began or ended.
        self.run: list[str] = []
        #: The block that was opened right before the run; empty after one that ended.
        self.opened = ""

    def literal(self, piece: str) -> None:
        """Take a part that is to be left as it stands; ``pre`` is a block."""
        if piece[:4].lower() == "<pre":
            self.flush()
            self.parts.append(piece + "\n")
            self.opened = ""
        else:
            self.run.append(piece.replace("\n", _LITERAL_END))

    def flush(self) -> None:
        """Write the run as paragraphs."""
        run = _TWO_BREAKS.sub("\n\n", "".join(self.run))
        self.run.clear()
        bare = self.opened not in ("", "blockquote") and not _BLANK_LINE.match(run.lstrip(" \t"))
        self.opened = ""
        for piece in _BLANK_LINE.split(run):
            if lines := piece.strip():
                lines = _with_breaks(lines).replace(_LITERAL_END, "\n")
                self.parts.append(lines if bare else f"<p>{lines}</p>\n")
            bare = False
