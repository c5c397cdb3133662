"""The links of a post, read from its sanitised HTML."""

import re
from html import unescape

from publisher.content.tags import TAG
from publisher.model.entry import Link

_ANCHOR = re.compile(r'<a (?:[^>"]*+"[^"]*+" )*?href="([^"]*+)"[^>]*+>((?:[^<]++|<(?!/a>))*+)</a>')
_SCHEMES = ("http://", "https://", "ftp://")
_ALT = re.compile(r'\salt="([^"]*)"')


def read_links(html: str, *, base: str = "") -> tuple[Link, ...]:
    """Return the links of *html* in order, each as often as it stands there.

    Args:
        html: Sanitised, with absolute addresses.
        base: Address of the post; links within its own page are left out.

    >>> read_links('<a href="https://example.com">example.com</a>')[0].kind
    'host'
    """
    inner = f"{base}#" if base else None
    links: list[Link] = []
    for url, content in _ANCHOR.findall(html):
        address = unescape(url) if "&" in url else url
        if not (address.startswith(_SCHEMES) or address.lower().startswith(_SCHEMES)):
            continue
        if inner and address.startswith(inner):
            continue
        text = _words(content)
        kind = "host" if address == f"https://{text}" and "/" not in text else "url"
        links.append(Link(url=address, text=text or address, kind="host" if kind == "host" else "url"))
    return tuple(links)


def _words(content: str) -> str:
    if "<" not in content:
        words = content
    else:
        words = TAG.sub("", content)
        if not words.strip() and (alt := _ALT.search(content)):
            words = alt[1]
    squeezed = " ".join(words.split())
    return unescape(squeezed) if "&" in squeezed else squeezed
