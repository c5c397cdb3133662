"""publisher.sources.static_site.generators.hexo."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from urllib.parse import quote

from publisher.sources.static_site.fields import names_of, text_of
from publisher.sources.static_site.generators.permalinks import _SAFE, local_day
from publisher.sources.static_site.location import Location
from publisher.sources.static_site.settings import absolute_or_none, address_of_host, base_path, folders_in, zone_of
from publisher.sources.static_site.site import Site

_HEXO_NAME = re.compile(r":(\w+)")
_HEXO_GAP = re.compile(r"[\s~`!@#$%^&*()\-_+=\[\]{}|\\;:\"'<>,.?/]+")


def hexo_path(
    pattern: str, *, day: date | datetime, name: str, title: str, categories: Sequence[str], fields: Mapping[str, str]
) -> str | None:
    """Return the path of a Hexo post below the site's address, with a slash before it.

    None where the pattern asks for what Hexo made up and did not write down, such as ``:id``.

    Args:
        pattern: Such as ``:year/:month/:day/:title/``.
        day: In the site's time zone.
        name: Path of the file below ``_posts``, without its ending.
        title: As the post has it.
        categories: As the post names them, or the site's own for posts without.
        fields: Further placeholders, by their names.

    >>> hexo_path(":year/:title/", day=date(2018, 2, 9), name="a/rain", title="", categories=[], fields={})
    '/2018/a/rain/'
    """
    clock = day if isinstance(day, datetime) else datetime(day.year, day.month, day.day)
    values = {
        **fields,
        "year": f"{day.year:04}", "month": f"{day.month:02}", "i_month": f"{day.month}", "day": f"{day.day:02}",
        "i_day": f"{day.day}", "hour": f"{clock.hour:02}", "minute": f"{clock.minute:02}",
        "second": f"{clock.second:02}", "title": name, "name": name.rpartition("/")[2], "post_title": _hexo_slug(title),
        "category": "/".join(map(_hexo_slug, categories)), "lang": fields.get("lang", ""),
    }  # fmt: skip
    names = _HEXO_NAME.findall(pattern)
    if any(name not in values for name in names):
        return None
    filled = _HEXO_NAME.sub(lambda match: values[match[1]], pattern)
    return quote("/" + re.sub(r"/{2,}", "/", filled).lstrip("/"), safe=_SAFE)


def _hexo_slug(words: str) -> str:
    """Return words as Hexo puts them into addresses: letters of any alphabet kept, case as well."""
    plain = "".join(letter for letter in unicodedata.normalize("NFD", words) if not unicodedata.combining(letter))
    return re.sub(r"-{2,}", "-", _HEXO_GAP.sub("-", plain)).strip("-")


def hexo_address(
    site: Site, location: Location, fields: Mapping[str, object], title: str, published: date | datetime
) -> str | None:
    """Return the path that Hexo gives to a post."""
    named = ":title" in (written := site.text("new_post_name", ":title.md")) and ":year" in written
    stem = location.name if named and location.day is not None else location.stem
    if site.settings.get("filename_case") in ("1", "2"):
        stem = stem.lower() if site.settings["filename_case"] == "1" else stem.upper()
    categories = names_of(fields.get("categories") or fields.get("category")) or [
        site.text("default_category", "uncategorized")
    ]
    return hexo_path(
        site.text("permalink") or ":year/:month/:day/:title/",
        day=local_day(published, site.zone),
        name=text_of(fields.get("slug")) or "/".join((*location.below, stem)),
        title=title,
        categories=categories,
        fields={key: text_of(value) for key, value in fields.items()},
    )


#: Settings that Hexo's configuration has and Jekyll's has not.
OF_HEXO = frozenset({"new_post_name", "public_dir", "source_dir", "skip_render", "post_asset_folder"})


def find_hexo(root: Path, settings: Mapping[str, object]) -> Site:
    """Read the configuration of a Hexo site whose root is *root*; None where there is none."""
    source = folders_in(settings.get("source_dir")) or ("source",)
    address = absolute_or_none(settings.get("url")) or address_of_host(root.joinpath(*source, "CNAME"))
    return Site(
        generator="hexo",
        root=root,
        settings=settings,
        address=address,
        base=base_path(settings.get("root")),
        zone=zone_of(settings.get("timezone")),
        author=settings.get("author"),
        content=source,
    )
