"""JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from publisher.errors import InputError
from publisher.model.entry import Enclosure, Person
from publisher.model.post import Post, Rejected, Warned
from publisher.sources.feed.episodes import episode_in_json
from publisher.sources.feed.items import (
    NO_YEAR,
    Channel,
    Item,
    Items,
    base_of,
    enclosure,
    html_of_text,
    language_tag,
    once,
    person,
    plain_words,
    site_of,
)
from publisher.sources.inputs.encodings import decoded
from publisher.sources.inputs.json_text import said_of_halves, without_halves
from publisher.sources.inputs.values import first, web_address
from publisher.text.characters import one_line
from publisher.text.dates.written import read_feed_date

if TYPE_CHECKING:
    from publisher.sources.inputs.resource import Place

Value = TypeVar("Value")

#: The beginning of every version's address; ``http`` and ``www`` differ in the wild.
VERSION = re.compile(r'"version"\s*:\s*"https?:\\?/\\?/(?:www\.)?jsonfeed\.org\\?/version\\?/')


def read_json_feed(data: bytes, place: Place) -> Iterator[Post | Rejected | Warned]:
    """Yield the posts of a JSON Feed.

    Raises:
        InputError: It is no JSON, or no feed.
    """
    feed, halves = _document(data, place)
    entries = feed.get("items")
    if not isinstance(entries, list):
        raise InputError(f"{place.shown} has no list `items`", hint="Name a JSON Feed, version 1.0 or 1.1.")
    if halves:
        yield Warned(place=place.shown, reason=said_of_halves(halves))
    site = site_of(feed.get("home_page_url"), place)
    document = place.address or web_address(feed.get("feed_url"))
    channel = Channel(site=site, authors=_people(feed), language=language_tag(feed.get("language")))
    items = []
    for number, entry in enumerate(entries, 1):
        if isinstance(entry, dict):
            items.append(_item(number, entry, site, document, channel.language))
        else:
            yield Rejected(place=f"{place.shown}, entry {number}", reason="it is no object", hint="Ask its publisher.")
    yield from Items(place=place, channel=channel, items=items).posts()


def _document(data: bytes, place: Place) -> tuple[Mapping[str, Any], int]:
    """Return the feed, and how many halves of characters were replaced in it."""
    import msgspec

    try:
        whole, halves = without_halves(decoded(data, place.encoding).encode("utf-8", "surrogatepass"))
        document = msgspec.json.decode(whole)
    except (msgspec.DecodeError, RecursionError, UnicodeError) as error:
        said = "it is nested too deep" if isinstance(error, RecursionError) else str(error)
        raise InputError(f"{place.shown} is no JSON: {said}", hint="It is damaged; fetch it again.") from error
    if not isinstance(document, dict):
        raise InputError(f"{place.shown} is no JSON Feed: it is no object", hint="Name a JSON Feed.")
    return document, halves


def _item(number: int, entry: Mapping[str, Any], site: str, document: str, spoken: str | None) -> Item:
    def text(*names: str) -> str:
        return first(lambda name: _text(entry.get(name)), names)

    identity = text("id").strip()
    link = web_address(entry.get("url"), site or document) or web_address(identity)
    base = base_of(link, site, document)
    html, summary, title = text("content_html"), one_line(text("summary")), text("title")
    body = html if html.strip() else html_of_text(text("content_text"))
    language = language_tag(entry.get("language"))
    published = _moment(text("date_published"), language or spoken)
    updated = _moment(text("date_modified"), language or spoken)
    return Item(
        number=number,
        id=identity,
        link=link,
        title=plain_words(title) if "&" in title else one_line(title),
        html=body or html_of_text(summary),
        base=base,
        summary=summary if body else "",
        published=published or updated,
        updated=updated if published and isinstance(updated, datetime) else None,
        unread_date=one_line(text("date_published")),
        language=language,
        authors=_people(entry),
        tags=tuple(filter(None, (one_line(_text(name)) for name in _listed(entry, "tags", object)))),
        enclosures=once([_enclosure(each, base) for each in _listed(entry, "attachments", dict)]),
        image=first(lambda name: web_address(entry.get(name), base), ("image", "banner_image")) or None,
        episode=episode_in_json(entry, base),
    )


def _listed(context: Mapping[str, Any], name: str, kind: type[Value]) -> list[Value]:
    """Return those of a list that are of a kind; nothing of what is no list."""
    values = context.get(name)
    return [each for each in values if isinstance(each, kind)] if isinstance(values, list) else []


def _enclosure(told: Mapping[str, Any], base: str) -> Enclosure | None:
    size = told.get("size_in_bytes")
    return enclosure(
        told.get("url"),
        told.get("mime_type"),
        int(size) if isinstance(size, float) and 0 <= size < 1e15 else size,
        base,
        duration=told.get("duration_in_seconds"),
        title=told.get("title"),
    )


def _people(context: Mapping[str, Any]) -> tuple[Person, ...]:
    """Return the authors: a list since version 1.1, one before."""
    several, one = context.get("authors"), context.get("author")
    listed = several if isinstance(several, list) and several else [one]
    found = (person(each.get("name"), None, each.get("url")) for each in listed if isinstance(each, dict))
    return tuple(dict.fromkeys(each for each in found if each))


def _text(value: object) -> str:
    """Return text; a number stands for its digits, as ids of some feeds do."""
    if isinstance(value, bool):
        return ""
    return str(value) if isinstance(value, str | int | float) else ""


def _moment(written: str, language: str | None) -> date | datetime | None:
    """Read a date of RFC 3339; without a zone it is UTC, without a clock it is a day."""
    written = written.strip()
    if not written:
        return None
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", written):
            return date.fromisoformat(written)
        moment = datetime.fromisoformat(written)
    except ValueError:
        return _as_feed(written, language)
    if moment.year == NO_YEAR:
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def _as_feed(written: str, language: str | None) -> date | datetime | None:
    """Read a date as RSS has it, which some put here too."""
    from email.utils import parsedate_to_datetime

    try:
        moment = parsedate_to_datetime(written)
    except (ValueError, TypeError, IndexError, OverflowError):
        return read_feed_date(written, language)
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
