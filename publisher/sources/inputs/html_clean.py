"""HTML of other tools made plain, by tables of what to change.

A table is a list of rows, applied from top to bottom: a CSS selector, and what
happens to each element that it finds: it goes (`remove`), its content stays
(`unwrap`), or a function puts something plain in its place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag
    from bs4.element import PageElement

#: Is given the whole tree, to make elements with, and the element to change.
Change: TypeAlias = "Callable[[BeautifulSoup, Tag], object]"


def apply(changes: Iterable[tuple[str, Change]], soup: BeautifulSoup, part: Tag | None = None) -> None:
    """Change what each selector finds in *part*, or in all of the tree."""
    for selector, change in changes:
        for found in (part or soup).select(selector):
            if not found.decomposed:
                change(soup, found)


def remove(_: BeautifulSoup, tag: Tag) -> None:
    """Take an element out, with all that is in it."""
    tag.decompose()


def unwrap(_: BeautifulSoup, tag: Tag) -> None:
    """Leave what is in an element in its place."""
    tag.unwrap()


def words(tag: Tag | None) -> str:
    """Return the text of an element in one line; empty without one."""
    return "" if tag is None else " ".join(tag.get_text().split())


def attribute(tag: Tag | None, name: str) -> str:
    """Return an attribute without the blanks around it; empty where it is missing or a list."""
    value = None if tag is None else tag.get(name)
    return value.strip() if isinstance(value, str) else ""


def new(soup: BeautifulSoup, name: str, *inside: PageElement | str, **attributes: str) -> Tag:
    """Make an element."""
    tag = soup.new_tag(name, attrs=dict(attributes))
    tag.extend(inside)
    return tag


def link(soup: BeautifulSoup, address: str, text: str = "") -> Tag:
    """Make a paragraph with a link in it; without a text it shows its address."""
    return new(soup, "p", new(soup, "a", text or address, href=address))


def inside(tag: Tag | None) -> str:
    """Return the HTML in an element; empty without one."""
    return "" if tag is None else tag.decode_contents().strip()
