"""WordPress's export file: which items are posts, and what is read of them."""

import io
import zipfile
from collections import Counter
from contextlib import suppress
from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publisher.errors import InputError
from publisher.model.entry import Enclosure, Episode, Person, Transcript
from publisher.model.post import Post, Rejected, Skipped, Warned
from publisher.sources import detect, open_importer
from publisher.sources.inputs.resource import Place
from publisher.sources.wordpress.reader import Wordpress
from publisher.text.html.sanitize import sanitize
from publisher.text.html.to_text import plain_text

END = "</channel>\n</rss>\n"


def head(version="1.2"):
    """Return the beginning of an export."""
    return (
        '<?xml version="1.0" encoding="UTF-8" ?>\n<!-- generator="WordPress/6.0" -->\n<rss version="2.0"\n'
        f' xmlns:excerpt="http://wordpress.org/export/{version}/excerpt/"\n'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/"\n xmlns:dc="http://purl.org/dc/elements/1.1/"\n'
        f' xmlns:wp="http://wordpress.org/export/{version}/"\n>\n<channel>\n<title>Garden</title>\n'
        "<link>https://garden.example.org</link>\n"
        f"<wp:wxr_version>{version}</wp:wxr_version>\n<wp:base_blog_url>https://garden.example.org</wp:base_blog_url>\n"
        "<wp:author><wp:author_login><![CDATA[ann]]></wp:author_login>"
        "<wp:author_email><![CDATA[ann@example.org]]></wp:author_email>"
        "<wp:author_display_name><![CDATA[Ann O&#8217;Hara]]></wp:author_display_name></wp:author>\n"
    )


def item(number=1, *, kind="post", status="publish", text="Rain\n\nfalls", more="", gmt="2018-02-19 09:30:00"):
    """Return an item as WordPress writes it."""
    return (
        f"<item>\n<title><![CDATA[Rain &amp; <em>sun</em> {number}]]></title>\n"
        f"<link>https://garden.example.org/rain-{number}/</link>\n<pubDate>Mon, 19 Feb 2018 09:30:00 +0000</pubDate>\n"
        f"<dc:creator><![CDATA[ann]]></dc:creator>\n<guid isPermaLink='false'>http://garden.example.org/?p={number}&#038;x</guid>\n"
        f"<description></description>\n<content:encoded><![CDATA[{text}]]></content:encoded>\n"
        f"<excerpt:encoded><![CDATA[]]></excerpt:encoded>\n<wp:post_id>{number}</wp:post_id>\n"
        f"<wp:post_date><![CDATA[2018-02-19 10:30:00]]></wp:post_date>\n<wp:post_date_gmt>{gmt}</wp:post_date_gmt>\n"
        f"<wp:post_name>rain-{number}</wp:post_name>\n<wp:status>{status}</wp:status>\n"
        f"<wp:post_type>{kind}</wp:post_type>\n<wp:post_password></wp:post_password>\n{more}</item>\n"
    )


def meta(key, value):
    """Return what a plug-in keeps with an item."""
    return (
        f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value><![CDATA[{value}]]></wp:meta_value></wp:postmeta>"
    )


def attachment(number, *, parent=1):
    """Return an item of the media library."""
    return item(number, kind="attachment", status="inherit", text="").replace(
        "</item>",
        f"<wp:post_parent>{parent}</wp:post_parent><wp:attachment_url>https://garden.example.org/{number}.jpg"
        f"</wp:attachment_url>{meta('_wp_attachment_image_alt', f'Picture {number}')}</item>",
    )


@pytest.fixture
def read(tmp_path):
    """Return a function that reads a text as a file."""

    def reader(text, **place):
        path = tmp_path / "export.xml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return list(Wordpress(place=Place(path=path, shown="export.xml", **place)).read(lambda _: None))

    return reader


def of(kind, found):
    """Return what is of a kind."""
    return [each for each in found if isinstance(each, kind)]


POWERPRESS = (
    'a:6:{s:8:"duration";s:8:"00:46:35";s:8:"explicit";s:1:"1";s:10:"episode_no";s:1:"7";s:6:"season";i:2;'
    's:13:"episode_title";s:10:"Drö;";s:2";s:18:"pci_transcript_url";s:25:"https://example.org/a.vtt";}'
)


