"""Atom, RSS and JSON Feed from one model, read back by readers that are not ours."""

import json
from datetime import UTC, datetime
from html import unescape
from itertools import pairwise
from zoneinfo import ZoneInfo

import feedparser
import pytest
from lxml import etree
from msgspec.structs import replace

from publisher.feeds import FILE_NAMES
from publisher.feeds.checks import check
from publisher.feeds.constructs import uri
from publisher.feeds.documents import open_writer
from publisher.model.channel import Channel
from publisher.model.entry import Enclosure, Entry, Episode, Origin, Participant, Person, Republished, Transcript
from publisher.sources.feed.reader import Feed
from publisher.sources.inputs.resource import Place

ZONE = ZoneInfo("Europe/Amsterdam")
ATOM = "{http://www.w3.org/2005/Atom}"
FORMATS = ("atom", "rss", "json")

CHANNEL = Channel(
    id="urn:uuid:00000000-0000-5000-8000-000000000000",
    title="Bakkerij & Molen",
    subtitle="Over brood <en> meel",
    home="https://example.org/",
    addresses={kind: f"https://example.org/feeds/{name}" for kind, name in FILE_NAMES.items()},
    language="nl",
    updated=datetime(2026, 3, 9, 12, tzinfo=ZONE),
    authors=(Person(name="De redactie"),),
    rights="© De molenaar & zonen",
    logo="https://example.org/logo.png",
)


def an_entry(day=9, **values):
    """Return an ordinary entry of March 2026."""
    given = {
        "id": f"tag:example.org,2026-03-{day:02}:brood-{day}",
        "ref": f"2026-03-{day:02}-brood",
        "url": f"https://example.org/brood/{day}.html",
        "title": f"Brood van dag {day}",
        "published": datetime(2026, 3, day, 12, tzinfo=ZONE),
        "language": "nl",
        "summary": "Meel, water & zout.",
        "html": '<p>Meel, water &amp; <a href="https://example.org/zout?a=1&amp;b=2">zout</a>.</p>',
        "origin": Origin(path="maart.txt", importer="archive"),
    }
    return Entry(**(given | values))


def a_feed(kind, *entries, channel=CHANNEL, content="full"):
    """Return the bytes of a feed."""
    writer = open_writer(kind, language=channel.language, content=content, podcast=channel.podcast)
    heard = any(file.type.startswith("audio/") for entry in entries for file in entry.enclosures)
    channel = replace(channel, audio=heard)
    return b"".join(writer.document(channel, [writer.fragment(entry) for entry in entries]))


def read(kind, data):
    """Return feed and entries as an independent reader sees them, with the names of feedparser."""
    if kind != "json":
        found = feedparser.parse(data)
        assert not found.bozo, found.bozo_exception
        return found.feed, found.entries
    feed = json.loads(data)
    return feed, [
        {
            "id": item["id"],
            "title": item.get("title"),
            "link": item["url"],
            "published": item["date_published"],
            "content": [{"value": item.get("content_html")}],
        }
        for item in feed["items"]
    ]


def instant(text):
    """Return the instant that a feed's date means."""
    from email.utils import parsedate_to_datetime

    moment = parsedate_to_datetime(text) if "," in text else datetime.fromisoformat(text)
    return moment.astimezone(UTC)


@pytest.mark.parametrize("kind", FORMATS)
def test_an_independent_reader_gets_every_entry_back(kind):
    """Id, title, link, date and content survive the way through each format, in the same order."""
    entries = [
        an_entry(9),
        an_entry(8, title="R&D: 2 < 3 “en” meer"),
        an_entry(7, title="خبز 🍞 של היום", language="ar", html='<p dir="rtl">خبز</p>', summary="خبز"),
        an_entry(6, html="<pre><code>&lt;guid&gt; ]]&gt; &amp;amp; </code></pre>\n<p>twee regels</p>"),
    ]

    _, found = read(kind, a_feed(kind, *entries))

    assert [each["id"] for each in found] == [entry.id for entry in entries]
    assert [each["title"] for each in found] == [entry.title for entry in entries]
    assert [each["link"] for each in found] == [entry.url for entry in entries]
    assert [instant(each["published"]) for each in found] == [entry.published for entry in entries]
    assert [each["content"][0]["value"] for each in found] == [entry.html for entry in entries]


