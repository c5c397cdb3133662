"""Sends an approved issue: every subscriber once, whatever happens in between."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from publisher.delivery.ledger import FrozenIssue, SendingElsewhereError, send_lock
from publisher.delivery.message import Letterhead, Mailbox, PreparedMessage, message_id, prepare
from publisher.delivery.plan import no_subscribers
from publisher.delivery.replies import ServerUnavailableError
from publisher.delivery.smtp import Outcome, SmtpTransport
from publisher.errors import DeliveryError, PublisherError, UsageError
from publisher.issues.contents import read_contents
from publisher.issues.files import is_approved, read_approved
from publisher.issues.render import render_issue
from publisher.model.subscriber import known_address, parse_address

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from publisher.config import Config
    from publisher.delivery.ledger import Claim, Ledger
    from publisher.files.templates import Templates
    from publisher.issues.contents import Entries
    from publisher.model.delivery import DeliveryState

#: Seconds to wait before each new try at a server that broke off.
PAUSES = (1, 5, 15)
#: So many refusals one after the other are about us, not about the people.
REFUSALS = 10

DUE: tuple[DeliveryState, ...] = ("queued", "deferred")


@dataclass(frozen=True, slots=True, kw_only=True)
class SendReport:
    """What one run of `send` did."""

    issue: int
    #: Of this run: how many messages ended in each state.
    run: Mapping[DeliveryState, int]
    #: Of the whole issue, as the ledger now stands.
    counts: Mapping[DeliveryState, int]
    #: Somebody asked to stop.
    stopped: bool = False
    #: What ended the run before its time.
    trouble: DeliveryError | None = None

    @property
    def left(self) -> int:
        """How many the next `send` would try."""
        return self.counts.get("queued", 0) + self.counts.get("deferred", 0)


def frozen_issue(root: Path, number: int) -> FrozenIssue:
    """Return the approved issue as the store keeps it.

    Raises:
        StoreError: Its files are not what was approved.
    """
    approved = read_approved(root, number)
    return FrozenIssue(
        number=approved.number,
        subject=approved.subject,
        language=approved.language,
        html=approved.html,
        text=approved.text,
        digest=approved.digest,
    )


def recover_if_idle(ledger: Ledger, lock: Path, *, now: datetime) -> None:
    """Make uncertain what a dead run left open; while somebody sends, open rows are theirs."""
    with suppress(SendingElsewhereError), send_lock(lock):
        ledger.recover(now=now)


@dataclass(kw_only=True)
class IssueSender:
    """One run of sending; the caller holds the send lock."""

    ledger: Ledger
    transport: SmtpTransport
    letterhead: Letterhead
    #: Receives delivery reports.
    envelope_sender: str
    now: Callable[[], datetime]
    pace: Pace
    #: Told how many recipients are done, one by one.
    advance: Callable[[int], None]
    _run: Counter[DeliveryState] = field(default_factory=Counter, init=False)
    _refusals: int = field(default=0, init=False)

    def send(self, issue: FrozenIssue, states: Collection[DeliveryState] = DUE) -> SendReport:
        """Send *issue* to everybody whose row is in one of *states*.

        Raises:
            InputError: The list has no active subscriber.
            StoreError: The issue is not the one whose sending began.
        """
        self.ledger.recover(now=self.now())
        sender = self.letterhead.sender.address
        self.ledger.freeze(issue, message_id=lambda token: message_id(issue.number, token, sender), now=self.now())
        rows = self.ledger.due(issue.number, states)
        if not rows and not self.ledger.counts(issue.number):
            raise no_subscribers()
        withheld = self.ledger.counts(issue.number).get("withheld", 0)
        trouble: DeliveryError | None = None
        stopped = False
        try:
            stopped = not self._send_rows(rows, states, self._prepare(issue))
        except DeliveryError as error:
            trouble = error
        counts = self.ledger.counts(issue.number)
        self._run["withheld"] = counts.get("withheld", 0) - withheld
        return SendReport(
            issue=issue.number,
            run=dict(+self._run),
            counts=counts,
            stopped=stopped,
            trouble=trouble,
        )

    def _prepare(self, issue: FrozenIssue) -> PreparedMessage:
        return prepare(
            letterhead=self.letterhead,
            subject=issue.subject,
            html=issue.html,
            text=issue.text,
            language=issue.language,
            date=self.now(),
        )

    def _send_rows(self, rows: list[int], states: Collection[DeliveryState], message: PreparedMessage) -> bool:
        """Send to every row; False when somebody asked to stop."""
        for row in rows:
            if not self.pace.wait():
                return False
            if not self._send_row(row, states, message):
                return False
            self.advance(1)
        return True

    def _send_row(self, row: int, states: Collection[DeliveryState], message: PreparedMessage) -> bool:
        """Send to one row, with new tries while the server breaks off; False when somebody asked to stop."""
        for pause in self._pauses():
            try:
                self.transport.connect()
                self._try_row(row, states, message)
            except ServerUnavailableError:
                if pause is None:
                    raise
                if not self.pace.pause(pause):
                    return False
            else:
                break
        return True

    def _try_row(self, row: int, states: Collection[DeliveryState], message: PreparedMessage) -> None:
        claim = self.ledger.claim(row, states, now=self.now())
        if claim is None:
            return
        self.pace.started()
        try:
            outcome = self._hand_over(claim, message)
        except PublisherError as error:
            self.ledger.release(claim, str(error), now=self.now())
            raise
        self._record(claim, outcome)

    def _pauses(self) -> Iterator[float | None]:
        """Give the seconds to wait after each failing try, and None for the last."""
        # Where nothing worked yet a person should hear of it at once.
        if self._run:
            yield from PAUSES
        yield None

    def _hand_over(self, claim: Claim, message: PreparedMessage) -> Outcome:
        delivery = claim.delivery
        try:
            address = known_address(delivery.address)
        except ValueError as error:
            return Outcome(state="failed", reply=f"not tried: {error}")
        content = message.fill(
            recipient=Mailbox(name=delivery.name, address=address), token=delivery.token, message_id=delivery.message_id
        )
        return self.transport.deliver(self.envelope_sender, address.ascii, content)

    def _record(self, claim: Claim, outcome: Outcome) -> None:
        self.ledger.record(claim, outcome.state, outcome.reply, now=self.now())
        self._run[outcome.state] += 1
        self._refusals = self._refusals + 1 if outcome.state == "failed" else 0
        if self._refusals >= REFUSALS:
            raise DeliveryError(
                f"the server refused {REFUSALS} messages in a row, the last with: {outcome.reply}",
                hint="Find out what it has against them; then `publisher digest send --retry-failed` tries them again.",
            )


_SLICE = 0.2


@dataclass(kw_only=True)
class Pace:
    """Leaves so many seconds between the starts of two messages."""

    #: Seconds; 0 for no limit.
    interval: float
    #: Monotonic seconds.
    clock: Callable[[], float]
    sleep: Callable[[float], None]
    #: Tells that somebody wants to stop.
    stopped: Callable[[], bool]
    _earliest: float | None = field(default=None, init=False)

    def wait(self) -> bool:
        """Wait until the next message may start; False when stopped meanwhile."""
        if self.interval and self._earliest is not None:
            return self.pause(self._earliest - self.clock())
        return not self.stopped()

    def started(self) -> None:
        """Note that a message starts now."""
        self._earliest = self.clock() + self.interval

    def pause(self, seconds: float) -> bool:
        """Wait some seconds; False when stopped meanwhile."""
        until = self.clock() + seconds
        while not self.stopped():
            left = until - self.clock()
            if left <= 0:
                return True
            self.sleep(min(left, _SLICE))
        return False


MARK = "[test]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What is sent: an approved issue as it was approved, a draft as it stands."""

    issue: int
    subject: str
    html: str
    text: str
    language: str


