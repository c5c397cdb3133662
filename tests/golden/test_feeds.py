"""Whole builds of small publications, file by file.

Each folder under ``feeds`` is one publication; its ``expected`` folder holds
what a person has reviewed.
"""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from publisher.cli import cli

pytestmark = pytest.mark.usefixtures("right_feeds")

CASES = sorted((Path(__file__).parent / "feeds").iterdir())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_build_writes_exactly_the_expected_files(case, tmp_path, monkeypatch, same_tree):
    """Building a case writes the files under its expected folder, byte for byte."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")
    paper = tmp_path / "paper"
    shutil.copytree(case, paper, ignore=shutil.ignore_patterns("expected"))

    result = CliRunner(catch_exceptions=False).invoke(
        cli, ["--config", str(paper / "publisher.toml"), "build", "--out", str(tmp_path / "feeds")]
    )

    assert result.exit_code == 0, result.output
    same_tree(case / "expected", tmp_path / "feeds")
