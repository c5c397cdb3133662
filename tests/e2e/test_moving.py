"""One post in two places: moving from one importer to another, and the same post in two sources."""

import json
import os
from xml.sax.saxutils import escape

import pytest
from click.testing import CliRunner

from publisher.cli import cli

pytestmark = pytest.mark.usefixtures("right_feeds")

NOW = "1773144000"  # 2026-03-10T12:00:00Z


class Publication:
    """A publication in a folder, and the command line on it."""

    def __init__(self, root):
        self.root = root
        self.configure()

    def configure(self, *sources):
        """Write publisher.toml with these [[source]] tables."""
        tables = "".join(f"\n[[source]]\n{source}\n" for source in sources)
        (self.root / "publisher.toml").write_text(
            '[publication]\ntitle = "Village"\nlanguage = "en"\ntimezone = "Europe/Amsterdam"\n'
            f'home = "https://weblog.example.net/"\n{tables}'
        )

    def write(self, name, text):
        """Write a file, later than any before."""
        path = self.root / name
        path.parent.mkdir(exist_ok=True, parents=True)
        later = path.stat().st_mtime_ns + 10**9 if path.exists() else None
        path.write_text(text)
        if later:
            os.utime(path, ns=(later, later))

    def feed(self, name, *posts):
        """Write an Atom feed of (id, title, day, address) with a text that no other importer would give."""
        entries = "".join(
            f"<entry><id>{identity}</id><title>{escape(title)}</title><published>{day}T09:00:00Z</published>"
            f'<updated>{day}T09:00:00Z</updated><link href="{escape(url)}"/>'
            f"<content>{escape(title)}, as the feed has it.</content></entry>"
            for identity, title, day, url in posts
        )
        self.write(
            name,
            f'<feed xmlns="http://www.w3.org/2005/Atom"><id>urn:x:{name}</id><title>F</title>'
            f"<updated>2026-03-01T00:00:00Z</updated>{entries}</feed>",
        )

    def page(self, name, title, day, **fields):
        """Write a Markdown post."""
        lines = "".join(f"{key}: {value}\n" for key, value in fields.items())
        self.write(name, f'---\ntitle: "{title}"\ndate: {day}\n{lines}---\n\n{title}, as the file has it.\n')

    def run(self, *arguments, code=0):
        """Run a command, check its exit code, and return the result."""
        result = CliRunner(catch_exceptions=False, env={"SOURCE_DATE_EPOCH": NOW}).invoke(
            cli, ["--config", str(self.root / "publisher.toml"), *arguments]
        )
        assert result.exit_code == code, result.output
        return result

    def imported(self, *arguments, **options):
        """Import, and return the reports of the sources by name."""
        report = json.loads(self.run("import", *arguments, "--json", **options).stdout)
        return {source["name"].rpartition("/")[2]: source for source in report["sources"]}

    def entries(self):
        """Return the visible entries as (title, id, importer), in the order of their titles."""
        listed = json.loads(self.run("entries", "list", "--json").stdout)
        return sorted((each["title"], each["id"], each["origin"]["importer"]) for each in listed)


@pytest.fixture
def publication(tmp_path):
    """Start a publication without a source."""
    return Publication(tmp_path)


def blog(publication):
    """Read a blog from its feed, hide one of its posts, and put Markdown files of the same posts beside it."""
    publication.feed(
        "old.xml",
        ("tag:blog.example,1", "The mill turns", "2018-02-01", "http://Blog.example/2018/02/mill.html"),
        ("tag:blog.example,2", "“Cheese” – at last", "2018-02-02", "http://blog.example/2018/02/cheese/"),
        ("tag:blog.example,3", "A bridge", "2018-02-03", "http://blog.example/2018/02/bridge.html"),
    )
    publication.configure('path = "old.xml"')
    publication.imported()
    publication.run("entries", "hide", "A bridge")
    publication.page("posts/a.md", "The mill turns again", "2018-02-01", url="https://blog.example/2018/02/mill.html")
    publication.page("posts/b.md", '\\"Cheese\\" - at LAST', "2018-02-02", url="https://blog.example/new/cheese")
    publication.page("posts/c.md", "A bridge", "2018-02-03", url="https://BLOG.example/2018/02/bridge.html#top")
    publication.page("posts/d.md", "New", "2018-02-04", url="https://blog.example/2018/02/new.html")


