from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from publisher.entries.understand import understand
from publisher.model.entry import Enclosure, Link, Origin, Person
from publisher.model.post import Identity, Post
from publisher.text.html.to_text import with_text

ZONE = ZoneInfo("Europe/Amsterdam")
DUTCH = "De regen kwam van zee en het was niet koud, maar er was niemand op het plein te zien."


def entry_of(*, source_authors=(), source_tags=(), remembered=None, **given):
    """Return the entry of a post of which only *given* is out of the ordinary."""
    post = {
        "key": "rain",
        "origin": Origin(path="posts.txt", first_line=3, last_line=9, importer="archive"),
        "title": "Rain",
        "body": DUTCH,
        "markup": "text",
        "published": date(2018, 2, 26),
    } | given
    identity = Identity(
        id="tag:example.org,2018:rain", ref="rain", url="https://example.org/rain.html", updated=remembered
    )
    return understand(
        Post(**post), identity=identity, language="en", zone=ZONE, hour=9, authors=source_authors, tags=source_tags
    )


@pytest.mark.parametrize(
    ("published", "wanted", "date_only"),
    [
        (date(2018, 2, 26), "2018-02-26T09:00:00+01:00", True),
        (date(2018, 7, 26), "2018-07-26T09:00:00+02:00", True),
        (datetime(2018, 2, 26, 23, 30), "2018-02-26T23:30:00+01:00", False),
        (datetime(2018, 2, 26, 23, 30, tzinfo=UTC), "2018-02-27T00:30:00+01:00", False),
    ],
)
def test_times_are_those_of_the_publication(published, wanted, date_only):
    """A date gets the source's hour, a time without zone the publication's; others are converted."""
    entry = entry_of(published=published)

    assert (entry.published.isoformat(), entry.date_only) == (wanted, date_only)


def test_a_remembered_change_comes_before_the_source_s():
    """The time that the lock file knows is the entry's; without one, the source's."""
    source, remembered = datetime(2018, 3, 1, tzinfo=UTC), datetime(2018, 3, 2, tzinfo=UTC)

    assert entry_of(remembered=remembered, updated=source).updated == remembered
    assert entry_of(updated=source).updated.isoformat() == "2018-03-01T01:00:00+01:00"
    assert entry_of().updated is None


def test_identity_and_origin_are_kept():
    """The entry is who its identity says, and tells where it came from."""
    entry = entry_of(enclosures=(Enclosure(url="https://a.example/b.mp3", type="audio/mpeg"),), status="draft")

    assert (entry.id, entry.ref, entry.url) == ("tag:example.org,2018:rain", "rain", "https://example.org/rain.html")
    assert (entry.origin.first_line, entry.status, entry.enclosures[0].url) == (3, "draft", "https://a.example/b.mp3")


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({"language": "fy"}, "fy"),
        ({}, "nl"),
        ({"body": "Rome 2018"}, "en"),
        ({"body": f"<p>{DUTCH}</p>", "markup": "html"}, "nl"),
        ({"body": "12 34 " * 200 + DUTCH, "markup": "markdown"}, "nl"),
    ],
)
def test_the_language_is_the_post_s_own(given, wanted):
    """What the source says goes before what the text shows, and that before the publication's language."""
    assert entry_of(**given).language == wanted


def test_markup_makes_no_sample_of_the_text_smaller():
    """A post that opens with links to many places is in the language of its words, not of the first few."""
    links = "".join(
        f'<a href="https://example.org/{"a" * 90}/{word}">{word}</a> ' for word in ["The", "House", "of", "the", "Rain"]
    )
    dutch = "De zon scheen en het was niet koud, maar er stond wel veel wind, en dat bleef zo tot in de avond."

    assert entry_of(body=f"<p>{links}</p><p>{dutch}</p>", markup="html").language == "nl"


