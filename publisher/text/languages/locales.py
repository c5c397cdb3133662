"""What CLDR knows of a language, apart from what it knows of all others."""

from __future__ import annotations

from copy import deepcopy
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel import Locale

#: Names that Babel keeps in tables which languages share.
_SHARED = ("months", "days", "quarters", "eras", "day_periods")


@cache
def nearest_locale(language: str) -> Locale:
    """Return the nearest locale that CLDR knows: of the whole tag (BCP 47), of its first part, or English."""
    from babel import Locale
    from babel.core import UnknownLocaleError

    tag = language.replace("_", "-")
    for part in (tag, tag.partition("-")[0]):
        try:
            return _apart(Locale.parse(part, sep="-"))
        except (UnknownLocaleError, ValueError):
            continue
    return _apart(Locale("en"))


def _apart(locale: Locale) -> Locale:
    """Return *locale* with tables of its own.

    Babel notes in a table that languages inherit what a name stands for in the
    language that was asked first: after a Hebrew month, a Dutch one would be
    called ``M06``.  What a build writes must not depend on such an order.
    """
    from babel import localedata

    data = localedata.load(str(locale))
    for table in _SHARED:
        if table in data:
            data[table] = deepcopy(data[table])
    return locale


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


def language_name(tag: str) -> str:
    """Return the name of a language in that language; the tag itself where CLDR has none.

    >>> language_name("nl"), language_name("en-GB"), language_name("x-klingon")
    ('Nederlands', 'British English', 'x-klingon')
    """
    from babel import Locale
    from babel.core import UnknownLocaleError

    try:
        locale = Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return tag
    from babel.localedata import load

    names = load(str(locale))["languages"]
    name: str = names.get(str(locale)) or locale.get_language_name() or tag
    return f"{name[:1].upper()}{name[1:]}"
