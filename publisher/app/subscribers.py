"""Keeping the list of subscribers."""

from __future__ import annotations

from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from publisher.app.publication import Foundation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from publisher.database import Database
    from publisher.model.delivery import Delivery
    from publisher.model.subscriber import Subscriber, SubscriberState
    from publisher.subscribers.membership import ListImport
    from publisher.subscribers.store import SubscriberList


class People(Foundation):
    """The list of subscribers."""

    @cached_property
    def _database_path(self) -> Path:
        from publisher.database import FILE_NAME as DATABASE

        return self.root / DATABASE

    def _database(self) -> Database:
        from publisher.database import Database

        return Database(self._database_path)

    @contextmanager
    def _people(self) -> Iterator[SubscriberList]:
        from publisher.subscribers.store import SubscriberList

        with self._database() as database:
            yield SubscriberList(database=database)

    def add_subscriber(
        self, address: str, *, name: str = "", language: str = "", tags: tuple[str, ...] = ()
    ) -> tuple[Subscriber, bool]:
        """Put an address on the list; the second value says whether it is new."""
        from publisher.subscribers.membership import add

        with self._people() as people:
            return add(people, address, name=name, language=language, tags=tags, token=self.token, now=self.now())

    def add_subscriber_again(
        self, address: str, *, name: str = "", language: str = "", tags: tuple[str, ...] = ()
    ) -> tuple[Subscriber, bool]:
        """Put an address on the list, also when the person left it and asked to come back."""
        from publisher.subscribers.membership import add_again

        with self._people() as people:
            return add_again(people, address, name=name, language=language, tags=tags, token=self.token, now=self.now())

    def plan_subscriber_import(self, path: Path) -> ListImport:
        """Say what importing a CSV file would do; change nothing."""
        from publisher.subscribers.membership import plan_import, read_list

        parsed = read_list(path, self.zone)
        with self._people() as people:
            return plan_import(people, parsed, how=f"imported from {path.name}", token=self.token, now=self.now())[1]

    def import_subscribers(self, path: Path) -> ListImport:
        """Take all subscribers of a CSV file, or none when a line is bad."""
        from publisher.subscribers.membership import import_list, read_list, refuse_bad

        parsed = refuse_bad(read_list(path, self.zone))
        with self._people() as people:
            return import_list(people, parsed, how=f"imported from {path.name}", token=self.token, now=self.now())

    def import_good_subscribers(self, path: Path) -> ListImport:
        """Take the good lines of a CSV file; the report names the bad ones."""
        from publisher.subscribers.membership import import_list, read_list

        parsed = read_list(path, self.zone)
        with self._people() as people:
            return import_list(people, parsed, how=f"imported from {path.name}", token=self.token, now=self.now())

    def subscribers(self, state: SubscriberState | None = None) -> Sequence[Subscriber]:
        """Return the list, or those in one state, by address."""
        with self._people() as people:
            return people.all(state)

    def subscribers_as_csv(self) -> bytes:
        """Return the whole list as CSV."""
        from publisher.subscribers.csv_file import write_list

        return write_list(self.subscribers())

    def export_subscribers(self, path: Path) -> int:
        """Write the whole list as CSV to a file; return how many it holds."""
        from publisher.subscribers.membership import export_list

        with self._people() as people:
            return export_list(people, path)

    def find_subscriber(self, address: str) -> tuple[Subscriber, Sequence[Delivery]]:
        """Return one subscriber, and what became of each issue for them."""
        from publisher.model.subscriber import parse_address
        from publisher.subscribers.membership import find

        with self._people() as people:
            found = find(people, address)
            return found, people.received(parse_address(found.address).key)

    def remove_subscriber(self, address: str) -> Subscriber:
        """Unsubscribe an address."""
        from publisher.subscribers.membership import remove

        with self._people() as people:
            return remove(people, address, now=self.now())

    def suppress_subscriber(self, address: str) -> Subscriber:
        """Make sure that an address never gets mail."""
        from publisher.subscribers.membership import suppress

        with self._people() as people:
            return suppress(people, address, token=self.token, now=self.now())

    def erase_subscriber(self, address: str) -> None:
        """Forget everything that leads to a person."""
        from publisher.subscribers.membership import erase

        with self._people() as people:
            erase(people, address, now=self.now())
