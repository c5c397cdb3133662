"""Where the items of an XML feed stand, and their ids as written: what feedparser does not tell."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING

from publisher.errors import InputError
from publisher.sources.feed.episodes import Element, vocabulary
from publisher.sources.feed.items import plain_words
from publisher.text.characters import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from publisher.sources.inputs.resource import Place

#: Levels of elements; no feed that anybody means to be read has more.
DEEPEST = 200

#: Attributes of one element.
MOST_ATTRIBUTES = 200

#: Characters of a word in the name of an author: feedparser looks for mail addresses at the price of its square.
LONGEST_WORD = 300

_ITEMS = frozenset({"item", "entry"})
_AUTHORS = frozenset({"author", "creator", "managingeditor", "webmaster", "publisher", "owner"})
_WORD = re.compile(r"[A-Za-z0-9_.+-]++")
_RDF_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
#: Namespaces of the formats themselves; whatever else an item holds is an extension.
_OWN = frozenset(
    {
        "",
        "http://www.w3.org/2005/Atom",
        "http://purl.org/atom/ns#",
        "http://purl.org/rss/1.0/",
        "http://my.netscape.com/rdf/simple/0.9/",
        "http://channel.netscape.com/rdf/simple/0.9/",
        "http://backend.userland.com/rss2",
    }
)
#: Element of an item → what it is to the item.
_PARTS = {
    "title": "title",
    "description": "description", "summary": "description",
    "guid": "id", "id": "id",
    "encoded": "content", "content": "content", "body": "content", "fullitem": "content",
}  # fmt: skip
#: Of an item's elements with an id, the ones that count before the others.
_IDS = ("guid", "id", "about")
#: Elements of one item that say something of it as an episode, or of its pictures.
_MOST_SAID = 500


@dataclass(slots=True, kw_only=True)
class Outlined:
    """One item."""

    #: 1-based.
    line: int
    #: ``guid``, ``id`` and ``rdf:about`` → what they say, without the white space around it.
    ids: dict[str, str] = field(default_factory=dict)
    #: It has an element for the whole text, besides one for a summary.
    has_content: bool = False
    #: ``title``, and ``description`` (or ``summary``), of the item itself: without elements, as they are written.
    own: dict[str, str] = field(default_factory=dict)
    #: Texts of the same names that say something about other things: about an author, a picture.
    others: set[str] = field(default_factory=set)
    #: What the vocabularies of podcasts say of the item.
    said: list[Element] = field(default_factory=list)
    #: Address of a file as written → its title or description in Media RSS, as plain text.
    called: dict[str, str] = field(default_factory=dict)
    #: The document does not end within it.
    closed: bool = False

    @property
    def id(self) -> str:
        """Return the id as written; empty where only a reader of DTDs would know it."""
        return next((self.ids[name] for name in _IDS if name in self.ids), "") if self.closed else ""

    @property
    def is_address(self) -> bool:
        """Tell whether the id is one of Atom, where it has to be an address."""
        return self.closed and "guid" not in self.ids


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """All items of a document."""

    items: list[Outlined]
    #: Line in which it stops being well-formed, if it does.
    damaged: int | None
    #: What the vocabularies of podcasts say of the feed itself.
    said: list[Element] = field(default_factory=list)


def outline(data: bytes, place: Place) -> Outline:
    """Return the items in their order, as far as the document can be followed.

    Raises:
        InputError: Elements are nested deeper than any feed's, or have more attributes.
    """
    found: list[Outlined] = []
    depth = inside = 0
    damaged: list[int] = []
    said: list[Element] = []
    for event, element in events(data, place.encoding, damaged):
        name, namespace = _names(element)
        if event == "start":
            depth += 1
            _refuse_excess(element, depth, place)
            if name in _ITEMS and not inside:
                inside = depth
                about = (element.get(_RDF_ABOUT) or "").strip()
                found.append(Outlined(line=element.sourceline, ids={"about": about}))
            continue
        if name in _AUTHORS:
            _refuse_long_words(element, place)
        if inside and depth > inside:
            _note(found[-1], element, depth - inside)
        elif depth == inside:
            inside = 0
            found[-1].closed = True
        elif not inside and (prefix := vocabulary(namespace)):
            _add(said, element, prefix, name)
        depth -= 1
        if not inside or depth == inside:
            element.clear(keep_tail=False)
    return Outline(items=found, damaged=damaged[0] if damaged else None, said=said)


def _note(item: Outlined, element: _Element, level: int) -> None:
    """Take notice of what stands in an item, *level* elements deep."""
    name, namespace = _names(element)
    prefix, part = vocabulary(namespace), _PARTS.get(name)
    is_own = level == 1 and namespace in _OWN
    if prefix and level == 1:
        _add(item.said, element, prefix, name)
    if prefix == "media" and name == "content":
        _note_called(item, element)
    if part in ("title", "description"):
        if is_own:
            item.own[part] = item.own.get(part) or _text(element)
        elif level > 1 or part == "title" or prefix == "media":
            # Other vocabularies have descriptions of the item, too.
            item.others.add(_text(element))
    elif level == 1 and part == "id":
        # One of the format itself counts before those of others.
        item.ids[name] = _text(element) if is_own else item.ids.get(name, _text(element))
    elif level == 1 and part == "content" and prefix != "media":
        item.has_content = True


def _text(element: _Element) -> str:
    return "" if len(element) else (element.text or "").strip()


def _add(said: list[Element], element: _Element, prefix: str, name: str) -> None:
    if len(said) < _MOST_SAID:
        attributes = {str(key): str(value).strip() for key, value in element.attrib.items()}
        said.append(Element(f"{prefix}:{name}", _text(element), attributes))


def _note_called(item: Outlined, content: _Element) -> None:
    if len(item.called) < _MOST_SAID and (called := _called(content)):
        item.called.setdefault((content.get("url") or "").strip(), called)


def _called(content: _Element) -> str:
    """Return what a file of Media RSS is described as, else its title, as plain text."""
    told = {
        _names(child)[0]: plain_words(child.text or "") if child.get("type") == "html" else one_line(child.text or "")
        for child in content
        if not len(child)
    }
    return told.get("description") or told.get("title") or ""


def _refuse_excess(element: _Element, depth: int, place: Place) -> None:
    if depth > DEEPEST:
        raise _excess(element, place, f"elements stand more than {DEEPEST} deep")
    if len(element.attrib) > MOST_ATTRIBUTES:
        raise _excess(element, place, f"an element has more than {MOST_ATTRIBUTES} attributes")


def _refuse_long_words(element: _Element, place: Place) -> None:
    if any(len(word) > LONGEST_WORD for word in _WORD.findall("".join(element.itertext()))):
        raise _excess(element, place, f"an author has a name of more than {LONGEST_WORD} characters in a row")


def _excess(element: _Element, place: Place, what: str) -> InputError:
    return InputError(f"{place.shown}:{element.sourceline}: {what}", hint="No feed is like this; ask its publisher.")


def events(data: bytes, encoding: str | None, damaged: list[int]) -> Iterator[tuple[str, _Element]]:
    """Yield starts and ends of elements until the document is no XML any more; note the line in which that is."""
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
    except etree.XMLSyntaxError as error:
        damaged.append(error.lineno or 1)
    except LookupError:
        damaged.append(1)


def local_name(element: _Element) -> str:
    """Return the name of an element in lower case, without its namespace; nothing for what is no element."""
    return _names(element)[0]


def _names(element: _Element) -> tuple[str, str]:
    """Return the local name in lower case, and the namespace."""
    tag = element.tag
    if not isinstance(tag, str):
        return "", ""
    namespace, _, name = tag[1:].rpartition("}") if tag.startswith("{") else ("", "", tag)
    return name.lower(), namespace
