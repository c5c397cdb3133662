"""Pictures and files beside an entry: Media RSS."""

from __future__ import annotations

from typing import Any

from publisher.feeds.checks import values
from publisher.feeds.checks.elements import apply, name_of
from publisher.feeds.checks.finding import Checked, shown

MEDIA = "http://search.yahoo.com/mrss/"

_MEDIUMS = {"image", "audio", "video", "document", "executable"}
_NUMBERS = ("fileSize", "height", "width", "duration")


def check_media(element: Any, checked: Checked) -> None:
    """Check files and their pictures in an entry, also where they are grouped."""
    for child in element:
        namespace, local = name_of(child)
        if namespace != MEDIA:
            continue
        if local == "group":
            check_media(child, checked)
        elif local == "content":
            _check_content(child, checked)
        elif local == "thumbnail":
            apply(checked, child.sourceline, values.web(child.get("url", ""), "the `url` of <media:thumbnail>"))


def _check_content(content: Any, checked: Checked) -> None:
    line = content.sourceline
    if content.get("url") is not None:
        apply(checked, line, values.absolute(content.get("url"), "the `url` of <media:content>"))
    if content.get("type") is not None:
        apply(checked, line, values.media_type(content.get("type"), "the `type` of <media:content>"))
    for name in _NUMBERS:
        if content.get(name) is not None:
            apply(checked, line, values.whole_number(content.get(name), f"the `{name}` of <media:content>"))
    if content.get("medium", "image") not in _MEDIUMS:
        checked.error(
            line,
            "type",
            f"the `medium` of <media:content> is {shown(content.get('medium'))}",
            "Write image, audio, video, document or executable.",
        )
    check_media(content, checked)
