"""Plain text where readers may expect HTML."""

import html
import re
from html.entities import name2codepoint

_END_TAG = re.compile(r"</\w+>")
_REFERENCE = re.compile(r"&(#?\w+)")


def has_end_tag(text: str) -> bool:
    """Return whether readers that guess will take *text* for HTML.

    >>> [has_end_tag(text) for text in ("R&D: 2 < 3", "The <b> element", "<b>New</b>")]
    [False, False, True]
    """
    return _END_TAG.search(text) is not None


def has_reference(text: str) -> bool:
    """Return whether *text* holds what HTML would read as a character reference.

    >>> [has_reference(text) for text in ("R&D", "AT&amp;T", "&#38;")]
    [False, True, True]
    """
    names = _REFERENCE.findall(text)
    return any(name in name2codepoint or name == "apos" or not name.isalpha() for name in names)


def as_html(text: str) -> str:
    """Return plain *text* as HTML that shows the same."""
    return html.escape(text, quote=False)
