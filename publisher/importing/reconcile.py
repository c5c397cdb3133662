"""Take the posts of one source into the catalog, each under its own identity."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace

from publisher.entries.identity import Remembered, Sighting, mint, own_address, sight, source_label
from publisher.entries.matching import Matcher, Predecessors, folded_title
from publisher.importing.conversion import Foreseen, Prepared, Understanding
from publisher.importing.duplicates import Twin, Twins
from publisher.model.post import Post, Rejected, Sameness, Skipped, Warned
from publisher.text.characters import one_line
from publisher.text.slugs import slug

if TYPE_CHECKING:
    from publisher.catalog.intake import Intake
    from publisher.importing.identities import Memory
    from publisher.importing.report import SourceReport
    from publisher.model.entry import Entry, Status
    from publisher.model.post import Identity

_Dated = TypeVar("_Dated", Remembered, Sighting)


@dataclass(kw_only=True)
class Taking:
    """One source, being taken; call `take` for everything that the importer yields, then `finish`."""

    #: How posts become entries.
    understanding: Understanding
    #: The present, for changes that no source dates.
    now: datetime
    memory: Memory
    intake: Intake
    number: int
    #: Counts are added up here.
    report: SourceReport
    #: Names of the sources of publisher.toml, in their order: what has come earlier goes first.
    live: Sequence[str]
    #: Refs of this source that stand in files which are not read now.
    resting: Collection[str] = ()
    #: Keep the posts, so that entries can be made anew without their source.
    keep_posts: bool = False
    #: Digest of all settings of a source that is read as a whole, most of it in vain: what was made from a post that is
    #: the same to the letter is not made again.
    settings: str | None = None
    #: Refs that were taken.
    taken: set[str] = field(default_factory=set)
    #: Files with a post that another source has too: read again until one of the two has let go.
    disputed: set[str] = field(default_factory=set)
    #: Refs that were let go, as another source has the post too.
    let_go: set[str] = field(default_factory=set)
    #: Names of the sources that lost a post to this one.
    displaced: set[str] = field(default_factory=set)
    _waiting: list[tuple[Post, Sighting]] = field(default_factory=list)
    #: Place → what was foreseen of the post there.
    _foreseen: dict[str, Foreseen] = field(default_factory=dict)
    _seen: dict[tuple[str, str], str] = field(default_factory=dict)
    _places: dict[str, str] = field(default_factory=dict)
    #: Posts of this source were known before.
    _had_own: bool = False

    def take(self, found: Prepared) -> None:
        """Store a post at once if it is clear which one it is; note everything else."""
        if isinstance(found, Rejected):
            self.report.rejected.append(found)
        elif isinstance(found, Warned):
            self.report.warned.append(found)
        elif isinstance(found, Skipped):
            self.report.skipped.append(found)
        else:
            post = found.post if isinstance(found, Foreseen) else found
            try:
                if isinstance(found, Foreseen):
                    self._foreseen[_place(post)] = found
                    self._take_post(post, found.sighting)
                else:
                    self._take_post(post, sight(post, self.understanding.zone))
            except OverflowError:
                self.report.rejected.append(
                    Rejected(
                        place=_place(post),
                        reason=f"the date {post.published} is out of reach",
                        hint="Correct the year.",
                    )
                )

    def finish(self) -> None:
        """Store the posts that could only be told apart together."""
        waiting, self._waiting = self._waiting, []
        own = self._own.settle([sighting for _, sighting in waiting])
        left = [each for each, known in zip(waiting, own, strict=True) if known is None]
        others = iter(self._others.settle([_dated(sighting) for _, sighting in left]))
        claimed = {known.ref for known in own if known is not None}
        for (post, sighting), known in zip(waiting, own, strict=True):
            other = next(others) if known is None else None
            if known is None and (before := self._predecessor(post, sighting, claimed | self.taken)):
                self._store(post, sighting, before, moved=True)
            else:
                self._store(post, sighting, known or other)
        if self._match and self._had_own and not self.report.matched:
            # The move was made by an earlier import; a new post is nothing to be told of.
            self.report.unmatched.clear()

    @property
    def _match(self) -> Sameness | None:
        return self.understanding.source.match

    @cached_property
    def _label(self) -> str:
        return source_label(self.report.name)

    @cached_property
    def _own(self) -> Matcher:
        own = [each for each in self._free if each.source == self._label]
        self._had_own = bool(own or self.resting)
        return Matcher(own)

    @cached_property
    def _others(self) -> Matcher:
        """What other sources left behind: neither a key nor the same words prove anything on another day."""
        return Matcher(_dated(each) for each in self._free if each.source != self._label)

    @cached_property
    def _predecessors(self) -> Predecessors | None:
        """What a post may continue, where that was asked for."""
        if self._match is None:
            return None
        return Predecessors(self._free, self._match)

    @cached_property
    def _twins(self) -> Twins:
        return Twins(self.intake, self.report.name, self.live)

    @property
    def _free(self) -> list[Remembered]:
        """All that is remembered, but for what stands in other files, and what a source has that goes before this."""
        known = self.memory.refs()
        free = [ref for ref in known if ref not in self.resting]
        if self._twins.any:
            free = [ref for ref in free if not self._twins.has_first(ref)]
        return [known[ref] for ref in free]

    def _take_post(self, post: Post, sighting: Sighting) -> None:
        if sighting.likeness is not None:
            place = _place(post)
            first = self._seen.setdefault((sighting.day, sighting.digest), place)
            if first != place:
                self.report.warned.append(Warned(place=place, reason=f"the same post as at {first}, taken once"))
                return
        known = self._own.certain(sighting)
        if known is None and not self._own.is_new(sighting):
            self._waiting.append((post, sighting))
            return
        if known is None and self._match and (known := self._predecessor(post, sighting, self.taken)):
            if known.source == self._label:
                # Its own post may be still to come.
                self._waiting.append((post, sighting))
                return
            self._store(post, sighting, known, moved=True)
            return
        if known is None and self._others.unclaimed:
            dated = _dated(sighting)
            known = self._others.certain(dated)
            if known is None and not self._others.is_new(dated):
                self._waiting.append((post, sighting))
                return
        self._store(post, sighting, known)

    def _predecessor(self, post: Post, sighting: Sighting, taken: Collection[str]) -> Remembered | None:
        """Return what a post continues under another importer, where that was asked for; never against its id."""
        if self._predecessors is None or (post.foreign_id and self.memory.owner(post.foreign_id)):
            return None
        name = f"{sighting.day}-{slug(post.slug or '') or slug(post.title) or 'post'}"
        url = own_address(self.understanding.address(post, name), name)
        return self._predecessors.find(post, sighting.day, url, taken)

    def _store(self, post: Post, sighting: Sighting, known: Remembered | None, *, moved: bool = False) -> None:
        if known is not None and known.ref in self.taken:
            # What two rules found for two posts belongs to the first.
            known = None
        if known is None and post.foreign_id:
            known = self.memory.owner(post.foreign_id)
            if known is not None and self._is_anothers(post, known):
                return
        if known is None:
            remembered = self._first_seen(post, sighting)
        else:
            remembered = self._seen_again(post, sighting, known, moved=moved)
        identity = self.understanding.identity(post, remembered.id, remembered.ref, remembered.updated)
        made_from = self.settings and self.understanding.digest(post, identity, self.settings)
        entry, data = self._understood(post, identity, made_from)
        if known is not None and remembered.updated not in {None, known.updated} and self._reads_the_same(entry):
            remembered = replace(remembered, updated=known.updated)
            identity = self.understanding.identity(post, remembered.id, remembered.ref, known.updated)
            entry, data = replace(entry, updated=identity.updated), None
        if self._twins.any and not self._prevails(post, entry, data):
            return
        if self._match:
            self._count_move(post, known, moved=moved)
        zone = self.understanding.zone
        due = datetime.combine(entry.published.date(), time(), zone) if entry.date_only else entry.published
        self.memory.keep(remembered)
        outcome = self.intake.put(
            entry,
            remembered,
            source=self.number,
            file=post.origin.path,
            due=due.timestamp(),
            until=post.expires.timestamp() if post.expires else None,
            post=post if self.keep_posts else None,
            data=data,
            made_from=made_from,
        )
        self.taken.add(remembered.ref)
        self._places[remembered.ref] = _place(post)
        self.report.count(outcome)
        if outcome != "unchanged" and (entry.status != "published" or due > self.now):
            self._count_unseen(entry.status, due)

    def _count_unseen(self, status: Status, due: datetime) -> None:
        """Note what is kept, but not shown to readers now."""
        if status not in {"published", "scheduled"}:
            self.report.unseen[f"{status} post" if status != "draft" else status] += 1
        elif due > self.now:
            self.report.unseen["scheduled post"] += 1

    def _reads_the_same(self, entry: Entry) -> bool:
        """Tell whether a reader sees no difference, though the source writes it in another way."""
        before = self.intake.last(entry.ref)
        return before is not None and _seen(before) == _seen(entry)

    def _understood(self, post: Post, identity: Identity, made_from: str | None) -> tuple[Entry, bytes | None]:
        """Return the entry that a post is; if it was foreseen, as JSON, too, and itself perhaps without its texts."""
        if made_from and (before := self.intake.made_before(identity.ref, made_from)):
            return replace(before, origin=post.origin), None
        foreseen = self._foreseen.pop(_place(post), None)
        if foreseen is not None and foreseen.post is post and foreseen.identity == identity:
            return foreseen.entry, foreseen.data
        return self.understanding.entry(post, identity), None

    def _is_anothers(self, post: Post, owner: Remembered) -> bool:
        """Note whose id a post has, if it may not have it."""
        if owner.ref in self.taken or owner.ref in self.resting:
            self._reject_second(post, owner)
            return True
        if self._twins.any and self._twins.has_first(owner.ref):
            self._give_way(post, self._twins.holder(owner.ref))
            return True
        return False

    def _seen_again(self, post: Post, sighting: Sighting, known: Remembered, *, moved: bool) -> Remembered:
        # Another importer writes the same words in another way: that is no change.
        changed = not moved and self.memory.refs()[known.ref].digest != sighting.digest
        return Remembered(
            source=self._label,
            key=sighting.key,
            id=known.id,
            ref=known.ref,
            updated=None if post.updated else self.now if changed else known.updated,
            digest=sighting.digest,
            likeness=sighting.likeness,
            hidden=known.hidden,
            url=own_address(self.understanding.address(post, known.ref), known.ref),
            title=one_line(post.title),
        )

    def _first_seen(self, post: Post, sighting: Sighting) -> Remembered:
        """Give a new post its id."""
        identity, ref = mint(post, sighting, authority=self.memory.authority, taken=self.memory.taken)
        return Remembered(
            source=self._label,
            key=sighting.key,
            id=identity,
            ref=ref,
            digest=sighting.digest,
            likeness=sighting.likeness,
            url=own_address(self.understanding.address(post, ref), ref),
            title=one_line(post.title),
        )

    def _count_move(self, post: Post, known: Remembered | None, *, moved: bool) -> None:
        """Note which posts have kept their ids on the way from another importer, and which have not."""
        if known is None:
            self.report.unmatched.append(f"{_place(post)}: “{one_line(post.title)}”")
        elif moved or known.source != self._label:
            self.report.matched += 1

    def _prevails(self, post: Post, entry: Entry, data: bytes | None) -> bool:
        """Take an entry's twins out of the sources that go after this one; return False where one goes before."""
        for twin in self._twins.of(entry, lambda: entry if data is None else self.intake.decoded(data)):
            if twin.first:
                self._give_way(post, twin)
                if self.intake.release(entry.ref, self.number):
                    self.let_go.add(entry.ref)
                    self.report.withdrawn += 1
                return False
            self._twins.displace(twin, entry.ref)
            self.displaced.add(twin.source.name)
            if twin.source.adopted and not (self._match and twin.entry.ref == entry.ref):
                reason = f"also adopted from {twin.source.name}; published once, from here"
                if twin.entry.ref != entry.ref:
                    reason += ", under another id (`match` would keep the one that readers know)"
                self.report.warned.append(Warned(place=_place(post), reason=reason))
        return True

    def _give_way(self, post: Post, twin: Twin) -> None:
        self.disputed.add(post.origin.path)
        name = twin.source.name
        self.report.warned.append(
            Warned(place=_place(post), reason=f"the same post as one of {name}; published once, from there")
        )

    def _reject_second(self, post: Post, owner: Remembered) -> None:
        place = _place(post)
        where = self._places.get(owner.ref) or f"{owner.source} ({owner.ref})"
        self.disputed.add(post.origin.path)
        if folded_title(owner.title) == folded_title(post.title):
            self.report.warned.append(Warned(place=place, reason=f"the same post as at {where}, taken once"))
            return
        self.report.rejected.append(
            Rejected(
                place=place,
                reason=f"{place} and {where} both have the id {owner.id!r}",
                hint="Give the newer post an id of its own, or take one of the two away.",
            )
        )


def _seen(entry: Entry) -> tuple[str, str, str, list[str]]:
    return entry.title, entry.html, entry.summary, sorted(entry.tags)


def _place(post: Post) -> str:
    line = post.origin.first_line
    return post.origin.path if line is None else f"{post.origin.path}:{line}"


def _dated(each: _Dated) -> _Dated:
    return replace(each, key=f"{each.day} {each.key}", digest=f"{each.day} {each.digest}")
