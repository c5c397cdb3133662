"""Reads and understands the files of a source in several processes.

What comes out, and in which order, is the same as from one process.  The
others read files and foresee entries; this one gives the ids, writes the
catalog and, when it has to wait, reads files itself.
"""

from __future__ import annotations

import gc
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache, partial
from multiprocessing import get_context
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, cast

import msgspec
from msgspec.structs import replace

from publisher.catalog.packed_posts import StoredPost, restored, stored
from publisher.entries.identity import Sighting
from publisher.importing.changed_files import below, read
from publisher.importing.conversion import Foreseen, Prepared
from publisher.model.entry import Entry
from publisher.model.post import Identity, Post, Rejected, Skipped, Warned
from publisher.sources import open_importer

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

    from publisher.importing.changed_files import Changes, ReadsFileByFile
    from publisher.importing.conversion import Understanding
    from publisher.sources import Importer
    from publisher.sources.inputs.resource import Place

#: Path and size of some files.
_Share = Sequence[tuple[str, int]]

#: Files from which on it pays to start one more process, which takes as long as some hundred of them.
WORTH_A_PROCESS = 200
#: Files that a process is asked for at a time: few, so that none is waited for.
SHARE = 16
#: Shares that a process has in front of it.
AHEAD = 3
#: Shares for each process that may lie here until their turn comes: memory stays constant.
KEPT = 8


