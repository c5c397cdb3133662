"""Exports of Medium: pages in the shape of an h-entry."""

import zipfile
from contextlib import suppress
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.errors import InputError
from publisher.model.entry import Person
from publisher.model.post import Post, Rejected, Skipped, Warned
from publisher.sources import Place, detect
from publisher.sources.medium import Medium

NAME = "posts/2021-03-04_Rain-0123456789ab.html"
FOOTER = (
    '<p>By <a href="https://medium.com/@ann" class="p-author h-card">Ann</a> on'
    ' <a href="https://medium.com/p/0123456789ab"><time class="dt-published" datetime="2021-03-04T05:06:07.890Z">'
    "March 4</time></a>.</p>"
    '<p><a href="https://medium.com/@ann/rain-0123456789ab" class="p-canonical">Canonical link</a></p>'
)  # fmt: skip
TITLE = '<h3 class="graf graf--h3 graf--leading graf--title">Rain</h3>'


def page(inner, *, title="Rain", subtitle="", footer=FOOTER):
    """Return a page of the export."""
    below = f'<section data-field="subtitle" class="p-summary">\n{subtitle}\n</section>' if subtitle else ""
    return (
        f'<!DOCTYPE html><html><head><title>{title}</title></head><body><article class="h-entry"><header>'
        f'<h1 class="p-name">{title}</h1></header>{below}<section data-field="body" class="e-content">'
        '<section name="a" class="section section--body"><div class="section-divider"><hr></div>'
        f'<div class="section-content"><div class="section-inner">{inner}</div></div></section></section>'
        f"<footer>{footer}</footer></article></body></html>"
    )


@pytest.fixture
def read(tmp_path):
    """Return a function that writes pages and gives all that the importer says about them."""

    def write_and_read(*pages, **named):
        for name, text in {**dict(zip([NAME], pages, strict=False)), **named}.items():
            path = tmp_path / "export" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return list(Medium(place=Place(path=tmp_path / "export", shown="export")).read(lambda _: None))

    return write_and_read


def test_a_post_has_everything_the_page_says(read):
    """Title and subtitle stand in their fields and no longer in the text."""
    inner = f'{TITLE}<h4 class="graf--subtitle">All about it</h4><p>It <em class="x">rains</em>.</p><img src="/a.png">'
    footer = f'<p class="p-tags">Tagged in <a class="p-tag">Sky</a>, <a class="p-tag">Sun</a></p>{FOOTER}'
    (post,) = read(page(inner, subtitle="All about…", footer=footer))

    assert (post.title, post.summary, post.tags) == ("Rain", "All about it", ("Sky", "Sun"))
    assert post.body == '<p>It <em class="x">rains</em>.</p><img src="/a.png"/>'
    assert post.published == datetime(2021, 3, 4, 5, 6, 7, tzinfo=UTC)
    assert post.authors == (Person(name="Ann", url="https://medium.com/@ann"),)
    assert (post.url, post.slug) == ("https://medium.com/@ann/rain-0123456789ab", "rain")
    assert (post.key, post.foreign_id) == ("0123456789ab", "https://medium.com/p/0123456789ab")
    assert (post.image, post.origin.path) == ("/a.png", f"export/{NAME}")


def test_a_heading_that_differs_from_the_title_stays(read):
    """Words of the author are never lost."""
    (post,) = read(page('<h3 class="graf--title">Rain (again)</h3><p>a</p>'))

    assert (post.title, "Rain (again)" in post.body) == ("Rain", True)


def test_an_opening_heading_without_a_mark_is_the_title_too(read):
    """Old pages do not say which heading is the title; typographic quotes make no difference."""
    (post,) = read(page("<h3>It’s   rain</h3><h3>a</h3><p>b</p>", title="It's rain"))

    assert post.body == "<h3>a</h3><p>b</p>"


def test_a_summary_that_medium_cut_is_no_summary(read):
    """The beginning of the text with an ellipsis was written by nobody."""
    assert read(page(f"{TITLE}<p>It rains and rains.</p>", subtitle="It rains and…"))[0].summary is None
    assert read(page(f"{TITLE}<p>It rains.</p>", subtitle="Look up"))[0].summary == "Look up"


@pytest.mark.parametrize(
    ("inner", "footer", "reason"),
    [
        ("<p>Rain is <b>wet</b>.</p>", FOOTER, "response"),
        (
            f"{TITLE}<p>Rain is wet.</p>",
            '<p><a href="https://medium.com/p/0123456789ab">View original.</a></p>',
            "draft",
        ),
    ],
)
def test_responses_and_drafts_are_skipped(read, inner, footer, reason):
    """What answers somebody has neither title nor picture; what was never published has no date."""
    assert read(page(inner, footer=footer)) == [Skipped(place=f"export/{NAME}", reason=reason)]


def test_drafts_are_known_by_their_names(read):
    """Nothing in such a file is read."""
    assert read(**{"posts/draft_Rain-0123456789ab.html": b"\xff\0"})[0].reason == "draft"


@pytest.mark.parametrize(
    "inner",
    [
        "<p>Rain is wet.</p><figure><img src='/a.png'></figure>",
        "<p>Rain is wet.</p><h3>Why</h3>",
        f"<p>Rain is {'very ' * 600}wet.</p>",
        "<p>It is wet.</p>",
    ],
)
def test_a_post_without_a_title_of_its_own_is_a_post(read, inner):
    """Pictures, headings, length or another title tell a post from a response."""
    assert isinstance(read(page(inner))[0], Post)


