"""Files and folders of pages as a source."""

import pytest

from publisher.errors import InputError
from publisher.model.post import Post, Rejected, Skipped, Warned
from publisher.sources import Place, detect
from publisher.sources.pages.files import Html, recognise

TEXT = "<p>The first paragraph of this post has enough words to be one of a text.</p>" * 3


def page(title, day="26", head="", body=TEXT):
    """Return a page with a post."""
    return (
        f"<!doctype html><title>{title}</title>{head}<article><h1>{title}</h1>"
        f'<time datetime="2018-02-{day}">x</time><div class="post-content">{body}</div></article>'
    )


@pytest.fixture
def site(tmp_path):
    """Return a function that writes files, and one that reads the folder."""

    def write(**files):
        for name, text in files.items():
            path = tmp_path / name.replace("__", "/").replace("_html", ".html")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return tmp_path

    return write


def read(folder, **place):
    """Return what the importer says of a folder, by class."""
    found = list(Html(place=Place(path=folder, shown="site", **place)).read(lambda size: None))
    return {kind: [each for each in found if isinstance(each, kind)] for kind in (Post, Rejected, Skipped, Warned)}


def test_a_folder_gives_a_post_for_each_page(site):
    """Each page is a post with its path as its key, and the home as the beginning of its address."""
    folder = site(a_html=page("A"), sub__index_html=page("B", 25))

    posts = read(folder, home="https://weblog.example.org/blog/")[Post]

    assert [(post.key, post.origin.path, post.url, post.slug) for post in posts] == [
        ("a.html", "site/a.html", "https://weblog.example.org/blog/a.html", "a"),
        ("sub/index.html", "site/sub/index.html", "https://weblog.example.org/blog/sub/", "sub"),
    ]


def test_a_mirror_has_its_host_for_a_folder(site):
    """In what a program mirrored, the path begins behind the folder that is named after the host."""
    folder = site(**{"weblog.example.org__2018__a_html": page("A")})

    assert read(folder, home="https://weblog.example.org/")[Post][0].url == "https://weblog.example.org/2018/a.html"


def test_a_saved_page_knows_where_it_was(site):
    """The address that a browser notes in a page that it saves counts; what it saves beside the page is none."""
    note = "<!-- saved from url=(0029)https://weblog.example.org/a -->"
    folder = site(a_html=note + page("A", head=""), a_files__frame_html=page("Frame"))

    found = read(folder)

    assert [post.url for post in found[Post]] == ["https://weblog.example.org/a"]


@pytest.mark.parametrize(
    "head",
    [
        '<link rel="canonical" href="https://elders.example/2018/a/">',
        '<meta property="og:url" content="https://elders.example/2018/a/">',
        "<!-- saved from url=(0030)https://elders.example/2018/a/ -->",
    ],
)
def test_pictures_are_where_the_page_says_to_be_from(site, head):
    """A folder of pages from elsewhere: what they show is not looked for below the home."""
    folder = site(a_html=head + page("A", body=f'{TEXT}<img src="b.png" alt="B">'))

    (post,) = read(folder, home="https://weblog.example.org/")[Post]

    assert 'src="https://elders.example/2018/a/b.png"' in post.body
    assert post.url == "https://elders.example/2018/a/"


def test_a_draft_of_a_site_names_no_other_host(site):
    """A canonical address on the machine of its maker, or on the home itself, moves nothing."""
    head = '<link rel="canonical" href="http://localhost:4000/">'
    folder = site(a_html=page("A", head=head, body=f'{TEXT}<img src="b.png" alt="B">'))

    (post,) = read(folder, home="https://weblog.example.org/")[Post]

    assert 'src="https://weblog.example.org/b.png"' in post.body


def test_the_date_may_be_in_the_name(site):
    """A page without a date is rejected with a word on where to put it; one with a date in its name is read."""
    bare = f"<!doctype html><title>T</title><h1>T</h1>{TEXT}"
    folder = site(**{"2018-02-26-t_html": bare, "plain_html": bare})

    found = read(folder)

    assert [str(post.published) for post in found[Post]] == ["2018-02-26"]
    assert [each.place for each in found[Rejected]] == ["site/plain.html"]
    assert "tells no date" in found[Rejected][0].reason
    assert "<time datetime=" in found[Rejected][0].hint


