"""Dates as pages have them: for machines, for readers in any language, and in addresses."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from itertools import chain
from urllib.parse import urlsplit

from publisher.text.characters import one_line
from publisher.text.dates.lines import read_date_heading
from publisher.text.dates.names import SHORTEST, fold, month_names, month_of
from publisher.text.dates.written import read_date

#: The Web began later than this; nothing on a page was published before.
FIRST_YEAR = 1990

#: No date that is written out is longer.
LONGEST = 90

#: Letters beside the name of its month.
MOST_LETTERS = 45

#: The beginning of a date of RFC 5322: ``Sun, 08 May 2016``.
_MAIL_DATE = re.compile(r"(?:[A-Za-z]{3}, ?)?\d{1,2} [A-Za-z]{3} \d{4} (?=.*:)")
#: Without any sign between: ``20160508``, ``20160508T004800Z``.
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(.*))?")
#: Since 1970, or thousandths of them: ``1462665600``.
_SECONDS = re.compile(r"1\d{9}(?:\d{3})?")
#: ``2016年5月8日``, ``2016년 5월 8일``.
_EAST_ASIAN = re.compile(r"(\d{4}) ?[年년] ?(\d{1,2}) ?[月월] ?(\d{1,2}) ?[日일]")
_NUMBERS = re.compile(r"\d+")
#: ``/2016/05/08/``, ``/2016-05-08-title``, ``/20160508.html``.
_IN_PATH = re.compile(r"/(\d{4})[/-](\d{1,2})[/-](\d{1,2})(?=[/_.-]|$)|/(\d{4})(\d\d)(\d\d)(?=[/_.-]|$)")
#: ``Posted on 8 May 2016``.
_LABEL = re.compile(
    r"^(?:posted|published|written|publié|publicado|pubblicato|veröffentlicht|geplaatst|gepubliceerd)?"
    r" ?(?:on|at|le|el|il|am|op|em)?:? ",
    re.IGNORECASE,
)


def read_machine_date(text: str) -> date | datetime | None:
    """Read a date that is meant for machines; None if it is none, or cannot be meant.

    >>> read_machine_date("2016-05-08T00:48:00-07:00").isoformat()
    '2016-05-08T00:48:00-07:00'
    >>> read_machine_date("2016-05-08")
    datetime.date(2016, 5, 8)
    """
    text = " ".join(text.split())
    if not text or len(text) > LONGEST:
        return None
    for reader in _READERS:
        try:
            found = reader(text)
        except (ValueError, TypeError, OverflowError, IndexError):
            continue
        if found is not None and FIRST_YEAR <= found.year <= 9998:
            return found.replace(microsecond=0) if isinstance(found, datetime) else found
    return None


def read_written_date(text: str, language: str | None = None) -> date | datetime | None:
    """Read a date that is meant for readers: whole, with its year, and nothing but a label before it.

    Args:
        text: One line.
        language: BCP 47 tag of the page, for the names of its months; English is always read.

    >>> read_written_date("12. März 2010", "de")
    datetime.date(2010, 3, 12)
    """
    text = one_line(text)
    if not text or len(text) > LONGEST:
        return None
    heading = read_date_heading(text)
    if isinstance(heading, date):
        return heading
    for candidate in dict.fromkeys((text, _LABEL.sub("", text))):
        try:
            found = read_date(candidate.strip())
        except ValueError:
            found = _with_month(candidate, language)
        if found is not None and FIRST_YEAR <= found.year <= 9998:
            return found
    return None


def date_in_address(address: str) -> date | None:
    """Return the day that the path of an address or a file names, if it names one.

    >>> date_in_address("https://example.org/2018/02/26/title.html")
    datetime.date(2018, 2, 26)
    >>> date_in_address("posts/2018-02-26-title.html")
    datetime.date(2018, 2, 26)
    """
    try:
        path = f"/{urlsplit(address).path.lstrip('/')}"
    except ValueError:
        return None
    for found in _IN_PATH.finditer(path):
        year, month, day = (int(number) for number in found.groups() if number)
        try:
            if FIRST_YEAR <= year <= 2200:
                return date(year, month, day)
        except ValueError:
            continue
    return None


def _compact(text: str) -> date | datetime | None:
    """Read ``20160508`` and ``20160508T004800Z``."""
    found = _COMPACT.fullmatch(text)
    if found is None:
        return None
    day = date(int(found[1]), int(found[2]), int(found[3]))
    return day if found[4] is None else datetime.fromisoformat(text)


def _mail_date(text: str) -> datetime | None:
    """Read ``Sun, 08 May 2016 00:48:00 XYZ`` (RFC 5322), whatever zone it names."""
    return parsedate_to_datetime(text) if _MAIL_DATE.match(text) else None


def _seconds(text: str) -> datetime | None:
    """Read seconds since 1970 or thousandths of them, such as ``1462665600``."""
    return datetime.fromtimestamp(int(text[:10]), UTC) if _SECONDS.fullmatch(text) else None


#: Spellings for machines, the most usual first.
_READERS = (read_date, _compact, _mail_date, _seconds)


def _with_month(text: str, language: str | None) -> date | None:
    """Read day, month by name and year, in any order, in the language of the page or in English."""
    if found := _EAST_ASIAN.search(text):
        return _day(found[1], int(found[2]), found[3])
    folded = fold(text)
    numbers = _NUMBERS.findall(folded)
    years = [number for number in numbers if len(number) == 4]
    days = [number for number in numbers if len(number) <= 2]
    if len(years) != 1 or not days or len(numbers) > 4:
        return None
    words = "".join(" " if sign in "0123456789.:" else sign for sign in folded).split()
    month = _month(words, language or "en") or _month(words, "en")
    return None if month is None else _day(years[0], month, days[0])


def _month(words: list[str], language: str) -> int | None:
    """Return the month that *words* name, whole or by three letters, among few others."""
    line = f" {' '.join(words)} "
    whole = ((name, month) for name, month in month_names(language).items() if f" {name} " in line)
    short = ((word, month_of(word, language)) for word in words if len(word) == SHORTEST)
    return next((month for name, month in chain(whole, short) if month and len(line) - len(name) <= MOST_LETTERS), None)


def _day(year: str, month: int, day: str) -> date | None:
    try:
        return date(int(year), month, int(day))
    except ValueError:
        return None
