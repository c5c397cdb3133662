"""Writes the feeds and the article pages of the publication."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from hashlib import blake2b
from typing import TYPE_CHECKING
from urllib.parse import quote

from publisher import __version__
from publisher.content.identity import authority_of
from publisher.errors import StoreError
from publisher.formats import FILE_NAMES, open_writer
from publisher.formats.article import FOLDER, LIST, TEMPLATES, Pages
from publisher.formats.moments import last_change
from publisher.model.channel import Channel
from publisher.model.entry import Entry, Person
from publisher.storage.lock import FILE_NAME, read_lock
from publisher.storage.output_folder import OutputFolder, Rehearsal
from publisher.workflows.import_posts import import_sources, rehearsal

if TYPE_CHECKING:
    from pathlib import Path

    from publisher.config import Config, FeedFormat
    from publisher.resources import Templates
    from publisher.workflows.import_posts import Bench
    from publisher.workflows.imported import Imported


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What a build did; names are relative to the output folder, with forward slashes."""

    written: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]
    #: Entries that readers can see.
    entries: int
    #: What reading the sources found.
    imported: Imported


def build_feeds(bench: Bench, *, templates: Templates, folder: Path) -> Built:
    """Read the configured sources, then write what changed and remove what was withdrawn.

    A post or a source that cannot be used is named in `Built.imported`;
    everything else is built.

    Raises:
        ConfigurationError: The permanent ids would all change, or a template is missing.
        StoreError: A file cannot be written, or the catalog is damaged or in use.
    """
    imported = import_sources(bench)
    refuse_to_empty(bench, imported)
    return _Build(bench, templates, OutputFolder(folder=folder)).run(imported)


def rehearse_build(bench: Bench, *, templates: Templates, folder: Path) -> Built:
    """Say what a build would write and remove; do nothing.

    Raises:
        ConfigurationError: The permanent ids would all change, or a template is missing.
        StoreError: The catalog is damaged or in use.
    """
    with rehearsal(bench.catalog):
        imported = import_sources(bench)
        refuse_to_empty(bench, imported)
        return _Build(bench, templates, Rehearsal(folder=folder)).run(imported)


def refuse_to_empty(bench: Bench, imported: Imported) -> None:
    """Stop before a build that would publish nothing though publisher.lock knows posts.

    That happens to a copy without catalog.db, where the posts were adopted by
    `import PATH` or their source cannot be read.

    Raises:
        InputError: A source failed; the message is its own.
        StoreError: The catalog holds none of the remembered posts.
    """
    if imported.withdrawn or bench.catalog.row("SELECT count(*) FROM entries")[0]:
        return
    lock = read_lock(bench.root / FILE_NAME)
    if lock is None or not lock.known:
        return
    for source in imported.sources:
        if source.error is not None:
            raise source.error
    posts = "1 post" if len(lock.known) == 1 else f"{len(lock.known)} posts"
    raise StoreError(
        f"{FILE_NAME} remembers {posts}, but the catalog holds none: this build would empty the feeds",
        hint="Import their files again with `publisher import PATH`, or name them as [[source]] in publisher.toml. "
        f"If the publication shall be empty, delete {FILE_NAME}.",
    )


