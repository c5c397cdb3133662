"""What pages embed and mails cannot show: frames and players become links, tracking images go."""

from __future__ import annotations

import re
from html import escape, unescape

#: The attributes of a tag, up to its end.  A quoted one may hold a ``>``, unless its quote is never closed.
_ATTRIBUTES = r"""(?:((?:[^<>"']++|"[^"]*+"|'[^']*+')*+)|([^<>]*+))>"""
_VALUE = r"""\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))"""
_FRAME = re.compile(rf"<iframe\b{_ATTRIBUTES}(?:[^<]*+</iframe\s*>)?(\s*+(?=<iframe\b))?", re.IGNORECASE)
_SOURCE = re.compile(rf"\ssrc{_VALUE}", re.IGNORECASE)
_TITLE = re.compile(rf"\stitle{_VALUE}", re.IGNORECASE)
#: What players call themselves, whatever they show.
_NO_TITLE = re.compile(
    r"(?:(?:youtube|vimeo|embedded|video|audio|media|music|html5?|iframe)\W*)*"
    r"(?:player|video|iframe|frame|embed|embedded (?:content|media|post|video))?",
    re.IGNORECASE,
)
_LAZY_SOURCE = re.compile(rf"\sdata-(?:lazy-src|src|original|orig-file){_VALUE}", re.IGNORECASE)
#: What stands for a picture until a script puts it there.
_PLACEHOLDER = re.compile(
    r"about:|data:|(?:.*[/_-])?(?:blank|spacer|placeholder|transparent|lazy|pixel|grey)[\w.-]*\.(?:gif|png|svg|jpg)$",
    re.IGNORECASE,
)
_CODE = re.compile(r"\ssrcdoc\s*=", re.IGNORECASE)

_OBJECT = re.compile(rf"<object\b{_ATTRIBUTES}((?:[^<]++|<(?!/?object\b))*+)</object\s*>", re.IGNORECASE)
_DATA = re.compile(rf"\sdata{_VALUE}", re.IGNORECASE)
_EMBED = re.compile(rf"<embed\b{_ATTRIBUTES}(?:\s*+</embed\s*>)?", re.IGNORECASE)
_PARAMETER = re.compile(rf"<param\b{_ATTRIBUTES}(?:\s*+</param\s*>)?", re.IGNORECASE)
_NAMES_FILM = re.compile(r"""\sname\s*=\s*["']?(?:movie|src|url)\b""", re.IGNORECASE)
_PARAMETER_VALUE = re.compile(rf"\svalue{_VALUE}", re.IGNORECASE)
_LITE_YOUTUBE = re.compile(rf"<(?:amp|lite)-youtube\b{_ATTRIBUTES}", re.IGNORECASE)
_FILM = re.compile(rf"\s(?:data-)?videoid{_VALUE}", re.IGNORECASE)
_AMP = re.compile(r"(</?)amp-(?:(iframe|video|audio)|img|anim)\b", re.IGNORECASE)

_YOUTUBE = re.compile(
    r"(?:https?:)?//(?:www\.)?(?:youtube(?:-nocookie)?\.com/(?:embed|v|shorts)/|youtu\.be/)([\w-]{6,})"
)
_VIMEO = re.compile(r"(?:https?:)?//player\.vimeo\.com/video/(\d+)")