@pytest.mark.parametrize("kind", ["atom", "rss"])
def test_markup_in_a_title_is_shown_not_obeyed(kind):
    """A title that would be taken for HTML is declared or escaped so that readers show it as it was written."""
    _, (found,) = read(kind, a_feed(kind, an_entry(title="Zo werkt <b>vet</b> & &copy;")))

    assert found["title"] == "Zo werkt &lt;b&gt;vet&lt;/b&gt; &amp; &amp;copy;"
    assert found["title_detail"]["type"] == "text/html"


@pytest.mark.parametrize("kind", ["atom", "rss"])
def test_a_tag_that_html_does_not_know_is_no_markup(kind):
    """A title about XML or generics stands there as it was written, once escaped, for simple readers too."""
    (found,) = _items(kind, a_feed(kind, an_entry(title="Map<K, V></K> en <V>")))

    title = found.find("{*}title")
    assert (title.text, title.get("type")) == ("Map<K, V></K> en <V>", None)


@pytest.mark.parametrize("kind", ["atom", "rss"])
def test_a_reference_in_a_text_is_no_markup(kind):
    """What looks like a character reference stands there as it was written, once escaped, for simple readers too."""
    text = "Zo schrijf je &lt; en &copy; of R&D"
    data = a_feed(kind, an_entry(title=text, summary=text), channel=replace(CHANNEL, title=text, subtitle=text))

    found = [
        each
        for each in etree.fromstring(data).iter()
        if etree.QName(each).localname in {"title", "subtitle", "summary"}
    ]

    assert {each.text for each in found if each.text != "Bakkerij & Molen"} == {text}
    assert all(each.get("type") is None for each in found)
    assert b"Zo schrijf je &#x26;lt; en" in data


@pytest.mark.parametrize("kind", ["atom", "rss"])
def test_the_channel_says_who_and_where(kind):
    """Title, subtitle, home, own address, language, rights and picture stand in the head."""
    feed, _ = read(kind, a_feed(kind, an_entry()))
    links = {link["rel"]: link["href"] for link in feed["links"]}

    assert feed["title"] == "Bakkerij & Molen"
    assert unescape(feed["subtitle"]) == "Over brood <en> meel"
    assert feed["link"] == links["alternate"] == "https://example.org/"
    assert links["self"] == f"https://example.org/feeds/{FILE_NAMES[kind]}"
    assert feed["language"] == "nl"
    assert feed["rights"] == "© De molenaar & zonen"
    assert feed["generator"] == "Publisher"
    assert instant(feed["updated"]) == CHANNEL.updated
    assert "https://example.org/logo.png" in (feed.get("logo"), feed.get("image", {}).get("href"))


def test_json_feed_says_who_and_where():
    """The members of JSON Feed 1.1 for the feed itself are there, and no empty ones."""
    feed, _ = read("json", a_feed("json", an_entry()))
    del feed["items"]

    assert feed == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Bakkerij & Molen",
        "home_page_url": "https://example.org/",
        "feed_url": "https://example.org/feeds/feed.json",
        "description": "Over brood <en> meel",
        "icon": "https://example.org/logo.png",
        "authors": [{"name": "De redactie"}],
        "language": "nl",
    }


@pytest.mark.parametrize("kind", ["atom", "rss"])
def test_authors_without_an_address_are_named(kind):
    """Every author is named, with or without a mail address."""
    entry = an_entry(authors=(Person(name="Aafje Meel", email="aafje@example.org"), Person(name="Ben & Bo")))

    _, (found,) = read(kind, a_feed(kind, entry))

    assert [author["name"] for author in found["authors"]] == ["Aafje Meel", "Ben & Bo"]


@pytest.mark.parametrize("kind", ["atom", "json"])
def test_a_feed_without_authors_is_by_the_publication(kind):
    """Atom needs an author (RFC 4287, section 4.1.1): the publication's title stands in."""
    data = a_feed(kind, an_entry(), channel=replace(CHANNEL, authors=()))

    if kind == "atom":
        assert etree.fromstring(data).findtext(f"{ATOM}author/{ATOM}name") == "Bakkerij & Molen"
    else:
        assert json.loads(data)["authors"] == [{"name": "Bakkerij & Molen"}]


