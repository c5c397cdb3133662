"""Folders and files of Markdown with front matter: Jekyll, Hugo, Pelican, and plain folders."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from publisher.content.front_matter import FrontMatter, FrontMatterError, line_of, read_front_matter
from publisher.content.front_matter_fields import (
    PUBLISHED,
    UPDATED,
    FieldError,
    moment_of,
    names_of,
    people_of,
    status_of,
    text_of,
    truth,
)
from publisher.model.entry import Origin, Person, Status
from publisher.model.post import Post, Rejected, Skipped, Warned
from publisher.sources.markdown_addresses import (
    Location,
    absolute_address,
    categories_of,
    path_of_post,
    slug_of,
)
from publisher.sources.markdown_body import Expander, first_heading, plain_words, teaser
from publisher.sources.markdown_files import HTML, MARKDOWN, OTHER, UnreadableError, decode, read_bytes, walk
from publisher.sources.markdown_location import locate
from publisher.sources.markdown_site import Site, open_site

if TYPE_CHECKING:
    from publisher.sources import Place

_SUMMARIES = ("summary", "excerpt", "description", "abstract")
_JEKYLL_SUMMARIES = ("description", "excerpt", "summary")
_IMAGES = ("image", "cover", "cover_image", "featured_image", "featuredimage", "feature_image", "thumbnail", "images")
_IMAGE_FIELDS = frozenset(_IMAGES)
_LANGUAGES = frozenset({"lang", "language", "locale"})
_PAGE_FIELDS = frozenset({"layout", "type", "headless", "status"})
_FILES_ABOUT_FILES = frozenset(
    {"readme", "license", "licence", "contributing", "changelog", "code_of_conduct", "index"}
)
#: So many files of a folder are looked into.
_LOOKED_INTO = 20
_SIGNS = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?(?:---[ \t]*\r?\n|\+\+\+[ \t]*\r?\n|\{\s*\"|(?:Title|Date):[ \t])", re.IGNORECASE
)


def recognise(place: Place, head: bytes) -> str | None:
    """Return why *place* holds Markdown posts, or None.

    Args:
        place: File or folder.
        head: First bytes of the file; empty for a folder.
    """
    path = place.path
    if path.is_dir():
        return _recognise_folder(place)
    name = path.name
    if _SIGNS.match(head):
        return "front matter opens it" if _is_markdown(name) or path.suffix.lower() in HTML else None
    if not _is_markdown(name) or _has_date_heading(head):
        return None
    return "its name ends as Markdown's do"


def _recognise_folder(place: Place) -> str | None:
    site = open_site(place.path)
    if site.configured or site.generator == "jekyll":
        return f"it is the folder of a {site.generator.capitalize()} site"
    looked = signed = 0
    first = ""
    for relative, _, _ in islice(walk(place), _LOOKED_INTO):
        looked += 1
        try:
            with (place.path / relative).open("rb") as file:
                if _SIGNS.match(file.read(512)):
                    signed += 1
                    first = first or relative
        except OSError:
            continue
    return f"front matter opens its files, such as {first}" if signed and signed * 2 >= looked else None


def _has_date_heading(head: bytes) -> bool:
    """Tell whether a file without front matter is an archive whose name ends as Markdown's do."""
    from publisher.content.date_heading import read_date_heading

    lines = head.decode("utf-8", "replace").splitlines()
    return any(isinstance(read_date_heading(line), date) for line in lines[:200])


def _is_markdown(name: str) -> bool:
    return name[name.rfind(".") :].lower() in MARKDOWN