@pytest.mark.parametrize("with_catalog", [True, False])
def test_a_blog_that_moved_keeps_its_ids_by_address(publication, with_catalog):
    """Id, ref and hiding follow the address, however it is written, with nothing but the lock file too."""
    blog(publication)
    if not with_catalog:
        (publication.root / "catalog.db").unlink()
    publication.configure('path = "posts"\nmatch = "url"')
    report = publication.imported()["posts"]

    assert (report["matched"], len(report["unmatched"])) == (2, 2)
    assert report["unmatched"][1] == "posts/d.md: “New”"
    ids = {title: identity for title, identity, _ in publication.entries()}
    assert list(ids) == ['"Cheese" - at LAST', "New", "The mill turns again"]
    assert ids["The mill turns again"] == "tag:blog.example,1"
    assert ids["New"].startswith("tag:weblog.example.net,2018-02-04:")
    hidden = json.loads(publication.run("entries", "list", "--all", "--json").stdout)
    assert {each["title"]: each["ref"] for each in hidden}["A bridge"] == "2018-02-03-a-bridge"


@pytest.mark.parametrize("key", ["Aliases", "redirect_from"])
def test_a_post_that_names_its_former_address_keeps_its_id(publication, key):
    """What the new tool redirects from is where readers knew the post; other names are no addresses."""
    blog(publication)
    publication.page(
        "posts/b.md", "Quite other", "2018-03-09", **{"url": "https://blog.example/new", key: "[/2018/02/cheese, curd]"}
    )
    publication.configure('path = "posts"\nmatch = "url"')
    report = publication.imported()["posts"]

    assert (report["matched"], len(report["unmatched"])) == (3, 1)
    assert ("Quite other", "tag:blog.example,2", "markdown") in publication.entries()


def test_a_blog_that_moved_keeps_its_ids_by_title_and_date(publication):
    """Case, quotes and dashes of a title do not count; what has another title is new."""
    blog(publication)
    publication.configure()
    publication.run("import", str(publication.root / "posts"), "--match", "title-date")
    ids = {title: identity for title, identity, _ in publication.entries()}

    assert ids['"Cheese" - at LAST'] == "tag:blog.example,2"
    assert "A bridge" not in ids


def test_an_older_lock_file_is_enough(publication):
    """Lines without address and title are read, and the ref stands for the title."""
    blog(publication)
    (publication.root / "catalog.db").unlink()
    lock = publication.root / "publisher.lock"
    lines = lock.read_text().splitlines()
    lock.write_text("".join("\t".join(line.split("\t")[:8]) + "\n" for line in lines))
    publication.configure('path = "posts"\nmatch = "title-date"')
    publication.imported()
    ids = {title: identity for title, identity, _ in publication.entries()}

    assert ids['"Cheese" - at LAST'] == "tag:blog.example,2"


def test_nobody_keeps_an_id_unasked_and_no_id_is_given_twice(publication):
    """Without `match` other words are another post; two new posts with one address do not share an id."""
    blog(publication)
    publication.page("posts/e.md", "The mill, too", "2018-02-01", url="https://blog.example/2018/02/mill.html")
    publication.configure('path = "posts"\nmatch = "url"')
    publication.imported()
    ids = [identity for _, identity, _ in publication.entries()]
    assert len(set(ids)) == len(ids) == 4

    other = Publication(publication.root)
    (publication.root / "catalog.db").unlink()
    (publication.root / "publisher.lock").unlink()
    blog(other)
    other.configure('path = "posts"')
    other.imported()
    assert not {identity for _, identity, _ in other.entries()} & {"tag:blog.example,1", "tag:blog.example,2"}


