"""Files are written beside and renamed, so that nobody ever reads half of one."""

import os
import re
from contextlib import suppress
from pathlib import Path

from publisher.errors import StoreError

#: Name of a file that is being written, with the number of the process that does.
_BESIDE = re.compile(r"\..+\.(\d+)\.new")


def write_atomically(path: Path, data: bytes) -> None:
    """Put *data* at *path* in one step: readers see the old file or the new one.

    For what can be made again, such as feeds: after a power cut the file may
    be the old one.

    Raises:
        StoreError: The file cannot be written.
    """
    _write(path, data, durable=False)


def write_durably(path: Path, data: bytes) -> None:
    """Put *data* at *path* in one step, and on the disk before returning.

    For what cannot be made again, such as publisher.lock.

    Raises:
        StoreError: The file cannot be written.
    """
    _write(path, data, durable=True)


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


def _write(path: Path, data: bytes, *, durable: bool) -> None:
    target = path.resolve() if path.is_symlink() else path
    beside = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("wb") as file:
            file.write(data)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        if target.exists():
            beside.chmod(target.stat().st_mode & 0o7777)
        beside.replace(target)
        if durable:
            _sync_folder(target.parent)
    except OSError as error:
        with suppress(OSError):
            beside.unlink()
        raise StoreError(
            f"cannot write {path}: {error.strerror or error}",
            hint="Make room on the disk, or give yourself the right to write there, and run the same command again.",
        ) from error


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
