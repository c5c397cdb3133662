"""Find where a source is, and the importer that reads it."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from publisher.errors import InputError, UsageError
from publisher.workflows.own_files import ours_below

if TYPE_CHECKING:
    from pathlib import Path

    from publisher.config import Source
    from publisher.sources import Importer, Place
    from publisher.storage.catalog_intake import KnownSource
    from publisher.workflows.import_run import ImportRun
    from publisher.workflows.imported import SourceReport


def place_of(run: ImportRun, path: Path, source: Source) -> Place:
    """Return where a source is, and what its importer may know around it."""
    from publisher.sources import Place

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
    from publisher.sources import detect, open_importer

    if source.kind is not None:
        report.kind, report.why = source.kind, "as you said"
    elif known is not None:
        report.kind, report.why = known.kind, "as before"
    else:
        if not place.path.exists():
            raise _missing(place.shown, adopted=report.adopted)
        detected = detect(place)
        report.kind, report.why = detected.kind, detected.why
    if source.undated != "reject" and report.kind not in {"markdown", "feed"}:
        raise UsageError(
            f"`undated` is for files of Markdown and for feeds, and {place.shown} is of the kind {report.kind}",
            hint="Leave it out, or name the kind: markdown.",
        )
    return open_importer(report.kind, place)


def _missing(name: str, *, adopted: bool) -> InputError:
    """Say that a place is missing from which nothing was ever read."""
    return InputError(
        f"there is no file or folder {name}",
        hint="Check the path." if adopted else "Correct the `path` of its [[source]] in publisher.toml.",
    )
