"""Where a feed says that its older documents are: RFC 5005, and `next_url` of JSON Feed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from publisher.sources.feed.items import is_json
from publisher.sources.feed.outline import events, local_name
from publisher.sources.inputs.encodings import decoded
from publisher.sources.inputs.values import web_address

if TYPE_CHECKING:
    from lxml.etree import _Element

_ROOTS = frozenset({"feed", "rss", "rdf"})
_ITEMS = frozenset({"item", "entry"})
#: Children of the root that hold what a feed says about itself.
_AROUND = frozenset({"channel"})
_ARCHIVE = "prev-archive"
_PAGE = "next"
#: Before the name of a relation that is written as an address (RFC 4287, section 4.2.7.2).
_REGISTERED = re.compile(r"https?://www\.iana\.org/assignments/(?:link-)?relations?/", re.IGNORECASE)
_BASE = "{http://www.w3.org/XML/1998/namespace}base"


@dataclass(frozen=True, slots=True, kw_only=True)
class Older:
    """The document with the entries before those of another."""

    address: str
    #: It never changes (RFC 5005, section 4); a page (section 3) holds other entries when there are new ones.
    archive: bool


def older_document(data: bytes, address: str, encoding: str | None = None) -> Older | None:
    """Return what a feed names as the document before it; None where it names none, or is no feed.

    Args:
        data: The feed.
        address: Where it was fetched from, for relative addresses.
        encoding: Its encoding, where it is told.
    """
    if is_json(data):
        return _in_json(data, address, encoding)
    return _in_xml(data, address, encoding)


def _in_json(data: bytes, address: str, encoding: str | None) -> Older | None:
    import msgspec

    try:
        document = msgspec.json.decode(decoded(data, encoding).encode("utf-8", "replace"))
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        return None
    found = web_address(document.get("next_url"), address) if isinstance(document, dict) else ""
    return Older(address=found, archive=False) if found else None


def _in_xml(data: bytes, address: str, encoding: str | None) -> Older | None:
    """Look at the links of the feed itself, as far as it can be followed; those of its items are others'."""
    links: dict[str, str] = {}
    around: list[str] = []
    inside = 0
    for event, element in events(data, encoding, []):
        name = local_name(element)
        if event == "start":
            around.append(name)
            if around[0] not in _ROOTS:
                return None
            inside += name in _ITEMS
            continue
        around.pop()
        if name in _ITEMS:
            inside -= 1
        elif name == "link" and not inside and set(around[1:]) <= _AROUND:
            for relation in _relations(element):
                links.setdefault(relation, web_address(element.get("href"), _base(element, address)))
        if not inside:
            element.clear(keep_tail=False)
    for relation in (_ARCHIVE, _PAGE):
        if found := links.get(relation):
            return Older(address=found, archive=relation == _ARCHIVE)
    return None


def _relations(link: _Element) -> list[str]:
    return _REGISTERED.sub("", link.get("rel") or "").lower().split()


def _base(element: _Element, address: str) -> str:
    """Return what a relative address refers to, as ``xml:base`` of the elements around has it."""
    written = [element.get(_BASE), *(above.get(_BASE) for above in element.iterancestors())]
    for base in reversed([each.strip() for each in written if each]):
        try:
            address = urljoin(address, base)
        except ValueError:
            continue
    return address


_PERIODS = {"hourly": 3600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}

#: So much of a document is looked at.
_HEAD = 1 << 16


def rhythm(document: bytes) -> int:
    """Return how many seconds a feed wants to pass between two requests; 0 where it does not say.

    RSS says it in minutes (``ttl``), the syndication module of RSS by a period
    and how often in it the feed changes.

    >>> rhythm(b"<rss><channel><ttl>90</ttl><item/></channel></rss>")
    5400
    """
    said: dict[str, str] = {}
    for event, element in events(document[:_HEAD], None, []):
        name = local_name(element).rpartition(":")[2]
        # Where the feed speaks of itself, no entry has begun.
        if event == "start" and name in _ITEMS:
            break
        if event == "end":
            said.setdefault(name, (element.text or "").strip())
    seconds = _PERIODS.get(said.get("updateperiod", "").lower(), 0) // (_number(said, "updatefrequency") or 1)
    return max(seconds, 60 * _number(said, "ttl"))


def _number(said: Mapping[str, str], name: str) -> int:
    written = said.get(name, "")
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 7 else 0
