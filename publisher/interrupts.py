"""Ctrl-C while the program starts or ends, when there is nothing to stop and nothing to tell.

The console script imports this before anything else, and it imports nothing
that Python does not have ready.
"""

from __future__ import annotations

import os
import signal

#: Exit code of a command that Ctrl-C has ended: what a shell says of it.
INTERRUPTED = 130


def _leave(_signum: int, _frame: object) -> None:
    # An exception in the middle of an import may be swallowed, or shown with its traceback.
    os._exit(INTERRUPTED)


def leave_at_once() -> None:
    """Let Ctrl-C end the process without a word; where it is ignored, as behind ``nohup``, it stays so."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _leave)


def raise_again() -> None:
    """Let Ctrl-C be the exception ``KeyboardInterrupt`` again: from here on there is something to put in order."""
    if signal.getsignal(signal.SIGINT) is _leave:
        signal.signal(signal.SIGINT, signal.default_int_handler)
