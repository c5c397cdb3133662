"""How the check of feeds is told: by `publisher validate` and by `publisher build --validate`."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import click

from publisher.cli.output import remark

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from publisher.feeds.checks import Finding
    from publisher.feeds.validate import Validated
    from publisher.importing.report import Imported, SourceReport
    from publisher.model.post import Warned


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
        f"{_amount(len(validated.files), 'file')} checked: {_amount(errors, 'error')}, {_amount(warnings, 'warning')}."
    )


def check_document(validated: Validated, names: Mapping[Path, str]) -> dict[str, object]:
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


def _amount(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


#: More notes than these are counted, unless ``--verbose``.
_SHOWN = 20
#: Examples of what has the same note.
_EXAMPLES = 3

#: What says how often, and nothing else, at the end of a note.
_TIMES = re.compile(r" \(\d+ times\)$")
#: A number that counts something: none of a date, an address or a name.
_NUMBER = re.compile(r"(?<![^\s(])\d+(?:,\d{3})*(?=[\s)]|[,;:.](?:\s|$)|$)")
#: What follows the noun in the name of something that was left out.
_AFTER_NOUN = re.compile(r" (?:of|that|with|without|in|from|for) .*")


def counts(source: SourceReport) -> str:
    """Return one line about a source."""
    if source.error is not None:
        return f"{source.name}: nothing read"
    chosen = f"{source.kind} ({source.why})" if source.kind else source.why
    found = f", {source.matched} matched by {source.match}, {len(source.unmatched)} not" if source.match else ""
    return (
        f"{source.name}: {chosen}: {source.new} new, {source.changed} changed, {source.unchanged} unchanged, "
        f"{source.withdrawn} withdrawn, {len(source.rejected)} rejected{found}"
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
        _tell_unmatched(source.unmatched, verbose=verbose)
        _tell_skipped(source, verbose=verbose)


def import_document(imported: Imported) -> dict[str, object]:
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
    """Put the place before a sentence that does not name it."""
    named = sentence.startswith(f"{place} ") or ("://" in place and place in sentence)
    return sentence if named else f"{place}: {sentence}"


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
        "unseen": dict(source.unseen),
        "match": source.match,
        "matched": source.matched,
        "unmatched": source.unmatched,
        "error": None if source.error is None else {"message": str(source.error), "hint": source.error.hint},
    }


def _tell_warnings(warned: Sequence[Warned], *, verbose: bool) -> None:
    """Say each note, or in how many places it holds; *verbose* says every one with its place."""
    notes = [f"{each.place}: {each.reason}" for each in warned] if verbose else _grouped(warned)
    shown = notes if verbose else notes[:_SHOWN]
    for note in shown:
        remark(f"note: {note}")
    if len(shown) < len(notes):
        remark(f"note: and {len(notes) - len(shown)} more; `publisher --verbose` shows all of them")


def _grouped(warned: Sequence[Warned]) -> list[str]:
    """Return one note for all places of which the same is to be said, but for the numbers in it."""
    groups: dict[str, list[Warned]] = {}
    for each in warned:
        groups.setdefault(_NUMBER.sub("0", _TIMES.sub("", each.reason)), []).append(each)
    return [f"{group[0].place}: {group[0].reason}" if len(group) == 1 else _of_many(group) for group in groups.values()]


def _of_many(group: Sequence[Warned]) -> str:
    """Return one note for several places, with the least and the greatest of each number in it."""
    places = list(dict.fromkeys(each.place for each in group))
    numbers = zip(*(_numbers(each) for each in group), strict=True)
    ranges = iter([f"{min(some):,}" if min(some) == max(some) else f"{min(some):,}–{max(some):,}" for some in numbers])
    reason = _NUMBER.sub(lambda _: next(ranges), _TIMES.sub("", group[0].reason))
    examples = ", ".join(places[:_EXAMPLES]) + (", …" if len(places) > _EXAMPLES else "")
    return f"{len(group):,} times: {reason}: {examples}"


def _numbers(each: Warned) -> list[int]:
    return [int(number.replace(",", "")) for number in _NUMBER.findall(_TIMES.sub("", each.reason))]


def _tell_unmatched(unmatched: Sequence[str], *, verbose: bool) -> None:
    """Name the posts that had been looked for among those of another importer, and are new."""
    shown = unmatched if verbose else unmatched[:_SHOWN]
    for each in shown:
        remark(f"not matched, a new id: {each}")
    if len(shown) < len(unmatched):
        remark(f"not matched: and {len(unmatched) - len(shown)} more; `publisher --verbose` shows all of them")


def _tell_skipped(source: SourceReport, *, verbose: bool) -> None:
    """Count what was left out, by what it is; *verbose* names everything."""
    if verbose:
        for each in source.skipped:
            remark(f"left out: {each.place}: {each.reason}")
    elif source.skipped:
        remark(f"{source.name}: {_counted(Counter(each.reason for each in source.skipped))} left out")
    if source.unseen:
        remark(f"{source.name}: {_counted(source.unseen)} taken in, but not published")


def _counted(kinds: Counter[str]) -> str:
    return ", ".join(f"{number:,} {kind if number == 1 else _plural(kind)}" for kind, number in kinds.most_common())


def _plural(kind: str) -> str:
    """Return the plural of the name of something that was left out.

    >>> _plural("draft"), _plural("copy of another page"), _plural("custom css")
    ('drafts', 'copies of another page', 'custom css')
    """
    rest = found[0] if (found := _AFTER_NOUN.search(kind)) else ""
    noun = kind.removesuffix(rest)
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        noun = f"{noun[:-1]}ies"
    elif not noun.endswith("s"):
        noun = f"{noun}s"
    return noun + rest
