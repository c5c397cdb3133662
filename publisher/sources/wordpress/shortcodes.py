"""WordPress's shortcodes and embedded addresses: those that carry content become HTML, the others go and are named."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape, unescape

from publisher.sources.wordpress.blocks import literal_spans

_CODE = re.compile(r"\[(\[?)(/?)([A-Za-z][\w-]*)((?:[\s=:][^\[\]]*|/)?)\](\]?)")
_ARGUMENT = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s'"]+))|"([^"]*)"|'([^']*)'|([^\s'"]+)""")
_IMAGE = re.compile(r"\s*((?:<a\b[^<>]*>\s*)?<img\b[^<>]*>(?:\s*</a>)?)", re.IGNORECASE)
_ADDRESS_LINE = re.compile(
    r"(?m)^(?P<before>[ \t]*+(?:(?:<p(?:\s[^<>]*)?>|<div class=\"wp-block-embed__wrapper\">)[ \t]*+)?)"
    r"(?P<url>https?://[^\s<>\"\[\]]+)(?P<after>[ \t]*+(?:(?:</p>|</div>)[ \t]*+)?)$"
)
_YOUTUBE = re.compile(
    r"https?://(?:(?:www\.|m\.)?youtube(?:-nocookie)?\.com/(?:watch\?(?:[^#\s]*&)?v=|embed/|v/|shorts/)|youtu\.be/)([\w-]{6,64})"
)
_VIMEO = re.compile(r"https?://(?:www\.|player\.)?vimeo\.com/(?:video/)?(\d{1,15})")
_ADDRESS = re.compile(r"https?://[^\s\"'<>\[\]]+")

_MEDIA = {"audio": ("mp3", "m4a", "ogg", "wav", "flac", "wma"), "video": ("mp4", "m4v", "webm", "ogv", "flv", "wmv")}
_CONTENT = frozenset({"caption", "wp_caption", "gallery", "embed", "audio", "video", "youtube", "vimeo"})
#: Shortcodes that show what an address leads to.
_SHOWING = (
    "bandcamp dailymotion facebook flickr gist googlevideo iframe instagram pinterest reddit slideshare soundcloud"
    " spotify ted tiktok tweet twitter"
)
_SHOWN = frozenset(_SHOWING.split())
_LEADS_SOMEWHERE = re.compile(r"https?:|\bid\s*=")
#: Names of highlighters, WordPress.com's first: what they enclose is a program.
_LANGUAGES = (
    "actionscript3 bash c code cpp csharp css diff go groovy html java javascript js jscript json matlab objc perl php"
    " plain powershell ps python py r rails ruby scala shell sourcecode sql swift text vb vbnet xhtml xml yaml"
    " codesyntax crayon pre prettify source"
)
_PROGRAM = frozenset(_LANGUAGES.split())
#: The plug-in CodeColorer: ``[cc]``, ``[cc_php]``, ``[ccnLe_java]``.
_COLORED = re.compile(r"cc[a-z]{0,6}(?:_[a-z0-9+#-]{1,20})?")
#: Of WordPress and its most common companions: shortcodes though nothing else about them tells.
_KNOWN = frozenset(
    {"archives", "contact-form", "contact-form-7", "googlemaps", "nggallery", "playlist", "polldaddy", "sitemap", "toc"}
)
_WITH_ARGUMENTS = re.compile(r"\s[\w-]+\s*=\s*[\"']|^=|^(?!:)(?:.*\s)?/\s*$", re.DOTALL)
_PREFIXED = re.compile(r"(?:av|cs|et_pb|fusion|rev|su|vc|wpv)_")
#: Captions may hold shortcodes, which hold none.
_DEEPEST = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """An image of the media library."""

    url: str
    alt: str = ""
    caption: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """What a post may show without holding it."""

    #: The picture with a number.
    picture: Callable[[str], Picture | None]
    #: All pictures that belong to the post.
    own: Callable[[], Sequence[Picture]]


def expand_shortcodes(text: str, library: Library) -> tuple[str, tuple[str, ...]]:
    """Return *text* without shortcodes, and the names of those that were taken out, in order.

    Captions, galleries, embedded addresses, sound and films stay as HTML.  Of
    other shortcodes the tags go, and what they enclose stays.  Brackets that
    are no shortcode stay, and so do shortcodes in code, and escaped ones
    without their second brackets.

    >>> nothing = Library(picture=lambda number: None, own=lambda: ())
    >>> expand_shortcodes('a [[gallery]] [sic] [vc_row]b[/vc_row] [map x="1"]', nothing)
    ('a [gallery] [sic] b ', ('vc_row', 'map'))
    """
    removed: list[str] = []
    expanded = _Expander(text, library, removed, depth=0).expand() if "[" in text else text
    return _with_embeds(expanded), tuple(removed)


