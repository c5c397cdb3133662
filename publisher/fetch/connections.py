"""Connections that are dialled by us: vetted where they go, and cut when their time is up."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from publisher.fetch.public_hosts import Allowed, resolve

if TYPE_CHECKING:
    import requests


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one fetch may cost."""

    #: Seconds to wait for the connection, and for the next bytes.
    timeout: float = 20
    #: Seconds for everything, from the look-up of the name to the last byte.
    total: float = 120
    #: Bytes of the document, decompressed.
    size: int = 20 << 20


@dataclass
class Deadline:
    """A clock that cuts the connections of one fetch, which a server that drips bytes would hold open for ever."""

    seconds: float
    passed: bool = False
    _guards: list[socket.socket] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _timer: threading.Timer | None = None

    def __enter__(self) -> Deadline:
        self._timer = threading.Timer(self.seconds, self._cut)
        self._timer.daemon = True
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._timer is not None:
            self._timer.cancel()
        with self._lock:
            for guard in self._guards:
                guard.close()
            self._guards.clear()

    def watch(self, connection: socket.socket) -> None:
        """Cut this connection too; a copy of it stays ours when TLS takes the original over."""
        with self._lock:
            self._guards.append(connection.dup())
            if self.passed:
                self._shut()

    def check(self) -> None:
        """Refuse what was read if it was cut: without its length, half a document looks like a whole one.

        Raises:
            TimeoutError: The time is up.
        """
        if self.passed:
            raise TimeoutError("time is up")

    def _cut(self) -> None:
        with self._lock:
            self.passed = True
            self._shut()

    def _shut(self) -> None:
        for guard in self._guards:
            try:
                guard.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue


def _look_up(
    host: str, port: int, allowed: Allowed, seconds: float
) -> list[tuple[socket.AddressFamily, tuple[str, int]]]:
    """Resolve a host; the system's look-up knows no time limit of ours, so it is left behind when it takes too long."""
    result: list[Any] = []

    def run() -> None:
        try:
            result.append(resolve(host, port, allowed))
        except Exception as error:  # noqa: BLE001  # raised again by who waits
            result.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if not result:
        raise TimeoutError(f"the look-up of {host} took too long")
    if isinstance(result[0], Exception):
        raise result[0]
    places: list[tuple[socket.AddressFamily, tuple[str, int]]] = result[0]
    return places


def _dial(host: str, port: int, allowed: Allowed, limits: Limits, deadline: Deadline) -> socket.socket:
    """Connect to the first of a host's vetted addresses that answers."""
    failure: OSError | None = None
    for family, where in _look_up(host.strip("[]"), port, allowed, limits.timeout):
        connection = socket.socket(family, socket.SOCK_STREAM)
        try:
            connection.settimeout(limits.timeout)
            deadline.watch(connection)
            connection.connect(where)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except OSError as error:
            connection.close()
            failure = error
        else:
            return connection
    assert failure is not None  # noqa: S101  # there is at least one address
    raise failure


@contextmanager
def open_session(deadline: Deadline, limits: Limits, allowed: Allowed) -> Iterator[requests.Session]:
    """Give a session whose every connection is dialled by us; proxies and .netrc of the machine play no part."""
    import requests
    from requests.adapters import HTTPAdapter
    from urllib3.connection import HTTPConnection, HTTPSConnection
    from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

    dial = partial(_dial, allowed=allowed, limits=limits, deadline=deadline)

    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return dial(self.host, self.port)

    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return dial(self.host, self.port)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    class Adapter(HTTPAdapter):
        def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
            super().init_poolmanager(*args, **kwargs)
            self.poolmanager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}

    class Session(requests.Session):
        def get_redirect_target(self, resp: requests.Response) -> None:
            """Find none: requests would read the whole body of a redirect, of any size, to see where it leads."""

    with Session() as session:
        session.trust_env = False
        session.mount("http://", Adapter(max_retries=0))
        session.mount("https://", Adapter(max_retries=0))
        yield session
