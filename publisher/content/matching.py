"""Which remembered post is which, whatever happened to its words."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from publisher.content.identity import Remembered, Sighting, alike

#: Fewest common bits of 64 at which two texts of one day are the same post: three
#: standard deviations above texts that have nothing to do with each other.
SAME_TEXT = 45


class Matcher:
    """Give each post of a source its remembered self, and each remembered self to one post.

    `certain` and `is_new` decide most posts as they stream by; only the rest
    waits for `settle`, which sees all of it at once.
    """

    def __init__(self, known: Iterable[Remembered]) -> None:
        self._free: dict[str, Remembered] = {}
        self._by_key: defaultdict[str, list[Remembered]] = defaultdict(list)
        self._by_day: defaultdict[str, list[Remembered]] = defaultdict(list)
        self._by_digest: defaultdict[str, list[Remembered]] = defaultdict(list)
        for each in sorted(known, key=lambda each: each.ref):
            self._free[each.ref] = each
            self._by_key[each.key].append(each)
            if each.key != each.id:
                self._by_digest[each.digest].append(each)
            if each.likeness is not None:
                self._by_day[each.day].append(each)

    @property
    def unclaimed(self) -> list[Remembered]:
        """Those that no post has turned out to be, by ref."""
        return list(self._free.values())

    def certain(self, post: Sighting) -> Remembered | None:
        """Claim the one that *post* is beyond doubt: same key and content, or a key that is nobody else's."""
        same_key = self._still_free(self._by_key.get(post.key, ()))
        for each in same_key:
            if each.digest == post.digest:
                return self._claim(each)
        if len(same_key) == 1 and post.likeness is None:
            return self._claim(same_key[0])
        return None

    def is_new(self, post: Sighting) -> bool:
        """Return whether nothing remembered could still turn out to be *post*."""
        return not (
            self._still_free(self._by_key.get(post.key, ()))
            or self._with_content(post)
            or (post.likeness is not None and self._still_free(self._by_day.get(post.day, ())))
        )

    def settle(self, posts: Sequence[Sighting]) -> list[Remembered | None]:
        """Claim for each of *posts* the best that is left.

        First the same key, the likest text first; then the same day and a like
        text; then the same content, which finds a post whose file or date has
        changed.
        """
        found: list[Remembered | None] = [None] * len(posts)
        for rule in (self._with_key, self._of_day, self._with_content):
            pairs = [
                (-likeness, index, each)
                for index, post in enumerate(posts)
                if found[index] is None
                for likeness, each in rule(post)
            ]
            for _, index, each in sorted(pairs, key=lambda pair: (pair[0], pair[1], pair[2].ref)):
                if found[index] is None and each.ref in self._free:
                    found[index] = self._claim(each)
        return found

    def _with_key(self, post: Sighting) -> list[tuple[int, Remembered]]:
        return [(_likeness(post, each), each) for each in self._still_free(self._by_key.get(post.key, ()))]

    def _of_day(self, post: Sighting) -> list[tuple[int, Remembered]]:
        pairs = [(_likeness(post, each), each) for each in self._still_free(self._by_day.get(post.day, ()))]
        return [pair for pair in pairs if pair[0] >= SAME_TEXT]

    def _with_content(self, post: Sighting) -> list[tuple[int, Remembered]]:
        if post.foreign:
            return []
        return [(64, each) for each in self._still_free(self._by_digest.get(post.digest, ()))]

    def _still_free(self, some: Iterable[Remembered]) -> list[Remembered]:
        return [each for each in some if each.ref in self._free]

    def _claim(self, each: Remembered) -> Remembered:
        return self._free.pop(each.ref)


def _likeness(post: Sighting, each: Remembered) -> int:
    return 65 if post.digest == each.digest else alike(post.likeness, each.likeness)
