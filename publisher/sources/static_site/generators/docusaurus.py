"""publisher.sources.static_site.generators.docusaurus."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from publisher.sources.static_site.fields import text_of
from publisher.sources.static_site.location import Location
from publisher.sources.static_site.settings import absolute_or_none, base_path, first_of, read_text, text_in_script
from publisher.sources.static_site.site import Site


def docusaurus_address(location: Location, fields: Mapping[str, object]) -> str:
    """Return the path that Docusaurus gives to a post."""
    written = text_of(fields.get("slug"))
    if written:
        return f"/blog/{written.strip('/')}"
    folders = [folder for folder in location.folders[1:] if location.day is None or not folder.isdigit()]
    before = [f"{location.day:%Y/%m/%d}"] if location.day is not None else []
    return quote("/".join(("/blog", *before, *folders, location.name)))


DOCUSAURUS_FILES = tuple(f"docusaurus.config.{ending}" for ending in ("js", "ts", "mjs", "cjs", "mts"))
BLOG_AUTHORS = ("blog/authors.yml", "blog/authors.yaml", "blog/authors.json")


def find_docusaurus(root: Path) -> Site | None:
    """Read the configuration of a Docusaurus site whose root is *root*; None where there is none."""
    for name in DOCUSAURUS_FILES:
        script = read_text(root / name)
        if script is not None:
            base = base_path(text_in_script(script, "baseUrl"))
            address = absolute_or_none(text_in_script(script, "url"), base)
            return Site(
                generator="docusaurus",
                root=root,
                settings={"title": text_in_script(script, "title")},
                address=address,
                base=base,
                authors=first_of([root / path for path in BLOG_AUTHORS]),
            )
    return None
