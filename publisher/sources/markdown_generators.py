"""Find the generator of a site by its configuration, and read from that what its posts depend on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from publisher.content.front_matter_fields import lowered
from publisher.sources.markdown_people import People
from publisher.sources.markdown_settings import (
    ENDINGS,
    absolute_or_none,
    address_of_host,
    base_path,
    first_of,
    folders_in,
    path_below_host,
    read_constants,
    read_settings,
    read_text,
    table,
    text_in_script,
    zone_of,
)
from publisher.sources.markdown_site import Site

_UNDERSCORE_FILES = ("_config.yml", "_config.yaml", "_config.toml")
_HUGO_FOLDER = "config/_default"
_HUGO_FILES = tuple(
    f"{folder}{name}.{ending}"
    for folder in ("", f"{_HUGO_FOLDER}/")
    for name in ("hugo", "config")
    for ending in ENDINGS
)
_HUGO_PARTS = ("permalinks", "languages", "params", "taxonomies", "frontmatter", "module")
_HUGO_FOLDERS = ("content", "archetypes", "layouts", "themes")
_ZOLA_FILES = ("zola.toml", "config.toml")
_DOCUSAURUS_FILES = tuple(f"docusaurus.config.{ending}" for ending in ("js", "ts", "mjs", "cjs", "mts"))
_PELICAN_FILES = ("publishconf.py", "pelicanconf.py")
_AUTHORS = tuple(
    f"{folder}/{name}.{ending}"
    for folder in ("_data", "data")
    for name in ("authors", "author", "people", "team")
    for ending in ("yml", "yaml", "json", "toml")
)
_BLOG_AUTHORS = ("blog/authors.yml", "blog/authors.yaml", "blog/authors.json")
_HOSTS = ("CNAME", "source/CNAME", "static/CNAME")
#: Settings that Hexo's configuration has and Jekyll's has not.
_OF_HEXO = frozenset({"new_post_name", "public_dir", "source_dir", "skip_render", "post_asset_folder"})
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
    if folder.name == "blog" and (site := _docusaurus(folder.parent)) is not None:
        return site
    if folder.name in _SHELVES:
        return Site(generator="jekyll", root=folder.parent)
    if any((folder / name).is_dir() for name in _SHELVES):
        return Site(generator="jekyll", root=folder)
    return Site(generator="folder", root=folder)


def surroundings(folder: Path) -> list[str]:
    """Return the paths of all files that `open_site` would read, whether they are there or not."""
    parts = [f"{_HUGO_FOLDER}/{name}.{ending}" for name in _HUGO_PARTS for ending in ENDINGS]
    names = (
        *_UNDERSCORE_FILES, *_AUTHORS, *_BLOG_AUTHORS, *_HOSTS, *_HUGO_FILES, *parts, "zola.toml", *_DOCUSAURUS_FILES,
        *_PELICAN_FILES,
    )  # fmt: skip
    roots = [*_candidates(folder), *([folder.parent] if folder.name == "blog" else [])]
    return [
        *(f"{root}/{name}" for root in roots for name in names),
        *(str(path) for root in roots for path in _language_files(root)),
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
            return _jekyll(root, settings) if _OF_HEXO.isdisjoint(settings) else _hexo(root, settings)
    return None


def _jekyll(root: Path, settings: Mapping[str, object]) -> Site:
    base = base_path(settings.get("baseurl"))
    host = absolute_or_none(settings.get("url")) or (None if settings.get("url") else address_of_host(root / "CNAME"))
    return Site(
        generator="jekyll",
        root=root,
        settings=settings,
        address=f"{host}{base}" if host else None,
        base=base,
        zone=zone_of(settings.get("timezone")),
        authors=first_of([root / name for name in _AUTHORS if name.startswith("_")]),
        author=settings.get("author"),
        content=(*folders_in(settings.get("source")), *folders_in(settings.get("collections_dir"))),
        defaults=tuple(_defaults(settings.get("defaults"))),
    )


def _defaults(written: object) -> list[tuple[str, Mapping[str, object]]]:
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


def _hexo(root: Path, settings: Mapping[str, object]) -> Site:
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


def _hugo(root: Path) -> Site | None:
    settings: dict[str, object] = {}
    for name in _HUGO_FILES:
        found = read_settings(root / name)
        if found is not None:
            if "base_url" in found:
                return None
            settings = lowered(found)
            break
    else:
        return None
    for part in _HUGO_PARTS:
        found = first_of([root / _HUGO_FOLDER / f"{part}.{ending}" for ending in ENDINGS])
        if found:
            settings.setdefault(part, found)
    if "baseurl" not in settings and not any((root / name).is_dir() for name in _HUGO_FOLDERS):
        return None
    languages = {
        **table(settings, "languages"),
        **{path.name.split(".")[1]: read_settings(path) or {} for path in _language_files(root)},
    }
    default = str(settings.get("defaultcontentlanguage") or "en")
    address = absolute_or_none(settings.get("baseurl"))
    parameters = lowered(table(settings, "params"))
    content = folders_in(settings.get("contentdir"))
    return Site(
        generator="hugo",
        root=root,
        settings={"title": "", **settings},
        address=address,
        base=path_below_host(address),
        zone=zone_of(settings.get("timezone")),
        authors=first_of([root / name for name in _AUTHORS if not name.startswith("_")]) or _people(root),
        author=settings.get("author") or parameters.get("author"),
        languages=(default, *(name for name in languages if name != default)),
        content=() if content == ("content",) else content,
        language_folders=_language_folders(settings, languages),
    )


def _people(root: Path) -> Mapping[str, object]:
    folder = root / "content" / "authors"
    return People(folder) if folder.is_dir() else {}


def _language_files(root: Path) -> list[Path]:
    """Return Hugo's files of settings that are for one language alone."""
    return sorted((root / _HUGO_FOLDER).glob("languages.*.toml"))


def _language_folders(settings: Mapping[str, object], languages: Mapping[str, object]) -> dict[str, str]:
    found = {}
    for name, held in languages.items():
        folders = folders_in(lowered(held).get("contentdir")) if isinstance(held, dict) else ()
        if folders and folders != ("content",):
            found["/".join(folders)] = name
    mounts = lowered(table(settings, "module")).get("mounts")
    for mount in mounts if isinstance(mounts, list) else []:
        if isinstance(mount, dict) and mount.get("target") == "content" and isinstance(mount.get("lang"), str):
            folders = folders_in(mount.get("source"))
            if folders:
                found["/".join(folders)] = mount["lang"]
    return found


def _zola(root: Path) -> Site | None:
    for name in _ZOLA_FILES:
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


def _docusaurus(root: Path) -> Site | None:
    for name in _DOCUSAURUS_FILES:
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
                authors=first_of([root / path for path in _BLOG_AUTHORS]),
            )
    return None


def _pelican(root: Path) -> Site | None:
    settings: dict[str, object] = {}
    for name in reversed(_PELICAN_FILES):
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


_READERS: tuple[Callable[[Path], Site | None], ...] = (_with_underscore, _hugo, _zola, _docusaurus, _pelican)
