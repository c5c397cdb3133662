"""Blogger's three kinds of file: which entries are posts, and what is read of them."""

import io
import zipfile
from collections import Counter
from contextlib import suppress
from datetime import datetime
from xml.sax.saxutils import escape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publisher.errors import InputError
from publisher.model.entry import Enclosure, Person
from publisher.model.post import Post, Rejected, Skipped, Warned
from publisher.sources import detect, open_importer
from publisher.sources.blogger import Blogger
from publisher.sources.inputs.resource import Place

BLOG = "tag:blogger.com,1999:blog-7"
ATOM = "<feed xmlns='http://www.w3.org/2005/Atom' "
TAKEOUT = (
    "<?xml version='1.0' encoding='utf-8'?>\n"
    f"{ATOM}xmlns:blogger='http://schemas.google.com/blogger/2018'>\n  <id>{BLOG}</id>\n  <title>Garden</title>\n"
)
CLASSIC = (
    "<?xml version='1.0' encoding='UTF-8'?><?xml-stylesheet href=\"x.css\" type=\"text/css\"?>"
    f"{ATOM}xmlns:app='http://purl.org/atom/app#' xmlns:thr='http://purl.org/syndication/thread/1.0'>"
    f"<id>{BLOG}.archive</id><link rel='alternate' href='http://garden.example.org/'/>"
    "<generator version='7.00' uri='http://www.blogger.com'>Blogger</generator>"
)
LIVE = (
    f"{ATOM}xmlns:openSearch='http://a9.com/-/spec/opensearchrss/1.0/'><id>{BLOG}</id>"
    "<generator>Blogger</generator><openSearch:totalResults>3</openSearch:totalResults>"
)
AUTHOR = "<author><name>Ann</name><uri>https://www.blogger.com/profile/1</uri><email>noreply@blogger.com</email>"
END = "</feed>\n"


def takeout(number=1, *, kind="POST", status="LIVE", title="Rain", body="<p>It rains.</p>", more=""):
    """Return an entry as Takeout writes it."""
    return (
        f"  <entry>\n    <id>{BLOG}.post-{number}</id>\n    <blogger:type>{kind}</blogger:type>\n"
        f"    <blogger:status>{status}</blogger:status>\n    {AUTHOR}<blogger:type>BLOGGER</blogger:type></author>\n"
        f"    <title>{escape(title)}</title>\n    <content type='html'>{escape(body)}</content>\n"
        "    <blogger:metaDescription/>\n    <blogger:created>2018-02-19T08:00:00.5Z</blogger:created>\n"
        "    <published>2018-02-19T09:30:00Z</published>\n    <updated>2018-02-20T10:00:00.25Z</updated>\n"
        f"    <category scheme='{BLOG}' term='Weather'/>\n    <category scheme='{BLOG}' term='Weather'/>\n"
        f"    <blogger:filename>/2018/02/rain-{number}.html</blogger:filename>\n    <link/>\n    <enclosure/>\n"
        f"    <blogger:trashed/>\n{more}  </entry>\n"
    )


def classic(kind="post", *, number=1, more=""):
    """Return an entry as the old export writes it."""
    return (
        f"<entry><id>{BLOG}.post-{number}</id><published>2009-01-07T02:27:00.001-08:00</published>"
        "<updated>2009-01-07T02:27:00.001-08:00</updated><category scheme='http://schemas.google.com/g/2005#kind' "
        f"term='http://schemas.google.com/blogger/2008/kind#{kind}'/>"
        "<category scheme='http://www.blogger.com/atom/ns#' term='Sun &amp; moon'/><title type='text'>Sun</title>"
        "<content type='html'>&lt;b&gt;Sun&lt;/b&gt; &amp;amp; moon</content>"
        f"<link rel='alternate' href='http://garden.example.org/2009/01/sun-{number}.html'/>"
        f"<link rel='replies' href='http://garden.example.org/feeds/1'/>{AUTHOR}</author>{more}</entry>"
    )