def take_sample(root: Path, number: int, *, catalog: Entries, config: Config, templates: Templates) -> Sample:
    """Return an issue as its readers would get it now."""
    if is_approved(root, number):
        approved = read_approved(root, number)
        return Sample(
            issue=number,
            subject=approved.subject,
            html=approved.html,
            text=approved.text,
            language=approved.language,
        )
    rendered = render_issue(read_contents(root, number, catalog), config=config, templates=templates)
    return Sample(
        issue=number,
        subject=rendered.letter.subject,
        html=rendered.html,
        text=rendered.text,
        language=config.publication.language,
    )


def send_sample(
    sample: Sample,
    recipient: str,
    *,
    transport: SmtpTransport,
    letterhead: Letterhead,
    envelope_sender: str,
    token: str,
    now: datetime,
) -> str:
    """Send the issue to one address and return the server's words.

    Its link to unsubscribe belongs to nobody.

    Raises:
        UsageError: The recipient is no mail address.
        DeliveryError: The server did not take it.
    """
    try:
        address = parse_address(recipient)
    except ValueError as error:
        raise UsageError(f"{recipient!r} is no mail address: {error}") from None
    message = prepare(
        letterhead=letterhead,
        subject=f"{MARK} {sample.subject}",
        html=sample.html,
        text=sample.text,
        language=sample.language,
        date=now,
    )
    unique = message_id(sample.issue, token, letterhead.sender.address)
    content = message.fill(recipient=Mailbox(address=address), token=token, message_id=unique)
    outcome = transport.deliver(envelope_sender, address.ascii, content)
    if outcome.state != "sent":
        raise DeliveryError(
            f"the test mail to {address.shown} was not taken: {outcome.reply}",
            hint="Check the address; if it is right, ask who runs the mail server.",
        )
    return outcome.reply
