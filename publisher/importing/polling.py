"""Ask the addresses that posts come from whether they have anything new: once, politely, several hosts at a time."""

from __future__ import annotations

import re
import threading
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import msgspec

from publisher.errors import DeliveryError
from publisher.sources.feed.polling_hints import rhythm

if TYPE_CHECKING:
    from publisher.catalog.catalog import Catalog
    from publisher.config import Fetch
    from publisher.fetch.connections import Limits
    from publisher.fetch.http import Fetched
    from publisher.fetch.public_hosts import Allowed

#: A feed that calls itself fresh for longer is asked after this time all the same: twice a day.
LONGEST_REST = timedelta(hours=12)
#: After an answer that was of no use, or none.
AFTER_FAILURE = timedelta(minutes=1)
#: A build of every hour does not come on the second: it may be so much early, and at most by a tenth.
TOLERANCE = timedelta(minutes=1)

#: So many hosts are asked at a time; each of them only once at a time.
AT_A_TIME = 8

_DECLARED = re.compile(rb"""\s*<\?xml[^>]{1,200}?encoding\s*=""")
_MARKS = (BOM_UTF8, BOM_UTF16_LE, BOM_UTF16_BE)

#: Media type → ending of the file that an importer gets to see.
_ENDINGS = {
    "text/html": ".html",
    "application/json": ".json",
    "application/feed+json": ".json",
    "text/markdown": ".md",
    "text/plain": ".txt",
    "application/zip": ".zip",
}


