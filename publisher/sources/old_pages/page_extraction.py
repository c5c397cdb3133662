"""Trafilatura, where it is installed: for pages that nothing else can read."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from publisher.sources.old_pages.page_claims import Claims
from publisher.sources.old_pages.page_people import people_named
from publisher.sources.old_pages.page_tree import absolute
from publisher.text.dates.machine import read_machine_date

if TYPE_CHECKING:
    from collections.abc import Mapping

#: What to install: the extra ``[extract]``, by the names of its packages.
EXTRA = "trafilatura lxml-html-clean"


#: A page of more tags is not handed over: its time grows by the square of them.
MOST_TAGS = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """What was made of a page."""

    claims: Claims
    #: Empty where no text was found.
    html: str


def can_extract() -> bool:
    """Tell whether the extra ``[extract]`` is installed."""
    return find_spec("trafilatura") is not None


def extract(text: str, *, address: str | None) -> Extracted | None:
    """Return what trafilatura makes of a page; None if it is not installed, makes nothing of it, or would take long.

    Dates that it could only guess from the words of the page are not asked for.
    """
    if not can_extract() or text.count("<") > MOST_TAGS:
        return None
    try:
        # By name, so that types are checked the same with and without it.
        trafilatura: Any = import_module("trafilatura")
    except ImportError:
        # One of the packages that it needs is missing.
        return None
    options = {
        "url": address,
        "include_links": True,
        "include_images": True,
        "include_tables": True,
        "include_formatting": True,
        "include_comments": False,
    }
    dates = {"extensive_search": False, "original_date": True, "outputformat": "%Y-%m-%d"}
    try:
        document = trafilatura.bare_extraction(text, with_metadata=True, date_extraction_params=dates, **options)
        html = trafilatura.extract(text, output_format="html", **options)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, LookupError):
        return None
    if document is None and not html:
        return None
    found = document.as_dict() if document is not None else {}
    return Extracted(claims=_claims(found, address or ""), html=html or "")


def _claims(found: Mapping[str, object], base: str) -> Claims:
    def said(name: str) -> str:
        value = found.get(name)
        return value.strip() if isinstance(value, str) else ""

    return Claims(
        title=said("title"),
        authors=people_named((name, "") for name in said("author").split(";")),
        published=read_machine_date(said("date")),
        url=absolute(base, said("url")),
        image=absolute(base, said("image")),
    )
