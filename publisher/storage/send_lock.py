"""One sender at a time."""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from publisher.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class SendingElsewhereError(StoreError):
    """Another process is sending."""


@contextmanager
def send_lock(path: Path) -> Iterator[None]:
    """Hold the lock file at *path*; the system frees it when the process ends, however it ends.

    Raises:
        SendingElsewhereError: Another process holds it.
    """
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise StoreError(
            f"{path} cannot be written: {error.strerror}", hint="Check the folder and its permissions."
        ) from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(descriptor, 20).decode("ascii", "replace").strip()
            raise SendingElsewhereError(
                f"another `publisher digest send` is at work (process {holder or 'unknown'})",
                hint="Let it finish, or stop it with Ctrl-C; `publisher digest status` shows how far it is.",
            ) from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(descriptor)
