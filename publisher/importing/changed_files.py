"""Which files a source consists of, and whether they have changed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from publisher.errors import InputError
from publisher.sources.inputs.resource import Place, readable, reading

if TYPE_CHECKING:
    from publisher.catalog.intake import FileStamp
    from publisher.model.post import Found
    from publisher.sources import Importer


@runtime_checkable
class ReadsFileByFile(Protocol):
    """An importer whose files can be read one without the other: only what changed is read again."""

    def files(self) -> Iterable[tuple[str, int, int]]:
        """Yield path below the place, modification time in nanoseconds and size of each file of posts."""

    def read_files(self, files: Iterable[tuple[str, int]], advance: Callable[[int], None]) -> Iterator[Found]:
        """Read only these of `files`, by path and size; `Origin.path` is ``shown``, a slash and the path."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What is there to read."""

    #: Path as in `Origin.path` → stamp, of every file of the source.
    stamps: dict[str, FileStamp]
    #: Those of them that are to be read.
    to_read: frozenset[str]
    #: Files that were there at the last import and are gone.
    gone: frozenset[str]

    @property
    def any(self) -> bool:
        """Whether anything must be done."""
        return bool(self.to_read or self.gone)

    @property
    def size(self) -> int:
        """Bytes to read."""
        return sum(self.stamps[path][1] for path in self.to_read)


def shown_path(path: Path, root: Path) -> str:
    """Return *path* as people and the lock file know it: relative to the publication's folder, with forward slashes."""
    return readable(Path(os.path.relpath(path, root)).as_posix())


def changes(importer: Importer, place: Place, before: dict[str, FileStamp], *, trusted: bool) -> Changes:
    """Compare the files of a source with what it read last, at the price of one stat per file.

    Args:
        importer: Of the source; it may know its files better.
        place: Of the source.
        before: What the source read last.
        trusted: What was made of the files then is still right.

    Raises:
        InputError: The place does not exist or cannot be read.
    """
    by_file = isinstance(importer, ReadsFileByFile)
    stamps = _listed(importer, place) if isinstance(importer, ReadsFileByFile) else _walked(place)
    # From now on the files may change: whoever looks again wants to see it.
    place.scanned.clear()
    gone = frozenset(before.keys() - stamps.keys())
    known = before if trusted else {}
    changed = frozenset(stamps) if not known else frozenset(path for path, _ in stamps.items() - known.items())
    if (changed or gone) and not by_file:
        changed = frozenset(stamps)
    return Changes(stamps=stamps, to_read=changed, gone=gone)


def read(importer: Importer, place: Place, to_do: Changes, advance: Callable[[int], None]) -> Iterator[Found]:
    """Read what `changes` found."""
    if isinstance(importer, ReadsFileByFile) and place.path.is_dir():
        return importer.read_files(below(place, to_do), advance)
    return importer.read(advance)


def below(place: Place, to_do: Changes) -> list[tuple[str, int]]:
    """Return path below a folder and size of what `changes` found, in the order in which `read` reads it."""
    start = len(_start(place))
    stamps = to_do.stamps
    paths = stamps if len(to_do.to_read) == len(stamps) else sorted(to_do.to_read)
    return [(path[start:], stamps[path][1]) for path in paths]


def _listed(importer: ReadsFileByFile, place: Place) -> dict[str, FileStamp]:
    if not place.path.exists():
        raise _missing(place)
    if not place.path.is_dir():
        with reading(place):
            found = [(mtime_ns, size) for _, mtime_ns, size in importer.files()]
        if len(found) != 1:  # it was there a moment ago
            raise _missing(place)
        return {place.shown: found[0]}
    start = _start(place)
    return {start + path: (mtime_ns, size) for path, mtime_ns, size in importer.files()}


def _start(place: Place) -> str:
    """Return what stands before the path below a folder in `Origin.path`."""
    return "" if place.shown in {"", "."} else f"{place.shown.rstrip('/')}/"


def _walked(place: Place) -> dict[str, FileStamp]:
    if not place.path.exists():
        raise _missing(place)
    stamps: dict[str, FileStamp] = {}
    for file in place.files():
        try:
            stat = file.path.stat()
        except OSError:
            continue
        stamps[file.shown] = (stat.st_mtime_ns, stat.st_size)
    return stamps


def _missing(place: Place) -> InputError:
    return InputError(
        f"{place.shown} is missing; its entries are kept as they were",
        hint="Bring the file or folder back; without its [[source]] in publisher.toml its entries would be withdrawn.",
    )
