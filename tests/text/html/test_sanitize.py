import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.text.characters import legal, one_line
from publisher.text.html.sanitize import sanitize, sanitize_rendered
from publisher.text.markup.markdown import render

BASE = "https://example.org/posts/rain.html"


def clean(html):
    """Return *html* as a post at `BASE` would have it."""
    return sanitize(html, base=BASE)


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        # What acts goes, with its words; what only dresses goes without them.
        ("a<script>b</script><style>c</style>d", "ad"),
        ('<p onclick="x()" style="color:red">a</p>', "<p>a</p>"),
        ('<a href="javascript:x()">a</a>', "<a>a</a>"),
        ('<a href=" jAvAsCrIpT:x()">a</a>', "<a>a</a>"),
        ('<img src="data:text/html,x" alt="a">b<img src="javascript:x">', "ab"),
        ("a<button>b</button><select><option>c</select>d", "ad"),
        ('<font color="red">a</font><form><input>b</form><blink>c</blink>', "abc"),
        ("<svg><script>a</script></svg>b<!-- c -->", "b"),
        # What carries meaning stays.
        ("<pre><code>a &lt; b\n  c</code></pre>", "<pre><code>a &lt; b\n  c</code></pre>"),
        ('<ol start="3"><li value="5">a</li></ol>', '<ol start="3"><li value="5">a</li></ol>'),
        (
            '<table><tbody><tr><th scope="row" colspan="2">a</th><td>b</td></tr></tbody></table>',
            '<table><tbody><tr><th scope="row" colspan="2">a</th><td>b</td></tr></tbody></table>',
        ),
        ("<details><summary>a</summary>b</details>", "<details><summary>a</summary>b</details>"),
        ('<div class="footnote-definition evil">a</div>', '<div class="footnote-definition">a</div>'),
        # Empty paragraphs go.
        ("<p>a</p><p> &nbsp;<br></p><p>b</p>", "<p>a</p><p>b</p>"),
        ("", ""),
    ],
)  # fmt: skip
def test_only_what_is_safe_and_means_something_stays(html, wanted):
    """Markup that acts or dresses goes, markup that means something stays."""
    assert clean(html) == wanted


def test_pictures_keep_their_captions_and_measures():
    """A figure is content."""
    figure = (
        '<figure><img src="https://a.example/b.png" alt="b" width="20" height="10"><figcaption>c</figcaption></figure>'
    )

    assert clean(figure) == figure


@pytest.mark.parametrize(
    ("address", "wanted"),
    [
        ("wind.html", "https://example.org/posts/wind.html"),
        ("/wind", "https://example.org/wind"),
        ("../wind?a=b&amp;c#d", "https://example.org/wind?a=b&amp;c#d"),
        ("//cdn.example/a.png", "https://cdn.example/a.png"),
        ("#note", "https://example.org/posts/rain.html#note"),
        ("mailto:me@example.org", "mailto:me@example.org"),
        ("https://a.example/b", "https://a.example/b"),
    ],
)
def test_addresses_become_absolute(address, wanted):
    """Relative addresses refer to the post, in whatever notation they are written."""
    for html in (f'<a href="{address}">a</a>', f"<a HREF = '{address}'>a</a>", f"<a href={address}>a</a>"):
        assert clean(html) == f'<a href="{wanted}">a</a>'


def test_addresses_of_pictures_and_films_become_absolute():
    """Sources of pictures and films are rewritten too; an address that nobody can follow goes."""
    html = '<img src="a.png"><video poster="b.png" src="c.mp4"></video><blockquote cite="/d">e</blockquote>'

    assert re.findall(r'="([^"]+)"', clean(html)) == [
        "https://example.org/posts/a.png",
        "https://example.org/posts/b.png",
        "https://example.org/posts/c.mp4",
    ]


@pytest.mark.parametrize(
    ("levels", "wanted"),
    [("1 2 3", "2 3 4"), ("2 3", "2 3"), ("3 4 3", "2 3 2"), ("1 6", "2 6"), ("6", "2")],
)
def test_the_highest_heading_is_of_level_two(levels, wanted):
    """Headings move together; level 1 is the title's."""
    html = "".join(f'<h{level} id="a">b</h{level}>' for level in levels.split())

    assert clean(html) == "".join(f'<h{level} id="a">b</h{level}>' for level in wanted.split())


