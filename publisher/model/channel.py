"""A feed's head: what is the same for all of its entries."""

from dataclasses import dataclass
from datetime import datetime

from publisher.model.entry import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
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
    rights: str = ""
    #: Absolute address.
    logo: str | None = None
