"""Where the systems that make most blogs put the parts of a post."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from publisher.model.entry import Person
from publisher.sources.old_pages.page_claims import Claims
from publisher.sources.old_pages.page_h_entry import LONGEST_TITLE, read_time
from publisher.sources.old_pages.page_people import people_named
from publisher.sources.old_pages.page_tree import absolute, attribute, is_inside, tokens, words

if TYPE_CHECKING:
    from bs4 import Tag

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

    def __init__(self, scope: Tag) -> None:
        self._scope = scope
        self._there = {"*"}
        for element in (scope, *scope.find_all(True)):
            self._there.add(element.name)
            self._there.update(f".{name}" for name in tokens(element))
            if identity := attribute(element, "id"):
                self._there.add(f"#{identity}")

    def all(self, selector: str, limit: int) -> list[Tag]:
        """Return the first elements that a selector finds."""
        needed = [set(_NEEDED.findall(_BRACKETS.sub("", each))) for each in selector.split(",")]
        if not any(names <= self._there for names in needed):
            return []
        return self._scope.select(selector, limit=limit)

    def first(self, selectors: tuple[str, ...]) -> Tag | None:
        """Return the first element of the first selector that finds one."""
        return next((found for each in selectors for found in self.all(each, 1)), None)


def read_layout(scope: Tag, *, base: str, language: str | None, generator: str = "") -> Claims:
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


def _date(parts: _Parts, selectors: tuple[str, ...], body: Tag | None, language: str | None) -> date | datetime | None:
    """Return the first date outside of the text."""
    for selector in selectors:
        elements = [
            each for each in parts.all(selector, 3) if body is None or (each is not body and not is_inside(each, body))
        ]
        if day := read_time(elements, language):
            return day
    return None


def _people(elements: list[Tag], base: str) -> tuple[Person, ...]:
    named = [
        (words(each), attribute(each if each.get("href") else each.find("a", href=True), "href")) for each in elements
    ]
    # As many different names are those of a team, or of a list.
    return people_named(named[:1] if len({name for name, _ in named}) > 3 else named, base=base)


def _tags(elements: list[Tag]) -> tuple[str, ...]:
    tags = [words(each).lstrip("#").strip() for each in elements]
    return tuple(dict.fromkeys(tag for tag in tags if tag and len(tag) <= 100))
