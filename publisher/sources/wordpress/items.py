"""The items of an export of WordPress, and what their fields say."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from urllib.parse import unquote

from publisher.errors import InputError
from publisher.model.entry import Enclosure, Episode, Transcript
from publisher.model.post import Rejected
from publisher.sources.inputs.episodes import count_of, kind_of, lasting, said, seconds_of, transcript_type, truth_of
from publisher.sources.inputs.resource import Place
from publisher.sources.inputs.titles import title_text
from publisher.sources.inputs.values import first, is_web
from publisher.sources.inputs.xml_fields import Fields, enclosures_of, fields_of, moment, whole_text
from publisher.sources.inputs.xml_files import XmlFile, xml_files
from publisher.sources.inputs.xml_records import RecordFile
from publisher.sources.wordpress.shortcodes import Picture
from publisher.text.html.sanitize import sanitize
from publisher.text.html.to_text import plain_text

#: Keys of what Seriously Simple Podcasting keeps.
SSP = frozenset({"duration", "explicit", "itunes_episode_number", "itunes_episode_type", "itunes_season_number"})
#: PHP writes a text with the number of its bytes, then the text.
_TEXT = re.compile(rb's:(\d{1,6}):"')
_SCALAR = re.compile(rb"(?:i|d|b):(-?[\d.]{1,20});|N;")
_ARRAY = re.compile(rb"a:\d{1,4}:\{")
#: PowerPress: 0 leaves it to the podcast.
_EXPLICIT = {"1": True, "2": False}


def serialized(text: str) -> dict[str, str]:
    """Return the texts and numbers of an array that PHP has written; what is damaged, and arrays inside, end it.

    >>> serialized('a:2:{s:8:"duration";s:8:"00:46:35";s:6:"season";i:2;}')
    {'duration': '00:46:35', 'season': '2'}
    """
    data = text.strip().encode("utf-8", "surrogatepass")
    start = _ARRAY.match(data)
    found: dict[str, str] = {}
    place = start.end() if start else len(data)
    while (key := _scalar(data, place)) is not None:
        value = _scalar(data, key[1])
        if value is None:
            break
        found[key[0]] = value[0]
        place = value[1]
    return found


def powerpress(text: str) -> tuple[Episode | None, int]:
    """Return the episode that PowerPress keeps below the lines of an enclosure, and its seconds."""
    kept = serialized(text)
    transcript = kept.get("pci_transcript_url", "")
    chapters = kept.get("pci_chapters_url", "")
    kind = transcript_type(transcript)
    episode = Episode(
        number=count_of(kept.get("episode_no")),
        season=count_of(kept.get("season")),
        kind=kind_of(kept.get("episode_type")),
        explicit=_EXPLICIT.get(kept.get("explicit", "")),
        transcripts=(Transcript(url=transcript, type=kind),) if kind and is_web(transcript) else (),
        chapters=chapters if is_web(chapters) else None,
    )
    return said(episode), seconds_of(kept.get("duration"))


def simple_podcast(kept: Mapping[str, str]) -> tuple[Episode | None, int]:
    """Return the episode that Seriously Simple Podcasting keeps with a post, and its seconds."""
    episode = Episode(
        number=count_of(kept.get("itunes_episode_number")),
        season=count_of(kept.get("itunes_season_number")),
        kind=kind_of(kept.get("itunes_episode_type")),
        # The box has no other mark than `on`, and most never saw it: without it nothing is said.
        explicit=truth_of(kept.get("explicit")) or None,
    )
    return said(episode), seconds_of(kept.get("duration"))


def _scalar(data: bytes, place: int) -> tuple[str, int] | None:
    """Return the text or number at a place, and where the next begins."""
    if text := _TEXT.match(data, place):
        end = text.end() + int(text[1])
        if data[end : end + 2] != b'";':
            return None
        return data[text.end() : end].decode("utf-8", "replace"), end + 2
    if scalar := _SCALAR.match(data, place):
        return (scalar[1] or b"").decode(), scalar.end()
    return None


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
#: Endings of attachments that are no pictures.
_NO_PICTURES = (".mp3", ".m4a", ".ogg", ".wav", ".mp4", ".m4v", ".webm", ".pdf", ".doc", ".docx", ".zip")
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
    told = [(each.get("url"), each.get("length"), each.get("type")) for each in fields.all("enclosure")]
    for kept in kept_values(fields, "enclosure"):
        url, length, kind = (*(line.strip() for line in kept.split("\n")), "", "")[:3]
        told.append((url, length, kind))
    return enclosures_of(told)


@dataclass(slots=True)
class _Attachments:
    """What the items of a blog hold for its posts."""

    pictures: dict[str, Picture] = field(default_factory=dict)
    #: Number of a post → numbers of the pictures that belong to it, each once.
    owned: dict[str, dict[str, None]] = field(default_factory=dict)
    #: Number of a reused block → its text.
    blocks: dict[str, str] = field(default_factory=dict)


class Media:
    """Attachments and reused blocks of all files of a source.

    They may stand behind the post that shows them: so all files are read
    through when the first post asks.
    """

    def __init__(self, place: Place) -> None:
        self._place = place

    @property
    def pictures(self) -> dict[str, Picture]:
        """Number → picture."""
        return self._attachments.pictures

    @property
    def blocks(self) -> dict[str, str]:
        """Number → text of a reused block."""
        return self._attachments.blocks

    def of(self, number: str) -> Sequence[Picture]:
        """Return the pictures of a post, in the order of the files."""
        return [self.pictures[each] for each in self._attachments.owned.get(number, ())]

    @cached_property
    def _attachments(self) -> _Attachments:
        attachments = _Attachments()
        for file in xml_files(self._place, SUFFIXES):
            if isinstance(file, Rejected):
                continue
            records = open_records(file)
            with suppress(InputError):
                for record in records.records():
                    if isinstance(record, Rejected) or not ("attachment" in record.text or "wp_block" in record.text):
                        continue
                    element = records.element(record)
                    if not isinstance(element, Rejected):
                        _add_attachment(fields_of(element, prefix_of), attachments)
        return attachments


def _add_attachment(fields: Fields, attachments: _Attachments) -> None:
    number = fields.text("wp:post_id")
    kind = fields.text("wp:post_type")
    if kind == "wp_block" and fields.text("wp:status") == "publish":
        attachments.blocks[number] = fields.text("content:encoded")
    url = first(fields.text, ("wp:attachment_url", "guid"))
    if kind == "attachment" and is_web(url) and not url.lower().endswith(_NO_PICTURES):
        alt = next(iter(kept_values(fields, "_wp_attachment_image_alt")), "")
        attachments.pictures[number] = Picture(url=url, alt=title_text(alt), caption=fields.text("excerpt:encoded"))
        attachments.owned.setdefault(fields.text("wp:post_parent"), {})[number] = None
