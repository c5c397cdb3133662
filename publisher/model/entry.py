"""A post, once it has been understood."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from msgspec import Struct

Status = Literal["published", "draft", "private", "scheduled", "expired"]
SummaryOrigin = Literal["explicit", "lead", "cut"]
LinkKind = Literal["url", "host", "cross"]
EpisodeKind = Literal["full", "trailer", "bonus"]


class Person(Struct, frozen=True, kw_only=True, gc=False):
    """Somebody who wrote: RFC 4287, section 3.2."""

    name: str
    email: str | None = None
    url: str | None = None


class Origin(Struct, frozen=True, kw_only=True, gc=False):
    """Where an entry came from, so that a person can look it up."""

    #: Path relative to the publication's folder, with forward slashes, or an address.
    path: str
    #: 1-based; None where the importer does not read lines.
    first_line: int | None = None
    last_line: int | None = None
    #: Kind of the importer, such as ``archive``.
    importer: str


class Link(Struct, frozen=True, kw_only=True, gc=False):
    """An address that the text names."""

    #: Absolute; ``https://`` is put before a bare host.
    url: str
    #: The words of the text that carry the link.
    text: str
    #: ``url``: written as an address; ``host``: a bare host; ``cross``: another post's title.
    kind: LinkKind


class Citation(Struct, frozen=True, kw_only=True, gc=False):
    """A source that the post names, kept whole even where it has no address."""

    #: Label as printed, such as ``Bron``; empty where the list has none.
    label: str
    #: The citation as printed, without its label.
    text: str
    #: Title of the cited work, if it can be told.
    work: str | None = None
    #: Absolute addresses that the citation names.
    urls: tuple[str, ...] = ()


class Enclosure(Struct, frozen=True, kw_only=True, gc=False):
    """A file that belongs to an entry: RSS 2.0 ``enclosure``."""

    url: str
    type: str
    #: Size in bytes; 0 when it is not known.
    length: int = 0
    #: Seconds that it plays; 0 when it is not known.
    duration: int = 0
    #: Plain text.
    title: str = ""


class Transcript(Struct, frozen=True, kw_only=True, gc=False):
    """The words of an episode: Podcasting 2.0 ``transcript``."""

    url: str
    #: Such as ``text/vtt``.
    type: str
    #: BCP 47.
    language: str | None = None


class Participant(Struct, frozen=True, kw_only=True, gc=False):
    """Somebody who is heard in an episode: Podcasting 2.0 ``person``."""

    name: str
    #: Such as ``host`` or ``guest``; empty where nobody says it.
    role: str = ""
    url: str | None = None
    #: Absolute address of a picture.
    image: str | None = None


class Episode(Struct, frozen=True, kw_only=True, gc=False):
    """What is said of an entry as an episode of a podcast; nothing where nobody says it."""

    #: Within its season, or the podcast; from 1.
    number: int | None = None
    season: int | None = None
    kind: EpisodeKind | None = None
    #: It is not for children.
    explicit: bool | None = None
    transcripts: tuple[Transcript, ...] = ()
    #: Absolute address of its chapters in JSON.
    chapters: str | None = None
    people: tuple[Participant, ...] = ()


class Republished(Struct, frozen=True, kw_only=True, gc=False):
    """The feed of somebody else that an entry was taken over from: RFC 4287, section 4.2.11."""

    title: str
    #: Absolute address of that feed, or of its site.
    url: str
    #: Permanent identity of that feed, if it says one.
    id: str | None = None


class Entry(Struct, frozen=True, kw_only=True, gc=False):
    """One piece of content, ready for any feed or issue.

    An entry says what was written.  Who received it, and when, is a
    `Delivery`.
    """

    #: Permanent identity.  Survives a new title, address or host.
    id: str
    #: Short, readable and unique in the publication; for people and drafts.
    ref: str
    #: Absolute address of the readable page.
    url: str | None
    title: str
    authors: tuple[Person, ...] = ()
    #: Aware, in the publication's zone.
    published: datetime
    #: The source knew a date but no time; the clock part is the publication's convention.
    date_only: bool = False
    #: Last change that a reader would care about, if known; never a file's mtime.
    updated: datetime | None = None
    #: BCP 47.
    language: str
    #: Plain text.
    summary: str = ""
    summary_origin: SummaryOrigin = "cut"
    #: Sanitised HTML with absolute links.
    html: str = ""
    #: The same as plain text: every word of the post, without markup.  Made when it is asked for; empty until then.
    text: str = ""
    tags: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    citations: tuple[Citation, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    image: str | None = None
    #: What the picture shows, in plain text, where somebody says it.
    image_alt: str = ""
    episode: Episode | None = None
    #: Who helped: an editor, a translator.
    contributors: tuple[Person, ...] = ()
    republished: Republished | None = None
    status: Status = "published"
    origin: Origin

    def __post_init__(self) -> None:
        """Refuse times that mean different instants on different machines."""
        if self.published.utcoffset() is None or (self.updated is not None and self.updated.utcoffset() is None):
            raise ValueError(f"a time of entry {self.id!r} has no time zone")


class Selection(Struct, frozen=True, kw_only=True, gc=False):
    """Filters that all hold together; the default takes every visible entry."""

    #: First and last local day, both included.
    since: date | None = None
    until: date | None = None
    #: Every one of these tags.
    tags: tuple[str, ...] = ()
    #: Name of an author, case ignored.
    author: str | None = None
    #: BCP 47; `en` takes in `en-GB`.
    language: str | None = None
    #: Name of a source, as the catalog knows it: its path.
    source: str | None = None
    #: Words that must all stand in the title or the text, case ignored.
    search: str | None = None
    #: Newest so many; None for all.
    limit: int | None = None
    #: Entries that the editor hid, drafts, private and scheduled ones too.
    everything: bool = False
