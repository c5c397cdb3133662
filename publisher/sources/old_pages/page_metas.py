"""What the head of a page says: Open Graph, article, Dublin Core and plain metas, and its links."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from publisher.model.entry import Person
from publisher.sources.old_pages.page_claims import Claims
from publisher.sources.old_pages.page_media import enclosure
from publisher.sources.old_pages.page_people import people_named
from publisher.sources.old_pages.page_place import LOCAL_HOSTS
from publisher.sources.old_pages.page_tree import absolute, attribute, tokens, words
from publisher.text.characters import one_line
from publisher.text.dates.machine import read_machine_date

if TYPE_CHECKING:
    from datetime import date, datetime

    from bs4 import BeautifulSoup

_FEEDS = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"})
_REFRESH = re.compile(r"\s*\d+(?:\.\d*)?\s*[;,]\s*(?:url\s*=\s*)?[\"']?([^\"']+)", re.IGNORECASE)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_COMMENTS_FEED = re.compile(r"comment|kommentar|reactie|/feeds/\d+/", re.IGNORECASE)

#: Metas that hold each field, the one that decides first.
_TITLE = ("og:title", "twitter:title", "dc.title", "dcterms.title", "dc:title", "citation_title", "title")
_AUTHOR = (
    "author", "article:author", "article:author_name", "dc.creator", "dcterms.creator", "dc:creator",
    "citation_author", "sailthru.author", "parsely-author", "byl", "twitter:data1",
)  # fmt: skip
_PUBLISHED = (
    "article:published_time", "og:article:published_time", "article:published", "og:published_time", "datepublished",
    "publish_date", "publishdate", "pubdate", "parsely-pub-date", "sailthru.date", "dcterms.issued", "dc.date.issued",
    "dcterms.created", "dc.date.created", "dc.date", "dcterms.date", "dc:date", "citation_publication_date",
    "citation_date", "date", "created",
)  # fmt: skip
_UPDATED = (
    "article:modified_time", "og:article:modified_time", "og:updated_time", "datemodified", "dcterms.modified",
    "dc.date.modified", "last-modified", "modified", "updated",
)  # fmt: skip
_SUMMARY = (
    "og:description",
    "description",
    "twitter:description",
    "dc.description",
    "dcterms.abstract",
    "dc:description",
)
_TAGS = ("article:tag", "og:article:tag", "article:section", "parsely-tags", "tags")
_IMAGE = ("og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src")


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What a page says about itself as a whole."""

    claims: Claims
    #: Address that relative ones refer to; empty where the page's own is not known.
    base: str
    #: ``og:type`` in lower case.
    kind: str
    site_name: str
    #: Text of the ``title`` element.
    title: str
    #: Feeds of the site: address and title.
    feeds: tuple[tuple[str, str], ...]
    #: Where the page sends its readers on to at once; absolute where that can be told.
    refresh: str | None
    generator: str
    names: frozenset[str] = field(default_factory=frozenset)


def read_head(tree: BeautifulSoup, *, address: str | None, presumed: bool = False) -> Head:
    """Read the head of a page.

    Args:
        tree: The page.
        address: Where it was found; None where nobody knows.
        presumed: Nobody has found it there: another host that the page says
            to be on counts more.
    """
    metas = _metas(tree)
    said = _link(tree, "canonical", "") or absolute("", next(iter(metas["og:url"]), "")) or ""
    moved = presumed and urlsplit(said).hostname not in {None, urlsplit(address or "").hostname, *LOCAL_HOSTS}
    own = said if moved or not address else address
    base = absolute(own, attribute(tree.find("base", href=True), "href")) or own
    claims = Claims(
        title=_first_line(metas, _TITLE),
        authors=_authors(metas, base),
        published=_date(metas, _PUBLISHED),
        updated=_date(metas, _UPDATED),
        url=_link(tree, "canonical", own) or absolute(own, next(iter(metas["og:url"]), "")),
        language=_language(tree, metas),
        summary=_first_line(metas, _SUMMARY),
        tags=_tags(metas),
        image=_address(metas, _IMAGE, base),
        image_alt=_image_alt(metas, base),
        enclosures=tuple(
            file
            for value in metas["og:audio"] + metas["og:audio:secure_url"]
            if (url := absolute(base, value)) and (file := enclosure(url, next(iter(metas["og:audio:type"]), ""), 0))
        )[:1],
    )
    return Head(
        claims=claims,
        base=base,
        kind=next(iter(metas["og:type"]), "").lower(),
        site_name=one_line(next(iter(metas["og:site_name"] or metas["application-name"]), "")),
        title=words(tree.title),
        feeds=_feeds(tree, base),
        refresh=_refresh(metas, base),
        generator=next(iter(metas["generator"]), ""),
        names=frozenset(name for name, values in metas.items() if values),
    )


