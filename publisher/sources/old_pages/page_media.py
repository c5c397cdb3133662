"""Sound and film that a post comes with."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from publisher.model.entry import Enclosure
from publisher.sources.old_pages.page_tree import absolute, attribute

if TYPE_CHECKING:
    from bs4 import Tag

_TYPES = {
    "aac": "audio/aac", "flac": "audio/flac", "m4a": "audio/mp4", "m4b": "audio/mp4", "mp3": "audio/mpeg",
    "oga": "audio/ogg", "ogg": "audio/ogg", "opus": "audio/ogg", "wav": "audio/wav",
}  # fmt: skip


def enclosure(url: str, kind: str, length: int) -> Enclosure | None:
    """Return the enclosure at an absolute address; None if it is no sound.

    Args:
        url: Absolute.
        kind: Media type as given; empty where it is not.
        length: Bytes, or 0.

    >>> enclosure("https://example.org/a.mp3", "", 0).type
    'audio/mpeg'
    """
    guessed = _TYPES.get(urlsplit(url).path.rsplit(".", 1)[-1].lower(), "")
    kind = kind.partition(";")[0].strip().lower()
    if not kind.startswith("audio/"):
        kind = guessed
    return Enclosure(url=url, type=kind, length=length) if kind else None


def enclosures_in(element: Tag, *, base: str) -> tuple[Enclosure, ...]:
    """Return the sound in an element: players, and links marked as enclosures."""
    found = []
    for tag in element.select("audio, a[rel~=enclosure], a.u-audio"):
        sources = [tag, *tag.find_all("source")]
        for source in sources:
            url = absolute(base, attribute(source, "src") or attribute(source, "href"))
            length = attribute(source, "length")
            if url and (file := enclosure(url, attribute(source, "type"), int(length) if length.isdecimal() else 0)):
                found.append(file)
                break
    return tuple(dict.fromkeys(found))
