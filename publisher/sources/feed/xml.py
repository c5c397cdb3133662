"""RSS 0.90 to 2.0, RDF, Atom 0.3 and 1.0, as feedparser reads them."""

from __future__ import annotations

import re
from calendar import timegm
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from xml.sax import SAXParseException

from publisher.errors import InputError
from publisher.model.entry import Enclosure, Person, Republished
from publisher.model.post import Post, Rejected, Warned
from publisher.sources.feed.episodes import Element, episode_of, inherited
from publisher.sources.feed.items import (
    NO_YEAR,
    Channel,
    Item,
    Items,
    base_of,
    enclosure,
    html_of_markup,
    html_of_text,
    language_tag,
    once,
    person,
    plain_words,
    site_of,
)
from publisher.sources.feed.limits import refuse_excess, with_narrow_encoding, with_numbers
from publisher.sources.feed.outline import Outlined, outline
from publisher.sources.inputs.episodes import lasting, truth_of
from publisher.sources.inputs.values import first, web_address
from publisher.text.characters import one_line
from publisher.text.dates.written import read_feed_date

if TYPE_CHECKING:
    from publisher.sources.inputs.resource import Place

#: What feedparser gives for a feed, an item or a part of one.  Never asked with ``get`` for dates: it warns then.
Parsed = dict[Any, Any]

#: Media types of texts that are HTML.
HTML = frozenset({"text/html", "application/xhtml+xml"})
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_BASE64 = re.compile(r"[A-Za-z0-9+/=\s]*")
#: The form of RSS: a mail address, and perhaps a name in brackets.
_MAIL_FIRST = re.compile(r"([^\s@<>()]+@[^\s@<>()]+)(?:\s*\((.+)\))?")
_CUT = re.compile(r"([a-z0-9.-]+)\s*\((.+)", re.IGNORECASE)
_CLOCK = re.compile(r"\d:\d|\d[Tt]\d")


def html_of(detail: Parsed) -> str:
    """Return a text as HTML; nothing if it is a picture or the like."""
    value, kind = str(detail.get("value") or ""), str(detail.get("type") or "text/plain").lower()
    if kind in HTML or "/" not in kind:
        return html_of_markup(value)
    if kind == "application/octet-stream" and not _BASE64.fullmatch(value):
        # Atom 0.3 has text in Base64; what feedparser did not decode is none.
        return html_of_markup(value)
    return html_of_text(value) if kind.startswith("text/") else ""


def line_of(context: Parsed, *names: str) -> str:
    """Return the first of these values that says something, in one line."""
    return one_line(first(lambda name: str(dict.get(context, name) or ""), names))


def words_of(detail: Parsed | None) -> str:
    """Return a text as plain words in one line."""
    if not detail:
        return ""
    value = str(detail.get("value") or "")
    return plain_words(value) if detail.get("type") in HTML else one_line(value)


def people_of(context: Parsed) -> Iterator[Person]:
    """Yield who wrote a feed or an item, once each."""
    listed = dict.get(context, "authors", ()) or ()
    alone = line_of(context, "author")
    named = _MAIL_FIRST.fullmatch(alone) if len(listed) < 2 else None
    if named:
        found = [person(named[2], named[1])]
    else:
        found = [_mended(one.get("name"), one.get("email"), one.get("href")) for one in listed]
    if not any(found):
        found = [person(alone)]
    yield from dict.fromkeys(each for each in found if each)


def helpers_of(context: Parsed) -> Iterator[Person]:
    """Yield who helped, once each."""
    listed = dict.get(context, "contributors", ())
    found = (_mended(one.get("name"), one.get("email"), one.get("href")) for one in listed)
    yield from dict.fromkeys(each for each in found if each)


def republished_of(source: Parsed, base: str, site: str) -> Republished | None:
    """Return the feed of another site that an item itself says to be from: ``source`` of Atom and of RSS."""
    links = [(one.get("rel"), one.get("href")) for one in dict.get(source, "links", ())]
    linked = [href for rel in ("self", "alternate") for said, href in links if said == rel]
    identity = str(dict.get(source, "id") or "").strip()
    url = next(filter(None, (web_address(each, base) for each in [dict.get(source, "href"), *linked])), "")
    url = url or web_address(identity)
    if not url or urlsplit(url).hostname == urlsplit(site).hostname:
        return None
    title = words_of(dict.get(source, "title_detail")) or line_of(source, "title")
    return Republished(title=title or urlsplit(url).netloc, url=url, id=identity or None)


