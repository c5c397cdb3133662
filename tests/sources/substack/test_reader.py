"""Exports of Substack: a list of posts, and a page for each."""

import csv
import io
import zipfile
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.errors import InputError
from publisher.model.entry import Enclosure
from publisher.model.post import Post, Rejected, Skipped, Warned
from publisher.sources import Place, detect
from publisher.sources.substack.html import clean_substack, first_image
from publisher.sources.substack.reader import Substack

ROW = {
    "post_id": "123.rain",
    "post_date": "2021-03-04T05:06:07.890Z",
    "is_published": "true",
    "email_sent_at": "",
    "type": "newsletter",
    "audience": "everyone",
    "title": "Rain",
    "subtitle": "&#x201C;Wet&#x201D;\n",
    "podcast_url": "",
}


def listed(*rows, columns=tuple(ROW)):
    """Return the list of posts that differ from `ROW` in something."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, extrasaction="ignore")
    writer.writeheader()
    writer.writerows({**ROW, **row} for row in rows)
    return text.getvalue()


@pytest.fixture
def read(tmp_path):
    """Return a function that writes an export and gives all that the importer says about it."""

    def write_and_read(table, pages=("123.rain",), home="https://rain.example/"):
        (tmp_path / "export/posts").mkdir(parents=True, exist_ok=True)
        (tmp_path / "export/posts.csv").write_bytes(table if isinstance(table, bytes) else table.encode())
        for name in pages:
            (tmp_path / f"export/posts/{name}.html").write_text('<p>It rains.</p><img src="https://a.example/a.png">')
        return list(Substack(place=Place(path=tmp_path / "export", shown="e", home=home)).read(lambda _: None))

    return write_and_read


def test_a_post_has_everything_the_list_says(read):
    """Titles are plain text though the list has them as HTML."""
    (post,) = read(listed({"title": "Rain &amp; sun"}))

    assert (post.title, post.summary, post.slug) == ("Rain & sun", "“Wet”", "rain")
    assert (post.key, post.url, post.foreign_id) == ("123", "https://rain.example/p/rain", None)
    assert (post.published, post.status) == (datetime(2021, 3, 4, 5, 6, 7, tzinfo=UTC), "published")
    assert (post.body, post.markup) == ('<p>It rains.</p><img src="https://a.example/a.png"/>', "html")
    assert (post.image, post.origin.path) == ("https://a.example/a.png", "e/posts/123.rain.html")


def test_without_a_home_there_is_no_address(read):
    """The list does not say where the blog was."""
    assert read(listed({}), home=None)[0].url is None


@pytest.mark.parametrize("audience", ["only_paid", "founding", "only_free", "something new", ""])
def test_only_what_is_for_everyone_is_published(read, audience):
    """What subscribers paid for, or signed up for, never leaves as published."""
    assert read(listed({"audience": audience}))[0].status == "private"


def test_a_list_from_before_there_were_audiences_is_public(read):
    """Without the column nothing was for payers."""
    columns = [name for name in ROW if name not in {"audience", "podcast_url"}]

    assert read(listed({}, columns=columns))[0].status == "published"


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"is_published": "FALSE"}, "draft"),
        ({"is_published": ""}, "draft"),
        ({"type": "thread"}, "thread"),
        ({"type": "page"}, "page"),
    ],
)
def test_what_is_no_post_is_skipped_by_reason(read, said, reason):
    """Drafts, pages and threads are counted."""
    assert read(listed(said)) == [Skipped(place="e/posts.csv:2", reason=reason)]


def test_an_episode_has_its_sound(read):
    """An episode without a page is a post all the same; an address that is none is left out."""
    rows = (
        {"post_id": "1.a", "type": "podcast", "podcast_url": "https://a.example/a.m4a?x=1"},
        {"post_id": "2.b", "type": "podcast", "podcast_url": "http://[x"},
    )
    one, other = read(listed(*rows), pages=["2.b"])

    assert (one.enclosures, one.body) == ((Enclosure(url="https://a.example/a.m4a?x=1", type="audio/mp4"),), "")
    assert other.enclosures == ()


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"post_date": "2021-02-30T00:00:00Z"}, "2021-02-30"),
        ({"post_date": ""}, "123.rain has no date"),
        ({"post_id": ""}, "this row is not complete"),
        ({"post_id": "9.gone"}, "its page in the folder posts is missing"),
    ],
)
def test_a_bad_row_costs_no_other(read, said, reason):
    """The row is named by its line, and the next one is read."""
    rejected, post, *_ = read(listed(said, {"post_id": "124.sun"}), pages=["123.rain", "124.sun"])

    assert (type(rejected), rejected.place) == (Rejected, "e/posts.csv:2")
    assert reason in rejected.reason
    assert isinstance(post, Post)


def test_rows_that_cannot_be_read_cost_no_others(read):
    """A cell without end is told by its line; so is a row that was cut."""
    table = listed({"title": "x" * 1_100_000, "subtitle": ""}, {"post_id": "124.sun"}) + "125.cut,2021"
    first, second, third, _ = read(table, pages=["123.rain", "124.sun"])

    assert (first.place, "cannot be read" in first.reason) == ("e/posts.csv:2", True)
    assert isinstance(second, Post)
    assert (third.place, third.reason) == ("e/posts.csv:5", "this row is not complete")


def test_pages_outside_of_the_list_are_left_out(read):
    """Nobody knows whether they were ever published."""
    *_, skipped = read(listed({}), pages=["123.rain", "124.sun"])

    assert skipped == Skipped(place="e/posts/124.sun.html", reason="page that posts.csv does not list")


def test_a_page_is_found_by_its_number(read):
    """Long names of files are cut; the number never is."""
    (post,) = read(listed({"post_id": "123.rain-and-more"}))

    assert (post.slug, post.body[:7]) == ("rain-and-more", "<p>It r")


def test_a_post_without_a_title_gets_one_from_its_address(read):
    """The list may have an empty title."""
    assert read(listed({"title": " ", "post_id": "123.all-rain"}))[0].title == "All rain"


@pytest.mark.parametrize("table", ["", "a,b\n1,2\n", b"\0"])
def test_what_is_no_list_is_said_to_be_none(read, table):
    """Nothing is guessed from another table."""
    if table == "":
        assert [type(found) for found in read(table)] == [Skipped]
        return
    with pytest.raises(InputError, match=r"posts\.csv (is no list|cannot be used)"):
        read(table)


def test_an_export_is_recognised_in_a_list_a_zip_and_a_folder(tmp_path):
    """A list alone stands for the folder that it is in; the list of subscribers is not looked at."""
    (tmp_path / "folder/posts").mkdir(parents=True)
    (tmp_path / "folder/posts.csv").write_text(listed({}))
    (tmp_path / "folder/posts/123.rain.html").write_text("x")
    with zipfile.ZipFile(tmp_path / "s.zip", "w") as archive:
        archive.writestr("email_list.rain.csv", "email\nann@rain.example\n")
        archive.writestr("posts.csv", listed({}))
        archive.writestr("posts/123.rain.html", "x")

    for name in ("folder", "s.zip", "folder/posts.csv"):
        place = Place(path=tmp_path / name, shown=name)
        assert detect(place).kind == "substack"
        assert [type(found) for found in Substack(place=place).read(lambda _: None)] == [Post]


def test_a_place_without_a_list_is_said_to_be_one(tmp_path):
    """The hint tells how to get an export."""
    with pytest.raises(InputError, match=r"f has no posts\.csv"):
        list(Substack(place=Place(path=tmp_path, shown="f")).read(lambda _: None))


def button(address, words="Go"):
    """Return a button of Substack's editor."""
    link = f'<a class="button primary" href="{address}"><span>{words}</span></a>'
    return f'<p class="button-wrapper" data-attrs="{{}}">{link}</p>'