def test_a_move_is_told_once(publication):
    """Each post without a predecessor is named at the first import, and not when another is written later."""
    blog(publication)
    publication.configure('path = "posts"\nmatch = "url"')
    result = publication.run("import")
    assert "0 rejected, 2 matched by url, 2 not\n" in result.stdout
    assert "not matched, a new id: posts/d.md: “New”\n" in result.stderr
    before = publication.entries()
    publication.page("posts/f.md", "Later", "2018-02-09")
    result = publication.run("import")
    assert "not matched" not in result.stderr
    assert [entry for entry in publication.entries() if entry[0] != "Later"] == before


def both(publication, *order):
    """Have the posts of a feed and of a folder, which share one address, one title with its date, and one id."""
    publication.feed(
        "feed.xml",
        ("urn:x:1", "Rain", "2018-02-01", "http://blog.example/rain/index.html"),
        ("urn:x:2", "Sun", "2018-02-02", "http://blog.example/sun"),
        ("urn:x:3", "Fog", "2018-02-03", "http://blog.example/fog"),
    )
    publication.page("posts/rain.md", "Rain in town", "2018-02-05", url="https://blog.example/rain")
    publication.page("posts/sun.md", "SUN!", "2018-02-02", url="https://blog.example/sunshine")
    publication.page("posts/snow.md", "Snow", "2018-02-04")
    publication.configure(*(f'path = "{name}"' for name in order))


@pytest.mark.parametrize("history", [(), ("feed.xml",), ("posts",), ("posts", "feed.xml"), ("feed.xml", "posts")])
@pytest.mark.parametrize(
    ("order", "winners"),
    [
        (("feed.xml", "posts"), {"Rain": "feed", "Sun": "feed", "Fog": "feed", "Snow": "markdown"}),
        (("posts", "feed.xml"), {"Rain in town": "markdown", "SUN!": "markdown", "Fog": "feed", "Snow": "markdown"}),
    ],
)
def test_the_source_that_stands_first_wins_whatever_came_before(publication, history, order, winners):
    """A post that two sources have is published once, by the first of them in publisher.toml."""
    if history:
        both(publication, *history)
        publication.imported()
    both(publication, *order)
    publication.imported()
    for _ in range(2):
        assert {title: importer for title, _, importer in publication.entries()} == winners
        publication.run("import")


def test_the_same_post_is_reported(publication):
    """The note says which source publishes it; nothing is rejected."""
    both(publication, "feed.xml", "posts")
    result = publication.run("import")
    assert "2 times: the same post as one of feed.xml; published once, from there: posts/rain.md" in result.stderr
    assert "posts: markdown" in result.stdout
    assert "0 rejected" in result.stdout


def test_the_other_source_publishes_what_the_first_gives_up(publication):
    """When a post leaves the first source, or that source leaves publisher.toml, the second one's appears."""
    both(publication, "feed.xml", "posts")
    publication.imported()
    publication.feed("feed.xml", ("urn:x:3", "Fog", "2018-02-03", "http://blog.example/fog"))
    publication.imported()
    assert [title for title, _, _ in publication.entries()] == ["Fog", "Rain in town", "SUN!", "Snow"]


def test_what_a_source_lost_comes_back(publication):
    """A post that an unchanged source lost to one put before it is there again when that one goes."""
    both(publication, "posts")
    publication.imported()
    before = publication.entries()
    publication.configure('path = "feed.xml"', 'path = "posts"')
    publication.imported()
    publication.configure('path = "posts"')
    publication.imported()
    assert publication.entries() == before


