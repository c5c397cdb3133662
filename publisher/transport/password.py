"""Fetches the password of the mail server from where the person keeps it."""

import shlex
import subprocess
from collections.abc import Mapping

from publisher.config import Smtp
from publisher.errors import ConfigurationError

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
