"""The files of an export: in a folder, in a zip that nobody vouches for, or one file alone.

A zip is read in place and never unpacked onto the disk.  What it says of
itself is checked before anything is decompressed, and every file is read up to
a limit, so that a hostile one costs bounded memory and time.
"""

from __future__ import annotations

import re
import stat
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol

from publisher.errors import InputError
from publisher.sources.inputs.resource import Place, reading
from publisher.sources.inputs.text_files import UnreadableError, read_bytes

if TYPE_CHECKING:
    from zipfile import ZipFile, ZipInfo

#: Largest file of an export that is read, in bytes.
LARGEST = 32 * 1024 * 1024
#: Files that a zip may have, and bytes of the list of them.
MOST_FILES = 100_000
LARGEST_DIRECTORY = 16 * 1024 * 1024
#: Bytes that all files of a zip may have together, unpacked: an export with its pictures fits.
LARGEST_TOTAL = 16 * 1024 * 1024 * 1024
#: Prose shrinks to a quarter, and tables to a twentieth; only files above a size are judged by it.
HIGHEST_RATIO = 250
RATIO_FROM = 1024 * 1024

CHUNK = 1 << 18
HEAD = 1 << 16

_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
_DRIVE = re.compile(r"[A-Za-z]:")
_ENCRYPTED = 0x1
#: Stored and deflated: the others may ask for gigabytes to unpack a few bytes, and no export has them.
_METHODS = frozenset({0, 8})


class ExportFiles(Protocol):
    """What an importer needs to know of the files."""

    def names(self, *suffixes: str) -> list[str]:
        """Return the paths of the files in the export, sorted, with forward slashes.

        Args:
            suffixes: Which files to name, in lower case with their full stop; none for all.
        """

    def read(self, name: str, largest: int = LARGEST) -> bytes:
        """Return the bytes of one file.

        Raises:
            UnreadableError: It is damaged, too large, or may not be read.
        """

    def head(self, name: str) -> bytes:
        """Return the first bytes of one file, to look at; nothing where it cannot be read."""

    def shown(self, name: str) -> str:
        """Return how a person would look the file up."""

    def origin(self, name: str) -> str:
        """Return the file on the disk that it is in, as `Origin.path` has it."""


def is_zip(head: bytes) -> bool:
    """Tell whether a file begins as a zip."""
    return head.startswith(_MAGIC)


@contextmanager
def open_export(place: Place, advance: Callable[[int], None] = lambda _: None) -> Iterator[ExportFiles]:
    """Open the files of *place* for the time of a ``with``.

    Args:
        place: A folder, a zip, or one file alone.
        advance: Called with the number of bytes just read from the disk.

    Raises:
        InputError: The place cannot be read, or is a zip that is damaged, or
            unsafe: encrypted, with names that lead out of it, links, or more
            files or bytes than any export has.
    """
    if place.path.is_dir() or not is_zip(place.head(4)):
        yield _Files(place=place, advance=advance)
        return
    with reading(place):
        place.require_file()
        file = place.path.open("rb")
    with file, _opened(place, file, advance) as packed:
        yield _Zip(place=place, packed=packed)


def recognise_export(
    place: Place,
    head: bytes,
    names: Callable[[ExportFiles], Iterable[str]],
    fits: Callable[[bytes], bool],
    what: str,
) -> str | None:
    """Say why a file, or a folder or zip with such a file in it, is an export; None if it is not.

    Args:
        place: To look at.
        head: First bytes of the file; empty for a folder.
        names: Returns the files of a folder or zip that may be of the export.
        fits: Tells from its first bytes whether a file is.
        what: Such a file is or does, as a clause without its subject.
    """
    if not (place.path.is_dir() or is_zip(head)):
        return f"it {what}" if fits(head) else None
    with open_export(place) as files:
        name = next((name for name in names(files) if fits(files.head(name))), None)
        return f"{name} {what}" if name else None


@dataclass(frozen=True, kw_only=True)
class _Files:
    """Files on the disk."""

    place: Place
    advance: Callable[[int], None]

    def names(self, *suffixes: str) -> list[str]:
        if not self.place.path.is_dir():
            return [self.place.path.name]
        start = len(self.place.path.parts)
        return ["/".join(file.path.parts[start:]) for file in self.place.files(*suffixes)]

    def _path(self, name: str) -> Path:
        path = self.place.path
        # Who names a link alone means what it leads to.
        return path / name if path.is_dir() else path.resolve()

    def read(self, name: str, largest: int = LARGEST) -> bytes:
        path = self._path(name)
        data = read_bytes(str(path), self.place.path if self.place.path.is_dir() else path.parent, largest)
        self.advance(len(data))
        return data

    def head(self, name: str) -> bytes:
        try:
            with self._path(name).open("rb") as file:
                return file.read(HEAD)
        except OSError:
            return b""

    def shown(self, name: str) -> str:
        if not self.place.path.is_dir():
            return self.place.shown
        return name if self.place.shown in {"", "."} else f"{self.place.shown.rstrip('/')}/{name}"

    origin = shown