def embedded(url: str) -> str:
    """Return HTML that shows what an address leads to: a film in a frame, else a link.

    >>> embedded("https://vimeo.com/7")
    '<p><iframe src="https://player.vimeo.com/video/7"></iframe></p>'
    """
    if youtube := _YOUTUBE.match(url):
        return f'<p><iframe src="https://www.youtube.com/embed/{youtube[1]}"></iframe></p>'
    if vimeo := _VIMEO.match(url):
        return f'<p><iframe src="https://player.vimeo.com/video/{vimeo[1]}"></iframe></p>'
    return f'<p><a href="{escape(url)}">{escape(url)}</a></p>'


def _with_embeds(text: str) -> str:
    """Embed addresses that stand on lines of their own, outside of code."""
    if "://" not in text:
        return text
    parts: list[str] = []
    position = 0
    for start, end in (*literal_spans(text), (len(text), len(text))):
        parts += (_ADDRESS_LINE.sub(_embed_line, text[position:start]), text[start:end])
        position = end
    return "".join(parts)


def _embed_line(found: re.Match[str]) -> str:
    made = embedded(unescape(found["url"]))
    if "<p" in found["before"]:
        return made
    return found["before"] + made + found["after"]


class _Expander:
    """One text, being read from shortcode to shortcode."""

    def __init__(self, text: str, library: Library, removed: list[str], *, depth: int) -> None:
        self._text = text
        self._library = library
        self._removed = removed
        self._depth = depth
        self._closed = {name.lower() for name in re.findall(r"\[/([\w-]+)\]", text)}
        self._literal = iter(literal_spans(text))
        self._span = next(self._literal, None)
        #: Names that nothing closes any more.
        self._hopeless: set[str] = set()

    def expand(self) -> str:
        """Return the text with HTML for its shortcodes."""
        parts: list[str] = []
        position = 0
        while found := _CODE.search(self._text, position):
            parts.append(self._text[position : found.start()])
            made, position = self._one(found)
            parts.append(made)
        parts.append(self._text[position:])
        return "".join(parts)

    def _one(self, found: re.Match[str]) -> tuple[str, int]:
        """Return what stands for one shortcode, and where to go on."""
        name = found[3].lower()
        is_program = _is_program(name, found[4])
        ours = name in _CONTENT or (is_program and name in self._closed) or self._is_shown(name, found[4])
        if found[1] and found[5]:
            return (found[0][1:-1] if is_program or name in _CONTENT | _KNOWN else found[0]), found.end()
        # A second bracket on one side only belongs to the text around.
        opening, closing = found[1], found[5]
        if self._is_literal(found.start()) or not (ours or self._is_code(found)):
            return found[0], found.end()
        if found[2]:
            return opening + closing, found.end()
        if is_program and name in self._closed:
            made, end = self._program(found)
        elif name in ("caption", "wp_caption", "embed") or (name in _SHOWN and name in self._closed):
            made, end = self._around(name, found)
        else:
            made, end = self._alone(name, found[4]), found.end()
            if name in self._closed and name in _MEDIA:
                _, end = self._inner(name, end)
        if made is None:
            self._removed.append(found[3])
        # Without what follows, a bracket behind the tag is not lost either.
        return opening + (made or "") + (closing if end == found.end() else ""), end

    def _is_shown(self, name: str, rest: str) -> bool:
        """Tell whether a shortcode shows something: in prose such names are only words in brackets."""
        return name in _SHOWN and (name in self._closed or _LEADS_SOMEWHERE.search(rest) is not None)

    def _is_literal(self, place: int) -> bool:
        while self._span is not None and self._span[1] <= place:
            self._span = next(self._literal, None)
        return self._span is not None and self._span[0] <= place

    def _is_code(self, found: re.Match[str]) -> bool:
        """Tell whether brackets that WordPress itself does not know are a plug-in's shortcode."""
        name = found[3]
        return (
            name.lower() in _KNOWN
            or name.lower() in self._closed
            or _PREFIXED.match(name.lower()) is not None
            or _WITH_ARGUMENTS.search(found[4]) is not None
        )

    def _inner(self, name: str, start: int) -> tuple[str | None, int]:
        """Return what a shortcode encloses, and where its closing tag ends."""
        closing = (
            None
            if name in self._hopeless
            else re.compile(rf"\[/{re.escape(name)}\]", re.IGNORECASE).search(self._text, start)
        )
        if closing is None:
            self._hopeless.add(name)
            return None, start
        return self._text[start : closing.start()], closing.end()

    def _program(self, found: re.Match[str]) -> tuple[str | None, int]:
        inner, end = self._inner(found[3].lower(), found.end() - len(found[5]))
        if inner is None:
            return "", found.end()
        # Editors differ in whether they escaped what is in here.
        return f"<pre><code>{escape(unescape(inner.strip(chr(10))), quote=False)}</code></pre>", end

    def _around(self, name: str, found: re.Match[str]) -> tuple[str | None, int]:
        inner, end = self._inner(name, found.end() - len(found[5]))
        if inner is None:
            return None, found.end()
        if name == "embed" or name in _SHOWN:
            url = unescape(inner.strip())
            return (embedded(url) if _ADDRESS.fullmatch(url) else inner), end
        _, named = _arguments(found[4])
        if self._depth < _DEEPEST and "[" in inner:
            inner = _Expander(inner, self._library, self._removed, depth=self._depth + 1).expand()
        image = _IMAGE.match(inner)
        rest = inner[image.end() :].strip() if image else ""
        caption = named.get("caption", "").strip()
        shown = image[1] if image else inner.strip()
        said = " ".join(filter(None, (caption, rest)))
        return f"<figure>{shown}{f'<figcaption>{said}</figcaption>' if said else ''}</figure>", end

    def _alone(self, name: str, rest: str) -> str | None:
        placed, named = _arguments(rest.lstrip(":=").removesuffix("/"))
        first = unescape(placed[0]) if placed else ""
        if name == "gallery":
            return self._gallery(named)
        if name in _MEDIA:
            return _player(name, named, first)
        if name in ("youtube", "vimeo"):
            url = first or unescape(named.get("id", ""))
            if name == "vimeo" and url.isdigit():
                url = f"https://vimeo.com/{url}"
            elif re.fullmatch(r"[\w-]{6,64}", url):
                url = f"https://www.youtube.com/watch?v={url}"
            return embedded(url) if _ADDRESS.fullmatch(url) else None
        return _shown(name, named, first) if name in _SHOWN else None

    def _gallery(self, named: dict[str, str]) -> str | None:
        numbers = re.findall(r"\d{1,19}", named.get("ids") or named.get("include") or "")
        pictures = [self._library.picture(number) for number in numbers] if numbers else self._library.own()
        return "".join(_figure(picture) for picture in pictures if picture) or None


