"""Change a draft without an editor, keeping its comments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from publisher.errors import InputError
from publisher.issues.draft_edits import with_entry, with_intro, with_subject, without_entry
from publisher.storage.files import write_durably
from publisher.storage.issue_files import draft_path, shown
from publisher.workflows.issue_contents import read_contents

if TYPE_CHECKING:
    from pathlib import Path

    from publisher.workflows.issue_contents import Contents, Entries


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
