"""Authors whom Hugo knows by pages of their own: ``content/authors/ann-lee/_index.md``."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from urllib.parse import quote

from publisher.sources.static_site.fields import lowered, text_of
from publisher.sources.static_site.front_matter import FrontMatterError, read_front_matter
from publisher.sources.static_site.generators.permalinks import _DAYS, _MONTHS, _SAFE, hyphened
from publisher.sources.static_site.location import Location
from publisher.sources.static_site.settings import (
    ENDINGS,
    absolute_or_none,
    first_of,
    folders_in,
    path_below_host,
    read_settings,
    read_text,
    table,
    zone_of,
)
from publisher.sources.static_site.site import AUTHOR_FILES, Site
from publisher.text.html.to_text import plain_text
from publisher.text.markup.markdown import render_markdown

_HUGO_NAME = re.compile(
    r":(yearday|year|monthname|month|weekdayname|weekday|day|slugorfilename|slugorcontentbasename|slug|filename"
    r"|contentbasename|title|sections|section)(?:\[[\w:]*\])?"
)


def hugo_path(
    pattern: str | None,
    *,
    day: date | datetime | None,
    folders: Sequence[str],
    name: str,
    slug: str | None,
    title: str,
    ugly: bool = False,
) -> str:
    """Return the path of a Hugo page below the base address, with slashes around it.

    Args:
        pattern: Of ``[permalinks]`` for its section, if there is one.
        day: Its date, for the pattern.
        folders: Folders below ``content`` (and the language's).
        name: File name without endings; of a bundle, its folder's name.
        slug: From the fields.
        title: For patterns that use it.
        ugly: The site has files instead of folders.

    >>> hugo_path(None, day=None, folders=["Post"], name="Big Rain", slug=None, title="")
    '/post/big-rain/'
    """
    own = slug or name
    if pattern is None or day is None:
        filled = "/".join((*folders, own))
    else:
        values = {
            "year": f"{day.year:04}", "month": f"{day.month:02}", "monthname": _MONTHS[day.month - 1].lower(),
            "day": f"{day.day:02}", "weekday": f"{day.isoweekday() % 7}", "weekdayname": _DAYS[day.weekday()].lower(),
            "yearday": f"{day.timetuple().tm_yday}", "section": folders[0] if folders else "",
            "sections": "/".join(folders), "title": title, "slug": slug or title, "filename": name,
            "contentbasename": name, "slugorfilename": own, "slugorcontentbasename": own,
        }  # fmt: skip
        filled = _HUGO_NAME.sub(lambda match: values[match[1]], pattern)
    parts = [_hugo_part(part) for part in filled.split("/")]
    path = "/".join(part for part in parts if part)
    if path and not path.endswith((".html", ".htm")):
        path = f"{path}.html" if ugly else f"{path}/"
    return quote(f"/{path}", safe=_SAFE)


def _hugo_part(part: str) -> str:
    kept = "".join(
        letter
        for letter in unicodedata.normalize("NFC", part.strip())
        if letter.isalnum() or letter in " .-_~%+#@" or unicodedata.category(letter).startswith("M")
    )
    return re.sub(r"-{2,}", "-", kept.replace(" ", "-")).lower().strip("-") if " " in part else kept.lower()


_NAMES = ("display_name", "name", "title")


class People(Mapping[str, object]):
    """Tables of authors by the names that posts use, each page read when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        """Keep the folder that holds one folder per author."""
        self._folder = folder
        self._found: dict[str, dict[str, str]] = {}

    def __getitem__(self, name: str) -> dict[str, str]:
        found = self._found.get(name)
        if found is None:
            found = self._found[name] = self._read(hyphened(name))
        if not found:
            raise KeyError(name)
        return found

    def __iter__(self) -> Iterator[str]:
        """Yield the names of the folders."""
        return (path.name for path in sorted(self._folder.iterdir()) if path.is_dir())

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _read(self, slug: str) -> dict[str, str]:
        text = read_text(self._folder / slug / "_index.md") if slug else None
        try:
            fields = read_front_matter(text).fields if text else {}
        except FrontMatterError:
            return {}
        name = next((said for key in _NAMES if (said := text_of(fields.get(key)))), "")
        return {"name": name} if name else {}


#: An opening inside of what is opened ends the search: so a file of openings alone is read in one pass.
_SHORTCODE = re.compile(
    r"\{\{(?P<open>[<%])(?P<comment>/\*)?\s*(?:(?P<closing>/)\s*)?(?P<name>[\w./-]+)"
    r"(?P<rest>(?:\"(?:[^\"\\{]|\\.|\{(?!\{[<%]))*\"|`(?:[^`{]|\{(?!\{[<%]))*`"
    r"|[^\"`%>{]|\{(?!\{[<%])|%(?!\}\})|>(?!\}\}))*?)[>%]\}\}"
)
_ARGUMENT = re.compile(r"(?:([\w-]+)\s*=\s*)?(?:\"((?:[^\"\\]|\\.)*)\"|`([^`]*)`|([^\s\"`=]+))")
_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|webp|svg|avif)$", re.IGNORECASE)
_SAFE_ID = re.compile(r"[\w-]{1,64}")
_PARAGRAPH = re.compile(r"</?p>")


