"""A publication of Markdown posts, for tests of what a build makes of it."""

import json
from datetime import UTC, datetime

import feedparser
import pytest
from click.testing import CliRunner

from publisher.cli import cli

#: When the feeds are built, and where they are published.
NOW = datetime(2026, 9, 21, 12, tzinfo=UTC)
ADDRESS = "https://krant.example/feeds/"

SETTINGS = """\
[publication]
title = "Krant & <Co>"
home = "https://krant.example/"
language = "nl"
timezone = "Europe/Amsterdam"
authors = ["De redactie"]
"""


class Paper:
    """A publication of Markdown posts that a test writes."""

    def __init__(self, folder):
        self.folder = folder
        self.feeds = folder / "feeds"
        (folder / "posts").mkdir()

    def configure(self, more):
        """Write publisher.toml: its beginning, and what a test needs."""
        (self.folder / "publisher.toml").write_text(
            f"{SETTINGS}\n{more}\n[[source]]\npath = 'posts'\nkind = 'markdown'\n"
        )

    def post(self, name, day, *, body="Een bericht met gewone woorden.", **fields):
        """Write one post."""
        lines = [f"{key}: {json.dumps(value)}" for key, value in {"title": name, "date": str(day), **fields}.items()]
        text = "\n".join(["---", *lines, "---", body, ""])
        (self.folder / "posts" / f"{name}.md").write_text(text)

    def build(self, now=NOW):
        """Build at a fixed time; return what was done."""
        result = CliRunner(catch_exceptions=False).invoke(
            cli,
            ["--config", str(self.folder / "publisher.toml"), "build", "--json"],
            env={"SOURCE_DATE_EPOCH": str(int(now.timestamp()))},
        )
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)

    def read(self, name):
        """Return a feed as another reader sees it."""
        found = feedparser.parse((self.feeds / name).read_bytes())
        assert not found.bozo, found.bozo_exception
        return found

    def titles(self, name):
        """Return the titles of a feed, in their order."""
        return [entry.title for entry in self.read(name).entries]

    def names(self):
        """Return every file below the feeds' folder."""
        return sorted(path.relative_to(self.feeds).as_posix() for path in self.feeds.rglob("*") if path.is_file())

    def at(self, address):
        """Return the file that an address of the publication leads to."""
        return self.feeds / address.removeprefix(ADDRESS)


@pytest.fixture
def paper(tmp_path):
    """Return a publication without posts."""
    return Paper(tmp_path)
