"""The places in an approved issue that are filled for each recipient.

An approved issue holds no recipient's data.  What differs per person is a
plain ASCII word, long enough never to occur by chance, that sending replaces.
"""

from __future__ import annotations

from html import escape

#: Address at which this recipient unsubscribes: an ``href`` in the HTML, a line of its own in the text.
UNSUBSCRIBE = "PUBLISHER-SLOT-UNSUBSCRIBE"

#: What a preview shows in place of a recipient's own address.
EXAMPLE_UNSUBSCRIBE = "https://example.org/unsubscribe"


def fill_html(html: str, *, unsubscribe: str) -> str:
    """Return the HTML with the slots filled, escaped for an attribute."""
    return html.replace(UNSUBSCRIBE, escape(unsubscribe))


def fill_text(text: str, *, unsubscribe: str) -> str:
    """Return the plain text with the slots filled."""
    return text.replace(UNSUBSCRIBE, unsubscribe)
