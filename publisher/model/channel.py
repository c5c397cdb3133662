"""A feed's head: what is the same for all of its entries."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from publisher.model.entry import Person


class Place(Struct, frozen=True, kw_only=True, gc=False):
    """Where a document stands in a feed of several: RFC 5005, section 4; addresses by format, as in `Channel`."""

    #: The document that readers subscribe to; None: it is this one.
    current: dict[str, str] | None = None
    #: The archive documents beside this one, if there are any.
    older: dict[str, str] | None = None
    newer: dict[str, str] | None = None


class Channel(Struct, frozen=True, kw_only=True, gc=False):
    """One feed of the publication, whatever its format."""

    #: Permanent identity of this feed (RFC 4287, section 4.2.6).
    id: str
    title: str
    subtitle: str = ""
    #: Absolute address of the site or page that the feed stands for.
    home: str
    #: Absolute address of this document itself, by format: ``atom``, ``rss``, ``json``.
    addresses: dict[str, str]
    language: str
    #: Latest change of any entry; aware.  None for an empty publication.
    updated: datetime | None
    authors: tuple[Person, ...] = ()
    #: Who answers for the publication, with a mail address: directories of podcasts write there.
    owner: Person | None = None
    rights: str = ""
    #: Absolute address.
    logo: str | None = None
    #: Absolute address of a small square picture.
    icon: str | None = None
    #: Minutes for which a reader may keep a copy; 0 says nothing about it.
    ttl: int = 0
    #: Address of the WebSub hub that tells subscribers of news.
    hub: str | None = None
    #: None for a feed of one document.
    place: Place | None = None
    #: Some entry carries a sound file.
    audio: bool = False
    #: It is not for children: as the publication says, else as the entries do; None before they were asked.
    explicit: bool | None = None
    #: Category of a podcast, as its directories know it: ``Society & Culture > Places & Travel``.
    category: str = ""
    #: Style sheet for people who open the feed in a browser, relative to the document.
    style: str | None = None

    @property
    def podcast(self) -> bool:
        """Whether enough is known to say to podcast directories what they ask for."""
        return bool(self.category) and self.owner is not None
