"""What stays the same about a post, whatever happens to its words."""

from datetime import datetime

from msgspec import Struct


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
