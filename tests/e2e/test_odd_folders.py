"""Publications in folders with names that are no text."""

import json
import os
import subprocess
import sys

import pytest

POST = """\
Friday, October 16, 2026

Why we moved the bench

It stood in the shade all year.
"""


@pytest.fixture
def publisher(tmp_path):
    """Return a function that runs a command in a folder whose name is no UTF-8, and gives its two outputs."""
    folder = os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9")
    try:
        os.mkdir(folder)  # noqa: PTH102  # the name is no text
    except OSError:
        pytest.skip("this file system has names of UTF-8 alone")

    def run(*arguments, place=folder):
        result = subprocess.run(
            [sys.executable, "-m", "publisher", *arguments],
            cwd=place,
            env=os.environ | {"SOURCE_DATE_EPOCH": "1793491200", "PYTHONUTF8": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert result.returncode == 0, result.stderr
        return result

    run("init", "--title", "By the pond", "--home", "https://pond.example.org/", "--from", "p@example.org")
    (tmp_path / "archive.txt").write_text(POST)
    run("import", "../archive.txt")
    run.folder = folder
    return run


def test_a_folder_whose_name_is_no_utf_8_is_built_in(publisher):
    """Feeds are written once, checked, and not written again where nothing has changed."""
    assert "feeds/atom.xml" in publisher("build").stdout.split()
    assert publisher("build").stderr == "1 entry: 0 files written, 8 unchanged.\n"
    assert publisher("build", "--json").stdout
    assert publisher("validate").stderr == "4 files checked: 0 errors, 0 warnings.\n"


def test_a_path_whose_name_is_no_utf_8_is_told_with_escapes(publisher, tmp_path):
    """What is printed from elsewhere is text, also in JSON."""
    config = f"{publisher.folder}/publisher.toml"
    printed = publisher("--config", config, "build", place=tmp_path).stdout.split()
    assert r"caf\xe9/feeds/atom.xml" in printed
    report = json.loads(publisher("--config", config, "build", "--json", place=tmp_path).stdout)
    assert report["folder"] == r"caf\xe9/feeds"
    assert publisher("--config", config, "digest", "new", place=tmp_path).stdout == "caf\\xe9/issues/001.toml\n"
