"""What is remembered of every post's identity: publisher.lock, or the catalog while ids are provisional."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from publisher.catalog.intake import Intake
from publisher.catalog.lock_file import LOCK_NAME, KnownPosts, Lock, read_lock, read_own_lock, write_known
from publisher.config import PLACEHOLDER_HOME
from publisher.entries.identity import Remembered, authority_of, with_authority
from publisher.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from publisher.catalog.catalog import Catalog
    from publisher.config import Publication

_UNWRITTEN = "unwritten"


class Memory:
    """Every remembered identity of one publication.

    Opening it costs two stamps when publisher.lock is as the catalog last saw
    it; the file is read only when something has to be looked up.

    Raises:
        ConfigurationError: The ids of publisher.lock belong to another authority.
        StoreError: publisher.lock is damaged.
    """

    def __init__(self, root: Path, publication: Publication, catalog: Catalog) -> None:
        self._path = root / LOCK_NAME
        self._catalog = catalog
        self._known: KnownPosts | None = None
        self._undo: list[tuple[str, Remembered | None]] = []
        #: The catalog knows that publisher.lock is behind.
        self._noted = False
        self.authority = authority_of(publication.home, publication.id_authority)
        #: Ids may still change: nothing is written to publisher.lock.
        self.provisional = publication.home == PLACEHOLDER_HOME
        if catalog.stamp("authority") != self.authority or catalog.stamp("lock") != self._lock_stamp():
            self._reconcile()

    def refs(self) -> KnownPosts:
        """Return ref → what is remembered, of entries that are gone too."""
        if self._known is None:
            self._known = self._remembered()
        return self._known

    def taken(self, name: str) -> bool:
        """Return whether an id or a ref belongs to a post."""
        known = self.refs()
        return name in known or known.ref_of(name) is not None

    def owner(self, identity: str) -> Remembered | None:
        """Return the post that has this id."""
        known = self.refs()
        ref = known.ref_of(identity)
        return None if ref is None else known[ref]

    def keep(self, each: Remembered) -> None:
        """Remember a post, or what has changed about it."""
        known = self.refs()
        before = known.get(each.ref)
        if before != each:
            self._undo.append((each.ref, before))
            known[each.ref] = each
            if not self._noted:
                self._catalog.set_stamp("lock", _UNWRITTEN)
                self._noted = True

    @contextmanager
    def all_or_nothing(self) -> Iterator[None]:
        """Forget what was kept inside, if it ends with an error."""
        self._undo.clear()
        self._noted = False
        known = self.refs()
        try:
            yield
        except BaseException:
            self._noted = False
            for ref, before in reversed(self._undo):
                del known[ref]
                if before is not None:
                    known[ref] = before
            raise

    def save(self) -> None:
        """Write publisher.lock if it has changed, unless the catalog may still undo the reason."""
        if self._catalog.in_transaction:
            return
        self._catalog.set_stamp("authority", self.authority)
        if self._catalog.stamp("lock") == self._lock_stamp():
            return
        if not self.provisional:
            known = self.refs()
            if known or self._path.exists():
                write_known(self._path, self.authority, known)
        self._catalog.set_stamp("lock", self._lock_stamp())
        self._noted = False

    def _reconcile(self) -> None:
        """Bring together what the lock file and the catalog say; the lock file wins."""
        lock = read_lock(self._path)
        intake = Intake(self._catalog)
        here = list(intake.remembered())
        before = self._catalog.stamp("authority")
        if lock is not None and lock.known:
            self._check_authority(lock)
            agreed = self._joined(lock.known, here)
        else:
            agreed = before in {None, self.authority}
            self._known = KnownPosts(here if agreed or before is None else with_authority(here, before, self.authority))
        with self._catalog.transaction():
            if not agreed:
                intake.distrust()
            self._catalog.set_stamp("lock", _UNWRITTEN)

    def _joined(self, locked: Iterable[Remembered], here: Iterable[Remembered]) -> bool:
        """Learn what the lock file knows, and what the catalog knows beyond it; return whether they agree."""
        known = self._known = KnownPosts(locked)
        keys = {(each.source, each.key) for each in known.values()}
        agreed = True
        for each in here:
            same = known.get(each.ref)
            if same is not None:
                agreed = agreed and (same.id, same.updated, same.hidden) == (each.id, each.updated, each.hidden)
            elif known.ref_of(each.id) is not None or (each.source, each.key) in keys:
                agreed = False
            else:
                known[each.ref] = each
        return agreed

    def _check_authority(self, lock: Lock) -> None:
        if lock.authority == self.authority or not any(e.id.startswith(f"tag:{lock.authority},") for e in lock.known):
            return
        raise ConfigurationError(
            f"the permanent ids in {LOCK_NAME} belong to {lock.authority}, "
            f"those of publisher.toml to {self.authority}: every reader would get every entry again",
            hint=f'Keep the ids with `id_authority = "{lock.authority}"` in [publication]; or, while nobody reads the '
            f"feeds, delete {LOCK_NAME} to have new ones.",
        )

    def _remembered(self) -> KnownPosts:
        if self._catalog.stamp("lock") == self._lock_stamp() and (own := read_own_lock(self._path)) is not None:
            return own
        lock = read_lock(self._path)
        return KnownPosts(lock.known if lock else Intake(self._catalog).remembered())

    def _lock_stamp(self) -> str:
        try:
            stat = self._path.stat()
        except OSError:
            return "none"
        return f"{stat.st_mtime_ns} {stat.st_size}"
