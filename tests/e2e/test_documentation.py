"""The documents say what is so: their commands run, their references are those of the code."""

import importlib.util
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from publisher.cli import COMMANDS, cli
from publisher.config.loading import parse

ROOT = Path(__file__).resolve().parent.parent.parent
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])


def blocks(text, language):
    """Return the code blocks of *language*, without their indentation."""
    found = re.findall(rf"^( *)```{language}\n(.*?)^\1```", text, re.MULTILINE | re.DOTALL)
    return [re.sub(rf"^{indent}", "", code, flags=re.MULTILINE) for indent, code in found]


def commands(text):
    """Return every line of the shell blocks."""
    return [line for block in blocks(text, "sh") for line in block.splitlines() if line.strip()]


def run_all(lines, folder, monkeypatch):
    """Run shell lines one after the other, as a reader would who says yes."""
    monkeypatch.chdir(folder)
    for line in lines:
        name, *words = shlex.split(line)
        if name == "cd":
            monkeypatch.chdir(words[0])
            continue
        assert name == "publisher", line
        result = CliRunner(catch_exceptions=False).invoke(cli, words, input="y\n")
        assert result.exit_code == 0, f"{line}\n{result.output}"


def test_the_tour_of_the_readme_works(tmp_path, monkeypatch):
    """Each command of the five minutes runs, on one of the example files."""
    shutil.copy(ROOT / "templates" / "starter" / "2026-10.txt", tmp_path / "archive.txt")
    tour = (ROOT / "README.md").read_text().partition("<!-- tour -->")[2].partition("<!-- end of the tour -->")[0]
    lines = commands(tour)
    run_all(lines, tmp_path, monkeypatch)

    assert len(lines) >= 9
    assert (tmp_path / "my-weblog" / "feeds" / "atom.xml").is_file()
    assert (tmp_path / "my-weblog" / "issues" / "001" / "issue.html").is_file()


def test_the_tutorial_works(tmp_path, monkeypatch):
    """Each command of the tutorial runs, on the text that it shows."""
    tutorial = (ROOT / "docs" / "tutorial.md").read_text()
    (archive,) = blocks(tutorial, "text")
    (tmp_path / "archive.txt").write_text(archive)
    lines = commands(tutorial)
    run_all(lines, tmp_path, monkeypatch)

    assert len(lines) >= 12
    assert len(list((tmp_path / "weblog" / "feeds" / "posts").glob("2026-*.html"))) == 2


def test_the_reference_is_that_of_the_code():
    """`make reference` would change nothing."""
    spec = importlib.util.spec_from_file_location("make_reference", ROOT / "tools" / "make_reference.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)

    for name, text in module.pages().items():
        assert (ROOT / "docs" / "reference" / name).read_text() == text, f"run `make reference` for {name}"


def links(page):
    """Return the targets of links and pictures of a page that are no whole addresses."""
    text = re.sub(r"```.*?```", "", page.read_text(), flags=re.DOTALL)
    return [target for target in re.findall(r"\]\(([^)]+)\)", text) if not re.match(r"https?:|mailto:", target)]


def anchors(page):
    """Return what the headings of a page are called in addresses, as GitHub and MkDocs do."""
    text = re.sub(r"^```.*?^```", "", page.read_text(), flags=re.DOTALL | re.MULTILINE)
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[\s-]+", "-", re.sub(r"[^\w\s-]", "", heading).strip().lower()) for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page):
    """Each relative link and picture of a page is a file, each anchor a heading; pages in docs/ stay in docs/."""
    for target in links(page):
        name, _, anchor = target.partition("#")
        file = (page.parent / name).resolve() if name else page
        assert file.exists(), target
        assert not page.is_relative_to(ROOT / "docs") or file.is_relative_to(ROOT / "docs"), target
        assert not anchor or anchor in anchors(file), target


@pytest.mark.parametrize("start", ["README.md", "docs/index.md", "mkdocs.yml"])
def test_every_page_can_be_reached(start):
    """The README, the first page and the menu of the website name each page of docs/."""
    page = ROOT / start
    named = re.findall(r"[\w/-]+\.md", page.read_text()) if page.suffix == ".yml" else links(page)
    folder = ROOT / "docs" if page.suffix == ".yml" else page.parent
    reached = {(folder / name).resolve() for name in named} | {ROOT / "docs" / "index.md"}
    assert set((ROOT / "docs").rglob("*.md")) <= reached


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_commands_in_sentences_exist(page):
    """Each `publisher ...` that a page names is a command with these options."""
    for words in re.findall(r"`publisher ([a-z][^`\n]*)`", page.read_text()):
        command, rest = cli, shlex.split(words)
        while isinstance(command, click.Group) and rest and re.fullmatch(r"[a-z]+", rest[0]):
            command = command.get_command(click.Context(command), rest.pop(0))
        assert command is not None, words
        known = {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)}
        assert {word for word in rest if word.startswith("--")} <= known | {"--help"}, words


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_examples_of_the_configuration_load(page):
    """Each piece of publisher.toml that a page shows is right."""
    for block in blocks(page.read_text(), "toml"):
        if re.search(r"^\[(publication|source|\[source|feeds|digest|smtp|list)\b", block, re.MULTILINE):
            parse(block if "[publication]" in block else f'[publication]\ntitle = "x"\n{block}', page.name)


def test_nothing_tells_to_install_from_pypi():
    """The name `publisher` belongs to somebody else there: no page sends a reader to it."""
    for page in PAGES:
        assert "pip install publisher" not in page.read_text()


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_is_in_the_reference(name):
    """Every command has its part of the reference."""
    assert f"\n## publisher {name}\n" in (ROOT / "docs" / "reference" / "commands.md").read_text()


def test_python_m_publisher_is_the_command():
    """The package runs as a module, under its own name."""
    done = subprocess.run([sys.executable, "-m", "publisher", "--version"], capture_output=True, text=True, check=True)

    assert done.stdout.startswith("publisher, version ")
