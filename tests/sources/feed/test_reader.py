"""Feeds of every format, as people write them: each test is one thing that an entry must have."""

import json
import os
from datetime import UTC, date, datetime

import pytest

from publisher.errors import InputError
from publisher.model.entry import Enclosure, Episode, Participant, Person, Republished, Transcript
from publisher.model.post import Post, Rejected, Warned
from publisher.sources import detect, open_importer
from publisher.sources.feed.items import language_tag
from publisher.sources.feed.reader import Feed, recognise
from publisher.sources.inputs.resource import Place
from publisher.text.dates.written import read_feed_date

NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "content": "http://purl.org/rss/1.0/modules/content/",
        "dc": "http://purl.org/dc/elements/1.1/",
        "media": "http://search.yahoo.com/mrss/",
        "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
        "podcast": "https://podcastindex.org/namespace/1.0",
        "atom": "http://www.w3.org/2005/Atom",
        "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    }.items()
)
DATED = "<pubDate>Mon, 02 Mar 2026 10:00:00 +0100</pubDate>"
DAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def read(tmp_path):
    """Return a function that reads the text of a feed and gives everything that comes of it."""

    def run(text, address=None, encoding=None):
        path = tmp_path / "feed"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return list(Feed(place=Place(path=path, shown="feed", address=address, encoding=encoding)).read(lambda _: None))

    return run


@pytest.fixture
def post(read):
    """Return a function that reads the only post of a feed."""

    def run(text, **more):
        (found,) = read(text, **more)
        assert isinstance(found, Post), found
        return found

    return run


def rss(item, channel="", head=""):
    """Return an RSS feed around one item, dated unless it has a date."""
    dated = "" if "ubDate>" in item or "dc:date" in item else DATED
    return f'{head}<rss version="2.0" {NAMESPACES}><channel>{channel}<item>{item}{dated}</item></channel></rss>'


def atom(entry, feed="", attributes=""):
    """Return an Atom feed around one entry."""
    dated = "" if "published" in entry else "<published>2026-03-02T10:00:00+01:00</published>"
    return f'<feed xmlns="http://www.w3.org/2005/Atom" {attributes}>{feed}<entry>{entry}{dated}</entry></feed>'


def json_feed(*items, **feed):
    """Return a JSON Feed."""
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "W", "items": list(items), **feed})


class TestOrigin:
    """Who else had a hand in an entry, and which feed it comes from."""

    def test_atom_names_its_source_and_who_helped(self, post):
        """The source keeps its title, its id and its address; people who helped are no authors."""
        found = post(
            atom(
                "<id>urn:1</id><title>T</title><author><name>Ann</name></author>"
                "<contributor><name>Cleo</name><email>cleo@example.org</email></contributor>"
                '<source><id>urn:elders</id><title type="html">Elders &amp;amp; co</title>'
                '<link href="https://elders.example/"/><link rel="self" href="https://elders.example/feed"/></source>'
            )
        )

        assert found.authors == (Person(name="Ann"),)
        assert found.contributors == (Person(name="Cleo", email="cleo@example.org"),)
        assert found.republished == Republished(title="Elders & co", url="https://elders.example/feed", id="urn:elders")

    def test_rss_names_its_source_and_who_helped(self, post):
        """`source` has an address and a title, and Dublin Core knows contributors."""
        found = post(
            rss(
                '<title>T</title><source url="https://elders.example/feed">Elders</source>'
                "<dc:contributor>Cleo</dc:contributor>"
            )
        )

        assert found.republished == Republished(title="Elders", url="https://elders.example/feed")
        assert found.contributors == (Person(name="Cleo"),)

    @pytest.mark.parametrize("url", ["https://ann.example/other.xml", "", "javascript:x()"])
    def test_a_source_that_is_no_other_site_is_none(self, post, url):
        """Some programs name their own feed, or nothing."""
        channel = "<title>W</title><link>https://ann.example/</link>"

        assert post(rss(f'<title>T</title><source url="{url}">W</source>', channel)).republished is None


def test_what_says_to_be_utf_16_and_is_not_is_read(read):
    """Programs write this into files that they save in UTF-8; real UTF-16 stays what it is."""
    text = rss("<title>Café</title>", head='<?xml version="1.0" encoding="utf-16"?>')
    warned, found = read(text)

    assert (found.title, warned.reason) == ("Café", "it says to be in UTF-16, and is not; read as UTF-8")
    assert [each.title for each in read(text.encode("utf-16"))] == ["Café"]


