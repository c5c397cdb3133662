"""Tells a WebSub hub that feeds have news; the hub tells everybody who subscribed to them.

WebSub leaves open how a publisher speaks to its hub (section 5).  All known
hubs understand the form of its predecessor, PubSubHubbub 0.4, section 7.1.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from publisher.errors import DeliveryError
from publisher.transport.addresses import Allowed
from publisher.transport.http import USER_AGENT
from publisher.transport.http_connections import Deadline, Limits, open_session
from publisher.transport.http_failures import failures

#: A hub answers at once, or not at all.
LIMITS = Limits(timeout=10, total=30)


def ping(hub: str, topics: Iterable[str], *, limits: Limits = LIMITS) -> Iterator[tuple[str, DeliveryError | None]]:
    """Tell *hub* of each feed, and yield what it says: None, or why it did not take it.

    After a hub that cannot be reached nothing more is tried.  The hub may be
    on a private network: its owner named it.
    """
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
