"""Where to send: the mail server of publisher.toml, ready to be connected to."""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import TYPE_CHECKING, Literal

from publisher.config import Smtp
from publisher.errors import ConfigurationError

if TYPE_CHECKING:
    from pathlib import Path

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


_PATIENCE = 120


def fetch_password(smtp: Smtp, environment: Mapping[str, str]) -> str | None:
    """Return the password, or None when no login is configured.

    Raises:
        ConfigurationError: It is not where publisher.toml says.
    """
    if smtp.username is None:
        return None
    if smtp.password_env is not None:
        password = environment.get(smtp.password_env, "")
        if not password:
            raise ConfigurationError(
                f"the environment variable {smtp.password_env}, which holds the mail password, is not set",
                hint=f"Set it in this shell: `read -rs {smtp.password_env} && export {smtp.password_env}`.",
            )
        return password
    if smtp.password_command is not None:
        return _ask(smtp.password_command)
    raise ConfigurationError(
        f"[smtp] has the username {smtp.username}, but does not say where its password is",
        hint="Add `password_env` or `password_command` to [smtp] in publisher.toml.",
    )


def _ask(command: str) -> str:
    hint = "Try the command of `password_command` in a terminal: its first line of output must be the password."
    try:
        done = subprocess.run(  # noqa: S603  # the owner's own command, without a shell
            shlex.split(command), capture_output=True, check=False, timeout=_PATIENCE, text=True
        )
    except (OSError, ValueError) as error:
        raise ConfigurationError(
            f"the command for the mail password cannot be run: {getattr(error, 'strerror', error)}", hint=hint
        ) from error
    except subprocess.TimeoutExpired as error:
        raise ConfigurationError("the command for the mail password does not end", hint=hint) from error
    first = done.stdout.split("\n", 1)[0].rstrip("\r")
    if done.returncode != 0 or not first:
        raise ConfigurationError(f"the command for the mail password failed (exit code {done.returncode})", hint=hint)
    return first
