"""The text of one file that is read as a whole, or the reason why it has none."""

from __future__ import annotations

import os
from pathlib import Path

from publisher.sources.inputs.encodings import guess_encoding, read_as

#: Largest file that is read, in bytes.
LARGEST = 32 * 1024 * 1024


class UnreadableError(Exception):
    """A file whose text cannot be had."""

    def __init__(self, reason: str, hint: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.hint = hint


def read_bytes(path: str, root: Path, largest: int = LARGEST) -> bytes:
    """Return a file's bytes.

    Raises:
        UnreadableError: It is gone, too large, not allowed, or a link that leads out of *root*.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        if not os.path.islink(path):  # noqa: PTH114  # a Path costs more than the answer
            raise UnreadableError(f"cannot be read: {error.strerror}") from error
        inside = os.path.realpath(path)
        if not inside.startswith(os.path.realpath(root) + os.sep):
            raise UnreadableError(
                "a link that leads out of the folder", "Copy the file, or add its own folder as a source."
            ) from error
        try:
            descriptor = os.open(inside, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        except OSError as broken:
            raise UnreadableError(f"cannot be read: {broken.strerror}") from broken
    try:
        size = os.fstat(descriptor).st_size
        if size > largest:
            raise UnreadableError(f"larger than {largest // 1024**2} MB", "Take it out of the folder, or exclude it.")
        # One byte more than expected, so that a file that grows meanwhile is noticed and not cut.
        data = os.read(descriptor, size + 1)
        while len(data) > size and (more := os.read(descriptor, largest)):
            data += more
            if len(data) > largest:
                raise UnreadableError(f"larger than {largest // 1024**2} MB")
    except OSError as error:
        raise UnreadableError(f"cannot be read: {error.strerror}") from error
    else:
        return data
    finally:
        os.close(descriptor)


#: Characters that no feed can hold, in every encoding that keeps ASCII.
_CONTROLS = bytes({*range(1, 32)} - {*b"\t\n\f\r"})


def decode(data: bytes, encoding: str | None) -> tuple[str, str | None]:
    r"""Return the text of a file with ``\n`` for every line end, and what had to be guessed about its encoding.

    The order: byte order mark, the given encoding, UTF-8 (with a few damaged
    places), what chardet finds, Windows-1252.

    Raises:
        UnreadableError: It is no text, or the encoding is unknown or does not fit.
    """
    guessed = None
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        if marked:
            text = data.decode("utf-16")
        elif encoding is not None and not data.startswith(b"\xef\xbb\xbf"):
            text = data.decode(encoding)
        else:
            text = data.decode("utf-8")
    except LookupError as error:
        raise UnreadableError(f"the encoding {encoding!r} is unknown", "Correct `encoding` of this source.") from error
    except UnicodeError as error:
        if encoding is not None or marked:
            raise UnreadableError(
                f"not {encoding or 'UTF-16'} text: {error}", "Correct `encoding` of this source, or save it as UTF-8."
            ) from error
        text, guessed = _guessed(data)
    if text[:1] == "\ufeff":
        text = text[1:]
    if "\0" in text:
        raise UnreadableError("not a text: it holds zero bytes", "Save it as text, or exclude it.")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not marked and encoding is None and (controls := len(data) - len(data.translate(None, _CONTROLS))):
        found = f"{controls} control character{'s' if controls > 1 else ''} left out"
        guessed = f"{guessed}; {found}" if guessed else found
    return text, guessed


def _guessed(data: bytes) -> tuple[str, str]:
    name = guess_encoding(data)
    text = data.decode(name, "replace")
    if name == "utf-8":
        return text, f"{text.count(chr(0xFFFD))} characters could not be read as UTF-8 and stand as U+FFFD"
    return text, read_as(name)
