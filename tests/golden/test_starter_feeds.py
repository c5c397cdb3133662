"""feeds/ is what the example publication gives, byte by byte."""

import shutil

import pytest
from click.testing import CliRunner

from publisher.cli import cli

pytestmark = pytest.mark.usefixtures("right_feeds")


def test_the_example_builds_the_feeds_of_the_repository(root, tmp_path, monkeypatch, same_tree):
    """Import and build of the example posts write exactly the files in feeds/ (`make feeds` rewrites them)."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1793491200")  # 1 November 2026, when all example posts are out
    runner = CliRunner(catch_exceptions=False)
    paper = tmp_path / "paper"
    started = runner.invoke(cli, ["init", "--example", str(paper)])
    built = runner.invoke(cli, ["--config", str(paper / "publisher.toml"), "build"])

    assert started.exit_code == 0, started.output
    assert built.exit_code == 0, built.output
    shutil.copy(root / "feeds" / "README.md", paper / "feeds" / "README.md")
    same_tree(root / "feeds", paper / "feeds")
