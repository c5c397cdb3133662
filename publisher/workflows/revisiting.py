"""Pages that one source led to before: asked for again when they may have changed, and only whether they have."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import msgspec

from publisher.workflows.polling import PollState

if TYPE_CHECKING:
    from publisher.sources.web_access import WebPage
    from publisher.workflows.visiting import Visits

#: Where a site does not say when a page has changed, it is asked for after this time.
USUALLY = timedelta(days=1)
#: Where it says the day alone, a page that has changed today is asked for after this time.
ON_THE_DAY = timedelta(hours=1)


@dataclass(kw_only=True)
class Revisits:
    """The pages of one source; a `WebAccess`."""

    visits: Visits
    #: Address → how it was read last.
    remembered: Callable[[str], PollState] = lambda _: PollState()
    #: The same of what was read now.
    settled: dict[str, PollState] = field(default_factory=dict, init=False)
    _answers: dict[str, PollState] = field(default_factory=dict, init=False)

    def may_read(self, address: str) -> bool:
        """Tell whether the site lets programs read this page."""
        return self.visits.may_read(address)

    def was_read(self, address: str) -> bool:
        """Tell whether an earlier import has read this page, whatever it was."""
        return self.remembered(address).asked is not None

    def may_have_changed(self, address: str, changed: date | datetime | None) -> bool:
        """Tell whether a page may be another than it was."""
        asked = self.remembered(address).asked
        if asked is None:
            return True
        rest = self.visits.now - asked
        if changed is None:
            return rest >= USUALLY
        if isinstance(changed, datetime):
            return (changed if changed.tzinfo is not None else changed.replace(tzinfo=UTC)) > asked
        return changed >= asked.date() and rest >= ON_THE_DAY

    def fetch(self, address: str) -> WebPage:
        """Fetch a document."""
        page = self.visits.fetch(address)
        self._note(address, page.etag, page.last_modified)
        return page

    def fetch_again(self, address: str) -> WebPage | None:
        """Fetch a page that was read before; None where it is as it was."""
        before = self.remembered(address)
        page = self.visits.fetch_changed(address, etag=before.etag, last_modified=before.last_modified)
        told = page or before
        self._note(address, told.etag, told.last_modified)
        return page

    def _note(self, address: str, etag: str | None, last_modified: str | None) -> None:
        self._answers[address] = PollState(etag=etag, last_modified=last_modified, asked=self.visits.now)

    def settle(self, address: str, *, older: str = "") -> None:
        """Remember that a page was read, and that there is nothing to say about it.

        Args:
            address: Of the page.
            older: Of the document before it, if it is one of a feed that has such.
        """
        before = msgspec.structs.replace(self.remembered(address), asked=self.visits.now)
        self.settled[address] = msgspec.structs.replace(self._answers.get(address, before), older=older)

    def older(self, address: str) -> str:
        """Return where the document before one that was read is; nothing where there is none."""
        return self.remembered(address).older