@pytest.mark.parametrize(
    ("given", "summary", "origin"),
    [
        ({"summary": " It\nrained. "}, "It rained.", "explicit"),
        ({"body": f"{DUTCH}\n\nMeer."}, DUTCH, "lead"),
        ({"body": f"Regen\n\n{DUTCH}"}, DUTCH, "cut"),
        ({"body": "• een\n• twee"}, "• een • twee", "cut"),
        ({"body": f"# Regen\n\n{DUTCH}", "markup": "markdown"}, DUTCH, "cut"),
        ({"body": ""}, "", "cut"),
    ],
)
def test_the_summary_is_the_author_s_the_lead_or_a_cut(given, summary, origin):
    """An explicit summary goes before the lead, and that before a cut."""
    entry = entry_of(**given)

    assert (entry.summary, entry.summary_origin) == (summary, origin)


def test_tags_and_authors_of_the_source_are_added():
    """The post's tags come first, each once and without blanks around; its authors replace the source's."""
    baker, butcher = Person(name="A. Baker"), Person(name="B. Butcher")

    given = entry_of(source_tags=("rain", "all"), source_authors=(butcher,))
    own = entry_of(
        tags=(" wind ", "rain", "", "wind\x00"),
        source_tags=("all", "rain"),
        authors=(baker,),
        source_authors=(butcher,),
    )

    assert (given.tags, given.authors) == (("rain", "all"), (butcher,))
    assert (own.tags, own.authors) == (("wind", "rain", "all"), (baker,))


def test_links_are_listed_as_often_as_they_stand():
    """Each link of the text is listed with its words and kind; links within the page are not."""
    html = (
        '<p><a href="/a">one <b>two</b></a> <a href="https://b.example">b.example</a> <a href="#c">c</a>'
        ' <a href="/a"><img src="d.png" alt="three"></a> <a href="mailto:me@example.org">me</a></p>'
    )

    assert entry_of(body=html, markup="html").links == (
        Link(url="https://example.org/a", text="one two", kind="url"),
        Link(url="https://b.example", text="b.example", kind="host"),
        Link(url="https://example.org/a", text="three", kind="url"),
    )


def test_html_is_clean_and_absolute():
    """Whatever the markup, the HTML is sanitised and refers to the post's address."""
    for markup in ("html", "markdown"):
        assert entry_of(body='<p><a href="a">b</a><script>c</script></p>', markup=markup).html == (
            '<p><a href="https://example.org/a">b</a></p>'
        )
    assert entry_of(body="<b>Regen & wind</b>").html == "<p>&lt;b&gt;Regen &amp; wind&lt;/b&gt;</p>"


def test_a_pole_s_bare_host_is_a_link():
    """The language of the text decides about names that are endings of files elsewhere."""
    polish = "Wczoraj padał deszcz i nikogo nie było na rynku, jak pisze gazeta.pl, ale to już było."

    assert [link.text for link in entry_of(body=polish).links] == ["gazeta.pl"]


def test_no_character_of_a_post_breaks_a_feed():
    """Control characters go from title, summary, tags, text and HTML."""
    entry = entry_of(title="A\x00\nB", summary="C\x0bD", body="E\x1fF\ufffe\ud800.", tags=("G\x08",))

    assert (entry.title, entry.summary, entry.html, with_text(entry).text) == ("A B", "CD", "<p>EF.</p>", "EF.")
    assert entry.tags == ("G",)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("<b>Aafje</b> & Co", ["Aafje & Co"]),
        ("Aafje <a>", ["Aafje <a>"]),
        ("Aafje\x0b\n Meel", ["Aafje Meel"]),
        ("\x03", ["De redactie"]),
        ("<i></i>", ["De redactie"]),
    ],
)
def test_a_name_is_plain_text(given, shown):
    """Markup and control characters in names go; who has no name left wrote nothing."""
    entry = entry_of(authors=(Person(name=given),), source_authors=(Person(name="De redactie"),))

    assert [person.name for person in entry.authors] == shown


@pytest.mark.parametrize(
    ("given", "shown"),
    [("Wacht\x85", "Wacht…"), ("a\U0001fffeb\U0010ffff", "ab"), ("\ufdd0x\ufffe", "x"), ("🎈ﷺ¿", "🎈ﷺ¿")],
)
def test_what_is_no_character_goes(given, shown):
    """Controls of Latin-1 become what Windows meant by them; points that Unicode keeps free go."""
    assert entry_of(title=given).title == shown
