"""Names of people as pages print them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from publisher.model.entry import Person
from publisher.sources.old_pages.page_tree import absolute
from publisher.text.characters import one_line

#: No name is longer.
LONGEST = 100

_BY = re.compile(
    r"^(?:(?:posted|written|published|geplaatst|publié|verfasst|geschreven|escrito|scritto) )?"
    r"(?:by|von|par|por|door|di|av|af)\s*:?\s+|^(?:author|auteur|autor|autore)\s*:\s*",
    re.IGNORECASE,
)
_NOBODY = frozenset({"admin", "administrator", "unknown", "anonymous", "noreply@blogger.com", "author", "null", "none"})


def people_named(named: Iterable[tuple[str, str]], *, base: str = "") -> tuple[Person, ...]:
    """Return the people behind names and addresses, each once, in order; what names nobody is left out.

    >>> people_named([("By Ada Example", "/about"), ("https://example.org/ada", "")], base="https://example.org/")
    (Person(name='Ada Example', email=None, url='https://example.org/about'),)
    """
    people: dict[str, Person] = {}
    for name, url in named:
        clean = _BY.sub("", one_line(name)).strip(" ,;|·")
        if not clean or len(clean) > LONGEST or "://" in clean or clean.casefold() in _NOBODY:
            continue
        people.setdefault(clean.casefold(), Person(name=clean, url=absolute(base, url)))
    return tuple(people.values())
