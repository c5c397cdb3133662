"""Which files Publisher writes itself: they are no source."""

from __future__ import annotations

import os
import posixpath
from typing import TYPE_CHECKING

from publisher.storage.output_folder import OutputFolder

if TYPE_CHECKING:
    from pathlib import Path

    from publisher.config import Config
    from publisher.workflows.bench import Bench


def files_of_ours(config: Config) -> tuple[str, ...]:
    """Return the files and folders that Publisher writes or keeps, below the publication's folder."""
    databases = [f"{name}.db{end}" for name in ("catalog", "subscribers") for end in ("", "-wal", "-shm", "-journal")]
    folders = ("issues", "preview", "templates", posixpath.normpath(config.feeds.directory))
    return ("publisher.toml", "publisher.lock", *folders, *databases)


def ours_below(bench: Bench, place: Path) -> tuple[str, ...]:
    """Return the files and folders of ours at or below a place that posts are read from, as paths below it.

    Where the place is around the feeds' folder, all of that folder is ours;
    where it is that folder, or lies in it, the files that builds wrote are.
    """
    top = os.path.normpath(place)
    output = os.path.normpath(bench.output or bench.root / bench.config.feeds.directory)
    ours = [os.path.normpath(bench.root / name) for name in files_of_ours(bench.config)]
    if f"{top}{os.sep}".startswith(f"{output}{os.sep}"):
        ours += [os.path.join(output, name) for name in OutputFolder(folder=bench.root / output).ours]  # noqa: PTH118  # a Path each would cost more
    start = len(top) + 1
    return tuple(own[start:].replace(os.sep, "/") for own in (*ours, output) if own.startswith(f"{top}{os.sep}"))
