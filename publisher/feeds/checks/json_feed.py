"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/) and 1."""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from functools import lru_cache
from typing import Any

from publisher.feeds.checks import values
from publisher.feeds.checks.elements import apply
from publisher.feeds.checks.finding import Checked, shown

VERSIONS = ("https://jsonfeed.org/version/1.1", "https://jsonfeed.org/version/1")

_TEXT, _LIST, _OBJECT, _TRUTH, _NUMBER = str, list, dict, bool, (int, float)
_FEED: dict[str, Any] = {
    "version": _TEXT, "title": _TEXT, "home_page_url": _TEXT, "feed_url": _TEXT, "description": _TEXT,
    "user_comment": _TEXT, "next_url": _TEXT, "icon": _TEXT, "favicon": _TEXT, "author": _OBJECT, "authors": _LIST,
    "language": _TEXT, "expired": _TRUTH, "hubs": _LIST, "items": _LIST,
}  # fmt: skip
_ITEM: dict[str, Any] = {
    "id": _TEXT, "url": _TEXT, "external_url": _TEXT, "title": _TEXT, "content_html": _TEXT, "content_text": _TEXT,
    "summary": _TEXT, "image": _TEXT, "banner_image": _TEXT, "date_published": _TEXT, "date_modified": _TEXT,
    "author": _OBJECT, "authors": _LIST, "tags": _LIST, "language": _TEXT, "attachments": _LIST,
}  # fmt: skip
_NAMES = {str: "a text", list: "a list", dict: "an object", bool: "true or false"}
_ADDRESSES = (
    "home_page_url",
    "feed_url",
    "next_url",
    "icon",
    "favicon",
    "url",
    "external_url",
    "image",
    "banner_image",
)


