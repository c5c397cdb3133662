"""Which feeds a publication has, where each stands, and what it is called."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Literal, NamedTuple
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

from msgspec.structs import replace

from publisher.entries.identity import authority_of, source_label
from publisher.feeds import FILE_NAMES, MEDIA_TYPES
from publisher.feeds.constructs import uri
from publisher.model.channel import Channel
from publisher.model.entry import Person, Selection
from publisher.text.slugs import plain_slug

if TYPE_CHECKING:
    from publisher.catalog.feeds import FeedShelf, Group, Order
    from publisher.config import Config, Content, Feed, FeedFormat

#: What people call a format.
TITLES: dict[FeedFormat, str] = {"atom": "Atom", "rss": "RSS", "json": "JSON Feed"}


class FeedLink(NamedTuple):
    """A feed as a page names it."""

    title: str
    type: str
    #: Relative to the folder of the pages, so that they also work from a disk.
    href: str


#: What a feed is for: the whole site, chosen posts, or what they have in common.
FeedKind = Literal["site", "chosen", "tag", "author", "year", "language", "source"]
STYLE = "feed.css"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedFeed:
    """A feed as lists name it."""

    kind: FeedKind
    #: Whole, such as ``Notes · bread``.
    title: str
    #: What it is called among its like: ``bread``.
    label: str
    language: str
    #: Relative to the list, by format.
    files: dict[FeedFormat, str]

    @property
    def links(self) -> tuple[FeedLink, ...]:
        """Return the formats in their order, each with its address relative to the list."""
        return tuple(FeedLink(TITLES[kind], MEDIA_TYPES[kind], name) for kind, name in self.files.items())


_ORDER: tuple[FeedKind, ...] = ("tag", "author", "year", "language", "source")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedFeed:
    """A feed, and which entries may stand in it."""

    kind: FeedKind
    #: What it is called among its like.
    label: str
    #: Below the folder of all feeds, with a slash at its end; empty for the feed of the whole site.
    folder: str
    #: Of the document that readers subscribe to, as long as nothing stands in it.
    channel: Channel
    content: Content
    #: So many entries stand in it, if there are more; 0 for all.
    limit: int
    #: Where the entries stand in the order, newest first.
    positions: Sequence[int]

    def listed(self) -> ListedFeed:
        """Return the feed as lists name it."""
        return ListedFeed(
            kind=self.kind,
            title=self.channel.title,
            label=self.label,
            language=self.channel.language,
            files={kind: f"{self.folder}{name}" for kind, name in FILE_NAMES.items() if kind in self.channel.addresses},
        )


def plan_feeds(config: Config, shelf: FeedShelf) -> tuple[Order, list[PlannedFeed]]:
    """Return the visible entries in their order, and the feeds that they stand in: that of the whole site first."""
    order, groups = shelf.order(config.feeds.by)
    site = site_channel(config)
    feeds = [
        PlannedFeed(
            kind="site",
            label=site.title,
            folder="",
            channel=site,
            content=config.feeds.content,
            limit=config.feeds.entries,
            positions=range(len(order.numbers)),
        )
    ]
    feeds += (_of_choice(config, site, chosen, shelf.positions(order, _selection(chosen))) for chosen in config.feed)
    titles = {source.place: source.title for source in config.source if source.title}
    for kind in _ORDER:
        of_kind = [group for group in groups if group.kind == kind]
        labels = {group.key: _label(group, titles) for group in of_kind}
        planned = [_of_group(config, site, group, labels[group.key], folder) for group, folder in _folders(of_kind)]
        # The newest year first, all others by name.
        feeds += sorted(planned, key=lambda feed: (feed.label.casefold(), feed.folder), reverse=kind == "year")
    return order, feeds


def site_channel(config: Config) -> Channel:
    """Return the feed of the whole site, without entries."""
    publication, feeds = config.publication, config.feeds
    authors = tuple(Person(name=author.name, email=author.email, url=author.url) for author in publication.authors)
    return Channel(
        id=_channel_id(config, "site"),
        title=publication.title,
        subtitle=publication.subtitle,
        home=uri(publication.home),
        addresses=_addresses(config, ""),
        language=publication.language,
        updated=None,
        authors=authors,
        owner=next((author for author in authors if author.email), None),
        rights=publication.rights,
        logo=publication.logo,
        icon=publication.icon,
        ttl=feeds.ttl,
        hub=feeds.hub and uri(feeds.hub),
        category=feeds.podcast_category,
        explicit=feeds.podcast_explicit,
    )


def _channel_id(config: Config, name: str) -> str:
    """Return the permanent id of a feed: a UUID of the authority's name (RFC 9562, section 5.5).

    A tag URI would have to claim a day on which the name was the
    publication's, which nobody told us, and must not come from a clock or from
    the oldest entry.
    """
    authority = authority_of(config.publication.home, config.publication.id_authority)
    return uuid5(NAMESPACE_URL, f"https://{quote(authority, safe='@')}/#feeds/{quote(name, safe='/')}").urn


def _addresses(config: Config, folder: str) -> dict[str, str]:
    return {kind: f"{uri(config.feeds_url)}{folder}{FILE_NAMES[kind]}" for kind in config.feeds.formats}


def _of_choice(config: Config, site: Channel, chosen: Feed, positions: Sequence[int]) -> PlannedFeed:
    folder = f"{chosen.name}/"
    return PlannedFeed(
        kind="chosen",
        label=chosen.title,
        folder=folder,
        channel=replace(
            site,
            id=_channel_id(config, f"chosen/{chosen.name}"),
            title=f"{site.title} · {chosen.title}",
            subtitle=chosen.subtitle or site.subtitle,
            addresses=_addresses(config, folder),
            language=chosen.language or site.language,
        ),
        content=chosen.content or config.feeds.content,
        limit=config.feeds.entries if chosen.entries is None else chosen.entries,
        positions=positions,
    )


def _selection(chosen: Feed) -> Selection:
    return Selection(
        since=chosen.since,
        until=chosen.until,
        tags=chosen.tags,
        author=chosen.author,
        language=chosen.language,
        source=chosen.source and _source_name(chosen.source),
        search=chosen.search,
    )


def _source_name(place: str) -> str:
    """Return how the catalog calls a source."""
    return place if "://" in place else posixpath.normpath(place)


def _of_group(config: Config, site: Channel, group: Group, label: str, folder: str) -> PlannedFeed:
    return PlannedFeed(
        kind=group.kind,
        label=label,
        folder=folder,
        channel=replace(
            site,
            id=_channel_id(config, f"{group.kind}/{group.key}"),
            title=f"{site.title} · {label}",
            addresses=_addresses(config, folder),
            language=group.key if group.kind == "language" else site.language,
            authors=_authors(site, label) if group.kind == "author" else site.authors,
        ),
        content=config.feeds.content,
        limit=config.feeds.entries,
        positions=group.positions,
    )


def _authors(site: Channel, name: str) -> tuple[Person, ...]:
    known = [person for person in site.authors if person.name.casefold() == name.casefold()]
    return (known[0] if known else Person(name=name),)


def _label(group: Group, titles: dict[str, str]) -> str:
    if group.kind == "language":
        from publisher.text.languages.locales import language_name

        return language_name(group.key)
    return titles.get(group.key) or _source_label(group) if group.kind == "source" else group.label


def _source_label(group: Group) -> str:
    """Return the path of a source, or its address as people say it."""
    return source_label(group.key).partition("://")[2] or source_label(group.key)


def _folders(groups: Iterable[Group]) -> list[tuple[Group, str]]:
    """Return each group of one kind with a folder of its own.

    Where two names look alike in an address, as C++ and C do, the one that was
    used first has it; the other gets some letters that depend on its name
    alone.  New entries so move no feed.
    """
    found: list[tuple[Group, str]] = []
    taken: set[str] = set()
    for group in sorted(groups, key=lambda group: (-group.positions[-1], group.key)):
        name = plain_slug(_source_label(group) if group.kind == "source" else group.key) or "other"
        if name in taken:
            name = f"{name}-{blake2b(group.key.encode('utf-8', 'surrogatepass'), digest_size=4).hexdigest()}"
        taken.add(name)
        found.append((group, f"{group.kind}/{name}/"))
    return found
