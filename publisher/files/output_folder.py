"""The folder that a build fills: it changes and removes only what it wrote itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property, partial
from hashlib import blake2b
from pathlib import Path, PurePosixPath
from unicodedata import normalize

from publisher.errors import StoreError
from publisher.files.atomic import (
    has_content,
    matches,
    plainly,
    pour_if_changed,
    remove_leftovers,
    write_atomically,
    write_if_changed,
)

#: In the folder: all files that we wrote, one a line: the name, a tab, and its size in bytes where that is known.
LIST = ".written-by-publisher"


@dataclass(kw_only=True)
class OutputFolder:
    """Files by their name: a relative path with forward slashes.

    Use it for one build: `put` or `keep` every file, then `sweep`.
    """

    folder: Path
    written: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    #: Files of earlier builds that somebody has changed since: they stay, and are ours no more.
    changed_by_others: list[str] = field(default_factory=list)
    #: Name → size in bytes, of what this build has looked at.
    _sizes: dict[str, int] = field(default_factory=dict)

    @cached_property
    def ours(self) -> frozenset[str]:
        """The files that earlier builds wrote here."""
        return frozenset(self._written_before)

    @cached_property
    def _written_before(self) -> dict[str, int | None]:
        """Name → size in bytes, of what earlier builds wrote; None where they were stopped before they knew."""
        try:
            lines = (self.folder / LIST).read_text("utf-8").splitlines()
        except (FileNotFoundError, NotADirectoryError):
            return {}
        except (OSError, UnicodeDecodeError) as error:
            raise StoreError(
                f"cannot read {self.folder / LIST}: {getattr(error, 'strerror', 'it is no text in UTF-8')}",
                hint="Remove that file: then files of withdrawn posts stay until you remove them.",
            ) from error
        return {name: size for name, size in map(_listed, lines) if _is_inside(name)}

    def put(self, name: str, data: bytes) -> None:
        """Make *data* the content of a file, which from now on is ours."""
        self._sizes[name] = len(data)
        if has_content(self.folder / name, data):
            self.unchanged.append(name)
            return
        self._write(name, data)
        self.written.append(name)

    def pour(self, name: str, chunks: Iterable[bytes]) -> bool:
        """Do as `put` does, with a content that is not in memory as a whole; return whether it was written."""
        self._sizes.pop(name, None)
        written = self._pour(name, chunks)
        (self.written if written else self.unchanged).append(name)
        return written

    def is_foreign(self, name: str, mark: bytes) -> bool:
        """Return whether somebody else put a file there: none of ours, and without our *mark* in it."""
        path = self.folder / name
        return name not in self.ours and path.is_file() and mark not in path.read_bytes()

    def keep(self, name: str) -> None:
        """Leave a file as it is: the caller knows from its `mark` that `put` would not change it."""
        self.unchanged.append(name)

    def mark(self, name: str) -> str:
        """Return what changes when somebody changes a file: its size and time; empty when it is not there."""
        try:
            status = (self.folder / name).stat()
        except OSError:
            return ""
        self._sizes[name] = status.st_size
        return f"{status.st_size} {status.st_mtime_ns}"

    def sweep(self) -> None:
        """Remove the files of earlier builds that this one did not put.

        One whose size is not that of what we wrote was changed by somebody
        else, and stays.  Times tell nothing: a checkout sets them anew.
        """
        now = {*self.written, *self.unchanged}
        stale = sorted(self.ours - now)
        alike = {_folded(name): name for name in now} if stale else {}
        for name in stale:
            path = self.folder / name
            if not path.is_file() or self._is_one(name, alike.get(_folded(name))):
                continue
            if self._written_before[name] in (None, path.stat().st_size):
                self._remove(name)
                self.removed.append(name)
            else:
                self.changed_by_others.append(name)
        self._conclude(now)

    def fingerprint(self) -> str:
        """Return what changes when somebody changes, removes or adds to our files: names, sizes and times."""
        digest = blake2b(digest_size=16)
        for name in sorted(self.ours):
            mark = self.mark(name)
            if not mark:
                return ""
            digest.update(f"{name}\0{mark}\n".encode())
        return digest.hexdigest()

    def _is_one(self, name: str, other: str | None) -> bool:
        """Tell whether two names lead to one file, as they may on a disk that does not tell A from a."""
        return (
            other is not None and (self.folder / other).is_file() and (self.folder / name).samefile(self.folder / other)
        )

    def _write(self, name: str, data: bytes) -> None:
        self._announce(name)
        write_atomically(self.folder / name, data)

    def _pour(self, name: str, chunks: Iterable[bytes]) -> bool:
        return pour_if_changed(self.folder / name, chunks, partial(self._announce, name))

    def _announce(self, name: str) -> None:
        """List a file before it is written, without its size: after a crash it is still known as ours."""
        with plainly(self.folder / LIST):
            self.folder.mkdir(parents=True, exist_ok=True)
            with (self.folder / LIST).open("a", encoding="utf-8") as file:
                file.write(f"{name}\n")

    def _remove(self, name: str) -> None:
        path = self.folder / name
        with plainly(path):
            path.unlink()
            for parent in path.parents:
                if parent == self.folder or any(parent.iterdir()):
                    break
                parent.rmdir()

    def _conclude(self, names: set[str]) -> None:
        for folder in sorted({(self.folder / name).parent for name in names | self.ours}):
            remove_leftovers(folder)
        for name in names - self._sizes.keys():
            self.mark(name)
        lines = (f"{name}\t{self._sizes[name]}\n" if name in self._sizes else f"{name}\n" for name in sorted(names))
        write_if_changed(self.folder / LIST, "".join(lines).encode())
        self.__dict__.pop("ours", None)
        self.__dict__.pop("_written_before", None)


class Rehearsal(OutputFolder):
    """The same, but nothing is written nor removed: only told."""

    def _write(self, name: str, data: bytes) -> None:
        pass

    def _pour(self, name: str, chunks: Iterable[bytes]) -> bool:
        return not matches(self.folder / name, chunks)

    def _remove(self, name: str) -> None:
        pass

    def _conclude(self, names: set[str]) -> None:
        pass


def _listed(line: str) -> tuple[str, int | None]:
    """Return the name and the size that a line of the list holds."""
    name, _, size = line.rpartition("\t")
    return (name, int(size)) if name and size.isascii() and size.isdecimal() and len(size) < 19 else (line, None)


def _folded(name: str) -> str:
    return normalize("NFC", name).casefold()


def _is_inside(name: str) -> bool:
    """Return whether a name leads to a file below the folder, whoever wrote it."""
    path = PurePosixPath(name)
    return bool(name) and not path.is_absolute() and ".." not in path.parts
