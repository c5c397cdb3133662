"""JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from publisher.errors import InputError
from publisher.model.entry import Person
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
from publisher.sources.inputs.values import web_address
from publisher.text.characters import one_line
from publisher.text.dates.feeds import read_feed_date

if TYPE_CHECKING:
    from publisher.sources.inputs.resource import Place

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
    identity = _text(entry.get("id")).strip()
    link = web_address(entry.get("url"), site or document) or web_address(identity)
    base = base_of(link, site, document)
    html, text = _text(entry.get("content_html")), _text(entry.get("content_text"))
    summary = one_line(_text(entry.get("summary")))
    body = html if html.strip() else html_of_text(text)
    language = language_tag(entry.get("language")) or spoken
    written = _text(entry.get("date_published"))
    published = _moment(written, language)
    updated = _moment(_text(entry.get("date_modified")), language)
    files = entry.get("attachments")
    enclosures = once(
        [
            enclosure(
                each.get("url"),
                each.get("mime_type"),
                _size(each.get("size_in_bytes")),
                base,
                duration=each.get("duration_in_seconds"),
                title=each.get("title"),
            )
            for each in (files if isinstance(files, list) else ())
            if isinstance(each, dict)
        ]
    )
    names = entry.get("tags")
    changed = updated if isinstance(updated, datetime) else None
    return Item(
        number=number,
        id=identity,
        link=link,
        title=plain_words(_text(entry.get("title")))
        if "&" in _text(entry.get("title"))
        else one_line(_text(entry.get("title"))),
        html=body or html_of_text(summary),
        base=base,
        summary=summary if body else "",
        published=published or updated,
        updated=changed if published else None,
        unread_date=one_line(written),
        language=language_tag(entry.get("language")),
        authors=_people(entry),
        tags=tuple(filter(None, (one_line(_text(name)) for name in (names if isinstance(names, list) else ())))),
        enclosures=enclosures,
        image=web_address(entry.get("image"), base) or web_address(entry.get("banner_image"), base) or None,
        episode=episode_in_json(entry, base),
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


def _size(value: object) -> object:
    return int(value) if isinstance(value, float) and 0 <= value < 1e15 else value


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
