"""Ask the addresses that posts come from, and read what they have to say."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cached_property, partial
from hashlib import blake2b
from typing import TYPE_CHECKING
from urllib.parse import urldefrag

import msgspec

from publisher.config import Source
from publisher.errors import DeliveryError, InputError
from publisher.importing.opening import importer_of, place_of
from publisher.importing.run import ImportRun, adopted_source, is_address
from publisher.model.post import Found, Post, Skipped, Warned
from publisher.sources import open_importer

if TYPE_CHECKING:
    from pathlib import Path

    from publisher.catalog.intake import KnownSource
    from publisher.importing.crawling import Revisits, Visits
    from publisher.importing.polling import Polled, PollState
    from publisher.importing.report import SourceReport
    from publisher.sources.feed.polling_hints import Older
    from publisher.sources.inputs.resource import Place, WebPage


def follow_moves(run: ImportRun) -> None:
    """Let a source keep its entries when publisher.toml gives the address that it has moved to."""
    known = run.intake.sources()
    for old in known.values():
        if old.name in run.live or old.adopted or not is_address(old.name):
            continue
        from publisher.importing.polling import poll_state  # most publications have no addresses

        moved = poll_state(run.bench.catalog, old.name).moved
        for new, source in run.live.items():
            same = source.url is not None and new.partition("://")[2] == old.name.partition("://")[2]
            if new not in known and (new == moved or same):
                with run.bench.catalog.transaction():
                    run.intake.rename_source(old.number, new)
                break


@dataclass(frozen=True)
class PolledSources:
    """The addresses of one import; the pages that they lead to are visited by one and the same guest."""

    run: ImportRun

    @contextmanager
    def asked(
        self, names: Sequence[str], *, by_hand: bool = False, rested: bool = False
    ) -> Iterator[dict[str, Polled]]:
        """Ask these addresses whether they have anything new; give name → answer.

        Args:
            names: Of the sources.
            by_hand: Somebody asks for them by name: whole documents are fetched.
            rested: Those that were asked a short time ago are left alone.
        """
        if not names:
            yield {}
            return
        from publisher.importing.polling import Wanted, poll_state, polled

        bench = self.run.bench
        wanted = []
        known = self.run.intake.sources()
        for name in names:
            source = self.run.live.get(name) or Source(url=name)
            old = known.get(name)
            state = poll_state(bench.catalog, source.url or name)
            same = old is not None and old.settings == self.run.settings(source)
            interval = timedelta(minutes=bench.config.fetch.interval)
            wanted.append(
                Wanted(
                    name=name,
                    url=source.url or name,
                    state=state,
                    # Other settings may want other pages of the same list.
                    here=old is not None and not by_hand and (same or not source.follow),
                    by_hand=by_hand,
                    due=state.due(interval) if rested and same else None,
                )
            )
        hosts = "1 address" if len(names) == 1 else f"{len(names)} addresses"
        with ExitStack() as stack:
            with bench.progress(f"asking {hosts}", None):
                answers = stack.enter_context(polled(wanted, bench.config.fetch, bench.now))
            yield answers

    def read(self, name: str, source: Source, answer: Polled, *, adopt: bool = False, by_hand: bool = False) -> None:
        """Read what an address had to say; entries that it names no more stay.

        A failure is reported, and nothing stored but how to ask the next time.

        Args:
            name: Of the source.
            source: It.
            answer: What the address said.
            adopt: It is none of publisher.toml.
            by_hand: Somebody asks for it by name: pages that it leads to are read again.
        """
        with self.run.reported(name, adopt=adopt) as report:
            self._read(name, source, answer, report, by_hand=by_hand)
        self.run.reports[-1].warned[:0] = [Warned(place=name, reason=note) for note in answer.notes]

    def _read(self, name: str, source: Source, answer: Polled, report: SourceReport, *, by_hand: bool) -> None:
        from publisher.importing.polling import keep_poll_state, poll_state

        catalog, intake = self.run.bench.catalog, self.run.intake
        url = source.url or name
        known = intake.sources().get(name)
        settings = self.run.settings(adopted_source(name) if report.adopted else source)
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
        pages: Revisits | None = None
        read: list[Found] = []
        unfinished = False
        if answer.document is not None:
            before = () if known is None or by_hand or not source.follow else intake.posts(known.number)
            unread = msgspec.structs.replace(
                poll_state(catalog, url), asked=answer.state.asked, failed="its answer could not be read"
            )
            keep_poll_state(catalog, url, unread)
            pages = self._pages(again=known is not None and not by_hand)
            place = replace(self._fetched(answer, source), web=pages, known=frozenset(post.key for post in before))
            importer = importer_of(place, source, known, report)
            untold = partial(self._is_untold, known, by_hand=by_hand)
            with self.run.bench.progress(name, answer.document.stat().st_size, lambda: len(read)) as advance:
                # All of it first: whoever waits for the catalog does not have to wait for other pages, too.
                read += importer.read(advance)
                older = OlderDocuments(place=place, kind=report.kind, pages=pages, advance=advance, untold=untold)
                read += older.behind(read)
                unfinished = older.unfinished
        with self.run.memory.all_or_nothing(), catalog.transaction():
            number = intake.keep_source(name, adopted=report.adopted, kind=report.kind, settings=settings)
            held = intake.refs(number)
            taking = self.run.taking(source, number, report)
            keys: set[str] = set()
            for found in read:
                keys.add(found.key if isinstance(found, Post) else "")
                taking.take(found)
            if importer is not None:
                intake.keep_files(number, [(url, (0, 0), report.rejected)])
            # What the feed has dropped stays; it is made anew where the settings have changed.
            for post in () if trusted else list(intake.posts(number)):
                if post.key not in keys:
                    taking.take(post)
            taking.finish()
            report.unchanged += len(held - taking.taken - taking.let_go)
            keep_poll_state(catalog, url, self._next_state(name, answer, again=unfinished or bool(taking.disputed)))
            # A page whose post another source has is read again, until that one lets go of it.
            for page, state in pages.settled.items() if pages and not taking.disputed else ():
                keep_poll_state(catalog, page, state)
            self.run.displaced.update(taking.displaced)

    def _is_untold(self, known: KnownSource | None, older: str, *, by_hand: bool) -> bool:
        """Tell whether it has still to be said that a feed leads to an older document."""
        from publisher.importing.polling import poll_state

        return known is None or (by_hand and poll_state(self.run.bench.catalog, older).asked is None)

    def _next_state(self, name: str, answer: Polled, *, again: bool = False) -> PollState:
        """Return what to ask an address with; for the whole document where there is more to get from it."""
        if again or name in self.run.displaced:
            return msgspec.structs.replace(answer.state, etag=None, last_modified=None)
        return answer.state

    def _fetched(self, answer: Polled, source: Source) -> Place:
        """Return the place of a document that was fetched."""
        assert answer.document is not None  # noqa: S101  # narrows the type
        place = place_of(self.run, answer.document, source)
        encoding = source.encoding or answer.encoding
        return replace(place, encoding=encoding, address=answer.address, follow=source.follow)

    def _pages(self, *, again: bool) -> Revisits:
        """Return how to get at pages; *again* keeps to what is remembered of them."""
        from publisher.importing.crawling import Revisits
        from publisher.importing.polling import poll_state

        if not again:
            return Revisits(visits=self._visits)
        return Revisits(visits=self._visits, remembered=partial(poll_state, self.run.bench.catalog))

    @cached_property
    def _visits(self) -> Visits:
        from publisher.fetch.connections import Limits
        from publisher.fetch.public_hosts import Allowed
        from publisher.importing.crawling import Visits

        settings = self.run.bench.config.fetch
        return Visits(
            now=self.run.bench.now,
            limits=Limits(timeout=settings.timeout, total=settings.max_time, size=settings.max_size_mb << 20),
            allowed=Allowed.of(settings.allow_private),
            clock=self.run.bench.clock,
            sleep=self.run.bench.sleep,
        )


#: Answers of the 400s after which a document may still come.
_PASSING = frozenset({408, 425, 429})


@dataclass(kw_only=True)
class OlderDocuments:
    """What a feed leads to, read backwards.

    A document that an earlier import has read is passed over at no cost: what
    is in an archive never changes, and a page matters only while it may hold
    what has come since.  So each import goes on where the last one stopped.
    """

    #: Of the newest document, as it was fetched; ``follow`` says how many others to read at most, ``known`` what of
    #: them was read before.
    place: Place
    #: Of the newest document; the others are of the same.
    kind: str
    pages: Revisits
    #: Called with the number of bytes just read.
    advance: Callable[[int], None]
    #: Tells whether it has still to be said that an older document can be read.
    untold: Callable[[str], bool]
    #: A document could not be had now, but perhaps at the next import.
    unfinished: bool = field(default=False, init=False)
    _left: int = field(default=0, init=False)
    _keys: set[str] = field(default_factory=set, init=False)
    _visited: set[str] = field(default_factory=set, init=False)
    _bodies: set[bytes] = field(default_factory=set, init=False)
    #: Some entry of the documents so far was here before: those behind hold nothing that has come since.
    _caught_up: bool = field(default=False, init=False)

    def behind(self, read: list[Found]) -> Iterator[Found]:
        """Yield what the older documents say that newer ones do not, the newest first.

        Args:
            read: What the newest document says.
        """
        from publisher.sources.feed.polling_hints import older_document

        body = self.place.path.read_bytes()
        home = self.place.address or self.place.shown
        link = older_document(body, home, self.place.encoding)
        if not self.place.follow:
            if link is not None and self.untold(urldefrag(link.address)[0]):
                reason = "it leads to older documents; `--follow N`, or `follow = N` in its [[source]], reads N of them"
                yield Warned(place=self.place.shown, reason=reason)
            return
        self._left = self.place.follow
        self._visited |= {urldefrag(address)[0] for address in (self.place.shown, home)}
        self._bodies.add(_digest(body))
        self._note(read)
        while link is not None and (address := urldefrag(link.address)[0]) not in self._visited:
            self._visited.add(address)
            if self.pages.was_read(address) and (link.archive or self._caught_up):
                link = self._behind_known(address, link)
                continue
            if not self._left:
                yield Warned(
                    place=self.place.shown,
                    reason=f"{_documents(self.place.follow)} read, as `follow` says; there are more",
                )
                return
            self._left -= 1
            found: list[Found] = []
            link = self._read(address, link, found)
            yield from found

    def _read(self, address: str, link: Older, found: list[Found]) -> Older | None:
        """Read one document; return what it leads to."""
        from publisher.sources.feed.polling_hints import older_document

        answer = self._fetched(address)
        if isinstance(answer, Warned | Skipped):
            found.append(answer)
            return None
        if answer is None:
            self._caught_up = True
            return self._behind_known(address, link)
        digest = _digest(answer.body)
        older = older_document(answer.body, answer.address, self.place.encoding)
        if digest in self._bodies:
            found.append(Warned(place=address, reason="the same document as one before; nothing behind it is read"))
            older = None
        else:
            self._bodies.add(digest)
            self._visited.add(urldefrag(answer.address)[0])
            said = list(self._said(answer))
            posts = [each for each in said if isinstance(each, Post)]
            fresh = [each for each in posts if each.key not in self._keys]
            found += [each for each in said if not isinstance(each, Post) or each.key not in self._keys]
            if not fresh and older is not None and not link.archive:
                if posts:
                    found.append(
                        Warned(place=address, reason="it has nothing that newer pages have not; the last read")
                    )
                older = None
            elif older is not None and urldefrag(older.address)[0] in self._visited:
                found.append(Warned(place=address, reason=f"it leads back to {older.address}; the last read"))
                older = None
            self._note(said)
        self.pages.settle(address, older="" if older is None else older.address)
        return older

    def _fetched(self, address: str) -> WebPage | Warned | Skipped | None:
        """Return a document, or why it cannot be had; None where it is as it was."""
        from publisher.fetch.http import RefusedError

        if not self.pages.may_read(address):
            return Skipped(place=address, reason="older document that programs may not read")
        try:
            answer = self.pages.fetch_again(address)
        except DeliveryError as error:
            if isinstance(error, RefusedError) and 400 <= error.status < 500 and error.status not in _PASSING:
                self.pages.settle(address)
            else:
                self.unfinished = True
            words = str(error).removeprefix(address).strip()
            return Warned(place=address, reason=f"an older document: {words}; what stands behind it is not read")
        if answer is not None:
            self.advance(len(answer.body))
        return answer

    def _said(self, answer: WebPage) -> Iterator[Found]:
        """Read a document with the importer of the newest one."""
        from publisher.importing.polling import needed_encoding

        file = _beside(self.place.path, len(self._bodies))
        file.write_bytes(answer.body)
        place = replace(
            self.place,
            path=file,
            shown=answer.address,
            address=answer.address,
            encoding=self.place.encoding or needed_encoding(answer.body, answer.charset),
            web=None,
            follow=0,
        )
        try:
            yield from open_importer(self.kind, place).read(lambda _: None)
        except InputError as error:
            yield Warned(place=answer.address, reason=f"an older document that cannot be read: {error}")
        finally:
            file.unlink()

    def _behind_known(self, address: str, link: Older) -> Older | None:
        older = self.pages.older(address)
        return replace(link, address=older) if older else None

    def _note(self, said: list[Found]) -> None:
        keys = {each.key for each in said if isinstance(each, Post)}
        self._keys |= keys
        self._caught_up = self._caught_up or not keys.isdisjoint(self.place.known)


def _beside(path: Path, number: int) -> Path:
    """Return a file for a document, with the name of another: importers look at endings."""
    folder = path.parent / f"older-{number}"
    folder.mkdir()
    return folder / path.name


def _digest(body: bytes) -> bytes:
    return blake2b(body, digest_size=16).digest()


def _documents(number: int) -> str:
    return "1 older document was" if number == 1 else f"{number:,} older documents were"
