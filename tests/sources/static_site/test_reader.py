"""Folders of Markdown as sources: which posts are found, and what is said about the rest."""

import os
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publisher.model.entry import Person
from publisher.model.post import Post, Rejected, Skipped, Warned
from publisher.sources import Place, detect
from publisher.sources.static_site.reader import Markdown

POST = "---\ntitle: Rain\ndate: 2018-02-19\n---\nIt rains.\n"


@pytest.fixture
def read(markdown_site):
    """Return a function that writes files and gives all that the importer says about them, by path."""

    def write_and_read(files, folder="", **place):
        importer = markdown_site(files, folder, shown="site", **place)
        return {name: list(importer.read_file(name)) for name, _, _ in importer.files()}

    return write_and_read


def one(found):
    """Return the single post among what was said."""
    (post,) = [each for said in found.values() for each in said if isinstance(each, Post)]
    return post


def test_control_characters_are_reported(read):
    """Characters that no feed can hold are left out later; the report says how many there were, and where."""
    said = read({"a.md": POST.replace("rains", "r\x0bai\x07ns"), "b.md": POST})

    (warned,) = [each for found in said.values() for each in found if isinstance(each, Warned)]
    assert (warned.place, warned.reason) == ("site/a.md", "2 control characters left out")


def test_a_file_becomes_a_post_with_everything_it_says(read):
    """Every field that a post has is filled from front matter."""
    text = (
        "---\ntitle: Rain\ndate: 2018-02-19T10:00:00+01:00\nlastmod: 2018-03-01\n"
        "author: {name: Ann, url: 'https://a.example'}\n"
        "tags: [sun]\ncategories: sky\nlang: pt_BR\nsummary: All *wet* & cold\nslug: wet\n"
        "canonical_url: https://example.org/wet/\n"
        "image: /a.png\n---\nIt rains.\n"
    )
    post = one(read({"posts/a.md": text}, home="https://example.org/b"))

    assert (post.key, post.origin.path, post.origin.importer) == ("posts/a.md", "site/posts/a.md", "markdown")
    assert (post.title, post.body, post.markup, post.status) == ("Rain", "It rains.\n", "markdown", "published")
    assert post.published.isoformat() == "2018-02-19T10:00:00+01:00"
    assert post.updated == datetime(2018, 3, 1)
    assert (post.url, post.slug, post.language) == ("https://example.org/wet/", "wet", "pt-BR")
    assert (post.summary, post.tags, post.image) == ("All wet & cold", ("sky", "sun"), "https://example.org/b/a.png")
    assert post.authors == (Person(name="Ann", url="https://a.example"),)


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + POST.encode(),
        POST.replace("\n", "\r\n").encode(),
        POST.replace("\n", "\r").encode(),
        POST.encode("utf-16"),
    ],
)
def test_marks_and_line_ends_change_nothing(read, data):
    """Byte order marks and line ends of any system are no part of a post."""
    post = one(read({"a.md": data}))

    assert (post.title, post.body, post.published) == ("Rain", "It rains.\n", date(2018, 2, 19))


def test_other_encodings_are_told(read):
    """Windows-1252 is read with a warning, a told encoding without."""
    said = read({"a.md": POST.replace("It", "Ét").encode("cp1252")})["a.md"]

    assert [type(each) for each in said] == [Warned, Post]
    assert said[1].body == "Ét rains.\n"
    assert len(read({"a.md": POST.replace("It", "Ét").encode("cp1252")}, encoding="cp1252")["a.md"]) == 1


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("---\ntitle: a: b\n---\n", "site/a.md:2", "colon"),
        ("---\ntitle: a\ndate: 2018-02-30\n---\n", "site/a.md:3", "does not exist"),
        ("+++\ntitle = 'a'\ndate = 2018-02-30\n+++\n", "site/a.md:3", "TOML"),
        ("---\ntitle: a\n---\n", "site/a.md", "no date"),
        ("Words alone.\n", "site/a.md", "no date"),
        (b"\x00\x01", "site/a.md", "zero bytes"),
    ],
)
def test_what_cannot_be_a_post_is_told_with_its_place(read, text, place, words):
    """A rejection names file and line, says what is wrong and what to do."""
    (rejected,) = read({"a.md": text})["a.md"]

    assert isinstance(rejected, Rejected)
    assert rejected.place == place
    assert words in rejected.reason
    assert rejected.hint.endswith(".")


