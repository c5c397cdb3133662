"""What the first lines of a feed say of its characters, where parsers make too little or too much of it."""

from __future__ import annotations

import re
from html.entities import name2codepoint

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
