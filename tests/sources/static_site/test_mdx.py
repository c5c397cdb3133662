"""MDX: the text stays, what only a program can draw goes and is named."""

import pytest

from publisher.sources.static_site.body import without_components


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("import Box from './box'\n\nText.", "\nText."),
        ("import {\n  a,\n} from 'x'\nexport const b = {\n  c: 1,\n}\n\nText.", "\nText."),
        ("export is a word.\n\nimport tariffs rise.", "export is a word.\n\nimport tariffs rise."),
        ("<Box a={{b: '>'}} c=\"<\">\n\n*Text*\n\n</Box>", "\n\n*Text*\n\n"),
        ("a{/* hidden\n\nwords */}b {/* truncate */}", "ab <!-- truncate -->"),
        ("a{' '}b{\"c\"}{d}", "a bc{d}"),
        (
            "`<Box />` and\n\n```jsx\nimport x from 'y'\n<Box />\n```\n",
            "`<Box />` and\n\n```jsx\nimport x from 'y'\n<Box />\n```\n",
        ),
        ('<Image src="/a.png" alt="A &amp; <b" />', '<img src="/a.png" alt="A &amp; &lt;b">'),
        ('<p style={{color: "red"}} title="t">Text</p>', '<p title="t">Text</p>'),
        ("<br onClick={go} />", "<br />"),
        ("<b>3 < 4</b>", "<b>3 < 4</b>"),
        ("<Never closed", "<Never closed"),
        ("```\nnever closed <Box />", "```\nnever closed <Box />"),
    ],
)
def test_the_text_of_mdx_stays(written, expected):
    """Imports, comments and the tags of components go; code, HTML and words that look alike stay."""
    assert without_components(written) == (expected, ())


def test_components_without_text_are_named():
    """The report can say what is missing."""
    assert without_components("a <Map /> b <Chart data={[1]}/>") == ("a  b ", ("Map", "Chart"))


def test_openings_that_nothing_closes_end_the_search():
    """After some dozens of them what follows is text, so that a hostile file costs no more than its length."""
    written = "<A {>" * 100_000

    assert without_components(written) == (written, ())
