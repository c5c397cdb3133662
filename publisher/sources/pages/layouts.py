"""Where the systems that make most blogs put the parts of a post, and what stands about its text for readers alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from itertools import chain, islice
from typing import Any

from publisher.model.entry import Person
from publisher.sources.pages.document import (
    UNREAD,
    Element,
    absolute,
    ancestor,
    attribute,
    first,
    is_element,
    is_inside,
    link_in,
    link_share,
    names_of,
    size,
    tokens,
    words,
)
from publisher.sources.pages.markup import LONGEST_TITLE, read_time
from publisher.sources.pages.metadata import Claims, people_named
from publisher.text.characters import one_line
from publisher.text.dates.lines import read_date_heading
from publisher.text.dates.machine import LONGEST, read_written_date

_BRACKETS = re.compile(r"\[[^\]]*\]")
#: Classes, identities and elements that a selector needs.
_NEEDED = re.compile(r"[.#]?[A-Za-z_][\w-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """CSS selectors of one system; each list is tried in order."""

    name: str
    body: tuple[str, ...]
    title: tuple[str, ...] = ()
    published: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    url: tuple[str, ...] = ()
    summary: tuple[str, ...] = ()


LAYOUTS = (
    Layout(
        name="Blogger",
        body=(".post-body",),
        title=("h3.post-title", "h2.post-title", "h1.post-title", ".post-title"),
        published=("abbr.published", "time.published", ".published"),
        author=(".post-author .fn", ".post-author [itemprop=name]", ".post-author a", ".post-author"),
        tags=(".post-labels a", ".labels-container a", ".byline.post-labels a"),
        url=("h3.post-title a", ".post-title a", "a.timestamp-link", ".post-timestamp a"),
    ),
    Layout(
        name="Medium",
        body=(".section-content", ".postArticle-content"),
        title=("h1.pw-post-title", "h1[data-testid=storyTitle]", "h1.graf--title"),
        published=("[data-testid=storyPublishDate]", ".postMetaInline time"),
        author=("[data-testid=authorName]", ".postMetaInline a[data-user-id]", "a[rel=author]"),
        tags=(".tags.tags--postTags a",),
        summary=(".pw-subtitle-paragraph", ".graf--subtitle"),
    ),
    Layout(
        name="Ghost",
        body=(".gh-content", ".post-full-content .post-content", ".post-full-content .kg-canvas", ".kg-canvas"),
        title=(".gh-article-title", ".article-title", ".post-full-title"),
        published=("time.post-full-meta-date", "time.gh-article-meta-date", "time.byline-meta-date"),
        author=(".gh-article-author-name", ".post-full-author-header .author-card-name a", ".author-name a"),
        tags=(".gh-article-tag", ".post-full-meta-tags a", ".article-tag a"),
        summary=(".gh-article-excerpt", ".post-full-custom-excerpt"),
    ),
    Layout(
        name="Substack",
        body=(".available-content .body.markup", ".body.markup"),
        title=("h1.post-title",),
        published=(".post-header time",),
        author=(".post-header .profile-hover-card-target a",),
        summary=("h3.subtitle",),
    ),
    Layout(
        name="Squarespace",
        body=(".blog-item-content", ".sqs-blog-post-content", ".sqs-layout"),
        title=(".blog-item-title", "h1.entry-title", ".blog-title"),
        published=(".blog-meta-item--date", "time.dt-published", "time.published", ".Blog-meta-item--date"),
        author=(".blog-meta-item--author", ".blog-author-name", ".Blog-meta-item--author"),
        tags=(".blog-item-tag", ".blog-tags a", ".blog-categories a", ".tags a.tag"),
    ),
    Layout(
        name="WordPress",
        body=(".entry-content", ".wp-block-post-content", ".post-entry", ".hentry .entry", ".post .entry"),
        title=(".entry-title", "h1.wp-block-post-title", ".wp-block-post-title", ".post-title"),
        published=("time.entry-date.published", "time.published", ".entry-date", ".wp-block-post-date"),
        updated=("time.updated",),
        author=(
            ".author.vcard .fn", ".author.vcard", ".entry-author-name", ".entry-author", ".wp-block-post-author__name",
            ".wp-block-post-author-name", ".byline a[rel=author]", "a[rel=author]",
        ),
        tags=(
            ".cat-links a, .tags-links a, .entry-categories a, .entry-tags a, .wp-block-post-terms a, .entry-terms a",
            "a[rel~=tag]",
        ),
        url=(".entry-title a", "a[rel=bookmark]"),
        summary=(".entry-subtitle",),
    ),
    Layout(
        name="other",
        body=(
            ".post-content", ".post__content", ".post-body", ".article-content", ".article-body", ".article__body",
            ".article__content", ".blog-post-content", ".post-text", ".post_content", ".blog-content", ".story-body",
            "#article-body", "#post-content", "#article-content", ".content-body", ".single-content", ".entry-body",
            ".asset-body", ".storycontent", ".e-content", ".body-text", ".markdown-body", ".post .content",
            "article .content", "article .prose", ".prose", ".entrytext", ".entry-text", "#articleContent",
        ),
        title=(
            ".post-title", ".post__title", ".article-title", ".article__title", ".blog-title", ".entry-header h1",
            "article header h1", "article h1", "main h1",
        ),
        published=(
            "article header time", ".post-date", ".post-meta time", ".post__date", ".date-published", ".pubdate",
            ".published", ".publish-date", ".article-date", ".dateline", ".post-time", "article time",
            ".post-info .date", ".entry-date", ".post-meta .date", ".posted-on", ".post-meta", ".date", "main time",
            "time",
        ),
        updated=("time.dt-updated", "time.updated"),
        author=(
            ".post-author", ".article-author", ".author-name", ".byline-author", "article a[rel~=author]",
            "article .author", ".byline", ".post-meta .author", "a[rel~=author]",
        ),
        tags=(
            ".post-tags a", ".tag-list a", ".article-tags a", ".post-categories a", ".tags-list a", "article .tags a",
            ".post-meta .tags a", "article a[rel~=tag]", ".post-category a", ".post-category .label", ".post-tag",
            ".tags li", ".labels a",
        ),
        url=(".post-title a", "a.post-link", "h1 a[rel=bookmark]", "h2 a"),
    ),
)  # fmt: skip


class _Parts:
    """The parts of a scope by selector, at no cost for those that name what is not there."""

    def __init__(self, scope: Element) -> None:
        self._scope = scope
        self._there: set[str] = {"*"}
        for element in filter(is_element, scope.iter()):
            self._there.add(element.tag)
            self._there.update(f".{name}" for name in tokens(element))
            if identity := attribute(element, "id"):
                self._there.add(f"#{identity}")

    def all(self, selector: str, limit: int) -> list[Element]:
        """Return the first elements that a selector finds."""
        needed = [set(_NEEDED.findall(_BRACKETS.sub("", each))) for each in selector.split(",")]
        if not any(names <= self._there for names in needed):
            return []
        return list(islice((each for each in _compiled(selector)(self._scope) if each is not self._scope), limit))

    def first(self, selectors: tuple[str, ...]) -> Element | None:
        """Return the first element of the first selector that finds one."""
        return next((found for each in selectors for found in self.all(each, 1)), None)


@cache
def _compiled(selector: str) -> Any:
    from lxml.cssselect import CSSSelector

    return CSSSelector(selector, translator="html")


def read_layout(scope: Element, *, base: str, language: str | None, generator: str = "") -> Claims:
    """Return what the parts of *scope* say that stand where one system puts them.

    Args:
        scope: One post, or a page with one.
        base: Address that relative ones refer to.
        language: BCP 47 tag, for the names of months.
        generator: What the page names as its system; that one's layout is tried first.
    """
    parts = _Parts(scope)
    layout = _layout_of(parts, generator.lower())
    body = parts.first(layout.body)
    heading = words(parts.first(layout.title))
    links = (attribute(tag, "href") for each in layout.url for tag in parts.all(each, 1))
    return Claims(
        title=heading if len(heading) <= LONGEST_TITLE else "",
        authors=next(filter(None, (_people(parts.all(each, 5), base) for each in layout.author)), ()),
        published=_date(parts, layout.published, body, language),
        updated=_date(parts, layout.updated, body, language),
        url=next(filter(None, (absolute(base, link) for link in links)), None),
        summary=words(parts.first(layout.summary)),
        tags=next(filter(None, (_tags(parts.all(each, 50)) for each in layout.tags)), ()),
        body=(body,) if body is not None else (),
    )


def _layout_of(parts: _Parts, generator: str) -> Layout:
    """Return the layout whose body is there: that of the system the page names, else the first with a title too."""
    named = [layout for layout in LAYOUTS if layout.name.lower() in generator]
    for layout in named:
        if parts.first(layout.body) is not None:
            return layout
    for layout in LAYOUTS[:-1]:
        # Some share names such as `.post-body`: more than one sign is needed.
        if parts.first(layout.body) is not None and parts.first(layout.title) is not None:
            return layout
    return LAYOUTS[-1]


def _date(
    parts: _Parts, selectors: tuple[str, ...], body: Element | None, language: str | None
) -> date | datetime | None:
    """Return the first date outside of the text."""
    for selector in selectors:
        elements = [
            each for each in parts.all(selector, 3) if body is None or (each is not body and not is_inside(each, body))
        ]
        if day := read_time(elements, language):
            return day
    return None


def _people(elements: list[Element], base: str) -> tuple[Person, ...]:
    named = [(words(each), attribute(each if each.get("href") else link_in(each), "href")) for each in elements]
    # As many different names are those of a team, or of a list.
    return people_named(named[:1] if len({name for name, _ in named}) > 3 else named, base=base)


def _tags(elements: list[Element]) -> tuple[str, ...]:
    tags = [words(each).lstrip("#").strip() for each in elements]
    return tuple(dict.fromkeys(tag for tag in tags if tag and len(tag) <= 100))


#: Elements named after authors that are looked at.
MOST_AUTHORS = 50

#: No line that is a name has more words, or letters.
MOST_WORDS, LONGEST_AUTHOR = 5, 60

_AUTHORS = re.compile(r"author|autor|auteur|byline|username|verfasser", re.IGNORECASE)
_OTHERS = re.compile(r"comment|avatar|image|photo|more|desc|bio\b", re.IGNORECASE)


def author_line(root: Element) -> tuple[Person, ...]:
    """Return the author in the first element that is named after authors and holds nothing but a name."""
    elements = (
        element
        for element in root.iter("a", "span", "p", "div", "strong", "em", "i", "b", "address", "li", "h4")
        if _AUTHORS.search(names := names_of(element)) and not _OTHERS.search(names)
    )
    for element in islice(elements, MOST_AUTHORS):
        if size(element) > 4 * LONGEST_AUTHOR or ancestor(element, "footer") is not None:
            continue
        for person in people_named([(words(element), attribute(element, "href"))]):
            short = len(person.name) <= LONGEST_AUTHOR and len(person.name.split()) <= MOST_WORDS
            if short and not any(sign.isdigit() or sign in ":@|" for sign in person.name):
                return (person,)
    return ()


#: Lines with a year, and elements named after dates, that are looked at.
MOST = 1000

#: Lines after a heading in which its date may stand, and before it.
BELOW, ABOVE = 12, 6

_YEAR = re.compile(r"\d{4}")
_DATED = re.compile(r"date|datum|time|publi|posted|fecha|data\\b|meta", re.IGNORECASE)
_AROUND = ("footer", "aside", "nav")


def date_line(root: Element, language: str | None) -> date | datetime | None:
    """Return the date that stands on a line of its own, in an element named after dates, or close to the heading.

    Args:
        root: The page, without what stands around its posts.
        language: BCP 47 tag, for the names of months.
    """
    for line in islice(filter(_YEAR.search, map(one_line, _lines(root))), MOST):
        if len(line) <= LONGEST and isinstance(heading := read_date_heading(line), date):
            return heading
    for line in (*_named(root), *_near_heading(root)):
        if _YEAR.search(line) and (found := read_written_date(line, language)):
            return found
    return None


def _named(root: Element) -> Iterator[str]:
    elements = (
        element
        for element in root.iter("span", "div", "p", "time", "small", "em", "abbr", "li", "td", "a")
        if _DATED.search(names_of(element))
    )
    for element in islice(elements, MOST):
        if size(element) <= 4 * LONGEST and ancestor(element, *_AROUND) is None:
            yield words(element)


def _near_heading(root: Element) -> Iterator[str]:
    for heading in islice(root.iter("h1", "h2"), 3):
        yield from map(one_line, islice(_following(heading), BELOW))
        yield from map(one_line, islice(_preceding(heading), ABOVE))


def _lines(element: Element) -> Iterator[str]:
    """Yield the texts of an element, one for each place where no other element stands between."""
    for each in element.iter():
        if is_element(each) and each.tag not in UNREAD and each.text:
            yield each.text
        if each.tail and each is not element:
            yield each.tail


def _following(element: Element) -> Iterator[str]:
    """Yield the texts in an element and behind it."""
    yield from _lines(element)
    for outer in chain([element], element.iterancestors()):
        if outer.tail:
            yield outer.tail
        for later in outer.itersiblings():
            yield from _lines(later)
            if later.tail:
                yield later.tail


def _preceding(element: Element) -> Iterator[str]:
    """Yield the texts before an element, the nearest first."""
    for outer in chain([element], element.iterancestors()):
        for earlier in outer.itersiblings(preceding=True):
            yield from filter(None, [earlier.tail])
            yield from reversed(list(_lines(earlier)))
        parent = outer.getparent()
        if parent is not None and parent.text:
            yield parent.text


#: Characters of the shortest and of the longest one.
SHORTEST_STANDFIRST = 40
LONGEST_STANDFIRST = 1200

#: So many elements before the text are looked at.
LOOKED_AT = 80

_STANDFIRSTS = frozenset({"p", "div", "h2", "h3", "section", "strong"})
_STANDFIRST = re.compile(
    r"(?:^|[-_\s])(?:lead|lede|lead-?text|intro|introduction|standfirst|teaser|teaser-?text|excerpt|dek|deck|chapo|"
    r"vorspann|ingress|preamble|abstract|sub-?title|sub-?heading|sub-?headline|summary)(?:$|[-_\s])",
    re.IGNORECASE,
)


def standfirst(body: Element) -> str:
    """Return the standfirst above *body* as one line; empty where there is none.

    It stands below the main heading, has the name of one, and is prose, not links.
    """
    found = ""
    for element in islice(_elements_before(body), LOOKED_AT):
        if element.tag == "h1":
            return found
        if element.tag not in _STANDFIRSTS or not _STANDFIRST.search(attribute(element, "class")):
            continue
        said = "" if is_inside(body, element) or first(element, "h1", "article") is not None else words(element)
        if SHORTEST_STANDFIRST <= len(said) <= LONGEST_STANDFIRST and link_share(element) < 0.5:
            # From below: the one nearest to the heading counts, and of two within each other the outer one.
            found = said
    return ""


def _elements_before(element: Element) -> Iterator[Element]:
    """Yield the elements that begin before an element, the nearest first."""
    for outer in chain([element], element.iterancestors()):
        if outer is not element:
            yield outer
        for earlier in outer.itersiblings(preceding=True):
            yield from reversed(list(filter(is_element, earlier.iter())))
