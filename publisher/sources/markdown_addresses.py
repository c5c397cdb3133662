"""Where a post of a Markdown site stands on the web, as far as its fields and its site's configuration tell."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, tzinfo
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from publisher.content.front_matter_fields import lowered, names_of, text_of
from publisher.content.permalinks import (
    ascii_slug,
    hexo_path,
    hugo_path,
    hyphened,
    jekyll_path,
    pelican_path,
    pelican_slug,
)
from publisher.sources.markdown_settings import table
from publisher.sources.markdown_site import Site, pattern_for

_ADDRESS_KEYS = ("permalink", "url", "path")
_CANONICAL_KEYS = ("canonical_url", "canonicalurl", "canonical")
_ADDRESS_FIELDS = frozenset((*_ADDRESS_KEYS, *_CANONICAL_KEYS))
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
    #: File name without language and endings; of a bundle, its folder's name.
    stem: str
    #: Folders between ``_posts`` and the file.
    below: tuple[str, ...]
    #: The post is the ``index`` of a folder of its own.
    bundle: bool


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
    """Return the address that the fields give, or the path that the site's configuration makes; None without either.

    Where a post was first published elsewhere counts only when nothing says where it stands here.
    """
    has_own = not _ADDRESS_FIELDS.isdisjoint(fields)
    if has_own and (written := _written(site, location, fields, published)) is not None:
        return written
    made = _made(site, location, fields, title, published) if site.configured else None
    if has_own and (made is None or site.address is None):
        for key in _CANONICAL_KEYS:
            written = text_of(fields.get(key))
            if written.startswith(("http://", "https://")):
                return written
    return made


def _written(site: Site, location: Location, fields: Mapping[str, object], published: date | datetime) -> str | None:
    for key in _ADDRESS_KEYS:
        written = text_of(fields.get(key))
        if not written or (key == "path" and not _is_path(written, site)):
            continue
        if not _PLACEHOLDER.search(written) and written not in _UNTIMED:
            return f"/{written.strip('/')}/" if key == "path" and site.generator == "zola" else written
        if key == "permalink" and location.shelf and site.generator != "hexo":
            return _jekyll(written, location, fields, published, site)
    return None


def _is_path(written: str, site: Site) -> bool:
    """Tell whether ``path`` says where the post stands, as for Zola and Gatsby, and not where a file lies."""
    return site.generator == "zola" or (
        site.generator == "folder" and written.startswith("/") and "." not in written.rpartition("/")[2]
    )


def _made(
    site: Site, location: Location, fields: Mapping[str, object], title: str, published: date | datetime
) -> str | None:
    match site.generator:
        case "jekyll" if location.shelf:
            path = _jekyll(_pattern_of_jekyll(site), location, fields, published, site)
            return f"{_language_of_jekyll(site, fields)}{path}"
        case "hexo" if location.shelf:
            return _hexo(site, location, fields, title, published)
        case "hugo":
            return _hugo(site, location, fields, title, published)
        case "zola":
            return _zola(site, location, fields)
        case "docusaurus":
            return _docusaurus(location, fields)
        case "pelican":
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


def former_addresses(fields: Mapping[str, object]) -> tuple[str, ...]:
    """Return where a post stood before, as its front matter says: those of Hugo and Zola, Jekyll and Hexo.

    >>> former_addresses({"aliases": ["/2012/05/hello.html", "Another name"]})
    ('/2012/05/hello.html',)
    """
    said = [fields.get(key) for key in ("aliases", "redirect_from", "alias")]
    listed = [text_of(each) for value in said for each in (value if isinstance(value, list) else [value])]
    return tuple(each for each in listed if "/" in each)


def categories_of(location: Location, fields: Mapping[str, object]) -> list[str]:
    """Return a Jekyll post's categories: its folders, then its fields."""
    given = names_of(fields.get("categories"), split_blanks=True) or names_of(fields.get("category"))
    return list(dict.fromkeys((*location.folders, *given)))


def _jekyll(
    pattern: str, location: Location, fields: Mapping[str, object], published: date | datetime, site: Site
) -> str:
    own = text_of(fields.get("slug"))
    return jekyll_path(
        pattern,
        day=_day(published, site.zone or UTC),
        name=own or location.name,
        slug=hyphened(own or location.name),
        categories=categories_of(location, fields),
    )


