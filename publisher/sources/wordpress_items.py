"""The items of an export of WordPress, and what their fields say."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import unquote

from publisher.content.episodes import lasting
from publisher.content.plain_text import plain_text
from publisher.content.sanitize import sanitize
from publisher.content.untitled import title_text
from publisher.content.wordpress_podcasts import SSP, powerpress, simple_podcast
from publisher.model.entry import Enclosure, Episode
from publisher.sources.xml_fields import Fields, fields_of, is_web, moment, whole_text
from publisher.sources.xml_files import XmlFile
from publisher.sources.xml_reading import RecordFile

#: Endings of files that may be such an export.
SUFFIXES = (".xml", ".wxr")

_EXPORT = re.compile(r"https?://(?:www\.)?wordpress\.org/export/[^/\s]*/(excerpt/?)?$")
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_DC = "http://purl.org/dc/elements/1.1/"
_KNOWN = {
    "content": _CONTENT,
    "dc": _DC,
    "excerpt": "http://wordpress.org/export/1.2/excerpt/",
    "wp": "http://wordpress.org/export/1.2/",
}
_LABELS = frozenset({None, "", "category", "post_tag", "tag"})
_NEVER = "0000-00-00"
_WIDEST_ZONE = timedelta(hours=14)


def open_records(file: XmlFile, advance: Callable[[int], None] = lambda _: None) -> RecordFile:
    """Return the items and authors of a file; *advance* is called with the number of bytes just read."""
    return RecordFile(
        place=file.place, names=("item", "wp:author"), end="</rss>", known=_KNOWN, data=file.data, advance=advance
    )


def prefix_of(space: str) -> str | None:
    """Return the prefix under which the elements of a namespace are known here; None for those nobody asks for."""
    if not space:
        return ""
    if found := _EXPORT.match(space):
        return "excerpt" if found[1] else "wp"
    return {_CONTENT: "content", _DC: "dc"}.get(space)


def kept_values(fields: Fields, key: str) -> Iterator[str]:
    """Yield the values of a key among what plug-ins and themes keep with an item."""
    for kept in fields.all("wp:postmeta"):
        pair = fields_of(kept, prefix_of)
        if pair.text("wp:meta_key") == key:
            yield pair.text("wp:meta_value")


def time_of(text: str) -> datetime | None:
    """Return a time such as ``2018-02-19 10:30:00``, in UTC; None for none, which WordPress writes as zeros."""
    found = None if not text or text.startswith(_NEVER) else moment(text.replace(" ", "T", 1))
    return found.astimezone(UTC) if found else None


def published_of(fields: Fields) -> datetime | None:
    """Return when a post was published: by the world's clock, else by its blog's, else by RSS.

    Where WordPress wrote zeros for the world's clock, RSS knows it all the
    same if it differs from the blog's by no more than a zone.
    """
    if found := time_of(fields.text("wp:post_date_gmt")):
        return found
    local, said = fields.text("wp:post_date"), moment(fields.text("pubDate"))
    found = None if local.startswith(_NEVER) else moment(local.replace(" ", "T", 1))
    if found is None or (said and abs(said - found) <= _WIDEST_ZONE):
        return said
    return found.replace(tzinfo=None)


def slug_of(fields: Fields) -> str:
    """Return the slug in letters: WordPress keeps those beyond ASCII as bytes."""
    return unquote(fields.text("wp:post_name")).removesuffix(".html")


def summary_of(fields: Fields) -> str:
    """Return the excerpt, which is HTML, as text."""
    html = fields.text("excerpt:encoded")
    return plain_text(sanitize(html, base="")) if html else ""


def labels_of(fields: Fields) -> tuple[str, ...]:
    """Return the names of categories and tags."""
    names = (
        title_text(whole_text(category).strip())
        for category in fields.all("category")
        if category.get("domain") in _LABELS
    )
    return tuple(dict.fromkeys(filter(None, names)))


def sound_of(fields: Fields) -> tuple[tuple[Enclosure, ...], Episode | None]:
    """Return the files of a post, and what the plug-ins for podcasts say of them."""
    enclosures = _enclosures(fields)
    if not enclosures:
        return (), None
    told = [powerpress("\n".join(kept.split("\n")[3:])) for kept in kept_values(fields, "enclosure")]
    told.append(simple_podcast({key: next(iter(kept_values(fields, key)), "") for key in SSP}))
    episode = next((each for each, _ in told if each is not None), None)
    return lasting(enclosures, next((seconds for _, seconds in told if seconds), 0)), episode


def _enclosures(fields: Fields) -> tuple[Enclosure, ...]:
    found = [
        (each.get("url") or "", each.get("length") or "", each.get("type") or "") for each in fields.all("enclosure")
    ]
    for kept in kept_values(fields, "enclosure"):
        url, length, kind = (*(line.strip() for line in kept.split("\n")), "", "")[:3]
        found.append((url, length, kind))
    return tuple(
        dict.fromkeys(
            Enclosure(
                url=url,
                type=kind if "/" in kind else "application/octet-stream",
                length=int(length) if re.fullmatch(r"[0-9]{1,15}", length) else 0,
            )
            for url, length, kind in found
            if is_web(url)
        )
    )
