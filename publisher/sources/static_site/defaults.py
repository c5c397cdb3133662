"""Fields that a site's configuration gives to its posts, by the folders and the names of their files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from publisher.sources.static_site.generators.pelican import _LONGEST, _OF_PELICAN, _compiled
from publisher.sources.static_site.site import Site


class Defaults:
    """Jekyll's ``defaults``, and what Pelican reads from paths; false where there is nothing to add."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._by_folder: dict[tuple[str, ...], Mapping[str, object]] = {}
        self._patterns = [
            (pattern, whole)
            for name, whole in (("PATH_METADATA", True), ("FILENAME_METADATA", False))
            if site.generator == "pelican" and (pattern := _compiled(site.text(name))) is not None
        ]

    def __bool__(self) -> bool:
        return bool(self._site.defaults or self._patterns)

    def added_to(self, fields: Mapping[str, object], parts: Sequence[str]) -> Mapping[str, object]:
        """Return *fields* with the site's own before them.

        Args:
            fields: Of one post; what they say stands.
            parts: Of its path below the folder of the site.
        """
        if self._site.defaults:
            folder = tuple(parts[:-1])
            values = self._by_folder.get(folder)
            if values is None:
                values = self._by_folder[folder] = self._of_folder(folder)
            fields = {**values, **fields} if values else fields
        if self._patterns:
            fields = {**self._of_path(parts), **fields}
        return fields

    def _of_folder(self, folder: tuple[str, ...]) -> dict[str, object]:
        below = folder[len(self._site.content) :] if folder[: len(self._site.content)] == self._site.content else folder
        places = tuple(f"{'/'.join(parts)}/" for parts in (folder, below))
        found: dict[str, object] = {}
        for path, values in self._site.defaults:
            if not path or any(place.startswith(f"{path}/") for place in places):
                found.update(values)
        return found

    def _of_path(self, parts: Sequence[str]) -> dict[str, object]:
        content = self._site.content
        below = parts[len(content) :] if tuple(parts[: len(content)]) == content else parts
        found: dict[str, object] = {}
        for pattern, whole in self._patterns:
            text = "/".join(below) if whole else below[-1].rpartition(".")[0]
            match = pattern.match(text) if len(text) <= _LONGEST else None
            if match is not None:
                found.update((key, held) for key, held in match.groupdict().items() if held and key in _OF_PELICAN)
        return found
