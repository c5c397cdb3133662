"""The post that a Markdown file holds: what its fields, its path and its site say, put together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from publisher.model.entry import Origin, Person, Status
from publisher.model.post import Found, Post, Rejected, Skipped, Warned
from publisher.sources.inputs.text_files import UnreadableError, decode, read_bytes
from publisher.sources.static_site.addresses import absolute_address, former_addresses, path_of_post, slug_of
from publisher.sources.static_site.body import Expander, first_heading, plain_words, teaser
from publisher.sources.static_site.defaults import Defaults
from publisher.sources.static_site.fields import FieldError, names_of, people_of, status_of, text_of
from publisher.sources.static_site.files import HTML
from publisher.sources.static_site.front_matter import FrontMatter, FrontMatterError, read_front_matter
from publisher.sources.static_site.generators.jekyll import categories_of
from publisher.sources.static_site.location import Dates, Location, locate
from publisher.sources.static_site.media import MEDIA_FIELDS, enclosures_of, episode_of
from publisher.sources.static_site.settings import table

if TYPE_CHECKING:
    from publisher.sources.inputs.resource import Place
    from publisher.sources.static_site.site import Site

_SUMMARIES = ("summary", "excerpt", "description", "abstract")
_JEKYLL_SUMMARIES = ("description", "excerpt", "summary")
_IMAGES = (
    "image", "cover", "cover_image", "coverimage", "featured_image", "featuredimage", "feature_image", "hero_image",
    "heroimage", "header", "ogimage", "og_image", "banner", "thumbnail", "images",
)  # fmt: skip
_IMAGE_FIELDS = frozenset(_IMAGES)
_IMAGE_KEYS = ("path", "src", "url", "image", "feature", "overlay_image", "teaser")
_ALT_KEYS = ("alt", "image_description", "alttext", "alt_text")
#: What follows the name of the picture's field: ``featured_image_alt``, ``imageAlt``.
_ALT_ENDS = ("_alt", "alt", "_alt_text", "_description")
_LANGUAGES = frozenset({"lang", "language", "locale"})
_AUTHORS = ("authors", "author", "by", "byline")
_AUTHOR_FIELDS = frozenset(_AUTHORS)
_MORE_TAGS = frozenset({"taxonomies", "topics"})
#: Sections whose files ought to have a date; elsewhere one without is a page.
_DATED_SECTIONS = frozenset(
    {
        "article", "articles", "blog", "blogs", "diary", "essays", "journal", "log", "logs", "news", "newsletter",
        "newsletters", "notes", "post", "posts", "stories", "updates", "weblog", "writing",
    }
)  # fmt: skip


class Posts:
    """Make posts of the files of one site."""

    def __init__(self, *, place: Place, site: Site, folder: str, above: tuple[str, ...]) -> None:
        """Keep what all files share.

        Args:
            place: The source.
            site: Which it belongs to.
            folder: Of the source.
            above: Folders between the site's and the source's.
        """
        self._place = place
        self._site = site
        self._folder = folder
        self._above = above
        self._dates = Dates(place=place, site=site, folder=folder)
        self._defaults = Defaults(site) or None
        self._expander = Expander(site, place, self.address_of)

    def locate(self, relative: str) -> Location:
        """Read the path of a file."""
        return locate((*self._above, *relative.split("/")), self._site)

    def read(self, relative: str, shown: str, ending: str, location: Location, front: FrontMatter) -> Iterator[Found]:
        """Yield the post of a file, and what is to be said about it.

        Raises:
            FieldError: A field holds what it cannot.
        """
        fields, body, notation = self._with_defaults(front, relative)
        site = self._site
        status: Status = "draft" if location.shelf == "draft" else status_of(fields)
        if site.generator == "folder" and "drafts" in location.folders:
            status = "draft"
        published = self._dates.published(relative, location, fields)
        if published is None:
            yield self._without_date(relative, shown, location, status, bool(fields))
            return
        expires = self._dates.expires(fields)
        if expires is not None and self._place.now is not None and expires <= self._place.now:
            yield Skipped(place=shown, reason="expired post")
            return
        title, body = _titled(fields, body, location)
        path = path_of_post(site, location, fields, title, published)
        address = None if path is None else absolute_address(site, self._place.home, path)
        markup = "html" if ending in HTML else "markdown"
        body, removed = self._expander.expand(
            body, relative=relative, markup=markup, fields=fields, liquid=location.shelf != "", title=title, path=path
        )
        if removed:
            yield Warned(place=shown, reason=_taken_out(removed))
        summary, body = self._summary(fields, body, location.shelf != "")
        enclosures = () if MEDIA_FIELDS.isdisjoint(fields) else enclosures_of(fields, self._address_of_file)
        image, image_alt = self._image(fields, path if location.bundle else None)
        yield Post(
            key=relative,
            origin=Origin(path=shown, importer="markdown"),
            title=title,
            body=body,
            markup="html" if markup == "html" else "markdown",
            published=published,
            updated=self._dates.updated(fields, published),
            url=address,
            former=former_addresses(fields),
            slug=slug_of(location, fields, path),
            summary=summary,
            language=self._language(fields, location),
            authors=self._authors(fields, notation == "header"),
            tags=self._tags(fields, location),
            enclosures=enclosures,
            image=image,
            image_alt=image_alt,
            episode=episode_of(fields, self._address_of_file) if enclosures else None,
            status=status,
            expires=expires,
        )

    def address_of(self, relative: str) -> str | None:
        """Return the address of the post in another file, as a path where the site's is not known; None without any."""
        location = self.locate(relative)
        try:
            text, _ = decode(read_bytes(f"{self._folder}/{relative}", self._place.path), self._place.encoding)
            fields, body, _ = self._with_defaults(read_front_matter(text), relative)
            published = self._dates.published(relative, location, fields)
        except (UnreadableError, FrontMatterError, FieldError):
            return None
        if published is None:
            return None
        title, _ = _titled(fields, body, location)
        path = path_of_post(self._site, location, fields, title, published)
        if path is None:
            return None
        return absolute_address(self._site, self._place.home, path) or path

    def _with_defaults(self, front: FrontMatter, relative: str) -> FrontMatter:
        """Return front matter with the fields that the site gives to a file."""
        if self._defaults is None:
            return front
        return front._replace(fields=self._defaults.added_to(front.fields, (*self._above, *relative.split("/"))))

    def _without_date(
        self, relative: str, shown: str, location: Location, status: Status, has_fields: bool
    ) -> Rejected | Skipped:
        if status == "draft":
            return Skipped(place=shown, reason="draft without a date")
        if not location.shelf and (
            self._is_page(relative, location) or _is_about_files(location.name, location.stem, has_fields)
        ):
            return Skipped(place=shown, reason="page")
        return Rejected(
            place=shown,
            reason="no date, neither in its fields nor in its name",
            hint="Add `date: 2018-02-19` to the front matter, or begin the file's name with 2018-02-19-.",
        )

    def _is_page(self, relative: str, location: Location) -> bool:
        """Tell whether a file without a date lies where pages lie."""
        if self._site.generator in {"hugo", "zola"}:
            return not location.folders or _DATED_SECTIONS.isdisjoint(map(str.lower, location.folders))
        if not location.folders and "content" in (*self._above, *relative.split("/")):
            return True
        return not {"docs", "pages", "_pages"}.isdisjoint(location.folders)

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
        for key in () if _AUTHOR_FIELDS.isdisjoint(fields) else _AUTHORS:
            value = fields.get(key)
            if value is not None:
                split = header or key == "authors"
                found = people_of(value, split=split, known=self._site.authors)
                if found:
                    return tuple(dict.fromkeys(found))
        if self._site.generator == "zola" and (found := self._authors_of_zola(fields)):
            return tuple(found)
        name = self._site.author
        return tuple(people_of(name, known=self._site.authors)) if name is not None else ()

    def _authors_of_zola(self, fields: Mapping[str, object]) -> list[Person]:
        for name in ("taxonomies", "extra"):
            held = fields.get(name)
            if isinstance(held, dict) and (found := people_of(held.get("authors") or held.get("author"))):
                return found
        return []

    def _tags(self, fields: Mapping[str, object], location: Location) -> tuple[str, ...]:
        found: list[str] = []
        generator = self._site.generator
        blanks = location.shelf != "" and generator != "hexo"
        if blanks:
            found = categories_of(location, fields)
        elif generator == "pelican":
            found = self._category_of_pelican(fields, location)
        else:
            for key in ("categories", "category"):
                if key in fields:
                    found += names_of(fields[key])
        for key in ("tags", "tag"):
            if key in fields:
                found += names_of(fields[key], split_blanks=blanks and key == "tags")
        if not _MORE_TAGS.isdisjoint(fields):
            taxonomies = fields.get("taxonomies")
            if isinstance(taxonomies, dict):
                found += names_of(taxonomies.get("categories")) + names_of(taxonomies.get("tags"))
            found += names_of(fields.get("topics"))
        return tuple(dict.fromkeys(found)) if len(found) > 1 else tuple(found)

    def _category_of_pelican(self, fields: Mapping[str, object], location: Location) -> list[str]:
        """Return the one category of an article: its own, its folder's, or the one that the configuration names."""
        own = fields.get("category")
        if own:
            return [text_of(own)] if isinstance(own, str) else names_of(own)
        if location.folders and self._site.settings.get("USE_FOLDER_AS_CATEGORY", True):
            return [location.folders[-1]]
        return names_of([self._site.text("DEFAULT_CATEGORY")])

    def _address_of_file(self, written: str) -> str | None:
        """Return where a file of sound is served from: the folder or host that podcast themes name, else the site."""
        if "/" not in written:
            for settings in (self._site.settings, table(self._site.settings, "params")):
                for key, before in settings.items():
                    if key.lower() in {"download_url", "media_prefix", "mediaprefix"} and (before := text_of(before)):
                        written = f"{before.rstrip('/')}/{written}"
                        return absolute_address(self._site, self._place.home, written)
        return absolute_address(self._site, self._place.home, written)

    def _image(self, fields: Mapping[str, object], folder: str | None) -> tuple[str | None, str]:
        """Return the picture of a post, and what it shows.

        Args:
            fields: Of the post.
            folder: Address of the post where the picture may lie beside it.
        """
        if self._site.generator == "zola" and isinstance(fields.get("extra"), dict):
            fields = {**fields["extra"], **fields}  # type: ignore[dict-item]
        for key in () if _IMAGE_FIELDS.isdisjoint(fields) else _IMAGES:
            if key in fields:
                value = fields[key]
                alt = ""
                if isinstance(value, list):
                    value = value[0] if value else None
                if key == "header" and not isinstance(value, dict):
                    continue
                if isinstance(value, dict):
                    alt = next(filter(None, (text_of(value.get(each)) for each in _ALT_KEYS)), "")
                    value = next((value[each] for each in _IMAGE_KEYS if value.get(each)), None)
                written = text_of(value)
                if written:
                    if folder is not None and not written.startswith(("/", "http://", "https://")):
                        written = f"{folder.rstrip('/')}/{written.removeprefix('./')}"
                    alt = alt or next(filter(None, (text_of(fields.get(f"{key}{end}")) for end in _ALT_ENDS)), "")
                    return absolute_address(self._site, self._place.home, written), alt
        return None, ""


def _is_about_files(name: str, stem: str, has_fields: bool) -> bool:
    """Tell whether a file's name is one of those that speak of the folder, such as README."""
    in_capitals = len(stem) > 2 and stem.isupper() and stem.replace("_", "").replace("-", "").isalpha()
    return name.lower() in {"readme", "license", "contributing", "changelog"} or (
        not has_fields and (name == "index" or in_capitals)
    )


def _titled(fields: Mapping[str, object], body: str, location: Location) -> tuple[str, str]:
    """Return the title of a post, and its text without the heading that the title may be."""
    if title := text_of(fields.get("title")):
        return title, body
    title, body = first_heading(body)
    return title or _spoken(location.name), body


def _spoken(name: str) -> str:
    """Return a file's name as words, as Jekyll makes titles of it."""
    return " ".join(word[:1].upper() + word[1:] for word in re.split(r"[-_ ]+", name) if word) or name


def _taken_out(removed: tuple[str, ...]) -> str:
    counted = Counter(removed)
    return "took out what only its site can fill in: " + ", ".join(
        f"{name} ({number} times)" if number > 1 else name for name, number in sorted(counted.items())
    )
