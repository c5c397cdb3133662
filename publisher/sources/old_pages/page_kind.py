"""What a page is: a post, a list of posts, or something else of a site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from publisher.sources.old_pages.page_json_ld import ARTICLES, LISTS, PAGES, Object, articles_in, types_of
from publisher.sources.old_pages.page_tree import tokens

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

    from publisher.sources.old_pages.page_metas import Head

#: ``""``: nothing tells.
PageKind = Literal["post", "list page", "page", "error page", ""]

#: Classes of the body element, as the systems that make most blogs set them.
_BY_CLASS: tuple[tuple[PageKind, frozenset[str]], ...] = (
    ("error page", frozenset({"error404", "error-404", "page-404", "error-view", "error_page"})),
    ("post", frozenset({"single", "single-post", "item-view", "item", "post-template", "view-item", "is-post"})),
    (
        "list page",
        frozenset(
            {
                "blog", "archive", "category", "tag", "search", "search-results", "author", "date", "index",
                "collection-view", "home-template", "tag-template", "author-template", "paged", "view-list",
                "feed-view", "multiple-posts", "tax",
            }
        ),
    ),
    ("page", frozenset({"page", "static_page", "static-page", "page-template", "page-view", "single-page"})),
)  # fmt: skip

#: Classes that only count beside one of the same system: ``blog`` may be anything elsewhere.
_SYSTEMS = ("wordpress", "blogger", "ghost", "squarespace")
_SURE = frozenset(
    {
        "single-post", "error404", "item-view", "post-template", "home-template", "tag-template", "author-template",
        "page-template", "collection-view", "view-item", "view-list",
    }
)  # fmt: skip


def kind_of(tree: BeautifulSoup, head: Head, objects: list[Object]) -> PageKind:
    """Return what a page says it is, from the surest sign to the weakest."""
    by_class = _of_body(tree, head)
    if by_class:
        return by_class
    if articles_in(objects):
        return "post" if len(articles_in(objects)) == 1 else ""
    types = frozenset[str]().union(*(types_of(each) for each in objects if not each.get("@listed")))
    if types & LISTS:
        return "list page"
    if head.kind in {"article", "blog.post", "post"} or "article:published_time" in head.names:
        return "post"
    if types & PAGES - {"WebPage", "WebSite", "FAQPage"}:
        return "page"
    return ""


def is_of_site(head: Head, objects: list[Object]) -> bool:
    """Tell whether a page without a date says that it is about the site rather than a post."""
    types = frozenset[str]().union(*(types_of(each) for each in objects))
    return not types & ARTICLES and (bool(types & (PAGES | LISTS)) or head.kind in {"website", "blog", "profile"})


def _of_body(tree: BeautifulSoup, head: Head) -> PageKind:
    body = tree.find("body")
    names = tokens(body) if body is not None else frozenset[str]()
    known = any(system in head.generator.lower() for system in _SYSTEMS) or "wordpress" in names
    known = known or any(name.startswith(("page-id-", "postid-", "wp-")) for name in names)
    if not known:
        names &= _SURE
    return next((kind for kind, signs in _BY_CLASS if not names.isdisjoint(signs)), "")
