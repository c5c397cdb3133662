"""Composing, previewing and approving issues."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from publisher.app.subscribers import People

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publisher.issues.approve import Proposal
    from publisher.issues.checks import Finding
    from publisher.issues.choose import Wanted
    from publisher.issues.compose import Changes, Composed
    from publisher.issues.contents import Contents
    from publisher.issues.files import Approved
    from publisher.issues.preview import Previewed
    from publisher.issues.states import Overview
    from publisher.model.issue import IssueState


class Issues(People):
    """The issues of the digest, from draft to approval."""

    def compose_issue(self, wanted: Wanted, *, subject: str | None = None, intro: str | None = None) -> Composed:
        """Choose entries for a new issue and write its draft."""
        from publisher.issues.compose import compose_issue

        with self.open_catalog() as catalog:
            return compose_issue(
                self.root, wanted=wanted, subject=subject, intro=intro, catalog=catalog, config=self.config
            )

    def issues(self) -> list[Overview]:
        """All issues, newest first."""
        from publisher.issues.states import overviews

        return overviews(self.root, self.issue_state)

    def pick_issue(self, number: int | None, *preferred: Sequence[IssueState]) -> int:
        """The issue that a command means: as given, else the only one in the first group of states that has any."""
        from publisher.issues.states import pick_issue

        return pick_issue(self.root, number, preferred, self.issue_state)

    def issue_is_frozen(self, number: int) -> bool:
        """Whether an issue is approved, or further."""
        from publisher.issues.files import is_approved

        return is_approved(self.root, number)

    def draft_path(self, number: int) -> Path:
        """Where the draft of an issue stands."""
        from publisher.issues.files import draft_path

        return draft_path(self.root, number)

    def draft(self, number: int) -> Contents:
        """The draft of an issue, with its entries."""
        from publisher.issues.contents import read_contents

        with self.open_catalog() as catalog:
            return read_contents(self.root, number, catalog)

    def edit_draft(self, number: int, changes: Changes) -> Contents:
        """Change a draft, keeping its comments."""
        from publisher.issues.compose import edit_draft

        with self.open_catalog() as catalog:
            return edit_draft(self.root, number, changes, catalog)

    def ensure_draft(self, number: int) -> None:
        """Refuse an issue that is no draft any more."""
        from publisher.issues.states import ensure_draft

        ensure_draft(self.root, number, self.issue_state)

    def delete_draft(self, number: int) -> None:
        """Delete the draft of an issue that is not approved."""
        from publisher.issues.states import delete_draft

        delete_draft(self.root, number, self.issue_state)

    def preview_issue(self, number: int, out: Path | None = None) -> Previewed:
        """Write an issue as its readers will see it; by default into the folder ``preview``."""
        from publisher.issues.preview import FOLDER, preview_issue

        with self.open_catalog() as catalog:
            return preview_issue(
                self.root,
                number,
                out=self.root / FOLDER if out is None else out.absolute(),
                catalog=catalog,
                config=self.config,
                templates=self.templates,
            )

    def check_issue(self, number: int) -> tuple[Finding, ...]:
        """What is good and what is not about an issue."""
        from publisher.issues.checks import check_issue

        with self.open_catalog() as catalog:
            return check_issue(self.root, number, catalog=catalog, config=self.config, templates=self.templates)

    def propose_issue(self, number: int) -> Proposal:
        """Render and check a draft, ready to be approved."""
        from publisher.issues.approve import propose

        with self.open_catalog() as catalog:
            return propose(self.root, number, catalog=catalog, config=self.config, templates=self.templates)

    def approve_issue(self, proposal: Proposal) -> Path:
        """Freeze an issue and return its folder."""
        from publisher.issues.approve import approve

        return approve(self.root, proposal, config=self.config, now=self.now())

    def approved_issue(self, number: int) -> Approved:
        """An issue as it was approved."""
        from publisher.issues.files import read_approved

        return read_approved(self.root, number)

    def reopen_issue(self, number: int) -> None:
        """Take an approval back."""
        from publisher.issues.approve import reopen

        reopen(self.root, number, self.issue_state)

    def issue_state(self, number: int) -> IssueState | None:
        """Return where the sending of an issue stands; None when it has not begun."""
        from publisher.delivery.ledger import Ledger

        if not self._database_path.exists():
            return None
        with self._database() as database:
            return Ledger(database=database).state(number)
