"""One issue to one subscriber."""

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
