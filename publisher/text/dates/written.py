"""Dates as people and their programs write them, into front matter and into feeds: one reader a spelling."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

from publisher.text.dates.names import fold, month_of

_MONTHS = {name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}  # noqa: SIM905
_HOURS = {
    "Z": 0, "UTC": 0, "GMT": 0, "WET": 0, "BST": 1, "WEST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "MSK": 3,
    "JST": 9, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
}  # fmt: skip
#: ``+02:00``, ``GMT-5``.
_OFFSET = re.compile(r"(?:UTC|GMT)?\s?([+-])(\d{1,2})(?::?(\d{2}))?")
#: Years outside of these are placeholders or slips, and break arithmetic with zones.
FIRST_YEAR, LAST_YEAR = 1000, 9998
#: No date that is written out is longer.
LONGEST = 100


def read_date(value: object) -> date | datetime | None:
    """Return a date, or a time that is naive where no zone is written; None for an empty value.

    A time in the year 1 (Hugo's zero) counts as empty.

    Raises:
        ValueError: It is no date, or one that does not exist; the message says which.

    >>> read_date("2013-05-06 02:12:52 +0200").isoformat()
    '2013-05-06T02:12:52+02:00'
    >>> read_date("April 20, 2011")
    datetime.date(2011, 4, 20)
    """
    if isinstance(value, str):
        found = _read(value)
    elif isinstance(value, (date, datetime)):
        found = value
    elif value is None or isinstance(value, bool):
        return None
    else:
        raise ValueError(f"{str(value)[:60]!r} is not a date")
    if found is None or found.year == 1:
        return None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise ValueError(f"the year of {str(value)[:60]!r} cannot be meant")
    if isinstance(found, datetime):
        return found.replace(microsecond=0)
    return found


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
    found = _IN_ANY_LANGUAGE.fullmatch(fold(written)) if len(written) <= LONGEST else None
    if found is None:
        return None
    day, word, year, hour, minute, second, zone = found.groups()
    month = month_of(word, language or "") or month_of(word)
    if month is None:
        return None
    try:
        moment = _moment(
            date(int(year), month, int(day)), (hour, minute, second), None, zone if _is_zone(zone) else "Z"
        )
    except ValueError:
        return None
    return moment


def _read(text: str) -> date | datetime | None:
    try:
        if len(text) == 10 and text[4] == "-" == text[7]:
            return date.fromisoformat(text)
        if len(text) > 15 and text[4] == "-" and text[10] in "T ":
            return datetime.fromisoformat(text)
    except ValueError:
        pass
    words = text.strip()
    if not words:
        return None
    try:
        for spelling, reader in _READERS if len(words) <= LONGEST else ():
            match = spelling.fullmatch(words)
            if match is not None and (found := reader(match)) is not None:
                return found
    except ValueError as error:
        raise ValueError(f"{words!r} is a date that does not exist") from error
    raise ValueError(f"{words[:60]!r} is not a date")


def _numbers(match: re.Match[str]) -> date | datetime | None:
    """Read ``2013-05-06 02:12:52 +0200``, ``2013/5/6``, ``2013-05-06 2:12 PM``."""
    year, _, month, day, hour, minute, second, half, zone = match.groups()
    return _moment(date(int(year), int(month), int(day)), (hour, minute, second), half, zone)


def _words(match: re.Match[str]) -> date | datetime | None:
    """Read ``Mon, 6 May 2013 02:12 CEST``, ``May 6th, 2013``."""
    day, month, american_month, american_day, year, hour, minute, second, half, zone = match.groups()
    number = _MONTHS.get((month or american_month)[:3].lower())
    if number is None:
        return None
    return _moment(date(int(year), number, int(day or american_day)), (hour, minute, second), half, zone)


def _day_first(match: re.Match[str]) -> date:
    """Read ``6.5.2013``."""
    return date(int(match[3]), int(match[2]), int(match[1]))


def _year_last(match: re.Match[str]) -> date | None:
    """Read ``26/5/2013`` and ``5/26/2013``, but not ``5/6/2013``: only the numbers can tell the order."""
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    if first > 12 or first == second:
        return date(year, second, first)
    return date(year, first, second) if second > 12 else None


def _clock_first(match: re.Match[str]) -> date | datetime | None:
    """Read ``Mon May  6 02:12:52 CEST 2013``, as the command ``date`` prints it."""
    month, day, hour, minute, second, zone, year = match.groups()
    number = _MONTHS.get(month.lower())
    return None if number is None else _moment(date(int(year), number, int(day)), (hour, minute, second), None, zone)


def _moment(
    day: date, clock: tuple[str | None, str | None, str | None], half: str | None, zone: str | None
) -> date | datetime | None:
    hour, minute, second = clock
    if hour is None or minute is None:
        return day
    hours = int(hour)
    if half:
        hours = hours % 12 + (12 if half in "pP" else 0)
    moment = datetime(day.year, day.month, day.day, hours, int(minute), int(second or 0))
    return moment if zone is None else moment.replace(tzinfo=_zone(zone))


def _is_zone(written: str | None) -> bool:
    return written is not None and (written.upper() in _HOURS or written[0] in "+-")


def _zone(written: str) -> timezone:
    text = written.upper()
    if text in _HOURS:
        return timezone(timedelta(hours=_HOURS[text])) if _HOURS[text] else UTC
    digits = _OFFSET.fullmatch(text)
    if digits is None:
        raise ValueError(f"unknown zone {written}")
    offset = timedelta(hours=int(digits[2]), minutes=int(digits[3] or 0))
    return timezone(-offset if digits[1] == "-" else offset)


#: Spellings in front matter, and the function that reads each.
_READERS = (
    (
        re.compile(
            r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})"
            r"(?:[T ,_-]+(\d{1,2}):(\d{2})(?::(\d{1,2})(?:[.,]\d+)?)?(?: \1)?\s*([AaPp])?(?:[.]?[Mm][.]?)?\s*"
            r"(Z|z|[A-Za-z]{2,5}|(?:UTC|GMT)?\s?[+-]\d{1,2}(?::?\d{2})?)?)?"
        ),
        _numbers,
    ),
    (
        re.compile(
            r"(?:[A-Za-z]{3,9},?\s+)?(?:(\d{1,2})(?:st|nd|rd|th|\.)?[\s-]+([A-Za-z]{3,9})\.?|([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?)"
            r"[\s,-]+(\d{4})(?:[\s,]+(?:at\s+)?(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([AaPp])?(?:[.]?[Mm][.]?)?\s*"
            r"(Z|[A-Za-z]{2,5}|[+-]\d{1,2}:?\d{2})?)?"
        ),
        _words,
    ),
    (re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})"), _day_first),
    (re.compile(r"(\d{1,2})([-/])(\d{1,2})\2(\d{4})"), _year_last),
    (
        re.compile(
            r"[A-Za-z]{3},?\s+([A-Za-z]{3})\s+(\d{1,2})\s+(\d{2}):(\d{2}):(\d{2})\s+(?:([A-Z]{3,4}|[+-]\d{4})\s+)?(\d{4})"
        ),
        _clock_first,
    ),
)
#: ``lun. 5 mars 2018 10:00:00 +0100``, folded.
_IN_ANY_LANGUAGE = re.compile(
    r"(?:[^\W\d_]+[.,]*\s+)?(\d{1,2})[.,]?\s+(?:de\s+|d')?([^\W\d_]+)[.,]?\s+(?:de\s+)?(\d{4})"
    r"(?:,?\s+(\d{1,2}):(\d\d)(?::(\d\d))?\s*([A-Za-z]{1,5}|[+-]\d{4}|[+-]\d\d:\d\d)?)?"
)
