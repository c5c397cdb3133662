"""A mail server on this machine that delivers nothing: it hands each message to the program."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aiosmtpd.smtp import SMTP, Envelope, Session

#: Takes the address of a recipient and the whole message.
Keep = Callable[[str, bytes], None]


@contextmanager
def capturing(keep: Keep) -> Iterator[int]:
    """Run a mail server on a free port of this machine; give its port.

    Every message is accepted, and *keep* is called with it for each of its
    recipients, in another thread.
    """
    from aiosmtpd.smtp import SMTP

    loop = asyncio.new_event_loop()
    handler = _Handler(keep)
    server = loop.run_until_complete(
        loop.create_server(lambda: SMTP(handler, hostname="localhost", loop=loop), "127.0.0.1", 0)
    )
    thread = Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        server.close()
        loop.run_until_complete(_hang_up())
        loop.close()


async def _hang_up() -> None:
    """End what is still going on in this loop."""
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for other in others:
        other.cancel()
    await asyncio.gather(*others, return_exceptions=True)


class _Handler:
    """What aiosmtpd calls for each message."""

    def __init__(self, keep: Keep) -> None:
        self._keep = keep

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: ARG002, N802  # aiosmtpd's names
        assert isinstance(envelope.content, bytes)  # noqa: S101  # narrows the type: decode_data is off
        for recipient in envelope.rcpt_tos:
            self._keep(recipient, envelope.content)
        return "250 Message kept"
