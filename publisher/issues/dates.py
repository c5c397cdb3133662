"""Days and periods as the publication's language writes them."""

from __future__ import annotations

from datetime import date, timedelta

from publisher.model.locales import nearest_locale


def full_day(day: date, language: str) -> str:
    """Return the day with its weekday.

    >>> full_day(date(2018, 2, 22), "nl")
    'donderdag 22 februari 2018'
    """
    from babel.dates import format_date

    return format_date(day, format="full", locale=nearest_locale(language))


def period(since: date, until: date, language: str) -> str:
    """Return the name of a period, both days included: a year, a month, a day, or from and until.

    >>> period(date(2018, 2, 1), date(2018, 2, 28), "nl")
    'februari 2018'
    """
    from babel.dates import format_date, format_interval, format_skeleton

    locale = nearest_locale(language)
    after = until + timedelta(days=1)
    if since == until:
        named = format_date(since, format="long", locale=locale)
    elif since.day != 1 or after.day != 1:
        named = format_interval(since, until, skeleton="yMMMd", locale=locale)
    elif (since.month, after.month, after.year) == (1, 1, since.year + 1):
        named = format_skeleton("y", since, locale=locale)
    elif (since.year, since.month) == (until.year, until.month):
        named = format_skeleton("yMMMM", since, locale=locale)
    else:
        named = format_interval(since, until, skeleton="yMMMM", locale=locale)
    # CLDR's thin spaces show as boxes in some mail programs' subject lines.
    return named.replace("\u2009", " ").replace("\u202f", "\u00a0")


def is_right_to_left(language: str) -> bool:
    """Say whether the language is written from right to left."""
    return nearest_locale(language).text_direction == "rtl"
