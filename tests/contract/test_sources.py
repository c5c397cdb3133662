"""What every importer has to do: the built-in ones, and one in a package of its own that is found by entry point."""

import random  # noqa: TID251  # seeded
import time  # the cost of a hostile file is measured
import tomllib

import pytest
from click.testing import CliRunner

from publisher.cli import cli
from publisher.errors import InputError
from publisher.model.post import Post, Rejected, Skipped, Warned
from publisher.sources import KINDS, Place, detect, kind_of, open_importer
from tests.contract.source_samples import SAMPLES, SECRET

#: Times that the files of a sample are damaged, each time in another way.
ROUNDS = 30
#: What stands in the place of a text: so many levels, so many signs that look like a beginning.
HOSTILE = {
    "brackets": "[" * 20_000,
    "braces": '{"a":' * 20_000,
    "elements": "<b>" * 20_000,
    "openings": "<" * 20_000,
    "comments": "<!--" * 20_000,
    "entities": "&amp" * 20_000,
    "zeros": "\0" * 20_000,
    "a word": "_a.b" * 5_000,
}
#: Seconds of CPU for one of them.
LONGEST = 5


@pytest.fixture(autouse=True)
def plugin(root, tmp_path, monkeypatch):
    """Install the package in tests/plugin_package, as far as Python looks."""
    package = root / "tests" / "plugin_package"
    project = tomllib.loads((package / "pyproject.toml").read_text())["project"]
    (group, points), *_ = project["entry-points"].items()
    info = tmp_path / "installed" / f"{project['name']}-{project['version']}.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n")
    (info / "entry_points.txt").write_text(
        f"[{group}]\n" + "".join(f"{name} = {value}\n" for name, value in points.items())
    )
    monkeypatch.syspath_prepend(info.parent)
    monkeypatch.syspath_prepend(package)


@pytest.fixture(params=SAMPLES)
def kind(request):
    """Return the name of each kind in turn."""
    return request.param


@pytest.fixture
def sample(kind):
    """Return a source of the kind."""
    return SAMPLES[kind]


@pytest.fixture
def write(sample, tmp_path):
    """Return a function that writes files and gives the place that they are."""

    def written(files):
        folder = tmp_path / "source"
        for name, data in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return place_of(folder, files, sample)

    return written


def place_of(folder, files, sample):
    """Return the place of some files: of one, the file itself."""
    path = folder / next(iter(files)) if len(files) == 1 else folder
    return Place(path=path, shown=sample.place.get("address", f"in/{path.name}"), **sample.place)


def read(kind, place):
    """Return all that is read, and how many bytes."""
    sizes = []
    return list(open_importer(kind, place).read(sizes.append)), sizes


def read_or_refuse(kind, place):
    """Return all that is read; the error alone where the place as a whole cannot be used."""
    try:
        return read(kind, place)[0]
    except InputError as error:
        return [error]


def check(found, place):
    """Check that what was found can be told to a person."""
    for each in found:
        if isinstance(each, InputError):
            assert str(each)
            assert not str(each).endswith(".")
            assert each.hint.endswith((".", "?", "!")), each.hint
        elif isinstance(each, Post):
            assert each.key
            assert each.title
            assert each.origin.path.startswith(place.shown)
        else:
            assert isinstance(each, Rejected | Skipped | Warned)
            assert each.place.startswith(place.shown)
            assert each.reason
            assert not each.reason.endswith(".")


def test_every_built_in_kind_has_a_sample():
    """A kind that is added to the table has to pass what is asked here."""
    assert SAMPLES.keys() == {*KINDS, "cahier"}


def test_a_row_says_what_a_kind_reads(kind):
    """The help of import lists each built-in kind with one line; of foreign ones it knows nothing."""
    said = CliRunner().invoke(cli, ["import", "--help"]).output
    listed = f"\n      {kind:11}{KINDS[kind].help}\n" if kind in KINDS else kind

    assert (listed in said) is (kind in KINDS)
    assert len(kind_of(kind).help) < 64


def test_recognised_from_the_content(kind, sample, write):
    """What lies there tells its kind, and the reason is told."""
    detected = detect(write(sample.files))

    assert detected.kind == kind
    assert detected.why
    assert not detected.why.endswith(".")


def test_nothing_is_recognised_in_prose(kind, write):
    """A letter to somebody is of no kind."""
    place = write({"letter.dat": "Dear Ann,\n\nthe roof is whole again.\n\nYours, Ben\n"})

    assert kind_of(kind).recognise(place, place.head()) is None


def test_posts_are_read(kind, sample, write):
    """The posts come out with their titles and where each of them is from."""
    place = write(sample.files)
    found, sizes = read(kind, place)
    posts = [each for each in found if isinstance(each, Post) and each.status == "published"]

    check(found, place)
    assert sorted(post.title for post in posts) == sorted(sample.titles)
    assert {post.origin.importer for post in posts} == {kind}
    assert len({post.key for post in posts}) == len(posts)
    assert sum(sizes) > 0


def test_a_second_reading_gives_the_same(kind, sample, write):
    """Nothing but the files decides about what is read."""
    place = write(sample.files)

    assert read(kind, place) == read(kind, place)


def test_a_broken_post_is_rejected_alone(kind, sample, write):
    """A post that cannot be used is named, with its place, the reason and what to do."""
    place = write(sample.files)
    rejected = [each for each in read(kind, place)[0] if isinstance(each, Rejected)]

    assert bool(rejected) is sample.rejects
    for each in rejected:
        assert each.place.startswith(place.shown)
        assert each.reason
        assert each.hint.endswith(".")


def test_what_is_private_stays_in(kind, sample, write):
    """Nothing of a draft or a private post stands in a post that readers see."""
    found = read(kind, write(sample.files))[0]

    assert not any(SECRET in repr(each) for each in found if isinstance(each, Post) and each.status == "published")
    assert sample.hides is any(SECRET in text for text in [*sample.files, *sample.files.values()])


def test_an_empty_file_has_no_posts(kind, sample, write):
    """A file without anything in it is told of."""
    place = write(dict.fromkeys(sample.files, ""))
    found = read_or_refuse(kind, place)

    check(found, place)
    assert found
    assert not any(isinstance(each, Post) for each in found)


def test_a_missing_place_has_no_posts(kind, sample, tmp_path):
    """Of a place that does not exist nothing is made up."""
    place = Place(path=tmp_path / "gone", shown="gone", **sample.place)
    found = read_or_refuse(kind, place)

    check(found, place)
    assert not any(isinstance(each, Post) for each in found)


def test_damaged_files_end_in_words(kind, sample, write):
    """Whatever is lost or turned around in the files: what is left is read, or said to be unreadable."""
    chance = random.Random(kind)
    for _ in range(ROUNDS):
        files = {}
        for name, text in sample.files.items():
            data = bytearray(text.encode())
            for _ in range(chance.randint(0, 8)):
                data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
            files[name] = bytes(data[: chance.randint(len(data) // 2, len(data))])
        place = write(files)

        check(read_or_refuse(kind, place), place)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_file_costs_little(kind, hostile, sample, write):
    """Signs that look like the beginning of something, many thousand times, cost seconds at most."""
    files = {name: text.replace("Rain", f"Rain {HOSTILE[hostile]}") for name, text in sample.files.items()}
    place = write(files)
    before = time.process_time()
    found = read_or_refuse(kind, place)

    assert time.process_time() - before < LONGEST
    check(found, place)
