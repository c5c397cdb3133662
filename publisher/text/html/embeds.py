"""What pages embed and mails cannot show: frames and players become links, tracking images go."""

from __future__ import annotations

import re
from html import escape, unescape

#: The inside of a tag, up to its end.  A quoted value may hold a ``>``, unless its quote is never closed.
_INSIDE = r"""(?:((?:[^<>"']++|"[^"]*+"|'[^']*+')*+)|([^<>]*+))>"""
#: One attribute with a value: `` width="1"``, `` width=1``.
_ATTRIBUTE = re.compile(r"""\s([a-z][a-z-]*+)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++))""", re.IGNORECASE)


def _opening(name: str, behind: str = "") -> re.Pattern[str]:
    """Return what finds the opening tag of an element, and what may stand behind it."""
    return re.compile(rf"<{name}\b{_INSIDE}{behind}", re.IGNORECASE)


def _whole(name: str) -> re.Pattern[str]:
    """Return what finds an element with all that is in it, unless another of its name is."""
    return re.compile(rf"<{name}\b([^<>]*+)>((?:[^<]++|<(?!/?{name}\b))*+)</{name}\s*>", re.IGNORECASE)


_IMAGE = _opening("img")
_FRAME = _opening("iframe", r"(?:[^<]*+</iframe\s*>)?(\s*+(?=<iframe\b))?")
_OBJECT = _opening("object", r"((?:[^<]++|<(?!/?object\b))*+)</object\s*>")
_EMBED = _opening("embed", r"(?:\s*+</embed\s*>)?")
_PARAMETER = _opening("param", r"(?:\s*+</param\s*>)?")
_LITE_YOUTUBE = _opening("(?:amp|lite)-youtube")
_UNSCRIPTED = _whole("noscript")
_UNSCRIPTED_TAG = re.compile(r"</?noscript\b[^<>]*+>", re.IGNORECASE)
_AMP = re.compile(r"(</?)amp-(?:(iframe|video|audio)|img|anim)\b", re.IGNORECASE)

#: Where a picture or frame has its address until a script puts it into ``src``.
_LAZY = frozenset({"data-lazy-src", "data-src", "data-original", "data-orig-file"})
#: What stands in its place until then: ``data:image/gif;base64,R0``, ``/img/spacer.gif``.
_PLACEHOLDER = re.compile(
    r"about:|data:|(?:.*[/_-])?(?:blank|spacer|placeholder|transparent|lazy|pixel|grey)[\w.-]*\.(?:gif|png|svg|jpg)$",
    re.IGNORECASE,
)
#: What players call themselves, whatever they show: ``YouTube video player``.
_NO_TITLE = re.compile(
    r"(?:(?:youtube|vimeo|embedded|video|audio|media|music|html5?|iframe)\W*)*"
    r"(?:player|video|iframe|frame|embed|embedded (?:content|media|post|video))?",
    re.IGNORECASE,
)
#: Parameters of an ``object`` that hold the address of what it plays.
_FILMS = frozenset({"movie", "src", "url"})

_YOUTUBE = re.compile(
    r"(?:https?:)?//(?:www\.)?(?:youtube(?:-nocookie)?\.com/(?:embed|v|shorts)/|youtu\.be/)([\w-]{6,})"
)
_VIMEO = re.compile(r"(?:https?:)?//player\.vimeo\.com/video/(\d+)")

#: Styles of what nobody sees, without blanks.
_UNSEEN = ("width:0px", "width:1px", "height:0px", "height:1px", "display:none")
#: Counters of readers that no size gives away: labels of their host in a row, and what their path begins with.
_COUNTERS = (
    ("feeds.feedburner.com", "~r/"), ("feedproxy.google.com", "~r/"), ("feeds.wordpress.com", "1.0/"),
    ("pixel.wp.com", ""), ("stats.wordpress.com", ""), ("stats.wp.com", ""), ("medium.com", "_/stat"),
    ("pixel.quantserve.com", ""), ("blogger.googleusercontent.com", "tracker/"), ("google-analytics.com", ""),
    ("doubleclick.net", ""), ("scorecardresearch.com", ""), ("statcounter.com", ""), ("met.vgwort.de", ""),
    ("www.facebook.com", "tr"), ("px.ads.linkedin.com", ""), ("bat.bing.com", ""), ("assoc-amazon", "e/ir"),
    ("amazon-adsystem.com", "e/ir"), ("feedsportal.com", ""), ("list-manage.com", "track/open.php"),
    ("sendgrid.net", "wf/open"),
)  # fmt: skip
#: Programs that count on the site's own host.
_COUNTING_PROGRAMS = ("/matomo.php", "/piwik.php")

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
        html = _EMBED.sub(lambda found: _link(_value(_attributes(found[0]), "src")), html)
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
    repeated = [_value(_attributes(image[0]), "src") for image in _IMAGE.finditer(found[2])]
    return "" if repeated and all(source and f'="{source}"' in around for source in repeated) else found[2]


