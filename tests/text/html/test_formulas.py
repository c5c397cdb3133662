"""Formulas in posts: their source is text, and stays."""

import pytest

from publisher.text.html.embeds import with_formulas
from publisher.text.html.sanitize import sanitize

TEX = '<annotation encoding="application/x-tex">x^2 &lt; y</annotation>'


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        ("a <math><mi>n</mi></math> b", "a <code>n</code> b"),
        (f"<math><semantics><mi>x</mi>{TEX}</semantics></math>", "<code>x^2 &lt; y</code>"),
        ('<math alttext="a^2"><mi>a</mi></math>', "<code>a^2</code>"),
        ("<math alttext='a^2'><mi>a</mi></math>", "<code>a^2</code>"),
        ("<math></math>", ""),
        ("<math><mi>a", ""),
        # What kramdown leaves to a script.
        ('a <script type="math/tex">x < y</script> b', "a <code>x &lt; y</code> b"),
        ('<script type="math/tex; mode=display">\\sum_i</script>', "<code>\\sum_i</code>"),
        # The same formula stands beside it in ordinary elements.
        (
            f'<span class="katex-mathml"><math>{TEX}</math></span><span class="katex-html">x</span>',
            "<span></span><span>x</span>",
        ),
        ('<i>x</i><span class="MJX_Assistive_MathML"><math><mi>x</mi></math></span>', "<i>x</i><span></span>"),
        (
            '<span class="MathJax">x</span><script type="math/tex">x</script>',
            "<span>x</span>",
        ),
        # Nothing acts.
        ("<math><script>a()</script><style>b</style></math>", ""),
        ('<math alttext="&lt;img src=x onerror=a()&gt;"></math>', "<code>&lt;img src=x onerror=a()&gt;</code>"),
        ('<math alttext="<script>a()</script>"><mi>b</mi></math>', ""),
    ],
)
def test_formulas_become_text(html, wanted):
    """A sentence keeps the formula in it, in the words of whoever wrote it."""
    assert sanitize(html, base="") == wanted


@pytest.mark.parametrize("piece", ["<math>", "<math><annotation ", "<script type=math/tex>", "<math alttext="])
def test_formulas_without_an_end_cost_little(piece):
    """Whatever is opened a hundred thousand times is read once."""
    assert with_formulas(piece * 100_000)
