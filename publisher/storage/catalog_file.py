"""catalog.db as a file: its connection, transactions and rows, and what is remembered to work only once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from publisher.storage.catalog_schema import as_stored, close_catalog, open_catalog, plain_errors

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
