import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.errors import InputError, PublisherError, UsageError
from publisher.model.post import Post, Rejected, Warned
from publisher.sources import Detected, Place, detect, open_importer
from publisher.text.languages.detection import detect as detect_language

#: Archives of two posts in many languages, in the words that their writers would use.
SAMPLES = Path(__file__).parent / "archives"

TWO_POSTS = """\
maandag 26 februari 2018

De brug is open

Vanaf vandaag is de brug open.

Op maandag 26 februari 2018 stond er een rij.

zaterdag 3 februari 2018

Wie voert de mezen?
"""


def read(path, **place):
    """Read a file as an archive."""
    return list(open_importer("archive", Place(path=path, shown=path.name, **place)).read(lambda size: None))


def posts_of(found):
    """Keep the posts alone."""
    return [post for post in found if isinstance(post, Post)]


@pytest.fixture
def archive(tmp_path):
    """Return a function that writes an archive and reads it."""

    def write_and_read(content, **place):
        path = tmp_path / "month.txt"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read(path, **place)

    return write_and_read


def test_a_post_is_a_date_a_title_and_the_rest(archive):
    """Dates, titles, bodies, keys and line ranges are those of the file."""
    first, second = archive(TWO_POSTS)

    assert (first.published, first.title) == (date(2018, 2, 26), "De brug is open")
    assert first.body == "\nVanaf vandaag is de brug open.\n\nOp maandag 26 februari 2018 stond er een rij."
    assert (first.key, first.markup) == ("2018-02-26 De brug is open", "text")
    assert (first.origin.path, first.origin.first_line, first.origin.last_line) == ("month.txt", 1, 7)
    assert first.origin.importer == "archive"
    assert (second.title, second.body) == ("Wie voert de mezen?", "")
    assert (second.origin.first_line, second.origin.last_line) == (9, 11)


@pytest.mark.parametrize(
    "rewrite",
    [
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.encode("utf-16"),
        lambda text: text.encode("utf-16-le"),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("\n", "\r").encode(),
        lambda text: text.rstrip("\n").encode(),
        lambda text: text.replace("2018\n", "2018\u00a0 \n").encode(),
        lambda text: text.replace(" februari", "\u00a0februari").encode(),
        lambda text: text.replace("2018\n\n", "2018\n").encode(),
        lambda text: text.replace("2018\n\n", "2018\n\u00a0\n\n\n").encode(),
    ],
    ids=["mark", "utf-16", "utf-16 bare", "crlf", "cr", "no end", "blanks behind", "no-break", "tight", "loose"],
)
def test_the_shape_of_the_file_does_not_matter(archive, rewrite):
    """Byte order marks, line ends and blanks change neither dates nor titles nor the text of the first post."""
    plain = posts_of(archive(TWO_POSTS))
    other = posts_of(archive(rewrite(TWO_POSTS)))

    assert [(post.key, post.title, post.published) for post in other] == [
        (post.key, post.title, post.published) for post in plain
    ]
    assert other[0].body.split() == plain[0].body.split()


def test_windows_text_is_recognised_and_said(archive):
    """A file that is not UTF-8 is read as Windows-1252, with one remark; told so, without."""
    text = "maandag 26 februari 2018\nHet ‘café’ — dat is €\n"
    post, *remarks = sorted(archive(text.encode("windows-1252")), key=lambda found: isinstance(found, Warned))

    assert post.title == "Het ‘café’ — dat is €"
    assert [remark.place for remark in remarks] == ["month.txt"]
    assert len(archive(text.encode("windows-1252"), encoding="cp1252")) == 1


def test_the_told_encoding_is_used(archive):
    """The encoding of the configuration wins; one that does not exist is an error."""
    post = archive("poniedziałek, 26 lutego 2018\nŻółw\n".encode("iso-8859-2"), encoding="iso-8859-2")[0]

    assert post.title == "Żółw"
    with pytest.raises(InputError, match="'klingon'"):
        archive(TWO_POSTS, encoding="klingon")


def test_one_damaged_byte_does_not_spoil_the_rest(archive):
    """A damaged place in UTF-8 text is replaced and told; the text around it stays what it was."""
    text = "maandag 26 februari 2018\nCafé\n" + "één geïnd café\n" * 10
    warned, post = sorted(archive(text.encode() + b"cut \xc3"), key=lambda found: isinstance(found, Post))

    assert post.body.endswith("één geïnd café\ncut \ufffd")
    assert warned.place == "month.txt:13"


