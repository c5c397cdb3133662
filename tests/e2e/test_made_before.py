"""A file of many posts that has changed in one place: what was made of the others is not made again."""

import sqlite3

import pytest
from click.testing import CliRunner

from publisher.cli import cli

SETTINGS = """\
[publication]
title = "Krant"
home = "https://krant.example/"
language = "nl"

[[source]]
path = "2026-03.txt"
kind = "archive"
"""
NEWEST = "vrijdag 27 maart 2026\n\nDe haven is open\n\nDe schepen varen weer uit, zegt de burgemeester.\n\n"
OLDER = """\
woensdag 25 maart 2026

De molen draait

Sinds gisteren draait de molen van het dorp weer, na een jaar van stilstand.

maandag 23 maart 2026

Een bos voor de school

Lees ook: De molen draait

De kinderen planten morgen de eerste bomen, als het niet te hard waait.
"""


@pytest.fixture
def paper(tmp_path, monkeypatch):
    """Return the folder of a publication with one archive, imported."""
    (tmp_path / "publisher.toml").write_text(SETTINGS)
    (tmp_path / "2026-03.txt").write_text(OLDER)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1775000000")
    run()
    return tmp_path


def run():
    """Import; return what was said."""
    result = CliRunner(catch_exceptions=False).invoke(cli, ["import"])
    assert result.exit_code == 0, result.output
    return result.stdout


def query(statement):
    """Do something to the catalog, and return its rows."""
    with sqlite3.connect("catalog.db") as catalog:
        rows = list(catalog.execute(statement))
    catalog.close()
    return rows


def everything():
    """Return all that is known of the entries."""
    return query("SELECT * FROM entries ORDER BY ref")


def mark():
    """Change an entry in the catalog, so that it can be seen whether it is made again."""
    query("UPDATE entries SET shown = CAST(replace(shown, 'stilstand', 'MERK') AS BLOB) WHERE plain IS NULL")
    assert marked()


def marked():
    """Return whether the entry is still the one that was changed."""
    return query("SELECT count(*) FROM entries WHERE CAST(shown AS TEXT) LIKE '%MERK%'") == [(1,)]


def test_a_new_post_has_no_other_made_again(paper):
    """What was made from the same words under the same settings stays, and gets the lines where it stands now."""
    mark()
    (paper / "2026-03.txt").write_text(NEWEST + OLDER)
    assert "1 new, 0 changed, 2 unchanged" in run()
    assert marked()
    (line,) = query("SELECT json_extract(shown, '$.origin.first_line') FROM entries WHERE ref LIKE '2026-03-25%'")
    assert line == (7,)


def test_what_is_kept_is_what_would_be_made(paper):
    """The catalog is the same as if nothing had been remembered."""
    (paper / "2026-03.txt").write_text(NEWEST + OLDER)
    run()
    kept = everything()
    query("UPDATE entries SET made_from = NULL")
    query("UPDATE files SET size = 0")
    run()
    assert everything() == kept


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("2026-03.txt", "na een jaar", "na  een jaar"),
        ("2026-03.txt", "De molen draait\n\nSinds", "De molen draait nu\n\nSinds"),
        ("publisher.toml", 'language = "nl"', 'language = "de"'),
        ("publisher.toml", 'kind = "archive"', 'kind = "archive"\ntags = ["dorp"]'),
    ],
)
def test_whatever_an_entry_depends_on_has_it_made_again(paper, file, old, new):
    """One letter of a post, or a setting, is enough."""
    mark()
    text = (paper / file).read_text()
    assert old in text
    (paper / file).write_text(text.replace(old, new))
    run()
    assert not marked()


def test_a_catalog_of_the_version_before_is_used_on(paper):
    """It gets the columns that it lacks, loses nothing, and every source is read once more."""
    before = query("SELECT ref, shown FROM entries ORDER BY ref")
    for index in ("entries_newest", "entries_until"):
        query(f"DROP INDEX {index}")
    for column in ("made_from", "until"):
        query(f"ALTER TABLE entries DROP COLUMN {column}")
    query("PRAGMA user_version = 2")
    assert "2 unchanged" in run()
    assert query("SELECT ref, shown FROM entries ORDER BY ref") == before
    assert query("SELECT count(*) FROM entries WHERE made_from IS NULL") == [(0,)]
