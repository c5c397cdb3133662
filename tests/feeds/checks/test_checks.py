"""What `publisher validate` finds in feeds, ours and others."""

import json
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from publisher.feeds import FILE_NAMES
from publisher.feeds.checks import check, check_history
from publisher.feeds.documents import open_writer
from publisher.model.channel import Channel, Place
from publisher.model.entry import Enclosure, Entry, Origin, Person

ATOM = """\
<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
<id>urn:uuid:00000000-0000-5000-8000-000000000000</id>
<title>Notes</title>
<updated>2026-03-09T12:00:00Z</updated>
<author><name>Mia</name></author>
<link rel="self" href="https://example.org/atom.xml"/>
<entry>
<id>tag:example.org,2026:1</id>
<title>Bread</title>
<updated>2026-03-09T12:00:00+01:00</updated>
<link href="https://example.org/bread"/>
<content type="html">&lt;p>Flour &amp;amp; water&lt;/p></content>
</entry>
</feed>
"""

#: Beginnings of elements that the tests put into a feed.
PODCAST = "xmlns:p='https://podcastindex.org/namespace/1.0'"
ITUNES = "xmlns:i='http://www.itunes.com/dtds/podcast-1.0.dtd'"
MEDIA = "xmlns:m='http://search.yahoo.com/mrss/'"
HISTORY = "xmlns:h='http://purl.org/syndication/history/1.0'"
IMAGE = "<image><url>https://example.org/a.png</url><title>Notes</title><link>https://example.org/</link>"

RSS = """\
<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel>
<title>Notes</title>
<link>https://example.org/</link>
<description>Of bread</description>
<language>en</language>
<ttl>60</ttl>
<atom:link rel="self" href="https://example.org/rss.xml" type="application/rss+xml"/>
<item>
<title>Bread</title>
<link>https://example.org/bread</link>
<guid isPermaLink="false">tag:example.org,2026:1</guid>
<dc:creator>Mia</dc:creator>
<pubDate>Mon, 09 Mar 2026 12:00:00 +0100</pubDate>
<description>&lt;p>Flour &amp;amp; water&lt;/p></description>
<enclosure url="https://example.org/a.mp3" length="0" type="audio/mpeg"/>
</item>
</channel>
</rss>
"""

JSON = """\
{
  "version": "https://jsonfeed.org/version/1.1",
  "title": "Notes",
  "home_page_url": "https://example.org/",
  "feed_url": "https://example.org/feed.json",
  "items": [
    {
      "id": "1",
      "url": "https://example.org/bread",
      "title": "Bread",
      "content_html": "<p>Flour & water</p>",
      "date_published": "2026-03-09T12:00:00+01:00",
      "authors": [{"name": "Mia"}],
      "attachments": [{"url": "https://example.org/a.mp3", "mime_type": "audio/mpeg"}]
    },
    {
      "id": "2",
      "content_text": "Salt"
    }
  ]
}
"""

OPML = """\
<?xml version="1.0" encoding="utf-8"?>
<opml version="2.0">
<head><title>Feeds</title></head>
<body>
<outline type="rss" text="Notes" xmlUrl="https://example.org/atom.xml"/>
</body>
</opml>
"""


def found(data):
    """Return line, level and rule of each finding."""
    data = data if isinstance(data, bytes) else data.encode()
    return [(finding.line, finding.level, finding.rule) for finding in check(data).findings]


@pytest.mark.parametrize("document", [ATOM, RSS, JSON, OPML], ids=["Atom", "RSS", "JSON Feed", "OPML"])
def test_a_good_document_has_no_findings(document, request):
    """Nothing is said about a document that is right, and its kind is known."""
    assert found(document) == []
    assert check(document.encode()).kind == request.node.callspec.id