@dataclass(frozen=True, kw_only=True)
class _Zip:
    """Files in a zip that was checked."""

    place: Place
    packed: ZipFile

    def names(self, *suffixes: str) -> list[str]:
        return sorted(name for name in self._members if self.place.takes(name, suffixes))

    def read(self, name: str, largest: int = LARGEST) -> bytes:
        member = self._members[name]
        if member.file_size > largest:
            raise UnreadableError(f"larger than {largest // 1024**2} MB", "Take it out of the zip.")
        if member.compress_type not in _METHODS:
            raise UnreadableError("packed in a way that is not read", "Unpack the zip, and name the folder.")
        data = bytearray()
        with _damage(f"{name} in the zip is damaged"), self.packed.open(member) as file:
            while chunk := file.read(CHUNK):
                data += chunk
        return bytes(data)

    def head(self, name: str) -> bytes:
        try:
            with _damage(name), self.packed.open(self._members[name]) as file:
                return file.read(HEAD)
        except UnreadableError:
            return b""

    def shown(self, name: str) -> str:
        return f"{self.place.shown}:{name}"

    def origin(self, name: str) -> str:  # noqa: ARG002  # every file of a zip is in the same one
        return self.place.shown

    @cached_property
    def _members(self) -> dict[str, ZipInfo]:
        return {
            member.filename: member
            for member in self.packed.infolist()
            if not member.is_dir() and not _is_of_the_system(member.filename)
        }


@contextmanager
def _damage(what: str) -> Iterator[None]:
    """Turn whatever reading a damaged zip raises into an `UnreadableError`."""
    from zipfile import BadZipFile

    try:
        yield
    except (
        BadZipFile, EOFError, NotImplementedError, OSError, OverflowError, RuntimeError, ValueError,
        struct.error, zlib.error,
    ) as error:  # fmt: skip
        raise UnreadableError(what, "Download the export again.") from error


@contextmanager
def _opened(place: Place, file: BinaryIO, advance: Callable[[int], None]) -> Iterator[ZipFile]:
    from zipfile import ZipFile

    try:
        with _damage(f"{place.shown} is a damaged zip"):
            packed = ZipFile(_Bounded(file, advance))
    except UnreadableError as error:
        raise InputError(error.reason, hint=error.hint) from error
    with packed:
        if danger := _danger(packed.infolist(), place.path.stat().st_size):
            raise InputError(
                f"{place.shown} is not read, because {danger}",
                hint="Download the export again from where it was made; this file may have been tampered with.",
            )
        yield packed


class _Bounded:
    """A file that refuses to be read in pieces larger than the list of files of any export."""

    def __init__(self, file: BinaryIO, advance: Callable[[int], None]) -> None:
        self._file = file
        self._advance = advance
        self.seek = file.seek
        self.tell = file.tell
        self.seekable = file.seekable
        self.close = file.close

    def read(self, size: int = -1) -> bytes:
        """Read at most *size* bytes."""
        if size > LARGEST_DIRECTORY:
            raise ValueError("no export has a list of files as long as this")
        data = self._file.read(LARGEST_DIRECTORY if size < 0 else size)
        self._advance(len(data))
        return data


def _danger(members: list[ZipInfo], size: int) -> str | None:
    """Say what is wrong with the list of files of a zip of *size* bytes; None if nothing is."""
    if len(members) > MOST_FILES:
        return f"it has {len(members):,} files, more than {MOST_FILES:,}"
    for member in members:
        if danger := _danger_of(member):
            return danger
    if sum(member.file_size for member in members) > LARGEST_TOTAL:
        return f"its files have more than {LARGEST_TOTAL // 1024**3} GB"
    if sum(member.compress_size for member in members) > size:
        return "its files overlap, as they do in a zip bomb"
    return None


def _danger_of(member: ZipInfo) -> str | None:
    name = member.filename
    shown = repr(name[:80])
    parts = name.replace("\\", "/").split("/")
    # zipfile cuts a name at its first zero byte: what stood there was meant for another reader.
    if ".." in parts or name.startswith(("/", "\\")) or _DRIVE.match(name) or "\0" in member.orig_filename:
        return f"{shown} leads out of it"
    if stat.S_ISLNK(member.external_attr >> 16):
        return f"{shown} is a link"
    if member.flag_bits & _ENCRYPTED:
        return f"{shown} is encrypted"
    if member.file_size > RATIO_FROM and member.file_size > member.compress_size * HIGHEST_RATIO:
        return f"{shown} grows {member.file_size // max(member.compress_size, 1):,} times, as in a zip bomb"
    return None


def _is_of_the_system(name: str) -> bool:
    """Tell whether a file was added by the computer that packed the zip."""
    return any(part.startswith((".", "__MACOSX")) for part in name.split("/"))
