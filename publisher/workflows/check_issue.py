"""Look at an issue before anybody gets it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from publisher.issues.checks import Finding, Subject, check, size
from publisher.storage.issue_files import is_approved, numbers, read_approved
from publisher.workflows.issue_contents import read_contents
from publisher.workflows.issue_states import remark_on
from publisher.workflows.render_issue import Rendered, render_issue

if TYPE_CHECKING:
    from pathlib import Path

    from publisher.config import Config
    from publisher.resources import Templates
    from publisher.workflows.issue_contents import Contents, Entries


def check_issue(
    root: Path, number: int, *, catalog: Entries, config: Config, templates: Templates
) -> tuple[Finding, ...]:
    """Return what is good and what is not about an issue; of an approved one, that it is what was approved."""
    if is_approved(root, number):
        return check_approved(root, number)
    contents = read_contents(root, number, catalog)
    rendered = render_issue(contents, config=config, templates=templates)
    return check_contents(root, contents, rendered, catalog=catalog, config=config)


def check_contents(
    root: Path, contents: Contents, rendered: Rendered, *, catalog: Entries, config: Config
) -> tuple[Finding, ...]:
    """Return the findings on a draft that has been rendered."""
    return check(
        Subject(
            issue=contents.issue,
            entries=contents.entries,
            letter=rendered.letter,
            html=rendered.html,
            config=config,
            hidden=catalog.hidden(),
            issued=_issued(root, before=contents.issue.number),
        )
    )


def check_approved(root: Path, number: int) -> tuple[Finding, ...]:
    """Return the findings on an approved issue.

    Raises:
        StoreError: It is not what was approved.
    """
    approved = read_approved(root, number)
    found = [Finding(level="ok", text=f"issue {number} is what was approved on {approved.approved_at[:10]}")]
    if remark := remark_on(root, approved):
        found.append(
            Finding(level="warning", text=remark, hint=f"To use the draft, `publisher digest reopen {number}` first.")
        )
    return (*found, size(approved.html))


def _issued(root: Path, *, before: int) -> dict[str, tuple[int, ...]]:
    """Return ref → numbers of other approved issues that hold it."""
    issued: dict[str, tuple[int, ...]] = defaultdict(tuple)
    for number in numbers(root):
        if number != before and is_approved(root, number):
            for entry in read_approved(root, number).entries:
                issued[entry.ref] += (number,)
    return issued
