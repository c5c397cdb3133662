"""Atom 1.0 (RFC 4287) and RSS 2.0, by feedgen.

The only module that knows feedgen.  It gives us the vocabulary of channel and
entry; where it goes wrong, its own extension hooks let us mend the finished
element:

- links of Atom entries lose all attributes but ``href`` (its issue 135);
- the RSS ``link`` of a channel is the last link of any relation (its issue 122), so that the home page comes last;
- authors without a mail address are dropped from RSS;
- unset times become the present time;
- RSS gets no link but `self`, and no relation of RFC 5005;
- plain text that looks like markup is not declared as such.

Trees of whole feeds cost memory for every entry: so a feed is the head of an
empty feed, one serialised element per entry, and a tail, joined as bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar
from uuid import NAMESPACE_URL, uuid5

import feedgen.entry
import feedgen.feed
from feedgen.ext.base import BaseEntryExtension

from publisher.config import FeedFormat
from publisher.feeds import MEDIA_TYPES, Content
from publisher.feeds.constructs import as_html, as_sparing_html, changed, is_uri, reachable, rfc822, sayable, uri
from publisher.feeds.podcast import NAMESPACES as PODCAST_NAMESPACES
from publisher.feeds.podcast import accompany_episode, describe_episode, describe_podcast, is_heard
from publisher.feeds.xml import (
    ATOM,
    CONTENT,
    DC,
    LANG,
    MEDIA,
    declare_markup,
    declared,
    escape_markup,
    escaped_plainly,
    escaped_references,
    history_namespace,
    illustrate,
    name_source,
    relate,
    serialised,
    sub,
    with_fraction,
)
from publisher.model.channel import Channel
from publisher.model.entry import Enclosure, Entry, Person
from publisher.text.characters import legal_channel, legal_entry

# feedgen's own switches the locale of the process for every date, which other threads see.
feedgen.entry.formatRFC2822 = feedgen.feed.formatRFC2822 = rfc822

GENERATOR = "Publisher"

#: `updated` of an Atom feed without entries, which must say something: it never changes.
NO_CHANGE_YET = datetime(2000, 1, 1, tzinfo=UTC)

#: Times of so many entries are compared: those of one second stand together, and memory stays constant.
_REMEMBERED = 10_000
_UPDATED = re.compile(rb"<updated>([^<]*)(?=(?:Z|[+-]\d\d:\d\d)</updated>)")
_LINK_ATTRIBUTES = ("rel", "type", "hreflang", "title", "length")


@dataclass(frozen=True, slots=True, kw_only=True)
class AtomWriter:
    """Writes Atom 1.0."""

    #: What the feeds declare; an entry says its own where it differs.
    language: str
    content: Content

    namespaces: ClassVar[Mapping[str, str]] = {"media": MEDIA}

    def head(self, channel: Channel) -> bytes:
        """Return the document up to its first entry."""
        channel = legal_channel(channel)
        feed = _channel(channel, "atom")
        if channel.subtitle:
            feed.subtitle(channel.subtitle)
        _mend(feed, _AtomChannel, channel)
        xml: bytes = feed.atom_str(pretty=True)
        return declared(escaped_references(xml.removesuffix(b"</feed>\n")), channel.style)

    def fragment(self, entry: Entry) -> bytes:
        """Return one ``entry`` element."""
        entry = reachable(legal_entry(entry))
        item = _item(entry, self.content)
        item.id(entry.id if is_uri(entry.id) else uuid5(NAMESPACE_URL, entry.id).urn)
        if not (item.content() or entry.summary):
            item.summary(entry.title)  # an entry must not be without any text
        _mend(item, _AtomEntry, entry, self.language)
        return escaped_references(serialised(item.atom_entry(), self.namespaces, depth=1))

    def document(self, channel: Channel, fragments: Iterable[bytes]) -> Iterator[bytes]:
        """Yield the chunks of a feed.

        Validators warn of two entries of the same second, as the posts of one
        day are.  A fraction of zeros keeps the instant and tells them apart.
        """
        yield self.head(channel)
        seen: dict[bytes, int] = {}
        for fragment in fragments:
            found = _UPDATED.search(fragment)
            twins = seen.get(found[1], 0) if found else 0
            if found:
                if len(seen) >= _REMEMBERED:
                    seen.clear()
                seen[found[1]] = twins + 1
            yield with_fraction(fragment, found.end(), twins) if found and twins else fragment
        yield b"</feed>\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class RssWriter:
    """Writes RSS 2.0 as the RSS profile recommends."""

    #: What the feeds declare; an entry says its own where it differs.
    language: str
    content: Content
    #: Entries with sound are episodes.
    podcast: bool

    namespaces: ClassVar[Mapping[str, str]] = {"atom": ATOM, "content": CONTENT, "dc": DC, "media": MEDIA}

    def head(self, channel: Channel) -> bytes:
        """Return the document up to its first item."""
        channel = legal_channel(channel)
        feed = _channel(channel, "rss")
        feed.description(channel.subtitle or channel.title)
        _mend(feed, _RssChannel, channel)
        xml: bytes = feed.rss_str(pretty=True)
        return declared(escaped_plainly(xml.removesuffix(b"  </channel>\n</rss>\n")), channel.style)

    def fragment(self, entry: Entry) -> bytes:
        """Return one ``item`` element."""
        entry = reachable(legal_entry(entry))
        item = _item(entry, self.content)
        item.guid(entry.id, permalink=entry.id == entry.url)
        episode = self.podcast and is_heard(entry)
        _mend(item, _RssEpisode if episode else _RssItem, entry, self.language)
        namespaces = {**self.namespaces, **PODCAST_NAMESPACES} if episode else self.namespaces
        xml = serialised(item.rss_entry(), namespaces, depth=2)
        start = min(place for tag in (b"<description", b"<content:encoded", b"<guid") if (place := xml.find(tag)) >= 0)
        end = xml.find(b"<guid")
        return escaped_plainly(xml[:start]) + xml[start:end] + escaped_plainly(xml[end:])

    def document(self, channel: Channel, fragments: Iterable[bytes]) -> Iterator[bytes]:
        """Yield the chunks of a feed."""
        yield self.head(channel)
        yield from fragments
        yield b"  </channel>\n</rss>\n"


class _Mender(BaseEntryExtension):  # type: ignore[misc]  # feedgen has no types
    """Where feedgen lets us touch what it made."""

    def __init__(self) -> None:
        #: As feedgen was given them; not the entry itself, as a ring of objects would outlive every fragment.
        self.links: list[dict[str, str]] = []
        self.noun: Any = None
        self.language = ""


class _AtomChannel(_Mender):
    def extend_ns(self) -> dict[str, str]:
        return {**AtomWriter.namespaces, **history_namespace(self.noun)}

    def extend_atom(self, feed: Any) -> None:
        for name in ("title", "subtitle", "rights"):
            declare_markup(feed.find(name))
        relate(feed, "link", self.noun, "atom")


class _RssChannel(_Mender):
    def extend_ns(self) -> dict[str, str]:
        channel: Channel = self.noun
        return {
            **RssWriter.namespaces,
            **history_namespace(channel),
            **(PODCAST_NAMESPACES if channel.audio and channel.podcast else {}),
        }

    def extend_rss(self, rss: Any) -> None:
        channel: Channel = self.noun
        element = rss.find("channel")
        if channel.updated is None:
            element.remove(element.find("lastBuildDate"))
        for person in channel.authors:
            sub(element, f"{{{DC}}}creator", person.name)
        for place in ("title", "copyright", "image/title"):
            escape_markup(element.find(place))
        description = element.find("description")
        description.text = as_sparing_html(description.text)
        relate(element, f"{{{ATOM}}}link", channel, "rss")
        if channel.audio and channel.podcast:
            describe_podcast(element, channel)


class _AtomEntry(_Mender):
    def extend_atom(self, element: Any) -> None:
        entry: Entry = self.noun
        for found, given in zip(element.findall("link"), self.links, strict=True):
            found.attrib.update(
                {name: given[name] for name in _LINK_ATTRIBUTES if given.get(name, "0") not in ("", "0")}
            )
        for name in ("title", "summary"):
            declare_markup(element.find(name))
        if entry.republished is not None:
            name_source(element, entry)
        if entry.language != self.language:
            element.set(LANG, entry.language)
        # Links of Atom know no duration.
        illustrate(element, entry, (file for file in entry.enclosures if file.duration))
        if entry.episode is not None:
            accompany_episode(element, entry.episode)


class _RssItem(_Mender):
    def extend_rss(self, element: Any) -> None:
        entry: Entry = self.noun
        escape_markup(element.find("title"))
        if entry.summary:  # without one, feedgen says the content here
            element.find("description").text = as_html(entry.summary)
        first = next(iter(entry.enclosures), None)
        if first is not None:  # RSS has room for one; feedgen gives it the last
            element.find("enclosure").attrib.update(
                {"url": uri(first.url), "length": str(first.length), "type": first.type}
            )
        for author in element.findall("author"):
            element.remove(author)
        for person in entry.authors:
            sub(element, f"{{{DC}}}creator", person.name)
        for person in entry.contributors:
            sub(element, f"{{{DC}}}contributor", person.name)
        if entry.republished is not None:
            sub(element, "source", entry.republished.title, url=uri(entry.republished.url))
            escape_markup(element[-1])
        if entry.updated and sayable(entry.updated) != sayable(entry.published):
            sub(element, f"{{{ATOM}}}updated", changed(entry).isoformat())
        if entry.language != self.language:
            element.set(LANG, entry.language)
        illustrate(element, entry, entry.enclosures[0 if first and _more(first) else 1 :])
        if entry.episode is not None:
            accompany_episode(element, entry.episode)


class _RssEpisode(_RssItem):
    def extend_rss(self, element: Any) -> None:
        super().extend_rss(element)
        describe_episode(element, self.noun)


def _more(file: Enclosure) -> bool:
    """Return whether more is known of a file than an ``enclosure`` of RSS can say."""
    return bool(file.duration or file.title)


def _mend(made: Any, mender: type[_Mender], noun: Channel | Entry, language: str = "") -> None:
    made.register_extension("mender", mender)
    made.mender.links, made.mender.noun, made.mender.language = made.link() or [], noun, language


def _channel(channel: Channel, kind: FeedFormat) -> Any:
    """Return feedgen's idea of a channel."""
    feed = feedgen.feed.FeedGenerator()
    feed.id(channel.id)
    feed.title(channel.title)
    feed.updated(sayable(channel.updated or NO_CHANGE_YET))
    feed.language(channel.language)
    feed.author(_people(channel.authors or (Person(name=channel.title),)))
    feed.rights(channel.rights or None)
    feed.logo(channel.logo and uri(channel.logo))
    if kind == "atom":
        feed.icon(channel.icon and uri(channel.icon))
    if channel.ttl:
        feed.ttl(channel.ttl)
    feed.generator(GENERATOR)
    feed.link(
        [
            {"href": channel.addresses[kind], "rel": "self", "type": MEDIA_TYPES[kind]},
            {"href": channel.home, "rel": "alternate", "type": "text/html"},
        ]
    )
    return feed


def _item(entry: Entry, content: Content) -> Any:
    """Return feedgen's idea of an entry, without its id."""
    item = feedgen.entry.FeedEntry()
    item.title(entry.title or entry.ref)
    item.updated(changed(entry))
    item.published(sayable(entry.published))
    item.author(_people(entry.authors))
    if entry.contributors:
        item.contributor(_people(entry.contributors))
    if entry.tags:
        item.category([{"term": tag} for tag in entry.tags])
    if entry.url:
        item.link(href=uri(entry.url), rel="alternate", type="text/html")
    for enclosure in entry.enclosures:
        item.link(
            href=uri(enclosure.url),
            rel="enclosure",
            type=enclosure.type,
            length=str(enclosure.length),
            title=enclosure.title,
        )
    item.summary(entry.summary or None)
    if entry.html and (content == "full" or not entry.url):
        item.content(entry.html, type="html")
    return item


def _people(people: tuple[Person, ...]) -> list[dict[str, str | None]]:
    return [
        {"name": person.name, "email": person.email, "uri": uri(person.url) if person.url else ""} for person in people
    ]
