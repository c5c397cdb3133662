"""Text files of any encoding, line by line.

Which encoding: the one that is told, else the byte order mark, else UTF-8 if
the whole file is valid UTF-8 (or all but a few damaged places), else UTF-16 if
every other byte is zero, else Windows-1252.
"""

from __future__ import annotations

import codecs
import io
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from publisher.errors import InputError
from publisher.model.post import Warned
from publisher.sources.inputs.resource import Place, reading

CHUNK = 1 << 20
FALLBACK = "windows-1252"

#: So many readable characters beyond ASCII outweigh one that is not: the file is UTF-8 with a damaged place.
GOOD_PER_BAD = 10

_marks = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

#: Characters that no XML document may hold, and the controls that nobody means to print.
_unprintable = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")

#: The Windows-1252 reading of the second control range, as browsers have it (HTML, section 13.2.3.5).
_meant = {code: bytes([code]).decode(FALLBACK, "ignore") for code in range(0x80, 0xA0)}
_meant |= {0x0B: " ", 0x0C: " "}


@dataclass(kw_only=True)
class TextFile:
    """One text file, read once from top to bottom.

    Lines end with LF, CR LF or CR and come without their ends, in NFC, without
    byte order marks and control characters.  What had to be mended is counted
    and told by `warnings` after the last line.
    """

    place: Place
    #: Called with the number of bytes just read.
    advance: Callable[[int], None] = field(default=lambda _: None)
    #: Name of the encoding that was found.
    encoding: str = ""
    #: Whether nobody told the encoding and nothing in the file did.
    guessed: bool = False
    _damaged: bool = False
    _controls: int = 0
    _unreadable: int = 0
    _first_control: int = 0
    _first_unreadable: int = 0

    def lines(self) -> Iterator[str]:
        """Yield each line.

        Raises:
            InputError: The file cannot be read, or its encoding is not known.
        """
        with reading(self.place):
            self.place.require_file()
            self._find_encoding()
            with self.place.path.open("rb", buffering=0) as file:
                raw = io.BufferedReader(_Counted(file, self.advance), CHUNK)
                text = io.TextIOWrapper(raw, encoding=self.encoding, errors="replace", newline=None)
                for number, line in enumerate(text, 1):
                    yield self._clean(line.removesuffix("\n"), number)

    def warnings(self) -> Iterator[Warned]:
        """Say what was mended, once per file."""
        shown = self.place.shown
        if self.guessed and self.encoding == FALLBACK:
            yield Warned(
                place=shown, reason="read as Windows-1252, as it is not UTF-8; set `encoding` if that is wrong"
            )
        if self._unreadable:
            count = _counted(self._unreadable, "character")
            yield Warned(
                place=f"{shown}:{self._first_unreadable}",
                reason=f"{count} could not be read as {self.encoding} and stand as U+FFFD, the first in this line",
            )
        if self._controls:
            count = _counted(self._controls, "control character")
            yield Warned(
                place=f"{shown}:{self._first_control}", reason=f"{count} left out or mended, the first in this line"
            )

    def _clean(self, line: str, number: int) -> str:
        """Mend one line, and count what was mended."""
        if self._damaged and "\ufffd" in line:
            self._unreadable += line.count("\ufffd")
            self._first_unreadable = self._first_unreadable or number
        if _unprintable.search(line):
            controls = sum(found[0] != "\ufeff" for found in _unprintable.finditer(line))
            if controls:
                self._controls += controls
                self._first_control = self._first_control or number
            line = _unprintable.sub(lambda found: _meant.get(ord(found[0]), ""), line)
        return line if unicodedata.is_normalized("NFC", line) else unicodedata.normalize("NFC", line)

    def _find_encoding(self) -> None:
        """Decide once, from the whole file."""
        if self.encoding:
            return
        self.encoding, self.guessed = _find(self.place)
        with self.place.path.open("rb") as file:
            self._damaged = not _is_valid(file, self.encoding)


def decoded(head: bytes, encoding: str | None) -> str:
    """Decode the beginning of a file, to look at; never fails."""
    name = encoding or _marked(head) or _unmarked_utf16(head)
    if name is None:
        try:
            codecs.getincrementaldecoder("utf-8")("strict").decode(head)
        except UnicodeDecodeError:
            name = FALLBACK
        else:
            name = "utf-8"
    try:
        return head.decode(name, "replace").removeprefix("\ufeff")
    except (LookupError, UnicodeError):
        return head.decode("latin-1")


def _find(place: Place) -> tuple[str, bool]:
    """Name the encoding of a file, and tell whether it is a guess."""
    if place.encoding:
        return _known(place.encoding, place), False
    head = place.head(4096)
    if mark := _marked(head):
        return mark, False
    with place.path.open("rb") as file:
        if _is_valid(file, "utf-8") and not _unmarked_utf16(head):
            return "utf-8", False
    if name := _unmarked_utf16(head):
        return name, True
    with place.path.open("rb") as file:
        return ("utf-8" if _is_nearly_utf8(file) else FALLBACK), True


def _known(name: str, place: Place) -> str:
    """Return the name that was told, if Python can decode text with it."""
    try:
        "".encode(name)
        codecs.getincrementaldecoder(name)
    except (LookupError, UnicodeError):
        raise InputError(
            f"{name!r}, the encoding told for {place.shown}, is not known",
            hint="Use a name such as utf-8, windows-1252, iso-8859-2, utf-16 or shift_jis.",
        ) from None
    return name


def _marked(head: bytes) -> str | None:
    """Name the encoding of a byte order mark."""
    return next((name for mark, name in _marks if head.startswith(mark)), None)


def _unmarked_utf16(head: bytes) -> str | None:
    """Name UTF-16 without a mark: zero bytes on one side of most pairs, hardly any on the other."""
    pairs = len(head) // 2
    high, low = head[0 : 2 * pairs : 2].count(0), head[1 : 2 * pairs : 2].count(0)
    if pairs and low > pairs * 0.4 and high < pairs * 0.1:
        return "utf-16-le"
    if pairs and high > pairs * 0.4 and low < pairs * 0.1:
        return "utf-16-be"
    return None


def _is_valid(file: BinaryIO, encoding: str) -> bool:
    """Tell whether the whole file decodes without an error."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        while chunk := file.read(CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _is_nearly_utf8(file: BinaryIO) -> bool:
    """Tell whether the file is UTF-8 but for a few damaged places."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    good = bad = 0
    while chunk := file.read(CHUNK):
        text = decoder.decode(chunk)
        wrong = text.count("\ufffd")
        bad += wrong
        good += len(text) - len(text.encode("ascii", "ignore")) - wrong
    bad += decoder.decode(b"", final=True).count("\ufffd")
    return good >= bad * GOOD_PER_BAD


def _counted(number: int, noun: str) -> str:
    """Write a number with its noun."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


class _Counted(io.RawIOBase):
    """A raw file that says how much was read from it."""

    def __init__(self, file: io.FileIO, advance: Callable[[int], None]) -> None:
        super().__init__()
        self._file = file
        self._advance = advance

    def readable(self) -> bool:
        """Say that this is for reading."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Fill *buffer*, and tell the size."""
        size = self._file.readinto(buffer) or 0
        self._advance(size)
        return size
