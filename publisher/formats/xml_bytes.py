"""XML as bytes: parts of documents, which are joined without being read again."""

import re
from collections.abc import Mapping
from functools import cache
from html import escape
from typing import Any

from lxml import etree

#: A text of Atom without a declared type, in which a reference stands.
_PLAIN_TEXT = re.compile(rb"<(title|subtitle|summary|rights)>[^<]*?&amp;#?\w+;[^<]*(?=</\1>)")


def serialised(element: Any, namespaces: Mapping[str, str], *, depth: int) -> bytes:
    """Return an element as the part of a document whose root declares *namespaces*."""
    root = etree.Element("root", nsmap=dict(namespaces))
    declared = _declaration(tuple(namespaces.items()))
    root.append(element)  # extension names take the declared prefixes
    etree.indent(element, level=depth)
    element.tail = "\n"
    xml: bytes = etree.tostring(element, encoding="UTF-8")
    # Once: a post about feeds may hold the same text.
    return b"  " * depth + xml.replace(declared, b"", 1)


@cache
def _declaration(namespaces: tuple[tuple[str, str], ...]) -> bytes:
    root = etree.Element("root", nsmap=dict(namespaces))
    xml: bytes = etree.tostring(root)
    return xml[len("<root") : -len("/>")]


def declared(head: bytes, style: str | None) -> bytes:
    """Return the head of a feed with the XML declaration as everybody writes it, and its style sheet."""
    sheet = b'\n<?xml-stylesheet type="text/css" href="%b"?>' % escape(style).encode() if style else b""
    return b'<?xml version="1.0" encoding="utf-8"?>' + sheet + head[head.index(b"?>") + len(b"?>") :]


def escaped_plainly(xml: bytes) -> bytes:
    """Escape plain text in the way that the RSS profile asks for, which tells it from HTML."""
    return xml.replace(b"&amp;", b"&#x26;").replace(b"&lt;", b"&#x3C;")


def escaped_references(xml: bytes) -> bytes:
    """Escape plain texts of Atom in that way, too, where they hold what HTML would read as a character reference.

    To declare them as HTML would be as right; but readers that overlook the
    declaration show them then as nobody wrote them.

    >>> escaped_references(b"<title>AT&amp;amp;T</title><title>R&amp;D</title>")
    b'<title>AT&#x26;amp;T</title><title>R&amp;D</title>'
    """
    return _PLAIN_TEXT.sub(lambda found: escaped_plainly(found[0]), xml)


def with_fraction(fragment: bytes, place: int, zeros: int) -> bytes:
    """Return a fragment whose time, which ends at *place*, has a fraction of so many zeros."""
    return fragment[:place] + b"." + b"0" * zeros + fragment[place:]
