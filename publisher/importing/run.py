"""What the sources of one import share: the catalog, the memory of identities, and the reports."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from hashlib import blake2b
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from publisher import __version__
from publisher.catalog.intake import Intake
from publisher.config import Source
from publisher.errors import ConfigurationError, InputError, UsageError
from publisher.importing.identities import Memory
from publisher.importing.report import Imported, SourceReport

if TYPE_CHECKING:
    from publisher.catalog.catalog import Catalog
    from publisher.importing.context import Bench
    from publisher.importing.reconcile import Taking
    from publisher.sources import Importer

_STAMP = "linked"


def relink(catalog: Catalog) -> None:
    """Draw the links between visible entries anew, from the entries as their sources gave them.

    The outcome depends on the entries alone, not on the order in which they came.
    """
    intake = Intake(catalog)
    with catalog.transaction():
        if intake.any_archived():
            from publisher.entries.cross_links import TitleIndex

            # The index keeps its entries: without their texts, a large archive fits into memory.
            index = TitleIndex(replace(entry, html="") for entry in catalog.entries())
            for plain, shown in intake.archived():
                with_links = index.link(plain)
                if with_links != shown:
                    intake.link(plain, with_links)
        due = catalog.next_due()
        catalog.set_stamp(_STAMP, f"{catalog.coming_generation} {due.isoformat() if due else '-'}")


def linked(catalog: Catalog) -> bool:
    """Return whether the links are those of the entries that are visible now."""
    generation, _, due = (catalog.stamp(_STAMP) or "").partition(" ")
    if generation != str(catalog.coming_generation):
        return False
    return due == "-" or datetime.fromisoformat(due) > catalog.now


_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")


class ImportRun:
    """One import of some sources."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.intake = Intake(bench.catalog)
        self.memory = Memory(bench.root, bench.config.publication, bench.catalog)
        #: What became of each source, in the order in which they were read.
        self.reports: list[SourceReport] = []
        #: Names of the sources that lost a post to one before them.
        self.displaced: set[str] = set()
        #: Name → source; a path that stands in publisher.toml twice has two names.
        self.live: dict[str, Source] = {}
        for source in bench.config.source:
            place = source.url or posixpath.normpath(source.place)
            others = sum((other.url or posixpath.normpath(other.place)) == place for other in self.live.values())
            self.live[f"{place} #{others + 1}" if others else place] = source

    def wanted(self, name: str, asked: Source, **place: str) -> Source:
        """Return how to read what somebody names: as publisher.toml says, where it does."""
        if live := self.live.get(name):
            return msgspec.structs.replace(live, match=asked.match or live.match)
        return msgspec.structs.replace(asked, **place)

    @contextmanager
    def reported(self, name: str, *, adopt: bool) -> Iterator[SourceReport]:
        """Give the report of a source that is read inside; a failure is reported, and the other sources go on.

        Args:
            name: Of the source.
            adopt: It is none of publisher.toml.

        Raises:
            ConfigurationError: publisher.toml says how to read the source, and it cannot be read so.
            UsageError: Somebody says how to read what is adopted, and it cannot be read so.
        """
        report = SourceReport(name=name, adopted=adopt)
        self.reports.append(report)
        try:
            yield report
        except InputError as error:
            self.reports[-1] = SourceReport(name=name, adopted=adopt, kind=report.kind, why=report.why, error=error)
        except UsageError as error:
            if adopt:
                raise
            raise ConfigurationError(f"publisher.toml: {error} for the source {name}", hint=error.hint) from error

    def settings(self, source: Source, importer: Importer | None = None) -> str:
        """Return a digest of everything that a source's entries depend on besides its files."""
        publication = self.bench.config.publication
        parts = (
            __version__,
            msgspec.structs.replace(source, match=None),
            publication.home,
            publication.language,
            publication.timezone,
            publication.authors,
            self.bench.config.feeds_url,
            self.memory.authority,
            # What an importer finds around the files: the configuration of the site that they belong to.
            getattr(importer, "settings_stamp", ""),
        )
        return blake2b(msgspec.json.encode(parts), digest_size=16).hexdigest()

    def taking(
        self,
        source: Source,
        number: int,
        report: SourceReport,
        resting: Collection[str] = (),
        *,
        settings: str | None = None,
    ) -> Taking:
        """Return what takes the posts of a source, which has this *number* in the catalog, and counts them in *report*.

        Args:
            source: How it is to be read.
            number: Of the source in the catalog.
            report: Counts are added up here.
            resting: Refs of this source that stand in files which are not read now.
            settings: Digest of all settings, where what was made from the same post need not be made again.
        """
        from publisher.importing.conversion import Understanding
        from publisher.importing.reconcile import Taking

        report.match = source.match
        understanding = Understanding(
            publication=self.bench.config.publication,
            source=source,
            zone=self.bench.zone,
            pages=f"{self.bench.config.feeds_url}posts/",
            authority=self.memory.authority,
        )
        return Taking(
            understanding=understanding,
            now=self.bench.now,
            memory=self.memory,
            intake=self.intake,
            number=number,
            report=report,
            live=tuple(self.live),
            resting=resting,
            settings=settings,
            keep_posts=report.adopted or source.url is not None,
        )

    def finish(self) -> Imported:
        """Draw links, write publisher.lock, and report."""
        catalog = self.bench.catalog
        if not linked(catalog):
            with catalog.transaction():
                self.intake.drop_empty()
                relink(catalog)
        self.memory.save()
        return Imported(sources=tuple(self.reports), provisional=self.memory.provisional)


def is_address(name: str) -> bool:
    """Tell an address from a path.

    >>> is_address("https://example.org/feed"), is_address("posts/2018-02.txt")
    (True, False)
    """
    return _ADDRESS.match(name) is not None


def adopted_source(name: str) -> Source:
    """Return what stands for the [[source]] of what was adopted: all its settings are the defaults."""
    return Source(url=name) if is_address(name) else Source(path=name)
