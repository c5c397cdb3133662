"""Days as a language writes them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from babel import Locale


def full_day(day: date, language: str) -> str:
    """Return a day with its weekday.

    >>> from datetime import date
    >>> full_day(date(2018, 2, 22), "nl")
    'donderdag 22 februari 2018'
    """
    from babel.dates import format_date

    return format_date(day, "full", _locale(language))


def day_of_month(day: date, language: str) -> str:
    """Return a day without its year, short.

    >>> from datetime import date
    >>> day_of_month(date(2018, 2, 22), "nl")
    '22 feb'
    """
    from babel.dates import format_skeleton

    return format_skeleton("MMMd", day, locale=_locale(language))


def month(day: date, language: str) -> str:
    """Return the month's name as it stands alone, in a heading.

    >>> from datetime import date
    >>> month(date(2018, 2, 22), "ru")
    'февраль'
    """
    from babel.dates import format_date

    return format_date(day, "LLLL", _locale(language))


def direction(language: str) -> str:
    """Return the value of HTML's ``dir``: ``ltr`` or ``rtl``."""
    return _locale(language).text_direction


@cache
def _locale(language: str) -> Locale:
    """Return the nearest locale that CLDR knows: of the whole tag, of its first part, or English."""
    from babel import Locale
    from babel.core import UnknownLocaleError

    for tag in (language, language.partition("-")[0]):
        try:
            return Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en")