class TestNamesOfCharacters:
    """Feeds with a document type call characters by the names of HTML."""

    HEAD = (
        '<?xml version="1.0"?>\n<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" '
        '"http://my.netscape.com/publish/formats/rss-0.91.dtd">'
    )

    def test_they_are_read_as_the_dtd_would_have_it(self, post):
        """No character is lost, and what is no name stays what it is."""
        found = post(rss("<title>Caf&eacute; &amp; bar</title><guid>&uuml;-1</guid>", head=self.HEAD))

        assert found.title == "Café & bar"
        assert found.foreign_id == "ü-1"

    def test_what_is_quoted_stays_as_it_is(self, post):
        """HTML in a section of characters has its own names."""
        found = post(
            rss("<title>T</title><description><![CDATA[<p>&lt;b&gt; &eacute;</p>]]></description>", head=self.HEAD)
        )

        assert found.body == "<p>&lt;b&gt; &eacute;</p>"


class TestIdentity:
    """Who an entry is."""

    @pytest.mark.parametrize(
        "guid", ["post-1", "http://example.org/a/../b?", "urn:x:Ä", "12", "tag:example.org,2005:a b", "é&amp;é"]
    )
    def test_guid_is_kept_byte_for_byte(self, post, guid):
        """An id is what the feed says, even where it looks like an address that could be tidied."""
        found = post(rss(f"<title>T</title><guid>{guid}</guid>", "<link>http://example.org/x/</link>"))
        assert found.foreign_id == found.key == guid.replace("&amp;", "&")

    def test_link_stands_for_a_missing_guid(self, post):
        """Without a guid the link is the id, as for most readers."""
        found = post(rss("<title>T</title><link>https://example.org/a</link>"))
        assert (found.foreign_id, found.url) == ("https://example.org/a", "https://example.org/a")

    def test_title_and_date_stand_for_both(self, post):
        """Without guid and link an entry is known by title and date, and gets an id of ours."""
        found = post(rss("<title>T</title><description>x</description>"))
        assert (found.foreign_id, found.key) == (None, "T 2026-03-02T09:00:00+00:00")

    def test_permanent_link_in_the_guid(self, post):
        """A guid that is a permanent link gives the address."""
        assert post(rss("<title>T</title><guid>https://example.org/a</guid>")).url == "https://example.org/a"
        assert post(rss('<title>T</title><guid isPermaLink="false">https://example.org/a</guid>')).url is None

    def test_shared_guid(self, read):
        """Where several entries have one id, their links tell them apart, whichever comes first."""
        items = "".join(
            f"<item><title>{n}</title><guid>same</guid><link>http://x.org/{n}</link>{DATED}</item>" for n in "ab"
        )
        found = read(f'<rss version="2.0"><channel>{items}</channel></rss>')
        assert [each.foreign_id for each in found if isinstance(each, Post)] == ["http://x.org/a", "http://x.org/b"]
        assert sum(isinstance(each, Warned) for each in found) == 2

    def test_same_entry_twice(self, read):
        """An entry that stands twice is taken once."""
        item = f"<item><title>T</title><guid>1</guid>{DATED}</item>"
        found = read(f'<rss version="2.0"><channel>{item}{item}</channel></rss>')
        assert [type(each) for each in found] == [Post, Warned]

    def test_real_address_behind_a_counter(self, post):
        """FeedBurner's address is passed over for the real one."""
        found = post(
            rss(
                "<title>T</title><link>http://feeds.x.org/~r/1</link><feedburner:origLink>http://x.org/1</feedburner:origLink>"
            )
        )
        assert found.url == "http://x.org/1"

    def test_line(self, post):
        """An entry says in which line of the feed it begins."""
        assert post(rss("<title>T</title>", head="\n\n")).origin.first_line == 3


