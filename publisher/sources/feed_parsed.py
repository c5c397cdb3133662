"""What feedparser made of the texts, people and dates of a feed, put right."""

from __future__ import annotations

import re
from calendar import timegm
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from publisher.content.characters import one_line
from publisher.content.feed_dates import read_feed_date
from publisher.model.entry import Person, Republished
from publisher.sources.feed_items import NO_YEAR, html_of_markup, html_of_text, person, plain_words, web_address

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


def words_of(detail: Parsed | None) -> str:
    """Return a text as plain words in one line."""
    if not detail:
        return ""
    value = str(detail.get("value") or "")
    return plain_words(value) if detail.get("type") in HTML else one_line(value)


def people_of(context: Parsed) -> Iterator[Person]:
    """Yield who wrote a feed or an item, once each."""
    listed = dict.get(context, "authors", ()) or ()
    alone = one_line(str(dict.get(context, "author") or ""))
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
    title = words_of(dict.get(source, "title_detail")) or one_line(str(dict.get(source, "title") or ""))
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
