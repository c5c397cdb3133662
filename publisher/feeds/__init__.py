"""From a channel and its entries to the bytes of feeds and pages.  Pure: no input, no output.

A feed is made from a channel and one fragment for each entry.  A fragment
depends on its entry and on the settings of its writer only, never on the feed
it stands in, so that it can be kept and shared between feeds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, Protocol

from publisher.config import FeedFormat
from publisher.model.channel import Channel
from publisher.model.entry import Entry

#: Whether a feed carries the whole post or the summary alone.
Content = Literal["full", "summary"]

#: Name of a feed's file, by format.
FILE_NAMES: dict[FeedFormat, str] = {"atom": "atom.xml", "rss": "rss.xml", "json": "feed.json"}

#: Media type of a feed, by format: RFC 4287, the RSS profile, JSON Feed 1.1.
MEDIA_TYPES: dict[FeedFormat, str] = {
    "atom": "application/atom+xml",
    "rss": "application/rss+xml",
    "json": "application/feed+json",
}


class Writer(Protocol):
    """What each feed format offers."""

    def fragment(self, entry: Entry) -> bytes:
        """Return one entry, to stand anywhere in a document."""

    def document(self, channel: Channel, fragments: Iterable[bytes]) -> Iterator[bytes]:
        """Yield the chunks of a feed: its head, the fragments in their order, its end."""
