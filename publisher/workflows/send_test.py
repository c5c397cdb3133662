"""Sends one mail of an issue for a look at it, outside the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from publisher.errors import DeliveryError, UsageError
from publisher.issues.message import Letterhead, Mailbox, message_id, prepare
from publisher.model.address import parse_address

if TYPE_CHECKING:
    from datetime import datetime

    from publisher.transport.smtp import SmtpTransport

MARK = "[test]"


@dataclass(frozen=True, slots=True, kw_only=True)
class TestMail:
    """What is sent, approved or not."""

    issue: int
    subject: str
    html: str
    text: str
    language: str


def send_test(
    mail: TestMail,
    recipient: str,
    *,
    transport: SmtpTransport,
    letterhead: Letterhead,
    envelope_sender: str,
    token: str,
    now: datetime,
) -> str:
    """Send the issue to one address and return the server's words.

    Its link to unsubscribe belongs to nobody.

    Raises:
        UsageError: The recipient is no mail address.
        DeliveryError: The server did not take it.
    """
    try:
        address = parse_address(recipient)
    except ValueError as error:
        raise UsageError(f"{recipient!r} is no mail address: {error}") from None
    message = prepare(
        letterhead=letterhead,
        subject=f"{MARK} {mail.subject}",
        html=mail.html,
        text=mail.text,
        language=mail.language,
        date=now,
    )
    unique = message_id(mail.issue, token, letterhead.sender.address)
    content = message.fill(recipient=Mailbox(address=address), token=token, message_id=unique)
    outcome = transport.deliver(envelope_sender, address.ascii, content)
    if outcome.state != "sent":
        raise DeliveryError(
            f"the test mail to {address.shown} was not taken: {outcome.reply}",
            hint="Check the address; if it is right, ask who runs the mail server.",
        )
    return outcome.reply