PICTURE = (
    '<div class="captioned-image-container"><figure><a class="image-link" href="https://cdn.example/x%2Fa.png"><div>'
    '<picture><source srcset="b"><img src="https://cdn.example/x%2Fa.png" alt="A" data-attrs="{}"></picture>'
    '<div class="image-link-expand"><button>+</button></div></div></a>'
    '<figcaption class="c">By <b>Ann</b></figcaption></figure></div>'
)
NOTE = (
    '<p>a<a class="footnote-anchor" id="footnote-anchor-1" href="#footnote-1">1</a></p><div class="footnote">'
    '<a id="footnote-1" href="#footnote-anchor-1" class="footnote-number">1</a>'
    '<div class="footnote-content"><p>b</p></div></div>'
)
PLAIN_NOTE = (
    '<p>a<sup class="footnote-reference"><a href="#footnote-1" id="footnote-anchor-1">1</a></sup></p>'
    '<div class="footnote-definition" id="footnote-1">'
    '<sup class="footnote-definition-label">1</sup><p>b</p></div>'
)


def widget(name, attributes, inside=""):
    """Return a widget that was told something."""
    component = "CommentPlaceholder" if name == "comment" else "ToDOM"
    return f"<div class=\"{name}\" data-attrs='{attributes}' data-component-name={component}>{inside}</div>"


