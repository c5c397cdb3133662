"""Which files in a publication's folder Publisher writes itself."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from publisher.config import Config


def files_of_ours(config: Config) -> tuple[str, ...]:
    """Return the files and folders that Publisher writes: no source, even where a source is the folder around them."""
    databases = [f"{name}.db{end}" for name in ("catalog", "subscribers") for end in ("", "-wal", "-shm", "-journal")]
    return ("publisher.toml", "publisher.lock", "issues", posixpath.normpath(config.feeds.directory), *databases)
