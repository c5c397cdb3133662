"""What a feed may cost: documents that would take a reader's time or memory beyond all measure are refused before."""

from __future__ import annotations

import re
from html.entities import name2codepoint
from typing import TYPE_CHECKING

from publisher.errors import InputError

if TYPE_CHECKING:
    from publisher.sources.inputs.resource import Place

#: Items of one feed.
MOST_ITEMS = 50_000

#: Categories of one item; feedparser compares each with all before it.
MOST_CATEGORIES = 1_000

#: Commas of an item with keywords, which stand in one list.
MOST_KEYWORDS = 10_000

#: Bytes of a document that is not well-formed: to read such a one takes a hundred times its size in memory.
LARGEST_ILL_FORMED = 4 << 20

#: Bytes from the beginning of an author to its end, in a document that is not well-formed.
LONGEST_AUTHOR = 1_000

_HIDING = re.compile(rb"<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)", re.DOTALL)
_SECTION = re.compile(rb"<!\[CDATA\[.*?(?:\]\]>|\Z)", re.DOTALL)
_AUTHOR = re.compile(
    rb"<(?:[\w.-]+:)?(author|creator|managingeditor|webmaster|publisher|owner)\b[^<>]*(?<!/)>", re.IGNORECASE
)
_ITEM = re.compile(rb"<(?:[\w.-]+:)?(?:item|entry)[\s>/]", re.IGNORECASE)
_CATEGORY = re.compile(rb"<(?:[\w.-]+:)?(?:category|subject|keywords|tags)[\s>/]", re.IGNORECASE)
_KEYWORDS = re.compile(rb"<(?:[\w.-]+:)?(?:keywords|tags)[\s>/]", re.IGNORECASE)


def refuse_excess(data: bytes, place: Place, *, well_formed: bool) -> None:
    """Refuse a document that no reader should be given.

    Raises:
        InputError: It has too many items, an item has too many categories, or it is
            large and not well-formed.
    """
    if not well_formed and len(data) > LARGEST_ILL_FORMED:
        raise _excess(place, f"is not well-formed and larger than {LARGEST_ILL_FORMED >> 20} MB")
    # UTF-16 and UTF-32 have a zero beside each letter.
    letters = data.replace(b"\0", b"") if b"\0" in data[:8] else data
    if not well_formed:
        _refuse_long_authors(letters, place)
    starts = [found.start() for found in _ITEM.finditer(letters)]
    if len(starts) > MOST_ITEMS:
        raise _excess(place, f"has more than {MOST_ITEMS:,} entries")
    for start, end in zip([0, *starts], [*starts, len(letters)], strict=True):
        if end - start < MOST_CATEGORIES:
            continue
        if sum(1 for _ in _CATEGORY.finditer(letters, start, end)) > MOST_CATEGORIES:
            raise _excess(place, f"has an entry with more than {MOST_CATEGORIES:,} categories")
        if _KEYWORDS.search(letters, start, end) and letters.count(b",", start, end) > MOST_KEYWORDS:
            raise _excess(place, f"has an entry with more than {MOST_KEYWORDS:,} keywords")


def _refuse_long_authors(letters: bytes, place: Place) -> None:
    """Refuse what `outline` would have refused in a well-formed document."""
    bare = _HIDING.sub(b"", _SECTION.sub(lambda found: found[0].replace(b"<", b" "), letters))
    folded = bare.lower()
    for found in _AUTHOR.finditer(bare):
        near = folded[found.end() : found.end() + LONGEST_AUTHOR]
        if found[1].lower() + b">" not in near and len(near) == LONGEST_AUTHOR:
            raise _excess(place, f"has an author of more than {LONGEST_AUTHOR:,} characters")


def _excess(place: Place, what: str) -> InputError:
    return InputError(f"{place.shown} {what}", hint="No feed is like this; ask its publisher.")


_DOCTYPE = re.compile(rb"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*)*<!DOCTYPE\b", re.DOTALL)
_DECLARED = re.compile(rb"<!ENTITY\s+([A-Za-z][A-Za-z0-9]*)\s")
_NAMED = re.compile(rb"(<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z))|&([A-Za-z][A-Za-z0-9]{1,7});", re.DOTALL)
_WIDE = re.compile(
    rb"""(\s*<\?xml\b[^<>]{0,200}?\bencoding\s*=\s*["'])(?:utf-?16|ucs-?2|iso-10646-ucs-2|utf-?32|ucs-?4)[a-z-]*(?=["'])""",
    re.IGNORECASE,
)
_OF_XML = frozenset({b"amp", b"lt", b"gt", b"quot", b"apos"})


def with_numbers(data: bytes) -> bytes:
    """Return a feed with numbers for the characters that it calls by names of HTML.

    Only where it has a document type: there, parsers take for granted that the
    DTD declares each name, and leave out what they do not know.  No line moves.

    >>> with_numbers(b'<!DOCTYPE rss SYSTEM "rss.dtd"><rss>caf&eacute; &amp; bar</rss>')
    b'<!DOCTYPE rss SYSTEM "rss.dtd"><rss>caf&#233; &amp; bar</rss>'
    """
    if not _DOCTYPE.match(data.removeprefix(b"\xef\xbb\xbf")):
        return data
    own = _OF_XML.union(_DECLARED.findall(data))

    def number(found: re.Match[bytes]) -> bytes:
        code = name2codepoint.get(found[2].decode()) if found[2] and found[2] not in own else None
        return found[0] if code is None else b"&#%d;" % code

    return _NAMED.sub(number, data)


def with_narrow_encoding(data: bytes) -> bytes:
    """Return a feed without the claim to be UTF-16 or UTF-32 where each of its letters is one byte.

    Programs for .NET write it into files that they save in UTF-8.

    >>> with_narrow_encoding(b'<?xml version="1.0" encoding="utf-16"?><rss/>')
    b'<?xml version="1.0" encoding="utf-8"?><rss/>'
    """
    return _WIDE.sub(rb"\1utf-8", data, count=1) if _WIDE.match(data) else data
