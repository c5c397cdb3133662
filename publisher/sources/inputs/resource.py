"""Where posts are read from: a file or a folder, as the configuration or the command line names it."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Protocol

from publisher.errors import InputError
from publisher.model.post import Undated


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One source, before anybody knows its kind."""

    #: Absolute.
    path: Path
    #: As a person would look it up, with forward slashes: what `Origin.path` begins with.
    shown: str
    #: Encoding of its text, where it is told; else it is found out per file.
    encoding: str | None = None
    #: Patterns of the files of a folder; without any, the importer knows its own.
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    #: Files and folders below the place that Publisher writes itself: no posts.
    ours: tuple[str, ...] = ()
    #: Address of the website, for addresses that the source gives without a host; None while it is not known.
    home: str | None = None
    #: Where the file was fetched from, after all redirects; None for one that was here.
    address: str | None = None
    #: Fetches further pages of the Web, for an importer that follows links.
    web: WebAccess | None = None
    #: Most pages that are read by following links.
    follow: int = 0
    #: Keys of posts that were read before: their pages are not fetched again.
    known: frozenset[str] = frozenset()
    #: Present time, for posts that expire; None lets them be.
    now: datetime | None = None
    #: Where a post without a date gets it: from nowhere, or from its file's change time.
    undated: Undated = "reject"
    #: Folder there or below → what lies in it, by name, for the first look at a place that was seen a moment ago.
    scanned: dict[str, list[os.DirEntry[str]]] = field(default_factory=dict, repr=False, compare=False)

    def files(self, *suffixes: str) -> Iterator[Place]:
        """Yield the files of this place in the order of their paths; a file yields itself.

        Hidden files and folders, and editors' backups, are passed over.
        Patterns are matched against the path below the folder and against the
        name: ``*`` stands for any characters but a slash, ``**`` for any, ``?``
        for one.

        Args:
            suffixes: Which files to take where ``include`` is empty, in lower
                case with their full stop; none for all.

        Raises:
            InputError: The place does not exist, or is neither a file nor a folder.
        """
        if not self.path.is_dir():
            with reading(self):
                self.require_file()
            yield self
            return
        for below in _walk(self.path):
            if self.takes(below, suffixes) and (self.path / below).is_file():
                name = readable(below)
                shown = name if self.shown in {"", "."} else f"{self.shown.rstrip('/')}/{name}"
                yield replace(self, path=self.path / below, shown=shown)

    def head(self, size: int = 65_536) -> bytes:
        """Read the beginning of a file; a folder has none.

        Raises:
            InputError: The file is missing or may not be read.
        """
        if self.path.is_dir():
            return b""
        with reading(self):
            self.require_file()
            with self.path.open("rb") as file:
                return file.read(size)

    def require_file(self) -> None:
        """Check that this is a file that can be read more than once: not a pipe, not a device.

        Raises:
            InputError: It is something else.
            OSError: It cannot be reached.
        """
        if not stat.S_ISREG(self.path.stat().st_mode):
            raise InputError(f"{self.shown} is no ordinary file", hint="Copy its content into a file, and name that.")

    def takes(self, below: str, suffixes: tuple[str, ...] = ()) -> bool:
        """Tell whether the patterns want the file at this path below the folder."""
        if any(_matches(pattern, below) for pattern in self.exclude):
            return False
        # The first half is true of hardly any file, and costs next to nothing.
        if below.startswith(self.ours) and any(below == own or below.startswith(f"{own}/") for own in self.ours):
            return False
        if self.include:
            return any(_matches(pattern, below) for pattern in self.include)
        return not suffixes or below.lower().endswith(suffixes)


class reading:  # noqa: N801  # reads as a statement: with reading(place)
    """Turn what the system says about a file that cannot be read into an `InputError`."""

    def __init__(self, place: Place) -> None:
        self._place = place

    def __enter__(self) -> None:
        """Do nothing before the reading."""

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        """Raise `InputError` for an `OSError`; let anything else pass."""
        if isinstance(error, FileNotFoundError):
            raise InputError(
                f"there is no file or folder {self._place.shown}",
                hint="Check the path; in publisher.toml it is relative to that file.",
            ) from error
        if isinstance(error, OSError):
            raise InputError(
                f"{self._place.shown} cannot be read: {error.strerror or error}",
                hint="Check the permissions of the file.",
            ) from error


def nothing_but_ours(place: Place) -> InputError:
    """Return the error that says that a place is no source at all."""
    return InputError(
        f"there is nothing to read in {place.shown} but what Publisher writes itself",
        hint="Name the folder of your own posts.",
    )


def readable(path: str) -> str:
    r"""Return *path* as text: bytes of a name that are no UTF-8 stand as escapes.

    >>> readable("caf\udce9.txt")
    'caf\\xe9.txt'
    """
    return path if path.isascii() else path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _walk(root: Path) -> Iterator[str]:
    """Yield paths below *root*, sorted, without hidden ones and backups."""
    found = []
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if not name.startswith(".")]
        below = Path(folder).relative_to(root)
        found += [(below / name).as_posix() for name in names if not name.startswith(".") and not name.endswith("~")]
    yield from sorted(found)


def _matches(pattern: str, below: str) -> bool:
    """Match a pattern with the whole path, or with the name where the pattern has no slash."""
    subject = below if "/" in pattern else below.rsplit("/", 1)[-1]
    return _compiled(pattern).fullmatch(subject) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Translate a pattern."""
    signs = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    pieces = re.split(r"(\*\*/|\*\*|\*|\?)", pattern.removeprefix("./"))
    return re.compile("".join(signs.get(piece) or re.escape(piece) for piece in pieces), re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class WebPage:
    """One document, as it was fetched."""

    #: Address after all redirects.
    address: str
    body: bytes
    #: Media type in lower case, without parameters; empty where the server names none.
    content_type: str = ""
    #: Encoding that the server names.
    charset: str | None = None
    #: What the server says, so that it can be asked later whether the document has changed.
    etag: str | None = None
    last_modified: str | None = None


class WebAccess(Protocol):
    """Fetches pages one after the other: politely, safely, and only where programs are welcome."""

    def may_read(self, address: str) -> bool:
        """Tell whether the site lets programs read this page (RFC 9309)."""

    def fetch(self, address: str) -> WebPage:
        """Fetch a document.

        Raises:
            DeliveryError: There is no answer that can be used.
        """

    def was_read(self, address: str) -> bool:
        """Tell whether an earlier import has read this page, whatever it was."""

    def may_have_changed(self, address: str, changed: date | datetime | None) -> bool:
        """Tell whether a page may be another than it was at the last import.

        Args:
            address: Of the page.
            changed: When it has changed last, as the site says.
        """

    def fetch_again(self, address: str) -> WebPage | None:
        """Fetch a page that was read before; None where it is as it was.

        Raises:
            DeliveryError: There is no answer that can be used.
        """

    def settle(self, address: str) -> None:
        """Remember that a page was read, and that there is nothing to say about it."""
