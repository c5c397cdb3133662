"""The files of an export, on the disk or in a zip that may be hostile."""

import stat
import struct
import zipfile

import pytest

from publisher.errors import InputError
from publisher.sources import Place, detect
from publisher.sources.inputs.export_files import open_export
from publisher.sources.inputs.text_files import UnreadableError


@pytest.fixture
def pack(tmp_path):
    """Return a function that packs files and gives the place of the zip."""

    def packed(files, method=zipfile.ZIP_DEFLATED):
        path = tmp_path / "export.zip"
        with zipfile.ZipFile(path, "w", method) as archive:
            for name, content in files.items():
                archive.writestr(name, content)
        return Place(path=path, shown="export.zip")

    return packed


def names(place, *suffixes):
    """Return what an export says it has."""
    with open_export(place) as files:
        return files.names(*suffixes)


def test_a_folder_and_its_zip_have_the_same_files(pack, tmp_path):
    """Names, content and order do not depend on the packing."""
    files = {"b/two.html": b"2", "a.csv": b"1", "b/one.HTML": b"x"}
    folder = tmp_path / "folder"
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    for place in (pack(files), Place(path=folder, shown="folder")):
        with open_export(place) as opened:
            assert opened.names() == ["a.csv", "b/one.HTML", "b/two.html"]
            assert opened.names(".html") == ["b/one.HTML", "b/two.html"]
            assert opened.read("b/two.html") == opened.head("b/two.html") == b"2"


def test_places_are_shown_as_a_person_would_look_them_up(pack, tmp_path):
    """A file in a zip stands behind the zip, and comes from it."""
    (tmp_path / "folder").mkdir()
    with open_export(pack({"a/b.html": "x"})) as files:
        assert (files.shown("a/b.html"), files.origin("a/b.html")) == ("export.zip:a/b.html", "export.zip")
    with open_export(Place(path=tmp_path / "folder", shown="x/")) as files:
        assert (files.shown("a/b.html"), files.origin("a/b.html")) == ("x/a/b.html", "x/a/b.html")


def test_patterns_and_the_system_leave_files_out(pack):
    """What a source excludes is not there, nor what the computer that packed it added."""
    files = {"a.html": "1", "b.html": "2", "__MACOSX/a.html": "3", ".DS_Store": "4", "x/._a.html": "5"}
    place = pack(files)

    assert names(place) == ["a.html", "b.html"]
    assert names(Place(path=place.path, shown="x", exclude=("b.*",))) == ["a.html"]


@pytest.mark.parametrize(
    "name",
    ["../a.html", "a/../../b.html", "/etc/passwd", "\\\\host\\a.html", "C:\\a.html", "a\\..\\..\\b.html", "a\0.html"],
)
def test_names_that_lead_out_are_refused(tmp_path, name):
    """A zip with one such name is not read at all."""
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("posts/ok.html", "x")
        # The writer mends names; what it wrote is put right afterwards.
        archive.writestr("Q" * len(name), "x")
    path.write_bytes(path.read_bytes().replace(b"Q" * len(name), name.encode()))

    with pytest.raises(InputError, match=r"export\.zip is not read, because .* leads out of it"):
        names(Place(path=path, shown="export.zip"))


def test_links_are_refused(tmp_path):
    """A link in a zip may lead anywhere once it is unpacked."""
    link = zipfile.ZipInfo("posts/a.html")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")

    with pytest.raises(InputError, match="is a link"):
        names(Place(path=tmp_path / "export.zip", shown="export.zip"))


