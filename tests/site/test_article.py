"""Pages for entries that have no other address."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import html5lib
import pytest
from msgspec.structs import replace

from publisher.feeds import FILE_NAMES
from publisher.files.templates import Templates
from publisher.model.channel import Channel
from publisher.model.entry import Citation, Entry, Origin, Person
from publisher.site.article import Pages

ZONE = ZoneInfo("Europe/Amsterdam")
ADDRESS = "https://example.org/feeds/posts/"

CHANNEL = Channel(
    id="urn:uuid:00000000-0000-5000-8000-000000000000",
    title="Bakkerij & <Molen>",
    subtitle="Brood",
    home="https://example.org/",
    addresses={kind: f"https://example.org/feeds/{name}" for kind, name in FILE_NAMES.items()},
    language="nl",
    updated=None,
    rights="© zonen",
)

ENTRY = Entry(
    id="tag:example.org,2026-03-09:brood",
    ref="2026-03-09-brood",
    url=f"{ADDRESS}2026-03-09-brood.html",
    title="Brood & <zout>",
    authors=(Person(name="Aafje", url="https://aafje.example/"), Person(name="Ben")),
    published=datetime(2026, 3, 9, 12, tzinfo=ZONE),
    date_only=True,
    language="nl",
    summary='Meel "en" water.',
    summary_origin="lead",
    html='<p>Meel "en" water.</p>\n<h2>Zout</h2>\n<ul><li>een</li></ul>',
    tags=("meel",),
    citations=(
        Citation(label="Bron", text="Het broodboek, www.brood.example", urls=("https://www.brood.example",)),
        Citation(label="", text="Ouder boek (1950)"),
        Citation(label="", text="Twee kranten", urls=("https://a.example/1", "https://www.b.example/2")),
    ),
    origin=Origin(path="maart.txt", importer="archive"),
)


@pytest.fixture(scope="module")
def pages():
    """Return the pages of a Dutch publication, from the shipped templates."""
    return Pages(environment=Templates().environment(), channel=CHANNEL, address=ADDRESS)


def parsed(page):
    """Return the tree of a page that has no parse error."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page, transport_encoding="utf-8")


def words(element):
    """Return the text of an element, spaces folded."""
    return " ".join("".join(element.itertext()).split())


AWKWARD = {
    "ordinary": ENTRY,
    "bare": replace(ENTRY, authors=(), tags=(), citations=(), summary="", html="", title="", date_only=False),
    "right to left": replace(ENTRY, language="he", title="לחם 🍞"),
    "control character": replace(ENTRY, title="a\x0bb", html="<p>\x07\ud800</p>"),
    "unknown language": replace(ENTRY, language="x-klingon"),
    "changed later": replace(ENTRY, updated=datetime(2026, 4, 1, 9, tzinfo=ZONE)),
}


@pytest.mark.parametrize("entry", AWKWARD.values(), ids=AWKWARD)
def test_every_page_is_valid_html(pages, entry):
    """A strict HTML parser finds no error in any page."""
    for page in (pages.article(entry), pages.list([entry])):
        assert parsed(page).find("head/title").text.strip()


def test_a_page_says_all_of_its_entry(pages):
    """Title, day in words, authors, text, sources and the way back stand on the page."""
    tree = parsed(pages.article(ENTRY))

    assert words(tree.find(".//h1")) == "Brood & <zout>"
    assert words(tree.find(".//time")) == "maandag 9 maart 2026"
    assert tree.find(".//time").get("datetime") == "2026-03-09"
    assert [words(each) for each in tree.findall(".//span[@class='author p-author h-card']")] == ["Aafje", "Ben"]
    assert "Zout" in [words(each) for each in tree.findall(".//h2")]
    assert tree.find(".//footer//a").get("href") == "index.html"


