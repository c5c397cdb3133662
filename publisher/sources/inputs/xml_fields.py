"""The fields of one record of an XML export, whatever prefixes the file uses."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from typing import TYPE_CHECKING

from publisher.model.entry import Enclosure
from publisher.sources.inputs.values import is_web

if TYPE_CHECKING:
    from lxml.etree import _Element

#: Letters of a time that somebody may have meant.
_LONGEST_TIME = 80


@dataclass(frozen=True, slots=True)
class Fields:
    """Children of one element, by names such as ``title`` or ``wp:status``."""

    children: dict[str, list[_Element]]

    def all(self, name: str) -> list[_Element]:
        """Return the children of a name, in order."""
        return self.children.get(name, [])

    def text(self, name: str) -> str:
        """Return the text of the first child of a name, without the blanks around it; empty without one."""
        found = self.children.get(name)
        return whole_text(found[0]).strip() if found else ""

    def doubled(self, names: Iterable[str]) -> str:
        """Return the first of some names that more than one child has; empty without one."""
        return next((name for name in names if len(self.all(name)) > 1), "")


def enclosures_of(told: Iterable[tuple[str | None, str | None, str | None]]) -> tuple[Enclosure, ...]:
    """Return files by their address, length and media type as written; each once, and none without an address."""
    return tuple(
        dict.fromkeys(
            Enclosure(
                url=url,
                type=kind if kind and "/" in kind else "application/octet-stream",
                length=int(length) if length and length.isascii() and length.isdecimal() and len(length) < 16 else 0,
            )
            for url, length, kind in told
            if url and is_web(url)
        )
    )


def fields_of(element: _Element, prefix_of: Callable[[str], str | None]) -> Fields:
    """Return the children of *element* by name.

    Args:
        element: Of any namespace.
        prefix_of: Prefix for a namespace, empty for names without one; None
            leaves its elements out.
    """
    children: dict[str, list[_Element]] = {}
    for child in element.iterchildren("*"):
        space, _, name = child.tag.rpartition("}")
        prefix = prefix_of(space[1:])
        if prefix is None:
            continue
        if not space and ":" in name:
            # A prefix that the file never binds.
            prefix, _, name = name.partition(":")
        children.setdefault(f"{prefix}:{name}" if prefix else name, []).append(child)
    return Fields(children)


def whole_text(element: _Element) -> str:
    """Return the text of an element and of all in it."""
    if not len(element):
        return element.text or ""
    return "".join(element.itertext())


def markup(element: _Element) -> str:
    """Return the content of an element that holds HTML: escaped, or as elements (RFC 4287, section 4.1.3.3)."""
    if not len(element):
        text = element.text or ""
        return escape(text, quote=False) if element.get("type") in ("text", "text/plain") else text
    from copy import deepcopy

    from lxml import etree

    inside = deepcopy(element)
    for each in inside.iter("*"):
        # A prefix that nothing binds is part of the name.
        each.tag = each.tag.rpartition("}")[2].rpartition(":")[2]
    etree.cleanup_namespaces(inside)
    parts = [escape(inside.text or "", quote=False)]
    parts += [etree.tostring(child, encoding="unicode", method="html") for child in inside.iterchildren("*")]
    return "".join(parts)


def moment(text: str) -> datetime | None:
    """Return the time that RFC 3339 or RFC 822 writes, aware; None where *text* is no such time.

    >>> moment("2018-02-26T12:00:00.001-08:00").isoformat()
    '2018-02-26T12:00:00.001000-08:00'
    """
    if len(text) > _LONGEST_TIME:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        from email.utils import parsedate_to_datetime

        try:
            found = parsedate_to_datetime(text)
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
    found = found if found.tzinfo is not None else found.replace(tzinfo=UTC)
    # At the edges of the calendar no zone can be changed.
    return found if 1 < found.year < 9999 else None
