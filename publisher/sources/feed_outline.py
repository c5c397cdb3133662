"""Where the items of an XML feed stand, and their ids as written: what feedparser does not tell."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from publisher.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from publisher.sources.place import Place

#: Levels of elements; no feed that anybody means to be read has more.
DEEPEST = 200

_ITEMS = frozenset({"item", "entry"})
_CONTENT = frozenset({"encoded", "content", "body", "fullitem"})
_RDF_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_MEDIA = "http://search.yahoo.com/mrss"


@dataclass(slots=True, kw_only=True)
class Outlined:
    """One item."""

    #: 1-based.
    line: int
    #: ``guid`` or ``id``, else ``rdf:about``; without the white space around it.
    #: Empty where only a reader of DTDs would know it.
    id: str = ""
    #: The id is one of Atom, where it has to be an address.
    is_address: bool = False
    #: It has an element for the whole text, besides one for a summary.
    has_content: bool = False
    #: The document does not end within it.
    closed: bool = False


def outline(data: bytes, place: Place) -> list[Outlined]:
    """Return the items in their order, as far as the document can be followed.

    Raises:
        InputError: Elements are nested deeper than any feed's.
    """
    found: list[Outlined] = []
    ids: dict[str, str] = {}
    depth = inside = 0
    for event, element in _events(data, place.encoding):
        name, namespace = _names(element)
        if event == "start":
            depth += 1
            if depth > DEEPEST:
                raise InputError(
                    f"{place.shown}:{element.sourceline}: elements stand more than {DEEPEST} deep",
                    hint="No feed is like this; ask its publisher.",
                )
            if name in _ITEMS and not inside:
                inside = depth
                ids = {"about": (element.get(_RDF_ABOUT) or "").strip()}
                found.append(Outlined(line=element.sourceline))
            continue
        if inside and depth == inside + 1:
            if name in {"guid", "id"}:
                ids[name] = "" if len(element) else (element.text or "").strip()
            elif name in _CONTENT and not namespace.startswith(_MEDIA):
                found[-1].has_content = True
        elif depth == inside:
            inside = 0
            found[-1].closed = True
            found[-1].id = ids["guid"] if "guid" in ids else ids["id"] if "id" in ids else ids["about"]
            found[-1].is_address = "guid" not in ids
        depth -= 1
        if not inside or depth == inside:
            element.clear(keep_tail=False)
    return found


def _events(data: bytes, encoding: str | None) -> Iterator[tuple[str, _Element]]:
    """Yield starts and ends of elements until the document is no XML any more."""
    from lxml import etree

    events = etree.iterparse(
        BytesIO(data),
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=True,
        recover=False,
        remove_comments=True,
        remove_pis=True,
        encoding=encoding,
    )
    try:
        yield from events
    except (etree.XMLSyntaxError, LookupError):
        return


def _names(element: _Element) -> tuple[str, str]:
    """Return the local name in lower case, and the namespace."""
    tag = element.tag
    if not isinstance(tag, str):
        return "", ""
    namespace, _, name = tag[1:].rpartition("}") if tag.startswith("{") else ("", "", tag)
    return name.lower(), namespace
