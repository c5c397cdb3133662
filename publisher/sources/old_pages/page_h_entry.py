"""Microformats in pages: ``h-entry`` (microformats2) and the older ``hentry``."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from typing import TYPE_CHECKING

from publisher.model.entry import Person
from publisher.sources.old_pages.page_claims import Claims
from publisher.sources.old_pages.page_media import enclosures_in
from publisher.sources.old_pages.page_people import people_named
from publisher.sources.old_pages.page_tree import absolute, attribute, is_inside, outermost, tokens, words
from publisher.text.characters import one_line
from publisher.text.dates.machine import read_machine_date, read_written_date

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bs4 import Tag

#: No title is longer; what is, is a note that serves as its own name.
LONGEST_TITLE = 300

_V1 = {
    "entry-title": "name", "entry-content": "content", "entry-summary": "summary", "published": "published",
    "updated": "updated", "author": "author",
}  # fmt: skip
_V1_ROOTS = frozenset({"vcard", "vevent", "hreview", "hproduct", "adr", "geo"})
_PREFIXES = ("p-", "u-", "dt-", "e-")

Properties = dict[str, list["Tag"]]


def is_entry(element: Tag) -> bool:
    """Tell whether an element is the root of an entry."""
    return not tokens(element).isdisjoint({"h-entry", "hentry"})


def read_h_entry(root: Tag, *, base: str, language: str | None) -> Claims:
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


def read_time(elements: Iterable[Tag], language: str | None) -> date | datetime | None:
    """Return the first date among elements, from what they say to machines, else to readers."""
    for element in elements:
        machine = attribute(element, "datetime") or attribute(element, "content") or attribute(element, "title")
        values = [piece for piece in element.find_all(class_=["value", "value-title"]) if piece is not element]
        joined = " ".join(value_of(piece) for piece in values)
        for text in (machine, attribute(element, "value"), joined):
            if found := read_machine_date(text):
                return found
        text = words(element)
        if found := read_machine_date(text) or read_written_date(text, language):
            return found
    return None


def value_of(element: Tag) -> str:
    """Return what an element says as a property: for machines where it does, else its text."""
    for name, tags in (("title", ("abbr",)), ("value", ("data", "input")), ("alt", ("img", "area"))):
        if element.name in tags and (value := attribute(element, name)):
            return value
    if "value-title" in tokens(element):
        return attribute(element, "title")
    return words(element)


def _properties(root: Tag) -> Properties:
    """Return the elements behind each property, without those of things inside."""
    found: Properties = defaultdict(list)
    waiting = [*reversed(root.find_all(True, recursive=False))]
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
            waiting += reversed(element.find_all(True, recursive=False))
    return found


def _name(root: Tag, found: Properties, body: tuple[Tag, ...]) -> str:
    for element in found["name"]:
        if not any(element is part for part in body):
            text = value_of(element)
            return text if len(text) <= LONGEST_TITLE else ""
    if any(found.values()) or root.find(class_=lambda name: name is not None and name.startswith("h-")):
        return ""
    text = words(root)
    return text if len(text) <= LONGEST_TITLE and "h-entry" in tokens(root) else ""


def _authors(elements: list[Tag], base: str) -> tuple[Person, ...]:
    named = []
    for element in elements:
        inner = element.find(class_=["p-name", "fn"])
        link = element if attribute(element, "href") else element.find("a", class_=["u-url", "url"])
        link = link or element.find("a", href=True)
        named.append((value_of(inner or element), attribute(link, "href")))
    return people_named(named, base=base)


def _url(elements: list[Tag], base: str) -> str | None:
    for element in elements:
        for name in ("href", "src", "data", "poster", "value", "title"):
            if url := absolute(base, attribute(element, name)):
                return url
        text = "".join(value_of(each) for each in element.find_all(class_=["value", "value-title"])) or words(element)
        if "://" in text and (url := absolute(base, text)):
            return url
    return None


def _alt(elements: list[Tag], base: str) -> str:
    """Return what the first picture that has an address shows."""
    element = next((each for each in elements if _url([each], base)), None)
    return one_line(attribute(element, "alt"))


def _implied_url(root: Tag, found: Properties, base: str) -> str | None:
    """Return where the entry as a whole leads, or its name."""
    if root.name == "a":
        return absolute(base, attribute(root, "href"))
    for element in found["name"][:1]:
        link = element if element.name == "a" else element.find("a", href=True) or element.find_parent("a", href=True)
        if link is not None and (link is root or is_inside(link, root)):
            return absolute(base, attribute(link, "href"))
    return None
