"""Where the text of a page most likely stands, when nothing says so."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from publisher.content.page_tree import tokens

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

#: Paragraphs with fewer letters are captions, dates and labels.
SHORTEST = 25

_TEXT = ["p", "pre", "blockquote", "li", "dd"]
_BLOCKS = frozenset({"div", "section", "article", "main", "td", "body"})
_AROUND = frozenset({"header", "footer", "nav", "aside"})
_TOO_WIDE = frozenset({"body", "html", "[document]"})


def guess_body(tree: BeautifulSoup) -> Tag | None:
    """Return the element whose paragraphs hold the most words that are not links; None if there are hardly any.

    A paragraph counts for the element around it in full, and by half for the
    one around that.  Where several elements side by side hold parts of the
    text, the one around them wins.
    """
    scores: dict[int, float] = defaultdict(float)
    elements: dict[int, Tag] = {}
    for paragraph in tree.find_all(_TEXT):
        score = _weight(paragraph)
        if not score or any(each.name in _AROUND for each in paragraph.parents):
            continue
        around = [each for each in paragraph.parents if each.name in _BLOCKS or "content" in tokens(each)][:3]
        for share, element in zip((1.0, 0.5, 0.25), around, strict=False):
            scores[id(element)] += score * share
            elements[id(element)] = element
    if not scores:
        return _of_bare_text(tree)
    best = elements[max(scores, key=scores.__getitem__)]
    for _ in range(3):
        parent = best.parent
        if parent is None or parent.name in _TOO_WIDE or scores.get(id(parent), 0) < scores[id(best)] * 0.75:
            break
        best = parent
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


def _weight(paragraph: Tag) -> float:
    if paragraph.find(_TEXT) is not None:
        return 0.0
    length = len(paragraph.get_text(strip=True))
    if length < SHORTEST:
        return 0.0
    linked = sum(len(link.get_text()) for link in paragraph.find_all("a"))
    return max(0.0, length - 2.0 * linked) * (0.5 if paragraph.name == "li" else 1.0)


def _of_bare_text(tree: BeautifulSoup) -> Tag | None:
    """Return the body of a page without paragraphs, if it has words at all."""
    for name in ("article", "main", "body"):
        found = tree.find(name)
        if found is not None and len(found.get_text(strip=True)) >= SHORTEST and link_share(found) < 0.5:
            return found
    return None
