"""WordPress's block comments: the marks of its editor around ready HTML."""

from __future__ import annotations

import re
from collections.abc import Callable

_OPENING = re.compile(r"<(pre|code|script|style|svg|textarea)(?=[\s>/])[^<>]*>|<!--", re.IGNORECASE)
_CLOSING = {
    name: re.compile(rf"</{name}\s*>", re.IGNORECASE) for name in ("pre", "code", "script", "style", "svg", "textarea")
} | {"": re.compile("-->")}


def literal_spans(html: str) -> list[tuple[int, int]]:
    """Return start and end of each element of code, script or style and of each comment, in order, none in another.

    What is never closed is no span.

    >>> literal_spans("a<pre>b</pre>c<!--d-->e<pre>")
    [(1, 13), (14, 22)]
    """
    spans: list[tuple[int, int]] = []
    #: Names that nothing closes any more: searching again would cost the whole text each time.
    hopeless: set[str] = set()
    position = 0
    while found := _OPENING.search(html, position):
        position = found.end()
        name = (found[1] or "").lower()
        if name in hopeless:
            continue
        closing = _CLOSING[name].search(html, position)
        if closing is None:
            hopeless.add(name)
            continue
        position = closing.end()
        spans.append((found.start(), position))
    return spans


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


def _read(writer: _Writer, text: str) -> None:
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


_MARK = re.compile(r"<!--\s*+(/?)wp:([a-z][\w/-]*)([^<]*?)-->[ \t]*\n?")
_REF = re.compile(r'"ref"\s*:\s*(\d{1,19})')
_OTHER_MARK = re.compile(r"<!--(?:more[^<>]*|noteaser|nextpage)-->")

#: A reused block may reuse another one.
_DEEPEST = 4


def has_blocks(text: str) -> bool:
    """Tell whether a post was written in the block editor: its paragraphs are marked already.

    >>> has_blocks("<!-- wp:paragraph --><p>a</p>"), has_blocks("a<!--more-->b")
    (True, False)
    """
    return "<!-- wp:" in text


def with_paragraphs(text: str) -> str:
    r"""Return *text* with paragraphs where it was written outside of blocks, or in a classic one.

    >>> with_paragraphs("a\n\nb<!-- wp:heading --><h2>c</h2><!-- /wp:heading -->")
    '<p>a</p>\n<p>b</p>\n<!-- wp:heading --><h2>c</h2><!-- /wp:heading -->'
    """
    parts: list[str] = []
    position = depth = 0
    for mark in _MARK.finditer(text):
        between = text[position : mark.start()]
        parts += (between if depth else _loose(between), mark[0])
        position = mark.end()
        is_classic = mark[2] in ("freeform", "core/freeform")
        if not is_classic and not mark[3].rstrip().endswith("/"):
            depth = max(0, depth + (-1 if mark[1] else 1))
    parts.append(text[position:] if depth else _loose(text[position:]))
    return "".join(parts)


def _loose(text: str) -> str:
    return autoparagraph(text) if text.strip() else text


def without_marks(text: str, reused: Callable[[str], str | None], *, depth: int = 0) -> str:
    """Return *text* without the editor's marks, and with the blocks that it reuses by number.

    Args:
        text: Body of a post.
        reused: Text of the reused block with a number; None where there is none.
        depth: How many blocks deep this text is reused.

    >>> without_marks('<!-- wp:block {"ref":7} /-->', {"7": "<p>a</p>"}.get)
    '<p>a</p>'
    """

    def replacement(found: re.Match[str]) -> str:
        number = _REF.search(found[3]) if found[2] in ("block", "core/block") and not found[1] else None
        inner = reused(number[1]) if number and depth < _DEEPEST else None
        return without_marks(inner, reused, depth=depth + 1) if inner else ""

    return _MARK.sub(replacement, _OTHER_MARK.sub("", text))
