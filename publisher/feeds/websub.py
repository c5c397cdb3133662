"""Tells the WebSub hub which feeds have changed since it was told last."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from publisher.errors import DeliveryError

if TYPE_CHECKING:
    from publisher.catalog.catalog import Catalog
    from publisher.fetch.connections import Limits
    from publisher.fetch.public_hosts import Allowed


@dataclass(frozen=True, slots=True, kw_only=True)
class Pinged:
    """What a hub was told."""

    hub: str
    #: Addresses of the feeds that it knows now.
    told: tuple[str, ...]
    #: Address → why not; they are tried again at the next ping.
    failed: dict[str, DeliveryError]


def note_changed(catalog: Catalog, folder: Path, addresses: Collection[str], *, existing: Collection[str]) -> None:
    """Remember feeds that the hub must be told of, and forget those that are no more.

    Args:
        catalog: Where it is remembered.
        folder: That of the feeds.
        addresses: Feeds that have just been written.
        existing: All feeds.
    """
    waiting = set(_waiting(catalog, folder)) | set(addresses)
    catalog.set_stamp(_name(folder), json.dumps(sorted(waiting & set(existing))))


def ping_hub(catalog: Catalog, folder: Path, hub: str) -> Pinged:
    """Tell *hub* of every feed that changed since it was told; a failure is reported, and tried again next time.

    People often copy the feeds to a server after a build, and ping then: so
    what changed is remembered from build to build.
    """
    waiting = _waiting(catalog, folder)
    failed: dict[str, DeliveryError] = {}
    told: list[str] = []
    for topic, error in ping(hub, waiting):
        if error is None:
            told.append(topic)
        else:
            failed[topic] = error
    if told:
        catalog.set_stamp(_name(folder), json.dumps(list(failed)))
    return Pinged(hub=hub, told=tuple(told), failed=failed)


def _waiting(catalog: Catalog, folder: Path) -> list[str]:
    known: list[str] = json.loads(catalog.stamp(_name(folder)) or "[]")
    return known


def _name(folder: Path) -> str:
    return f"ping {folder}"


def ping(
    hub: str, topics: Iterable[str], *, limits: Limits | None = None
) -> Iterator[tuple[str, DeliveryError | None]]:
    """Tell *hub* of each feed, and yield what it says: None, or why it did not take it.

    After a hub that cannot be reached nothing more is tried.  The hub may be
    on a private network: its owner named it.
    """
    from publisher.fetch.connections import Limits  # every build remembers what changed; few ping
    from publisher.fetch.public_hosts import Allowed

    # A hub answers at once, or not at all.
    limits = limits or Limits(timeout=10, total=30)
    allowed = Allowed(hosts=frozenset({(urlsplit(hub).hostname or "").lower()}))
    down: DeliveryError | None = None
    for topic in topics:
        refused = down
        if down is None:
            try:
                refused = _ping(hub, topic, limits, allowed)
            except DeliveryError as error:
                refused = down = error
        yield topic, refused


def _ping(hub: str, topic: str, limits: Limits, allowed: Allowed) -> DeliveryError | None:
    from publisher.fetch.connections import Deadline, open_session
    from publisher.fetch.failures import failures
    from publisher.fetch.http import USER_AGENT

    form = {"hub.mode": "publish", "hub.url": topic, "hub.topic": topic}
    deadline = Deadline(limits.total)
    with (
        deadline,
        open_session(deadline, limits, allowed) as session,
        failures(hub, limits, deadline),
        session.post(
            hub,
            data=form,
            headers={"User-Agent": USER_AGENT},
            timeout=limits.timeout,
            allow_redirects=False,
            stream=True,
        ) as response,
    ):
        if 200 <= response.status_code < 300:
            return None
        return DeliveryError(
            f"the hub {hub} answered {response.status_code} {response.reason or ''}".rstrip(),
            hint="Check `hub` in [feeds]; the next `publisher build --ping` tries again.",
        )
