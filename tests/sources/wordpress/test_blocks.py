"""Paragraphs and shortcodes of WordPress: what stays, what goes, and what it becomes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.sources.inputs.titles import first_words, title_text
from publisher.sources.wordpress.blocks import autoparagraph, has_blocks, with_paragraphs, without_marks
from publisher.sources.wordpress.shortcodes import Library, Picture, expand_shortcodes
from publisher.text.html.sanitize import sanitize
from publisher.text.html.to_text import plain_text

PICTURES = {
    "1": Picture(url="https://example.org/a.jpg", alt="A rose", caption="In June"),
    "2": Picture(url="https://example.org/b.jpg"),
}
LIBRARY = Library(picture=PICTURES.get, own=lambda: list(PICTURES.values()))
ROSE = '<figure><img src="https://example.org/a.jpg" alt="A rose"><figcaption>In June</figcaption></figure>'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),
        (" \n\n ", ""),
        ("One\n\n\n\nTwo", "<p>One</p>\n<p>Two</p>\n"),
        ("One\r\ntwo", "<p>One<br />\ntwo</p>\n"),
        ("One<br>\ntwo", "<p>One<br />\ntwo</p>\n"),
        ("One<br /><br>Two", "<p>One</p>\n<p>Two</p>\n"),
        # Text goes on in a paragraph after a block; a block is in none.
        ("<h2>A</h2>\nText", "<h2>A</h2><p>Text</p>\n"),
        ("Text\n<h2>A</h2>", "<p>Text</p>\n<h2>A</h2>"),
        ("<h2>A</h2>Text<hr>More", "<h2>A</h2><p>Text</p>\n<hr><p>More</p>\n"),
        # Paragraphs that are there stay single.
        ("<p>A</p>\n\n<p>B\nb</p>", "<p>A</p><p>B<br />\nb</p>"),
        ("<ul>\n<li>a</li>\n<li>b\n<em>c</em></li>\n</ul>", "<ul><li>a</li><li>b<br />\n<em>c</em></li></ul>"),
        ("<div>one</div>", "<div>one</div>"),
        ("<div>\n\none\n\n</div>", "<div><p>one</p>\n</div>"),
        ("<blockquote>one\n\ntwo</blockquote>", "<blockquote><p>one</p>\n<p>two</p>\n</blockquote>"),
        ("<table><tr><td>a</td>\n<td>b</td></tr></table>", "<table><tr><td>a</td><td>b</td></tr></table>"),
        # Code keeps its lines, and its blank ones.
        ("<pre>a\n\n  b</pre>\nText", "<pre>a\n\n  b</pre>\n<p>Text</p>\n"),
        ("See <code>a\nb</code>", "<p>See <code>a\nb</code></p>\n"),
        ("A<script>x\n\ny</script>B", "<p>A<script>x\n\ny</script>B</p>\n"),
        ("A<!-- b\n\nc -->", "<p>A<!-- b\n\nc --></p>\n"),
        # A line end within a tag is none of the text.
        ('<a\nhref="x">y</a>', '<p><a\nhref="x">y</a></p>\n'),
        ("<pre>never closed\n\nmore", "<pre>never closed<p>more</p>\n"),
        ("a < b\nc", "<p>a < b<br />\nc</p>\n"),
    ],
)
def test_blank_lines_part_paragraphs(text, html):
    """Blank lines part paragraphs, single line ends are breaks, and blocks stay as they are."""
    assert autoparagraph(text) == html


PIECES = ["a", "b ", "\n", "\n\n", "\r\n", " ", "<p>", "</p>", "<li>", "</ul>", "<b>", "</b>", "<pre>", "</pre>"]
PIECES += ["<br>", "<hr />", "<div\nid=x>", "</div>", "<!--", "-->", "<blockquote>", "<code>", "</code>", " & "]
PIECES += ["c < d"]


@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join))
def test_no_word_is_lost(text):
    """Paragraphs are restored without losing or adding a word, whatever the text."""
    # The bullet of an empty item is ours, not the text's.
    words = lambda html: "".join(plain_text(sanitize(html, base="")).split()).replace("•", "")  # noqa: E731
    assert words(autoparagraph(text)) == words(text)


@pytest.mark.parametrize(
    ("text", "html", "removed"),
    [
        ("no brackets", "no brackets", ()),
        ("[sic] [1] a[i] [x]", "[sic] [1] a[i] [x]", ()),
        ("[[gallery]] [[Wiki]]", "[gallery] [[Wiki]]", ()),
        # Programs of other highlighters: nothing in them is a tag.
        ("[cc lang='c']a<b[/cc]", "<pre><code>a&lt;b</code></pre>", ()),
        ("[ccnLe_java]List<Rose> a;[/ccnLe_java]", "<pre><code>List&lt;Rose&gt; a;</code></pre>", ()),
        ('[highlight lang="c"]a<b[/highlight]', "<pre><code>a&lt;b</code></pre>", ()),
        ("a [highlight]rose[/highlight] [cc] [source]", "a rose [cc] [source]", ("highlight",)),
        # What leads somewhere does so without its plug-in; in prose such names are words.
        ("[tweet https://a.example/1]", '<p><a href="https://a.example/1">https://a.example/1</a></p>', ()),
        ('[soundcloud url="https://a.example/1"]', '<p><a href="https://a.example/1">https://a.example/1</a></p>', ()),
        ("[gist id=12ab]", '<p><a href="https://gist.github.com/12ab">https://gist.github.com/12ab</a></p>', ()),
        ("[gist]https://a.example/1[/gist]", '<p><a href="https://a.example/1">https://a.example/1</a></p>', ()),
        ('[iframe id="x"] [twitter] [facebook]', " [twitter] [facebook]", ("iframe",)),
        ("[gallery]", ROSE + '<figure><img src="https://example.org/b.jpg" alt=""></figure>', ()),
        ('[gallery columns="2" ids="1,9"]', ROSE, ()),
        ('[gallery ids="9"]', "", ("gallery",)),
        (
            '[caption id="a" align="x" width="9"]<a href="y"><img src="z" /></a> Said <b>so</b>[/caption]',
            '<figure><a href="y"><img src="z" /></a><figcaption>Said <b>so</b></figcaption></figure>',
            (),
        ),
        (
            '[caption caption="Said"]<img src="z">[/caption]',
            '<figure><img src="z"><figcaption>Said</figcaption></figure>',
            (),
        ),
        ("[caption]never closed", "never closed", ("caption",)),
        (
            "[embed]https://youtu.be/abcdef12345[/embed]",
            '<p><iframe src="https://www.youtube.com/embed/abcdef12345"></iframe></p>',
            (),
        ),
        (
            "[embed]https://example.org/?a=1&amp;b=2[/embed]",
            '<p><a href="https://example.org/?a=1&amp;b=2">https://example.org/?a=1&amp;b=2</a></p>',
            (),
        ),
        (
            "[youtube=https://www.youtube.com/watch?v=abcdef12345]",
            '<p><iframe src="https://www.youtube.com/embed/abcdef12345"></iframe></p>',
            (),
        ),
        ("[audio https://example.org/a.mp3]", '<p><audio controls src="https://example.org/a.mp3"></audio></p>', ()),
        (
            '[video width="6" mp4="https://example.org/a.mp4" poster="https://example.org/p.png"][/video]!',
            '<p><video controls src="https://example.org/a.mp4" poster="https://example.org/p.png"></video></p>!',
            (),
        ),
        ('[audio src="javascript:x"]', "", ("audio",)),
        ("[code]if (a &lt; b) [c][/code]", "<pre><code>if (a &lt; b) [c]</code></pre>", ()),
        ('[vc_row a="b"]Kept[/vc_row] [contact-form-7 id="3"]', "Kept ", ("vc_row", "contact-form-7")),
        ("[su_note]Kept", "Kept", ("su_note",)),
        # Placeholders and addresses are words of the post.
        ("[user_name] [http://example.org/] [and/or]", "[user_name] [http://example.org/] [and/or]", ()),
        ("[java]a&lt;b[/java] [php]", "<pre><code>a&lt;b</code></pre> [php]", ()),
        ("[map/] [map /]", " ", ("map", "map")),
        ('<code>[map x="1"]</code>', '<code>[map x="1"]</code>', ()),
        (
            "see\nhttps://example.org/a\nnow",
            'see\n<p><a href="https://example.org/a">https://example.org/a</a></p>\nnow',
            (),
        ),
        ("<pre>\nhttps://example.org/a\n</pre>", "<pre>\nhttps://example.org/a\n</pre>", ()),
    ],
)
def test_shortcodes_become_html_or_are_named(text, html, removed):
    """Shortcodes with content become HTML; the tags of others go and are named; other brackets stay."""
    assert expand_shortcodes(text, LIBRARY) == (html, removed)


@given(st.text(alphabet="[]/ab=\"' caption", max_size=60))
def test_any_brackets_are_read(text):
    """No brackets make the reading of shortcodes fail."""
    expand_shortcodes(text, LIBRARY)


def test_the_marks_of_the_block_editor_go():
    """Block comments go with their settings, and reused blocks are filled in, but not for ever."""
    text = '<!-- wp:paragraph {"a":{"b":1}} -->\n<p>A</p>\n<!-- /wp:paragraph -->\n<!-- wp:block {"ref":7} /-->'
    assert has_blocks(text)
    assert without_marks(text, {"7": "<p>B</p>"}.get) == "<p>A</p>\n<p>B</p>"
    assert without_marks("a<!--more Go on-->b<!--nextpage-->c", {}.get) == "abc"
    assert without_marks('<!-- wp:block {"ref":7} /-->', {"7": 'x<!-- wp:block {"ref":7} /-->'}.get) == "xxxx"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a\n\nb\n<!-- wp:list --><ul></ul><!-- /wp:list -->\nc", "<p>a</p>\n<p>b</p>\n<ul></ul><p>c</p>\n"),
        ("<!-- wp:freeform -->\na\n\nb\n<!-- /wp:freeform -->", "<p>a</p>\n<p>b</p>\n"),
        # Within blocks everything stays as it is, and so does what has its paragraphs.
        ("<!-- wp:html --><div>\n\na</div><!-- /wp:html -->", "<div>\n\na</div>"),
        (
            "<!-- wp:group --><!-- wp:spacer /-->\n\na\n\n<!-- wp:html -->b<!-- /wp:html --><!-- /wp:group --><p>c</p>",
            "\na\n\nb<p>c</p>",
        ),
        ("<!-- /wp:group -->a", "<p>a</p>\n"),
    ],
)
def test_text_outside_of_blocks_has_paragraphs(text, html):
    """What a classic block holds, or no block at all, gets its paragraphs as WordPress shows them."""
    assert without_marks(with_paragraphs(text), {}.get) == html


def test_titles_are_html():
    """A title loses its tags and gets its characters, but keeps what only looks like a tag."""
    assert title_text("A <b>bold <i>one</i></b><br />here") == "A bold one here"
    assert title_text("Don&#39;t use List<T>") == "Don't use List<T>"


def test_first_words_make_a_title():
    """A post without a title is called by its first words, whole ones."""
    assert first_words("<div><br></div><p>" + "word " * 30 + "</p>") == "word " * 11 + "word…"
    assert first_words('<img src="a.png">') == ""
