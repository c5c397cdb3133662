"""Feeds that mean no good, and feeds that were damaged at random: no crash, and bounded cost."""

import random  # noqa: TID251  # with a seed: always the same damage
import tracemalloc

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from publisher.errors import InputError
from publisher.model.post import Post, Rejected, Warned
from publisher.sources.feed.reader import LARGEST, Feed, recognise
from publisher.sources.inputs.resource import Place
from publisher.text.html.tree import DEEPEST_BLOCKS, without_depths

PIECES = [
    b"<rss version='2.0'>",
    b"<channel>",
    b"<item>",
    b"</item>",
    b"<title>",
    b"</title>",
    b"<link>",
    b"</link>",
    b"<guid isPermaLink='true'>",
    b"</guid>",
    b"<pubDate>",
    b"Mon, 02 Mar 2026 10:00:00 GMT",
    b"</pubDate>",
    b"<description>",
    b"</description>",
    b"<feed xmlns='http://www.w3.org/2005/Atom'>",
    b"<entry xml:base='//['>",
    b"</entry>",
    b"<content type='xhtml'>",
    b"</content>",
    b"<author>",
    b"</author>",
    b"<name>",
    b"a@b.c (",
    b"<category term='x'/>",
    b"<enclosure url='http://[' length='-1' type='x'/>",
    b"<media:content url='//['/>",
    b"<![CDATA[",
    b"]]>",
    b"<!--",
    b"-->",
    b"&",
    b"&amp;",
    b"&#0;",
    b"&#xD800;",
    b"&#99999999999;",
    b"&lt;script>",
    b"<!DOCTYPE x [",
    b"<!ENTITY a '&a;'>",
    b"]>",
    b"\0",
    b"\xff",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"http://[::1",
    b"\xf0\x9f\x90\xa6",
    b"9999999999-13-99T99:99:99Z",
    b"0000-00-00",
    b'{"items":[',
    b'{"id":',
    b'"http://["',
    b'"date_published":"',
    b"}",
    b"]",
    b"<?xml version='1.0' encoding='idna'?>",
    b"<?xml version='1.0' encoding='utf-7'?>",
    b"<?xml version='1.0' encoding='zip'?>",
    b"<source>",
    b"<itunes:image href='x'/>",
]


def read(path, data):
    """Read bytes as a feed; what comes is a post, a reason, or one sentence for all."""
    path.write_bytes(data)
    place = Place(path=path, shown="feed")
    recognise(place, place.head())
    try:
        found = list(Feed(place=place).read(lambda _: None))
    except InputError as error:
        assert str(error).startswith("feed")  # noqa: PT017  # both ways are right
        return None
    assert all(isinstance(each, Post | Rejected | Warned) for each in found)
    return found


@given(st.lists(st.sampled_from(PIECES) | st.binary(max_size=8), max_size=60).map(b"".join))
@example(b"<rss><channel><item><title>x</title><pubDate>0000-00-00</pubDate>")
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_random_pieces(tmp_path, data):
    """Pieces of feeds in any order never crash the reader."""
    read(tmp_path / "feed", data)


def test_damaged_corpora(shared, tmp_path):
    """Real feeds, cut off, with flipped bits, or one behind the other, never crash the reader."""
    chance = random.Random(4)
    folder = shared / "corpora/feeds"
    paths = [
        path for path in sorted(folder.rglob("*")) if path.suffix in {".xml", ".json"} and path.stat().st_size < 60_000
    ]
    for path in chance.sample(paths, 150):
        data = bytearray(path.read_bytes())
        read(tmp_path / "feed", bytes(data[: chance.randrange(len(data) + 1)]))
        for _ in range(1 + len(data) // 500):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        read(tmp_path / "feed", bytes(data))
        read(tmp_path / "feed", bytes(data) + chance.choice(paths).read_bytes())


def item(inside):
    """Return a feed with one item."""
    return b"<rss><channel><item>" + inside + b"<pubDate>Mon, 02 Mar 2026 10:00:00 GMT</pubDate></item></channel></rss>"


MANY = 100_000

#: Documents that cost time by the square of their size, or memory by its power, where nobody takes care.
HOSTILE = {
    "entities in entities": b'<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + each, b"&%c;" % (97 + each) * 10) for each in range(20))
    + b"]>"
    + item(b"<title>&u;</title>"),
    "a long entity": b'<!DOCTYPE l [<!ENTITY a "'
    + b"a" * MANY
    + b'">]>'
    + item(b"<title>" + b"&a;" * 10_000 + b"</title>"),
    "an entity of this machine": b'<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    + item(b"<title>&a;</title>"),
    "depth": b"<rss><channel>" + b"<a>" * MANY,
    "depth in the text": item(b"<description>" + b"&lt;div>" * MANY + b"</description>"),
    "categories": item(b"".join(b"<category>%d</category>" % each for each in range(MANY // 4))),
    "keywords": item(b"<itunes:keywords>" + b"".join(b"%d," % each for each in range(MANY)) + b"</itunes:keywords>"),
    "an author": item(b"<author>" + b"a." * MANY + b"</author>"),
    "an author in pieces": item(b"<author>" + b"a.<!-- -->" * MANY + b"</author>"),
    "an author of a damaged feed": item(b"&<author>" + b"a.<!--</author>-->" * MANY + b"</author>"),
    "a document type": b'<!DOCTYPE a "' + b"'" * MANY,
    "document types": b"<!DOCTYPE " * MANY + item(b""),
    "comments": b"<!--" * MANY,
    "instructions": b"<?a" * MANY,
    "attributes": b"<rss " + b" ".join(b'a%d="b"' % each for each in range(MANY)) + b"/>",
    "namespaces": b"<rss " + b" ".join(b'xmlns:a%d="b"' % each for each in range(MANY)) + b"/>",
    "items": b"<rss><channel>" + b"<item/>" * MANY,
    "brackets": b"<rss><channel><item><title>" + b"<" * MANY,
    "ampersands": item(b"<title>" + b"&a" * MANY + b"</title>"),
    "blank lines": item(b"<description>" + b"\n " * MANY + b"</description>"),
    "lists in JSON": b'{"version":"https://jsonfeed.org/version/1","items":' + b"[" * MANY,
    "a number in JSON": b'{"items":[{"id":' + b"9" * MANY + b"}]}",
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_hostile_documents(tmp_path, data):
    """Documents made to exhaust a reader cost little memory, and give nothing of this machine away."""
    tracemalloc.start()
    try:
        found = read(tmp_path / "feed", data)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 150 << 20
    assert not any("root:" in getattr(each, "title", "") for each in found or ())


def test_huge_file(tmp_path):
    """A file of more than 64 MB is refused before it is read as a whole."""
    with (tmp_path / "feed").open("wb") as file:
        file.truncate(LARGEST + (1 << 30))
    with pytest.raises(InputError, match="larger than 64 MB"):
        list(Feed(place=Place(path=tmp_path / "feed", shown="feed")).read(lambda _: None))


def test_depth_of_balanced_blocks():
    """Blocks too deep lose both their tags, and no word; what is flat is left alone."""
    deep = "<div>" * 2000 + "word" + "</div>" * 2000
    assert without_depths(deep) == "<div>" * DEEPEST_BLOCKS + "word" + "</div>" * DEEPEST_BLOCKS
    flat = "<div>x</div>" * 2000
    assert without_depths(flat) == flat
