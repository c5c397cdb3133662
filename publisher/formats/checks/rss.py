"""RSS 2.0: its specification, and the RSS Advisory Board's profile of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from publisher.formats.checks import values
from publisher.formats.checks.elements import ATOM, FH, apply, children, name_of, once, require, text_of, texts, unknown
from publisher.formats.checks.finding import Checked, shown
from publisher.formats.checks.history import RELATIONS
from publisher.formats.checks.media import check_media
from publisher.formats.checks.podcast import check_podcast
from publisher.formats.checks.rss_parts import (
    check_cloud,
    check_contact,
    check_image,
    check_rest,
    check_text_input,
)

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
