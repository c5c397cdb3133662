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

The names and the orders of the parts come from CLDR's full date formats, by way
of the table in `publisher.text.dates.names`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache

#: No full date of any language is longer.
LONGEST = 90

#: Thai and Lao years count from 543 years earlier; no archive is older than this.
BUDDHIST_ERA = 543
FIRST_BUDDHIST_YEAR = 2400

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_four_digits = re.compile(r"\d{4}")
_words = re.compile(r"[^\W\d_]+")
_marks = re.compile("[\u0300-\u036f\u064b-\u0655\u0670]+")
_separators = ".,،፣、၊།·"
_folded = str.maketrans(
    dict.fromkeys(_separators, " ")
    | dict.fromkeys("’ʼ‘ʻ`´", "'")
    | dict.fromkeys("‐‑‒–—", "-")
    | {"（": "(", "）": ")", "ı": "i", "ي": "ی", "ك": "ک"}
    | dict.fromkeys("\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u2060\ufeff", "")
)


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
    if len(line) > LONGEST or not _four_digits.search(line):
        return None
    text = fold(line)
    doubt = None
    for language in _candidates(text):
        found = _read(_language(language), text)
        if isinstance(found, date):
            return found
        doubt = doubt or found
    return doubt


def fold(text: str) -> str:
    """Reduce *text* to what tells names apart: no case, accents, marks or separators, single blanks.

    A separator at either end stays: it is part of a sentence or a list, not of a heading.
    """
    text = _marks.sub("", unicodedata.normalize("NFD", text.strip().casefold()))
    folded = " ".join(text.translate(_folded).split())
    if text[:1] in _separators:
        folded = f".{folded}"
    return f"{folded}." if text[-1:] in _separators else folded


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


def _candidates(text: str) -> list[str]:
    """Rows of the table whose weekdays could stand in the folded *text*, each once, in the order of the table."""
    by_word, glued = _index()
    found = dict.fromkeys(row for word in _words.findall(text) for row in by_word.get(word, ()))
    return [*found, *(row for row, literal in glued.items() if literal in text)]


@cache
def _index() -> tuple[dict[str, list[str]], dict[str, str]]:
    """Rows by the first word of each weekday; rows that glue a weekday to a literal, with that literal."""
    from publisher.text.dates.names import TABLE

    by_word: dict[str, list[str]] = {}
    glued = {}
    for row in TABLE.splitlines():
        _, shapes, _, weekdays = row.split("|")
        if literal := re.search(r"E(?:\[(.*?)\]|([፥፡]))|\[([^\]]*)\]E", shapes):
            glued[row] = literal[literal.lastindex or 0]
        for word in {_words.findall(name)[0] for name in re.split("[;/]", weekdays) if name}:
            by_word.setdefault(word, []).append(row)
    return by_word, glued


@cache
def _language(row: str) -> _Language:
    """Compile one row: language, shapes, months from January, weekdays from Monday.

    A shape is a folded CLDR pattern: ``E`` weekday, ``d`` day, ``M`` month by
    name, ``m`` month by number, ``y`` year, ``G`` era; other letters stand in
    square brackets.
    """
    language, shapes, months, weekdays = row.split("|")
    month_of = {name: i for i, names in enumerate(months.split(";"), 1) for name in names.split("/") if name}
    weekday_of = {name: i for i, names in enumerate(weekdays.split(";")) for name in names.split("/") if name}
    fields = {
        "E": _any_of(weekday_of),
        "M": _any_of(month_of),
        "m": r"\d{1,2}",
        "d": r"\d{1,2}",
        "y": r"\d{4}",
    }
    after = {"d": r"(?:st|nd|rd|th|er|re|e|a|o|º|°|ª)?"}

    def source(number: int, shape: str) -> str:
        pieces = []
        for literal, name in re.findall(r"\[([^\]]*)\]|(.)", shape):
            if name in fields:
                pieces.append(f"(?P<{name}{number}>{fields[name]}){after.get(name, '')}")
            elif name == "~":
                pieces.append(" ?")
            else:
                pieces.append(re.escape(literal or name))
        return "".join(pieces)

    alternatives = "|".join(source(number, shape) for number, shape in enumerate(shapes.split(";")))
    return _Language(
        pattern=re.compile(alternatives), months=month_of, weekdays=weekday_of, buddhist=language in {"th", "lo"}
    )


def _any_of(names: dict[str, int]) -> str:
    """Alternatives of a regular expression, longest first."""
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
