"""Text of a mail in seven-bit lines, with a hole where each recipient's token goes.

A message is encoded once.  The holes stand on lines of their own, so that
neither encoding ever breaks a token in two and every recipient's line stays
within the 76 characters of RFC 2045.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

#: Stands in the text where the recipient's token goes; no address and no article holds it.
TOKEN = "PUBLISHER-SLOT-TOKEN"  # noqa: S105  # a slot, no secret

_LONGEST = 75


@dataclass(frozen=True, slots=True)
class Quoted:
    """A hole in quoted-printable text: the token as it is."""

    def fill(self, token: bytes) -> bytes:
        """Return what stands in the hole."""
        return token


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouped:
    """A hole in base64 text: the token with those neighbours that make whole groups of three bytes."""

    before: bytes
    after: bytes

    def fill(self, token: bytes) -> bytes:
        """Return the line that stands in the hole."""
        return b64encode(self.before + token + self.after) + b"\r\n"


Hole = Quoted | Grouped
Encoding = Literal["quoted-printable", "base64"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoded:
    """A text with its holes, ready for the wire."""

    encoding: Encoding
    pieces: tuple[bytes | Hole, ...]


def encode(text: str, *, token_length: int) -> Encoded:
    """Return *text* in the shorter of the two encodings, each `TOKEN` a hole.

    Quoted-printable stays readable in Latin script; base64 takes half the
    space of it for Cyrillic or Japanese.

    Args:
        text: Lines may end with any of LF, CRLF and CR; they end with CRLF on the wire.
        token_length: How many characters every token has.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n")
    parts = lines.split(TOKEN)
    quoted = _quoted(parts)
    grouped = _grouped(parts, token_length)
    if _size(quoted) <= _size(grouped):
        return Encoded(encoding="quoted-printable", pieces=quoted)
    return Encoded(encoding="base64", pieces=grouped)


def _size(pieces: tuple[bytes | Hole, ...]) -> int:
    return sum(len(piece) for piece in pieces if isinstance(piece, bytes))


def _quoted(parts: list[str]) -> tuple[bytes | Hole, ...]:
    pieces: list[bytes | Hole] = []
    for number, part in enumerate(parts):
        if number:
            pieces += [b"=\r\n", Quoted(), b"=\r\n"]
        lines = part.split("\r\n")
        pieces.append(b"\r\n".join(_quoted_line(line) for line in lines))
    return tuple(pieces)


def _quoted_line(line: str) -> bytes:
    """Return one line, broken softly: no character is split, and no line looks like SMTP's or a mailbox's own."""
    broken: list[str] = []
    now = ""
    for place in range(len(line)):
        unit = _unit(line, place, first=not now)
        if len(now) + len(unit) > _LONGEST:
            broken.append(now)
            now = ""
            unit = _unit(line, place, first=True)
        now += unit
    return "=\r\n".join([*broken, now]).encode("ascii")


def _unit(line: str, place: int, *, first: bool) -> str:
    """Return how the character at *place* is written; *first* if it opens a line on the wire."""
    character = line[place]
    plain = " " <= character <= "~" and character != "="
    if character == " " and place == len(line) - 1:
        plain = False
    # A dot that opens a line would be doubled (RFC 5321, 4.5.2), and "From " gets a mark in mailboxes.
    if first and (character == "." or line.startswith("From ", place)):
        plain = False
    return character if plain else "".join(f"={byte:02X}" for byte in character.encode())


def _grouped(parts: list[str], token_length: int) -> tuple[bytes | Hole, ...]:
    pieces: list[bytes | Hole] = []
    texts = [part.encode() for part in parts]
    for number in range(len(texts) - 1):
        text = texts[number]
        loose = len(text) % 3
        before = text[len(text) - loose :]
        missing = -(loose + token_length) % 3
        after = texts[number + 1][:missing]
        if len(after) < missing and number + 2 < len(texts):
            raise ValueError("two tokens stand next to each other")
        texts[number + 1] = texts[number + 1][missing:]
        pieces += [_base64_lines(text[: len(text) - loose]), Grouped(before=before, after=after)]
    pieces.append(_base64_lines(texts[-1]))
    return tuple(pieces)


def _base64_lines(data: bytes) -> bytes:
    return b"".join(_chunks(data))


def _chunks(data: bytes) -> Iterator[bytes]:
    for start in range(0, len(data), 57):
        yield b64encode(data[start : start + 57]) + b"\r\n"
