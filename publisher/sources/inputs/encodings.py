"""Text files of any encoding, line by line.

Which encoding: the one that is told, else the byte order mark, else UTF-8 if
the whole file is valid UTF-8 (or all but a few damaged places), else UTF-16 if
every other byte is zero, else what chardet finds, else Windows-1252.
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

#: Bytes that are shown to chardet, of lines that are not all ASCII.
_SAMPLE = 20_000

#: Bytes beyond ASCII that chardet needs: of one or two it makes Polish and Russian of French.
_FEWEST = 3

#: So many readable characters beyond ASCII outweigh one that is not: the file is UTF-8 with a damaged place.
GOOD_PER_BAD = 10

_marks = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

#: Bytes of a file from which its encoding is guessed.
LARGEST_GUESSED = 4 << 20

_ASCII = bytes(range(128))
#: What Windows-1252 says as well; browsers read it so (Encoding, section 4.2).
_WESTERN = frozenset({"ascii", "iso8859-1", "iso8859-15", "cp1252"})
_SHOWN = {"windows-1252": "Windows-1252", "koi8-r": "KOI8-R", "cp932": "Shift_JIS", "shift_jis": "Shift_JIS"}

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
        if self.guessed and not self.encoding.startswith("utf"):
            yield Warned(place=shown, reason=read_as(self.encoding))
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
    name = encoding or marked_encoding(head) or wide_encoding(head)
    if name is None:
        try:
            codecs.getincrementaldecoder("utf-8")("strict").decode(head)
        except UnicodeDecodeError:
            name = guess_encoding(head)
        else:
            name = "utf-8"
    try:
        return head.decode(name, "replace").removeprefix("\ufeff")
    except (LookupError, UnicodeError):
        return head.decode("latin-1")


def guess_encoding(data: bytes) -> str:
    r"""Name the encoding of text that says nothing of it and is not valid UTF-8.

    A few damaged places leave it UTF-8; else chardet decides, and where it does
    not know either, or there is too little to go by, it is Windows-1252.

    >>> guess_encoding("Вчера на площади открыли новый рынок, и все пришли.".encode("koi8-r"))
    'koi8-r'
    """
    if _is_nearly_whole(data.decode("utf-8", "replace")):
        return "utf-8"
    import chardet

    eras = chardet.EncodingEra.MODERN_WEB | chardet.EncodingEra.LEGACY_ISO
    sample = b"\n".join(line for line in data.splitlines() if not line.isascii())[:_SAMPLE]
    if len(sample.translate(None, _ASCII)) < _FEWEST:
        return FALLBACK
    found = chardet.detect(sample, encoding_era=eras)["encoding"]
    try:
        name = codecs.lookup(found or FALLBACK).name
        text = data.decode(name, "replace")
    except (LookupError, UnicodeError):
        return FALLBACK
    return name if name not in _WESTERN and _is_nearly_whole(text) else FALLBACK


def read_as(encoding: str) -> str:
    """Return the remark that an encoding was guessed, as a clause."""
    name = _SHOWN.get(encoding, encoding).replace("cp125", "Windows-125")
    return f"read as {name}, as it is not UTF-8; set `encoding` if that is wrong"


def _is_nearly_whole(text: str) -> bool:
    """Tell whether *text*, decoded with replacements, has only a few damaged places."""
    damaged = text.count("\ufffd")
    return len(text) - len(text.encode("ascii", "ignore")) - damaged >= damaged * GOOD_PER_BAD


def _find(place: Place) -> tuple[str, bool]:
    """Name the encoding of a file, and tell whether it is a guess."""
    if place.encoding:
        return _known(place.encoding, place), False
    head = place.head(4096)
    if mark := marked_encoding(head):
        return mark, False
    if name := wide_encoding(head):
        return name, True
    with place.path.open("rb") as file:
        if _is_valid(file, "utf-8"):
            return "utf-8", False
        file.seek(0)
        return guess_encoding(file.read(LARGEST_GUESSED)), True


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


def marked_encoding(head: bytes) -> str | None:
    """Name the encoding of a byte order mark."""
    return next((name for mark, name in _marks if head.startswith(mark)), None)


def wide_encoding(head: bytes) -> str | None:
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
