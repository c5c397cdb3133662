"""Issues on disk: drafts, and approved folders that never change."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from publisher.errors import InputError, StoreError
from publisher.issues.files import (
    IssuedEntry,
    approved_path,
    create_draft,
    draft_path,
    freeze,
    is_approved,
    numbers,
    read_approved,
    read_draft,
    unfreeze,
)
from publisher.issues.slots import UNSUBSCRIBE, fill_html, fill_text


def approve(root, **changes):
    """Freeze issue 1."""
    values = {
        "number": 1,
        "subject": "Maart",
        "preheader": "Zeilen",
        "approved_at": "2026-04-01T09:00:00+02:00",
        "language": "nl",
        "entries": [IssuedEntry(ref="brug", id="tag:a", title="De brug", url=None)],
        "html": "<p>é</p>",
        "text": "é\n",
        "draft": "number = 1\n",
    }
    return freeze(root, **{**values, **changes})


def test_what_is_frozen_is_what_is_read(tmp_path):
    """Every field and byte comes back."""
    approve(tmp_path)
    approved = read_approved(tmp_path, 1)

    assert (approved.subject, approved.html, approved.text) == ("Maart", "<p>é</p>", "é\n")
    assert approved.entries == (IssuedEntry(ref="brug", id="tag:a", title="De brug", url=None),)
    assert approved.approved_at == "2026-04-01T09:00:00+02:00"


def test_freezing_the_same_gives_the_same_bytes(tmp_path):
    """The digest stands for every byte of the issue."""
    approve(tmp_path / "a")
    approve(tmp_path / "b")
    approve(tmp_path / "c", subject="April")

    digests = [read_approved(tmp_path / folder, 1).digest for folder in "abc"]
    assert digests[0] == digests[1] != digests[2]


@pytest.mark.parametrize("name", ["issue.html", "issue.txt"])
def test_a_changed_part_is_refused(tmp_path, name):
    """Not a byte may differ from what was approved."""
    path = approve(tmp_path) / name
    path.write_bytes(path.read_bytes() + b" ")

    with pytest.raises(StoreError, match=f"issues/001/{name} is not what was approved"):
        read_approved(tmp_path, 1)


@pytest.mark.parametrize("name", ["issue.html", "issue.txt", "manifest.json"])
def test_a_missing_file_is_named(tmp_path, name):
    """Half an issue is no issue."""
    (approve(tmp_path) / name).unlink()

    with pytest.raises(StoreError, match=f"issues/001/{name} is missing"):
        read_approved(tmp_path, 1)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"files": {}}'])
def test_a_damaged_manifest_is_named(tmp_path, content):
    """Whatever is wrong with it, there is no traceback."""
    (approve(tmp_path) / "manifest.json").write_text(content)

    with pytest.raises(StoreError, match=r"manifest\.json cannot be read"):
        read_approved(tmp_path, 1)


def test_an_approved_issue_is_never_overwritten(tmp_path):
    """A second approval fails, and the first one stays; nothing is left beside it."""
    approve(tmp_path)

    with pytest.raises(StoreError, match="could not be written"):
        approve(tmp_path, subject="April")
    assert read_approved(tmp_path, 1).subject == "Maart"
    assert [path.name for path in (tmp_path / "issues").iterdir()] == ["001"]


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    """No traceback, and the cause in the words of the system."""
    (tmp_path / "issues").write_text("")

    with pytest.raises(StoreError, match="issues/001 could not be written"):
        approve(tmp_path)


def test_unfreezing_leaves_the_draft(tmp_path):
    """Only the folder goes."""
    create_draft(tmp_path, 1, "number = 1\n")
    approve(tmp_path)
    unfreeze(tmp_path, 1)

    assert not is_approved(tmp_path, 1)
    assert [path.name for path in (tmp_path / "issues").iterdir()] == ["001.toml"]


def test_numbers_are_those_of_drafts_and_folders(tmp_path):
    """Anything else in the folder is left alone."""
    assert numbers(tmp_path) == []
    create_draft(tmp_path, 2, "")
    create_draft(tmp_path, 1000, "")
    approve(tmp_path)
    for name in ("note.txt", "1.toml", ".003.5", "003.toml~"):
        (tmp_path / "issues" / name).touch()

    assert numbers(tmp_path) == [1, 2, 1000]


def test_a_draft_is_never_overwritten(tmp_path):
    """The editor's work is safe from a second `new`."""
    create_draft(tmp_path, 1, "mine")

    with pytest.raises(StoreError, match=r"issues/001\.toml is there already"):
        create_draft(tmp_path, 1, "other")
    assert read_draft(tmp_path, 1) == "mine"


def test_of_many_at_once_one_gets_the_number(tmp_path):
    """However many commands make a draft of the same number, one does, and the others are told."""

    def create(text):
        try:
            return create_draft(tmp_path, 1, text) and text
        except StoreError:
            return None

    with ThreadPoolExecutor(8) as pool:
        made = [text for text in pool.map(create, map(str, range(40))) if text is not None]

    assert made == [read_draft(tmp_path, 1)]


def test_a_draft_in_another_encoding_is_named(tmp_path):
    """The message says which file, and what to do."""
    create_draft(tmp_path, 1, "")
    draft_path(tmp_path, 1).write_bytes("é".encode("latin-1"))

    with pytest.raises(InputError, match=r"issues/001\.toml is not UTF-8 text") as caught:
        read_draft(tmp_path, 1)
    assert caught.value.hint == "Save it as UTF-8."


def test_the_manifest_is_for_people_too(tmp_path):
    """It is JSON with the hash of each part."""
    manifest = json.loads((approve(tmp_path) / "manifest.json").read_text("utf-8"))

    assert list(manifest["files"]) == ["issue.html", "issue.txt"]
    assert manifest["entries"][0]["title"] == "De brug"
    assert approved_path(tmp_path, 1).name == "001"


def test_slots_are_filled_for_their_place():
    """An address with an ampersand is escaped in HTML and plain in text."""
    address = "mailto:a@b.example?subject=x&body=y"

    assert fill_html(f'<a href="{UNSUBSCRIBE}">', unsubscribe=address) == (
        '<a href="mailto:a@b.example?subject=x&amp;body=y">'
    )
    assert fill_text(UNSUBSCRIBE, unsubscribe=address) == address
