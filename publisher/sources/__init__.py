"""Importers: a module or a package for each kind of source, and what kinds share in `inputs`.

A place (`Place`: a file, a folder, an address) comes in; posts come out, with
what could not be used or was left out.  An importer module has a class, which
is made with a `Place` and satisfies `Importer`, and a function
``recognise(place, head)``: it says why the file that begins with *head* is of
its kind, or None; for a folder as a whole *head* is empty.

A new kind is its module and one row in `KINDS`.  Kinds of other packages are
entry points of the group ``publisher.sources``: named after the kind, with the
class as their value.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple, Protocol, cast

from publisher.errors import InputError, UsageError
from publisher.sources.inputs.resource import Place, nothing_but_ours

if TYPE_CHECKING:
    from publisher.model.post import Found

__all__ = ["KINDS", "Detected", "Importer", "Kind", "Place", "detect", "kind_of", "open_importer"]


class Kind(NamedTuple):
    """One kind of source."""

    #: Of the function `recognise` and the class.
    module: str
    #: Name of the class.
    importer: str
    #: What it reads, as a line in the help of ``publisher import``.
    help: str = ""
    #: Its posts depend on the files of their place alone: while these stay, there is nothing to read.
    local: bool = False
    #: It can give posts without a date the time of their file.
    undated: bool = False

    def recognise(self, place: Place, head: bytes) -> str | None:
        """Say why a place is of this kind; None if it is not."""
        return cast("str | None", import_module(self.module).recognise(place, head))

    def open(self, place: Place) -> Importer:
        """Make the importer of a place."""
        return cast("Importer", getattr(import_module(self.module), self.importer)(place=place))


_HERE = "publisher.sources"

#: The built-in kinds, in the order in which `detect` asks them.
KINDS: dict[str, Kind] = {
    "markdown": Kind(
        f"{_HERE}.static_site.reader", "Markdown", "Markdown files: of a site generator, or a plain folder",
        local=True, undated=True,
    ),
    "blogger": Kind(f"{_HERE}.blogger", "Blogger", "Blogger's export, Google Takeout, or a saved feed", local=True),
    "wordpress": Kind(f"{_HERE}.wordpress.reader", "Wordpress", "WordPress's export (WXR), or its parts", local=True),
    "ghost": Kind(f"{_HERE}.ghost.reader", "Ghost", "Ghost's export (JSON)", local=True),
    "medium": Kind(f"{_HERE}.medium", "Medium", "Medium's export: the zip, or its folder posts", local=True),
    "substack": Kind(f"{_HERE}.substack.reader", "Substack", "Substack's export: the zip, or its folder", local=True),
    "feed": Kind(f"{_HERE}.feed.reader", "Feed", "a feed: RSS, RDF, Atom, JSON Feed", undated=True),
    "web": Kind(f"{_HERE}.pages.web", "Web", "the address of a page, a list of posts or a sitemap"),
    "html": Kind(f"{_HERE}.pages.files", "Html", "HTML pages", local=True),
    "archive": Kind(f"{_HERE}.archive", "Archive", "plain text with a full date above each post", local=True),
}  # fmt: skip

#: Entry points of other packages.
GROUP = "publisher.sources"

#: So many files of a folder are looked into before its kind is decided.
LOOKED_INTO = 100


class Importer(Protocol):
    """What reads the posts of one place."""

    @property
    def kind(self) -> str:
        """Name of the kind, as in `Origin.importer`."""

    def read(self, advance: Callable[[int], None]) -> Iterator[Found]:
        """Yield the posts, and whatever could not be used or was left out.

        Args:
            advance: Called with the number of bytes just read, for a progress bar.

        Raises:
            InputError: The place as a whole cannot be used.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Detected:
    """The kind of a place."""

    kind: str
    #: What gave it away, as a clause without a full stop.
    why: str


def detect(place: Place) -> Detected:
    """Find out of which kind a place is, from its content alone.

    A folder is of the kind that recognises it as a whole, else of the kind of
    most of its files.  Kinds of other packages are asked where no built-in one fits.

    Raises:
        InputError: The place does not exist, cannot be read, or no kind fits.
    """
    head = place.head()
    if found := _recognised(KINDS, place, head) or _recognised(others := _others(), place, head):
        return found
    if place.path.is_dir():
        return _of_most_files(place, KINDS | others)
    raise _unrecognised(place, head)


