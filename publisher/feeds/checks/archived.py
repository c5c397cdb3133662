"""Archived feeds as a whole: RFC 5005, section 4."""

from __future__ import annotations

from collections.abc import Mapping

from publisher.feeds.checks.finding import Checked

#: Links to other documents of the same feed.
RELATIONS = ("current", "prev-archive", "next-archive", "first", "last", "next", "previous")

_BACK = {"prev-archive": "next-archive", "next-archive": "prev-archive"}


def check_place(checked: Checked) -> None:
    """Check what one document says about its place."""
    relations = checked.relations
    if checked.archive and "current" not in relations:
        checked.warn(
            None, "history", "an archive document does not say where people subscribe", 'Add a link of rel="current".'
        )
    if checked.complete:
        for relation in [each for each in RELATIONS[1:] if each in relations]:
            checked.error(
                None, "history", f"a complete feed has a link {relation}", "Leave out <fh:complete/> or the link."
            )
    for relation in _BACK:
        if relation in relations and relations[relation] == checked.own:
            checked.error(None, "history", f"the link {relation} leads to the document itself", "Leave it out.")
    if "next-archive" in relations and not checked.archive:
        checked.warn(
            None,
            "history",
            "a document with a link next-archive does not say that it is an archive",
            "Add <fh:archive/>.",
        )


def check_history(documents: Mapping[str, Checked]) -> None:
    """Check documents of one archived feed against each other; *documents* are by name, as messages show them."""
    by_address = {checked.own: (name, checked) for name, checked in documents.items() if checked.own}
    for checked in documents.values():
        for relation, back in _BACK.items():
            target = by_address.get(checked.relations.get(relation, ""))
            if target is None:
                continue
            name, other = target
            if not other.archive:
                checked.error(
                    None,
                    "history",
                    f"the link {relation} leads to {name}, which is no archive document",
                    "Mend the link.",
                )
            elif checked.archive and other.relations.get(back) != checked.own:
                checked.warn(None, "history", f"{name} has no link {back} that leads back here", "Add it there.")
            if checked.feed_id != other.feed_id:
                checked.error(
                    None, "history", f"{name} is of a feed with another id", "Give all documents of a feed one id."
                )
            for identity in sorted(checked.ids.keys() & other.ids.keys()) if relation == "prev-archive" else ():
                checked.warn(
                    checked.ids[identity],
                    "history",
                    f"the entry {identity} stands in {name} too",
                    "Keep it in one of them.",
                )
