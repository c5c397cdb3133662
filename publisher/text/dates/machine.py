"""Dates as pages have them: for machines, for readers in any language, and in addresses."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from urllib.parse import urlsplit

from publisher.text.characters import one_line
from publisher.text.dates.lines import fold, read_date_heading
from publisher.text.dates.written import read_date

#: The Web began later than this; nothing on a page was published before.
FIRST_YEAR = 1990

#: No date that is written out is longer.
LONGEST = 90

_WEB_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d.*)?", re.DOTALL)
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(.*))?")
_SECONDS = re.compile(r"1\d{9}(?:\d{3})?")
_EAST_ASIAN = re.compile(r"(\d{4}) ?[年년] ?(\d{1,2}) ?[月월] ?(\d{1,2}) ?[日일]")
_NUMBERS = re.compile(r"\d+")
_IN_PATH = re.compile(r"/(\d{4})[/-](\d{1,2})[/-](\d{1,2})(?=[/_.-]|$)|/(\d{4})(\d\d)(\d\d)(?=[/_.-]|$)")
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
    for reader in (_web_date, _compact, _mail_date, _front_matter_date, _seconds):
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


def _web_date(text: str) -> date | datetime | None:
    if not _WEB_DATE.fullmatch(text):
        return None
    if len(text) == 10:
        return date.fromisoformat(text)
    return datetime.fromisoformat(re.sub(r" (?=[+-]\d\d:?\d\d$)|(?<=\d) ?UTC$", "", text) + "Z" * text.endswith("UTC"))


def _compact(text: str) -> date | datetime | None:
    found = _COMPACT.fullmatch(text)
    if found is None:
        return None
    day = date(int(found[1]), int(found[2]), int(found[3]))
    return day if found[4] is None else datetime.fromisoformat(text)


def _mail_date(text: str) -> datetime | None:
    if ":" not in text or not text[:1].isalnum():
        return None
    return parsedate_to_datetime(text) if re.match(r"(?:[A-Za-z]{3}, ?)?\d{1,2} [A-Za-z]{3} \d{4} ", text) else None


def _front_matter_date(text: str) -> date | datetime | None:
    return read_date(text)


def _seconds(text: str) -> datetime | None:
    return datetime.fromtimestamp(int(text[:10]), UTC) if _SECONDS.fullmatch(text) else None


def _with_month(text: str, language: str | None) -> date | None:
    """Read day, month by name and year, in any order, in the language of the page."""
    if found := _EAST_ASIAN.search(text):
        return _day(found[1], int(found[2]), found[3])
    folded = fold(text)
    numbers = _NUMBERS.findall(folded)
    years = [number for number in numbers if len(number) == 4]
    days = [number for number in numbers if len(number) <= 2]
    if len(years) != 1 or not days or len(numbers) > 4:
        return None
    letters = f" {' '.join(re.sub(r'[0-9.:]+', ' ', folded).split())} "
    for months in (_months((language or "en").partition("-")[0].lower()), _months("en")):
        for name, month in months.items():
            if f" {name} " in letters and len(letters) - len(name) <= LONGEST // 2:
                return _day(years[0], month, days[0])
    return None


def _day(year: str, month: int, day: str) -> date | None:
    try:
        return date(int(year), month, int(day))
    except ValueError:
        return None


@cache
def _months(language: str) -> dict[str, int]:
    """Return the names of the months of a language, longest first, and their first three letters."""
    from publisher.text.dates.names import TABLE

    names: dict[str, int] = {}
    for row in TABLE.splitlines():
        code, _, months, _ = row.split("|")
        if code.partition("_")[0] == language:
            for number, spellings in enumerate(months.split(";"), 1):
                names |= {name: number for name in spellings.split("/") if name}
    short = {name[:3]: number for name, number in names.items()}
    if len(short) == 12:
        names = short | names
    return dict(sorted(names.items(), key=lambda each: -len(each[0])))
