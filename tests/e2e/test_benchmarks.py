"""The programs in benchmarks/ still run; their figures are nobody's business here."""

import re
import subprocess
import sys

import pytest


@pytest.fixture
def benchmark(root):
    """Return a function that runs one of the programs, and gives the lines that it prints."""

    def run(name, *arguments):
        result = subprocess.run(
            [sys.executable, str(root / "benchmarks" / f"{name}.py"), *map(str, arguments)],
            cwd=root,
            capture_output=True,
            text=True,
            check=False,
        )
        assert result.returncode == 0, result.stderr
        return result.stdout.splitlines()

    return run


def test_one_markdown_post_is_measured(benchmark):
    """A line for each stretch of the way from a file to a stored entry, beside the bare work."""
    lines = benchmark("markdown_import", 3)
    figures = [re.match(r"(\D+?)\s+[\d.]+ µs a post\s+([\d.]+) x bare$", line) for line in lines]
    assert [found[1] for found in figures if found] == [
        "bare work",
        "file to post",
        "file to entry",
        "file to stored entry",
    ]
    assert next(found[2] for found in figures if found) == "1.00"


def test_the_start_is_measured(benchmark):
    """A line for each command, and the ratio."""
    assert [line.rsplit(maxsplit=2)[-1] for line in benchmark("startup", 1)] == ["ms", "ms", "ms", "1.4"]


def test_posts_are_the_same_for_the_same_number(benchmark, tmp_path):
    """The seed gives the same posts each time, in both forms, so that peers read the same words."""
    for name in ("one", "two"):
        assert benchmark("corpus", tmp_path / name, 4)[0].startswith("4 posts, ")
    benchmark("corpus", tmp_path / "peers", 4, "--header")
    posts = {path.name: path.read_text() for path in (tmp_path / "one").iterdir()}
    assert len(posts) == 4
    assert posts == {path.name: path.read_text() for path in (tmp_path / "two").iterdir()}
    for name, text in posts.items():
        body = text.partition("\n---\n")[2].strip()
        assert body
        assert (tmp_path / "peers" / name).read_text().endswith(f"\n\n{body}\n")


def test_feeds_are_measured_without_any_peer(benchmark, tmp_path):
    """The rows that compare us with ourselves run without the network."""
    rows = ["--rows", "formats", "jobs", "growth"]
    lines = benchmark("feeds", "--posts", 3, 5, "--rounds", 1, "--folder", tmp_path, *rows)
    assert [line.split()[:2] for line in lines[1:]] == [
        ["formats", "3"],
        ["jobs", "3"],
        ["formats", "5"],
        ["jobs", "5"],
        ["growth", "5"],
        ["growth", "5"],
    ]
    assert not (tmp_path / "peers").exists()


@pytest.mark.parametrize(("part", "figure"), [("encodings", r"\d+ of \d+ in \d+ encodings"), ("parts", r"[\d.]+ µs")])
def test_libraries_are_measured_beside_our_own_parts(benchmark, part, figure):
    """A line for each candidate, with its figure."""
    lines = benchmark("libraries", part)

    assert len(lines) > 3
    assert all(re.search(figure, line) for line in lines)