def test_a_jekyll_site(read):
    """Posts and drafts are found, everything else is a page; addresses follow the configuration."""
    found = read(
        {
            "_config.yml": "url: https://example.org\nbaseurl: /b\npermalink: pretty\n"
            "timezone: Europe/Amsterdam\nauthor: Ann\n",
            "_includes/note.html": "Note: {{ include.of }}",
            "index.md": POST,
            "about.html": "---\nlayout: page\ntitle: About\n---\n",
            "life/_posts/2018-02-09-Rain.md": "---\ncategory: Sky\ntags: a b\n---\n"
            "See {% post_url 2018-02-10-sun %}.\n",
            "_posts/2018-02-10-sun.html": "---\ntitle: Sun\ndate: 2018-02-10 00:30:00 +0300\n---\n"
            "<p>{% include note.html of='x' %}</p>",
            "_posts/2018-02-11-hidden.md": "---\npublished: false\n---\n",
            "_posts/2018-02-12-plain.md": "No front matter.\n",
            "_drafts/idea.md": "---\ntitle: Idea\n---\n",
            "_drafts/2018-02-13-dated.md": "---\ntitle: Idea\n---\n",
            "_site/index.html": POST,
        }
    )
    rain = found["life/_posts/2018-02-09-Rain.md"][0]
    sun = found["_posts/2018-02-10-sun.html"][0]

    assert (rain.title, rain.url) == ("Rain", "https://example.org/b/life/sky/2018/02/09/Rain/")
    assert (rain.tags, rain.authors) == (("life", "Sky", "a", "b"), (Person(name="Ann"),))
    assert rain.body == "See https://example.org/b/2018/02/09/sun/.\n"  # 22:30 of the day before, in Amsterdam
    assert (sun.markup, sun.body) == ("html", "<p>Note: x</p>")
    assert found["_posts/2018-02-11-hidden.md"][0].status == "draft"
    assert found["_drafts/2018-02-13-dated.md"][0].status == "draft"
    assert {name: said[0].reason for name, said in found.items() if isinstance(said[0], Skipped)} == {
        "index.md": "page",
        "about.html": "page",
        "_posts/2018-02-12-plain.md": "file without front matter",
        "_drafts/idea.md": "draft without a date",
    }


def test_excerpts_of_jekyll(read):
    """The site's own separator ends the summary, and is no part of the body."""
    config = "excerpt_separator: '<!--end-->'\n"
    post = one(
        read({"_config.yml": config, "_posts/2018-02-09-a.md": "---\ntitle: a\n---\nOne *two*.\n<!--end-->\nThree.\n"})
    )

    assert (post.summary, post.body) == ("One two.", "One *two*.\n\nThree.\n")


def test_kramdowns_attributes_are_no_text(read):
    """Attribute lists go, except in code."""
    body = '* toc\n{:toc}\n\n[a](b){:target="_blank"}\n{: .note}\n\n```\n{: .code}\n```\n'
    post = one(read({"_posts/2018-02-09-a.md": f"---\ntitle: a\n---\n{body}"}))

    assert post.body == "\n[a](b)\n\n```\n{: .code}\n```\n"


def test_an_include_cannot_leave_its_folder(read, tmp_path):
    """A path that climbs out of the includes is not read."""
    (tmp_path / "secret").write_text("key")
    found = read(
        {"_config.yml": "title: x\n", "_posts/2018-02-09-a.md": "---\ntitle: a\n---\n{% include ../../secret %}"}
    )

    assert [type(each) for each in found["_posts/2018-02-09-a.md"]] == [Warned, Post]
    assert one(found).body == ""


def test_a_hugo_site(read):
    """Sections, bundles, languages and aliases of Hugo give posts with their addresses."""
    found = read(
        {
            "hugo.toml": "baseURL = 'https://example.org/'\ndefaultContentLanguage = 'nl'\n"
            "[languages.nl]\n[languages.en]\n"
            "[permalinks]\npost = '/:year/:slug/'\n",
            "content/_index.md": "---\ntitle: Home\n---\n",
            "content/about.md": "---\ntitle: About\n---\n",
            "content/post/regen/index.md": "+++\nTitle = 'Regen'\nDate = 2018-02-09T10:00:00Z\nSlug = 'nat'\n+++\n"
            "A\n<!--more-->\nB",
            "content/post/regen/index.en.md": "+++\nTitle = 'Rain'\nPublishDate = 2018-02-10\n+++\n{{< ref 'zon' >}}",
            "content/note/zon.md": '{"title": "Zon", "date": "2018-02-11", "draft": true}\n\n{{< map >}}',
            "content/note/old.md": "---\ntitle: Old\ndate: 2018-02-11\nexpiryDate: 2018-03-01\n---\n",
            "README.md": POST,
        },
        now=datetime(2018, 4, 1, tzinfo=UTC),
    )
    rain, regen = found["content/post/regen/index.en.md"][-1], found["content/post/regen/index.md"][0]
    zon = found["content/note/zon.md"]

    assert (regen.url, regen.language, regen.summary, regen.body) == (
        "https://example.org/2018/nat/",
        "nl",
        "A",
        "A\n\nB",
    )
    assert (rain.url, rain.language, rain.published) == ("https://example.org/en/2018/rain/", "en", date(2018, 2, 10))
    assert (zon[0].reason, zon[1].status, zon[1].url) == (
        "took out what only its site can fill in: map",
        "draft",
        "https://example.org/note/zon/",
    )
    assert {name: said[0].reason for name, said in found.items() if isinstance(said[0], Skipped)} == {
        "content/_index.md": "section page",
        "content/about.md": "page",
        "content/note/old.md": "expired post",
        "README.md": "page",
    }