@pytest.fixture
def read(tmp_path):
    """Return a function that reads a text as a file."""

    def reader(text, *, name="feed.atom", **place):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return list(Blogger(place=Place(path=path, shown=name, **place)).read(lambda _: None))

    return reader


def of(kind, found):
    """Return what is of a kind."""
    return [each for each in found if isinstance(each, kind)]


def test_a_takeout_post_is_read_whole(read):
    """Every field of a Takeout entry arrives, and nothing that is not the reader's business."""
    home = "https://garden.example.org/"
    (post,) = read(TAKEOUT + takeout() + END, home=home)
    assert post.key == post.foreign_id == f"{BLOG}.post-1"
    assert (post.title, post.body, post.markup) == ("Rain", "<p>It rains.</p>", "html")
    assert post.published == datetime.fromisoformat("2018-02-19T09:30:00+00:00")
    assert post.updated == datetime.fromisoformat("2018-02-20T10:00:00.25+00:00")
    assert (post.url, post.slug) == ("https://garden.example.org/2018/02/rain-1.html", "rain-1")
    assert post.authors == (Person(name="Ann", url="https://www.blogger.com/profile/1"),)
    assert post.tags == ("Weather",)
    assert (post.summary, post.status, post.enclosures) == (None, "published", ())
    assert (post.origin.path, post.origin.first_line, post.origin.last_line) == ("feed.atom", 5, 22)


def test_a_missing_page_of_a_saved_feed_is_named(tmp_path):
    """A live feed comes in pages: where the next one was saved, too, nothing is missing."""
    for first, number in ((1, 1), (2, 2), (3, 4)):
        start = f"</openSearch:totalResults><openSearch:startIndex>{first}</openSearch:startIndex>"
        text = LIVE.replace("</openSearch:totalResults>", start)
        (tmp_path / f"{first}.xml").write_text(text + classic(number=number) + END)

    def missing(*names):
        place = Place(path=tmp_path, shown="saved", include=names)
        return [warned.reason for warned in of(Warned, Blogger(place=place).read(lambda _: None))]

    assert missing("*.xml") == []
    assert ["start-index=2 behind" in reason for reason in missing("1.xml")] == [True]
    assert ["start-index=3 behind" in reason for reason in missing("1.xml", "2.xml")] == [True]
    assert missing("3.xml") == []


def test_takeout_without_a_home_says_so_once(read):
    """Without the address of the blog posts have none, and one warning says how to set it."""
    *posts, warned = read(TAKEOUT + takeout(1) + takeout(2) + END)
    assert [(post.url, post.slug) for post in posts] == [(None, "rain-1"), (None, "rain-2")]
    assert warned.place == "feed.atom:5"
    assert "2 posts" in warned.reason
    assert "`home`" in warned.reason
    assert read(TAKEOUT + takeout(1) + END)[-1].reason.startswith("1 post has no address")


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        (takeout(status="DRAFT"), "draft"),
        (takeout(status="SCHEDULED"), "scheduled post"),
        (takeout(status="SOFT_TRASHED"), "deleted post"),
        (
            takeout(more="<blogger:trashed>2020-01-01T00:00:00Z</blogger:trashed>").replace("<blogger:trashed/>", ""),
            "deleted post",
        ),
        (takeout(kind="PAGE"), "page"),
        (takeout(kind="COMMENT"), "comment"),
    ],
)
def test_what_readers_of_a_takeout_cannot_see_stays_out(read, entry, reason):
    """Drafts, scheduled and deleted posts, pages and comments are counted and left out."""
    assert read(TAKEOUT + entry + END) == [Skipped(place="feed.atom:5", reason=reason)]


@pytest.mark.parametrize(
    "entry", [takeout(status="NEW"), takeout(kind="STORY"), takeout().replace("blogger:type", "blogger:tipe")]
)
def test_unknown_kinds_are_not_published(read, entry):
    """An entry of an export is published only if it says that it is a live post."""
    assert [type(each) for each in read(TAKEOUT + entry + END)] == [Rejected]


