"""Checks of single values: dates, addresses, languages, and HTML inside them.

Each returns what is wrong as a rule, a text and an advice, or nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import urlsplit

from publisher.feeds.checks.finding import Level, shown


class Problem(NamedTuple):
    """What is wrong with a value."""

    level: Level
    rule: str
    text: str
    advice: str


_RFC3339 = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)")
_RFC822 = re.compile(
    r"(?:(?P<weekday>Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
    r" (?:\d{4}|\d\d) \d\d:\d\d(?::\d\d)? (?:UT|GMT|EST|EDT|CST|CDT|MST|MDT|PST|PDT|[A-IK-Z]|[+-]\d{4})",
    re.IGNORECASE,
)
_W3C_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01])(?:T\d\d:\d\d(?:Z|[+-]\d\d:\d\d))?)?)?")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?=\S)(?://(?:[^/?#@\[\]]*@)?\[[0-9A-Fa-f:.]+\])?[^\s<>\"{}|\\^`\[\]]*")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
_MEDIA_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+(?:\s*;.*)?")
#: Markup that nobody writes in plain text: the name of an element alone may be what a title is about.
_MARKUP = re.compile(
    r"</(?:a|b|i|p|em|strong|div|span|h[1-6]|ul|ol|li|code|pre|blockquote|table|script)>|<br\s*/>|<img\s[^<>]*>",
    re.IGNORECASE,
)

_OPENING_TAG = re.compile(r"<[A-Za-z](?:[^<>\"']|\"[^\"]*\"|'[^']*')*>?")
_BARE_TAG = re.compile(r"<[A-Za-z][A-Za-z0-9]*\s*/?>")


def rfc3339(value: str, what: str) -> Problem | None:
    """Check a date of Atom or JSON Feed."""
    found = _RFC3339.fullmatch(value)
    if found:
        try:
            datetime.fromisoformat(f"{found[1]}T{found[2].replace(':60', ':59')}+00:00")
        except ValueError:
            found = None
    if found:
        return None
    return Problem(
        "error",
        "date",
        f"{what} {shown(value)} is no date of RFC 3339",
        "Write it as 2026-03-31T09:30:00+02:00: date, T, time with seconds, and an offset or Z.",
    )


def rfc822(value: str, what: str) -> Problem | None:
    """Check a date of RSS or OPML."""
    form = _RFC822.fullmatch(" ".join(value.split()))
    try:
        moment = parsedate_to_datetime(value) if form else None
    except ValueError:
        moment = None
    if form is None or moment is None:
        return Problem(
            "error",
            "date",
            f"{what} {shown(value)} is no date of RFC 822",
            "Write it as Tue, 31 Mar 2026 09:30:00 +0200, with English names.",
        )
    weekday = (form["weekday"] or "").title()
    if weekday and ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[moment.weekday()] != weekday:
        return Problem("error", "date", f"{what} {shown(value)} was no {weekday}", "Correct the day, or leave it out.")
    return None


def w3c_date(value: str, what: str) -> Problem | None:
    """Check a date of Dublin Core: a year, a month, a day, or a time with its offset."""
    if _W3C_DATE.fullmatch(value) or rfc3339(value.replace("z", "Z"), what) is None:
        return None
    return Problem(
        "error", "date", f"{what} {shown(value)} is no date of the W3C's form", "Write it as 2026-03-31T09:30:00+02:00."
    )


def absolute(value: str, what: str) -> Problem | None:
    """Check an address that must be whole."""
    try:
        parts = urlsplit(value)
        whole = bool(_iri(value)) and (bool(parts.hostname) or parts.scheme not in {"http", "https", "ftp", ""})
    except ValueError:
        whole = False
    if whole:
        return None
    if not value:
        return Problem("error", "address", f"{what} is empty", "Write the whole address, or leave it out.")
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", value):
        return Problem(
            "error",
            "address",
            f"{what} {shown(value)} is no address",
            "Encode what an address cannot hold: a space is %20.",
        )
    return Problem(
        "error",
        "relative",
        f"{what} {shown(value)} is no whole address",
        "Write it with https:// and the host: readers do not know what it is relative to.",
    )


def web(value: str, what: str) -> Problem | None:
    """Check an address that must be whole and of the web."""
    problem = absolute(value, what)
    if problem is None and not value.lower().startswith(("http://", "https://")):
        return Problem("error", "address", f"{what} {shown(value)} is not of the web", "Write an address of https://.")
    return problem


def language(value: str, what: str) -> Problem | None:
    """Check a language tag (BCP 47)."""
    if _LANGUAGE.fullmatch(value):
        return None
    return Problem("error", "language", f"{what} {shown(value)} is no language tag", "Write a tag such as nl or pt-BR.")


def media_type(value: str, what: str) -> Problem | None:
    """Check a media type."""
    if _MEDIA_TYPE.fullmatch(value):
        return None
    return Problem("error", "type", f"{what} {shown(value)} is no media type", "Write one such as audio/mpeg.")


def whole_number(value: str, what: str) -> Problem | None:
    """Check a number without sign or fraction."""
    if value.isascii() and value.strip().isdecimal():
        return None
    return Problem("error", "number", f"{what} {shown(value)} is no whole number", "Write it in digits alone.")


def plain(value: str, what: str) -> Problem | None:
    """Check a text that is shown as it stands."""
    if _MARKUP.search(value):
        return Problem(
            "warning",
            "markup",
            f"{what} {shown(value)} holds HTML, which readers show as it stands",
            "Leave the markup out; where a sign such as < is meant, some readers hide it.",
        )
    return None


def html(value: str, what: str) -> Iterator[Problem]:
    """Check HTML that readers show: what they must take out, and addresses that lead nowhere."""
    looked = [_look(tag) for tag in _telling_tags(value)] if "<" in value else []
    if any(look.broken for look in looked):
        yield Problem("warning", "markup", f"{what} holds broken HTML", "Correct the markup.")
    for name in dict.fromkeys(name for look in looked for name in look.active):
        yield Problem(
            "warning",
            "script",
            f"{what} holds {name}, which readers take out or should",
            "Take it out: what the post needs must be there without it.",
        )
    for address in dict.fromkeys(address for look in looked for address in look.relative):
        yield Problem(
            "warning",
            "relative",
            f"{what} leads to {shown(address)}, which is no whole address",
            "Write it with https:// and the host: readers do not know what it is relative to.",
        )


def _telling_tags(value: str) -> list[str]:
    """Return each different opening tag that may be active or hold an address; all of it, where tags do not end."""
    tags = dict.fromkeys(_OPENING_TAG.findall(value))
    if any(not tag.endswith(">") for tag in tags):
        return [value]
    active = _Html.ACTIVE
    return [tag for tag in tags if not _BARE_TAG.fullmatch(tag) or tag.strip("</> \t\n").lower() in active]


class _Look(NamedTuple):
    """What a tag tells, or all of a text whose tags do not end."""

    active: tuple[str, ...] = ()
    relative: tuple[str, ...] = ()
    broken: bool = False


def _look(markup: str) -> _Look:
    """Look at some markup; a tag comes again in each feed and format, and mostly in other posts too."""
    return _look_at_tag(markup) if len(markup) <= _TAG else _look_at(markup)


def _look_at(markup: str) -> _Look:
    looked = _Html()
    broken = False
    try:
        looked.feed(markup)
    except (AssertionError, ValueError):  # html.parser gives up on some nonsense that browsers read
        broken = True
    return _Look(tuple(looked.active), tuple(looked.relative), broken)


#: Longer ones are not remembered, so that what is stays small.
_TAG = 500
_look_at_tag = lru_cache(maxsize=20_000)(_look_at)


def _iri(value: str) -> re.Match[str] | None:
    return _URI.fullmatch(value)


class _Html(HTMLParser):
    """Notes what is active and what is relative."""

    ACTIVE = frozenset({"script", "iframe", "object", "embed", "applet", "form", "meta", "link", "base", "style"})
    _ADDRESSES = frozenset({"href", "src", "poster", "cite", "longdesc", "background"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.active: list[str] = []
        self.relative: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.ACTIVE:
            self.active.append(f"<{tag}>")
        for name, value in attrs:
            address = (value or "").strip()
            if name.startswith("on"):
                self.active.append(f"the attribute {name}")
            elif name in self._ADDRESSES and address:
                scheme = re.match(r"([A-Za-z][A-Za-z0-9+.-]*):", address)
                if scheme is None and not address.startswith("#"):
                    self.relative.append(address)
                elif scheme is not None and scheme[1].lower() in {"javascript", "vbscript"}:
                    self.active.append(f"an address of {scheme[1].lower()}:")