def _is_program(name: str, rest: str) -> bool:
    # Themes highlight words of prose by a shortcode of the same name as one for programs.
    return name in _PROGRAM or _COLORED.fullmatch(name) is not None or (name == "highlight" and "lang" in rest)


def _shown(name: str, named: dict[str, str], first: str) -> str | None:
    """Return what a shortcode shows by its address; None where it has none."""
    url = next((unescape(value) for value in (first, *map(named.get, ("url", "src", "href", "id"))) if value), "")
    if name == "gist" and re.fullmatch(r"[0-9a-f]{1,40}", url):
        url = f"https://gist.github.com/{url}"
    return embedded(url) if _ADDRESS.fullmatch(url) else None


def _arguments(rest: str) -> tuple[list[str], dict[str, str]]:
    placed: list[str] = []
    named: dict[str, str] = {}
    for key, double, single, bare, *alone in _ARGUMENT.findall(rest):
        if key:
            named[key.lower()] = double or single or bare
        elif any(alone):
            placed.append("".join(alone))
    return placed, named


def _player(name: str, named: dict[str, str], first: str) -> str | None:
    sources = (named.get(kind, "") for kind in ("src", *_MEDIA[name]))
    url = next((unescape(source) for source in (*sources, first.split("|")[0]) if source), "")
    if not _ADDRESS.fullmatch(url):
        return None
    poster = unescape(named.get("poster", ""))
    shown = f' poster="{escape(poster)}"' if name == "video" and _ADDRESS.fullmatch(poster) else ""
    return f'<p><{name} controls src="{escape(url)}"{shown}></{name}></p>'


def _figure(picture: Picture) -> str:
    caption = f"<figcaption>{picture.caption}</figcaption>" if picture.caption else ""
    return f'<figure><img src="{escape(picture.url)}" alt="{escape(picture.alt)}">{caption}</figure>'
