"""What a mail server said, as a record and as a sentence for people."""

from __future__ import annotations

import smtplib
import socket
import ssl

from publisher.delivery.server import Server
from publisher.errors import DeliveryError

_LONGEST = 500


class ServerUnavailableError(DeliveryError):
    """The server cannot be used just now; the same message may be tried again."""


def words(code: int, text: bytes) -> str:
    """Return a reply on one line: code, then what the server says."""
    said = text.decode("utf-8", "replace").replace("\r", "").replace("\n", " ")
    said = "".join(c for c in said if c.isprintable())
    return f"{code} {said}".strip()[:_LONGEST]


def is_temporary(code: int) -> bool:
    """Tell whether the server asks to try again later (RFC 5321, 4.2.1)."""
    return 400 <= code < 500


def connection_failure(error: Exception, server: Server) -> DeliveryError:
    """Return the sentence for what kept us from a connection that is ready for mail."""
    match error:
        case smtplib.SMTPAuthenticationError():
            said = words(error.smtp_code, _bytes(error.smtp_error))
            if is_temporary(error.smtp_code):
                return ServerUnavailableError(
                    f"{server} cannot check the login just now: {said}", hint="Try again in some minutes."
                )
            return DeliveryError(
                f"{server} does not accept the login of {server.username}: {said}",
                hint="Check `username` and the password in [smtp]; some providers want an app password.",
            )
        case smtplib.SMTPResponseException():
            said = words(error.smtp_code, _bytes(error.smtp_error))
            hint = "Try again later; if it stays, ask who runs the server."
            kind = ServerUnavailableError if is_temporary(error.smtp_code) else DeliveryError
            return kind(f"{server} does not let us in: {said}", hint=hint)
        case smtplib.SMTPNotSupportedError():
            return _not_offered(error, server)
        case ssl.SSLCertVerificationError():
            return DeliveryError(
                f"the certificate of {server} cannot be trusted: {error.verify_message.rstrip('.')}",
                hint="Check `host` in [smtp]; for a private authority name its certificate with `ca_file`.",
            )
        case ssl.SSLError():
            return DeliveryError(
                f"{server} does not speak TLS: {error.reason or error}",
                hint='Port 465 goes with security = "tls", ports 587 and 25 with security = "starttls".',
            )
        case socket.gaierror():
            return ServerUnavailableError(
                f"there is no mail server named {server.host}: {error.strerror}",
                hint="Check `host` in [smtp], and that this machine is online.",
            )
        case ConnectionRefusedError():
            return ServerUnavailableError(
                f"{server.host} refuses connections on port {server.port}",
                hint="Check `host` and `port` in [smtp], and that the server runs.",
            )
        case _:
            return _broken(error, server)


def _not_offered(error: Exception, server: Server) -> DeliveryError:
    if "STARTTLS" in str(error):
        return DeliveryError(
            f"{server} does not offer STARTTLS, so nothing was sent to it",
            hint='If the port is 465, set security = "tls"; use "none" only for a server on this machine.',
        )
    return DeliveryError(
        f"{server} does not offer a login that we can use",
        hint="Remove `username` from [smtp] if the server needs no login; otherwise check `port` and `security`.",
    )


def _broken(error: Exception, server: Server) -> DeliveryError:
    if timed_out(error):
        return ServerUnavailableError(
            f"{server} did not answer within {server.timeout:g} seconds",
            hint='Check `port` and `security` in [smtp] (port 465 needs "tls"), and that no firewall is between.',
        )
    return ServerUnavailableError(f"{server} broke the connection: {error}", hint="Try again later; nothing was lost.")


def timed_out(error: BaseException) -> bool:
    """Tell whether waiting too long is behind an error: smtplib hides it."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, TimeoutError):
            return True
        seen = seen.__cause__ or seen.__context__
    return "timed out" in str(error)


def _bytes(said: bytes | str) -> bytes:
    return said if isinstance(said, bytes) else said.encode()