@pytest.mark.parametrize(
    ("more", "seconds", "episode"),
    [
        (
            meta("enclosure", f"https://example.org/a.mp3\n99\naudio/mpeg\n{POWERPRESS}"),
            2795,
            Episode(
                number=7,
                season=2,
                explicit=True,
                transcripts=(Transcript(url="https://example.org/a.vtt", type="text/vtt"),),
            ),
        ),
        (
            meta("enclosure", f"https://example.org/a.mp3\n99\naudio/mpeg\n{POWERPRESS[:60]}"),
            2795,
            Episode(explicit=True),
        ),
        (
            meta("enclosure", "https://example.org/a.mp3\n99\naudio/mpeg\n")
            + meta("duration", "1:01")
            + meta("explicit", "")
            + meta("itunes_episode_number", "3")
            + meta("itunes_episode_type", "trailer"),
            61,
            Episode(number=3, kind="trailer"),
        ),
    ],
)
def test_what_plugins_for_podcasts_keep(read, more, seconds, episode):
    """PowerPress writes an array of PHP below the lines of an enclosure, another plug-in fields of its own."""
    (post,) = of(Post, read(head() + item(more=more) + END))

    assert post.enclosures == (
        Enclosure(url="https://example.org/a.mp3", type="audio/mpeg", length=99, duration=seconds),
    )
    assert post.episode == episode


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2"])
def test_a_post_is_read_whole(read, version):
    """Every field of an item arrives, in each version of the format."""
    more = (
        '<category domain="category" nicename="a"><![CDATA[Sun &amp; moon]]></category>'
        '<category domain="post_tag" nicename="b"><![CDATA[rain]]></category><category><![CDATA[rain]]></category>'
        '<category domain="post_format" nicename="c"><![CDATA[Aside]]></category>'
        "<wp:post_modified_gmt>2018-02-20 00:00:00</wp:post_modified_gmt>"
        + meta("enclosure", "https://example.org/a.mp3\n99\naudio/mpeg\n")
        + meta("_thumbnail_id", "8")
    )
    text = item(more=more).replace("<excerpt:encoded><![CDATA[", "<excerpt:encoded><![CDATA[About <b>rain</b>")
    post, skipped = read(head(version) + text + attachment(8) + END)
    assert skipped == Skipped(place="export.xml:37", reason="attachment")
    assert post.key == post.foreign_id == "http://garden.example.org/?p=1&x"
    assert (post.title, post.body) == ("Rain & sun 1", "<p>Rain</p>\n<p>falls</p>\n")
    assert post.published == datetime.fromisoformat("2018-02-19T09:30:00+00:00")
    assert post.updated == datetime.fromisoformat("2018-02-20T00:00:00+00:00")
    assert (post.url, post.slug) == ("https://garden.example.org/rain-1/", "rain-1")
    assert post.authors == (Person(name="Ann O’Hara"),)
    assert post.tags == ("Sun & moon", "rain")
    assert post.summary == "About rain"
    assert post.enclosures == (Enclosure(url="https://example.org/a.mp3", type="audio/mpeg", length=99),)
    assert (post.image, post.image_alt) == ("https://garden.example.org/8.jpg", "Picture 8")
    assert (post.origin.path, post.origin.first_line, post.origin.last_line) == ("export.xml", 15, 36)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (item(kind="page"), "page"),
        (item(kind="attachment", status="inherit"), "attachment"),
        (item(kind="nav_menu_item"), "menu item"),
        (item(kind="revision", status="inherit"), "revision"),
        (item(kind="podcast_show"), "podcast show"),
        (item(status="draft"), "draft"),
        (item(status="pending"), "draft"),
        (item(status="auto-draft"), "draft"),
        (item(status="private"), "private post"),
        (item(status="future"), "scheduled post"),
        (item(status="trash"), "deleted post"),
        (item(status="members"), "post with the status members"),
        (item().replace("<wp:post_password>", "<wp:post_password>hush"), "post with a password"),
    ],
)
def test_what_readers_cannot_see_stays_out(read, text, reason):
    """Whatever is no published post is counted by what it is."""
    assert read(head() + text + END) == [Skipped(place="export.xml:15", reason=reason)]


@pytest.mark.parametrize("name", ["wp:status", "wp:post_type"])
def test_doubt_is_not_published(read, name):
    """An item that does not say that it is a published post is rejected."""
    (rejected,) = read(head() + item().replace(name, "wp:other") + END)
    assert name in rejected.reason
    assert "Rain & sun" in rejected.reason


