"""publisher.sources.static_site.generators.jekyll."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import quote

from publisher.sources.static_site.fields import lowered, names_of, text_of
from publisher.sources.static_site.generators.permalinks import _DAYS, _MONTHS, _SAFE, hyphened, local_day
from publisher.sources.static_site.location import Location
from publisher.sources.static_site.settings import (
    absolute_or_none,
    address_of_host,
    base_path,
    first_of,
    folders_in,
    table,
    zone_of,
)
from publisher.sources.static_site.site import AUTHOR_FILES, Site

_JEKYLL_STYLES = {
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
}
_JEKYLL_NAME = re.compile(
    r":(short_year|year|i_month|short_month|long_month|month|i_day|y_day|short_day|long_day|day|week|w_day|w_year"
    r"|hour|minute|second|title|slugified_categories|slug|categories|output_ext)"
)


def jekyll_path(pattern: str, *, day: date | datetime, name: str, slug: str, categories: Sequence[str]) -> str:
    """Return the path of a Jekyll post below the site's base, with a slash before it.

    Args:
        pattern: A style such as ``pretty``, or a pattern with placeholders such as ``:year``.
        day: In the site's time zone.
        name: The post's name as its file spells it; `slug` where the fields give one.
        slug: The same in lower case and hyphens.
        categories: As the post names them.

    >>> jekyll_path("pretty", day=date(2018, 2, 9), name="Rain", slug="rain", categories=["The Sky"])
    '/the%20sky/2018/02/09/Rain/'
    """
    iso = day.isocalendar()
    clock = day if isinstance(day, datetime) else datetime(day.year, day.month, day.day)
    values = {
        "year": f"{day.year:04}", "short_year": f"{day.year % 100:02}", "month": f"{day.month:02}",
        "i_month": f"{day.month}", "short_month": _MONTHS[day.month - 1][:3], "long_month": _MONTHS[day.month - 1],
        "day": f"{day.day:02}", "i_day": f"{day.day}", "y_day": f"{day.timetuple().tm_yday:03}",
        "short_day": _DAYS[day.weekday()][:3], "long_day": _DAYS[day.weekday()], "week": f"{iso.week:02}",
        "w_day": f"{iso.weekday}", "w_year": f"{iso.year}", "hour": f"{clock.hour:02}",
        "minute": f"{clock.minute:02}", "second": f"{clock.second:02}", "title": name, "slug": slug,
        "categories": "/".join(category.lower() for category in categories),
        "slugified_categories": "/".join(map(hyphened, categories)), "output_ext": ".html",
    }  # fmt: skip
    filled = _JEKYLL_NAME.sub(lambda match: values[match[1]], _JEKYLL_STYLES.get(pattern, pattern))
    return quote("/" + re.sub(r"/{2,}", "/", filled).lstrip("/"), safe=_SAFE)


def categories_of(location: Location, fields: Mapping[str, object]) -> list[str]:
    """Return a Jekyll post's categories: its folders, then its fields."""
    given = names_of(fields.get("categories"), split_blanks=True) or names_of(fields.get("category"))
    return list(dict.fromkeys((*location.folders, *given)))


def jekyll_address(
    pattern: str, location: Location, fields: Mapping[str, object], published: date | datetime, site: Site
) -> str:
    """Return the path that Jekyll gives to a post."""
    own = text_of(fields.get("slug"))
    return jekyll_path(
        pattern,
        day=local_day(published, site.zone or UTC),
        name=own or location.name,
        slug=hyphened(own or location.name),
        categories=categories_of(location, fields),
    )


def pattern_of_jekyll(site: Site) -> str:
    """Return the pattern for posts: of their collection, or of the site."""
    posts = table(table(site.settings, "collections"), "posts")
    return text_of(posts.get("permalink")) or site.text("permalink") or "date"


def language_of_jekyll(site: Site, fields: Mapping[str, object]) -> str:
    """Return the folder of a translation, where the site has several languages by the plugin Polyglot."""
    if "languages" not in site.settings or "default_lang" not in site.settings:
        return ""
    language = text_of(fields.get("lang"))
    return f"/{language}" if language in site.names("languages") and language != site.text("default_lang") else ""


def find_jekyll(root: Path, settings: Mapping[str, object]) -> Site:
    """Read the configuration of a Jekyll site whose root is *root*; None where there is none."""
    base = base_path(settings.get("baseurl"))
    host = absolute_or_none(settings.get("url")) or (None if settings.get("url") else address_of_host(root / "CNAME"))
    return Site(
        generator="jekyll",
        root=root,
        settings=settings,
        address=f"{host}{base}" if host else None,
        base=base,
        zone=zone_of(settings.get("timezone")),
        authors=first_of([root / name for name in AUTHOR_FILES if name.startswith("_")]),
        author=settings.get("author"),
        content=(*folders_in(settings.get("source")), *folders_in(settings.get("collections_dir"))),
        defaults=tuple(defaults(settings.get("defaults"))),
    )


def defaults(written: object) -> list[tuple[str, Mapping[str, object]]]:
    """Return the defaults that concern posts, the one for the longest path last."""
    found = []
    for item in written if isinstance(written, list) else []:
        scope = table(item, "scope") if isinstance(item, dict) else {}
        values = table(item, "values") if isinstance(item, dict) else {}
        if values and (scope.get("type") or "posts") in ("posts", "post"):
            path = str(scope.get("path") or "").strip("/")
            if "*" not in path:
                # A picture for all posts is the site's, for those who share a link to it.
                found.append((path, {key: value for key, value in lowered(values).items() if key != "image"}))
    return sorted(found, key=lambda each: len(each[0]))