class TestText:
    """What an entry says."""

    def test_whole_text_and_summary(self, post):
        """`content:encoded` is the text, `description` its summary in plain words."""
        found = post(
            rss(
                "<title>T</title><description>&lt;b&gt;Short&lt;/b&gt; &amp;amp; good</description>"
                "<content:encoded><![CDATA[<p>Long & wide</p>]]></content:encoded>"
            )
        )
        assert (found.body, found.summary) == ("<p>Long & wide</p>", "Short & good")

    def test_names_that_a_script_was_to_write(self, post):
        """Substack's mention of somebody does not leave a hole in the sentence."""
        mention = """<span class="mention-wrap" data-attrs='{"name":"Ann","url":null}'></span>"""
        found = post(rss(f"<title>T</title><content:encoded><![CDATA[<p>As {mention} says</p>]]></content:encoded>"))
        assert found.body == "<p>As Ann says</p>"

    def test_description_alone(self, post):
        """Where there is one text it is the text, not a summary."""
        found = post(rss("<title>T</title><description>&lt;p&gt;Text&lt;/p&gt;</description>"))
        assert (found.body, found.summary) == ("<p>Text</p>", None)

    def test_descriptions_of_several_vocabularies(self, post):
        """A podcast's notes are its longest description; its subtitle sums it up."""
        found = post(
            rss(
                "<title>T</title><itunes:summary>Short words</itunes:summary>"
                "<description>&lt;p&gt;Much longer notes about it&lt;/p&gt;</description>"
            )
        )
        assert (found.body, found.summary) == ("<p>Much longer notes about it</p>", "Short words")

    def test_plain_text_of_atom(self, post):
        """Text of the type text is escaped, its paragraphs and addresses are found."""
        found = post(atom("<title>T</title><content>1 &lt; 2\n\nSee https://example.org/</content>"))
        assert found.body == '<p>1 &lt; 2</p>\n<p>See <a href="https://example.org/">https://example.org/</a></p>'

    def test_markup_of_atom(self, post):
        """XHTML comes as it stands, without the element around it."""
        found = post(
            atom(
                '<title>T</title><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>A</p></div></content>'
            )
        )
        assert found.body == "<p>A</p>"

    @pytest.mark.parametrize(
        ("written", "title"),
        [
            ("<title>Tom &amp;amp; Jerry</title>", "Tom & Jerry"),
            ("<title>a &lt; b</title>", "a < b"),
            ("<title>&lt;em&gt;Yes&lt;/em&gt;\n no</title>", "Yes no"),
            ("<title/><description>&lt;p&gt;First words. More.&lt;/p&gt;</description>", "First words"),
            ("<description>" + "word " * 40 + "</description>", "word " * 13 + "word…"),
            ("<link>https://example.org/2026/the-name/</link>", "the-name"),
            ('<description>&lt;img src="https://x.org/a.png"&gt;</description>', "2026-03-02"),
        ],
    )
    def test_title(self, post, written, title):
        """A title is plain text; where there is none, the first words are, or whatever names the entry."""
        assert post(rss(written)).title == title

    @pytest.mark.parametrize(
        "more",
        [
            "<author><name>Ann</name><title>Editor</title></author>",
            '<author xmlns="http://www.w3.org/2005/Atom"><title></title></author>',
            '<media:content url="https://x.org/a.png"><media:title>Editor</media:title></media:content>',
            '<media:content url="https://x.org/a.png"><media:description>Rain</media:description></media:content>',
            '<g:id xmlns:g="http://base.google.com/ns/1.0">7</g:id><g:title xmlns:g="urn:g">G</g:title>',
        ],
    )
    def test_what_says_something_of_other_things(self, post, more):
        """Titles, texts and ids of authors, pictures and extensions are not those of the item."""
        own = "<title>T &amp;amp; U</title><description>&lt;p&gt;Text&lt;/p&gt;</description><guid>a:1</guid>"
        for item in (own + more, more + own):
            found = post(rss(item))
            assert (found.title, found.body, found.foreign_id) == ("T & U", "<p>Text</p>", "a:1")

    def test_description_of_an_unknown_type(self, post):
        """A type that is none does not hide the text."""
        assert post(rss("<title>T</title><description type='x'>Text</description>")).body == "Text"

    def test_addresses_are_made_absolute(self, post):
        """Relative addresses refer to `xml:base`, else to the page, unless that is somebody else's."""
        text = "<content type='html'>&lt;a href='b'&gt;b&lt;/a&gt;</content>"
        based = post(atom(f"<title>T</title>{text}", attributes='xml:base="https://example.org/x/"'))
        assert based.body == '<a href="https://example.org/x/b">b</a>'
        here = '<link href="https://example.org/"/>'
        own = post(atom(f'<title>T</title><link href="https://example.org/2026/a/"/>{text}', here))
        assert own.body == '<a href="https://example.org/2026/a/b">b</a>'
        foreign = post(atom(f'<title>T</title><link href="https://elsewhere.org/a/"/>{text}', here))
        assert foreign.body == '<a href="https://example.org/b">b</a>'
        fetched = post(atom(f"<title>T</title>{text}"), address="https://example.org/feeds/atom")
        assert fetched.body == '<a href="https://example.org/feeds/b">b</a>'

    def test_relative_link(self, post):
        """A link is made absolute by the address of the site, or of the document."""
        item = "<title>T</title><link>/a</link>"
        assert post(rss(item, "<link>https://example.org/blog/</link>")).url == "https://example.org/a"
        assert post(rss(item), address="https://example.org/feed").url == "https://example.org/a"
        assert post(rss(item)).url is None

    def test_relative_link_of_a_file_at_home(self, tmp_path):
        """A saved feed without any host is one of the publication's own."""
        path = tmp_path / "feed"
        picture = "<description>&lt;img src='/b.png'></description>"
        path.write_text(rss(f"<title>T</title><link>/a</link>{picture}", "<link>/</link>"))
        (found,) = Feed(place=Place(path=path, shown="feed", home="https://garden.example/x/")).read(lambda _: None)
        assert (found.url, found.body) == (
            "https://garden.example/a",
            '<img src="https://garden.example/b.png">',
        )

    @pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "mailto:a@b.c"])
    def test_link_that_is_none(self, post, link):
        """Only addresses of the web are links."""
        assert post(rss(f"<title>T</title><link>{link}</link>")).url is None


