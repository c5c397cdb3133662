"""Importers: one per kind of source, each in a file of its own.

An importer module has a function ``recognise(place, head)``, which says why the
file that begins with *head* is of its kind, or None; for a folder as a whole
*head* is empty.  Its class is made with a `Place` and reads the posts.  Built-in
kinds are found in `KINDS`; others are entry points of the group
``publisher.sources``, named after their kind, that name the class.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from publisher.errors import InputError, UsageError
from publisher.sources.inputs.resource import Place, nothing_but_ours

if TYPE_CHECKING:
    from publisher.model.post import Found

__all__ = ["KINDS", "Detected", "Importer", "Place", "detect", "open_importer"]

#: Kind → module and class, in the order in which `detect` asks them.
KINDS: dict[str, tuple[str, str]] = {
    "markdown": ("publisher.sources.static_site.reader", "Markdown"),
    "blogger": ("publisher.sources.blogger", "Blogger"),
    "wordpress": ("publisher.sources.wordpress.reader", "Wordpress"),
    "ghost": ("publisher.sources.ghost.reader", "Ghost"),
    "medium": ("publisher.sources.medium", "Medium"),
    "substack": ("publisher.sources.substack.reader", "Substack"),
    "feed": ("publisher.sources.feed.reader", "Feed"),
    "web": ("publisher.sources.old_pages.web", "Web"),
    "html": ("publisher.sources.old_pages.html", "Html"),
    "archive": ("publisher.sources.archive", "Archive"),
}

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
    most of its files.

    Raises:
        InputError: The place does not exist, cannot be read, or no kind fits.
    """
    looks = {kind: getattr(import_module(module), "recognise") for kind, (module, _) in KINDS.items()}  # noqa: B009
    if not place.path.is_dir():
        head = place.head()
        for kind, recognise in looks.items():
            if why := recognise(place, head):
                return Detected(kind=kind, why=why)
        raise _unrecognised(place, head)
    for kind, recognise in looks.items():
        if why := recognise(place, b""):
            return Detected(kind=kind, why=why)
    return _of_most_files(place, looks)


def open_importer(kind: str, place: Place) -> Importer:
    """Make the importer of one kind for a place.

    Raises:
        UsageError: There is no such kind.
    """
    if kind in KINDS:
        module, name = KINDS[kind]
        importer = getattr(import_module(module), name)
    else:
        from importlib.metadata import entry_points  # costs more than a build in which nothing changed

        others = {point.name: point for point in entry_points(group=GROUP)}
        if kind not in others:
            raise _unknown(kind, [*KINDS, *sorted(others)])
        importer = others[kind].load()
    return cast("Importer", importer(place=place))


def _of_most_files(place: Place, looks: dict[str, Callable[[Place, bytes], str | None]]) -> Detected:
    """Decide the kind of a folder by its files."""
    first: dict[str, str] = {}
    votes: dict[str, int] = {}
    endings: dict[str, int] = {}
    files = 0
    for file in place.files():
        if files == LOOKED_INTO:
            break
        files += 1
        try:
            head = file.head()
            kind, why = next(
                ((kind, why) for kind, recognise in looks.items() if (why := recognise(file, head))), ("", "")
            )
        except InputError:
            continue
        ending = file.path.suffix.lower()
        endings[ending] = endings.get(ending, 0) + 1
        if kind:
            first.setdefault(kind, f"{file.shown}: {why}")
            votes[kind] = votes.get(kind, 0) + 1
    if not votes:
        if not files and place.ours:
            raise nothing_but_ours(place)
        if not files:
            raise InputError(f"the folder {place.shown} is empty", hint="Name a folder with posts in it.")
        raise InputError(
            f"none of the {files:,} files in {place.shown} is of a kind that can be read"
            if files > 1
            else f"the one file in {place.shown} is of no kind that can be read",
            hint=_instead(endings) or f"Tell the kind with --kind if you know it: {', '.join(KINDS)}.",
        )
    kind = max(votes, key=votes.__getitem__)
    return Detected(kind=kind, why=f"{votes[kind]:,} of {files:,} files fit, such as {first[kind]}")


def _instead(endings: dict[str, int]) -> str:
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
