import pytest

from publisher.entries.citations import find_citations
from publisher.text.html.sanitize import sanitize
from publisher.text.languages.labels import SOURCE_LABELS
from publisher.text.markup.markdown import render_markdown
from publisher.text.markup.plain_blocks import read_blocks, render_blocks


def cited(html):
    """Return label, text, work and addresses of the citations in *html*."""
    return [
        (found.label, found.text, found.work, found.urls)
        for found in find_citations(sanitize(html, base="https://example.org/post"))
    ]


def cited_in_text(body):
    """Return label and text of the citations in plain lines."""
    return [(found.label, found.text) for found in find_citations(render_blocks(read_blocks(body)))]


@pytest.mark.parametrize("label", sorted({label for labels in SOURCE_LABELS.values() for label in labels}))
def test_each_label_of_the_table_is_known(label):
    """Every language's label announces a source."""
    assert cited(f"<p>{label}: A. Baker, Rain, 2014.</p>") == [(label, "A. Baker, Rain, 2014.", None, ())]


@pytest.mark.parametrize(
    ("html", "label"),
    [
        ("<p>Source(s): rain</p>", "Source(s)"),
        ("<p>Quelle(n): rain</p>", "Quelle(n)"),
        ("<p><strong>Bron:</strong> rain</p>", "Bron"),
        ("<p><em>Source</em> : rain</p>", "Source"),
        ("<p>出典：rain</p>", "出典"),
        ("<p>BRON: rain</p>", "BRON"),
        ("<p>Bron:\u00a0Bron: rain</p>", "Bron: Bron"),
    ],
)
def test_labels_are_known_in_every_dress(html, label):
    """Marked up, in capitals, with a full-width colon or twice: a label is a label, once."""
    assert cited(html) == [(label, "rain", None, ())]


@pytest.mark.parametrize(
    "html",
    [
        "<p>The source: nobody knows it.</p>",
        "<p>Source code: see below.</p>",
        "<p>Bronnen genoeg in dit dorp.</p>",
        "<h2>Source</h2><p>The source is public.</p>",
        "<h2>Sources</h2><p>Thanks to the baker.</p>",
        "<p>PS: On Sunday we are closed.</p>",
        "<p>P.S. On Sunday we are closed.</p>",
        "<p>PS.1 and PSA. A link: <a href='https://example.org'>2014</a></p>",
        "<p>PS: Order your bread at <a href='https://example.org'>example.org</a>!</p>",
        "<p>PS:</p><p>On Sunday we are closed.</p>",
        "<p>No colon here</p>",
        "<pre><code>Source: x</code></pre>".replace("Source", "Sauce"),
        "",
    ],
)
def test_what_names_no_source_is_no_citation(html):
    """Prose about sources, and postscripts about other things, cite nothing."""
    assert cited(html) == []


def test_addresses_of_a_citation_are_its_links():
    """A line is one citation, with each address once."""
    html = '<p>Bron: <a href="/a">one</a>, <a href="https://b.example">two</a>, <a href="/a">one</a>.</p>'

    assert cited(html) == [("Bron", "one, two, one.", None, ("https://example.org/a", "https://b.example"))]


def test_a_label_alone_announces_the_list_below():
    """Each item of the list right below a label is a citation; the next list is none."""
    html = "<p>Quellen:</p><ol><li>Regen, 2014</li><li><p>Wind</p></li></ol><p>x</p><ul><li>y</li></ul>"

    assert cited(html) == [("Quellen", "Regen, 2014", None, ()), ("Quellen", "Wind", None, ())]


def test_a_heading_announces_the_list_below():
    """A list of references under its heading is cited."""
    html = "<h2>References</h2><ul><li>Rain, 2014</li></ul><h2>Comments</h2><ul><li>Nice.</li></ul>"

    assert cited(html) == [("References", "Rain, 2014", None, ())]


def test_lines_below_a_label_are_cited_to_the_next_blank_line():
    """In plain text the lines right below a label are its sources, to a blank line or another label."""
    body = "It rained.\n\nBronnen:\nThe Book of Rain\nexample.nl/rain/\n\nThe baker was right."
    noted = "Bronnen:\nThe Book of Rain\n\nNote:\n(1) The baker was right."

    assert cited_in_text(body) == [("Bronnen", "The Book of Rain"), ("Bronnen", "example.nl/rain/")]
    assert cited_in_text(noted) == [("Bronnen", "The Book of Rain")]


def test_lines_of_a_paragraph_are_told_apart():
    """Where line ends part a label from its sources, or a source from prose, each line is read by itself."""
    listed = '<div>It rained.<br><br>Bronnen:<br>Rain, 2014<br><a href="/b">b</a><br><br>The baker.</div>'
    ended = "<p>It rained.<br>Bron: the baker,<br>2014</p>"

    assert cited(listed) == [("Bronnen", "Rain, 2014", None, ()), ("Bronnen", "b", None, ("https://example.org/b",))]
    assert cited(ended) == [("Bron", "the baker, 2014", None, ())]