@pytest.mark.parametrize("kind", FORMATS)
def test_a_stray_control_character_costs_nothing(kind):
    """Characters that XML cannot hold become spaces, in entries and in the configuration's texts."""
    entry = an_entry(
        title="Brood\x0bmet\x00gat",
        html="<p>een\x07twee\ufffe</p>",
        tags=("a\x01b",),
        summary="\ud800",
        republished=Republished(title="El\x04ders", url="https://elders.example/", id="urn:\x05"),
    )
    channel = replace(CHANNEL, title="Mo\x02len", authors=(Person(name="A\x03B"),))

    feed, (found,) = read(kind, a_feed(kind, entry, channel=channel))

    assert feed["title"] == "Mo len"
    assert found["title"] == "Brood met gat"
    assert found["content"][0]["value"] == "<p>een twee </p>"


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("stray", ["\x00", "\x08", "\x0b", "\x0c", "\x0e", "\x1f", "\ud800", "\uffff"])
def test_one_stray_character_in_one_text_is_found(kind, stray):
    """It becomes a space where all other texts of the entry are sound."""
    _, (found,) = read(kind, a_feed(kind, an_entry(title=f"Brood{stray}met")))

    assert found["title"] == "Brood met"


@pytest.mark.parametrize("kind", ["atom", "rss"])
def test_enclosures_keep_address_type_and_size(kind):
    """Atom carries every enclosure with its type and length; RSS, which has room for one, the first."""
    files = (
        Enclosure(url="https://example.org/a.mp3?x=1&y=2", type="audio/mpeg", length=1234),
        Enclosure(url="https://example.org/b.ogg", type="audio/ogg"),
    )

    _, (found,) = read(kind, a_feed(kind, an_entry(enclosures=files)))
    shown = [(each["href"], each["type"], each.get("length")) for each in found["enclosures"]]

    assert shown[0] == ("https://example.org/a.mp3?x=1&y=2", "audio/mpeg", "1234")
    assert shown[1:] == ([("https://example.org/b.ogg", "audio/ogg", None)] if kind == "atom" else [])
    assert found["link"] == "https://example.org/brood/9.html"


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("nowhere", ["", "a.mp3", "http://[kapot", "https:///a", "data:image/png;base64,AAAA"])
def test_what_leads_nowhere_is_left_out(kind, nowhere):
    """A picture or file without a web address, and a mail address that is none, would be errors in a feed."""
    entry = an_entry(
        image=nowhere,
        enclosures=(
            Enclosure(url=nowhere, type="audio/mpeg"),
            Enclosure(url="https://[::1]:80/b.mp3", type="audio/mpeg"),
        ),
        authors=(Person(name="Aafje", email="nergens"), Person(name="Ben", email="ben@example.org")),
    )

    data = a_feed(kind, entry)

    assert [finding.text for finding in check(data).findings if finding.level == "error"] == []
    assert not nowhere or nowhere not in data.decode()
    assert "nergens" not in data.decode()
    assert "https://[::1]:80/b.mp3" in data.decode()


def test_a_podcast_names_whom_directories_may_write_to():
    """The owner is who answers for the publication, also in the feed of an author without a mail address."""
    entry = an_entry(enclosures=(Enclosure(url="https://example.org/a.mp3", type="audio/mpeg"),))
    owner = Person(name="Aafje", email="aafje@example.org")
    channel = replace(CHANNEL, authors=(Person(name="Ben"),), owner=owner, category="Food")

    root = etree.fromstring(a_feed("rss", entry, channel=channel))

    itunes = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
    assert root.findtext(f"channel/{itunes}author") == "Ben"
    assert [each.text for each in root.find(f"channel/{itunes}owner")] == ["Aafje", "aafje@example.org"]


@pytest.mark.parametrize(
    "known", [{"category": "Food", "owner": None}, {"owner": Person(name="A", email="a@a.example")}]
)
def test_sound_alone_makes_no_podcast(known):
    """Directories are told nothing while category or mail address is missing: half of it would be wrong."""
    entry = an_entry(enclosures=(Enclosure(url="https://example.org/a.mp3", type="audio/mpeg"),))

    feed = a_feed("rss", entry, channel=replace(CHANNEL, **known))

    assert b"<enclosure " in feed
    assert b"itunes" not in feed
    assert b"podcast" not in feed


