"""Names of months and weekdays in every language that CLDR knows: the one reader of ``names.txt``.

A line of that file is ``language|shapes|months from January|weekdays from Monday``, folded as `fold` does.  Shapes,
months and weekdays are separated by ``;``, other spellings of one name by ``/``.  ``tools/make_date_headings.py`` makes
the file.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import NamedTuple

#: Letters by which a month is recognised at least.
SHORTEST = 3

#: Marks of Latin and Arabic letters, which people leave out: "février" is "fevrier".
_MARKS = re.compile("[\u0300-\u036f\u064b-\u0655\u0670]+")
_SEPARATORS = ".,،፣、၊།·"
_FOLDED = str.maketrans(
    dict.fromkeys(_SEPARATORS, " ")
    | dict.fromkeys("’ʼ‘ʻ`´", "'")
    | dict.fromkeys("‐‑‒–—", "-")
    | {"（": "(", "）": ")", "ı": "i", "ي": "ی", "ك": "ک"}
    | dict.fromkeys("\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u2060\ufeff", "")
)


class Names(NamedTuple):
    """One language, as the file has it."""

    language: str
    #: Orders of the parts of a full date.
    shapes: str
    months: str
    weekdays: str


def fold(text: str) -> str:
    """Reduce *text* to what tells names apart: no case, accents, marks or separators, single blanks.

    A separator at either end stays: it is part of a sentence or a list, not of a heading.

    >>> fold("LUNDI,  26 Février 2018")
    'lundi 26 fevrier 2018'
    """
    text = _MARKS.sub("", unicodedata.normalize("NFD", text.strip().casefold()))
    folded = " ".join(text.translate(_FOLDED).split())
    if text[:1] in _SEPARATORS:
        folded = f".{folded}"
    return f"{folded}." if text[-1:] in _SEPARATORS else folded


@cache
def languages() -> tuple[Names, ...]:
    """Return the table, in its order."""
    text = Path(__file__).with_name("names.txt").read_text("utf-8")
    return tuple(Names(*line.split("|")) for line in text.splitlines())


def numbered(names: str, *, start: int) -> dict[str, int]:
    """Return the number of each name of a column.

    >>> numbered("januar/janner;februar", start=1)
    {'januar': 1, 'janner': 1, 'februar': 2}
    """
    return {name: i for i, each in enumerate(names.split(";"), start) for name in each.split("/") if name}


def month_of(word: str, language: str = "") -> int | None:
    """Return the number of a month, by its folded name or by a beginning of it, if that is one month only.

    Args:
        word: One word: "gener" where Catalan writes "de gener".
        language: BCP 47 tag; all languages where it is empty.  Some names are one month in Polish and another in
            Croatian.

    >>> month_of("febr", "nl"), month_of("ju", "nl"), month_of("listopad", "pl"), month_of("listopad")
    (2, None, 11, None)
    """
    known = _months(language.partition("-")[0].lower())
    numbers = known.get(word, frozenset())
    if not numbers and len(word) >= SHORTEST:
        numbers = frozenset().union(*(each for name, each in known.items() if name.startswith(word)))
    return next(iter(numbers)) if len(numbers) == 1 else None


@cache
def month_names(language: str) -> dict[str, int]:
    """Return the numbers of the folded names of months in a language (BCP 47), the longest name first."""
    primary = language.partition("-")[0].lower()
    months = [each.months for each in languages() if each.language == primary]
    names = {name: number for each in months for name, number in numbered(each, start=1).items()}
    return dict(sorted(names.items(), key=lambda each: -len(each[0])))


@cache
def _months(language: str) -> dict[str, frozenset[int]]:
    """Return the numbers of each name in a language, or in all: some names are several months."""
    found: dict[str, frozenset[int]] = {}
    for each in languages():
        if not language or each.language == language:
            for name, number in numbered(each.months, start=1).items():
                word = name.rpartition(" ")[2].rpartition("'")[2]
                found[word] = found.get(word, frozenset()) | {number}
    return found