def test_lines_below_a_heading_of_sources_are_cited():
    """In plain text a heading such as "Bronnen" announces the lines below it, as far as they tell what they are."""
    assert cited_in_text("It rained.\n\nBronnen\nRain, 2014\nexample.nl/rain/") == [
        ("Bronnen", "Rain, 2014"),
        ("Bronnen", "example.nl/rain/"),
    ]


def test_numbered_lines_below_a_bare_postscript_are_cited():
    """Numbered remarks under "PS:" are sources, each without its number."""
    body = "It rained.\n\nPS:\n\n1. The baker wrote so.\n\n2. So did the butcher."

    assert cited_in_text(body) == [("PS", "The baker wrote so."), ("PS", "So did the butcher.")]


@pytest.mark.parametrize(
    "text",
    [
        "PS: Lees ook het artikel 'Regen in mei' van de bakker.",
        "PS: Siehe auch „Regen im Mai“.",
        "P.S.: Read also the report on rain.",
        "P.S. Czytaj też wpis o deszczu.",
        "PS. Lees ook het artikel 'Regen in mei' van de bakker.",
        "PS: Rain and Wind, Baker & Co, example.nl, 2014.",
    ],
)
def test_a_postscript_that_names_a_source_is_cited(text):
    """Words such as "read also", or an address with a year, make a source of a postscript."""
    label, _, source = text.partition(" ")

    assert cited_in_text(text) == [(label.rstrip(":"), source)]


@pytest.mark.parametrize(
    ("text", "work"),
    [
        ("artikel 'Regen in mei' op example.nl, 2017", "Regen in mei"),
        ("book ‘Rain – The Power of Water', B. Baker", "Rain – The Power of Water"),
        ("„Regen im Mai“, Zeitung, 2014", "Regen im Mai"),
        ("In 'Rain' the baker shows it.", "Rain"),
        ("l’article « Pluie de mai », 2014", "Pluie de mai"),
        ("『雨の本』、パン屋、2014年", "雨の本"),
        ('the opinion-article "Rain\'s End" in a paper', "Rain's End"),
        # Quotes that are no titles.
        ("The baker says that 'it rained all day'.", None),
        ("The book is old. The baker calls it 'a friend'.", None),
        ("Rain, B. Baker, 2014", None),
        ("the baker's and the butcher's book", None),
    ],
)
def test_titles_are_told_by_quotes(text, work):
    """A quoted phrase is a title where it opens the citation or follows the word for a work."""
    assert cited(f"<p>Source: {text}</p>")[0][2] == work


def test_cite_marks_a_title_or_an_attribution():
    """A title in prose is cited by itself; a line that is an attribution is cited whole."""
    prose = f"<p>In <cite>The Book of Rain</cite> the baker says {'so ' * 60}.</p>"

    assert cited(prose) == [("", "The Book of Rain", "The Book of Rain", ())]
    assert cited("<p>— A. Baker, <cite>Rain</cite></p>") == [("", "A. Baker, Rain", "Rain", ())]
    assert cited("<p><cite>A. Baker</cite></p>") == [("", "A. Baker", None, ())]
    assert cited("<p>It rains. <cite>A. Baker</cite> in May</p>") == [("", "A. Baker in May", None, ())]
    assert cited("<p>— <cite>A. Baker</cite></p>") == [("", "A. Baker", None, ())]


def test_footnotes_with_an_address_are_cited():
    """A footnote that leads somewhere is a source, one that only remarks is none."""
    html = render_markdown("a[^1] b[^2]\n\n[^1]: See <https://example.org/rain>.\n[^2]: Not the baker.\n")

    assert cited(html) == [("", "See https://example.org/rain.", None, ("https://example.org/rain",))]


def test_hostile_text_takes_no_more_time_than_other():
    """Quotes, labels and lists without end do not make the search go back and forth."""
    for piece in ("'a", "“a", "Bron: ", "<cite>a</cite>", "<br>Bron:", "<li>", "<p>PS:</p>", " artikel 'a'"):
        assert len(cited(f"<p>Bron: {piece * 3000}</p>")) <= 6001


@pytest.mark.parametrize(
    "html",
    [
        "<p>Source&nbsp;: “A book”, 2014</p>",
        "<p>&nbsp;Bron: “A book”, 2014</p>",
        "Bron: “A book”, 2014",
        "<p>Bron<b>:</b> “A book”, 2014</p>",
        "<h2>Sources<a id='a'></a></h2><p>“A book”, 2014</p>",
        '<p>p.s. Lees ook <a href="https://example.org/">een boek</a>.</p>',
    ],
)
def test_the_first_look_misses_no_label(html):
    """A label counts at the very beginning, between blanks that do not break, in parts and in small letters."""
    assert len(find_citations(html)) == 1
