"""Sending issues, and telling what became of each mail."""

from __future__ import annotations

import time
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from publisher.app.issues import Issues
from publisher.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from publisher.delivery.plan import SendingPlan
    from publisher.delivery.send import SendReport
    from publisher.delivery.server import Server
    from publisher.delivery.smtp import SmtpTransport
    from publisher.model.delivery import Delivery, DeliveryState


class Sending(Issues):
    """Approved issues on their way to the subscribers."""

    def pick_issue_to_send(self, number: int | None) -> int:
        """Return the approved issue that a command means; without a number the one that is open."""
        from publisher.issues.files import is_approved
        from publisher.issues.states import pick_issue

        picked = pick_issue(self.root, number, (("sending",), ("approved",), ("sent",)), self.issue_state)
        if not is_approved(self.root, picked):
            raise InputError(
                f"issue {picked} is not approved yet", hint=f"Look at it and run `publisher digest approve {picked}`."
            )
        return picked

    def pick_issue_for_status(self, number: int | None) -> int:
        """Return the issue that a question after deliveries means."""
        from publisher.issues.states import pick_issue

        return pick_issue(self.root, number, (("sending",), ("approved",), ("sent",)), self.issue_state)

    def plan_sending(self, number: int, states: Collection[DeliveryState]) -> SendingPlan:
        """Say what sending an approved issue would do; connect to nothing."""
        from publisher.delivery.ledger import Ledger
        from publisher.delivery.plan import no_subscribers, plan_sending
        from publisher.delivery.send import recover_if_idle
        from publisher.delivery.sender import make_letterhead
        from publisher.issues.files import read_approved
        from publisher.subscribers.store import SubscriberList

        make_letterhead(self.config)
        approved = read_approved(self.root, number)
        server = f"{self._server(None)} ({self.config.smtp.security})"
        if not self._database_path.exists():
            raise no_subscribers()
        with self._database() as database:
            ledger = Ledger(database=database)
            recover_if_idle(ledger, self._send_lock_path, now=self.now())
            return plan_sending(
                approved,
                config=self.config,
                server=server,
                people=SubscriberList(database=database),
                ledger=ledger,
                states=states,
            )

    def send_issue(
        self,
        number: int,
        states: Collection[DeliveryState] = ("queued", "deferred"),
        *,
        stopped: Callable[[], bool] = lambda: False,
        advance: Callable[[int], None] = lambda _: None,
    ) -> SendReport:
        """Send an approved issue to everybody whose row is in one of *states*."""
        from publisher.delivery.ledger import Ledger, send_lock
        from publisher.delivery.plan import configured_rate
        from publisher.delivery.send import IssueSender, Pace, frozen_issue
        from publisher.delivery.sender import envelope_sender, make_letterhead

        letterhead = make_letterhead(self.config)
        rate = configured_rate(self.config)
        issue = frozen_issue(self.root, number)
        with self._transport() as transport, self._database() as database, send_lock(self._send_lock_path):
            return IssueSender(
                ledger=Ledger(database=database),
                transport=transport,
                letterhead=letterhead,
                envelope_sender=envelope_sender(self.config, letterhead),
                now=self.now,
                pace=Pace(
                    interval=0 if rate is None else rate.interval,
                    clock=time.monotonic,
                    sleep=time.sleep,
                    stopped=stopped,
                ),
                advance=advance,
            ).send(issue, states)

    def send_sample(self, number: int, recipient: str) -> str:
        """Send an issue, a draft too, to one address for a look, outside the ledger; return the server's words."""
        from publisher.delivery.send import send_sample, take_sample
        from publisher.delivery.sender import envelope_sender, make_letterhead

        letterhead = make_letterhead(self.config)
        with self.open_catalog() as catalog:
            sample = take_sample(self.root, number, catalog=catalog, config=self.config, templates=self.templates)
        with self._transport() as transport:
            return send_sample(
                sample,
                recipient,
                transport=transport,
                letterhead=letterhead,
                envelope_sender=envelope_sender(self.config, letterhead),
                token=self.token(),
                now=self.now(),
            )

    def deliveries(self, number: int) -> Sequence[Delivery]:
        """Return what became of each message of an issue; what a dead run left open counts as uncertain."""
        from publisher.delivery.ledger import Ledger
        from publisher.delivery.send import recover_if_idle

        if not self._database_path.exists():
            return ()
        with self._database() as database:
            ledger = Ledger(database=database)
            recover_if_idle(ledger, self._send_lock_path, now=self.now())
            return ledger.deliveries(number)

    def settle_delivery(self, number: int, address: str) -> None:
        """Mark an uncertain delivery as sent, by a person's word."""
        from publisher.delivery.ledger import Ledger

        with self._database() as database:
            if not Ledger(database=database).settle(number, address, now=self.now()):
                raise InputError(
                    f"issue {number} has no uncertain delivery to {address}",
                    hint=f"See them with `publisher digest status {number}`.",
                )

    @cached_property
    def _send_lock_path(self) -> Path:
        return self._database_path.with_name(f"{self._database_path.name}-sending")

    def _server(self, password: str | None) -> Server:
        from publisher.delivery.server import configured_server

        return configured_server(self.config.smtp, root=self.root, password=password)

    def _transport(self) -> SmtpTransport:
        from publisher.delivery.server import fetch_password
        from publisher.delivery.smtp import SmtpTransport

        self._server(None)  # refuses an unsafe configuration before anybody is asked for a password
        return SmtpTransport(self._server(fetch_password(self.config.smtp, self.environment)))
