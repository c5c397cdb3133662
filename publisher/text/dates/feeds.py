"""Dates of feeds that are written in the language of the feed, against RFC 822."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from functools import cache

from publisher.text.dates.lines import fold

_SHAPE = re.compile(
    r"(?:[^\W\d_]+[.,]*\s+)?(\d{1,2})[.,]?\s+(?:de\s+|d')?([^\W\d_]+)[.,]?\s+(?:de\s+)?(\d{4})"
    r"(?:,?\s+(\d{1,2}):(\d\d)(?::(\d\d))?\s*([A-Za-z]{1,5}|[+-]\d{4}|[+-]\d\d:\d\d)?)?"
)
_ENGLISH = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

#: A month is recognised by so many letters.
_SHORTEST = 3


def read_feed_date(written: str, language: str | None = None) -> date | datetime | None:
    """Read a date whose month stands in any language that CLDR knows; without a zone it is UTC.

    Args:
        written: The date.
        language: BCP 47 tag of the feed: some names are one month in Polish and another in Croatian.

    >>> read_feed_date("lun., 05 mars 2018 10:00:00 +0100").isoformat()
    '2018-03-05T10:00:00+01:00'
    >>> read_feed_date("3 september 2018"), read_feed_date("today")
    (datetime.date(2018, 9, 3), None)
    """
    if len(written) > 100:
        return None
    found = _SHAPE.fullmatch(fold(written))
    month = (_month(found[2], language or "") or _month(found[2], "")) if found else None
    if found is None or month is None:
        return None
    day, _, year, hour, minute, second, zone = found.groups()
    try:
        if hour is None:
            return date(int(year), month, int(day))
        zone = (zone or "+0000").replace(":", "").upper()
        moment = parsedate_to_datetime(f"{day} {_ENGLISH[month - 1]} {year} {hour}:{minute}:{second or '00'} {zone}")
    except (ValueError, TypeError, OverflowError):
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def _month(word: str, language: str) -> int | None:
    """Return the number of a month, by its name or by a beginning of it, if that is one month only."""
    known = _months(language.partition("-")[0].lower())
    numbers = known.get(word, frozenset())
    if not numbers and len(word) >= _SHORTEST:
        numbers = frozenset().union(*(each for name, each in known.items() if name.startswith(word)))
    return next(iter(numbers)) if len(numbers) == 1 else None


@cache
def _months(language: str) -> dict[str, frozenset[int]]:
    """Return name → numbers in a language, or in all: some names are several months."""
    from publisher.text.dates.names import TABLE

    found: dict[str, frozenset[int]] = {}
    for row in TABLE.splitlines():
        known_as, _, months, _ = row.split("|")
        if language and known_as.partition("-")[0] != language:
            continue
        for number, names in enumerate(months.split(";"), 1):
            for name in names.split("/"):
                word = name.rpartition(" ")[2].rpartition("'")[2]
                found[word] = found.get(word, frozenset()) | {number}
    return found