PODCAST = replace(CHANNEL, owner=Person(name="A", email="a@example.org"), category="Food")
HEARD = {
    "enclosures": (
        Enclosure(url="https://example.org/a.mp3", type="audio/mpeg", length=9000, duration=3723, title="Deel <1>"),
        Enclosure(url="https://example.org/a.m4a", type="audio/mp4", duration=3724),
    ),
    "image": "https://example.org/b.jpg",
    "image_alt": 'Een "brood" & <boter>',
    "episode": Episode(
        number=3,
        season=2,
        kind="bonus",
        explicit=True,
        transcripts=(Transcript(url="https://example.org/t.vtt", type="text/vtt", language="nl"),),
        chapters="https://example.org/c.json",
        people=(Participant(name="Ann & Co", role="guest", url="https://ann.example/"), Participant(name="Bob")),
    ),
}


@pytest.mark.parametrize("content", ["full", "summary"])
@pytest.mark.parametrize(
    ("kind", "channel", "lost"),
    [
        ("rss", PODCAST, {}),
        ("rss", CHANNEL, {"kind": None}),  # only Apple has a word for that, who wants to be told everything else
        ("atom", CHANNEL, {"kind": None}),
        ("json", CHANNEL, {}),
    ],
)
def test_an_episode_survives_the_way_through_a_feed(tmp_path, kind, channel, lost, content):
    """What our importer reads in our feeds is what the entry said."""
    data = a_feed(kind, an_entry(**HEARD), channel=channel, content=content)
    (tmp_path / "feed").write_bytes(data)

    (post,) = Feed(place=Place(path=tmp_path / "feed", shown="feed")).read(lambda _: None)

    assert not check(data).findings
    assert post.enclosures == HEARD["enclosures"]
    assert post.episode == replace(HEARD["episode"], **lost)
    assert (post.image, post.image_alt) == (HEARD["image"], HEARD["image_alt"] if kind != "json" else "")


@pytest.mark.parametrize("kind", ["atom", "rss"])
def test_words_of_a_picture_are_not_those_of_the_entry(kind):
    """A reader that takes every title and description in an entry for its own still shows the right ones."""
    _, (found,) = read(kind, a_feed(kind, an_entry(**HEARD), content="summary"))

    assert unescape(found["title"]) == "Brood van dag 9"
    assert "content" not in found
    assert "boter" not in found["summary"]


@pytest.mark.parametrize(("of_the_feed", "said"), [(None, b"false"), (False, b"false"), (True, b"true")])
def test_an_episode_of_which_nobody_says_it_is_as_its_podcast(of_the_feed, said):
    """The feed says whether it is for children, as directories want; an episode only what was said of it."""
    silent = an_entry(enclosures=HEARD["enclosures"])
    numbered = an_entry(day=8, enclosures=HEARD["enclosures"], episode=Episode(number=1))

    feed = a_feed("rss", silent, numbered, channel=replace(PODCAST, explicit=of_the_feed))

    assert feed.count(b"itunes:explicit>") == 2
    assert b"<itunes:explicit>" + said in feed.partition(b"<item>")[0]
    assert b"media:rating" not in feed


def test_parts_of_an_episode_that_lead_nowhere_are_left_out():
    """Addresses that are not of the web, and characters that XML cannot hold, cost nothing else."""
    episode = Episode(
        transcripts=(Transcript(url="file:///t.vtt", type="text/vtt"),),
        chapters="chapters.json",
        people=(Participant(name="Ann\x0b", url="mailto:a@a.example", image="https://brood.example/één.jpg"),),
    )
    for kind in FORMATS:
        text = a_feed(kind, an_entry(**HEARD | {"episode": episode})).decode()
        assert not any(wrong in text for wrong in ("file:", "chapters", "mailto:", "\x0b", "é"))
        assert "Ann" in text


