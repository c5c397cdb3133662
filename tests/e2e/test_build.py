"""publisher build, from month archive to files."""

import json
import os
import signal
import subprocess
import sys
import time
from datetime import datetime
from zoneinfo import ZoneInfo

import feedparser
import pytest
from click.testing import CliRunner

from publisher.cli import cli

pytestmark = pytest.mark.usefixtures("right_feeds")

FEEDS = ["atom.xml", "feed.json", "rss.xml"]
#: What stands beside them: a page of all feeds, the same for readers, and a style sheet.
LISTS = ["feed.css", "feeds.opml", "index.html"]

POSTS = """\
maandag 9 maart 2026

Roggebrood & <zout>

Een lead over rogge.

Het brood van de maand, met “zout” en 2 < 3.

Bron: www.broodboek.example

zondag 8 maart 2026

De molen draait weer

De wieken zijn klaar.

Lees ook het artikel Roggebrood & <zout>.
"""

LATER = """\
dinsdag 10 maart 2026

Beschuit

Twee keer gebakken.

"""


@pytest.fixture
def paper(tmp_path):
    """Return the folder of a publication with one month archive."""
    (tmp_path / "publisher.toml").write_text(
        """\
[publication]
title = "Bakkerij & Molen"
home = "https://bakkerij.example/"
language = "nl"
timezone = "Europe/Amsterdam"

[[source]]
path = "maart.txt"
"""
    )
    (tmp_path / "maart.txt").write_text(POSTS)
    return tmp_path


@pytest.fixture
def publisher(paper, monkeypatch):
    """Return a function that runs the command line on the publication, on a fixed day."""
    monkeypatch.chdir(paper)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1775000000")
    runner = CliRunner(catch_exceptions=False)
    return lambda *arguments: runner.invoke(cli, arguments)


def configure(paper, old, new):
    """Change a line of publisher.toml."""
    path = paper / "publisher.toml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def tree(folder):
    """Return every file below a folder with its bytes and modification time."""
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


def contents(folder):
    """Return every file below a folder with its bytes."""
    return {name: data for name, (data, _) in tree(folder).items()}


def titles(paper):
    """Return the titles in the Atom feed, newest first."""
    return [entry.title for entry in feedparser.parse((paper / "feeds/atom.xml").read_bytes()).entries]


def test_a_build_prints_the_files_that_it_wrote(publisher, paper):
    """Every written file is a line on stdout; what was done is a remark on stderr."""
    result = publisher("build")

    assert result.exit_code == 0, result.output
    assert sorted(result.stdout.splitlines()) == sorted(
        [f"feeds/{name}" for name in FEEDS + LISTS]
        + [
            "feeds/posts/2026-03-08-de-molen-draait-weer.html",
            "feeds/posts/2026-03-09-roggebrood-zout.html",
            "feeds/posts/index.html",
        ]
    )
    assert "2 entries: 9 files written, 0 unchanged." in result.stderr
    assert titles(paper) == ["Roggebrood & <zout>", "De molen draait weer"]


def test_a_second_build_writes_nothing(publisher, paper):
    """Same sources, same configuration: no file changes, not even its time."""
    publisher("build")
    before = tree(paper / "feeds")

    result = publisher("build")

    assert result.stdout == ""
    assert "0 files written, 9 unchanged" in result.stderr
    assert tree(paper / "feeds") == before


def test_a_clone_without_catalog_builds_the_same_bytes(publisher, paper):
    """The catalog is no part of the truth: sources and publisher.lock are enough."""
    publisher("build")
    before = contents(paper / "feeds")
    (paper / "catalog.db").unlink()

    result = publisher("build", "--out", "elders")

    assert result.exit_code == 0, result.output
    assert contents(paper / "elders") == before


def test_a_new_post_changes_only_what_shows_it(publisher, paper):
    """A post on top is written; pages of the others, and their times, stay."""
    publisher("build")
    before = tree(paper / "feeds/posts")
    (paper / "maart.txt").write_text(LATER + POSTS)

    result = publisher("build")

    assert sorted(result.stdout.splitlines()) == sorted(
        [f"feeds/{name}" for name in FEEDS] + ["feeds/posts/2026-03-10-beschuit.html", "feeds/posts/index.html"]
    )
    after = tree(paper / "feeds/posts")
    assert {name: after[name] for name in before if name != "index.html"} == {
        name: before[name] for name in before if name != "index.html"
    }
    assert titles(paper)[0] == "Beschuit"