def test_titles_of_takeout(read):
    """Titles that were escaped twice are read, and a post without one is called by its first words."""
    found = read(
        TAKEOUT
        + takeout(1, title="Ann&#39;s &quot;rain&quot; &amp; <b>sun</b>")
        + takeout(2, title="", body="<div>First words.</div><div>More.</div>")
        + takeout(3, title="", body="<img src='https://example.org/a.png'>")
        + END,
        home="https://garden.example.org",
    )
    assert [post.title for post in found] == ['Ann\'s "rain" & sun', "First words.", "rain-3"]


def test_takeout_extras(read):
    """The search description is the summary; a podcast's file is an enclosure; no name is no author."""
    entry = takeout(more="<link rel='enclosure' type='audio/mpeg' href='https://example.org/a.mp3' length='99'/>")
    entry = entry.replace("<blogger:metaDescription/>", "<blogger:metaDescription>About rain</blogger:metaDescription>")
    (post,) = of(Post, read(TAKEOUT + entry.replace(">Ann<", "><") + END))
    assert post.summary == "About rain"
    assert post.enclosures == (Enclosure(url="https://example.org/a.mp3", type="audio/mpeg", length=99),)
    assert post.authors == ()


def test_the_classic_export(read):
    """Of a classic export only published posts are read, each with the address that it names."""
    draft = "<app:control><app:draft>yes</app:draft></app:control>"
    others = [classic(kind) for kind in ("comment", "page", "settings", "template")]
    found = read(CLASSIC + "".join(others) + classic(more=draft) + classic(number=2) + END)
    assert [each.reason for each in of(Skipped, found)] == ["comment", "page", "setting", "template", "draft"]
    (post,) = of(Post, found)
    assert (post.url, post.slug) == ("http://garden.example.org/2009/01/sun-2.html", "sun-2")
    assert (post.title, post.body, post.tags) == ("Sun", "<b>Sun</b> &amp; moon", ("Sun & moon",))
    assert post.published == datetime.fromisoformat("2009-01-07T02:27:00.001-08:00")
    assert post.updated is None


def test_a_saved_feed_that_is_not_whole_says_so(read):
    """In a feed saved from the blog every entry is a post; one that has more pages says how to get them."""
    entry = classic().replace("http://schemas.google.com/g/2005#kind", "other")
    found = read(LIVE + entry + entry.replace("post-1<", "page-2<") + END)
    assert [type(each) for each in found] == [Post, Skipped, Warned]
    assert "2 of 3 posts" in found[2].reason
    assert "start-index=3" in found[2].reason


@pytest.mark.parametrize(
    "entry", [classic("post").replace("2009-01-07T02", "2009-13-07T02"), classic().replace("id>", "ID>")]
)
def test_posts_without_date_or_id_are_rejected(read, entry):
    """A post is never given today's date, nor an id that is not its own; the others are read."""
    found = read(CLASSIC + entry + "\n" + classic(number=2) + END)
    assert [type(each) for each in found] == [Rejected, Post]
    assert found[0].place == "feed.atom:1"


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (lambda text: text[: text.index("number two")], "ends in the middle"),
        (lambda text: text.replace("</feed>", ""), "without </feed>"),
        (lambda text: text.replace("Rain</title>", "Rain</titel>", 1), "damaged"),
        (lambda text: text.replace("</entry>", "", 1), "no closing tag"),
        (lambda text: text.replace("<entry>", "<entri>", 1), "no beginning"),
        (lambda text: text.replace("</entry>\n  <entry>", "", 1), "run together"),
        (lambda text: text.replace("<blogger:type>", "<!--", 1), "damaged"),
    ],
)
def test_damage_costs_the_damaged_post_only(read, damage, reason):
    """A damaged entry is rejected with its line; the entries around it are read."""
    text = TAKEOUT + takeout(1) + takeout(2, body="number two") + takeout(3) + END
    found = read(damage(text), home="https://garden.example.org")
    (rejected,) = of(Rejected, found)
    assert reason in rejected.reason
    assert rejected.place.startswith("feed.atom:")
    assert rejected.hint
    assert "post-3" in of(Post, found)[-1].key or "middle" in reason


