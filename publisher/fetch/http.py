"""Fetch one document from the web: politely, with limits, and from nobody's private network.

A fetch costs at most so much time, memory and so many redirects, whatever the
server does: the time of the whole is limited by a clock that cuts the
connection, sizes are counted as they arrive and again when decompressed, and
every address is vetted where it is dialled, after each redirect again, so that
no second look-up can give another answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin, urlsplit

from publisher import __version__
from publisher.errors import DeliveryError
from publisher.fetch.connections import Deadline, Limits, open_session
from publisher.fetch.failures import failures
from publisher.fetch.public_hosts import Allowed

if TYPE_CHECKING:
    import requests

#: A number of seconds that no clock reaches: RFC 9111, section 1.2.2.
_MOST = 2**31


def lifetime(headers: Mapping[str, str]) -> int:
    """Return for how many seconds the server calls its answer fresh (RFC 9111, section 4.2); 0 where it does not say.

    >>> lifetime({"cache-control": "public, max-age=600", "age": "60"})
    540
    """
    directives = {
        name.strip().lower(): value.strip().strip('"')
        for name, _, value in (part.partition("=") for part in headers.get("cache-control", "").split(","))
    }
    if directives.keys() & {"no-cache", "no-store"}:
        return 0
    if "max-age" in directives:
        return max(0, _seconds(directives["max-age"]) - _seconds(headers.get("age", "")))
    expires, date = _moment(headers.get("expires", "")), _moment(headers.get("date", ""))
    if expires is None or date is None:
        return 0
    return min(max(0, int((expires - date).total_seconds())), _MOST)


def _seconds(value: str) -> int:
    value = value.strip()
    return min(int(value[:10]), _MOST) if value.isascii() and value.isdecimal() else 0


def _moment(value: str) -> datetime | None:
    from email.utils import parsedate_to_datetime

    try:
        moment = parsedate_to_datetime(value)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


USER_AGENT = f"Publisher/{__version__}"

ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, text/html;q=0.5, */*;q=0.1"
)

MAX_REDIRECTS = 5

_REDIRECTS = {301, 302, 303, 307, 308}
_PERMANENT = {301, 308}
_CHUNK = 1 << 16

#: Longest wait that a server may ask for.
LONGEST_WAIT = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What a server said of its document last time, so that it can say that nothing has changed (RFC 9110, 13.1)."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What the server answered."""

    #: 200, 304 or 410.
    status: int
    #: Address after all redirects: what relative addresses in the document refer to.
    url: str
    #: Address to ask from now on, where permanent redirects lead to another.
    permanent_url: str | None
    body: bytes
    #: Media type in lower case, without parameters.
    content_type: str
    charset: str | None
    etag: str | None
    last_modified: str | None
    #: For so many seconds nobody need ask again.
    fresh: int = 0


class RefusedError(DeliveryError):
    """The server answers with an error."""

    def __init__(self, message: str, *, hint: str, status: int) -> None:
        super().__init__(message, hint=hint)
        #: Its code, such as 404.
        self.status = status


class BusyError(DeliveryError):
    """The server asks to be left alone for a while: 429 or 503."""

    def __init__(self, message: str, *, hint: str, until: datetime | None) -> None:
        super().__init__(message, hint=hint)
        #: When it may be asked again, if it says so.
        self.until = until


def fetch(
    address: str,
    *,
    now: datetime,
    validators: Validators = Validators(),
    limits: Limits = Limits(),  # noqa: B008  # frozen
    allow_private: Allowed = Allowed(),  # noqa: B008  # frozen
) -> Fetched:
    """Fetch what stands at *address*.

    Args:
        address: Absolute, of http or https.
        now: The present, for a ``Retry-After`` in seconds.
        validators: Of the last fetch: the answer may then be 304, without a body.
        limits: What it may cost.
        allow_private: Machines that may be asked though they are private.

    Raises:
        BusyError: The server wants to be asked later.
        DeliveryError: There is no answer that can be used; the message says why.
    """
    deadline = Deadline(limits.total)
    url, permanent, steady = address, None, True
    with deadline, open_session(deadline, limits, allow_private) as session:
        for _ in range(MAX_REDIRECTS + 1):
            _check(url, came_from=None if url == address else address)
            with failures(url, limits, deadline), _ask(session, url, validators, limits) as response:
                if response.status_code not in _REDIRECTS or "location" not in response.headers:
                    answer = _answer(response, url, permanent, limits, now)
                    deadline.check()
                    return answer
                steady = steady and response.status_code in _PERMANENT
                url = _next(url, response.headers["location"])
            permanent = url if steady else permanent
    raise DeliveryError(
        f"{address} redirects more than {MAX_REDIRECTS} times", hint="Find out its real address, and use that."
    )


