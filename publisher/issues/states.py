"""Which issues there are, how far each one is, and which one a command means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from publisher.errors import InputError, PublisherError
from publisher.issues.draft import parse_draft
from publisher.issues.files import (
    Approved,
    approved_path,
    draft_path,
    has_draft,
    hash_of,
    is_approved,
    numbers,
    read_approved,
    read_draft,
    remove_draft,
    shown,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from publisher.model.issue import IssueState

    #: What the delivery ledger says of an issue: None as long as nothing was queued.
    StateOf = Callable[[int], IssueState | None]

#: How messages say in which state an issue is, in the order in which it goes through them.
CALLED: dict[IssueState, str] = {
    "draft": "a draft",
    "approved": "approved",
    "sending": "being sent",
    "sent": "sent",
    "cancelled": "cancelled",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """One line of the list of issues."""

    number: int
    state: IssueState
    subject: str
    #: How many articles; None where the draft cannot be read.
    articles: int | None
    #: Relative to the publication.
    path: str
    #: What is odd about it, without a full stop; empty when all is well.
    remark: str


def state_of_issue(root: Path, number: int, ledger: StateOf) -> IssueState:
    """Return how far an issue is.

    Raises:
        InputError: There is no such issue.
    """
    if is_approved(root, number):
        return ledger(number) or "approved"
    if has_draft(root, number):
        return "draft"
    known = ", ".join(str(one) for one in numbers(root))
    raise InputError(
        f"there is no issue {number}",
        hint=f"There are {known}." if known else "Make one with `publisher digest new`.",
    )


def pick_issue(root: Path, number: int | None, preferred: Sequence[Sequence[IssueState]], ledger: StateOf) -> int:
    """Return the issue that a command means: the number given, else the only one in a fitting state.

    Args:
        root: Folder of the publication.
        number: As given; it must exist.
        preferred: Groups of states; the first group that any issue is in decides.
        ledger: What the deliveries say.

    Raises:
        InputError: There is no such issue, none that fits, or more than one.
    """
    if number is not None:
        state_of_issue(root, number, ledger)
        return number
    states = {one: state_of_issue(root, one, ledger) for one in numbers(root)}
    for group in preferred:
        fitting = [one for one, state in states.items() if state in group]
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            listed = ", ".join(f"{one} ({states[one]})" for one in fitting)
            raise InputError(f"there are {len(fitting)} issues this could mean: {listed}", hint="Name its number.")
    if not states:
        raise InputError("there are no issues yet", hint="Make one with `publisher digest new`.")
    *others, last = [called for state, called in CALLED.items() if any(state in group for group in preferred)]
    wanted = f"{', '.join(others)} or {last}" if others else last
    known = ", ".join(f"{one} ({state})" for one, state in states.items())
    there = "There is only issue" if len(states) == 1 else "There are the issues"
    raise InputError(
        f"no issue is {wanted}",
        hint=f"{there} {known}: name its number, or make a new one with `publisher digest new`.",
    )


def overviews(root: Path, ledger: StateOf) -> list[Overview]:
    """Return all issues, newest first; one that is broken says so in its line."""
    return [_overview(root, number, state_of_issue(root, number, ledger)) for number in reversed(numbers(root))]


def delete_draft(root: Path, number: int, ledger: StateOf) -> None:
    """Delete a draft.

    Raises:
        InputError: The issue is approved, or further.
    """
    ensure_draft(root, number, ledger)
    remove_draft(root, number)


def ensure_draft(root: Path, number: int, ledger: StateOf) -> None:
    """Refuse an issue that is no draft any more.

    Raises:
        InputError: The issue is approved, or further.
    """
    if (state := state_of_issue(root, number, ledger)) != "draft":
        hint = f"Take the approval back first: `publisher digest reopen {number}`."
        raise InputError(
            f"issue {number} is {CALLED[state]}, not a draft",
            hint=hint if state == "approved" else "What readers have got stays.",
        )


def remark_on(root: Path, approved: Approved) -> str:
    """Return what to know about the draft of an approved issue: that it says something else by now."""
    if has_draft(root, approved.number) and hash_of(read_draft(root, approved.number)) != approved.draft:
        return "the draft was changed after approval; what was approved counts"
    return ""


def _overview(root: Path, number: int, state: IssueState) -> Overview:
    path = draft_path(root, number) if state == "draft" else approved_path(root, number)
    where = shown(root, path)
    try:
        if state == "draft":
            issue = parse_draft(read_draft(root, number), where=where, number=number)
            subject, articles, remark = issue.subject, len(issue.refs), ""
        else:
            approved = read_approved(root, number)
            subject, articles, remark = approved.subject, len(approved.entries), remark_on(root, approved)
    except PublisherError as error:
        return Overview(
            number=number, state=state, subject="", articles=None, path=where, remark=str(error).splitlines()[0]
        )
    return Overview(number=number, state=state, subject=subject, articles=articles, path=where, remark=remark)