def test_json_feed_carries_files_and_picture():
    """Attachments leave out a size that nobody knows."""
    files = (Enclosure(url="https://example.org/b.ogg", type="audio/ogg"),)

    item = json.loads(a_feed("json", an_entry(enclosures=files, image="https://example.org/b.jpg")))["items"][0]

    assert item["attachments"] == [{"url": "https://example.org/b.ogg", "mime_type": "audio/ogg"}]
    assert item["image"] == "https://example.org/b.jpg"


@pytest.mark.parametrize("kind", ["atom", "rss"])
def test_the_picture_is_media(kind):
    """An entry's picture is media:content of medium image, and a thumbnail for readers that look for one."""
    data = a_feed(kind, an_entry(image="https://example.org/b.jpg"))

    found = etree.fromstring(data).find(".//{http://search.yahoo.com/mrss/}content")

    assert dict(found.attrib) == {"url": "https://example.org/b.jpg", "medium": "image"}
    assert found.getnext().tag == "{http://search.yahoo.com/mrss/}thumbnail"
    assert found.getnext().get("url") == "https://example.org/b.jpg"


@pytest.mark.parametrize("kind", ["atom", "rss"])
def test_an_entry_in_another_language_says_so(kind):
    """xml:lang stands at an entry whose language is not the feed's, and at no other."""
    data = a_feed(kind, an_entry(9), an_entry(8, language="en-GB"))

    found = [each.get("{http://www.w3.org/XML/1998/namespace}lang") for each in _items(kind, data)]

    assert found == [None, "en-GB"]


def test_a_republished_entry_names_its_feed_and_who_helped():
    """Atom and RSS say from which feed an entry was taken over, and who contributed besides its authors."""
    entry = an_entry(
        contributors=(Person(name="Vera & Co"),),
        republished=Republished(title="Elders <b>x</b>", url="https://elders.example/feed", id="urn:elders"),
    )

    _, (atom,) = read("atom", a_feed("atom", entry))
    _, (rss,) = read("rss", a_feed("rss", entry))

    assert [each["name"] for each in atom["contributors"]] == ["Vera & Co"]
    assert (atom["source"]["id"], atom["source"]["link"]) == ("urn:elders", "https://elders.example/feed")
    assert unescape(atom["source"]["title"]) == "Elders <b>x</b>"
    assert [each["name"] for each in rss["contributors"]] == ["Vera & Co"]
    assert rss["source"]["href"] == "https://elders.example/feed"


def _items(kind, data):
    return etree.fromstring(data).findall(f"{ATOM}entry" if kind == "atom" else "channel/item")


@pytest.mark.parametrize("kind", FORMATS)
def test_summaries_alone_leave_the_content_out(kind):
    """A feed of summaries holds no word of the post's body beyond its summary."""
    data = a_feed(kind, an_entry(html="<p>Geheim recept</p>"), content="summary")

    assert "Geheim" not in data.decode()
    assert "Meel, water" in data.decode()


def test_an_ampersand_in_the_subtitle_is_one_for_simple_readers():
    """RSS calls a channel's description HTML, and most readers show it as it stands: both see the same."""
    data = a_feed("rss", channel=replace(CHANNEL, subtitle="Brood & zout, 2 < 3"))

    assert etree.fromstring(data).findtext("channel/description") == "Brood & zout, 2 &lt; 3"


def test_a_summary_is_text_in_atom_and_html_in_rss():
    """RSS readers take a description for HTML, so that a plain summary is escaped once more."""
    entry = an_entry(summary="1 < 2 & <i>zo</i>")

    rss = etree.fromstring(a_feed("rss", entry)).findtext("channel/item/description")
    (atom,) = _items("atom", a_feed("atom", an_entry(summary="1 < 2")))

    assert rss == "1 &lt; 2 &amp; &lt;i&gt;zo&lt;/i&gt;"
    assert atom.findtext(f"{ATOM}summary") == "1 < 2"


@pytest.mark.parametrize("kind", FORMATS)
def test_an_empty_feed_is_valid_and_knows_no_clock(kind):
    """A publication without entries has a feed, the same bytes on every day."""
    channel = replace(CHANNEL, updated=None)

    feed, entries = read(kind, a_feed(kind, channel=channel))

    assert not entries
    assert feed.get("updated") == ("2000-01-01T00:00:00+00:00" if kind == "atom" else None)


