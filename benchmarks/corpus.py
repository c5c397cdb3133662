"""Writes posts to measure with: the same ones every time, made of words that do not exist and some that do.

    python benchmarks/corpus.py FOLDER [POSTS] [--header]

A post has 4.43 KB of Markdown on average, which make 5.1 KB of HTML; front
matter in YAML (or, with ``--header``, the header lines that Pelican reads), and
three of fifty tags.
Words come as often as in a language: a few all the time, most of them rarely.
"""

import random  # noqa: TID251  # seeded: the same posts every time
import sys
from bisect import bisect
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path

TAGS = 50
TAGS_PER_POST = 3
#: Newest post; each further one is some hours older.
NEWEST = datetime(2024, 6, 30, 18, 0, tzinfo=UTC)

_FREQUENT = [
    "the",
    "of",
    "and",
    "to",
    "a",
    "in",
    "is",
    "that",
    "for",
    "it",
    "was",
    "on",
    "with",
    "as",
    "be",
    "by",
    "are",
    "this",
    "at",
    "from",
    "or",
    "have",
    "not",
    "but",
]
_ONSETS = [
    "b",
    "bl",
    "br",
    "c",
    "ch",
    "d",
    "dr",
    "f",
    "fl",
    "g",
    "gr",
    "h",
    "j",
    "k",
    "l",
    "m",
    "n",
    "p",
    "pl",
    "pr",
    "r",
    "s",
    "sh",
    "st",
    "t",
    "tr",
    "v",
    "w",
]
_VOWELS = ["a", "e", "i", "o", "u", "ai", "ea", "ee", "ou", "oa"]
_CODAS = ["", "", "n", "r", "s", "t", "l", "nd", "rk", "st", "m", "ck"]
_WORDS = 6000


class Corpus:
    """A supply of posts."""

    def __init__(self, seed: int = 1) -> None:
        chance = random.Random(seed)
        made: dict[str, None] = dict.fromkeys(_FREQUENT)
        while len(made) < _WORDS:
            syllables = chance.choices((1, 2, 3), (5, 4, 1))[0]
            word = (chance.choice(_ONSETS) + chance.choice(_VOWELS) + chance.choice(_CODAS) for _ in range(syllables))
            made["".join(word)] = None
        self._words = list(made)
        # Zipf's law: the word of rank n comes with a frequency of about 1/n.
        self._weights = list(accumulate(1 / (rank + 2) for rank in range(_WORDS)))
        self._chance = chance
        self.tags = [f"{word}-{number}" for number, word in enumerate(self._words[100 : 100 + TAGS])]

    def posts(self, number: int) -> Iterator[tuple[str, dict[str, object], str]]:
        """Yield name, fields and Markdown body of each post, the newest first."""
        moment = NEWEST
        for index in range(number):
            fields = {
                "title": self._title(),
                "date": moment,
                "tags": self._chance.sample(self.tags, TAGS_PER_POST),
            }
            yield f"{moment:%Y-%m-%d}-post-{index:06}.md", fields, self._body()
            moment -= timedelta(seconds=self._chance.randint(1800, 20_000))

    def _pick(self, number: int) -> list[str]:
        total = self._weights[-1]
        return [self._words[bisect(self._weights, self._chance.random() * total)] for _ in range(number)]

    def _title(self) -> str:
        return " ".join(self._pick(self._chance.randint(3, 8))).capitalize()

    def _sentence(self) -> str:
        words = self._pick(self._chance.randint(6, 18))
        for chance, mark in ((0.2, self._link), (0.5, "*{}*".format), (0.4, "**{}**".format), (0.35, "`{}`".format)):
            if self._chance.random() < chance:
                place = self._chance.randrange(len(words))
                if words[place].isalpha():
                    words[place] = mark(words[place])
        text = " ".join(words)
        return text[0].upper() + text[1:] + "."

    def _link(self, word: str) -> str:
        return f"[{word}](https://example.org/{self._chance.randint(1, 9999)}/{word}.html)"

    def _paragraph(self) -> str:
        return " ".join(self._sentence() for _ in range(self._chance.randint(1, 6)))

    def _body(self) -> str:
        blocks: list[str] = []
        for place in range(self._chance.randint(4, 19)):
            kind = self._chance.random()
            if place and kind < 0.2:
                blocks.append(f"## {self._title()}")
            elif place and kind < 0.44:
                blocks.append("\n".join(f"- {' '.join(self._pick(self._chance.randint(4, 12)))}" for _ in range(4)))
            elif place and kind < 0.5:
                blocks.append(f"> {self._sentence()}")
            elif place and kind < 0.54:
                blocks.append("```\n" + "\n".join(" ".join(self._pick(6)) for _ in range(5)) + "\n```")
            blocks.append(self._paragraph())
        return "\n\n".join(blocks) + "\n"


def written(fields: dict[str, object], body: str, *, header: bool) -> str:
    """Return the text of a post's file."""
    tags = ", ".join(map(str, fields["tags"]))  # type: ignore[call-overload]
    moment = fields["date"]
    assert isinstance(moment, datetime)
    if header:
        return f"Title: {fields['title']}\nDate: {moment:%Y-%m-%d %H:%M:%S}\nTags: {tags}\n\n{body}"
    return f"---\ntitle: {fields['title']}\ndate: {moment.isoformat()}\ntags: [{tags}]\n---\n\n{body}"


def write_posts(folder: Path, number: int, *, header: bool = False) -> int:
    """Write *number* posts into *folder*; return the number of bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    size = 0
    for name, fields, body in Corpus().posts(number):
        size += (folder / name).write_bytes(written(fields, body, header=header).encode())
    return size


if __name__ == "__main__":
    arguments = [argument for argument in sys.argv[1:] if argument != "--header"]
    posts = int(arguments[1]) if len(arguments) > 1 else 1000
    written_bytes = write_posts(Path(arguments[0]), posts, header="--header" in sys.argv)
    print(f"{posts} posts, {written_bytes / posts / 1000:.2f} KB each")