def _picture(found: re.Match[str]) -> str:
    image = found[0]
    attributes = _attributes(image)
    if _is_unseen(attributes) or any(_is_counter(_raw(each)) for each in attributes.values() if "//" in each[0]):
        return ""
    lazy = next((each for name, each in attributes.items() if name in _LAZY), None)
    if lazy is None:
        return image
    source = f' src="{_raw(lazy)}"'
    shown = attributes.get("src")
    if shown is None:
        return image.replace(lazy[0], source, 1)
    if _PLACEHOLDER.match(_raw(shown)):
        return image.replace(lazy[0], "", 1).replace(shown[0], source, 1)
    return image


def _frame(found: re.Match[str]) -> str:
    attributes = _attributes(found[0])
    if "srcdoc" in attributes or _is_unseen(attributes):
        return ""
    source = _value(attributes, "src")
    if not source or _PLACEHOLDER.match(source):
        source = next((_value(attributes, name) for name in attributes if name in _LAZY), "")
    link = _link(source, " ".join(_value(attributes, "title").split()))
    return f"{link}<br>" if link and found[3] is not None else link


def _object(found: re.Match[str]) -> str:
    """Return a link to what a player shows, and what stands in its place where there is no player."""
    inside = found[3]
    films = [_value(_attributes(found[0][: found.start(3) - found.start()]), "data")]
    for parameter in _PARAMETER.finditer(inside):
        attributes = _attributes(parameter[0])
        if _value(attributes, "name").lower() in _FILMS:
            films.append(_value(attributes, "value"))
    films += (_value(_attributes(each[0]), "src") for each in _EMBED.finditer(inside))
    link = next(filter(None, map(_link, films)), "")
    return link + _EMBED.sub("", _PARAMETER.sub("", inside))


def _lite_youtube(found: re.Match[str]) -> str:
    attributes = _attributes(found[0])
    film = _value(attributes, "videoid") or _value(attributes, "data-videoid")
    return _link(f"https://www.youtube.com/embed/{film}") if film else ""


def _attributes(tag: str) -> dict[str, re.Match[str]]:
    """Return the attributes of a tag that have a value, each name's first, by their names in small letters."""
    found: dict[str, re.Match[str]] = {}
    for each in _ATTRIBUTE.finditer(tag):
        found.setdefault(each[1].lower(), each)
    return found


def _raw(attribute: re.Match[str]) -> str:
    """Return a value as it is written."""
    return attribute[2] or attribute[3] or attribute[4] or ""


def _value(attributes: dict[str, re.Match[str]], name: str) -> str:
    """Return the value of an attribute, as it is meant; empty where there is none."""
    return unescape(_raw(attributes[name])).strip() if name in attributes else ""


def _is_unseen(attributes: dict[str, re.Match[str]]) -> bool:
    """Tell whether an element has no size that anybody could see."""
    sides = [_value(attributes, side).lower().rstrip("/").removesuffix("px").strip() for side in ("width", "height")]
    style = "".join(_value(attributes, "style").lower().split())
    return not {"0", "1"}.isdisjoint(sides) or any(unseen in style for unseen in _UNSEEN)


def _is_counter(address: str) -> bool:
    """Tell whether a picture is there to count who reads.

    >>> _is_counter("https://ir-na.assoc-amazon.co.uk/e/ir?t=x"), _is_counter("//example.org/a/matomo.php?id=1")
    (True, True)
    """
    scheme, _, rest = address.partition("//")
    host, _, path = rest.lower().partition("/")
    if scheme.lower() not in ("", "http:", "https:"):
        return False
    return any(f"/{path}".partition("?")[0].endswith(program) for program in _COUNTING_PROGRAMS) or any(
        f".{labels}." in f".{host}." and path.startswith(opening) for labels, opening in _COUNTERS
    )


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


_MATH = _whole("math")
_SCRIPT = _whole("script")
#: ``<annotation encoding="application/x-tex">a^2</annotation>``
_TEX = re.compile(r"<annotation\b[^<>]*\btex\b[^<>]*+>([^<]*+)</annotation", re.IGNORECASE)
#: What a formula holds besides its signs.
_BESIDES = re.compile(r"<(annotation(?:-xml)?|script|style)\b[^<>]*+>(?:[^<]++|<(?!/?\1\b))*+</\1\s*>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*+>")
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
        html = _SCRIPT.sub(_script, html)
    return html


def _math(found: re.Match[str]) -> str:
    before = found.string[max(0, found.start() - _NEAR_FORMULA) : found.start()]
    if _SET_BEFORE.search(before) or _SET_AFTER.match(found.string[found.end() : found.end() + _NEAR_FORMULA]):
        return ""
    if tex := _TEX.search(found[2]):
        return _code(tex[1])
    if alternative := _attributes(found[1]).get("alttext"):
        return _code(_raw(alternative))
    return _code(_TAG.sub("", _BESIDES.sub("", found[2])))


def _script(found: re.Match[str]) -> str:
    notation = _value(_attributes(found[1]), "type").lower().partition(";")[0]
    return _code(escape(found[2], quote=False)) if notation in ("math/tex", "math/asciimath") else found[0]


def _code(source: str) -> str:
    source = " ".join(source.split())
    return f"<code>{source}</code>" if source else ""