def test_two_exports_in_one_file_are_both_read(read):
    """Files that were put one behind the other give the posts of both."""
    found = read(TAKEOUT + takeout(1) + END + CLASSIC + classic(number=2) + END, home="https://garden.example.org")
    assert [post.key for post in found] == [f"{BLOG}.post-1", f"{BLOG}.post-2"]


@pytest.mark.parametrize(
    ("text", "body", "warning"),
    [
        (takeout(body="?").replace(">?<", ">R&D &mdash; &lt;3 a<b &#8; &unknown;<").encode(), "R&D — <3 a", "& or <"),
        (takeout(body="caf\xe9").encode("latin-1"), "café", "Windows-1252"),
        (takeout(body="a\x0bb").encode(), "ab", "does not allow"),
    ],
)
def test_faults_that_hurt_nothing_are_mended(read, text, body, warning):
    """What an author's text broke in the XML is read as it was meant, with one warning."""
    text = text.replace(b"a<b", b"a< b")
    found = read(TAKEOUT.encode() + text + END.encode(), home="https://garden.example.org")
    assert [type(each) for each in found] == [Post, Warned]
    assert found[0].body.startswith(body)
    assert warning in found[1].reason


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "iso-8859-15"])
def test_any_encoding_that_is_marked_or_declared(read, encoding):
    """Marks and declarations tell the encoding."""
    text = TAKEOUT.replace("utf-8", encoding) if encoding.startswith("iso") else TAKEOUT
    (post,) = read((text + takeout(title="Café 5 €") + END).encode(encoding), home="https://garden.example.org")
    assert post.title == "Café 5 €"


def test_entities_of_its_own_are_refused(read):
    """A file that declares entities is not read at all, and costs nothing."""
    bomb = '<!DOCTYPE feed [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    with pytest.raises(InputError, match="entities"):
        read(f"<?xml version='1.0'?>\n<!-- a -->{bomb}" + CLASSIC.partition("?>")[2] + classic() + END)


@pytest.mark.parametrize("text", ["", " \n"])
def test_an_empty_file_is_named(read, text):
    """An empty file is an error, not an empty blog."""
    with pytest.raises(InputError, match="empty"):
        read(text)


def test_the_first_feeds_of_blogger_are_feeds(tmp_path):
    """A feed of Atom 0.3, whose posts have ids of Blogger too, is read like any other feed."""
    path = tmp_path / "atom.xml"
    path.write_text(
        f"<feed version='0.3' xmlns='http://purl.org/atom/ns#'><title>Garden</title><id>{BLOG}</id><entry>"
        f"<id>{BLOG}.post-1</id><title>Rain</title><issued>2004-02-19T10:30:00Z</issued>"
        "<link rel='alternate' href='https://garden.example.org/1'/><summary>It rains.</summary></entry></feed>"
    )
    place = Place(path=path, shown="atom.xml")
    (post,) = open_importer(detect(place).kind, place).read(lambda _: None)

    assert (detect(place).kind, post.title, post.foreign_id) == ("feed", "Rain", f"{BLOG}.post-1")


def test_a_whole_takeout_is_found(tmp_path):
    """A folder or zip of Takeout is recognised, and the feed of each blog in it is read."""
    for blog in ("Garden", "Kitchen"):
        folder = tmp_path / "export/Takeout/Blogger/Blogs" / blog
        folder.mkdir(parents=True)
        (folder / "feed.atom").write_text(TAKEOUT + takeout(len(blog)) + END)
        (folder / "theme-layouts.xml").write_text("<html></html>")
        (folder / "settings.csv").write_text("a,b")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted((tmp_path / "export").rglob("*.*")):
            archive.write(file, file.relative_to(tmp_path / "export").as_posix())
    (tmp_path / "takeout.zip").write_bytes(packed.getvalue())
    for name, start in (("export", "export/"), ("takeout.zip", "takeout.zip:")):
        place = Place(path=tmp_path / name, shown=name, home="https://garden.example.org")
        assert detect(place).kind == "blogger"
        found = list(open_importer("blogger", place).read(lambda _: None))
        assert [post.key for post in of(Post, found)] == [f"{BLOG}.post-6", f"{BLOG}.post-7"]
        assert [each.place for each in of(Skipped, found)] == [
            f"{start}Takeout/Blogger/Blogs/{blog}/theme-layouts.xml" for blog in ("Garden", "Kitchen")
        ]


