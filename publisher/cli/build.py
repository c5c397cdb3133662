"""The command ``publisher build``."""

from __future__ import annotations

from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import click

from publisher.app import App
from publisher.cli.options import examples, jobs_option
from publisher.cli.output import emit_json, progress, remark
from publisher.errors import PublisherError, UsageError

if TYPE_CHECKING:
    from publisher.feeds.validate import Validated
    from publisher.feeds.websub import Pinged
    from publisher.publications.build import Built

#: Seconds between two looks at the sources, at least; a look that takes long is followed by a longer rest.
PAUSE = 1.0
REST = 10

NOTHING_TO_CHECK = "No feed was written, so that none was checked. `publisher validate` checks them all."


@click.command(
    short_help="Write the feeds, and pages for posts that have none.",
    epilog=examples(
        "publisher build                 writes what has changed",
        "publisher build --check         for a script: is everything up to date?",
        "publisher build --watch         while you write",
    ),
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder to write to.  [default: `directory` of [feeds], `feeds`]",
)
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if anything would change.")
@click.option("--watch", is_flag=True, help="Go on, and build again whenever something changes, until Ctrl-C.")
@click.option(
    "--validate", is_flag=True, help="Then check the feeds that were written; exit with 1 if one has an error."
)
@click.option("--ping", is_flag=True, help="Then tell the WebSub hub which feeds have changed since it was told.")
@click.option("--json", "as_json", is_flag=True, help="Print what was done as one JSON document.")
@jobs_option
@click.pass_context
def command(
    ctx: click.Context,
    out: Path | None,
    *,
    check: bool,
    watch: bool,
    validate: bool,
    ping: bool,
    as_json: bool,
    jobs: int,
) -> None:
    """Read the configured sources, then write the feeds and the article pages.

    Prints the path of every file that was written.  A file whose bytes would
    be the same is left alone: building twice without a change writes nothing.

    A hub fetches the feeds as soon as it is told of them: ping after they are
    on the server.  It is not told of feeds in which `--validate` found an error.
    """
    app = ctx.find_object(App)
    assert app is not None  # noqa: S101  # narrows the type; the group made it
    if (check and (watch or validate or ping)) or (watch and (validate or ping or as_json)):
        raise UsageError(
            "--check goes with --json alone, and --watch with none of --validate, --ping and --json",
            hint="Run `publisher build` once for each.",
        )
    if watch:
        _watch(app, out, jobs)
        return
    if not (ping or as_json or app.verbose) and (standing := app.standing_build(out)):
        _remark_on_files(standing.entries, 0, standing.files, 0, check=check)
        if validate:
            remark(NOTHING_TO_CHECK)
        return
    run = app.rehearse_build if check else app.build
    built = run(out, jobs=jobs, progress=progress)
    validated = app.validate_written(built, out) if validate else None
    wrong = validated is not None and validated.count("error") > 0
    pinged = app.ping_hub(out) if ping and not wrong else None
    if as_json:
        emit_json(_document(app, built, out, validated, pinged))
    else:
        _print(app, out, built)
    _remark_on(app, built, check=check)
    if validated is not None:
        _remark_on_check(app, validated)
    if pinged is not None:
        _remark_on_ping(pinged)
    if failure := built.imported.failure():
        raise failure
    if wrong or (check and (built.written or built.removed)):
        ctx.exit(1)


def _watch(app: App, out: Path | None, jobs: int) -> None:
    """Build again and again; only what is new is told."""
    remark(f"Watching the sources of {app.shown(app.config_path)}. Stop with Ctrl-C.")
    told = ""
    try:
        while True:
            started = monotonic()
            told = _look(app, out, jobs, told)
            app.pause(max(PAUSE, REST * (monotonic() - started)))
            app = App(config_option=app.config_path, verbose=app.verbose, quiet=app.quiet, environment=app.environment)
    except KeyboardInterrupt:
        remark("Stopped.")


