"""The catalog: every entry, by what people ask for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self
from unicodedata import normalize

import msgspec
from msgspec.structs import replace

from publisher.catalog.schema import as_stored, close_catalog, open_catalog, plain_errors
from publisher.errors import InputError
from publisher.model.entry import Entry, Selection, Status
from publisher.text.html.to_text import plain_text, with_text

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path
    from types import TracebackType

#: Rows that are handed over at a time.
_BATCH = 2000


class CatalogFile:
    """The file, open; for the modules of this package and the workflows that write.

    Args:
        path: The file; made when there is none.
        now: The present.

    Raises:
        StoreError: The file is damaged, in use for too long, or from another version.
    """

    def __init__(self, path: Path, *, now: datetime) -> None:
        self.path = path
        self.now = now
        self._connection: sqlite3.Connection = open_catalog(path)
        self._depth = 0
        self._touched = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; every transaction is committed or rolled back by now."""
        close_catalog(self._connection)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; one inside another is undone by itself."""
        name = f"level{self._depth}"
        self.write(f"SAVEPOINT {name}" if self._depth else "BEGIN IMMEDIATE")
        self._depth += 1
        touched = self._touched
        try:
            yield
            if self._depth == 1 and self._touched:
                self.set_stamp("generation", str(self.generation + 1))
            self.write(f"RELEASE {name}" if self._depth > 1 else "COMMIT")
        except BaseException:
            self._touched = touched
            if self._connection.in_transaction:
                self.write(f"ROLLBACK TO {name}" if self._depth > 1 else "ROLLBACK")
            raise
        finally:
            self._depth -= 1
        if not self._depth:
            self._touched = False

    @property
    def in_transaction(self) -> bool:
        """Whether what was stored last may still be undone."""
        return self._depth > 0

    @property
    def coming_generation(self) -> int:
        """What `generation` will be once the transaction around has ended well."""
        return self.generation + 1 if self._touched else self.generation

    def touch(self) -> None:
        """Note that a reader might see a difference after this transaction."""
        self._touched = True

    def rows(self, statement: str, values: Sequence[object] = ()) -> Iterator[tuple[Any, ...]]:
        """Yield the rows that a statement selects."""
        with plain_errors(self.path):
            yield from self._connection.execute(statement, values)

    def batches(self, statement: str, values: Sequence[object] = ()) -> Iterator[list[tuple[Any, ...]]]:
        """Yield the same rows, some thousands at a time."""
        with plain_errors(self.path):
            found = self._connection.execute(statement, values)
            while rows := found.fetchmany(_BATCH):
                yield rows

    def row(self, statement: str, values: Sequence[object] = ()) -> tuple[Any, ...]:
        """Return the one row that a statement gives."""
        (row,) = self.rows(statement, values)
        return row

    def first(self, statement: str, values: Sequence[object] = ()) -> tuple[Any, ...] | None:
        """Return the first row that a statement selects, if there is one."""
        with plain_errors(self.path):
            row: tuple[Any, ...] | None = self._connection.execute(statement, values).fetchone()
        return row

    def insert(self, statement: str, values: Sequence[object] = ()) -> int:
        """Run a statement that makes one row, and return its number; 0 where it was told to make none."""
        with plain_errors(self.path):
            made = self._connection.execute(statement, values)
            return (made.lastrowid or 0) if made.rowcount else 0

    def write(self, statement: str, values: Sequence[object] = ()) -> int:
        """Run a statement and return how many rows it changed."""
        with plain_errors(self.path):
            return self._connection.execute(statement, values).rowcount

    def write_all(self, statement: str, values: Iterable[Sequence[object]]) -> None:
        """Run a statement once for each row of values."""
        with plain_errors(self.path):
            self._connection.executemany(statement, values)

    def stamp(self, name: str) -> str | None:
        """Return what was last remembered under *name*."""
        row = self.row("SELECT max(value) FROM stamps WHERE name = ?", (as_stored(name),))
        return None if row[0] is None else str(row[0])

    def set_stamp(self, name: str, value: str) -> None:
        """Remember *value* under *name*."""
        if self.stamp(name) != value:
            self.write("INSERT OR REPLACE INTO stamps VALUES (?, ?)", (as_stored(name), value))

    @property
    def generation(self) -> int:
        """A number that grows with every change that a reader might see."""
        return int(self.stamp("generation") or 0)


_PUBLIC = "NOT hidden AND status IN ('published', 'scheduled')"
#: Published, its time has come and is not over; takes the present twice.
_VISIBLE = f"{_PUBLIC} AND due <= ? AND (until IS NULL OR until > ?)"


class Catalog(CatalogFile):
    """catalog.db, open; a context manager that closes it.

    Args:
        path: The file; made when there is none.
        now: The present: an entry of a later time counts as scheduled and is not visible.

    Raises:
        StoreError: The file is damaged, in use for too long, or from another version.
    """

    # What people ask for

    def entries(self, selection: Selection = Selection()) -> Iterator[Entry]:  # noqa: B008  # frozen
        """Yield the selected entries without their plain texts, newest first; entries of one moment by ref."""
        where, values = self.where(selection)
        words = [word.casefold() for word in (selection.search or "").split()]
        left = selection.limit
        if left is not None and left <= 0:
            return
        for shown, due, until in self.rows(
            f"SELECT shown, due, until FROM entries WHERE {where} ORDER BY published DESC, ref",  # noqa: S608  # our own words
            values,
        ):
            entry = self._entry(shown, due, until)
            if words:
                haystack = f"{entry.title}\n{plain_text(entry.html)}".casefold()
                if not all(word in haystack for word in words):
                    continue
            yield entry
            if left is not None:
                left -= 1
                if not left:
                    return

    def numbers(self, selection: Selection = Selection()) -> Iterator[int]:  # noqa: B008  # frozen
        """Yield the numbers of the selected entries, newest first, without reading more than must be."""
        if selection.search:
            refs = [entry.ref for entry in self.entries(selection)]
            for ref in refs:
                yield int(self.row("SELECT entry FROM entries WHERE ref = ?", (ref,))[0])
            return
        where, values = self.where(selection)
        limit = -1 if selection.limit is None else selection.limit
        for (number,) in self.rows(
            f"SELECT entry FROM entries WHERE {where} ORDER BY published DESC, ref LIMIT ?",  # noqa: S608  # our own words
            (*values, limit),
        ):
            yield number

    def numbered(self, number: int) -> Entry:
        """Return the entry of this number, without its plain text."""
        return self._entry(*self.row("SELECT shown, due, until FROM entries WHERE entry = ?", (number,)))

    def find(self, name: str) -> Entry:
        """Return the one whole entry of this ref, id, exact title, or beginning of a ref; hidden ones too.

        Raises:
            InputError: There is none, or more than one; the hint names the nearest.
        """
        columns = "SELECT ref, shown, due, until FROM entries WHERE"
        # Some keyboards and terminals give letters and their marks apart.
        ref = name if name.isascii() else normalize("NFC", name)
        folded = name.casefold()
        found: list[tuple[Any, ...]] = []
        for condition, value in (
            ("ref = ?", ref),
            ("id = ?", name),
            ("title = ?", name),
            ("ref LIKE ? ESCAPE '\\'", _literal(ref) + "%"),
        ):
            found = list(self.rows(f"{columns} {condition} ORDER BY ref", (value,)))
            if found:
                break
        else:
            refs = [ref for ref, title in self.rows("SELECT ref, title FROM entries") if title.casefold() == folded]
            found = [row for ref in refs for row in self.rows(f"{columns} ref = ?", (ref,))]
        if len(found) == 1:
            return with_text(self._entry(*found[0][1:]))
        if found:
            raise InputError(
                f"“{name}” names {len(found)} entries",
                hint="Name one of them: " + ", ".join(f"`{row[0]}`" for row in found[:5]) + ".",
            )
        raise InputError(f"there is no entry “{name}”", hint=self._nearest(name))

    def count(self, selection: Selection = Selection()) -> int:  # noqa: B008  # frozen
        """Return how many entries are selected."""
        if selection.search or selection.limit is not None:
            return sum(1 for _ in self.entries(selection))
        where, values = self.where(selection)
        return int(self.row(f"SELECT count(*) FROM entries WHERE {where}", values)[0])  # noqa: S608  # our own words

    def hidden(self) -> frozenset[str]:
        """Return the refs of the entries that the editor hid."""
        return frozenset(ref for (ref,) in self.rows("SELECT ref FROM entries WHERE hidden"))

    def adopted(self) -> dict[str, str]:
        """Return ref → path of the entries that `import PATH` adopted."""
        return dict(self.rows("SELECT ref, name FROM entries JOIN sources USING (source) WHERE adopted ORDER BY ref"))

    def next_due(self) -> datetime | None:
        """Return when the next scheduled entry falls due or a visible one expires, if there is one."""
        now = self.now.timestamp()
        moments = [
            moment
            for column in ("due", "until")
            for (moment,) in self.rows(f"SELECT min({column}) FROM entries WHERE {_PUBLIC} AND {column} > ?", (now,))  # noqa: S608  # our own words
            if moment is not None
        ]
        return datetime.fromtimestamp(min(moments), UTC) if moments else None

    # What people do

    def hide(self, refs: Iterable[str]) -> None:
        """Keep entries from readers until they are shown again, whatever their source does."""
        self._set_hidden(refs, 1)

    def show(self, refs: Iterable[str]) -> None:
        """Let readers see entries again."""
        self._set_hidden(refs, 0)

    def remove(self, refs: Iterable[str]) -> None:
        """Forget entries, with their tags and fragments; their files are read again at the next import."""
        with self.transaction():
            for ref in refs:
                self.write("DELETE FROM files WHERE source = (SELECT source FROM entries WHERE ref = ?)", (ref,))
                self.drop((ref,))

    # For the modules of this package and the workflows that write

    def drop(self, refs: Iterable[str]) -> None:
        """Let go of entries that their source has no more."""
        for ref in refs:
            if self.write("DELETE FROM entries WHERE ref = ?", (ref,)):
                self.touch()

    @cached_property
    def _decoder(self) -> msgspec.json.Decoder[Entry]:
        return msgspec.json.Decoder(Entry)

    def _entry(self, shown: bytes, due: float, until: float | None) -> Entry:
        entry = self._decoder.decode(shown)
        if entry.status in {"published", "scheduled"}:
            now = self.now.timestamp()
            over = until is not None and until <= now
            status: Status = "expired" if over else "scheduled" if due > now else "published"
            if status != entry.status:
                return replace(entry, status=status)
        return entry

    def where(self, selection: Selection) -> tuple[str, list[object]]:
        """Return a selection as a condition of SQL with its values, but for its words and its limit."""
        conditions: list[str] = []
        values: list[object] = []
        if not selection.everything:
            conditions.append(_VISIBLE)
            values += [self.now.timestamp()] * 2
        if selection.since:
            conditions.append("day >= ?")
            values.append(selection.since.isoformat())
        if selection.until:
            conditions.append("day <= ?")
            values.append(selection.until.isoformat())
        for tag in selection.tags:
            conditions.append("entry IN (SELECT entry FROM tags WHERE tag = ?)")
            values.append(tag.casefold())
        if selection.language is not None:
            conditions.append("(language = ? OR language LIKE ? || '-%')")
            values += [selection.language] * 2
        if selection.source is not None:
            conditions.append("source IN (SELECT source FROM sources WHERE name = ?)")
            values.append(selection.source)
        if selection.author is not None:
            conditions.append("entry IN (SELECT entry FROM authors WHERE author = ?)")
            values.append(selection.author.casefold())
        return " AND ".join(conditions) or "1", values

    def _set_hidden(self, refs: Iterable[str], hidden: int) -> None:
        with self.transaction():
            for ref in refs:
                if self.write("UPDATE entries SET hidden = ? WHERE ref = ? AND hidden <> ?", (hidden, ref, hidden)):
                    self.touch()

    def _nearest(self, name: str) -> str:
        from difflib import get_close_matches

        known: dict[str, str] = {}
        for ref, title in self.rows("SELECT ref, title FROM entries ORDER BY published DESC, ref"):
            known.setdefault(title.casefold(), ref)
            known.setdefault(ref, ref)
            known.setdefault(ref[11:], ref)
        near = dict.fromkeys(known[word] for word in get_close_matches(name.casefold(), known, n=3, cutoff=0.5))
        if near:
            return "Did you mean " + " or ".join(f"`{ref}`" for ref in near) + "?"
        return "See what there is with `publisher entries list`."


def _literal(words: str) -> str:
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