def test_sources_are_linked_where_they_have_an_address(pages):
    """A source with one address is a link; one with more names their hosts; one without is text."""
    section = parsed(pages.article(ENTRY)).find(".//section[@class='sources']")
    first, second, third = section.findall(".//li")

    assert words(section.find("h2")) == "Bronnen"
    assert (words(first.find("a")), first.find("a").get("href")) == (
        "Het broodboek, www.brood.example",
        "https://www.brood.example",
    )
    assert second.find("a") is None
    assert [(words(each), each.get("href")) for each in third.findall("a")] == [
        ("a.example", "https://a.example/1"),
        ("b.example", "https://www.b.example/2"),
    ]


@pytest.mark.parametrize(
    ("html", "label", "text"),
    [
        (
            "<p>Brood.</p><p>Bron: <a href='https://a.example/'>Het broodboek</a>, 1950</p>",
            "Bron",
            "Het broodboek, 1950",
        ),
        ("<p>Bronnen:</p><ul><li>Een krant</li><li>Het <em>brood</em>boek</li></ul>", "Bronnen", "Het broodboek"),
        ("<ol><li><p>Het &amp; brood. <a href='#a'>↩</a></p></li></ol>", "", "Het & brood."),
        ("<p>[1] Het broodboek</p>", "", "Het broodboek"),
    ],
)
def test_a_source_on_a_line_of_its_own_is_not_told_twice(pages, html, label, text):
    """What the text prints as a source stands there: the list below names the others alone."""
    entry = replace(ENTRY, html=html, citations=(Citation(label=label, text=text), ENTRY.citations[1]))

    (source,) = parsed(pages.article(entry)).findall(".//section[@class='sources']//li")

    assert words(source) == "Ouder boek (1950)"
    assert b'sources"' not in pages.article(replace(entry, citations=entry.citations[:1]))


def test_a_source_within_a_sentence_is_listed(pages):
    """A work that a sentence names is easier to find below the text."""
    entry = replace(
        ENTRY, html="<p>Zie <cite>Het broodboek</cite>.</p>", citations=(Citation(label="", text="Het broodboek"),)
    )

    (source,) = parsed(pages.article(entry)).findall(".//section[@class='sources']//li")

    assert words(source) == "Het broodboek"


def test_the_address_of_an_author_is_one(pages):
    """Letters and signs that no address can hold are encoded."""
    entry = replace(ENTRY, authors=(Person(name="Aafje", url="https://bröd.example/?a=[1]"),))

    assert (
        parsed(pages.article(entry)).find(".//a[@rel='author']").get("href") == "https://xn--brd-tna.example/?a=%5B1%5D"
    )


def test_a_page_tells_machines_where_it_belongs(pages):
    """Canonical address, description, language, direction and the three feeds are in the head."""
    tree = parsed(pages.article(ENTRY))
    links = [(each.get("rel"), each.get("href")) for each in tree.findall(".//head/link")]

    assert ("canonical", ENTRY.url) in links
    assert [href for rel, href in links if rel == "alternate"] == ["../atom.xml", "../rss.xml", "../feed.json"]
    assert tree.find(".//meta[@name='description']").get("content") == 'Meel "en" water.'
    assert (tree.get("lang"), tree.get("dir")) == ("nl", "ltr")


def test_only_feeds_that_are_written_are_named():
    """A publication that writes Atom alone has no link to another feed."""
    channel = replace(CHANNEL, addresses={"atom": CHANNEL.addresses["atom"]})
    page = Pages(environment=Templates().environment(), channel=channel, address=ADDRESS).article(ENTRY).decode()

    assert "atom.xml" in page
    assert "rss.xml" not in page
    assert "feed.json" not in page


def test_a_page_speaks_the_language_of_its_entry(pages):
    """An Arabic entry of a Dutch publication has an Arabic date and runs from right to left."""
    tree = parsed(pages.article(replace(ENTRY, language="ar")))

    assert (tree.get("lang"), tree.get("dir")) == ("ar", "rtl")
    assert "مارس" in words(tree.find(".//time"))
    assert tree.find(".//header/a").get("lang") == "nl"