def _look(app: App, out: Path | None, jobs: int, told: str) -> str:
    """Build once; return what went wrong, so that it is not told twice."""
    try:
        built = app.build(out, jobs=jobs)
        if built.written or built.removed:
            _print(app, out, built)
            _remark_on(app, built, check=False)
        failure: PublisherError | None = built.imported.failure()
    except PublisherError as error:
        failure = error
    if failure is None:
        return ""
    if str(failure) != told:
        click.echo(f"Error: {failure}", err=True)
        if failure.hint:
            click.echo(failure.hint, err=True)
    return str(failure)


def _print(app: App, out: Path | None, built: Built) -> None:
    for name in built.written:
        click.echo(app.shown(app.feeds_folder(out) / name))


def _remark_on(app: App, built: Built, *, check: bool) -> None:
    """Say what the sources gave, and what became of it."""
    from publisher.cli.reports import tell_problems
    from publisher.config import PLACEHOLDER_HOME

    tell_problems(built.imported, verbose=app.verbose)
    changes = [
        f"{number} {what}" for what in ("new", "changed", "withdrawn") if (number := getattr(built.imported, what))
    ]
    if changes:
        remark(f"Read the sources: {', '.join(changes)}.")
    if built.imported.provisional:
        remark(
            f"Warning: ids are provisional while `home` is the placeholder {PLACEHOLDER_HOME}. "
            "Set `home` in [publication] before anybody follows the feeds."
        )
    for note in built.notes:
        remark(f"Note: {note}")
    _remark_on_files(built.entries, len(built.written), len(built.unchanged), len(built.removed), check=check)


def _remark_on_files(entries: int, written: int, unchanged: int, removed: int, *, check: bool) -> None:
    would = "would be " if check else ""
    parts = [f"{_counted(written, 'file', 'files')} {would}written", f"{unchanged} unchanged"]
    if removed:
        parts.append(f"{removed} {would}removed")
    remark(f"{_counted(entries, 'entry', 'entries')}: {', '.join(parts)}.")


def _remark_on_check(app: App, validated: Validated) -> None:
    from publisher.cli.reports import remark_on_check, tell_findings

    if not validated.files:
        remark(NOTHING_TO_CHECK)
        return
    tell_findings(validated, _names(app, validated), err=True)
    remark_on_check(validated)


def _names(app: App, validated: Validated) -> dict[Path, str]:
    return {path: app.shown(path) for path in validated.files}


def _remark_on_ping(pinged: Pinged) -> None:
    if pinged.failed:
        # Not fatal: the feeds are written, and the next ping tells what this one could not.
        for words, hint in dict.fromkeys((str(error), error.hint) for error in pinged.failed.values()):
            click.echo(f"Warning: {words}", err=True)
            click.echo(hint, err=True)
    remark(f"Told {pinged.hub} of {_counted(len(pinged.told), 'feed', 'feeds')}.")


def _counted(number: int, one: str, several: str) -> str:
    return f"{number} {one if number == 1 else several}"


def _document(
    app: App, built: Built, out: Path | None, validated: Validated | None, pinged: Pinged | None
) -> dict[str, object]:
    """Return what `--json` prints; names of files are relative to the folder, but for those that were checked."""
    from publisher.cli.reports import check_document as check_document
    from publisher.cli.reports import import_document as import_document

    told = pinged and {
        "hub": pinged.hub,
        "told": list(pinged.told),
        "failed": {topic: str(error) for topic, error in pinged.failed.items()},
    }
    return {
        "folder": app.shown(app.feeds_folder(out)),
        "entries": built.entries,
        "written": list(built.written),
        "unchanged": list(built.unchanged),
        "removed": list(built.removed),
        "notes": list(built.notes),
        "imported": import_document(built.imported),
        **({"validated": check_document(validated, _names(app, validated))} if validated else {}),
        **({"ping": told} if told else {}),
    }
