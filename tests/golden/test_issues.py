"""Issues, rendered to the bytes that a person has looked at."""

from pathlib import Path

import msgspec
import pytest

from publisher.config import load
from publisher.errors import InputError
from publisher.files.templates import Templates
from publisher.issues.contents import read_contents
from publisher.issues.files import create_draft
from publisher.issues.render import render_issue
from publisher.issues.slots import UNSUBSCRIBE
from publisher.issues.text_part import WIDTH, width_of
from publisher.model.entry import Entry

CASES = Path(__file__).parent / "issues"


class Shelf:
    """Entries from a file, found by ref."""

    def __init__(self, path):
        self.held = {entry.ref: entry for entry in msgspec.json.decode(path.read_bytes(), type=list[Entry])}

    def find(self, name):
        """Return the entry of this ref."""
        if name not in self.held:
            raise InputError(f"there is no entry {name}")
        return self.held[name]


@pytest.fixture(params=sorted(path.name for path in CASES.iterdir()))
def case(request):
    """Return the folder of each case in turn."""
    return CASES / request.param


def rendered(case, root):
    """Render a case's draft, as `preview` and `approve` do."""
    text = (case / "issue.toml").read_text("utf-8")
    number = msgspec.toml.decode(text)["number"]
    create_draft(root, number, text)
    contents = read_contents(root, number, Shelf(case / "entries.json"))
    return render_issue(contents, config=load(case / "publisher.toml"), templates=Templates())


def test_an_issue_renders_to_its_golden_bytes(case, tmp_path, same_tree):
    """The HTML and the text of each case are what was reviewed."""
    both = rendered(case, tmp_path / "root")
    out = tmp_path / "out"
    out.mkdir()
    (out / "issue.html").write_bytes(both.html.encode())
    (out / "issue.txt").write_bytes(both.text.encode())

    same_tree(case / "expected", out)


def test_rendering_twice_gives_the_same_bytes(case, tmp_path):
    """Nothing of the clock or of chance is in an issue."""
    first, second = rendered(case, tmp_path / "a"), rendered(case, tmp_path / "b")

    assert (first.html, first.text) == (second.html, second.text)


def test_the_text_keeps_to_72_columns(case, tmp_path):
    """Only a line that holds nothing but an address may be longer."""
    for line in rendered(case, tmp_path).text.splitlines():
        assert width_of(line) <= WIDTH or " " not in line.removeprefix("[").partition("] ")[2]


def test_both_parts_say_how_to_unsubscribe(case, tmp_path):
    """The slot is an address in the HTML, and a line of its own in the text."""
    both = rendered(case, tmp_path)

    assert both.html.count(f'href="{UNSUBSCRIBE}"') == 1
    assert UNSUBSCRIBE in both.text.splitlines()


def test_the_html_loads_nothing(case, tmp_path):
    """No image, script, font or style sheet from elsewhere: opening the mail tells nobody."""
    html = rendered(case, tmp_path).html

    for telling in ("<img", "<script", "<link", "@import", "@font-face", "url(", "<iframe", "background="):
        assert telling not in html
