"""What every import works with: the publication, its catalog, the time, and somebody who watches."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime
    from os import DirEntry
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from publisher.catalog.catalog import Catalog
    from publisher.config import Config


class Progress(Protocol):
    """Shows somebody how far the work has come."""

    def __call__(
        self, label: str, total: int | None, posts: Callable[[], int] | None = None
    ) -> AbstractContextManager[Callable[[int], None]]:
        """Return a context that gives a function, to be called with how much of the total was done.

        Args:
            label: What is worked on.
            total: Of bytes, or of things; None where nobody knows.
            posts: Tells how many posts were read so far, for whoever wants to show it.
        """


def silent(
    label: str,  # noqa: ARG001  # a Progress
    total: int | None,  # noqa: ARG001
    posts: Callable[[], int] | None = None,  # noqa: ARG001
) -> AbstractContextManager[Callable[[int], None]]:
    """Show no progress."""
    return nullcontext(lambda _: None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """What every import works with."""

    root: Path
    config: Config
    zone: ZoneInfo
    now: datetime
    catalog: Catalog
    progress: Progress = silent
    #: Monotonic seconds, and a way to let them pass, for pauses between requests to one host.
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    #: Where a build writes, if it is not the folder of publisher.toml.
    output: Path | None = None
    #: Processes that may read at a time.
    jobs: int = 1
    #: Path of a source → folder there or below → what lies in it, as it was seen a moment ago.
    scanned: dict[str, dict[str, list[DirEntry[str]]]] = field(default_factory=dict)