def language_tag(text: str | None) -> str | None:
    """Return a language tag (BCP 47) in its usual spelling; None for anything else.

    >>> language_tag("en_us")
    'en-US'
    """
    if not text:
        return None
    tag = text.strip().split(",")[0].replace("_", "-").split(".")[0]
    if not _LANGUAGE.fullmatch(tag) or len(tag) > 35 or tag.lower() in {"und", "mul", "zxx"}:
        return None
    first, *rest = tag.split("-")
    spelled = {2: str.upper, 4: str.title}
    return "-".join([first.lower(), *(spelled.get(len(piece), str)(piece) for piece in rest)])


def _metas(tree: BeautifulSoup) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    metas = tree.find_all("meta")
    # Open Graph belongs under `property`; what stands under `name` comes second.
    for name in ("property", "name", "http-equiv"):
        for meta in metas:
            value = attribute(meta, "content") or attribute(meta, "value")
            for key in attribute(meta, name).lower().split() if value else ():
                found[key].append(value)
    return found


def _first_line(metas: dict[str, list[str]], names: tuple[str, ...]) -> str:
    return next((line for name in names for value in metas.get(name, ()) if (line := one_line(value))), "")


def _image_alt(metas: dict[str, list[str]], base: str) -> str:
    """Return what the picture shows, by whoever names it; nothing where it may be said of another one."""
    image = _address(metas, _IMAGE, base)
    for name in ("og:image", "twitter:image"):
        alts, images = metas[f"{name}:alt"], metas[name]
        names = (f"{name}:secure_url", name, f"{name}:url", f"{name}:src")
        is_its_own = len(images) < 2 or len(images) == len(alts)
        if alts and is_its_own and image is not None and _address(metas, names, base) == image:
            return one_line(alts[0])
    return ""


def _authors(metas: dict[str, list[str]], base: str) -> tuple[Person, ...]:
    for name in _AUTHOR:
        if name == "twitter:data1" and "written by" not in " ".join(metas.get("twitter:label1", ())).lower():
            continue
        if people := people_named([(value, "") for value in metas.get(name, ())], base=base):
            return people
    return ()


def _date(metas: dict[str, list[str]], names: tuple[str, ...]) -> date | datetime | None:
    return next((day for name in names for value in metas.get(name, ()) if (day := read_machine_date(value))), None)


def _tags(metas: dict[str, list[str]]) -> tuple[str, ...]:
    values = [value for name in _TAGS for value in metas.get(name, ())]
    tags = [one_line(piece) for value in values for piece in (value.split(",") if len(values) == 1 else [value])]
    return tuple(dict.fromkeys(tag for tag in tags if tag and len(tag) <= 100))


def _address(metas: dict[str, list[str]], names: tuple[str, ...], base: str) -> str | None:
    return next((url for name in names for value in metas.get(name, ()) if (url := absolute(base, value))), None)


def _language(tree: BeautifulSoup, metas: dict[str, list[str]]) -> str | None:
    html = tree.find("html")
    body = tree.find("body")
    said = [attribute(html, "lang"), attribute(html, "xml:lang"), attribute(body, "lang")]
    said += [*metas["content-language"], *metas["dc.language"], *metas["og:locale"]]
    return next((tag for text in said if (tag := language_tag(text))), None)


def _link(tree: BeautifulSoup, rel: str, base: str) -> str | None:
    for link in tree.find_all("link", href=True):
        if rel in {each.lower() for each in tokens(link, "rel")} and (url := absolute(base, attribute(link, "href"))):
            return url
    return None


def _feeds(tree: BeautifulSoup, base: str) -> tuple[tuple[str, str], ...]:
    """Return the feeds of posts that a page names."""
    found: dict[str, str] = {}
    for link in tree.find_all("link", href=True):
        kind = attribute(link, "type").lower().partition(";")[0]
        rel = {each.lower() for each in tokens(link, "rel")}
        url = absolute(base, attribute(link, "href"))
        title = one_line(attribute(link, "title"))
        offered = bool(rel & {"alternate", "feed"}) and (kind in _FEEDS or "feed" in rel)
        if offered and url and not _COMMENTS_FEED.search(f"{url} {title}"):
            found.setdefault(url, title)
    return tuple(found.items())


def _refresh(metas: dict[str, list[str]], base: str) -> str | None:
    found = next((match for value in metas["refresh"] if (match := _REFRESH.match(value))), None)
    return (absolute(base, found[1]) or found[1].strip()) if found else None
