"""How entries come into the catalog, and what is kept about where they came from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Literal, NamedTuple

import msgspec

from publisher.catalog.packed_posts import pack, unpack
from publisher.entries.identity import Remembered, own_address, source_label
from publisher.model.entry import Entry
from publisher.model.post import Post, Rejected

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from publisher.catalog.catalog import Catalog

Outcome = Literal["new", "changed", "unchanged"]

_COLUMNS = (
    "id", "source", "file", "key", "digest", "likeness", "updated", "hidden", "day", "published", "due", "status",
    "importer", "language", "made_from", "changed", "audio", "title", "url", "post", "until",
)  # fmt: skip
_NEW_COLUMNS = ("ref", *_COLUMNS, "shown")
_INSERT = (
    f"INSERT INTO entries ({', '.join(_NEW_COLUMNS)}) VALUES ({', '.join('?' * len(_NEW_COLUMNS))})"  # noqa: S608  # our own names
    " ON CONFLICT (ref) DO NOTHING"
)
_UPDATE = f"UPDATE entries SET {', '.join(f'{name} = ?' for name in (*_COLUMNS, 'shown', 'plain'))} WHERE entry = ?"  # noqa: S608  # our own names


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownSource:
    """One [[source]] or adopted path, as the catalog knows it."""

    number: int
    name: str
    adopted: bool
    kind: str
    #: Digest of all settings that its entries depend on; empty when they must be made anew.
    settings: str


#: A file as it was when it was read: its modification time in nanoseconds, and its size.
FileStamp = tuple[int, int]


class Held(NamedTuple):
    """An entry of some source, as far as other sources care."""

    ref: str
    file: str
    #: Local date in ISO 8601.
    day: str
    title: str
    url: str | None
    #: Readers see it, or will.
    public: bool


class Intake:
    """The writing side of a catalog; every method wants a transaction around it, if it writes."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    def sources(self) -> dict[str, KnownSource]:
        """Return name → source."""
        rows = self._catalog.rows("SELECT source, name, adopted, kind, settings FROM sources ORDER BY name")
        return {
            name: KnownSource(number=number, name=name, adopted=bool(adopted), kind=kind, settings=settings)
            for number, name, adopted, kind, settings in rows
        }

    def keep_source(self, name: str, *, adopted: bool, kind: str, settings: str) -> int:
        """Remember a source, and return its number."""
        self._catalog.write(
            "INSERT INTO sources (name, adopted, kind, settings) VALUES (?, ?, ?, ?) ON CONFLICT (name) DO UPDATE"
            " SET adopted = excluded.adopted, kind = excluded.kind, settings = excluded.settings",
            (name, adopted, kind, settings),
        )
        return int(self._catalog.row("SELECT source FROM sources WHERE name = ?", (name,))[0])

    def rename_source(self, number: int, name: str) -> None:
        """Let a source be known by another name, with all its entries."""
        self._catalog.write("UPDATE sources SET name = ?, settings = '' WHERE source = ?", (name, number))

    def drop_source(self, number: int) -> int:
        """Forget a source with all its entries; return how many there were."""
        count = self.count(number)
        self._catalog.write("DELETE FROM sources WHERE source = ?", (number,))
        if count:
            self._catalog.touch()
        return count

    def distrust(self) -> None:
        """Have everything made anew at the next import."""
        self._catalog.write("UPDATE sources SET settings = ''")

    def files(self, source: int) -> dict[str, FileStamp]:
        """Return path → stamp of what a source read last."""
        found = self._catalog.batches("SELECT path, mtime_ns, size FROM files WHERE source = ?", (source,))
        return {path: (mtime_ns, size) for rows in found for path, mtime_ns, size in rows}

    def rejected(self, source: int, paths: Iterable[str]) -> Iterator[Rejected]:
        """Yield what was wrong with files when they were read last."""
        wanted = set(paths)
        for path, findings in self._catalog.rows(
            "SELECT path, findings FROM files WHERE source = ? AND findings IS NOT NULL ORDER BY path", (source,)
        ):
            if path in wanted:
                yield from msgspec.json.decode(findings, type=list[Rejected])

    def keep_files(self, source: int, files: Iterable[tuple[str, FileStamp, list[Rejected]]]) -> None:
        """Remember how files were when they were read, and what was wrong with them."""
        self._catalog.write_all(
            "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?)",
            (
                (source, path, *stamp, msgspec.json.encode(rejected) if rejected else None)
                for path, stamp, rejected in files
            ),
        )

    def forget_file(self, source: int, path: str) -> None:
        """Forget a file that is gone."""
        self._catalog.write("DELETE FROM files WHERE source = ? AND path = ?", (source, path))

    def remembered(self) -> Iterator[Remembered]:
        """Yield what the catalog knows of every post, as publisher.lock would."""
        for name, key, identity, ref, updated, digest, likeness, hidden, url, title in self._catalog.rows(
            "SELECT name, key, id, ref, updated, digest, likeness, hidden, url, title"
            " FROM entries JOIN sources USING (source)"
        ):
            yield Remembered(
                source=source_label(name),
                key=key,
                id=identity,
                ref=ref,
                updated=None if updated is None else datetime.fromisoformat(updated),
                digest=digest,
                likeness=likeness,
                hidden=bool(hidden),
                url=own_address(url, ref),
                title=title,
            )

    def count(self, source: int) -> int:
        """Return how many entries a source has."""
        return int(self._catalog.row("SELECT count(*) FROM entries WHERE source = ?", (source,))[0])

    def held(self, source: int) -> Iterator[Held]:
        """Yield the entries of a source in the order of their refs, as far as other sources care."""
        for row in self._catalog.rows(
            "SELECT ref, file, day, title, url, status IN ('published', 'scheduled') FROM entries"
            " WHERE source = ? ORDER BY ref",
            (source,),
        ):
            yield Held(*row)

    def entry(self, ref: str) -> Entry:
        """Return the entry of a ref, as it is shown."""
        return self.decoded(self._catalog.row("SELECT shown FROM entries WHERE ref = ?", (ref,))[0])

    def decoded(self, data: bytes) -> Entry:
        """Return an entry of its JSON."""
        return self._decoder.decode(data)

    def release(self, ref: str, source: int) -> bool:
        """Let go of an entry, if it is of this source; return whether it was."""
        released = self._catalog.write("DELETE FROM entries WHERE ref = ? AND source = ?", (ref, source)) > 0
        if released:
            self._catalog.touch()
        return released

    def read_again(self, source: int, path: str) -> None:
        """Have a file read at the next import, though it may not have changed."""
        self._catalog.write("UPDATE files SET mtime_ns = 0, size = 0 WHERE source = ? AND path = ?", (source, path))

    def refs(self, source: int) -> frozenset[str]:
        """Return the refs of a source's entries."""
        # The plus keeps SQLite from an index that would lead it to the large rows.
        found = self._catalog.batches("SELECT ref FROM entries WHERE +source = ?", (source,))
        return frozenset(chain.from_iterable(chain.from_iterable(found)))

    def refs_in(self, source: int, files: Iterable[str]) -> dict[str, str]:
        """Return ref → file of the entries of some files."""
        statement = "SELECT ref FROM entries WHERE source = ? AND file = ?"
        return {ref: file for file in files for (ref,) in self._catalog.rows(statement, (source, file))}

    def put(
        self,
        entry: Entry,
        known: Remembered,
        *,
        source: int,
        file: str,
        due: float,
        until: float | None = None,
        post: Post | None,
        data: bytes | None = None,
        made_from: str | None = None,
    ) -> Outcome:
        """Store an entry under its ref, and say whether a reader would see a difference.

        Args:
            entry: Without links to other posts; those are drawn afterwards.
            known: The same post as publisher.lock remembers it.
            source: Number of its source.
            file: The file that it stands in, as `keep_files` knows it.
            due: POSIX time at which it may leave the catalog.
            until: POSIX time from which on it may not.
            post: What it was made from, if it must be made anew without its source.
            data: The entry as JSON, where that was made before; *entry* then needs no texts.
            made_from: For `made_before`.
        """
        if data is None:
            data = msgspec.json.encode(entry)
        published = entry.published.timestamp()
        columns = (
            entry.id,
            source,
            file,
            known.key,
            known.digest,
            known.likeness,
            known.updated.isoformat() if known.updated else None,
            known.hidden,
            entry.published.date().isoformat(),
            published,
            due,
            entry.status,
            entry.origin.importer,
            entry.language,
            made_from,
            entry.updated.timestamp() if entry.updated else published,
            _heard(entry) if entry.enclosures else 0,
            entry.title,
            entry.url,
            None if post is None else pack(post),
            until,
        )
        if made := self._catalog.insert(_INSERT, (entry.ref, *columns, data)):
            self._mark(made, entry)
            self._catalog.touch()
            return "new"
        number, plain, shown, ended = self._catalog.row(
            "SELECT entry, plain, shown, until FROM entries WHERE ref = ?", (entry.ref,)
        )
        origin = data[len(_without_origin(data)) :]
        same = _without_origin(plain or shown) == _without_origin(data)
        if ended != until:
            self._catalog.touch()
        if same:
            self._catalog.write(_UPDATE, (*columns, _without_origin(shown) + origin, plain and data, number))
            return "unchanged"
        self._catalog.write(_UPDATE, (*columns, data, None, number))
        self._catalog.write("DELETE FROM tags WHERE entry = ?", (number,))
        self._catalog.write("DELETE FROM authors WHERE entry = ?", (number,))
        self._mark(number, entry)
        self._catalog.write("DELETE FROM fragments WHERE entry = ?", (number,))
        self._catalog.touch()
        return "changed"

    def made_before(self, ref: str, made_from: str) -> Entry | None:
        """Return the entry of a ref, without links to other posts, if it was made from exactly the same."""
        found = self._catalog.first("SELECT made_from, plain, shown FROM entries WHERE ref = ?", (ref,))
        if found is None or found[0] != made_from:
            return None
        return self._decoder.decode(found[1] or found[2])

    def last(self, ref: str) -> Entry | None:
        """Return the entry of a ref as it is stored, without links to other posts."""
        found = self._catalog.first("SELECT plain, shown FROM entries WHERE ref = ?", (ref,))
        return None if found is None else self._decoder.decode(found[0] or found[1])

    def archived(self) -> Iterator[tuple[Entry, Entry]]:
        """Yield the entries of archives, each without links to other posts and as it is shown now."""
        for (ref,) in list(self._catalog.rows("SELECT ref FROM entries WHERE importer = 'archive' ORDER BY ref")):
            plain, shown = self._catalog.row("SELECT plain, shown FROM entries WHERE ref = ?", (ref,))
            entry = self._decoder.decode(shown)
            yield (self._decoder.decode(plain) if plain else entry), entry

    def any_archived(self) -> bool:
        """Return whether any entry is of an archive."""
        return bool(self._catalog.row("SELECT EXISTS (SELECT 1 FROM entries WHERE importer = 'archive')")[0])

    def link(self, plain: Entry, shown: Entry) -> None:
        """Show an entry with links to other posts; keep it without them too."""
        self._catalog.write(
            "UPDATE entries SET shown = ?, plain = ? WHERE ref = ?",
            (msgspec.json.encode(shown), None if shown == plain else msgspec.json.encode(plain), plain.ref),
        )
        self._catalog.write(
            "DELETE FROM fragments WHERE entry = (SELECT entry FROM entries WHERE ref = ?)", (plain.ref,)
        )
        self._catalog.touch()

    def posts(self, source: int) -> Iterator[Post]:
        """Yield the posts of an adopted source, newest first; entries may be stored meanwhile."""
        packed = list(
            self._catalog.rows(
                "SELECT post FROM entries WHERE source = ? AND post IS NOT NULL ORDER BY published DESC, ref", (source,)
            )
        )
        for (data,) in packed:
            yield unpack(data)

    def drop_empty(self) -> None:
        """Forget adopted sources of which no entry is left."""
        self._catalog.write(
            "DELETE FROM sources WHERE adopted AND NOT EXISTS"
            " (SELECT 1 FROM entries WHERE entries.source = sources.source)"
        )

    @cached_property
    def _decoder(self) -> msgspec.json.Decoder[Entry]:
        return msgspec.json.Decoder(Entry)

    def _mark(self, number: int, entry: Entry) -> None:
        """Note what an entry is found by; nothing must be there yet."""
        if entry.tags:
            self._catalog.write_all(
                "INSERT OR IGNORE INTO tags VALUES (?, ?, ?)", [(tag.casefold(), number, tag) for tag in entry.tags]
            )
        if entry.authors:
            self._catalog.write_all(
                "INSERT OR IGNORE INTO authors VALUES (?, ?, ?)",
                [(author.name.casefold(), number, author.name) for author in entry.authors],
            )


def _heard(entry: Entry) -> int:
    """Return 0 for an entry without sound, 1 for one with, 2 for one that is not for children, either."""
    if not any(file.type.startswith("audio/") for file in entry.enclosures):
        return 0
    return 2 if entry.episode is not None and entry.episode.explicit else 1


def _without_origin(data: bytes) -> bytes:
    return data.rpartition(b',"origin":')[0]
