"""What a Markdown post costs from its file to its stored entry, against the bare work that nothing can avoid.

    python benchmarks/markdown_import.py [POSTS | FOLDER]

Posts are written from a seed (`corpus.py`), or stand in a folder of a site of
your own.  The bare work is: list and read the files, render with pyromark, sanitise with
nh3.  Ours adds front matter, dates, tags, links, language, summary, plain text
and citations; identity; and the catalog.  All run in turns in one process, so
that a busy machine slows all; the figures are medians of CPU time.
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path
from zoneinfo import ZoneInfo

import nh3
import pyromark
from corpus import write_posts

from publisher.app import App
from publisher.entries.understand import understand
from publisher.model.post import Identity, Post
from publisher.sources.inputs.resource import Place
from publisher.sources.static_site.reader import Markdown

ROUNDS = 5
LABELS = ("bare work", "file to post", "file to entry", "file to stored entry")


def bare(names: list[str], folder: str) -> float:
    """Return the CPU seconds of reading, rendering and sanitising."""
    cleaner = nh3.Cleaner()
    start = time.process_time()
    for name in names:
        with open(f"{folder}/{name}", "rb") as file:  # noqa: PTH123  # the least that reading can cost
            cleaner.clean(pyromark.html(file.read().decode("utf-8", "replace")))
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


def stored(folder: str) -> float:
    """Return the CPU seconds from files to entries in a new catalog, publisher.lock included."""
    with tempfile.TemporaryDirectory() as paper:
        config = Path(paper) / "publisher.toml"
        config.write_text(
            '[publication]\ntitle = "Benchmark"\nhome = "https://www.example.net/"\n'
            f'[[source]]\npath = "{folder}"\nkind = "markdown"\n'
        )
        start = time.process_time()
        App(config_option=config).import_posts(())
        return time.process_time() - start


def measure(folder: str) -> None:
    """Print microseconds of CPU per post, and the ratios."""
    importer = Markdown(place=Place(path=Path(folder), shown="posts"))
    found = [each for each in importer.read(lambda _: None) if isinstance(each, Post)]
    names = [post.origin.path.removeprefix("posts/") for post in found]
    stored(folder)  # imports what it needs
    rounds = [(bare(names, folder), posts(importer), entries(importer), stored(folder)) for _ in range(ROUNDS)]
    middle = [statistics.median(column) for column in zip(*rounds, strict=True)]
    print(f"{len(found)} posts of {sum(len(post.body) for post in found) // len(found)} characters")
    for label, seconds in zip(LABELS, middle, strict=True):
        print(f"{label:21}{seconds / len(found) * 1e6:8.1f} µs a post {seconds / middle[0]:6.2f} x bare")


def main() -> None:
    """Measure with the posts that are asked for."""
    asked = sys.argv[1] if len(sys.argv) > 1 else "2000"
    if asked.isdigit():
        with tempfile.TemporaryDirectory() as folder:
            write_posts(Path(folder), int(asked))
            measure(folder)
    else:
        measure(asked)


if __name__ == "__main__":
    main()
