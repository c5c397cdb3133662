"""Find where a source is, and the importer that reads it."""

from __future__ import annotations

import os
import posixpath
from typing import TYPE_CHECKING

from publisher.errors import InputError, UsageError
from publisher.files.output_folder import OutputFolder

if TYPE_CHECKING:
    from pathlib import Path

    from publisher.catalog.intake import KnownSource
    from publisher.config import Config, Source
    from publisher.importing.context import Bench
    from publisher.importing.report import SourceReport
    from publisher.importing.run import ImportRun
    from publisher.sources import Importer
    from publisher.sources.inputs.resource import Place


def files_of_ours(config: Config) -> tuple[str, ...]:
    """Return the files and folders that Publisher writes or keeps, below the publication's folder."""
    databases = [f"{name}.db{end}" for name in ("catalog", "subscribers") for end in ("", "-wal", "-shm", "-journal")]
    folders = ("issues", "preview", "templates", posixpath.normpath(config.feeds.directory))
    return ("publisher.toml", "publisher.lock", *folders, *databases)


def ours_below(bench: Bench, place: Path) -> tuple[str, ...]:
    """Return the files and folders of ours at or below a place that posts are read from, as paths below it.

    Where the place is around the feeds' folder, all of that folder is ours;
    where it is that folder, or lies in it, the files that builds wrote are.
    """
    top = os.path.normpath(place)
    output = os.path.normpath(bench.output or bench.root / bench.config.feeds.directory)
    ours = [os.path.normpath(bench.root / name) for name in files_of_ours(bench.config)]
    if f"{top}{os.sep}".startswith(f"{output}{os.sep}"):
        ours += [os.path.join(output, name) for name in OutputFolder(folder=bench.root / output).ours]  # noqa: PTH118  # a Path each would cost more
    start = len(top) + 1
    return tuple(own[start:].replace(os.sep, "/") for own in (*ours, output) if own.startswith(f"{top}{os.sep}"))


def place_of(run: ImportRun, path: Path, source: Source) -> Place:
    """Return where a source is, and what its importer may know around it."""
    from publisher.sources.inputs.resource import Place

    path = path.absolute()
    return Place(
        path=path,
        shown=source.url or posixpath.normpath(source.place),
        encoding=source.encoding,
        include=source.include,
        exclude=source.exclude,
        ours=ours_below(run.bench, path),
        home=None if run.memory.provisional else run.bench.config.publication.home,
        now=run.bench.now,
        undated=source.undated,
        scanned=run.bench.scanned.pop(str(path), {}),
    )


def importer_of(place: Place, source: Source, known: KnownSource | None, report: SourceReport) -> Importer:
    """Return the importer of a source, and note in *report* which it is and why.

    Args:
        place: Of the source.
        source: How it is to be read.
        known: What the catalog knows of it; its kind is not guessed again.
        report: Of the source.

    Raises:
        InputError: There is no such place, or nothing there that any importer reads.
        UsageError: There is no importer of this kind, or it cannot do what is asked.
    """
    from publisher.sources import detect, kind_of

    if source.kind is not None:
        report.kind, report.why = source.kind, "as you said"
    elif known is not None:
        report.kind, report.why = known.kind, "as before"
    else:
        if not place.path.exists():
            raise _missing(place.shown, adopted=report.adopted)
        detected = detect(place)
        report.kind, report.why = detected.kind, detected.why
    kind = kind_of(report.kind)
    if source.undated != "reject" and not kind.undated:
        raise UsageError(
            f"`undated` is for files of Markdown and for feeds, and {place.shown} is of the kind {report.kind}",
            hint="Leave it out, or name the kind: markdown.",
        )
    return kind.open(place)


def _missing(name: str, *, adopted: bool) -> InputError:
    """Say that a place is missing from which nothing was ever read."""
    return InputError(
        f"there is no file or folder {name}",
        hint="Check the path." if adopted else "Correct the `path` of its [[source]] in publisher.toml.",
    )