@dataclass(frozen=True, kw_only=True)
class Markdown:
    """Read each Markdown file below a folder, in the order of paths: one file gives at most one post.

    A caller that remembers files asks for `files` first and reads only those
    that changed, by `read_files` or each by `read_file`; `read` reads everything.  When
    `settings_stamp` differs from the last time, all files are to be read
    again: addresses, languages and the texts of includes depend on it.
    """

    #: File or folder.
    place: Place

    kind: ClassVar[str] = "markdown"

    def files(self) -> Iterator[tuple[str, int, int]]:
        """Yield the path below the source's root, the change time in nanoseconds and the size of each file."""
        path = self.place.path
        if path.is_dir():
            yield from walk(self.place)
        elif path.is_file():
            stat = path.stat()
            yield path.name, stat.st_mtime_ns, stat.st_size

    def read(self, advance: Callable[[int], None]) -> Iterator[Post | Rejected | Warned | Skipped]:
        """Yield every post, and what was wrong or left out; *advance* is called with the bytes of each file."""
        for relative, _, size in self.files():
            yield from self.read_file(relative)
            advance(size)

    def read_files(
        self, paths: Collection[str], advance: Callable[[int], None]
    ) -> Iterator[Post | Rejected | Warned | Skipped]:
        """Do the same for those of the `files` that are named; *advance* counts what is there to read."""
        for relative in paths:
            yield from self.read_file(relative)
            try:
                advance(os.stat(f"{self._folder}/{relative}").st_size)  # noqa: PTH116  # paths here are texts
            except OSError:
                continue

    def read_file(self, relative: str) -> Iterator[Post | Rejected | Warned | Skipped]:
        """Yield the post of one file that `files` named, and what is to be said about it."""
        shown = self._shown(relative)
        ending = relative[relative.rfind(".") :].lower()
        location = locate((*self._above, *relative.split("/")), self._site)
        left_out = self._left_out(relative, ending, location)
        if left_out is not None:
            yield Skipped(place=shown, reason=left_out)
            return
        try:
            data = read_bytes(f"{self._folder}/{relative}", self.place.path)
            text, guessed = decode(data, self.place.encoding)
            front = read_front_matter(text)
        except UnreadableError as error:
            yield Rejected(place=shown, reason=error.reason, hint=error.hint)
            return
        except FrontMatterError as error:
            yield Rejected(place=f"{shown}:{error.line}", reason=error.reason, hint=error.hint)
            return
        if guessed is not None:
            yield Warned(place=shown, reason=guessed)
        try:
            yield from self._post(relative, shown, ending, location, front)
        except FieldError as error:
            yield Rejected(
                place=f"{shown}:{line_of(text, error.key)}",
                reason=f"`{error.key}`: {error.args[0]}",
                hint="Write it as 2018-02-19, or with a time as 2018-02-19T10:30:00+01:00.",
            )

    @cached_property
    def settings_stamp(self) -> str:
        """What all posts depend on besides their own files, as a short text to compare."""
        site = self._site
        from hashlib import blake2b

        said = repr((site.generator, site.address, sorted(site.settings.items()), self.place.home, self.place.undated))
        return blake2b(said.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()

    @cached_property
    def _folder(self) -> str:
        path = self.place.path
        return str(path if path.is_dir() else path.parent)

    @cached_property
    def _site(self) -> Site:
        return open_site(Path(self._folder))

    @cached_property
    def _above(self) -> tuple[str, ...]:
        """Folders between the site's and the source's."""
        try:
            return Path(self._folder).relative_to(self._site.root).parts
        except ValueError:
            return ()

    @cached_property
    def _expander(self) -> Expander:
        return Expander(self._site, self.place, self.address_of)

    def _shown(self, relative: str) -> str:
        before = self._shown_before
        return self.place.shown if before is None else before + relative

    @cached_property
    def _shown_before(self) -> str | None:
        """What stands before a file's path when it is shown; None where the place is the file."""
        if not self.place.path.is_dir():
            return None
        shown = self.place.shown.rstrip("/")
        return "" if shown in {"", "."} else f"{shown}/"

    def _left_out(self, relative: str, ending: str, location: Location) -> str | None:
        """Return what a file is that is no post, as far as its path tells."""
        if ending in OTHER:
            return f"{ending} file"
        name = relative.rpartition("/")[2]
        if name.startswith("_index."):
            return "section page"
        if location.shelf:
            return None
        site = self._site
        if site.generator == "jekyll":
            return "page"
        if site.generator == "hugo" and site.configured:
            if self._above[:1] != ("content",) and not relative.startswith("content/") and self._has_content:
                return "page"
            sections = self._main_sections
            if sections and (not location.folders or location.folders[0] not in sections):
                return "page"
        if site.generator == "pelican" and "pages" in location.folders[:1]:
            return "page"
        return None

    @cached_property
    def _has_content(self) -> bool:
        return (self._site.root / "content").is_dir()

    @cached_property
    def _main_sections(self) -> tuple[str, ...]:
        parameters = self._site.settings.get("params")
        if isinstance(parameters, dict):
            return tuple(
                names_of(next((held for key, held in parameters.items() if key.lower() == "mainsections"), None))
            )
        return ()

    def _post(
        self, relative: str, shown: str, ending: str, location: Location, front: FrontMatter
    ) -> Iterator[Post | Rejected | Warned | Skipped]:
        fields, body, notation = front
        site = self._site
        left_out = _no_post(location, front, ending)
        if left_out is not None:
            yield Skipped(place=shown, reason=left_out)
            return
        status: Status = "draft" if location.shelf == "draft" else status_of(fields)
        published = self._published(relative, location, fields)
        if published is None:
            yield self._without_date(shown, location, status, bool(fields))
            return
        expires = self._expires(fields)
        if expires is not None and self.place.now is not None and expires <= self.place.now:
            yield Skipped(place=shown, reason="expired post")
            return
        title = text_of(fields.get("title"))
        if not title:
            title, body = first_heading(body)
            title = title or _spoken(location.name)
        path = path_of_post(site, location, fields, title, published)
        address = None if path is None else absolute_address(site, self.place.home, path)
        markup = "html" if ending in HTML else "markdown"
        body, removed = self._expander.expand(
            body, relative=relative, markup=markup, fields=fields, liquid=location.shelf != "", title=title, path=path
        )
        if removed:
            yield Warned(place=shown, reason=_taken_out(removed))
        summary, body = self._summary(fields, body, location.shelf != "")
        yield Post(
            key=relative,
            origin=Origin(path=shown, importer="markdown"),
            title=title,
            body=body,
            markup="html" if markup == "html" else "markdown",
            published=published,
            updated=self._updated(fields, published),
            url=address,
            slug=slug_of(location, fields, path),
            summary=summary,
            language=self._language(fields, location),
            authors=self._authors(fields, notation == "header"),
            tags=self._tags(fields, location),
            image=self._image(fields),
            status=status,
            expires=expires,
        )

    def address_of(self, relative: str) -> str | None:
        """Return the address of the post in another file, as a path where the site's is not known; None without any."""
        location = locate((*self._above, *relative.split("/")), self._site)
        try:
            text, _ = decode(read_bytes(f"{self._folder}/{relative}", self.place.path), self.place.encoding)
            front = read_front_matter(text)
            published = self._published(relative, location, front.fields)
        except (UnreadableError, FrontMatterError, FieldError):
            return None
        if published is None:
            return None
        title = text_of(front.fields.get("title")) or first_heading(front.body)[0] or _spoken(location.name)
        path = path_of_post(self._site, location, front.fields, title, published)
        if path is None:
            return None
        return absolute_address(self._site, self.place.home, path) or path

    def _published(self, relative: str, location: Location, fields: Mapping[str, object]) -> date | datetime | None:
        found, _ = moment_of(fields, PUBLISHED)
        if found is None:
            found = location.day
        if found is None and self.place.undated == "file time":
            seconds = os.stat(f"{self._folder}/{relative}").st_mtime  # noqa: PTH116  # paths here are texts
            from datetime import UTC

            found = datetime.fromtimestamp(int(seconds), UTC)
        return self._zoned(found) if isinstance(found, datetime) else found

    def _expires(self, fields: Mapping[str, object]) -> datetime | None:
        """Return when a post expires, as Hugo has it; a day without a time is over when it begins."""
        if self.place.now is None or not fields.keys() & {"expirydate", "unpublishdate"}:
            return None
        found, _ = moment_of(fields, ("expirydate", "unpublishdate"))
        if found is None:
            return None
        moment = self._zoned(found if isinstance(found, datetime) else datetime.combine(found, time()))
        return moment if moment.tzinfo is not None else moment.replace(tzinfo=self.place.now.tzinfo)

    def _zoned(self, moment: datetime) -> datetime:
        zone = self._site.zone
        return moment if moment.tzinfo is not None or zone is None else moment.replace(tzinfo=zone)

    def _updated(self, fields: Mapping[str, object], published: date | datetime) -> datetime | None:
        found, _ = moment_of(fields, UPDATED)
        if found is None:
            return None
        if not isinstance(found, datetime):
            if found <= (published.date() if isinstance(published, datetime) else published):
                return None
            found = datetime.combine(found, time())
        return self._zoned(found)

    def _without_date(self, shown: str, location: Location, status: Status, has_fields: bool) -> Rejected | Skipped:
        if status == "draft":
            return Skipped(place=shown, reason="draft without a date")
        if not has_fields and location.name.lower() in _FILES_ABOUT_FILES:
            return Skipped(place=shown, reason="page")
        if (self._site.generator == "hugo" or "content" in self._above) and not location.folders:
            return Skipped(place=shown, reason="page")
        return Rejected(
            place=shown,
            reason="no date, neither in its fields nor in its name",
            hint="Add `date: 2018-02-19` to the front matter, or begin the file's name with 2018-02-19-.",
        )

    def _summary(self, fields: Mapping[str, object], body: str, jekyll: bool) -> tuple[str | None, str]:
        separator = ""
        if jekyll:
            separator = text_of(fields.get("excerpt_separator")) or self._site.text("excerpt_separator")
        teased, body = teaser(body, separator)
        for key in _JEKYLL_SUMMARIES if jekyll else _SUMMARIES:
            written = text_of(fields.get(key))
            if written:
                return plain_words(written), body
        return plain_words(teased) or None if teased else None, body

    def _language(self, fields: Mapping[str, object], location: Location) -> str | None:
        for key in () if _LANGUAGES.isdisjoint(fields) else ("lang", "language", "locale"):
            written = text_of(fields.get(key)).replace("_", "-").partition(".")[0]
            if written and re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", written):
                return written
        return location.language or self._language_of_site

    @cached_property
    def _language_of_site(self) -> str | None:
        return self._site.language

    def _authors(self, fields: Mapping[str, object], header: bool) -> tuple[Person, ...]:
        for key in ("authors", "author"):
            value = fields.get(key)
            if value is not None:
                split = header or key == "authors"
                found = people_of(value, split=split, known=self._site.authors)
                if found:
                    return tuple(dict.fromkeys(found))
        name = self._site.settings.get("author") or self._site.settings.get("AUTHOR")
        return tuple(people_of(name, known=self._site.authors)) if name is not None else ()

    def _tags(self, fields: Mapping[str, object], location: Location) -> tuple[str, ...]:
        found: list[str] = []
        if location.shelf:
            found = categories_of(location, fields)
            blanks = True
        else:
            for key in ("categories", "category"):
                if key in fields:
                    found += names_of(fields[key])
            blanks = False
        for key in ("tags", "tag"):
            if key in fields:
                found += names_of(fields[key], split_blanks=blanks and key == "tags")
        return tuple(dict.fromkeys(found)) if len(found) > 1 else tuple(found)

    def _image(self, fields: Mapping[str, object]) -> str | None:
        for key in () if _IMAGE_FIELDS.isdisjoint(fields) else _IMAGES:
            if key in fields:
                value = fields[key]
                if isinstance(value, list):
                    value = value[0] if value else None
                if isinstance(value, dict):
                    value = value.get("path") or value.get("src") or value.get("url") or value.get("image")
                written = text_of(value)
                if written:
                    return absolute_address(self._site, self.place.home, written)
        return None


def _no_post(location: Location, front: FrontMatter, ending: str) -> str | None:
    """Return what a file is that is no post, as far as its front matter tells."""
    fields = front.fields
    if front.notation == "none" and not front.body.strip():
        return "empty file"
    if front.notation == "none" and (ending in HTML or location.shelf):
        return "file without front matter"
    if not location.shelf and (front.notation == "header" or not _PAGE_FIELDS.isdisjoint(fields)):
        if "page" in (text_of(fields.get("layout")).lower(), text_of(fields.get("type")).lower()):
            return "page"
        if front.notation == "header" and location.folders[:1] == ("pages",):
            return "page"
        if truth(fields.get("headless")) or text_of(fields.get("status")).lower() == "skip":
            return "page"
    return None


def _spoken(name: str) -> str:
    """Return a file's name as words, as Jekyll makes titles of it."""
    return " ".join(word[:1].upper() + word[1:] for word in re.split(r"[-_ ]+", name) if word) or name


def _taken_out(removed: tuple[str, ...]) -> str:
    counted = Counter(removed)
    return "took out what only its site can fill in: " + ", ".join(
        f"{name} ({number} times)" if number > 1 else name for name, number in sorted(counted.items())
    )
