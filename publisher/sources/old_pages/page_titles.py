"""The title of a post, without the name of its site."""

from __future__ import annotations

import re
from collections.abc import Iterable

_SIGN = r"(?:[|·•»«:/–—~]+|-+)"
_AFTER = re.compile(rf"\s*{_SIGN}\s+")
_BEFORE = re.compile(rf"\s*{_SIGN}\s*$")
_SEPARATOR = re.compile(r"\s[-|–—·•»«/~]\s|:\s|\s?\|\s?")
_NOT_LETTERS = re.compile(r"[\W_]+")
_LAST = re.compile(r"^(.{3,}?)\s+(?:[|·•»–—]|-{1,2}|::)\s+(.{1,60})$")


def tidy_title(title: str, *, sites: Iterable[str] = (), headings: Iterable[str] = ()) -> str:
    """Return *title* without the site's name before or behind it.

    Args:
        title: As the page says it, on one line.
        sites: Names that the site may have.
        headings: Main headings of the page: one that the title begins or ends with is the title.

    >>> tidy_title("A day - out | My site", sites=["My site"])
    'A day - out'
    >>> tidy_title("My site: A day out", headings=["A day out"])
    'A day out'
    """
    known = tuple(sites)
    for heading in sorted(set(headings), key=len, reverse=True):
        if heading and heading not in known and _rest(title, heading) is not None:
            return heading
    for site in known:
        rest = _rest(title, site) if site else None
        if rest:
            return rest
    return title


def without_tail(title: str) -> str:
    """Return what stands before the last sign that parts a title from the name of a site.

    >>> without_tail("A day out | My site")
    'A day out'
    """
    found = _LAST.match(title)
    return found[1] if found else title


def is_part(heading: str, title: str) -> bool:
    """Tell whether a heading is the title of a page, or what stands between two separators in it.

    >>> is_part("A day out", "My site | A day out: rain"), is_part("A day", "A day out")
    (True, False)
    """
    parts = [letters(part) for part in _SEPARATOR.split(title, 8)]
    ends = range(len(parts) + 1)
    return any(letters(heading) == "".join(parts[start:end]) for start in ends for end in ends)


def letters(text: str) -> str:
    """Return the letters and digits of a text, case and all else taken away, to compare it with another one."""
    return _NOT_LETTERS.sub("", text).casefold()


def _rest(title: str, part: str) -> str | None:
    """Return what else is in *title* than *part*, where a sign stands between the two; else None."""
    if title.startswith(part) and (sign := _AFTER.match(title, len(part))):
        return title[sign.end() :]
    if title.endswith(part) and (sign := _BEFORE.search(title[: -len(part)])):
        return title[: sign.start()]
    return None
