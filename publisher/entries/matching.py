"""Which remembered post is which, whatever happened to its words."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from publisher.entries.identity import Remembered, Sighting, alike
from publisher.model.post import Post, Sameness
from publisher.text.slugs import plain_slug, slug

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


#: Fewest common bits of 64 at which two texts of one day are the same post: three
#: standard deviations above texts that have nothing to do with each other.
SAME_TEXT = 45
#: How refs are made of words, and how they were.
_WRITTEN = (slug, plain_slug)


class Matcher:
    """Give each post of a source its remembered self, and each remembered self to one post.

    `certain` and `is_new` decide most posts as they stream by; only the rest
    waits for `settle`, which sees all of it at once.
    """

    def __init__(self, known: Iterable[Remembered]) -> None:
        self._free: dict[str, Remembered] = {}
        self._by_key: defaultdict[str, list[Remembered]] = defaultdict(list)
        self._by_day: defaultdict[str, list[Remembered]] = defaultdict(list)
        self._by_digest: defaultdict[str, list[Remembered]] = defaultdict(list)
        for each in sorted(known, key=lambda each: each.ref):
            self._free[each.ref] = each
            self._by_key[each.key].append(each)
            if each.key != each.id:
                self._by_digest[each.digest].append(each)
            if each.likeness is not None:
                self._by_day[each.day].append(each)

    @property
    def unclaimed(self) -> Collection[Remembered]:
        """Those that no post has turned out to be, by ref."""
        return self._free.values()

    def certain(self, post: Sighting) -> Remembered | None:
        """Claim the one that *post* is beyond doubt: same key and content, or a key that is nobody else's."""
        same_key = self._still_free(self._by_key.get(post.key, ()))
        for each in same_key:
            if each.digest == post.digest:
                return self._claim(each)
        if len(same_key) == 1 and post.likeness is None:
            return self._claim(same_key[0])
        return None

    def is_new(self, post: Sighting) -> bool:
        """Return whether nothing remembered could still turn out to be *post*."""
        return not (
            self._still_free(self._by_key.get(post.key, ()))
            or self._with_content(post)
            or (post.likeness is not None and self._still_free(self._by_day.get(post.day, ())))
        )

    def settle(self, posts: Sequence[Sighting]) -> list[Remembered | None]:
        """Claim for each of *posts* the best that is left.

        First the same key, the likest text first; then the same day and a like
        text; then the same content, which finds a post whose file or date has
        changed.
        """
        found: list[Remembered | None] = [None] * len(posts)
        for rule in (self._with_key, self._of_day, self._with_content):
            pairs = [
                (-likeness, index, each)
                for index, post in enumerate(posts)
                if found[index] is None
                for likeness, each in rule(post)
            ]
            for _, index, each in sorted(pairs, key=lambda pair: (pair[0], pair[1], pair[2].ref)):
                if found[index] is None and each.ref in self._free:
                    found[index] = self._claim(each)
        return found

    def _with_key(self, post: Sighting) -> list[tuple[int, Remembered]]:
        return [(_likeness(post, each), each) for each in self._still_free(self._by_key.get(post.key, ()))]

    def _of_day(self, post: Sighting) -> list[tuple[int, Remembered]]:
        pairs = [(_likeness(post, each), each) for each in self._still_free(self._by_day.get(post.day, ()))]
        return [pair for pair in pairs if pair[0] >= SAME_TEXT]

    def _with_content(self, post: Sighting) -> list[tuple[int, Remembered]]:
        if post.foreign:
            return []
        return [(64, each) for each in self._still_free(self._by_digest.get(post.digest, ()))]

    def _still_free(self, some: Iterable[Remembered]) -> list[Remembered]:
        return [each for each in some if each.ref in self._free]

    def _claim(self, each: Remembered) -> Remembered:
        return self._free.pop(each.ref)


def _likeness(post: Sighting, each: Remembered) -> int:
    return 65 if post.digest == each.digest else alike(post.likeness, each.likeness)


class Predecessors:
    """Find the post that another importer read: the one with the same address, or with the same title and date.

    It is asked for where a blog has moved, and what its posts are called
    in the new place says nothing about the old one.
    """

    def __init__(self, known: Iterable[Remembered], by: Sameness) -> None:
        self._by = by
        self._found: defaultdict[str, list[Remembered]] = defaultdict(list)
        for each in sorted(known, key=lambda each: each.ref):
            for sign in self._signs_of(each):
                self._found[sign].append(each)

    def find(self, post: Post, day: str, url: str | None, taken: Collection[str]) -> Remembered | None:
        """Return the one that *post* continues; None where there is none, or more than one.

        Args:
            post: The post as it is now.
            day: Its local date in ISO 8601.
            url: Its address, unless nothing but its ref makes it.
            taken: Refs that other posts have already.
        """
        for sign in self._signs(post, day, url):
            free = [each for each in self._found.get(sign, ()) if each.ref not in taken]
            if len(free) == 1:
                return free[0]
            names = {f"{day}-{written(post.slug or '') or written(post.title)}" for written in _WRITTEN}
            if named := [each for each in free if each.ref in names]:
                return named[0]
        return None

    def _signs_of(self, each: Remembered) -> Iterator[str]:
        if self._by == "url":
            if each.url:
                yield canonical_address(each.url)
        elif folded := folded_title(each.title):
            yield f"{each.day} {folded}"
        else:
            # Lines that were written before titles stood in them.
            yield f"{each.day}/{each.ref[11:]}"

    def _signs(self, post: Post, day: str, url: str | None) -> Iterator[str]:
        if self._by == "url":
            if url:
                yield from (canonical_address(each) for each in (url, *_joined(url, post.former)))
            return
        if folded := folded_title(post.title):
            yield f"{day} {folded}"
        for name in dict.fromkeys(written(words) for words in (post.title, post.slug or "") for written in _WRITTEN):
            if name:
                yield f"{day}/{name}"


def _joined(url: str, former: Iterable[str]) -> Iterator[str]:
    """Yield former addresses as absolute ones; what is none is passed over."""
    for each in former:
        try:
            yield urljoin(url, each)
        except ValueError:
            continue