def test_a_pelican_site(read):
    """Headers, authors, statuses and links between files of Pelican are understood; reStructuredText is counted."""
    found = read(
        {
            "pelicanconf.py": "SITEURL = 'https://example.org'\nDEFAULT_LANG = 'nl'\n"
            "ARTICLE_URL = '{date:%Y}/{slug}/'\n"
            "TIMEZONE = 'Europe/Amsterdam'\nimport nothing\nX = open('x')\n",
            "content/a.md": "Title: It's Rain!\nDate: 2018-02-09 10:00\nModified: 2018-02-09 11:00\nAuthors: Ann; Bo\n"
            "Tags: x, y\nCategory: Sky\nSummary: Wet\n\n"
            "See [b]({filename}sub/b.md#top), ![c]({static}/c.png), [old](|filename|/sub/b.md).\n",
            "content/sub/b.md": "Title: B\nDate: 2018-02-10\nStatus: hidden\nLang: fr\n\nText.\n",
            "content/pages/p.md": "Title: P\n\nPage.\n",
            "content/c.rst": "C\n=\n",
        },
        folder="content",
    )
    post, other = found["a.md"][0], found["sub/b.md"][0]

    assert (post.url, post.slug) == ("https://example.org/2018/its-rain/", "its-rain")
    assert (post.published.isoformat(), post.updated.isoformat()) == (
        "2018-02-09T10:00:00+01:00",
        "2018-02-09T11:00:00+01:00",
    )
    assert ([person.name for person in post.authors], post.tags, post.summary) == (
        ["Ann", "Bo"],
        ("Sky", "x", "y"),
        "Wet",
    )
    assert (
        post.body == "See [b](https://example.org/b-fr.html#top), ![c](/c.png), [old](https://example.org/b-fr.html).\n"
    )
    assert (other.status, other.language) == ("private", "fr")
    assert (found["pages/p.md"][0].reason, found["c.rst"][0].reason) == ("page", ".rst file")


def test_a_plain_folder(read):
    """Headings give titles, names give dates, and files about files are no posts."""
    found = read(
        {
            "2018-02-09-rain.md": "# Rain & *wind* #\n\nText.\n",
            "2018/02/10/sun.md": "Sun\n===\nText.\n",
            "20180211 fog.markdown": "Text.\n",
            "README.md": "# Notes\n",
            "notes/undated.md": "# No\n",
            "empty.md": "\ufeff\n",
        }
    )
    posts = {name: said[0] for name, said in found.items() if isinstance(said[0], Post)}

    assert {name: (post.title, post.published.day, post.body) for name, post in posts.items()} == {
        "2018-02-09-rain.md": ("Rain & wind", 9, "\nText.\n"),
        "2018/02/10/sun.md": ("Sun", 10, "Text.\n"),
        "20180211 fog.markdown": ("Fog", 11, "Text.\n"),
    }
    assert found["empty.md"][0].reason == "empty file"
    assert (type(found["README.md"][0]), type(found["notes/undated.md"][0])) == (Skipped, Rejected)


def test_a_files_own_time_is_a_date_only_when_asked(tmp_path):
    """A post without a date is dated by its file if the source says so."""
    (tmp_path / "a.md").write_text("# A\n")
    os.utime(tmp_path / "a.md", (1_000_000_000, 1_000_000_000))

    (post,) = Markdown(place=Place(path=tmp_path, shown="x", undated="file time")).read(lambda size: None)

    assert post.published == datetime(2001, 9, 9, 1, 46, 40, tzinfo=UTC)


