"""The command ``publisher validate``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from publisher.app import App
from publisher.cli.output import emit_json, remark

if TYPE_CHECKING:
    from publisher.formats.checks import Checked, Finding
    from publisher.workflows.validate_feeds import Validated


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
    names = {path: str(path) if files else app.shown(path) for path in validated.files}
    errors, warnings = validated.count("error"), validated.count("warning")
    if as_json:
        emit_json(_document(validated, names))
    else:
        for path, checked in validated.files.items():
            _print(names[path], checked)
    remark(f"{_counted(len(names), 'file')} checked: {_counted(errors, 'error')}, {_counted(warnings, 'warning')}.")
    if errors:
        ctx.exit(1)


def _print(name: str, checked: Checked) -> None:
    for finding in checked.findings:
        place = f"{name}:{finding.line}" if finding.line else name
        click.echo(f"{place}: {finding.level}: {finding.text} [{finding.rule}]")
        click.echo(f"  {finding.advice}")


def _document(validated: Validated, names: dict[Path, str]) -> dict[str, object]:
    return {
        "errors": validated.count("error"),
        "warnings": validated.count("warning"),
        "files": [
            {
                "file": names[path],
                "kind": checked.kind,
                "entries": len(checked.ids),
                "findings": [_finding(finding) for finding in checked.findings],
            }
            for path, checked in validated.files.items()
        ],
    }


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "line": finding.line,
        "level": finding.level,
        "rule": finding.rule,
        "text": finding.text,
        "advice": finding.advice,
    }


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
