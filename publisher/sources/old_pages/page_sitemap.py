"""Sitemaps: the lists of pages that sites keep for search engines (sitemaps.org, protocol 0.9)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from html import unescape

from publisher.sources.old_pages.page_tree import absolute
from publisher.text.characters import one_line
from publisher.text.dates.machine import read_machine_date

#: The protocol allows no more addresses in one file.
MOST = 50_000

_ROOT = re.compile(r"<(?:[\w.-]+:)?(urlset|sitemapindex)\b")
_ITEM = re.compile(
    r"<(?:[\w.-]+:)?(?:url|sitemap)\s*>(.*?)(?=</(?:[\w.-]+:)?(?:url|sitemap)\s*>|<(?:[\w.-]+:)?(?:url|sitemap)\s*>|\Z)",
    re.DOTALL,
)
_PLACE = re.compile(r"<loc\s*>([^<]{1,8000})|<(?:[\w.-]+:)loc\s*>([^<]{1,8000})")
_CHANGED = re.compile(r"<lastmod\s*>([^<]{1,100})")
_SECTION = re.compile(r"<!\[CDATA\[|\]\]>")

#: Sitemaps of an index whose names say that they list something else than posts.
_NO_POSTS = re.compile(
    r"(?:^|[/_.-])(?:page|pages|category|categories|tag|tags|taxonomies|author|authors|users|image|images|video|product|"
    r"products|archives|misc)(?:[/_.-]|\d|$)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitemap:
    """What a sitemap lists."""

    #: Addresses, those that changed last first.
    addresses: tuple[str, ...]
    #: They are of further sitemaps, not of pages.
    is_index: bool
    #: Address → when it has changed last, where the sitemap says so.
    changed: dict[str, date | datetime]


def is_sitemap(text: str) -> bool:
    """Tell whether *text* begins as a sitemap does."""
    return _ROOT.search(text, 0, 2000) is not None


def read_sitemap(text: str, *, base: str) -> Sitemap:
    """Read a sitemap, however damaged.

    Args:
        text: The whole file.
        base: Its address.

    >>> read_sitemap("<urlset><url><loc>https://example.org/a</loc></url></urlset>", base="").addresses
    ('https://example.org/a',)
    """
    root = _ROOT.search(text, 0, 2000)
    is_index = root is not None and root[1] == "sitemapindex"
    found: dict[str, tuple[int, str]] = {}
    moments: dict[str, date | datetime] = {}
    for item in _ITEM.finditer(_SECTION.sub("", text)):
        place = _PLACE.search(item[1])
        url = absolute(base, one_line(unescape(place[1] or place[2]))) if place else None
        if url is None or (is_index and _NO_POSTS.search(url.rpartition("/")[2])):
            continue
        changed = _CHANGED.search(item[1])
        moment = read_machine_date(unescape(changed[1])) if changed else None
        found.setdefault(url, (0, "") if moment is None else (1, _day(moment)))
        if moment is not None:
            moments.setdefault(url, moment)
        if len(found) == MOST:
            break
    newest = (
        sorted(found, key=lambda url: found[url], reverse=True) if any(each[0] for each in found.values()) else found
    )
    return Sitemap(addresses=tuple(newest), is_index=is_index, changed=moments)


def _day(moment: date | datetime) -> str:
    return moment.isoformat()