@pytest.mark.parametrize(
    ("old", "new", "line", "level", "rule"),
    [
        ("<title>Bread", "<title>Bread &nbsp; butter", 10, "error", "xml"),
        ("<title>Bread", "<title>Bread \x07", 10, "error", "character"),
        ("<id>tag:example.org,2026:1</id>\n", "", 8, "error", "missing"),
        ("<title>Notes</title>", "<title/>", 4, "warning", "empty"),
        ("<title>Notes</title>", "<title>Notes</title><title>Again</title>", 4, "error", "twice"),
        ("<title>Bread", "<titel>Brood</titel><title>Bread", 10, "error", "unknown"),
        ("2026-03-09T12:00:00Z", "2026-03-09", 5, "error", "date"),
        ("2026-03-09T12:00:00Z", "2026-02-30T12:00:00Z", 5, "error", "date"),
        ("2026-03-09T12:00:00+01:00", "2026-03-09T12:00:00+0100", 11, "error", "date"),
        ("tag:example.org,2026:1", "post-1", 9, "error", "relative"),
        ("https://example.org/bread", "/bread", 12, "error", "relative"),
        ("https://example.org/bread", "https://example.org/a b", 12, "error", "address"),
        ('<link href="https://example.org/bread"/>', "<link/>", 12, "error", "missing"),
        ("<author><name>Mia</name></author>", "", 8, "error", "author"),
        ("<author><name>Mia</name>", "<author><email>mia</email>", 6, "error", "missing"),
        ("<title>Bread", "<title>&lt;b>Bread&lt;/b>", 10, "warning", "markup"),
        ("<title>Bread", "<title><b>Bread</b>", 10, "error", "markup"),
        ('<title>Bread', '<title type="text/html">Bread', 10, "error", "type"),
        ('type="html">&lt;p>', 'type="html">&lt;script>x&lt;/script>', 13, "warning", "script"),
        ('type="html">&lt;p>', 'type="html">&lt;p onclick="x()">', 13, "warning", "script"),
        ('type="html">&lt;p>', 'type="html">&lt;a href="javascript:x()">', 13, "warning", "script"),
        ('type="html">&lt;p>', 'type="html">&lt;img src="/a.png">', 13, "warning", "relative"),
        ('type="html">&lt;p>', 'type="xhtml">&lt;p>', 13, "error", "markup"),
        ('type="html">&lt;p>', 'type="CDATA">&lt;p>', 13, "error", "type"),
        ('<link rel="self" href="https://example.org/atom.xml"/>', "", 2, "warning", "self"),
        ('xml:lang="en"', 'xml:lang="en_US!"', 2, "error", "language"),
        ('<title>Bread', '<category/><title>Bread', 10, "error", "missing"),
        ("</entry>", '<link rel="enclosure" href="https://a.example/" length="1 kB"/></entry>', 14, "error", "number"),
        ("</entry>", '<link href="https://example.org/b"/></entry>', 14, "error", "twice"),
        ('encoding="utf-8"', 'encoding="iso-8859-1"', 1, "warning", "encoding"),
        ("<feed", "<!DOCTYPE feed>\n<feed", 1, "warning", "doctype"),
        ("<title>Bread", "<category term='a' scheme='news'/><title>Bread", 10, "error", "relative"),
        ("<title>Bread", "<category term='a' label='&lt;b>a&lt;/b>'/><title>Bread", 10, "warning", "markup"),
        ("<title>Bread", "<source><id>urn:a:b</id></source><title>Bread", 10, "warning", "missing"),
        ("<title>Bread", "<source><title/><title/></source><title>Bread", 10, "error", "twice"),
        ("<title>Bread", "<source><summary>x</summary></source><title>Bread", 10, "error", "unknown"),
        ("<title>Bread", "<author><name>M</name><mail>m@x.example</mail></author><title>Bread", 10, "error", "unknown"),
        ("<title>Bread", "<author><name>M</name><email>M (m@x.example)</email></author><title>Bread", 10, "error",
         "address"),
        ("<title>Bread", "<author><name>M</name><uri>me.html</uri></author><title>Bread", 10, "warning", "relative"),
        ("<updated>", "<updated> ", 5, "error", "space"),
        ('href="https://example.org/bread"', 'href=" https://example.org/bread"', 12, "error", "space"),
        ("</entry>", '<link rel="prev-archive" href="https://example.org/1"/></entry>', 14, "warning", "history"),
        ("</entry>", '<link rel="via" title="&lt;b>x&lt;/b>" href="https://a.example/"/></entry>', 14, "warning",
         "markup"),
        ('type="html">&lt;p>', 'type="html"><p>x</p>', 13, "error", "markup"),
        ('type="html">&lt;p>', 'type="multipart/mixed">', 13, "error", "type"),
        ('type="html">&lt;p>Flour &amp;amp; water&lt;/p>', 'type="html" src="https://a.example/">', 13, "error",
         "type"),
        ("<title>Bread", f"<m:content {MEDIA} url='a.mp3'/><title>Bread", 10, "error", "relative"),
    ],
)  # fmt: skip
def test_atom_is_checked(old, new, line, level, rule):
    """Each mistake in an Atom feed is found in its line, and tells what to do."""
    assert (line, level, rule) in found(ATOM.replace(old, new, 1))


