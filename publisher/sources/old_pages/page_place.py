"""What the address of a page tells about it: a list, a draft, or that its text belongs to another page."""

from __future__ import annotations

import re
from typing import Literal
from urllib.parse import unquote, urlsplit

#: Hosts that the draft of a site names.
LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "0.0.0.0", "::1"})  # noqa: S104  # compared with, not listened on

_LIST = re.compile(r"(?:^|/)(?:(?:category|categories|tags?|authors?)/[^/]+|archives?|categories|tags|authors)/?$")
_DRAFT = re.compile(r"(?:^|/)_?drafts/.")
_ENDING = re.compile(r"(?:^|/)index\.x?html?$|\.x?html?$", re.IGNORECASE)


def place_kind(place: str) -> Literal["list page", "draft", ""]:
    """Return what pages at such an address or path are, as site generators lay them out.

    >>> place_kind("https://example.org/tag/rain.html"), place_kind("output/drafts/rain.html")
    ('list page', 'draft')
    """
    path = _path(place)
    if _DRAFT.search(path):
        return "draft"
    return "list page" if _LIST.search(path) else ""


def is_elsewhere(address: str, place: str) -> bool:
    """Tell whether an address is not that of the page at a place, whatever host and folder the site is moved to.

    >>> is_elsewhere("http://localhost:8000/rain.html", "https://example.org/rain/")
    False
    """
    one, other = _path(address), _path(place)
    return bool(one and other) and not (one.endswith(other) or other.endswith(one))


def _path(place: str) -> str:
    """Return the path of an address or a file, without what differs between servers."""
    try:
        path = urlsplit(place).path if "://" in place else place
    except ValueError:
        return ""
    path = _ENDING.sub("", unquote(path)).strip("/").lower()
    return f"/{path}" if path else ""