@pytest.mark.parametrize(
    "image",
    [
        '<img src="https://t.example/o.gif" width="1" height="1">',
        "<IMG height=0 src=o.gif width=0>",
        '<img src="o.gif" style="border:0; width:1px; height:1px">',
        '<img src="o.gif" style="display: none">',
        "<img src='o.gif' width='1px'/>",
        '<img alt="a > b" src="o.gif" width="1">',
        # What counts by its address alone.
        '<img src="http://feeds.feedburner.com/~r/Blog/~4/a">',
        "<img src=//pixel.wp.com/b.gif?host=a>",
        '<img src="https://medium.com/_/stat?event=post.clientViewed" alt="">',
        '<img src="https://stats.example.org/counter/matomo.php?idsite=1">',
        '<noscript><img height="1" width="1" src="https://www.facebook.com/tr?id=1"/></noscript>',
    ],
)
def test_counting_pixels_go(image):
    """An image of one pixel only counts readers."""
    assert clean(f"<p>a{image}b</p>") == "<p>ab</p>"


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        ('<img src="data:image/gif;base64,R0" data-src="/a.png" alt="A">', "A"),
        ('<img data-lazy-src="/a.png" alt="A">', "A"),
        ('<img src="/img/blank.gif" data-original="/a.png" alt="A">', "A"),
        ('<img data-src="/a.png" alt="A"><noscript><img src="/a.png" alt="A"></noscript>', "A"),
        ('<noscript><img src="/a.png" alt="A"></noscript>', "A"),
        ('<amp-img src="/a.png" alt="A" width="20"></amp-img>', "A"),
    ],
)
def test_pictures_that_wait_for_a_script_are_shown(html, wanted):
    """A lazy picture is there once, with its address and its words."""
    got = clean(html)

    assert re.findall(r'src="([^"]+)"', got) == ["https://example.org/a.png"]
    assert re.findall(r'alt="([^"]+)"', got) == [wanted]


def test_words_for_readers_without_scripts_stay():
    """What stands in ``noscript`` is markup, not text."""
    assert clean('<noscript><a href="/poll">Take our poll</a></noscript>') == (
        '<a href="https://example.org/poll">Take our poll</a>'
    )


def test_small_pictures_stay():
    """An image of ten pixels is a picture."""
    assert 'width="10"' in clean('<img src="a.png" width="10" height="100">')


@pytest.mark.parametrize(
    ("frame", "address"),
    [
        ('<iframe src="https://www.youtube.com/embed/abc-DEF_123?rel=0"></iframe>', "https://www.youtube.com/watch?v=abc-DEF_123"),
        ("<iframe width=1200 src='//www.youtube-nocookie.com/embed/abc-DEF_123' allow='x'>old</iframe>", "https://www.youtube.com/watch?v=abc-DEF_123"),
        ('<iframe src="https://player.vimeo.com/video/7?a=b"></iframe>', "https://vimeo.com/7"),
        ('<iframe name="a > b" src="https://www.youtube.com/embed/abc-DEF_123"></iframe>', "https://www.youtube.com/watch?v=abc-DEF_123"),
        ('<iframe src="about:blank" data-src="https://player.vimeo.com/video/7"></iframe>', "https://vimeo.com/7"),
        ('<embed src="http://www.youtube.com/v/abc-DEF_123&amp;hl=en" type="a/b">', "https://www.youtube.com/watch?v=abc-DEF_123"),
        ("<object><param name=movie value=//youtu.be/abc-DEF_123><embed src=//youtu.be/abc-DEF_123></object>", "https://www.youtube.com/watch?v=abc-DEF_123"),
        ('<object data="https://a.example/b.pdf" type="application/pdf"></object>', "https://a.example/b.pdf"),
        ('<lite-youtube videoid="abc-DEF_123"></lite-youtube>', "https://www.youtube.com/watch?v=abc-DEF_123"),
        ('<amp-youtube data-videoid="abc-DEF_123"></amp-youtube>', "https://www.youtube.com/watch?v=abc-DEF_123"),
        ('<IFRAME SRC="https://maps.example/?q=a&amp;b=c"></IFRAME>', "https://maps.example/?q=a&amp;b=c"),
    ],
)  # fmt: skip
def test_frames_become_links(frame, address):
    """What a page embeds is still there to follow; a film of YouTube keeps its poster."""
    got = clean(f"<p>{frame}</p>")

    assert got.startswith(f'<p><a href="{address}">')
    assert got.endswith(f"{address}</a></p>")
    assert ("i.ytimg.com/vi/abc-DEF_123" in got) == ("youtube" in address)


def test_films_behind_each_other_stand_on_lines_of_their_own():
    """The words of two links never run together."""
    film = '<iframe src="https://player.vimeo.com/video/7"></iframe>'
    link = '<a href="https://vimeo.com/7">https://vimeo.com/7</a>'

    assert clean(f"{film}\n{film}{film}<p>x</p>") == f"{link}<br>{link}<br>{link}<p>x</p>"


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("The race  of &quot;1926&quot; > all others", 'The race  of "1926" &gt; all others'),
        ("YouTube video player", "https://vimeo.com/7"),
        ("vimeo-player", "https://vimeo.com/7"),
        ("Embedded content", "https://vimeo.com/7"),
        (" ", "https://vimeo.com/7"),
        ("Player of the year", "Player of the year"),
        ("<script>x</script>", "&lt;script&gt;x&lt;/script&gt;"),
    ],
)
def test_the_link_to_a_film_has_its_title(title, words):
    """A frame's title names the link in its place, unless it only says that there is a player."""
    link = clean(f'<iframe src="https://player.vimeo.com/video/7" title="{title}"></iframe>')

    assert link == f'<a href="https://vimeo.com/7">{" ".join(words.split())}</a>'