class TestTimes:
    """When an entry was written."""

    @pytest.mark.parametrize(
        ("written", "published"),
        [
            ("Mon, 02 Mar 2026 10:00:00 +0100", DAY),
            ("2026-03-02T10:00:00+01:00", DAY),
            ("Mon, 02 Mar 2026 09:00 GMT", DAY),
            ("2026-03-02", date(2026, 3, 2)),
            ("Mon, 02 Mar 2026", date(2026, 3, 2)),
            ("lun., 02 mars 2026 10:00:00 +0100", DAY),
            ("Mo, 2. März 2026 09:00 GMT", DAY),
            ("Пн, 02 мар 2026 12:00:00 +0300", DAY),
            ("2 maart 2026", date(2026, 3, 2)),
            ("lun. 2 mars 2026 10:00:00 CET", DAY),
            ("lun. 2 mars 2026 09:00:00 XYZ", DAY),
        ],
    )
    def test_date(self, post, written, published):
        """Dates are read in every form and language; a day stays a day."""
        assert post(rss(f"<title>T</title><pubDate>{written}</pubDate>")).published == published

    def test_ambiguous_month(self):
        """A name that is two months needs the language of the feed."""
        assert read_feed_date("5 listopad 2025") is None
        assert read_feed_date("5 listopad 2025", "pl") == date(2025, 11, 5)
        assert read_feed_date("5 listopad 2025", "hr-HR") == date(2025, 10, 5)

    def test_updated(self, post):
        """A change later than the publication is kept; it stands for a missing date."""
        both = "<title>T</title><published>2026-03-02T09:00:00Z</published><updated>2026-03-03T09:00:00Z</updated>"
        assert post(atom(both)).updated == datetime(2026, 3, 3, 9, tzinfo=UTC)
        text = '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>T</title><updated>2026-03-02T09:00:00Z</updated></entry></feed>'
        found = post(text)
        assert (found.published, found.updated) == (DAY, None)

    def test_day_in_the_address(self, post):
        """An address that names the day dates its entry."""
        text = "<rss><channel><item><title>T</title><link>http://x.org/2026/03/02/t</link></item></channel></rss>"
        assert post(text).published == date(2026, 3, 2)

    def test_date_of_the_feed(self, read):
        """Old formats date the feed alone: that is taken, and said."""
        found = read(f"<rss><channel>{DATED}<item><title>T</title></item></channel></rss>")
        assert found[0].published == DAY
        assert found[1] == Warned(place="feed", reason="1 entry has no date; that of the feed was taken")

    @pytest.mark.parametrize(
        "dated",
        [
            "",
            "<pubDate>soon</pubDate>",
            "<pubDate>99 Foo 2026</pubDate>",
            "<pubDate>Mon, 01 Jan 0001 00:00:00 +0000</pubDate>",
        ],
    )
    def test_no_date(self, read, dated):
        """An entry that nobody has dated is rejected: today would be a lie."""
        (found,) = read(f"<rss><channel><item><title>T</title>{dated}</item></channel></rss>")
        assert isinstance(found, Rejected)
        assert "“T” has" in found.reason
        assert found.place == "feed:1"
        assert found.hint

    def test_time_of_the_file(self, tmp_path):
        """A file without any date has that of the file, if somebody asks for it."""
        (tmp_path / "x").write_text("<rss><channel><item><title>T</title></item></channel></rss>")
        os.utime(tmp_path / "x", (1772442000, 1772442000))
        place = Place(path=tmp_path / "x", shown="x", undated="file time")
        (found,) = Feed(place=place).read(lambda _: None)
        assert found.published == DAY