def check_json_feed(data: bytes, checked: Checked) -> None:
    """Check a document that is meant to be JSON."""
    checked.kind = "JSON Feed"
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        checked.error(line, "encoding", f"byte {error.start + 1} is no UTF-8", "Save the document as UTF-8.")
        return
    if text.startswith("\ufeff"):
        checked.error(
            1, "encoding", "the document begins with a byte order mark", "Leave it out: RFC 8259, section 8.1."
        )
        text = text.removeprefix("\ufeff")
    try:
        feed = json.loads(text, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        checked.error(error.lineno, "json", f"this is not JSON: {error.msg}", "Correct it: readers show nothing of it.")
        return
    except (ValueError, RecursionError) as error:
        checked.error(None, "json", f"this is not JSON: {error}", "Correct it: readers show nothing of it.")
        return
    if not isinstance(feed, dict):
        checked.error(1, "type", "the document is no object", "A JSON Feed begins with { and its version.")
        return
    _Check(checked, text).feed(feed)


def _refuse(name: str) -> None:
    raise ValueError(f"it holds {name}, which is no number")


class _Check:
    """The check of one document; keeps where each item begins, which JSON does not tell."""

    def __init__(self, checked: Checked, text: str) -> None:
        self._checked = checked
        self._text = text
        self._start, self._stop = 0, len(text)
        self._ends = [found.start() for found in re.finditer("\n", text)]

    def feed(self, feed: dict[str, Any]) -> None:
        """Check the whole."""
        checked = self._checked
        if feed.get("version") not in VERSIONS:
            checked.error(
                self._line("version"),
                "version",
                f"the version is {shown(str(feed.get('version', '')))}",
                f'Write "version": "{VERSIONS[0]}".',
            )
        for name in ("title", "items"):
            if name not in feed:
                checked.error(1, "missing", f"the feed has no `{name}`", "Add it: the format asks for it.")
        self._members(feed, _FEED, "the feed")
        if not feed.get("feed_url"):
            checked.warn(1, "self", "the feed does not say its own address", 'Add "feed_url": "https://...".')
        checked.own = feed.get("feed_url") if isinstance(feed.get("feed_url"), str) else None
        if feed.get("next_url") is not None and feed["next_url"] == feed.get("feed_url"):
            checked.error(
                self._line("next_url"), "history", "`next_url` is the feed itself", "Leave it out on the last page."
            )
        for hub in _objects(feed.get("hubs")):
            if not hub.get("type") or values.web(str(hub.get("url", "")), "") is not None:
                checked.error(self._line("hubs"), "missing", "a hub must have a `type` and a whole `url`", "Add them.")
        items = feed.get("items")
        if isinstance(items, list):
            for item, place in zip(items, self._places(len(items)), strict=True):
                self._start, self._stop = place
                self._item(item)

    def _item(self, item: Any) -> None:
        checked = self._checked
        if not isinstance(item, dict):
            checked.error(self._line(), "type", "an item is no object", "Write each item as { ... }.")
            return
        self._members(item, _ITEM, "the item")
        identity = item.get("id")
        if identity is None or identity == "":
            checked.error(
                self._line(), "missing", "the item has no `id`", "Add one that never changes: readers skip it."
            )
        else:
            checked.know(str(identity), self._line("id"))
        if item.get("content_html") is None and item.get("content_text") is None:
            checked.error(
                self._line(), "missing", "the item has neither `content_html` nor `content_text`", "Add one of them."
            )
        for problem in values.html(_text(item.get("content_html")), "`content_html`"):
            self._apply("content_html", problem)
        for name in ("date_published", "date_modified"):
            if isinstance(item.get(name), str):
                self._apply(name, values.rfc3339(item[name], f"`{name}`"))
        if any(not isinstance(tag, str) for tag in item.get("tags") or () if isinstance(item.get("tags"), list)):
            checked.error(self._line("tags"), "type", "a tag is no text", "Write tags as texts.")
        for file in _objects(item.get("attachments")):
            self._attachment(file)

    def _attachment(self, file: dict[str, Any]) -> None:
        line = self._line("attachments")
        apply(self._checked, line, values.web(_text(file.get("url")), "the `url` of an attachment"))
        if not file.get("mime_type"):
            self._checked.error(line, "missing", "an attachment has no `mime_type`", "Add one such as audio/mpeg.")
        else:
            apply(self._checked, line, values.media_type(str(file["mime_type"]), "the `mime_type` of an attachment"))
        for name in ("size_in_bytes", "duration_in_seconds"):
            if name in file and (isinstance(file[name], bool) or not isinstance(file[name], int | float)):
                self._checked.error(
                    line, "number", f"the `{name}` of an attachment is no number", "Write it without quotes."
                )

    def _members(self, found: dict[str, Any], known: dict[str, Any], where: str) -> None:
        """Check types, addresses and people, and note members that nobody knows."""
        checked = self._checked
        for name, value in found.items():
            if name not in known and not name.startswith("_"):
                checked.warn(
                    self._line(name), "unknown", f"{where} has a member `{name}`", "Begin the names of your own with _."
                )
            elif name in known and not isinstance(value, known[name]):
                checked.error(
                    self._line(name),
                    "type",
                    f"`{name}` of {where} is not {_NAMES.get(known[name], 'what it should be')}",
                    "Correct its type; leave out what has no value.",
                )
            elif name in _ADDRESSES:
                self._apply(name, values.web(value, f"`{name}`"))
            elif name == "language":
                self._apply(name, values.language(value, "`language`"))
        for person in (*_objects(found.get("authors")), *_objects([found.get("author")])):
            if not {"name", "url", "avatar"} & person.keys():
                checked.error(self._line("author"), "author", "an author has no name, url nor avatar", "Add the name.")

    def _apply(self, name: str, problem: values.Problem | None) -> None:
        """Note a problem with a member of the present item; where it stands is looked for only then."""
        if problem is not None:
            apply(self._checked, self._line(name), problem)

    def _line(self, name: str | None = None) -> int:
        """Return the line of a member of the present item, or of the item itself."""
        place = self._start
        if name is not None:
            found = _member(name).search(self._text, self._start, self._stop)
            place = found.start() if found else place
        return bisect_left(self._ends, place) + 1

    def _places(self, count: int) -> list[tuple[int, int]]:
        """Return where each item begins and ends in the text."""
        decoder = json.JSONDecoder()
        found = re.compile(r'"items"\s*:\s*\[').search(self._text)
        places: list[tuple[int, int]] = []
        while found is not None and len(places) < count:
            place = re.compile(r"[\s,]*").match(self._text, places[-1][1] if places else found.end())
            try:
                _, stop = decoder.raw_decode(self._text, place.end() if place else 0)
            except (ValueError, RecursionError):  # another "items", inside some text
                break
            places.append((place.end() if place else 0, stop))
        return places + [(0, len(self._text))] * (count - len(places))


@lru_cache(maxsize=100)
def _member(name: str) -> re.Pattern[str]:
    return re.compile(rf'"{re.escape(name)}\w*"\s*:')


def _objects(value: Any) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
