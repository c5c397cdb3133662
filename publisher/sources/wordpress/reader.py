"""Blogs of WordPress: its export file, WXR 1.0 to 1.2, which is RSS 2.0 with elements of its own.

Posts are the items whose ``wp:post_type`` is ``post`` and whose ``wp:status``
is ``publish``; one with a password is for those who know it, and stays out.
Nothing is taken of the people who commented, nor anybody's e-mail address.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from typing import ClassVar
from urllib.parse import urljoin, urlsplit

from publisher.model.entry import Person
from publisher.model.post import Found, Post, Rejected, Skipped
from publisher.sources.inputs.encodings import decoded
from publisher.sources.inputs.export_files import is_zip
from publisher.sources.inputs.resource import Place
from publisher.sources.inputs.titles import first_words, title_text
from publisher.sources.inputs.values import is_web, later
from publisher.sources.inputs.xml_fields import Fields, whole_text
from publisher.sources.inputs.xml_files import XmlFile, read_each, recognise_zip
from publisher.sources.inputs.xml_records import Record
from publisher.sources.wordpress.blocks import autoparagraph, has_blocks, with_paragraphs, without_marks
from publisher.sources.wordpress.items import (
    SUFFIXES,
    Media,
    kept_values,
    labels_of,
    open_records,
    prefix_of,
    published_of,
    slug_of,
    sound_of,
    summary_of,
    time_of,
)
from publisher.sources.wordpress.shortcodes import Library, Picture, expand_shortcodes

HINT = "Export the blog in WordPress (Tools, Export, Posts) and name the .xml file."

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
_NO_PICTURE = Picture(url="")
#: Fields that an item has once: where there are two of them, two items have run together.
_SINGLE = ("wp:post_type", "wp:status", "content:encoded")


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
        media, guids = Media(self.place), dict[str, str]()
        yield from read_each(
            self.place, SUFFIXES, recognise, lambda file: _File(file, advance, media, guids).posts(), advance, HINT
        )


class _File:
    """One file, being read."""

    def __init__(self, file: XmlFile, advance: Callable[[int], None], media: Media, guids: dict[str, str]) -> None:
        self._place, self._origin = file.place, file.origin
        self._records = open_records(file, advance)
        self._media = media
        #: Guid → number of the post that has it, in all files of the source.
        self._guids = guids
        #: Login → name to show.
        self._names: dict[str, str] = {}

    def posts(self) -> Iterator[Found]:
        """Yield what each item is."""
        for found in self._records.fields(prefix_of, HINT):
            if not isinstance(found, tuple):
                yield found
            elif found[0].name == "item":
                yield self._item(*found)
            else:
                self._author(found[1])

    def _author(self, about: Fields) -> None:
        parts = (about.text("wp:author_first_name"), about.text("wp:author_last_name"))
        name = title_text(about.text("wp:author_display_name")) or " ".join(filter(None, parts))
        if login := about.text("wp:author_login"):
            self._names[login.lower()] = name or login

    def _item(self, record: Record, fields: Fields) -> Post | Rejected | Skipped:
        """Return the post that an item is, or what else it is."""
        if left_out := _left_out(fields):
            return Skipped(place=f"{self._place.shown}:{record.first_line}", reason=left_out)
        title, published = title_text(fields.text("title")), published_of(fields)
        fault = _fault(fields, f"“{title}”" if title else fields.text("guid") or "this item")
        if fault or published is None:
            return self._records.rejected(record.first_line, *fault)
        body, removed = self._body(fields)
        guid, number, slug = fields.text("guid"), fields.text("wp:post_id"), slug_of(fields)
        url = self._url(fields.text("link"))
        title = next(filter(None, (title, first_words(body), slug, number, guid)), "")
        if self._guids.setdefault(guid, number) != number:
            # Posts that were copied keep the guid of the other; only the first may have it.
            guid = ""
        key = next(filter(None, (guid, url, number, slug)), "")
        if not title or not key:
            reason = "this post has no guid, link or number, and no text"
            return self._records.rejected(record.first_line, reason)
        for name in removed:
            self._records.mended(f"took out [{name}], which only its site can fill in", record.first_line)
        enclosures, episode = sound_of(fields)
        image = self._image(fields) or _NO_PICTURE
        return Post(
            key=key,
            origin=record.origin(self._origin, Wordpress.kind),
            title=title,
            body=body,
            markup="html",
            published=published,
            updated=later(time_of(fields.text("wp:post_modified_gmt")), published),
            foreign_id=guid or None,
            url=url,
            slug=slug or None,
            summary=summary_of(fields) or None,
            authors=self._authors(fields),
            tags=labels_of(fields),
            enclosures=enclosures,
            image=image.url or None,
            image_alt=image.alt,
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
        return whole if is_web(whole) else None

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
        number = next(iter(kept_values(fields, "_thumbnail_id")), "")
        return self._media.pictures.get(number) if number else None


def _fault(fields: Fields, named: str) -> tuple[str, ...]:
    """Say why an item is no post that can be used, and what to do; nothing where it is one."""
    if name := fields.doubled(_SINGLE):
        return (f"{named} has more than one {name}: two items have run together",)
    if lacking := next((name for name in ("wp:post_type", "wp:status") if not fields.text(name)), ""):
        return (
            f"{named} has no {lacking}, so it may not be meant for readers",
            "If readers may see it, give it <wp:post_type>post</wp:post_type> and <wp:status>publish</wp:status>.",
        )
    if published_of(fields) is None:
        return f"{named} has no date", "Give it a <wp:post_date_gmt> such as 2018-02-19 10:30:00."
    return ()


def _left_out(fields: Fields) -> str | None:
    """Return what an item is that is no published post."""
    if fields.doubled(_SINGLE):
        return None
    kind, status = fields.text("wp:post_type"), fields.text("wp:status")
    if kind and kind != "post":
        return _TYPES.get(kind, kind.replace("_", " "))
    if status in _STATUSES:
        return _STATUSES[status]
    if kind and status and status != "publish":
        return f"post with the status {status}"
    return "post with a password" if kind and status and fields.text("wp:post_password") else None
