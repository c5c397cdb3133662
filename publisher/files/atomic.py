"""Files are written beside and renamed, so that nobody ever reads half of one."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from errno import EEXIST, EISDIR, ENOTDIR
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Self

from publisher.errors import StoreError

#: Name of a file that is being written, with the number of the process that does.
_BESIDE = re.compile(r"\..+\.(\d+)\.new")

#: A folder stands where a file should, or a file where a folder should.
_IN_THE_WAY = (EISDIR, ENOTDIR, EEXIST)

#: Bytes that are read or written at once.
_BUFFER = 1 << 18


def write_atomically(path: Path, data: bytes) -> None:
    """Put *data* at *path* in one step: readers see the old file or the new one.

    For what can be made again, such as feeds: after a power cut the file may
    be the old one.

    Raises:
        StoreError: The file cannot be written.
    """
    _write(path, (data,), durable=False)


def write_durably(path: Path, data: bytes) -> None:
    """Put *data* at *path* in one step, and on the disk before returning.

    For what cannot be made again, such as publisher.lock.

    Raises:
        StoreError: The file cannot be written.
    """
    _write(path, (data,), durable=True)


def pour_durably(path: Path, chunks: Iterable[bytes]) -> None:
    """Do the same with what *chunks* give, which is not in memory as a whole.

    Raises:
        StoreError: The file cannot be written.
    """
    _write(path, chunks, durable=True)


def write_if_changed(path: Path, data: bytes) -> bool:
    """Put *data* at *path* unless it stands there already; return whether it was written.

    An unchanged file keeps its modification time, so that web servers go on
    answering 304.

    Raises:
        StoreError: The file cannot be written.
    """
    if has_content(path, data):
        return False
    write_atomically(path, data)
    return True


def pour_if_changed(path: Path, chunks: Iterable[bytes], announce: Callable[[], None] = lambda: None) -> bool:
    """Put what *chunks* give at *path* unless it stands there already; return whether it was written.

    Nothing is in memory as a whole, and nothing is written before the first
    byte that differs.

    Args:
        path: The file.
        chunks: Its content.
        announce: Called before anything is written, if anything is.

    Raises:
        StoreError: The file cannot be written.
    """
    with _Pouring(path, announce) as pouring:
        for chunk in chunks:
            pouring.pour(chunk)
        return pouring.conclude()


def matches(path: Path, chunks: Iterable[bytes]) -> bool:
    """Return whether *path* is a file of exactly what *chunks* give; all of them are taken."""
    same = path.is_file()
    with path.open("rb") if same else BytesIO() as file:
        for chunk in chunks:
            same = same and file.read(len(chunk)) == chunk
        return same and not file.read(1)


def has_content(path: Path, data: bytes) -> bool:
    """Return whether *path* is a file of exactly these bytes."""
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False


def remove_leftovers(folder: Path) -> None:
    """Remove the half-written files of processes that were killed; those of running ones stay."""
    for path in folder.glob(".*.new"):
        made = _BESIDE.fullmatch(path.name)
        if made and not _is_running(int(made[1])):
            path.unlink(missing_ok=True)


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def _write(path: Path, chunks: Iterable[bytes], *, durable: bool) -> None:
    target = path.resolve() if path.is_symlink() else path
    beside = target.with_name(f".{target.name}.{os.getpid()}.new")
    with plainly(path):
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with beside.open("wb") as file:
                file.writelines(chunks)
                if durable:
                    file.flush()
                    os.fsync(file.fileno())
            if target.exists():
                beside.chmod(target.stat().st_mode & 0o7777)
            beside.replace(target)
            if durable:
                _sync_folder(target.parent)
        except OSError:
            with suppress(OSError):
                beside.unlink()
            raise


class _Pouring:
    """A file that is compared with what it replaces as long as the two are alike, and written from there."""

    def __init__(self, path: Path, announce: Callable[[], None]) -> None:
        self._path = path
        self._announce = announce
        self._target = path.resolve() if path.is_symlink() else path
        self._beside = self._target.with_name(f".{self._target.name}.{os.getpid()}.new")
        self._old: BinaryIO | None = None
        self._new: BinaryIO | None = None
        self._alike = 0

    def __enter__(self) -> Self:
        with suppress(OSError):
            self._old = self._target.open("rb", buffering=_BUFFER)
        return self

    def __exit__(self, *_: object) -> None:
        for file in (self._old, self._new):
            if file is not None:
                file.close()
        if self._new is not None:
            with suppress(OSError):
                self._beside.unlink()

    def pour(self, chunk: bytes) -> None:
        """Take the next part."""
        if self._new is None:
            if self._old is not None and self._old.read(len(chunk)) == chunk:
                self._alike += len(chunk)
                return
            self._begin()
        with plainly(self._path):
            self._new_file.write(chunk)

    def conclude(self) -> bool:
        """Return whether there was anything to write, with all of it in its place."""
        if self._new is None:
            if self._old is not None and not self._old.read(1):
                return False
            self._begin()
        with plainly(self._path):
            self._new_file.close()
            if self._target.exists():
                self._beside.chmod(self._target.stat().st_mode & 0o7777)
            self._beside.replace(self._target)
        return True

    @property
    def _new_file(self) -> BinaryIO:
        assert self._new is not None  # noqa: S101  # narrows the type
        return self._new

    def _begin(self) -> None:
        """Open the new file, with all that was alike."""
        self._announce()
        with plainly(self._path):
            self._target.parent.mkdir(parents=True, exist_ok=True)
            self._new = self._beside.open("wb", buffering=_BUFFER)
            if self._old is not None:
                self._old.seek(0)
                left = self._alike
                while left > 0:
                    part = self._old.read(min(left, _BUFFER))
                    self._new.write(part)
                    left -= len(part)


class plainly:  # noqa: N801  # reads as a statement: with plainly(path)
    """Turn what the system says about writing *path* into a sentence and a hint."""

    # A class, as a generator would cost more than what is written inside.
    __slots__ = ("_path",)

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        """Do nothing before."""

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        """Raise `StoreError` for what the system raised; let anything else pass."""
        if not isinstance(error, OSError):
            return
        if error.errno in _IN_THE_WAY:
            hint = "Move away what stands there, and run the same command again."
        else:
            hint = "Make room on the disk, or give yourself the right to write there, and run the same command again."
        raise StoreError(f"cannot write {self._path}: {error.strerror or error}", hint=hint) from error


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
