"""The documents say what is so: their commands run, their references are those of the code."""

import importlib.util
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import pytest
import tomlkit
import yaml

from publisher.cli import COMMANDS, cli
from publisher.config.loading import parse
from tests.fixtures.documents import blocks

ROOT = Path(__file__).resolve().parent.parent.parent
PAGES = sorted([*ROOT.glob("*.md"), ROOT / "feeds" / "README.md", *(ROOT / "docs").rglob("*.md")])


def named(page):
    """Return what a page is called in this repository."""
    return page.relative_to(ROOT).as_posix()


#: Pages of which the commands are run from the start, in an empty folder.
FROM_NOTHING = {"README.md", "docs/tutorial.md", "feeds/README.md"}


@pytest.mark.parametrize(
    "page", [page for page in PAGES if any(one.language == "sh" for one in blocks(page))], ids=named
)
def test_commands_and_files_of_a_page_do_what_it_says(page, reader, request):
    """Each command of a page runs, on the files that it shows, and the terminal shows what the page says."""
    if named(page) in FROM_NOTHING:
        shutil.copy(ROOT / "templates" / "starter" / "2026-10.txt", reader.folder / "archive.txt")
    else:
        reader.begin(ROOT / "tests" / "fixtures" / "weblog")
    update = request.config.getoption("--update-golden")
    text = reader.follow(page, update=update)
    if text != page.read_text("utf-8"):
        page.write_text(text, "utf-8")
        pytest.fail(f"{named(page)} was rewritten; review the diff and run again")


def test_the_guide_to_sending_sends(reader):
    """Who follows it mails a sample and the issue, through a mail server."""
    reader.begin(ROOT / "tests" / "fixtures" / "weblog")
    reader.follow(ROOT / "docs" / "how-to" / "send-through-a-provider.md")

    assert [to for to, _ in reader.mail.taken] == [["me@example.org"], ["reader@example.com"]]


def test_an_output_that_is_not_so_is_found(reader):
    """A page that shows something else than the terminal does is wrong, unless dots stand for it."""
    page = reader.folder / "page.md"
    page.write_text("```sh\npublisher --version\n```\n\n```output\npublisher, version 99\n```\n")
    with pytest.raises(AssertionError, match=r"page.md, line 5: the terminal shows\n *publisher, version"):
        reader.follow(page)

    page.write_text("```sh\npublisher --version\n```\n\n```output\npublisher, version ...\n```\n")
    assert reader.follow(page) == page.read_text()


