"""HTML from anywhere becomes HTML that may stand anywhere: in a feed, a page, a mail."""

from __future__ import annotations

import re
from typing import Any

import nh3

from publisher.text.characters import legal
from publisher.text.html.tree import without_depths

_TAGS = (
    "a abbr aside audio b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em"
    " figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p picture pre q rp rt ruby s samp section small"
    " source span strong sub summary sup table tbody td tfoot th thead time tr track u ul var video wbr"
)
_ATTRIBUTES = {
    "*": {"dir", "id", "lang", "title"},
    "a": {"href", "hreflang"},
    "audio": {"controls", "src"},
    "col": {"span"},
    "colgroup": {"span"},
    "del": {"datetime"},
    "img": {"alt", "height", "src", "width"},
    "ins": {"datetime"},
    "li": {"value"},
    "ol": {"reversed", "start", "type"},
    "source": {"src", "type"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
    "track": {"kind", "label", "src", "srclang"},
    "video": {"controls", "height", "poster", "src", "width"},
}
_CLASSES = {
    "div": {"footnote-definition"},
    "sup": {"footnote-definition-label", "footnote-reference"},
}
_OPTIONS: dict[str, Any] = {
    "tags": set(_TAGS.split()),
    "attributes": _ATTRIBUTES,
    "allowed_classes": _CLASSES,
    "clean_content_tags": {
        "button",
        "iframe",
        "noembed",
        "noframes",
        "script",
        "select",
        "style",
        "svg",
        "template",
        "textarea",
        "title",
    },
    "url_schemes": {"ftp", "http", "https", "mailto", "tel"},
    "link_rel": None,
}
_UNBASED = nh3.Cleaner(**_OPTIONS)

#: An attribute that most likely holds an address which depends on more than the site.
_IN_FOLDER = re.compile(r"""=(?:(?<=(?i:href)=)|(?<=(?i:src)=)|(?<=(?i:poster)=))["']?+(?!https?://|mailto:|/)""")
#: An address without a scheme in what nh3 wrote; hardly ever the words of a text that look like one.
_RELATIVE = re.compile(r"""="(?:(?<=\shref=")|(?<=\ssrc=")|(?<=\sposter="))(?!(?:https?|ftp|mailto|tel):)""")
#: Scheme and host of the site, as any parser leaves them.
_SITE = re.compile(r"https?://(?:(?!xn--)[a-z0-9-]++\.)*+(?!xn--)[a-z][a-z0-9-]*+(?=[/?#]|\Z)")
#: An address of the same site, and where the address of the site goes.
_ROOTED = re.compile(
    r"""(<(?:a|img|audio|video|source|track)\ (?:[a-z]++="[^"]*+"\ )*?(?:href|src|poster)=")
    (?=/(?:[A-Za-z0-9_~-][A-Za-z0-9_~.-]*+/?+)*+(?:[#?](?:[A-Za-z0-9/.,:;?=%_~+@!$*()-]|&amp;)*+)?")""",
    re.VERBOSE,
)
_EMBEDDED = re.compile("<(?:img|iframe|object|embed|noscript|amp-|lite-)", re.IGNORECASE)
_FORMULA = re.compile(r"<math\b|<script\b[^<>]*\bmath/", re.IGNORECASE)
_HEADING = re.compile(r"(</?h)([1-6])(?=[ >])")
#: A picture whose address was taken out: its words stay.
_NO_PICTURE = re.compile(r"""<img(?![^>]*\ssrc=)(?:[^>]*?\salt="([^"]*)")?[^>]*>""")
_EMPTY_PARAGRAPH = re.compile(r"<p>(?:\s|&nbsp;|<br>)*</p>\n?")

#: Scheme and host of an address that no parser refuses: neither a number nor Punycode.
_PLAIN_SITE = (
    r"https?://(?:(?![Xx][Nn]--)[A-Za-z0-9-]++\.)*+(?![Xx][Nn]--)[A-Za-z][A-Za-z0-9-]*+(?::[0-9]{1,4}+)?(?=[/?\#\"])"
)
#: The first tag in which there may be something for nh3 to change: it is none of these, exactly as nh3 writes them.
_UNPLAIN = re.compile(
    rf"""<(?!
    (?:p>(?!\s*+<(?:br|/p))|li>|em>|strong>|h[1-6]>|ul>|ol>|blockquote>|pre>|code>|del>|[bh]r>)
    |/(?:p|li|em|a|strong|h[1-6]|ul|ol|blockquote|pre|code|del)>
    |a\ href="(?:{_PLAIN_SITE}|mailto:)(?:[A-Za-z0-9/.,:;?=#%_~+@!$*()-]|&amp;)*+"(?:\ title="[^"<>&]*+")?+>
    |img\ src="{_PLAIN_SITE}(?:[A-Za-z0-9/.,:;?=#%_~+@!$*()-]|&amp;)*+"\ alt="[^"<>&]*+"(?:\ title="[^"<>&]*+")?+>
    |ol\ start="[0-9]++">
    )""",
    re.VERBOSE,
)
_CODE = re.compile(r'<code class="[^"<>&]*+">')
#: Words of a picture that would read as an attribute once their quotes are written as nh3 writes them in text.
_FEIGNED_TITLE = "&quot; title=&quot;"
_REWRITTEN = re.compile("&(?!amp;|lt;|gt;)")


def sanitize(html: str, *, base: str) -> str:
    """Return *html* without anything that acts, spies or breaks, and with absolute addresses.

    Scripts, styles, forms and event handlers go, and so do images of one pixel;
    an embedded film becomes a link.  Figures, tables, code and footnotes stay.
    Headings are moved together so that the highest is of level 2: level 1 is
    the title's.  Words are never lost with a forbidden tag around them.

    Args:
        html: A fragment from any source.
        base: Absolute address of the post, which relative addresses refer to; empty leaves them.

    >>> sanitize('<h1 onclick="x()">A</h1><a href="/b">b</a><script>c</script>', base="https://example.org/a")
    '<h2>A</h2><a href="https://example.org/b">b</a>'
    """
    html = without_depths(legal(html))
    if "math" in html and _FORMULA.search(html):
        from publisher.text.html.embeds import with_formulas

        html = with_formulas(html)
    if _EMBEDDED.search(html):
        from publisher.text.html.embeds import as_without_scripts, without_frames, without_pixels

        html = without_frames(as_without_scripts(without_pixels(html)))
    clean = _cleaned(html, base)
    if "&#" in html:
        clean = legal(clean)
    if "<img" in clean:
        clean = _NO_PICTURE.sub(lambda found: found[1] or "", clean)
    if "<h" in clean:
        clean = _with_headings_from_two(clean)
    return _EMPTY_PARAGRAPH.sub("", clean).strip()


def sanitize_rendered(html: str, *, base: str) -> str:
    """Do the same to what our Markdown renderer made, where all tags are the renderer's own.

    It closes every tag that it opens, so where all tags are of the plainest
    kind nh3 would leave every byte as it is: it is not asked then.  That saves
    more than half of the work on most posts.

    >>> sanitize_rendered("<p>It <em>rains</em>.<br />&quot;Again.&quot;</p>", base="")
    '<p>It <em>rains</em>.<br>"Again."</p>'
    """
    if _FEIGNED_TITLE in html or without_depths(html) != html:
        return sanitize(html, base=base)
    written = html.replace("&quot;", '"') if "&" in html else html
    if stop := _UNPLAIN.search(written):
        written = _with_site(_CODE.sub("<code>", written.replace(" />", ">")), base)
        stop = _UNPLAIN.search(written, stop.start())
    if (
        stop is None
        and not ("\xa0" in written or "\r" in written or _REWRITTEN.search(written))
        and legal(written) is written
    ):
        return (_with_headings_from_two(written) if "<h" in written else written).strip()
    return sanitize(html, base=base)


def _cleaned(html: str, base: str) -> str:
    """Let nh3 clean *html*; have it join addresses, which costs more, only where that is not done in passing."""
    if not base:
        return _UNBASED.clean(html)
    if not _IN_FOLDER.search(html):
        clean = _UNBASED.clean(html)
        if not _RELATIVE.search(clean) or not _RELATIVE.search(clean := _with_site(clean, base)):
            return clean
    try:
        return nh3.Cleaner(**_OPTIONS, url_relative=("rewrite_with_base", base)).clean(html)
    except ValueError:  # nobody can follow the post's own address either
        return _UNBASED.clean(html)


def _with_site(html: str, base: str) -> str:
    """Put the address of the site before addresses of its other pages."""
    if '="/' in html and (site := _SITE.match(base)):
        return _ROOTED.sub(rf"\g<1>{site[0]}", html)
    return html


def _with_headings_from_two(html: str) -> str:
    if "<h2" in html and "<h1" not in html:
        return html
    levels = {int(level) for _, level in _HEADING.findall(html)}
    if not levels or (shift := 2 - min(levels)) == 0:
        return html
    return _HEADING.sub(lambda found: f"{found[1]}{min(6, int(found[2]) + shift)}", html)
