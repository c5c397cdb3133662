"""--jobs: several processes read, and nobody can tell from what comes out."""

import json
import multiprocessing
import sqlite3
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner

from publisher.cli import cli
from publisher.config import Publication, Source
from publisher.importing.changed_files import changes
from publisher.importing.conversion import Foreseen, Understanding
from publisher.importing.parallel import SHARE, WORTH_A_PROCESS, read_together
from publisher.sources import Place, open_importer

SETTINGS = """\
[publication]
title = "Bakery"
home = "https://bakery.example/"
timezone = "Europe/Amsterdam"

[[source]]
path = "posts"
kind = "markdown"
permalink = "/{year}/{slug}.html"
"""
MANY = 3 * WORTH_A_PROCESS + SHARE // 2


@pytest.fixture
def folder(tmp_path):
    """Return a folder with posts of which some share a title, an id or a day, and some cannot be used."""
    posts = tmp_path / "posts"
    for number in range(MANY):
        lines = [f"title: Loaf {number % 50}", f"date: 2025-{1 + number % 9:02}-{1 + number % 7:02}"]
        lines += ["updated: 2025-10-01T10:00:00Z"] if number % 5 == 0 else []
        lines += [f"id: urn:loaf:{number % 30}"] if number % 40 == 7 else []
        lines += ["draft: true"] if number % 60 == 3 else []
        if number % 70 == 9:
            lines[1] = "date: 2025-02-30"
        if number % 90 == 11:
            lines[1] = "date: 0001-01-01T00:00:00+14:00"
        file = posts / f"{'a-b' if number % 3 else 'a'}" / f"{number:04}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        text = f"Rye & *wheat* of the week, number {number}. [More](../{number}.html)"
        file.write_text("\n".join(["---", *lines, "---", text, ""]))
    return posts


def built(place, posts, *options):
    """Build in a folder; return what was said, and all that is left of it."""
    place.mkdir(exist_ok=True)
    (place / "publisher.toml").write_text(SETTINGS.replace('"posts"', f'"{posts}"'))
    result = CliRunner(catch_exceptions=False).invoke(
        cli,
        ["--config", str(place / "publisher.toml"), "build", "--json", *options],
        env={"SOURCE_DATE_EPOCH": "1775000000"},
    )
    said = json.loads(result.stdout)
    said.pop("folder")
    files = {str(path.relative_to(place)): path.read_bytes() for path in sorted((place / "feeds").rglob("*.*"))}
    catalog = sqlite3.connect(place / "catalog.db")
    entries = list(catalog.execute("SELECT * FROM entries ORDER BY entry"))
    catalog.close()
    return result.exit_code, said, files, (place / "publisher.lock").read_bytes(), entries


def test_several_processes_leave_what_one_leaves(tmp_path, folder):
    """Every file, id, message and row is the same: at first, and after some hundred posts have changed."""
    first = built(tmp_path / "one", folder)
    assert first[0] == 4  # some cannot be used
    assert len(first[4]) > 2 * WORTH_A_PROCESS
    assert built(tmp_path / "three", folder, "--jobs", "3") == first
    for path in sorted(folder.rglob("*.md"))[5:]:
        path.write_text(path.read_text().replace("week", "month"))
    second = built(tmp_path / "one", folder)
    assert second[2] != first[2]
    assert built(tmp_path / "three", folder, "--jobs", "3") == second


def reading(folder, jobs):
    """Return what reads a folder."""
    place = Place(path=Path(folder), shown="posts")
    importer = open_importer("markdown", place)
    understanding = Understanding(
        publication=Publication(title="Bakery", home="https://bakery.example/"),
        source=Source(path="posts"),
        zone=ZoneInfo("UTC"),
        pages="https://bakery.example/feeds/posts/",
        authority="bakery.example",
    )
    to_do = changes(importer, place, {}, trusted=False)
    sizes = []
    return read_together(importer, place, to_do, understanding, jobs=jobs, advance=sizes.append), sizes


def plain(found):
    """Return what an importer would have given."""
    return found.post if isinstance(found, Foreseen) else found


def test_a_process_that_is_killed_loses_nothing(folder):
    """The others do what it had in front of it, and the order stays; no process is left."""
    alone, sizes = reading(folder, 1)
    expected = list(alone)
    together, sizes_together = reading(folder, 3)
    some = [next(together) for _ in range(3)]
    for process in multiprocessing.active_children():
        process.kill()
    assert [plain(each) for each in (*some, *together)] == expected
    assert sum(sizes_together) == sum(sizes)
    assert not multiprocessing.active_children()


def test_no_process_outlives_what_it_reads_for(folder):
    """Whoever stops asking ends the others too."""
    together, _ = reading(folder, 2)
    next(together)
    assert multiprocessing.active_children()
    together.close()
    assert not multiprocessing.active_children()