class PollState(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is remembered of an address until the next poll."""

    #: As the server said them; the next answer may then be that nothing has changed.
    etag: str | None = None
    last_modified: str | None = None
    #: Not to be asked before, as the server wished.
    not_before: datetime | None = None
    #: Since when the server says that it is gone for good; it is asked no more.
    gone: datetime | None = None
    #: Where permanent redirects lead.
    moved: str | None = None
    #: When it was asked last.
    asked: datetime | None = None
    #: For how many seconds its answer was good, as the server said, and how many the feed itself wants to pass.
    fresh: int = 0
    rhythm: int = 0
    #: Why the answer was of no use; empty where it was.
    failed: str = ""
    #: Of an older document of a feed: where the one before it is, if there is any.
    older: str = ""

    def due(self, interval: timedelta) -> datetime | None:
        """Return when it may be asked again, of itself; None for at once.

        Args:
            interval: What passes at least between two requests.
        """
        if self.asked is None or not interval:
            return None
        if self.failed:
            rest = min(interval, AFTER_FAILURE)
        else:
            rest = max(interval, min(timedelta(seconds=max(self.fresh, self.rhythm)), LONGEST_REST))
        return self.asked + rest - min(rest / 10, TOLERANCE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One address to ask."""

    name: str
    url: str
    state: PollState
    #: The entries of the last answer are here, made under the settings of today.
    here: bool
    #: Somebody asks for it by name, though it is said to be gone.
    by_hand: bool = False
    #: Not to be asked before, of our own accord.
    due: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """What became of asking."""

    #: To be remembered, once the document has been read.
    state: PollState
    #: File with what was fetched; None when there is nothing new.
    document: Path | None = None
    #: Address of the document after all redirects.
    address: str | None = None
    #: What the server says of its encoding, where the document itself says nothing.
    encoding: str | None = None
    #: What a person should know.
    notes: tuple[str, ...] = ()
    error: DeliveryError | None = None


def poll_state(catalog: Catalog, url: str) -> PollState:
    """Return what is remembered of an address."""
    stored = catalog.stamp(_stamp(url))
    try:
        return msgspec.json.decode(stored, type=PollState) if stored else PollState()
    except msgspec.DecodeError:
        return PollState()


def keep_poll_state(catalog: Catalog, url: str, state: PollState) -> None:
    """Remember it."""
    catalog.set_stamp(_stamp(url), msgspec.json.encode(state).decode())


@contextmanager
def polled(wanted: Sequence[Wanted], settings: Fetch, now: datetime) -> Iterator[dict[str, Polled]]:
    """Ask all these addresses, and give name → answer; the files are gone after the block."""
    from tempfile import TemporaryDirectory

    from publisher.fetch.connections import Limits
    from publisher.fetch.public_hosts import Allowed

    with TemporaryDirectory(prefix="publisher-") as folder:
        asking = _Asking(
            folder=Path(folder),
            now=now.astimezone(UTC),
            limits=Limits(timeout=settings.timeout, total=settings.max_time, size=settings.max_size_mb << 20),
            allowed=Allowed.of(settings.allow_private),
        )
        yield asking.all(wanted)


@dataclass(kw_only=True)
class _Asking:
    folder: Path
    now: datetime
    limits: Limits
    allowed: Allowed
    _answers: dict[str, Polled] = field(default_factory=dict)

    def all(self, wanted: Sequence[Wanted]) -> dict[str, Polled]:
        """Ask several hosts at a time."""
        hosts: dict[str, list[tuple[int, Wanted]]] = {}
        for number, each in enumerate(wanted):
            hosts.setdefault((urlsplit(each.url).hostname or "").lower(), []).append((number, each))
        queue: SimpleQueue[list[tuple[int, Wanted]]] = SimpleQueue()
        for one_host in hosts.values():
            queue.put(one_host)
        failures: list[BaseException] = []
        # Daemons: whoever presses Ctrl-C does not have to wait for a slow server.
        threads = [
            threading.Thread(target=self._work, args=(queue, failures), daemon=True)
            for _ in range(min(AT_A_TIME, len(hosts)))
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if failures:
            raise failures[0]
        return self._answers

    def _work(self, queue: SimpleQueue[list[tuple[int, Wanted]]], failures: list[BaseException]) -> None:
        try:
            while True:
                self._ask_host(queue.get_nowait())
        except Empty:
            pass
        except BaseException as error:  # noqa: BLE001  # raised again by who waits
            failures.append(error)

    def _ask_host(self, sources: list[tuple[int, Wanted]]) -> None:
        """Ask for one document after the other; a host that wants to be left alone is left alone at once."""
        busy: datetime | None = None
        for number, each in sources:
            if busy is not None and not self._rests(each):
                note = _rest_note(busy)
                answer = Polled(state=msgspec.structs.replace(each.state, not_before=busy), notes=(note,))
            else:
                answer = self._ask(number, each)
                if answer.error is not None and answer.state.not_before is not None:
                    busy = answer.state.not_before
            self._answers[each.name] = answer

    def _rests(self, each: Wanted) -> bool:
        state = each.state
        return bool((state.gone and not each.by_hand) or (state.not_before and self.now < state.not_before))

    def _ask(self, number: int, each: Wanted) -> Polled:
        from publisher.fetch.http import BusyError, Validators, fetch

        state = each.state
        if state.gone is not None and not each.by_hand:
            note = (
                f"it is gone for good, its server said on {state.gone:%Y-%m-%d}, and is asked no more; "
                f"its entries stay. To ask once more: `publisher import {each.url}`"
            )
            return Polled(state=state, notes=(note,))
        if state.not_before is not None and self.now < state.not_before:
            return Polled(state=state, notes=(_rest_note(state.not_before),))
        if each.due is not None and state.asked is not None and state.asked < self.now < each.due:
            note = (
                f"{state.failed}; asked at {_moment(state.asked)}, and again from {_moment(each.due)}"
                if state.failed
                else ""
            )
            return Polled(state=state, notes=(note,) if note else ())
        validators = Validators(etag=state.etag, last_modified=state.last_modified) if each.here else Validators()
        try:
            fetched = fetch(
                each.url, now=self.now, validators=validators, limits=self.limits, allow_private=self.allowed
            )
        except BusyError as error:
            return Polled(state=self._failed(each.url, state, error, error.until), error=error)
        except DeliveryError as error:
            return Polled(state=self._failed(each.url, state, error, None), error=error)
        return self._answer(number, each, fetched)

    def _failed(self, url: str, state: PollState, error: DeliveryError, not_before: datetime | None) -> PollState:
        failed = str(error).removeprefix(f"{url} ")
        return msgspec.structs.replace(state, not_before=not_before, asked=self.now, failed=failed)

    def _answer(self, number: int, each: Wanted, fetched: Fetched) -> Polled:
        notes: tuple[str, ...] = ()
        if fetched.permanent_url is not None:
            notes = (f"it has moved for good to {fetched.permanent_url}: write that as its `url` in publisher.toml",)
        if fetched.status == 410:
            note = "it is gone for good, its server says, and will be asked no more; its entries stay"
            return Polled(state=PollState(gone=self.now, moved=each.state.moved), notes=(*notes, note))
        state = PollState(
            etag=fetched.etag,
            last_modified=fetched.last_modified,
            moved=fetched.permanent_url,
            asked=self.now,
            fresh=fetched.fresh,
            rhythm=rhythm(fetched.body),
        )
        if fetched.status == 304:
            if not each.here:
                error = DeliveryError(
                    f"{each.url} answers 304 Not Modified though nobody asked", hint="Tell its publisher."
                )
                return Polled(state=PollState(), error=error)
            kept = msgspec.structs.replace(
                state,
                etag=state.etag or each.state.etag,
                last_modified=state.last_modified or each.state.last_modified,
                rhythm=each.state.rhythm,
            )
            return Polled(state=kept, notes=notes)
        folder = self.folder / str(number)
        folder.mkdir()
        document = folder / _file_name(fetched)
        document.write_bytes(fetched.body)
        return Polled(
            state=state,
            document=document,
            address=fetched.url,
            encoding=needed_encoding(fetched.body, fetched.charset),
            notes=notes,
        )


def _stamp(url: str) -> str:
    return f"poll {url}"


def _rest_note(until: datetime) -> str:
    return f"its server wants to be left alone until {_moment(until)}, and was not asked"


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def _file_name(fetched: Fetched) -> str:
    """Return a name for the file, as its address has it: importers look at endings."""
    last = unquote(urlsplit(fetched.url).path.rpartition("/")[2])
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", last)[-80:].strip(".-") or "document"
    return name if "." in name else name + _ENDINGS.get(fetched.content_type, ".xml")


def needed_encoding(body: bytes, charset: str | None) -> str | None:
    """Return the charset that a server names, unless the document tells its own, or is plainly UTF-8.

    Many servers call everything ISO-8859-1.
    """
    if charset is None or body.startswith(_MARKS) or _DECLARED.match(body):
        return None
    try:
        body.decode()
    except UnicodeDecodeError:
        pass
    else:
        return None
    try:
        "".encode(charset)
    except (LookupError, UnicodeError):
        return None
    return charset
