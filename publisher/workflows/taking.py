"""Take the posts of one source into the catalog, each under its own identity."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from publisher.content.identity import Remembered, Sighting, address, mint, sight, source_label
from publisher.content.matching import Matcher
from publisher.content.understand import understand
from publisher.model.entry import Person
from publisher.model.identity import Identity
from publisher.model.post import Post, Rejected, Skipped, Warned

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from publisher.config import Config, Source
    from publisher.storage.catalog_intake import Intake
    from publisher.workflows.imported import SourceReport
    from publisher.workflows.memory import Memory

_Dated = TypeVar("_Dated", Remembered, Sighting)


@dataclass(kw_only=True)
class Taking:
    """One source, being taken; call `take` for everything that the importer yields, then `finish`."""

    config: Config
    zone: ZoneInfo
    #: The present, for changes that no source dates.
    now: datetime
    #: Address of the folder of article pages.
    pages: str
    memory: Memory
    intake: Intake
    #: What publisher.toml says of the source; of an adopted path, the defaults.
    source: Source
    number: int
    #: Counts are added up here.
    report: SourceReport
    #: Names of the sources that are read by themselves: nothing is taken over from them.
    live: Collection[str]
    #: Refs of this source that stand in files which are not read now.
    resting: Collection[str] = ()
    #: Keep the posts, so that entries can be made anew without their source.
    keep_posts: bool = False
    #: Refs that were taken.
    taken: set[str] = field(default_factory=set)
    #: Files with a post that belongs to another source: read again until one of the two has let go.
    disputed: set[str] = field(default_factory=set)
    _waiting: list[tuple[Post, Sighting]] = field(default_factory=list)
    _seen: dict[tuple[str, str], str] = field(default_factory=dict)
    _places: dict[str, str] = field(default_factory=dict)

    def take(self, found: Post | Rejected | Warned | Skipped) -> None:
        """Store a post at once if it is clear which one it is; note everything else."""
        if isinstance(found, Rejected):
            self.report.rejected.append(found)
        elif isinstance(found, Warned):
            self.report.warned.append(found)
        elif isinstance(found, Skipped):
            self.report.skipped.append(found)
        else:
            try:
                self._take_post(found)
            except OverflowError:
                self.report.rejected.append(
                    Rejected(
                        place=_place(found),
                        reason=f"the date {found.published} is out of reach",
                        hint="Correct the year.",
                    )
                )

    def finish(self) -> None:
        """Store the posts that could only be told apart together."""
        waiting, self._waiting = self._waiting, []
        own = self._own.settle([sighting for _, sighting in waiting])
        left = [each for each, known in zip(waiting, own, strict=True) if known is None]
        others = iter(self._others.settle([_dated(sighting) for _, sighting in left]))
        for (post, sighting), known in zip(waiting, own, strict=True):
            self._store(post, sighting, known or next(others))

    @cached_property
    def _label(self) -> str:
        return source_label(self.report.name)

    @cached_property
    def _own(self) -> Matcher:
        return Matcher(
            each for each in self.memory.refs().values() if each.source == self._label and each.ref not in self.resting
        )

    @cached_property
    def _others(self) -> Matcher:
        """What other sources left behind: neither a key nor the same words prove anything on another day."""
        return Matcher(
            _dated(each)
            for each in self.memory.refs().values()
            if each.source != self._label and each.ref not in self._held
        )

    @cached_property
    def _elsewhere(self) -> dict[tuple[str, str], Remembered]:
        """Day and content → the post of another live source that is in the catalog now."""
        known = self.memory.refs()
        return {(known[ref].day, known[ref].digest): known[ref] for ref in self._held if ref in known}

    @cached_property
    def _held(self) -> Collection[str]:
        """Refs of entries that other live sources have now: not to be taken over."""
        others = set(self.live) - {self.report.name}
        return self.intake.held_by(others) if others else ()

    def _take_post(self, post: Post) -> None:
        sighting = sight(post, self.zone)
        place = _place(post)
        if sighting.likeness is not None:
            first = self._seen.setdefault((sighting.day, sighting.digest), place)
            if first != place:
                self.report.warned.append(Warned(place=place, reason=f"the same post as at {first}, taken once"))
                return
        known = self._own.certain(sighting)
        if known is None and self._own.is_new(sighting):
            dated = _dated(sighting)
            known = self._others.certain(dated)
            if known is None and not self._others.is_new(dated):
                self._waiting.append((post, sighting))
                return
        elif known is None:
            self._waiting.append((post, sighting))
            return
        self._store(post, sighting, known)

    def _store(self, post: Post, sighting: Sighting, known: Remembered | None) -> None:
        remembered = self._first_seen(post, sighting) if known is None else self._seen_again(post, sighting, known)
        if remembered is None:
            return
        updated = post.updated or remembered.updated
        if updated is not None:
            updated = updated.replace(tzinfo=self.zone) if updated.tzinfo is None else updated.astimezone(self.zone)
        url = address(
            post,
            remembered.ref,
            permalink=self.source.permalink,
            home=self.config.publication.home,
            pages=self.pages,
        )
        entry = understand(
            post,
            identity=Identity(id=remembered.id, ref=remembered.ref, url=url, updated=updated),
            language=self.config.publication.language,
            zone=self.zone,
            hour=self.source.hour,
            authors=self._authors,
            tags=self.source.tags,
        )
        due = datetime.combine(entry.published.date(), time(), self.zone) if entry.date_only else entry.published
        self.memory.keep(remembered)
        outcome = self.intake.put(
            entry,
            remembered,
            source=self.number,
            file=post.origin.path,
            due=due.timestamp(),
            post=post if self.keep_posts else None,
        )
        self.taken.add(remembered.ref)
        self._places[remembered.ref] = _place(post)
        if outcome == "new":
            self.report.new += 1
        elif outcome == "changed":
            self.report.changed += 1
        else:
            self.report.unchanged += 1

    def _seen_again(self, post: Post, sighting: Sighting, known: Remembered) -> Remembered:
        changed = self.memory.refs()[known.ref].digest != sighting.digest
        return replace(
            known,
            source=self._label,
            key=sighting.key,
            digest=sighting.digest,
            likeness=sighting.likeness,
            updated=None if post.updated else self.now if changed else known.updated,
        )

    def _first_seen(self, post: Post, sighting: Sighting) -> Remembered | None:
        """Give a new post its id, unless it is another's."""
        twin = self._elsewhere.get((sighting.day, sighting.digest))
        owner = self.memory.owner(post.foreign_id) if post.foreign_id else None
        if owner is not None or twin is not None:
            self._reject_twin(post, owner, twin)
            return None
        identity, ref = mint(post, sighting, authority=self.memory.authority, taken=self.memory.taken)
        return Remembered(
            source=self._label,
            key=sighting.key,
            id=identity,
            ref=ref,
            digest=sighting.digest,
            likeness=sighting.likeness,
        )

    def _reject_twin(self, post: Post, owner: Remembered | None, twin: Remembered | None) -> None:
        place = _place(post)
        other = owner or twin
        assert other is not None  # noqa: S101  # narrows the type
        where = self._places.get(other.ref) or f"{other.source} ({other.ref})"
        if owner is not None:
            reason = f"{place} and {where} both have the id {owner.id!r}"
            hint = "Give the newer post an id of its own, or take one of the two away."
        else:
            reason = f"{place} is the same post as {where}"
            hint = "Take it out of one of the two sources, for instance with `exclude`."
        self.disputed.add(post.origin.path)
        self.report.rejected.append(Rejected(place=place, reason=reason, hint=hint))

    @cached_property
    def _authors(self) -> tuple[Person, ...]:
        if self.source.author:
            return (Person(name=self.source.author),)
        return tuple(
            Person(name=author.name, email=author.email, url=author.url) for author in self.config.publication.authors
        )


def _place(post: Post) -> str:
    line = post.origin.first_line
    return post.origin.path if line is None else f"{post.origin.path}:{line}"


def _dated(each: _Dated) -> _Dated:
    return replace(each, key=f"{each.day} {each.key}", digest=f"{each.day} {each.digest}")
