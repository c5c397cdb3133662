"""What is the same for people: one address written in two ways, one title set in two ways."""

import re
import unicodedata
from itertools import pairwise
from typing import Any
from urllib.parse import unquote, urlsplit

_DEFAULT_PORTS = {"http": 80, "https": 443}
_WORD = re.compile(r"\w+")
#: Letters of Thai, Lao, Burmese, Khmer, Japanese and Chinese.
_UNPARTED = "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"

#: Texts with fewer different words say too little: one may be a summary in words of its own.
_FEW_WORDS = 40
#: Share of the shorter text's words, and of its pairs of neighbours, that texts of one post have in common at least.
_COMMON_WORDS = 0.5
_COMMON_PAIRS = 0.1
#: Share of the pairs at which two texts are one text, or the beginning of one, whatever is said of their languages.
_ONE_TEXT = 0.5


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


def another_text(one: str, other: str, *, languages: tuple[str, str]) -> bool:
    """Tell whether two plain texts with one title, of one day, are certainly not the same post.

    A feed may hold the beginning of a post alone, or a summary, and may call
    its language what its program is set to.  So texts in two languages are two
    posts unless they have their words in common; in one language, only long
    texts are that have hardly a word in common.  Without words nothing is told.

    Args:
        one: The first.
        other: The second.
        languages: Theirs, as BCP 47 tags.
    """
    words, others = _words(one), _words(other)
    if not words or not others:
        return False
    pairs = _share(_pairs(words), _pairs(others))
    if languages[0].partition("-")[0].lower() != languages[1].partition("-")[0].lower():
        return pairs < _ONE_TEXT
    few = min(len(set(words)), len(set(others))) < _FEW_WORDS
    return not few and pairs < _COMMON_PAIRS and _share(set(words), set(others)) < _COMMON_WORDS


def _words(text: str) -> list[str]:
    """Return the words of a text; the letters, of scripts without blanks between words."""
    return re.sub(_UNPARTED, r" \g<0> ", folded_title(text)).split()


def _pairs(words: list[str]) -> set[tuple[str, str]]:
    return set(pairwise(words)) or {(words[0], words[0])}


def _share(one: set[Any], other: set[Any]) -> float:
    """Return how much of the smaller set is in the larger one."""
    return len(one & other) / min(len(one), len(other))
