"""Who a post is: permanent ids, readable refs, and what tells one post from another."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import lru_cache
from hashlib import blake2b
from itertools import pairwise
from struct import pack
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from publisher.model.post import Post
from publisher.text.slugs import slug

_numbered = re.compile(r" #\d+$")
_64_BITS = (1 << 64) - 1
#: A text so short is not worth a second look.
_SHORT = 200
#: White space of ASCII as `str.split` has it, each a blank; but for the line end.
_AS_BLANKS = bytes.maketrans(b"\t\v\f\r\x1c\x1d\x1e\x1f", b" " * 8)
#: A blank first, as the search runs for it.
_BLANKS = re.compile(b"  +")
#: White space beyond ASCII in UTF-8: texts of most languages have none of the bytes that these begin with.
_OTHER_BLANKS = tuple(
    map(
        re.compile,
        (b"\xc2[\x85\xa0]", b"\xe1\x9a\x80", b"\xe2\x80[\x80-\x8a\xa8\xa9\xaf]", b"\xe2\x81\x9f", b"\xe3\x80\x80"),
    )
)


class Remembered(Struct, frozen=True, kw_only=True, gc=False):
    """What publisher.lock knows of one post, seen at some import."""

    #: Where it came from: `source_label` of the source's name.
    source: str
    #: `Post.key`.
    key: str
    id: str
    ref: str
    #: When the import clock saw a change; None while the post is as it was first seen.
    updated: datetime | None = None
    #: What a reader sees, in 16 hexadecimal digits; see `digest`.
    digest: str
    #: Likeness in 16 hexadecimal digits, for posts without an address of their own; see `fingerprint`.
    likeness: str | None = None
    #: The editor keeps this entry from readers.
    hidden: bool = False
    #: Address of its readable page, unless its ref makes it; for the day on which it moves to another importer.
    url: str | None = None
    #: As readers saw it last; for the same day.
    title: str = ""

    @property
    def day(self) -> str:
        """The local date in ISO 8601, as the ref begins."""
        return self.ref[:10]


class Sighting(Struct, frozen=True, kw_only=True, gc=False):
    """The same of a post that stands in its source now."""

    key: str
    day: str
    digest: str
    likeness: str | None
    #: The key is an id that another tool gave: words never prove this post to be another one.
    foreign: bool = False


def source_label(name: str) -> str:
    """Return how publisher.lock calls a source: by its path, or by its last part where the path leads elsewhere.

    The file is committed; how this machine's folders are called is nobody's business.

    >>> source_label("archive/2018"), source_label("../../somebody/2018-02.txt")
    ('archive/2018', '2018-02.txt')
    """
    return name.rpartition("/")[2] if name.startswith("../") else name


def local_day(published: date | datetime, zone: ZoneInfo) -> date:
    """Return the date that a post has for its publication; a naive time is local already."""
    if not isinstance(published, datetime):
        return published
    return (published if published.tzinfo is None else published.astimezone(zone)).date()


def sight(post: Post, zone: ZoneInfo) -> Sighting:
    """Return what tells *post* from others."""
    likeness = fingerprint(f"{post.title}\n{post.body}") if post.markup == "text" and not post.foreign_id else None
    return Sighting(
        # A number that an importer put behind the second key of two depends on the order of the posts.
        key=_numbered.sub("", post.key) if likeness else post.key,
        day=local_day(post.published, zone).isoformat(),
        digest=digest(post),
        likeness=likeness,
        foreign=post.foreign_id is not None,
    )


def digest(post: Post) -> str:
    """Return 16 hexadecimal digits that change when a reader would see a change: title, body, summary, tags.

    White space does not count: files change their line ends and margins on
    the way through editors and git.
    """
    parts = (post.title, post.body, post.summary or "", *sorted(post.tags))
    return blake2b(b"\x1f".join(map(_squeezed, parts)), digest_size=8).hexdigest()


def _squeezed(text: str) -> bytes:
    """Return *text* with single blanks in UTF-8: ``" ".join(text.split())``, in a third of the time."""
    if len(text) < _SHORT:
        return " ".join(text.split()).encode("utf-8", "surrogatepass")
    data = text.encode("utf-8", "surrogatepass")
    if not text.isascii():
        for blank in _OTHER_BLANKS:
            data = blank.sub(b" ", data)
    # Line by line: most blanks that stand together are a line's end and the margin of the next.
    lines = [line.strip() for line in data.translate(_AS_BLANKS).split(b"\n")]
    data = b" ".join(filter(None, lines))
    return _BLANKS.sub(b" ", data) if data.rfind(b"  ") >= 0 else data


def fingerprint(text: str) -> str:
    """Return a 64-bit simhash of the pairs of neighbouring words, in hexadecimal.

    Texts that share most of their pairs differ in few bits (Charikar 2002).
    Text without spaces between words counts pairs of letters.
    """
    words = text.casefold().split()
    if len(words) * 12 < len(text):
        words = [letter for word in words for letter in word]
    numbers = [_number(word) for word in words]
    pairs = {(3 * one + 5 * other) & _64_BITS for one, other in pairwise(numbers)} or set(numbers)
    # All numbers side by side in one: a shift and a mask count one bit of each of them at once.
    every = int.from_bytes(pack(f"<{len(pairs)}Q", *pairs), "little")
    ones = ((1 << 64 * len(pairs)) - 1) // _64_BITS
    bits = sum(1 << bit for bit in range(64) if 2 * ((every >> bit) & ones).bit_count() > len(pairs))
    return f"{bits:016x}"


@lru_cache(maxsize=1 << 15)
def _number(word: str) -> int:
    """Return 64 random-looking bits that depend on the word alone."""
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def alike(one: str | None, other: str | None) -> int:
    """Return how many of 64 bits two fingerprints share; texts that have nothing in common share about 32."""
    if one is None or other is None:
        return 0
    return 64 - (int(one, 16) ^ int(other, 16)).bit_count()


def authority_of(home: str, id_authority: str | None) -> str:
    """Return the authority name of the publication's tag URIs (RFC 4151, section 2.1), in lower case.

    >>> authority_of("https://Weblog.example.org:8080/a/", None)
    'weblog.example.org'
    """
    name = id_authority or urlsplit(home).hostname or "localhost"
    if not name.isascii():
        name = name.encode("idna").decode("ascii")
    return name.lower()


def tag_uri(authority: str, day: str, name: str) -> str:
    """Return a tag URI (RFC 4151).

    >>> tag_uri("example.org", "2018-02-19", "trends")
    'tag:example.org,2018-02-19:trends'
    """
    return f"tag:{authority},{day}:{quote(name)}"


def with_authority(known: Iterable[Remembered], old: str, new: str) -> list[Remembered]:
    """Return *known* with the ids of one authority made anew for another; refs and foreign ids stay."""
    start = f"tag:{old},"
    return [
        replace(each, id=f"tag:{new},{each.id[len(start) :]}") if each.id.startswith(start) else each for each in known
    ]


def mint(post: Post, sighting: Sighting, *, authority: str, taken: Callable[[str], bool]) -> tuple[str, str]:
    """Return a new id and ref for a post that nobody has seen before.

    Args:
        post: The post; its foreign id is kept byte for byte.
        sighting: The same post, for its day.
        authority: Of the tag URI, where there is no foreign id.
        taken: Whether an id or a ref belongs to another post.
    """
    name = slug(post.slug or "") or slug(post.title) or slug(post.key) or "post"
    number = 1
    while True:
        numbered = name if number == 1 else f"{name}-{number}"
        ref = f"{sighting.day}-{numbered}"
        identity = post.foreign_id or tag_uri(authority, sighting.day, numbered)
        if not taken(ref) and (post.foreign_id or not taken(identity)):
            return identity, ref
        number += 1


def own_address(url: str | None, ref: str) -> str | None:
    """Return the address of a post, or None where nothing but its ref makes it.

    >>> own_address("https://example.org/feeds/posts/2018-02-19-trends.html", "2018-02-19-trends")
    """
    return None if url is None or url.endswith(f"/{_quoted(ref)}.html") else url


def address(post: Post, ref: str, *, permalink: str | None, home: str, pages: str) -> str:
    """Return the absolute address of a post's readable page.

    Args:
        post: Its own address comes first.
        ref: Names the article page where nothing else does.
        permalink: The source's pattern; below *home* when it begins with a slash.
        home: Address of the website.
        pages: Address of the folder of article pages, with a slash at its end.
    """
    if post.url:
        return post.url
    if permalink is None:
        return f"{pages}{_quoted(ref)}.html"
    name = _quoted(ref)
    filled = permalink.format(year=ref[:4], month=ref[5:7], day=ref[8:10], slug=name[11:], ref=name)
    return home.rstrip("/") + filled if filled.startswith("/") else filled


def _quoted(ref: str) -> str:
    """Return a ref as it stands in an address."""
    return ref if ref.isascii() else quote(ref)
