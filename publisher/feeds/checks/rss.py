"""RSS 2.0: its specification, and the RSS Advisory Board's profile of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

from publisher.feeds.checks import values
from publisher.feeds.checks.archived import RELATIONS
from publisher.feeds.checks.elements import ATOM, FH, apply, children, name_of, once, require, text_of, texts, unknown
from publisher.feeds.checks.finding import Checked, shown
from publisher.feeds.checks.media_rss import check_media
from publisher.feeds.checks.podcast import check_podcast

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


_CHANNEL = ("category", "cloud", "copyright", "description", "docs", "generator", "image", "item", "language",
            "lastBuildDate", "link", "managingEditor", "pubDate", "rating", "skipDays", "skipHours", "textInput",
            "title", "ttl", "webMaster")  # fmt: skip
_ITEM = ("author", "category", "comments", "description", "enclosure", "guid", "link", "pubDate", "source", "title")
_OFTEN = {"category", "item", "enclosure"}
_ENCODED = "{http://purl.org/rss/1.0/modules/content/}encoded"
_DC = "http://purl.org/dc/elements/1.1/"


def check_rss(root: Any, checked: Checked) -> None:
    """Check a document of RSS 0.91 to 2.0."""
    checked.kind = "RSS"
    version = root.get("version", "")
    if version not in {"2.0", "2.0.1"}:
        checked.warn(
            root.sourceline, "version", f"the version is {shown(version)}", 'Write <rss version="2.0">, which all know.'
        )
    channels = children(root, "", "channel")
    if len(channels) != 1:
        checked.error(root.sourceline, "missing", f"<rss> has {len(channels)} <channel> elements", "There must be one.")
    for channel in channels[:1]:
        _check_channel(channel, checked)


def _check_channel(channel: Any, checked: Checked) -> None:
    where = "the channel"
    found = _sorted(channel)
    require(checked, channel, found, ("title", "link", "description"), where)
    once(checked, found, [name for name in _CHANNEL if name not in _OFTEN], where)
    for child in channel:
        if isinstance(child.tag, str) and not name_of(child)[0]:
            unknown(checked, child, _CHANNEL, where)
    own = {
        "pubDate": values.rfc822,
        "lastBuildDate": values.rfc822,
        "language": values.language,
        "ttl": values.whole_number,
        "link": values.absolute,
        "docs": values.absolute,
        "title": values.plain,
    }
    for line, problem in texts(_own(channel), own, where):
        apply(checked, line, problem)
    _check_atom_links(channel, checked)
    for image in found.get("image", ()):
        check_image(image, _sorted(image), checked)
    for name in ("managingEditor", "webMaster"):
        for each in found.get(name, ()):
            check_contact(each, name, checked)
    check_rest(found, checked)
    for cloud in found.get("cloud", ()):
        check_cloud(cloud, checked)
    for box in found.get("textInput", ()):
        check_text_input(box, _sorted(box), checked)
    _check_dublin_core(channel, checked)
    check_podcast(channel, checked)
    for item in found.get("item", ()):
        _check_item(item, checked)


def _check_atom_links(channel: Any, checked: Checked) -> None:
    checked.archive = bool(children(channel, FH, "archive"))
    checked.complete = bool(children(channel, FH, "complete"))
    for link in children(channel, ATOM, "link"):
        relation, href = link.get("rel", "alternate"), link.get("href", "")
        apply(checked, link.sourceline, values.web(href, f"the link {relation}"))
        if relation in RELATIONS:
            checked.relations.setdefault(relation, href)
        elif relation == "self":
            checked.own = href
    if checked.own is None:
        checked.warn(
            channel.sourceline,
            "self",
            "the channel does not say its own address",
            'Add <atom:link rel="self" type="application/rss+xml" href="https://..."/>.',
        )


def _check_item(item: Any, checked: Checked) -> None:
    where = "the item"
    found = _sorted(item)
    once(checked, found, [name for name in _ITEM if name not in _OFTEN], where)
    for name in found.keys() - set(_ITEM):
        for child in found[name]:
            unknown(checked, child, _ITEM, where)
    if not found.get("title") and not found.get("description"):
        checked.error(item.sourceline, "missing", "the item has neither <title> nor <description>", "Add one of them.")
    checks = {"pubDate": values.rfc822, "link": values.absolute, "comments": values.absolute, "title": values.plain}
    for line, problem in texts((each for name in checks for each in found.get(name, ())), checks, where):
        apply(checked, line, problem)
    _check_bodies((*found.get("description", ()), *item.findall(_ENCODED)), checked)
    for author in found.get("author", ()):
        check_contact(author, "author", checked)
    _check_dublin_core(item, checked)
    check_podcast(item, checked)
    check_media(item, checked)
    _check_guids(item, found, checked)
    _check_enclosures(found.get("enclosure", []), checked)
    for source in found.get("source", ()):
        apply(checked, source.sourceline, values.web(source.get("url", ""), "the `url` of <source>"))


def _check_dublin_core(element: Any, checked: Checked) -> None:
    for name, form in (("date", values.w3c_date), ("language", values.language)):
        for each in children(element, _DC, name):
            apply(checked, each.sourceline, form(text_of(each), f"<dc:{name}>"))


def _check_bodies(bodies: Iterable[Any], checked: Checked) -> None:
    for body in bodies:
        name = name_of(body)[1]
        if any(isinstance(child.tag, str) for child in body):
            checked.error(body.sourceline, "markup", f"<{name}> holds elements", "Escape its HTML.")
        for bad in values.html(text_of(body), f"<{name}>"):
            apply(checked, body.sourceline, bad)


def _check_guids(item: Any, found: dict[str, list[Any]], checked: Checked) -> None:
    guids = found.get("guid", [])
    if not guids:
        checked.warn(
            item.sourceline, "id", "the item has no <guid>", "Add one: without it, readers show a corrected item twice."
        )
    for guid in guids[:1]:
        checked.know(text_of(guid), guid.sourceline)
        for name in guid.attrib:
            if name != "isPermaLink" and name.lower() == "ispermalink":
                checked.error(
                    guid.sourceline, "id", f"the attribute `{name}` of <guid> is unknown", "Write isPermaLink."
                )
        permanent = guid.get("isPermaLink", "true")
        if permanent not in {"true", "false"}:
            checked.error(guid.sourceline, "id", f"isPermaLink is {shown(permanent)}", "Write true or false.")
        elif permanent == "true" and values.web(text_of(guid), "") is not None:
            checked.error(
                guid.sourceline,
                "id",
                f"the <guid> {shown(text_of(guid))} is no web address, as a permalink must be",
                'Say <guid isPermaLink="false">.',
            )


def _check_enclosures(enclosures: list[Any], checked: Checked) -> None:
    for enclosure in enclosures:
        line = enclosure.sourceline
        for name in ("url", "length", "type"):
            if enclosure.get(name) is None:
                checked.error(line, "missing", f"an <enclosure> has no `{name}`", "Add it: 0 is a length nobody knows.")
        apply(checked, line, values.web(enclosure.get("url", "https://x"), "the `url` of <enclosure>"))
        apply(checked, line, values.whole_number(enclosure.get("length", "0"), "the `length` of <enclosure>"))
        apply(checked, line, values.media_type(enclosure.get("type", "a/b"), "the `type` of <enclosure>"))
    for again in enclosures[1:]:
        checked.warn(
            again.sourceline, "twice", "the item has a second <enclosure>", "Most readers see one: use <media:content>."
        )


def _sorted(element: Any) -> dict[str, list[Any]]:
    """Return the children that have no namespace by name."""
    found: dict[str, list[Any]] = {}
    for child in _own(element):
        found.setdefault(child.tag, []).append(child)
    return found


def _own(element: Any) -> list[Any]:
    return [child for child in element if isinstance(tag := child.tag, str) and tag[0] != "{"]