def test_embeds_lead_to_what_they_show(read):
    """Frames, scripts and counters become addresses or nothing."""
    inner = (
        f"{TITLE}<pre>a<br>b</pre><iframe src='https://cdn.embedly.com/widgets/media.html?src=x&url=https%3A%2F%2Fa.example%2Fb'></iframe>"
        "<script src='https://gist.github.com/ann/1.js'></script><img src='https://medium.com/_/stat?event=x'>"
        "<div class='graf--mixtapeEmbed'><a href='/c'>C</a><a class='js-mixtapeImage' href='/c'></a></div>"
        "<p id='x'><a href='#y'>1</a></p><p id='y'>note</p>"
    )  # fmt: skip
    (post,) = read(page(inner))

    assert post.body == (
        '<pre>a\nb</pre><iframe src="https://a.example/b"></iframe><a href="https://gist.github.com/ann/1">'
        'https://gist.github.com/ann/1</a><a href="/c">C</a><p><a href="#y">1</a></p><p id="y">note</p>'
    )


def test_addresses_that_are_none_stay_as_they_are(read):
    """A frame or script whose address cannot be read costs nothing else."""
    (post,) = read(page(f"{TITLE}<iframe src='http://[x'></iframe><script src='http://[x'></script><p>a</p>"))

    assert "<p>a</p>" in post.body


def test_the_number_is_found_in_either_link(read):
    """Where the footer lost one link, the other has the number too."""
    footer = FOOTER.replace("https://medium.com/p/0123456789ab", "/")
    assert read(page(TITLE, footer=footer))[0].key == "0123456789ab"


def test_the_date_of_the_name_stands_in(read):
    """A page without a time has the day of its file; one without either is rejected."""
    footer = FOOTER.replace("datetime=", "x=")
    assert read(page(TITLE, footer=footer))[0].published == date(2021, 3, 4)

    rejected = read(page(TITLE), **{"posts/x.html": page(TITLE, footer=footer)})[1]
    assert (rejected.place, rejected.reason) == ("export/posts/x.html", "it has no date")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (page(TITLE)[:-40], "its end is missing"),
        ("<html><body><p>x</p></body></html>", "it is no post exported from Medium"),
        ("", "it is no post exported from Medium"),
        (page("<div>" * 100), "nested more than 60 deep"),
        (b"a\0b", "not a text: it holds zero bytes"),
        (page(TITLE).replace("2021-03-04T05", "2021-02-30T05"), "2021-02-30"),
    ],
)
def test_a_bad_page_costs_no_other(read, text, reason):
    """The file is named, and the next one is read."""
    rejected, post = read(page(TITLE), **{"posts/1.html": text})

    assert (type(rejected), rejected.place) == (Rejected, "export/posts/1.html")
    assert reason in rejected.reason
    assert isinstance(post, Post)


def test_other_encodings_are_read_with_a_warning(read):
    """A page that was saved anew may be no UTF-8."""
    warned, post = read(page("<h3>x</h3><p>café</p>").encode("latin-1"))

    assert isinstance(warned, Warned)
    assert "café" in post.body


def test_an_export_is_recognised_in_a_page_a_zip_and_a_folder(tmp_path):
    """Other pages of the export, and other h-entries, are none."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder/a.html").write_text(page(TITLE))
    with zipfile.ZipFile(tmp_path / "m.zip", "w") as archive:
        archive.writestr("README.html", "x")
        archive.writestr("profile/profile.html", page("x"))
        archive.writestr(f"medium-export/{NAME}", page(TITLE))

    for name in ("folder", "m.zip", "folder/a.html"):
        place = Place(path=tmp_path / name, shown=name)
        assert detect(place).kind == "medium"
        assert [type(found) for found in Medium(place=place).read(lambda _: None)] == [Post]


def test_a_place_without_posts_is_said_to_be_one(tmp_path):
    """The hint tells how to get an export."""
    with pytest.raises(InputError, match="f has no posts of Medium in it"):
        list(Medium(place=Place(path=tmp_path, shown="f")).read(lambda _: None))


def test_a_subtitle_of_its_own_makes_a_post(read):
    """A poem begins with its title, too; a subtitle that Medium only cut from the text says nothing."""
    (poem,) = read(page("<p><strong>Rain</strong></p><p>It falls<br>and falls</p>", subtitle="a poem"))
    (answer,) = read(page("<p>Rain is wet.</p><p>And cold.</p>", subtitle="Rain is…"))

    assert (poem.title, poem.summary) == ("Rain", "a poem")
    assert answer.reason == "response"


@settings(max_examples=60, deadline=None)
@given(start=st.integers(0, 2000), length=st.integers(0, 300), put=st.binary(max_size=8))
def test_whatever_is_damaged_there_is_no_traceback(tmp_path_factory, start, length, put):
    """A page with a piece missing or exchanged is a post, or is said to be none."""
    data = page(f"{TITLE}<p>It <a href='/x'>rains</a>.</p><img src='/a.png'>").encode()
    path = tmp_path_factory.mktemp("medium") / "a.html"
    path.write_bytes(data[:start] + put + data[start + length :])

    found = []
    # A page that begins like a zip is a damaged one.
    with suppress(InputError):
        found = list(Medium(place=Place(path=path, shown="a.html")).read(lambda _: None))
    assert path.read_bytes().startswith(b"PK") or isinstance(found[-1], (Post, Rejected, Skipped))
