"""Rare parts of an RSS channel: people to write to, picture, hours and days of rest, cloud, input box."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

from publisher.formats.checks import values
from publisher.formats.checks.elements import apply, require, text_of, texts
from publisher.formats.checks.finding import Checked, shown

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
#: Widest and highest picture that the specification allows for.
_LARGEST = {"width": 144, "height": 400}
_CLOUD = ("domain", "port", "path", "registerProcedure", "protocol")
_MAILTO = re.compile(r"mailto:[^\s@%]+(?:@|%40)[^\s@]+", re.IGNORECASE)
_CONTACT = re.compile(r"(?:[^\s@]+@[^\s@]+)(?:\s+\(.*\))?|.*<[^\s@]+@[^\s@]+>|[^@]+\([^\s@]+@[^\s@]+\)")


def check_contact(element: Any, name: str, checked: Checked) -> None:
    """Check who can be written to: a mail address, with a name in brackets."""
    value = text_of(element)
    if not _CONTACT.fullmatch(value) and not _MAILTO.fullmatch(value):
        checked.error(
            element.sourceline,
            "author",
            f"<{name}> {shown(value)} is no mail address",
            "Write ann@example.org (Ann Lee); a name alone goes into <dc:creator>.",
        )


def check_image(image: Any, parts: dict[str, list[Any]], checked: Checked) -> None:
    """Check the picture of a channel."""
    require(checked, image, parts, ("url", "title", "link"), "the image")
    for line, problem in texts(image, {"url": values.web, "link": values.absolute}, "the image"):
        apply(checked, line, problem)
    for name, largest in _LARGEST.items():
        for each in parts.get(name, ()):
            value = text_of(each)
            if not value.isascii() or not value.isdecimal() or not 1 <= int(value) <= largest:
                checked.error(
                    each.sourceline,
                    "number",
                    f"the <{name}> of the image is {shown(value)}",
                    f"Write a number from 1 to {largest}, or leave it out.",
                )


def check_rest(found: dict[str, list[Any]], checked: Checked) -> None:
    """Check the hours and days on which nobody needs to ask."""
    hours = [str(hour) for hour in range(24)]
    for name, part, allowed, advice in (
        ("skipHours", "hour", (*hours, *(f"0{hour}" for hour in hours[:10])), "Write hours from 0 to 23, in GMT."),
        ("skipDays", "day", _DAYS, "Write English names of days, such as Monday."),
    ):
        for rest in found.get(name, ()):
            _check_list([each for each in rest if each.tag == part], rest, allowed, advice, checked)


def _check_list(parts: list[Any], rest: Any, allowed: Iterable[str], advice: str, checked: Checked) -> None:
    if not parts:
        checked.error(rest.sourceline, "missing", f"<{rest.tag}> is empty", f"{advice} Or leave it out.")
    counted = Counter(text_of(each) for each in parts)
    for value, times in counted.items():
        if value not in allowed:
            checked.error(rest.sourceline, "number", f"<{rest.tag}> holds {shown(value)}", advice)
        elif times > 1:
            checked.error(rest.sourceline, "twice", f"<{rest.tag}> holds {shown(value)} twice", "Say it once.")


def check_cloud(cloud: Any, checked: Checked) -> None:
    """Check where a program may ask to be told of news."""
    for name in _CLOUD:
        if cloud.get(name) is None:
            checked.error(cloud.sourceline, "missing", f"<cloud> has no `{name}`", "Add it, or leave out the cloud.")
    if cloud.get("port") is not None:
        apply(checked, cloud.sourceline, values.whole_number(cloud.get("port"), "the `port` of <cloud>"))


def check_text_input(box: Any, parts: dict[str, list[Any]], checked: Checked) -> None:
    """Check the input box, which hardly any reader shows."""
    require(checked, box, parts, ("title", "description", "name", "link"), "the <textInput>")
    for line, problem in texts(box, {"link": values.web}, "the <textInput>"):
        apply(checked, line, problem)
