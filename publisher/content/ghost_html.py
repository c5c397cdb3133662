"""HTML that Ghost made of a post, as visitors of the website see it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from publisher.content.soup import parse

if TYPE_CHECKING:
    from bs4 import Tag

_GATE = re.compile(r"<!--\s*kg-gated-block:(begin\b[^\n<]{0,300}?|end\s*)-->")
_FOR_ALL = re.compile(r"nonMember:\s*true")
#: Cards whose parts are a form or a player: what a reader elsewhere cannot use.
_PARTS_TO_TIDY = (
    "kg-signup-card", "kg-audio-card", "kg-video-card", "kg-cta-card", "kg-file-card", "kg-transistor-card",
)  # fmt: skip
#: What is meant for one member alone, too: a player of their own podcasts.
_SIGNUP = ".kg-signup-card, .kg-transistor-card, form, input, button"
_CONTROLS = ".kg-audio-player, .kg-audio-thumbnail, .kg-video-player-container, .kg-video-overlay, .kg-file-card-icon"


def public_html(html: str) -> str:
    """Return *html* without what only members see, without forms, and without the parts of players.

    Raises:
        ValueError: It has cards, and more or deeper tags than anybody writes.

    >>> public_html('a<!--kg-gated-block:begin nonMember:false memberSegment:"" -->b<!--kg-gated-block:end-->c')
    'ac'
    """
    if "kg-gated-block" in html:
        html = _without_gated(html)
    if any(part in html for part in _PARTS_TO_TIDY):
        html = _tidied(html)
    return html


def _without_gated(html: str) -> str:
    """Leave out each gated block that is not for all; one without an end goes to the end."""
    kept: list[str] = []
    start, hidden = 0, False
    for gate in _GATE.finditer(html):
        if not hidden:
            kept.append(html[start : gate.start()])
        hidden = gate[1].startswith("begin") and not _FOR_ALL.search(gate[1])
        start = gate.end()
    if not hidden:
        kept.append(html[start:])
    return "".join(kept)


def _tidied(html: str) -> str:
    soup = parse(html)
    for part in soup.select(f"{_SIGNUP}, {_CONTROLS}"):
        part.decompose()
    for sound in soup.select(".kg-audio-card audio, .kg-video-card video"):
        sound["controls"] = ""
        if "spacergif" in str(sound.get("poster")):
            del sound["poster"]
    return _inside(soup.body)


def _inside(body: Tag | None) -> str:
    return "" if body is None else body.decode_contents()
