r"""JSON as its writers meant it, where they cut a character in two.

A character beyond the first 65,536 is written as two escapes.  Programs that
shorten texts by halves of characters leave one of them alone, which stands
for nothing: a strict reader refuses it together with all the rest, a lenient
one hands on a text that no file can hold.
"""

from __future__ import annotations

import json
import re
from typing import Any

#: An escaped backslash, a character in two escapes, or one half of such a pair alone.
_HALVES = re.compile(
    rb"\\\\|\\u[Dd][89ABab][0-9A-Fa-f]{2}\\u[Dd][C-Fc-f][0-9A-Fa-f]{2}|(\\u[Dd][89A-Fa-f][0-9A-Fa-f]{2})"
)
#: A beginning of such an escape, which almost no file has: the search is thrice as fast as the one above.
_HALF = re.compile(rb"\\u[Dd][89A-Fa-f]")


def without_halves(data: bytes) -> tuple[bytes, int]:
    r"""Return JSON with U+FFFD for every half of a character, and how many there were.

    >>> without_halves(rb'"\ud83d, \ud83d\ude00, \\ud83d"')
    (b'"\\ufffd, \\ud83d\\ude00, \\\\ud83d"', 1)
    """
    if _HALF.search(data) is None:
        return data, 0
    count = 0

    def mended(found: re.Match[bytes]) -> bytes:
        nonlocal count
        if not found[1]:
            return found[0]
        count += 1
        return rb"\ufffd"

    return _HALVES.sub(mended, data), count


def whole(text: str) -> str:
    r"""Return JSON with U+FFFD for every half of a character; almost always it is the same object.

    >>> whole(r'["\udc00"]')
    '["\\ufffd"]'
    """
    if "\\u" not in text:
        return text
    mended, count = without_halves(text.encode("utf-8", "surrogatepass"))
    return mended.decode("utf-8", "surrogatepass") if count else text


def load_json(text: str, *, strict: bool = True) -> Any:
    """Return what a text of JSON holds, with U+FFFD for every half of a character.

    Args:
        text: The whole of it.
        strict: Whether control characters in it are refused.

    Raises:
        ValueError: It is none.
        RecursionError: It is nested too deep.
    """
    return json.loads(whole(text), strict=strict)


def said_of_halves(count: int) -> str:
    """Say what became of so many halves of characters."""
    if count == 1:
        return "half of a character was replaced by \ufffd: the program that wrote the file had cut it in two"
    return f"{count} halves of characters were replaced by \ufffd: the program that wrote the file had cut them in two"