def test_hidden_frames_go():
    """A frame of one pixel, without address or with code for one shows nothing."""
    for frame in (
        '<iframe src="https://t.example" width="1"></iframe>',
        "<iframe></iframe>",
        '<iframe src="javascript:a">',
    ):
        assert clean(f"a{frame}b") == "ab"


def test_sanitising_twice_changes_nothing():
    """What is clean stays as it is."""
    once = clean('<h1>a</h1><p>b &amp; &nbsp;c<a href="d" title="e > f">g</a><br><img src=h></p><ul><li>i</ul>')

    assert clean(once) == once


def test_without_a_base_addresses_stay():
    """A post without an address keeps relative links rather than losing them."""
    assert sanitize('<a href="a">b</a>', base="") == '<a href="a">b</a>'


@given(st.text(max_size=40))
def test_no_character_breaks_a_feed(text):
    """Titles and bodies hold only what XML 1.0 can carry, also after character references are read."""
    illegal = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
    references = "".join(f"&#{ord(sign)};" for sign in text)

    for made in (legal(text), one_line(text), clean(text), clean(references)):
        assert not illegal.search(made)


def test_bytes_of_windows_are_mended():
    """Quotes that were read in the wrong encoding become quotes."""
    assert legal("it\x92s \x93rain\x94\x81") == "it’s “rain”"


def test_hostile_html_takes_no_more_time_than_other():
    """Unclosed tags do not make the search go back and forth."""
    pieces = (
        "<iframe ", "<iframe>", '<iframe "', "<img ", '<img "', "<img '\"", "<p>", "<a href=", '<a title="',
        "&nbsp;<br>", "<h1>", "=", " = '", "<object>", "<object><param name=movie ", "<noscript><img src=a>",
        "<amp-img ", '<embed "',
    )  # fmt: skip
    for piece in pieces:
        assert len(clean(piece * 3000)) < 200_000
    assert len(clean("<div>" * 100_000 + "rain")) < 10_000


@given(
    st.lists(
        st.sampled_from(
            ["# ", "## ", "- ", "3. ", "> ", "\n", "\n\n", "  \n", "a", "b c", "*", "**", "~~", "`", "```py\n", "    ",
             "[x](http://e.org)", "[y](javascript:a)", "[z](/rel 't')", "![i](http://e.org/i.png)", "---\n",
             "|a|b|\n|-|-|\n", '"', "'", "&", "&amp;", "&nbsp;", "\\", ">", "\t", "\xa0", "www.e.org", "[^1]",
             "[^1]: n\n", "{#id}", "\x01", "\x85", "\u2028", "\r", "é", "日本", "<", "`a < b`", "<p>", "</em>", "<b>",
             "<http://e.org/>", "&lt;", "&#60;", "&LT;", "&nvlt;", "\n[r]: /u '<'\n", "[r]", "[q](/a/b.html#c?d)",
             "[q](http://e.org/ 't')", "[q](/a/../b)", "[q](//e.net/)", "[q](/%2e/)", "[q](b.html)", "[q](http://e.org:port/)",
             "[q](http://1.2.3.400/)", "[q](http://a.xn--b/)", "[q](/)", "[q](/é)", "![j](/i.png)"]
        ),
        max_size=14,
    )
)  # fmt: skip
def test_what_our_renderer_made_is_sanitised_as_anything_else(pieces):
    """The short way for Markdown without HTML leads to the same bytes as the long one."""
    html, all_ours = render("".join(pieces))
    if all_ours:
        base = "https://example.org/a/c"
        assert sanitize_rendered(html, base=base) == sanitize(html, base=base)


@pytest.mark.parametrize(
    "text",
    [
        '![a" title="b](https://e.org/i.png)',
        ">" * 3000 + " a",
        "- " * 3000 + "a",
        "[a](http://XN--a.org/)",
        "[a](http://e.org/)\n\n" * 2500,
    ],
)
def test_the_short_way_leaves_nothing_that_only_the_long_one_would_see(text):
    """Words that look like an attribute, depths and hosts that nobody can read come out as the long way has them."""
    html, all_ours = render(text)

    assert all_ours
    assert sanitize_rendered(html, base="") == sanitize(html, base="")


@pytest.mark.parametrize(
    ("tag", "wanted"), [("<a href>", BASE), ("<a href/>", BASE), ("<a href = ?b>", f"{BASE}?b"), ("<a href=/b>", None)]
)
def test_addresses_become_absolute_however_they_are_written(tag, wanted):
    """One that depends on the page is joined with it, also beside one that depends on the site alone."""
    site = "https://example.org/b"

    assert clean(f'<a href="/b">a</a>{tag}c</a>') == f'<a href="{site}">a</a><a href="{wanted or site}">c</a>'


@pytest.mark.parametrize("base", ["https://xn--/a", "https://a.1/", "https://[::1/a", "https://h:99999/", "a b", "/a"])
def test_an_address_of_a_post_that_nobody_can_follow_stops_nothing(base):
    """Relative addresses stay what they are where the post's own is none."""
    assert sanitize('<a href="b">c</a><a href="/d">e</a>', base=base) == '<a href="b">c</a><a href="/d">e</a>'
