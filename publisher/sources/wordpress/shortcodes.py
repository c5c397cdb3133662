"""WordPress's shortcodes and embedded addresses: those that carry content become HTML, the others go and are named."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape, unescape

from publisher.sources.inputs.values import first
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
#: Service, what it takes in place of an address, and the address of it.
_NUMBERED = (
    ("vimeo", re.compile(r"\d+"), "https://vimeo.com/{}"),
    ("youtube", re.compile(r"[\w-]{6,64}"), "https://www.youtube.com/watch?v={}"),
    ("gist", re.compile(r"[0-9a-f]{1,40}"), "https://gist.github.com/{}"),
)
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
_PREFIXES = ("av_", "cs_", "et_pb_", "fusion_", "rev_", "su_", "vc_", "wpv_")
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
        opening, closes, tag, rest, closing = found.groups()
        name = tag.lower()
        is_program = _is_program(name, rest)
        if opening and closing:
            is_escaped = is_program or name in _CONTENT | _KNOWN
            return (found[0][1:-1] if is_escaped else found[0]), found.end()
        is_paired = name in self._closed
        reading = next((read for fits, read in _READINGS if fits(name, rest, is_program, is_paired)), None)
        if self._is_literal(found.start()) or (reading is None and not self._is_code(tag, rest)):
            return found[0], found.end()
        # A second bracket on one side only belongs to the text around.
        if closes:
            return opening + closing, found.end()
        if reading is None and name in _SHOWN:
            reading = _Expander.shown
        made, end = reading(self, name, found) if reading else (None, found.end())
        if made is None:
            self._removed.append(tag)
        # Without what follows, a bracket behind the tag is not lost either.
        return opening + (made or "") + (closing if end == found.end() else ""), end

    def _is_literal(self, place: int) -> bool:
        while self._span is not None and self._span[1] <= place:
            self._span = next(self._literal, None)
        return self._span is not None and self._span[0] <= place

    def _is_code(self, tag: str, rest: str) -> bool:
        """Tell whether brackets that WordPress itself does not know are a plug-in's shortcode."""
        name = tag.lower()
        return (
            name in _KNOWN
            or name in self._closed
            or name.startswith(_PREFIXES)
            or _WITH_ARGUMENTS.search(rest) is not None
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

    def program(self, name: str, found: re.Match[str]) -> tuple[str | None, int]:
        """Return the program that a shortcode encloses."""
        inner, end = self._inner(name, found.end() - len(found[5]))
        if inner is None:
            return "", found.end()
        # Editors differ in whether they escaped what is in here.
        return f"<pre><code>{escape(unescape(inner.strip(chr(10))), quote=False)}</code></pre>", end

    def enclosed_address(self, name: str, found: re.Match[str]) -> tuple[str | None, int]:
        """Return what the address shows that a shortcode encloses."""
        inner, end = self._inner(name, found.end() - len(found[5]))
        if inner is None:
            return None, found.end()
        url = unescape(inner.strip())
        return (embedded(url) if _ADDRESS.fullmatch(url) else inner), end

    def caption(self, name: str, found: re.Match[str]) -> tuple[str | None, int]:
        """Return the picture that a shortcode encloses, with what stands below it."""
        inner, end = self._inner(name, found.end() - len(found[5]))
        if inner is None:
            return None, found.end()
        if self._depth < _DEEPEST and "[" in inner:
            inner = _Expander(inner, self._library, self._removed, depth=self._depth + 1).expand()
        image = _IMAGE.match(inner)
        rest = inner[image.end() :].strip() if image else ""
        shown = image[1] if image else inner.strip()
        said = " ".join(filter(None, (_arguments(found[4])[1].get("caption", "").strip(), rest)))
        return f"<figure>{shown}{f'<figcaption>{said}</figcaption>' if said else ''}</figure>", end

    def gallery(self, _: str, found: re.Match[str]) -> tuple[str | None, int]:
        """Return pictures of the library: those that are named, else those of the post."""
        named = _arguments(found[4])[1]
        numbers = re.findall(r"\d{1,19}", first(lambda key: named.get(key, ""), ("ids", "include")))
        pictures = [self._library.picture(number) for number in numbers] if numbers else self._library.own()
        return "".join(_figure(picture) for picture in pictures if picture) or None, found.end()

    def media(self, name: str, found: re.Match[str]) -> tuple[str | None, int]:
        """Return a player, and pass over what the shortcode encloses."""
        return _player(name, found[4]), self._inner(name, found.end())[1] if name in self._closed else found.end()

    def shown(self, name: str, found: re.Match[str]) -> tuple[str | None, int]:
        """Return what a shortcode shows by an address or a number."""
        placed, named = _arguments(found[4])
        url = unescape(placed or first(lambda key: named.get(key, ""), ("url", "src", "href", "id")))
        for service, number, address in _NUMBERED:
            if name == service and number.fullmatch(url):
                url = address.format(url)
        return (embedded(url) if _ADDRESS.fullmatch(url) else None), found.end()


#: Which shortcodes have content (by name, what follows it, whether it is a program and whether something closes it)
#: → how they are read.  In prose, names of services are only words in brackets.
_READINGS: tuple[tuple[Callable[[str, str, bool, bool], bool], Callable[..., tuple[str | None, int]]], ...] = (
    (lambda _, __, is_program, is_paired: is_program and is_paired, _Expander.program),  # [php]…[/php]
    (lambda name, *_: name in {"caption", "wp_caption"}, _Expander.caption),  # [caption]<img> Words[/caption]
    (lambda name, *_: name == "gallery", _Expander.gallery),  # [gallery ids="1,2"]
    (lambda name, *_: name in _MEDIA, _Expander.media),  # [audio src="https://…"]
    (lambda name, _, __, is_paired: name == "embed" or (name in _SHOWN and is_paired), _Expander.enclosed_address),
    (lambda name, *_: name in {"youtube", "vimeo"}, _Expander.shown),  # [youtube https://…]
    (lambda name, rest, *_: name in _SHOWN and _LEADS_SOMEWHERE.search(rest) is not None, _Expander.shown),
)


def _is_program(name: str, rest: str) -> bool:
    # Themes highlight words of prose by a shortcode of the same name as one for programs.
    return name in _PROGRAM or _COLORED.fullmatch(name) is not None or (name == "highlight" and "lang" in rest)


def _arguments(rest: str) -> tuple[str, dict[str, str]]:
    """Return the first argument without a name, and those with one."""
    placed = ""
    named: dict[str, str] = {}
    for key, double, single, bare, *alone in _ARGUMENT.findall(rest.lstrip(":=").removesuffix("/")):
        if key:
            named[key.lower()] = double or single or bare
        else:
            placed = placed or "".join(alone)
    return placed, named


def _player(name: str, rest: str) -> str | None:
    placed, named = _arguments(rest)
    url = unescape(first(lambda key: named.get(key, ""), ("src", *_MEDIA[name])) or placed.split("|")[0])
    if not _ADDRESS.fullmatch(url):
        return None
    poster = unescape(named.get("poster", ""))
    shown = f' poster="{escape(poster)}"' if name == "video" and _ADDRESS.fullmatch(poster) else ""
    return f'<p><{name} controls src="{escape(url)}"{shown}></{name}></p>'


def _figure(picture: Picture) -> str:
    caption = f"<figcaption>{picture.caption}</figcaption>" if picture.caption else ""
    return f'<figure><img src="{escape(picture.url)}" alt="{escape(picture.alt)}">{caption}</figure>'