class TestPeopleAndThings:
    """Who wrote an entry, what it is about, and what belongs to it."""

    @pytest.mark.parametrize(
        ("written", "author"),
        [
            ("<author>mia@example.org (Mia Example)</author>", Person(name="Mia Example", email="mia@example.org")),
            ("<dc:creator>Mia Example</dc:creator>", Person(name="Mia Example")),
            ("<author>noreply@blogger.com (Mia)</author>", Person(name="Mia")),
            ("<author>mia@example.org</author>", Person(name="mia", email="mia@example.org")),
            ("<author>mia@a.industries (Mia (M.))</author>", Person(name="Mia (M.)", email="mia@a.industries")),
            ("<author>mia@a.industries</author>", Person(name="mia", email="mia@a.industries")),
            ("<author>Mia (Example)</author>", Person(name="Mia (Example)")),
        ],
    )
    def test_author(self, post, written, author):
        """Authors have a name, and a mail address if the feed gives one that is read."""
        assert post(rss(f"<title>T</title>{written}")).authors == (author,)

    def test_author_of_the_feed(self, post):
        """Who wrote the feed wrote what names nobody; an entry from elsewhere brings its author."""
        whole = "<author><name>Mia</name></author>"
        assert post(atom("<title>T</title>", whole)).authors == (Person(name="Mia"),)
        assert post(atom("<title>T</title><author><name>Bo</name></author>", whole)).authors == (Person(name="Bo"),)
        source = "<source><author><name>Di</name></author></source>"
        assert post(atom(f"<title>T</title>{source}", whole)).authors == (Person(name="Di"),)

    def test_tags(self, post):
        """Categories are tags; what only says that this is an entry is none."""
        kind = "http://schemas.google.com/g/2005#kind"
        found = post(
            atom(
                f'<title>T</title><category scheme="{kind}" term="x#post"/>'
                '<category term="Mills"/><category term="Wind"/>'
            )
        )
        assert found.tags == ("Mills", "Wind")
        assert post(rss("<title>T</title><category>A</category><dc:subject>B</dc:subject>")).tags == ("A", "B")

    def test_language(self, post):
        """The language of the text is its own, else that of the feed."""
        assert (
            post(rss("<title>T</title><description>x</description>", "<language>nl-nl</language>")).language == "nl-NL"
        )
        assert (
            post(atom('<title>T</title><content xml:lang="fr">x</content>', attributes='xml:lang="nl"')).language
            == "fr"
        )
        assert language_tag("not a language") is None

    def test_enclosures(self, post):
        """Sound and film belong to an entry, once each; a wrong length is none."""
        found = post(
            rss(
                '<title>T</title><enclosure url="https://x.org/a.mp3" length="1,234" type="audio/mpeg"/>'
                '<media:content url="https://x.org/a.mp3" type="audio/mpeg"/>'
                '<media:content url="https://x.org/b.mp4" medium="video"/>'
                '<enclosure url="c.pdf" length="?"/><enclosure url="javascript:x" type="a/b"/>',
                "<link>https://x.org/</link>",
            )
        )
        assert found.enclosures == (
            Enclosure(url="https://x.org/a.mp3", type="audio/mpeg", length=1234),
            Enclosure(url="https://x.org/c.pdf", type="application/pdf"),
            Enclosure(url="https://x.org/b.mp4", type="video/mp4"),
        )

    @pytest.mark.parametrize(
        "written",
        [
            (
                '<media:content url="https://x.org/s.jpg" medium="image" width="10"/>'
                '<media:content url="https://x.org/i.jpg" medium="image" width="99"/>'
            ),
            '<media:thumbnail url="https://x.org/i.jpg"/>',
            '<itunes:image href="https://x.org/i.jpg"/>',
            '<enclosure url="https://x.org/i.jpg" type="image/jpeg" length="1"/>',
        ],
    )
    def test_image(self, post, written):
        """The picture of an entry is the widest, wherever the feed has it."""
        assert post(rss(f"<title>T</title>{written}")).image == "https://x.org/i.jpg"


SAID = """
    <itunes:duration>1:02:03</itunes:duration><itunes:episode>7</itunes:episode><itunes:season>2</itunes:season>
    <itunes:episodeType>trailer</itunes:episodeType><itunes:explicit>clean</itunes:explicit>
    <podcast:transcript url="/t.vtt" type="text/vtt" language="en-us"/><podcast:transcript url="t.srt"/>
    <podcast:chapters url="https://x.org/c.json" type="application/json+chapters"/>
    <podcast:person role="Guest" href="https://ann.example/" img="ann.jpg">Ann &amp; Co</podcast:person>
    <podcast:person>Bob</podcast:person><podcast:person/>
"""
SOUND = '<enclosure url="https://x.org/a.mp3" type="audio/mpeg" length="9"/>'


