"""Importing posts, and looking at the entries they became."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from publisher.app.publication import Foundation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from publisher.catalog.catalog import Catalog
    from publisher.config import Source
    from publisher.importing.context import Bench, Progress
    from publisher.importing.report import Imported
    from publisher.model.entry import Entry, Selection
    from publisher.model.post import Sameness, Undated


class Posts(Foundation):
    """What is read into the catalog, and what stands there."""

    def import_posts(
        self,
        paths: Sequence[Path | str],
        kind: str | None = None,
        *,
        match: Sameness | None = None,
        undated: Undated = "reject",
        follow: int = 0,
        jobs: int = 1,
        progress: Progress | None = None,
    ) -> Imported:
        """Adopt the posts of *paths*, texts being addresses; without any, read the configured sources."""
        from publisher.config import Source

        asked = Source(kind=kind, match=match, undated=undated, follow=follow)
        with self.open_catalog() as catalog:
            return self._import_into(catalog, paths, asked, progress, jobs)

    def rehearse_import(
        self,
        paths: Sequence[Path | str],
        kind: str | None = None,
        *,
        match: Sameness | None = None,
        undated: Undated = "reject",
        follow: int = 0,
        jobs: int = 1,
        progress: Progress | None = None,
    ) -> Imported:
        """Say what an import would do, and store nothing."""
        from publisher.config import Source
        from publisher.importing.sources import rehearsal

        asked = Source(kind=kind, match=match, undated=undated, follow=follow)
        with self._catalog_to_rehearse_on() as catalog, rehearsal(catalog):
            return self._import_into(catalog, paths, asked, progress, jobs)

    def _import_into(
        self, catalog: Catalog, paths: Sequence[Path | str], asked: Source, progress: Progress | None, jobs: int
    ) -> Imported:
        from publisher.importing.sources import import_paths, import_sources

        bench = self._bench(catalog, progress, jobs)
        return import_paths(bench, paths, asked) if paths else import_sources(bench, rested=False)

    def _bench(self, catalog: Catalog, progress: Progress | None, jobs: int, out: Path | None = None) -> Bench:
        from publisher.importing.context import Bench, silent

        return Bench(
            root=self.root,
            config=self.config,
            zone=self.zone,
            now=catalog.now,
            catalog=catalog,
            progress=progress or silent,
            output=out and out.absolute(),
            jobs=jobs,
            scanned=self._scanned,
        )

    def _catalog_to_rehearse_on(self) -> Catalog:
        """Open the catalog; where there is none yet, one that leaves no trace."""
        from publisher.catalog.catalog import Catalog

        stored = self.root / "catalog.db"
        return Catalog(stored if stored.exists() else Path(":memory:"), now=self.now())

    def entries(self, selection: Selection) -> list[Entry]:
        """Return the selected entries, newest first."""
        with self.open_catalog() as catalog:
            return list(catalog.entries(selection))

    def entry(self, name: str) -> Entry:
        """Return the entry of this ref, id, title or beginning of a ref."""
        with self.open_catalog() as catalog:
            return catalog.find(name)

    def entry_page(self, name: str) -> str:
        """Return where an entry can be read: the page that a build wrote here, else its address."""
        entry = self.entry(name)
        pages = f"{self.config.feeds_url}posts/"
        if entry.url and entry.url.startswith(pages):
            page = self.root / self.config.feeds.directory / "posts" / unquote(entry.url.removeprefix(pages))
            if page.is_file():
                return page.as_uri()
        return entry.url or ""

    def entries_as_json(self, selection: Selection) -> Iterator[str]:
        """Yield the pieces of a JSON array of the selected entries."""
        from publisher.importing.editing import as_json

        with self.open_catalog() as catalog:
            yield from as_json(catalog.entries(selection))

    def entry_as_json(self, entry: Entry) -> str:
        """Return one entry as a JSON document."""
        import msgspec

        return msgspec.json.format(msgspec.json.encode(entry), indent=2).decode()

    def export_entries(self, selection: Selection, path: Path) -> int:
        """Write the selected entries as JSON to a file, and return how many there were."""
        from publisher.importing.editing import export

        with self.open_catalog() as catalog:
            return export(catalog.entries(selection), path)

    def hidden_entries(self) -> frozenset[str]:
        """Return the refs of the entries that the editor hid."""
        with self.open_catalog() as catalog:
            return catalog.hidden()

    def hide_entries(self, names: Sequence[str]) -> list[Entry]:
        """Keep entries from readers, whatever their source does."""
        from publisher.importing.editing import hide

        with self.open_catalog() as catalog:
            return hide(catalog, names, root=self.root, publication=self.config.publication)

    def show_entries(self, names: Sequence[str]) -> list[Entry]:
        """Let readers see hidden entries again."""
        from publisher.importing.editing import show

        with self.open_catalog() as catalog:
            return show(catalog, names, root=self.root, publication=self.config.publication)

    def removable_entries(self, names: Sequence[str]) -> list[Entry]:
        """Return the adopted entries of these names; a live one is refused."""
        from publisher.importing.editing import removable

        with self.open_catalog() as catalog:
            return removable(catalog, names)

    def remove_entries(self, refs: Sequence[str]) -> None:
        """Take adopted entries out of the catalog."""
        from publisher.importing.editing import remove

        with self.open_catalog() as catalog:
            remove(catalog, refs)
