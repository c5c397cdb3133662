"""Substack's export: a zip, or the folder in it, with ``posts.csv`` and one fragment of HTML per post."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape
from typing import ClassVar
from urllib.parse import quote, urlsplit

from publisher.errors import InputError
from publisher.model.entry import Enclosure, Origin, Status
from publisher.model.post import Found, Post, Rejected, Skipped, Warned
from publisher.sources.inputs.export_files import ExportFiles, is_zip, open_export, recognise_export
from publisher.sources.inputs.resource import Place
from publisher.sources.inputs.text_files import UnreadableError, decode
from publisher.sources.inputs.values import read_utc, web_address
from publisher.sources.substack.html import clean_substack, first_image

LIST = "posts.csv"

_HINT = "In Substack, choose Settings, Import/Export, Export your data, and name the zip that you get."
_COLUMNS = re.compile(rb'(?:\xef\xbb\xbf)?\s*"?post_id"?\s*[,;]')
#: Types that are no posts of the publication.
_NO_POSTS = frozenset({"thread", "page", "restack", "note", "chat", "adhoc_email"})
_YES = frozenset({"true", "1", "yes"})
#: Ending of a sound or film → media type.
_MEDIA = {
    "mp3": "audio/mpeg", "m4a": "audio/mp4", "aac": "audio/aac", "wav": "audio/wav", "ogg": "audio/ogg",
    "opus": "audio/ogg", "flac": "audio/flac", "mp4": "video/mp4", "m4v": "video/mp4", "webm": "video/webm",
}  # fmt: skip
#: Characters of one cell: nobody's title or subtitle is as long.
_LONGEST_CELL = 1_000_000


def recognise(place: Place, head: bytes) -> str | None:
    """Say why ``posts.csv``, a zip or a folder is an export of Substack; None if it is not."""

    def lists(files: ExportFiles) -> list[str]:
        name = _list(files)
        return [name] if name else []

    def fits(head: bytes) -> bool:
        return _COLUMNS.match(head) is not None

    if head and not is_zip(head) and place.path.name != LIST:
        return None
    return recognise_export(place, head, lists, fits, "lists posts of Substack")


def _list(files: ExportFiles) -> str | None:
    """Return the path of the list of posts that is nearest to the top."""
    named = [name for name in files.names(".csv") if name.rpartition("/")[2].lower() == LIST]
    return min(named, key=lambda name: (name.count("/"), name), default=None)


@dataclass(frozen=True, kw_only=True)
class Substack:
    """The posts of one export, in the order of its list."""

    kind: ClassVar[str] = "substack"

    place: Place

    def read(self, advance: Callable[[int], None]) -> Iterator[Found]:
        """Yield the posts; drafts, pages, threads and notes are skipped.

        What only subscribers or payers may read has the status ``private``.
        The list has no authors and no tags.

        Raises:
            InputError: There is no list of posts, it cannot be read, or the
                zip is damaged or unsafe.
        """
        with open_export(_folder(self.place), advance) as files:
            name = _list(files)
            if name is None:
                raise InputError(f"{self.place.shown} has no {LIST}, which lists the posts of Substack", hint=_HINT)
            yield from _Reading(place=self.place, files=files, list=name).posts()


def _folder(place: Place) -> Place:
    """Return the folder of an export of which somebody named only the list."""
    if place.path.is_dir() or place.path.name.lower() != LIST:
        return place
    from dataclasses import replace

    return replace(place, path=place.path.parent, shown=place.shown.rpartition("/")[0] or ".", include=(), exclude=())


@dataclass(kw_only=True)
class _Reading:
    """One export, being read."""

    place: Place
    files: ExportFiles
    #: Path of the list.
    list: str
    _read: set[str] = field(default_factory=set)

    def posts(self) -> Iterator[Found]:
        """Yield what the rows of the list are, and then the pages that it does not name."""
        shown = self.files.shown(self.list)
        try:
            text, guessed = decode(self.files.read(self.list), self.place.encoding)
        except UnreadableError as error:
            raise InputError(f"{shown} cannot be used: {error.reason}", hint=error.hint or _HINT) from error
        if guessed is not None:
            yield Warned(place=shown, reason=guessed)
        columns: list[str] = []
        for line, row in _rows(text):
            if isinstance(row, csv.Error):
                yield Rejected(place=f"{shown}:{line}", reason=f"this row cannot be read: {row}", hint=_HINT)
            elif columns:
                yield from self._post(dict(zip(columns, row, strict=False)), f"{shown}:{line}", len(row) < len(columns))
            else:
                columns = [name.strip().lower() for name in row]
                if "post_id" not in columns:
                    raise InputError(f"{shown} is no list of posts of Substack: it has no column post_id", hint=_HINT)
        for name in self._pages.values():
            if name not in self._read:
                yield Skipped(place=self.files.shown(name), reason=f"page that {LIST} does not list")

    @cached_property
    def _pages(self) -> Mapping[str, str]:
        """Name of a page without its ending → path in the export."""
        folder = self.list.rpartition("/")[0]
        start = f"{folder}/posts/" if folder else "posts/"
        return {
            name.removeprefix(start).rpartition(".")[0]: name
            for name in self.files.names(".html")
            if name.startswith(start)
        }

    def _post(self, row: Mapping[str, str], place: str, is_short: bool) -> Iterator[Found]:
        """Yield what one row is."""
        post_id = row.get("post_id", "").strip()
        if is_short or not post_id:
            yield Rejected(place=place, reason="this row is not complete", hint="Download the export again.")
            return
        page = self._page(post_id)
        if page:
            self._read.add(page)
        left_out = _left_out(row)
        if left_out is not None:
            yield Skipped(place=place, reason=left_out)
            return
        try:
            published = read_utc(row.get("post_date", "").strip()) or read_utc(row.get("email_sent_at", "").strip())
            body = clean_substack(self._html(page, bool(web_address(row.get("podcast_url")))))
        except ValueError as error:
            yield Rejected(place=place, reason=f"{post_id}: {error}", hint="Correct it, or take the row out.")
            return
        except UnreadableError as error:
            yield Rejected(place=place, reason=f"{post_id}: {error.reason}", hint=error.hint or _HINT)
            return
        if published is None:
            yield Rejected(place=place, reason=f"{post_id} has no date", hint="Put one into the column post_date.")
            return
        number, _, slug = post_id.partition(".")
        image, image_alt = first_image(body)
        yield Post(
            key=number,
            origin=Origin(path=self._origin(page), importer=Substack.kind),
            title=_plain(row.get("title", "")) or slug.replace("-", " ").capitalize() or number,
            body=body,
            markup="html",
            published=published,
            url=f"{self.place.home.rstrip('/')}/p/{quote(slug)}" if self.place.home and slug else None,
            slug=slug or None,
            summary=_plain(row.get("subtitle", "")) or None,
            enclosures=_enclosures(row.get("podcast_url", "")),
            image=image,
            image_alt=image_alt,
            status=_status(row),
        )

    def _origin(self, page: str | None) -> str:
        """Return the file that a post is in, of those that the source consists of."""
        return self.files.origin(page or self.list) if self.place.path.is_dir() else self.place.shown

    def _page(self, post_id: str) -> str | None:
        """Return the path of a post's page: the name may have been cut, its number is whole."""
        if post_id in self._pages:
            return self._pages[post_id]
        number = post_id.partition(".")[0]
        near = [path for name, path in self._pages.items() if name.partition(".")[0] == number]
        return near[0] if len(near) == 1 else None

    def _html(self, page: str | None, may_lack: bool) -> str:
        """Return the text of a post; an episode may have none.

        Raises:
            UnreadableError: It is missing or cannot be read.
        """
        if page is None:
            if may_lack:
                return ""
            raise UnreadableError("its page in the folder posts is missing", "Download the export again.")
        return decode(self.files.read(page), self.place.encoding)[0]


