"""publisher.sources.static_site.generators.pelican."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from urllib.parse import quote

from publisher.sources.static_site.fields import text_of
from publisher.sources.static_site.generators.permalinks import _SAFE, hyphened, local_day
from publisher.sources.static_site.location import Location
from publisher.sources.static_site.settings import (
    absolute_or_none,
    folders_in,
    path_below_host,
    read_constants,
    read_text,
    zone_of,
)
from publisher.sources.static_site.site import Site

_PELICAN_NAME = re.compile(r"\{(slug|lang|category|author|date)(?::([^{}]*))?\}")


def pelican_path(pattern: str, *, day: date | datetime, slug: str, language: str, category: str, author: str) -> str:
    """Return the path of a Pelican article below the site's address, with a slash before it.

    >>> pelican_path("{date:%Y}/{slug}.html", day=date(2018, 2, 9), slug="rain", language="en", category="", author="")
    '/2018/rain.html'
    """
    values = {"slug": slug, "lang": language, "category": hyphened(category), "author": hyphened(author)}

    def fill(match: re.Match[str]) -> str:
        if match[1] == "date":
            return day.strftime(match[2] or "%Y-%m-%d")
        return values[match[1]]

    return quote("/" + _PELICAN_NAME.sub(fill, pattern).lstrip("/"), safe=_SAFE)


def pelican_slug(title: str) -> str:
    """Return the slug that Pelican makes of a title: ASCII letters where it can, marks gone.

    >>> pelican_slug("I'm 7 (or so) & Fine")
    'im-7-or-so-fine'
    """
    ascii_only = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode("ascii")
    words = ascii_only if ascii_only.strip() else title
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", words).strip().lower()).strip("-")


def pelican_address(
    site: Site, location: Location, fields: Mapping[str, object], title: str, published: date | datetime
) -> str:
    """Return the path that Pelican gives to a post."""
    default = site.text("DEFAULT_LANG", "en") or "en"
    language = text_of(fields.get("lang")) or default
    pattern = site.text("ARTICLE_URL", "{slug}.html")
    if language != default:
        pattern = site.text("ARTICLE_LANG_URL", "{slug}-{lang}.html")
    source = location.stem if site.text("SLUGIFY_SOURCE") == "basename" else title
    return pelican_path(
        pattern,
        day=local_day(published, site.zone),
        slug=text_of(fields.get("slug")) or pelican_slug(source),
        language=language,
        category=text_of(fields.get("category"))
        or (location.folders[-1] if location.folders else site.text("DEFAULT_CATEGORY", "misc")),
        author=text_of(fields.get("author")) or site.text("AUTHOR"),
    )


#: A pattern that could take more than a moment on a long name is not used: a configuration may be anybody's.
_MOST_REPEATS = 4
_LONGEST = 128
_REPEATED_GROUP = re.compile(r"\)\s*[*+{]|\{\d*,")
#: What Pelican takes from the path of a file.
_OF_PELICAN = frozenset({"date", "slug", "category", "lang", "author", "title", "status", "tags", "summary"})


def _compiled(written: str) -> re.Pattern[str] | None:
    if not written or len(written) > _LONGEST * 2 or _REPEATED_GROUP.search(written):
        return None
    if written.count("*") + written.count("+") > _MOST_REPEATS:
        return None
    try:
        return re.compile(written)
    except (re.error, OverflowError, RecursionError):
        return None


PELICAN_FILES = ("publishconf.py", "pelicanconf.py")


def find_pelican(root: Path) -> Site | None:
    """Read the configuration of a Pelican site whose root is *root*; None where there is none."""
    settings: dict[str, object] = {}
    for name in reversed(PELICAN_FILES):
        text = read_text(root / name)
        if text is not None:
            settings.update(read_constants(text))
    if not settings:
        return None
    address = absolute_or_none(settings.get("SITEURL"))
    return Site(
        generator="pelican",
        root=root,
        settings=settings,
        address=address,
        base=path_below_host(address),
        zone=zone_of(settings.get("TIMEZONE")),
        author=settings.get("AUTHOR"),
        content=folders_in(settings.get("PATH")),
    )
