"""Plain words as HTML, their addresses as links."""

from collections.abc import Iterable
from html import escape

from publisher.content.addresses import Address, find_addresses


def linked(text: str, *, language: str = "") -> str:
    """Return *text* as HTML with a link on each address.

    Args:
        text: Plain text.
        language: BCP 47 tag of the text, for bare hosts.

    >>> linked("a < b: example.com")
    'a &lt; b: <a href="https://example.com">example.com</a>'
    """
    return _html(text, find_addresses(text, language=language))


def linked_where_marked(text: str) -> str:
    """Return *text* as HTML with a link on each address that begins with its scheme or ``www.``.

    >>> linked_where_marked("example.com, www.example.com")
    'example.com, <a href="https://www.example.com">www.example.com</a>'
    """
    return _html(text, (found for found in find_addresses(text) if found.text == found.url or found.text[:4] == "www."))


def _html(text: str, addresses: Iterable[Address]) -> str:
    html: list[str] = []
    done = 0
    for address in addresses:
        html += escape(text[done : address.start], quote=False), f'<a href="{escape(address.url)}">'
        html += escape(address.text, quote=False), "</a>"
        done = address.end
    html.append(escape(text[done:], quote=False))
    return "".join(html)
