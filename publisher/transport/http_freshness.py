"""How long an answer is good for: what its headers say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

#: A number of seconds that no clock reaches: RFC 9111, section 1.2.2.
_MOST = 2**31


def lifetime(headers: Mapping[str, str]) -> int:
    """Return for how many seconds the server calls its answer fresh (RFC 9111, section 4.2); 0 where it does not say.

    >>> lifetime({"cache-control": "public, max-age=600", "age": "60"})
    540
    """
    directives = {
        name.strip().lower(): value.strip().strip('"')
        for name, _, value in (part.partition("=") for part in headers.get("cache-control", "").split(","))
    }
    if directives.keys() & {"no-cache", "no-store"}:
        return 0
    if "max-age" in directives:
        return max(0, _seconds(directives["max-age"]) - _seconds(headers.get("age", "")))
    expires, date = _moment(headers.get("expires", "")), _moment(headers.get("date", ""))
    if expires is None or date is None:
        return 0
    return min(max(0, int((expires - date).total_seconds())), _MOST)


def _seconds(value: str) -> int:
    value = value.strip()
    return min(int(value[:10]), _MOST) if value.isascii() and value.isdecimal() else 0


def _moment(value: str) -> datetime | None:
    from email.utils import parsedate_to_datetime

    try:
        moment = parsedate_to_datetime(value)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