def test_the_page_of_a_withdrawn_post_goes_and_other_files_stay(publisher, paper):
    """A post that left its source loses its page; a file that somebody else put there is not touched."""
    (paper / "maart.txt").write_text(LATER + POSTS)
    publisher("build")
    (paper / "feeds/posts/eigen.html").write_text("van mij")
    (paper / "maart.txt").write_text(POSTS)

    result = publisher("build", "--json")

    document = json.loads(result.stdout)
    assert document["removed"] == ["posts/2026-03-10-beschuit.html"]
    assert document["imported"]["withdrawn"] == 1
    assert sorted(path.name for path in (paper / "feeds/posts").iterdir()) == [
        "2026-03-08-de-molen-draait-weer.html",
        "2026-03-09-roggebrood-zout.html",
        "eigen.html",
        "index.html",
    ]


def test_a_check_tells_what_would_change_and_writes_nothing(publisher, paper):
    """--check exits with 1 while a build would write something, and with 0 when all is up to date."""
    publisher("build")
    assert publisher("build", "--check").exit_code == 0
    (paper / "maart.txt").write_text(LATER + POSTS)
    before = {name: data for name, data in contents(paper).items() if "catalog.db" not in name}

    result = publisher("build", "--check")

    assert result.exit_code == 1
    assert "feeds/posts/2026-03-10-beschuit.html" in result.stdout
    assert {name: data for name, data in contents(paper).items() if "catalog.db" not in name} == before
    assert publisher("build").exit_code == 0
    assert publisher("build", "--check").exit_code == 0


def test_a_check_on_a_bare_machine_leaves_no_trace(publisher, paper):
    """Where nothing was ever built, --check makes no catalog, no lock file and no folder."""
    result = publisher("build", "--check")

    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 9
    assert sorted(contents(paper)) == ["maart.txt", "publisher.toml"]


def test_a_file_that_somebody_damaged_is_made_again(publisher, paper):
    """A build notices that a file of its own was changed or removed."""
    publisher("build")
    before = contents(paper / "feeds")
    (paper / "feeds/atom.xml").write_text("kapot")
    (paper / "feeds/rss.xml").unlink()

    result = publisher("build")

    assert sorted(result.stdout.splitlines()) == ["feeds/atom.xml", "feeds/rss.xml"]
    assert contents(paper / "feeds") == before


def test_formats_limit_and_content_are_as_configured(publisher, paper):
    """Only the wanted formats are written, with the newest entries alone, and summaries where the owner says so."""
    publisher("build")
    configure(paper, "[[source]]", '[feeds]\nformats = ["atom"]\nentries = 1\ncontent = "summary"\n\n[[source]]')

    document = json.loads(publisher("build", "--json").stdout)

    (entry,) = feedparser.parse((paper / "feeds/atom.xml").read_bytes()).entries
    assert set(document["removed"]) == {"feed.json", "rss.xml"}
    assert entry.title == "Roggebrood & <zout>"
    assert entry.summary == "Een lead over rogge."
    assert "content" not in entry
    assert len(list((paper / "feeds/posts").glob("2026-*.html"))) == 2


def test_an_entry_with_an_address_of_its_own_gets_no_page(publisher, paper):
    """Where the source says where its posts are, no page is written."""
    configure(paper, 'path = "maart.txt"', 'path = "maart.txt"\npermalink = "/{year}/{slug}.html"')

    publisher("build")

    found = feedparser.parse((paper / "feeds/rss.xml").read_bytes()).entries
    assert [entry.link for entry in found] == [
        "https://bakkerij.example/2026/roggebrood-zout.html",
        "https://bakkerij.example/2026/de-molen-draait-weer.html",
    ]
    assert not (paper / "feeds/posts").exists()


def test_a_template_of_ones_own_changes_the_pages(publisher, paper):
    """A build notices a template of the publication, and its change."""
    publisher("build")
    own = paper / "templates"
    own.mkdir()
    (own / "article.html").write_text(
        '{% extends "page.html" %}{% block main %}{% include "eigen.html" %}{% endblock %}'
    )
    (own / "eigen.html").write_text("Eigen pagina")
    page = paper / "feeds/posts/2026-03-09-roggebrood-zout.html"

    publisher("build")
    first = page.read_text()
    (own / "eigen.html").write_text("Andere pagina!")
    publisher("build")

    assert "Eigen pagina" in first
    assert "Andere pagina!" in page.read_text()


def test_an_empty_publication_has_valid_feeds(publisher, paper):
    """Feeds without entries can be read, and do not change from day to day."""
    configure(paper, '\n[[source]]\npath = "maart.txt"\n', "")

    result = publisher("build")

    assert result.exit_code == 0, result.output
    assert sorted(contents(paper / "feeds")) == sorted([".written-by-publisher", *FEEDS, *LISTS])
    found = feedparser.parse((paper / "feeds/atom.xml").read_bytes())
    assert (found.bozo, found.entries, found.feed.updated) == (False, [], "2000-01-01T00:00:00+00:00")


