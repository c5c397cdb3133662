"""Pages on the Web: one, those that a sitemap lists, or those that a list page leads to."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from html import unescape
from typing import ClassVar
from urllib.parse import urlsplit

from publisher.errors import DeliveryError, InputError
from publisher.model.post import Found, Rejected, Skipped, Warned
from publisher.sources.inputs.resource import Place, WebPage, reading
from publisher.sources.pages.article import PageReading
from publisher.sources.pages.document import absolute, decode_page, page_of, same_host
from publisher.sources.pages.files import LARGEST, PageFile, PagePosts
from publisher.sources.pages.files import recognise as recognise_page
from publisher.text.characters import one_line
from publisher.text.dates.machine import read_machine_date

#: Sitemaps that one index may lead to.
MOST_SITEMAPS = 50

#: List pages that are read one behind the other for older posts.
MOST_LISTS = 100

#: Pages that were read before and are asked for once more in one import.
MOST_AGAIN = 10

_PAGES = frozenset({"", "text/html", "application/xhtml+xml", "text/plain", "application/octet-stream"})


def recognise(place: Place, head: bytes) -> str | None:
    """Return why the document that begins with *head* is one of the Web that posts can be read from, or None."""
    if place.address is None or not head.strip():
        return None
    if is_sitemap(_text(head, place.encoding)):
        return "it is a sitemap"
    return recognise_page(place, head)


@dataclass(frozen=True, slots=True, kw_only=True)
class Web:
    """The posts of a page that was fetched, and of the pages it leads to if they are to be followed."""

    kind: ClassVar[str] = "web"

    place: Place

    def read(self, advance: Callable[[int], None]) -> Iterator[Found]:
        """Yield the posts of the page; of a sitemap or a list page, those of at most ``place.follow`` pages.

        Raises:
            InputError: The page cannot be read, the site does not let programs
                read it, or it is a sitemap that is not to be followed.
        """
        first = self._first(advance)
        text = _text(first.body, first.charset)
        walk = _Walk(place=self.place, advance=advance)
        if is_sitemap(text):
            if not self.place.follow:
                raise InputError(
                    f"{self.place.shown} is a sitemap: it lists pages",
                    hint="Say how many of them to read: `follow = 100` in its [[source]], or `--follow 100`.",
                )
            yield from walk.sitemap(text, first.address)
        else:
            yield from walk.start(first)

    def _first(self, advance: Callable[[int], None]) -> WebPage:
        with reading(self.place):
            self.place.require_file()
            with self.place.path.open("rb") as file:
                body = file.read(LARGEST + 1)
        if len(body) > LARGEST:
            raise InputError(f"{self.place.shown} is larger than {LARGEST >> 20} MB", hint="Read a smaller page.")
        advance(len(body))
        address = self.place.address or ""
        if self.place.web is not None and address and not self.place.web.may_read(address):
            raise InputError(
                f"the site of {address} asks programs not to read this page (robots.txt)",
                hint="Ask its publisher for a feed, or save the page from a browser and import the file.",
            )
        return WebPage(address=address, body=body, charset=self.place.encoding)


@dataclass(kw_only=True)
class _Walk:
    """From the first page to those that it leads to."""

    place: Place
    advance: Callable[[int], None]
    known: PagePosts = field(default_factory=lambda: PagePosts(importer=Web.kind))
    _left: int = 0
    _visited: set[tuple[str, str, str]] = field(default_factory=set)
    _again: int = MOST_AGAIN
    #: Address → when it has changed last, as sitemaps say.
    _changed: dict[str, date | datetime] = field(default_factory=dict)

    def start(self, first: WebPage) -> Iterator[Found]:
        """Read the first page, and follow its links if it is a list and that is wanted."""
        page = self._page(first)
        found, remarks = self.known.reading(page)
        yield from remarks
        if found is None:
            return
        if found.feeds:
            url, title = found.feeds[0]
            named = f" “{title}”" if title else ""
            yield Warned(place=page.shown, reason=f"this site has a feed{named}, which says more than pages do: {url}")
        is_list = found.other in {"list page", "page"} or len(found.posts) + len(found.excerpts) > 1
        if not (is_list and self.place.follow):
            yield from self.known.posts(page, found)
            if found.other == "list page" or found.excerpts:
                yield Warned(place=page.shown, reason="it leads to posts: `follow` says how many to read")
            return
        yield from self._follow(self._lists(first.address, found), len(found.links))

    def sitemap(self, text: str, address: str) -> Iterator[Found]:
        """Read the pages that a sitemap lists, or those of the sitemaps that it lists."""
        sitemap = read_sitemap(text, base=address)
        if not sitemap.is_index:
            self._changed = sitemap.changed
            yield from self._follow(iter(sitemap.addresses), len(sitemap.addresses))
            return
        addresses: list[str] = []
        for each in sitemap.addresses[:MOST_SITEMAPS]:
            if not same_host(each, address) or len(addresses) >= self.place.follow:
                continue
            answer = self._fetch(each)
            if isinstance(answer, WebPage):
                inner = read_sitemap(_text(answer.body, answer.charset), base=answer.address)
                if not inner.is_index:
                    addresses += inner.addresses
                    self._changed |= inner.changed
            else:
                yield answer
        yield from self._follow(iter(addresses), len(addresses))

    def _lists(self, address: str, found: PageReading) -> Iterator[str]:
        """Yield the links of a list page, then those of the pages with older posts."""
        reading_now: PageReading | None = found
        seen = {page_of(address)}
        for _ in range(MOST_LISTS):
            if reading_now is None:
                return
            yield from reading_now.links
            older = reading_now.older
            if older is None or page_of(older) in seen or not self._left:
                return
            seen.add(page_of(older))
            answer = self._fetch(older)
            reading_now = self.known.reading(self._page(answer))[0] if isinstance(answer, WebPage) else None

    def _follow(self, addresses: Iterator[str], count: int) -> Iterator[Found]:
        """Read pages one after the other, each once, until so many were read as are wanted."""
        self._left = self.place.follow
        home = self.place.address or ""
        found = 0
        for address in addresses:
            if page_of(address) in self._visited or not same_host(address, home) or not self._wants(address):
                continue
            found += 1
            if page_of(address) in self._known or self._was_read(address):
                yield from self._read_again(address)
                continue
            if not self._left:
                yield Warned(
                    place=self.place.shown,
                    reason=f"{self.place.follow:,} pages were read, as `follow` says; there are more",
                )
                return
            self._visited.add(page_of(address))
            self._left -= 1
            yield from self._read(address)
        if not found:
            what = "none of its links is wanted" if count else "it leads to no page of its own host"
            raise InputError(f"{self.place.shown}: {what}", hint="Correct `include` and `exclude`, or the address.")

    def _wants(self, address: str) -> bool:
        return self._patterns.takes(urlsplit(address).path.lstrip("/") or "index.html")

    @cached_property
    def _known(self) -> frozenset[tuple[str, str, str]]:
        return frozenset(map(page_of, self.place.known))

    @cached_property
    def _patterns(self) -> Place:
        """The place, with patterns of paths as people copy them from addresses: with a slash before."""
        include, exclude = (
            tuple(each.lstrip("/") for each in patterns) for patterns in (self.place.include, self.place.exclude)
        )
        return replace(self.place, include=include, exclude=exclude)

    def _was_read(self, address: str) -> bool:
        return self.place.web is not None and self.place.web.was_read(address)

    def _read(self, address: str) -> Iterator[Found]:
        answer = self._fetch(address)
        if not isinstance(answer, WebPage):
            yield answer
            return
        found = list(self._of_page(address, answer))
        yield from found
        if self.place.web is not None and not any(isinstance(each, Rejected) for each in found):
            self.place.web.settle(address)

    def _read_again(self, address: str) -> Iterator[Found]:
        """Ask for a page that was read before, if it may have changed; whatever it says, its post stays."""
        web = self.place.web
        if web is None or not self._again or not web.may_have_changed(address, self._changed.get(address)):
            return
        self._again -= 1
        self._visited.add(page_of(address))
        if not web.may_read(address):
            return
        web.settle(address)
        try:
            answer = web.fetch_again(address)
        except DeliveryError as error:
            yield Warned(place=address, reason=f"{str(error).removeprefix(address).strip()}; what was read of it stays")
            return
        web.settle(address)
        if answer is None:
            return
        self.advance(len(answer.body))
        for each in self._of_page(address, answer):
            if isinstance(each, Rejected):
                yield Warned(place=each.place, reason=f"{each.reason}; what was read of it before stays")
            else:
                yield each

    def _of_page(self, address: str, answer: WebPage) -> Iterator[Found]:
        if answer.content_type not in _PAGES:
            yield Skipped(place=address, reason="no page")
            return
        page = self._page(answer)
        found, remarks = self.known.reading(page)
        yield from remarks
        if found is None:
            return
        if len(found.posts) > 1:
            yield Skipped(place=address, reason="list page")
            return
        for each in self.known.posts(page, found):
            # A site has pages about itself, which have no date and are nobody's mistake.
            if isinstance(each, Rejected) and found.posts and not found.posts[0].claimed:
                yield Skipped(place=address, reason="page")
            else:
                yield each

    def _fetch(self, address: str) -> WebPage | Rejected | Skipped:
        web = self.place.web
        if web is None:
            return Rejected(place=address, reason="nobody can fetch it here")
        if not web.may_read(address):
            return Skipped(place=address, reason="page that programs may not read")
        try:
            answer = web.fetch(address)
        except DeliveryError as error:
            return Rejected(place=address, reason=str(error), hint=error.hint)
        self.advance(len(answer.body))
        return answer

    def _page(self, answer: WebPage) -> PageFile:
        return PageFile(
            data=answer.body,
            shown=answer.address,
            origin=self.place.shown,
            key=answer.address,
            address=answer.address,
            encoding=answer.charset,
        )


def _text(body: bytes, charset: str | None) -> str:
    if body.startswith(b"\x1f\x8b"):
        try:
            body = zlib.decompressobj(31).decompress(body, LARGEST)
        except zlib.error:
            return ""
    return decode_page(body, charset).text


#: The protocol allows no more addresses in one file.
MOST_LISTED = 50_000

_SITEMAP = re.compile(r"<(?:[\w.-]+:)?(urlset|sitemapindex)\b")
_LISTED = re.compile(
    r"<(?:[\w.-]+:)?(?:url|sitemap)\s*>(.*?)(?=</(?:[\w.-]+:)?(?:url|sitemap)\s*>|<(?:[\w.-]+:)?(?:url|sitemap)\s*>|\Z)",
    re.DOTALL,
)
_LOCATION = re.compile(r"<loc\s*>([^<]{1,8000})|<(?:[\w.-]+:)loc\s*>([^<]{1,8000})")
_CHANGED = re.compile(r"<lastmod\s*>([^<]{1,100})")
_SECTION = re.compile(r"<!\[CDATA\[|\]\]>")

#: Sitemaps of an index whose names say that they list something else than posts.
_OTHER_SITEMAPS = re.compile(
    r"(?:^|[/_.-])(?:page|pages|category|categories|tag|tags|taxonomies|author|authors|users|image|images|video|product|"
    r"products|archives|misc)(?:[/_.-]|\d|$)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitemap:
    """What a sitemap lists."""

    #: Addresses, those that changed last first.
    addresses: tuple[str, ...]
    #: They are of further sitemaps, not of pages.
    is_index: bool
    #: Address → when it has changed last, where the sitemap says so.
    changed: dict[str, date | datetime]


def is_sitemap(text: str) -> bool:
    """Tell whether *text* begins as a sitemap does."""
    return _SITEMAP.search(text, 0, 2000) is not None


def read_sitemap(text: str, *, base: str) -> Sitemap:
    """Read a sitemap, however damaged.

    Args:
        text: The whole file.
        base: Its address.

    >>> read_sitemap("<urlset><url><loc>https://example.org/a</loc></url></urlset>", base="").addresses
    ('https://example.org/a',)
    """
    root = _SITEMAP.search(text, 0, 2000)
    is_index = root is not None and root[1] == "sitemapindex"
    found: dict[str, tuple[int, str]] = {}
    moments: dict[str, date | datetime] = {}
    for item in _LISTED.finditer(_SECTION.sub("", text)):
        place = _LOCATION.search(item[1])
        url = absolute(base, one_line(unescape(place[1] or place[2]))) if place else None
        if url is None or (is_index and _OTHER_SITEMAPS.search(url.rpartition("/")[2])):
            continue
        changed = _CHANGED.search(item[1])
        moment = read_machine_date(unescape(changed[1])) if changed else None
        found.setdefault(url, (0, "") if moment is None else (1, _day(moment)))
        if moment is not None:
            moments.setdefault(url, moment)
        if len(found) == MOST_LISTED:
            break
    newest = (
        sorted(found, key=lambda url: found[url], reverse=True) if any(each[0] for each in found.values()) else found
    )
    return Sitemap(addresses=tuple(newest), is_index=is_index, changed=moments)


def _day(moment: date | datetime) -> str:
    return moment.isoformat()
