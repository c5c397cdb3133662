"""One issue to one subscriber."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

#: queued → sending → sent, or deferred (4xx, tried again), failed (5xx),
#: withheld (unsubscribed before its turn), uncertain (the link broke after the content).
DeliveryState = Literal["queued", "sending", "sent", "deferred", "failed", "withheld", "uncertain"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What became of one message: one durable row per recipient."""

    issue: int
    address: str
    name: str
    token: str
    state: DeliveryState
    attempts: int
    #: The server's last words, code first; or why nothing was tried.
    reply: str
    message_id: str
    changed_at: datetime | None


_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """So many messages in so many seconds, evenly spread."""

    messages: int
    seconds: int

    @property
    def interval(self) -> float:
        """Seconds from the start of one message to the start of the next."""
        return self.seconds / self.messages


def parse_rate(text: str) -> Rate:
    """Return the rate that *text* names.

    Raises:
        ValueError: It names none; the message says what is allowed.

    >>> parse_rate("300/hour").interval
    12.0
    """
    match = re.fullmatch(r"([1-9][0-9]*)/(second|minute|hour|day)", text)
    if match is None:
        raise ValueError(
            f"the rate {text!r} is not a number of messages per second, minute, hour or day, as in 300/hour"
        )
    return Rate(messages=int(match[1]), seconds=_SECONDS[match[2]])
