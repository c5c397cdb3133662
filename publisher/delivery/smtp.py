"""Hands messages to a mail server, one at a time, over one connection that is kept."""

from __future__ import annotations

import contextlib
import smtplib
import socket
import ssl
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from publisher.delivery.replies import ServerUnavailableError, connection_failure, is_temporary, timed_out, words
from publisher.errors import ConfigurationError, DeliveryError

if TYPE_CHECKING:
    from typing import Self

    from publisher.delivery.server import Server

#: RFC 5321, 4.5.3.2.6 gives a server ten minutes to answer the final dot, where a command gets one.
_CONTENT_PATIENCE = 10
_CLOSING = 421
#: Replies that mean us, not the recipient: log in first, encryption first, login too weak.
_ABOUT_US = {530, 534, 535, 538}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a message that was handed over."""

    #: `uncertain`: the content went out and no answer came.
    state: Literal["sent", "deferred", "failed", "uncertain"]
    #: The server's words, code first.
    reply: str


class _BeforeContent(Exception):  # noqa: N818  # says when, not what
    """The connection ended while nothing of the message could have been taken."""

    def __init__(self, said: str) -> None:
        super().__init__(said)
        self.said = said


class SmtpTransport:
    """A connection that is made when it is needed and renewed when it broke.  Use as a context manager."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self._session: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def connect(self) -> None:
        """Connect, encrypt and log in, unless that is done.

        Raises:
            DeliveryError: Something must be changed first; `ServerUnavailableError` where waiting may help.
        """
        if self._session is None:
            self._session = _open(self.server)

    def deliver(self, sender: str, recipient: str, content: bytes) -> Outcome:
        """Hand over one message to one recipient and return what the server made of it.

        A connection that the server gave up between two messages, as many do
        after some time or number, is renewed without a word.

        Args:
            sender: Envelope address, which receives delivery reports.
            recipient: Envelope address, in ASCII.
            content: Lines end with CRLF, and none begins with a dot.

        Raises:
            DeliveryError: The server cannot be used; it took nothing of this message.
        """
        kept = self._session is not None
        self.connect()
        try:
            return self._transact(sender, recipient, content)
        except _BeforeContent as error:
            self._drop()
            if not kept:
                raise ServerUnavailableError(
                    f"{self.server} broke off: {error.said}", hint="Try again later; nothing was lost."
                ) from error
        return self.deliver(sender, recipient, content)

    def close(self) -> None:
        """Take leave of the server."""
        if self._session is not None:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                self._session.quit()
        self._drop()

    def _drop(self) -> None:
        if self._session is not None:
            with contextlib.suppress(OSError):
                self._session.close()
            self._session = None

    def _transact(self, sender: str, recipient: str, content: bytes) -> Outcome:
        session = self._session
        assert session is not None  # noqa: S101  # connect() made it
        try:
            refused = self._envelope(session, sender, recipient, len(content))
            if refused is not None:
                return refused
            session.send(content)
        except (smtplib.SMTPException, OSError) as error:
            raise _BeforeContent(self._said(error)) from error
        return self._await_verdict(session)

    def _envelope(self, session: smtplib.SMTP, sender: str, recipient: str, size: int) -> Outcome | None:
        """Say who writes to whom; None when the server waits for the content."""
        options = [f"SIZE={size}"] if session.has_extn("size") else []
        code, text = session.mail(sender, options)
        if code != 250:
            self._raise_if_closing(code, text)
            self._reset(session)
            raise _sender_refused(self.server, sender, code, text)
        code, text = session.rcpt(recipient)
        if code in (250, 251):
            code, text = session.docmd("DATA")
            if code == 354:
                return None
        self._raise_if_closing(code, text)
        self._reset(session)
        if code in _ABOUT_US:
            raise _sender_refused(self.server, sender, code, text)
        return _verdict(code, text)

    def _raise_if_closing(self, code: int, text: bytes) -> None:
        if code == _CLOSING:
            raise _BeforeContent(words(code, text))

    def _reset(self, session: smtplib.SMTP) -> None:
        """Begin anew; a server that would rather hang up has said what counts already."""
        try:
            session.rset()
        except (smtplib.SMTPException, OSError):
            self._drop()

    def _await_verdict(self, session: smtplib.SMTP) -> Outcome:
        """End the content and wait for the one reply that decides."""
        try:
            assert session.sock is not None  # noqa: S101  # the content went out over it
            session.sock.settimeout(self.server.timeout * _CONTENT_PATIENCE)
            session.send(b".\r\n")
            code, text = session.getreply()
            if code != _CLOSING:
                session.sock.settimeout(self.server.timeout)
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            return Outcome(state="uncertain", reply=f"no answer after the content: {self._said(error)}")
        if code == _CLOSING:
            self._drop()
        return _verdict(code, text)

    def _said(self, error: Exception) -> str:
        if isinstance(error, smtplib.SMTPResponseException):
            said = error.smtp_error
            return words(error.smtp_code, said if isinstance(said, bytes) else said.encode())
        return "no answer in time" if timed_out(error) else "the connection was closed"


