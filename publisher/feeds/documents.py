"""Writes the documents of feeds, from fragments that are made once and shared."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import blake2b
from typing import TYPE_CHECKING

from msgspec.structs import replace

from publisher import __version__
from publisher.config import FeedFormat
from publisher.feeds import FILE_NAMES, Content, Writer
from publisher.feeds.archived import windows
from publisher.feeds.constructs import sayable
from publisher.feeds.planned import STYLE
from publisher.model.channel import Channel, Place

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from publisher.catalog.feeds import FeedShelf, Order
    from publisher.feeds.planned import PlannedFeed
    from publisher.files.output_folder import OutputFolder


def open_writer(kind: FeedFormat, *, language: str, content: Content, podcast: bool = False) -> Writer:
    """Return the writer of one format.

    Args:
        kind: The format.
        language: The language that the feeds declare; entries say theirs where it differs.
        content: What the fragments carry.
        podcast: Whether entries with sound are described to podcast directories, in RSS.
    """
    if kind == "json":
        from publisher.feeds.json_feed import JsonWriter

        return JsonWriter(language=language, content=content)
    from publisher.feeds.atom_rss import AtomWriter, RssWriter

    if kind == "atom":
        return AtomWriter(language=language, content=content)
    return RssWriter(language=language, content=content, podcast=podcast)


#: Folder of the archive documents of a feed, below its own.
ARCHIVE = "archive"

#: How an order marks an entry with sound that is not for children.
_EXPLICIT = 2

#: Fragments that are asked for at a time.
_AT_ONCE = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One file of a feed, in every format."""

    #: With a slash at its end, or empty.
    folder: str
    channel: Channel
    positions: Sequence[int]


class FeedDocuments:
    """The documents of one build."""

    def __init__(self, shelf: FeedShelf, output: OutputFolder, order: Order, zone: ZoneInfo, *, archive: bool) -> None:
        self._shelf = shelf
        self._output = output
        self._order = order
        self._zone = zone
        self._archive = archive
        self._known = shelf.documents(str(output.folder))
        self._made: dict[str, tuple[str, str]] = {}
        #: Addresses that people subscribe to whose documents were written.
        self.changed: list[str] = []
        self._fragments = cache(shelf.fragments)
        self._writer = cache(open_writer)

    def write(self, feed: PlannedFeed) -> None:
        """Write what changed of a feed: nothing is read again of a document whose entries are the same."""
        for document in self._documents(feed):
            for kind in FILE_NAMES:
                if kind in document.channel.addresses:
                    self._write(document, kind, feed.content)

    def finish(self) -> None:
        """Remember what the documents were made from."""
        self._shelf.keep_documents(str(self._output.folder), self._made, self._known)

    def _documents(self, feed: PlannedFeed) -> Iterator[Document]:
        """Yield the document that readers subscribe to, then those of its history, the newest first."""
        positions = feed.positions
        if not (self._archive and feed.limit):
            yield self._document(feed, feed.folder, positions[: feed.limit or None], None)
            return
        days = [self._order.days[position] for position in positions]
        # The newest is still growing, and an archive document must always hold the same entries.
        full = windows(days, feed.limit)[:-1]
        # The newest full one gets a link one day, to the next: readers are led to those before it, which have theirs.
        linked = full[:-1]
        if not linked:
            yield self._document(feed, feed.folder, positions, None)
            return
        folders = [f"{feed.folder}{ARCHIVE}/{window.day.isoformat()}/" for window in full]
        older = self._moved(feed, folders[len(linked) - 1])
        yield self._document(feed, feed.folder, positions[: linked[-1].start], Place(older=older))
        for number in reversed(range(len(full))):
            place = Place(
                current=feed.channel.addresses,
                older=self._moved(feed, folders[number - 1]) if number else None,
                newer=self._moved(feed, folders[number + 1]) if number + 1 < len(full) else None,
            )
            yield self._document(feed, folders[number], positions[full[number].start : full[number].stop], place)

    def _document(self, feed: PlannedFeed, folder: str, positions: Sequence[int], place: Place | None) -> Document:
        # A clock would change the bytes of a feed in which nothing changed.
        last = max((self._order.changed[position] for position in positions), default=None)
        heard = bytes(map(self._order.audio.__getitem__, positions))
        channel = replace(
            feed.channel,
            addresses=self._moved(feed, folder),
            updated=None if last is None else sayable(datetime.fromtimestamp(last, self._zone)),
            audio=any(heard),
            explicit=_EXPLICIT in heard if feed.channel.explicit is None else feed.channel.explicit,
            place=place,
            hub=None if place and place.current else feed.channel.hub,
            style=f"{'../' * folder.count('/')}{STYLE}",
        )
        return Document(folder=folder, channel=channel, positions=positions)

    def _moved(self, feed: PlannedFeed, folder: str) -> dict[str, str]:
        """Return the addresses of a document of the feed that stands in *folder*."""
        return {
            kind: f"{feed.channel.addresses[kind].removesuffix(feed.folder + name)}{folder}{name}"
            for kind, name in FILE_NAMES.items()
            if kind in feed.channel.addresses
        }

    def _write(self, document: Document, kind: FeedFormat, content: Content) -> None:
        name = f"{document.folder}{FILE_NAMES[kind]}"
        channel = document.channel
        # Only RSS says more of episodes where directories may list the feed.
        podcast = kind == "rss" and channel.podcast
        settings = f"{kind} {content} {channel.language} {'podcast ' if podcast else ''}{__version__}"
        numbers = array("q", map(self._order.numbers.__getitem__, document.positions))
        kept = self._fragments(settings)
        made_from = self._digest(channel, settings, numbers, kept)
        if made_from and self._known.get(name) == (made_from, self._output.mark(name)):
            self._output.keep(name)
        else:
            writer = self._writer(kind, language=channel.language, content=content, podcast=podcast)

            def fragments() -> Iterator[bytes]:
                for start in range(0, len(numbers), _AT_ONCE):
                    some = numbers[start : start + _AT_ONCE]
                    ready = self._shelf.contents([kept[number] for number in some if number in kept])
                    for number in some:
                        if number in kept:
                            yield ready[kept[number]]
                        else:
                            fragment = writer.fragment(self._shelf.entry(number))
                            kept[number] = self._shelf.keep_fragment(number, settings, fragment)
                            yield fragment

            written = self._output.pour(name, writer.document(channel, fragments()))
            if written and not (channel.place and channel.place.current):
                self.changed.append(channel.addresses[kind])
            made_from = self._digest(channel, settings, numbers, kept)
        self._made[name] = (made_from, self._output.mark(name))

    def _digest(self, channel: Channel, settings: str, numbers: array[int], kept: dict[int, int]) -> str:
        """Return what changes with everything that a document is made of; empty while a fragment is missing."""
        try:
            parts = array("q", map(kept.__getitem__, numbers))
        except KeyError:
            return ""
        digest = blake2b(f"{settings}\0{channel!r}\0".encode("utf-8", "surrogatepass"), digest_size=16)
        digest.update(parts.tobytes())
        return digest.hexdigest()
