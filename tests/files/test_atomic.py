"""Files are written beside and renamed."""

import pytest

from publisher.errors import StoreError
from publisher.files.atomic import write_atomically, write_durably, write_if_changed


@pytest.mark.parametrize("write", [write_atomically, write_durably, write_if_changed])
def test_a_file_is_whole_and_alone(tmp_path, write):
    """Writing makes the folder, puts the bytes, and leaves nothing beside."""
    path = tmp_path / "new" / "feed.xml"
    write(path, b"one")
    write(path, b"two")
    assert path.read_bytes() == b"two"
    assert list(path.parent.iterdir()) == [path]


def test_an_unchanged_file_keeps_its_time(tmp_path):
    """Equal bytes are not written again."""
    path = tmp_path / "feed.xml"
    assert write_if_changed(path, b"one")
    before = path.stat().st_mtime_ns
    assert not write_if_changed(path, b"one")
    assert path.stat().st_mtime_ns == before
    assert write_if_changed(path, b"two")


def test_rights_and_links_stay(tmp_path):
    """A file keeps its permissions, and a symbolic link goes on pointing to it."""
    path, link = tmp_path / "real.xml", tmp_path / "link.xml"
    path.write_bytes(b"one")
    path.chmod(0o640)
    link.symlink_to(path)
    write_atomically(link, b"two")
    assert link.is_symlink()
    assert path.read_bytes() == b"two"
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_failure_is_a_sentence(tmp_path):
    """What cannot be written is a StoreError, and the old file is still there."""
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StoreError, match="cannot write"):
        write_atomically(tmp_path / "file" / "below", b"x")
