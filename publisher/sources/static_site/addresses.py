"""Where a post of a Markdown site stands on the web, as far as its fields and its site's configuration tell."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from urllib.parse import urlsplit

from publisher.sources.static_site.fields import text_of
from publisher.sources.static_site.generators.docusaurus import docusaurus_address
from publisher.sources.static_site.generators.hexo import hexo_address
from publisher.sources.static_site.generators.hugo import hugo_address
from publisher.sources.static_site.generators.jekyll import (
    jekyll_address,
    language_of_jekyll,
    pattern_of_jekyll,
)
from publisher.sources.static_site.generators.pelican import pelican_address
from publisher.sources.static_site.generators.zola import zola_address
from publisher.sources.static_site.location import Location
from publisher.sources.static_site.site import Site

_ADDRESS_KEYS = ("permalink", "url", "path")
_CANONICAL_KEYS = ("canonical_url", "canonicalurl", "canonical")
_ADDRESS_FIELDS = frozenset((*_ADDRESS_KEYS, *_CANONICAL_KEYS))
_PLACEHOLDER = re.compile(r":[a-z]")
_UNTIMED = {"none", "date", "pretty", "ordinal", "weekdate"}


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
            return jekyll_address(written, location, fields, published, site)
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
            path = jekyll_address(pattern_of_jekyll(site), location, fields, published, site)
            return f"{language_of_jekyll(site, fields)}{path}"
        case "hexo" if location.shelf:
            return hexo_address(site, location, fields, title, published)
        case "hugo":
            return hugo_address(site, location, fields, title, published)
        case "zola":
            return zola_address(site, location, fields)
        case "docusaurus":
            return docusaurus_address(location, fields)
        case "pelican":
            return pelican_address(site, location, fields, title, published)
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
