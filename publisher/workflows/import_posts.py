"""Read posts into the catalog: those of the configured sources, and those that are adopted from a path."""

from __future__ import annotations

import posixpath
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from publisher import __version__
from publisher.config import Source
from publisher.errors import ConfigurationError, InputError, UsageError
from publisher.model.post import Post, Warned
from publisher.storage.catalog_intake import FileStamp, Intake, KnownSource
from publisher.workflows.cross_linking import linked, relink
from publisher.workflows.imported import Imported, SourceReport
from publisher.workflows.memory import Memory
from publisher.workflows.polling import Polled, PollState, Wanted, is_address, keep_poll_state, poll_state, polled
from publisher.workflows.reading import Changes, ReadsFileByFile, changes, read, shown_path

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from publisher.config import Config
    from publisher.model.post import Rejected, Skipped
    from publisher.sources import Importer, Place
    from publisher.storage.catalog import Catalog
    from publisher.workflows.taking import Taking
    from publisher.workflows.understanding import Foreseen, Understanding
    from publisher.workflows.visiting import Visits

#: Label and total bytes → a context that gives a function which counts bytes.
Progress = Callable[[str, int | None], AbstractContextManager[Callable[[int], None]]]


def silent(label: str, total: int | None) -> AbstractContextManager[Callable[[int], None]]:  # noqa: ARG001  # a Progress
    """Show no progress."""
    return nullcontext(lambda _: None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """What every import works with."""

    root: Path
    config: Config
    zone: ZoneInfo
    now: datetime
    catalog: Catalog
    progress: Progress = silent
    #: Monotonic seconds, and a way to let them pass, for pauses between requests to one host.
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    #: Processes that may read at a time.
    jobs: int = 1


def import_sources(bench: Bench) -> Imported:
    """Bring the catalog up to what the configured sources say now, and adopted entries up to the configuration.

    Where nothing has changed this costs a stat per file, and a question per
    address.  A source that cannot be read or fetched is named in its report,
    and nothing of it is touched.

    Raises:
        ConfigurationError: The permanent ids would all change.
        StoreError: The catalog or publisher.lock is damaged or in use.
    """
    run = _Run(bench)
    run.follow_moves()
    with run.asked([name for name, source in run.live.items() if source.url]) as answers:
        for name, source in run.live.items():
            if source.url:
                run.read_polled(name, source, answers[name])
            else:
                run.read(name, source, bench.root / source.place)
    for known in Intake(bench.catalog).sources().values():
        if known.name in run.live:
            continue
        if not known.adopted:
            run.withdraw(known)
        elif known.settings != run.settings(_adopted(known.name)):
            run.make_anew(known)
    return run.finish()


def import_paths(bench: Bench, paths: Sequence[Path | str], asked: Source) -> Imported:
    """Adopt the posts of files, folders and addresses: they stay in the catalog until they are removed.

    A path or an address that is a configured source is read as that source.

    Args:
        bench: To work with.
        paths: Paths, and addresses as texts.
        asked: How to read all of them; a configured source heeds `match` alone.

    Raises:
        ConfigurationError: The permanent ids would all change.
        StoreError: The catalog or publisher.lock is damaged or in use.
        UsageError: There is no importer of this kind.
    """
    run = _Run(bench)
    addresses = list(dict.fromkeys(path for path in paths if isinstance(path, str)))
    with run.asked(addresses, by_hand=True) as answers:
        for name in addresses:
            source = run.wanted(name, asked, url=name)
            run.read_polled(name, source, answers[name], adopt=name not in run.live, by_hand=True)
    for path in paths:
        if isinstance(path, str):
            continue
        name = shown_path(path.absolute(), bench.root)
        run.read(name, run.wanted(name, asked, path=name), path, adopt=name not in run.live)
    return run.finish()


@contextmanager
def rehearsal(catalog: Catalog) -> Iterator[None]:
    """Undo at the end whatever was stored inside."""
    try:
        with catalog.transaction():
            yield
            raise _RehearsedError  # noqa: TRY301  # the way out of a transaction
    except _RehearsedError:
        pass


class _RehearsedError(Exception):
    """Nothing is wrong: it only undoes the transaction."""


class _Run:
    """One import of some sources."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._intake = Intake(bench.catalog)
        self._memory = Memory(bench.root, bench.config.publication, bench.catalog)
        self._reports: list[SourceReport] = []
        #: Names of the sources that lost a post to one before them.
        self._displaced: set[str] = set()
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

    def follow_moves(self) -> None:
        """Let a source keep its entries when publisher.toml gives the address that it has moved to."""
        known = self._intake.sources()
        for old in known.values():
            if old.name in self.live or old.adopted or not is_address(old.name):
                continue
            moved = poll_state(self._bench.catalog, old.name).moved
            for new, source in self.live.items():
                same = source.url is not None and new.partition("://")[2] == old.name.partition("://")[2]
                if new not in known and (new == moved or same):
                    with self._bench.catalog.transaction():
                        self._intake.rename_source(old.number, new)
                    break

    @contextmanager
    def asked(self, names: Sequence[str], *, by_hand: bool = False) -> Iterator[dict[str, Polled]]:
        """Ask these addresses whether they have anything new; give name → answer."""
        if not names:
            yield {}
            return
        bench = self._bench
        wanted = []
        known = self._intake.sources()
        for name in names:
            source = self.live.get(name) or Source(url=name)
            old = known.get(name)
            wanted.append(
                Wanted(
                    name=name,
                    url=source.url or name,
                    state=poll_state(bench.catalog, source.url or name),
                    here=old is not None and not by_hand,
                    by_hand=by_hand,
                )
            )
        hosts = "1 address" if len(names) == 1 else f"{len(names)} addresses"
        with ExitStack() as stack:
            with bench.progress(f"asking {hosts}", None):
                answers = stack.enter_context(polled(wanted, bench.config.fetch, bench.now))
            yield answers

    def read_polled(
        self, name: str, source: Source, answer: Polled, *, adopt: bool = False, by_hand: bool = False
    ) -> None:
        """Read what an address had to say; entries that it names no more stay.

        A failure is reported, and nothing stored but how to ask the next time.

        Args:
            name: Of the source.
            source: It.
            answer: What the address said.
            adopt: It is none of publisher.toml.
            by_hand: Somebody asks for it by name: pages that it leads to are read again.
        """
        report = SourceReport(name=name, adopted=adopt)
        self._reports.append(report)
        try:
            self._read_polled(name, source, answer, report, by_hand=by_hand)
        except InputError as error:
            self._reports[-1] = SourceReport(name=name, adopted=adopt, kind=report.kind, why=report.why, error=error)
        except UsageError as error:
            if adopt:
                raise
            raise ConfigurationError(f"publisher.toml: {error} for the source {name}", hint=error.hint) from error
        self._reports[-1].warned[:0] = [Warned(place=name, reason=note) for note in answer.notes]

    def read(self, name: str, source: Source, path: Path, *, adopt: bool = False) -> None:
        """Read one source, if anything about it has changed; a failure is reported, and nothing of it stored."""
        report = SourceReport(name=name, adopted=adopt)
        self._reports.append(report)
        try:
            self._read(name, source, path, report)
        except InputError as error:
            kept = SourceReport(name=name, adopted=adopt, kind=report.kind, why=report.why, error=error)
            self._reports[-1] = kept
        except UsageError as error:
            if adopt:
                raise
            raise ConfigurationError(f"publisher.toml: {error} for the source {name}", hint=error.hint) from error

    def withdraw(self, known: KnownSource) -> None:
        """Let the entries go of a source that publisher.toml names no more."""
        with self._bench.catalog.transaction():
            count = self._intake.drop_source(known.number)
        self._reports.append(
            SourceReport(name=known.name, kind=known.kind, why="it is no [[source]] any more", withdrawn=count)
        )

    def make_anew(self, known: KnownSource) -> None:
        """Make adopted entries from their posts once more, under the settings of today."""
        source = _adopted(known.name)
        report = SourceReport(name=known.name, kind=known.kind, why="the settings have changed", adopted=True)
        self._reports.append(report)
        with self._memory.all_or_nothing(), self._bench.catalog.transaction():
            before = self._intake.refs(known.number)
            number = self._intake.keep_source(known.name, adopted=True, kind=known.kind, settings=self.settings(source))
            taking = self._taking(source, number, report)
            for post in self._intake.posts(number):
                taking.take(post)
            taking.finish()
            self._bench.catalog.drop(before - taking.taken)

    def finish(self) -> Imported:
        """Draw links, write publisher.lock, and report."""
        catalog = self._bench.catalog
        if not linked(catalog):
            with catalog.transaction():
                self._intake.drop_empty()
                relink(catalog)
        self._memory.save()
        return Imported(sources=tuple(self._reports), provisional=self._memory.provisional)

    def settings(self, source: Source, importer: Importer | None = None) -> str:
        """Return a digest of everything that a source's entries depend on besides its files."""
        publication = self._bench.config.publication
        parts = (
            __version__,
            msgspec.structs.replace(source, match=None),
            publication.home,
            publication.language,
            publication.timezone,
            publication.authors,
            self._bench.config.feeds_url,
            self._memory.authority,
            # What an importer finds around the files: the configuration of the site that they belong to.
            getattr(importer, "settings_stamp", ""),
        )
        return blake2b(msgspec.json.encode(parts), digest_size=16).hexdigest()

    def _read(self, name: str, source: Source, path: Path, report: SourceReport) -> None:
        catalog, intake = self._bench.catalog, self._intake
        known = intake.sources().get(name)
        place = self._place(path, source)
        importer = self._importer(place, source, known, report)
        settings = self.settings(_adopted(name)) if report.adopted else self.settings(source, importer)
        # What somebody asks for by hand is done, whatever was read before.
        asked = report.adopted and source.undated != "reject"
        trusted = known is not None and (known.settings, known.adopted, known.kind, asked) == (
            settings,
            report.adopted,
            importer.kind,
            False,
        )
        before = intake.files(known.number) if known else {}
        ours = files_of_ours(self._bench.config)
        to_do = changes(importer, place, before, trusted=trusted, ours=ours)
        if trusted and known is not None and not to_do.any:
            report.unchanged = intake.count(known.number)
            report.rejected += intake.rejected(known.number, before)
            return
        if known is not None and place.path.is_file():
            # The file may have become one of another kind.
            importer = self._importer(place, source, None, report)
            to_do = changes(importer, place, before, trusted=trusted and importer.kind == known.kind, ours=ours)
        with self._memory.all_or_nothing(), catalog.transaction():
            number = intake.keep_source(name, adopted=report.adopted, kind=importer.kind, settings=settings)
            held = intake.refs_in(number, to_do.to_read | to_do.gone) if known else {}
            resting = intake.refs(number) - held.keys()
            by_file = isinstance(importer, ReadsFileByFile)
            taking = self._taking(source, number, report, resting, settings=None if by_file else settings)
            with self._bench.progress(name, to_do.size) as advance:
                for found in self._found(importer, place, to_do, taking.understanding, advance):
                    taking.take(found)
            taking.finish()
            report.unchanged += len(resting)
            if held and not (resting or taking.taken or taking.disputed or report.rejected):
                raise _emptied(name, len(held))
            self._settle_files(number, to_do, taking, before)
            if not report.adopted:
                self._withdraw_missing(held, to_do, taking.taken | taking.let_go | resting, report)
            self._displaced |= taking.displaced

    def _found(
        self,
        importer: Importer,
        place: Place,
        to_do: Changes,
        understanding: Understanding,
        advance: Callable[[int], None],
    ) -> Iterator[Foreseen | Post | Rejected | Warned | Skipped]:
        """Read what is to be read: in several processes where there are that many files, and somebody allowed it."""
        if self._bench.jobs > 1 and isinstance(importer, ReadsFileByFile):
            from publisher.workflows.crew import read_together

            return read_together(importer, place, to_do, understanding, jobs=self._bench.jobs, advance=advance)
        return read(importer, place, to_do, advance)

    def _read_polled(self, name: str, source: Source, answer: Polled, report: SourceReport, *, by_hand: bool) -> None:
        catalog, intake = self._bench.catalog, self._intake
        url = source.url or name
        known = intake.sources().get(name)
        settings = self.settings(_adopted(name) if report.adopted else source)
        trusted = known is not None and (known.settings, known.adopted) == (settings, report.adopted)
        report.error = answer.error
        if known is not None:
            report.kind, report.why = known.kind, "as before"
        if answer.document is None and (known is None or trusted):
            if known is not None:
                report.unchanged = intake.count(known.number)
                report.rejected += intake.rejected(known.number, intake.files(known.number))
            keep_poll_state(catalog, url, self._next_state(name, answer))
            return
        importer = None
        read: Sequence[Post | Rejected | Warned | Skipped] = ()
        if answer.document is not None:
            before = () if known is None or by_hand or not source.follow else intake.posts(known.number)
            place = replace(self._fetched(answer, source), known=frozenset(post.key for post in before))
            importer = self._importer(place, source, known, report)
            with self._bench.progress(name, answer.document.stat().st_size) as advance:
                # All of it first: whoever waits for the catalog does not have to wait for other pages, too.
                read = list(importer.read(advance))
        with self._memory.all_or_nothing(), catalog.transaction():
            number = intake.keep_source(name, adopted=report.adopted, kind=report.kind, settings=settings)
            held = intake.refs(number)
            taking = self._taking(source, number, report)
            keys: set[str] = set()
            for found in read:
                keys.add(found.key if isinstance(found, Post) else "")
                taking.take(found)
            if importer is not None:
                intake.keep_files(number, [(url, FileStamp(mtime_ns=0, size=0), report.rejected)])
            # What the feed has dropped stays; it is made anew where the settings have changed.
            for post in () if trusted else list(intake.posts(number)):
                if post.key not in keys:
                    taking.take(post)
            taking.finish()
            report.unchanged += len(held - taking.taken - taking.let_go)
            keep_poll_state(catalog, url, self._next_state(name, answer, again=bool(taking.disputed)))
            self._displaced |= taking.displaced

    def _next_state(self, name: str, answer: Polled, *, again: bool = False) -> PollState:
        """Return what to ask an address with; for the whole document where another source may let go of a post."""
        if again or name in self._displaced:
            return msgspec.structs.replace(answer.state, etag=None, last_modified=None)
        return answer.state

    def _settle_files(self, number: int, to_do: Changes, taking: Taking, before: Collection[str]) -> None:
        """Remember the files as they were when they were read, and what was wrong in them."""
        report = taking.report
        by_file: dict[str, list[Rejected]] = {}
        for rejected in report.rejected:
            by_file.setdefault(_file_of(rejected.place, to_do.to_read), []).append(rejected)
        report.rejected += self._intake.rejected(number, set(before) - to_do.to_read - to_do.gone)
        for path in sorted(to_do.gone):
            self._intake.forget_file(number, path)
        unread = FileStamp(mtime_ns=0, size=0)
        self._intake.keep_files(
            number,
            (
                (path, unread if path in taking.disputed else to_do.stamps[path], by_file.get(path, []))
                for path in sorted(to_do.to_read)
            ),
        )

    def _withdraw_missing(
        self, held: dict[str, str], to_do: Changes, there: Collection[str], report: SourceReport
    ) -> None:
        """Let go what the source has no more; where a post could not be used, it may be the one that is missed."""
        unsure = {_file_of(rejected.place, to_do.to_read) for rejected in report.rejected}
        missing = [ref for ref, file in held.items() if ref not in there and file not in unsure]
        self._bench.catalog.drop(missing)
        report.withdrawn += len(missing)

    def _fetched(self, answer: Polled, source: Source) -> Place:
        """Return the place of a document that was fetched."""
        assert answer.document is not None  # noqa: S101  # narrows the type
        place = self._place(answer.document, source)
        encoding = source.encoding or answer.encoding
        return replace(place, encoding=encoding, address=answer.address, web=self._visits, follow=source.follow)

    @cached_property
    def _visits(self) -> Visits:
        from publisher.transport.addresses import Allowed
        from publisher.transport.http_connections import Limits
        from publisher.workflows.visiting import Visits

        settings = self._bench.config.fetch
        return Visits(
            now=self._bench.now,
            limits=Limits(timeout=settings.timeout, total=settings.max_time, size=settings.max_size_mb << 20),
            allowed=Allowed.of(settings.allow_private),
            clock=self._bench.clock,
            sleep=self._bench.sleep,
        )

    def _place(self, path: Path, source: Source) -> Place:
        from publisher.sources import Place

        return Place(
            path=path.absolute(),
            shown=source.url or posixpath.normpath(source.place),
            encoding=source.encoding,
            include=source.include,
            exclude=source.exclude,
            home=None if self._memory.provisional else self._bench.config.publication.home,
            now=self._bench.now,
            undated=source.undated,
        )

    def _importer(self, place: Place, source: Source, known: KnownSource | None, report: SourceReport) -> Importer:
        from publisher.sources import detect, open_importer

        if source.kind is not None:
            report.kind, report.why = source.kind, "as you said"
        elif known is not None:
            report.kind, report.why = known.kind, "as before"
        else:
            if not place.path.exists():
                raise _missing(place.shown, adopted=report.adopted)
            detected = detect(place)
            report.kind, report.why = detected.kind, detected.why
        if source.undated != "reject" and report.kind not in {"markdown", "feed"}:
            raise UsageError(
                f"`undated` is for files of Markdown and for feeds, and {place.shown} is of the kind {report.kind}",
                hint="Leave it out, or name the kind: markdown.",
            )
        return open_importer(report.kind, place)

    def _taking(
        self,
        source: Source,
        number: int,
        report: SourceReport,
        resting: Collection[str] = (),
        *,
        settings: str | None = None,
    ) -> Taking:
        from publisher.workflows.taking import Taking
        from publisher.workflows.understanding import Understanding

        report.match = source.match
        understanding = Understanding(
            publication=self._bench.config.publication,
            source=source,
            zone=self._bench.zone,
            pages=f"{self._bench.config.feeds_url}posts/",
            authority=self._memory.authority,
        )
        return Taking(
            understanding=understanding,
            now=self._bench.now,
            memory=self._memory,
            intake=self._intake,
            number=number,
            report=report,
            live=tuple(self.live),
            resting=resting,
            settings=settings,
            keep_posts=report.adopted or source.url is not None,
        )


def _adopted(name: str) -> Source:
    """Return what stands for the [[source]] of what was adopted: all its settings are the defaults."""
    return Source(url=name) if is_address(name) else Source(path=name)


def files_of_ours(config: Config) -> tuple[str, ...]:
    """Return files and folders that Publisher writes: no source, even where a source is the folder around them."""
    databases = [f"{name}.db{end}" for name in ("catalog", "subscribers") for end in ("", "-wal", "-shm", "-journal")]
    return ("publisher.toml", "publisher.lock", "issues", posixpath.normpath(config.feeds.directory), *databases)


def _file_of(place: str, files: Collection[str]) -> str:
    """Return the file that a place such as ``posts/a.txt:12`` is in."""
    if place in files:
        return place
    around = [file for file in files if place.startswith((f"{file}:", f"{file} ", f"{file},", f"{file}#"))]
    return max(around, key=len) if around else min(files, default="")


def _missing(name: str, *, adopted: bool) -> InputError:
    if adopted:
        return InputError(f"there is no file or folder {name}", hint="Check the path.")
    return InputError(
        f"the source {name} is missing; its entries are kept as they were",
        hint="Bring the file or folder back. To withdraw its entries, take its [[source]] out of publisher.toml.",
    )


def _emptied(name: str, count: int) -> InputError:
    entries = "1 entry" if count == 1 else f"{count} entries"
    return InputError(
        f"the source {name} had {entries} and now has none; they are kept as they were",
        hint="Bring the posts back. To withdraw their entries, take the [[source]] out of publisher.toml.",
    )
