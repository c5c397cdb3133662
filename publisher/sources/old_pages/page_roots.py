"""The elements of a page that are posts, or stand for posts on a list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from publisher.sources.old_pages.page_claims import Claims, agree
from publisher.sources.old_pages.page_guess import link_share
from publisher.sources.old_pages.page_h_entry import is_entry, read_h_entry
from publisher.sources.old_pages.page_microdata import is_article, read_microdata
from publisher.sources.old_pages.page_selectors import read_layout
from publisher.sources.old_pages.page_tree import attribute, highest, tokens, words
from publisher.text.dates.machine import read_written_date

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

#: Letters of an element without a marked text that may be a whole post.
LEAST_TEXT = 200

_KINDS: tuple[Callable[[Tag], bool], ...] = (
    is_entry,
    is_article,
    lambda element: not tokens(element).isdisjoint({"post", "type-post"}) and element.name not in {"body", "html"},
    lambda element: element.name == "article",
)
_CUT = "a.more-link, a.read-more, a.readmore, .read-more a, .continue-reading, .more-link a, .jump-link a"


@dataclass(frozen=True, slots=True, kw_only=True)
class Root:
    """One post on a page."""

    element: Tag
    #: What microformats and microdata in it say.
    marked: Claims
    #: What its parts say by their usual names.
    named: Claims
    #: Only its beginning stands on this page.
    cut: bool

    @property
    def claims(self) -> Claims:
        """What all of it says."""
        return agree([self.marked, self.named])

    @property
    def full(self) -> bool:
        """Whether its text stands on this page."""
        return bool(self.claims.body) and not self.cut


def find_roots(tree: BeautifulSoup, *, base: str, language: str | None, generator: str) -> list[Root]:
    """Return the posts on a page, by the first of these that is there: microformats, microdata, class, tag."""
    for is_root in _KINDS:
        elements = highest(tree, is_root)
        if is_root is is_entry:
            elements = [each for each in elements if not tokens(each).intersection({"h-cite"})]
        if elements:
            return [_root(each, base=base, language=language, generator=generator) for each in elements[:500]]
    return []


def _root(element: Tag, *, base: str, language: str | None, generator: str) -> Root:
    language = _language(element) or language
    parts = []
    if is_entry(element):
        parts.append(read_h_entry(element, base=base, language=language))
    items = [element] if is_article(element) else highest(element, is_article)
    parts += [read_microdata(item, base=base, language=language) for item in items[:1]]
    marked = agree(parts)
    named = agree(
        [
            read_layout(element, base=base, language=language, generator=generator),
            Claims(published=_date_above(element), language=_language(element)),
        ]
    )
    if not (marked.body or named.body) and element.name == "article" and _is_whole(element, agree([marked, named])):
        named = replace(named, body=(element,))
    return Root(element=element, marked=marked, named=named, cut=element.select_one(_CUT) is not None)


def _is_whole(element: Tag, claims: Claims) -> bool:
    """Tell whether an article without a marked text is a post rather than a card that leads to one."""
    heading = element.find(["h1", "h2", "h3"])
    leads_away = heading is not None and (heading.find("a", href=True) or heading.find_parent("a")) is not None
    long = len(words(element)) >= LEAST_TEXT
    return claims.published is not None and long and not leads_away and link_share(element) < 0.5


def _date_above(element: Tag) -> date | datetime | None:
    """Return the date of the heading that posts of one day stand under, as Blogger has them."""
    above = element.find_previous(class_="date-header")
    return read_written_date(words(above)) if above is not None else None


def _language(element: Tag) -> str | None:
    return attribute(element, "lang") or None