def test_lists_are_no_posts(site):
    """A front page, a list of tags and a page that sends on are counted by what they are."""
    links = "".join(f"<li><a href='/{number}'>Post number {number}</a></li>" for number in range(9))
    folder = site(
        index_html=f"<!doctype html><title>Site</title><ul>{links}</ul>",
        old_html='<!doctype html><meta http-equiv="refresh" content="0;url=/new">',
        a_html=page("A"),
    )

    found = read(folder)

    assert [post.title for post in found[Post]] == ["A"]
    assert [(each.place, each.reason) for each in found[Skipped]] == [
        ("site/index.html", "list page"),
        ("site/old.html", "redirect page"),
    ]


def test_a_post_is_read_from_its_own_page(site):
    """A post that stands on a page of its own and on one with others is taken from its own, once."""
    link = '<link rel="canonical" href="https://weblog.example.org/{}">'
    both = "".join(
        f'<div class="hentry"><h2 class="entry-title"><a href="https://weblog.example.org/{name}">{name.upper()}</a></h2>'
        f'<abbr class="published" title="2018-02-26">x</abbr><div class="entry-content">{TEXT}</div></div>'
        for name in "ab"
    )
    folder = site(**{"2018-02_html": f"<!doctype html>{both}", "a_html": page("A", head=link.format("a"))})

    found = read(folder)

    assert [(post.title, post.key) for post in found[Post]] == [("A", "a.html"), ("B", "https://weblog.example.org/b")]
    assert [each.reason for each in found[Skipped]] == ["copy of another page"]


def test_one_address_for_all_pages_is_none(site):
    """Where each page calls itself by the same address, the posts stay apart."""
    head = '<meta property="og:url" content="https://weblog.example.org/all">'
    folder = site(a_html=page("A", head=head), b_html=page("B", 25, head=head))

    posts = read(folder, home="https://weblog.example.org/")[Post]

    assert [post.url for post in posts] == ["https://weblog.example.org/all", "https://weblog.example.org/b.html"]


def test_bad_files_cost_only_themselves(site, tmp_path):
    """Empty files, files beyond measure and dangling links are rejected by name, and the rest is read."""
    folder = site(a_html=page("A"), empty_html="", deep_html="<!doctype html>" + "<div>" * 5000)
    (tmp_path / "lost.html").symlink_to(tmp_path / "nowhere")

    found = read(folder)

    assert [post.title for post in found[Post]] == ["A"]
    assert {each.place for each in found[Rejected]} == {"site/empty.html", "site/deep.html"}


def test_a_folder_without_pages_is_told(tmp_path):
    """A folder in which no file is a page cannot be used."""
    (tmp_path / "a.txt").write_text("x")

    with pytest.raises(InputError, match="no HTML page"):
        read(tmp_path)


@pytest.mark.parametrize(
    ("name", "head", "known"),
    [
        ("a.html", b"<!DOCTYPE HTML PUBLIC>", True),
        ("a", b"\n<!-- x -->\n<html>", True),
        ("a.xhtml", b'<?xml version="1.0"?><html xmlns="x">', True),
        ("a.htm", b"<p>A fragment", True),
        ("a.txt", b"<p>A fragment", False),
        ("a.html", b"Plain text with 1 < 2", False),
        ("a.html", b'<?xml version="1.0"?><rss>', False),
        ("a.html", b"", False),
        ("a.html", "<html>".encode("utf-16"), True),
    ],
)
def test_pages_are_recognised(tmp_path, name, head, known):
    """A page is told by its beginning; a fragment by its name and its tags."""
    assert (recognise(Place(path=tmp_path / name, shown="x"), head) is not None) == known


def test_a_folder_of_pages_is_detected(site):
    """A folder whose files are mostly pages is of the kind `html`."""
    folder = site(a_html=page("A"), b_html=page("B"), style_css="p {}")

    assert detect(Place(path=folder, shown="x")).kind == "html"
