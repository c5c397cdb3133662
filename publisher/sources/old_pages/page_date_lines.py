"""The date of a post that stands somewhere about it, for readers alone."""

from __future__ import annotations

import re
from datetime import date, datetime
from itertools import islice
from typing import TYPE_CHECKING

from publisher.sources.old_pages.page_tree import attribute, words
from publisher.text.characters import one_line
from publisher.text.dates.lines import read_date_heading
from publisher.text.dates.machine import LONGEST, read_written_date

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bs4 import Tag

#: Lines with a year, and elements named after dates, that are looked at.
MOST = 1000

#: Lines after a heading in which its date may stand, and before it.
BELOW, ABOVE = 12, 6

_YEAR = re.compile(r"\d{4}")
_NAMED = re.compile(r"date|datum|time|publi|posted|fecha|data\\b|meta", re.IGNORECASE)
_AROUND = ("footer", "aside", "nav")


def date_line(tree: Tag, language: str | None) -> date | datetime | None:
    """Return the date that stands on a line of its own, in an element named after dates, or close to the heading.

    Args:
        tree: The page, without what stands around its posts.
        language: BCP 47 tag, for the names of months.
    """
    for text in tree.find_all(string=_YEAR, limit=MOST):
        line = one_line(text)
        if len(line) <= LONGEST and isinstance(heading := read_date_heading(line), date):
            return heading
    for line in (*_named(tree), *_near_heading(tree)):
        if _YEAR.search(line) and (found := read_written_date(line, language)):
            return found
    return None


def _named(tree: Tag) -> Iterator[str]:
    elements = (
        element
        for element in tree.find_all(["span", "div", "p", "time", "small", "em", "abbr", "li", "td", "a"])
        if _NAMED.search(f"{attribute(element, 'class')} {attribute(element, 'id')}")
    )
    for element in islice(elements, MOST):
        if len(element.get_text()) <= 4 * LONGEST and element.find_parent(_AROUND) is None:
            yield words(element)


def _near_heading(tree: Tag) -> Iterator[str]:
    for heading in tree.find_all(["h1", "h2"], limit=3):
        for text in islice(heading.find_all_next(string=True), BELOW):
            yield one_line(text)
        for text in heading.find_all_previous(string=True, limit=ABOVE):
            yield one_line(text)
