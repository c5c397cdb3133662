"""A draft with its entries looked up."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from publisher.errors import InputError
from publisher.issues.draft import Mistake, line_of_name, parse_draft, refused
from publisher.issues.files import draft_path, read_draft, shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from publisher.model.entry import Entry, Selection
    from publisher.model.issue import Issue


class Entries(Protocol):
    """What issues need of the catalog."""

    def entries(self, selection: Selection = ...) -> Iterator[Entry]:
        """Yield entries, newest first."""

    def find(self, name: str) -> Entry:
        """Return the entry of this ref, id or title."""

    def hidden(self) -> frozenset[str]:
        """Return the refs of hidden entries."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """A draft that can be used: every name in it is an entry."""

    issue: Issue
    entries: dict[str, Entry]
    #: Ref → how the draft names the entry.
    names: dict[str, str]
    #: Text of the draft.
    text: str


def read_contents(root: Path, number: int, catalog: Entries) -> Contents:
    """Read a draft and find its entries.

    A draft may name an entry by ref, id or exact title; the issue that comes
    back names refs only.

    Raises:
        InputError: The draft is missing or has mistakes: all of them, with file and line.
    """
    where = shown(root, draft_path(root, number))
    text = read_draft(root, number)
    issue = parse_draft(text, where=where, number=number)
    mistakes: list[Mistake] = []
    found: dict[str, Entry] = {}
    first_name: dict[str, str] = {}
    for name in issue.refs:
        try:
            entry = catalog.find(name)
        except InputError as error:
            mistakes.append(Mistake(line=line_of_name(text, name), text=f"{error}; {error.hint}"))
            continue
        if entry.ref in first_name:
            again = f'the entry "{name}" stands twice: it is "{first_name[entry.ref]}"; keep one'
            mistakes.append(Mistake(line=line_of_name(text, name), text=again))
        first_name.setdefault(entry.ref, name)
        found[name] = entry
    if mistakes:
        raise refused(where, mistakes)
    return Contents(
        issue=_by_ref(issue, found),
        entries={entry.ref: entry for entry in found.values()},
        names=first_name,
        text=text,
    )


def _by_ref(issue: Issue, found: dict[str, Entry]) -> Issue:
    refs = {name: entry.ref for name, entry in found.items()}
    return replace(
        issue,
        sections=tuple(
            replace(section, entries=tuple(refs[name] for name in section.entries)) for section in issue.sections
        ),
        blurbs={refs.get(name, name): blurb for name, blurb in issue.blurbs.items()},
    )
