"""Somebody who gets the digest."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

#: Only `active` gets mail.  `suppressed`: never to be mailed, by the editor's word.
SubscriberState = Literal["pending", "active", "unsubscribed", "bounced", "complained", "suppressed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscriber:
    """One address of the list."""

    #: As given, with the domain in lower case.
    address: str
    name: str = ""
    #: BCP 47; empty for the publication's own.
    language: str = ""
    tags: tuple[str, ...] = ()
    state: SubscriberState = "active"
    #: Proof of consent: when and how this address came onto the list.
    consent_at: datetime | None = None
    consent_how: str = ""
    #: Unguessable; stands in the addresses of this subscriber's mails only.
    token: str
