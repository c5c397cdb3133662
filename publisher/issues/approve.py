"""Freeze an issue, and open it again while nobody has got it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from publisher.errors import InputError, PublisherError
from publisher.issues.checks import check_contents
from publisher.issues.contents import read_contents
from publisher.issues.files import IssuedEntry, approved_path, freeze, has_draft, shown, unfreeze
from publisher.issues.render import render_issue
from publisher.issues.states import CALLED, state_of_issue

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from publisher.config import Config
    from publisher.files.templates import Templates
    from publisher.issues.checks import Finding
    from publisher.issues.contents import Contents, Entries
    from publisher.issues.render import Rendered
    from publisher.issues.states import StateOf


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """An issue that could be approved: exactly these bytes are frozen."""

    contents: Contents
    rendered: Rendered
    findings: tuple[Finding, ...]


def propose(root: Path, number: int, *, catalog: Entries, config: Config, templates: Templates) -> Proposal:
    """Render and check a draft.

    Raises:
        PublisherError: A check found an error; the message names them all.
    """
    contents = read_contents(root, number, catalog)
    rendered = render_issue(contents, config=config, templates=templates)
    findings = check_contents(root, contents, rendered, catalog=catalog, config=config)
    errors = [finding for finding in findings if finding.level == "error"]
    if errors:
        raise PublisherError(
            f"issue {number} cannot be approved: " + "; ".join(finding.text for finding in errors),
            hint="\n".join(dict.fromkeys(finding.hint for finding in errors if finding.hint)),
        )
    return Proposal(contents=contents, rendered=rendered, findings=findings)


def approve(root: Path, proposal: Proposal, *, config: Config, now: datetime) -> Path:
    """Freeze what was proposed and return its folder; the draft stays as it is."""
    issue, letter = proposal.contents.issue, proposal.rendered.letter
    entries = (proposal.contents.entries[ref] for ref in issue.refs)
    return freeze(
        root,
        number=issue.number,
        subject=letter.subject,
        preheader=letter.preheader,
        approved_at=now.isoformat(),
        language=config.publication.language,
        entries=[IssuedEntry(ref=entry.ref, id=entry.id, title=entry.title, url=entry.url) for entry in entries],
        html=proposal.rendered.html,
        text=proposal.rendered.text,
        draft=proposal.contents.text,
    )


def reopen(root: Path, number: int, ledger: StateOf) -> None:
    """Take an approval back: the draft counts again.

    Raises:
        InputError: Somebody may have got the issue already, it is not approved, or its draft is gone.
    """
    state = state_of_issue(root, number, ledger)
    if state == "draft":
        raise InputError(f"issue {number} is a draft", hint=f"Change it with `publisher digest edit {number}`.")
    if state != "approved":
        raise InputError(
            f"issue {number} is {CALLED[state]}: what readers have got never changes",
            hint="Make a new issue with `publisher digest new`.",
        )
    if not has_draft(root, number):
        raise InputError(
            f"the draft of issue {number} is gone; without it {shown(root, approved_path(root, number))} "
            "would be all there was",
            hint=f"Put issues/{number:03}.toml back first.",
        )
    unfreeze(root, number)
