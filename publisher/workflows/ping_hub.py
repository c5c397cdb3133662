"""Tells the WebSub hub which feeds have changed since it was told last."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from publisher.errors import DeliveryError
    from publisher.storage.catalog import Catalog


@dataclass(frozen=True, slots=True, kw_only=True)
class Pinged:
    """What a hub was told."""

    hub: str
    #: Addresses of the feeds that it knows now.
    told: tuple[str, ...]
    #: Address → why not; they are tried again at the next ping.
    failed: dict[str, DeliveryError]


def note_changed(catalog: Catalog, folder: Path, addresses: Collection[str], *, existing: Collection[str]) -> None:
    """Remember feeds that the hub must be told of, and forget those that are no more.

    Args:
        catalog: Where it is remembered.
        folder: That of the feeds.
        addresses: Feeds that have just been written.
        existing: All feeds.
    """
    waiting = set(_waiting(catalog, folder)) | set(addresses)
    catalog.set_stamp(_name(folder), json.dumps(sorted(waiting & set(existing))))


def ping_hub(catalog: Catalog, folder: Path, hub: str) -> Pinged:
    """Tell *hub* of every feed that changed since it was told; a failure is reported, and tried again next time.

    People often copy the feeds to a server after a build, and ping then: so
    what changed is remembered from build to build.
    """
    from publisher.transport.websub import ping

    waiting = _waiting(catalog, folder)
    failed: dict[str, DeliveryError] = {}
    told: list[str] = []
    for topic, error in ping(hub, waiting):
        if error is None:
            told.append(topic)
        else:
            failed[topic] = error
    if told:
        catalog.set_stamp(_name(folder), json.dumps(list(failed)))
    return Pinged(hub=hub, told=tuple(told), failed=failed)


def _waiting(catalog: Catalog, folder: Path) -> list[str]:
    known: list[str] = json.loads(catalog.stamp(_name(folder)) or "[]")
    return known


def _name(folder: Path) -> str:
    return f"ping {folder}"
