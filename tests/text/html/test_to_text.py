import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import fragment_fromstring

from publisher.text.html.sanitize import sanitize
from publisher.text.html.to_text import plain_text

WORDS = ("rain", "a &amp; b", "été", "x &lt;y&gt; z", "two words", "雨")
TAGS = ("p", "div", "blockquote", "ul><li", "ol><li", "h2", "em", "pre", "table><tr><td", "figure", "dl><dt", "section")


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        ("<p>One <b>two</b>\nthree.</p><p>Four</p>", "One two three.\n\nFour"),
        ("<h2>One</h2>\n<p>two</p>\n", "One\n\ntwo"),
        ("<p>one<br>two</p>", "one\ntwo"),
        ("<ul>\n<li>one</li>\n<li>two</li>\n</ul>", "• one\n• two"),
        ('<p>a</p><ol start="9"><li>one</li><li>two</li></ol><p>b</p>', "a\n\n9. one\n10. two\n\nb"),
        ("<ol><li><p>one</p></li><li><p>two</p></li></ol>", "1. one\n\n2. two"),
        ("<ul><li>one<ul><li>two</li></ul></li><li>three</li></ul>", "• one\n  • two\n• three"),
        ("<ol><li>a<ol><li>b</li><li>c</li></ol></li><li>d</li></ol>", "1. a\n  1. b\n  2. c\n2. d"),
        ("<table><tr><th>a</th><th>b</th></tr><tr><td>c</td><td>d</td></tr></table>", "a | b\nc | d"),
        ("<pre><code>a\n  b  c\n</code></pre><p>d</p>", "a\n  b  c\n\n\nd"),
        ("<dl><dt>a</dt><dd>b</dd></dl>", "a\nb"),
        ("<blockquote><p>a</p></blockquote><hr><p>b</p>", "a\n\nb"),
        ('<p>see <a href="https://example.org">the <em>baker</em></a>.</p>', "see the baker."),
        ("<p>a &lt;b&gt; &amp;amp; c&nbsp;d</p>", "a <b> &amp; c\u00a0d"),
        ('<figure><img src="a" alt="b"><figcaption>c</figcaption></figure>', "c"),
        ("un<b>believ</b>able", "unbelievable"),
        ("<p>a</p>b<div>c</div>d", "a\n\nb\n\nc\n\nd"),
        ("", ""),
    ],
)  # fmt: skip
def test_text_reads_like_the_page(html, wanted):
    """Paragraphs, items, cells and code keep their shape; words keep their order."""
    assert plain_text(sanitize(html, base="")) == wanted


@given(
    st.recursive(st.sampled_from(WORDS), lambda inner: st.lists(st.tuples(st.sampled_from(TAGS), inner)), max_leaves=9)
)
def test_no_word_is_lost(tree):
    """Every word that the parser lxml finds in a post stands in its text, in the same order."""
    html = sanitize(_written(tree), base="")
    page = fragment_fromstring(html, create_parent=True)

    assert _letters(plain_text(html)) == _letters(page.text_content())


def _letters(text):
    return "".join(filter(str.isalpha, text))


def _written(tree):
    return tree if isinstance(tree, str) else " ".join(f"<{tag}>{_written(inner)}{_closed(tag)}" for tag, inner in tree)


def _closed(tags):
    return "".join(f"</{tag}>" for tag in reversed(tags.split("><")))
