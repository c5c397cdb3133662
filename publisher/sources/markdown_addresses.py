"""Where a post of a Markdown site stands on the web, as far as its fields and its site's configuration tell."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple
from urllib.parse import urlsplit

from publisher.content.front_matter_fields import names_of, text_of
from publisher.content.permalinks import hugo_path, hyphened, jekyll_path, pelican_path, pelican_slug
from publisher.sources.markdown_site import Site, pattern_for

_ADDRESS_KEYS = ("canonical_url", "canonicalurl", "canonical", "permalink", "url")
_ADDRESS_FIELDS = frozenset(_ADDRESS_KEYS)
_PLACEHOLDER = re.compile(r":[a-z]")
_UNTIMED = {"none", "date", "pretty", "ordinal", "weekdate"}


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


def absolute_address(site: Site, home: str | None, written: str) -> str | None:
    """Return an address of the site made absolute, or None where the site's own is not known."""
    if written.startswith(("http://", "https://")):
        return written
    base = site.address or home
    if base is None or written.startswith(("mailto:", "javascript:")):
        return None
    if written.startswith("//"):
        return f"{urlsplit(base).scheme}:{written}"
    return f"{base.rstrip('/')}/{written.lstrip('/')}"


def path_of_post(
    site: Site, location: Location, fields: Mapping[str, object], title: str, published: date | datetime
) -> str | None:
    """Return the address that the fields give, or the path that the site's configuration makes; None without either."""
    for key in () if _ADDRESS_FIELDS.isdisjoint(fields) else _ADDRESS_KEYS:
        written = text_of(fields.get(key))
        if written and (key != "canonical_url" or written.startswith("http")):
            if not _PLACEHOLDER.search(written) and written not in _UNTIMED:
                return written
            if key == "permalink" and location.shelf:
                return _jekyll(written, location, fields, published, site)
    if not site.configured:
        return None
    if site.generator == "jekyll" and location.shelf:
        return _jekyll(site.text("permalink", "date") or "date", location, fields, published, site)
    if site.generator == "hugo":
        return _hugo(site, location, fields, title, published)
    if site.generator == "pelican":
        return _pelican(site, location, fields, title, published)
    return None


def slug_of(location: Location, fields: Mapping[str, object], written: str | None) -> str:
    """Return the last part of the address, as far as it is known."""
    own = text_of(fields.get("slug"))
    if own:
        return own
    if written:
        last = written.split("?")[0].split("#")[0].rstrip("/").rpartition("/")[2]
        last = re.sub(r"\.(?:html?|php)$", "", last)
        if last and last != "index" and "." not in last:
            return last
    return location.name


def categories_of(location: Location, fields: Mapping[str, object]) -> list[str]:
    """Return a Jekyll post's categories: its folders, then its fields."""
    given = names_of(fields.get("categories"), split_blanks=True) or names_of(fields.get("category"))
    return list(dict.fromkeys((*location.folders, *given)))


def _jekyll(
    pattern: str, location: Location, fields: Mapping[str, object], published: date | datetime, site: Site
) -> str:
    own = text_of(fields.get("slug"))
    day = published
    if isinstance(day, datetime) and day.tzinfo is not None:
        from datetime import UTC

        day = day.astimezone(site.zone or UTC)
    return jekyll_path(
        pattern,
        day=day,
        name=own or location.name,
        slug=hyphened(own or location.name),
        categories=categories_of(location, fields),
    )


def _hugo(site: Site, location: Location, fields: Mapping[str, object], title: str, published: date | datetime) -> str:
    path = hugo_path(
        pattern_for(site, location.folders),
        day=published,
        folders=location.folders,
        name=location.name,
        slug=text_of(fields.get("slug")) or None,
        title=title,
    )
    language = location.language
    inside = site.settings.get("defaultcontentlanguageinsubdir") in (True, "true")
    if language and site.languages and (language != site.languages[0] or inside):
        path = f"/{language.lower()}{path}"
    return path


def _pelican(
    site: Site, location: Location, fields: Mapping[str, object], title: str, published: date | datetime
) -> str:
    default = site.text("DEFAULT_LANG", "en") or "en"
    language = text_of(fields.get("lang")) or default
    pattern = site.text("ARTICLE_URL", "{slug}.html")
    if language != default:
        pattern = site.text("ARTICLE_LANG_URL", "{slug}-{lang}.html")
    source = location.name if site.text("SLUGIFY_SOURCE") == "basename" else title
    day = published
    if isinstance(day, datetime) and day.tzinfo is not None and site.zone is not None:
        day = day.astimezone(site.zone)
    return pelican_path(
        pattern,
        day=day,
        slug=text_of(fields.get("slug")) or pelican_slug(source),
        language=language,
        category=text_of(fields.get("category")) or (location.folders[-1] if location.folders else "misc"),
        author=text_of(fields.get("author")) or site.text("AUTHOR"),
    )