def expand(text: str, address: Callable[[str], str | None]) -> tuple[str, tuple[str, ...]]:
    """Return *text* without shortcodes, and the names of those that were taken out, in order.

    Args:
        text: The post's body, Markdown or HTML.
        address: Address of another page, by the path that ``ref`` uses; None when there is none.

    >>> expand('{{< figure src="/a.png" alt="Rain" >}} and {{% map 3 %}}', lambda path: None)
    ('<figure><img src="/a.png" alt="Rain"></figure> and ', ('map',))
    """
    removed: list[str] = []
    parts: list[str] = []
    position = 0
    while (code := _SHORTCODE.search(text, position)) is not None:
        parts.append(text[position : code.start()])
        position = code.end()
        name = code["name"].removesuffix(".html").lower()
        if code["comment"]:
            parts.append(code[0].replace("/*", "", 1).replace("*/", "", 1))
        elif code["closing"]:
            continue
        elif name == "highlight" and not code["rest"].rstrip().endswith("/"):
            inner, position = _inner(text, position)
            parts.append(_fence(inner, _arguments(code["rest"])[0]))
        else:
            made = _made(name, *_arguments(code["rest"]), address)
            if made is None:
                removed.append(code["name"])
            parts.append(made or "")
    parts.append(text[position:])
    return "".join(parts), tuple(removed)


def _arguments(rest: str) -> tuple[list[str], dict[str, str]]:
    rest = re.sub(r"\s/$", "", rest.strip())
    placed: list[str] = []
    named: dict[str, str] = {}
    for key, quoted, raw, bare in _ARGUMENT.findall(rest):
        value = re.sub(r"\\(.)", r"\1", quoted) or raw or bare
        if key:
            named[key.lower()] = value
        else:
            placed.append(value)
    return placed, named


def _inner(text: str, start: int) -> tuple[str, int]:
    closing = re.compile(r"\{\{[<%]\s*/\s*highlight\s*[>%]\}\}").search(text, start)
    return (text[start:], len(text)) if closing is None else (text[start : closing.start()], closing.end())


def _fence(code: str, placed: list[str]) -> str:
    fence = "`" * max(3, 1 + max(map(len, re.findall(r"`+", code)), default=0))
    language = re.sub(r"[^\w+#-]", "", placed[0]) if placed else ""
    return f"{fence}{language}\n{code.strip(chr(10))}\n{fence}\n"


def _made(name: str, placed: list[str], named: dict[str, str], address: Callable[[str], str | None]) -> str | None:
    first = placed[0] if placed else named.get("id") or named.get("path") or ""
    match name:
        case "figure" | "img" | "image":
            return _figure(placed, named)
        case "youtube" if _SAFE_ID.fullmatch(first):
            return _video(
                f"https://www.youtube.com/watch?v={first}", named, f"https://img.youtube.com/vi/{first}/hqdefault.jpg"
            )
        case "vimeo" if _SAFE_ID.fullmatch(first):
            return _video(f"https://vimeo.com/{first}", named, None)
        case "gist" if len(placed) > 1 and all(map(_SAFE_ID.fullmatch, placed[:2])):
            link = f"https://gist.github.com/{placed[0]}/{placed[1]}"
            return f'<a href="{link}">{link}</a>'
        case "ref" | "relref":
            return address(first)
    # A theme's own shortcode for a picture is known by what it is given.
    return _figure([], named) if _PICTURE.search(named.get("src", "")) else None


def _video(link: str, named: dict[str, str], poster: str | None) -> str:
    title = html.escape(named.get("title", ""))
    inside = f'<img src="{poster}" alt="{title or link}">' if poster else title or link
    return f'<p><a href="{link}">{inside}</a></p>'


