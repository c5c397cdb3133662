"""What a Markdown post costs from its file to its entry, against the bare work that nothing can avoid.

    python benchmarks/markdown_import.py [POSTS]

The bare work is: list and read the files, render with pyromark, sanitise with
nh3.  Ours adds front matter, dates, tags, links, language, summary, plain text
and citations.  Both run in turns in one process, so that a busy machine slows
both; the figures are medians of CPU time.
"""

import random  # noqa: TID251  # seeded: the same posts every time
import statistics
import sys
import tempfile
import time
from pathlib import Path
from zoneinfo import ZoneInfo

import nh3
import pyromark

from publisher.content.understand import understand
from publisher.model.identity import Identity
from publisher.model.post import Post
from publisher.sources.markdown import Markdown
from publisher.sources.place import Place

ROUNDS = 5
WORDS = (
    "rain",
    "sun",
    "wind",
    "the",
    "a",
    "of",
    "and",
    "market",
    "town",
    "river",
    "people",
    "stone",
    "winter",
    "write",
)


def paragraph(chance: random.Random) -> str:
    """Return sentences with a link and some stress."""
    words = [chance.choice(WORDS) for _ in range(chance.randint(40, 90))]
    words[7] = f"[{words[7]}](https://example.org/{chance.randint(1, 999)})"
    words[20] = f"*{words[20]}*"
    return " ".join(words).capitalize() + "."


def write_posts(folder: Path, number: int) -> None:
    """Write posts of about 4.4 KB with YAML front matter: the same ones every time."""
    chance = random.Random(number)
    for index in range(number):
        blocks = []
        for block in range(11):
            if block % 4 == 0:
                blocks.append(f"## {' '.join(chance.choices(WORDS, k=4))}")
            blocks.append(paragraph(chance))
        blocks.insert(5, "\n".join(f"- {' '.join(chance.choices(WORDS, k=8))}" for _ in range(4)))
        day = f"20{10 + index % 15}-{index % 12 + 1:02}-{index % 28 + 1:02}"
        head = f'---\ntitle: "Post {index}"\ndate: {day}T10:00:00+01:00\ntags: [rain, sun]\nauthor: Ann Lee\n---\n\n'
        (folder / f"{day}-post-{index}.md").write_text(head + "\n\n".join(blocks) + "\n")


def bare(importer: Markdown, folder: str) -> float:
    """Return the CPU seconds of reading, rendering and sanitising."""
    cleaner = nh3.Cleaner()
    start = time.process_time()
    for name, _, _ in importer.files():
        with open(f"{folder}/{name}", "rb") as file:  # noqa: PTH123  # the least that reading can cost
            cleaner.clean(pyromark.html(file.read().decode()))
    return time.process_time() - start


def posts(importer: Markdown) -> float:
    """Return the CPU seconds from files to posts."""
    start = time.process_time()
    for _ in importer.read(lambda _: None):
        pass
    return time.process_time() - start


def entries(importer: Markdown) -> float:
    """Return the CPU seconds from files to entries."""
    zone = ZoneInfo("Europe/Amsterdam")
    start = time.process_time()
    for post in importer.read(lambda _: None):
        if isinstance(post, Post):
            identity = Identity(id=post.key, ref=post.key, url=f"https://example.org/{post.slug}.html")
            understand(post, identity=identity, language="en", zone=zone, hour=12)
    return time.process_time() - start


def main() -> None:
    """Print microseconds of CPU per post, and the ratios."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    with tempfile.TemporaryDirectory() as folder:
        write_posts(Path(folder), number)
        importer = Markdown(place=Place(path=Path(folder), shown="posts"))
        rounds = [(bare(importer, folder), posts(importer), entries(importer)) for _ in range(ROUNDS)]
    middle = [statistics.median(column) for column in zip(*rounds, strict=True)]
    for label, seconds in zip(("bare work", "file to post", "file to entry"), middle, strict=True):
        print(f"{label:14}{seconds / number * 1e6:8.1f} µs a post {seconds / middle[0]:6.2f} x bare")


if __name__ == "__main__":
    main()
