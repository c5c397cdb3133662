"""publisher build, with feeds by tag, author, year, language, source and choice, and their history."""

import json
from html import unescape

import html5lib
import pytest
from lxml import etree

pytestmark = pytest.mark.usefixtures("right_feeds")

AWKWARD = "C++/CLI & <b>"


def test_each_group_has_a_feed_in_each_format(paper):
    """Tags, authors, years, languages and sources have feeds of their own, which hold their entries alone."""
    paper.configure('[feeds]\nby = ["tag", "author", "year", "language", "source"]')
    paper.post("een", "2026-03-01", tags=["zorg"], author="Aafje Meel")
    paper.post("twee", "2025-03-02", tags=["zorg", "markt"], author="Ben")
    paper.post("drie", "2024-03-03", body="This is a post in English, with the words that one would expect in it.")

    paper.build()

    found = {name.removesuffix("/atom.xml"): paper.titles(name) for name in paper.names() if name.endswith("/atom.xml")}
    assert found == {
        "tag/zorg": ["een", "twee"],
        "tag/markt": ["twee"],
        "author/aafje-meel": ["een"],
        "author/ben": ["twee"],
        "author/de-redactie": ["drie"],
        "year/2026": ["een"],
        "year/2025": ["twee"],
        "year/2024": ["drie"],
        "language/nl": ["een", "twee"],
        "language/en": ["drie"],
        "source/posts": ["een", "twee", "drie"],
    }
    assert paper.titles("tag/zorg/rss.xml") == ["een", "twee"]
    items = json.loads((paper.feeds / "tag/zorg/feed.json").read_text())["items"]
    assert [item["title"] for item in items] == ["een", "twee"]


def test_a_feed_says_what_it_is(paper):
    """A group's feed has a title, an address and a permanent id of its own; that of a language is in it."""
    paper.configure('[feeds]\nby = ["tag", "language"]')
    paper.post("een", "2026-03-01", tags=["Zorg"])
    paper.post("two", "2026-03-02", body="This is a post in English, with the words that one would expect in it.")

    paper.build()
    tag, english, site = (paper.read(name).feed for name in ("tag/zorg/atom.xml", "language/en/atom.xml", "atom.xml"))

    assert unescape(tag.title) == "Krant & <Co> · Zorg"
    assert unescape(english.title) == "Krant & <Co> · English"
    assert (tag.language, english.language) == ("nl", "en")
    assert tag.links[0].href == "https://krant.example/feeds/tag/zorg/atom.xml"
    assert len({tag.id, english.id, site.id}) == 3


def test_a_home_with_letters_beyond_ascii_has_addresses_that_every_reader_knows(paper):
    """Home, hub and the addresses of all documents are URIs, in each format and in the list of feeds."""
    paper.configure('[feeds]\nby = ["tag"]\nentries = 1\narchive = true\nhub = "https://hub.bäcker.example/"')
    settings = paper.folder / "publisher.toml"
    settings.write_text(settings.read_text().replace("https://krant.example/", "https://bäcker.example/krönt/"))
    for month in range(1, 5):
        paper.post(f"brood {month}", f"2026-{month:02}-01", tags=["zorg"])

    paper.build()

    for name in paper.names():
        if name.endswith((".xml", ".json", ".opml")):
            text = (paper.feeds / name).read_text()
            assert "bäcker" not in text, name
            assert "krönt" not in text, name
            assert "https://xn--bcker-gra.example/kr%C3%B6nt/" in text, name


def test_tags_that_look_alike_in_an_address_have_folders_of_their_own(paper):
    """Any tag has a safe folder; the one that was used first has the short name, and keeps it when posts follow."""
    paper.configure('[feeds]\nby = ["tag"]\nformats = ["atom"]')
    paper.post("een", "2026-03-01", tags=["C#"])
    paper.post("twee", "2026-03-02", tags=["C", AWKWARD, "日本語", "..", "<script>"])
    paper.build()
    before = paper.names()
    paper.post("drie", "2026-03-03", tags=["C", "C", "c#", AWKWARD])
    paper.build()

    found = {unescape(paper.read(name).feed.title).partition(" · ")[2]: name for name in before if name.count("/") == 2}
    assert set(found) == {"C#", "C", AWKWARD, "日本語", "..", "<script>"}
    assert found["C#"] == "tag/c/atom.xml"
    assert paper.names() == sorted([*before, "posts/2026-03-03-drie.html"])
    assert paper.titles(found["C"]) == ["drie", "twee"]
    assert paper.titles(found["C#"]) == ["drie", "een"]
    assert all(name.isascii() and ".." not in name for name in before)