def test_a_page_needs_nothing_from_elsewhere(pages):
    """No page loads a script, a style, a font or a picture that the entry does not show itself."""
    for page in (pages.article(ENTRY), pages.list([ENTRY])):
        tree = parsed(page)
        assert not tree.findall(".//script")
        assert not tree.findall(".//img")
        assert not tree.findall(".//link[@rel='stylesheet']")
        assert not re.search(rb"url\(|@import", page)


def test_the_list_groups_pages_by_year_and_month(pages):
    """The list names each page once, newest first, below its year and month, with a link that works from a disk."""
    older = replace(ENTRY, title="Ouder", ref="2025-12-31-ouder", url=f"{ADDRESS}2025-12-31-ouder.html")
    older = replace(older, published=datetime(2025, 12, 31, 12, tzinfo=ZONE))
    tree = parsed(pages.list([ENTRY, older]))

    assert [words(each) for each in tree.findall(".//h2")] == ["2026", "2025"]
    assert [words(each) for each in tree.findall(".//h3")] == ["maart", "december"]
    assert [(words(each), each.get("href")) for each in tree.findall(".//li/a")] == [
        ("Brood & <zout>", "2026-03-09-brood.html"),
        ("Ouder", "2025-12-31-ouder.html"),
    ]


@pytest.mark.parametrize(
    ("url", "name"),
    [
        (f"{ADDRESS}2026-03-09-brood.html", "2026-03-09-brood.html"),
        (f"{ADDRESS}2026-03-09-%E3%83%91%E3%83%B3.html", "2026-03-09-パン.html"),
        ("https://example.org/elders.html", None),  # has a page of its own
        (f"{ADDRESS}../../publisher.toml.html", None),  # outside the folder
        (f"{ADDRESS}%2E%2E%2Fx.html", None),  # the same, in disguise
        (f"{ADDRESS}index.html", None),  # the list's own name
        (f"{ADDRESS}a/b.html", None),
        (f"{ADDRESS}a.txt", None),
        (ADDRESS, None),
        (None, None),
    ],
)
def test_a_page_is_written_only_where_its_address_leads(pages, url, name):
    """The file's name comes from the entry's address, and never leads out of the folder."""
    assert pages.file_name(replace(ENTRY, url=url)) == name


def test_a_publication_may_replace_one_template(tmp_path):
    """A template of the publication's own is used instead of the shipped one; the others stay."""
    (tmp_path / "article.html").write_text(
        '{% extends "page.html" %}{% block main %}Eigen: {{ entry.title }}{% endblock %}'
    )
    own = Pages(environment=Templates(own=tmp_path).environment(), channel=CHANNEL, address=ADDRESS)

    page = own.article(ENTRY).decode()

    assert "Eigen: Brood &amp; &lt;zout&gt;" in page
    assert "Bakkerij &amp; &lt;Molen&gt;" in page


def test_each_picture_of_a_page_has_a_text(pages):
    """A picture that nobody described has an empty text, so that its file name is not read out; others keep theirs."""
    pictures = '<p><img src="https://a.example/1.png" title="a > b"> <img src="https://a.example/2.png" alt="Zee"></p>'
    images = parsed(pages.article(replace(ENTRY, html=pictures))).findall(".//img")

    assert [(image.get("src")[-5], image.get("alt")) for image in images] == [("1", ""), ("2", "Zee")]


def test_our_words_on_a_page_in_another_language_say_so(pages):
    """Where we have no words in the language of a post, English ones are marked as such."""
    hebrew = parsed(pages.article(replace(ENTRY, language="he"))).find(".//footer/p")
    dutch = parsed(pages.article(ENTRY)).find(".//footer/p")

    assert (hebrew.get("lang"), hebrew.get("dir"), words(hebrew)) == ("en", "ltr", "All posts")
    assert (dutch.get("lang"), words(dutch)) == (None, "Alle berichten")
