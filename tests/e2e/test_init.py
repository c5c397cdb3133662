"""``publisher init``: a new publication, by script and by conversation."""

import os
import pty
import re
import subprocess
import sys
import tomllib

import msgspec
import pytest
from click.testing import CliRunner

from publisher.app import App
from publisher.cli import cli
from publisher.config import Author, Config, load
from publisher.files.templates import shipped, starter
from publisher.publications.start import config_text, guess

pytestmark = pytest.mark.usefixtures("right_feeds")


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Return a function that runs a command in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return lambda *words: CliRunner().invoke(cli, words)


def test_init_writes_two_files(run, tmp_path):
    """A new publication is publisher.toml and .gitignore, and nothing else."""
    result = run("init")

    assert result.exit_code == 0, result.output
    assert sorted(path.name for path in tmp_path.iterdir()) == [".gitignore", "publisher.toml"]
    assert result.stdout.split() == ["publisher.toml", ".gitignore"]


def test_options_end_in_the_file(run, tmp_path):
    """Each option is a key of the written file, whatever characters it has."""
    title = 'Say "é" \\ # and\ttab'
    result = run(
        *["init", "new folder", "--title", title, "--home", "https://weblog.example.org", "--language", "pt-BR"],
        *["--timezone", "America/Sao_Paulo", "--from", "Mia <mia@example.org>"],
    )
    config = load(tmp_path / "new folder" / "publisher.toml")

    assert result.exit_code == 0, result.output
    assert config.publication.title == title
    assert config.publication.home == "https://weblog.example.org/"
    assert config.publication.language == "pt-BR"
    assert config.publication.timezone == "America/Sao_Paulo"
    assert config.digest.sender == "Mia <mia@example.org>"


def test_the_example_brings_its_posts(run, tmp_path):
    """With --example the posts are there, and the file names them as a source."""
    result = run("init", "--example", "paper")
    config = load(tmp_path / "paper" / "publisher.toml")

    assert result.exit_code == 0, result.output
    assert config.publication.title == "De Wilgenbode"
    assert [source.path for source in config.source] == ["posts"]
    assert len(list((tmp_path / "paper" / "posts").iterdir())) == 2


def test_a_script_gets_from_nothing_to_feeds(run, tmp_path):
    """`publisher init . && publisher import FILE && publisher build` works without a question."""
    archive = starter() / "2026-09.txt"
    codes = [run(*words).exit_code for words in (["init", "."], ["import", str(archive)], ["build"])]

    assert codes == [0, 0, 0]
    assert (tmp_path / "feeds" / "atom.xml").read_text().count("</entry>") == 6


@pytest.mark.parametrize("name", ["publisher.toml", "posts/2026-10.txt"])
def test_nothing_is_overwritten(run, tmp_path, name):
    """A file that is there stops init before it writes anything, and is named."""
    (tmp_path / "posts").mkdir()
    (tmp_path / name).write_text("mine")
    before = sorted(tmp_path.rglob("*"))
    result = run("init", "--example")

    assert result.exit_code == 2
    assert f"{name} exists and is not overwritten" in result.stderr
    assert (tmp_path / name).read_text() == "mine"
    assert sorted(tmp_path.rglob("*")) == before


def test_a_folder_that_cannot_be_made_is_said(run, tmp_path):
    """A file in the way of the new folder is an error with a sentence, and exit code 6."""
    (tmp_path / "file").write_text("mine")
    result = run("init", "file/below")

    assert result.exit_code == 6
    assert "cannot write" in result.stderr


def test_an_own_gitignore_stays(run, tmp_path):
    """An existing .gitignore is left alone, and the lines it lacks are named."""
    (tmp_path / ".gitignore").write_text("catalog.db*\n")
    result = run("init")

    assert result.exit_code == 0
    assert (tmp_path / ".gitignore").read_text() == "catalog.db*\n"
    assert "subscribers.db*" in result.stderr
    assert "catalog.db*" not in result.stderr


def test_wrong_options_are_named_together(run, tmp_path):
    """Values that the file could not hold are refused before anything is written."""
    result = run("init", "--home", "nowhere", "--timezone", "Mars/Olympus")

    assert result.exit_code == 2
    assert "publication.home must be a whole web address" in result.stderr
    assert "publication.timezone must be a time zone" in result.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("environment", "language", "zone"),
    [
        ({"LANG": "nl_NL.UTF-8", "TZ": "Europe/Amsterdam"}, "nl", "Europe/Amsterdam"),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "pt_BR.UTF-8", "TZ": ":America/Bahia"}, "pt-BR", "America/Bahia"),
        ({"LANG": "C.UTF-8", "TZ": "Etc/UTC"}, "en", "UTC"),
        ({"LANG": "POSIX", "TZ": "Nowhere/Land"}, "en", None),  # then the machine's own zone
        ({}, "en", None),
    ],
)
def test_the_machine_suggests_language_and_zone(tmp_path, environment, language, zone):
    """The locale and the zone of the machine are the defaults; a zone that is none is not taken."""
    suggested = guess(tmp_path, environment)

    assert suggested.language == language
    assert zone is None or suggested.timezone == zone
    assert suggested.timezone != "Nowhere/Land"


def test_the_folder_names_the_publication(tmp_path):
    """The default title is the folder's name in plain words."""
    assert guess(tmp_path / "village-paper", {}).title == "Village paper"


def test_a_terminal_is_asked(tmp_path):
    """On a terminal the questions have defaults, and a wrong answer is asked again."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "publisher", "init", "paper"],
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
        env={**os.environ, "LANG": "nl_NL.UTF-8", "TZ": "Europe/Amsterdam"},
    )
    os.write(ours, b"Our Paper\nnowhere\nhttps://paper.example.org/\n\n\n\n")
    stdout, stderr = process.communicate(timeout=60)
    os.close(ours)
    os.close(theirs)
    config = load(tmp_path / "paper" / "publisher.toml")

    assert process.returncode == 0, stderr
    assert stdout.decode().split() == ["paper/publisher.toml", "paper/.gitignore"]
    assert b"must be a whole web address" in stderr
    assert config.publication.title == "Our Paper"
    assert config.publication.home == "https://paper.example.org/"
    assert config.publication.language == "nl"
    assert config.digest.sender is None


def test_every_key_stands_in_the_new_file():
    """Each key of the schema is written or shown as an example, with its explanation above it."""
    text = config_text(guess(shipped(), {}))
    shown = set(re.findall(r"^(?:# )?([a-z_]+) = ", text, re.MULTILINE))
    known = {
        field.encode_name
        for table in msgspec.structs.fields(Config)
        for field in msgspec.structs.fields(getattr(table.type, "__args__", (table.type,))[0])
    }

    assert shown == known


def test_every_example_is_right():
    """The file loads with all of its examples in use; they are not written to be wrong."""
    text = config_text(guess(shipped(), {}))
    used = re.sub(r"^# (?=\[\[(?:source|feed)\]\]$|[a-z_]+ = )", "", text, flags=re.MULTILINE)
    used = used.replace('password_command = "pass show smtp"\n', "")  # the other way to the password

    config = msgspec.convert(tomllib.loads(used.replace('["Mia Example", ', '[{ name = "Mia Example" }, ')), Config)
    assert config.source[0].path == "archive.txt"
    assert Author(name="Mia Example") in config.publication.authors


def test_app_suggests_the_example():
    """The example publication is the suggestion for --example."""
    assert App().suggest_beginning(shipped(), example=True).home == "https://dorpskrant.example.org/"