_IMAGE = re.compile(rf"<img\b{_ATTRIBUTES}", re.IGNORECASE)
_PIXEL = re.compile(
    r"""\s(?:width|height)\s*=\s*["']?\s*[01]\s*(?:px)?\s*["'\s/>]"""
    r"""|\sstyle\s*=\s*["'][^"']*(?:\b(?:width|height)\s*:\s*[01]px|display\s*:\s*none)""",
    re.IGNORECASE,
)
#: Addresses that count who reads, where no size gives them away.
_COUNTERS = (
    r"feeds\.feedburner\.com/~r/", r"feedproxy\.google\.com/~r/", r"feeds\.wordpress\.com/1\.0/", r"pixel\.wp\.com/",
    r"stats\.wordpress\.com/", r"stats\.wp\.com/", r"medium\.com/_/stat\b", r"pixel\.quantserve\.com/",
    r"blogger\.googleusercontent\.com/tracker/", r"(?:[\w-]+\.)*google-analytics\.com/",
    r"(?:[\w-]+\.)*doubleclick\.net/", r"(?:[\w-]+\.)*scorecardresearch\.com/", r"(?:[\w-]+\.)*statcounter\.com/",
    r"(?:[\w-]+\.)*met\.vgwort\.de/", r"www\.facebook\.com/tr\b", r"px\.ads\.linkedin\.com/", r"bat\.bing\.com/",
    r"(?:[\w-]+\.)*assoc-amazon\.\w+(?:\.\w+)?/e/ir\b", r"(?:[\w-]+\.)*amazon-adsystem\.com/e/ir\b",
    r"(?:[\w-]+\.)*feedsportal\.com/", r"(?:[\w-]+\.)*list-manage\.com/track/open\.php",
    r"(?:[\w-]+\.)*sendgrid\.net/wf/open\b", r"""[\w.-]+(?:/[^"'\s<>?]*)?/(?:matomo|piwik)\.php\b""",
)  # fmt: skip
_COUNTER = re.compile(rf"""=\s*["']?(?:https?:)?//(?:{"|".join(_COUNTERS)})""", re.IGNORECASE)

_UNSCRIPTED = re.compile(r"<noscript\b[^<>]*+>((?:[^<]++|<(?!/?noscript\b))*+)</noscript\s*>", re.IGNORECASE)
_UNSCRIPTED_TAG = re.compile(r"</?noscript\b[^<>]*+>", re.IGNORECASE)
#: So close to it stands the picture that waits for a script, in characters.
_NEAR = 2_000


def without_pixels(html: str) -> str:
    """Return *html* without images that only count readers, and with those shown that a script would show.

    >>> without_pixels('a<img src="t.gif" width="1" height="1">b')
    'ab'
    >>> without_pixels('<img src="data:image/gif;base64,R0" data-src="a.png">')
    '<img src="a.png">'
    """
    if "<img" not in html and "<IMG" not in html:
        return html
    return _IMAGE.sub(_picture, html)


def without_frames(html: str) -> str:
    """Return *html* with a link in the place of each frame and player that shows something.

    A film of YouTube keeps its poster.

    >>> without_frames('<iframe src="//player.vimeo.com/video/7"></iframe>')
    '<a href="https://vimeo.com/7">https://vimeo.com/7</a>'
    >>> without_frames('<iframe src="//player.vimeo.com/video/7" title="A race"></iframe>')
    '<a href="https://vimeo.com/7">A race</a>'
    """
    if "<iframe" in html or "<IFRAME" in html:
        html = _FRAME.sub(_frame, html)
    if "<object" in html or "<OBJECT" in html:
        html = _OBJECT.sub(_object, html)
    if "<embed" in html or "<EMBED" in html:
        html = _EMBED.sub(lambda found: _link(_value(_SOURCE, found[0])), html)
    if "-youtube" in html:
        html = _LITE_YOUTUBE.sub(_lite_youtube, html)
    return html


def as_without_scripts(html: str) -> str:
    """Return *html* as somebody sees it whose browser runs no script.

    What stands in ``noscript`` counts, unless it repeats a picture beside it;
    the elements of AMP are those that they stand for.
    """
    if "<amp-" in html:
        html = _AMP.sub(lambda found: f"{found[1]}{found[2] or 'img'}", html)
    if "<noscript" in html or "<NOSCRIPT" in html:
        html = _UNSCRIPTED_TAG.sub("", _UNSCRIPTED.sub(_unscripted, html))
    return html