@pytest.mark.parametrize(
    ("old", "new", "line", "level", "rule"),
    [
        ("</channel>", "", 20, "error", "xml"),
        ('version="2.0"', "", 2, "warning", "version"),
        ("<description>Of bread</description>\n", "", 3, "error", "missing"),
        ("<language>en", "<language>English (UK)", 7, "error", "language"),
        ("<ttl>60", "<ttl>an hour", 8, "error", "number"),
        ("<link>https://example.org/<", "<link>/<", 5, "error", "relative"),
        ("Mon, 09 Mar 2026 12:00:00 +0100", "2026-03-09", 15, "error", "date"),
        ("Mon, 09 Mar", "Tue, 09 Mar", 15, "error", "date"),
        ("Mon, 09 Mar", "ma, 09 maa", 15, "error", "date"),
        (' isPermaLink="false"', "", 13, "error", "id"),
        ('isPermaLink="false"', 'isPermaLink="no"', 13, "error", "id"),
        ('<guid isPermaLink="false">tag:example.org,2026:1</guid>\n', "", 10, "warning", "id"),
        ("<dc:creator>Mia</dc:creator>", "<author>Mia</author>", 14, "error", "author"),
        ("<title>Bread", "<title>Bread</title><title>Again", 11, "error", "twice"),
        ("<pubDate>", "<pubdate>x</pubdate><pubDate>", 15, "error", "unknown"),
        (' length="0"', "", 17, "error", "missing"),
        ('length="0"', 'length="1.5 MB"', 17, "error", "number"),
        ('type="audio/mpeg"', 'type="mp3"', 17, "error", "type"),
        ("</item>", '<enclosure url="https://example.org/b" length="0" type="a/b"/></item>', 18, "warning", "twice"),
        ("&lt;p>", "<p>x</p>", 16, "error", "markup"),
        ("&lt;p>", "&lt;iframe src='https://x.example/'>&lt;/iframe>", 16, "warning", "script"),
        ("&lt;p>", "&lt;a href='../up'>", 16, "warning", "relative"),
        ("<title>Bread", "<title>&lt;em>Bread&lt;/em>", 11, "warning", "markup"),
        ('atom:link rel="self"', 'atom:link rel="related"', 3, "warning", "self"),
        ("<ttl>", "<managingEditor>Mia</managingEditor><ttl>", 8, "error", "author"),
        ("<ttl>", "<webMaster>Mia, mia at example.org</webMaster><ttl>", 8, "error", "author"),
        ("<ttl>", "<skipDays><day>Monday</day><day>Maandag</day></skipDays><ttl>", 8, "error", "number"),
        ("<ttl>", "<skipHours><hour>24</hour></skipHours><ttl>", 8, "error", "number"),
        ("<ttl>", "<skipHours><hour>7</hour><hour>7</hour></skipHours><ttl>", 8, "error", "twice"),
        ("<ttl>", "<skipDays/><ttl>", 8, "error", "missing"),
        ("<ttl>", "<cloud domain='a.example' port='x'/><ttl>", 8, "error", "missing"),
        ("<ttl>", "<cloud domain='a.example' port='x'/><ttl>", 8, "error", "number"),
        ("<ttl>", "<textInput><title>x</title></textInput><ttl>", 8, "error", "missing"),
        ("<ttl>", f"{IMAGE}<width>145</width></image><ttl>", 8, "error", "number"),
        ("<ttl>", f"{IMAGE}<height>40px</height></image><ttl>", 8, "error", "number"),
        ("<ttl>", "<image><url>/a.png</url><title>x</title></image><ttl>", 8, "error", "relative"),
        ("<ttl>", "<dc:date>31 March 2026</dc:date><ttl>", 8, "error", "date"),
        ("<ttl>", "<dc:language>English!</dc:language><ttl>", 8, "error", "language"),
        ('isPermaLink="false"', 'ispermalink="false"', 13, "error", "id"),
        ("<ttl>", f"<i:explicit {ITUNES}>perhaps</i:explicit><ttl>", 8, "error", "podcast"),
        ("<ttl>", f"<i:type {ITUNES}>weekly</i:type><ttl>", 8, "error", "podcast"),
        ("<ttl>", f"<i:image {ITUNES} href='a.png'/><ttl>", 8, "error", "relative"),
        ("<ttl>", f"<i:category {ITUNES} text='Arts'><i:category/></i:category><ttl>", 8, "error", "podcast"),
        ("<ttl>", f"<i:owner {ITUNES}><i:name>Mia</i:name></i:owner><ttl>", 8, "error", "podcast"),
        ("<ttl>", f"<i:new-feed-url {ITUNES}>rss.xml</i:new-feed-url><ttl>", 8, "error", "relative"),
        ("<pubDate>", f"<i:duration {ITUNES}>half an hour</i:duration><pubDate>", 15, "error", "podcast"),
        ("<pubDate>", f"<i:episode {ITUNES}>0</i:episode><pubDate>", 15, "error", "podcast"),
        ("<pubDate>", f"<i:episodeType {ITUNES}>long</i:episodeType><pubDate>", 15, "error", "podcast"),
        ("<pubDate>", f"<p:transcript {PODCAST} url='https://a.example/a.vtt'/><pubDate>", 15, "error", "podcast"),
        ("<pubDate>", f"<p:chapters {PODCAST} url='a.json' type='a/b'/><pubDate>", 15, "error", "relative"),
        ("<pubDate>", f"<p:chapters {PODCAST} url='https://a.example/a' type='json'/><pubDate>", 15, "error", "type"),
        ("<pubDate>", f"<p:season {PODCAST}>two</p:season><pubDate>", 15, "error", "podcast"),
        ("<pubDate>", f"<p:person {PODCAST}/><pubDate>", 15, "error", "podcast"),
        ("<pubDate>", f"<p:person {PODCAST} href='ann'>Ann</p:person><pubDate>", 15, "error", "relative"),
        ("<pubDate>", f"<m:thumbnail {MEDIA} url='a.png'/><pubDate>", 15, "error", "relative"),
        ("<pubDate>", f"<m:group {MEDIA}><m:content fileSize='1 MB'/></m:group><pubDate>", 15, "error", "number"),
        ("<pubDate>", f"<m:content {MEDIA} medium='radio'/><pubDate>", 15, "error", "type"),
        ("<ttl>", f"<h:complete {HISTORY}/><atom:link rel='next' href='https://example.org/2'/><ttl>", None, "error",
         "history"),
    ],
)  # fmt: skip
def test_rss_is_checked(old, new, line, level, rule):
    """Each mistake in an RSS feed is found in its line."""
    assert (line, level, rule) in found(RSS.replace(old, new, 1))


