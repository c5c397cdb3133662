"""The paragraph between the title of a post and its text that sums it up."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from publisher.sources.old_pages.page_guess import link_share
from publisher.sources.old_pages.page_tree import attribute, is_inside, words

if TYPE_CHECKING:
    from bs4 import Tag

#: Characters of the shortest and of the longest one.
SHORTEST = 40
LONGEST = 1200

#: So many elements before the text are looked at.
LOOKED_AT = 80

_ELEMENTS = frozenset({"p", "div", "h2", "h3", "section", "strong"})
_NAMES = re.compile(
    r"(?:^|[-_\s])(?:lead|lede|lead-?text|intro|introduction|standfirst|teaser|teaser-?text|excerpt|dek|deck|chapo|"
    r"vorspann|ingress|preamble|abstract|sub-?title|sub-?heading|sub-?headline|summary)(?:$|[-_\s])",
    re.IGNORECASE,
)


def standfirst(body: Tag) -> str:
    """Return the standfirst above *body* as one line; empty where there is none.

    It stands below the main heading, has the name of one, and is prose, not links.
    """
    found = ""
    for element in body.find_all_previous(True, limit=LOOKED_AT):
        if element.name == "h1":
            return found
        if element.name not in _ELEMENTS or not _NAMES.search(attribute(element, "class")):
            continue
        said = "" if is_inside(body, element) or element.find(["h1", "article"]) else words(element)
        if SHORTEST <= len(said) <= LONGEST and link_share(element) < 0.5:
            # From below: the one nearest to the heading counts, and of two within each other the outer one.
            found = said
    return ""
