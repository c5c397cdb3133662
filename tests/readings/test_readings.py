"""Inputs beside their expected readings; README.md says how to add one without Python."""

import json
import tomllib
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from publisher.cli import cli

FOLDER = Path(__file__).parent
NOW = datetime.fromisoformat("2026-12-01T12:00:00+01:00")
PUBLICATION = """\
[publication]
title = "Weblog"
home = "https://weblog.example.org/"
language = "en"
timezone = "Europe/Amsterdam"
"""

KEYS = {"description", "reported", "options", "exit_code", "says", "never", "entry"}
FIELDS = {
    "title": lambda entry: entry["title"],
    "url": lambda entry: entry.get("url"),
    "language": lambda entry: entry.get("language"),
    "summary": lambda entry: entry["summary"],
    "tags": lambda entry: entry.get("tags", []),
    "authors": lambda entry: [author["name"] for author in entry.get("authors", [])],
}
ENTRY_KEYS = {*FIELDS, "published", "html", "lacks"}


def cases():
    """Return each expected reading: they stand right in a folder, a site's own configuration deeper."""
    return sorted(FOLDER.glob("*/*.toml"))


def test_each_input_has_a_reading():
    """An input without an expected reading, or the other way round, would pass unread."""
    inputs = {path for path in FOLDER.glob("*/*") if path.suffix not in {".toml", ".pyc"}}

    assert inputs == {path.with_suffix("") for path in cases()}


@pytest.fixture
def read(tmp_path):
    """Return a function that imports an input and gives exit code, output and published entries."""
    (tmp_path / "publisher.toml").write_text(PUBLICATION)

    def publisher(*words):
        return CliRunner(catch_exceptions=False).invoke(
            cli,
            ["--config", str(tmp_path / "publisher.toml"), *words],
            env={"SOURCE_DATE_EPOCH": str(int(NOW.timestamp()))},
        )

    def import_and_export(path, options):
        imported = publisher("import", str(path), *options)
        exported = publisher("entries", "export")
        entries = json.loads(exported.stdout)
        return imported, sorted(entries, key=lambda each: (-instant(each["published"]), each["title"]))

    return import_and_export


def instant(written):
    """Return a time in seconds, whatever its offset."""
    return datetime.fromisoformat(str(written)).timestamp()


@pytest.mark.parametrize("case", cases(), ids=lambda path: path.relative_to(FOLDER).with_suffix("").as_posix())
def test_reading(case, read):
    """An input is read as the file beside it says."""
    expected = tomllib.loads(case.read_text(encoding="utf-8"))
    assert expected.keys() <= KEYS, f"unknown keys: {expected.keys() - KEYS}"
    imported, entries = read(case.with_suffix(""), expected.get("options", []))

    assert imported.exit_code == expected.get("exit_code", 0), imported.output
    for words in expected.get("says", []):
        assert words in imported.output
    for words in expected.get("never", []):
        assert words not in json.dumps(entries, ensure_ascii=False)
    if "entry" not in expected:
        return
    assert [entry["title"] for entry in entries] == [
        wanted.get("title", entry["title"]) for wanted, entry in zip(expected["entry"], entries, strict=False)
    ] + [wanted.get("title") for wanted in expected["entry"][len(entries) :]]
    for wanted, entry in zip(expected["entry"], entries, strict=True):
        check(wanted, entry)


def check(wanted, entry):
    """Compare one entry with what is wanted of it."""
    assert wanted.keys() <= ENTRY_KEYS, f"unknown keys: {wanted.keys() - ENTRY_KEYS}"
    for key, value_of in FIELDS.items():
        if key in wanted:
            assert value_of(entry) == wanted[key], key
    if "published" in wanted:
        day = wanted["published"]
        if isinstance(day, datetime):
            assert instant(entry["published"]) == day.timestamp()
        else:
            assert entry["published"][:10] == day.isoformat()
    place = 0
    for piece in wanted.get("html", []):
        assert piece in entry["html"][place:], f"{piece!r} is missing, or stands earlier, in: {entry['html']}"
        place = entry["html"].index(piece, place) + len(piece)
    for piece in wanted.get("lacks", []):
        assert piece not in entry["html"]