class TestEpisodes:
    """What podcasts say of their episodes."""

    def test_everything(self, post):
        """The elements of Apple and of Podcasting 2.0 are read, each as often as it may stand."""
        found = post(rss(f"<title>T</title><link>https://x.org/p/</link>{SOUND}{SAID}"))

        assert found.enclosures == (Enclosure(url="https://x.org/a.mp3", type="audio/mpeg", length=9, duration=3723),)
        assert found.episode == Episode(
            number=7,
            season=2,
            kind="trailer",
            explicit=False,
            transcripts=(
                Transcript(url="https://x.org/t.vtt", type="text/vtt", language="en-US"),
                Transcript(url="https://x.org/p/t.srt", type="application/x-subrip"),
            ),
            chapters="https://x.org/c.json",
            people=(
                Participant(name="Ann & Co", role="guest", url="https://ann.example/", image="https://x.org/p/ann.jpg"),
                Participant(name="Bob"),
            ),
        )

    @pytest.mark.parametrize(
        ("channel", "item", "explicit"),
        [
            ("", "<itunes:explicit>yes</itunes:explicit>", True),
            ("", "<itunes:explicit>true</itunes:explicit>", True),
            ("", '<media:rating scheme="urn:simple">nonadult</media:rating>', False),
            ("<itunes:explicit>true</itunes:explicit>", "", True),
            ("<itunes:explicit>true</itunes:explicit>", "<itunes:explicit>no</itunes:explicit>", False),
        ],
    )
    def test_explicit(self, post, channel, item, explicit):
        """An episode is what it says itself, else what the whole podcast says."""
        assert post(rss(f"<title>T</title>{SOUND}{item}", channel)).episode.explicit is explicit

    @pytest.mark.parametrize(
        ("channel", "item"),
        [
            ("<itunes:explicit>true</itunes:explicit>", ""),
            ("<itunes:explicit>false</itunes:explicit>", SOUND),
            ("", f"{SOUND}<itunes:explicit>perhaps</itunes:explicit><itunes:episode>0</itunes:episode>"),
        ],
    )
    def test_nothing_said(self, post, channel, item):
        """What nobody says is not known: a post without sound is not explicit, an episode is not harmless."""
        assert post(rss(f"<title>T</title>{item}", channel)).episode is None

    def test_duration_of_each_file(self, post):
        """Media RSS has the duration and the title of a file; that of the item belongs to its first sound."""
        found = post(
            rss(
                '<title>T</title><media:content url="https://x.org/a.mp3" type="audio/mpeg" duration="61">'
                "<media:title>One &amp;lt;2&gt;</media:title></media:content>"
                '<media:content url="https://x.org/b.mp3" type="audio/mpeg"/><itunes:duration>99</itunes:duration>'
            )
        )
        assert [(file.duration, file.title) for file in found.enclosures] == [(61, "One &lt;2>"), (0, "")]

    def test_damaged_feed(self, read):
        """Of a feed that stops being XML, what can be known is."""
        damaged = rss(f"<title>T</title>{SOUND}{SAID}").replace("<title>T</title>", "<title>T & U</title>")
        (found,) = (each for each in read(damaged) if isinstance(each, Post))
        assert (found.enclosures[0].duration, found.episode.number, found.episode.kind) == (3723, 7, "trailer")

    @pytest.mark.parametrize(
        ("content", "alt"),
        [
            ('<media:title type="html">&lt;b&gt;Bread&lt;/b&gt; &amp;amp; wine</media:title>', "Bread & wine"),
            ("<media:title>x</media:title><media:description>Bread &lt;3</media:description>", "Bread <3"),
            ("<media:title>IMG_1234.JPG</media:title>", ""),
            ("", ""),
        ],
    )
    def test_what_a_picture_shows(self, post, content, alt):
        """The words of a picture are those of its own element, unless they are the name of a file."""
        found = post(
            rss(
                f'<title>T</title><media:content url="https://x.org/i.jpg" medium="image">{content}</media:content>'
                "<media:description>Of something else.</media:description>"
            )
        )
        assert (found.image, found.image_alt) == ("https://x.org/i.jpg", alt)

    def test_json(self, post):
        """Attachments of a JSON Feed have a title and a duration."""
        file = {"url": "https://x.org/a.mp3", "mime_type": "audio/mpeg", "title": "One", "duration_in_seconds": 61.4}
        found = post(json_feed({"id": "1", "content_text": "x", "date_published": "2026-03-02", "attachments": [file]}))
        assert found.enclosures == (Enclosure(url="https://x.org/a.mp3", type="audio/mpeg", duration=61, title="One"),)

    @pytest.mark.parametrize(
        "told", [7, [], {}, {"episode": [], "transcripts": [7, {"url": 1}], "persons": {}, "chapters": {}}]
    )
    def test_odd_extension_in_json(self, post, told):
        """What others mean by a member of our name is left alone."""
        item = {"id": "1", "content_text": "x", "date_published": "2026-03-02", "_podcast": told}
        assert post(json_feed(item)).episode is None


