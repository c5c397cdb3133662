"""Plain text where readers may expect HTML."""

import html
import re

_END_TAG = re.compile(r"</\w+>")


def has_end_tag(text: str) -> bool:
    """Return whether readers that guess will take *text* for HTML.

    >>> [has_end_tag(text) for text in ("R&D: 2 < 3", "The <b> element", "<b>New</b>")]
    [False, False, True]
    """
    return _END_TAG.search(text) is not None


def as_html(text: str) -> str:
    """Return plain *text* as HTML that shows the same."""
    return html.escape(text, quote=False)
