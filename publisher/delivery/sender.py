"""What every mail says about who sends it, from publisher.toml."""

from __future__ import annotations

from email.utils import parseaddr
from urllib.parse import urlsplit

from publisher.config import PLACEHOLDER_HOME, Config
from publisher.delivery.message import Letterhead, Mailbox
from publisher.errors import ConfigurationError
from publisher.model.subscriber import Address, parse_address
from publisher.text.slugs import plain_slug


def make_letterhead(config: Config) -> Letterhead:
    """Return the sender and the list of every mail.

    Raises:
        ConfigurationError: The publication has no sender or no address of its own yet.
    """
    publication = config.publication
    if publication.home == PLACEHOLDER_HOME:
        raise ConfigurationError(
            f"`home` in [publication] is still the placeholder {PLACEHOLDER_HOME}",
            hint="Write the address of your own site there: it stands in every mail.",
        )
    if config.digest.sender is None:
        raise ConfigurationError(
            "[digest] does not say who sends the mails",
            hint='Add from = "Name <address>" to [digest] in publisher.toml.',
        )
    sender = _mailbox(config.digest.sender, "`from` in [digest]")
    reply_to = config.digest.reply_to
    unsubscribe = config.list.unsubscribe_mailto
    return Letterhead(
        sender=sender,
        reply_to=None if reply_to is None else _mailbox(reply_to, "`reply_to` in [digest]"),
        list_id=config.list.id or _list_id(publication.title, publication.home),
        list_name=publication.title,
        unsubscribe=sender.address if unsubscribe is None else _address(unsubscribe, "`unsubscribe_mailto` in [list]"),
    )


def envelope_sender(config: Config, letterhead: Letterhead) -> str:
    """Return the address that delivery reports go to."""
    bounce = config.list.bounce_address
    return (letterhead.sender.address if bounce is None else _address(bounce, "`bounce_address` in [list]")).ascii


def _list_id(title: str, home: str) -> str:
    host = urlsplit(home).hostname or "localhost"
    return f"{plain_slug(title) or 'digest'}.{host.encode('idna').decode('ascii')}"


def _mailbox(text: str, where: str) -> Mailbox:
    name, address = parseaddr(text)
    return Mailbox(name=name, address=_address(address or text, where))


def _address(text: str, where: str) -> Address:
    try:
        return parse_address(text)
    except ValueError as error:
        raise ConfigurationError(
            f"{where} is no mail address: {error}", hint='Write it as "Name <name@example.org>".'
        ) from error
