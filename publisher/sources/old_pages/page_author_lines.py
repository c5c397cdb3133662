"""The author of a post who is named somewhere about it, for readers alone."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from publisher.model.entry import Person
from publisher.sources.old_pages.page_people import people_named
from publisher.sources.old_pages.page_tree import attribute, words

if TYPE_CHECKING:
    from bs4 import Tag

#: Elements named after authors that are looked at.
MOST = 50

#: No line that is a name has more words, or letters.
MOST_WORDS, LONGEST = 5, 60

_NAMED = re.compile(r"author|autor|auteur|byline|username|verfasser", re.IGNORECASE)
_OTHERS = re.compile(r"comment|avatar|image|photo|more|desc|bio\b", re.IGNORECASE)


def author_line(tree: Tag) -> tuple[Person, ...]:
    """Return the author in the first element that is named after authors and holds nothing but a name."""
    elements = (
        element
        for element in tree.find_all(["a", "span", "p", "div", "strong", "em", "i", "b", "address", "li", "h4"])
        if _NAMED.search(names := f"{attribute(element, 'class')} {attribute(element, 'id')}")
        and not _OTHERS.search(names)
    )
    for element in islice(elements, MOST):
        if len(element.get_text()) > 4 * LONGEST or element.find_parent("footer") is not None:
            continue
        for person in people_named([(words(element), attribute(element, "href"))]):
            short = len(person.name) <= LONGEST and len(person.name.split()) <= MOST_WORDS
            if short and not re.search(r"\d{2}|[:@|]", person.name):
                return (person,)
    return ()
