"""The mail of an issue: built once, filled in per recipient.

What an issue weighs, its text and HTML, is encoded once.  A recipient's own
message is that, with four small things put in: To, Message-ID, the header
List-Unsubscribe and the address to unsubscribe in both parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.utils import format_datetime
from email.utils import quote as quoted_string
from hashlib import sha256
from urllib.parse import quote

from publisher.delivery.transfer_encoding import TOKEN, Hole, encode
from publisher.issues.slots import fill_html, fill_text
from publisher.model.subscriber import Address

_specials = re.compile(r"[^A-Za-z0-9 !#$%&'*+/=?^_`{|}~-]")
_LONGEST_PLAIN = 60


def one_line(text: str) -> str:
    r"""Return *text* with every run of white space and control characters as one space.

    What people typed into a name or a subject can so never begin a header of its own.

    >>> one_line("Jan\r\nBcc: everybody@example.org")
    'Jan Bcc: everybody@example.org'
    """
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def words(name: str, text: str) -> bytes:
    """Return the line of an unstructured header, such as Subject (RFC 5322, 2.2.1; RFC 2047).

    Args:
        name: Name of the header.
        text: What it says.
    """
    clean = one_line(text)
    charset = "us-ascii" if clean.isascii() else "utf-8"
    folded = Header(clean, charset, header_name=name, maxlinelen=76).encode(linesep="\r\n")
    return f"{name}: {folded}\r\n".encode("ascii")


def mailbox(name: str, display: str, address: str) -> bytes:
    """Return the line of a header that names one mailbox, such as To (RFC 5322, 3.4).

    Args:
        name: Name of the header.
        display: Name of the person; may be empty.
        address: In ASCII.
    """
    phrase = _phrase(name, one_line(display))
    if not phrase:
        return f"{name}: {address}\r\n".encode("ascii")
    width = len(name) + 2 + len(phrase.rpartition("\r\n")[2]) + len(address) + 3
    fold = "\r\n " if width > 76 else " "  # RFC 5322, 2.1.1
    return f"{name}: {phrase}{fold}<{address}>\r\n".encode("ascii")


def plain(name: str, value: str) -> bytes:
    """Return the line of a header whose value is ASCII and made by us.

    Raises:
        ValueError: The value holds what no header may.
    """
    if not (value.isascii() and value.isprintable()):
        raise ValueError(f"{name} may not hold {value!r}")
    return f"{name}: {value}\r\n".encode("ascii")


def _phrase(name: str, display: str) -> str:
    if not display.isascii() or len(display) > _LONGEST_PLAIN or "=?" in display:
        return Header(display, "utf-8", header_name=name, maxlinelen=76).encode(linesep="\r\n")
    return f'"{quoted_string(display)}"' if _specials.search(display) else display


#: Characters of every token: 128 bits in hexadecimal.
TOKEN_LENGTH = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """An address with the name of whom it belongs to."""

    name: str = ""
    address: Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """What every mail of the list has in common."""

    sender: Mailbox
    reply_to: Mailbox | None = None
    #: RFC 2919, without the angle brackets.
    list_id: str
    list_name: str
    #: Receives requests to unsubscribe.
    unsubscribe: Address


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedMessage:
    """A message with its slots open."""

    head: bytes
    unsubscribe: str
    body: tuple[bytes | Hole, ...]

    def fill(self, *, recipient: Mailbox, token: str, message_id: str) -> bytes:
        """Return one recipient's message as it goes over the wire.

        Lines end with CRLF, none is longer than 998 octets, none begins with a dot, and all is ASCII.

        Args:
            recipient: To whom.
            token: The recipient's own, of `TOKEN_LENGTH` characters.
            message_id: As `message_id` makes it.
        """
        if len(token) != TOKEN_LENGTH:
            raise ValueError(f"a token has {TOKEN_LENGTH} characters, this one {len(token)}")
        secret = token.encode("ascii")
        return b"".join(
            (
                mailbox("To", recipient.name, recipient.address.ascii),
                plain("Message-ID", message_id),
                plain("List-Unsubscribe", f"<{self.unsubscribe.replace(TOKEN, token)}>"),
                self.head,
                *(piece if isinstance(piece, bytes) else piece.fill(secret) for piece in self.body),
            )
        )


def prepare(
    *, letterhead: Letterhead, subject: str, html: str, text: str, language: str, date: datetime
) -> PreparedMessage:
    """Return the message of an issue, its slots open.

    Args:
        letterhead: Sender and list.
        subject: Of the issue.
        html: The approved HTML.
        text: The approved plain text.
        language: BCP 47.
        date: Aware; of this sending.
    """
    unsubscribe = unsubscribe_address(letterhead.unsubscribe)
    boundary = f"=_{sha256((text + html).encode()).hexdigest()[:24]}"
    head = [
        mailbox("From", letterhead.sender.name, letterhead.sender.address.ascii),
        words("Subject", subject),
        plain("Date", format_datetime(date)),
        mailbox("List-Id", letterhead.list_name, letterhead.list_id),
        plain("Precedence", "bulk"),
        plain("Content-Language", language),
        plain("MIME-Version", "1.0"),
        plain("Content-Type", f'multipart/alternative; boundary="{boundary}"'),
        b"\r\n",
    ]
    if letterhead.reply_to is not None:
        head.insert(1, mailbox("Reply-To", letterhead.reply_to.name, letterhead.reply_to.address.ascii))
    body = [
        *_part("plain", fill_text(text, unsubscribe=unsubscribe), boundary),
        *_part("html", fill_html(html, unsubscribe=unsubscribe), boundary),
        f"--{boundary}--\r\n".encode(),
    ]
    return PreparedMessage(head=b"".join(head), unsubscribe=unsubscribe, body=_joined(body))


def unsubscribe_address(address: Address) -> str:
    """Return the mailto address (RFC 6068) that takes a recipient off the list, its token open."""
    return f"mailto:{quote(address.ascii, safe='@+')}?subject=unsubscribe%20{TOKEN}"


def message_id(issue: int, token: str, sender: Address) -> str:
    """Return the Message-ID of an issue for one recipient: the same each time, and telling nothing of the token."""
    unique = sha256(f"{issue} {token}".encode()).hexdigest()[:32]
    return f"<{unique}.{issue}@{sender.ascii.rpartition('@')[2]}>"


def _part(subtype: str, content: str, boundary: str) -> Iterator[bytes | Hole]:
    encoded = encode(content, token_length=TOKEN_LENGTH)
    yield (
        f"--{boundary}\r\nContent-Type: text/{subtype}; charset=utf-8\r\n"
        f"Content-Transfer-Encoding: {encoded.encoding}\r\n\r\n"
    ).encode()
    yield from encoded.pieces
    yield b"\r\n"


def _joined(pieces: list[bytes | Hole]) -> tuple[bytes | Hole, ...]:
    """Return the same with neighbouring bytes made one."""
    joined: list[bytes | Hole] = []
    for piece in pieces:
        if joined and isinstance(piece, bytes) and isinstance(joined[-1], bytes):
            joined[-1] += piece
        else:
            joined.append(piece)
    return tuple(joined)
