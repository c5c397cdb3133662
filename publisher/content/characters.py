"""Characters that XML 1.0 cannot carry, taken out before anything else sees them."""

import re

#: The illegal characters of ASCII, as bytes.
_CONTROLS = bytes((*range(9), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F))
#: The controls between the letters of Latin-1, in UTF-8.
_C1 = re.compile(b"\xc2[\x80-\x9f]")
#: How in UTF-8 the two last points of each plane end, which are no characters, and those in between.
_PLANE_END = re.compile(b"\xbf[\xbe\xbf]")
_NONE = re.compile(b"\xef\xb7[\x90-\xaf]")
_LAST = "".join(chr(plane << 16 | last) for plane in range(1, 17) for last in (0xFFFE, 0xFFFF))
_ILLEGAL = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff{_LAST}]")


def legal(text: str) -> str:
    r"""Return *text* without the characters that would break a feed (XML 1.0, section 2.2).

    Bytes of Windows-1252 that were read as Latin-1 become what they were meant
    to be; control characters and lone surrogates go.

    >>> legal("it\x92s\x00 fine\ufffe")
    'it’s fine'
    """
    try:
        data = text.encode()
    except UnicodeEncodeError:
        return _ILLEGAL.sub(_mended, text)
    # Several times as fast as the one search, and most texts are legal.
    is_legal = len(data.translate(None, _CONTROLS)) == len(data) and (
        text.isascii()
        or not (
            (b"\xc2" in data and _C1.search(data))
            or (b"\xbf" in data and _PLANE_END.search(data))
            or (b"\xef" in data and _NONE.search(data))
        )
    )
    return text if is_legal else _ILLEGAL.sub(_mended, text)


def one_line(text: str) -> str:
    r"""Return *text* as one line of legal characters: a title, a tag, a summary.

    >>> one_line(" A\n  title\x0b ")
    'A title'
    """
    if text.isprintable():
        return " ".join(text.split())  # the blank is the only white space that is printable
    return " ".join(re.split(r"[ \t\r\n\f\u2028\u2029]+", legal(text).strip()))


def _mended(found: re.Match[str]) -> str:
    code = ord(found[0])
    return bytes([code]).decode("cp1252", "ignore") if 0x80 <= code <= 0x9F else ""
