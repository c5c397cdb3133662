"""The same post in two sources: found by its address, or by its title and date, and published once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from publisher.entries.identity import own_address
from publisher.entries.matching import another_text, canonical_address, folded_title
from publisher.text.html.to_text import plain_text

if TYPE_CHECKING:
    from publisher.catalog.intake import Held, Intake, KnownSource
    from publisher.model.entry import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Twin:
    """An entry of another source."""

    source: KnownSource
    entry: Held
    #: Its source goes before the one that is being read: the entry stays as it is.
    first: bool


class Twins:
    """What other sources have, for one that is being read.

    The sources of publisher.toml go first, in their order; then what was
    adopted, the last import first.  What a source left behind that
    publisher.toml names no more is nobody's.
    """

    def __init__(self, intake: Intake, name: str, live: Sequence[str]) -> None:
        self._intake = intake
        order = {each: place for place, each in enumerate(live)}
        own = order.get(name, len(order))
        self._others = [
            (source, order.get(source.name, len(order)) < own)
            for source in intake.sources().values()
            if source.name != name and (source.adopted or source.name in order)
        ]
        self._by_ref: dict[str, Twin] | None = None if self._others else {}
        self._by_sign: dict[tuple[str, str], list[Twin]] = {}

    @property
    def any(self) -> bool:
        """Whether there are any other sources."""
        return bool(self._others)

    def has_first(self, ref: str) -> bool:
        """Return whether an entry belongs to a source that goes before."""
        found = self._read().get(ref)
        return found is not None and found.first

    def holder(self, ref: str) -> Twin:
        """Return the entry of this ref, which another source has."""
        return self._read()[ref]

    def of(self, entry: Entry, whole: Callable[[], Entry]) -> list[Twin]:
        """Return the entries of other sources that are this post; those that go before come first.

        Args:
            entry: It needs no texts.
            whole: Gives it with its texts.
        """
        by_ref = self._read()
        found = {twin.entry.ref: twin for twin in (by_ref.get(entry.ref),) if twin}
        if entry.status in {"published", "scheduled"}:
            for sign in _signs(entry.ref, entry.published.date().isoformat(), entry.title, entry.url):
                for twin in self._by_sign.get(sign, ()):
                    if twin.entry.ref not in found and (sign[0] == "address" or self._is_one(whole(), twin)):
                        found[twin.entry.ref] = twin
        return sorted(found.values(), key=lambda twin: not twin.first)

    def _is_one(self, entry: Entry, twin: Twin) -> bool:
        """Tell whether two entries with one title, of one day, are one post."""
        other = self._intake.entry(twin.entry.ref)
        texts = (plain_text(entry.html), plain_text(other.html))
        return not another_text(*texts, languages=(entry.language, other.language))

    def displace(self, twin: Twin, by: str) -> None:
        """Let the entry of ref *by* stand for another source's; the file of that one is read again at its next turn."""
        if twin.entry.ref != by:
            self._intake.release(twin.entry.ref, twin.source.number)
        self._intake.read_again(twin.source.number, twin.entry.file)
        self._forget(twin)

    def _read(self) -> dict[str, Twin]:
        """Read the entries of all other sources, once it is known that they matter."""
        if self._by_ref is None:
            self._by_ref = {}
            for source, first in self._others:
                for entry in self._intake.held(source.number):
                    twin = Twin(source=source, entry=entry, first=first)
                    self._by_ref[entry.ref] = twin
                    if entry.public:
                        for sign in _signs(entry.ref, entry.day, entry.title, entry.url):
                            self._by_sign.setdefault(sign, []).append(twin)
        return self._by_ref

    def _forget(self, twin: Twin) -> None:
        entry = twin.entry
        self._read().pop(entry.ref, None)
        for sign in _signs(entry.ref, entry.day, entry.title, entry.url):
            self._by_sign[sign] = [each for each in self._by_sign.get(sign, ()) if each is not twin]


def _signs(ref: str, day: str, title: str, url: str | None) -> Iterable[tuple[Literal["address", "title"], str]]:
    """Yield what two sources have in common where they have the same post."""
    if own := own_address(url, ref):
        yield "address", canonical_address(own)
    if folded := folded_title(title):
        yield "title", f"{day} {folded}"
