"""Addresses as feeds can say them."""

import re
from urllib.parse import quote, urlsplit, urlunsplit

_URI = re.compile(r"[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]*")
_KEPT = "/:@!$&'()*+,;=%~"


def uri(address: str) -> str:
    """Return *address* with nothing in it but what RFC 3986 allows; almost always it is the same.

    RSS and JSON Feed know no IRIs, and readers of Atom often fail on them.

    >>> uri("https://bücher.example/straße?q={a}|b#ä")
    'https://xn--bcher-kva.example/stra%C3%9Fe?q=%7Ba%7D%7Cb#%C3%A4'
    """
    if _URI.fullmatch(address):
        return address
    try:
        parts = urlsplit(address)
        host = parts.netloc.encode("idna").decode("ascii")
    except ValueError:
        return quote(address, safe=_KEPT + "?#")
    return urlunsplit(
        (
            parts.scheme,
            host,
            quote(parts.path, safe=_KEPT),
            quote(parts.query, safe=_KEPT + "?"),
            quote(parts.fragment, safe=_KEPT + "?"),
        )
    )