def test_control_characters_go_and_are_told_once(archive):
    """Controls are taken out, mistaken Windows characters mended, and one remark names the first line."""
    found = archive("maandag 26 februari 2018\nHet\x00 caf\u0301e\u0301\n\nA\x07B\x0bC \x93D\x94\n")
    warned = [remark for remark in found if isinstance(remark, Warned)]
    post = posts_of(found)[0]

    assert post.title == "Het caf\u0301é"
    assert post.body == "\nAB C “D”"
    assert [(remark.place, remark.reason[:1]) for remark in warned] == [("month.txt:2", "5")]


def test_bodies_keep_their_blanks(archive):
    """Blank lines within a body, leading blanks and no-break spaces stay, for the reader of lists and headings."""
    body = "\n\n  • een\n  • twee\u00a0\n\n\n1.\u00a0Kop\n\tvast"
    post = archive(f"maandag 26 februari 2018\n\nTitel\u00a0 van  twee\n{body}\n\n\n")[0]

    assert post.title == "Titel van twee"
    assert post.body == body
    assert post.origin.last_line == 3 + len(body.split("\n"))


def test_posts_of_one_day_have_keys_of_their_own(archive):
    """Two posts of one day are two posts; with the same title they are numbered."""
    day = "maandag 26 februari 2018\n\n"
    found = archive(f"{day}Een\n\n{day}Twee\n\n{day}Een\n\n{day}Een #2\n")

    assert [post.key for post in found] == [
        "2018-02-26 Een",
        "2018-02-26 Twee",
        "2018-02-26 Een #2",
        "2018-02-26 Een #2 #2",
    ]


def test_a_date_without_a_title_is_rejected_alone(archive):
    """A date with nothing below it is named with its line, in the middle and at the end; the others are read."""
    found = archive(f"zondag 25 februari 2018\n\n{TWO_POSTS}\nvrijdag 2 februari 2018\n\n")
    rejected = [item for item in found if isinstance(item, Rejected)]

    assert [item.place for item in rejected] == ["month.txt:1", "month.txt:15"]
    assert "zondag 25 februari 2018" in rejected[0].reason
    assert len(posts_of(found)) == 2


def test_lines_above_the_first_date_are_told(archive):
    """What stands above the first date is counted, never lost in silence."""
    warned, *posts = archive(f"\nWeblog\n\nvan het dorp\n{TWO_POSTS}")

    assert warned == Warned(place="month.txt:2", reason="2 lines above the first date left out, as no post holds them")
    assert len(posts) == 2


def test_a_wrong_weekday_is_told_and_does_not_split(archive):
    """A date on the wrong weekday stays in the text of the post, with a warning that names its line."""
    found = archive(TWO_POSTS.replace("zaterdag 3", "zondag 3"))
    warned = [remark for remark in found if isinstance(remark, Warned)]

    assert [remark.place for remark in warned] == ["month.txt:9"]
    assert "2018-02-03 is a Saturday" in warned[0].reason
    assert posts_of(found)[0].body.endswith("zondag 3 februari 2018\n\nWie voert de mezen?")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "month.txt is no archive: it is empty"),
        ("\n \n", "month.txt is no archive: it has only blank lines"),
        ("26 februari 2018\n\nTitel\n", "month.txt is no archive: none of its 3 lines is a date heading"),
        ("Titel", "month.txt is no archive: its one line is not a date heading"),
    ],
)
def test_a_file_without_dates_is_an_error(archive, content, message):
    """A file that is no archive is refused by name, and the hint shows what a date looks like."""
    with pytest.raises(InputError) as error:
        archive(content)

    assert str(error.value) == message
    assert "Monday, February 26, 2018" in error.value.hint


def test_a_missing_file_is_an_error(tmp_path):
    """A place that does not exist is named, when it is read and when its kind is asked."""
    with pytest.raises(InputError, match=r"there is no file or folder gone\.txt"):
        read(tmp_path / "gone.txt")
    with pytest.raises(InputError, match=r"there is no file or folder gone\.txt"):
        detect(Place(path=tmp_path / "gone.txt", shown="gone.txt"))


