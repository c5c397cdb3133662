"""The ledger: what became of every message, row by row."""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from sqlalchemy import bindparam, case, delete, func, insert, select, update

from publisher.database.tables import deliveries, issues, subscribers
from publisher.errors import StoreError
from publisher.model.delivery import Delivery, DeliveryState
from publisher.subscribers.store import ERASED, delivery_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy import Connection

    from publisher.database import Database
    from publisher.model.issue import IssueState

# Made once: a statement costs more to build than to run, and these two run for every message.
_FIND = (
    select(deliveries, subscribers.c.state.label("person"))
    .outerjoin(subscribers, subscribers.c.id == deliveries.c.subscriber_id)
    .where(deliveries.c.id == bindparam("row"))
)
_CHANGE = (
    update(deliveries)
    .where(deliveries.c.id == bindparam("row"))
    .values(
        state=bindparam("state"),
        attempts=bindparam("attempts"),
        changed_at=bindparam("changed_at"),
        # Somebody may be erased while their message is on its way: then only the answer's code is kept.
        reply=case((deliveries.c.address == "", func.substr(bindparam("reply"), 1, 3)), else_=bindparam("reply")),
    )
)

INTERRUPTED = "interrupted before the server's answer was written down"


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenIssue:
    """An approved issue, as the store keeps it from the first send on."""

    number: int
    subject: str
    language: str
    html: str
    text: str
    #: Hash of the approved folder.
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A row that is `sending`: ours until its outcome is recorded."""

    row: int
    #: As it was before.
    delivery: Delivery


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """Issues being sent and their deliveries.

    Every change is on the disk when its method returns.
    """

    database: Database

    def freeze(self, issue: FrozenIssue, *, message_id: Callable[[str], str], now: datetime) -> None:
        """Copy the issue and give every active subscriber a row, in one transaction, once.

        As long as no message of the issue was tried, freezing again starts
        over: a reopened issue or a new subscriber is taken in.

        Args:
            issue: What is sent.
            message_id: Makes the Message-ID from a subscriber's token.
            now: When.

        Raises:
            StoreError: Messages went out already, and with other bytes.
        """
        with self.database.writing() as connection:
            stored = connection.scalar(select(issues.c.digest).where(issues.c.number == issue.number))
            if stored is not None and _tried(connection, issue.number):
                if stored != issue.digest:
                    raise StoreError(
                        f"issue {issue.number} is not the one whose sending began: its files have changed",
                        hint=f"Restore the folder of issue {issue.number} from a copy; put changes in a new issue.",
                    )
                return
            connection.execute(delete(deliveries).where(deliveries.c.issue == issue.number))
            connection.execute(delete(issues).where(issues.c.number == issue.number))
            connection.execute(
                insert(issues).values(
                    number=issue.number,
                    subject=issue.subject,
                    language=issue.language,
                    html=issue.html,
                    text=issue.text,
                    digest=issue.digest,
                    frozen_at=now,
                )
            )
            active = select(subscribers).where(subscribers.c.state == "active").order_by(subscribers.c.id)
            rows = [
                {
                    "issue": issue.number,
                    "subscriber_id": person.id,
                    "address": person.address,
                    "name": person.name,
                    "token": person.token,
                    "state": "queued",
                    "attempts": 0,
                    "reply": "",
                    "message_id": message_id(person.token),
                    "changed_at": now,
                }
                for person in connection.execute(active)
            ]
            if rows:
                connection.execute(insert(deliveries), rows)

    def frozen(self, number: int) -> FrozenIssue | None:
        """Return the issue as it was frozen, or None when its sending has not begun."""
        with self.database.reading() as connection:
            row = connection.execute(select(issues).where(issues.c.number == number)).one_or_none()
        if row is None:
            return None
        return FrozenIssue(
            number=row.number,
            subject=row.subject,
            language=row.language,
            html=row.html,
            text=row.text,
            digest=row.digest,
        )

    def tried(self, number: int) -> bool:
        """Tell whether any message of the issue was ever begun."""
        with self.database.reading() as connection:
            return _tried(connection, number)

    def state(self, number: int) -> IssueState | None:
        """Return where the sending of an issue stands, or None when the store does not know it.

        `approved` means frozen, but nothing tried yet; `sent` means that
        nothing is left that another `send` would try by itself.
        """
        if self.frozen(number) is None:
            return None
        if not self.tried(number):
            return "approved"
        counts = self.counts(number)
        return "sending" if any(counts.get(state) for state in ("queued", "sending", "deferred")) else "sent"

    def counts(self, number: int) -> dict[DeliveryState, int]:
        """Return how many deliveries of an issue are in each state."""
        query = (
            select(deliveries.c.state, func.count()).where(deliveries.c.issue == number).group_by(deliveries.c.state)
        )
        with self.database.reading() as connection:
            return {cast("DeliveryState", state): amount for state, amount in connection.execute(query)}

    def deliveries(self, number: int) -> list[Delivery]:
        """Return every delivery of an issue, in the order of sending."""
        query = select(deliveries).where(deliveries.c.issue == number).order_by(deliveries.c.id)
        with self.database.reading() as connection:
            return [delivery_of(row) for row in connection.execute(query)]

    def due(self, number: int, states: Collection[DeliveryState]) -> list[int]:
        """Return the rows of an issue that are in one of *states*, in the order of sending."""
        query = (
            select(deliveries.c.id)
            .where(deliveries.c.issue == number, deliveries.c.state.in_(states))
            .order_by(deliveries.c.id)
        )
        with self.database.reading() as connection:
            return list(connection.scalars(query))

    def recover(self, *, now: datetime) -> int:
        """Make every row that a dead process left in `sending` uncertain; return how many.

        Only the holder of the send lock may ask this.
        """
        with self.database.writing() as connection:
            stuck = update(deliveries).where(deliveries.c.state == "sending")
            return connection.execute(stuck.values(state="uncertain", reply=INTERRUPTED, changed_at=now)).rowcount

    def claim(self, row: int, states: Collection[DeliveryState], *, now: datetime) -> Claim | None:
        """Mark a row `sending` before its message starts.

        Returns:
            The claim; None when the row is no longer in one of *states*, or
            was withheld because the person left the list in the meantime.
        """
        with self.database.writing() as connection:
            found = connection.execute(_FIND, {"row": row}).one()
            if found.state not in states:
                return None
            change = {"row": row, "attempts": found.attempts, "reply": found.reply, "changed_at": now}
            if found.person != "active":
                connection.execute(_CHANGE, {**change, "state": "withheld", "reply": found.person or ERASED})
                return None
            connection.execute(_CHANGE, {**change, "state": "sending", "attempts": found.attempts + 1})
            return Claim(row=row, delivery=delivery_of(found))

    def record(self, claim: Claim, state: DeliveryState, reply: str, *, now: datetime) -> None:
        """Write down what became of a claimed message."""
        self._change(claim, state, claim.delivery.attempts + 1, reply, now)

    def release(self, claim: Claim, reply: str, *, now: datetime) -> None:
        """Put a claimed row back as it was: its message was never handed over."""
        self._change(claim, claim.delivery.state, claim.delivery.attempts, reply, now)

    def _change(self, claim: Claim, state: DeliveryState, attempts: int, reply: str, now: datetime) -> None:
        change = {"row": claim.row, "state": state, "attempts": attempts, "reply": reply, "changed_at": now}
        with self.database.writing() as connection:
            connection.execute(_CHANGE, change)

    def settle(self, number: int, address: str, *, now: datetime) -> bool:
        """Mark an uncertain delivery as sent, by a person's word; False if there is none to that address."""
        with self.database.writing() as connection:
            mine = update(deliveries).where(
                deliveries.c.issue == number,
                deliveries.c.state == "uncertain",
                func.lower(deliveries.c.address) == address.lower(),
            )
            return (
                connection.execute(mine.values(state="sent", reply="marked as sent by hand", changed_at=now)).rowcount
                > 0
            )


def _tried(connection: Connection, number: int) -> bool:
    query = select(deliveries.c.id).where(deliveries.c.issue == number, deliveries.c.attempts > 0).limit(1)
    return connection.scalar(query) is not None


class SendingElsewhereError(StoreError):
    """Another process is sending."""


@contextmanager
def send_lock(path: Path) -> Iterator[None]:
    """Hold the lock file at *path*; the system frees it when the process ends, however it ends.

    Raises:
        SendingElsewhereError: Another process holds it.
    """
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise StoreError(
            f"{path} cannot be written: {error.strerror}", hint="Check the folder and its permissions."
        ) from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(descriptor, 20).decode("ascii", "replace").strip()
            raise SendingElsewhereError(
                f"another `publisher digest send` is at work (process {holder or 'unknown'})",
                hint="Let it finish, or stop it with Ctrl-C; `publisher digest status` shows how far it is.",
            ) from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(descriptor)
