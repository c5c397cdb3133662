"""What feeds say beyond the vocabulary of feedgen, added to the elements that it made."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any

from lxml import etree

from publisher.feeds import MEDIA_TYPES
from publisher.feeds.constructs import as_html, changed, has_end_tag, is_uri, uri

if TYPE_CHECKING:
    from collections.abc import Iterable

    from publisher.config import FeedFormat
    from publisher.model.channel import Channel
    from publisher.model.entry import Enclosure, Entry

ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DC = "http://purl.org/dc/elements/1.1/"
MEDIA = "http://search.yahoo.com/mrss/"
FH = "http://purl.org/syndication/history/1.0"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def sub(parent: Any, tag: str, content: str | None = None, **attributes: str) -> None:
    """Add an element."""
    etree.SubElement(parent, tag, attributes).text = content


def relate(element: Any, tag: str, channel: Channel, kind: FeedFormat) -> None:
    """Name the hub of a feed, and the documents of its history."""
    if channel.hub:
        sub(element, tag, rel="hub", href=channel.hub)
    if channel.place is None:
        return
    if channel.place.current:
        sub(element, f"{{{FH}}}archive")
        sub(element, tag, rel="current", href=channel.place.current[kind], type=MEDIA_TYPES[kind])
    for relation, addresses in (("prev-archive", channel.place.older), ("next-archive", channel.place.newer)):
        if addresses:
            sub(element, tag, rel=relation, href=addresses[kind], type=MEDIA_TYPES[kind])


def history_namespace(channel: Channel) -> dict[str, str]:
    """Return the namespace that an archive document needs, by its prefix."""
    return {"fh": FH} if channel.place is not None and channel.place.current else {}


def name_source(element: Any, entry: Entry) -> None:
    """Say which feed an entry was taken over from: RFC 4287, section 4.2.11."""
    source, feed = etree.SubElement(element, "source"), entry.republished
    assert feed is not None  # noqa: S101  # narrows the type
    sub(source, "id", feed.id if feed.id and is_uri(feed.id) else feed.url)
    sub(source, "title", feed.title)
    declare_markup(source[-1])
    sub(source, "link", href=uri(feed.url))
    sub(source, "updated", changed(entry).isoformat())


def illustrate(element: Any, entry: Entry, files: Iterable[Enclosure]) -> None:
    """Add the picture of an entry with what it shows, and files of which the format itself cannot say everything.

    What a file shows is its title, not its description: popular readers take
    any description within an entry for that of the entry.
    """
    for file in files:
        known = {"fileSize": str(file.length or ""), "duration": str(file.duration or "")}
        told = {name: value for name, value in known.items() if value}
        sub(element, f"{{{MEDIA}}}content", url=uri(file.url), type=file.type, **told)
        if file.title:
            sub(element[-1], f"{{{MEDIA}}}title", file.title, type="plain")
    if entry.image:
        sub(element, f"{{{MEDIA}}}content", url=uri(entry.image), medium="image")
        if entry.image_alt:
            sub(element[-1], f"{{{MEDIA}}}title", entry.image_alt, type="plain")
        sub(element, f"{{{MEDIA}}}thumbnail", url=uri(entry.image))
    if entry.episode is not None and entry.episode.explicit is not None:
        sub(element, f"{{{MEDIA}}}rating", "adult" if entry.episode.explicit else "nonadult", scheme="urn:simple")


def declare_markup(element: Any) -> None:
    """Say an Atom text as HTML where plain text looks like it: RFC 4287, section 3.1.1."""
    if element is not None and has_end_tag(element.text or ""):
        element.text = as_html(element.text)
        element.set("type", "html")


def escape_markup(element: Any) -> None:
    """Say an RSS text as HTML where every reader takes it for that: RSS cannot tell which it is."""
    if element is not None and has_end_tag(element.text or ""):
        element.text = as_html(element.text)


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
