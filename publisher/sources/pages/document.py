"""A page as a document: its bytes as text, its text as a tree, and the few questions that all readers ask a tree."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit, urlunsplit

from publisher.sources.inputs.encodings import guess_encoding, marked_encoding, read_as, wide_encoding
from publisher.text.characters import legal, one_line

#: An element of lxml, which ships no types.
Element = Any

#: Characters of a page; a longer one is refused.
LONGEST = 16 * 1024 * 1024

#: Tags of a page; each costs memory and time.
MOST_TAGS = 200_000

#: Levels of elements; no page that people wrote has as many.
DEEPEST = 256

#: Bytes in which a page must name its encoding.
DECLARED_WITHIN = 4096

#: Elements whose text is not for readers.
UNREAD = frozenset({"script", "style", "template", "head", "svg", "object", "math"})

#: Elements that do not part the words around them.
INLINE = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins", "kbd", "mark", "q",
    "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "tt", "u", "var", "wbr",
})  # fmt: skip

#: ``<meta charset="koi8-r">``, ``<?xml encoding="koi8-r"?>``
_DECLARED = re.compile(
    rb"""<meta\b[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]{1,40})|<\?xml\b[^>]{0,100}?encoding\s*=\s*["']([\w.:-]{1,40})""",
    re.IGNORECASE,
)
#: ``<?xml version="1.0"?>``, ``<?php ... >``
_INSTRUCTION = re.compile(r"<\?(?:xml|php)\b[^>]*>|\x00", re.IGNORECASE)

#: Names that mean more than they say (Encoding, section 4.2).
_MEANT = {
    name: meant
    for meant, names in {
        "windows-1252": "ascii us-ascii iso-8859-1 iso8859-1 latin1 latin-1",
        "windows-1254": "iso-8859-9",
        "windows-874": "iso-8859-11 tis-620",
        "gb18030": "gb2312 gbk x-gbk",
        "cp932": "shift_jis shift-jis x-sjis sjis windows-31j",
        "cp949": "euc-kr ks_c_5601-1987 windows-949",
        "big5hkscs": "big5 x-x-big5",
        "utf-8": "unicode utf-16 utf-16le utf-16be",
        "mac-roman": "x-mac-roman macintosh",
    }.items()
    for name in names.split()
}


