"""Values of records as exports write them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from urllib.parse import urljoin, urlsplit

from publisher.text.dates.written import read_date


def first(value_of: Callable[[str], str], keys: Iterable[str]) -> str:
    """Return the value of the first of *keys* that has one; empty if none has.

    >>> first({"name": "", "title": "Ann"}.get, ("name", "title"))
    'Ann'
    """
    return next(filter(None, map(value_of, keys)), "")


def read_utc(written: object) -> date | datetime | None:
    """Return a date, or a time that is in UTC where no zone is written; None for an empty value.

    Raises:
        ValueError: It is neither.
    """
    return as_utc(read_date(written))


def as_utc(found: date | datetime | None) -> date | datetime | None:
    """Return a time without a zone as one in UTC; anything else as it is."""
    return found.replace(tzinfo=UTC) if isinstance(found, datetime) and found.tzinfo is None else found


def later(changed: date | datetime | None, published: date | datetime) -> datetime | None:
    """Return the time of the last change, where it is one and after the publication."""
    if not isinstance(changed, datetime) or not isinstance(published, datetime):
        return None
    return changed if changed.tzinfo and published.tzinfo and changed > published else None


def is_web(url: str) -> bool:
    """Tell whether an address is one of the Web, and whole."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc) and not re.search(r"[\s<>\"]", url)


def web_address(written: object, base: str = "") -> str:
    """Return an address made absolute, or nothing if it is none of http or https.

    >>> web_address("b.mp3", "https://example.org/a/"), web_address("javascript:x()")
    ('https://example.org/a/b.mp3', '')
    """
    if not isinstance(written, str) or not written.strip():
        return ""
    try:
        found = urljoin(base, written.strip())
        parts = urlsplit(found)
        good = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return ""
    return re.sub(r"\s", lambda blank: f"%{ord(blank[0]):02X}", found) if good else ""
