"""Notebooks of Cahier: an invented format, and an importer as anybody can write one.

A notebook begins with the line ``%cahier 1``.  Each note begins with ``%note``
and the time, then its title, then its text in Markdown; ``%private`` below the
time keeps it from readers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from publisher.errors import InputError
from publisher.model.entry import Origin
from publisher.model.post import Found, Post, Rejected, Skipped
from publisher.sources import Place
from publisher.sources.inputs.encodings import TextFile, decoded

SIGN = "%cahier 1"


def recognise(place: Place, head: bytes) -> str | None:
    """Say why a file is a notebook; None if it is not."""
    return f"it begins with {SIGN}" if decoded(head, place.encoding).startswith(SIGN) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cahier:
    """The notes of one notebook."""

    kind: ClassVar[str] = "cahier"

    place: Place

    def read(self, advance: Callable[[int], None]) -> Iterator[Found]:
        """Yield each note in the order of the file.

        Raises:
            InputError: The file cannot be read, or is no notebook.
        """
        text = TextFile(place=self.place, advance=advance)
        lines = enumerate(text.lines(), 1)
        if next(lines, (0, ""))[1].strip() != SIGN:
            raise InputError(f"{self.place.shown} is no notebook of Cahier", hint=f"Its {SIGN}.")
        first, note = 0, list[str]()
        for number, line in lines:
            if line.startswith("%note"):
                if first:
                    yield self._note(first, note)
                first, note = number, []
            note.append(line)
        if first:
            yield self._note(first, note)
        yield from text.warnings()

    def _note(self, first: int, lines: list[str]) -> Found:
        place = f"{self.place.shown}:{first}"
        when = lines[0].removeprefix("%note").strip()
        if len(lines) > 1 and lines[1].strip() == "%private":
            return Skipped(place=place, reason="private note")
        title = lines[1].strip() if len(lines) > 1 else ""
        try:
            published = datetime.fromisoformat(when)
        except ValueError:
            return Rejected(place=place, reason=f"{when!r} is no time", hint="Write it as 2018-02-26T12:00:00+01:00.")
        if not title:
            return Rejected(place=place, reason="this note has no title", hint="Write one below its time.")
        return Post(
            key=f"{when} {title}",
            origin=Origin(path=self.place.shown, first_line=first, importer=self.kind),
            title=title,
            body="\n".join(lines[2:]).strip(),
            markup="markdown",
            published=published,
        )
