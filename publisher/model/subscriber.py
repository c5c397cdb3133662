"""Somebody who gets the digest."""

from __future__ import annotations

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """One mailbox."""

    #: For people: as given, with the domain in lower case and in its own script.
    shown: str
    #: For mail servers: the domain in ASCII (RFC 5890).
    ascii: str

    @property
    def key(self) -> str:
        """What makes two spellings the same mailbox: letter case is ignored."""
        return self.ascii.lower()


def known_address(shown: str) -> Address:
    """Return an address that `parse_address` once gave as *shown*; a list is not checked anew for every issue."""
    return Address(shown=shown, ascii=shown) if shown.isascii() else parse_address(shown)


def parse_address(text: str) -> Address:
    """Return the address that *text* holds, if it can receive mail at all.

    Nothing is looked up in the network.  Letters outside ASCII are welcome in
    the domain; before the ``@`` they need a server with SMTPUTF8 (RFC 6531),
    which many are not.

    Raises:
        ValueError: It is no address; the message says why, for people.

    >>> parse_address("Jan@Example.ORG").shown
    'Jan@example.org'
    """
    from email_validator import EmailNotValidError, validate_email

    local = text.strip().rpartition("@")[0]
    if not local.isascii():
        raise ValueError("the part before the @ has letters that mail servers often refuse (only ASCII is supported)")
    try:
        checked = validate_email(text.strip(), check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError as error:
        reason = str(error).rstrip(".")
        raise ValueError(f"{reason[:1].lower()}{reason[1:]}") from None
    assert checked.ascii_email is not None  # noqa: S101  # always there without SMTPUTF8
    return Address(shown=checked.normalized, ascii=checked.ascii_email)