def test_of_three_sources_the_first_wins(publication):
    """Whichever of three sources is read anew, each post is published once, by the first."""
    for name in ("one", "two", "three"):
        publication.page(f"{name}/rain.md", "Rain", "2018-02-01", summary=name)
    publication.configure('path = "two"')
    publication.imported()
    publication.configure('path = "one"', 'path = "two"', 'path = "three"')
    publication.imported()
    for name in ("three", "two", "one"):
        publication.page(f"{name}/rain.md", "Rain", "2018-02-01", summary=f"{name} again")
        publication.imported()
        (entry,) = json.loads(publication.run("entries", "list", "--json").stdout)
        assert entry["origin"]["path"] == "one/rain.md"


def test_one_id_in_two_sources_is_one_post(publication):
    """A feed that is named twice under other words publishes each id once, without an error."""
    publication.feed("one.xml", ("urn:x:1", "Rain", "2018-02-01", "http://blog.example/rain"))
    publication.feed("two.xml", ("urn:x:1", "Showers", "2018-02-09", "http://other.example/showers"))
    publication.configure('path = "one.xml"', 'path = "two.xml"')
    publication.imported()
    assert publication.entries() == [("Rain", "urn:x:1", "feed")]
    publication.configure('path = "two.xml"', 'path = "one.xml"')
    publication.imported()
    assert publication.entries() == [("Showers", "urn:x:1", "feed")]


def test_one_id_twice_in_one_source_is_one_post_if_the_title_is_the_same(publication):
    """Two exports of one blog in a folder repeat its posts; another title under the same id is a mistake."""
    rain = ("urn:x:1", "Rain", "2018-02-01", "http://blog.example/rain")
    publication.feed("exports/a.xml", rain)
    publication.feed("exports/b.xml", rain)
    publication.configure('path = "exports"')
    report = publication.imported()["exports"]
    assert [each["reason"] for each in report["warned"]] == ["the same post as at exports/a.xml:1, taken once"]
    publication.feed("exports/b.xml", ("urn:x:1", "Sun", "2018-02-01", "http://blog.example/rain"))
    report = publication.imported(code=4)["exports"]
    assert "both have the id 'urn:x:1'" in report["rejected"][0]["reason"]


@pytest.mark.parametrize("order", [("en", "nl"), ("nl", "en")])
def test_one_title_in_two_languages_is_two_posts(publication, order):
    """Sources that say different languages keep a title that both have on one day, whichever comes first."""
    publication.write("en/expo.md", "---\ntitle: Expo 58\ndate: 1958-04-17\nlang: en\n---\nThe gates are open.\n")
    publication.write("nl/expo.md", "---\ntitle: Expo 58\ndate: 1958-04-17\nlang: nl\n---\nDe poorten gaan open.\n")
    publication.configure(*(f'path = "{name}"' for name in order))
    for _ in range(2):
        assert "the same post" not in publication.run("import").stderr
        assert [title for title, _, _ in publication.entries()] == ["Expo 58", "Expo 58"]
    publication.configure('path = "nl"', 'path = "en"', 'path = "again"')
    publication.write("again/expo.md", "---\ntitle: Expo 58\ndate: 1958-04-17\nlang: nl\n---\nDe poorten gaan open.\n")
    assert "the same post as one of nl" in publication.run("import").stderr
    assert len(publication.entries()) == 2


def test_one_title_over_two_long_texts_is_two_posts(publication):
    """A heading that comes back, such as that of a column, tells nothing where the texts have no words in common."""
    publication.write(
        "a/notes.md",
        "---\ntitle: Notes\ndate: 2018-02-01\n---\n"
        + " ".join(f"heron{number} poplar{number}" for number in range(30)),
    )
    publication.write(
        "b/notes.md",
        "---\ntitle: Notes\ndate: 2018-02-01\n---\n"
        + " ".join(f"flour{number} caraway{number}" for number in range(30)),
    )
    publication.configure('path = "a"', 'path = "b"')
    for jobs in ("1", "2"):
        publication.run("import", "--jobs", jobs)
        assert [title for title, _, _ in publication.entries()] == ["Notes", "Notes"]


