import pytest

from publisher.text.markup.markdown import render_markdown


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # What CommonMark itself leaves out.
        ("|a|\n|-|\n|b|", "<table><thead><tr><th>a</th></tr></thead><tbody>\n<tr><td>b</td></tr>\n</tbody></table>\n"),
        ("~~a~~", "<p><del>a</del></p>\n"),
        ("- [ ] a\n- [x] b", "<ul>\n<li>☐ a</li>\n<li>☑ b</li>\n</ul>\n"),
        ("# a {#b}", '<h1 id="b">a</h1>\n'),
        ("a\n: b", "<dl>\n<dt>a</dt>\n<dd>b</dd>\n</dl>\n"),
    ],
)
def test_the_usual_extensions_are_on(text, wanted):
    """Tables, strikethrough, tasks, ids of headings and definitions are understood."""
    assert render_markdown(text) == wanted


def test_footnotes_have_ids_of_their_own():
    """The reference leads to the note, and no heading can have its id."""
    html = render_markdown("# 1 {#1}\n\n[a](#1) b[^1]\n\n[^1]: c\n")

    assert '<a href="#fn-1">' in html
    assert '<div class="footnote-definition" id="fn-1">' in html
    assert '<h1 id="1">' in html


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("https://example.org/a?b=1&c=2.", '<a href="https://example.org/a?b=1&amp;c=2">https://example.org/a?b=1&amp;c=2</a>.'),
        ("(http://example.org/a_(b))", '(<a href="http://example.org/a_(b)">http://example.org/a_(b)</a>)'),
        ("www.example.org", '<a href="https://www.example.org">www.example.org</a>'),
        ("“https://example.org”", '“<a href="https://example.org">https://example.org</a>”'),
        ("这里：https://example.org/", '这里：<a href="https://example.org/">https://example.org/</a>'),
        ("こちらwww.example.org", 'こちら<a href="https://www.example.org">www.example.org</a>'),
    ],
)  # fmt: skip
def test_bare_addresses_become_links(text, wanted):
    """An address in prose is a link, without the punctuation around it."""
    assert render_markdown(f"See {text}") == f"<p>See {wanted}</p>\n"


@pytest.mark.parametrize(
    "text",
    [
        "`see https://example.org`",
        "    see https://example.org",
        "[see https://example.org](/a)",
        "<https://example.org>",
        '<img src="a" alt="see https://example.org > www.example.org">',
        "<!-- a > https://example.org -->",
        "example.org",
    ],
)
def test_code_links_and_attributes_are_left_alone(text):
    """Only prose is linked, and a bare host in Markdown was not meant as a link."""
    assert render_markdown(text).count("<a ") == (1 if text[0] in "[<" and text[1] in "sh" else 0)


def test_unclosed_markup_takes_no_more_time_than_other():
    """Hostile raw HTML does not make the search go back and forth."""
    for piece in ("<a> ", "<a href='", '<b title="', "<!-- ", "<pre>", "www.x.nl "):
        assert render_markdown(f"https://example.org {piece * 3000}")
