"""Bytes of a page become text, the way browsers do it (HTML, section 13.2.3).

The order: byte order mark, what was told (by the configuration or by the
header of the transfer), ``<meta charset>``, UTF-8, what chardet finds.  A page that is
UTF-8 throughout is read as UTF-8, whatever it says: nothing else looks like it
by chance.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from publisher.sources.inputs.encodings import guess_encoding, marked_encoding, read_as, wide_encoding

#: Bytes in which a page must name its encoding.
DECLARED_WITHIN = 4096

_FALLBACK = "windows-1252"
_DECLARED = re.compile(
    rb"""<meta\b[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]{1,40})|<\?xml\b[^>]{0,100}?encoding\s*=\s*["']([\w.:-]{1,40})""",
    re.IGNORECASE,
)

#: Names that mean more than they say (Encoding, section 4.2).
_MEANT = {
    "ascii": _FALLBACK, "us-ascii": _FALLBACK, "iso-8859-1": _FALLBACK, "iso8859-1": _FALLBACK, "latin1": _FALLBACK,
    "latin-1": _FALLBACK, "iso-8859-9": "windows-1254", "iso-8859-11": "windows-874", "tis-620": "windows-874",
    "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "shift_jis": "cp932", "shift-jis": "cp932",
    "x-sjis": "cp932", "sjis": "cp932", "windows-31j": "cp932", "euc-kr": "cp949", "ks_c_5601-1987": "cp949",
    "windows-949": "cp949", "big5": "big5hkscs", "x-x-big5": "big5hkscs", "unicode": "utf-8", "utf-16": "utf-8",
    "utf-16le": "utf-8", "utf-16be": "utf-8", "x-mac-roman": "mac-roman", "macintosh": "mac-roman",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class PageText:
    """A page as text."""

    text: str
    encoding: str
    #: What had to be guessed or mended, as a clause without a full stop; None for nothing.
    remark: str | None = None


def decode_page(data: bytes, told: str | None = None) -> PageText:
    r"""Return the text of a page; never fails.

    Args:
        data: The whole page.
        told: Encoding that the configuration or the transfer names.

    >>> decode_page(b'<meta charset="iso-8859-1"><p>caf\xe9').text[-4:]
    'café'
    """
    if mark := marked_encoding(data):
        return _decoded(data, mark)
    declared = _usable(told) or _usable(_declared(data))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        if (wide := wide_encoding(data[:DECLARED_WITHIN])) is not None:
            return _decoded(data, wide)
        # Shift-out codes make all of ISO-2022-JP valid UTF-8.
        if declared is not None and declared.startswith(("iso2022", "hz", "utf-7")):
            return _decoded(data, declared)
        lies = declared not in {None, "utf-8"} and not text.isascii()
        return PageText(text=text, encoding="utf-8", remark=f"says it is {declared}, but is UTF-8" if lies else None)
    if declared not in {None, "utf-8"}:
        return _decoded(data, str(declared))
    if (wide := wide_encoding(data[:DECLARED_WITHIN])) is not None:
        return _decoded(data, wide)
    name = guess_encoding(data)
    if name == "utf-8":
        return _decoded(data, name)
    return PageText(text=data.decode(name, "replace"), encoding=name, remark=read_as(name))


def _decoded(data: bytes, name: str) -> PageText:
    text = data.decode(name, "replace")
    bad = text.count("\ufffd")
    remark = (
        f"{bad:,} characters could not be read as {name.upper() if name == 'utf-8' else name} and stand as U+FFFD"
        if bad
        else None
    )
    return PageText(text=text.removeprefix("\ufeff"), encoding=name, remark=remark)


def _declared(data: bytes) -> str | None:
    found = _DECLARED.search(data[:DECLARED_WITHIN])
    return (found[1] or found[2]).decode("ascii", "replace") if found else None


def _usable(name: str | None) -> str | None:
    """Return Python's name of an encoding of text; None where there is none."""
    if not name:
        return None
    label = name.strip().lower()
    try:
        found = codecs.lookup(_MEANT.get(label, label))
        "".encode(found.name)
    except (LookupError, ValueError):
        return None
    return found.name
