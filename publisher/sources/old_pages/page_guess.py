"""Where the text of a page most likely stands, when nothing says so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from publisher.sources.old_pages.page_tree import attribute, text_sizes

if TYPE_CHECKING:
    from bs4 import Tag

#: Blocks with fewer letters are captions, dates and labels.
SHORTEST = 25

_TEXT = frozenset({"p", "pre", "blockquote", "li", "dd", "td", "figcaption", "h2", "h3", "h4", "h5", "h6"})
_BLOCKS = frozenset({"div", "section", "article", "main", "td", "body", "dl", "center", "span", "form"})
_AROUND = frozenset({"header", "footer", "nav", "aside"})
#: What the names of elements that are no part of a post have in them.
_ASIDE = re.compile(
    r"cookie|consent|gdpr|modal|popup|comment|kommentar|respond|footer|sidebar|widget|related|newsletter|promo|teaser|"
    r"banner|overlay|testimonial|slider|carousel|recommend|next-?post|prev-?post|dialog|share|social|menu|breadcrumb|"
    r"login|signup|subscribe|advert|sponsor|tags?-?list|review|toolbar|masthead|hidden|author-?(?:box|bio|info)|noprint",
    re.IGNORECASE,
)
#: Names that page builders give to every box.
_BUILDERS = re.compile(r"\b(?:elementor|wpb|vc|et_pb|fusion|fl|divi|wp-block|su|avia|brxe)[-_][\w-]*", re.IGNORECASE)
_INNER = re.compile(r"content|article|post|entry|story|text|main", re.IGNORECASE)


def guess_body(tree: Tag) -> Tag | None:
    """Return the element that is richest in sentences; None if there are hardly any.

    Every letter of a paragraph counts for the elements around it; links, labels
    and whatever has the name of something else count against them.  What is
    left is largest for the element that has all the text and little besides.
    """
    values: dict[int, float] = {}
    sizes = text_sizes(tree)
    # A wrapper around the whole page may be named after its sidebar.
    most_aside = sizes[id(tree)] * 0.4
    order: list[tuple[Tag, bool]] = [(tree, False)]
    for element, aside in order:
        order += [
            (child, aside or (sizes[id(child)] <= most_aside and _is_aside(child)))
            for child in element.find_all(True, recursive=False)
        ]
    for element, aside in reversed(order):
        values[id(element)] = _value(element, aside, values)
    best, most = None, float(SHORTEST)
    for element, _ in order:
        # Deeper elements come later: of equals they win.
        if element.name in _BLOCKS and values[id(element)] >= most:
            best, most = element, values[id(element)]
    return best


def link_share(element: Tag) -> float:
    """Return which part of the words of an element are links.

    >>> from bs4 import BeautifulSoup
    >>> link_share(BeautifulSoup("<p>four<a>five</a></p>", "lxml").p)
    0.5
    """
    total = len("".join(element.get_text().split()))
    linked = sum(len("".join(link.get_text().split())) for link in element.find_all("a"))
    return linked / total if total else 0.0


def _value(element: Tag, aside: bool, values: dict[int, float]) -> float:  # two numbers and a fact
    from bs4.element import NavigableString, Tag

    own = 0
    inner = 0.0
    for child in element.children:
        if isinstance(child, Tag):
            inner += values[id(child)]
        elif type(child) is NavigableString:
            own += len(child.strip())
    if element.name == "a":
        return -float(own) + min(inner, 0.0)
    if element.name in {"script", "style", "head"}:
        return 0.0
    if aside:
        return min(inner, 0.0) - own / 2
    # Words that stand right in a block are as good as a paragraph, if they are many.
    if element.name in _TEXT or element.name not in _BLOCKS:
        return own + inner
    return inner + (own if own >= 2 * SHORTEST else -own / 2)


def _is_aside(element: Tag) -> bool:
    """Tell whether an element is named as something else than a text."""
    if element.name in _AROUND:
        return True
    if element.name not in _BLOCKS and element.name not in {"ul", "ol", "dl", "table"}:
        return False
    names = f"{attribute(element, 'class')} {attribute(element, 'id')}"
    names = _BUILDERS.sub("", names)
    return bool(_ASIDE.search(names)) and not _INNER.search(_ASIDE.sub("", names))