@pytest.mark.parametrize(
    ("old", "new", "line", "level", "rule"),
    [
        ('"Notes",', '"Notes"', 4, "error", "json"),
        ('"title": "Notes",\n', "", 1, "error", "missing"),
        ("version/1.1", "version/2", 2, "error", "version"),
        ('"https://example.org/bread"', '"/bread"', 9, "error", "relative"),
        ('"id": "1",', "", 7, "error", "missing"),
        ('"id": "1"', '"id": 1', 8, "error", "type"),
        ('"id": "2"', '"id": "1"', 17, "error", "same-id"),
        ('"content_text": "Salt"', '"summary": "Salt"', 16, "error", "missing"),
        ('"content_text": "Salt"', '"content_text": null', 18, "error", "type"),
        ('"content_text"', '"body": "x", "content_text"', 18, "warning", "unknown"),
        ("2026-03-09T12:00:00+01:00", "9 March 2026", 12, "error", "date"),
        ("<p>Flour", "<script>x</script><p>Flour", 11, "warning", "script"),
        ("<p>Flour", "<img src='a.png'><p>Flour", 11, "warning", "relative"),
        ('{"name": "Mia"}', "{}", 13, "error", "author"),
        (', "mime_type": "audio/mpeg"', "", 14, "error", "missing"),
        ('"audio/mpeg"', '"audio/mpeg", "size_in_bytes": "12"', 14, "error", "number"),
        ('"feed_url": "https://example.org/feed.json",\n', "", 1, "warning", "self"),
        ('"items"', '"next_url": "https://example.org/feed.json",\n  "items"', 6, "error", "history"),
        ('"items"', '"hubs": [{"url": "https://hub.example/"}],\n  "items"', 6, "error", "missing"),
    ],
)  # fmt: skip
def test_json_feed_is_checked(old, new, line, level, rule):
    """Each mistake in a JSON Feed is found in its line, although JSON tells none."""
    assert (line, level, rule) in found(JSON.replace(old, new, 1))


