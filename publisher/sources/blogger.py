"""Blogs of Blogger: the classic export, Google Takeout, and feeds saved from the blog.

All three are Atom (RFC 4287), and each says in its own way what a post is:

- the classic export by a category of the scheme ``…g/2005#kind``, with drafts
  marked by ``app:draft``;
- Takeout by ``blogger:type`` and ``blogger:status``; it knows the path of a
  page but not the host, which is `Place.home`;
- a saved feed (``/feeds/posts/default``) holds posts only.

E-mail addresses are never taken: an export is made for its owner's eyes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar
from urllib.parse import urljoin

from publisher.model.entry import Enclosure, Person
from publisher.model.post import Found, Post, Rejected, Skipped, Warned
from publisher.sources.inputs.encodings import decoded
from publisher.sources.inputs.episodes import count_of
from publisher.sources.inputs.export_files import is_zip
from publisher.sources.inputs.resource import Place
from publisher.sources.inputs.titles import first_words, title_text
from publisher.sources.inputs.values import is_web, later
from publisher.sources.inputs.xml_fields import Fields, enclosures_of, fields_of, markup, moment
from publisher.sources.inputs.xml_files import XmlFile, read_each, recognise_zip
from publisher.sources.inputs.xml_records import Record, RecordFile

SUFFIXES = (".atom", ".xml")

HINT = (
    "Export the blog (Blogger: Settings, Back up content; or Google Takeout) and name the file feed.atom or the .xml."
)

_ATOM = "http://www.w3.org/2005/Atom"
#: Of Atom 0.3, as Blogger wrote it until 2006: such a file is a feed like any other.
_OLD_ATOM = "http://purl.org/atom/ns#"
_TAKEOUT = "http://schemas.google.com/blogger/2018"
_MEDIA = "http://search.yahoo.com/mrss/"
_PREFIXES = {
    "": "",
    _ATOM: "",
    _TAKEOUT: "blogger",
    _MEDIA: "media",
    "http://www.w3.org/2007/app": "app",
    "http://purl.org/atom/app#": "app",
    "http://purl.org/syndication/thread/1.0": "thr",
    "http://a9.com/-/spec/opensearchrss/1.0/": "openSearch",
    "http://a9.com/-/spec/opensearch/1.1/": "openSearch",
}
_KNOWN = {
    "": _ATOM,
    "blogger": _TAKEOUT,
    "app": "http://purl.org/atom/app#",
    "gd": "http://schemas.google.com/g/2005",
    "georss": "http://www.georss.org/georss",
    "media": _MEDIA,
    "openSearch": "http://a9.com/-/spec/opensearchrss/1.0/",
    "thr": "http://purl.org/syndication/thread/1.0",
}
_KIND = "http://schemas.google.com/g/2005#kind"
_LABELS = "http://www.blogger.com/atom/ns#"
_BLOG = "tag:blogger.com,1999:blog-"

#: Kind in an export → what the summary counts it as; posts are not in it.
_KINDS = {
    "comment": "comment",
    "page": "page",
    "settings": "setting",
    "setting": "setting",
    "layout": "template",
    "template": "template",
}
_STATUSES = {
    "draft": "draft",
    "scheduled": "scheduled post",
    "soft_trashed": "deleted post",
    "trashed": "deleted post",
    "deleted": "deleted post",
}
#: Fields that an entry has once: where there are two of them, two entries have run together.
_SINGLE = ("id", "content", "blogger:status")
_ID_KIND = re.compile(r"\.(page|settings|layout|template)\b")
#: Where a feed is below the folder of a Takeout, or below one in it.
_TAKEOUT_FILES = tuple(f"{above}Blogs/*/feed.atom" for above in ("", "Blogger/", "Takeout/Blogger/", "*/Blogger/"))
_FEED = re.compile(r"<(?:[\w-]+:)?feed[\s>]")
_SIGN = re.compile(r"<generator[^<>]*>\s*Blogger\s*<|<id>\s*tag:blogger\.com,1999:blog-|<blogger:type>")


def recognise(place: Place, head: bytes) -> str | None:
    """Say why *place* is an export or a saved feed of Blogger; None if it is not."""
    if place.path.is_dir():
        found = next((file for pattern in _TAKEOUT_FILES for file in sorted(place.path.glob(pattern))), None)
        return f"it is a Takeout of Blogger, with {found.relative_to(place.path).as_posix()}" if found else None
    if is_zip(head):
        return recognise_zip(place, SUFFIXES, recognise)
    text = decoded(head, place.encoding)
    if not _FEED.search(text[:8192]) or (_OLD_ATOM in text[:8192] and _ATOM not in text[:8192]):
        return None
    if _TAKEOUT in text:
        return "it is a feed.atom of Google Takeout"
    if _SIGN.search(text):
        return "its posts have ids of Blogger"
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Blogger:
    """The posts of one file, or of every such file in a folder."""

    kind: ClassVar[str] = "blogger"

    place: Place

    def read(self, advance: Callable[[int], None]) -> Iterator[Found]:
        """Yield each post that readers can see, in the order of the file.

        Yields:
            `Skipped` for each comment, page, setting, template, draft,
            scheduled and deleted post; `Rejected` for each damaged entry.

        Raises:
            InputError: The file is no XML that can be read, is empty, or
                declares entities; or the folder has no such file.
        """
        saved = _Saved()
        yield from read_each(
            self.place, SUFFIXES, recognise, lambda file: _File(file, saved, advance).posts(), advance, HINT
        )
        yield from saved.warnings()


@dataclass(slots=True)
class _Saved:
    """Which parts of live feeds were saved: Blogger gives them in pages."""

    #: Id of the feed, and number of the first post on a page.
    _pages: set[tuple[str, int]] = field(default_factory=set)
    #: The page that follows, and what is to be said where it is missing.
    _following: dict[tuple[str, int], Warned] = field(default_factory=dict)

    def note(self, place: Place, records: RecordFile) -> None:
        """Take notice of one page."""
        head, entries = records.head_fields(_PREFIXES.get), records.count
        total, start = (count_of(head.text(f"openSearch:{name}")) for name in ("totalResults", "startIndex"))
        if total is None or ".archive" in records.head or place.address:
            return
        feed, first = head.text("id"), start or 1
        self._pages.add((feed, first))
        following = first + entries
        if following <= total:
            self._following[feed, following] = Warned(
                place=place.shown,
                reason=f"this saved feed holds {entries:,} of {total:,} posts; save the others from the same"
                f" address with ?max-results=150&start-index={following} behind it",
            )

    def warnings(self) -> Iterator[Warned]:
        """Say which pages are missing."""
        for page, warned in self._following.items():
            if page not in self._pages:
                yield warned


class _File:
    """One file, being read."""

    def __init__(self, file: XmlFile, saved: _Saved, advance: Callable[[int], None]) -> None:
        self._saved = saved
        self._place, self._origin = file.place, file.origin
        self._records = RecordFile(
            place=file.place, names=("entry",), end="</feed>", known=_KNOWN, data=file.data, advance=advance
        )
        self._homeless = 0
        self._first_homeless = ""

    def posts(self) -> Iterator[Found]:
        """Yield what each entry is."""
        for found in self._records.fields(_PREFIXES.get, HINT):
            yield self._entry(*found) if isinstance(found, tuple) else found
        self._saved.note(self._place, self._records)
        if self._homeless:
            what = "1 post has" if self._homeless == 1 else f"{self._homeless:,} posts have"
            yield Warned(
                place=self._first_homeless,
                reason=f"{what} no address, as Takeout names no host;"
                " set `home` under [publication] in publisher.toml to the address of the blog",
            )

    def _entry(self, record: Record, fields: Fields) -> Post | Rejected | Skipped:
        """Return the post that an entry is, or what else it is."""
        if left_out := _left_out(fields):
            return Skipped(place=f"{self._place.shown}:{record.first_line}", reason=left_out)
        published = moment(fields.text("published"))
        contents, titles = fields.all("content") or fields.all("summary"), fields.all("title")
        body = markup(contents[0]) if contents else ""
        title = title_text(markup(titles[0]) if titles and len(titles[0]) else fields.text("title"))
        title, identity = title or first_words(body), fields.text("id")
        fault = self._unknown(fields) or _lacking(fields, f"“{title}”" if title else identity)
        if fault or published is None:
            return self._records.rejected(record.first_line, fault)
        url, slug = self._address(record, fields)
        return Post(
            key=identity,
            origin=record.origin(self._origin, Blogger.kind),
            title=title or slug or identity.rpartition(".post-")[2],
            body=body,
            markup="html",
            published=published,
            updated=later(moment(fields.text("updated")), published),
            foreign_id=identity,
            url=url,
            slug=slug,
            summary=title_text(fields.text("blogger:metaDescription")) or None,
            authors=_authors(fields),
            tags=_labels(fields),
            enclosures=_enclosures(fields),
            image=next((url for each in fields.all("media:thumbnail") if is_web(url := each.get("url") or "")), None),
        )

    def _address(self, record: Record, fields: Fields) -> tuple[str | None, str | None]:
        """Return the address of the page, and the last part of it."""
        link = next(
            (each.get("href", "") for each in fields.all("link") if each.get("rel", "alternate") == "alternate"), ""
        )
        if not link and (path := fields.text("blogger:filename")):
            link = path
            if not is_web(link):
                if self._home is None:
                    self._homeless += 1
                    self._first_homeless = self._first_homeless or f"{self._place.shown}:{record.first_line}"
                else:
                    link = _joined(self._home, path)
        slug = link.partition("?")[0].rstrip("/").rpartition("/")[2].removesuffix(".html") or None
        return (link if is_web(link) else None), slug

    def _unknown(self, fields: Fields) -> str:
        """Say why nobody knows whether an entry is a published post; nothing where it is one."""
        if name := fields.doubled(_SINGLE):
            return f"this entry has more than one {name}: two have run together"
        identity, kind, status = fields.text("id"), _kind(fields), fields.text("blogger:status")
        if kind != "post" and not (kind is None and identity.startswith(_BLOG) and not self._names_kinds()):
            return f"this entry is of no kind that is known: {kind or identity or 'no id'}"
        if "blogger:type" in fields.children and status.upper() != "LIVE":
            return f"the status of this post is not known: {status or 'none'}"
        return ""

    def _names_kinds(self) -> bool:
        """Tell whether this file is an export, in which every entry says of which kind it is."""
        head = self._records.head
        return _TAKEOUT in head or ".archive</id>" in head

    @cached_property
    def _home(self) -> str | None:
        """Address of the blog, as the head of the file or the configuration names it."""
        links = self._records.head_fields(_PREFIXES.get).all("link")
        named = (each.get("href", "") for each in links if each.get("rel", "alternate") == "alternate")
        return next(filter(is_web, named), self._place.home)


def _kind(fields: Fields) -> str | None:
    """Return of which kind an entry says that it is, in lower case."""
    if told := fields.text("blogger:type"):
        return told.lower()
    for category in fields.all("category"):
        if category.get("scheme") == _KIND:
            return (category.get("term") or "").rpartition("#")[2].lower()
    return None


def _lacking(fields: Fields, name: str) -> str:
    """Say what a post lacks; nothing where it is complete."""
    written = fields.text("published")
    if not fields.text("id"):
        return f"the post {name} has no id"
    if moment(written) is None:
        return f"{name}: " + (f"“{written}” is no date" if written else "it has no date")
    return ""


def _left_out(fields: Fields) -> str | None:
    """Return what an entry is that is no published post."""
    if fields.doubled(_SINGLE):
        return None
    kind = _kind(fields)
    if kind is None and (found := _ID_KIND.search(fields.text("id"))):
        kind = found[1]
    if kind is None and "thr:in-reply-to" in fields.children:
        kind = "comment"
    if kind in _KINDS:
        return _KINDS[kind]
    if fields.text("blogger:trashed"):
        return "deleted post"
    if status := _STATUSES.get(fields.text("blogger:status").lower()):
        return status
    if any("".join(control.itertext()).strip().lower() != "no" for control in fields.all("app:control")):
        return "draft"
    return None


def _authors(fields: Fields) -> tuple[Person, ...]:
    people = []
    for author in fields.all("author"):
        about = fields_of(author, _PREFIXES.get)
        name, profile = about.text("name"), about.text("uri")
        if name:
            people.append(Person(name=name, url=profile if is_web(profile) else None))
    return tuple(dict.fromkeys(people))


def _labels(fields: Fields) -> tuple[str, ...]:
    terms = (
        title_text(category.get("term") or "")
        for category in fields.all("category")
        if (category.get("scheme") or _LABELS) == _LABELS or category.get("scheme", "").startswith(_BLOG)
    )
    return tuple(dict.fromkeys(filter(None, terms)))


def _enclosures(fields: Fields) -> tuple[Enclosure, ...]:
    links = [each for each in fields.all("link") if each.get("rel") == "enclosure"]
    links += fields.all("enclosure") + fields.all("blogger:enclosure")
    return enclosures_of((each.get("href") or each.get("url"), each.get("length"), each.get("type")) for each in links)


def _joined(home: str, path: str) -> str:
    """Return the address of a path on the host of *home*."""
    try:
        return urljoin(home, "/" + path.lstrip("/"))
    except ValueError:
        return ""