def test_a_folder_is_read_file_by_file(tmp_path):
    """A folder's text files are read in the order of their paths; other files are told or passed over."""
    (tmp_path / "2017").mkdir()
    for name in ("2018-02.txt", "2017/12.txt", ".hidden.txt", "draft.txt~", "notes.md", "skip.txt"):
        (tmp_path / name).write_text(TWO_POSTS, encoding="utf-8")
    (tmp_path / "readme.txt").write_text("No dates here.\n", encoding="utf-8")
    found = read(tmp_path, exclude=("skip*",))
    name = tmp_path.name

    assert [post.origin.path for post in posts_of(found)] == [
        f"{name}/2017/12.txt",
        f"{name}/2017/12.txt",
        f"{name}/2018-02.txt",
        f"{name}/2018-02.txt",
    ]
    assert len({post.key for post in posts_of(found)}) == 4
    assert [item.place for item in found if isinstance(item, Warned)] == [f"{name}/readme.txt"]


def test_include_chooses_files(tmp_path):
    """Patterns choose by name, or by path where they have a slash."""
    for name in ("a.txt", "b/a.log", "b/c/a.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(TWO_POSTS, encoding="utf-8")

    def files(*include):
        place = Place(path=tmp_path, shown=".", include=include)
        return [file.shown for file in place.files(".txt")]

    assert files() == ["a.txt", "b/c/a.txt"]
    assert files("a.*") == ["a.txt", "b/a.log", "b/c/a.txt"]
    assert files("b/*") == ["b/a.log"]
    assert files("**/*.txt") == ["a.txt", "b/c/a.txt"]
    assert files("b/**") == ["b/a.log", "b/c/a.txt"]


def test_a_folder_without_archives_is_an_error(tmp_path):
    """A folder in which nothing can be read is refused as a whole."""
    (tmp_path / "readme.txt").write_text("No dates here.\n", encoding="utf-8")

    with pytest.raises(InputError, match="none of the 1 text files"):
        read(tmp_path)


def test_the_kind_is_found_by_content(tmp_path):
    """A file with a date line is an archive, and the reason names the line; a folder goes by its files."""
    (tmp_path / "month").write_text(f"Weblog\n\n{TWO_POSTS}", encoding="utf-16")
    why = "line 3 is a date heading, “maandag 26 februari 2018”"

    assert detect(Place(path=tmp_path / "month", shown="month")) == Detected(kind="archive", why=why)
    assert detect(Place(path=tmp_path, shown="here")).why == f"1 of 1 files fit, such as here/month: {why}"


def test_what_is_no_known_kind_is_refused(tmp_path):
    """A file of no known kind, an empty one and an empty folder are named; so is an unknown kind, with the nearest."""
    place = Place(path=tmp_path / "x.txt", shown="x.txt")
    place.path.write_text("Just words.\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"x\.txt is of no kind that can be read") as error:
        detect(place)
    assert "maandag 26 februari 2018" in error.value.hint
    place.path.write_text("Words.\ndinsdag 26 februari 2018\n", encoding="utf-8")
    with pytest.raises(InputError, match="line 2, “dinsdag 26 februari 2018”, is none, as 2018-02-26 is a Monday"):
        detect(place)
    for data, what in (
        (b"\x7fELF\0\0", "it is no text"),
        (b'{"a": 1}', "it is JSON"),
        (b"<?xml version='1.0'?><a/>", "XML"),
    ):
        place.path.write_bytes(data)
        with pytest.raises(InputError, match=f"is of no kind that can be read: .*{what}") as error:
            detect(place)
        assert "--kind" in error.value.hint
    place.path.write_text("", encoding="utf-8")
    with pytest.raises(InputError, match=r"x\.txt is empty"):
        detect(place)
    (tmp_path / "folder").mkdir()
    with pytest.raises(InputError, match="the folder f is empty"):
        detect(Place(path=tmp_path / "folder", shown="f"))

    with pytest.raises(UsageError) as wrong:
        open_importer("archiv", place)
    assert "Did you mean archive?" in wrong.value.hint


def test_progress_counts_every_byte(tmp_path):
    """The sizes told while reading add up to the size of the file."""
    path = tmp_path / "month.txt"
    path.write_text(TWO_POSTS * 5000, encoding="utf-8")
    sizes = []
    posts = list(open_importer("archive", Place(path=path, shown="m")).read(sizes.append))

    assert len(posts) == 10_000
    assert sum(sizes) == path.stat().st_size


def test_posts_come_while_the_file_is_read(tmp_path):
    """The first post is handed over long before the end of a big file has been read."""
    path = tmp_path / "month.txt"
    path.write_text(TWO_POSTS + "woorden " * 20 * 1024 * 100, encoding="utf-8")
    sizes = []
    next(iter(open_importer("archive", Place(path=path, shown="m")).read(sizes.append)))

    assert sum(sizes) < path.stat().st_size / 4


@pytest.mark.parametrize("language", sorted(path.stem for path in SAMPLES.glob("*.txt")))
def test_archives_in_many_languages(language):
    """Each sample archive has its two posts, on the same two days, in its own language."""
    posts = read(SAMPLES / f"{language}.txt")

    assert [post.published for post in posts] == [date(2018, 2, 26), date(2018, 2, 3)]
    assert [(post.origin.first_line, post.origin.last_line) for post in posts] == [(1, 5), (8, 12)]
    assert detect_language("\n".join(f"{post.title}\n{post.body}" for post in posts)) == language


def test_the_first_real_archive_is_exact(shared):
    """Every date, title and line range of the first archive is that of its gold."""
    gold = json.loads((shared / "gold" / "2018-02.json").read_text(encoding="utf-8"))["posts"]
    posts = read(shared / "seeds" / "2018-02.txt")

    assert [(str(post.published), post.title, post.origin.first_line, post.origin.last_line) for post in posts] == [
        (post["date"], post["title"], post["line_first"], post["line_last"]) for post in gold
    ]


def test_the_second_real_archive_is_exact(shared):
    """The second archive has ten posts; nothing is said about it, and no line between them is lost."""
    path = shared / "seeds" / "2014-12.txt"
    posts = read(path)
    lines = path.read_text(encoding="utf-8").split("\n")

    assert [post.published.day for post in posts] == [27, 23, 21, 19, 16, 12, 10, 6, 4, 2]
    for post in posts:
        first, last = post.origin.first_line, post.origin.last_line
        below = lines[first:last]
        assert " ".join(below).split() == f"{post.title} {post.body}".split()
        assert lines[last - 1].strip()


@pytest.mark.parametrize("language", ["de", "en", "fr", "ja"])
def test_other_peoples_archives_are_exact(shared, language):
    """Every date, title and first line of the archives in other languages is that of their gold."""
    folder = shared / "corpora" / "archive"
    gold = json.loads((folder / f"{language}.gold.json").read_text(encoding="utf-8"))["posts"]
    posts = read(folder / f"{language}.txt")

    assert [(str(post.published), post.title, post.origin.first_line) for post in posts] == [
        (post["date"], post["title"], post["line_first"]) for post in gold
    ]


@given(st.binary(max_size=400), st.booleans())
def test_no_bytes_break_the_reading(tmp_path_factory, content, dated):
    """Whatever a file holds, reading it gives posts and remarks, or an expected error."""
    path = tmp_path_factory.getbasetemp() / "any.txt"
    path.write_bytes((b"maandag 26 februari 2018\n" if dated else b"") + content)
    try:
        found = read(path)
    except PublisherError:
        return

    assert all(isinstance(item, Post | Rejected | Warned) for item in found)
    for post in posts_of(found):
        assert not set(post.title + post.body) & set("\0\ufeff\ufffe\uffff\x0b\x7f\x85")


@given(st.integers(0, len(TWO_POSTS)), st.integers(0, len(TWO_POSTS)))
def test_cut_and_joined_archives_lose_nothing(tmp_path_factory, cut, start):
    """A truncated archive with another one behind it keeps every word below its first date, in order."""
    text = f"{TWO_POSTS[:cut]}\n{TWO_POSTS[start:]}\n{TWO_POSTS}"
    path = tmp_path_factory.getbasetemp() / "cut.txt"
    path.write_text(text, encoding="utf-8")
    lines = text.split("\n")
    held = set()
    for item in read(path):
        if isinstance(item, Post):
            held |= set(range(item.origin.first_line, item.origin.last_line + 1))
        elif isinstance(item, Rejected):
            held.add(int(item.place.split(":")[1]))
    first = min(held)

    assert {number for number, line in enumerate(lines, 1) if line.strip() and number >= first} <= held