def test_the_reference_is_that_of_the_code():
    """`make reference` would change nothing."""
    spec = importlib.util.spec_from_file_location("make_reference", ROOT / "tools" / "make_reference.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)

    for name, text in module.pages().items():
        assert (ROOT / name).read_text() == text, f"run `make reference` for {name}"


def links(page):
    """Return the targets of links and pictures of a page that are no whole addresses."""
    text = re.sub(r"```.*?```", "", page.read_text(), flags=re.DOTALL)
    return [target for target in re.findall(r"\]\(([^)]+)\)", text) if not re.match(r"https?:|mailto:", target)]


def anchors(page):
    """Return what the headings of a page are called in addresses, as GitHub and MkDocs do."""
    text = re.sub(r"^```.*?^```", "", page.read_text(), flags=re.DOTALL | re.MULTILINE)
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[\s-]+", "-", re.sub(r"[^\w\s-]", "", heading).strip().lower()) for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_links_lead_somewhere(page):
    """Each relative link and picture of a page is a file, each anchor a heading; pages in docs/ stay in docs/."""
    for target in links(page):
        name, _, anchor = target.partition("#")
        file = (page.parent / name).resolve() if name else page
        assert file.exists(), target
        assert not page.is_relative_to(ROOT / "docs") or file.is_relative_to(ROOT / "docs"), target
        assert not anchor or anchor in anchors(file), target


def test_every_page_can_be_reached():
    """Links lead from the README to each page of docs/."""
    reached, new = set(), {ROOT / "README.md"}
    while new:
        reached |= new
        targets = {(page.parent / target.partition("#")[0]).resolve() for page in new for target in links(page)}
        new = {target for target in targets if target.suffix == ".md"} - reached
    assert set((ROOT / "docs").rglob("*.md")) <= reached


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_commands_in_sentences_exist(page):
    """Each `publisher ...` that a page names is a command with these options."""
    for words in re.findall(r"`publisher ([a-z][^`\n]*)`", page.read_text()):
        command, rest = cli, shlex.split(words)
        while isinstance(command, click.Group) and rest and re.fullmatch(r"[a-z]+", rest[0]):
            command = command.get_command(click.Context(command), rest.pop(0))
        assert command is not None, words
        known = {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)}
        assert {word for word in rest if word.startswith("--")} <= known | {"--help"}, words


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_examples_of_the_configuration_load(page):
    """Each piece of publisher.toml that a page shows is right by itself; any other TOML says what file it is."""
    for block in blocks(page):
        if block.language == "toml" and block.title == "publisher.toml":
            config = tomllib.loads(block.code)
            config.setdefault("publication", {}).setdefault("title", "x")
            parse(tomlkit.dumps(config), named(page))
        elif block.language == "toml":
            assert block.title, f"{named(page)}, line {block.line}"


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_block_says_what_it_is(page):
    """A block of code is of a language that is run, compared or written, or is plain text."""
    known = {"sh", "output", "toml", "text", "markdown", "css"}
    for block in blocks(page):
        assert block.language in known, f"{named(page)}, line {block.line}"


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_targets_of_make_exist(page):
    """Each `make ...` that a page names is in the Makefile."""
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    text = page.read_text()
    assert set(re.findall(r"^ *make ([a-z]+)", text, re.MULTILINE)) <= set(targets)
    assert set(re.findall(r"`make ([a-z]+)[^`]*`", text)) <= set(targets)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Return the website of the documentation, built as strictly as `make docs` does."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", str(ROOT / "mkdocs.yml")]
    done = subprocess.run([*command, "--site-dir", str(folder)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder


def test_the_website_is_built(site):
    """`mkdocs build --strict` finds each link and anchor, and each page in the menu; the search knows the texts."""
    assert "permanent" in (site / "search" / "search_index.json").read_text()


def test_the_website_fetches_nothing_from_elsewhere(site):
    """A page loads scripts, styles, fonts and pictures from its own host only, so that it can be read offline."""
    for page in site.rglob("*.html"):
        html = page.read_text()
        assert not re.findall(r'<(?:script|img|iframe|source)\b[^>]*\bsrc="(?:https?:)?//[^"]*', html), page
        assert not re.findall(r'<link\b[^>]*\brel="(?:stylesheet|preload|preconnect|icon)"[^>]*//[^>]*>', html), page
    for style in site.rglob("*.css"):
        assert not re.findall(r"url\(\W*(?:https?:)?//[^)]*|@import[^;]*//[^;]*", style.read_text()), style


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


def test_the_workflow_tests_what_the_project_promises():
    """GitHub runs `make test` on each Python from the oldest that is allowed; the hooks run tools of `make test`."""
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "test.yml").read_text())
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())["repos"][0]["hooks"]
    makefile = (ROOT / "Makefile").read_text()
    oldest = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"].removeprefix(">=")

    assert workflow["jobs"]["test"]["strategy"]["matrix"]["python"] == [oldest, "3.12", "3.13", "3.14"]
    assert any("make test" in step.get("run", "") for step in workflow["jobs"]["test"]["steps"])
    for hook in hooks:
        assert hook["entry"].split()[0].replace(".venv/bin", "$(BIN)") in makefile


@pytest.mark.parametrize("form", sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("[!c]*.yml")), ids=named)
def test_forms_for_issues_are_forms(form):
    """Each form has a name, a description and fields with labels; that of readings asks for the input."""
    fields = yaml.safe_load(form.read_text())
    asked = {field["id"]: field["attributes"] for field in fields["body"] if field["type"] != "markdown"}

    assert fields["name"]
    assert fields["description"]
    assert all(attributes["label"] for attributes in asked.values())
    assert "input" in asked or "wrongly" not in fields["name"]
