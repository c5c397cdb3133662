"""The links of a page that lists posts."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from publisher.sources.old_pages.page_tree import absolute, attribute, same_page, tokens

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

_TITLES = (
    "h1 a[href], h2 a[href], h3 a[href], h4 a[href], .entry-title a[href], .post-title a[href], a.u-url[href],"
    " a[rel~=bookmark][href], a.post-link[href]"
)
_NO_PAGES = (
    ".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg", ".avif", ".pdf", ".zip", ".gz", ".mp3", ".mp4", ".m4a", ".ogg",
    ".xml", ".rss", ".atom", ".json", ".css", ".js", ".ics", ".epub", ".txt",
)  # fmt: skip
_NO_POSTS = frozenset(
    {
        "tag", "tags", "category", "categories", "author", "authors", "page", "search", "login", "wp-login.php",
        "feed", "rss", "about", "contact", "privacy", "archives", "label", "labels", "privacy-policy",
        "imprint", "impressum", "cart", "shop", "account",
    }
)  # fmt: skip
_OLDER = (
    "link[rel~=next][href], a[rel~=next][href], a.blog-pager-older-link[href], .nav-previous a[href],"
    " a.older-posts[href], a.next[href]"
)


def post_links(tree: BeautifulSoup, *, base: str) -> tuple[str, ...]:
    """Return the addresses, on the same host, that a list page offers as posts, in order.

    Those that head something count; where there are none, all in the page but
    those that are known to lead elsewhere.
    """
    heading = _pages(tree.select(_TITLES), base)
    return heading if len(heading) > 1 else _pages(tree.find_all("a", href=True), base)


def older_page(tree: BeautifulSoup, *, base: str) -> str | None:
    """Return the address of the page with older posts, if there is one on the same host."""
    for link in tree.select(_OLDER):
        url = absolute(base, attribute(link, "href"))
        if url and same_host(url, base) and not same_page(url, base):
            return url.partition("#")[0]
    return None


def same_host(one: str, other: str) -> bool:
    """Tell whether two addresses are of one host."""
    try:
        hosts = [(urlsplit(each).hostname or "").removeprefix("www.") for each in (one, other)]
    except ValueError:
        return False
    return hosts[0] == hosts[1] != ""


def _pages(links: list[Tag], base: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for link in links:
        url = (absolute(base, attribute(link, "href")) or "").partition("#")[0]
        if not url or not same_host(url, base) or same_page(url, base) or "nofollow" in tokens(link, "rel"):
            continue
        parts = urlsplit(url)
        steps = [step for step in parts.path.lower().split("/") if step]
        if not steps or steps[0] in _NO_POSTS or steps[-1].endswith(_NO_PAGES) or "replytocom" in parts.query:
            continue
        if not _NO_POSTS.isdisjoint(steps[:-1]) or steps[-1] in _NO_POSTS:
            continue
        found.setdefault(url, None)
    return tuple(found)
