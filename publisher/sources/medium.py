"""Medium's export: a zip, or the folder in it, with one HTML page per post."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import ClassVar

from publisher.content.front_matter_dates import read_date
from publisher.content.medium_html import MediumPage, read_medium
from publisher.errors import InputError
from publisher.model.entry import Origin, Person
from publisher.model.post import Found, Post, Rejected, Skipped, Warned
from publisher.sources.export_files import ExportFiles, is_zip, open_export
from publisher.sources.markdown_files import UnreadableError, decode
from publisher.sources.place import Place

_HINT = "In Medium, choose Settings, Security and apps, Download your information, and name the zip that you get."
_SUFFIXES = (".html", ".htm")
_LOOKED_INTO = 20
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})_")
_IDENTITY = re.compile(r"-([0-9a-f]{9,12})\.html?")
_ENTRY = re.compile(rb"<article[^>]{0,80}\bh-entry\b")


def recognise(place: Place, head: bytes) -> str | None:
    """Return why *place* is an export of Medium, or None.

    Args:
        place: A page, a zip or a folder.
        head: First bytes of the file; empty for a folder.
    """
    if place.path.is_dir() or is_zip(head):
        with open_export(place) as files:
            for name in _pages(files)[:_LOOKED_INTO]:
                if _is_page(files.head(name)):
                    return f"{name} is a post exported from Medium"
        return None
    return "it is a post exported from Medium" if _is_page(head) else None


def _is_page(head: bytes) -> bool:
    """Tell a page of the export from any other h-entry by what only it has."""
    return bool(_ENTRY.search(head)) and b"e-content" in head and b'data-field="body"' in head


def _pages(files: ExportFiles) -> list[str]:
    """Return the pages in the folder of posts; of a folder without such a folder, the pages right in it."""
    pages = files.names(*_SUFFIXES)
    posts = [name for name in pages if name.split("/")[-2:-1] == ["posts"]]
    return posts or [name for name in pages if "/" not in name]


@dataclass(frozen=True, kw_only=True)
class Medium:
    """The posts of one export, in the order of their file names, which begin with the date."""

    kind: ClassVar[str] = "medium"

    place: Place

    def read(self, advance: Callable[[int], None]) -> Iterator[Found]:
        """Yield the posts; drafts and responses to other people's posts are skipped.

        The id is the one of Medium's own feed, ``https://medium.com/p/`` and
        the number of the post.

        Raises:
            InputError: There is no post, or the zip is damaged or unsafe.
        """
        with open_export(self.place, advance) as files:
            pages = _pages(files)
            if not pages:
                raise InputError(f"{self.place.shown} has no posts of Medium in it", hint=_HINT)
            for name in pages:
                yield from self._read_page(files, name)

    def _read_page(self, files: ExportFiles, name: str) -> Iterator[Found]:
        shown = files.shown(name)
        own = name.rpartition("/")[2]
        if own.startswith("draft_"):
            yield Skipped(place=shown, reason="draft")
            return
        try:
            text, guessed = decode(files.read(name), self.place.encoding)
        except UnreadableError as error:
            yield Rejected(place=shown, reason=error.reason, hint=error.hint)
            return
        if guessed is not None:
            yield Warned(place=shown, reason=guessed)
        try:
            page = read_medium(text)
        except ValueError as error:
            yield Rejected(place=shown, reason=str(error), hint="Exclude it.")
            return
        if page is None:
            yield Rejected(place=shown, reason="it is no post exported from Medium", hint="Exclude it.")
        elif "</article>" not in text:
            yield Rejected(place=shown, reason="its end is missing", hint="Download the export again.")
        elif not page.published and not page.canonical:
            yield Skipped(place=shown, reason="draft")
        elif page.is_response:
            yield Skipped(place=shown, reason="response")
        else:
            yield _post(page, own, shown, files.origin(name))


def _post(page: MediumPage, own: str, shown: str, origin: str) -> Post | Rejected:
    try:
        published = _moment(page.published, own)
    except ValueError as error:
        return Rejected(place=shown, reason=str(error), hint="Correct the date in the footer of the page.")
    if published is None:
        return Rejected(place=shown, reason="it has no date", hint="Put a date, as in 2018-02-19_, before its name.")
    named = _IDENTITY.search(own)
    identity = page.identity or (named[1] if named else "")
    slug = re.sub(r"-?[0-9a-f]{9,14}$", "", page.canonical.rstrip("/").rpartition("/")[2])
    return Post(
        key=identity or own,
        origin=Origin(path=origin, importer=Medium.kind),
        title=page.title or own.rpartition(".")[0],
        body=page.body,
        markup="html",
        published=published,
        foreign_id=f"https://medium.com/p/{identity}" if identity else None,
        url=page.canonical if page.canonical.startswith(("http://", "https://")) else None,
        slug=slug or None,
        summary=page.subtitle or None,
        authors=(Person(name=page.author, url=page.author_url or None),) if page.author else (),
        tags=page.tags,
        image=page.image or None,
        image_alt=page.image_alt,
    )


def _moment(written: str, name: str) -> date | datetime | None:
    """Return the time in the footer, else the date before the name of the file.

    Raises:
        ValueError: It is no time.
    """
    day = _DAY.match(name)
    found = read_date(written) or (read_date(day[1]) if day else None)
    return found.replace(tzinfo=UTC) if isinstance(found, datetime) and found.tzinfo is None else found