def named(attributes, inside=""):
    """Return a name that a script fills in."""
    return f"<span class=\"mention-wrap\" data-attrs='{attributes}'>{inside}</span>"


def for_readers(audiences, inside):
    """Return a block that only some see."""
    return f'<div class="dynamic-content-block" data-dynamic-audiences="{audiences}"><p>{inside}</p></div>'


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        (button("https://rain.example/subscribe?"), ""),
        (button("https://rain.example/p/rain?utm_source=x&amp;action=share"), ""),
        (button("https://rain.example/p/rain/comments"), ""),
        (button("%%checkout_url%%"), ""),
        (button("https://shop.example/book", "My book"), '<p><a href="https://shop.example/book">My book</a></p>'),
        ('<div class="subscription-widget-wrap-editor"><form><input></form><p>Join!</p></div><p>a</p>', "<p>a</p>"),
        (
            PICTURE,
            '<figure><img alt="A" src="https://cdn.example/x%2Fa.png"/><figcaption>By <b>Ann</b></figcaption></figure>',
        ),
        (
            '<div class="captioned-image-container"><a class="image-link" href="/there"><img src="/a.png"></a></div>',
            '<figure><a href="/there"><img alt="" src="/a.png"/></a></figure>',
        ),
        (NOTE, PLAIN_NOTE),
        (widget("digest-post-embed", '{"canonical_url":"/p/a","title":"A"}'), '<p><a href="/p/a">A</a></p>'),
        (
            widget("twitter-embed", '{"url":"/t","full_text":"a","name":"Ann","username":"ann"}'),
            '<blockquote><p>a</p><p>— <a href="/t">Ann (@ann)</a></p></blockquote>',
        ),
        (
            widget("image-gallery-embed", '{"gallery":{"images":[{"src":"/a"},5],"caption":"b"}}'),
            '<figure><img alt="" src="/a"/><figcaption>b</figcaption></figure>',
        ),
        (
            widget("youtube-wrap", '{"videoId":"abcdef12345"}'),
            '<iframe src="https://www.youtube.com/embed/abcdef12345"></iframe>',
        ),
        (widget("latex-rendered", '{"persistentExpression":"x^2"}'), "<p><code>x^2</code></p>"),
        (
            widget(
                "file-embed-wrapper",
                "",
                '<p class="file-embed-details-h1">A</p><a class="file-embed-button" href="/a">',
            ),
            '<p><a href="/a">A</a></p>',
        ),
        # Names that stand only in what a script is told.
        (
            named('{"name":"Ann &amp; Bo","id":7,"type":"user","url":null}'),
            '<a href="https://substack.com/profile/7">Ann &amp; Bo</a>',
        ),
        (named('{"name":"Rain","type":"pub","url":"/r"}'), '<a href="/r">Rain</a>'),
        (named('{"name":"Ann"}') + "'s", "Ann's"),
        (named('{"name":"Ann"}', '<a href="/a">Ann</a>'),) * 2,
        (named('{"nobody":"Ann"}'),) * 2,
        (named('{"symbol":"$RAIN"}') + " fell", "$RAIN fell"),
        (
            widget(
                "comment",
                '{"comment":{"id":3,"body":"b","name":"Ann","handle":"ann"}}',
            ),
            '<blockquote><p>b</p><p>— <a href="https://substack.com/@ann/note/c-3">Ann (@ann)</a></p></blockquote>',
        ),
        (
            widget("comment", '{"comment":{"body":"b","name":"Ann"}}'),
            "<blockquote><p>b</p><p>— Ann</p></blockquote>",
        ),
        (
            widget("instagram-embed-wrap", '{"instagram_id":"Ab_9","title":"A garden"}'),
            '<p><a href="https://www.instagram.com/p/Ab_9/">A garden</a></p>',
        ),
        (
            widget("polymarket-embed", '{"fullEmbedUrl":"https://a.example/rain"}'),
            '<p><a href="https://a.example/rain">https://a.example/rain</a></p>',
        ),
        (
            '<div class="preformatted-block"><label class="hide-text">Keeps its spacing</label><pre>a  b</pre></div>',
            '<div class="preformatted-block"><pre>a  b</pre></div>',
        ),
        # What is for subscribers goes.
        (
            for_readers("non_sub", "a") + for_readers("free_sub", "b") + for_readers("paid_sub,founding_sub", "c"),
            for_readers("non_sub", "a"),
        ),
        (widget("dynamic-content-block", '{"audiences":["paid_sub"]}', "a"), ""),
        (for_readers("paid_sub,non_sub", "a"),) * 2,
        ('<div class="captioned-image-container"><figure></figure></div><picture></picture>', ""),
        ('<picture><img src="/a" srcset="/b"></picture>', '<img alt="" src="/a"/>'),
        # Nothing was told: what stands there stays.
        ('<div class="tweet">a</div><div class="image-gallery-embed">b</div>',) * 2,
        ('<a class="footnote-anchor" href="#x">1</a><div class="footnote">b</div>',) * 2,
        # What was told is damaged: what stands there stays.
        (
            '<div class="digest-post-embed" data-attrs="{">a</div>',
            '<div class="digest-post-embed" data-attrs="{">a</div>',
        ),
        ("", ""),
    ],
)
def test_widgets_become_plain_html(html, wanted):
    """What asks for something goes; what the author put there stays."""
    assert clean_substack(html) == wanted


def test_the_first_picture_is_found():
    """A text without pictures has none."""
    assert first_image('<p><img alt="x"><img src="/a" alt="A"><img src="/b"></p>') == ("/a", "A")
    assert first_image("<p></p>") == (None, "")


@settings(max_examples=60, deadline=None)
@given(start=st.integers(0, 400), length=st.integers(0, 100), put=st.binary(max_size=8))
def test_whatever_is_damaged_there_is_no_traceback(tmp_path_factory, start, length, put):
    """A zip with a piece missing or exchanged is read in part, or said to be damaged."""
    folder = tmp_path_factory.mktemp("substack")
    with zipfile.ZipFile(folder / "s.zip", "w") as archive:
        archive.writestr("posts.csv", listed({}))
        archive.writestr("posts/123.rain.html", "<p>a</p>")
    data = (folder / "s.zip").read_bytes()
    (folder / "s.zip").write_bytes(data[:start] + put + data[start + length :])

    said = ""
    try:
        found = list(Substack(place=Place(path=folder / "s.zip", shown="s.zip")).read(lambda _: None))
    except InputError as error:
        said = str(error)
    assert "s.zip" in said or all(isinstance(each, (Post, Rejected, Skipped, Warned)) for each in found)
