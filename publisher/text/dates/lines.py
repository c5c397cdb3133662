"""Recognise a whole line that is a full date, in any language that CLDR knows.

A heading names the weekday, the day, the month and the year, as its language
writes them, and nothing else::

    maandag 26 februari 2018          понедельник, 26 февраля 2018 г.
    Monday, February 26, 2018         2018年2月26日月曜日
    lunes, 26 de febrero de 2018      2018. február 26., hétfő

Case, accents, commas, kinds of blank and of apostrophe, ordinals (``1er``,
``2nd``) and native digits make no difference.  A date with other words beside
it, without its weekday, or with a full stop behind it, is not a heading.  The
weekday has to agree with the date: of two languages that could be meant, the
one in which it agrees wins; where it agrees in none, the answer is `Doubtful`.

The names and the orders of the parts are those of CLDR's full date formats
(`publisher.text.dates.names`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from publisher.text.dates.names import Names, fold, languages, numbered

#: No full date of any language is longer.
LONGEST = 90

#: Thai and Lao years count from 543 years earlier; no archive is older than this.
BUDDHIST_ERA = 543
FIRST_BUDDHIST_YEAR = 2400

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_YEAR = re.compile(r"\d{4}")
_WORD = re.compile(r"[^\W\d_]+")
#: A piece of a shape: letters that stand for themselves, in square brackets, or one sign.
_PIECE = re.compile(r"\[([^\]]*)\]|(.)")
#: A weekday that touches other letters: ``E[ko]``, ``[vào]E``, ``E፡``.
_GLUED = re.compile(r"E(?:\[(.*?)\]|([፥፡]))|\[([^\]]*)\]E")


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubtful:
    """A line in the shape of a date heading that names no real day."""

    #: Why it is no heading, as a clause without a full stop.
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Language:
    """What the table says about one language, made ready when it is first needed."""

    pattern: re.Pattern[str]
    months: dict[str, int]
    weekdays: dict[str, int]
    buddhist: bool


def read_date_heading(line: str) -> date | Doubtful | None:
    """Read *line* as a date heading.

    Returns:
        The day; `Doubtful` for a date in full that the calendar does not have,
        or that falls on another weekday; None for any other line.
    """
    if len(line) > LONGEST or not _YEAR.search(line):
        return None
    text = fold(line)
    doubt = None
    for language in _candidates(text):
        found = _read(_language(language), text)
        if isinstance(found, date):
            return found
        doubt = doubt or found
    return doubt


def _read(language: _Language, text: str) -> date | Doubtful | None:
    """Match *text* against the orders of one language."""
    match = language.pattern.fullmatch(text)
    if match is None:
        return None
    part = {name[0]: value for name, value in match.groupdict().items() if value is not None}
    month = int(part["m"]) if "m" in part else language.months[part["M"]]
    year = int(part["y"])
    if language.buddhist and year > FIRST_BUDDHIST_YEAR:
        year -= BUDDHIST_ERA
    try:
        day = date(year, month, int(part["d"]))
    except ValueError:
        return Doubtful(reason=f"{year:04}-{month:02}-{int(part['d']):02} is not in the calendar")
    if day.weekday() != language.weekdays[part["E"]]:
        return Doubtful(reason=f"{day} is a {WEEKDAYS[day.weekday()]}")
    return day


def _candidates(text: str) -> list[Names]:
    """Languages whose weekdays could stand in the folded *text*, each once, in the order of the table."""
    by_word, glued = _index()
    found = dict.fromkeys(names for word in _WORD.findall(text) for names in by_word.get(word, ()))
    return [*found, *(names for names, literal in glued.items() if literal in text)]


@cache
def _index() -> tuple[dict[str, list[Names]], dict[Names, str]]:
    """Languages by the first word of each weekday; those that glue a weekday to a literal, with that literal."""
    by_word: dict[str, list[Names]] = {}
    glued = {}
    for names in languages():
        if literal := _GLUED.search(names.shapes):
            glued[names] = literal[literal.lastindex or 0]
        for word in {_WORD.findall(name)[0] for name in numbered(names.weekdays, start=0)}:
            by_word.setdefault(word, []).append(names)
    return by_word, glued


@cache
def _language(names: Names) -> _Language:
    """Compile the shapes of one language.

    A shape is a folded CLDR pattern: ``E`` weekday, ``d`` day, ``M`` month by
    name, ``m`` month by number, ``y`` year, ``~`` perhaps a blank; other letters
    stand in square brackets.
    """
    months, weekdays = numbered(names.months, start=1), numbered(names.weekdays, start=0)
    fields = {
        "E": f"(?P<E{{0}}>{_any_of(weekdays)})",
        "M": f"(?P<M{{0}}>{_any_of(months)})",
        "m": r"(?P<m{0}>\d{{1,2}})",
        "d": r"(?P<d{0}>\d{{1,2}})(?:st|nd|rd|th|er|re|e|a|o|º|°|ª)?",
        "y": r"(?P<y{0}>\d{{4}})",
        "~": " ?",
    }
    sources = (
        "".join(
            fields[sign].format(number) if sign in fields else re.escape(literal or sign)
            for literal, sign in _PIECE.findall(shape)
        )
        for number, shape in enumerate(names.shapes.split(";"))
    )
    return _Language(
        pattern=re.compile("|".join(sources)), months=months, weekdays=weekdays, buddhist=names.language in {"th", "lo"}
    )


def _any_of(names: dict[str, int]) -> str:
    """Alternatives of a regular expression, longest first."""
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
