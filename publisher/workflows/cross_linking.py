"""Link the posts of archives to the posts whose titles they name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.storage.catalog_intake import Intake

if TYPE_CHECKING:
    from publisher.storage.catalog import Catalog

_DUE = "next due"


def relink(catalog: Catalog) -> None:
    """Draw the links between visible entries anew, from the entries as their sources gave them.

    The outcome depends on the entries alone, not on the order in which they came.
    """
    due = catalog.next_due()
    catalog.set_stamp(_DUE, due.isoformat() if due else "")
    intake = Intake(catalog)
    if not intake.any_archived():
        return
    from publisher.content.cross_links import TitleIndex

    index = TitleIndex(catalog.entries())
    for plain, shown in intake.archived():
        linked = index.link(plain)
        if linked != shown:
            intake.link(plain, linked)


def fallen_due(catalog: Catalog) -> bool:
    """Return whether an entry has become visible since the links were drawn, by the passing of time alone."""
    from datetime import datetime

    due = catalog.stamp(_DUE)
    return bool(due) and datetime.fromisoformat(str(due)) <= catalog.now
