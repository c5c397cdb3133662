"""What the markup of a page says of its posts: microformats (``h-entry``, ``hentry``) and microdata (schema.org)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from publisher.model.entry import Person
from publisher.sources.pages.document import (
    Element,
    absolute,
    ancestor,
    attribute,
    is_inside,
    link_in,
    outermost,
    tokens,
    words,
)
from publisher.sources.pages.json_ld import ARTICLES
from publisher.sources.pages.metadata import Claims, enclosures_in, people_named
from publisher.text.characters import one_line
from publisher.text.dates.machine import read_machine_date, read_written_date

#: No title is longer; what is, is a note that serves as its own name.
LONGEST_TITLE = 300

_V1 = {
    "entry-title": "name", "entry-content": "content", "entry-summary": "summary", "published": "published",
    "updated": "updated", "author": "author",
}  # fmt: skip
_V1_ROOTS = frozenset({"vcard", "vevent", "hreview", "hproduct", "adr", "geo"})
_PREFIXES = ("p-", "u-", "dt-", "e-")

Properties = dict[str, list[Element]]


def is_entry(element: Element) -> bool:
    """Tell whether an element is the root of an entry."""
    return not tokens(element).isdisjoint({"h-entry", "hentry"})


def read_h_entry(root: Element, *, base: str, language: str | None) -> Claims:
    """Return what an entry says about itself."""
    found = _properties(root)
    body = tuple(outermost(found["content"]))
    return Claims(
        title=_name(root, found, body),
        authors=_authors(found["author"], base),
        published=read_time(found["published"], language)
        # An hentry with one date alone has it as `updated`.
        or (None if "h-entry" in tokens(root) else read_time(found["updated"], language)),
        updated=read_time(found["updated"], language),
        url=_url(found["uid"], base) or _url(found["url"], base) or _implied_url(root, found, base),
        summary=words(found["summary"][0]) if found["summary"] else "",
        tags=tuple(dict.fromkeys(filter(None, (one_line(value_of(each)) for each in found["category"])))),
        image=_url(found["featured"], base) or _url(found["photo"], base),
        image_alt=_alt([*found["featured"], *found["photo"]], base),
        enclosures=enclosures_in(root, base=base) if found["audio"] else (),
        body=body,
    )


def read_time(elements: Iterable[Element], language: str | None) -> date | datetime | None:
    """Return the first date among elements, from what they say to machines, else to readers."""
    for element in elements:
        machine = attribute(element, "datetime") or attribute(element, "content") or attribute(element, "title")
        values = list(_of_class(element, "value", "value-title"))
        joined = " ".join(value_of(piece) for piece in values)
        for text in (machine, attribute(element, "value"), joined):
            if found := read_machine_date(text):
                return found
        text = words(element)
        if found := read_machine_date(text) or read_written_date(text, language):
            return found
    return None


def value_of(element: Element) -> str:
    """Return what an element says as a property: for machines where it does, else its text."""
    for name, tags in (("title", ("abbr",)), ("value", ("data", "input")), ("alt", ("img", "area"))):
        if element.tag in tags and (value := attribute(element, name)):
            return value
    if "value-title" in tokens(element):
        return attribute(element, "title")
    return words(element)


def _properties(root: Element) -> Properties:
    """Return the elements behind each property, without those of things inside."""
    found: Properties = defaultdict(list)
    waiting = [*reversed(root)]
    v2 = "h-entry" in tokens(root)
    while waiting:
        element = waiting.pop()
        classes = tokens(element)
        names = {name.split("-", 1)[1] for name in classes if name.startswith(_PREFIXES)}
        if not v2 or not names:
            names |= {_V1[name] for name in classes if name in _V1}
            rel = tokens(element, "rel")
            names |= ({"url"} if "bookmark" in rel else set()) | ({"category"} if "tag" in rel else set())
        for name in names:
            found[name].append(element)
        if not any(name.startswith("h-") and name != "h-feed" for name in classes) and _V1_ROOTS.isdisjoint(classes):
            waiting += reversed(element)
    return found


def _name(root: Element, found: Properties, body: tuple[Element, ...]) -> str:
    for element in found["name"]:
        if not any(element is part for part in body):
            text = value_of(element)
            return text if len(text) <= LONGEST_TITLE else ""
    if any(found.values()) or any(name.startswith("h-") for each in root.iterdescendants() for name in tokens(each)):
        return ""
    text = words(root)
    return text if len(text) <= LONGEST_TITLE and "h-entry" in tokens(root) else ""


def _authors(elements: list[Element], base: str) -> tuple[Person, ...]:
    named = []
    for element in elements:
        inner = next(_of_class(element, "p-name", "fn"), None)
        links = [each for each in _of_class(element, "u-url", "url") if each.tag == "a"]
        link = element if attribute(element, "href") else next(iter(links), None)
        link = link_in(element) if link is None else link
        named.append((value_of(element if inner is None else inner), attribute(link, "href")))
    return people_named(named, base=base)


def _url(elements: list[Element], base: str) -> str | None:
    for element in elements:
        for name in ("href", "src", "data", "poster", "value", "title"):
            if url := absolute(base, attribute(element, name)):
                return url
        text = "".join(value_of(each) for each in _of_class(element, "value", "value-title")) or words(element)
        if "://" in text and (url := absolute(base, text)):
            return url
    return None


def _alt(elements: list[Element], base: str) -> str:
    """Return what the first picture that has an address shows."""
    element = next((each for each in elements if _url([each], base)), None)
    return one_line(attribute(element, "alt"))


def _implied_url(root: Element, found: Properties, base: str) -> str | None:
    """Return where the entry as a whole leads, or its name."""
    if root.tag == "a":
        return absolute(base, attribute(root, "href"))
    for element in found["name"][:1]:
        link = element if element.tag == "a" else link_in(element)
        link = ancestor(element, "a") if link is None else link
        if link is not None and (link is root or is_inside(link, root)):
            return absolute(base, attribute(link, "href"))
    return None


_ADDRESSES = ("href", "src", "content", "data")


def is_article(element: Element) -> bool:
    """Tell whether an element is an item that is a post."""
    return any(kind.rstrip("/").rsplit("/", 1)[-1] in ARTICLES for kind in tokens(element, "itemtype"))


def read_microdata(root: Element, *, base: str, language: str | None) -> Claims:
    """Return what an item says about itself."""
    found = _item_properties(root)
    bodies = outermost(each for each in found["articleBody"] if each.tag != "meta")
    texts = set(bodies)
    images = [*found["image"], *found["image_url"], *found["thumbnailUrl"]]
    headline = next((text for each in (*found["headline"], *found["name"]) if (text := _value(each))), "")
    return Claims(
        title=headline,
        authors=people_named(
            [_person(each) for each in found["author"]] or [_person(each) for each in found["creator"]], base=base
        ),
        published=read_time([*found["datePublished"], *found["dateCreated"]], language),
        updated=read_time(found["dateModified"], language),
        url=_item_address([*found["url"], *found["mainEntityOfPage"]], base),
        language=next(map(_value, found["inLanguage"]), None),
        summary=next((_value(each) for each in found["description"] if each not in texts), ""),
        tags=tuple(dict.fromkeys(_tags([*found["keywords"], *found["articleSection"]]))),
        image=_item_address(images, base),
        # Only an `img` has one.
        image_alt=one_line(attribute(next((each for each in images if _item_address([each], base)), None), "alt")),
        foreign_id=_blogger_id(found),
        body=tuple(bodies),
    )


def _item_properties(root: Element) -> dict[str, list[Element]]:
    """Return the elements behind each property of an item, without those of items inside."""
    found: dict[str, list[Element]] = defaultdict(list)
    waiting = [*reversed(root)]
    while waiting:
        element = waiting.pop()
        for name in tokens(element, "itemprop"):
            found[name].append(element)
        if element.get("itemscope") is None:
            waiting += reversed(element)
    return found


def _value(element: Element) -> str:
    return " ".join(attribute(element, "content").split()) or words(element)


def _person(element: Element) -> tuple[str, str]:
    is_item = element.get("itemscope") is not None
    names = [_value(each) for each in _with_property(element, "name")] if is_item else []
    link = next(_with_property(element, "url"), None)
    if link is None:
        link = element if element.get("href") else link_in(element)
    address = attribute(link, "href") or attribute(link, "content")
    return next(filter(None, names), "") or _value(element), address


def _item_address(elements: list[Element], base: str) -> str | None:
    for element in elements:
        is_item = element.get("itemscope") is not None
        inner = next(_with_property(element, "url", "contentUrl"), None) if is_item else None
        for each in (element, inner):
            for name in (*_ADDRESSES, "itemid"):
                if url := absolute(base, attribute(each, name)):
                    return url
    return None


def _tags(elements: list[Element]) -> list[str]:
    tags = []
    for element in elements:
        links = [words(link) for link in element.iterdescendants("a")]
        tags += links or [piece.strip() for piece in _value(element).split(",")]
    return [tag for tag in tags if tag and len(tag) <= 100]


def _blogger_id(found: dict[str, list[Element]]) -> str | None:
    """Return the id that Blogger's own feed gives to a post."""
    blog, post = (next(map(_value, found[name]), "") for name in ("blogId", "postId"))
    return f"tag:blogger.com,1999:blog-{blog}.post-{post}" if blog.isdecimal() and post.isdecimal() else None


def _of_class(element: Element, *names: str) -> Iterator[Element]:
    return (each for each in element.iterdescendants() if not tokens(each).isdisjoint(names))


def _with_property(element: Element, *names: str) -> Iterator[Element]:
    return (each for each in element.iterdescendants() if not tokens(each, "itemprop").isdisjoint(names))