class _Build:
    """One build of one publication into one folder."""

    def __init__(self, bench: Bench, templates: Templates, output: OutputFolder) -> None:
        self.config = bench.config
        self.catalog = bench.catalog
        self.templates = templates
        self.output = output

    def run(self, imported: Imported) -> Built:
        """Write what changed, remove what was withdrawn; stop early when nothing can have changed."""
        mark = f"build {self.output.folder}"
        if self._still_holds(self.catalog.stamp(mark)):
            return self._built(imported, unchanged=sorted(self.output.ours))
        with self.catalog.transaction():
            self._write_feeds(self._write_pages())
        self.output.sweep()
        self.catalog.set_stamp(mark, self._stamp())
        return self._built(imported, unchanged=self.output.unchanged)

    def _built(self, imported: Imported, *, unchanged: list[str]) -> Built:
        return Built(
            written=tuple(self.output.written),
            unchanged=tuple(unchanged),
            removed=tuple(self.output.removed),
            entries=self.catalog.count(),
            imported=imported,
        )

    # When nothing changed

    @cached_property
    def _settings(self) -> str:
        """What changes with everything that a page is made of, but for its entry."""
        parts = (
            __version__,
            repr((self.config.publication, self.config.feeds)),
            *(self.templates.text(name) for name in TEMPLATES),
            self.templates.own_stamp(),
        )
        return blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()

    def _inputs(self) -> str:
        """Return what changes with everything that the output is made of, but for the time."""
        return f"{self._settings} {self.catalog.coming_generation}"

    def _stamp(self) -> str:
        due = self.catalog.next_due()
        return json.dumps(
            {
                "inputs": self._inputs(),
                "output": self.output.fingerprint(),
                "since": self.catalog.now.isoformat(),
                "until": due and due.isoformat(),
            }
        )

    def _still_holds(self, stamp: str | None) -> bool:
        """Return whether the folder is as a build now would leave it."""
        known = json.loads(stamp) if stamp else {}
        return bool(
            known.get("output")
            and datetime.fromisoformat(known["since"]) <= self.catalog.now
            and (known["until"] is None or self.catalog.now < datetime.fromisoformat(known["until"]))
            and known["inputs"] == self._inputs()
            and known["output"] == self.output.fingerprint()
        )

    # Feeds

    def _write_feeds(self, newest: list[Entry]) -> None:
        channel = channel_of(self.config, newest)
        for kind in self.config.feeds.formats:
            self.output.put(FILE_NAMES[kind], self._feed(kind, channel, newest))

    def _feed(self, kind: FeedFormat, channel: Channel, entries: list[Entry]) -> bytes:
        settings = f"{kind} {self.config.feeds.content} {channel.language} {__version__}"
        writer = open_writer(kind, language=channel.language, content=self.config.feeds.content)

        def fragments() -> Iterator[bytes]:
            for entry in entries:
                kept = self.catalog.fragment(entry.ref, settings)
                if kept is None:
                    kept = writer.fragment(entry)
                    self.catalog.put_fragment(entry.ref, settings, kept)
                yield kept

        return b"".join(writer.document(channel, fragments()))

    # Pages

    def _write_pages(self) -> list[Entry]:
        """Write a page for each entry that has no other address; return the entries of the feeds.

        One pass over the catalog, so that a large archive is never in memory as a whole.
        """
        pages = Pages(
            environment=self.templates.environment(),
            channel=channel_of(self.config, ()),
            address=f"{self.config.feeds_url}{FOLDER}/",
        )
        limit = self.config.feeds.entries
        newest: list[Entry] = []
        listed: list[Entry] = []
        for entry in self.catalog.entries():
            if not limit or len(newest) < limit:
                newest.append(entry)
            if name := pages.file_name(entry):
                self._write_page(f"{FOLDER}/{name}", entry, pages)
                listed.append(replace(entry, html="", text="", summary="", links=(), citations=()))
        if listed:
            self.output.put(f"{FOLDER}/{LIST}", pages.list(listed))
        return newest

    def _write_page(self, name: str, entry: Entry, pages: Pages) -> None:
        """Write the page of an entry, unless neither the entry nor the file has changed since that was done."""
        known_as = f"page {self.output.folder}"
        known = self.catalog.fragment(entry.ref, known_as)
        if known is not None and known.decode() == f"{self._settings} {self.output.mark(name)}":
            self.output.keep(name)
            return
        self.output.put(name, pages.article(entry))
        self.catalog.put_fragment(entry.ref, known_as, f"{self._settings} {self.output.mark(name)}".encode())


def channel_of(config: Config, entries: list[Entry] | tuple[()]) -> Channel:
    """Return the feed of the whole site.

    Its id is a UUID of the authority's name (RFC 9562, section 5.5): a tag URI
    would have to claim a day on which the name was the publication's, which
    nobody told us, and must not come from a clock or from the oldest entry.
    """
    from uuid import NAMESPACE_URL, uuid5

    publication = config.publication
    authority = authority_of(publication.home, publication.id_authority)
    return Channel(
        id=uuid5(NAMESPACE_URL, f"https://{quote(authority, safe='@')}/#feeds/site").urn,
        title=publication.title,
        subtitle=publication.subtitle,
        home=publication.home,
        addresses={kind: f"{config.feeds_url}{FILE_NAMES[kind]}" for kind in config.feeds.formats},
        language=publication.language,
        updated=last_change(entries),
        authors=tuple(Person(name=author.name, email=author.email, url=author.url) for author in publication.authors),
        rights=publication.rights,
        logo=publication.logo,
    )
