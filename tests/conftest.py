"""Fixtures that every tier uses."""

import os
import shutil
from pathlib import Path

import pytest

from publisher.feeds.validate import ENDS, validate_ours
from publisher.files.output_folder import LIST, OutputFolder

ROOT = Path(__file__).resolve().parent.parent

pytest_plugins = ["tests.fixtures.documents", "tests.fixtures.web"]

#: What a test may need from the machine → how to get it.
HOW_TO_GET = {
    "chromium": "apt-get install chromium",
    "groff": "apt-get install groff",
    "newsboat": "apt-get install newsboat",
    "openssl": "apt-get install openssl",
    "postfix": "apt-get install postfix",
    "rsync": "apt-get install rsync",
    "spamassassin": "apt-get install spamassassin",
    "git": "apt-get install git",
}


def pytest_addoption(parser):
    """Let a person rewrite the golden files, to review the difference."""
    parser.addoption("--update-golden", action="store_true", help="rewrite golden files with what the code gives now")


def lacking(reason):
    """Skip a test for something this machine lacks; on CI, where nothing may lack, fail."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def root():
    """Return the folder of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def shared():
    """Return the folder of other people's texts beside the repository."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        lacking("needs the archives and corpora in ../shared, a folder beside the clone that is not published")
    return folder


@pytest.fixture(scope="session")
def needs():
    """Return a function that gives the path of a program, or skips with how to get it."""

    def find(name):
        search = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"
        found = shutil.which(name, path=search)
        if found is None:
            lacking(f"needs {name}: {HOW_TO_GET.get(name, f'apt-get install {name}')}")
        return found

    return find


@pytest.fixture
def right_feeds(tmp_path):
    """Check, after the test, all feeds that builds have left in its folder: none may have an error or a warning."""
    yield
    for folder in sorted(path.parent for path in tmp_path.rglob(LIST)):
        if any(name.endswith(ENDS) for name in OutputFolder(folder=folder).ours):
            found = validate_ours(folder).files.items()
            assert [(path.name, finding) for path, checked in found for finding in checked.findings] == []


@pytest.fixture
def same_tree(request):
    """Compare two folders file by file, byte for byte."""

    def contents(root):
        return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}

    def check(expected, actual):
        if request.config.getoption("--update-golden"):
            shutil.rmtree(expected, ignore_errors=True)
            shutil.copytree(actual, expected)
            pytest.fail(f"{expected} rewritten; review the difference and run again")
        want, have = contents(expected), contents(actual)
        assert sorted(want) == sorted(have)
        assert want == have

    return check
