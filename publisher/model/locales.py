"""What CLDR knows of a language, apart from what it knows of all others."""

from __future__ import annotations

from copy import deepcopy
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
