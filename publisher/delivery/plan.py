"""What a `send` would do, before anybody says yes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from publisher.errors import ConfigurationError, InputError
from publisher.model.delivery import Rate, parse_rate

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from publisher.config import Config
    from publisher.delivery.ledger import Ledger
    from publisher.issues.files import Approved
    from publisher.model.delivery import DeliveryState
    from publisher.subscribers.store import SubscriberList

#: How many addresses a plan shows.
SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class SendingPlan:
    """One run of `send`, planned."""

    issue: int
    subject: str
    sender: str
    server: str
    #: How many messages the run would try.
    recipients: int
    #: The first of them.
    first: tuple[str, ...]
    #: What earlier runs of this issue did; empty before the first.
    counts: Mapping[DeliveryState, int]
    #: As configured; None without a limit.
    rate: str | None
    #: Seconds that the rate makes it last, at least.
    duration: int


def plan_sending(
    approved: Approved,
    *,
    config: Config,
    server: str,
    people: SubscriberList,
    ledger: Ledger,
    states: Collection[DeliveryState],
) -> SendingPlan:
    """Return what a `send` of an approved issue would do.

    Raises:
        InputError: The list has no active subscriber.
    """
    if ledger.tried(approved.number):
        counts = ledger.counts(approved.number)
        first = [one.address for one in ledger.deliveries(approved.number) if one.state in states]
    else:
        counts = {}
        first = [person.address for person in people.all("active")]
    if not first and not counts:
        raise no_subscribers()
    rate = configured_rate(config)
    return SendingPlan(
        issue=approved.number,
        subject=approved.subject,
        sender=config.digest.sender or "",
        server=server,
        recipients=len(first),
        first=tuple(first[:SHOWN]),
        counts=counts,
        rate=config.smtp.rate,
        duration=0 if rate is None else round(rate.interval * max(0, len(first) - 1)),
    )


def no_subscribers() -> InputError:
    """Return the error for a list without anybody to send to."""
    return InputError(
        "the list has no active subscribers",
        hint="Add them with `publisher subscribers add ADDRESS` or `publisher subscribers import FILE.csv`.",
    )


def configured_rate(config: Config) -> Rate | None:
    """Return the rate in [smtp], None for no limit.

    Raises:
        ConfigurationError: It is not written as a rate.
    """
    if config.smtp.rate is None:
        return None
    try:
        return parse_rate(config.smtp.rate)
    except ValueError as error:
        raise ConfigurationError(str(error), hint='Write it like rate = "300/hour" in [smtp].') from error
