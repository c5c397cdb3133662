"""publisher build where nothing is to be done: seen at a glance, and never seen wrongly."""

import os
import subprocess
import sys

import pytest
from click.testing import CliRunner

from publisher.app import App
from publisher.cli import cli
from publisher.model.entry import Selection

SITE = """\
[publication]
title = "Bakery"
home = "https://bakery.example/"

[[source]]
path = "site/_posts"
"""


def post(title):
    """Return the text of a post."""
    return f"---\ntitle: {title}\n---\nIt rains on the {title}.\n"


@pytest.fixture
def shop(tmp_path, monkeypatch):
    """Return the folder of a publication with two posts, built."""
    (tmp_path / "publisher.toml").write_text(SITE)
    posts = tmp_path / "site" / "_posts"
    posts.mkdir(parents=True)
    (posts / "2026-03-09-rye.md").write_text(post("Rye"))
    (posts / "2026-03-08-oats.md").write_text(post("Oats"))
    (posts / ".hidden.md").write_text(post("Hidden"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1775000000")
    assert run().exit_code == 0
    assert standing() is not None
    return tmp_path


def run(*arguments):
    """Run a build."""
    return CliRunner(catch_exceptions=False).invoke(cli, ["build", *arguments])


def standing():
    """Return what is seen at a glance."""
    return App().standing_build()


def touch(path):
    """Give a file another time, and leave its bytes."""
    os.utime(path, ns=(1, path.stat().st_mtime_ns + 1))


def test_a_build_without_a_change_says_the_same_as_one_that_looks_closer(shop):
    """At a glance or not, the same number of entries and files is told."""
    at_a_glance = run()
    touch(shop / "publisher.toml")
    assert standing() is None
    closer = run()
    assert (at_a_glance.exit_code, at_a_glance.output) == (closer.exit_code, closer.output)
    assert at_a_glance.output.startswith("2 entries: 0 files written")
    assert run("--check").exit_code == 0
    assert standing() is not None


def loaded_by_a_build():
    """Build in a process of its own; return the modules that it loads."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "publisher", "build"], capture_output=True, text=True, check=True
    )
    return {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if line.startswith("import time")}


def test_a_build_without_a_change_imports_neither_importers_nor_writers(shop):
    """What a look at the files costs is not multiplied by modules that have nothing to do."""
    loaded = loaded_by_a_build()

    assert "publisher.publications.up_to_date" in loaded
    costly = ("config", "importing", "sources", "entries", "feeds", "site", "text", "fetch", "publications.build")
    assert [name for name in loaded if name.startswith(tuple(f"publisher.{each}" for each in costly))] == []


def test_a_build_of_one_post_loads_nothing_for_networks_and_terminals(shop):
    """A publication of files that is built without a terminal pays for neither, nor for the reading of other kinds."""
    (shop / "site/_posts/2026-03-10-barley.md").write_text(post("Barley"))

    loaded = loaded_by_a_build()

    assert "publisher.sources.static_site.post" in loaded
    assert (
        loaded & {"rich.console", "ssl", "http.client", "chardet", "trafilatura", "publisher.sources.feed.items"}
        == set()
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda root: touch(root / "publisher.toml"),
        lambda root: touch(root / "publisher.lock"),
        lambda root: touch(root / "site/_posts/2026-03-09-rye.md"),
        lambda root: touch(root / "feeds/atom.xml"),
        lambda root: (root / "feeds/atom.xml").unlink(),
        lambda root: (root / "feeds/.written-by-publisher").unlink(),
        lambda root: (root / "site/_posts/2026-03-09-rye.md").unlink(),
        lambda root: (root / "site/_posts/2026-03-07-wheat.md").write_text(post("Wheat")),
        lambda root: (root / "site/_config.yml").write_text("url: https://other.example\n"),
        lambda root: (root / "templates").mkdir() or (root / "templates/article.html").write_text("x"),
        lambda root: CliRunner().invoke(cli, ["entries", "hide", "2026-03-09-rye"]),
        lambda root: os.environ.update(SOURCE_DATE_EPOCH="1774999999"),
        lambda root: (root / "catalog.db").write_bytes(b"damaged" * 9999),
    ],
)
def test_whatever_has_changed_is_left_to_the_build(shop, change):
    """Any input, output, memory or clock that is not as it was ends the short way."""
    change(shop)
    assert standing() is None


def test_what_is_no_input_changes_nothing(shop):
    """Hidden files, drafts of issues and the list of subscribers are not looked at."""
    touch(shop / "site/_posts/.hidden.md")
    (shop / "issues").mkdir()
    (shop / "issues/001.toml").write_text("")
    assert standing() is not None


def test_a_scheduled_post_ends_the_short_way_at_its_time(shop, monkeypatch):
    """What was left stands until the next entry falls due."""
    (shop / "site/_posts/2026-04-02-barley.md").write_text(post("Barley"))
    run()
    assert standing() is not None
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1775300000")
    assert standing() is None
    assert "feeds/atom.xml" in run().stdout


def test_a_rejected_post_is_named_each_time(shop):
    """Where something is to be said there is no short way, and the exit code stays 4."""
    (shop / "site/_posts/2026-03-06-spelt.md").write_text("---\ntitle: [Spelt\n---\nIt rains.\n")
    for _ in range(3):
        result = run()
        assert result.exit_code == 4
        assert "2026-03-06-spelt.md" in result.stderr


def test_folders_to_write_to_are_told_apart(shop):
    """Each `--out` has a memory of its own."""
    assert "other/atom.xml" in run("--out", "other").stdout
    assert App().standing_build(shop / "other") is not None
    (shop / "other/atom.xml").unlink()
    assert App().standing_build(shop / "other") is None
    assert standing() is not None


def test_what_was_seen_at_a_glance_is_looked_at_once(shop):
    """The build takes the list of files from the glance before it, and the next one looks anew."""
    app = App()
    touch(shop / "site/_posts/2026-03-09-rye.md")
    assert app.standing_build() is None
    late = shop / "site/_posts/2026-03-07-wheat.md"
    late.write_text(post("Wheat"))

    built = app.build()
    assert (built.entries, built.imported.new) == (2, 0)
    # Nothing of it is lost: what came meanwhile is a change for whoever comes next.
    assert standing() is None
    assert app.build().entries == 3
    assert late.stem in " ".join(entry.ref for entry in app.entries(Selection()))


def test_a_file_that_goes_after_the_glance_is_no_failure(shop):
    """A post that was there a moment ago and cannot be read is withdrawn, or named, by one of the next two builds."""
    app = App()
    gone = shop / "site/_posts/2026-03-09-rye.md"
    touch(gone)
    assert app.standing_build() is None
    gone.unlink()

    app.build()
    assert app.build().entries == 1
    assert app.build().imported.failure() is None


def test_a_post_leaves_when_it_expires(shop, monkeypatch):
    """At the first build after its `expiryDate` a post is gone from the feeds, though no file has changed."""
    path = shop / "site/_posts/2026-03-10-barley.md"
    path.write_text("---\ntitle: Barley\nexpiryDate: 2026-04-02T12:00:00Z\n---\nIt rains.\n")
    run()
    page = shop / "feeds/posts/2026-03-10-barley.html"
    assert page.is_file()
    assert standing() is not None
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1775300000")
    assert standing() is None
    assert "feeds/atom.xml" in run().stdout
    assert not page.exists()
    assert "Barley" not in (shop / "feeds/atom.xml").read_text()
    assert "no: expired" in CliRunner().invoke(cli, ["entries", "list", "--all"]).stdout
    assert standing() is not None

    path.write_text(path.read_text().replace("2026", "2027"))
    assert "feeds/posts/2026-03-10-barley.html" in run().stdout.replace("2027", "2026")
