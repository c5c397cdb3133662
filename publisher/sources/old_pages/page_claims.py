"""What one part of a page says about a post; several parts together say everything."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from publisher.model.entry import Enclosure, Person

if TYPE_CHECKING:
    from bs4 import Tag


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """What is said; nothing where it is silent."""

    title: str = ""
    authors: tuple[Person, ...] = ()
    published: date | datetime | None = None
    updated: date | datetime | None = None
    #: Absolute.
    url: str | None = None
    language: str | None = None
    summary: str = ""
    tags: tuple[str, ...] = ()
    #: Absolute.
    image: str | None = None
    #: What that picture shows, in plain text.
    image_alt: str = ""
    enclosures: tuple[Enclosure, ...] = ()
    foreign_id: str | None = None
    #: Elements that hold the text, one after the other.
    body: tuple[Tag, ...] = ()
    #: The text alone, where no element holds it.
    text: str = ""


def agree(claims: Iterable[Claims]) -> Claims:
    """Take each field from the first that knows it.

    A date gives way to a time on the same day, and a time without a zone to the
    same one with a zone: they say more, and nothing else.
    """
    all_claims = tuple(claims)
    merged = {name: _first(getattr(each, name) for each in all_claims) for name in Claims.__slots__}
    found = {name: value for name, value in merged.items() if value}
    # Words for a picture are never those of another one.
    found["image_alt"] = _first(each.image_alt for each in all_claims if each.image == found.get("image")) or ""
    for name in ("published", "updated"):
        if name in found:
            found[name] = _finest(getattr(each, name) for each in all_claims)
    return Claims(**found)  # type: ignore[arg-type]


def _first(values: Iterable[object]) -> object:
    return next((value for value in values if value), None)


def _finest(moments: Iterable[date | datetime | None]) -> date | datetime:
    """Return the first moment, as exactly as any other says it."""
    first, *others = [moment for moment in moments if moment is not None]
    for other in others:
        if not isinstance(other, datetime):
            continue
        if not isinstance(first, datetime):
            if other.date() == first:
                first = other
        elif first.tzinfo is None and other.tzinfo is not None and other.replace(tzinfo=None) == first:
            first = other
    return first
