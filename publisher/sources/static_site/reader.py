"""Folders and files of Markdown with front matter: of site generators, and plain ones."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from publisher.model.post import Found, Rejected, Skipped, Warned
from publisher.sources.inputs.text_files import UnreadableError, decode, read_bytes
from publisher.sources.static_site.fields import FieldError, lowered, names_of, text_of, truth
from publisher.sources.static_site.files import HTML, MARKDOWN, OTHER, walk
from publisher.sources.static_site.front_matter import FrontMatter, FrontMatterError, line_of, read_front_matter
from publisher.sources.static_site.generators import open_site
from publisher.sources.static_site.location import Location
from publisher.sources.static_site.post import Posts
from publisher.sources.static_site.settings import table

if TYPE_CHECKING:
    from publisher.sources.inputs.resource import Place
    from publisher.sources.static_site.site import Site

_PAGE_FIELDS = frozenset({"layout", "type", "headless", "status", "build", "_build", "render"})
_PAGE_FOLDERS = frozenset({"page", "pages"})
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
    if site.generator != "folder":
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
    from publisher.text.dates.lines import read_date_heading

    lines = head.decode("utf-8", "replace").splitlines()
    return any(isinstance(read_date_heading(line), date) for line in lines[:200])


def _is_content(name: str) -> bool:
    ending = name[name.rfind(".") :].lower()
    return ending in MARKDOWN or ending in HTML or ending in OTHER


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

    def read(self, advance: Callable[[int], None]) -> Iterator[Found]:
        """Yield every post, and what was wrong or left out; *advance* is called with the bytes of each file."""
        return self.read_files(((relative, size) for relative, _, size in self.files()), advance)

    def read_files(self, files: Iterable[tuple[str, int]], advance: Callable[[int], None]) -> Iterator[Found]:
        """Do the same for those of the `files` that are named, each with its size."""
        for relative, size in files:
            yield from self.read_file(relative)
            advance(size)

    def read_file(self, relative: str) -> Iterator[Found]:
        """Yield the post of one file that `files` named, and what is to be said about it."""
        shown = self._shown(relative)
        ending = relative[relative.rfind(".") :].lower()
        location = self._posts.locate(relative)
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
        left_out = _no_post(location, front, ending)
        if left_out is not None:
            yield Skipped(place=shown, reason=left_out)
            return
        try:
            yield from self._posts.read(relative, shown, ending, location, front)
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

        said = repr(
            (
                site.generator, site.address, sorted(site.settings.items()), sorted(site.language_folders.items()),
                repr(site.authors) if isinstance(site.authors, dict) else "", self.place.home, self.place.undated,
            )
        )  # fmt: skip
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
    def _posts(self) -> Posts:
        return Posts(place=self.place, site=self._site, folder=self._folder, above=self._above)

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
        match self._site.generator:
            case "folder":
                return None
            case "jekyll" | "hexo":
                page = True
            case "docusaurus":
                page = location.folders[:1] != ("blog",)
            case "pelican":
                page = self._is_no_article(relative)
            case _:
                page = self._is_no_content(relative, location)
        return "page" if page else None

    def _is_no_article(self, relative: str) -> bool:
        """Tell whether Pelican would not look at a file, or make a page of it."""
        site = self._site
        parts = (*self._above, *relative.split("/"))
        if parts[: len(site.content)] != site.content:
            return True
        below = "/".join(parts[len(site.content) :])
        pages = site.names("PAGE_PATHS") if "PAGE_PATHS" in site.settings else ("pages",)
        if any(below.startswith(f"{path.strip('/')}/") for path in (*pages, *site.names("ARTICLE_EXCLUDES"))):
            return True
        articles = site.names("ARTICLE_PATHS") if "ARTICLE_PATHS" in site.settings else ("",)
        return not any(below.startswith(f"{path.strip('/')}/".lstrip("/")) for path in articles)

    def _is_no_content(self, relative: str, location: Location) -> bool:
        """Tell whether Hugo or Zola would not look at a file, make a page of it, or keep it as a part of another."""
        site = self._site
        if self._above[:1] != ("content",) and not relative.startswith("content/") and self._has_content:
            folders = (*self._above, *relative.split("/")[:-1])
            if not any("/".join(folders[:end]) in site.language_folders for end in range(1, len(folders) + 1)):
                return True
        if site.language_folders and location.language is None and len(site.language_folders) >= len(site.languages):
            return True
        if location.folders[:1] and location.folders[0] in _PAGE_FOLDERS:
            return True
        sections = self._main_sections
        if sections and (not location.folders or location.folders[0] not in sections):
            return True
        return not location.bundle and site.generator == "hugo" and self._is_in_bundle(relative.rpartition("/")[0])

    def _is_in_bundle(self, folder: str) -> bool:
        """Tell whether a folder or one above belongs to one post: what else lies there is a part of it."""
        if not folder:
            return False
        found = self._bundles.get(folder)
        if found is None:
            try:
                names = [path.name for path in Path(self._folder, folder).iterdir()]
            except OSError:
                names = []
            found = any(name.startswith("index.") and _is_content(name) for name in names) or self._is_in_bundle(
                folder.rpartition("/")[0]
            )
            self._bundles[folder] = found
        return found

    @cached_property
    def _bundles(self) -> dict[str, bool]:
        return {}

    @cached_property
    def _has_content(self) -> bool:
        return (self._site.root / "content").is_dir()

    @cached_property
    def _main_sections(self) -> tuple[str, ...]:
        return tuple(names_of(lowered(table(self._site.settings, "params")).get("mainsections")))


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
        if truth(fields.get("render")) is False or any(_is_hidden(fields.get(key)) for key in ("build", "_build")):
            return "page"
    return None


def _is_hidden(build: object) -> bool:
    """Tell whether Hugo is told to leave a file out of lists, or to make no page of it."""
    told = lowered(build) if isinstance(build, dict) else {}
    said = [told.get(key) for key in ("list", "render")]
    return any(each is False or text_of(each).lower() in {"never", "false", "link"} for each in said)
