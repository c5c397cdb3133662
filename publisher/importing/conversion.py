"""How the posts of one source become entries: all that it takes, so that another process can do it as well."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from publisher.catalog.packed_posts import stored
from publisher.entries.identity import Sighting, address, mint, sight
from publisher.entries.understand import Reading, conclude, read_through, understand
from publisher.model.entry import Entry, Origin, Person
from publisher.model.post import Found, Identity, Post

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from publisher.config import Publication, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """A post, and the entry that it becomes if nobody has seen it before and nobody else has its ref."""

    post: Post
    sighting: Sighting
    #: What it is in that case.
    identity: Identity
    #: Perhaps without its texts: another process keeps them to itself.
    entry: Entry
    #: The whole entry, as the catalog keeps it.
    data: bytes


#: What an importer gave, with what is foreseen of it.
Prepared = Foreseen | Found


@dataclass(frozen=True, slots=True, kw_only=True)
class Understanding:
    """What the entries of a source depend on besides their posts."""

    publication: Publication
    #: What publisher.toml says of the source; of an adopted path, the defaults.
    source: Source
    zone: ZoneInfo
    #: Address of the folder of article pages.
    pages: str
    #: Of the tag URIs.
    authority: str

    def address(self, post: Post, ref: str) -> str:
        """Return the address of the readable page of a post."""
        return address(post, ref, permalink=self.source.permalink, home=self.publication.home, pages=self.pages)

    def identity(self, post: Post, name: str, ref: str, updated: datetime | None) -> Identity:
        """Return who a post is under an id and a ref; what it says of its change goes before *updated*."""
        updated = post.updated or updated
        if updated is not None:
            updated = updated.replace(tzinfo=self.zone) if updated.tzinfo is None else updated.astimezone(self.zone)
        return Identity(id=name, ref=ref, url=self.address(post, ref), updated=updated)

    def entry(self, post: Post, identity: Identity) -> Entry:
        """Return the entry that a post is."""
        return understand(
            post,
            identity=identity,
            language=self.publication.language,
            zone=self.zone,
            hour=self.source.hour,
            authors=self._authors(),
            tags=self.source.tags,
        )

    def digest(self, post: Post, identity: Identity, settings: str) -> str:
        """Return what changes with everything that an entry is made of, but for where its post stands.

        Args:
            post: The post.
            identity: Its own.
            settings: Digest of all settings of the source.
        """
        parts = (settings, identity, stored(replace(post, origin=Origin(path="", importer=post.origin.importer))))
        return blake2b(msgspec.json.encode(parts), digest_size=16).hexdigest()

    def ahead(self, found: Iterable[Found]) -> list[Prepared]:
        """Return each post with the entry that it most probably becomes, and anything else as it is.

        A post whose date is out of reach stays as it is, too: whoever takes it says so.
        """
        prepared: list[Prepared] = list(found)
        begun: list[tuple[int, Sighting, Identity, Reading]] = []
        for place, post in enumerate(prepared):
            if isinstance(post, Post):
                with suppress(OverflowError):
                    sighting = sight(post, self.zone)
                    name, ref = mint(post, sighting, authority=self.authority, taken=lambda _: False)
                    identity = self.identity(post, name, ref, None)
                    reading = Reading(post=post, base=identity.url, home_language=self.publication.language)
                    begun.append((place, sighting, identity, reading))
        read_through([reading for _, _, _, reading in begun])
        authors, zone, hour, tags = self._authors(), self.zone, self.source.hour, self.source.tags
        for place, sighting, identity, reading in begun:
            with suppress(OverflowError):
                entry = conclude(reading, identity, zone=zone, hour=hour, authors=authors, tags=tags)
                data = msgspec.json.encode(entry)
                prepared[place] = Foreseen(
                    post=reading.post, sighting=sighting, identity=identity, entry=entry, data=data
                )
        return prepared

    def _authors(self) -> tuple[Person, ...]:
        if self.source.author:
            return (Person(name=self.source.author),)
        return tuple(
            Person(name=author.name, email=author.email, url=author.url) for author in self.publication.authors
        )
