"""Addresses that stand in running text: URLs, and hosts without a scheme.

A dot between two words is more often a slip of the keyboard, an abbreviation,
a file or a piece of code than a host.  So a bare host needs a known name at
its end, written in small letters ("word.Next" is two sentences); names that
are also words or endings of files need more: ``www.`` before or a path after.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import Any, Literal

from publisher.text.data import read_table

# Letters of Latin, Greek and Cyrillic: Japanese or Chinese may touch a host without a blank.
_SIGN = "0-9A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0370-\u03ff\u0400-\u052f"
_STOP = r"\s<>\"`|^{}\\“”„‟«»‹›’‘「」『』【】（）《》〈〉、。，．！？；：…\u3000"
_PATH = rf"/[^{_STOP}]*+"

_CANDIDATE = re.compile(
    rf"""
    (?P<mail> (?<![{_SIGN}]) [{_SIGN}.!\#$%&'*+=?^_~-]++ @ [{_SIGN}.-]++ )
  | (?P<url> (?<![0-9A-Za-z]) (?:https?|ftp):// [{_SIGN}\[] [^{_STOP}/\u2e80-\uffff]*+ (?:{_PATH})? )
  | (?<! [{_SIGN}_@./\\\#$~%&=+-] ) (?<! :: )
    (?P<host> [{_SIGN}][{_SIGN}-]*+ (?: \.[{_SIGN}][{_SIGN}-]*+ )++ )
    (?P<rest> (?: :[0-9]{{2,5}}(?![0-9]) )? (?:{_PATH})? )
    """,
    re.VERBOSE | re.IGNORECASE,
)

#: RFC 1035, section 2.3.4.
LONGEST_HOST = 253

_TRAILING = ".,;:!?'*"
_PAIRS = {")": "(", "]": "["}
#: What follows a name in code, or makes it the beginning of another word.
_CODE_AFTER = ("(", "[", "_", "@", "=", "\\", "::")


@cache
def _table() -> dict[str, Any]:
    """Return the top-level domains by kind; "it was open.now" is no host, though ``now`` is one of them."""
    return read_table("top_level_domains.toml")


@cache
def _kinds() -> dict[str, str]:
    return {name: kind for kind in ("words", "ambiguous", "plain") for name in _table()[kind].split()}


def _home_of(name: str) -> str | None:
    """Return the language (BCP 47, primary) whose writers mean a country's host by an ambiguous name."""
    return _table()["home_of"].get(name)  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """One address in a text."""

    #: Absolute; ``https://`` is put before what has no scheme.
    url: str
    #: As it stands in the text.
    text: str
    #: ``host``: a bare host; ``url``: anything longer.
    kind: Literal["url", "host"]
    #: Place in the text, end excluded.
    start: int
    end: int


def find_addresses(text: str, *, language: str = "") -> Iterator[Address]:
    """Yield the addresses in *text*, in order.

    Args:
        text: Plain text.
        language: BCP 47 tag of the text: a Pole who writes ``word.pl`` means a
            host, others may mean a program in Perl.

    >>> [address.url for address in find_addresses("See Example.com. Or example.org/a_(b)?")]
    ['https://Example.com', 'https://example.org/a_(b)']
    >>> list(find_addresses("the end.But see README.md, v2.0, e.g. or me@example.com"))
    []
    """
    if "." not in text and "://" not in text:
        return
    for found in _CANDIDATE.finditer(text):
        start = found.start()
        if found["url"]:
            words = _trimmed(found["url"])
            if words.rstrip("/").endswith(":"):
                continue
            yield Address(url=words, text=words, kind="url", start=start, end=start + len(words))
        elif found["host"]:
            words = _host_words(found["host"], found["rest"], text[found.end() : found.end() + 2], language)
            if words:
                kind: Literal["url", "host"] = "url" if "/" in words else "host"
                yield Address(url=f"https://{words}", text=words, kind=kind, start=start, end=start + len(words))


def _trimmed(words: str) -> str:
    """Leave out the punctuation of the sentence around an address."""
    surplus = {closing: words.count(closing) - words.count(opening) for closing, opening in _PAIRS.items()}
    end = len(words)
    while end and (words[end - 1] in _TRAILING or surplus.get(words[end - 1], 0) > 0):
        end -= 1
        if words[end] in surplus:
            surplus[words[end]] -= 1
    return words[:end]


def _host_words(host: str, rest: str, after: str, language: str) -> str:
    """Return what is an address of a candidate without a scheme; empty when nothing is."""
    if len(host) > LONGEST_HOST:
        return ""
    labels = host.split(".")
    # "Example.com.Then" and "Example.com-reader" go on behind the host.
    while len(labels) > 1 and labels[-1][:1].isupper() and not host.isupper():
        labels.pop()
        rest = after = ""
    name, hyphen, _ = labels[-1].partition("-")
    if hyphen and _kinds().get(name) == "plain":
        labels[-1] = name
        rest = after = ""
    if len(labels) < 2 or (not rest and after.startswith(_CODE_AFTER)):
        return ""
    path = rest[rest.find("/") :] if "/" in rest else ""
    return _trimmed(".".join(labels) + rest) if _is_host(labels, path, language) else ""


def _is_host(labels: list[str], path: str, language: str) -> bool:
    """Tell whether names with dots between them are meant as a host, by the kind of their last.

    ``example.org`` and ``7digits.com`` are hosts; ``e.g`` and ``31.12.de`` are none.
    """
    *_, owner, name = labels
    if name != name.lower() and not _is_in_capitals(labels):
        return False
    name = name.lower()
    kind = "words" if name.startswith("xn--") else _kinds().get(name)
    if path or (labels[0].lower() == "www" and len(labels) > 2):
        return kind is not None
    if kind == "ambiguous":
        return _home_of(name) == language.partition("-")[0].lower() and _is_name(owner)
    return kind == "plain" and (_is_name(owner) or (name == "com" and not owner.isdigit()))


def _is_in_capitals(labels: list[str]) -> bool:
    """Tell whether a host is in capitals throughout: "EXAMPLE.ORG"; but "ASP.NET" and "D.C." are none."""
    return labels[-1] != "NET" and all(len(label) > 1 and label == label.upper() for label in labels)


def _is_name(label: str) -> bool:
    """Tell whether *label* is long enough to be no abbreviation, number or date."""
    return len(label) > (2 if label.isdigit() else 1)


def linked(text: str, *, language: str = "") -> str:
    """Return *text* as HTML with a link on each address.

    Args:
        text: Plain text.
        language: BCP 47 tag of the text, for bare hosts.

    >>> linked("a < b: example.com")
    'a &lt; b: <a href="https://example.com">example.com</a>'
    """
    return _html(text, find_addresses(text, language=language))


def linked_where_marked(text: str) -> str:
    """Return *text* as HTML with a link on each address that begins with its scheme or ``www.``.

    >>> linked_where_marked("example.com, www.example.com")
    'example.com, <a href="https://www.example.com">www.example.com</a>'
    """
    return _html(text, (found for found in find_addresses(text) if found.text == found.url or found.text[:4] == "www."))


def _html(text: str, addresses: Iterable[Address]) -> str:
    html: list[str] = []
    done = 0
    for address in addresses:
        html += escape(text[done : address.start], quote=False), f'<a href="{escape(address.url)}">'
        html += escape(address.text, quote=False), "</a>"
        done = address.end
    html.append(escape(text[done:], quote=False))
    return "".join(html)