def _mended(name: object, email: object, url: object) -> Person | None:
    """Put a mail address together that feedparser cut after four letters of its last name."""
    if isinstance(name, str) and isinstance(email, str) and name.count("(") > name.count(")"):
        cut = _CUT.fullmatch(name)
        if cut:
            return person(cut[2], email + cut[1], url)
    return person(name, email, url)


def moment_of(context: Parsed, name: str, language: str | None) -> date | datetime | None:
    """Return a date of a feed or an item; without a clock it is a day."""
    written = str(dict.get(context, name) or "").strip()
    parsed = dict.get(context, f"{name}_parsed")
    if parsed is None:
        return read_feed_date(written, language) if written else None
    try:
        moment = _EPOCH + timedelta(seconds=timegm(parsed))
    except (ValueError, OverflowError):
        return None
    if moment.year == NO_YEAR:
        return None
    return moment if _CLOCK.search(written) else moment.date()


def as_time(moment: date | datetime) -> datetime:
    """Return a moment, or that at which a day begins."""
    return moment if isinstance(moment, datetime) else datetime(moment.year, moment.month, moment.day, tzinfo=UTC)


#: Of an item in a document that cannot be followed.
_NOT_SEEN = Outlined(line=0)

#: Characters of a description that may be a summary of another one.
_LONGEST_SUMMARY = 1000

#: What programs call a picture that nobody described.
_FILE_NAME = re.compile(r"^\S+\.(?:avif|gif|jpe?g|png|svg|webp)$|^(?:DSC|IMG|PXL)[_-]?\d+", re.IGNORECASE)
_OPENED = re.compile(rb"<(?:[\w.-]+:)?(?:item|entry)[\s>]")
_CLOSED = re.compile(rb"</(?:[\w.-]+:)?(?:item|entry)\s*>")

#: A category that says what an entry is to Blogger or YouTube, not what it is about.
_KINDS = "http://schemas.google.com/g/2005#kind"


def read_xml(data: bytes, place: Place) -> Iterator[Post | Rejected | Warned]:
    """Yield the posts of an XML feed.

    Raises:
        InputError: It is no feed.
    """
    narrow = with_narrow_encoding(data)
    if narrow is not data:
        yield Warned(place=place.shown, reason="it says to be in UTF-16, and is not; read as UTF-8")
    data = with_numbers(narrow)
    outlined = outline(data, place)
    refuse_excess(data, place, well_formed=outlined.damaged is None)
    parsed = _parsed(data, place)
    feed, entries = parsed["feed"], parsed["entries"]
    if not parsed["version"] and not entries:
        raise InputError(f"{place.shown} is no feed", hint="Name a file of RSS, Atom or JSON Feed.")
    warned = _ill_formed(parsed, place, outlined.damaged)
    if warned is not None:
        yield warned
    lost = warned is not None and bool(entries) and _ends_within(data)
    if lost:
        *entries, _ = entries
    site = site_of(dict.get(feed, "link"), place)
    language = language_tag(dict.get(feed, "language"))
    channel = Channel(
        site=site,
        authors=tuple(people_of(feed)),
        language=language,
        changed=moment_of(feed, "published", language) or moment_of(feed, "updated", language),
    )
    explicit = truth_of(next((each.text for each in outlined.said if each.name == "itunes:explicit"), ""))
    # Where both saw the same items, they stand in the same order.
    known = outlined.items if len(outlined.items) == len(parsed["entries"]) else []
    items = [
        _Reading(
            place=place,
            channel=channel,
            entry=entry,
            outlined=known[number] if known else _NOT_SEEN,
            explicit=explicit,
        ).item(number + 1)
        for number, entry in enumerate(entries)
    ]
    yield from Items(place=place, channel=channel, items=items).posts()
    if lost:
        yield Rejected(
            place=f"{place.shown}, entry {len(entries) + 1}",
            reason="the file ends within this entry, and what is missing is not known",
            hint="Fetch or export it again.",
        )