def test_links_that_lead_out_of_the_folder_are_refused(read, tmp_path):
    """A link inside is read, one that leads out is told, a linked folder is passed over."""
    (tmp_path / "secret.md").write_text(POST)
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "out.md").symlink_to(tmp_path / "secret.md")
    (tmp_path / "site" / "in.md").symlink_to("a.md")
    (tmp_path / "site" / "loop").symlink_to(".")
    found = read({"a.md": POST})

    assert {name: type(said[0]) for name, said in found.items()} == {"a.md": Post, "in.md": Post, "out.md": Rejected}


def test_files_are_asked_for_first_and_read_one_by_one(tmp_path):
    """`files` names what `read` reads, with its stamp; patterns choose among them."""
    for name in ("b.md", "a.md", "skip/c.md", "d.txt", ".hidden.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(POST)
    importer = Markdown(place=Place(path=tmp_path, shown="x", exclude=("skip/*",)))
    counted = []
    stat = (tmp_path / "a.md").stat()

    assert next(importer.files()) == ("a.md", stat.st_mtime_ns, stat.st_size)
    assert [post.key for post in importer.read(counted.append)] == ["a.md", "b.md"]
    assert [post.key for post in importer.read_files([("b.md", len(POST))], counted.append)] == ["b.md"]
    assert counted == [len(POST)] * 3


def test_one_file_is_a_source(tmp_path):
    """A single file is read as it is, under the name it was given."""
    (tmp_path / "a.md").write_text(POST)
    place = Place(path=tmp_path / "a.md", shown="in/a.md")
    (post,) = Markdown(place=place).read(lambda size: None)

    assert (post.key, post.origin.path) == ("a.md", "in/a.md")
    assert detect(place).kind == "markdown"


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a.md", "markdown"), ("_posts/2018-01-01-a.md", "markdown"), ("archive.md", "archive"), ("b.txt", "archive")],
)
def test_markdown_and_archives_are_told_apart(tmp_path, name, kind):
    """Front matter makes Markdown; date headings make an archive, whatever the file is called."""
    text = POST if kind == "markdown" else "maandag 19 februari 2018\n\nRain\n\nIt rains.\n"
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text(text)

    assert detect(Place(path=tmp_path, shown="x")).kind == kind
    assert detect(Place(path=tmp_path / name, shown="x")).kind == kind


def test_the_stamp_of_the_settings_changes_with_them(tmp_path):
    """What addresses depend on is part of the stamp."""
    place = Place(path=tmp_path, shown="x")
    before = Markdown(place=place).settings_stamp
    (tmp_path / "_config.yml").write_text("url: https://example.org\n")

    assert Markdown(place=place).settings_stamp != before


PIECES = st.sampled_from(
    [
        "---\n", "+++\n", "{", "}", '"', "'", ":", ": ", "\n", "- ", "[", "]", "title", "date: 2018-02-", "19", "\t",
        "&a ", "*a", "|\n",
        "{% ", " %}", "{{", "}}", "{{< ", " >}}", "raw", "for a in b", "include x", "highlight",
        "assign x = ", "figure src=", "{filename}",
        "# ", "===\n", "<!--more-->", "\r", "\ufeff", "\x00", "\ud7ff", "é", "draft: true\n", "tags: ",
        "```\n", "{:", "=", ".", "/",
    ]
)  # fmt: skip


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(["_posts/2018-02-09-a.md", "content/a.md", "a.html", "2018-02-09.md"]),
    pieces=st.lists(PIECES, max_size=40),
)
def test_no_text_breaks_the_importer(tmp_path, name, pieces):
    """Whatever stands in a file gives a post or a sentence about it."""
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_bytes("".join(pieces).encode("utf-8", "surrogatepass"))

    for said in Markdown(place=Place(path=tmp_path, shown="x")).read_file(name):
        assert isinstance(said, (Post, Rejected, Skipped, Warned))


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cut=st.integers(0, 400), flips=st.lists(st.tuples(st.integers(0, 399), st.integers(1, 255)), max_size=6))
def test_damaged_files_break_nothing(tmp_path, cut, flips):
    """A file that was cut off or had bits turned over gives a post or a sentence about it."""
    data = bytearray(
        b"---\ntitle: 'Rain'\ndate: 2018-02-19 10:00:00 +0100\ntags: [a, b]\nauthors:\n- {name: Ann}\nx: |\n  y\n---\n"
        b'{% highlight c %}a{% endhighlight %}\n{{< figure src="a" >}} {filename}b.md \xc3\xa9\n<!--more-->\n# End\n'
    )[:cut]
    for place, turned in flips:
        if place < len(data):
            data[place] ^= turned
    (tmp_path / "a.md").write_bytes(data)

    for said in Markdown(place=Place(path=tmp_path, shown="x")).read_file("a.md"):
        assert isinstance(said, (Post, Rejected, Skipped, Warned))