@pytest.mark.parametrize("kind", FORMATS)
def test_a_corrected_entry_says_when(kind):
    """A reader of any format learns when an entry was last changed."""
    data = a_feed(kind, an_entry(updated=datetime(2026, 4, 1, 9, tzinfo=ZONE)))

    if kind == "json":
        found = json.loads(data)["items"][0]["date_modified"]
    else:
        found = _items(kind, data)[0].findtext(f"{ATOM}updated")
    assert found == "2026-04-01T09:00:00+02:00"


def test_entries_of_one_second_have_updated_times_of_their_own():
    """Posts of one day differ in `updated` as text, which validators ask for, and not as instants."""
    entries = [an_entry(day, published=datetime(2026, 3, 1, 12, tzinfo=ZONE)) for day in (9, 8, 7)]

    texts = [each.findtext(f"{ATOM}updated") for each in _items("atom", a_feed("atom", *entries))]

    assert len(set(texts)) == 3
    assert {datetime.fromisoformat(text) for text in texts} == {entries[0].published}


@pytest.mark.parametrize("kind", FORMATS)
def test_a_fragment_is_the_same_in_every_feed(kind):
    """A fragment depends on nothing but its entry: it can be kept and shared."""
    writer = open_writer(kind, language="nl", content="full")
    other = replace(CHANNEL, title="Andere", home="https://example.net/")
    fragment = writer.fragment(an_entry())

    assert fragment == writer.fragment(an_entry())
    assert all(fragment in b"".join(writer.document(channel, [fragment])) for channel in (CHANNEL, other))


@pytest.mark.parametrize(
    ("identity", "url", "permanent"),
    [
        ("https://example.org/?p=1", "https://example.org/?p=1", "true"),  # the id is the address
        ("https://example.org/?p=1", "https://example.org/new", "false"),  # an id that looks like one
        ("post 12", "https://example.org/12", "false"),  # of a tool that knew no URIs
    ],
)
def test_rss_keeps_foreign_ids_byte_for_byte(identity, url, permanent):
    """A guid is what the other tool said; it is a permalink only where it is the entry's address."""
    guid = etree.fromstring(a_feed("rss", an_entry(id=identity, url=url))).find("channel/item/guid")

    assert (guid.text, guid.get("isPermaLink")) == (identity, permanent)


def test_atom_makes_a_uri_of_an_id_that_is_none():
    """Atom ids must be URIs (RFC 4287, section 4.2.6): any other id gets a UUID of its own, always the same."""
    given = ("12", "12", "13", "een twee", "tag:example.org,2026:{een}", "http:///een")

    ids = [_items("atom", a_feed("atom", an_entry(id=each)))[0].findtext(f"{ATOM}id") for each in given]

    assert ids[0] == ids[1]
    assert len(set(ids)) == len(set(given))
    assert all(identity.startswith("urn:uuid:") for identity in ids)


@pytest.mark.parametrize("kind", FORMATS)
def test_times_of_before_the_zones_are_said_in_utc(kind):
    """An offset with seconds, as local mean time had, cannot be said in a feed: the instant is kept."""
    _, (found,) = read(kind, a_feed(kind, an_entry(published=datetime(1899, 5, 1, 12, tzinfo=ZONE))))

    assert instant(found["published"]) == datetime(1899, 5, 1, 12, tzinfo=ZONE)


def test_rss_says_times_of_rare_zones_in_utc():
    """An offset of neither whole nor half hours is refused by some readers of RSS: the instant is kept."""
    published = datetime(2026, 3, 9, 12, tzinfo=ZoneInfo("Asia/Kathmandu"))
    data = a_feed("rss", an_entry(published=published), channel=replace(CHANNEL, updated=published))

    channel = etree.fromstring(data)[0]
    assert channel.findtext("item/pubDate") == "Mon, 09 Mar 2026 06:15:00 +0000"
    assert channel.findtext("lastBuildDate") == "Mon, 09 Mar 2026 06:15:00 +0000"


