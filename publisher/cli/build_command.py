"""The command ``publisher build``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from publisher.app import App
from publisher.cli.import_report import document, tell_problems
from publisher.cli.output import emit_json, progress, remark
from publisher.config import PLACEHOLDER_HOME

if TYPE_CHECKING:
    from publisher.workflows.build_feeds import Built


@click.command(short_help="Read the sources and write the feeds.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder to write to.  [default: `directory` of [feeds], `feeds`]",
)
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if anything would change.")
@click.option("--json", "as_json", is_flag=True, help="Print what was done as one JSON document.")
@click.pass_context
def command(ctx: click.Context, out: Path | None, *, check: bool, as_json: bool) -> None:
    """Read the configured sources, then write the feeds and the article pages.

    Prints the path of every file that was written.  A file whose bytes would
    be the same is left alone: building twice without a change writes nothing.
    """
    app = ctx.find_object(App)
    assert app is not None  # noqa: S101  # narrows the type; the group made it
    run = app.rehearse_build if check else app.build
    built = run(out, progress=progress)
    folder = app.feeds_folder(out)
    if as_json:
        emit_json(_document(built, app.shown(folder)))
    else:
        for name in built.written:
            click.echo(app.shown(folder / name))
    tell_problems(built.imported, verbose=app.verbose)
    _remark_on(built, check=check)
    if failure := built.imported.failure():
        raise failure
    if check and (built.written or built.removed):
        ctx.exit(1)


def _remark_on(built: Built, *, check: bool) -> None:
    """Say what the sources gave, and what became of it."""
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
    would = "would be " if check else ""
    parts = [f"{len(built.written)} {would}written", f"{len(built.unchanged)} unchanged"]
    if built.removed:
        parts.append(f"{len(built.removed)} {would}removed")
    remark(f"{_counted(built.entries, 'entry', 'entries')}: {', '.join(parts)}.")


def _counted(number: int, one: str, several: str) -> str:
    return f"{number} {one if number == 1 else several}"


def _document(built: Built, folder: str) -> dict[str, object]:
    """Return what `--json` prints; names are relative to the folder."""
    return {
        "folder": folder,
        "entries": built.entries,
        "written": list(built.written),
        "unchanged": list(built.unchanged),
        "removed": list(built.removed),
        "imported": document(built.imported),
    }