def _verdict(code: int, text: bytes) -> Outcome:
    if 200 <= code < 300:
        return Outcome(state="sent", reply=words(code, text))
    return Outcome(state="deferred" if is_temporary(code) else "failed", reply=words(code, text))


def _sender_refused(server: Server, sender: str, code: int, text: bytes) -> DeliveryError:
    said = words(code, text)
    if is_temporary(code):
        return ServerUnavailableError(
            f"{server} takes no mail just now: {said}", hint="Try again later; nothing was lost."
        )
    if code in _ABOUT_US:
        return DeliveryError(
            f"{server} wants a login first: {said}",
            hint="Set `username` and `password_env` in [smtp] of publisher.toml.",
        )
    return DeliveryError(
        f"{server} takes no mail from {sender}: {said}",
        hint="Check `from` in [digest] and `bounce_address` in [list]: the server must allow this sender.",
    )


def _open(server: Server) -> smtplib.SMTP:
    try:
        context = _tls_context(server)
        session: smtplib.SMTP
        # A name of our own keeps smtplib from asking the DNS for one, which may take long.
        if server.security == "tls":
            session = smtplib.SMTP_SSL(
                server.host, server.port, local_hostname="localhost", timeout=server.timeout, context=context
            )
        else:
            session = smtplib.SMTP(server.host, server.port, local_hostname="localhost", timeout=server.timeout)
    except (smtplib.SMTPException, OSError) as error:
        raise connection_failure(error, server) from error
    try:
        _get_ready(session, server, context)
    except (smtplib.SMTPException, OSError) as error:
        session.close()
        raise connection_failure(error, server) from error
    return session


def _get_ready(session: smtplib.SMTP, server: Server, context: ssl.SSLContext) -> None:
    assert session.sock is not None  # noqa: S101  # the constructor connected
    session.local_hostname = _own_name(session.sock)
    # The final dot is a packet of its own; it must not wait for an acknowledgement.
    session.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    session.ehlo_or_helo_if_needed()
    if server.security == "starttls":
        code, text = session.starttls(context=context)
        if code != 220:
            raise smtplib.SMTPResponseException(code, text)
        session.ehlo_or_helo_if_needed()
    if server.username is not None:
        _log_in(session, server.username, server.password or "")


def _log_in(session: smtplib.SMTP, username: str, password: str) -> None:
    try:
        (username + password).encode("ascii")
    except UnicodeEncodeError:
        # smtplib knows ASCII passwords only; PLAIN takes UTF-8 (RFC 4616).
        from base64 import b64encode

        secret = b64encode(f"\0{username}\0{password}".encode()).decode()
        code, text = session.docmd("AUTH", f"PLAIN {secret}")
        if code not in (235, 503):
            raise smtplib.SMTPAuthenticationError(code, text) from None
    else:
        try:
            session.login(username, password)
        except smtplib.SMTPResponseException:
            raise
        except smtplib.SMTPException as error:
            raise smtplib.SMTPNotSupportedError(str(error)) from error


def _own_name(sock: socket.socket) -> str:
    """Return what to greet with: this machine's full name, else its address (RFC 5321, 4.1.3 and 4.1.4)."""
    name = socket.gethostname()
    if "." in name and name.isascii():
        return name
    address = str(sock.getsockname()[0]).partition("%")[0]
    return f"[IPv6:{address}]" if ":" in address else f"[{address}]"


def _tls_context(server: Server) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if server.ca_file is not None:
        try:
            context.load_verify_locations(server.ca_file)
        except (OSError, ssl.SSLError) as error:
            raise ConfigurationError(
                f"the certificate file {server.ca_file.name} cannot be read: {error.strerror or error}",
                hint="Check `ca_file` in [smtp]: it is a PEM file, relative to publisher.toml.",
            ) from error
    return context
