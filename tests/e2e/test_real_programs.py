"""What we make, in the hands of programs that people use."""

import re
import sqlite3
import subprocess

import feedparser
import pytest
from click.testing import CliRunner

from publisher.cli import cli


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """Return the folder of a demonstration."""
    folder = tmp_path_factory.mktemp("programs") / "demo"
    result = CliRunner(catch_exceptions=False).invoke(cli, ["demo", str(folder)])
    assert result.exit_code == 0, result.output
    return folder


@pytest.mark.parametrize("name", ["atom.xml", "rss.xml"])
def test_newsboat_reads_every_entry(demo, needs, tmp_path, name):
    """Newsboat keeps each entry with the id, title, address, date and content that feedparser finds too."""
    feed = demo / "feeds" / name
    (tmp_path / "urls").write_text(f"file://{feed}\n")
    files = ["--url-file", str(tmp_path / "urls"), "--cache-file", str(tmp_path / "cache.db")]
    (tmp_path / "config").write_text("")
    subprocess.run(
        [needs("newsboat"), *files, "--config-file", str(tmp_path / "config"), "--execute", "reload"],
        check=True,
        env={"HOME": str(tmp_path), "LANG": "C.UTF-8"},
        capture_output=True,
        timeout=60,
    )
    connection = sqlite3.connect(tmp_path / "cache.db")
    kept = sorted(connection.execute("SELECT guid, title, url, pubDate, length(content) > 100 FROM rss_item"))
    connection.close()
    parsed = feedparser.parse(feed.read_bytes())

    assert len(kept) == 14
    assert [row[:3] for row in kept] == sorted((entry.id, entry.title, entry.link) for entry in parsed.entries)
    assert all(row[3] > 1_788_000_000 for row in kept)  # September 2026 and later, not the moment of reading
    assert all(row[4] for row in kept)


def test_spamassassin_has_nothing_against_a_mail(demo, needs):
    """A mail of the demonstration gets less than 2 points, by the rules that need no network."""
    mail = (demo / "outbox" / "1-anne.eml").read_bytes()
    checked = subprocess.run(
        [needs("spamassassin"), "--local", "--test-mode"], input=mail, capture_output=True, timeout=120, check=True
    ).stdout.decode("utf-8", errors="replace")
    score = re.search(r"X-Spam-Status: \w+, score=(-?[\d.]+)", checked)

    assert score is not None, checked[:2000]
    assert float(score[1]) < 2, checked[-3000:]
