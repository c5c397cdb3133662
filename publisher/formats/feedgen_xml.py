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

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from typing import Any, ClassVar
from uuid import NAMESPACE_URL, UUID, uuid5

import feedgen.entry
import feedgen.feed
from feedgen.ext.base import BaseEntryExtension
from lxml import etree

from publisher.config import FeedFormat
from publisher.formats import MEDIA_TYPES, Content
from publisher.formats.addresses import uri
from publisher.formats.characters import legal_channel, legal_entry
from publisher.formats.moments import changed, sayable
from publisher.formats.plain_text import as_html, has_end_tag, has_reference
from publisher.model.channel import Channel
from publisher.model.entry import Enclosure, Entry, Person

# feedgen's own switches the locale of the process for every date, which other threads see.
feedgen.entry.formatRFC2822 = feedgen.feed.formatRFC2822 = format_datetime

GENERATOR = "Publisher"

#: `updated` of an Atom feed without entries, which must say something: it never changes.
NO_CHANGE_YET = datetime(2000, 1, 1, tzinfo=UTC)

ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DC = "http://purl.org/dc/elements/1.1/"
MEDIA = "http://search.yahoo.com/mrss/"
FH = "http://purl.org/syndication/history/1.0"
ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
PODCAST = "https://podcastindex.org/namespace/1.0"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"

_PODCAST_NAMESPACES = {"itunes": ITUNES, "podcast": PODCAST}
#: Of which all podcast:guid are made.
_PODCASTS = UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
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
        return _declared(xml.removesuffix(b"</feed>\n"), channel.style)

    def fragment(self, entry: Entry) -> bytes:
        """Return one ``entry`` element."""
        entry = legal_entry(entry)
        item = _item(entry, self.content)
        item.id(entry.id if _URI.fullmatch(entry.id) else uuid5(NAMESPACE_URL, entry.id).urn)
        if not (item.content() or entry.summary):
            item.summary(entry.title)  # an entry must not be without any text
        _mend(item, _AtomEntry, entry, self.language)
        return _serialised(item.atom_entry(), self.namespaces, depth=1)

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
            yield _fraction(fragment, found.end(), twins) if found and twins else fragment
        yield b"</feed>\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class RssWriter:
    """Writes RSS 2.0 as the RSS profile recommends."""

    #: What the feeds declare; an entry says its own where it differs.
    language: str
    content: Content

    namespaces: ClassVar[Mapping[str, str]] = {"atom": ATOM, "content": CONTENT, "dc": DC, "media": MEDIA}

    def head(self, channel: Channel) -> bytes:
        """Return the document up to its first item."""
        channel = legal_channel(channel)
        feed = _channel(channel, "rss")
        feed.description(channel.subtitle or channel.title)
        _mend(feed, _RssChannel, channel)
        xml: bytes = feed.rss_str(pretty=True)
        return _declared(_plain(xml.removesuffix(b"  </channel>\n</rss>\n")), channel.style)

    def fragment(self, entry: Entry) -> bytes:
        """Return one ``item`` element."""
        entry = legal_entry(entry)
        item = _item(entry, self.content)
        item.guid(entry.id, permalink=entry.id == entry.url)
        _mend(item, _RssItem, entry, self.language)
        namespaces = {**self.namespaces, **_PODCAST_NAMESPACES} if _is_heard(entry) else self.namespaces
        xml = _serialised(item.rss_entry(), namespaces, depth=2)
        start = min(place for tag in (b"<description", b"<content:encoded", b"<guid") if (place := xml.find(tag)) >= 0)
        end = xml.find(b"<guid")
        return _plain(xml[:start]) + xml[start:end] + _plain(xml[end:])

    def document(self, channel: Channel, fragments: Iterable[bytes]) -> Iterator[bytes]:
        """Yield the chunks of a feed."""
        yield self.head(channel)
        yield from fragments
        yield b"  </channel>\n</rss>\n"


class _Mender(BaseEntryExtension):  # type: ignore[misc]  # feedgen has no types
    """Where feedgen lets us touch what it made."""

    def __init__(self) -> None:
        self.made: Any = None
        self.noun: Any = None
        self.language = ""


class _AtomChannel(_Mender):
    def extend_ns(self) -> dict[str, str]:
        return {**AtomWriter.namespaces, **_history_namespace(self.noun)}

    def extend_atom(self, feed: Any) -> None:
        for name in ("title", "subtitle", "rights"):
            _declare_markup(feed.find(name))
        _relate(feed, "link", self.noun, "atom")


