"""publisher.toml: its schema, and a loader that reports every mistake at once."""

from __future__ import annotations

from publisher.config.loading import load
from publisher.config.schema import (
    PLACEHOLDER_HOME,
    Author,
    Config,
    Content,
    Digest,
    Feed,
    FeedFormat,
    Feeds,
    Fetch,
    Grouping,
    List,
    Publication,
    Smtp,
    Source,
    Table,
)

__all__ = [
    "PLACEHOLDER_HOME",
    "Author",
    "Config",
    "Content",
    "Digest",
    "Feed",
    "FeedFormat",
    "Feeds",
    "Fetch",
    "Grouping",
    "List",
    "Publication",
    "Smtp",
    "Source",
    "Table",
    "load",
]
