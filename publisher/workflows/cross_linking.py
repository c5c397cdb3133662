"""Link the posts of archives to the posts whose titles they name."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from msgspec.structs import replace

from publisher.storage.catalog_intake import Intake

if TYPE_CHECKING:
    from publisher.storage.catalog import Catalog

_STAMP = "linked"


def relink(catalog: Catalog) -> None:
    """Draw the links between visible entries anew, from the entries as their sources gave them.

    The outcome depends on the entries alone, not on the order in which they came.
    """
    intake = Intake(catalog)
    with catalog.transaction():
        if intake.any_archived():
            from publisher.content.cross_links import TitleIndex

            # The index keeps its entries: without their texts, a large archive fits into memory.
            index = TitleIndex(replace(entry, html="") for entry in catalog.entries())
            for plain, shown in intake.archived():
                with_links = index.link(plain)
                if with_links != shown:
                    intake.link(plain, with_links)
        due = catalog.next_due()
        catalog.set_stamp(_STAMP, f"{catalog.coming_generation} {due.isoformat() if due else '-'}")


def linked(catalog: Catalog) -> bool:
    """Return whether the links are those of the entries that are visible now."""
    generation, _, due = (catalog.stamp(_STAMP) or "").partition(" ")
    if generation != str(catalog.coming_generation):
        return False
    return due == "-" or datetime.fromisoformat(due) > catalog.now
