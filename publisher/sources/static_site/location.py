"""What the path of a Markdown file says: name, date, language, and whether it lies among the posts."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, NamedTuple

from publisher.sources.static_site.fields import PUBLISHED, UPDATED, FieldError, moment_of, text_of
from publisher.sources.static_site.site import Site

if TYPE_CHECKING:
    from publisher.sources.inputs.resource import Place


class Location(NamedTuple):
    """What the path of a file says about its post."""

    #: File name without date, language and endings; of a bundle, its folder's name.
    name: str
    #: Date in the file name or its folders.
    day: date | None
    #: Language by folder or suffix.
    language: str | None
    #: Folders below the one that holds content: Hugo's section first; Jekyll's categories.
    folders: tuple[str, ...]
    #: In ``_posts`` or ``_drafts``: ``post``, ``draft``; elsewhere empty.
    shelf: str
    #: File name without language and endings; of a bundle, its folder's name.
    stem: str
    #: Folders between ``_posts`` and the file.
    below: tuple[str, ...]
    #: The post is the ``index`` of a folder of its own.
    bundle: bool


#: Languages that a folder below ``content`` or a suffix may name, where no configuration lists them.
LANGUAGES = frozenset(
    {
        "af", "ar", "az", "be", "bg", "bn", "bs", "ca", "cs", "cy", "da", "de", "el", "en", "eo", "es", "et",
        "eu", "fa", "fi", "fr", "ga", "gl", "gu", "he", "hi", "hr", "hu", "hy", "id", "it", "ja", "ka", "kk",
        "km", "kn", "ko", "lt", "lv", "mk", "ml", "mn", "mr", "ms", "nb", "ne", "nl", "nn", "no", "pa", "pl",
        "pt", "ro", "ru", "sk", "sl", "sq", "sr", "sv", "sw", "ta", "te", "th", "tl", "tr", "uk", "ur", "uz",
        "vi", "zh",
    }
)  # fmt: skip
_REGION = re.compile(r"[a-z]{2,3}(?:[-_](?:[A-Za-z]{2}|[A-Z][a-z]{3}|[a-z]{4}|\d{3}))?")
_DAY_NAME = re.compile(r"(\d{4})[-_.](\d{1,2})[-_.](\d{1,2})(?:[-_. ]+(.*))?")
_PACKED_NAME = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})[-_ ]+(.+)")
#: Folders that hold the sources of a site and say nothing about a post.
_SOURCES = ("source", "src", "content")
_SHELVES = {"_posts": "post", "_drafts": "draft"}


def locate(parts: Sequence[str], site: Site) -> Location:
    """Read a path.

    Args:
        parts: Of the path below the folder of the site.
        site: Whose languages are known.

    >>> from pathlib import Path
    >>> found = locate(["life", "_posts", "2018-02-09-rain.md"], Site(generator="jekyll", root=Path()))
    >>> (found.name, found.day, found.folders, found.shelf)
    ('rain', datetime.date(2018, 2, 9), ('life',), 'post')
    """
    folders = list(parts[:-1])
    stem = parts[-1].rpartition(".")[0] or parts[-1]
    for shelf, meaning in _SHELVES.items():
        if shelf in folders:
            return _on_shelf(folders, folders.index(shelf), meaning, stem, site)
    return _in_content(folders, stem, site)


def _on_shelf(folders: list[str], place: int, meaning: str, stem: str, site: Site) -> Location:
    above, below = folders[:place], folders[place + 1 :]
    bundle = stem == "index" and bool(below)
    if bundle:
        stem = below.pop()
    for folder in site.content if site.configured else _SOURCES:
        if above[:1] == [folder]:
            del above[0]
    name, day = _dated(stem, ())
    return Location(name, day, None, tuple(above), meaning, stem, tuple(below), bundle)


def _in_content(folders: list[str], stem: str, site: Site) -> Location:
    language = None
    if folders:
        language, folders = _content(folders, site)
    base, dot, suffix = stem.rpartition(".")
    if dot and base and site.generator != "jekyll" and _is_language(suffix, site):
        stem, language = base, suffix
    bundle = stem == "index" and bool(folders)
    if bundle:
        stem = folders.pop()
    name, day = _dated(stem, folders)
    if language:
        language = language.replace("_", "-")
    return Location(name, day, language, tuple(folders), "", stem, (), bundle)


def _content(folders: list[str], site: Site) -> tuple[str | None, list[str]]:
    """Return the language that a folder stands for, and the folders below the one that holds the content."""
    if site.language_folders:
        for end in range(len(folders), 0, -1):
            language = site.language_folders.get("/".join(folders[:end]))
            if language is not None:
                return language, folders[end:]
    if site.content and tuple(folders[: len(site.content)]) == site.content:
        return None, folders[len(site.content) :]
    inside = "content" in folders
    if inside:
        folders = folders[folders.index("content") + 1 :]
    if (inside and not _says_languages(site)) and folders and _is_language(folders[0], site):
        return folders[0], folders[1:]
    return None, folders


def _says_languages(site: Site) -> bool:
    """Tell whether the folder of a language is known from the configuration, or known to be none."""
    return site.generator in {"hugo", "zola"} and site.configured


def _is_language(word: str, site: Site) -> bool:
    if len(site.languages) > 1:
        return word in site.languages or word.lower() in map(str.lower, site.languages)
    return _REGION.fullmatch(word) is not None and word.replace("_", "-").partition("-")[0] in LANGUAGES


def _dated(stem: str, folders: Sequence[str]) -> tuple[str, date | None]:
    match = _DAY_NAME.fullmatch(stem) or _PACKED_NAME.fullmatch(stem)
    if match is not None:
        return match[4] or stem, _day(match[1], match[2], match[3])
    numbers = [name for name in folders if name.isascii() and name.isdigit()]
    if len(numbers) >= 3 and len(numbers[-3]) == 4:
        return stem, _day(numbers[-3], numbers[-2], numbers[-1])
    day, _, rest = stem.partition("-")
    if len(numbers) == 2 and len(numbers[0]) == 4 and day.isascii() and day.isdigit() and rest:
        return rest, _day(numbers[0], numbers[1], day)
    return stem, None


def _day(year: str, month: str, day: str) -> date | None:
    if len(month) > 2 or len(day) > 2 or not 1000 <= int(year) <= 9998:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


_EXPIRES = ("expirydate", "unpublishdate")
_DATE_IN_PATH = re.compile(r"(?:^|/)((?:19|20)\d{2})/(\d{1,2})/(\d{1,2})(?:[/-]|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """Dates of the posts of one site, in its zone where they name none."""

    place: Place
    site: Site
    #: Of the source.
    folder: str

    def published(self, relative: str, location: Location, fields: Mapping[str, object]) -> date | datetime | None:
        """Return when a post was published; None where neither its fields nor its path says it, nor may its file.

        Raises:
            FieldError: A field holds what is no date.
        """
        try:
            found = moment_of(fields, PUBLISHED)
        except FieldError as error:
            # The order of day and month is the writer's secret, but the name of the file tells it.
            if location.day is None or not _has_numbers_of(location.day, text_of(fields.get(error.key))):
                raise
            found = location.day
        if found is None:
            found = location.day or _day_in_path(fields)
        if found is None and self.place.undated == "file time":
            seconds = os.stat(f"{self.folder}/{relative}").st_mtime  # noqa: PTH116  # paths here are texts
            found = datetime.fromtimestamp(int(seconds), UTC)
        return self._zoned(found) if isinstance(found, datetime) else found

    def expires(self, fields: Mapping[str, object]) -> datetime | None:
        """Return when a post expires, as Hugo has it; a day without a time is over when it begins."""
        if self.place.now is None or not fields.keys() & _EXPIRES:
            return None
        found = moment_of(fields, _EXPIRES)
        if found is None:
            return None
        moment = self._zoned(found if isinstance(found, datetime) else datetime.combine(found, time()))
        return moment if moment.tzinfo is not None else moment.replace(tzinfo=self.place.now.tzinfo)

    def updated(self, fields: Mapping[str, object], published: date | datetime) -> datetime | None:
        """Return when a post has changed; a day says so only where it is a later one."""
        found = moment_of(fields, UPDATED)
        if found is None:
            return None
        if not isinstance(found, datetime):
            if found <= (published.date() if isinstance(published, datetime) else published):
                return None
            found = datetime.combine(found, time())
        return self._zoned(found)

    def _zoned(self, moment: datetime) -> datetime:
        zone = self.site.zone
        return moment if moment.tzinfo is not None or zone is None else moment.replace(tzinfo=zone)


def _has_numbers_of(day: date, written: str) -> bool:
    return sorted(map(int, re.findall(r"\d{1,4}", written)[:3])) == sorted((day.year, day.month, day.day))


def _day_in_path(fields: Mapping[str, object]) -> date | None:
    """Return the day that an address of the post's own begins or ends with."""
    for key in ("path", "url", "permalink", "slug"):
        match = _DATE_IN_PATH.search(text_of(fields.get(key)))
        if match is not None:
            try:
                return date(int(match[1]), int(match[2]), int(match[3]))
            except ValueError:
                continue
    return None