def kind_of(name: str) -> Kind:
    """Return a kind, built in or of another package.

    Raises:
        UsageError: There is none of this name.
    """
    if name in KINDS:
        return KINDS[name]
    others = _others()
    if name not in others:
        raise _unknown(name, [*KINDS, *sorted(others)])
    return others[name]


def open_importer(kind: str, place: Place) -> Importer:
    """Make the importer of one kind for a place.

    Raises:
        UsageError: There is no such kind.
    """
    return kind_of(kind).open(place)


def _others() -> dict[str, Kind]:
    """Return the kinds of other packages."""
    from importlib.metadata import entry_points  # costs more than a build in which nothing changed

    return {point.name: Kind(point.module, point.attr) for point in entry_points(group=GROUP)}


def _recognised(kinds: Mapping[str, Kind], place: Place, head: bytes) -> Detected | None:
    """Return the first kind that recognises a place."""
    for name, kind in kinds.items():
        if why := kind.recognise(place, head):
            return Detected(kind=name, why=why)
    return None


def _of_most_files(place: Place, kinds: Mapping[str, Kind]) -> Detected:
    """Decide the kind of a folder by its files."""
    first: dict[str, str] = {}
    votes: Counter[str] = Counter()
    endings: Counter[str] = Counter()
    files = 0
    for file in islice(place.files(), LOOKED_INTO):
        files += 1
        try:
            found = _recognised(kinds, file, file.head())
        except InputError:
            continue
        endings[file.path.suffix.lower()] += 1
        if found:
            first.setdefault(found.kind, f"{file.shown}: {found.why}")
            votes[found.kind] += 1
    if not votes:
        raise _nothing_fits(place, files, endings)
    ((kind, count),) = votes.most_common(1)
    return Detected(kind=kind, why=f"{count:,} of {files:,} files fit, such as {first[kind]}")


def _nothing_fits(place: Place, files: int, endings: Counter[str]) -> InputError:
    """Say that a folder has no posts that can be read."""
    if not files:
        if place.ours:
            return nothing_but_ours(place)
        return InputError(f"the folder {place.shown} is empty", hint="Name a folder with posts in it.")
    return InputError(
        f"none of the {files:,} files in {place.shown} is of a kind that can be read"
        if files > 1
        else f"the one file in {place.shown} is of no kind that can be read",
        hint=_instead(endings) or f"Tell the kind with --kind if you know it: {', '.join(KINDS)}.",
    )


def _instead(endings: Counter[str]) -> str:
    """Return what to read in place of posts in a notation that is not read; nothing for other files."""
    from publisher.sources.static_site.files import OTHER

    ending = max(endings, key=endings.__getitem__, default="")
    if ending not in OTHER:
        return ""
    return (
        f"Posts in {ending} files are not read: let their own program build the site, and import its feed or its pages."
    )


def _unrecognised(place: Place, head: bytes) -> InputError:
    """Say that a file is of no known kind, and what an archive looks like where it may be one."""
    from publisher.sources.archive import HINT, nearly

    if not head.strip():
        return InputError(f"{place.shown} is empty", hint="Name a file with posts in it.")
    if head.startswith(b"PK"):
        return InputError(f"{place.shown} is a zip with no export in it", hint="Unpack it, and name the folder.")
    if other := _other_data(head):
        hint = f"If it is posts, tell the kind with --kind: {', '.join(KINDS)}."
        return InputError(f"{place.shown} is of no kind that can be read: {other}", hint=hint)
    reason = "it has no date heading"
    if doubt := nearly(place, head):
        reason = f"{reason}; {doubt}"
    return InputError(f"{place.shown} is of no kind that can be read: {reason}", hint=HINT)


def _other_data(head: bytes) -> str:
    """Say what a file is that is no text for people; nothing for one that may be."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ""
    if b"\0" in head:
        return "it is no text"
    opening = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:64]
    if re.match(rb'[{[]\s*["{[\d]', opening):
        return "it is JSON, but neither a feed nor an export of Ghost"
    return "it is XML, but neither a feed nor an export" if opening.startswith(b"<?xml") else ""


def _unknown(kind: str, known: list[str]) -> UsageError:
    """Say which kinds there are, the nearest first."""
    from difflib import get_close_matches

    near = get_close_matches(kind.casefold(), known, 1)
    return UsageError(
        f"there is no kind {kind!r}",
        hint=(f"Did you mean {near[0]}? " if near else "") + f"The kinds are: {', '.join(known)}.",
    )
