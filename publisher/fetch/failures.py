"""Says in a sentence why a document cannot be fetched."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException
from urllib.parse import urlsplit

from publisher.errors import DeliveryError
from publisher.fetch.connections import Deadline, Limits


@contextmanager
def failures(url: str, limits: Limits, deadline: Deadline) -> Iterator[None]:
    """Turn what the libraries say into a sentence."""
    import requests
    import urllib3

    try:
        yield
    except DeliveryError:
        raise
    except (requests.RequestException, urllib3.exceptions.HTTPError, HTTPException, OSError, ValueError) as error:
        if deadline.passed:
            raise DeliveryError(
                f"{url} took longer than {limits.total:g} seconds",
                hint="Try again later, or raise `max_time` of [fetch].",
            ) from error
        raise _explained(url, limits, list(_causes(error))) from error


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error and all that it wraps, the outermost first."""
    waiting: list[object] = [error]
    seen: set[int] = set()
    while waiting:
        one = waiting.pop(0)
        if not isinstance(one, BaseException) or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        waiting += [getattr(one, "reason", None), one.__cause__, one.__context__, *one.args]


def _explained(url: str, limits: Limits, errors: list[BaseException]) -> DeliveryError:
    import ssl

    import urllib3

    host = urlsplit(url).hostname or url
    for error in errors:
        if isinstance(error, DeliveryError):
            return error
    for error in errors:
        if isinstance(error, ssl.SSLCertVerificationError):
            said = error.verify_message or str(error)
            return DeliveryError(
                f"the certificate of {host} is not good: {said}", hint="Tell its publisher; it may have expired."
            )
    kinds: tuple[tuple[tuple[type[BaseException], ...], str, str], ...] = (
        ((socket.gaierror, UnicodeError), f"there is no host {host}", "Check the name, and whether you are online."),
        ((ConnectionRefusedError,), f"{host} refuses the connection", "Try again later."),
        ((ssl.SSLError,), f"{host} speaks no TLS that can be used", "Check whether the address begins with `http://`."),
        (
            (TimeoutError, urllib3.exceptions.TimeoutError),
            f"{host} did not answer within {limits.timeout:g} seconds",
            "Try again later.",
        ),
        ((urllib3.exceptions.DecodeError,), f"what {host} sends cannot be decompressed", "Tell its publisher."),
        (
            (urllib3.exceptions.IncompleteRead, urllib3.exceptions.ProtocolError, HTTPException, ConnectionError),
            f"{host} broke the connection off",
            "Try again later.",
        ),
    )
    for types, message, hint in kinds:
        if any(isinstance(error, types) for error in errors):
            return DeliveryError(f"{message} ({url})", hint=hint)
    for error in errors:
        if isinstance(error, OSError) and error.strerror:
            return DeliveryError(
                f"{host} cannot be reached: {error.strerror} ({url})", hint="Check whether you are online."
            )
    return DeliveryError(f"{url} cannot be fetched: {errors[0]}", hint="Check the address.")
