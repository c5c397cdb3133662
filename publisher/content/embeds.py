"""What pages embed and mails cannot show: frames become links, tracking images go."""

import re
from html import escape, unescape

_FRAME = re.compile(r"<iframe\b([^<>]*+)>(?:[^<]*+</iframe\s*>)?", re.IGNORECASE)
_SOURCE = re.compile(r"""\ssrc\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_YOUTUBE = re.compile(
    r"(?:https?:)?//(?:www\.)?(?:youtube(?:-nocookie)?\.com/(?:embed|v|shorts)/|youtu\.be/)([\w-]{6,})"
)
_VIMEO = re.compile(r"(?:https?:)?//player\.vimeo\.com/video/(\d+)")

_IMAGE = re.compile(r"<img\b[^<>]*+>", re.IGNORECASE)
_PIXEL = re.compile(
    r"""\s(?:width|height)\s*=\s*["']?\s*[01]\s*(?:px)?\s*["'\s/>]"""
    r"""|\sstyle\s*=\s*["'][^"']*(?:\b(?:width|height)\s*:\s*[01]px|display\s*:\s*none)""",
    re.IGNORECASE,
)


def without_pixels(html: str) -> str:
    """Return *html* without images of one pixel, which only count readers.

    >>> without_pixels('a<img src="t.gif" width="1" height="1">b')
    'ab'
    """
    if "<img" not in html and "<IMG" not in html:
        return html
    return _IMAGE.sub(lambda found: "" if _PIXEL.search(found[0]) else found[0], html)


def without_frames(html: str) -> str:
    """Return *html* with a link in the place of each frame that shows something.

    A film of YouTube keeps its poster.

    >>> without_frames('<iframe src="//player.vimeo.com/video/7"></iframe>')
    '<a href="https://vimeo.com/7">https://vimeo.com/7</a>'
    """
    if "<iframe" not in html and "<IFRAME" not in html:
        return html
    return _FRAME.sub(_link, html)


def _link(found: re.Match[str]) -> str:
    source = _SOURCE.search(found[1])
    if source is None or _PIXEL.search(f"{found[1]} "):
        return ""
    address = unescape(source[1] or source[2] or source[3] or "").strip()
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
    return f'<a href="{escape(address)}">{poster}{escape(address)}</a>'
