"""JSON-LD in pages: what search engines are told (schema.org ``Article`` and its kinds)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from msgspec.structs import replace

from publisher.model.entry import Enclosure, Person
from publisher.sources.inputs.episodes import seconds_of
from publisher.sources.inputs.json_text import load_json
from publisher.sources.pages.document import Element, absolute, same_page
from publisher.sources.pages.metadata import Claims, enclosure, people_named
from publisher.text.characters import one_line
from publisher.text.dates.machine import read_machine_date

#: Kinds of `Article` that are posts.
ARTICLES = frozenset(
    {
        "AdvertiserContentArticle", "AnalysisNewsArticle", "Article", "AskPublicNewsArticle", "BackgroundNewsArticle",
        "BlogPosting", "DiscussionForumPosting", "LiveBlogPosting", "MedicalScholarlyArticle", "NewsArticle",
        "OpinionNewsArticle", "PodcastEpisode", "Report", "ReportageNewsArticle", "ReviewNewsArticle",
        "SatiricalArticle", "ScholarlyArticle", "SocialMediaPosting", "TechArticle",
    }
)  # fmt: skip
LISTS = frozenset({"Blog", "CollectionPage", "ItemList", "ProfilePage", "SearchResultsPage"})
PAGES = frozenset({"AboutPage", "ContactPage", "FAQPage", "WebPage", "WebSite"})

#: Objects of one page that are looked at.
MOST = 10_000

_COMMENT = re.compile(
    r'("(?:[^"\\]|\\.)*+")|/\*.*?(?:\*/|\Z)|(?<![:\w])//[^\n]*|<!--|-->|(?://)?<!\[CDATA\[|(?://)?\]\]>', re.DOTALL
)
#: A whole comment of HTML; more often its signs alone stand around a script.
_REMARK = re.compile(r'("(?:[^"\\]|\\.)*+")|<!--.*?(?:-->|\Z)', re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x1f]+")
_LAST_COMMA = re.compile(r'("(?:[^"\\]|\\.)*+")|,(?=\s*[}\]])')
#: Begins a script that does not say that it is linked data.
_UNTYPED = re.compile(r"\s*\{\s*\"@context\"\s*:\s*\"https?://schema\.org")
_TYPE = re.compile(r'"@type"\s*:\s*"([A-Za-z]{4,40})"')
_PAIR = re.compile(r'"(headline|datePublished|dateModified|description)"\s*:\s*("(?:[^"\\]|\\.){1,2000}+")', re.DOTALL)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[A-Za-z]{2,31});")
_KEPT = ("author", "creator", "image", "audio", "associatedMedia", "mainEntityOfPage")

Object = dict[str, Any]


def read_json_ld(tree: Element) -> list[Object]:
    """Return every object of a page that has a type, with what it refers to by ``@id`` put in its place.

    Of a script that cannot be read even when comments, control characters and
    commas too many are taken out, the texts of an article count that can be
    told; where there are none, it counts as absent.
    """
    top: list[Object] = []
    for script in tree.iter("script"):
        if not _is_linked_data(script.get("type")):
            continue
        text = script.text or ""
        if script.get("type") is None and not _UNTYPED.match(text):
            continue
        value = _parsed(text) or _salvaged(text)
        if value is not None:
            top += _objects(value)
    by_id = {each["@id"]: each for each in reversed(top) if isinstance(each.get("@id"), str) and len(each) > 2}
    for each in top:
        for name in _KEPT:
            if name in each:
                each[name] = _resolved(each[name], by_id)
    return [each for each in top if types_of(each)]


def types_of(found: Object) -> frozenset[str]:
    """Return the types of an object without their namespaces."""
    types = found.get("@type")
    names = types if isinstance(types, list) else [types]
    return frozenset(name.rstrip("/").rsplit("/", 1)[-1].rsplit(":", 1)[-1] for name in names if isinstance(name, str))


def articles_in(objects: list[Object]) -> list[Object]:
    """Return the objects that are posts by themselves, not items of a list."""
    return [each for each in objects if types_of(each) & ARTICLES and not each.get("@listed")]


def claims_of(found: Object, *, base: str) -> Claims:
    """Return what an article says about itself."""
    return Claims(
        title=_text(found.get("headline")) or _text(found.get("name")),
        authors=_people(found.get("author")) or _people(found.get("creator")),
        published=_date(found.get("datePublished")) or _date(found.get("dateCreated")),
        updated=_date(found.get("dateModified")),
        url=_url(found, base),
        language=_text(found.get("inLanguage")) or None,
        summary=_text(found.get("description")),
        tags=_tags(found),
        image=_address(found.get("image"), base) or _address(found.get("thumbnailUrl"), base),
        image_alt=_caption(found.get("image"), base),
        enclosures=_enclosures(found, base),
        text=unescape(_long(found.get("articleBody"))),
    )


def chosen(articles: list[Object], *, base: str, address: str | None) -> Object | None:
    """Return the article that a page with one post is about."""
    if address:
        for each in articles:
            url = _url(each, base)
            if url and same_page(url, address):
                return each
    return articles[0] if articles else None


def _parsed(text: str) -> Any:
    for attempt in (str.strip, _without_comments, _mended, _without_remarks):
        try:
            return load_json(attempt(text), strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _is_linked_data(kind: str | None) -> bool:
    return kind is None or kind.strip().lower().startswith("application/ld+json")


def _salvaged(text: str) -> Object | None:
    """Return what a damaged script says of an article, by the first text of each name."""
    if not (kind := _TYPE.search(text)) or kind[1] not in ARTICLES:
        return None
    found: Object = {"@type": kind[1]}
    for name, written in _PAIR.findall(text, kind.end()):
        try:
            found.setdefault(name, load_json(written, strict=False))
        except ValueError:
            continue
    return found if len(found) > 1 else None


def _without_comments(text: str) -> str:
    return _COMMENT.sub(lambda found: found[1] or "", text).strip().rstrip(";")


def _without_remarks(text: str) -> str:
    return _mended(_REMARK.sub(lambda found: found[1] or "", text))


def _mended(text: str) -> str:
    text = _CONTROL.sub(" ", _without_comments(text))
    return _LAST_COMMA.sub(lambda found: found[1] or "", text)


def _objects(value: Any) -> Iterator[Object]:
    """Yield the objects of a script from the outside to the inside; items of lists are marked."""
    waiting: list[tuple[Any, bool]] = [(value, False)]
    for count, (each, listed) in enumerate(waiting):
        if count > MOST:
            return
        if isinstance(each, list):
            waiting += [(item, listed) for item in each]
        elif isinstance(each, dict):
            if listed:
                each["@listed"] = True
            yield each
            in_list = listed or bool(types_of(each) & LISTS)
            for name in (
                "@graph",
                "mainEntity",
                "mainEntityOfPage",
                "hasPart",
                "itemListElement",
                "item",
                "blogPost",
                "blogPosts",
            ):
                if isinstance(each.get(name), (dict, list)):
                    inner = in_list or name in {"hasPart", "itemListElement", "blogPost", "blogPosts"}
                    waiting.append((each[name], inner))
            for name in ("author", "publisher", "image", "isPartOf"):
                if isinstance(each.get(name), (dict, list)):
                    waiting.append((each[name], True))


def _resolved(value: Any, by_id: dict[str, Object]) -> Any:
    if isinstance(value, list):
        return [_resolved(each, by_id) for each in value]
    if isinstance(value, dict) and isinstance(value.get("@id"), str) and not {"name", "url"} & value.keys():
        return by_id.get(value["@id"], value)
    return value


def _long(value: Any) -> str:
    if isinstance(value, list):
        value = next((each for each in value if each), None)
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name")
    return value if isinstance(value, str) else str(value) if isinstance(value, int) else ""


def _text(value: Any) -> str:
    text = _long(value)
    return one_line(unescape(text) if _ENTITY.search(text) else text)


def _date(value: Any) -> Any:
    return read_machine_date(_long(value))


def _people(value: Any) -> tuple[Person, ...]:
    named: list[tuple[str, str]] = []
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, dict):
            url = each.get("url") or each.get("sameAs")
            url = next((item for item in url if isinstance(item, str)), "") if isinstance(url, list) else url
            names = each.get("name")
            for name in names if isinstance(names, list) else [names]:
                named.append((_text(name), url if isinstance(url, str) else ""))
        elif isinstance(each, str):
            named.append((_text(each), ""))
    return people_named(named)


def _url(found: Object, base: str) -> str | None:
    page = found.get("mainEntityOfPage")
    for value in (found.get("url"), page, found.get("@id")):
        if isinstance(value, dict):
            value = value.get("@id") or value.get("url")  # unwraps
        if isinstance(value, str) and not value.startswith("#") and (url := absolute(base, value)):
            return url.partition("#")[0]
    return None


def _tags(found: Object) -> tuple[str, ...]:
    tags: list[str] = []
    for name in ("keywords", "articleSection"):
        value = found.get(name)
        for each in value if isinstance(value, list) else [value]:
            text = _text(each)
            tags += [piece.strip() for piece in text.split(",")] if isinstance(each, str) else [text]
    return tuple(dict.fromkeys(tag for tag in tags if tag and "://" not in tag and len(tag) <= 100))


def _address(value: Any, base: str) -> str | None:
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, dict):
            each = each.get("contentUrl") or each.get("url") or each.get("@id")  # unwraps
        if isinstance(each, list):
            each = next(iter(each), None)  # unwraps
        if isinstance(each, str) and (url := absolute(base, each)):
            return url
    return None


def _duration(found: Any) -> int:
    return seconds_of(_text(found.get("duration"))) if isinstance(found, dict) else 0


def _caption(value: Any, base: str) -> str:
    """Return the caption of the picture that `_address` takes, and of no other one."""
    for each in value if isinstance(value, list) else [value]:
        if _address(each, base):
            return _text(each.get("caption")) if isinstance(each, dict) else ""
    return ""


def _enclosures(found: Object, base: str) -> tuple[Enclosure, ...]:
    files = []
    for name in ("audio", "associatedMedia"):
        value = found.get(name)
        for each in value if isinstance(value, list) else [value]:
            url = _address(each, base)
            kind = _text(each.get("encodingFormat")) if isinstance(each, dict) else ""
            if url and (file := enclosure(url, kind, 0)) is not None:
                files.append(replace(file, duration=_duration(each) or _duration(found)))
    return tuple(dict.fromkeys(files))
