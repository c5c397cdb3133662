"""The text of an XML file, whatever its encoding and whatever is broken in it."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import BinaryIO

from publisher.errors import InputError
from publisher.sources.inputs.encodings import FALLBACK, GOOD_PER_BAD
from publisher.sources.inputs.resource import Place, reading

CHUNK = 1 << 18

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    # Without a mark, by the first sign of the file: XML 1.0, appendix F.
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_DECLARED = re.compile(rb"""\s*<\?xml[^>]{1,200}?encoding\s*=\s*["']([A-Za-z][\w.:-]{0,40})["']""")

#: No file that begins with ``<`` is in one of these, and some cost more time than reading a file should.
_NOT_DECLARABLE = re.compile(r"utf[-_]?(?:16|32|7)|ucs|idna|punycode|escape|undefined|mbcs|oem", re.IGNORECASE)

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_ESCAPED = re.compile("[\udc80-\udcff]")


@dataclass(slots=True, kw_only=True)
class XmlText:
    """The text of one file, read once.

    Which encoding: the one that is told, else the byte order mark, else the
    XML declaration, else UTF-8.  Characters that XML cannot hold are left out.
    """

    place: Place
    #: Content of the file, where it is not to be read from the disk.
    data: bytes | None = None
    #: Called with the number of bytes just read from the disk.
    advance: Callable[[int], None] = field(default=lambda _: None)
    #: What had to be mended → line of the first, and how many.
    mended: dict[str, tuple[int, int]] = field(default_factory=dict)

    def chunks(self) -> Iterator[str]:
        """Yield the text piece by piece.

        Raises:
            InputError: The file cannot be read, or the encoding that was told is not known.
        """
        if self.data is not None:
            yield from self._texts(BytesIO(self.data), lambda _: None)
            return
        with reading(self.place):
            self.place.require_file()
            with self.place.path.open("rb") as file:
                yield from self._texts(file, self.advance)

    def _texts(self, file: BinaryIO, advance: Callable[[int], None]) -> Iterator[str]:
        data = file.read(CHUNK)
        name = self._encoding(data)
        errors = "surrogateescape" if name == "utf-8" else "replace"
        decoder = codecs.getincrementaldecoder(name)(errors)
        line, first = 1, True
        while data:
            advance(len(data))
            following = file.read(CHUNK)
            text = decoder.decode(data, final=not following)
            if first:
                text, first = text.removeprefix("\ufeff"), False
            yield self._legal(text, line)
            line += text.count("\n")
            data = following

    def _encoding(self, head: bytes) -> str:
        if told := self.place.encoding:
            try:
                "".encode(told)
                return codecs.lookup(told).name
            except (LookupError, UnicodeError):
                raise InputError(
                    f"{told!r}, the encoding told for {self.place.shown}, is not known",
                    hint="Use a name such as utf-8, windows-1252, iso-8859-2, utf-16 or shift_jis.",
                ) from None
        for mark, name in _MARKS:
            if head.startswith(mark):
                return name
        declared = _DECLARED.match(head)
        if declared is None or _NOT_DECLARABLE.search(declared[1].decode("ascii")):
            return "utf-8"
        try:
            "".encode(declared[1].decode("ascii"))
            return codecs.lookup(declared[1].decode("ascii")).name
        except (LookupError, UnicodeError):
            self.mended[f"the encoding {declared[1].decode('ascii')} is not known, and UTF-8 was taken"] = (1, 1)
            return "utf-8"

    def _legal(self, text: str, line: int) -> str:
        """Mend what the encoding or XML does not allow."""
        if not text.isascii() and (wrong := _ESCAPED.search(text)):
            escaped = len(_ESCAPED.findall(text))
            good = len(text) - len(text.encode("ascii", "ignore")) - escaped
            if good < escaped * GOOD_PER_BAD:
                reason = "bytes that are not UTF-8 were read as Windows-1252"
                text = _ESCAPED.sub(lambda found: bytes([ord(found[0]) & 0xFF]).decode(FALLBACK, "replace"), text)
            else:
                reason = "bytes that are not UTF-8 stand as U+FFFD"
                text = _ESCAPED.sub("\ufffd", text)
            self._note(reason, line + text.count("\n", 0, wrong.start()), escaped)
        if illegal := _ILLEGAL.search(text):
            at = line + text.count("\n", 0, illegal.start())
            text, count = _ILLEGAL.subn("", text)
            self._note("characters that XML does not allow were left out", at, count)
        return text

    def _note(self, reason: str, line: int, count: int) -> None:
        first, before = self.mended.get(reason, (line, 0))
        self.mended[reason] = (first, before + count)