def _rows(text: str) -> Iterator[tuple[int, list[str] | csv.Error]]:
    """Yield each row of a table that is not empty, with its line; an error in the place of one that is damaged."""
    csv.field_size_limit(_LONGEST_CELL)
    rows = csv.reader(io.StringIO(text, newline=""))
    while True:
        line = rows.line_num + 1
        try:
            row = next(rows, None)
        except csv.Error as error:
            yield line, error
            continue
        if row is None:
            return
        if any(cell.strip() for cell in row):
            yield line, row


def _left_out(row: Mapping[str, str]) -> str | None:
    """Say what a row is that is no post; None if it is one."""
    if row.get("is_published", "").strip().lower() not in _YES:
        return "draft"
    kind = row.get("type", "").strip().lower()
    return kind if kind in _NO_POSTS else None


def _status(row: Mapping[str, str]) -> Status:
    """Tell who may read a post: where the list names an audience, only "everyone" is everyone."""
    return "published" if row.get("audience", "everyone").strip().lower() == "everyone" else "private"


def _plain(text: str) -> str:
    return " ".join(unescape(text).split())


def _enclosures(podcast_url: str) -> tuple[Enclosure, ...]:
    address = web_address(podcast_url)
    if not address:
        return ()
    ending = urlsplit(address).path.rpartition(".")[2].lower()
    return (Enclosure(url=address, type=_MEDIA.get(ending, "audio/mpeg")),)
