"""How the check of feeds is told: by `publisher validate` and by `publisher build --validate`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from publisher.cli.output import remark

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from publisher.formats.checks import Finding
    from publisher.workflows.validate_feeds import Validated


def tell_findings(validated: Validated, names: Mapping[Path, str], *, err: bool) -> None:
    """Say each finding with its place, and what to do about it; on stderr where results go elsewhere."""
    for path, checked in validated.files.items():
        for finding in checked.findings:
            place = f"{names[path]}:{finding.line}" if finding.line else names[path]
            click.echo(f"{place}: {finding.level}: {finding.text} [{finding.rule}]", err=err)
            click.echo(f"  {finding.advice}", err=err)


def remark_on_check(validated: Validated) -> None:
    """Say how many files were checked, and how many findings there are."""
    errors, warnings = validated.count("error"), validated.count("warning")
    remark(
        f"{_counted(len(validated.files), 'file')} checked: {_counted(errors, 'error')}, "
        f"{_counted(warnings, 'warning')}."
    )


def document(validated: Validated, names: Mapping[Path, str]) -> dict[str, object]:
    """Return the whole report for ``--json``."""
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
