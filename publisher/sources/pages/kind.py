"""What a page is, a post, a list of posts or something else of a site, and which pages it leads to."""

from __future__ import annotations

from typing import Literal
from urllib.parse import unquote, urlsplit

from publisher.sources.pages.document import Element, absolute, attribute, body_of, same_host, same_page, tokens
from publisher.sources.pages.json_ld import ARTICLES, LISTS, PAGES, Object, articles_in, types_of
from publisher.sources.pages.metadata import Head

#: What a page is; ``""``: nothing tells.
PageKind = Literal["post", "list page", "page", "error page", ""]

#: Classes of the body element, as the systems that make most blogs set them.
_KIND_BY_CLASS: tuple[tuple[PageKind, frozenset[str]], ...] = (
    ("error page", frozenset({"error404", "error-404", "page-404", "error-view", "error_page"})),
    ("post", frozenset({"single", "single-post", "item-view", "item", "post-template", "view-item", "is-post"})),
    (
        "list page",
        frozenset({
            "blog", "archive", "category", "tag", "search", "search-results", "author", "date", "index",
            "collection-view", "home-template", "tag-template", "author-template", "paged", "view-list", "feed-view",
            "multiple-posts", "tax",
        }),
    ),
    ("page", frozenset({"page", "static_page", "static-page", "page-template", "page-view", "single-page"})),
)  # fmt: skip
#: Classes that only count beside one of the same system: ``blog`` may be anything elsewhere.
_SYSTEMS = ("wordpress", "blogger", "ghost", "squarespace")
_SURE = frozenset({
    "single-post", "error404", "item-view", "post-template", "home-template", "tag-template", "author-template",
    "page-template", "collection-view", "view-item", "view-list",
})  # fmt: skip

_LISTING = frozenset({"category", "categories", "tag", "tags", "author", "authors"})
_LISTINGS = frozenset({"archive", "archives", "categories", "tags", "authors"})

_TITLE_CLASSES = frozenset({"u-url", "post-link"})
_TITLE_BOXES = frozenset({"entry-title", "post-title"})
_NO_PAGES = (
    ".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg", ".avif", ".pdf", ".zip", ".gz", ".mp3", ".mp4", ".m4a", ".ogg",
    ".xml", ".rss", ".atom", ".json", ".css", ".js", ".ics", ".epub", ".txt",
)  # fmt: skip
_NO_POSTS = frozenset({
    "tag", "tags", "category", "categories", "author", "authors", "page", "search", "login", "wp-login.php", "feed",
    "rss", "about", "contact", "privacy", "archives", "label", "labels", "privacy-policy", "imprint", "impressum",
    "cart", "shop", "account",
})  # fmt: skip


def kind_of(root: Element, head: Head, objects: list[Object]) -> PageKind:
    """Return what a page says it is, from the surest sign to the weakest."""
    if by_class := _kind_of_body(root, head):
        return by_class
    articles = articles_in(objects)
    if articles:
        return "post" if len(articles) == 1 else ""
    types = frozenset[str]().union(*(types_of(each) for each in objects if not each.get("@listed")))
    if types & LISTS:
        return "list page"
    if head.kind in {"article", "blog.post", "post"} or "article:published_time" in head.names:
        return "post"
    return "page" if types & PAGES - {"WebPage", "WebSite", "FAQPage"} else ""


def _kind_of_body(root: Element, head: Head) -> PageKind:
    names = tokens(body_of(root))
    known = any(system in head.generator.lower() for system in _SYSTEMS) or "wordpress" in names
    known = known or any(name.startswith(("page-id-", "postid-", "wp-")) for name in names)
    if not known:
        names &= _SURE
    return next((kind for kind, signs in _KIND_BY_CLASS if not names.isdisjoint(signs)), "")


def is_of_site(head: Head, objects: list[Object]) -> bool:
    """Tell whether a page without a date says that it is about the site rather than a post."""
    types = frozenset[str]().union(*(types_of(each) for each in objects))
    return not types & ARTICLES and (bool(types & (PAGES | LISTS)) or head.kind in {"website", "blog", "profile"})


def place_kind(place: str) -> Literal["list page", "draft", ""]:
    """Return what pages at such an address or path are, as site generators lay them out.

    >>> place_kind("https://example.org/tag/rain.html"), place_kind("output/drafts/rain.html")
    ('list page', 'draft')
    """
    steps = [step for step in _path(place).split("/") if step]
    if not {"drafts", "_drafts"}.isdisjoint(steps[:-1]):
        return "draft"
    listed = bool(steps) and (steps[-1] in _LISTINGS or (len(steps) > 1 and steps[-2] in _LISTING))
    return "list page" if listed else ""


def is_elsewhere(address: str, place: str) -> bool:
    """Tell whether an address is not that of the page at a place, whatever host and folder the site is moved to.

    >>> is_elsewhere("http://localhost:8000/rain.html", "https://example.org/rain/")
    False
    """
    one, other = _path(address), _path(place)
    return bool(one and other) and not (one.endswith(other) or other.endswith(one))


def _path(place: str) -> str:
    """Return the path of an address or a file, without what differs between servers."""
    try:
        path = unquote(urlsplit(place).path if "://" in place else place).lower()
    except ValueError:
        return ""
    for ending in (".xhtml", ".html", ".htm"):
        path = path.removesuffix(ending)
    path = f"/{path.strip('/')}".removesuffix("/index").strip("/")
    return f"/{path}" if path else ""


def post_links(root: Element, *, base: str) -> tuple[str, ...]:
    """Return the addresses, on the same host, that a list page offers as posts, in order.

    Those that head something count; where there are none, all in the page but
    those that are known to lead elsewhere.
    """
    links = [each for each in root.iter("a") if each.get("href")]
    heading = _pages([each for each in links if _heads(each)], base)
    return heading if len(heading) > 1 else _pages(links, base)


def _heads(link: Element) -> bool:
    if not tokens(link).isdisjoint(_TITLE_CLASSES) or "bookmark" in tokens(link, "rel"):
        return True
    return any(
        each.tag in {"h1", "h2", "h3", "h4"} or not tokens(each).isdisjoint(_TITLE_BOXES)
        for each in link.iterancestors()
    )


def older_page(root: Element, *, base: str) -> str | None:
    """Return the address of the page with older posts, if there is one on the same host."""
    for link in root.iter("a", "link"):
        if not _leads_to_older(link):
            continue
        url = absolute(base, attribute(link, "href"))
        if url and same_host(url, base) and not same_page(url, base):
            return url.partition("#")[0]
    return None


def _leads_to_older(link: Element) -> bool:
    if "next" in tokens(link, "rel"):
        return True
    classes = tokens(link)
    if link.tag == "a" and not classes.isdisjoint({"blog-pager-older-link", "older-posts", "next"}):
        return True
    return link.tag == "a" and any("nav-previous" in tokens(each) for each in link.iterancestors())


def _pages(links: list[Element], base: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for link in links:
        url = (absolute(base, attribute(link, "href")) or "").partition("#")[0]
        if url and same_host(url, base) and not same_page(url, base) and "nofollow" not in tokens(link, "rel"):
            parts = urlsplit(url)
            steps = [step for step in parts.path.lower().split("/") if step]
            if (
                steps
                and _NO_POSTS.isdisjoint(steps)
                and not steps[-1].endswith(_NO_PAGES)
                and "replytocom" not in parts.query
            ):
                found.setdefault(url, None)
    return tuple(found)
