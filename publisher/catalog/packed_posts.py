"""Posts as JSON, for the day on which they are needed without their source, or for another process."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import msgspec

from publisher.model.entry import Enclosure, Episode, Origin, Person, Republished, Status
from publisher.model.post import Markup, Post


class StoredPost(msgspec.Struct, omit_defaults=True):
    """A post as JSON has it: its date and its time apart, which one JSON string could not tell."""

    key: str
    origin: Origin
    title: str
    body: str
    markup: Markup
    day: date | None = None
    moment: datetime | None = None
    updated: datetime | None = None
    foreign_id: str | None = None
    url: str | None = None
    former: tuple[str, ...] = ()
    slug: str | None = None
    summary: str | None = None
    language: str | None = None
    authors: tuple[Person, ...] = ()
    tags: tuple[str, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    image: str | None = None
    image_alt: str = ""
    episode: Episode | None = None
    contributors: tuple[Person, ...] = ()
    republished: Republished | None = None
    status: Status = "published"
    expires: datetime | None = None


_SHARED = tuple(name for name in StoredPost.__struct_fields__ if name not in {"day", "moment"})


def stored(post: Post) -> StoredPost:
    """Return a post as JSON has it."""
    exact = isinstance(post.published, datetime)
    shared: dict[str, Any] = {name: getattr(post, name) for name in _SHARED}
    shared["moment" if exact else "day"] = post.published
    return StoredPost(**shared)


def restored(stored: StoredPost) -> Post:
    """Return the post that `stored` was given."""
    published = stored.moment or stored.day
    assert published is not None  # noqa: S101  # one of both is always there
    return Post(published=published, **{name: getattr(stored, name) for name in _SHARED})


def pack(post: Post) -> bytes:
    """Return a post as compressed JSON."""
    import zlib

    return zlib.compress(msgspec.json.encode(stored(post)), 1)


def unpack(data: bytes) -> Post:
    """Return the post that `pack` was given."""
    import zlib

    return restored(msgspec.json.decode(zlib.decompress(data), type=StoredPost))
