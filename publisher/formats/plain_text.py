"""Plain text where readers may expect HTML."""

import html
import re
from html.entities import name2codepoint

_TAG = re.compile(r"<[/!?a-zA-Z]")
_REFERENCE = re.compile(r"&(#?\w+)")


def looks_like_markup(text: str) -> bool:
    """Return whether a reader that takes *text* for HTML would show something else.

    Such a text must be said as HTML, so that ``<b>`` in a title is seen by
    everybody; any other stays as it is, which every reader understands.

    >>> [looks_like_markup(text) for text in ("R&D: 2 < 3", "The <b> element", "AT&amp;T")]
    [False, True, True]
    """
    if _TAG.search(text):
        return True
    names = _REFERENCE.findall(text)
    return any(name in name2codepoint or name == "apos" or not name.isalpha() for name in names)


def as_html(text: str) -> str:
    """Return plain *text* as HTML that shows the same."""
    return html.escape(text, quote=False)
