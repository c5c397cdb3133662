"""The site that a folder of Markdown belongs to: its generator, and what its own configuration says."""

from __future__ import annotations

import ast
import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from publisher.content.front_matter_yaml import FrontMatterError, read_yaml

Generator = Literal["jekyll", "hugo", "pelican", "folder"]

_JEKYLL_FILES = ("_config.yml", "_config.yaml", "_config.toml")
_HUGO_FILES = tuple(
    f"{folder}{name}.{ending}"
    for folder, names in (("", ("hugo", "config")), ("config/_default/", ("hugo", "config")))
    for name in names
    for ending in ("toml", "yaml", "yml", "json")
)
_HUGO_PARTS = ("permalinks", "languages", "params", "taxonomies", "frontmatter")
_HUGO_FOLDERS = ("content", "archetypes", "layouts", "themes")
_PELICAN_FILES = ("publishconf.py", "pelicanconf.py")
_LONGEST_CONFIGURATION = 512 * 1024
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_POST_FOLDERS = frozenset({"_posts", "_drafts"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What is the same for all posts of a site."""

    generator: Generator
    #: Folder of the configuration; without one, the folder of the posts.
    root: Path
    #: The configuration; for Hugo, keys in lower case.
    settings: Mapping[str, object] = field(default_factory=dict)
    #: Address of the site with the base path and without a slash at its end, if the configuration has it.
    address: str | None = None
    #: Path of the site below its host, without a slash at its end.
    base: str = ""
    #: Zone of times that name none, if the configuration has it.
    zone: ZoneInfo | None = None
    #: Authors by the short names that posts use (Jekyll's ``_data/authors.yml``).
    authors: Mapping[str, object] = field(default_factory=dict)
    #: Languages that Hugo's configuration lists; the first is the default.
    languages: tuple[str, ...] = ()

    @property
    def language(self) -> str | None:
        """Language of posts that name none, where the configuration says so (BCP 47)."""
        names = {
            "jekyll": ("lang", "locale"),
            "hugo": ("languagecode", "defaultcontentlanguage"),
            "pelican": ("DEFAULT_LANG",),
            "folder": (),
        }
        for name in names[self.generator]:
            written = self.text(name).replace("_", "-").partition(".")[0]
            if _LANGUAGE.fullmatch(written):
                return written
        return None

    @property
    def configured(self) -> bool:
        """Whether a configuration was found."""
        return bool(self.settings)

    def text(self, name: str, default: str = "") -> str:
        """Return one setting that is a text."""
        value = self.settings.get(name)
        return value if isinstance(value, str) else default


def open_site(folder: Path) -> Site:
    """Find the generator's configuration for the posts in *folder*, there or where a part of a site would have it.

    A configuration that cannot be read counts as absent: posts do not depend on it.
    """
    for root in _candidates(folder):
        found = _jekyll(root) or _hugo(root) or _pelican(root)
        if found is not None:
            return found
    if folder.name in _POST_FOLDERS:
        return Site(generator="jekyll", root=folder.parent)
    if any((folder / name).is_dir() for name in _POST_FOLDERS):
        return Site(generator="jekyll", root=folder)
    return Site(generator="folder", root=folder)


def surroundings(folder: Path) -> list[str]:
    """Return the paths of all files that `open_site` would read, whether they are there or not."""
    parts = [f"config/_default/{name}.{ending}" for name in _HUGO_PARTS for ending in ("toml", "yaml", "yml", "json")]
    names = (*_JEKYLL_FILES, "_data/authors.yml", *_HUGO_FILES, *parts, *_PELICAN_FILES)
    return [f"{root}/{name}" for root in _candidates(folder) for name in names]


def _candidates(folder: Path) -> list[Path]:
    """Return *folder* and, where its name says that it is a part of a site, the folders above it."""
    roots = [folder]
    parts = folder.parts
    for name in (*_POST_FOLDERS, "content"):
        if name in parts[-6:]:
            place = len(parts) - 1 - parts[::-1].index(name)
            roots += [
                folder.parents[len(parts) - 1 - place],
                *folder.parents[len(parts) - place : len(parts) - place + 1],
            ]
    return roots


def _jekyll(root: Path) -> Site | None:
    for name in _JEKYLL_FILES:
        settings = _read(root / name)
        if settings is not None:
            # A setting with only comments is a site all the same.
            settings = {"title": "", **settings}
            base = _base_path(settings.get("baseurl"))
            host = str(settings.get("url") or "").rstrip("/")
            return Site(
                generator="jekyll",
                root=root,
                settings=settings,
                address=f"{host}{base}" if host.startswith(("http://", "https://")) else None,
                base=base,
                zone=_zone(settings.get("timezone")),
                authors=_read(root / "_data" / "authors.yml") or {},
            )
    return None


def _hugo(root: Path) -> Site | None:
    settings: dict[str, object] = {}
    for name in _HUGO_FILES:
        found = _read(root / name)
        if found is not None:
            settings = {key.lower(): value for key, value in found.items()}
            break
    else:
        return None
    for part in _HUGO_PARTS:
        for ending in ("toml", "yaml", "yml", "json"):
            found = _read(root / "config" / "_default" / f"{part}.{ending}")
            if found is not None:
                settings.setdefault(part, found)
    if "baseurl" not in settings and not any((root / name).is_dir() for name in _HUGO_FOLDERS):
        return None
    address = str(settings.get("baseurl") or "").rstrip("/")
    languages = settings.get("languages")
    default = str(settings.get("defaultcontentlanguage") or "en")
    named = tuple(languages) if isinstance(languages, dict) else ()
    absolute = address.startswith(("http://", "https://"))
    return Site(
        generator="hugo",
        root=root,
        settings={"title": "", **settings},
        address=address if absolute else None,
        base=_path_of(address) if absolute else "",
        zone=_zone(settings.get("timezone")),
        languages=(default, *(name for name in named if name != default)),
    )


def _pelican(root: Path) -> Site | None:
    settings: dict[str, object] = {}
    for name in reversed(_PELICAN_FILES):
        text = _text(root / name)
        if text is not None:
            settings.update(_constants(text))
    if not settings:
        return None
    address = str(settings.get("SITEURL") or "").rstrip("/")
    absolute = address.startswith(("http://", "https://"))
    return Site(
        generator="pelican",
        root=root,
        settings=settings,
        address=address if absolute else None,
        base=_path_of(address) if absolute else "",
        zone=_zone(settings.get("TIMEZONE")),
    )


def _constants(text: str) -> dict[str, object]:
    """Return what a Python file assigns plainly; nothing is run."""
    found: dict[str, object] = {}
    try:
        tree = ast.parse(text)
        for statement in tree.body:
            if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
                try:
                    found[statement.targets[0].id] = ast.literal_eval(statement.value)
                except (ValueError, TypeError):
                    continue
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {}
    return found


def _read(path: Path) -> dict[str, object] | None:
    text = _text(path)
    if text is None:
        return None
    try:
        if path.suffix == ".toml":
            return tomllib.loads(text)
        if path.suffix == ".json":
            document = json.loads(text)
            return document if isinstance(document, dict) else {}
        return read_yaml(text.replace("\t", " ")) or {}
    except (FrontMatterError, ValueError, RecursionError):
        return {}


def _text(path: Path) -> str | None:
    try:
        if not path.is_file() or path.stat().st_size > _LONGEST_CONFIGURATION:
            return None
        return path.read_bytes().decode("utf-8-sig", "replace").replace("\r\n", "\n")
    except OSError:
        return None


def _zone(name: object) -> ZoneInfo | None:
    if not isinstance(name, str) or not name:
        return None
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return None


def _base_path(value: object) -> str:
    text = value.strip("/") if isinstance(value, str) else ""
    return f"/{text}" if text else ""


def _path_of(address: str) -> str:
    try:
        return urlsplit(address).path.rstrip("/")
    except ValueError:
        return ""


def pattern_for(site: Site, section: Sequence[str]) -> str | None:
    """Return Hugo's permalink pattern for a section."""
    patterns = site.settings.get("permalinks")
    if isinstance(patterns, dict):
        by_kind = patterns.get("page")
        for table in (by_kind, patterns):
            if isinstance(table, dict) and section:
                found = table.get(section[0])
                if isinstance(found, str):
                    return found
    return None