def test_a_chosen_feed_holds_what_was_chosen(paper):
    """A [[feed]] is a saved filter with a limit and a content of its own."""
    paper.configure(
        '[feeds]\ncontent = "full"\n\n[[feed]]\nname = "kort"\ntitle = "Kort & goed"\ntags = ["zorg"]\n'
        'since = 2026-03-02\nsearch = "geheim"\nentries = 1\ncontent = "summary"\n'
    )
    paper.post("oud", "2026-03-01", tags=["zorg"], body="Een geheim.")
    paper.post("goed", "2026-03-02", tags=["zorg"], body="Kort.\n\nEen geheim recept.", summary="Kort.")
    paper.post("beter", "2026-03-03", tags=["zorg"], body="Langer.\n\nEen geheim.", summary="Langer.")
    paper.post("anders", "2026-03-04", tags=["zorg"], body="Niets.")
    paper.post("elders", "2026-03-05", body="Een geheim.")

    paper.build()

    assert paper.titles("kort/atom.xml") == ["beter"]
    assert "geheim" not in (paper.feeds / "kort/rss.xml").read_text()
    assert "geheim" in (paper.feeds / "rss.xml").read_text()
    assert unescape(paper.read("kort/rss.xml").feed.title) == "Krant & <Co> · Kort & goed"


def test_a_source_has_a_name_and_can_be_chosen(paper):
    """The title of a [[source]] stands in that of its feed; a [[feed]] names a source by its path, however written."""
    paper.configure('[feeds]\nby = ["source"]\n[[feed]]\nname = "brood"\ntitle = "Brood"\nsource = "./posts/"')
    with (paper.folder / "publisher.toml").open("a") as file:
        file.write("title = 'Notities'\n[[source]]\npath = 'oud.txt'\n")
    paper.post("een", "2026-03-01")
    (paper.folder / "oud.txt").write_text("zondag 8 maart 2026\n\nOud brood\n\nEen lead.\n\nGewone tekst.\n")

    paper.build()

    assert paper.titles("source/posts/atom.xml") == paper.titles("brood/atom.xml") == ["een"]
    assert paper.titles("source/oud-txt/rss.xml") == ["Oud brood"]
    assert unescape(paper.read("source/posts/atom.xml").feed.title) == "Krant & <Co> · Notities"


def test_a_feed_of_nothing_is_there(paper):
    """A filter that nothing passes gives a feed without entries: people may have subscribed to it."""
    paper.configure('[feeds]\n[[feed]]\nname = "leeg"\ntitle = "Leeg"\ntags = ["geen"]\n')
    paper.post("een", "2026-03-01")

    paper.build()

    assert paper.titles("leeg/atom.xml") == paper.titles("leeg/rss.xml") == []


def test_feeds_of_a_tag_that_is_gone_go_and_other_files_stay(paper):
    """When the last post with a tag loses it, its feeds go, with their folder if nobody else put something there."""
    paper.configure('[feeds]\nby = ["tag"]\nformats = ["atom", "json"]')
    paper.post("een", "2026-03-01", tags=["zorg", "markt"])
    paper.build()
    (paper.feeds / "tag/markt/eigen.txt").write_text("van mij")
    paper.post("een", "2026-03-01", tags=["brood"])

    done = paper.build()

    assert set(done["removed"]) == {
        f"tag/{tag}/{name}" for tag in ("zorg", "markt") for name in ("atom.xml", "feed.json")
    }
    assert not (paper.feeds / "tag/zorg").exists()
    assert (paper.feeds / "tag/markt/eigen.txt").read_text() == "van mij"


def test_a_feed_that_somebody_changed_outlives_its_tag(paper):
    """What would be removed and is not as we wrote it stays, and the build says so once."""
    paper.configure('[feeds]\nby = ["tag"]\nformats = ["atom"]')
    paper.post("een", "2026-03-01", tags=["zorg"])
    paper.build()
    with (paper.feeds / "tag/zorg/atom.xml").open("a") as file:
        file.write("<!-- van mij -->")
    paper.post("een", "2026-03-01", tags=["brood"])

    done = paper.build()

    assert done["removed"] == []
    assert (paper.feeds / "tag/zorg/atom.xml").read_text().endswith("<!-- van mij -->")
    assert [note for note in done["notes"] if "tag/zorg/atom.xml" in note and "Delete it yourself" in note]
    assert paper.build()["notes"] == []


def test_a_page_of_somebody_else_is_not_replaced(paper):
    """Where the feeds go into the folder of a website, its index.html stays; ours is written anew."""
    paper.configure("[feeds]")
    paper.post("een", "2026-03-01")
    paper.build()
    (paper.feeds / ".written-by-publisher").unlink()
    (paper.feeds / "feed.css").unlink()
    ours = paper.feeds / "index.html"
    written = ours.read_text()
    ours.write_text(written.replace("Zo volg", "Zo niet"))
    paper.build()
    assert ours.read_text() == written

    (paper.feeds / ".written-by-publisher").unlink()
    (paper.feeds / "feed.css").unlink()
    ours.write_text("<h1>Welkom</h1>")
    paper.build()
    assert ours.read_text() == "<h1>Welkom</h1>"


def test_only_the_feeds_that_show_a_change_are_written(paper):
    """A new post changes the feeds that it stands in; the others keep their bytes and their times."""
    paper.configure('[feeds]\nby = ["tag"]\nformats = ["atom"]')
    paper.post("een", "2026-03-01", tags=["zorg"])
    paper.post("twee", "2026-03-02", tags=["markt"])
    paper.build()
    paper.post("drie", "2026-03-03", tags=["markt"])

    done = paper.build()

    assert set(done["written"]) == {"atom.xml", "tag/markt/atom.xml", "posts/2026-03-03-drie.html", "posts/index.html"}
    assert paper.build()["written"] == []


