"""The list of subscribers."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, cast

from sqlalchemy import Row, bindparam, delete, func, insert, select, update

from publisher.database.tables import deliveries, subscribers
from publisher.model.delivery import Delivery
from publisher.model.subscriber import Subscriber, SubscriberState

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from sqlalchemy import Connection

    from publisher.database import Database

#: Why a person who was erased got nothing.
ERASED = "erased"


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriberList:
    """Who gets the digest, who no longer does, and since when."""

    database: Database

    def find(self, key: str) -> Subscriber | None:
        """Return the subscriber whose `Address.key` this is."""
        with self.database.reading() as connection:
            row = connection.execute(select(subscribers).where(subscribers.c.address_key == key)).one_or_none()
        return None if row is None else _subscriber(row)

    def known(self, keys: Iterable[str]) -> dict[str, Subscriber]:
        """Return those of *keys* that are on the list, in whatever state."""
        with self.database.reading() as connection:
            return {
                row.address_key: _subscriber(row)
                for some in _portions(keys)
                for row in connection.execute(select(subscribers).where(subscribers.c.address_key.in_(some)))
            }

    def all(self, state: SubscriberState | None = None) -> list[Subscriber]:
        """Return everybody, or everybody in one state, by address."""
        query = select(subscribers).order_by(subscribers.c.address_key)
        if state is not None:
            query = query.where(subscribers.c.state == state)
        with self.database.reading() as connection:
            return [_subscriber(row) for row in connection.execute(query)]

    def counts(self) -> dict[SubscriberState, int]:
        """Return how many are in each state."""
        query = select(subscribers.c.state, func.count()).group_by(subscribers.c.state)
        with self.database.reading() as connection:
            return {cast("SubscriberState", state): number for state, number in connection.execute(query)}

    def save(self, people: Mapping[str, Subscriber], *, now: datetime) -> None:
        """Add or change all of *people*, by `Address.key`: all of them, or none when something fails."""
        with self.database.writing() as connection:
            known = {
                key
                for some in _portions(people)
                for key in connection.scalars(
                    select(subscribers.c.address_key).where(subscribers.c.address_key.in_(some))
                )
            }
            new = [_columns(key, person, now) for key, person in people.items() if key not in known]
            changed = [
                {f"new_{name}": value for name, value in _columns(key, person, now).items()}
                for key, person in people.items()
                if key in known
            ]
            if new:
                connection.execute(insert(subscribers), new)
            if changed:
                connection.execute(_CHANGE, changed)

    def received(self, key: str) -> list[Delivery]:
        """Return what became of every issue for one subscriber, oldest first."""
        query = (
            select(deliveries)
            .join(subscribers, subscribers.c.id == deliveries.c.subscriber_id)
            .where(subscribers.c.address_key == key)
            .order_by(deliveries.c.issue)
        )
        with self.database.reading() as connection:
            return [delivery_of(row) for row in connection.execute(query)]

    def erase(self, key: str, *, now: datetime) -> bool:
        """Forget a person; False if there was none.

        The ledger keeps a row per message, so that its counts stay true, with
        nothing in it that leads to the person: servers repeat the address in
        their answers, so of those only the code stays.
        """
        with self.database.writing() as connection:
            found = connection.scalar(select(subscribers.c.id).where(subscribers.c.address_key == key))
            if found is None:
                return False
            _anonymise(connection, found, now)
            connection.execute(delete(subscribers).where(subscribers.c.id == found))
            return True


_CHANGE = (
    update(subscribers)
    .where(subscribers.c.address_key == bindparam("new_address_key"))
    .values({column: bindparam(f"new_{column.name}") for column in subscribers.c if column.name != "id"})
)


def _portions(keys: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Give *keys* in portions that one statement can hold."""
    rest = iter(keys)
    while portion := tuple(islice(rest, 500)):
        yield portion


def delivery_of(row: Row[*tuple[object, ...]]) -> Delivery:
    """Return the noun for one row of the ledger."""
    return Delivery(
        issue=row.issue,
        address=row.address,
        name=row.name,
        token=row.token,
        state=row.state,
        attempts=row.attempts,
        reply=row.reply,
        message_id=row.message_id,
        changed_at=row.changed_at,
    )


def _anonymise(connection: Connection, subscriber_id: int, now: datetime) -> None:
    mine = deliveries.c.subscriber_id == subscriber_id
    connection.execute(
        update(deliveries)
        .where(mine)
        .values(address="", name="", token="", message_id="", reply=func.substr(deliveries.c.reply, 1, 3))  # blanked
    )
    waiting = mine & deliveries.c.state.in_(["queued", "deferred"])
    connection.execute(update(deliveries).where(waiting).values(state="withheld", reply=ERASED, changed_at=now))


def _subscriber(row: Row[*tuple[object, ...]]) -> Subscriber:
    return Subscriber(
        address=row.address,
        name=row.name,
        language=row.language,
        tags=tuple(row.tags),
        state=row.state,
        consent_at=row.consent_at,
        consent_how=row.consent_how,
        token=row.token,
    )


def _columns(key: str, person: Subscriber, now: datetime) -> dict[str, object]:
    return {
        "address": person.address,
        "address_key": key,
        "name": person.name,
        "language": person.language,
        "tags": list(person.tags),
        "state": person.state,
        "consent_at": person.consent_at,
        "consent_how": person.consent_how,
        "token": person.token,
        "changed_at": now,
    }