@pytest.mark.parametrize(
    ("old", "new", "line", "level", "rule"),
    [
        ('version="2.0"', 'version="3"', 2, "error", "version"),
        ("<head><title>Feeds</title></head>\n", "", 2, "error", "missing"),
        (' text="Notes"', "", 5, "error", "missing"),
        (' xmlUrl="https://example.org/atom.xml"', "", 5, "error", "missing"),
        ("https://example.org/atom.xml", "atom.xml", 5, "error", "relative"),
        ("</title>", "</title><dateCreated>today</dateCreated>", 3, "error", "date"),
    ],
)
def test_opml_is_checked(old, new, line, level, rule):
    """Each mistake in an OPML list is found in its line."""
    assert (line, level, rule) in found(OPML.replace(old, new, 1))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xef\xbb\xbf",
        b"<",
        b"{",
        b"[1]",
        b"[" * 100_000,
        b"\xff\xfe<\x00",
        b"\x00" * 50,
        b'<?xml version="1.0" encoding="klingon"?><feed/>',
        b"<html><body>404</body></html>",
        b'{"items": [NaN]}',
        '{"items": ["één"]}'.encode("latin-1"),
    ],
)
def test_what_is_no_feed_is_an_error(data):
    """Anything at all is answered with an error, never with a traceback."""
    assert any(level == "error" for _, level, _ in found(data))


def test_entities_are_never_expanded():
    """A document that would grow without end, or read a file of this machine, does neither."""
    laughs = '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    text = RSS.replace("<rss", f"{laughs}\n<rss").replace("<title>Bread", "<title>&b;&f;")

    assert "root:" not in str(check(text.encode()))


def a_document(place, *, own, days):
    """Return an archived feed's Atom document with entries of these days."""
    zone = ZoneInfo("UTC")
    writer = open_writer("atom", language="en", content="full")
    channel = Channel(
        id="urn:uuid:00000000-0000-5000-8000-000000000000",
        title="Notes",
        home="https://example.org/",
        addresses={kind: f"https://example.org/{own}/{name}" for kind, name in FILE_NAMES.items()},
        language="en",
        updated=datetime(2026, 3, 9, tzinfo=zone),
        place=place,
    )
    entries = [
        Entry(
            id=f"tag:example.org,2026-03-{day:02}:x",
            ref=f"2026-03-{day:02}-x",
            url=f"https://example.org/{day}",
            title="x",
            published=datetime(2026, 3, day, tzinfo=zone),
            language="en",
            html="<p>x</p>",
            origin=Origin(path="a", importer="archive"),
        )
        for day in days
    ]
    return check(b"".join(writer.document(channel, map(writer.fragment, entries))))


def at(own):
    """Return the addresses of a document."""
    return {"atom": f"https://example.org/{own}/atom.xml"}


def test_documents_of_a_history_belong_together():
    """Our archived feeds pass; a document that leads nowhere back, or repeats an entry, does not."""
    good = {
        "new": a_document(Place(older=at("b")), own="new", days=[9]),
        "b": a_document(Place(current=at("new"), older=at("a")), own="b", days=[8, 7]),
        "a": a_document(Place(current=at("new"), newer=at("b")), own="a", days=[6]),
    }
    bad = {
        "new": a_document(Place(older=at("b")), own="new", days=[9, 8]),
        "b": a_document(Place(current=at("new"), older=at("a")), own="b", days=[8, 7]),
        "a": a_document(Place(current=at("new")), own="a", days=[6]),
    }
    for documents in (good, bad):
        check_history(documents)

    assert [each.findings for each in good.values()] == [[], [], []]
    assert {each.rule for name in ("new", "b") for each in bad[name].findings} == {"history"}