def test_progress_counts_every_byte(tmp_path):
    """The bytes told are the size of the file."""
    path = tmp_path / "feed.atom"
    path.write_text(TAKEOUT + "".join(map(takeout, range(1000))) + END)
    told = []
    found = list(Blogger(place=Place(path=path, shown="f", home="https://garden.example.org")).read(told.append))
    assert sum(told) == path.stat().st_size
    assert len(told) > 1
    assert [post.origin.first_line for post in found] == [5 + 18 * number for number in range(1000)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(st.data())
def test_no_damage_is_a_crash(read, data):
    """Whatever bytes are changed, cut or repeated: posts, rejections, or one clear error."""
    text = bytearray(
        (CLASSIC + classic() + classic("page") + "\n" + classic(number=2) + END + TAKEOUT + takeout() + END).encode()
    )
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(text) - 1))
        end = data.draw(st.integers(place, min(len(text), place + 200)))
        text[place:end] = data.draw(
            st.sampled_from([b"", b"\0", b"<", b"]]>", b"<entry>", b"&", b"<!--", b"\xff", bytes(text[:80])])
        )
    with suppress(InputError):
        assert all(each.foreign_id and each.title for each in of(Post, read(bytes(text))))


@pytest.mark.parametrize(
    ("file", "counts"),
    [
        ("jeffhandley+jeffhandley.github.io/blogspot.xml", {"post": 92, "comment": 112, "setting": 58, "template": 1}),
        ("charleso+blog/blogger.xml", {"post": 8, "comment": 8, "setting": 47, "template": 1}),
        ("opseeker+opseeker.github.io/blogspot.xml", {"post": 25}),
    ],
)
def test_real_exports(shared, file, counts):
    """Of real files every post is read whole, and everything else is counted."""
    path = shared / "corpora/blogger" / file
    place = Place(path=path, shown=path.name)
    assert detect(place).kind == "blogger"
    found = list(Blogger(place=place).read(lambda _: None))
    assert (
        Counter("post" if isinstance(each, Post) else each.reason for each in found if not isinstance(each, Warned))
        == counts
    )
    for post in of(Post, found):
        assert post.title
        assert post.body
        assert post.url.endswith(f"/{post.slug}.html")
        assert post.authors
        assert not any("@" in (person.email or "") for person in post.authors)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25)
@given(st.data())
def test_real_exports_with_flipped_bits(shared, read, data):
    """A real export with damage anywhere is read without a crash; where a post is missing, something is rejected."""
    text = bytearray((shared / "corpora/blogger/charleso+blog/blogger.xml").read_bytes())
    for place in data.draw(st.lists(st.integers(0, len(text) - 1), max_size=3)):
        text[place] ^= 1 << data.draw(st.integers(0, 7))
    found = read(bytes(text[: data.draw(st.integers(1000, len(text)))]))
    assert len(of(Post, found)) == 8 or of(Rejected, found)


def test_a_prefix_that_nothing_binds_is_dropped(read):
    """Content as elements may have come from an office program, which writes ``<o:p>``."""
    content = "<content type='xhtml'><div><p>a</p><o:p>b</o:p></div></content>"
    entry = classic().replace("<content type='html'>&lt;b&gt;Sun&lt;/b&gt; &amp;amp; moon</content>", content)
    (post,) = of(Post, read(CLASSIC + entry + END))

    assert post.body == "<div><p>a</p><p>b</p></div>"
