"""Opens subscribers.db: durable, in its newest shape, readable by its owner only."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, event, inspect, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import StaticPool

from publisher.database.tables import REVISION
from publisher.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection
    from sqlalchemy.engine.interfaces import DBAPIConnection

FILE_NAME = "subscribers.db"

_PRAGMAS = (
    "journal_mode = WAL",  # readers never wait for the sender
    "synchronous = FULL",  # a commit is on the disk when it returns, also after a power cut
    "secure_delete = ON",  # who is erased is overwritten, not only unlisted
    "foreign_keys = ON",
    "busy_timeout = 30000",
)


class Database:
    """The subscriber list's store.  Use as a context manager."""

    def __init__(self, path: Path) -> None:
        """Open the file at *path*, and make it when it is not there.

        Raises:
            StoreError: It is damaged, not writable, or from a newer version.
        """
        self.path = path
        with self._failures():
            if not path.exists():
                os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
            self._engine = create_engine(URL.create("sqlite", database=str(path)), poolclass=StaticPool)
            event.listen(self._engine, "connect", _prepare)
            event.listen(self._engine, "begin", _begin)
            try:
                self._to_newest_shape()
            except BaseException:
                self._engine.dispose()
                raise

    def __enter__(self) -> Database:
        return self

    def __exit__(self, *_: object) -> None:
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one moment of the store."""
        with self._failures(), self._engine.connect().execution_options(reading=True) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection whose changes are all made, durably, when the block ends; or none."""
        with self._failures(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def _failures(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            words = str(getattr(error, "orig", None) or error)
            hint = "Restore the file from a copy, or move it away to start an empty list."
            if "locked" in words:
                hint = "Another program holds the file; wait until it is done and try again."
            elif "full" in words:
                hint = "Make room on the disk and try again; nothing was lost."
            raise StoreError(f"{self.path.name} cannot be used: {words}", hint=hint) from error
        except OSError as error:
            raise StoreError(
                f"{self.path} cannot be opened: {error.strerror}", hint="Check the folder and its permissions."
            ) from error

    def _to_newest_shape(self) -> None:
        with self.reading() as connection:
            known = inspect(connection).has_table("alembic_version")
            found = connection.scalar(text("SELECT version_num FROM alembic_version")) if known else None
        if found == REVISION:
            return
        if found is not None and found > REVISION:
            raise StoreError(
                f"{self.path.name} was written by a newer version of Publisher (revision {found})",
                hint="Upgrade Publisher.",
            )
        # Alembic costs a tenth of a second to import, so only a new or an old file pays for it.
        from alembic import command
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
        with self.writing() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


def _prepare(connection: DBAPIConnection, _record: object) -> None:
    connection.isolation_level = None  # sqlite3 begins nothing by itself: _begin does
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    # IMMEDIATE: who will write waits for its turn at the start, where nothing is half done yet.
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
