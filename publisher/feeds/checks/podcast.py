"""Apple's elements of podcasts, which directories refuse a feed for, and those of Podcasting 2.0."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from publisher.feeds.checks import values
from publisher.feeds.checks.elements import apply, children, name_of, text_of
from publisher.feeds.checks.finding import Checked, shown

ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
PODCAST = "https://podcastindex.org/namespace/1.0"

_MAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
#: Element → what its text must be, and how to say that.
_TEXTS: dict[str, tuple[re.Pattern[str], str]] = {
    "explicit": (re.compile(r"true|false|yes|no|clean|explicit", re.IGNORECASE), "Write true or false."),
    "duration": (
        re.compile(r"\d+|\d{1,3}:[0-5]\d|\d{1,3}:[0-5]\d:[0-5]\d"),
        "Write seconds, such as 1800, or H:MM:SS.",
    ),
    "episode": (re.compile(r"0*[1-9]\d*"), "Write a whole number from 1."),
    "season": (re.compile(r"0*[1-9]\d*"), "Write a whole number from 1."),
    "episodeType": (re.compile(r"full|trailer|bonus", re.IGNORECASE), "Write full, trailer or bonus."),
    "type": (re.compile(r"episodic|serial", re.IGNORECASE), "Write episodic or serial."),
    "block": (re.compile(r"yes|no", re.IGNORECASE), "Write Yes, or leave it out."),
    "complete": (re.compile(r"yes|no", re.IGNORECASE), "Write Yes, or leave it out."),
}

#: Elements that lead to a file.
_FILES = frozenset({"chapters", "transcript"})
#: An episode may stand between two others.
_NUMBERS = {"season": re.compile(r"\d+"), "episode": re.compile(r"\d+(?:\.\d+)?")}


def check_podcast(element: Any, checked: Checked) -> None:
    """Check the elements of podcasts in a channel or an item."""
    for child in element:
        namespace, local = name_of(child)
        if namespace == PODCAST:
            _check_newer(child, local, checked)
        if namespace != ITUNES:
            continue
        if local in _TEXTS:
            form, advice = _TEXTS[local]
            if not form.fullmatch(text_of(child)):
                checked.error(child.sourceline, "podcast", f"<itunes:{local}> is {shown(text_of(child))}", advice)
        elif local in _PARTS:
            _PARTS[local](child, checked)


def _check_newer(element: Any, local: str, checked: Checked) -> None:
    """Check an element of Podcasting 2.0."""
    name = f"<podcast:{local}>"
    if local in _FILES:
        for attribute, check in (("url", values.web), ("type", values.media_type)):
            if attribute not in element.attrib:
                checked.error(
                    element.sourceline, "podcast", f"a {name} has no `{attribute}`", "Add it: players need both."
                )
            else:
                apply(checked, element.sourceline, check(element.get(attribute), f"the `{attribute}` of {name}"))
    elif local in _NUMBERS and not _NUMBERS[local].fullmatch(text_of(element)):
        checked.error(element.sourceline, "podcast", f"{name} is {shown(text_of(element))}", "Write its number.")
    elif local == "person":
        if not text_of(element):
            checked.error(element.sourceline, "podcast", f"a {name} has no name", "Write the name as its text.")
        for attribute in ("href", "img"):
            if attribute in element.attrib:
                apply(checked, element.sourceline, values.web(element.get(attribute), f"the `{attribute}` of {name}"))


def _check_image(element: Any, checked: Checked) -> None:
    apply(checked, element.sourceline, values.web(element.get("href", ""), "the `href` of <itunes:image>"))


def _check_category(element: Any, checked: Checked) -> None:
    for each in (element, *children(element, ITUNES, "category")):
        if not each.get("text"):
            checked.error(
                each.sourceline, "podcast", "an <itunes:category> has no `text`", "Write one of Apple's categories."
            )


def _check_owner(element: Any, checked: Checked) -> None:
    mails = children(element, ITUNES, "email")
    if not mails or not _MAIL.fullmatch(text_of(mails[0])):
        checked.error(
            element.sourceline,
            "podcast",
            "the <itunes:owner> has no mail address",
            "Add <itunes:email>: directories write there before they list the podcast.",
        )


def _check_new_address(element: Any, checked: Checked) -> None:
    apply(checked, element.sourceline, values.web(text_of(element), "<itunes:new-feed-url>"))


_PARTS: dict[str, Callable[[Any, Checked], None]] = {
    "image": _check_image,
    "category": _check_category,
    "owner": _check_owner,
    "new-feed-url": _check_new_address,
}
