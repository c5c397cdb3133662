"""Tells, at the price of a stat per file, that a build would find and leave everything as the last one did.

Every file that a build reads or writes is looked at, and none is opened but
the catalog.  So nothing else has to be imported: no configuration, no
importer, no writer.  Anything that is not as it was is left to the build
itself, which knows what it means.
"""

from __future__ import annotations

import os
from contextlib import closing
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from publisher import __version__
from publisher.catalog.schema import FILE_NAME, as_stored, open_catalog
from publisher.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from publisher.catalog.catalog import Catalog

_STAMP = "standing"


class Standing(NamedTuple):
    """What the last build left, and what still stands."""

    #: Entries that readers can see.
    entries: int
    #: Files in the output folder that are ours.
    files: int


class Watched(NamedTuple):
    """Files and folders, by absolute path, that decide what a build does."""

    #: What it reads: they are looked at before.
    inputs: tuple[str, ...]
    #: What it writes: they are looked at afterwards.
    outputs: tuple[str, ...]
    #: What lies in these folders and is none of either.
    apart: tuple[str, ...]


class Glance(NamedTuple):
    """What was seen at a glance."""

    #: What the last build left, if a build now would find and leave the same; None when in doubt.
    standing: Standing | None
    #: Paths → what `look` said of them.
    seen: dict[tuple[str, ...], str]
    #: Path that was looked at → folder there or below → what lies in it, by name.
    scanned: dict[str, dict[str, list[os.DirEntry[str]]]]


def glance(root: Path, name: str, moment: float) -> Glance:
    """Compare everything with what it was after the last build.

    Args:
        root: Folder of the publication.
        name: Of the build: of the configuration and the output folder that were asked for.
        moment: The present, as POSIX time.
    """
    path = root / FILE_NAME
    nothing = Glance(None, {}, {})
    if not path.is_file():
        return nothing
    try:
        with closing(open_catalog(path)) as connection:
            stamps = dict(
                connection.execute(
                    "SELECT name, value FROM stamps WHERE name IN ('generation', ?)", (as_stored(f"{_STAMP} {name}"),)
                )
            )
    except StoreError:
        return nothing
    head, _, places = stamps.get(as_stored(f"{_STAMP} {name}"), "").partition("\n\n")
    if not places:
        return nothing
    generation, since, until, entries, files, before, after = head.split("\n")
    if generation != stamps.get("generation", "0") or not float(since) <= moment < float(until):
        return nothing
    inputs, outputs, apart = (tuple(filter(None, part.split("\n"))) for part in places.split("\n\n"))
    scanned: dict[str, dict[str, list[os.DirEntry[str]]]] = {}
    now = look(inputs, apart, scanned)
    same = now == before and look(outputs, apart) == after
    return Glance(Standing(entries=int(entries), files=int(files)) if same else None, {inputs + apart: now}, scanned)


def keep_standing(
    catalog: Catalog, name: str, watched: Watched, before: str, standing: Standing, until: float | None
) -> None:
    """Remember what a build has left.

    Args:
        catalog: Of the publication.
        name: Of the build.
        watched: What decides about it.
        before: What `look` said of the inputs before they were read.
        standing: What it left.
        until: POSIX time at which an entry falls due, if one does.
    """
    head = (
        str(catalog.generation),
        repr(catalog.now.timestamp()),
        "inf" if until is None else repr(until),
        str(standing.entries),
        str(standing.files),
        before,
        look(watched.outputs, watched.apart),
    )
    places = "\n\n".join("\n".join(part) for part in watched)
    # Where a name cannot be kept as it is, every build looks for itself.
    if any("\n" in place or as_stored(place) != place for part in watched for place in part):
        return
    catalog.set_stamp(f"{_STAMP} {name}", "\n".join(head) + "\n\n" + places)


def look(
    paths: Iterable[str],
    apart: Collection[str],
    scanned: dict[str, dict[str, list[os.DirEntry[str]]]] | None = None,
) -> str:
    """Return what changes when a file at or below *paths* appears, goes or is written.

    Files whose name begins with a full stop count only where they are named.

    Args:
        paths: Files and folders.
        apart: What lies there and does not count.
        scanned: Is told what was found; see `Glance`.
    """
    digest = blake2b(__version__.encode(), digest_size=16)
    for path in paths:
        lines = [path]
        try:
            stat = os.stat(path)  # noqa: PTH116  # a Path for every file would cost more than the files
        except OSError:
            lines.append("none")
        else:
            if os.path.isdir(path):  # noqa: PTH112
                found: dict[str, list[os.DirEntry[str]]] | None = None
                if scanned is not None:
                    found = scanned[path] = {}
                _walk(path, frozenset(apart), lines, found)
            else:
                lines.append(f"{stat.st_mtime_ns} {stat.st_size}")
        digest.update("\n".join(lines).encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def _walk(
    folder: str, apart: frozenset[str], lines: list[str], scanned: dict[str, list[os.DirEntry[str]]] | None
) -> None:
    """Add a line for each file below *folder*."""
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=_name)
    except OSError:
        lines.append(f"{folder} closed")
        return
    if scanned is not None:
        scanned[folder] = entries
    for entry in entries:
        name = entry.name
        if name[0] == "." or entry.path in apart:
            continue
        if entry.is_dir(follow_symlinks=False):
            lines.append(name)
            _walk(entry.path, apart, lines, scanned)
            lines.append("/")
            continue
        try:
            stat = entry.stat()
        except OSError:
            lines.append(name)
        else:
            lines.append(f"{name} {stat.st_mtime_ns} {stat.st_size}")


def _name(entry: os.DirEntry[str]) -> str:
    return entry.name
