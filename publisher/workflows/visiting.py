"""Visit the pages of a site as a guest: one at a time, with a pause, and only where programs are welcome."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from publisher.errors import DeliveryError
from publisher.sources.web_access import WebPage

if TYPE_CHECKING:
    from urllib.robotparser import RobotFileParser

    from publisher.transport.addresses import Allowed
    from publisher.transport.http_connections import Limits

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
    _rules: dict[str, RobotFileParser] = field(default_factory=dict, init=False)
    _last: dict[str, float] = field(default_factory=dict, init=False)

    def may_read(self, address: str) -> bool:
        """Tell whether the robots.txt of the site lets us read a page; a site that cannot be asked does not."""
        return self._rules_of(address).can_fetch(ROBOT, address)

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
        from publisher.transport.http import RefusedError, Validators, fetch

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

    def _rules_of(self, address: str) -> RobotFileParser:
        site = _site(address)
        if site not in self._rules:
            self._rules[site] = self._read_rules(f"{site}/robots.txt")
        return self._rules[site]

    def _read_rules(self, address: str) -> RobotFileParser:
        from urllib.robotparser import RobotFileParser

        from publisher.transport.http import RefusedError

        rules = RobotFileParser()
        try:
            body = self.fetch(address).body
        except DeliveryError as error:
            # RFC 9309, section 2.3.1: no file, no rules; no answer, no entry.
            absent = isinstance(error, RefusedError) and 400 <= error.status < 500
            rules.parse([] if absent else ["User-agent: *", "Disallow: /"])
            return rules
        rules.parse(body[:ROBOTS_SIZE].decode("utf-8", "replace").removeprefix("\ufeff").splitlines())
        return rules


def _site(address: str) -> str:
    """Return scheme, host and port of an address."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
