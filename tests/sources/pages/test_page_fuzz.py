"""Pages that are damaged, hostile or nonsense: read or refused, never a traceback, and soon."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from publisher.sources.pages.article import read_page
from publisher.sources.pages.document import PageError, decode_page
from publisher.sources.pages.web import read_sitemap
from publisher.text.html.sanitize import sanitize

PAGE = """<!doctype html><html lang=en><head><title>T | S</title><base href="/x/">
<meta property="og:type" content="article">
<meta property="article:published_time" content="2018-02-26T10:00:00Z"><link rel=canonical href="https://example.org/a">
<script type="application/ld+json">{"@type":"BlogPosting","headline":"T","author":{"name":"A"},"image":["/a.png"],
"mainEntityOfPage":{"@id":"https://example.org/a"},"datePublished":"2018-02-26"}</script></head><body class="single">
<article class="h-entry hentry" itemscope itemtype="https://schema.org/BlogPosting">
<h1 class="p-name entry-title">T</h1>
<time class="dt-published published" itemprop="datePublished" datetime="2018-02-26">26 February 2018</time>
<a class="p-author h-card" rel="author" href="/ada">Ada</a><div class="e-content entry-content" itemprop="articleBody">
<p>Text <a href="b">b</a><img src="data:," data-src="/c.png" srcset="/d.png 2x"></p><audio src="/a.mp3"></audio></div>
<a rel="tag" class="p-category" href="/t">tag</a></article></body></html>"""

PIECES = st.sampled_from(
    [
        "<div class='post'>",
        "<article>",
        "</article>",
        "<h1>",
        "</h1>",
        "<p>",
        "</p>",
        "<time datetime='",
        "'>",
        "2018-02-26",
        "<script type='application/ld+json'>",
        "</script>",
        '{"@type":',
        '"BlogPosting"',
        "[",
        "]",
        "{",
        "}",
        ",",
        '"@id":"#a"',
        "<meta property='og:url' content='",
        "http://[",
        "//",
        "<base href='",
        "<div class='h-entry e-content p-name u-url'>",
        "<a rel=tag href='",
        "<div itemscope itemtype='http://schema.org/Article'>",
        "<span itemprop='author url headline'>",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<?xml ?>",
        "&#0;",
        "&#x110000;",
        "\x00",
        "\ud800",
        "é",
        "text of some length, " * 9,
        "<body class='wordpress single'>",
        "<noscript>",
        "<img data-src='",
        "<table><tr><td>",
        "<svg>",
        "<template>",
        "<form>",
        "Monday, February 26, 2018",
        "<h2 class=date-header>",
        "<link rel=alternate type='application/rss+xml' href='",
    ]
)


def read(text):
    """Read a page; a refusal is a fine answer."""
    try:
        found = read_page(text, address="https://example.org/a/b")
    except PageError:
        return
    for post in found.posts:
        sanitize(post.html, base="https://example.org/")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PIECES | st.text(max_size=8), max_size=40).map("".join))
def test_any_pieces_are_read(text):
    """Pieces of pages in any order are read."""
    read(text)


@example(b"<?xml")
@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300) | st.text(max_size=100).map(lambda text: text.encode("utf-16", "replace")))
def test_any_bytes_are_read(data):
    """Any bytes are read, whatever encoding they say they have."""
    read(decode_page(data, None).text)
    read(decode_page(b"<meta charset=" + data, None).text)
    read_sitemap(decode_page(data, None).text, base="https://example.org/")


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_damaged_pages_are_read(data):
    """A page with its end cut off, bits turned over and parts repeated is read."""
    page = bytearray(PAGE.encode())
    for _ in range(data.draw(st.integers(0, 20))):
        page[data.draw(st.integers(0, len(page) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    cut = data.draw(st.integers(0, len(page)))
    read(decode_page(bytes(page[:cut]) * data.draw(st.integers(1, 3))).text)


HOSTILE = [
    "<div>" * 250 + "<p>x" * 5000,
    "<div class='h-entry'>" * 200,
    "<article class='hentry'><div class='entry-content'>x</div></article>" * 5000,
    "<div itemprop='articleBody'>" * 200 + "x" * 100_000,
    "<p class='date'>2018 " * 20_000,
    "<a href='/" + "a/" * 50_000 + "'>" * 3,
    "<h1>" + "<b>x</b>" * 30_000,
    "<script type='application/ld+json'>" + "[" * 200_000,
    "<script type='application/ld+json'>" + '{"a":' * 50_000,
    '<script type="application/ld+json">{"@graph":[' + '{"@type":"Article","author":{"@id":"#a"}},' * 20_000 + "{}]}",
    '<script type="application/ld+json">' + "/* " * 100_000,
    "<script type='application/ld+json'>" + "<!-- " * 100_000,
    '<script type="application/ld+json">"' + "\\" * 200_001,
    "<meta http-equiv=refresh content='" + "0;" * 100_000 + "'>",
    "<img srcset='" + ", " * 200_000 + "'>" + "<p>text</p>" * 99,
    "<!-- saved from url=(" * 10_000,
    "<title>" + " | " * 100_000,
    "<url><loc>" * 100_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_pages_are_done_with_soon(text):
    """Pages made to cost much are read or refused; a test that takes for ever is one that fails."""
    read(text)
    read_sitemap(text, base="")
