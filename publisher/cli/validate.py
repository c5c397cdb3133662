"""The command ``publisher validate``."""

from __future__ import annotations

from pathlib import Path

import click

from publisher.app import App
from publisher.cli.output import emit_json
from publisher.cli.reports import check_document, remark_on_check, tell_findings


@click.command(short_help="Check feeds: yours, or any others.")
@click.argument("files", metavar="[FILE ...]", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print everything as one JSON document.")
@click.pass_context
def command(ctx: click.Context, files: tuple[Path, ...], *, as_json: bool) -> None:
    """Check feeds of Atom, RSS and JSON Feed, and lists of OPML.

    Without a FILE, those that `publisher build` wrote.  A folder stands for
    the feeds in it.  Prints a line for each finding, with file, line and rule;
    exits with 1 if there is an error.
    """
    app = ctx.find_object(App)
    assert app is not None  # noqa: S101  # narrows the type; the group made it
    validated = app.validate(files)
    names = {path: click.format_filename(path) if files else app.shown(path) for path in validated.files}
    if as_json:
        emit_json(check_document(validated, names))
    else:
        tell_findings(validated, names, err=False)
    remark_on_check(validated)
    if validated.count("error"):
        ctx.exit(1)
