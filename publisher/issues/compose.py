"""Make the draft of a new issue."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from publisher.errors import InputError
from publisher.files.atomic import write_durably
from publisher.issues.choose import newest_month, nothing_found, span, unissued
from publisher.issues.contents import read_contents
from publisher.issues.draft import (
    FIRST_SECTION,
    parse_draft,
    with_entry,
    with_intro,
    with_subject,
    without_entry,
    write_draft,
)
from publisher.issues.files import (
    create_draft,
    draft_path,
    has_draft,
    is_approved,
    numbers,
    read_approved,
    read_draft,
    shown,
)
from publisher.model.entry import Selection
from publisher.model.issue import Issue, Section
from publisher.text.languages.locales import period

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from publisher.config import Config
    from publisher.issues.choose import Wanted
    from publisher.issues.contents import Contents, Entries
    from publisher.model.entry import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """A new draft, and how it came about."""

    path: Path
    issue: Issue
    entries: tuple[Entry, ...]
    #: What was taken where the editor left the choice open; else empty.
    decision: str


def compose_issue(
    root: Path, *, wanted: Wanted, subject: str | None, intro: str | None, catalog: Entries, config: Config
) -> Composed:
    """Choose entries and write the draft that holds them.

    Args:
        root: Folder of the publication.
        wanted: Which entries.
        subject: Subject; by default made from the pattern in publisher.toml.
        intro: Introduction in Markdown; by default the one in publisher.toml.
        catalog: The entries.
        config: The publication.

    Raises:
        InputError: There is no such entry, or none at all.
    """
    number = max(numbers(root), default=0) + 1
    wanted, decision = _decide(wanted, number, catalog)
    entries = _chosen(root, wanted, catalog)
    since, until = (wanted.since, wanted.until) if wanted.since and wanted.until else span(entries)
    usual = config.digest.subject.format(
        publication=config.publication.title,
        period=period(since, until, config.publication.language),
        number=number,
    )
    issue = Issue(
        number=number,
        slug=f"{number:03}",
        subject=subject or usual,
        since=since,
        until=until,
        intro=(config.digest.intro if intro is None else intro).strip(),
        sections=(Section(key=FIRST_SECTION, title="", entries=tuple(entry.ref for entry in entries)),),
    )
    path = create_draft(root, number, write_draft(issue, {entry.ref: entry.title for entry in entries}))
    return Composed(path=path, issue=issue, entries=tuple(entries), decision=decision)


def refs_issued(root: Path) -> set[str]:
    """Return the refs that any issue holds, drafts too, so that two drafts do not share an article."""
    issued: set[str] = set()
    for number in numbers(root):
        if is_approved(root, number):
            issued.update(entry.ref for entry in read_approved(root, number).entries)
        elif has_draft(root, number):
            where = shown(root, draft_path(root, number))
            issued.update(parse_draft(read_draft(root, number), where=where, number=number).refs)
    return issued


def _decide(wanted: Wanted, number: int, catalog: Entries) -> tuple[Wanted, str]:
    """Fill in what the editor left open: what is new, or for a first issue the newest month."""
    if not wanted.undecided:
        return wanted, ""
    if number > 1:
        return replace(wanted, new=True), "every entry that is in no earlier issue"
    visible = list(catalog.entries())
    if not visible:
        raise nothing_found("", visible)
    since, until = newest_month(visible)
    return replace(wanted, since=since, until=until), f"the newest month with entries, {since:%Y-%m}"


def _chosen(root: Path, wanted: Wanted, catalog: Entries) -> list[Entry]:
    named = [catalog.find(name) for name in wanted.names]
    by_ref = {entry.ref: entry for entry in named}
    if not named or replace(wanted, names=(), limit=None).undecided is False:
        selection = Selection(since=wanted.since, until=wanted.until, tags=wanted.tags)
        selected = list(catalog.entries(selection))
        if wanted.new:
            selected = unissued(selected, refs_issued(root))
        for entry in selected[: wanted.limit]:
            by_ref.setdefault(entry.ref, entry)
    if not by_ref:
        raise _nothing(wanted, catalog)
    return list(by_ref.values())


def _nothing(wanted: Wanted, catalog: Entries) -> InputError:
    what = ["that are in no earlier issue"] if wanted.new else []
    if wanted.since or wanted.until:
        what.append(f"from {wanted.since or 'the beginning'} to {wanted.until or 'now'}")
    if wanted.tags:
        what.append(f"with the {_plural('tag', wanted.tags)} {', '.join(wanted.tags)}")
    return nothing_found(" ".join(what), list(catalog.entries()), wanted.tags)


def _plural(noun: str, things: Iterable[str]) -> str:
    return noun if len(list(things)) == 1 else f"{noun}s"


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What to change; None leaves as it is."""

    subject: str | None = None
    #: Markdown.
    intro: str | None = None
    #: Entries by ref, id or title.
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


def edit_draft(root: Path, number: int, changes: Changes, catalog: Entries) -> Contents:
    """Change a draft and return it as it is now; nothing is written if any change is impossible.

    Raises:
        InputError: The draft has mistakes, or an entry to add or remove does not fit.
    """
    contents = read_contents(root, number, catalog)
    where = shown(root, draft_path(root, number))
    text = contents.text
    for name in changes.removed:
        ref = catalog.find(name).ref
        if ref not in contents.entries:
            raise InputError(f'{where} does not hold the entry "{name}"', hint="See `publisher digest show`.")
        text = without_entry(text, contents.names[ref])
    for name in changes.added:
        entry = catalog.find(name)
        if entry.ref in contents.entries:
            raise InputError(f'{where} holds the entry "{entry.ref}" already', hint="An issue holds an entry once.")
        text = with_entry(text, entry.ref, entry.title)
    if changes.subject is not None:
        text = with_subject(text, changes.subject)
    if changes.intro is not None:
        text = with_intro(text, changes.intro)
    write_durably(draft_path(root, number), text.encode())
    return read_contents(root, number, catalog)
