"""What an import did, source by source."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from publisher.errors import DeliveryError, InputError, PublisherError
from publisher.model.post import Rejected, Sameness, Skipped, Warned


@dataclass(slots=True, kw_only=True)
class SourceReport:
    """What became of one source; counts entries."""

    name: str
    kind: str = ""
    #: Why this importer was chosen.
    why: str = ""
    #: By `import PATH`, not by a [[source]].
    adopted: bool = False
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    withdrawn: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    warned: list[Warned] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    #: Of what is new or changed, how much readers do not see, by what it is: ``draft``, ``private post`` ...
    unseen: Counter[str] = field(default_factory=Counter)
    #: By what posts were to be found that another importer had read; None when nobody asked.
    match: Sameness | None = None
    #: How many were found.
    matched: int = 0
    #: Place and title of those that are new.
    unmatched: list[str] = field(default_factory=list)
    #: Why the source could not be used; nothing of it was touched.
    error: PublisherError | None = None

    @property
    def read(self) -> int:
        """Return how many posts were looked at, for better or worse."""
        return self.new + self.changed + self.unchanged + len(self.rejected)

    def count(self, outcome: Literal["new", "changed", "unchanged"]) -> None:
        """Count an entry that was stored."""
        if outcome == "new":
            self.new += 1
        elif outcome == "changed":
            self.changed += 1
        else:
            self.unchanged += 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What one import did; the sums are over all of its sources."""

    sources: tuple[SourceReport, ...]
    #: Ids may still change, because `home` is the placeholder.
    provisional: bool = False

    @property
    def new(self) -> int:
        """Return how many entries the catalog did not have."""
        return sum(source.new for source in self.sources)

    @property
    def changed(self) -> int:
        """Return how many entries a reader would find different."""
        return sum(source.changed for source in self.sources)

    @property
    def unchanged(self) -> int:
        """Return how many entries are as they were."""
        return sum(source.unchanged for source in self.sources)

    @property
    def withdrawn(self) -> int:
        """Return how many entries left with their posts."""
        return sum(source.withdrawn for source in self.sources)

    @property
    def rejected(self) -> tuple[Rejected, ...]:
        """Return every post that could not be used."""
        return tuple(each for source in self.sources for each in source.rejected)

    @property
    def warned(self) -> tuple[Warned, ...]:
        """Return everything odd that lost nothing."""
        return tuple(each for source in self.sources for each in source.warned)

    def failure(self) -> PublisherError | None:
        """Return the error to raise once everything that could be done is done, or None when all went well."""
        failed = [source.error for source in self.sources if source.error is not None]
        unfetched = sum(isinstance(error, DeliveryError) for error in failed)
        parts = []
        if unread := len(failed) - unfetched:
            parts.append(f"{_counted(unread, 'source')} could not be read")
        if self.rejected:
            parts.append(f"{_counted(len(self.rejected), 'post')} could not be used")
        to_mend = bool(parts)
        if unfetched:
            parts.append(f"{_counted(unfetched, 'source')} could not be fetched")
        if not parts:
            return None
        said = " and ".join(parts)
        if len(self.sources) > len(failed) and (len(self.sources) > 1 or self.new or self.changed or self.unchanged):
            said += "; everything else was done"
        if to_mend:
            return InputError(said, hint="Mend what is named above and run the same command again.")
        return DeliveryError(said, hint="Nothing that was there is lost; run the command again when that is put right.")


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
