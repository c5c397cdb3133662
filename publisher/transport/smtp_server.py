"""Where to send: the mail server of publisher.toml, ready to be connected to."""

from __future__ import annotations

from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import TYPE_CHECKING, Literal

from publisher.errors import ConfigurationError

if TYPE_CHECKING:
    from pathlib import Path

    from publisher.config import Smtp

_PORTS = {"starttls": 587, "tls": 465, "none": 25}


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A mail server and how to speak to it."""

    host: str
    port: int
    security: Literal["starttls", "tls", "none"] = "starttls"
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    #: Seconds to wait for an answer.
    timeout: float = 60
    #: Authority of a private server's certificate.
    ca_file: Path | None = None

    def __str__(self) -> str:
        return f"{self.host}, port {self.port}"


def configured_server(smtp: Smtp, *, root: Path, password: str | None) -> Server:
    """Return the server that [smtp] describes.

    Args:
        smtp: The table.
        root: Folder of publisher.toml.
        password: Already fetched.

    Raises:
        ConfigurationError: A password would cross the network in the clear.
    """
    if smtp.security == "none" and smtp.username is not None and not is_local(smtp.host):
        raise ConfigurationError(
            f'[smtp] would send the password to {smtp.host} unencrypted (security = "none")',
            hint='Set security = "starttls" (port 587) or "tls" (port 465) in publisher.toml.',
        )
    return Server(
        host=smtp.host,
        port=smtp.port or _PORTS[smtp.security],
        security=smtp.security,
        username=smtp.username,
        password=password,
        timeout=smtp.timeout,
        ca_file=None if smtp.ca_file is None else root / smtp.ca_file,
    )


def is_local(host: str) -> bool:
    """Tell whether what is sent to *host* stays on this machine."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
