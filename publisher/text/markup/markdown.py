"""Markdown as HTML, by pyromark: the one module that knows it."""

from __future__ import annotations

import re
from html import unescape
from typing import NamedTuple

import pyromark

from publisher.text.html.tree import name_of

_OPTIONS = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_TASKLISTS
    | pyromark.Options.ENABLE_HEADING_ATTRIBUTES
    | pyromark.Options.ENABLE_DEFINITION_LIST
)

# Both begin with letters that a search can run for.  Before an address in prose stands anything but the rest of a
# word or address, what a template or attribute calls it by, and what our renderer writes before the text of a link.
_BARE = (
    re.compile(r"""http(?<![0-9A-Za-z"=/]http)(?<!">http)s?://\w"""),
    re.compile(r"""www\.(?<![0-9A-Za-z"=/.@]www\.)(?<!">www\.)\w"""),
)
#: What stands behind an attribute is mostly the text of a link.
_BEHIND_ATTRIBUTE = re.compile(r'<(?!a\s)[a-z][a-z0-9]*\s[^<>]*">(?:https?://|www\.)\w')
#: Elements whose words are no prose, or a link already.
_LEFT_ALONE = frozenset({"a", "code", "pre", "script", "style", "textarea"})
# Raw HTML in Markdown is not sanitised yet: comments, and ``>`` between quotes.
_RAW_TAG = re.compile(
    r"""(<!--(?:[^-]|-(?!->))*+(?:-->|\Z)|<[a-zA-Z/!?](?:[^<>"']|"[^"]{0,2000}"|'[^']{0,2000}')*+>|<[^<>]*+>)"""
)
#: Another spelling of what ``&lt;`` says.
_ODD_ENTITY = re.compile("&(?:#0*60|#[xX]0*3[cC]|LT|nvlt);")
_TASK = re.compile(r'<input disabled="" type="checkbox"( checked="")?/>\s*')
_FOOTNOTE = re.compile(r'(<a href="#|<div class="footnote-definition" id=")([^"]+)(?=">)')
_REFERENCE = re.compile(r'<sup class="footnote-reference"><a href="#([^"]+)">')


class Rendered(NamedTuple):
    """What became of a text in Markdown."""

    #: Not yet sanitised.
    html: str
    #: Every tag in it is the renderer's: the text holds none.
    all_ours: bool


def render_markdown(text: str) -> str:
    r"""Return the HTML of *text*: CommonMark with the usual extensions, not yet sanitised.

    Tables, strikethrough, footnotes, task lists, definition lists, and
    ``{#id}`` on headings; bare addresses become links.

    >>> render_markdown("See https://example.org/.")
    '<p>See <a href="https://example.org/">https://example.org/</a>.</p>\n'
    """
    return render(text).html


def render(text: str) -> Rendered:
    """Return what `render_markdown` does, and whether every tag in it is the renderer's."""
    html: str = pyromark.html(text, options=_OPTIONS)
    all_ours = "<" not in text or _is_code(text, html)
    if 'type="checkbox"' in html:
        html = _TASK.sub(lambda found: "☑ " if found[1] else "☐ ", html)
    if 'class="footnote-' in html:
        html = _with_own_ids(html)
    if _may_link(html):
        html = _with_links(html)
    return Rendered(html, all_ours)


def _is_code(text: str, html: str) -> bool:
    """Tell whether each ``<`` of *text* is escaped in what was rendered: none of them opens a tag or an address.

    An escaped one comes from one of the text or from an entity, of which only
    the plainest spelling is counted here; from the same one twice only where a
    reference is defined.  So both counts are equal only if none is missing.
    """
    if "]:" in text or ("&" in text and _ODD_ENTITY.search(text)):
        return False
    return text.count("<") + text.count("&lt;") == html.count("&lt;")


def _with_own_ids(html: str) -> str:
    """Give footnotes ids that no heading has."""
    names = set(_REFERENCE.findall(html))
    return _FOOTNOTE.sub(
        lambda found: f"{found[1]}fn-{found[2]}" if found[1][1] == "d" or found[2] in names else found[0], html
    )


def _may_link(html: str) -> bool:
    """Tell cheaply whether an address stands in prose."""
    if _BARE[0].search(html) or _BARE[1].search(html):
        return True
    return ('">http' in html or '">www.' in html) and _BEHIND_ATTRIBUTE.search(html) is not None


def _with_links(html: str) -> str:
    """Link the addresses that stand in prose."""
    from publisher.text.addresses import linked_where_marked

    pieces = _RAW_TAG.split(html)
    inside = 0
    for place, piece in enumerate(pieces):
        if place % 2 == 0:
            if not inside and ("://" in piece or "www." in piece):
                pieces[place] = linked_where_marked(unescape(piece))
        elif name_of(piece) in _LEFT_ALONE:
            inside = max(0, inside - 1) if piece[1] == "/" else inside + 1
    return "".join(pieces)