def test_encrypted_zips_are_refused(pack):
    """A zip with a password is named as one."""
    place = pack({"a.html": "x"})
    data = place.path.read_bytes()
    place.path.write_bytes(data.replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00"))

    with pytest.raises(InputError, match="is encrypted"):
        names(place)


def test_a_bomb_by_its_ratio_is_refused(pack):
    """A few kilobytes that want to become many megabytes are no post."""
    with pytest.raises(InputError, match=r"grows [\d,]+ times, as in a zip bomb"):
        names(pack({"posts/a.html": b"\0" * (8 << 20)}))


def test_a_bomb_by_overlapping_files_is_refused(pack):
    """Many names of the same bytes are counted once, as the file is long."""
    place = pack({f"{number}.html": b"x" * 1000 for number in range(3)}, zipfile.ZIP_STORED)
    data = bytearray(place.path.read_bytes())
    # Sizes in the list of files, which stands behind the files.
    at = data.find(b"PK\x01\x02")
    while at != -1:
        struct.pack_into("<II", data, at + 20, 3000, 3000)
        at = data.find(b"PK\x01\x02", at + 1)
    place.path.write_bytes(data)

    with pytest.raises(InputError, match=r"overlap|damaged"):
        names(place)


def test_a_bomb_by_its_number_of_files_is_refused(pack):
    """No export has as many files, whatever number the zip says it has."""
    place = pack({"a.html": ""}, zipfile.ZIP_STORED)
    data = place.path.read_bytes()
    start, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    listed = data[start:end] * 100_001
    place.path.write_bytes(data[:start] + listed + data[end : end + 12] + struct.pack("<IIH", len(listed), start, 0))

    with pytest.raises(InputError, match="100,001 files"):
        names(place)


def test_a_list_of_files_without_end_is_refused(pack):
    """The list is not even read when it is longer than any export's."""
    place = pack({"a.html": ""}, zipfile.ZIP_STORED)
    data = place.path.read_bytes()
    start, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    listed = data[start:end] * 400_000
    place.path.write_bytes(data[:start] + listed + data[end : end + 12] + struct.pack("<IIH", len(listed), start, 0))

    with pytest.raises(InputError, match="damaged zip"):
        names(place)


def test_a_size_that_lies_is_found_out(pack):
    """A file is never longer than it says, and one that is damaged is told apart from its neighbours."""
    place = pack({"a.html": b"a" * 1000, "b.html": b"b"}, zipfile.ZIP_STORED)
    place.path.write_bytes(place.path.read_bytes().replace(b"a" * 1000, b"a" * 999 + b"z"))

    with open_export(place) as files:
        with pytest.raises(UnreadableError, match=r"a\.html in the zip is damaged"):
            files.read("a.html")
        assert files.read("b.html") == b"b"


def test_large_files_and_rare_methods_are_refused_one_by_one(pack):
    """What would cost memory is not unpacked; the rest is."""
    place = pack({"a.html": b"abcdefgh" * 100}, zipfile.ZIP_LZMA)

    with open_export(place) as files:
        with pytest.raises(UnreadableError, match="packed in a way"):
            files.read("a.html")
        with pytest.raises(UnreadableError, match="larger than 0 MB"):
            files.read("a.html", largest=100)


@pytest.mark.parametrize("data", [b"PK\x03\x04", b"PK\x03\x04" + b"\xff" * 2000, b"PK\x05\x06" + b"\0" * 17])
def test_damaged_zips_are_named(tmp_path, data):
    """A file that only begins as a zip is said to be a damaged one."""
    (tmp_path / "a.zip").write_bytes(data)

    with pytest.raises(InputError, match=r"a\.zip is a damaged zip"):
        names(Place(path=tmp_path / "a.zip", shown="a.zip"))


def test_links_out_of_a_folder_are_not_followed(tmp_path):
    """A folder gives its own files only."""
    (tmp_path / "secret.html").write_text("secret")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder/a.html").symlink_to(tmp_path / "secret.html")

    with (
        open_export(Place(path=tmp_path / "folder", shown="folder")) as files,
        pytest.raises(UnreadableError, match="leads out"),
    ):
        files.read("a.html")


def test_reading_tells_how_far_it_is(pack):
    """The progress bar gets about the size of the zip."""
    place = pack({"a.html": b"".join(bytes([number % 251]) for number in range(50_000))}, zipfile.ZIP_STORED)
    told = []
    with open_export(place, told.append) as files:
        files.read("a.html")

    assert sum(told) >= 50_000


def test_a_zip_of_something_else_is_said_to_be_one(pack):
    """It may hold a folder of Markdown, which is read as one."""
    with pytest.raises(InputError, match=r"export\.zip is a zip with no export in it") as raised:
        detect(pack({"a.md": "# A"}))
    assert raised.value.hint == "Unpack it, and name the folder."


def test_a_damaged_zip_among_files_costs_not_the_folder(pack, tmp_path):
    """The other files say what the folder is."""
    pack({"a.html": "x"}).path.write_bytes(b"PK\x03\x04 and nothing else")
    (tmp_path / "a.txt").write_text("Monday, February 26, 2018\n\nRain\n\nIt rains.\n")

    assert detect(Place(path=tmp_path, shown="f")).kind == "archive"