def _pattern_of_jekyll(site: Site) -> str:
    """Return the pattern for posts: of their collection, or of the site."""
    posts = table(table(site.settings, "collections"), "posts")
    return text_of(posts.get("permalink")) or site.text("permalink") or "date"


def _language_of_jekyll(site: Site, fields: Mapping[str, object]) -> str:
    """Return the folder of a translation, where the site has several languages by the plugin Polyglot."""
    if "languages" not in site.settings or "default_lang" not in site.settings:
        return ""
    language = text_of(fields.get("lang"))
    return f"/{language}" if language in site.names("languages") and language != site.text("default_lang") else ""


def _hexo(
    site: Site, location: Location, fields: Mapping[str, object], title: str, published: date | datetime
) -> str | None:
    named = ":title" in (written := site.text("new_post_name", ":title.md")) and ":year" in written
    stem = location.name if named and location.day is not None else location.stem
    if site.settings.get("filename_case") in ("1", "2"):
        stem = stem.lower() if site.settings["filename_case"] == "1" else stem.upper()
    categories = names_of(fields.get("categories") or fields.get("category")) or [
        site.text("default_category", "uncategorized")
    ]
    return hexo_path(
        site.text("permalink") or ":year/:month/:day/:title/",
        day=_day(published, site.zone),
        name=text_of(fields.get("slug")) or "/".join((*location.below, stem)),
        title=title,
        categories=categories,
        fields={key: text_of(value) for key, value in fields.items()},
    )


def _hugo(site: Site, location: Location, fields: Mapping[str, object], title: str, published: date | datetime) -> str:
    path = hugo_path(
        pattern_for(site, location.folders),
        day=published,
        folders=location.folders,
        name=location.name if _takes_date_from_name(site) else location.stem,
        slug=text_of(fields.get("slug")) or None,
        title=title,
        ugly=_is_ugly(site, location.folders),
    )
    language = location.language
    inside = site.settings.get("defaultcontentlanguageinsubdir") in (True, "true")
    if language and site.languages and (language != site.languages[0] or inside):
        path = f"/{language.lower()}{path}"
    return path


def _is_ugly(site: Site, folders: tuple[str, ...]) -> bool:
    """Tell whether the site's posts, or those of a section, are files and not folders."""
    said = site.settings.get("uglyurls")
    if isinstance(said, dict):
        said = said.get(folders[0]) if folders else None
    return said in (True, "true")


def _takes_date_from_name(site: Site) -> bool:
    dates = lowered(table(site.settings, "frontmatter")).get("date")
    return isinstance(dates, list) and ":filename" in dates


def _zola(site: Site, location: Location, fields: Mapping[str, object]) -> str | None:
    name = text_of(fields.get("slug")) or location.name
    parts = [ascii_slug(part) for part in (*location.folders, name)]
    if not all(parts):
        return None
    language = location.language
    before = [language] if language and language != site.languages[0] else []
    return f"/{'/'.join((*before, *parts))}/"


def _docusaurus(location: Location, fields: Mapping[str, object]) -> str:
    written = text_of(fields.get("slug"))
    if written:
        return f"/blog/{written.strip('/')}"
    folders = [folder for folder in location.folders[1:] if location.day is None or not folder.isdigit()]
    before = [f"{location.day:%Y/%m/%d}"] if location.day is not None else []
    return quote("/".join(("/blog", *before, *folders, location.name)))


def _pelican(
    site: Site, location: Location, fields: Mapping[str, object], title: str, published: date | datetime
) -> str:
    default = site.text("DEFAULT_LANG", "en") or "en"
    language = text_of(fields.get("lang")) or default
    pattern = site.text("ARTICLE_URL", "{slug}.html")
    if language != default:
        pattern = site.text("ARTICLE_LANG_URL", "{slug}-{lang}.html")
    source = location.stem if site.text("SLUGIFY_SOURCE") == "basename" else title
    return pelican_path(
        pattern,
        day=_day(published, site.zone),
        slug=text_of(fields.get("slug")) or pelican_slug(source),
        language=language,
        category=text_of(fields.get("category"))
        or (location.folders[-1] if location.folders else site.text("DEFAULT_CATEGORY", "misc")),
        author=text_of(fields.get("author")) or site.text("AUTHOR"),
    )


def _day(published: date | datetime, zone: tzinfo | None) -> date | datetime:
    """Return a moment as the clocks of the site show it."""
    if isinstance(published, datetime) and published.tzinfo is not None and zone is not None:
        return published.astimezone(zone)
    return published
