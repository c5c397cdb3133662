import pytest

from publisher.entries.understand import LENGTH, cut_summary, shortened

SENTENCE = "The rain came in from the sea, and by noon nobody was left. "


def test_a_short_text_is_its_own_summary():
    """Nothing is cut, and no ellipsis added."""
    assert cut_summary("<p>It <b>rained</b> &amp; blew.</p>") == "It rained & blew."


def test_words_on_two_lines_of_a_paragraph_stay_two():
    """A break parts words as a blank does."""
    assert cut_summary("<p>It rained<br>and blew.<br /> So it went.</p>") == "It rained and blew. So it went."


def test_headings_tables_and_code_are_no_summary():
    """The summary is cut from paragraphs."""
    html = "<h2>Rain</h2><pre><code>x</code></pre><table></table><p>It rained.</p><ul><li>a</li></ul><p>It blew.</p>"

    assert cut_summary(html) == "It rained. It blew."


def test_a_post_without_paragraphs_is_cut_from_its_text():
    """A list alone has a summary too."""
    assert cut_summary("<ul><li>one</li><li>two</li></ul>") == "• one • two"


def test_the_cut_is_at_the_end_of_a_sentence():
    """Where a sentence ends late enough, the cut is there."""
    cut = shortened(SENTENCE * 20)

    assert cut.endswith("left. …")
    assert LENGTH / 2 < len(cut) <= LENGTH + 2


@pytest.mark.parametrize("text", ["rain and wind " * 50, "x" * 1000, "雨" * 1000])
def test_a_text_without_sentences_is_cut_at_a_word(text):
    """Words stay whole where there are words."""
    cut = shortened(text)

    assert cut.endswith("…")
    assert len(cut) <= LENGTH + 1
    assert text.startswith(cut[:-1])
    assert text[len(cut) - 1] in " x雨"


def test_sentences_without_blanks_are_known():
    """Full-width stops end sentences."""
    assert shortened("今日は雨が降って風も強い日だった。" * 30).endswith("。 …")


@pytest.mark.parametrize(
    "reference",
    [
        '<sup class="footnote-reference"><a href="https://a.example/b#fn-1">1</a></sup>',
        '<sup id="fnref:1"><a href="#fn:1" class="footnote" role="doc-noteref">[12]</a></sup>',
    ],
)
def test_footnotes_are_no_part_of_a_summary(reference):
    """Neither the number of a footnote nor its text gets into a summary; other raised text does."""
    html = f"<p>A claim.{reference} It is 10 m<sup>2</sup>.</p>"
    note = '<div class="footnote-definition" id="fn-1"><sup>1</sup>\n<p>Proof.</p></div>'

    assert cut_summary(html + note) == "A claim. It is 10 m2."
    assert cut_summary(note) == "Proof."
