"""Whatever happens to a file, every importer goes on, says what is wrong, and loses nothing that comes back."""

import io
import os
import random  # noqa: TID251  # seeded
import zipfile
import zlib
from dataclasses import dataclass

import pytest
from click.testing import CliRunner

from publisher.app import App
from publisher.cli import cli
from publisher.errors import InputError
from publisher.importing.changed_files import changes
from publisher.model.entry import Selection
from publisher.sources import KINDS, Place
from publisher.sources.static_site.reader import Markdown
from publisher.text.html.to_text import plain_text

#: Times that the files of a kind are damaged, each time in another way.
ROUNDS = 12
#: Larger files say nothing that smaller ones do not.
LARGEST = 400_000

#: Kind → files below the corpora, as path and pattern; the first few of each pattern are taken, below a folder or not.
SAMPLES = {
    "markdown": [
        ("jekyll/elixir-lang+elixir-lang.github.com/_posts", "*.markdown", 4),
        ("hugo/spf13+spf13.com/content/post", "*.md", 4),
        ("pelican/getpelican+pelican/pelican/tests/content", "article*.md", 4),
    ],
    "blogger": [("blogger/charleso+blog", "*.xml", 1)],
    "wordpress": [("wxr/charleso+blog", "*.xml", 1), ("wxr/WordPress+wordpress-importer", "[a-s]*.xml", 8)],
    "ghost": [("ghost/PaulAdamDavis+Old-Blog", "*.json", 1)],
    "medium": [("medium/TryGhost+migrate/export", "posts/*.html", 8)],
    "substack": [("substack/TryGhost+migrate/mg-substack/test/fixtures", "**/*", 8)],
    "feed": [("feeds/feed-rs+feed-rs/feed-rs/fixture", "*/*", 16)],
    "web": [("html/mozilla+readability/medium-1", "source.html", 1)],
    "html": [("html/mozilla+readability", "**/*medium*/source.html", 2), ("html/scrapinghub+extruct", "**/*.html", 6)],
    "archive": [("archive", "*.txt", 2)],
}
#: Kinds whose exports come as zips.
ZIPPED = ("ghost", "medium", "substack")


def truncated(data, other, chance):
    """Lose the end of a file."""
    return data[: chance.randrange(len(data) + 1)]


def flipped(data, other, chance):
    """Turn some bits around."""
    damaged = bytearray(data)
    for _ in range(chance.randint(1, 40)):
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
    return bytes(damaged)


def joined(data, other, chance):
    """Put the end of another file behind the beginning of this one."""
    return data[: chance.randrange(len(data) + 1)] + other[chance.randrange(len(other) + 1) :]


def doubled(data, other, chance):
    """Put the file behind itself."""
    return data + data


DAMAGES = (truncated, flipped, joined, doubled)


def samples(kind, corpora):
    """Return name → content of some files of a kind."""
    found = {}
    for folder, pattern, count in SAMPLES[kind]:
        paths = (path for path in sorted((corpora / folder).glob(pattern)) if path.is_file())
        small = [path for path in paths if 0 < path.stat().st_size < LARGEST][:count]
        assert small, (folder, pattern)
        found |= {path.relative_to(corpora / folder).as_posix(): path.read_bytes() for path in small}
    return found


def publication(folder, kind, source):
    """Start a publication that reads one source."""
    folder.mkdir()
    (folder / "publisher.toml").write_text(
        '[publication]\ntitle = "T"\nhome = "https://weblog.example.net/"\nlanguage = "en"\n'
        f'\n[[source]]\npath = "{source}"\nkind = "{kind}"\n'
    )
    return folder


def put(root, files, number):
    """Write files, each time later than before."""
    for name, data in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        os.utime(path, (1_500_000_000 + number, 1_500_000_000 + number))


def read(root):
    """Import the sources, check that it ended well or with exit code 4, and return what is there."""
    outcome = CliRunner(catch_exceptions=False).invoke(cli, ["--config", str(root / "publisher.toml"), "import"])
    assert outcome.exit_code in {0, 4}, outcome.output
    entries = App(config_option=root / "publisher.toml").entries(Selection(everything=True))
    assert len({entry.id for entry in entries}) == len({entry.ref for entry in entries}) == len(entries)
    return sorted((entry.title, plain_text(entry.html), entry.origin.path) for entry in entries)


def damaged(files, number, chance):
    """Damage every file."""
    damage = DAMAGES[number % len(DAMAGES)]
    contents = list(files.values())
    return {name: damage(data, chance.choice(contents), chance) for name, data in files.items()}


@pytest.mark.parametrize("kind", KINDS)
def test_damaged_files(kind, shared, tmp_path):
    """No file ends an import, no id is given twice, and when the files are whole again everything is there."""
    files = samples(kind, shared / "corpora")
    chance = random.Random(zlib.crc32(kind.encode()))
    source = f"posts/{next(iter(files))}" if len(files) == 1 else "posts"
    whole = publication(tmp_path / "whole", kind, source)
    put(whole / "posts", files, 0)
    there = read(whole)
    assert there

    root = publication(tmp_path / "damaged", kind, source)
    for number in range(ROUNDS):
        put(root / "posts", damaged(files, number, chance), number)
        read(root)
    put(root / "posts", files, ROUNDS)
    assert read(root) == there


@pytest.mark.parametrize("kind", ZIPPED)
def test_damaged_zips(kind, shared, tmp_path):
    """The same holds for a zip whose bytes are damaged as a whole."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in samples(kind, shared / "corpora").items():
            target.writestr(name, data)
    chance = random.Random(zlib.crc32(kind.encode()))
    root = publication(tmp_path / "damaged", kind, "export.zip")
    for number in range(ROUNDS):
        put(root, damaged({"export.zip": packed.getvalue()}, number, chance), number)
        read(root)


@dataclass(frozen=True, kw_only=True)
class _Late:
    """An importer that comes when its file has just gone, or has become something else."""

    place: Place

    def files(self):
        """Take the file away before anybody looks."""
        self.place.path.unlink()
        return Markdown(place=self.place).files()

    def read_files(self, files, advance):
        """Read nothing: there is nothing any more."""
        raise AssertionError


def test_a_file_that_goes_while_it_is_looked_at_is_missing(tmp_path):
    """An editor may replace the one file of a source at that very moment: a sentence says so, and nothing is lost."""
    (tmp_path / "a.md").write_text("---\ndate: 2026-03-01\n---\nA\n")
    place = Place(path=tmp_path / "a.md", shown="a.md")

    with pytest.raises(InputError, match="missing"):
        changes(_Late(place=place), place, {}, trusted=True)
