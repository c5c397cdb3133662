"""HTML as a tree, for texts that may be hostile: neither too deep nor too long to walk."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

#: Opening and closing tags of one text; moving elements costs the square of their number.
MOST_TAGS = 40_000

#: Elements inside each other.
DEEPEST = 60


def parse(html: str) -> BeautifulSoup:
    """Return *html* as a tree with ``html`` and ``body``.

    Raises:
        ValueError: It has more tags, or deeper ones, than anybody writes.
    """
    if html.count("<") > MOST_TAGS:
        raise ValueError(f"its HTML has more than {MOST_TAGS:,} tags")
    from bs4 import BeautifulSoup

    # Beautiful Soup warns of what begins as XML does, which users could do nothing about.
    soup = BeautifulSoup(f"\n{html}" if html.startswith("<?xml") else html, "lxml")
    depths = {id(soup): 0}
    for tag in soup.find_all(True):
        depth = depths[id(tag)] = depths[id(tag.parent)] + 1
        if depth > DEEPEST:
            raise ValueError(f"its HTML is nested more than {DEEPEST} deep")
    return soup


#: Levels of blocks that are kept; browsers give up at 512.
DEEPEST_BLOCKS = 300

#: With fewer tags nothing can be deep enough to cost time.
_FEW = 2000

_BLOCK = re.compile(
    r"<(/?)(?:address|article|aside|blockquote|center|details|dir|div|dl|fieldset|figcaption|figure|footer|header"
    r"|listing|main|menu|nav|ol|pre|rp|rt|section|summary|ul)\b[^<>]*+>",
    re.IGNORECASE,
)


def without_depths(html: str) -> str:
    """Return *html* without the tags of blocks that stand more than `DEEPEST` deep; their words stay.

    >>> without_depths("<div>" * 3000 + "x").count("<div>")
    300
    """
    if html.count("<") <= _FEW:
        return html
    depth = dropped = 0

    def kept(found: re.Match[str]) -> str:
        nonlocal depth, dropped
        if found[1]:
            if dropped:
                dropped -= 1
                return ""
            depth = max(0, depth - 1)
        elif depth == DEEPEST_BLOCKS:
            dropped += 1
            return ""
        else:
            depth += 1
        return found[0]

    return _BLOCK.sub(kept, html)


#: Splits sanitised HTML: even pieces are text, odd ones tags.  nh3 escapes every ``>`` that ends no tag.
TAG = re.compile(r"(<[^>]*>)")
#: Tags of elements within a line, which say nothing about its words; they are tried in turn, the most frequent first.
INLINE_TAG = re.compile(
    r"</?(?:a|em|strong|code|b|i|img|abbr|bdi|bdo|cite|data|del|dfn|ins|kbd|mark|picture|q|rp|rt|ruby|s|samp|small|source"
    r"|span|sub|sup|time|track|u|var|wbr)(?:\s[^>]*+)?>"
)

_NAME = re.compile(r"</?([a-z][a-z0-9]*)")
_HREF = re.compile(r'\shref="([^"]*)"')

_BLOCKS = (
    "address article aside blockquote caption center dd details div dl dt fieldset figcaption figure footer form"
    " h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul"
)
#: Elements that stand on lines of their own.
BLOCKS = frozenset(_BLOCKS.split())
_NAMES = {f"<{slash}{name}>": name for name in BLOCKS for slash in ("", "/")}


def name_of(tag: str) -> str:
    """Return the name of the element that *tag* opens or closes.

    >>> name_of("</h2>"), name_of('<a href="x">')
    ('h2', 'a')
    """
    name = _NAMES.get(tag)
    if name is None:
        found = _NAME.match(tag)
        name = found[1] if found else ""
    return name


def href_of(tag: str) -> str | None:
    """Return the address of an opening ``a``, still escaped."""
    found = _HREF.search(tag)
    return found[1] if found else None
