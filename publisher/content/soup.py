"""HTML as a tree, for texts that may be hostile: neither too deep nor too long to walk."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

#: Opening and closing tags of one text; moving elements costs the square of their number.
MOST_TAGS = 40_000

#: Elements inside each other.
DEEPEST = 60


def parse(html: str) -> BeautifulSoup:
    """Return *html* as a tree with ``html`` and ``body``.

    Raises:
        ValueError: It has more tags, or deeper ones, than anybody writes.
    """
    if html.count("<") > MOST_TAGS:
        raise ValueError(f"its HTML has more than {MOST_TAGS:,} tags")
    from bs4 import BeautifulSoup

    # Beautiful Soup warns of what begins as XML does, which users could do nothing about.
    soup = BeautifulSoup(f"\n{html}" if html.startswith("<?xml") else html, "lxml")
    depths = {id(soup): 0}
    for tag in soup.find_all(True):
        depth = depths[id(tag)] = depths[id(tag.parent)] + 1
        if depth > DEEPEST:
            raise ValueError(f"its HTML is nested more than {DEEPEST} deep")
    return soup
