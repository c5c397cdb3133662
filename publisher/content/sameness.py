"""What is the same for people: one address written in two ways, one title set in two ways."""

import re
import unicodedata
from urllib.parse import unquote, urlsplit

_DEFAULT_PORTS = {"http": 80, "https": 443}
_WORD = re.compile(r"\w+")


def canonical_address(url: str) -> str:
    """Return *url* without what does not tell one page from another.

    Scheme, case of the host, a default port, a slash or ``index.html`` at the
    end, the fragment and needless escapes do not count.

    >>> canonical_address("HTTP://Blog.Example.org:80/2018/a%20b/index.html#top")
    'blog.example.org/2018/a b'
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return url
    host = (parts.hostname or "").rstrip(".")
    if port is not None and port != _DEFAULT_PORTS.get(parts.scheme.lower()):
        host = f"{host}:{port}"
    path = unquote(parts.path)
    for name in ("index.html", "index.htm"):
        if path.endswith(f"/{name}"):
            path = path.removesuffix(name)
    return f"{host}{path.rstrip('/')}" + (f"?{parts.query}" if parts.query else "")


def folded_title(title: str) -> str:
    """Return the words of *title* alone: case, punctuation and the form of letters do not count.

    >>> folded_title("“Café”  –  at last!") == folded_title('"CAFE\N{COMBINING ACUTE ACCENT}" - at last')
    True
    """
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", title).casefold()))
