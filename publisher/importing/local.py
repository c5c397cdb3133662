"""Read one file or folder of posts, as far as it has changed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import TYPE_CHECKING

from publisher.errors import InputError
from publisher.importing.changed_files import Changes, ReadsFileByFile, changes, read
from publisher.importing.opening import importer_of, place_of
from publisher.importing.run import adopted_source
from publisher.model.post import Post
from publisher.sources.inputs.resource import nothing_but_ours

if TYPE_CHECKING:
    from pathlib import Path

    from publisher.catalog.catalog import Catalog
    from publisher.catalog.intake import Intake
    from publisher.config import Source
    from publisher.importing.conversion import Prepared, Understanding
    from publisher.importing.reconcile import Taking
    from publisher.importing.report import SourceReport
    from publisher.importing.run import ImportRun
    from publisher.model.post import Found, Rejected
    from publisher.sources import Importer
    from publisher.sources.inputs.resource import Place

#: So many posts are understood before they are taken, unless they are large: characters.
_TOGETHER = 256
_LARGE = 4_000_000


def read_local(run: ImportRun, name: str, source: Source, path: Path, *, adopt: bool = False) -> None:
    """Read one source, if anything about it has changed; a failure is reported, and nothing of it stored."""
    with run.reported(name, adopt=adopt) as report:
        _read(run, name, source, path, report)


def _read(run: ImportRun, name: str, source: Source, path: Path, report: SourceReport) -> None:
    catalog, intake = run.bench.catalog, run.intake
    known = intake.sources().get(name)
    place = place_of(run, path, source)
    importer = importer_of(place, source, known, report)
    settings = run.settings(adopted_source(name)) if report.adopted else run.settings(source, importer)
    # What somebody asks for by hand is done, whatever was read before.
    asked = report.adopted and source.undated != "reject"
    trusted = known is not None and (known.settings, known.adopted, known.kind, asked) == (
        settings,
        report.adopted,
        importer.kind,
        False,
    )
    before = intake.files(known.number) if known else {}
    to_do = changes(importer, place, before, trusted=trusted)
    if place.ours and not to_do.stamps:
        raise nothing_but_ours(place)
    if trusted and known is not None and not to_do.any:
        report.unchanged = intake.count(known.number)
        report.rejected += intake.rejected(known.number, before)
        return
    if known is not None and place.path.is_file():
        # The file may have become one of another kind.
        importer = importer_of(place, source, None, report)
        to_do = changes(importer, place, before, trusted=trusted and importer.kind == known.kind)
    with run.memory.all_or_nothing(), catalog.transaction():
        number = intake.keep_source(name, adopted=report.adopted, kind=importer.kind, settings=settings)
        held = intake.refs_in(number, to_do.to_read | to_do.gone) if known else {}
        resting = intake.refs(number) - held.keys()
        by_file = isinstance(importer, ReadsFileByFile)
        taking = run.taking(source, number, report, resting, settings=None if by_file else settings)
        with run.bench.progress(name, to_do.size, lambda: report.read) as advance:
            understanding, first = taking.understanding, known is None
            for found in _found(run.bench.jobs, importer, place, to_do, understanding, advance, first=first):
                taking.take(found)
        taking.finish()
        report.unchanged += len(resting)
        if held and not (resting or taking.taken or taking.disputed or report.rejected):
            raise _emptied(name, len(held))
        _settle_files(intake, number, to_do, taking, before)
        if not report.adopted:
            _withdraw_missing(catalog, held, to_do, taking.taken | taking.let_go | resting, report)
        run.displaced.update(taking.displaced)


def _found(
    jobs: int,
    importer: Importer,
    place: Place,
    to_do: Changes,
    understanding: Understanding,
    advance: Callable[[int], None],
    *,
    first: bool,
) -> Iterator[Prepared]:
    """Read what is to be read: in several processes where there are that many files, and somebody allowed it.

    Args:
        jobs: Processes at a time.
        importer: Of the source.
        place: Of the source.
        to_do: What is to be read.
        understanding: How posts become entries.
        advance: Called with the number of bytes just read.
        first: Nobody has read the source before: what its posts become can be told before they are taken.
    """
    if jobs > 1 and isinstance(importer, ReadsFileByFile):
        from publisher.importing.parallel import read_together

        return read_together(importer, place, to_do, understanding, jobs=jobs, advance=advance)
    found = read(importer, place, to_do, advance)
    return _ahead(found, understanding) if first else found


def _ahead(found: Iterator[Found], understanding: Understanding) -> Iterator[Prepared]:
    """Read some posts before they are understood, and understand them before they are taken."""
    some: list[Found] = []
    size = 0
    for each in found:
        some.append(each)
        size += len(each.body) if isinstance(each, Post) else 0
        if len(some) == _TOGETHER or size > _LARGE:
            yield from understanding.ahead(some)
            some.clear()
            size = 0
    yield from understanding.ahead(some)


def _settle_files(intake: Intake, number: int, to_do: Changes, taking: Taking, before: Collection[str]) -> None:
    """Remember the files as they were when they were read, and what was wrong in them."""
    report = taking.report
    by_file: dict[str, list[Rejected]] = {}
    for rejected in report.rejected:
        by_file.setdefault(_file_of(rejected.place, to_do.to_read), []).append(rejected)
    report.rejected += intake.rejected(number, set(before) - to_do.to_read - to_do.gone)
    for path in sorted(to_do.gone):
        intake.forget_file(number, path)
    unread = (0, 0)
    intake.keep_files(
        number,
        (
            (path, unread if path in taking.disputed else to_do.stamps[path], by_file.get(path, []))
            for path in sorted(to_do.to_read)
        ),
    )


def _withdraw_missing(
    catalog: Catalog, held: dict[str, str], to_do: Changes, there: Collection[str], report: SourceReport
) -> None:
    """Let go what the source has no more; where a post could not be used, it may be the one that is missed."""
    unsure = {_file_of(rejected.place, to_do.to_read) for rejected in report.rejected}
    missing = [ref for ref, file in held.items() if ref not in there and file not in unsure]
    catalog.drop(missing)
    report.withdrawn += len(missing)


def _file_of(place: str, files: Collection[str]) -> str:
    """Return the file that a place such as ``posts/a.txt:12`` is in."""
    if place in files:
        return place
    around = [file for file in files if place.startswith((f"{file}:", f"{file} ", f"{file},", f"{file}#"))]
    return max(around, key=len) if around else min(files, default="")


def _emptied(name: str, count: int) -> InputError:
    entries = "1 entry" if count == 1 else f"{count} entries"
    return InputError(
        f"the source {name} had {entries} and now has none; they are kept as they were",
        hint="Bring the posts back. To withdraw their entries, take the [[source]] out of publisher.toml.",
    )
