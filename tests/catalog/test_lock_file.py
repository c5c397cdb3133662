"""publisher.lock, the memory of identities."""

from datetime import UTC, datetime

import pytest

from publisher.catalog.lock_file import KnownPosts, Lock, read_lock, read_own_lock, write_known, write_lock
from publisher.entries.identity import Remembered
from publisher.errors import StoreError


def known(ref, **changes):
    """Make what is remembered of one post."""
    values = {
        "source": "a.txt",
        "key": f"{ref[:10]} Titel",
        "id": f"tag:a.example,{ref[:10]}:{ref[11:]}",
        "ref": ref,
        "digest": "0123456789abcdef",
        "likeness": "fedcba9876543210",
    } | changes
    return Remembered(**values)


def written(path, *some):
    """Write a lock file of these, and return its lines."""
    write_lock(path, Lock(authority="a.example", known=some))
    return path.read_text().splitlines(keepends=True)


def test_what_is_written_is_read_back(tmp_path):
    """Every field survives, with tabs, line ends and backslashes in it."""
    path = tmp_path / "publisher.lock"
    some = (
        known("2026-03-02-een", updated=datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC), hidden=True),
        known("2026-03-04-drie", url="https://a.example/drie", title="Drie"),
        known("2026-03-05-vier", title="Vier\tvijf"),
        known("2026-03-06-zes", url="https://a.example/zes"),
        known("2026-03-03-twee", key="a\tb\\t\nc\r", id="urn:x: \\\\n", likeness=None, source="x y/z.txt"),
    )
    lock = Lock(authority="a.example", known=some)
    assert write_lock(path, lock)
    assert {each.ref: each for each in read_lock(path).known} == {each.ref: each for each in some}


def test_an_unchanged_file_is_not_written(tmp_path):
    """Writing the same memory again, in any order, leaves the file alone."""
    path = tmp_path / "publisher.lock"
    one, two = known("2026-03-02-een"), known("2026-03-03-twee")
    written(path, one, two)
    before = path.stat().st_mtime_ns
    assert not write_lock(path, Lock(authority="a.example", known=(two, one)))
    assert path.stat().st_mtime_ns == before


def test_lines_of_two_branches_may_be_joined(tmp_path):
    """Order and repeated lines do not matter; of two states of a post the later counts."""
    path = tmp_path / "publisher.lock"
    old = known("2026-03-02-een")
    new = known("2026-03-02-een", updated=datetime(2026, 3, 4, tzinfo=UTC), digest="ffffffffffffffff")
    lines = written(path, old, known("2026-03-03-twee"))
    other = written(path, new)
    path.write_text("".join([*lines, *other, *reversed(lines)]))
    lock = read_lock(path)
    assert {each.ref: each for each in lock.known} == {new.ref: new, "2026-03-03-twee": known("2026-03-03-twee")}


def test_no_file_is_no_memory(tmp_path):
    """A publication without a lock file remembers nothing."""
    assert read_lock(tmp_path / "publisher.lock") is None


@pytest.mark.parametrize(
    ("content", "says"),
    [(None, "cannot read publisher.lock: Is a directory"), (b"\xff\xfe", "publisher.lock is no text in UTF-8")],
)
def test_what_cannot_be_read_is_said_in_words(tmp_path, content, says):
    """A folder of that name, and a file that is no text, are errors without numbers and tracebacks."""
    path = tmp_path / "publisher.lock"
    if content is None:
        path.mkdir()
    else:
        path.write_bytes(content)
    with pytest.raises(StoreError) as error:
        read_lock(path)
    assert str(error.value) == says


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("<<<<<<< HEAD", "line 6: a conflict of git"),
        ("=======", "line 6: a conflict of git"),
        ("rubbish", "line 6: this is no line"),
        ("a\tb\t-\tnothex\t-\t-\ts\tk", "line 6: this is no line"),
        ("2026-03-09-x\turn:y\t-\t00\t-\t-\ts\tk\turl\ttitle\tmore", "line 6: this is no line"),
        ("a\tb\tyesterday\t00\t-\t-\ts\tk", "line 6: this is no line"),
        ("2026-03-02-een\turn:x\t-\t00\t-\t-\ts\tk", "lines 5 and 6: two posts share one ref"),
        ("2026-03-09-x\ttag:a.example,2026-03-02:een\t-\t00\t-\t-\ts\tk", "lines 5 and 6: two posts share one id"),
        ("format\t2", "format 2"),
    ],
)
def test_damage_is_named_with_its_line(tmp_path, line, says):
    """A damaged file is a StoreError that names the line and says what to do."""
    path = tmp_path / "publisher.lock"
    path.write_text("".join(written(path, known("2026-03-02-een"))) + line + "\n")
    with pytest.raises(StoreError, match=says) as caught:
        read_lock(path)
    assert caught.value.hint


def test_bytes_that_are_no_text_are_damage(tmp_path):
    """A file of other bytes is a StoreError too."""
    path = tmp_path / "publisher.lock"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(StoreError):
        read_lock(path)


def test_a_file_of_ours_is_understood_post_by_post(tmp_path):
    """What is read a line at a time is what is read as a whole, whatever is asked for first."""
    path = tmp_path / "publisher.lock"
    some = (
        known("2026-03-02-een", updated=datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC), hidden=True),
        known("2026-03-03-twee", key="a\tb\\t\nc\r", id="urn:x: \\\\n", title="e\u2028f\x0cg"),
        known("2026-03-04-drie", url="https://a.example/drie", title="Drie"),
    )
    written(path, *some)
    own = read_own_lock(path)
    assert own.ref_of("urn:x: \\\\n") == "2026-03-03-twee"
    assert own["2026-03-04-drie"] == some[2]
    assert (len(own), "2026-03-02-een" in own, "2026-03-02" in own) == (3, True, False)
    assert {each.ref: each for each in own.values()} == {each.ref: each for each in some}


def test_changed_posts_are_written_among_lines_that_nobody_read(tmp_path):
    """The file is the same as if all of it had been understood."""
    one, two, three = known("2026-03-02-een"), known("2026-03-03-twee", key="a\tb"), known("2026-03-04-drie")
    changed, added = known("2026-03-03-twee", title="Nieuw"), known("2026-03-01-nul")
    path, whole = tmp_path / "publisher.lock", tmp_path / "whole.lock"
    written(path, one, two, three)
    own = read_own_lock(path)
    own["2026-03-03-twee"], own["2026-03-01-nul"] = changed, added
    del own["2026-03-04-drie"]
    assert own.ref_of(three.id) is None
    assert own.ref_of(added.id) == "2026-03-01-nul"
    assert write_known(path, "a.example", own)
    write_lock(whole, Lock(authority="a.example", known=(one, changed, added)))
    assert path.read_bytes() == whole.read_bytes()
    assert not write_known(path, "a.example", KnownPosts((one, changed, added)))


@pytest.mark.parametrize(
    "damage",
    [
        lambda lines: [*lines, lines[-1]],
        lambda lines: [line.replace("\n", "\r\n") for line in lines],
        lambda lines: lines[1:],
        lambda lines: [*lines[:-1], lines[-1].rstrip("\n")],
        lambda lines: ["\xff"],
    ],
)
def test_a_file_that_is_not_ours_alone_is_left_to_a_closer_look(tmp_path, damage):
    """Repeated lines, other line ends, a lost head or a broken end are nothing for the short way."""
    path = tmp_path / "publisher.lock"
    path.write_bytes("".join(damage(written(path, known("2026-03-02-een")))).encode("latin-1"))
    assert read_own_lock(path) is None
    assert read_own_lock(tmp_path / "none") is None
