"""HTML from anywhere becomes HTML that may stand anywhere: in a feed, a page, a mail."""

import re
from functools import lru_cache
from typing import Any

import nh3

from publisher.content.characters import legal
from publisher.content.nesting import without_depths

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

_ADDRESS = r"""(?:=(?:(?<=(?i:href)=)|(?<=(?i:src)=)|(?<=(?i:poster)=))\s*+["']?+|=(?<=\s=)\s*+["'])"""
#: An attribute that may hold an address which does not begin with its scheme.
_RELATIVE = re.compile(rf"{_ADDRESS}(?!https?://|mailto:)")
#: One whose address depends on more than the site.
_IN_FOLDER = re.compile(rf"{_ADDRESS}(?!https?://|mailto:|/)")
#: A link that our renderer made to another page of the same site, and where the address of the site goes.
_ROOTED = re.compile(r'<a href="(?=/(?:[A-Za-z0-9_~-][A-Za-z0-9_~.-]*+/?+)*+(?:[#?][^"]*+)?")')
_SITE = re.compile(r"https?://[a-z0-9.-]+(?=/)")
_EMBEDDED = re.compile("<(?:img|iframe|object|embed|noscript|amp-|lite-)", re.IGNORECASE)
_FORMULA = re.compile(r"<math\b|<script\b[^<>]*\bmath/", re.IGNORECASE)
_HEADING = re.compile(r"(</?h)([1-6])(?=[ >])")
#: A picture whose address was taken out: its words stay.
_NO_PICTURE = re.compile(r"""<img(?![^>]*\ssrc=)(?:[^>]*?\salt="([^"]*)")?[^>]*>""")
_EMPTY_PARAGRAPH = re.compile(r"<p>(?:\s|&nbsp;|<br>)*</p>\n?")

#: Scheme and host of an address that no parser refuses: neither a number nor Punycode.
_PLAIN_SITE = r"https?://(?:(?!xn--)[A-Za-z0-9-]++\.)*+(?!xn--)[A-Za-z][A-Za-z0-9-]*+(?::[0-9]{1,4}+)?(?=[/?\#\"])"
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
        from publisher.content.formulas import with_formulas

        html = with_formulas(html)
    if _EMBEDDED.search(html):
        from publisher.content.embeds import as_without_scripts, without_frames, without_pixels

        html = without_frames(as_without_scripts(without_pixels(html)))
    clean: str = _cleaner(html, base).clean(html)
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


def _with_site(html: str, base: str) -> str:
    """Put the address of the site before links to its other pages."""
    if '<a href="/' in html and (site := _SITE.match(base)):
        return _ROOTED.sub(f'<a href="{site[0]}', html)
    return html


def _cleaner(html: str, base: str) -> nh3.Cleaner:
    """Return a cleaner that makes addresses absolute, if there is one that is not."""
    if not base or not _RELATIVE.search(html):
        return _UNBASED
    if not _IN_FOLDER.search(html) and (site := _SITE.match(base)):
        return _based(site[0])
    return nh3.Cleaner(**_OPTIONS, url_relative=("rewrite_with_base", base))


@lru_cache(maxsize=16)
def _based(site: str) -> nh3.Cleaner:
    """Return the cleaner for addresses that depend on the site alone: making one costs as much as a text."""
    return nh3.Cleaner(**_OPTIONS, url_relative=("rewrite_with_base", f"{site}/"))


def _with_headings_from_two(html: str) -> str:
    if "<h2" in html and "<h1" not in html:
        return html
    levels = {int(level) for _, level in _HEADING.findall(html)}
    if not levels or (shift := 2 - min(levels)) == 0:
        return html
    return _HEADING.sub(lambda found: f"{found[1]}{min(6, int(found[2]) + shift)}", html)
