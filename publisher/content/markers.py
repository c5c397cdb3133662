"""Signs at the beginning of a plain line that make it a list item."""

import re
from dataclasses import dataclass

#: Round and square bullets: nobody begins a sentence with one.
_BULLETS = "•‣▪▸►●○◦∙⁃■□◆◇➢➤✓✔・･"
#: Signs that also mean a dash, a dialogue or a footnote; they need company to make a list.
_DASHES = "-–—*+·"

_BULLET = re.compile(rf"(?P<sign>[{_BULLETS}])[ \t\u00a0\u3000]*(?=\S)")
_DASH = re.compile(rf"(?P<sign>[{_DASHES}])[ \t\u00a0\u3000]+(?=\S)")
#: No leading zero, and short: "2014. " is the end of a sentence, not item 2014.
_NUMBER = re.compile(r"(?P<number>(?!0\d)\d{1,3})(?:(?:[.)]|\.-)[ \t\u00a0\u3000]+|[、．）][ \t\u00a0\u3000]*)(?=\S)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """What stands before the words of a possible list item."""

    #: The sign; empty before a number.
    sign: str = ""
    #: The number, if it is one.
    number: int | None = None
    #: The sign is a bullet and needs no siblings to make a list.
    sure: bool = False
    #: Characters of the stripped line that belong to the marker.
    length: int


def marker(line: str) -> Marker | None:
    """Return the marker that the stripped *line* begins with.

    >>> marker("3) three").number, marker("- dash").sign, marker("2e wereld"), marker("(1) note")
    (3, '-', None, None)
    """
    first = line[:1]
    if first in _BULLETS and (found := _BULLET.match(line)):
        return Marker(sign=found["sign"], sure=True, length=found.end())
    if first in _DASHES and (found := _DASH.match(line)):
        return Marker(sign=found["sign"], length=found.end())
    if first.isdecimal() and (found := _NUMBER.match(line)):
        return Marker(number=int(found["number"]), length=found.end())
    return None
