"""Addresses of posts as the site generators make them from a pattern."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, tzinfo

_MONTHS = "January February March April May June July August September October November December".split()  # noqa: SIM905
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()  # noqa: SIM905
_SAFE = "/:@!$&'()*+,;=-._~%"


def hyphened(words: str) -> str:
    """Return *words* in lower case, letters of any alphabet kept, everything between them a hyphen.

    >>> hyphened("C'est l'été, à 7 h.")
    'c-est-l-été-à-7-h'
    """
    return re.sub(r"[\W_]+", "-", unicodedata.normalize("NFC", words).lower()).strip("-")


def ascii_slug(words: str) -> str:
    """Return *words* as ASCII letters and digits with hyphens between, as Zola does; nothing where some have none.

    >>> ascii_slug("Été, à 7 h."), ascii_slug("雨")
    ('ete-a-7-h', '')
    """
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode("ascii")
    if sum(map(str.isalnum, plain)) < sum(map(str.isalnum, unicodedata.normalize("NFC", words))):
        return ""
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def local_day(published: date | datetime, zone: tzinfo | None) -> date | datetime:
    """Return a moment as the clocks of the site show it."""
    if isinstance(published, datetime) and published.tzinfo is not None and zone is not None:
        return published.astimezone(zone)
    return published
