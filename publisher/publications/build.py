"""Writes the feeds and the article pages of the publication."""

from __future__ import annotations

import json
import posixpath
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, partial
from hashlib import blake2b
from typing import TYPE_CHECKING

from publisher import __version__
from publisher.catalog.feeds import FeedShelf
from publisher.catalog.lock_file import LOCK_NAME, read_lock
from publisher.errors import StoreError
from publisher.feeds.constructs import uri
from publisher.feeds.documents import FeedDocuments
from publisher.feeds.planned import STYLE, plan_feeds, site_channel
from publisher.feeds.websub import note_changed
from publisher.files.output_folder import LIST, OutputFolder, Rehearsal
from publisher.importing.context import silent
from publisher.importing.opening import files_of_ours
from publisher.importing.sources import import_sources, rehearsal
from publisher.publications.up_to_date import Standing, Watched, keep_standing, look
from publisher.site.article import FOLDER, TEMPLATES, Pages
from publisher.site.feed_index import OPML, PAGE, PAGE_MARK, FeedList
from publisher.site.feed_index import TEMPLATES as LIST_TEMPLATES
from publisher.site.write import write_pages

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextlib import AbstractContextManager
    from pathlib import Path

    from jinja2 import Environment, Template

    from publisher.config import Source
    from publisher.files.templates import Templates
    from publisher.importing.context import Bench
    from publisher.importing.report import Imported
    from publisher.model.channel import Channel

#: Files that one remark names.
_NAMED = 5

#: So many pages or feeds take long enough for a bar.
_MANY = 500


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
    #: What a person should know, once.
    notes: tuple[str, ...] = ()


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
    lock = read_lock(bench.root / LOCK_NAME)
    if lock is None or not lock.known:
        return
    for source in imported.sources:
        if source.error is not None:
            raise source.error
    posts = "1 post" if len(lock.known) == 1 else f"{len(lock.known)} posts"
    raise StoreError(
        f"{LOCK_NAME} remembers {posts}, but the catalog holds none: this build would empty the feeds",
        hint="Import their files again with `publisher import PATH`, or name them as [[source]] in publisher.toml. "
        f"If the publication shall be empty, delete {LOCK_NAME}.",
    )


class _Environment:
    """The templates, opened when the first is asked for: Jinja costs more than all else that a small change does."""

    def __init__(self, templates: Templates) -> None:
        self._templates = templates

    def get_template(self, name: str) -> Template:
        """Return a template."""
        return self._opened.get_template(name)

    @cached_property
    def _opened(self) -> Environment:
        return self._templates.environment()