@pytest.mark.parametrize(
    ("old", "new", "published"),
    [
        ("", "", "2018-02-19T09:30:00+00:00"),
        # RSS knows it too.
        (">2018-02-19 09:30:00<", ">0000-00-00 00:00:00<", "2018-02-19T09:30:00+00:00"),
        # A time of the blog's own clock, in whatever zone it is.
        (
            "Mon, 19 Feb 2018 09:30:00 +0000</pubDate>|>2018-02-19 09:30:00<",
            "Thu, 01 Jan 1970 00:00:00 +0000</pubDate>|>0000-00-00 00:00:00<",
            "2018-02-19T10:30:00",
        ),
        ("wp:post_date", "wp:other", "2018-02-19T09:30:00+00:00"),
    ],
)
def test_dates(read, old, new, published):
    """The date is GMT's, as WordPress or RSS says it, else the blog's."""
    text = item()
    for before, after in zip(old.split("|"), new.split("|"), strict=True):
        text = text.replace(before, after)
    (post,) = read(head() + text + END)
    assert post.published == datetime.fromisoformat(published)


def test_no_date_is_made_up(read):
    """A post without a date is rejected by its title."""
    text = item().replace("wp:post_date", "wp:other").replace("Feb", "Foo")
    (rejected,) = read(head() + text + END)
    assert (rejected.place, rejected.reason) == ("export.xml:15", "“Rain & sun 1” has no date")


@pytest.mark.parametrize(
    ("more", "creator", "names"),
    [
        ("", "ann", ["Ann O’Hara"]),
        ("", "bob", ["bob"]),
        ("", "bob@example.org", []),
        (
            '<category domain="author" nicename="ann">x</category><category domain="author" nicename="c">Cy</category>'
            * 2,
            "ann",
            ["Ann O’Hara", "Cy"],
        ),
    ],
)
def test_authors(read, more, creator, names):
    """Authors are called by the names they show; an address is no name."""
    (post,) = read(head() + item(more=more).replace("[ann]", f"[{creator}]") + END)
    assert [person.name for person in post.authors] == names


@pytest.mark.parametrize(
    ("old", "new", "url", "slug"),
    [
        (
            "https://garden.example.org/rain-1/",
            "/blog/rain.html",
            "https://garden.example.org/blog/rain.html",
            "rain-1",
        ),
        ("https://garden.example.org/rain-1/", "", None, "rain-1"),
        (">rain-1<", ">%c3%a9t%c3%a9<", "https://garden.example.org/rain-1/", "été"),
    ],
)
def test_addresses(read, old, new, url, slug):
    """A path is on the blog's host; a slug is told in letters."""
    (post,) = read(head() + item().replace(old, new) + END)
    assert (post.url, post.slug) == (url, slug)


def test_what_a_post_shows_of_the_library(read):
    """Galleries and reused blocks are filled in from anywhere in the file."""
    block = item(9, kind="wp_block", text="<!-- wp:paragraph --><p>Reused</p><!-- /wp:paragraph -->")
    found = read(
        head()
        + item(1, text="[gallery]")
        + item(2, text='<!-- wp:block {"ref":9} /-->\n<!-- wp:shortcode -->[gallery ids="6"]<!-- /wp:shortcode -->')
        + attachment(5)
        + attachment(6)
        + attachment(7, parent=3)
        + block
        + END
    )
    figure = '<figure><img src="https://garden.example.org/{0}.jpg" alt="Picture {0}"></figure>'.format
    assert [post.body for post in of(Post, found)] == [figure(5) + figure(6), "<p>Reused</p>" + figure(6)]
    assert Counter(each.reason for each in of(Skipped, found)) == {"attachment": 3, "reused block": 1}


def test_shortcodes_that_were_taken_out_are_named(read):
    """A post says what only its site could have filled in, each name once."""
    post, warned = read(head() + item(text='[map x="1"] a [map x="2"] [[embed]]') + END)
    assert post.body == "<p>a  [embed]</p>\n"
    assert warned == Warned(
        place="export.xml:15", reason="took out [map], which only its site can fill in, 2 times, first in this line"
    )


def test_copied_posts_are_two(read):
    """Two posts with one guid are both read, and the second has an id of its own; the same post twice is the same."""
    copy = item(2).replace("?p=2", "?p=1")
    found = read(head() + item(1) + copy + item(1) + END)
    guid = "http://garden.example.org/?p=1&x"
    assert [(post.key, post.foreign_id) for post in found] == [
        (guid, guid),
        ("https://garden.example.org/rain-2/", None),
        (guid, guid),
    ]


