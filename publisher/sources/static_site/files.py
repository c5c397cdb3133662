"""The files of a folder of Markdown: which there are, and their text."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence

from publisher.sources.inputs.resource import Place, readable

#: Endings of files that are read.
MARKDOWN = frozenset({".md", ".markdown", ".mkd", ".mkdn", ".mdown", ".mdwn", ".mdtext", ".text", ".mdx"})
HTML = frozenset({".html", ".htm"})
#: Endings of posts in notations that are not read; they are counted.
OTHER = frozenset({".rst", ".textile", ".org", ".adoc", ".asciidoc", ".asc", ".ipynb", ".rmd", ".rmarkdown"})
_ENDINGS = MARKDOWN | HTML | OTHER

#: Folders that hold machinery, output or other people's texts, wherever they are.
_MACHINERY = frozenset(
    {
        "_site", "_includes", "_layouts", "_data", "_sass", "_plugins", "_build", "node_modules", "bower_components",
        "__pycache__", "venv",
    }
)  # fmt: skip
#: Folders that hold such beside the content of a site; in the content they are sections like any other.
_BESIDE_CONTENT = _MACHINERY | {"vendor", "archetypes", "layouts", "themes", "resources"}
_CONTENT = frozenset({"content", "_posts", "_drafts"})


def walk(place: Place) -> Iterator[tuple[str, int, int]]:
    """Yield each file's path below a folder, its change time in nanoseconds and its size, in the order of paths.

    Links to folders are not followed; a folder that may not be read is left out.
    """
    found: list[tuple[str, int, int]] = []
    passed = _BESIDE_CONTENT if _CONTENT.isdisjoint(place.path.parts[-6:]) else _MACHINERY
    _walk(str(place.path), "", place.scanned, passed, found)
    filtered = bool(place.include or place.exclude or place.ours)
    return iter([each for each in found if place.takes(each[0])] if filtered else found)


def _walk(
    folder: str,
    prefix: str,
    scanned: Mapping[str, Sequence[os.DirEntry[str]]],
    passed: frozenset[str],
    found: list[tuple[str, int, int]],
) -> None:
    entries = scanned.get(folder)
    if entries is None:
        try:
            with os.scandir(folder) as scan:
                entries = sorted(scan, key=_name)
        except OSError:
            return
    for entry in entries:
        name = entry.name
        if name[0] in ".~#" or name[-1] == "~":
            continue
        try:
            if name[name.rfind(".") :].lower() in _ENDINGS and entry.is_file():
                stat = entry.stat()
                path = prefix + name
                found.append((path if path.isascii() else readable(path), stat.st_mtime_ns, stat.st_size))
            elif name not in passed and entry.is_dir(follow_symlinks=False):
                inside = _MACHINERY if name in _CONTENT else passed
                _walk(entry.path, f"{prefix}{name}/", scanned, inside, found)
        except OSError:
            continue


def _name(entry: os.DirEntry[str]) -> str:
    return entry.name
