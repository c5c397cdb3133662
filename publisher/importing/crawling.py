"""Visit the pages of a site as a guest: one at a time, with a pause, and only where programs are welcome."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import msgspec

from publisher.errors import DeliveryError
from publisher.importing.polling import PollState
from publisher.sources.inputs.resource import WebPage

if TYPE_CHECKING:
    from protego import Protego

    from publisher.fetch.connections import Limits
    from publisher.fetch.public_hosts import Allowed

#: Name by which a site may turn us away in its robots.txt.
ROBOT = "Publisher"

#: Seconds between two requests to one host, where it asks for no more.
PAUSE = 1.0

#: Longest pause that a site may ask for, in seconds.
LONGEST_PAUSE = 30.0

#: RFC 9309, section 2.5: at least so much of a robots.txt is read.
ROBOTS_SIZE = 512 * 1024


@dataclass(kw_only=True)
class Visits:
    """The requests of one import."""

    now: datetime
    limits: Limits
    allowed: Allowed
    #: Monotonic seconds.
    clock: Callable[[], float]
    sleep: Callable[[float], None]
    pause: float = PAUSE
    _rules: dict[str, Protego] = field(default_factory=dict, init=False)
    _last: dict[str, float] = field(default_factory=dict, init=False)

    def may_read(self, address: str) -> bool:
        """Tell whether the robots.txt of the site lets us read a page; a site that cannot be asked does not."""
        return self._rules_of(address).can_fetch(address, ROBOT)

    def fetch(self, address: str) -> WebPage:
        """Fetch a page, after the pause that is due.

        Raises:
            DeliveryError: There is no answer that can be used.
        """
        page = self.fetch_changed(address)
        assert page is not None  # noqa: S101  # narrows the type: without conditions there is no other answer
        return page

    def fetch_changed(
        self, address: str, *, etag: str | None = None, last_modified: str | None = None
    ) -> WebPage | None:
        """Fetch a page, after the pause that is due; None where it is as the server said that it was.

        Raises:
            DeliveryError: There is no answer that can be used.
        """
        from publisher.fetch.http import RefusedError, Validators, fetch

        self._wait(address)
        validators = Validators(etag=etag, last_modified=last_modified)
        answer = fetch(address, now=self.now, validators=validators, limits=self.limits, allow_private=self.allowed)
        if answer.status == 304 and (etag or last_modified):
            return None
        if answer.status != 200:
            hint = "Take it out of what is followed."
            raise RefusedError(f"{address} is gone for good", hint=hint, status=answer.status)
        return WebPage(
            address=answer.url,
            body=answer.body,
            content_type=answer.content_type,
            charset=answer.charset,
            etag=answer.etag,
            last_modified=answer.last_modified,
        )

    def _wait(self, address: str) -> None:
        site = _site(address)
        rules = self._rules.get(site)
        asked = float(rules.crawl_delay(ROBOT) or 0) if rules is not None else 0.0
        if site in self._last:
            due = self._last[site] + min(max(self.pause, asked), LONGEST_PAUSE)
            self.sleep(max(0.0, due - self.clock()))
        self._last[site] = self.clock()

    def _rules_of(self, address: str) -> Protego:
        site = _site(address)
        if site not in self._rules:
            self._rules[site] = self._read_rules(f"{site}/robots.txt")
        return self._rules[site]

    def _read_rules(self, address: str) -> Protego:
        from protego import Protego

        from publisher.fetch.http import RefusedError

        try:
            body = self.fetch(address).body
        except DeliveryError as error:
            # RFC 9309, section 2.3.1: no file, no rules; no answer, no entry.
            absent = isinstance(error, RefusedError) and 400 <= error.status < 500
            return Protego.parse("" if absent else "User-agent: *\nDisallow: /")
        if len(body) > ROBOTS_SIZE:
            body = body[: body.rfind(b"\n", 0, ROBOTS_SIZE) + 1]  # half a rule would close more than the whole
        return Protego.parse(body.decode("utf-8", "replace").removeprefix("\ufeff"))


def _site(address: str) -> str:
    """Return scheme, host and port of an address."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


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