def test_untitled_posts(read):
    """A post without a title is called by its first words, else by its slug."""
    texts = item(1, text="One two"), item(2, text="")
    found = read(
        head()
        + "".join(
            text.replace("Rain &amp; <em>sun</em>", "")
            .replace(" 1]]></title", "]]></title")
            .replace(" 2]]></title", "]]></title")
            for text in texts
        )
        + END
    )
    assert [post.title for post in found] == ["One two", "rain-2"]


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (lambda text: text[: text.index("number two")], "ends in the middle"),
        (lambda text: text.replace("</rss>", ""), "without </rss>"),
        (lambda text: text.replace("2]]></title>", "2]]></titel>"), "damaged"),
        (lambda text: text.replace("number two]]>", "number two"), "damaged"),
        (lambda text: text.replace("</item>\n<item>", "", 1), "more than one"),
        (lambda text: text.replace("</item>", "", 1), "no closing tag"),
        (lambda text: text.replace("<item>", "<itam>", 1), "no beginning"),
    ],
)
def test_damage_costs_the_damaged_post_only(read, damage, reason):
    """A damaged item is rejected with its line; the items around it are read."""
    text = damage(head() + item(1) + item(2, text="number two") + item(3) + END)
    found = read(text)
    assert reason in " ".join(each.reason for each in of(Rejected, found))
    assert all(each.place.startswith("export.xml:") and each.hint for each in of(Rejected, found))
    assert of(Post, found)


def test_a_file_without_items_is_named(read):
    """A file with no item says so instead of an empty blog."""
    (rejected,) = read(head() + END)
    assert (rejected.place, rejected.reason) == ("export.xml:1", "this file has no item, so no post")


def test_names_without_their_namespaces(read):
    """Prefixes that the file forgot to bind mean what they mean everywhere."""
    text = (
        head()
        .replace(' xmlns:dc="http://purl.org/dc/elements/1.1/"\n', "")
        .replace(' xmlns:wp="http://wordpress.org/export/1.2/"\n', "")
    )
    (post,) = read(text + item() + END)
    assert post.authors == (Person(name="Ann O’Hara"),)


@pytest.mark.parametrize(
    "beside",
    [
        '<site xmlns="com-wordpress:feed-additions:1">7</site>\n',  # of Jetpack and WordPress.com
        '<site xmlns="urn:a"><b xmlns="urn:b"/><c xmlns="urn:c"></c></site>\n',
        "<wp:cat_name><![CDATA[<svg xmlns='http://www.w3.org/2000/svg'></svg><p xmlns='urn:d'>]]></wp:cat_name>",
        "<!-- <feed xmlns='http://www.w3.org/2005/Atom'> -->",
        '</nothing><image xmlns:wp="urn:e"><url>a</url></image>',
    ],
)
def test_namespaces_of_neighbours_are_theirs(read, beside):
    """What an element beside the posts, a text or a comment binds is not said of the posts."""
    found = read(head() + item(1) + beside + item(2) + END)

    assert [(post.title, post.url) for post in of(Post, found)] == [
        ("Rain & sun 1", "https://garden.example.org/rain-1/"),
        ("Rain & sun 2", "https://garden.example.org/rain-2/"),
    ]


def test_entities_of_its_own_are_refused(read):
    """A file that declares entities is not read at all."""
    with pytest.raises(InputError, match="entities"):
        read(
            head().replace("<rss", '<!DOCTYPE rss [\n<!ENTITY a SYSTEM "file:///etc/passwd">]>\n<rss', 1) + item() + END
        )


@pytest.mark.parametrize(
    "text",
    [
        "<item><![CDATA[" * 50_000,
        "<item>" * 50_000,
        "<item>" + "<a>" * 200_000 + "</item>",
        item(text="<pre>[caption][b <a [embed]\n" * 20_000),
        item(text=" " * 50_000 + "x" + "\n \t" * 50_000 + "y<br>" + " " * 50_000 + "[a " * 20_000),
        "<!--" + "x" * 1_000_000,
        "<item " * 200_000,
    ],
)
def test_hostile_files_cost_little(read, text):
    """Files that never close what they open are read in one pass."""
    found = read(head() + text)
    assert len(found) <= 1005


