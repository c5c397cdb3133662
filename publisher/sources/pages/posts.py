"""What was read from a page, as the posts of a source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import unquote, urlsplit

from publisher.model.entry import Origin
from publisher.model.post import Post, Rejected, Skipped, Warned
from publisher.sources.pages.article import PagePost, PageReading, read_page
from publisher.sources.pages.document import PageError, absolute, decode_page, page_of

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
