"""Sends one mail of an issue for a look at it, outside the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from publisher.errors import DeliveryError, UsageError
from publisher.issues.message import Letterhead, Mailbox, message_id, prepare
from publisher.model.address import parse_address
from publisher.storage.issue_files import is_approved, read_approved
from publisher.workflows.issue_contents import read_contents
from publisher.workflows.render_issue import render_issue

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from publisher.config import Config
    from publisher.resources import Templates
    from publisher.transport.smtp import SmtpTransport
    from publisher.workflows.issue_contents import Entries

MARK = "[test]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What is sent: an approved issue as it was approved, a draft as it stands."""

    issue: int
    subject: str
    html: str
    text: str
    language: str


def take_sample(root: Path, number: int, *, catalog: Entries, config: Config, templates: Templates) -> Sample:
    """Return an issue as its readers would get it now."""
    if is_approved(root, number):
        approved = read_approved(root, number)
        return Sample(
            issue=number,
            subject=approved.subject,
            html=approved.html,
            text=approved.text,
            language=approved.language,
        )
    rendered = render_issue(read_contents(root, number, catalog), config=config, templates=templates)
    return Sample(
        issue=number,
        subject=rendered.letter.subject,
        html=rendered.html,
        text=rendered.text,
        language=config.publication.language,
    )


def send_sample(
    sample: Sample,
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
        subject=f"{MARK} {sample.subject}",
        html=sample.html,
        text=sample.text,
        language=sample.language,
        date=now,
    )
    unique = message_id(sample.issue, token, letterhead.sender.address)
    content = message.fill(recipient=Mailbox(address=address), token=token, message_id=unique)
    outcome = transport.deliver(envelope_sender, address.ascii, content)
    if outcome.state != "sent":
        raise DeliveryError(
            f"the test mail to {address.shown} was not taken: {outcome.reply}",
            hint="Check the address; if it is right, ask who runs the mail server.",
        )
    return outcome.reply
