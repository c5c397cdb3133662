"""Authors whom Hugo knows by pages of their own: ``content/authors/ann-lee/_index.md``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from publisher.content.front_matter import FrontMatterError, read_front_matter
from publisher.content.front_matter_fields import text_of
from publisher.content.permalinks import hyphened
from publisher.sources.markdown_settings import read_text

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
