"""publisher.sources.static_site.generators.zola."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from publisher.sources.static_site.fields import text_of
from publisher.sources.static_site.generators.permalinks import ascii_slug
from publisher.sources.static_site.location import Location
from publisher.sources.static_site.settings import absolute_or_none, path_below_host, read_settings, table
from publisher.sources.static_site.site import Site


def zola_address(site: Site, location: Location, fields: Mapping[str, object]) -> str | None:
    """Return the path that Zola gives to a post."""
    name = text_of(fields.get("slug")) or location.name
    parts = [ascii_slug(part) for part in (*location.folders, name)]
    if not all(parts):
        return None
    language = location.language
    before = [language] if language and language != site.languages[0] else []
    return f"/{'/'.join((*before, *parts))}/"


ZOLA_FILES = ("zola.toml", "config.toml")


def find_zola(root: Path) -> Site | None:
    """Read the configuration of a Zola site whose root is *root*; None where there is none."""
    for name in ZOLA_FILES:
        settings = read_settings(root / name)
        if settings is not None and "base_url" in settings:
            address = absolute_or_none(settings.get("base_url"))
            default = settings.get("default_language")
            return Site(
                generator="zola",
                root=root,
                settings=settings,
                address=address,
                base=path_below_host(address),
                author=settings.get("author"),
                languages=(default if isinstance(default, str) else "en", *table(settings, "languages")),
            )
    return None
