import pytest

from publisher.text.html.sanitize import sanitize
from publisher.text.html.to_text import plain_text


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