def test_what_is_live_goes_before_what_was_adopted(publication):
    """Adopting what a live source has changes nothing; a live source takes over what was adopted, and says so."""
    both(publication, "feed.xml")
    publication.imported()
    report = publication.imported(str(publication.root / "posts"))["posts"]
    assert report["new"] == 1
    assert len(report["warned"]) == 2
    winners = {"Rain": "feed", "Sun": "feed", "Fog": "feed", "Snow": "markdown"}
    assert {title: importer for title, _, importer in publication.entries()} == winners


def test_a_live_source_takes_over_what_was_adopted(publication):
    """The same entries remain when the adopted posts were there first."""
    both(publication)
    publication.imported(str(publication.root / "posts"))
    publication.configure('path = "feed.xml"')
    report = publication.imported()["feed.xml"]
    said = "also adopted from posts; published once, from here, under another id (`match` would keep the one that"
    assert [each["reason"].startswith(said) for each in report["warned"]] == [True, True]
    winners = {"Rain": "feed", "Sun": "feed", "Fog": "feed", "Snow": "markdown"}
    assert {title: importer for title, _, importer in publication.entries()} == winners


def test_a_draft_keeps_no_other_source_from_publishing(publication):
    """Only what readers can see stands for the same post elsewhere."""
    publication.page("first/rain.md", "Rain", "2018-02-01", draft="true")
    publication.page("second/rain.md", "Rain", "2018-02-01")
    publication.configure('path = "first"', 'path = "second"')
    publication.imported()
    assert [title for title, _, _ in publication.entries()] == ["Rain"]


def test_the_same_bytes_come_from_the_lock_file_alone(publication, tmp_path_factory):
    """A fresh clone without the catalog decides in the same way."""
    both(publication, "posts", "feed.xml")
    publication.imported()
    exported = publication.run("entries", "export").stdout
    clone = tmp_path_factory.mktemp("clone")
    for name in ("publisher.lock", "feed.xml", "posts/rain.md", "posts/sun.md", "posts/snow.md"):
        (clone / name).parent.mkdir(exist_ok=True)
        (clone / name).write_bytes((publication.root / name).read_bytes())
    other = Publication(clone)
    other.configure('path = "posts"', 'path = "feed.xml"')
    other.imported()
    assert other.run("entries", "export").stdout == exported
    assert (clone / "publisher.lock").read_bytes() == (publication.root / "publisher.lock").read_bytes()


def test_undated_files_are_dated_by_their_files_when_asked(publication):
    """`undated = "file time"` and `--undated` date what has no date; other kinds refuse."""
    publication.write("notes/a.md", "# A\n\nText.\n")
    os.utime(publication.root / "notes" / "a.md", (1_500_000_000, 1_500_000_000))
    path = str(publication.root / "notes")
    publication.imported(path, code=4)
    publication.imported(path, "--undated", "file time")
    publication.configure('path = "notes"')
    publication.imported(code=4)
    publication.configure()
    publication.imported(path, "--undated", "file time")
    assert [title for title, _, _ in publication.entries()] == ["A"]
    publication.configure('path = "notes"\nundated = "file time"')
    assert publication.imported()["notes"]["unchanged"] == 1
    publication.feed("feed.xml", ("urn:x:1", "Rain", "2018-02-01", "http://blog.example/rain"))
    publication.configure('path = "feed.xml"\nkind = "blogger"\nundated = "file time"')
    assert "`undated` is for files of Markdown" in publication.run("import", code=3).stderr


@pytest.mark.parametrize("option", [("--match", "url"), ("--undated", "file time")])
def test_options_of_a_path_need_one(publication, option):
    """What a [[source]] says in publisher.toml is no option of an import of all sources."""
    publication.configure('path = "posts"')
    assert f"{option[0]} goes with a PATH" in publication.run("import", *option, code=2).stderr
