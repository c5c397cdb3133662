"""A post as a source handed it over, before anything is understood."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from msgspec import Struct

from publisher.model.entry import Enclosure, Episode, Origin, Person, Republished, Status

Markup = Literal["text", "html", "markdown"]

#: What tells that two posts are one, where their ids do not.
Sameness = Literal["url", "title-date"]

#: What becomes of a post without a date.
Undated = Literal["reject", "file time"]


class Post(Struct, frozen=True, kw_only=True, gc=False):
    """Raw material: what one importer read for one post."""

    #: Which post this is on the next import: the foreign id, else the file's
    #: path, else (archives) date and title.
    key: str
    origin: Origin
    title: str
    #: The whole post below its title, lead included, in `markup`.
    body: str
    markup: Markup
    #: A plain date where the source knows no time; a naive time is local to the publication.
    published: date | datetime
    updated: datetime | None = None
    #: Identity given by another tool (Atom id, RSS guid ...): kept byte for byte.
    foreign_id: str | None = None
    #: Absolute address of the readable page, if the source knows it.
    url: str | None = None
    #: Addresses at which it stood before, relative ones to its own.
    former: tuple[str, ...] = ()
    #: Last part of the address as the source spells it, if it has one.
    slug: str | None = None
    #: Summary that the author wrote as such, plain text.
    summary: str | None = None
    language: str | None = None
    authors: tuple[Person, ...] = ()
    tags: tuple[str, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    image: str | None = None
    #: What the picture shows, in plain text, where somebody says it.
    image_alt: str = ""
    episode: Episode | None = None
    contributors: tuple[Person, ...] = ()
    #: The feed of somebody else that it was taken over from.
    republished: Republished | None = None
    status: Status = "published"
    #: Aware; from then on readers do not see it any more.
    expires: datetime | None = None


class Rejected(Struct, frozen=True, kw_only=True, gc=False):
    """One post, line or element that could not be used; everything around it goes on."""

    #: File and line, or element path, as a person would look it up.
    place: str
    #: What is wrong, without a full stop.
    reason: str
    #: What to do, as one imperative sentence.
    hint: str = ""


class Warned(Struct, frozen=True, kw_only=True, gc=False):
    """Something odd that lost nothing: said, and the import goes on."""

    place: str
    reason: str


class Skipped(Struct, frozen=True, kw_only=True, gc=False):
    """Something that is no post of the publication and was left out on purpose: counted, not an error."""

    place: str
    #: What it is, in the singular and without an article, such as ``page`` or ``comment``: the summary counts by it.
    reason: str


#: What an importer gives.
Found = Post | Rejected | Warned | Skipped


class Identity(Struct, frozen=True, kw_only=True, gc=False):
    """Who an entry is: decided once, remembered in publisher.lock."""

    #: Permanent URI: a foreign id byte for byte, else a tag URI (RFC 4151).
    id: str
    #: Short, readable and unique in the publication, such as ``2018-02-19-7-belangrijke-trends``.
    ref: str
    #: Absolute address of the readable page: the source's own, the permalink
    #: pattern's, or that of the article page that `build` writes.
    url: str
    #: Change that a reader cares about, where it is known.
    updated: datetime | None = None
