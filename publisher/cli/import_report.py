"""How an import is told: by `publisher import` and by `publisher build`."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import click

from publisher.cli.output import remark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publisher.model.post import Skipped, Warned
    from publisher.workflows.imported import Imported, SourceReport

#: More warnings than these are counted, unless ``--verbose``.
_SHOWN = 20


def counts(source: SourceReport) -> str:
    """Return one line about a source."""
    if source.error is not None:
        return f"{source.name}: nothing read"
    chosen = f"{source.kind} ({source.why})" if source.kind else source.why
    return (
        f"{source.name}: {chosen}: {source.new} new, {source.changed} changed, {source.unchanged} unchanged, "
        f"{source.withdrawn} withdrawn, {len(source.rejected)} rejected"
    )


def tell_problems(imported: Imported, *, verbose: bool = False) -> None:
    """Say on stderr what could not be used, source by source, and what to do about it."""
    for source in imported.sources:
        if source.error is not None:
            click.echo(_placed(source.name, str(source.error)), err=True)
            if source.error.hint:
                click.echo(f"  {source.error.hint}", err=True)
        for rejected in source.rejected:
            click.echo(f"rejected: {_placed(rejected.place, rejected.reason)}", err=True)
            if rejected.hint:
                click.echo(f"  {rejected.hint}", err=True)
        _tell_warnings(source.warned, verbose=verbose)
        _tell_skipped(source, verbose=verbose)


def document(imported: Imported) -> dict[str, object]:
    """Return the whole report for ``--json``."""
    return {
        "new": imported.new,
        "changed": imported.changed,
        "unchanged": imported.unchanged,
        "withdrawn": imported.withdrawn,
        "rejected": len(imported.rejected),
        "provisional": imported.provisional,
        "sources": [_source(source) for source in imported.sources],
    }


def _placed(place: str, sentence: str) -> str:
    """Put the place before a sentence that does not begin with it."""
    return sentence if sentence.startswith(f"{place} ") else f"{place}: {sentence}"


def _source(source: SourceReport) -> dict[str, object]:
    return {
        "name": source.name,
        "kind": source.kind,
        "why": source.why,
        "adopted": source.adopted,
        "new": source.new,
        "changed": source.changed,
        "unchanged": source.unchanged,
        "withdrawn": source.withdrawn,
        "rejected": [{"place": each.place, "reason": each.reason, "hint": each.hint} for each in source.rejected],
        "warned": [{"place": each.place, "reason": each.reason} for each in source.warned],
        "skipped": [{"place": each.place, "reason": each.reason} for each in source.skipped],
        "error": None if source.error is None else {"message": str(source.error), "hint": source.error.hint},
    }


def _tell_warnings(warned: Sequence[Warned], *, verbose: bool) -> None:
    shown = warned if verbose else warned[:_SHOWN]
    for each in shown:
        remark(f"note: {each.place}: {each.reason}")
    if len(shown) < len(warned):
        remark(f"note: and {len(warned) - len(shown)} more; `publisher --verbose` shows all of them")


def _tell_skipped(source: SourceReport, *, verbose: bool) -> None:
    skipped: Sequence[Skipped] = source.skipped
    if verbose:
        for each in skipped:
            remark(f"left out: {each.place}: {each.reason}")
    elif skipped:
        kinds = Counter(each.reason for each in skipped)
        remark(f"{source.name}: left out: " + ", ".join(f"{number} × {kind}" for kind, number in kinds.most_common()))
