"""Blogs of WordPress: its export file, WXR 1.0 to 1.2, which is RSS 2.0 with elements of its own.

Posts are the items whose ``wp:post_type`` is ``post`` and whose ``wp:status``
is ``publish``; one with a password is for those who know it, and stays out.
Nothing is taken of the people who commented, nor anybody's e-mail address.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from html import unescape
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urljoin, urlsplit

from publisher.content.autoparagraph import autoparagraph
from publisher.content.episodes import lasting
from publisher.content.plain_text import plain_text
from publisher.content.sanitize import sanitize
from publisher.content.untitled import first_words, title_text
from publisher.content.wordpress_blocks import has_blocks, with_paragraphs, without_marks
from publisher.content.wordpress_podcasts import SSP, powerpress, simple_podcast
from publisher.content.wordpress_shortcodes import Library, Picture, expand_shortcodes
from publisher.errors import InputError
from publisher.model.entry import Enclosure, Episode, Origin, Person
from publisher.model.post import Found, Post, Rejected, Skipped
from publisher.sources.encodings import decoded
from publisher.sources.export_files import is_zip
from publisher.sources.place import Place
from publisher.sources.xml_fields import Fields, fields_of, moment, whole_text
from publisher.sources.xml_files import XmlFile, read_each, recognise_zip, xml_files
from publisher.sources.xml_reading import Record, RecordFile

if TYPE_CHECKING:
    from lxml.etree import _Element

SUFFIXES = (".xml", ".wxr")

HINT = "Export the blog in WordPress (Tools, Export, Posts) and name the .xml file."

_EXPORT = re.compile(r"https?://(?:www\.)?wordpress\.org/export/[^/\s]*/(excerpt/?)?$")
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_DC = "http://purl.org/dc/elements/1.1/"
_KNOWN = {
    "content": _CONTENT,
    "dc": _DC,
    "excerpt": "http://wordpress.org/export/1.2/excerpt/",
    "wp": "http://wordpress.org/export/1.2/",
}
_ROOT = re.compile(r"<(?:[\w-]+:)?(?:rss|channel)[\s>]")
_VERSION = re.compile(r"<wp:wxr_version>\s*([\d.]+)")
_LINKS = re.compile(r"<(wp:base_blog_url|link|wp:base_site_url)>\s*+(?:<!\[CDATA\[\s*+)?(https?://[^<>\s\]]+)")

_TYPES = {"nav_menu_item": "menu item", "wp_block": "reused block"}
_STATUSES = {
    "auto-draft": "draft",
    "draft": "draft",
    "future": "scheduled post",
    "inherit": "draft",
    "pending": "draft",
    "private": "private post",
    "trash": "deleted post",
}
#: Fields that an item has once: where there are two of them, two items have run together.
_SINGLE = ("wp:post_type", "wp:status", "content:encoded")
_LABELS = frozenset({None, "", "category", "post_tag", "tag"})
_NEVER = "0000-00-00"
_WIDEST_ZONE = timedelta(hours=14)


def recognise(place: Place, head: bytes) -> str | None:
    """Say why the file that begins with *head* is an export of WordPress; None if it is not."""
    if place.path.is_dir():
        return None
    if is_zip(head):
        return recognise_zip(place, SUFFIXES, recognise)
    text = decoded(head, place.encoding)
    if not _ROOT.search(text) or "wordpress.org/export/" not in text:
        return None
    version = _VERSION.search(text)
    return f"it is an export of WordPress, WXR {version[1]}" if version else "it is an export of WordPress"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wordpress:
    """The posts of one file, or of every such file in a folder: large blogs are exported in parts."""

    kind: ClassVar[str] = "wordpress"

    place: Place

    def read(self, advance: Callable[[int], None]) -> Iterator[Found]:
        """Yield each post that readers can see, in the order of the file.

        Yields:
            `Skipped` for each page, attachment, draft and so on; `Rejected`
            for each damaged item; `Warned` for shortcodes that were taken out.

        Raises:
            InputError: The file is no XML that can be read, is empty, or
                declares entities; or the folder has no such file.
        """
        media, guids = _Media(self.place), dict[str, str]()
        yield from read_each(
            self.place, SUFFIXES, recognise, lambda file: _File(file, advance, media, guids).posts(), advance, HINT
        )


def _prefix_of(space: str) -> str | None:
    if not space:
        return ""
    if found := _EXPORT.match(space):
        return "excerpt" if found[1] else "wp"
    return {_CONTENT: "content", _DC: "dc"}.get(space)


def _open(file: XmlFile, advance: Callable[[int], None] = lambda _: None) -> RecordFile:
    return RecordFile(
        place=file.place, names=("item", "wp:author"), end="</rss>", known=_KNOWN, data=file.data, advance=advance
    )


class _File:
    """One file, being read."""

    def __init__(self, file: XmlFile, advance: Callable[[int], None], media: _Media, guids: dict[str, str]) -> None:
        self._place, self._origin = file.place, file.origin
        self._records = _open(file, advance)
        self._media = media
        #: Guid → number of the post that has it, in all files of the source.
        self._guids = guids
        #: Login → name to show.
        self._names: dict[str, str] = {}

    def posts(self) -> Iterator[Found]:
        """Yield what each item is."""
        items = 0
        for record in self._records.records():
            if isinstance(record, Rejected):
                items += 1
                yield record
                continue
            items += record.name == "item"
            element = self._records.element(record)
            if isinstance(element, Rejected):
                yield element
            elif record.name == "item":
                yield from self._item(record, fields_of(element, _prefix_of))
            else:
                self._author(element)
        yield from self._records.warnings()
        if not items:
            yield self._records.rejected(1, "this file has no item, so no post", HINT)

    def _author(self, element: _Element) -> None:
        about = fields_of(element, _prefix_of)
        names = (about.text("wp:author_first_name"), about.text("wp:author_last_name"))
        name = title_text(about.text("wp:author_display_name")) or " ".join(filter(None, names))
        if login := about.text("wp:author_login"):
            self._names[login.lower()] = name or login

    def _item(self, record: Record, fields: Fields) -> Iterator[Found]:
        """Yield the post that an item is, or what else it is."""
        place = f"{self._place.shown}:{record.first_line}"
        title = title_text(fields.text("title"))
        named = f"“{title}”" if title else fields.text("guid") or "this item"
        for name in _SINGLE:
            if len(fields.all(name)) > 1:
                yield self._records.rejected(
                    record.first_line, f"{named} has more than one {name}: two items have run together"
                )
                return
        kind, status = fields.text("wp:post_type"), fields.text("wp:status")
        if kind and kind != "post":
            yield Skipped(place=place, reason=_TYPES.get(kind, kind.replace("_", " ")))
        elif status in _STATUSES:
            yield Skipped(place=place, reason=_STATUSES[status])
        elif status and status != "publish" and kind:
            yield Skipped(place=place, reason=f"post with the status {status}")
        elif not kind or not status:
            lacking = "wp:status" if kind else "wp:post_type"
            yield self._records.rejected(
                record.first_line,
                f"{named} has no {lacking}, so it may not be meant for readers",
                "If readers may see it, give it <wp:post_type>post</wp:post_type> and <wp:status>publish</wp:status>.",
            )
        elif fields.text("wp:post_password"):
            yield Skipped(place=place, reason="post with a password")
        else:
            yield from self._post(record, fields, title, named)

    def _post(self, record: Record, fields: Fields, title: str, named: str) -> Iterator[Post | Rejected]:
        published = _published(fields)
        if published is None:
            yield self._records.rejected(
                record.first_line, f"{named} has no date", "Give it a <wp:post_date_gmt> such as 2018-02-19 10:30:00."
            )
            return
        body, removed = self._body(fields)
        guid, number, slug = fields.text("guid"), fields.text("wp:post_id"), _slug(fields.text("wp:post_name"))
        url = self._url(fields.text("link"))
        updated = _gmt(fields.text("wp:post_modified_gmt"))
        title = title or first_words(body) or slug or number or guid
        if self._guids.setdefault(guid, number) != number:
            # Posts that were copied keep the guid of the other; only the first may have it.
            guid = ""
        key = guid or url or number or slug
        if not title or not key:
            yield self._records.rejected(record.first_line, "this post has no guid, link or number, and no text")
            return
        for name in removed:
            self._records.mended(f"took out [{name}], which only its site can fill in", record.first_line)
        enclosures, episode = _sound(fields)
        image = self._image(fields)
        yield Post(
            key=key,
            origin=Origin(
                path=self._origin,
                first_line=record.first_line,
                last_line=record.last_line,
                importer=Wordpress.kind,
            ),
            title=title,
            body=body,
            markup="html",
            published=published,
            updated=updated if updated and published.tzinfo and updated > published else None,
            foreign_id=guid or None,
            url=url,
            slug=slug or None,
            summary=_plain(fields.text("excerpt:encoded")) or None,
            authors=self._authors(fields),
            tags=_labels(fields),
            enclosures=enclosures,
            image=image.url if image else None,
            image_alt=image.alt if image else "",
            episode=episode,
        )

    def _body(self, fields: Fields) -> tuple[str, tuple[str, ...]]:
        """Return the text as HTML with its paragraphs, and the names of shortcodes that were taken out."""
        contents = fields.all("content:encoded")
        text = whole_text(contents[0]).replace("\r\n", "\n") if contents else ""
        blocks = has_blocks(text)
        text = without_marks(with_paragraphs(text) if blocks else text, lambda number: self._media.blocks.get(number))
        library = Library(
            picture=lambda number: self._media.pictures.get(number),
            own=lambda: self._media.of(fields.text("wp:post_id")),
        )
        text, removed = expand_shortcodes(text, library)
        return (text.strip() if blocks else autoparagraph(text)), removed

    def _url(self, link: str) -> str | None:
        """Return the address of the page; a path is meant on the host of the blog."""
        try:
            whole = link if urlsplit(link).scheme else urljoin(self._home, link) if link else ""
        except ValueError:
            return None
        return whole if _is_web(whole) else None

    @cached_property
    def _home(self) -> str:
        """Address of the blog, as the head of the file names it."""
        found = {name: unescape(url) for name, url in reversed(_LINKS.findall(self._records.head))}
        return found.get("wp:base_blog_url") or found.get("link") or self._place.home or ""

    def _authors(self, fields: Fields) -> tuple[Person, ...]:
        """Return the authors: those of the plug-in for several, else the one who made the post."""
        several = [
            self._names.get((category.get("nicename") or "").lower()) or title_text(whole_text(category).strip())
            for category in fields.all("category")
            if category.get("domain") == "author"
        ]
        login = fields.text("dc:creator")
        names = several or [self._names.get(login.lower(), login)]
        return tuple(dict.fromkeys(Person(name=name) for name in names if name and "@" not in name))

    def _image(self, fields: Fields) -> Picture | None:
        number = next(iter(_meta(fields, "_thumbnail_id")), "")
        return self._media.pictures.get(number) if number else None


@dataclass(slots=True)
class _Shelf:
    """What the items of a blog hold for its posts."""

    pictures: dict[str, Picture] = field(default_factory=dict)
    #: Number of a post → numbers of the pictures that belong to it, each once.
    owned: dict[str, dict[str, None]] = field(default_factory=dict)
    #: Number of a reused block → its text.
    blocks: dict[str, str] = field(default_factory=dict)


class _Media:
    """Attachments and reused blocks of all files of a source.

    They may stand behind the post that shows them: so all files are read
    through when the first post asks.
    """

    def __init__(self, place: Place) -> None:
        self._place = place

    @property
    def pictures(self) -> dict[str, Picture]:
        """Number → picture."""
        return self._shelf.pictures

    @property
    def blocks(self) -> dict[str, str]:
        """Number → text of a reused block."""
        return self._shelf.blocks

    def of(self, number: str) -> Sequence[Picture]:
        """Return the pictures of a post, in the order of the files."""
        return [self.pictures[each] for each in self._shelf.owned.get(number, ())]

    @cached_property
    def _shelf(self) -> _Shelf:
        shelf = _Shelf()
        for file in xml_files(self._place, SUFFIXES):
            if isinstance(file, Rejected):
                continue
            records = _open(file)
            try:
                for record in records.records():
                    if isinstance(record, Rejected) or not re.search(r"\b(?:attachment|wp_block)\b", record.text):
                        continue
                    element = records.element(record)
                    if not isinstance(element, Rejected):
                        _shelve(fields_of(element, _prefix_of), shelf)
            except InputError:
                continue
        return shelf


def _shelve(fields: Fields, shelf: _Shelf) -> None:
    number = fields.text("wp:post_id")
    kind = fields.text("wp:post_type")
    if kind == "wp_block" and fields.text("wp:status") == "publish":
        shelf.blocks[number] = fields.text("content:encoded")
    url = fields.text("wp:attachment_url") or fields.text("guid")
    if (
        kind == "attachment"
        and _is_web(url)
        and not re.search(r"\.(?:mp3|m4a|ogg|wav|mp4|m4v|webm|pdf|docx?|zip)$", url, re.I)
    ):
        alt = next(iter(_meta(fields, "_wp_attachment_image_alt")), "")
        shelf.pictures[number] = Picture(url=url, alt=title_text(alt), caption=fields.text("excerpt:encoded"))
        shelf.owned.setdefault(fields.text("wp:post_parent"), {})[number] = None


def _meta(fields: Fields, key: str) -> Iterator[str]:
    """Yield the values of a key among what plug-ins and themes keep with an item."""
    for kept in fields.all("wp:postmeta"):
        pair = fields_of(kept, _prefix_of)
        if pair.text("wp:meta_key") == key:
            yield pair.text("wp:meta_value")


def _gmt(text: str) -> datetime | None:
    """Return a time such as ``2018-02-19 10:30:00``, in UTC; None for none, which WordPress writes as zeros."""
    found = None if not text or text.startswith(_NEVER) else moment(text.replace(" ", "T", 1))
    return found.astimezone(UTC) if found else None


def _published(fields: Fields) -> datetime | None:
    """Return when a post was published: by the world's clock, else by its blog's, else by RSS.

    Where WordPress wrote zeros for the world's clock, RSS knows it all the
    same if it differs from the blog's by no more than a zone.
    """
    if found := _gmt(fields.text("wp:post_date_gmt")):
        return found
    local, said = fields.text("wp:post_date"), moment(fields.text("pubDate"))
    found = None if local.startswith(_NEVER) else moment(local.replace(" ", "T", 1))
    if found is None or (said and abs(said - found) <= _WIDEST_ZONE):
        return said
    return found.replace(tzinfo=None)


def _slug(name: str) -> str:
    """Return a slug in letters: WordPress keeps those beyond ASCII as bytes."""
    from urllib.parse import unquote

    return unquote(name).removesuffix(".html")


def _plain(html: str) -> str:
    """Return an excerpt, which is HTML, as text."""
    return plain_text(sanitize(html, base="")) if html else ""


def _labels(fields: Fields) -> tuple[str, ...]:
    names = (
        title_text(whole_text(category).strip())
        for category in fields.all("category")
        if category.get("domain") in _LABELS
    )
    return tuple(dict.fromkeys(filter(None, names)))


def _sound(fields: Fields) -> tuple[tuple[Enclosure, ...], Episode | None]:
    """Return the files of a post, and what the plug-ins for podcasts say of them."""
    enclosures = _enclosures(fields)
    if not enclosures:
        return (), None
    told = [powerpress("\n".join(kept.split("\n")[3:])) for kept in _meta(fields, "enclosure")]
    told.append(simple_podcast({key: next(iter(_meta(fields, key)), "") for key in SSP}))
    episode = next((each for each, _ in told if each is not None), None)
    return lasting(enclosures, next((seconds for _, seconds in told if seconds), 0)), episode


def _enclosures(fields: Fields) -> tuple[Enclosure, ...]:
    found = [
        (each.get("url") or "", each.get("length") or "", each.get("type") or "") for each in fields.all("enclosure")
    ]
    for kept in _meta(fields, "enclosure"):
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
            if _is_web(url)
        )
    )


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc) and not re.search(r"[\s<>\"]", url)