def _unscripted(found: re.Match[str]) -> str:
    around = found.string[max(0, found.start() - _NEAR) : found.start()] + found.string[found.end() :][:_NEAR]
    repeated = [_value(_SOURCE, image[0]) for image in _IMAGE.finditer(found[1])]
    return "" if repeated and all(source and f'="{source}"' in around for source in repeated) else found[1]


def _picture(found: re.Match[str]) -> str:
    image = found[0]
    if _PIXEL.search(image) or _COUNTER.search(image):
        return ""
    lazy = _LAZY_SOURCE.search(image) if "data-" in image else None
    if lazy is None:
        return image
    shown = _SOURCE.search(image)
    if shown is None:
        return image.replace(lazy[0], _as_source(lazy), 1)
    if _PLACEHOLDER.match(_first(shown)):
        return image.replace(lazy[0], "", 1).replace(shown[0], _as_source(lazy), 1)
    return image


def _as_source(lazy: re.Match[str]) -> str:
    return f' src="{_first(lazy)}"'


def _frame(found: re.Match[str]) -> str:
    tag = found[0]
    if _CODE.search(tag) or _PIXEL.search(f"{tag} "):
        return ""
    source = _value(_SOURCE, tag)
    if not source or _PLACEHOLDER.match(source):
        source = _value(_LAZY_SOURCE, tag)
    link = _link(source, " ".join(_value(_TITLE, tag).split()))
    return f"{link}<br>" if link and found[3] is not None else link


def _object(found: re.Match[str]) -> str:
    """Return a link to what a player shows, and what stands in its place where there is no player."""
    inside = found[3]
    films = [_value(_DATA, found[1] or found[2] or "")]
    films += [_value(_PARAMETER_VALUE, each[0]) for each in _PARAMETER.finditer(inside) if _NAMES_FILM.search(each[0])]
    films += [_value(_SOURCE, each[0]) for each in _EMBED.finditer(inside)]
    link = next(filter(None, map(_link, films)), "")
    return link + _EMBED.sub("", _PARAMETER.sub("", inside))


def _lite_youtube(found: re.Match[str]) -> str:
    film = _value(_FILM, found[0])
    return _link(f"https://www.youtube.com/embed/{film}") if film else ""


def _value(attribute: re.Pattern[str], tag: str) -> str:
    """Return the value of an attribute, as it is meant; empty where there is none."""
    found = attribute.search(tag)
    return unescape(_first(found)).strip() if found else ""


def _first(found: re.Match[str]) -> str:
    return found[1] or found[2] or found[3] or ""


def _link(address: str, title: str = "") -> str:
    """Return a link to what is shown at an address of the Web, named by its *title*; nothing for any other address."""
    poster = ""
    if youtube := _YOUTUBE.match(address):
        address = f"https://www.youtube.com/watch?v={youtube[1]}"
        poster = f'<img src="https://i.ytimg.com/vi/{youtube[1]}/hqdefault.jpg" alt=""><br>'
    elif vimeo := _VIMEO.match(address):
        address = f"https://vimeo.com/{vimeo[1]}"
    elif address.startswith("//"):
        address = f"https:{address}"
    if not address.lower().startswith(("http://", "https://")):
        return ""
    words = title if title and not _NO_TITLE.fullmatch(title) else address
    return f'<a href="{escape(address)}">{poster}{escape(words, quote=False)}</a>'


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
_NEAR_FORMULA = 300


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
    before = found.string[max(0, found.start() - _NEAR_FORMULA) : found.start()]
    if _SET_BEFORE.search(before) or _SET_AFTER.match(found.string[found.end() : found.end() + _NEAR_FORMULA]):
        return ""
    if tex := _TEX.search(found[2]):
        return _code(tex[1])
    if alternative := _ALTERNATIVE.search(found[1]):
        return _code(alternative[1] or alternative[2] or "")
    return _code(_TAG.sub("", _BESIDES.sub("", found[2])))


def _code(source: str) -> str:
    source = " ".join(source.split())
    return f"<code>{source}</code>" if source else ""
