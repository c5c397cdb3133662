"""Which entries a new issue takes, and the period that it is named after."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from publisher.errors import InputError, UsageError
from publisher.model.entry import Entry

#: Months that a message about missing entries names, newest first.
MONTHS_SHOWN = 12
#: Tags that it names, the most used first.
TAGS_SHOWN = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the editor asks for; all of it left out means: decide for me."""

    #: First and last day, both included.
    since: date | None = None
    until: date | None = None
    #: Only entries that are in no earlier issue.
    new: bool = False
    #: Entries by name, besides or instead of a period.
    names: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    #: The newest so many.
    limit: int | None = None

    @property
    def undecided(self) -> bool:
        """Say whether nothing tells which entries."""
        return not (self.since or self.until or self.new or self.names or self.tags)


def month(text: str) -> tuple[date, date]:
    """Return the first and the last day of a month written as ``2018-02``.

    Raises:
        UsageError: It is no month.

    >>> month("2018-02")[1].day
    28
    """
    match = re.fullmatch(r"(\d{4})-(\d{1,2})", text.strip())
    if not match or not 1 <= int(match[2]) <= 12 or not 1 <= int(match[1]) < 9999:
        raise UsageError(f"`{text}` is no month", hint="Write year and month, such as 2026-03.")
    return _month_of(date(int(match[1]), int(match[2]), 1))


def last(text: str, today: date) -> tuple[date, date]:
    """Return the first and the last day of a span that ends today: ``7d``, ``2w`` or ``1m``.

    Two runs that lie as far apart as the span is long share no day and miss none.

    Raises:
        UsageError: It is no span.
    """
    match = re.fullmatch(r"(\d{1,4})\s*([dwm])", text.strip().lower())
    if not match or not int(match[1]):
        raise UsageError(f"`{text}` is no span of time", hint="Write 7d for days, 2w for weeks or 1m for months.")
    count = int(match[1])
    if match[2] == "m":
        return _months_before(today, count) + timedelta(days=1), today
    return today - timedelta(days=count * (7 if match[2] == "w" else 1) - 1), today


def newest_month(entries: Sequence[Entry]) -> tuple[date, date]:
    """Return the newest month that has entries; *entries* is not empty, newest first."""
    return _month_of(entries[0].published.date())


def unissued(entries: Sequence[Entry], issued: Collection[str]) -> list[Entry]:
    """Return the entries whose ref is in no earlier issue."""
    return [entry for entry in entries if entry.ref not in issued]


def span(entries: Sequence[Entry]) -> tuple[date, date]:
    """Return the days of the oldest and the newest entry."""
    days = [entry.published.date() for entry in entries]
    return min(days), max(days)


def nothing_found(what: str, entries: Sequence[Entry], tags: Sequence[str] = ()) -> InputError:
    """Return the error that says which tags there are, or which months do have entries.

    Args:
        what: What was asked for, as the end of a sentence.
        entries: All visible entries.
        tags: Those that were asked for.
    """
    if not entries:
        return InputError("the catalog has no entries yet", hint="Read posts with `publisher import FILE`.")
    wanted = {tag.casefold() for tag in tags}
    tagged = [entry for entry in entries if wanted <= {tag.casefold() for tag in entry.tags}]
    if not tagged:
        return InputError(f"there are no entries {what}", hint=_about_tags(tags, entries))
    entries = tagged
    months = Counter(f"{entry.published:%Y-%m}" for entry in entries)
    newest = sorted(months, reverse=True)
    shown = ", ".join(f"{name} ({months[name]})" for name in newest[:MONTHS_SHOWN])
    more = f" and {len(newest) - MONTHS_SHOWN} months before" if len(newest) > MONTHS_SHOWN else ""
    such = f"entries with {'this tag' if len(tags) == 1 else 'these tags'}" if tags else "entries"
    return InputError(f"there are no entries {what}", hint=f"There are {such} in {shown}{more}.")


def _about_tags(tags: Sequence[str], entries: Sequence[Entry]) -> str:
    """Say what is wrong with tags that no entry has, or none has together."""
    from difflib import get_close_matches

    labels: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for entry in entries:
        for tag in entry.tags:
            labels.setdefault(tag.casefold(), tag)
            counts[tag.casefold()] += 1
    if not counts:
        return "No entry has a tag."
    missing = [tag.casefold() for tag in tags if tag.casefold() not in counts]
    if not missing:
        each = dict.fromkeys(tag.casefold() for tag in tags)
        return f"No entry has all of them: {', '.join(f'{labels[tag]} ({counts[tag]})' for tag in each)}."
    near = dict.fromkeys(
        other
        for tag in missing
        for other in (*get_close_matches(tag, counts, n=3), *(known for known in sorted(counts) if tag in known))
    )
    if near:
        return f"Did you mean {' or '.join(f'`{labels[tag]}` ({counts[tag]})' for tag in [*near][:3])}?"
    often = sorted(counts, key=lambda tag: (-counts[tag], tag))
    shown = ", ".join(f"{labels[tag]} ({counts[tag]})" for tag in often[:TAGS_SHOWN])
    more = f" and {len(often) - TAGS_SHOWN} more" if len(often) > TAGS_SHOWN else ""
    return f"The tags are {shown}{more}."


def _month_of(day: date) -> tuple[date, date]:
    first = day.replace(day=1)
    after = (first + timedelta(days=31)).replace(day=1)
    return first, after - timedelta(days=1)


def _months_before(day: date, count: int) -> date:
    """Return the same day so many months earlier, or the last day of that month."""
    year, index = divmod(day.year * 12 + day.month - 1 - count, 12)
    first, final = _month_of(date(max(year, 1), index + 1, 1))
    return first.replace(day=min(day.day, final.day))