def test_a_late_correction_of_an_old_post_moves_the_time_of_the_feed(publisher, paper):
    """The time of a feed is the latest change of any of its entries, not that of the newest one."""
    configure(paper, 'path = "maart.txt"', 'path = "posts"')
    (paper / "posts").mkdir()
    (paper / "posts/a.md").write_text(
        "---\ntitle: A\ndate: 2026-01-02T09:00:00Z\nupdated: 2026-03-04T09:00:00Z\n---\nA.\n"
    )
    (paper / "posts/b.md").write_text("---\ntitle: B\ndate: 2026-02-03T09:00:00Z\n---\nB.\n")

    publisher("build")

    assert feedparser.parse((paper / "feeds/atom.xml").read_bytes()).feed.updated == "2026-03-04T10:00:00+01:00"


def test_a_placeholder_home_is_warned_of(publisher, paper):
    """While `home` is the placeholder, every build says that ids are provisional and what to do."""
    configure(paper, "https://bakkerij.example/", "https://example.org/")

    for _ in range(2):
        result = publisher("build")
        assert result.exit_code == 0, result.output
        assert "provisional" in result.stderr
        assert "Set `home`" in result.stderr


def test_a_missing_source_costs_nothing_and_is_an_error(publisher, paper):
    """A source that is gone withdraws nothing; the rest is built, and the exit code is 4."""
    publisher("build")
    before = contents(paper / "feeds")
    (paper / "maart.txt").unlink()

    result = publisher("build")

    assert result.exit_code == 4
    assert "maart.txt" in result.stderr
    assert contents(paper / "feeds") == before


def test_a_post_that_cannot_be_used_is_named_and_the_rest_is_built(publisher, paper):
    """A date without a title is named with its line on every build; the others are written; the exit code is 4."""
    (paper / "maart.txt").write_text(f"{POSTS}\nzaterdag 7 maart 2026\n")

    for written in (9, 0):
        result = publisher("build")
        assert result.exit_code == 4
        assert len(result.stdout.splitlines()) == written
        assert "maart.txt:19: " in result.stderr
    assert titles(paper) == ["Roggebrood & <zout>", "De molen draait weer"]


def test_a_post_of_tomorrow_appears_when_it_falls_due(publisher, paper, monkeypatch):
    """A scheduled post stays in until its time; then a build writes it although no source changed."""
    zone = ZoneInfo("Europe/Amsterdam")
    (paper / "maart.txt").write_text(LATER + POSTS)
    at = [datetime(2026, 3, day, 23, tzinfo=zone) for day in (9, 10)]

    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(at[0].timestamp())))
    publisher("build")
    before = titles(paper)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(at[1].timestamp())))
    publisher("build")

    assert "Beschuit" not in before
    assert titles(paper)[0] == "Beschuit"


def test_a_killed_build_leaves_whole_files_and_the_next_one_mends_all(paper, tmp_path):
    """Whenever a build is killed, each file is the old or the new one, and the next build is as if nothing happened."""
    configure(
        paper, "[[source]]", '[feeds]\nby = ["year", "author", "source"]\nentries = 1\narchive = true\n\n[[source]]'
    )
    command = [sys.executable, "-m", "publisher", "--quiet", "build"]
    environment = os.environ | {"SOURCE_DATE_EPOCH": "1775000000"}

    def run():
        subprocess.run(command, cwd=paper, env=environment, check=True, capture_output=True)
        return contents(paper / "feeds")

    old = run()
    (paper / "maart.txt").write_text(LATER + POSTS)
    new = run()
    for number in range(12):
        (paper / "maart.txt").write_text(POSTS if number % 2 else LATER + POSTS)
        with subprocess.Popen(command, cwd=paper, env=environment, stdout=subprocess.DEVNULL) as process:
            time.sleep(0.06 + 0.03 * number)
            process.send_signal(signal.SIGKILL)
        for name, data in contents(paper / "feeds").items():
            if not name.endswith((".new", ".written-by-publisher")):
                assert data in {old.get(name), new.get(name)}, name

    (paper / "maart.txt").write_text(LATER + POSTS)
    assert run() == new


@pytest.mark.parametrize("lost", ["the adopted file", "the source"])
def test_a_copy_without_its_posts_does_not_empty_the_feeds(publisher, paper, lost):
    """Where publisher.lock knows posts and none can be found, build says so and leaves every file."""
    source = '\n[[source]]\npath = "maart.txt"\n'
    if lost == "the adopted file":
        configure(paper, source, "")
        assert publisher("import", "maart.txt").exit_code == 0
    assert publisher("build").exit_code == 0
    before = contents(paper / "feeds")
    (paper / "catalog.db").unlink()
    (paper / "maart.txt").unlink()

    for _ in range(2):
        result = publisher("build")

        assert result.exit_code == (6 if lost == "the adopted file" else 4), result.output
        assert "maart.txt" in result.stderr or "remembers 2 posts" in result.stderr
        assert contents(paper / "feeds") == before
