"""Read posts into the catalog: those of the configured sources, and those that are adopted from a path."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from publisher.importing.changed_files import shown_path
from publisher.importing.context import Bench
from publisher.importing.local import read_local
from publisher.importing.polled import PolledSources, follow_moves
from publisher.importing.report import SourceReport
from publisher.importing.run import ImportRun, adopted_source
from publisher.model.post import Warned

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from publisher.catalog.catalog import Catalog
    from publisher.catalog.intake import KnownSource
    from publisher.config import Source
    from publisher.importing.report import Imported


def settle_unlisted(run: ImportRun) -> None:
    """Let go of what publisher.toml names no more, and bring what was adopted up to the settings of today.

    A [[source]] of which nothing could ever be read may be another one with a
    mistake in its path: until it is read, nothing is let go.
    """
    sources = run.intake.sources()
    unread = _unread(run, sources)
    for known in sources.values():
        if known.name in run.live:
            continue
        if not known.adopted and unread:
            _keep(run, known, unread)
        elif not known.adopted:
            _withdraw(run, known)
        elif known.settings != run.settings(adopted_source(known.name)):
            _make_anew(run, known)


def _unread(run: ImportRun, sources: Mapping[str, KnownSource]) -> str:
    """Return the first source of publisher.toml that has never given anything but trouble."""
    troubled = {report.name for report in run.reports if report.rejected}
    for name in run.live:
        if name not in sources or (name in troubled and not run.intake.count(sources[name].number)):
            return name
    return ""


def _keep(run: ImportRun, known: KnownSource, unread: str) -> None:
    """Keep the entries of a source that publisher.toml names no more, and say until when."""
    count = run.intake.count(known.number)
    report = SourceReport(name=known.name, kind=known.kind, why="it is no [[source]] any more", unchanged=count)
    if count:
        stay = "1 entry of it stays" if count == 1 else f"{count:,} entries of it stay"
        reason = (
            f"it is no [[source]] any more; {stay} until {unread} can be read. Correct that [[source]] in "
            "publisher.toml, or take it out"
        )
        report.warned.append(Warned(place=known.name, reason=reason))
    run.reports.append(report)


def _withdraw(run: ImportRun, known: KnownSource) -> None:
    """Let the entries go of a source that publisher.toml names no more."""
    with run.bench.catalog.transaction():
        count = run.intake.drop_source(known.number)
    run.reports.append(
        SourceReport(name=known.name, kind=known.kind, why="it is no [[source]] any more", withdrawn=count)
    )


def _make_anew(run: ImportRun, known: KnownSource) -> None:
    """Make adopted entries from their posts once more, under the settings of today."""
    source = adopted_source(known.name)
    report = SourceReport(name=known.name, kind=known.kind, why="the settings have changed", adopted=True)
    run.reports.append(report)
    with run.memory.all_or_nothing(), run.bench.catalog.transaction():
        before = run.intake.refs(known.number)
        number = run.intake.keep_source(known.name, adopted=True, kind=known.kind, settings=run.settings(source))
        taking = run.taking(source, number, report)
        for post in run.intake.posts(number):
            taking.take(post)
        taking.finish()
        run.bench.catalog.drop(before - taking.taken)


__all__ = ["Bench", "import_paths", "import_sources", "rehearsal"]


def import_sources(bench: Bench, *, rested: bool = True) -> Imported:
    """Bring the catalog up to what the configured sources say now, and adopted entries up to the configuration.

    Where nothing has changed this costs a stat per file, and a question per
    address.  A source that cannot be read or fetched is named in its report,
    and nothing of it is touched.

    Args:
        bench: To work with.
        rested: Addresses that were asked a short time ago are left alone.

    Raises:
        ConfigurationError: The permanent ids would all change.
        StoreError: The catalog or publisher.lock is damaged or in use.
    """
    run = ImportRun(bench)
    follow_moves(run)
    addresses = PolledSources(run)
    with addresses.asked([name for name, source in run.live.items() if source.url], rested=rested) as answers:
        for name, source in run.live.items():
            if source.url:
                addresses.read(name, source, answers[name])
            else:
                read_local(run, name, source, bench.root / source.place)
    settle_unlisted(run)
    return run.finish()


def import_paths(bench: Bench, paths: Sequence[Path | str], asked: Source) -> Imported:
    """Adopt the posts of files, folders and addresses: they stay in the catalog until they are removed.

    A path or an address that is a configured source is read as that source.

    Args:
        bench: To work with.
        paths: Paths, and addresses as texts.
        asked: How to read all of them; a configured source heeds `match` alone.

    Raises:
        ConfigurationError: The permanent ids would all change.
        StoreError: The catalog or publisher.lock is damaged or in use.
        UsageError: There is no importer of this kind.
    """
    run = ImportRun(bench)
    addresses = PolledSources(run)
    names = list(dict.fromkeys(path for path in paths if isinstance(path, str)))
    with addresses.asked(names, by_hand=True) as answers:
        for name in names:
            source = run.wanted(name, asked, url=name)
            addresses.read(name, source, answers[name], adopt=name not in run.live, by_hand=True)
    for path in paths:
        if isinstance(path, str):
            continue
        name = shown_path(path.absolute(), bench.root)
        read_local(run, name, run.wanted(name, asked, path=name), path, adopt=name not in run.live)
    return run.finish()


@contextmanager
def rehearsal(catalog: Catalog) -> Iterator[None]:
    """Undo at the end whatever was stored inside."""
    try:
        with catalog.transaction():
            yield
            raise _RehearsedError  # noqa: TRY301  # the way out of a transaction
    except _RehearsedError:
        pass


class _RehearsedError(Exception):
    """Nothing is wrong: it only undoes the transaction."""