class _RssChannel(_Mender):
    def extend_ns(self) -> dict[str, str]:
        channel: Channel = self.noun
        return {
            **RssWriter.namespaces,
            **_history_namespace(channel),
            **(_PODCAST_NAMESPACES if channel.audio else {}),
        }

    def extend_rss(self, rss: Any) -> None:
        channel: Channel = self.noun
        element = rss.find("channel")
        if channel.updated is None:
            element.remove(element.find("lastBuildDate"))
        for person in channel.authors:
            _sub(element, f"{{{DC}}}creator", person.name)
        for place in ("title", "copyright", "image/title"):
            _escape_markup(element.find(place))
        description = element.find("description")
        description.text = as_html(description.text)
        _relate(element, f"{{{ATOM}}}link", channel, "rss")
        if channel.audio:
            _describe_podcast(element, channel)


class _AtomEntry(_Mender):
    def extend_atom(self, element: Any) -> None:
        entry: Entry = self.noun
        for found, given in zip(element.findall("link"), self.made.link() or (), strict=True):
            found.attrib.update({name: given[name] for name in _LINK_ATTRIBUTES if given.get(name, "0") != "0"})
        for name in ("title", "summary"):
            _declare_markup(element.find(name))
        if entry.republished is not None:
            _name_source(element, entry)
        if entry.language != self.language:
            element.set(LANG, entry.language)
        _illustrate(element, entry.image, ())


class _RssItem(_Mender):
    def extend_rss(self, element: Any) -> None:
        entry: Entry = self.noun
        _escape_markup(element.find("title"))
        if entry.summary:  # without one, feedgen says the content here
            element.find("description").text = as_html(entry.summary)
        if entry.enclosures:  # RSS has room for one; feedgen gives it the last
            first = entry.enclosures[0]
            element.find("enclosure").attrib.update(
                {"url": uri(first.url), "length": str(first.length), "type": first.type}
            )
        for author in element.findall("author"):
            element.remove(author)
        for person in entry.authors:
            _sub(element, f"{{{DC}}}creator", person.name)
        for person in entry.contributors:
            _sub(element, f"{{{DC}}}contributor", person.name)
        if entry.republished is not None:
            _sub(element, "source", entry.republished.title, url=uri(entry.republished.url))
            _escape_markup(element[-1])
        if entry.updated and sayable(entry.updated) != sayable(entry.published):
            _sub(element, f"{{{ATOM}}}updated", changed(entry).isoformat())
        if entry.language != self.language:
            element.set(LANG, entry.language)
        _illustrate(element, entry.image, entry.enclosures[1:])
        if _is_heard(entry):
            _describe_episode(element, entry)


def _mend(made: Any, mender: type[_Mender], noun: Channel | Entry, language: str = "") -> None:
    made.register_extension("mender", mender)
    made.mender.made, made.mender.noun, made.mender.language = made, noun, language


def _channel(channel: Channel, kind: FeedFormat) -> Any:
    """Return feedgen's idea of a channel."""
    feed = feedgen.feed.FeedGenerator()
    feed.id(channel.id)
    feed.title(channel.title)
    feed.updated(sayable(channel.updated or NO_CHANGE_YET))
    feed.language(channel.language)
    feed.author(_people(channel.authors or (Person(name=channel.title),)))
    feed.rights(channel.rights or None)
    feed.logo(channel.logo)
    if kind == "atom":
        feed.icon(channel.icon)
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
    item.contributor(_people(entry.contributors))
    item.category([{"term": tag} for tag in entry.tags])
    if entry.url:
        item.link(href=uri(entry.url), rel="alternate", type="text/html")
    for enclosure in entry.enclosures:
        item.enclosure(uri(enclosure.url), enclosure.length, enclosure.type)
    item.summary(entry.summary or None)
    if entry.html and (content == "full" or not entry.url):
        item.content(entry.html, type="html")
    return item


def _relate(element: Any, tag: str, channel: Channel, kind: FeedFormat) -> None:
    """Name the hub of a feed, and the documents of its history."""
    if channel.hub:
        _sub(element, tag, rel="hub", href=channel.hub)
    if channel.place is None:
        return
    if channel.place.current:
        _sub(element, f"{{{FH}}}archive")
        _sub(element, tag, rel="current", href=channel.place.current[kind], type=MEDIA_TYPES[kind])
    for relation, addresses in (("prev-archive", channel.place.older), ("next-archive", channel.place.newer)):
        if addresses:
            _sub(element, tag, rel=relation, href=addresses[kind], type=MEDIA_TYPES[kind])


def _history_namespace(channel: Channel) -> dict[str, str]:
    return {"fh": FH} if channel.place is not None and channel.place.current else {}


def _is_heard(entry: Entry) -> bool:
    return any(file.type.startswith("audio/") for file in entry.enclosures)


