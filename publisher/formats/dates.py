"""Days as a language writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.model.locales import nearest_locale

if TYPE_CHECKING:
    from datetime import date


def full_day(day: date, language: str) -> str:
    """Return a day with its weekday.

    >>> from datetime import date
    >>> full_day(date(2018, 2, 22), "nl")
    'donderdag 22 februari 2018'
    """
    from babel.dates import format_date

    return format_date(day, "full", nearest_locale(language))


def day_of_month(day: date, language: str) -> str:
    """Return a day without its year, short.

    >>> from datetime import date
    >>> day_of_month(date(2018, 2, 22), "nl")
    '22 feb'
    """
    from babel.dates import format_skeleton

    return format_skeleton("MMMd", day, locale=nearest_locale(language))


def month(day: date, language: str) -> str:
    """Return the month's name as it stands alone, in a heading.

    >>> from datetime import date
    >>> month(date(2018, 2, 22), "ru")
    'февраль'
    """
    from babel.dates import format_date

    return format_date(day, "LLLL", nearest_locale(language))


def direction(language: str) -> str:
    """Return the value of HTML's ``dir``: ``ltr`` or ``rtl``."""
    return nearest_locale(language).text_direction