def read_together(
    importer: Importer,
    place: Place,
    to_do: Changes,
    understanding: Understanding,
    *,
    jobs: int,
    advance: Callable[[int], None],
) -> Iterator[Prepared]:
    """Read what `changes` found, with other processes where it is much.

    Args:
        importer: Of the source, for what this process reads; one that reads file by file.
        place: Of the source.
        to_do: Files to read.
        understanding: How posts become entries.
        jobs: Processes at a time, this one included.
        advance: Called with the number of bytes just read.
    """
    paths = below(place, to_do)
    others = min(jobs, len(paths) // WORTH_A_PROCESS) - 1
    if others < 1:
        yield from read(importer, place, to_do, advance)
        return
    shares = [paths[start : start + SHARE] for start in range(0, len(paths), SHARE)]
    own = cast("ReadsFileByFile", importer)
    crew = _Crew(shares, lambda share: understanding.ahead(own.read_files(share, advance)), advance)
    try:
        crew.hire(others, importer.kind, place, understanding)
        for found in crew.results():
            yield from found
    finally:
        crew.dismiss()


@dataclass(eq=False)
class _Member:
    """Another process, and the numbers of the shares that it has in front of it."""

    process: BaseProcess
    connection: Connection
    shares: deque[int] = field(default_factory=deque)


class _Crew:
    """Shares of files, and who reads them."""

    def __init__(
        self,
        shares: Sequence[_Share],
        do: Callable[[_Share], list[Prepared]],
        advance: Callable[[int], None],
    ) -> None:
        self._shares = shares
        self._do = do
        self._advance = advance
        self._left = deque(range(len(shares)))
        self._done: dict[int, Callable[[], list[Prepared]]] = {}
        self._members: list[_Member] = []
        self._hired: list[_Member] = []

    def hire(self, number: int, kind: str, place: Place, understanding: Understanding) -> None:
        """Start other processes."""
        context = get_context("spawn")  # a copy of this process would share its catalog
        for _ in range(number):
            ours, theirs = context.Pipe()
            process = context.Process(target=_work, args=(theirs, kind, place, understanding), daemon=True)
            process.start()
            theirs.close()
            self._hired.append(_Member(process, ours))
        self._members = [*self._hired]

    def results(self) -> Iterator[list[Prepared]]:
        """Yield what each share gave, in their order."""
        for number in range(len(self._shares)):
            while number not in self._done:
                self._hand_out()
                if self._collect(patience=0):
                    continue
                if self._left and (self._left[0] == number or self._room > 0):
                    own = self._left.popleft()
                    self._done[own] = partial(_same, self._do(self._shares[own]))
                else:
                    self._collect(patience=None)
            yield self._done.pop(number)()

    def dismiss(self) -> None:
        """Let the other processes end."""
        for member in self._hired:
            with suppress(OSError):
                member.connection.close()
        for member in self._hired:
            member.process.join(timeout=5)
            if member.process.is_alive():
                member.process.terminate()
                member.process.join()
            member.process.close()

    @property
    def _room(self) -> int:
        """Shares that may still be done ahead of their turn."""
        return KEPT * len(self._hired) - len(self._done)

    def _hand_out(self) -> None:
        """See to it that nobody is idle."""
        for member in self._members:
            while self._left and len(member.shares) < min(AHEAD, self._room):
                share = self._left.popleft()
                member.shares.append(share)
                with suppress(OSError):  # it has ended: `_collect` will see
                    member.connection.send(self._shares[share])

    def _collect(self, *, patience: float | None) -> bool:
        """Take what has been done, or wait for it; return whether there was anything."""
        ready = wait([member.connection for member in self._members if member.shares], patience)
        for member in [member for member in self._members if member.connection in ready]:
            try:
                message = member.connection.recv_bytes()
            except (EOFError, OSError):
                # It was killed: the others do what it had in front of it.
                self._members.remove(member)
                self._left = deque(sorted((*self._left, *member.shares)))
            else:
                share = member.shares.popleft()
                self._done[share] = partial(self._understood, self._shares[share], message)
        return bool(ready)

    def _understood(self, share: _Share, message: bytes) -> list[Prepared]:
        """Return what another process says, or find out where it failed: what it met is met here once more."""
        if not message:
            return self._do(share)
        said = _decoder().decode(message)
        self._advance(said.size)
        return [each.found() for each in said.found]


def _same(found: list[Prepared]) -> list[Prepared]:
    return found


class _Understood(msgspec.Struct, array_like=True):
    """A `Foreseen`, or a post of which nothing could be foreseen."""

    post: StoredPost
    sighting: Sighting | None = None
    identity: Identity | None = None
    entry: Entry | None = None
    #: The whole entry.
    data: msgspec.Raw = msgspec.Raw()


class _Told(msgspec.Struct, omit_defaults=True):
    """One thing that a file gave."""

    post: _Understood | None = None
    rejected: Rejected | None = None
    warned: Warned | None = None
    skipped: Skipped | None = None

    def found(self) -> Prepared:
        """Return it as the importer would have."""
        told = self.post
        if told is None:
            other = self.rejected or self.warned or self.skipped
            assert other is not None  # noqa: S101  # one of them is always there
            return other
        post = restored(told.post)
        if told.sighting is None or told.identity is None or told.entry is None:
            return post
        return Foreseen(
            post=post, sighting=told.sighting, identity=told.identity, entry=told.entry, data=bytes(told.data)
        )


class _Said(msgspec.Struct):
    """What one share gave."""

    #: Bytes that were read.
    size: int
    found: list[_Told]


@cache
def _decoder() -> msgspec.json.Decoder[_Said]:
    return msgspec.json.Decoder(_Said)


def _told(found: Prepared) -> _Told:
    if isinstance(found, Foreseen):
        light = replace(found.entry, html="", summary="", links=(), citations=())
        return _Told(
            post=_Understood(stored(found.post), found.sighting, found.identity, light, msgspec.Raw(found.data))
        )
    if isinstance(found, Post):
        return _Told(post=_Understood(stored(found)))
    if isinstance(found, Rejected):
        return _Told(rejected=found)
    return _Told(warned=found) if isinstance(found, Warned) else _Told(skipped=found)


def _work(connection: Connection, kind: str, place: Place, understanding: Understanding) -> None:
    """Do shares until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process ends the others
    gc.set_threshold(10_000)
    importer = cast("ReadsFileByFile", open_importer(kind, place))
    sizes: list[int] = []
    with suppress(EOFError, OSError):
        while True:
            share = connection.recv()
            sizes.clear()
            try:
                told = [_told(found) for found in understanding.ahead(importer.read_files(share, sizes.append))]
                message = msgspec.json.encode(_Said(sum(sizes), told))
            except Exception:  # noqa: BLE001  # the first process meets the same, and says it
                message = b""
            connection.send_bytes(message)
