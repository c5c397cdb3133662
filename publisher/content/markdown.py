"""Markdown as HTML, by pyromark: the one module that knows it."""

import re
from html import unescape

import pyromark

from publisher.content.addresses import find_addresses

_OPTIONS = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_TASKLISTS
    | pyromark.Options.ENABLE_HEADING_ATTRIBUTES
    | pyromark.Options.ENABLE_DEFINITION_LIST
)

# Both begin with letters that a search can run for; what stands before is looked at afterwards.
_BARE = (re.compile(r"http(?<=[\s>(]http)s?://\w"), re.compile(r"www\.(?<=[\s>(]www\.)\w"))
_LINKABLE = re.compile(
    r"<(?P<element>a|code|pre|script|style|textarea)\b.*?</(?P=element)\s*>|<!--.*?-->|<[^<>]*>"
    r"|(?<![\w/@.])(?P<address>(?:https?://|www\.)[^\s<>\"]+)",
    re.DOTALL,
)
_TASK = re.compile(r'<input disabled="" type="checkbox"( checked="")?/>\s*')
_FOOTNOTE = re.compile(r'(<a href="#|<div class="footnote-definition" id=")([^"]+)(?=">)')
_REFERENCE = re.compile(r'<sup class="footnote-reference"><a href="#([^"]+)">')


def render_markdown(text: str) -> str:
    r"""Return the HTML of *text*: CommonMark with the usual extensions, not yet sanitised.

    Tables, strikethrough, footnotes, task lists, definition lists, and
    ``{#id}`` on headings; bare addresses become links.

    >>> render_markdown("See https://example.org/.")
    '<p>See <a href="https://example.org/">https://example.org/</a>.</p>\n'
    """
    html: str = pyromark.html(text, options=_OPTIONS)
    if 'type="checkbox"' in html:
        html = _TASK.sub(lambda found: "☑ " if found[1] else "☐ ", html)
    if 'class="footnote-' in html:
        html = _with_own_ids(html)
    if any(bare.search(html) for bare in _BARE):
        html = _LINKABLE.sub(_link, html)
    return html


def _with_own_ids(html: str) -> str:
    """Give footnotes ids that no heading has."""
    names = set(_REFERENCE.findall(html))
    return _FOOTNOTE.sub(
        lambda found: f"{found[1]}fn-{found[2]}" if found[1][1] == "d" or found[2] in names else found[0], html
    )


def _link(found: re.Match[str]) -> str:
    words = found["address"]
    if not words:
        return found[0]
    address = next(find_addresses(unescape(words)), None)
    if address is None or address.start:
        return words
    # Punctuation at the end of the words belongs to the sentence.
    tail = len(unescape(words)) - address.end
    shown = words[: len(words) - tail] if tail else words
    if unescape(shown) != address.text:
        return words
    url = shown if "://" in shown else f"https://{shown}"
    return f'<a href="{url}">{shown}</a>{words[len(shown) :]}'
