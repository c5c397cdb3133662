"""Which entries somebody asks for."""

from datetime import date

from msgspec import Struct


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