class TestJson:
    """JSON Feed 1.0 and 1.1."""

    def test_everything(self, post):
        """All that a version 1.1 item can say arrives."""
        item = {
            "id": "a-1", "url": "https://x.org/a", "title": "T", "content_html": '<a href="b">b</a>', "summary": "S",
            "image": "i.png", "date_published": "2026-03-02T10:00:00+01:00", "date_modified": "2026-03-03T09:00:00Z",
            "authors": [{"name": "Mia", "url": "https://mia.org/"}], "tags": ["m", ""], "language": "fr",
            "attachments": [{"url": "https://x.org/a.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 5}],
        }  # fmt: skip
        found = post(json_feed(item))
        assert (found.foreign_id, found.url, found.title, found.summary) == ("a-1", "https://x.org/a", "T", "S")
        assert found.body == '<a href="https://x.org/b">b</a>'
        assert (found.published, found.updated) == (DAY, datetime(2026, 3, 3, 9, tzinfo=UTC))
        assert (found.authors, found.tags) == ((Person(name="Mia", url="https://mia.org/"),), ("m",))
        assert (found.image, found.language) == ("https://x.org/i.png", "fr")
        assert found.enclosures == (Enclosure(url="https://x.org/a.mp3", type="audio/mpeg", length=5),)

    def test_version_one(self, post):
        """Version 1.0 has one author, numbers for ids and plain text."""
        item = {"id": 7, "content_text": "a < b\n\nc", "date_published": "2026-03-02"}
        found = post(json_feed(item, author={"name": "Mia"}))
        assert (found.foreign_id, found.published, found.authors) == ("7", date(2026, 3, 2), (Person(name="Mia"),))
        assert (found.title, found.body) == ("a < b c", "<p>a &lt; b</p>\n<p>c</p>")

    @pytest.mark.parametrize(
        "text",
        ["{", '{"version": 1}', '{"items": {}}', '{"items":' + "[" * 100_000, "[]", '{"items":[{"id":1e999}]}', "{\0}"],
    )
    def test_no_feed(self, read, text):
        """What is no JSON Feed is told in a sentence."""
        with pytest.raises(InputError) as caught:
            read("\ufeff" * (text == "{") + text)
        assert caught.value.hint

    @pytest.mark.parametrize(
        "item", [None, 1, "x", [], {}, {"title": {}}, {"id": True, "tags": 5, "authors": [1], "attachments": [2]}]
    )
    def test_odd_items(self, read, item):
        """An item that is none is rejected, the others are read."""
        good = {"id": "1", "title": "T", "date_published": "2026-03-02"}
        found = read(json_feed(item, good))
        assert [type(each) for each in found if not isinstance(each, Warned)] == [Rejected, Post]


class TestHalvesOfCharacters:
    """A program cut a text within a character; everything else is read all the same."""

    def test_half_is_replaced_and_told(self, read):
        """U+FFFD stands for the half; whole characters, and a backslash before a word like it, stay."""
        text = json_feed(
            {"id": "1", "title": "a HALF b", "content_html": "<p>WHOLE ESCAPED</p>", "date_published": "2026-03-02"}
        )
        for word, written in {"HALF": r"\ud83d", "WHOLE": r"\ud83d\ude00", "ESCAPED": r"\\ud83d"}.items():
            text = text.replace(word, written)

        warned, found = read(text)

        assert isinstance(warned, Warned)
        assert warned.reason.startswith("half of a character was replaced by \ufffd")
        assert (found.title, found.body) == ("a \ufffd b", "<p>\U0001f600 \\ud83d</p>")


class TestDetection:
    """What is a feed, and what only looks like one."""

    @pytest.mark.parametrize(
        "text",
        [
            rss("<title>T</title>"),
            "\ufeff <!-- x --><?x?><!DOCTYPE rss [<!ENTITY a '>'>]>" + rss("<title>T</title>"),
            '<!DOCTYPE rss PUBLIC "-//N//DTD RSS 0.91//EN" "http://x/rss.dtd"><rss version="0.91"><channel/></rss>',
            atom("<title>T</title>"),
            '<a:feed xmlns:a="http://www.w3.org/2005/Atom"/>',
            '<rdf:RDF xmlns:rdf="http://x" xmlns="http://purl.org/rss/1.0/"/>',
            json_feed(),
            '{"version":"https:\\/\\/jsonfeed.org\\/version\\/1"}',
        ],
    )
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32-le"])
    def test_feeds(self, tmp_path, text, encoding):
        """A feed is known by its root element, in any encoding."""
        (tmp_path / "x").write_bytes(text.encode(encoding))
        place = Place(path=tmp_path / "x", shown="x")
        if encoding == "utf-32-le" and not text.startswith("<"):
            return
        assert recognise(place, place.head())

    @pytest.mark.parametrize(
        "text",
        [
            "<html><rss>",
            "<!DOCTYPE html><html><feed>",
            "<rdf:RDF/>",
            "<entry/>",
            "rss",
            '{"version": "1"}',
            "",
            "<!--" * 50_000,
        ],
    )
    def test_others(self, tmp_path, text):
        """Pages, data and texts are no feeds."""
        (tmp_path / "x").write_text(text)
        place = Place(path=tmp_path / "x", shown="x")
        assert recognise(place, place.head()) is None

    def test_exports_come_first(self, shared, tmp_path):
        """Exports of Blogger and WordPress are feeds by their form, and are read as what they are."""
        for folder, kind in (("blogger", "blogger"), ("wxr", "wordpress")):
            for path in sorted((shared / "corpora" / folder).rglob("*.xml"))[:4]:
                assert detect(Place(path=path, shown=path.name)).kind == kind, path

    def test_chosen(self, tmp_path):
        """A feed is found among all kinds, and why is said."""
        (tmp_path / "x.xml").write_text(rss("<title>T</title>"))
        place = Place(path=tmp_path / "x.xml", shown="x.xml")
        found = detect(place)
        assert (found.kind, found.why) == ("feed", "its root element is <rss>")
        assert [each.title for each in open_importer("feed", place).read(lambda _: None)] == ["T"]

    def test_folder(self, tmp_path):
        """A folder of feeds is read feed by feed; one that is broken costs no other."""
        (tmp_path / "a.xml").write_text(rss("<title>A</title>"))
        (tmp_path / "b.xml").write_text("<rss>" + "<a>" * 500)
        (tmp_path / "c.xml").write_text("<html/>")
        found = list(Feed(place=Place(path=tmp_path, shown="f")).read(lambda _: None))
        assert [(type(each), getattr(each, "title", "")) for each in found] == [(Post, "A"), (Rejected, "")]


class TestDamage:
    """Feeds that are not well-formed."""

    def test_read_with_a_warning(self, read):
        """What feedparser can mend is read, and the line of the damage is told."""
        found = read(rss("<title>A & B</title>\n<guid>1</guid>").replace("<item>", "\n<item>"))
        assert [type(each) for each in found] == [Warned, Post]
        assert found[0].place == "feed:2"
        assert "not well-formed" in found[0].reason
        assert found[1].foreign_id == "1"

    def test_cut_off(self, read):
        """Of a feed that is cut off, the entry in which it ends is not taken for a whole one."""
        items = "".join(
            f"<item><title>{n}</title><description>{'word ' * 9}</description>{DATED}</item>" for n in "abc"
        )
        text = f"<rss><channel>{items}"
        found = read(text[: -len(DATED) - 40])
        assert [each.title for each in found if isinstance(each, Post)] == ["a", "b"]
        assert "ends within" in found[-1].reason

    def test_entities(self, post):
        """Harmless entities that the document type gives are read."""
        text = rss("<title>Caf&e;</title>", head='<!DOCTYPE rss [\n<!ENTITY e "ee">\n]>')
        assert post(text).title == "Cafee"

    @pytest.mark.parametrize("empty", [b"", b" \n", b"\0\0"])
    def test_empty(self, read, empty):
        """An empty file is no feed."""
        with pytest.raises(InputError):
            read(empty)

    def test_charset_of_the_server(self, post):
        """The server's charset counts where the document says nothing."""
        assert (
            post(rss("<title>é</title>").encode("cp1251", "replace").replace(b"?", b"\xe9"), encoding="cp1251").title
            == "й"
        )