def test_parts_in_a_folder_or_zip_are_one_blog(tmp_path):
    """The parts of a large export, in a folder or a zip, find each other's pictures."""
    parts = {"1.xml": head() + item(1, text="[gallery]") + END, "2.xml": head() + attachment(5) + END, "a.txt": "no"}
    (tmp_path / "export").mkdir()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            (tmp_path / "export" / name).write_text(text)
            archive.writestr(name, text)
    (tmp_path / "export.zip").write_bytes(packed.getvalue())
    for name in ("export", "export.zip"):
        place = Place(path=tmp_path / name, shown=name)
        assert detect(place).kind == "wordpress"
        (post,) = of(Post, open_importer("wordpress", place).read(lambda _: None))
        assert "5.jpg" in post.body


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(st.data())
def test_no_damage_is_a_crash(read, data):
    """Whatever bytes are changed, cut or repeated: posts, rejections, or one clear error."""
    text = bytearray(
        (head() + item(1, more=meta("_thumbnail_id", "5")) + item(2, status="draft") + attachment(5) + END).encode()
    )
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(text) - 1))
        end = data.draw(st.integers(place, min(len(text), place + 200)))
        text[place:end] = data.draw(
            st.sampled_from([b"", b"\0", b"<", b"]]>", b"<item>", b"&", b"<!--", b"\xff", bytes(text[:80])])
        )
    with suppress(InputError):
        assert all(each.key and each.title for each in of(Post, read(bytes(text))))


@pytest.mark.parametrize(
    ("file", "posts", "skipped"),
    [
        ("charleso+blog/wordpress.xml", 20, {"draft": 2, "attachment": 2}),
        ("WordPress+wordpress-importer/small-export.xml", 5, {"page": 5, "private post": 1}),
        ("WordPress+wordpress-importer/valid-wxr-1.0.xml", 3, {"page": 3}),
        ("WordPress+wordpress-importer/valid-wxr-1.1.xml", 1, {"page": 1}),
        ("TryGhost+migrate/mg-wp-xml/test/fixtures/co-authors-plus.xml", 4, {}),
        ("TryGhost+migrate/mg-squarespace-xml/test/fixtures/sample.xml", 2, {"draft": 1, "attachment": 1, "page": 2}),
        (
            "WPTT+theme-unit-test/themeunittestdata.wordpress.xml",
            48,
            {"page": 21, "attachment": 38, "menu item": 70, "scheduled post": 1, "draft": 1, "post with a password": 1},
        ),
    ],
)
def test_real_exports(shared, file, posts, skipped):
    """Of real files every published post is found, and everything else is counted."""
    path = shared / "corpora/wxr" / file
    place = Place(path=path, shown=path.name)
    assert detect(place).kind == "wordpress"
    found = list(Wordpress(place=place).read(lambda _: None))
    assert not of(Rejected, found)
    assert Counter(each.reason for each in of(Skipped, found)) == skipped
    assert len(of(Post, found)) == posts
    for post in of(Post, found):
        assert post.title
        assert post.url.startswith("http")
        assert post.published.tzinfo
        assert "[caption" not in post.body
        assert "<!-- wp:" not in sanitize(post.body, base="")


def test_every_file_of_the_importers_own_tests(shared):
    """The broken files that WordPress tests its importer with give posts or a rejection with its line."""
    files = sorted((shared / "corpora/wxr/WordPress+wordpress-importer").glob("*.xml"))
    assert len(files) > 20
    for path in files:
        found = list(Wordpress(place=Place(path=path, shown=path.name)).read(lambda _: None))
        assert found, path.name
        assert all(each.place.startswith(f"{path.name}:") for each in of(Rejected, found))


def test_the_words_of_a_real_post_stay(shared):
    """A post of many paragraphs keeps every word and gets its paragraphs back."""
    path = shared / "corpora/wxr/charleso+blog/wordpress.xml"
    raw = path.read_text().partition("<title>Boring Point</title>")[2]
    raw = raw.partition("<content:encoded><![CDATA[")[2].partition("]]></content:encoded>")[0]
    found = Wordpress(place=Place(path=path, shown="x")).read(lambda _: None)
    (post,) = (post for post in of(Post, found) if post.title == "Boring Point")
    assert plain_text(sanitize(post.body, base="")).split() == plain_text(sanitize(raw, base="")).split()
    assert post.body.count("<p>") > raw.count("\n\n") // 2