@pytest.mark.parametrize(
    ("given", "said"),
    [("aafje@brood.example", "aafje@brood.example"), ("aafje@bröd.example", "aafje@xn--brd-tna.example"),
     ("åse@brood.example", None), ("aafje", None), ("a b@brood.example", None),
     ("aafje@molen", None)],
)  # fmt: skip
def test_a_mail_address_is_one_or_is_left_out(given, said):
    """Atom allows for plain addresses alone; the host is said in ASCII."""
    (found,) = _items("atom", a_feed("atom", an_entry(authors=(Person(name="Aafje", email=given),))))

    assert found.findtext(f"{ATOM}author/{ATOM}email") == said


def test_an_entry_without_any_text_has_its_title_for_a_summary():
    """Atom readers get something to show for an empty post."""
    (found,) = _items("atom", a_feed("atom", an_entry(html="", summary="")))

    assert found.find(f"{ATOM}content") is None
    assert found.findtext(f"{ATOM}summary") == "Brood van dag 9"


@pytest.mark.parametrize("kind", FORMATS)
def test_addresses_hold_only_what_addresses_may(kind):
    """Letters and signs that a URI cannot hold are encoded, wherever the entry names an address."""
    url = "https://brood.example/{foto} één.html"
    entry = an_entry(url=url, image=url, enclosures=(Enclosure(url=url, type="audio/ogg"),) * 2)

    text = a_feed(kind, replace(entry, authors=(Person(name="A", url=url),))).decode()

    assert "{foto}" not in text
    assert text.count("https://brood.example/%7Bfoto%7D%20%C3%A9%C3%A9n.html") == {"atom": 6, "rss": 5, "json": 5}[kind]


@pytest.mark.parametrize("kind", ["atom", "rss"])
def test_a_post_about_feeds_keeps_their_source(kind):
    """Source of a feed in a post stays whole, down to the namespaces that our own feeds declare."""
    head = a_feed(kind).decode().splitlines()[1]
    entry = an_entry(html=f"<pre>{head.replace('<', '&lt;')}</pre>")

    _, (found,) = read(kind, a_feed(kind, entry))

    assert found["content"][0]["value"] == entry.html


@pytest.mark.parametrize(
    ("address", "encoded"),
    [
        ("https://brood.example/a%20b?c=1&d=~#e", "https://brood.example/a%20b?c=1&d=~#e"),  # nothing to do
        ("https://brood.example/één?q=[1]|2", "https://brood.example/%C3%A9%C3%A9n?q=%5B1%5D%7C2"),
        ("https://brood.example/?q=[1]", "https://brood.example/?q=%5B1%5D"),
        ("https://ik@[::1]:80/brood", "https://ik@[::1]:80/brood"),  # here alone brackets may stand
        ("https://[kapot/é", "https://%5Bkapot/%C3%A9"),  # no address at all: at least it breaks nothing
    ],
)
def test_an_address_changes_only_where_it_must(address, encoded):
    """An address that is right already stays byte for byte what it was."""
    assert uri(address) == encoded


def test_an_entry_without_an_address_has_no_link():
    """An entry without an address, which Atom allows with a content, is written without a link."""
    (found,) = _items("atom", a_feed("atom", an_entry(url=None), content="summary"))

    assert found.find(f"{ATOM}link") is None
    assert found.findtext(f"{ATOM}content") == an_entry().html


def test_tags_with_markup_stay_what_they_are():
    """A tag may hold any character."""
    tag = "C++/CLI & <b>"

    for kind in ("atom", "rss"):
        _, (found,) = read(kind, a_feed(kind, an_entry(tags=(tag, "meel"))))
        assert [each["term"] for each in found["tags"]] == [tag, "meel"]
    assert json.loads(a_feed("json", an_entry(tags=(tag,))))["items"][0]["tags"] == [tag]


@pytest.mark.parametrize("kind", FORMATS)
def test_lines_end_alike_and_the_file_ends_with_one(kind):
    """The files are pleasant in git: UTF-8, one last line end, indented."""
    data = a_feed(kind, an_entry(9), an_entry(8))

    assert data.endswith(b"\n")
    assert not data.endswith(b"\n\n")
    assert b"\r" not in data
    assert all(len(line) - len(line.lstrip()) < 16 for line, _ in pairwise(data.decode().splitlines()))