class _Build:
    """One build of one publication into one folder."""

    def __init__(self, bench: Bench, templates: Templates, output: OutputFolder) -> None:
        self.config = bench.config
        self.catalog = bench.catalog
        self.templates = templates
        self.output = output
        self.zone = bench.zone
        self.progress = bench.progress
        self.notes: list[str] = []

    def run(self, imported: Imported) -> Built:
        """Write what changed, remove what was withdrawn; stop early when nothing can have changed."""
        mark = f"build {self.output.folder}"
        if self._still_holds(self.catalog.stamp(mark)):
            return self._built(imported, unchanged=sorted(self.output.ours))
        with self.catalog.transaction():
            self._write()
        self.output.sweep()
        self._tell_of_changed_files()
        self.catalog.set_stamp(mark, self._stamp())
        return self._built(imported, unchanged=self.output.unchanged)

    def _built(self, imported: Imported, *, unchanged: list[str]) -> Built:
        return Built(
            written=tuple(self.output.written),
            unchanged=tuple(unchanged),
            removed=tuple(self.output.removed),
            entries=self.catalog.count(),
            imported=imported,
            notes=tuple(self.notes),
        )

    # When nothing changed

    @cached_property
    def _settings(self) -> str:
        """What changes with everything that a page is made of, but for its entry."""
        parts = (
            __version__,
            repr((self.config.publication, self.config.feeds, self.config.feed, self.config.source)),
            *(self.templates.text(name) for name in (*TEMPLATES, *LIST_TEMPLATES)),
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

    # What is written

    def _write(self) -> None:
        shelf = FeedShelf(self.catalog)
        environment = _Environment(self.templates)
        site = site_channel(self.config)
        pages = Pages(environment=environment, channel=site, address=f"{self.config.feeds_url}{FOLDER}/")
        with self._shown("Pages", self.catalog.count()) as advance:
            with_posts = write_pages(pages, shelf, self.output, advance, zone=self.zone, settings=self._settings)
        order, feeds = plan_feeds(self.config, shelf)
        if "rss" in self.config.feeds.formats and any(order.audio):
            self._tell_of_podcast(site)
        documents = FeedDocuments(shelf, self.output, order, self.zone, archive=self.config.feeds.archive)
        with self._shown("Feeds", len(feeds)) as advance:
            for feed in feeds:
                documents.write(feed)
                advance(1)
        documents.finish()
        if self.config.feeds.hub:
            existing = {address for feed in feeds for address in feed.channel.addresses.values()}
            note_changed(self.catalog, self.output.folder, documents.changed, existing=existing)
        lists = FeedList(
            environment=environment,
            channel=site,
            address=uri(self.config.feeds_url),
            feeds=[feed.listed() for feed in feeds],
        )
        self._write_lists(lists, shelf, with_posts=with_posts)

    def _shown(self, label: str, total: int) -> AbstractContextManager[Callable[[int], None]]:
        """Show how many files are written, where there are so many that somebody may wonder."""
        return (self.progress if total >= _MANY else silent)(label, total)

    def _tell_of_podcast(self, site: Channel) -> None:
        """Say once what feeds with sound lack to be podcasts; again only when it is something else."""
        lacks = (
            *(() if site.category else ("`podcast_category` in [feeds]",)),
            *(() if site.owner else ("the `email` of one of the `authors` in [publication]",)),
        )
        told = " and ".join(lacks)
        if lacks and self.catalog.stamp("podcast") != told:
            self.notes.append(
                f"posts carry sound; for the RSS feeds to be podcasts, directories ask for {told}. This is said once."
            )
        self.catalog.set_stamp("podcast", told)

    def _tell_of_changed_files(self) -> None:
        """Say which files of earlier builds stay because somebody else has changed them."""
        if not (changed := self.output.changed_by_others):
            return
        named = ", ".join(changed[:_NAMED]) + (f" and {len(changed) - _NAMED} more" if len(changed) > _NAMED else "")
        what, it = ("a file", "it") if len(changed) == 1 else (f"{len(changed)} files", "them")
        self.notes.append(
            f"left {what} that no feed needs any more, as somebody has changed {it} since the last build: {named}. "
            f"Delete {it} yourself, or keep {it}: a build does not touch {it} again. This is said once."
        )

    def _write_lists(self, lists: FeedList, shelf: FeedShelf, *, with_posts: bool) -> None:
        """Write the lists, unless neither they nor the files have changed since that was done."""
        folder = f"lists {self.output.folder}"
        made_from = repr((self._settings, lists.channel, lists.feeds, with_posts))
        digest = blake2b(made_from.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
        known, made = shelf.documents(folder), {}
        for name, write in (
            (PAGE, partial(lists.page, with_posts=with_posts)),
            (OPML, lists.opml),
            (STYLE, lists.style),
        ):
            if name == PAGE and self.output.is_foreign(name, PAGE_MARK):
                continue
            if known.get(name) == (digest, self.output.mark(name)):
                self.output.keep(name)
            else:
                self.output.put(name, write())
            made[name] = (digest, self.output.mark(name))
        shelf.keep_documents(folder, made, known)


def build_and_remember(
    bench: Bench,
    *,
    templates: Templates,
    folder: Path,
    config_path: Path,
    name: str,
    seen: Mapping[tuple[str, ...], str],
) -> Built:
    """Do as `build_feeds`; afterwards `glance` knows whether a build has anything to do.

    It is told nothing where something may have to be said each time, such as
    of a rejected post, or where a source is not a file.

    Args:
        bench: To work with.
        templates: Of the publication.
        folder: To write to.
        config_path: Configuration file.
        name: Of the build, as `glance` is asked.
        seen: What `glance` has looked at a moment ago.
    """
    from publisher.sources import kind_of

    watched = _watched(bench, templates, folder, config_path)
    before = seen.get(watched.inputs + watched.apart) or look(watched.inputs, watched.apart)
    built = build_feeds(bench, templates=templates, folder=folder)
    imported = built.imported
    told = imported.provisional or imported.warned or imported.rejected or imported.failure()
    fetched = any(source.url for source in bench.config.source)
    if not (told or fetched) and all(kind_of(source.kind).local for source in imported.sources):
        standing = Standing(entries=built.entries, files=len(built.written) + len(built.unchanged))
        due = bench.catalog.next_due()
        keep_standing(bench.catalog, name, watched, before, standing, due.timestamp() if due else None)
    return built


def _watched(bench: Bench, templates: Templates, folder: Path, config_path: Path) -> Watched:
    inputs = [str(config_path.absolute())]
    if templates.own is not None:
        inputs.append(str(templates.own))
    for source in bench.config.source:
        inputs += _files_of(source, bench.root)
    return Watched(
        inputs=tuple(inputs),
        outputs=(str(folder), str(folder / LIST), str(bench.root / LOCK_NAME)),
        apart=(str(folder), *(str(bench.root / name) for name in files_of_ours(bench.config))),
    )


def _files_of(source: Source, root: Path) -> list[str]:
    from publisher.sources.static_site.generators import surroundings

    if source.url:
        return []
    place = posixpath.normpath(str(root / source.place))
    return [place, *surroundings(root / source.place)]
