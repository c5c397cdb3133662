"""The history of a feed, cut into documents that do not change any more: RFC 5005, section 4.

Readers follow them backwards from the newest.  Each document holds whole
months, and as many of them as make up a document; a month that is a document
by itself is cut into its days.  They are counted from the oldest entry on, so
that a new entry changes the newest of them only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple


class Window(NamedTuple):
    """Neighbouring entries: the positions from *start* up to *stop*, newest first."""

    #: The day of the oldest one, which names the document.
    day: date
    start: int
    stop: int


def windows(days: Sequence[int], size: int) -> list[Window]:
    """Cut entries into windows of whole days, the oldest first.

    Each has *size* entries or more, but for the newest, which is still
    growing.

    Args:
        days: The day of each entry as `date.toordinal` has it, newest first.
        size: How many entries make up a window; at least 1.

    >>> [window[1:] for window in windows([736900, 736900, 736869, 736868, 736500], 2)]
    [(3, 5), (0, 3)]
    """
    cut = []
    stop = start = len(days)
    for count in _stretches(days, size):
        if stop - start >= size:
            cut.append(Window(date.fromordinal(days[stop - 1]), start, stop))
            stop = start
        start -= count
    if stop:
        cut.append(Window(date.fromordinal(days[stop - 1]), start, stop))
    return cut


def _stretches(days: Sequence[int], size: int) -> Iterator[int]:
    """Yield how many entries stand together: those of a month, or of a day where a month has too many; oldest first."""
    for _, group in groupby(reversed(days), key=_month):
        of_month = list(group)
        if len(of_month) < size:
            yield len(of_month)
        else:
            yield from (len(list(of_day)) for _, of_day in groupby(of_month))


def _month(day: int) -> tuple[int, int]:
    known = date.fromordinal(day)
    return known.year, known.month