class PageError(Exception):
    """A page that cannot be read at all."""

    def __init__(self, reason: str, hint: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.hint = hint


@dataclass(frozen=True, slots=True, kw_only=True)
class PageText:
    """A page as text."""

    text: str
    encoding: str
    #: What had to be guessed or mended, as a clause without a full stop; None for nothing.
    remark: str | None = None


def decode_page(data: bytes, told: str | None = None) -> PageText:
    r"""Return the text of a page; never fails.

    The order is that of browsers (HTML, section 13.2.3): byte order mark, what
    was told, ``<meta charset>``, UTF-8, then what chardet finds.  A page that is
    UTF-8 throughout is read as UTF-8, whatever it says.

    Args:
        data: The whole page.
        told: Encoding that the configuration or the transfer names.

    >>> decode_page(b'<meta charset="iso-8859-1"><p>caf\xe9').text[-4:]
    'café'
    """
    if mark := marked_encoding(data):
        return _decoded(data, mark)
    declared = _usable(told) or _usable(_declared(data))
    wide = wide_encoding(data[:DECLARED_WITHIN])
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        name = str(declared) if declared not in {None, "utf-8"} else wide or guess_encoding(data)
        page = _decoded(data, name)
        return page if name in {declared, wide, "utf-8"} else replace(page, remark=read_as(name))
    # Shift-out codes make all of ISO-2022-JP valid UTF-8.
    if declared is not None and declared.startswith(("iso2022", "hz", "utf-7")):
        wide = wide or declared
    if wide is not None:
        return _decoded(data, wide)
    lies = declared not in {None, "utf-8"} and not text.isascii()
    return PageText(text=text, encoding="utf-8", remark=f"says it is {declared}, but is UTF-8" if lies else None)


def _decoded(data: bytes, name: str) -> PageText:
    text = data.decode(name, "replace")
    bad = text.count("\ufffd")
    shown = name.upper() if name == "utf-8" else name
    remark = f"{bad:,} characters could not be read as {shown} and stand as U+FFFD" if bad else None
    return PageText(text=text.removeprefix("\ufeff"), encoding=name, remark=remark)


def _declared(data: bytes) -> str | None:
    found = _DECLARED.search(data[:DECLARED_WITHIN])
    return (found[1] or found[2]).decode("ascii", "replace") if found else None


def _usable(name: str | None) -> str | None:
    """Return Python's name of an encoding of text; None where there is none."""
    if not name:
        return None
    label = name.strip().lower()
    try:
        found = codecs.lookup(_MEANT.get(label, label))
        "".encode(found.name)
    except (LookupError, ValueError):
        return None
    return found.name


def parse(text: str) -> Element:
    """Return the root of a page, however damaged; it has a ``body``.

    Raises:
        PageError: It is empty, or so large or deep that reading it would cost too much.
    """
    from lxml import etree, html

    if len(text) > LONGEST:
        raise PageError(f"longer than {LONGEST // 1024**2} million characters", "Leave the page out.")
    if text.count("<") > MOST_TAGS:
        raise PageError(f"has more than {MOST_TAGS:,} tags", "Leave the page out.")
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    source = f"<html><body>{text}" if "<" not in text else text
    clean = legal(_INSTRUCTION.sub("", source)).encode("utf-8", "replace")
    try:
        root = html.document_fromstring(clean, parser=parser, ensure_head_body=True)
    except etree.ParserError:  # it has no element
        root = html.document_fromstring("<html><body></body></html>", ensure_head_body=True)
    if _is_deep(root):
        raise PageError(f"elements stand more than {DEEPEST} deep in this page", "Leave the page out.")
    return root


def _is_deep(root: Element) -> bool:
    level = [root]
    for _ in range(DEEPEST):
        level = [child for element in level for child in element]
        if not level:
            return False
    return True


def body_of(root: Element) -> Element:
    """Return the body of a page, or what stands in its place."""
    body = root.find("body")
    return root if body is None else body


def is_element(node: Element) -> bool:
    """Tell whether a node is an element, rather than a comment or an instruction."""
    return isinstance(node.tag, str)


def pieces(element: Element) -> Iterator[str]:
    """Yield the text of an element in order, with a blank where an element parts words."""
    if element.tag in UNREAD or not is_element(element):
        return
    parts = element.tag not in INLINE
    if parts:
        yield " "
    if element.text:
        yield element.text
    for child in element:
        yield from pieces(child)
        if child.tail:
            yield child.tail
    if parts:
        yield " "


def words(element: Element | None) -> str:
    """Return the text of an element on one line; nothing for none."""
    return "" if element is None else one_line("".join(pieces(element)))


def size(element: Element) -> int:
    """Return the length of the text in an element, blanks left out."""
    return len("".join("".join(pieces(element)).split()))


def letters_of(text: str) -> str:
    """Return the letters and digits of a text without case, to compare it with another one."""
    return "".join(filter(str.isalnum, text)).casefold()


def attribute(element: Element | None, name: str) -> str:
    """Return an attribute without blanks around it; empty where it is missing."""
    return "" if element is None else (element.get(name) or "").strip()


def tokens(element: Element, name: str = "class") -> frozenset[str]:
    """Return the words of an attribute."""
    value = element.get(name)
    return frozenset(value.split()) if value else frozenset()


def names_of(element: Element) -> str:
    """Return the classes and the id of an element, to look for a name in."""
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def first(element: Element, *tags: str) -> Element | None:
    """Return the first descendant with one of these tags."""
    return next((each for each in element.iterdescendants(*tags)), None)


def ancestor(element: Element, *tags: str) -> Element | None:
    """Return the nearest ancestor with one of these tags."""
    return next(element.iterancestors(*tags), None)


def link_in(element: Element) -> Element | None:
    """Return the first link with an address in an element."""
    return next((each for each in element.iterdescendants("a") if each.get("href") is not None), None)


def is_inside(element: Element, outer: Element) -> bool:
    """Tell whether an element stands in another one."""
    return any(each is outer for each in element.iterancestors())


def outermost(elements: Iterable[Element]) -> list[Element]:
    """Return those of *elements* that stand in none of the others, each once, in order."""
    found = dict.fromkeys(elements)
    return [element for element in found if not any(each in found for each in element.iterancestors())]


def highest(root: Element, wanted: Callable[[Element], bool]) -> list[Element]:
    """Return the elements below *root* that are wanted and stand in no other such element, in order."""
    found: list[Element] = []
    waiting = [*reversed(root)]
    while waiting:
        element = waiting.pop()
        if not is_element(element):
            continue
        if wanted(element):
            found.append(element)
        else:
            waiting += reversed(element)
    return found


def link_share(element: Element) -> float:
    """Return which part of the words of an element are links."""
    total = size(element)
    return sum(size(link) for link in element.iterdescendants("a")) / total if total else 0.0


def absolute(base: str | None, address: str) -> str | None:
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


def same_page(one: str, other: str) -> bool:
    """Tell whether two addresses lead to the same page, as far as can be told without asking.

    >>> same_page("http://www.example.org/a/?utm_source=x#top", "https://example.org/a/index.html")
    True
    """
    return page_of(one) == page_of(other)


def page_of(address: str) -> tuple[str, str, str]:
    """Return what two addresses of one page have in common: host, path and query without what only counts readers."""
    try:
        parts = urlsplit(urldefrag(address)[0])
    except ValueError:
        return address, "", ""
    query = "&".join(
        piece for piece in parts.query.split("&") if piece and not piece.startswith(("utm_", "m=", "fbclid=", "amp="))
    )
    path = parts.path
    for ending in (".html", ".htm", ".php"):
        stem = path.removesuffix(ending)
        if stem != path and (ending != ".php" or stem.endswith("/index")):
            path = stem
            break
    return parts.netloc.lower().removeprefix("www."), path.removesuffix("/index").rstrip("/") or "", query


def same_host(one: str, other: str) -> bool:
    """Tell whether two addresses are of one host."""
    try:
        hosts = [(urlsplit(each).hostname or "").removeprefix("www.") for each in (one, other)]
    except ValueError:
        return False
    return hosts[0] == hosts[1] != ""
