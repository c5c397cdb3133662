"""WordPress's block comments: the marks of its editor around ready HTML."""

import re
from collections.abc import Callable

from publisher.content.autoparagraph import autoparagraph

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