def _describe_podcast(element: Any, channel: Channel) -> None:
    """Add what directories of podcasts ask for."""
    authors = channel.authors or (Person(name=channel.title),)
    subscribed = (channel.place and channel.place.current) or channel.addresses
    _sub(element, f"{{{PODCAST}}}guid", podcast_guid(subscribed["rss"]))
    _sub(element, f"{{{PODCAST}}}medium", "podcast")
    _sub(element, f"{{{ITUNES}}}author", ", ".join(person.name for person in authors))
    _sub(element, f"{{{ITUNES}}}type", "episodic")
    _sub(element, f"{{{ITUNES}}}explicit", "false")
    if channel.logo:
        _sub(element, f"{{{ITUNES}}}image", href=channel.logo)
    if channel.category:
        outer, _, inner = (part.strip() for part in channel.category.partition(">"))
        _sub(element, f"{{{ITUNES}}}category", text=outer)
        if inner:
            _sub(element[-1], f"{{{ITUNES}}}category", text=inner)
    owner = next((person for person in authors if person.email), None)
    if owner is not None:
        _sub(element, f"{{{ITUNES}}}owner")
        _sub(element[-1], f"{{{ITUNES}}}name", owner.name)
        _sub(element[-1], f"{{{ITUNES}}}email", owner.email)


def _describe_episode(element: Any, entry: Entry) -> None:
    if entry.title:
        _sub(element, f"{{{ITUNES}}}title", entry.title)
    if entry.authors:
        _sub(element, f"{{{ITUNES}}}author", ", ".join(person.name for person in entry.authors))
    if entry.image:
        _sub(element, f"{{{ITUNES}}}image", href=uri(entry.image))
    _sub(element, f"{{{ITUNES}}}explicit", "false")


def podcast_guid(address: str) -> str:
    """Return the permanent id of a podcast: the specification of ``podcast:guid``.

    >>> podcast_guid("https://podnews.net/rss")
    '9b024349-ccf0-5f69-a609-6b82873eab3c'
    """
    return str(uuid5(_PODCASTS, address.partition("://")[2].rstrip("/")))


def _people(people: tuple[Person, ...]) -> list[dict[str, str | None]]:
    return [{"name": person.name, "email": person.email, "uri": uri(person.url or "")} for person in people]


def _sub(parent: Any, tag: str, content: str | None = None, **attributes: str) -> None:
    etree.SubElement(parent, tag, attributes).text = content


def _name_source(element: Any, entry: Entry) -> None:
    """Say which feed an entry was taken over from: RFC 4287, section 4.2.11."""
    source, feed = etree.SubElement(element, "source"), entry.republished
    assert feed is not None  # noqa: S101  # narrows the type
    _sub(source, "id", feed.id if feed.id and _URI.fullmatch(feed.id) else feed.url)
    _sub(source, "title", feed.title)
    _declare_markup(source[-1])
    _sub(source, "link", href=uri(feed.url))
    _sub(source, "updated", changed(entry).isoformat())


def _illustrate(element: Any, image: str | None, files: tuple[Enclosure, ...]) -> None:
    """Add the picture of an entry, and the files for which the format itself has no room."""
    for file in files:
        size = {"fileSize": str(file.length)} if file.length else {}
        _sub(element, f"{{{MEDIA}}}content", url=uri(file.url), type=file.type, **size)
    if image:
        _sub(element, f"{{{MEDIA}}}content", url=uri(image), medium="image")
        _sub(element, f"{{{MEDIA}}}thumbnail", url=uri(image))


def _declare_markup(element: Any) -> None:
    """Say an Atom text as HTML where plain text looks like it: RFC 4287, section 3.1.1."""
    if element is not None and (has_end_tag(element.text or "") or has_reference(element.text or "")):
        element.text = as_html(element.text)
        element.set("type", "html")


def _escape_markup(element: Any) -> None:
    """Say an RSS text as HTML where every reader takes it for that: RSS cannot tell which it is."""
    if element is not None and has_end_tag(element.text or ""):
        element.text = as_html(element.text)


def _serialised(element: Any, namespaces: Mapping[str, str], *, depth: int) -> bytes:
    """Return an element as the part of a document whose root declares *namespaces*."""
    root = etree.Element("root", nsmap=dict(namespaces))
    declared = etree.tostring(root)[len("<root") : -len("/>")]
    root.append(element)  # extension names take the declared prefixes
    etree.indent(element, level=depth)
    element.tail = "\n"
    xml: bytes = etree.tostring(element, encoding="UTF-8")
    # Once: a post about feeds may hold the same text.
    return b"  " * depth + xml.replace(declared, b"", 1)


def _declared(head: bytes, style: str | None) -> bytes:
    """Return the head of a feed with the XML declaration as everybody writes it, and its style sheet."""
    sheet = b'\n<?xml-stylesheet type="text/css" href="%b"?>' % escape(style).encode() if style else b""
    return b'<?xml version="1.0" encoding="utf-8"?>' + sheet + head[head.index(b"?>") + len(b"?>") :]


def _plain(xml: bytes) -> bytes:
    """Escape plain text in the way that the RSS profile asks for, which tells it from HTML."""
    return xml.replace(b"&amp;", b"&#x26;").replace(b"&lt;", b"&#x3C;")


def _fraction(fragment: bytes, place: int, zeros: int) -> bytes:
    return fragment[:place] + b"." + b"0" * zeros + fragment[place:]