def _parsed(data: bytes, place: Place) -> Parsed:
    import feedparser

    headers = {"content-location": place.address} if place.address else {}
    if place.encoding:
        headers["content-type"] = f"application/xml; charset={place.encoding}"
    try:
        parsed: Parsed = feedparser.parse(
            BytesIO(data), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except Exception as error:  # its tolerant parser lets all kinds of errors through
        raise InputError(
            f"{place.shown} cannot be read as a feed: {type(error).__name__}", hint="It is damaged; fetch it again."
        ) from error
    return parsed


def _ill_formed(parsed: Parsed, place: Place, line: int | None) -> Warned | None:
    error = parsed.get("bozo_exception")
    if isinstance(error, SAXParseException):
        where = f"{place.shown}:{line}" if line else place.shown
        said = error.getMessage() if hasattr(error, "getMessage") else str(error)
        return Warned(place=where, reason=f"not well-formed XML ({said}), read all the same")
    if parsed.get("bozo") and error is not None and type(error).__name__ != "NonXMLContentType":
        return Warned(place=place.shown, reason=f"read all the same, though: {one_line(str(error))}")
    return None


def _ends_within(data: bytes) -> bool:
    """Tell whether the last item alone has no end, though the others have."""
    opened = [found.start() for found in _OPENED.finditer(data)]
    closed = [found.start() for found in _CLOSED.finditer(data)]
    return bool(opened) and len(closed) == len(opened) - 1 and (not closed or closed[-1] < opened[-1])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Body:
    """The part of an item that is its text."""

    html: str = ""
    summary: str = ""
    base: str = ""
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """One item, being read."""

    place: Place
    channel: Channel
    entry: Parsed
    outlined: Outlined
    #: What the podcast as a whole is.
    explicit: bool | None = None

    def item(self, number: int) -> Item:
        """Return what there is to know about it."""
        entry, channel = self.entry, self.channel
        link, body = self._link(), self._body()
        # feedparser starts with the address of the document: a base that is another one was written down.
        written = body.base if body.base != self.place.address else ""
        document = self.place.address or ""
        base = web_address(written, document or channel.site) or base_of(link, channel.site, document)
        episode, seconds = episode_of(self._said(), base)
        enclosures = lasting(self._enclosures(base), seconds)
        image, image_alt = self._image(base, enclosures)
        language = language_tag(body.language) or language_tag(dict.get(entry, "language"))
        spoken = language or channel.language
        published = moment_of(entry, "published", spoken) or moment_of(entry, "created", spoken)
        updated = moment_of(entry, "updated", spoken)
        source: Parsed = dict.get(entry, "source") or {}
        return Item(
            number=number,
            line=self.outlined.line or None,
            id=self._id(),
            link=link,
            title=words_of(self._title()) or line_of(entry, "title"),
            html=body.html,
            base=base,
            summary=body.summary,
            published=published or updated,
            updated=as_time(updated) if published and updated else None,
            unread_date=line_of(entry, "published", "updated"),
            language=language,
            authors=tuple(people_of(entry)) or tuple(people_of(source)),
            contributors=tuple(helpers_of(entry)),
            republished=republished_of(source, base, channel.site),
            tags=tuple(self._tags()),
            enclosures=enclosures,
            image=image,
            image_alt=image_alt,
            episode=inherited(episode, enclosures, explicit=self.explicit),
        )

    def _said(self) -> Sequence[Element]:
        """Return what is said of an episode; where a damaged feed cannot be followed any more, what feedparser kept."""
        kept = (
            Element(f"itunes:{name}", str(dict.get(self.entry, f"itunes_{name}") or ""), {})
            for name in ("duration", "episode", "season", "episodetype")
        )
        return [*self.outlined.said, *kept]

    def _called(self, written: object) -> str:
        """Return what a file of Media RSS is called, by its address as written."""
        return self.outlined.called.get(written.strip(), "") if isinstance(written, str) else ""

    def _title(self) -> Parsed:
        """Return the title; feedparser takes that of an author or a picture for it where one follows."""
        read: Parsed = dict.get(self.entry, "title_detail") or {}
        own = self._own("title", read)
        return {**read, "type": read.get("type") or "text/html", "value": own} if own else read

    def _own(self, part: str, read: Parsed) -> str:
        """Return what the item itself says, where feedparser read something else's; nothing where it did not."""
        said = str(read.get("value") or "").strip()
        written = self.outlined.own.get(part, "")
        return written if not said or (said != written and said in self.outlined.others) else ""

    def _id(self) -> str:
        """Return the id as written; feedparser's own, which it may have changed, where that cannot be told."""
        read = str(dict.get(self.entry, "id", "")).strip()
        written = self.outlined.id
        relative = self.outlined.is_address and written.startswith(("/", "./", "../"))
        return read if relative or not written else written

    def _link(self) -> str:
        entry = self.entry
        around = self.place.address or self.channel.site
        original = web_address(dict.get(entry, "feedburner_origlink"))
        link = original or web_address(dict.get(entry, "link"), self.channel.site or around)
        if link:
            return link
        found = (one for one in dict.get(entry, "links", ()) if one.get("rel", "alternate") == "alternate")
        return next(filter(None, (web_address(one.get("href"), self.channel.site or around) for one in found)), "")

    def _body(self) -> _Body:
        """Choose the text: the element made for it, else the longest."""
        entry = self.entry
        summary = dict.get(entry, "summary_detail") or {
            "value": dict.get(entry, "summary", ""),
            "type": "text/html",
            "base": "",
        }
        if own := self._own("description", summary):
            summary = {**summary, "type": "text/html", "value": own}
        contents = sorted(
            (each for each in dict.get(entry, "content", ()) if html_of(each)),
            key=lambda each: each.get("type") not in HTML,
        )
        subtitle = line_of(entry, "subtitle")
        if contents and (self.outlined is _NOT_SEEN or self.outlined.has_content):
            chosen, words = contents[0], words_of(summary)
        else:
            # Without such an element these are descriptions of several vocabularies, such as itunes:summary.
            chosen, *others = sorted([summary, *contents], key=lambda each: len(html_of(each)), reverse=True)
            words = next((found for each in others if len(found := words_of(each)) <= _LONGEST_SUMMARY), "")
        if words == words_of(chosen):
            words = ""
        return _Body(
            html=html_of(chosen),
            summary=words or subtitle,
            base=str(chosen.get("base") or ""),
            language=chosen.get("language") or summary.get("language"),
        )

    def _tags(self) -> Iterator[str]:
        for tag in dict.get(self.entry, "tags", ()):
            term, label = tag.get("term") or "", tag.get("label") or ""
            # RFC 4287, section 4.2.2: the term names the category; a label is for terms that are no words.
            name = one_line(label if label and ("://" in term or not term) else term)
            if name and tag.get("scheme") != _KINDS:
                yield name

    def _enclosures(self, base: str) -> tuple[Enclosure, ...]:
        linked = [
            enclosure(link.get("href"), link.get("type"), link.get("length"), base, title=link.get("title"))
            for link in dict.get(self.entry, "links", ())
            if link.get("rel") == "enclosure"
        ]
        media = [
            enclosure(
                each.get("url"),
                each.get("type"),
                each.get("filesize"),
                base,
                duration=each.get("duration"),
                title=self._called(each.get("url")),
            )
            for each in dict.get(self.entry, "media_content", ())
            if each.get("medium") in {"audio", "video"} or str(each.get("type")).startswith(("audio/", "video/"))
        ]
        return once(linked + media)

    def _image(self, base: str, enclosures: Sequence[Enclosure]) -> tuple[str | None, str]:
        """Return the address of the picture, and what it shows."""
        entry = self.entry
        images = [
            each
            for each in dict.get(entry, "media_content", ())
            if each.get("medium") == "image" or str(each.get("type")).startswith("image/")
        ]
        own = dict.get(entry, "image")
        candidates = [
            _widest(images),
            _widest(dict.get(entry, "media_thumbnail", ())),
            own.get("href") if isinstance(own, dict) else None,
            *(each.url for each in enclosures if each.type.startswith("image/")),
        ]
        for written in candidates:
            if address := web_address(written, base):
                alt = self._called(written)
                return address, "" if _FILE_NAME.search(alt) else alt
        return None, ""


def _widest(images: Sequence[Parsed]) -> object:
    def width(image: Parsed) -> int:
        written = str(image.get("width", "")).strip()
        return int(written) if written.isascii() and written.isdecimal() and len(written) < 8 else 0

    return max(images, key=width).get("url") if images else None
