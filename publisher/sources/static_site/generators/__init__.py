"""Find the generator of a site by its configuration, and read from that what its posts depend on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from publisher.sources.static_site.generators.docusaurus import BLOG_AUTHORS, DOCUSAURUS_FILES, find_docusaurus
from publisher.sources.static_site.generators.hexo import OF_HEXO, find_hexo
from publisher.sources.static_site.generators.hugo import (
    HUGO_FILES,
    HUGO_FOLDER,
    HUGO_PARTS,
    find_hugo,
    language_files,
)
from publisher.sources.static_site.generators.jekyll import find_jekyll
from publisher.sources.static_site.generators.pelican import PELICAN_FILES, find_pelican
from publisher.sources.static_site.generators.zola import find_zola
from publisher.sources.static_site.settings import ENDINGS, read_settings
from publisher.sources.static_site.site import AUTHOR_FILES, Site

_UNDERSCORE_FILES = ("_config.yml", "_config.yaml", "_config.toml")
_HOSTS = ("CNAME", "source/CNAME", "static/CNAME")
_SHELVES = frozenset({"_posts", "_drafts"})


def open_site(folder: Path) -> Site:
    """Find the generator's configuration for the posts in *folder*, there or where a part of a site would have it.

    A configuration that cannot be read counts as absent: posts do not depend on it.
    """
    for root in _candidates(folder):
        for read in _READERS:
            site = read(root)
            if site is not None:
                return site
    if folder.name == "blog" and (site := find_docusaurus(folder.parent)) is not None:
        return site
    if folder.name in _SHELVES:
        return Site(generator="jekyll", root=folder.parent)
    if any((folder / name).is_dir() for name in _SHELVES):
        return Site(generator="jekyll", root=folder)
    return Site(generator="folder", root=folder)


def surroundings(folder: Path) -> list[str]:
    """Return the paths of all files that `open_site` would read, whether they are there or not."""
    parts = [f"{HUGO_FOLDER}/{name}.{ending}" for name in HUGO_PARTS for ending in ENDINGS]
    names = (
        *_UNDERSCORE_FILES, *AUTHOR_FILES, *BLOG_AUTHORS, *_HOSTS, *HUGO_FILES, *parts, "zola.toml", *DOCUSAURUS_FILES,
        *PELICAN_FILES,
    )  # fmt: skip
    roots = [*_candidates(folder), *([folder.parent] if folder.name == "blog" else [])]
    return [
        *(f"{root}/{name}" for root in roots for name in names),
        *(str(path) for root in roots for path in language_files(root)),
    ]


def _candidates(folder: Path) -> list[Path]:
    """Return *folder* and, where its name says that it is a part of a site, the folders above it."""
    roots = [folder]
    parts = folder.parts
    for name in (*_SHELVES, "content"):
        if name in parts[-6:]:
            place = len(parts) - 1 - parts[::-1].index(name)
            roots += [
                folder.parents[len(parts) - 1 - place],
                *folder.parents[len(parts) - place : len(parts) - place + 1],
            ]
    return roots


def _with_underscore(root: Path) -> Site | None:
    """Read ``_config.yml``, which Jekyll and Hexo share."""
    for name in _UNDERSCORE_FILES:
        settings = read_settings(root / name)
        if settings is not None:
            # A setting with only comments is a site all the same.
            settings = {"title": "", **settings}
            return find_jekyll(root, settings) if OF_HEXO.isdisjoint(settings) else find_hexo(root, settings)
    return None


_READERS: tuple[Callable[[Path], Site | None], ...] = (
    _with_underscore,
    find_hugo,
    find_zola,
    find_docusaurus,
    find_pelican,
)