def _figure(placed: list[str], named: dict[str, str]) -> str | None:
    source = named.get("src") or (placed[0] if placed else "")
    if not source:
        return None
    said = {key: html.escape(named.get(key, "")) for key in ("alt", "title", "link", "attrlink")}
    # Hugo reads both as Markdown.
    caption, credit = (render_markdown(named.get(key, "")) for key in ("caption", "attr"))
    alt = said["alt"] or html.escape(" ".join(plain_text(caption).split()))
    image = f'<img src="{html.escape(source)}" alt="{alt}">'
    if said["link"]:
        image = f'<a href="{said["link"]}">{image}</a>'
    caption, credit = (_PARAGRAPH.sub("", each).strip() for each in (caption, credit))
    if credit and said["attrlink"]:
        credit = f'<a href="{said["attrlink"]}">{credit}</a>'
    caption = " ".join(filter(None, (said["title"] and f"<strong>{said['title']}</strong>", caption, credit)))
    return f"<figure>{image}{f'<figcaption>{caption}</figcaption>' if caption else ''}</figure>"


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


def hugo_address(
    site: Site, location: Location, fields: Mapping[str, object], title: str, published: date | datetime
) -> str:
    """Return the path that Hugo gives to a post."""
    path = hugo_path(
        pattern_for(site, location.folders),
        day=published,
        folders=location.folders,
        name=location.name if takes_date_from_name(site) else location.stem,
        slug=text_of(fields.get("slug")) or None,
        title=title,
        ugly=is_ugly(site, location.folders),
    )
    language = location.language
    inside = site.settings.get("defaultcontentlanguageinsubdir") in (True, "true")
    if language and site.languages and (language != site.languages[0] or inside):
        path = f"/{language.lower()}{path}"
    return path


def is_ugly(site: Site, folders: tuple[str, ...]) -> bool:
    """Tell whether the site's posts, or those of a section, are files and not folders."""
    said = site.settings.get("uglyurls")
    if isinstance(said, dict):
        said = said.get(folders[0]) if folders else None
    return said in (True, "true")


def takes_date_from_name(site: Site) -> bool:
    """Tell whether the date of a post may stand in its file name."""
    dates = lowered(table(site.settings, "frontmatter")).get("date")
    return isinstance(dates, list) and ":filename" in dates


HUGO_FOLDER = "config/_default"
HUGO_FILES = tuple(
    f"{folder}{name}.{ending}"
    for folder in ("", f"{HUGO_FOLDER}/")
    for name in ("hugo", "config")
    for ending in ENDINGS
)
HUGO_PARTS = ("permalinks", "languages", "params", "taxonomies", "frontmatter", "module")
HUGO_FOLDERS = ("content", "archetypes", "layouts", "themes")


def find_hugo(root: Path) -> Site | None:
    """Read the configuration of a Hugo site whose root is *root*; None where there is none."""
    settings: dict[str, object] = {}
    for name in HUGO_FILES:
        found = read_settings(root / name)
        if found is not None:
            if "base_url" in found:
                return None
            settings = lowered(found)
            break
    else:
        return None
    for part in HUGO_PARTS:
        found = first_of([root / HUGO_FOLDER / f"{part}.{ending}" for ending in ENDINGS])
        if found:
            settings.setdefault(part, found)
    if "baseurl" not in settings and not any((root / name).is_dir() for name in HUGO_FOLDERS):
        return None
    languages = {
        **table(settings, "languages"),
        **{path.name.split(".")[1]: read_settings(path) or {} for path in language_files(root)},
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
        authors=first_of([root / name for name in AUTHOR_FILES if not name.startswith("_")]) or people(root),
        author=settings.get("author") or parameters.get("author"),
        languages=(default, *(name for name in languages if name != default)),
        content=() if content == ("content",) else content,
        language_folders=language_folders(settings, languages),
    )


def people(root: Path) -> Mapping[str, object]:
    """Return the taxonomy pages of the authors."""
    folder = root / "content" / "authors"
    return People(folder) if folder.is_dir() else {}


def language_files(root: Path) -> list[Path]:
    """Return Hugo's files of settings that are for one language alone."""
    return sorted((root / HUGO_FOLDER).glob("languages.*.toml"))


def language_folders(settings: Mapping[str, object], languages: Mapping[str, object]) -> dict[str, str]:
    """Return the content folder of each language that has one of its own."""
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
