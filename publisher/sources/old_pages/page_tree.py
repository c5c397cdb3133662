"""The elements of a page, and the few questions that all readers of pages ask them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin, urlsplit, urlunsplit

from publisher.text.characters import legal, one_line

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag
    from bs4.element import PageElement

#: Characters of a page; a longer one is refused.
LONGEST = 16 * 1024 * 1024

#: Tags of a page; each costs memory and time.
MOST_TAGS = 200_000

#: Levels of elements; no page that people wrote has as many.
DEEPEST = 256

#: Elements that do not part the words around them.
_WITHIN_WORDS = frozenset(
    {
        "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins", "kbd",
        "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "tt", "u", "var", "wbr",
    }
)  # fmt: skip
_DECLARATION = re.compile(r"<\?(?:xml|php)\b[^>]*>|\x00", re.IGNORECASE)


class PageError(Exception):
    """A page that cannot be read at all."""

    def __init__(self, reason: str, hint: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.hint = hint


def read_tree(text: str) -> BeautifulSoup:
    """Parse a page, however damaged.

    Raises:
        PageError: It is empty, or so large or deep that reading it would cost too much.
    """
    from bs4 import BeautifulSoup

    if len(text) > LONGEST:
        raise PageError(f"longer than {LONGEST // 1024**2} million characters", "Leave the page out.")
    if text.count("<") > MOST_TAGS:
        raise PageError(f"has more than {MOST_TAGS:,} tags", "Leave the page out.")
    # Without a line end, Beautiful Soup takes a short text for the name of a file; without one before, half of a
    # declaration for XML, of which it warns.
    tree = BeautifulSoup(f"\n{legal(_DECLARATION.sub('', text))}\n", "lxml")
    if _depth(tree) > DEEPEST:
        raise PageError(f"elements stand more than {DEEPEST} deep in this page", "Leave the page out.")
    return tree


def words(element: Tag | None) -> str:
    """Return the text of an element on one line; nothing for none."""
    from bs4.element import NavigableString, Tag

    if element is None:
        return ""
    pieces: list[str] = []
    for node in element.descendants:
        if isinstance(node, Tag):
            if node.name not in _WITHIN_WORDS:
                pieces.append(" ")
        elif type(node) is NavigableString:
            pieces.append(node)
    return one_line("".join(pieces))


def attribute(element: Tag | None, name: str) -> str:
    """Return an attribute as text without blanks around it; empty where it is missing."""
    value = element.get(name) if element is not None else None
    if value is None:
        return ""
    return (value if isinstance(value, str) else " ".join(value)).strip()


def tokens(element: Tag, name: str = "class") -> frozenset[str]:
    """Return the words of an attribute."""
    return frozenset(attribute(element, name).split())


def absolute(base: str, address: str) -> str | None:
    """Return *address* as an absolute http(s) one without blanks; None if it is none.

    >>> absolute("https://example.org/a/b.html", "../c d.png")
    'https://example.org/c%20d.png'
    """
    address = address.strip()
    if not address or len(address) > 4096:
        return None
    try:
        whole = urljoin(base, address) if base else address
        parts = urlsplit(whole)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            return None
        return urlunsplit(parts._replace(path=parts.path or "/")).replace(" ", "%20")
    except ValueError:
        return None


def text_sizes(tree: Tag) -> dict[int, int]:
    """Return the length of the text in each element."""
    from bs4.element import NavigableString, Tag

    sizes: dict[int, int] = {}
    order: list[Tag] = [tree]
    for element in order:
        order += element.find_all(True, recursive=False)
    for element in reversed(order):
        sizes[id(element)] = sum(
            sizes[id(child)] if isinstance(child, Tag) else len(child) if type(child) is NavigableString else 0
            for child in element.children
        )
    return sizes


def same_page(one: str, other: str) -> bool:
    """Tell whether two addresses lead to the same page, as far as can be told without asking.

    >>> same_page("http://www.example.org/a/?utm_source=x#top", "https://example.org/a/index.html")
    True
    """
    return page_of(one) == page_of(other)


def outermost(elements: Iterable[Tag]) -> list[Tag]:
    """Return those of *elements* that stand in none of the others, each once, in order."""
    found = {id(element): element for element in elements}
    return [element for element in found.values() if not any(id(ancestor) in found for ancestor in element.parents)]


def highest(tree: Tag, wanted: Callable[[Tag], bool]) -> list[Tag]:
    """Return the elements below *tree* that are wanted and stand in no other such element, in order."""
    found: list[Tag] = []
    waiting = [*reversed(tree.find_all(True, recursive=False))]
    while waiting:
        element = waiting.pop()
        if wanted(element):
            found.append(element)
        else:
            waiting += reversed(element.find_all(True, recursive=False))
    return found


def is_inside(element: PageElement, ancestor: Tag) -> bool:
    """Tell whether an element stands in another one; by itself, not by what it looks like."""
    return any(parent is ancestor for parent in element.parents)


def page_of(address: str) -> tuple[str, str, str]:
    """Return what two addresses of one page have in common: host, path and query without what only counts readers."""
    try:
        parts = urlsplit(urldefrag(address)[0])
    except ValueError:
        return address, "", ""
    query = "&".join(
        piece for piece in parts.query.split("&") if piece and not piece.startswith(("utm_", "m=", "fbclid=", "amp="))
    )
    path = re.sub(r"/(?:index\.(?:html?|php))?$|\.html?$", "", parts.path)
    return parts.netloc.lower().removeprefix("www."), path, query


def _depth(tree: Tag) -> int:
    """Return how many levels of elements there are, up to one more than are allowed."""
    level, nodes = 0, [tree]
    while nodes and level <= DEEPEST:
        nodes = [child for node in nodes for child in node.find_all(True, recursive=False)]
        level += 1
    return level