def test_a_correction_reaches_every_feed_of_the_entry(paper):
    """An entry that changed is written anew in each feed that it stands in, in every format."""
    paper.configure('[feeds]\nby = ["tag", "year"]')
    paper.post("een", "2026-03-01", tags=["zorg"])
    paper.build()
    paper.post("een", "2026-03-01", tags=["zorg"], body="Verbeterd.")
    paper.build()

    feeds = [name for name in paper.names() if name.endswith(("atom.xml", "rss.xml", "feed.json"))]
    assert len(feeds) == 9
    assert all("Verbeterd" in (paper.feeds / name).read_text() for name in feeds)


def test_the_lists_name_every_feed(paper):
    """The page and the OPML file lead to all feeds: by links that work from a disk, and by addresses."""
    paper.configure('[feeds]\nby = ["tag"]\n[[feed]]\nname = "kort"\ntitle = "Kort"\n')
    paper.post("een", "2026-03-01", tags=["zorg", AWKWARD])

    paper.build()

    feeds = {name for name in paper.names() if name.endswith(("atom.xml", "rss.xml", "feed.json"))}
    page = (paper.feeds / "index.html").read_text()
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)
    assert {link.get("href") for link in tree.findall(".//main//a")} == feeds | {"feeds.opml"}
    discovered = {link.get("href") for link in tree.findall(".//head/link[@rel='alternate']")}
    assert discovered == {name for name in feeds if name.endswith("atom.xml")} | {"rss.xml", "feed.json", "feeds.opml"}
    assert "Zo volg je ons" in page
    assert AWKWARD in [each.text for each in tree.findall(".//main//li/span")]
    outlines = etree.fromstring((paper.feeds / "feeds.opml").read_bytes()).findall("body/outline")
    assert {paper.at(each.get("xmlUrl")).relative_to(paper.feeds).as_posix() for each in outlines} == {
        name for name in feeds if name.endswith("atom.xml")
    }
    assert f"Krant & <Co> · {AWKWARD}" in [unescape(each.get("text")) for each in outlines]


def test_a_feed_names_its_style_sheet(paper):
    """Every XML feed leads from where it stands to the one style sheet."""
    paper.configure('[feeds]\nby = ["tag"]\nentries = 2\narchive = true')
    for day in range(1, 9):
        paper.post(f"dag {day}", f"2026-03-{day:02}", tags=["zorg"])

    paper.build()

    feeds = [name for name in paper.names() if name.endswith(".xml")]
    assert any(name.count("/") == 4 for name in feeds)
    for name in feeds:
        (style,) = etree.parse(str(paper.feeds / name)).xpath("/processing-instruction('xml-stylesheet')")
        assert ((paper.feeds / name).parent / style.get("href")).resolve() == (paper.feeds / "feed.css").resolve()
    assert "Kopieer het adres" in (paper.feeds / "feed.css").read_text()


def test_what_feeds_with_sound_lack_to_be_podcasts_is_said_once(paper):
    """Category and mail address are asked for by name when they matter, and again only when another one is missing."""
    (paper.folder / "feed.xml").write_text(
        '<rss version="2.0"><channel><title>Stemmen</title><item><title>De molenaar</title><guid>urn:x:1</guid>'
        "<pubDate>Mon, 02 Mar 2026 10:00:00 GMT</pubDate>"
        '<enclosure url="https://krant.example/1.mp3" length="5" type="audio/mpeg"/></item></channel></rss>'
    )
    source = '\n[[source]]\npath = "feed.xml"'
    category = '[feeds]\npodcast_category = "Arts"'
    paper.configure(f'[feeds]\nformats = ["atom"]\n{source}')
    assert paper.build()["notes"] == []
    paper.configure(source)
    (note,) = paper.build()["notes"]
    assert "`podcast_category` in [feeds] and the `email` of one of the `authors`" in note
    paper.post("Later", "2026-03-03")
    assert paper.build()["notes"] == []
    paper.configure(f"{category}\n{source}")
    (note,) = paper.build()["notes"]
    assert "ask for the `email` of one of the `authors` in [publication]." in note
    assert b"itunes" not in (paper.feeds / "rss.xml").read_bytes()

    path = paper.folder / "publisher.toml"
    path.write_text(path.read_text().replace('["De redactie"]', '[{ name = "Mia", email = "mia@krant.example" }]'))
    assert paper.build()["notes"] == []
    assert paper.read("rss.xml").feed.author_detail.name
    assert b"<itunes:email>mia@krant.example</itunes:email>" in (paper.feeds / "rss.xml").read_bytes()


def test_posts_without_sound_say_nothing_of_podcasts(paper):
    """Most publications never hear of it."""
    paper.configure("")
    paper.post("Stil", "2026-03-02")
    assert paper.build()["notes"] == []
