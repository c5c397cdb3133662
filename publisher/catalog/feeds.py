"""What the catalog knows for feeds: the order of the visible entries, their groups, and what feeds were made from."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from publisher.catalog.schema import as_stored
from publisher.model.entry import Selection

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from publisher.catalog.catalog import Catalog
    from publisher.config import Grouping
    from publisher.model.entry import Entry


class PageLine(NamedTuple):
    """What the list says about an entry."""

    ref: str
    url: str | None
    title: str
    language: str
    #: Aware, in the publication's zone.
    published: datetime


@dataclass(frozen=True, slots=True)
class Order:
    """The visible entries, newest first: what stands at one position of each array belongs to one entry.

    Some bytes for each entry, however long the entries are.
    """

    #: How the catalog numbers them.
    numbers: array[int] = field(default_factory=lambda: array("q"))
    #: Local day of publication, as `date.toordinal` has it.
    days: array[int] = field(default_factory=lambda: array("l"))
    #: POSIX time of the last change.
    changed: array[float] = field(default_factory=lambda: array("d"))
    #: 1 for an entry that carries a sound file, 2 for one that is not for children, either.
    audio: bytearray = field(default_factory=bytearray)


@dataclass(slots=True)
class Group:
    """Entries that have something in common."""

    kind: Grouping
    #: What they have in common; case is folded where it does not count.
    key: str
    #: The same as the oldest entry writes it: new posts do not change it.
    label: str
    #: Where they stand in the order.
    positions: array[int] = field(default_factory=lambda: array("l"))


#: Groupings of which an entry may have several; each has a table of its own.
_MARKS: tuple[Grouping, ...] = ("tag", "author")


class FeedShelf:
    """The feeds' side of a catalog; every method that writes wants a transaction around it."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    def order(self, by: Collection[Grouping] = ()) -> tuple[Order, list[Group]]:
        """Return the visible entries and their groups, each in the order of their newest entries."""
        order = Order()
        groups: dict[tuple[str, str], Group] = {}
        names = dict(self._catalog.rows("SELECT source, name FROM sources"))
        alike = not {"year", "language", "source"}.isdisjoint(by)
        ordinals = _Ordinals()
        where, values = self._catalog.where(Selection())
        for rows in self._catalog.batches(
            "SELECT entry, day, changed, audio, language, source FROM entries"  # noqa: S608  # our own words
            f" WHERE {where} ORDER BY published DESC, ref",
            values,
        ):
            if alike:
                for position, (_, day, _, _, language, source) in enumerate(rows, len(order.numbers)):
                    given: dict[Grouping, str] = {"year": day[:4], "language": language, "source": names[source]}
                    for kind, key in given.items():
                        if kind in by:
                            _put(groups, kind, key, key, position)
            # Column by column: that takes a quarter of the time.
            numbers, days, changed, audio, _, _ = zip(*rows, strict=True)
            order.numbers.extend(numbers)
            order.days.extend(map(ordinals.__getitem__, days))
            order.changed.extend(changed)
            order.audio.extend(audio)
        listed = list(groups.values())
        for kind in _MARKS:
            if kind in by:
                listed += self._marked(order, kind)
        return order, listed

    def positions(self, order: Order, selection: Selection) -> array[int]:
        """Return where the selected entries stand in the order."""
        found: array[int] = array("l")
        position = 0
        for number in self._catalog.numbers(selection):
            while order.numbers[position] != number:
                position += 1
            found.append(position)
        return found

    def page_lines(self, address: str, zone: ZoneInfo) -> Iterator[tuple[int, PageLine]]:
        """Yield number and line of the visible entries whose address begins with *address*, newest first."""
        where, values = self._catalog.where(Selection())
        for number, ref, url, title, language, published in self._catalog.rows(
            "SELECT entry, ref, url, title, language, published FROM entries"  # noqa: S608  # our own words
            f" WHERE {where} AND url >= ? AND url < ? ORDER BY published DESC, ref",
            (*values, address, f"{address}\U0010ffff"),
        ):
            yield number, PageLine(ref, url, title, language, datetime.fromtimestamp(published, zone))

    def entry(self, number: int) -> Entry:
        """Return one entry by its number."""
        return self._catalog.numbered(number)

    def fragments(self, settings: str) -> dict[int, int]:
        """Return entry → fragment of what is kept under these settings: numbers that are never used twice."""
        return dict(self._catalog.rows("SELECT entry, fragment FROM fragments WHERE format = ?", (settings,)))

    def contents(self, numbers: Sequence[int]) -> dict[int, bytes]:
        """Return fragments by their numbers: some at once, which costs a third of one after the other."""
        marks = ",".join("?" * len(numbers))
        return dict(self._catalog.rows(f"SELECT fragment, bytes FROM fragments WHERE fragment IN ({marks})", numbers))  # noqa: S608  # question marks

    def keep_fragment(self, entry: int, settings: str, data: bytes) -> int:
        """Keep an entry as these settings write it until the entry changes, and return its number."""
        return self._catalog.insert(
            "INSERT OR REPLACE INTO fragments (entry, format, bytes) VALUES (?, ?, ?)", (entry, settings, data)
        )

    def documents(self, folder: str) -> dict[str, tuple[str, str]]:
        """Return name → digest and mark of the files of a folder, as `keep_documents` was told."""
        rows = self._catalog.rows("SELECT name, digest, mark FROM documents WHERE folder = ?", (as_stored(folder),))
        return {name: (digest, mark) for name, digest, mark in rows}

    def keep_documents(self, folder: str, made: dict[str, tuple[str, str]], known: Collection[str]) -> None:
        """Remember what files were made from, and forget those of *known* that are no more."""
        folder = as_stored(folder)
        self._catalog.write_all(
            "INSERT OR REPLACE INTO documents VALUES (?, ?, ?, ?)",
            ((folder, name, digest, mark) for name, (digest, mark) in made.items()),
        )
        self._catalog.write_all(
            "DELETE FROM documents WHERE folder = ? AND name = ?",
            ((folder, name) for name in known if name not in made),
        )

    def _marked(self, order: Order, kind: Grouping) -> list[Group]:
        """Return the groups of all tags or authors, in the order of their newest entries, then of their keys."""
        where = {number: position for position, number in enumerate(order.numbers)}
        groups: list[Group] = []
        # A row for each mark, in the order of the table, costs a third of a row for each entry.
        for key, listed in self._catalog.rows(f"SELECT {kind}, group_concat(entry) FROM {kind}s GROUP BY {kind}"):  # noqa: S608  # the same
            found = [position for position in map(where.get, map(int, listed.split(","))) if position is not None]
            if found:
                found.sort()
                oldest = (key, order.numbers[found[-1]])
                (label,) = self._catalog.row(f"SELECT label FROM {kind}s WHERE {kind} = ? AND entry = ?", oldest)  # noqa: S608  # the same
                groups.append(Group(kind, key, label, array("l", found)))
        return sorted(groups, key=lambda group: (group.positions[0], group.key))


class _Ordinals(dict[str, int]):
    """Day in ISO 8601 → the same as `date.toordinal` has it."""

    def __missing__(self, day: str) -> int:
        self[day] = ordinal = date.fromisoformat(day).toordinal()
        return ordinal


def _put(groups: dict[tuple[str, str], Group], kind: Grouping, key: str, label: str, position: int) -> None:
    group = groups.get((kind, key))
    if group is None:
        group = groups[kind, key] = Group(kind, key, label)
    group.label = label
    group.positions.append(position)
