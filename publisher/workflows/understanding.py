"""How the posts of one source become entries: all that it takes, so that another process can do it as well."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from publisher.content.identity import Sighting, address, mint, sight
from publisher.content.understand import understand
from publisher.model.entry import Entry, Origin, Person
from publisher.model.identity import Identity
from publisher.model.post import Found, Post
from publisher.storage.packed_posts import stored

if TYPE_CHECKING:
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

    def foresee(self, post: Post) -> Foreseen:
        """Return the entry that a post becomes, most probably."""
        sighting = sight(post, self.zone)
        name, ref = mint(post, sighting, authority=self.authority, taken=lambda _: False)
        identity = self.identity(post, name, ref, None)
        entry = self.entry(post, identity)
        return Foreseen(post=post, sighting=sighting, identity=identity, entry=entry, data=msgspec.json.encode(entry))

    def ahead(self, found: Found) -> Prepared:
        """Return a post with the entry that it most probably becomes, and anything else as it is."""
        if not isinstance(found, Post):
            return found
        try:
            return self.foresee(found)
        except OverflowError:  # its date is out of reach: whoever takes it says so
            return found

    def _authors(self) -> tuple[Person, ...]:
        if self.source.author:
            return (Person(name=self.source.author),)
        return tuple(
            Person(name=author.name, email=author.email, url=author.url) for author in self.publication.authors
        )
