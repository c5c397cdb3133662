"""Microdata in pages: ``itemprop`` below an ``itemscope`` that is an article of schema.org."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from publisher.sources.old_pages.page_claims import Claims
from publisher.sources.old_pages.page_h_entry import read_time
from publisher.sources.old_pages.page_json_ld import ARTICLES
from publisher.sources.old_pages.page_people import people_named
from publisher.sources.old_pages.page_tree import absolute, attribute, outermost, tokens, words
from publisher.text.characters import one_line

if TYPE_CHECKING:
    from bs4 import Tag

_ADDRESSES = ("href", "src", "content", "data")


def is_article(element: Tag) -> bool:
    """Tell whether an element is an item that is a post."""
    return any(kind.rstrip("/").rsplit("/", 1)[-1] in ARTICLES for kind in tokens(element, "itemtype"))


def read_microdata(root: Tag, *, base: str, language: str | None) -> Claims:
    """Return what an item says about itself."""
    found = _properties(root)
    bodies = outermost(each for each in found["articleBody"] if each.name != "meta")
    texts = {id(each) for each in bodies}
    images = [*found["image"], *found["image_url"], *found["thumbnailUrl"]]
    headline = next((text for each in (*found["headline"], *found["name"]) if (text := _value(each))), "")
    return Claims(
        title=headline,
        authors=people_named(
            [_person(each) for each in found["author"]] or [_person(each) for each in found["creator"]], base=base
        ),
        published=read_time([*found["datePublished"], *found["dateCreated"]], language),
        updated=read_time(found["dateModified"], language),
        url=_address([*found["url"], *found["mainEntityOfPage"]], base),
        language=next(map(_value, found["inLanguage"]), None),
        summary=next((_value(each) for each in found["description"] if id(each) not in texts), ""),
        tags=tuple(dict.fromkeys(_tags([*found["keywords"], *found["articleSection"]]))),
        image=_address(images, base),
        # Only an `img` has one.
        image_alt=one_line(attribute(next((each for each in images if _address([each], base)), None), "alt")),
        foreign_id=_blogger_id(found),
        body=tuple(bodies),
    )


def _properties(root: Tag) -> dict[str, list[Tag]]:
    """Return the elements behind each property of an item, without those of items inside."""
    found: dict[str, list[Tag]] = defaultdict(list)
    waiting = [*reversed(root.find_all(True, recursive=False))]
    while waiting:
        element = waiting.pop()
        for name in tokens(element, "itemprop"):
            found[name].append(element)
        if element.get("itemscope") is None:
            waiting += reversed(element.find_all(True, recursive=False))
    return found


def _value(element: Tag) -> str:
    return " ".join(attribute(element, "content").split()) or words(element)


def _person(element: Tag) -> tuple[str, str]:
    is_item = element.get("itemscope") is not None
    names = [_value(each) for each in element.select("[itemprop~=name]")] if is_item else []
    link = element.select_one("[itemprop~=url]") or (element if element.get("href") else element.find("a", href=True))
    address = attribute(link, "href") or attribute(link, "content")
    return next(filter(None, names), "") or _value(element), address


def _address(elements: list[Tag], base: str) -> str | None:
    for element in elements:
        is_item = element.get("itemscope") is not None
        inner = element.select_one("[itemprop~=url], [itemprop~=contentUrl]") if is_item else None
        for each in (element, inner):
            for name in (*_ADDRESSES, "itemid"):
                if url := absolute(base, attribute(each, name)):
                    return url
    return None


def _tags(elements: list[Tag]) -> list[str]:
    tags = []
    for element in elements:
        links = [words(link) for link in element.find_all("a")]
        tags += links or [piece.strip() for piece in _value(element).split(",")]
    return [tag for tag in tags if tag and len(tag) <= 100]


def _blogger_id(found: dict[str, list[Tag]]) -> str | None:
    """Return the id that Blogger's own feed gives to a post."""
    blog, post = (next(map(_value, found[name]), "") for name in ("blogId", "postId"))
    return f"tag:blogger.com,1999:blog-{blog}.post-{post}" if blog.isdecimal() and post.isdecimal() else None
