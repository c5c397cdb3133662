"""Feeds of every kind as a source: RSS, RDF, Atom and JSON Feed, from a file or an address."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from publisher.errors import InputError
from publisher.model.post import Post, Rejected, Warned
from publisher.sources.feed.items import KIND, is_json
from publisher.sources.inputs.encodings import decoded
from publisher.sources.inputs.resource import Place, reading

#: The first sign of a document in UTF-32 without a mark: XML 1.0, appendix F.
_UTF_32 = {b"\0\0\0<": "utf-32-be", b"<\0\0\0": "utf-32-le"}

#: Bytes of a feed that is read; it has to be in memory as a whole.
LARGEST = 64 << 20

SUFFIXES = (".xml", ".rss", ".atom", ".rdf", ".json")

_BLANKS = re.compile(r"[\ufeff\s]*+")
_SUBSET_END = re.compile(r"\]\s*>")
_ROOT = re.compile(r"<(?:([A-Za-z_][\w.-]*):)?(rss|feed|rdf|channel|entry)(?=[\s>/])([^>]*)", re.IGNORECASE)
_NAMES = {
    "rss": "its root element is <rss>",
    "feed": "its root element is <feed>, as in Atom",
    "rdf": "its root element is <rdf:RDF>, as in RSS 1.0",
    "entry": "its root element is <entry>, one of Atom",
    "channel": "its root element is <channel>",
}


def recognise(place: Place, head: bytes) -> str | None:
    """Say why a file is a feed; None if it is not one."""
    text = decoded(head, place.encoding or _UTF_32.get(head[:4]))
    if text.lstrip("\ufeff \t\r\n").startswith("{"):
        from publisher.sources.feed.json_feed import VERSION

        return "its version is one of JSON Feed" if VERSION.search(text) else None
    root = _ROOT.match(text, _start(text))
    if root is None:
        return None
    name = root[2].lower()
    if name == "rdf" and not re.search(r"purl\.org/(?:rss|net/rss)|netscape\.com/rdf/simple", text):
        return None
    if name == "entry" and "http://www.w3.org/2005/Atom" not in text:
        return None
    return _NAMES[name]


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One feed, or each feed of a folder."""

    place: Place
    kind: ClassVar[str] = KIND

    def read(self, advance: Callable[[int], None]) -> Iterator[Post | Rejected | Warned]:
        """Yield the posts of the feed, in its order.

        Raises:
            InputError: It is no feed, is too large, or, in a folder, no file is one.
        """
        if not self.place.path.is_dir():
            yield from _posts(self.place, advance)
            return
        read = 0
        for file in self.place.files(*SUFFIXES):
            if recognise(file, file.head()) is None:
                continue
            read += 1
            try:
                yield from _posts(file, advance)
            except InputError as error:
                yield Rejected(place=file.shown, reason=str(error), hint=error.hint)
        if not read:
            raise InputError(
                f"no file in the folder {self.place.shown} is a feed", hint="Name a folder with feeds in it."
            )


def _posts(place: Place, advance: Callable[[int], None]) -> Iterator[Post | Rejected | Warned]:
    data = _content(place)
    advance(len(data))
    if is_json(data):
        from publisher.sources.feed.json_feed import read_json_feed

        yield from read_json_feed(data, place)
    else:
        from publisher.sources.feed.xml import read_xml

        yield from read_xml(data, place)


def _content(place: Place) -> bytes:
    with reading(place):
        place.require_file()
        with place.path.open("rb") as file:
            data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise InputError(
            f"{place.shown} is larger than {LARGEST >> 20} MB",
            hint="No feed is; split it, or export it in another form.",
        )
    if not data.strip():
        raise InputError(f"{place.shown} is empty", hint="Fetch it again, or name another file.")
    return data


def _start(text: str) -> int:
    """Return where the root element begins: behind declarations, comments and a document type."""
    place = 0
    while True:
        place = _end(_BLANKS.match(text, place), place)
        if text.startswith("<?", place):
            end = text.find("?>", place) + 2
        elif text.startswith("<!--", place):
            end = text.find("-->", place) + 3
        elif text[place : place + 9].upper() == "<!DOCTYPE":
            subset, close = text.find("[", place), text.find(">", place)
            inner = 0 <= subset < close
            end = _end(_SUBSET_END.search(text, subset), 0) if inner else close + 1
        else:
            return place
        if end <= place:
            return place
        place = end


def _end(found: re.Match[str] | None, otherwise: int) -> int:
    return found.end() if found else otherwise
