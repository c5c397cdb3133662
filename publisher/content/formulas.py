"""Formulas as text: what renders them, scripts and MathML, has no place in a feed or a mail."""

import re
from html import escape

_MATH = re.compile(r"<math\b([^<>]*+)>((?:[^<]++|<(?!/?math\b))*+)</math\s*>", re.IGNORECASE)
_TEX = re.compile(r"<annotation\b[^<>]*\btex\b[^<>]*+>([^<]*+)</annotation", re.IGNORECASE)
#: What a formula holds besides its signs.
_BESIDES = re.compile(r"<(annotation(?:-xml)?|script|style)\b[^<>]*+>(?:[^<]++|<(?!/?\1\b))*+</\1\s*>", re.IGNORECASE)
_ALTERNATIVE = re.compile(r"""\balttext\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*+>")
_SCRIPT = re.compile(
    r"<script\b[^<>]*\btype\s*=\s*[\"']?math/(?:tex|asciimath)\b[^<>]*+>((?:[^<]++|<(?!/?script\b))*+)</script\s*>",
    re.IGNORECASE,
)
#: Where the same formula stands once more, set in ordinary elements: after it, or before.
_SET_AFTER = re.compile(r"(?:</\w+>\s*)*<span[^<>]{0,200}\bkatex-html\b")
_SET_BEFORE = re.compile(r"\bMJX_Assistive_MathML\b[^<>]{0,200}>\s*\Z")
_NEAR = 300


def with_formulas(html: str) -> str:
    """Return *html* with the source of each formula in its place.

    A formula that a program has set in ordinary elements, too, stays as those.

    >>> with_formulas('a <math><mi>n</mi><mo>&gt;</mo><mn>1</mn></math> b')
    'a <code>n&gt;1</code> b'
    """
    if "<math" in html or "<MATH" in html:
        html = _MATH.sub(_math, html)
    if "math/" in html and 'class="MathJax' not in html:
        html = _SCRIPT.sub(lambda found: _code(escape(found[1], quote=False)), html)
    return html


def _math(found: re.Match[str]) -> str:
    before = found.string[max(0, found.start() - _NEAR) : found.start()]
    if _SET_BEFORE.search(before) or _SET_AFTER.match(found.string[found.end() : found.end() + _NEAR]):
        return ""
    if tex := _TEX.search(found[2]):
        return _code(tex[1])
    if alternative := _ALTERNATIVE.search(found[1]):
        return _code(alternative[1] or alternative[2] or "")
    return _code(_TAG.sub("", _BESIDES.sub("", found[2])))


def _code(source: str) -> str:
    source = " ".join(source.split())
    return f"<code>{source}</code>" if source else ""
