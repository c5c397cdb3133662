"""Ask the addresses that posts come from, and read what they have to say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property, partial
from typing import TYPE_CHECKING

import msgspec

from publisher.config import Source
from publisher.model.post import Found, Post, Warned
from publisher.workflows.import_run import ImportRun, adopted_source, is_address
from publisher.workflows.opening import importer_of, place_of

if TYPE_CHECKING:
    from publisher.sources import Place
    from publisher.storage.catalog_intake import KnownSource
    from publisher.workflows.imported import SourceReport
    from publisher.workflows.polling import Polled, PollState
    from publisher.workflows.revisiting import Revisits
    from publisher.workflows.visiting import Visits


def follow_moves(run: ImportRun) -> None:
    """Let a source keep its entries when publisher.toml gives the address that it has moved to."""
    known = run.intake.sources()
    for old in known.values():
        if old.name in run.live or old.adopted or not is_address(old.name):
            continue
        from publisher.workflows.polling import poll_state  # most publications have no addresses

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
        from publisher.workflows.polling import Wanted, poll_state, polled

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
        from publisher.workflows.older_documents import OlderDocuments
        from publisher.workflows.polling import keep_poll_state, poll_state

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
        from publisher.workflows.polling import poll_state

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
        from publisher.workflows.polling import poll_state
        from publisher.workflows.revisiting import Revisits

        if not again:
            return Revisits(visits=self._visits)
        return Revisits(visits=self._visits, remembered=partial(poll_state, self.run.bench.catalog))

    @cached_property
    def _visits(self) -> Visits:
        from publisher.transport.addresses import Allowed
        from publisher.transport.http_connections import Limits
        from publisher.workflows.visiting import Visits

        settings = self.run.bench.config.fetch
        return Visits(
            now=self.run.bench.now,
            limits=Limits(timeout=settings.timeout, total=settings.max_time, size=settings.max_size_mb << 20),
            allowed=Allowed.of(settings.allow_private),
            clock=self.run.bench.clock,
            sleep=self.run.bench.sleep,
        )
