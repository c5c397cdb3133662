"""The folder that a build fills."""

import os

import pytest

from publisher.errors import StoreError
from publisher.files.output_folder import LIST, OutputFolder, Rehearsal


def filled(folder, **files):
    """Return a build into *folder* that has put these files."""
    output = OutputFolder(folder=folder)
    for name, text in files.items():
        output.put(f"{name}.html", text.encode())
    output.sweep()
    return output


def test_a_second_build_writes_nothing(tmp_path):
    """Files of the same bytes are left alone, their times too."""
    filled(tmp_path, a="een", b="twee")
    before = {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()}

    again = filled(tmp_path, a="een", b="twee")

    assert (again.written, again.unchanged, again.removed) == ([], ["a.html", "b.html"], [])
    assert {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == before


def test_a_file_that_is_not_put_again_is_removed(tmp_path):
    """What an earlier build wrote and this one does not is gone, with a folder that this leaves empty."""
    output = OutputFolder(folder=tmp_path)
    output.put("posts/a.html", b"een")
    output.sweep()

    again = filled(tmp_path, b="twee")

    assert again.removed == ["posts/a.html"]
    assert not (tmp_path / "posts").exists()


@pytest.mark.parametrize("name", ["A", "cafe\u0301"])
def test_a_name_that_a_disk_takes_for_another_is_not_removed(tmp_path, name):
    """Where names differ in capitals or in the form of their letters alone, one file may have both."""
    new = {"A": "a", "cafe\u0301": "caf\u00e9"}[name]
    filled(tmp_path, **{name: "een"})
    if not (tmp_path / f"{new}.html").exists():
        # As such a disk would have it.
        os.link(tmp_path / f"{name}.html", tmp_path / f"{new}.html")

    again = filled(tmp_path, **{new: "een"})

    assert again.removed == []
    assert (tmp_path / f"{new}.html").read_text() == "een"
    (tmp_path / f"{name}.html").unlink(missing_ok=True)


def test_names_that_are_alike_and_two_files_are_told_apart(tmp_path):
    """A disk that tells A from a loses the old file, in a rehearsal too."""
    filled(tmp_path, A="een")
    if (tmp_path / "a.html").exists():
        pytest.skip("this disk does not tell A from a")
    rehearsal = Rehearsal(folder=tmp_path)
    rehearsal.put("a.html", b"een")
    rehearsal.sweep()
    assert rehearsal.removed == ["A.html"]

    assert filled(tmp_path, a="een").removed == ["A.html"]
    assert sorted(path.name for path in tmp_path.glob("*.html")) == ["a.html"]


def test_a_file_that_we_did_not_write_stays(tmp_path):
    """Somebody else's file is never removed nor changed."""
    filled(tmp_path, a="een")
    (tmp_path / "README.md").write_text("eigen")

    filled(tmp_path)

    assert sorted(path.name for path in tmp_path.iterdir()) == [LIST, "README.md"]


def test_a_file_that_somebody_changed_stays(tmp_path):
    """Another size than that of what we wrote is somebody's work: it is told once, and the file is theirs then."""
    filled(tmp_path, a="een", b="twee")
    (tmp_path / "a.html").write_text("een, en van mij")

    again = filled(tmp_path, b="twee")

    assert (again.removed, again.changed_by_others) == ([], ["a.html"])
    assert (tmp_path / "a.html").read_text() == "een, en van mij"
    assert filled(tmp_path, b="twee").changed_by_others == []


def test_a_checkout_does_not_make_a_file_somebody_elses(tmp_path):
    """Files of the same size and another time are ours all the same; so are those of a list without sizes."""
    filled(tmp_path, a="een", b="twee")
    os.utime(tmp_path / "a.html", (1, 1))
    assert filled(tmp_path, b="twee").removed == ["a.html"]

    (tmp_path / LIST).write_text("b.html\n")
    assert filled(tmp_path, c="drie").removed == ["b.html"]


def test_a_file_that_was_being_rewritten_is_ours(tmp_path):
    """A build that was stopped after it wrote leaves sizes that nobody knows: its files count as ours."""
    filled(tmp_path, a="een", b="twee")
    stopped = OutputFolder(folder=tmp_path)
    stopped.put("a.html", b"langer")
    stopped.pour("b.html", [b"ook ", b"langer"])

    assert filled(tmp_path, c="drie").removed == ["a.html", "b.html"]


def test_a_crash_in_the_middle_forgets_no_file(tmp_path):
    """A file is listed before it is written, so that a build that never ended leaves nothing for ever."""
    output = OutputFolder(folder=tmp_path)
    output.put("a.html", b"een")

    assert filled(tmp_path, b="twee").removed == ["a.html"]


def test_a_rehearsal_tells_and_changes_nothing(tmp_path):
    """A rehearsal reports what a build would write and remove, and does neither."""
    filled(tmp_path, a="een", b="twee")
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}

    rehearsal = Rehearsal(folder=tmp_path)
    rehearsal.put("a.html", b"anders")
    rehearsal.put("nieuw/c.html", b"drie")
    rehearsal.sweep()

    assert (rehearsal.written, rehearsal.removed) == (["a.html", "nieuw/c.html"], ["b.html"])
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


@pytest.mark.parametrize("name", ["../buiten.html", "/buiten.html", ""])
def test_a_list_that_leads_outside_removes_nothing_there(tmp_path, name):
    """A name that leads out of the folder is not ours, whoever put it on the list."""
    outside = tmp_path / "buiten.html"
    outside.write_text("van een ander")
    folder = tmp_path / "feeds"
    folder.mkdir()
    (folder / LIST).write_text(f"{name}\n")

    assert filled(folder).removed == []
    assert outside.exists()


def test_the_fingerprint_notices_a_change_by_hand(tmp_path):
    """A file of ours that somebody changed, or removed, makes another fingerprint."""
    before = filled(tmp_path, a="een").fingerprint()

    assert before == OutputFolder(folder=tmp_path).fingerprint()
    (tmp_path / "a.html").write_text("een en nog wat")
    assert OutputFolder(folder=tmp_path).fingerprint() not in {before, ""}
    (tmp_path / "a.html").unlink()
    assert OutputFolder(folder=tmp_path).fingerprint() == ""


def test_a_damaged_list_is_named(tmp_path):
    """A list that is no text is an error that names the file."""
    (tmp_path / LIST).write_bytes(b"\xff\xfe\xfd")

    with pytest.raises(StoreError, match=LIST):
        filled(tmp_path)


def test_what_stands_in_the_way_is_named(tmp_path):
    """A file where the folder should be, or a folder where a file should be, is said to be moved away."""
    (tmp_path / "feeds").write_text("mine")
    with pytest.raises(StoreError, match=r"cannot write .*feeds") as error:
        filled(tmp_path / "feeds", a="een")
    assert error.value.hint.startswith("Move away what stands there")

    (tmp_path / "a.html").mkdir()
    with pytest.raises(StoreError, match=r"cannot write .*a\.html") as error:
        filled(tmp_path, a="een")
    assert error.value.hint.startswith("Move away what stands there")


def test_what_a_killed_process_left_is_cleared_away(tmp_path):
    """Half-written files of dead processes go; those of running ones, and of others, stay."""
    dead, alive = tmp_path / ".a.html.999999999.new", tmp_path / f".a.html.{os.getppid()}.new"
    other = tmp_path / ".eigen.new"
    for path in (dead, alive, other):
        path.write_text("half")

    filled(tmp_path, a="een")

    assert not dead.exists()
    assert alive.exists()
    assert other.exists()
