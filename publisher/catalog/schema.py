"""The tables of catalog.db, and how the file is opened."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from pathlib import Path

from publisher.errors import StoreError

FILE_NAME = "catalog.db"

#: Raised with every change of the tables; a catalog of another number is made anew, or refused.
VERSION = 5

_NEWEST = """
CREATE INDEX entries_newest
    ON entries (published DESC, ref, hidden, status, due, until, day, language, source, changed, audio, url);
CREATE INDEX entries_until ON entries (until) WHERE until IS NOT NULL;
"""
_THERE = """',"contributors":', ',"image_alt":"","episode":null,"contributors":'"""
#: Earlier version → what makes it the next one.
_UPGRADES = {
    2: "ALTER TABLE entries ADD COLUMN made_from TEXT;",
    # Only Markdown says when a post expires: it is read once more.
    3: f"""
        ALTER TABLE entries ADD COLUMN until REAL;
        DROP INDEX IF EXISTS entries_newest;
        UPDATE sources SET settings = '' WHERE kind = 'markdown';
        {_NEWEST}
    """,  # noqa: S608  # our own words
    # What is said of episodes and pictures was not kept: every source is read once more, and what says nothing is as
    # it was.  No text of an entry can hold what is replaced: it would have a backslash before each quotation mark.
    4: f"""
        UPDATE sources SET settings = '' WHERE NOT adopted;
        UPDATE entries SET
            shown = CAST(replace(shown, {_THERE}) AS BLOB), plain = CAST(replace(plain, {_THERE}) AS BLOB)
            WHERE NOT instr(shown, ',"image_alt":');
    """,  # noqa: S608  # our own words
}

#: Seconds to wait for another process that is writing.
PATIENCE = 15

_TABLES = f"""
CREATE TABLE stamps (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
-- One [[source]], or one adopted path.
CREATE TABLE sources (
    source INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    adopted INTEGER NOT NULL,
    kind TEXT NOT NULL,
    settings TEXT NOT NULL
);
-- What a source read last, so that what has not changed is not read again.
CREATE TABLE files (
    source INTEGER NOT NULL REFERENCES sources ON DELETE CASCADE,
    path TEXT NOT NULL,
    mtime_ns INTEGER NOT NULL,
    size INTEGER NOT NULL,
    findings BLOB,
    PRIMARY KEY (source, path)
) WITHOUT ROWID;
-- The large columns stand last: a row is selected without reading them.
CREATE TABLE entries (
    entry INTEGER PRIMARY KEY,
    ref TEXT NOT NULL UNIQUE,
    id TEXT NOT NULL,
    source INTEGER NOT NULL REFERENCES sources ON DELETE CASCADE,
    file TEXT NOT NULL,
    key TEXT NOT NULL,
    digest TEXT NOT NULL,
    likeness TEXT,
    updated TEXT,
    hidden INTEGER NOT NULL,
    day TEXT NOT NULL,
    published REAL NOT NULL,
    due REAL NOT NULL,
    -- POSIX time from which on readers see it no more.
    until REAL,
    status TEXT NOT NULL,
    importer TEXT NOT NULL,
    language TEXT NOT NULL,
    -- Digest of all that the entry was made from, where its source is read as a whole.
    made_from TEXT,
    -- POSIX time of the last change that a reader would care about.
    changed REAL NOT NULL,
    -- 1 for an entry that carries a sound file, 2 for one that is not for children, either.
    audio INTEGER NOT NULL,
    title TEXT NOT NULL,
    url TEXT,
    shown BLOB NOT NULL,
    plain BLOB,
    post BLOB
);
-- All that the order and the grouping of feeds ask for: the large rows are not touched.
{_NEWEST}
CREATE INDEX entries_id ON entries (id);
CREATE INDEX entries_file ON entries (source, file);
CREATE INDEX entries_archived ON entries (ref) WHERE importer = 'archive';
CREATE TABLE tags (
    tag TEXT NOT NULL,
    entry INTEGER NOT NULL REFERENCES entries ON DELETE CASCADE,
    -- As it is written.
    label TEXT NOT NULL,
    PRIMARY KEY (tag, entry)
) WITHOUT ROWID;
CREATE INDEX tags_entry ON tags (entry);
CREATE TABLE authors (
    author TEXT NOT NULL,
    entry INTEGER NOT NULL REFERENCES entries ON DELETE CASCADE,
    -- As it is written.
    label TEXT NOT NULL,
    PRIMARY KEY (author, entry)
) WITHOUT ROWID;
CREATE INDEX authors_entry ON authors (entry);
-- An entry as one format writes it, until the entry changes. A number is never used twice.
CREATE TABLE fragments (
    fragment INTEGER PRIMARY KEY AUTOINCREMENT,
    entry INTEGER NOT NULL REFERENCES entries ON DELETE CASCADE,
    format TEXT NOT NULL,
    bytes BLOB NOT NULL,
    UNIQUE (format, entry)
);
CREATE INDEX fragments_entry ON fragments (entry);
-- What a file of an output folder was made from, and its size and time then.
CREATE TABLE documents (
    folder TEXT NOT NULL,
    name TEXT NOT NULL,
    digest TEXT NOT NULL,
    mark TEXT NOT NULL,
    PRIMARY KEY (folder, name)
) WITHOUT ROWID;
"""


def open_catalog(path: Path) -> sqlite3.Connection:
    """Return a connection to the catalog at *path*, which is made if there is none.

    A catalog of one of the versions before gets what it lacks; an older one is made anew, unless it holds adopted
    entries, which no source would bring back.

    Raises:
        StoreError: The file is damaged, no catalog, or of a version that cannot be read.
    """
    with plain_errors(path):
        connection = _connect(path)
        try:
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if version == VERSION:
                return connection
            if version in _UPGRADES:
                return _upgraded(connection)
            tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
            if tables and _may_be_dropped(connection, version, path):
                connection.close()
                for end in ("", "-wal", "-shm"):
                    path.with_name(path.name + end).unlink(missing_ok=True)
                connection = _connect(path)
            return _with_tables(connection)
        except BaseException:
            connection.close()
            raise


def as_stored(name: str) -> str:
    r"""Return a text with the name of a file or folder in it as SQLite takes it: bytes that are no UTF-8 are escaped.

    >>> as_stored("build /home/caf\udce9")
    'build /home/caf\\xe9'
    """
    return name if name.isascii() else name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def close_catalog(connection: sqlite3.Connection) -> None:
    """Close a catalog; one that was made has a write-ahead log from now on, so that readers and a writer get along."""
    with suppress(sqlite3.Error):  # where another process has it open, or the disk is full: next time
        connection.execute("PRAGMA journal_mode = WAL")
    connection.close()


class plain_errors:  # noqa: N801  # reads as a statement: with plain_errors(path)
    """Turn what SQLite says into a sentence and a hint."""

    # A class, as a generator would cost as much as many of the statements inside.
    __slots__ = ("_path",)

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        """Do nothing before the statement."""

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        """Raise `StoreError` for what SQLite raised; let anything else pass."""
        if isinstance(error, sqlite3.DatabaseError):
            raise _plain(self._path, error) from error


def _plain(path: Path, error: sqlite3.DatabaseError) -> StoreError:
    said = str(error)
    if not isinstance(error, sqlite3.OperationalError):
        return StoreError(
            f"{path.name} is damaged: {said}",
            hint=f"Move {path} away and run `publisher build`: the catalog is made anew from the sources and "
            "publisher.lock. What was adopted with `publisher import PATH` has to be imported once more.",
        )
    if "locked" in said or "busy" in said:
        return StoreError(f"another command is writing to {path.name}", hint="Wait until it is done, then try again.")
    return StoreError(
        f"cannot use {path.name}: {said}",
        hint=f"See to it that there is room on the disk and that {path} may be written.",
    )


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = NORMAL")
    except BaseException:
        connection.close()
        raise
    return connection


def _with_tables(connection: sqlite3.Connection) -> sqlite3.Connection:
    connection.execute("PRAGMA page_size = 16384")
    # The first load is written with a rollback journal, which holds nothing of a file that only grows: a
    # write-ahead log would hold all of it a second time.
    connection.execute("BEGIN IMMEDIATE")
    # Another process may have been first.
    if connection.execute("PRAGMA user_version").fetchone()[0] != VERSION:
        for statement in _TABLES.split(";"):
            if statement.strip():
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {VERSION}")
    connection.execute("COMMIT")
    return connection


def _upgraded(connection: sqlite3.Connection) -> sqlite3.Connection:
    connection.execute("BEGIN IMMEDIATE")
    # Another process may have done some or all of it since the version was asked for.
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    # `executescript` would end the transaction before it begins.
    for statement in ";".join(_UPGRADES[each] for each in range(version, VERSION)).split(";"):
        if statement.strip():
            connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {max(version, VERSION)}")
    connection.execute("COMMIT")
    return connection


def _may_be_dropped(connection: sqlite3.Connection, version: int, path: Path) -> bool:
    if version == 0:
        raise StoreError(f"{path.name} is no catalog of Publisher", hint=f"Move {path} away and try again.")
    if version > VERSION:
        raise StoreError(
            f"{path.name} was written by a newer version of Publisher",
            hint="Install that version, or move the file away to have it made anew from the sources.",
        )
    adopted = connection.execute("SELECT count(*) FROM sources WHERE adopted OR name LIKE '%://%'").fetchone()[0]
    if adopted:
        raise StoreError(
            f"{path.name} was written by an older version of Publisher and holds adopted entries",
            hint=f"Move {path} away, then run `publisher import` again with the paths that you adopted.",
        )
    return True