def _ask(session: requests.Session, url: str, validators: Validators, limits: Limits) -> requests.Response:
    times = (limits.timeout, limits.timeout)
    return session.get(url, headers=_headers(validators), timeout=times, allow_redirects=False, stream=True)


def _answer(response: requests.Response, url: str, permanent: str | None, limits: Limits, now: datetime) -> Fetched:
    status = response.status_code
    headers = response.headers
    if status in {304, 410}:
        body = b""
    elif status == 200:
        body = _body(response, url, limits.size)
    else:
        raise _refusal(status, url, headers, now)
    content_type, _, parameters = headers.get("content-type", "").partition(";")
    return Fetched(
        status=status,
        url=url,
        permanent_url=permanent,
        body=body,
        content_type=content_type.strip().lower(),
        charset=_charset(parameters),
        etag=headers.get("etag"),
        last_modified=headers.get("last-modified"),
        fresh=lifetime(headers),
    )


def _body(response: requests.Response, url: str, size: int) -> bytes:
    """Read at most so many bytes, as they come; what the headers say of their number is not believed."""
    said = response.headers.get("content-length", "")
    if said.isdecimal() and int(said[:20]) > size:
        raise _too_large(url, size)
    read = bytearray()
    for chunk in response.raw.stream(_CHUNK, decode_content=True):
        read += chunk
        if len(read) > size:
            raise _too_large(url, size)
    return bytes(read)


def _too_large(url: str, size: int) -> DeliveryError:
    return DeliveryError(
        f"{url} is larger than {size / (1 << 20):,.4g} MB",
        hint="Raise `max_size_mb` of [fetch] if that is as it should be.",
    )


def _refusal(status: int, url: str, headers: Mapping[str, str], now: datetime) -> DeliveryError:
    from http import HTTPStatus

    try:
        said = f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        said = str(status)
    message = f"{url} answers {said}"
    if status in {429, 503}:
        until = _retry_after(headers.get("retry-after", ""), now)
        hint = f"It is not asked again before {until:%Y-%m-%d %H:%M} UTC." if until else "Try again later."
        return BusyError(message, hint=hint, until=until)
    if status in {401, 403}:
        hint = "It is not for everybody; ask its publisher, or save it as a file."
    elif status == 404:
        hint = "Check the address; the document may have moved."
    else:
        hint = "Try again later." if status >= 500 else "Check the address."
    return RefusedError(message, hint=hint, status=status)


def _retry_after(value: str, now: datetime) -> datetime | None:
    """Return when the server wants to be asked again: RFC 9110, section 10.2.3."""
    from email.utils import parsedate_to_datetime

    value = value.strip()
    latest = now.astimezone(UTC) + LONGEST_WAIT
    if value.isascii() and value.isdecimal():
        seconds = min(int(value[:9]), int(LONGEST_WAIT.total_seconds()))
        return now.astimezone(UTC) + timedelta(seconds=seconds)
    try:
        moment = parsedate_to_datetime(value)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return min(moment, latest)


def _charset(parameters: str) -> str | None:
    from email.message import Message

    message = Message()
    message["content-type"] = f"text/plain;{parameters}"
    try:
        charset = message.get_content_charset()
    except (LookupError, ValueError):
        return None
    return charset or None


def _headers(validators: Validators) -> dict[str, str]:
    headers = {"User-Agent": USER_AGENT, "Accept": ACCEPT, "Accept-Encoding": "gzip, deflate"}
    if validators.etag:
        headers["If-None-Match"] = validators.etag
    if validators.last_modified:
        headers["If-Modified-Since"] = validators.last_modified
    return headers


def _check(url: str, *, came_from: str | None) -> None:
    where = f"{came_from} redirects to {url}, which" if came_from else url
    try:
        parts = urlsplit(url)
        good = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        good = False
        parts = None
    if not good or parts is None:
        raise DeliveryError(f"{where} is no web address", hint="Only whole addresses of http and https can be fetched.")
    if parts.username is not None or parts.password is not None:
        raise DeliveryError(
            f"the address of {parts.hostname} holds a name or a password",
            hint="Take them out: passwords never stand in addresses here.",
        )


def _next(url: str, location: str) -> str:
    """Return where a redirect leads; servers send UTF-8 where ASCII is due."""
    with suppress(UnicodeEncodeError, UnicodeDecodeError):
        location = location.encode("latin-1").decode()
    try:
        return urldefrag(urljoin(url, location.strip())).url
    except ValueError:
        return location
