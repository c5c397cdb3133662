"""See to sources that publisher.toml does not name: withdrawn ones, and what was adopted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.model.post import Warned
from publisher.workflows.import_run import adopted_source
from publisher.workflows.imported import SourceReport

if TYPE_CHECKING:
    from collections.abc import Mapping

    from publisher.storage.catalog_intake import KnownSource
    from publisher.workflows.import_run import ImportRun


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
