"""Pages: an HTML file, or a folder of them, such as a built site or what a browser saved."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar
from urllib.parse import quote, unquote, urljoin, urlsplit

from publisher.errors import InputError
from publisher.model.entry import Origin
from publisher.model.post import Found, Post, Rejected, Skipped, Warned
from publisher.sources.inputs.resource import Place, reading
from publisher.sources.pages.article import PagePost, PageReading, read_page
from publisher.sources.pages.document import PageError, absolute, decode_page, page_of
from publisher.sources.pages.kind import is_elsewhere

SUFFIXES = (".html", ".htm", ".xhtml", ".shtml")

#: Largest file that is read, in bytes.
LARGEST = 32 * 1024 * 1024

_PAGE = re.compile(r"\s*(?:<!doctype\s+html\b|<html\b|<head\b|<body\b|<title\b)", re.IGNORECASE)
_PROLOG = re.compile(r"\s*(?:<\?xml[^>]{0,200}>|<!--.*?-->)", re.DOTALL)
_OTHER = re.compile(
    r"\s*(?:<!doctype\s+(?!html)\w|<(?:rss|feed|rdf:RDF|opml|urlset|sitemapindex|svg)\b)", re.IGNORECASE
)
_TAG = re.compile(r"<(?:p|div|h[1-6]|article|section|main|a|br|span|table|ul|ol|meta|link)\b[^<>]*>", re.IGNORECASE)

#: Folders beside a saved page that hold what it shows.
_SAVED_PARTS = re.compile(r"(.+)(?:_files|-Dateien|_fichiers|_bestanden|_archivos|\.files)", re.IGNORECASE)


def recognise(place: Place, head: bytes) -> str | None:
    """Return why the file that begins with *head* is a page, or None; a folder is judged by its files."""
    if not head.strip():
        return None
    text = decode_page(head).text
    start = 0
    while found := _PROLOG.match(text, start):
        start = found.end()
    if _OTHER.match(text, start):
        return None
    if _PAGE.match(text, start):
        return "it is an HTML page"
    if place.path.suffix.lower() in SUFFIXES and _TAG.search(text):
        return "it holds HTML, and its name says so"
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Html:
    """The posts of one page, or of the pages in a folder."""

    kind: ClassVar[str] = "html"

    place: Place

    def read(self, advance: Callable[[int], None]) -> Iterator[Found]:
        """Yield the posts in the order of the files' paths; those that stand on a page with others come last.

        Pages that are no posts are skipped by what they are: ``list page``,
        ``page``, ``redirect page``, ``error page``, and ``copy of another
        page`` for a post that was read before.

        Raises:
            InputError: The place cannot be read, or there is no page in it.
        """
        known = PagePosts(importer=self.kind)
        crowded: list[Place] = []
        count = 0
        for file in self._files():
            count += 1
            page = self._page(file, advance)
            if isinstance(page, Rejected):
                yield page
                continue
            found, remarks = known.reading(page)
            yield from remarks
            if found is None:
                continue
            if self.place.path.is_dir() and _is_crowded(page, found):
                # Its posts may have pages of their own, which know more of them.
                crowded.append(file)
                continue
            yield from known.posts(page, found)
        if not count:
            raise InputError(
                f"there is no HTML page in the folder {self.place.shown}",
                hint=f"Pages are files whose names end in {', '.join(SUFFIXES)}; name others with `include`.",
            )
        for file in crowded:
            page = self._page(file, lambda _: None)
            found = known.reading(page)[0] if isinstance(page, PageFile) else None
            if isinstance(page, PageFile) and found is not None:
                yield from known.posts(page, found)

    def _files(self) -> Iterator[Place]:
        """Yield the pages; what browsers save beside a page is no page of its own."""
        for file in self.place.files(*SUFFIXES):
            folder = _SAVED_PARTS.fullmatch(file.path.parent.name) if file.path != self.place.path else None
            beside = folder and [file.path.parent.with_name(f"{folder[1]}{suffix}") for suffix in SUFFIXES]
            if not beside or not any(page.is_file() for page in beside):
                yield file

    def _page(self, file: Place, advance: Callable[[int], None]) -> PageFile | Rejected:
        try:
            with reading(file):
                file.require_file()
                with file.path.open("rb") as stream:
                    data = stream.read(LARGEST + 1)
        except InputError as error:
            if file.path == self.place.path:
                raise
            return Rejected(place=file.shown, reason=str(error), hint=error.hint)
        advance(len(data))
        if len(data) > LARGEST:
            return Rejected(
                place=file.shown,
                reason=f"larger than {LARGEST // 1024**2} MB",
                hint="Take it out of the folder, or exclude it.",
            )
        below = file.path.name if file.path == self.place.path else file.path.relative_to(self.place.path).as_posix()
        return PageFile(
            data=data,
            shown=file.shown,
            origin=file.shown,
            key=self.place.address or below,
            address=self._address(below),
            presumed=self.place.address is None,
            encoding=file.encoding,
        )

    def _address(self, below: str) -> str | None:
        """Return where a file of the folder stands on the Web, if the folder is a site whose home is known."""
        if self.place.address or not self.place.path.is_dir():
            return self.place.address
        home = self.place.home
        if home is None:
            return None
        steps = below.split("/")
        host = urlsplit(home).hostname
        if host in steps[:-1]:
            # A mirror has its host for its first folder.
            steps = steps[steps.index(host) + 1 :]
        path = re.sub(r"(^|/)index\.x?html?$", r"\1", "/".join(steps))
        return urljoin(home, quote(path))


def _is_crowded(page: PageFile, found: PageReading) -> bool:
    """Tell whether a page shows several posts, or one that has a page elsewhere."""
    urls = [post.url for post in found.posts]
    return len(urls) > 1 or (len(urls) == 1 and is_elsewhere(urls[0] or "", page.address or page.key))


#: Characters at the beginning of a page in which a browser says it.
_WITHIN = 4096

_SAVED = re.compile(
    r"<!--\s*saved from url=\(\d{1,6}\)(\S{1,2000}?)\s*-->|<!--\s*Page saved with SingleFile\s+url:\s*(\S{1,2000})",
    re.IGNORECASE,
)


NO_DATE = (
    'Put the date into the page, as in `<time datetime="2018-02-26">`, or into the name of its file, as in'
    " `2018-02-26-title.html`."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFile:
    """One page, before it is read."""

    data: bytes
    #: Where a person would look it up.
    shown: str
    #: Path or address, as in `Origin.path`.
    origin: str
    #: What it is known by at the next import.
    key: str
    #: Absolute; None where nobody knows.
    address: str | None = None
    #: The address is only where the file would stand below the home.
    presumed: bool = False
    #: Encoding, where it is told.
    encoding: str | None = None


@dataclass(slots=True, kw_only=True)
class PagePosts:
    """The posts of many pages, each once."""

    importer: str
    _seen: dict[tuple[str, str, str], str] = field(default_factory=dict)

    def reading(self, page: PageFile) -> tuple[PageReading | None, list[Rejected | Warned]]:
        """Read a page; None if it cannot be read, with what is wrong beside it."""
        decoded = decode_page(page.data, page.encoding)
        if not decoded.text.strip():
            return None, [Rejected(place=page.shown, reason="the page is empty", hint="Take it out of the source.")]
        known = None if page.presumed else page.address
        saved = None if known else saved_from(decoded.text)
        try:
            found = read_page(
                decoded.text,
                address=saved or page.address,
                name=page.origin,
                presumed=page.presumed and not saved,
            )
        except PageError as error:
            return None, [Rejected(place=page.shown, reason=error.reason, hint=error.hint)]
        return found, [Warned(place=page.shown, reason=decoded.remark)] if decoded.remark else []

    def posts(self, page: PageFile, found: PageReading) -> Iterator[Post | Rejected | Skipped]:
        """Yield the posts of a page that were on none before."""
        if found.other:
            yield Skipped(place=page.shown, reason=found.other)
        for _ in found.excerpts:
            yield Skipped(place=page.shown, reason="excerpt")
        many = len(found.posts) + len(found.excerpts) > 1
        for post in found.posts:
            yield self._post(page, post, many=many)

    def _post(self, page: PageFile, post: PagePost, *, many: bool) -> Post | Rejected | Skipped:
        shown = f"{page.shown} ({post.title})" if many and post.title else page.shown
        if not post.html and not post.image and not post.enclosures:
            hint = "If a browser shows one, save the page from there." if page.address else "Take it out of the source."
            return Rejected(place=shown, reason="no text could be found in the page", hint=hint)
        if post.published is None:
            return Rejected(place=shown, reason="the page tells no date", hint=NO_DATE)
        url = post.url
        if url is not None and (first := self._seen.get(page_of(url))) is not None:
            if first == post.title:
                return Skipped(place=shown, reason="copy of another page")
            # Some sites name one address as that of all their pages.
            url = page.address
        if url is not None:
            self._seen[page_of(url)] = post.title
        return self._made(page, post, url, many=many)

    def _made(self, page: PageFile, post: PagePost, url: str | None, *, many: bool) -> Post:
        assert post.published is not None  # noqa: S101  # narrows the type
        updated = post.updated if isinstance(post.updated, datetime) else None
        inner = post.foreign_id or url or f"{post.published} {post.title}"
        return Post(
            key=inner if many else page.key,
            origin=Origin(path=page.origin, importer=self.importer),
            title=post.title or "Untitled",
            body=post.html,
            markup="html",
            published=post.published,
            updated=updated if updated != post.published else None,
            foreign_id=post.foreign_id,
            url=url,
            slug=_slug(url),
            summary=post.summary,
            language=post.language,
            authors=post.authors,
            tags=post.tags,
            enclosures=post.enclosures,
            image=post.image,
            image_alt=post.image_alt,
        )


def _slug(url: str | None) -> str | None:
    """Return the last part of an address without its ending."""
    if url is None:
        return None
    name = unquote(urlsplit(url).path).rstrip("/").rpartition("/")[2]
    stem, dot, ending = name.rpartition(".")
    return (stem if dot and ending.lower() in {"html", "htm", "php", "xhtml", "aspx"} else name) or None


def saved_from(text: str) -> str | None:
    """Return the address that a page was saved from, as browsers note it; None where none did.

    >>> saved_from("<!-- saved from url=(0027)https://example.org/a.html -->")
    'https://example.org/a.html'
    """
    found = _SAVED.search(text, 0, _WITHIN)
    return absolute("", found[1] or found[2]) if found else None