def test_a_podcast_of_ours_has_no_findings():
    """An entry with sound, pictures and authors passes our own check in every format."""
    zone = ZoneInfo("Europe/Amsterdam")
    entry = Entry(
        id="tag:example.org,2026-03-09:x",
        ref="2026-03-09-x",
        url="https://example.org/x",
        title="R&D <canvas> 2 < 3",
        authors=(Person(name="Mia & Co", email="mia@example.org"), Person(name="Bo")),
        published=datetime(2026, 3, 9, tzinfo=zone),
        language="nl",
        summary="Kort & goed",
        html='<p>x</p><audio src="https://example.org/a.mp3"></audio>',
        enclosures=(
            Enclosure(url="https://example.org/a.mp3", type="audio/mpeg", length=12),
            Enclosure(url="https://example.org/a.ogg", type="audio/ogg"),
        ),
        image="https://example.org/a.jpg",
        origin=Origin(path="a", importer="archive"),
    )
    channel = Channel(
        id="urn:uuid:00000000-0000-5000-8000-000000000000",
        title="Notes & <Co>",
        home="https://example.org/",
        addresses={kind: f"https://example.org/{name}" for kind, name in FILE_NAMES.items()},
        language="en",
        updated=entry.published,
        authors=entry.authors,
        logo="https://example.org/logo.png",
        icon="https://example.org/icon.png",
        ttl=60,
        hub="https://hub.example/",
        category="Society & Culture > Places & Travel",
        owner=Person(name="A", email="a@example.org"),
        audio=True,
    )
    for kind in FILE_NAMES:
        writer = open_writer(kind, language="en", content="full", podcast=True)
        data = b"".join(writer.document(channel, [writer.fragment(entry)]))
        assert check(data).findings == [], kind
        if kind == "json":
            assert json.loads(data)["hubs"]
        if kind == "rss":
            assert b"<podcast:guid>" in data
            assert b'<itunes:category text="Places &#x26; Travel"/>' in data


@pytest.mark.parametrize(
    ("feed", "old", "new"),
    [
        ("rss", "Mon, 09 Mar", "mon, 09 MAR"),  # RFC 822, section 3.4.7: case means nothing
        ("rss", "<title>Bread", "<title>The &lt;br> element"),  # what a title may be about
        ("rss", "<link>https://example.org/bread", "<link>ftp://example.org/bread"),
        ("rss", "<dc:creator>Mia</dc:creator>", "<author>mia@example.org (Mia)</author>"),
        ("rss", "<ttl>", "<managingEditor>mailto:mia@example.org</managingEditor><ttl>"),
        ("rss", "<ttl>", "<skipHours><hour>0</hour><hour>07</hour></skipHours><ttl>"),
        ("rss", "<ttl>", "<skipDays><day>Sunday</day></skipDays><ttl>"),
        ("rss", "<ttl>", f"{IMAGE}<width>144</width><height>400</height></image><ttl>"),
        ("rss", "<ttl>", "<dc:date>2026-03</dc:date><dc:date>2026-03-09T12:00+01:00</dc:date><ttl>"),
        ("rss", "<ttl>", f"<i:owner {ITUNES}><i:email>mia@example.org</i:email></i:owner><ttl>"),
        ("rss", "<pubDate>", f"<i:duration {ITUNES}>1:02:03</i:duration><pubDate>"),
        ("rss", "<pubDate>", f"<m:content {MEDIA} url='https://a.example/b' medium='image' fileSize='7'/><pubDate>"),
        ("atom", "https://example.org/bread", ""),  # the feed itself
        ("atom", "<title>Bread", "<category term='a' scheme='urn:x:tags' label='R&amp;D'/><title>Bread"),
        ("atom", "</entry>", '<link rel="license" title="CC" href="https://a.example/"/></entry>'),
    ],
)  # fmt: skip
def test_what_is_right_is_left_in_peace(feed, old, new):
    """Rare, but allowed: nothing is found."""
    text = {"rss": RSS, "atom": ATOM}[feed]

    assert old in text
    assert found(text.replace(old, new, 1)) == []
