"""Month archives: plain text in which each post stands below a date.

A post is a line that is a full date (`publisher.text.dates.lines`), then
its title on the first line below that is not blank, then its text up to the
next date::

    maandag 26 februari 2018

    Title of the post

    First paragraph ...

Nothing else about the file matters: order of the posts, blank lines, encoding,
kind of line ends.  A file of any size is read one post at a time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from publisher.errors import InputError
from publisher.model.entry import Origin
from publisher.model.post import Post, Rejected, Warned
from publisher.sources.inputs.encodings import TextFile, decoded
from publisher.sources.inputs.resource import Place
from publisher.text.dates.lines import Doubtful, read_date_heading

#: Files of a folder that may be archives, where the source has no ``include``.
SUFFIXES = (".txt", ".text", ".asc")

HINT = (
    "Put a line with the full date above each post, such as `Monday, February 26, 2018` or"
    " `maandag 26 februari 2018`, in the words of any language, and the title below it."
)

_markup = re.compile(r"\s*<(?:!doctype|\?xml|html|head|rss|feed)\b", re.IGNORECASE)


def recognise(place: Place, head: bytes) -> str | None:
    """Say why a file that begins with *head* is an archive; None if it is not."""
    text = decoded(head, place.encoding)
    if _markup.match(text):
        return None
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        if isinstance(read_date_heading(line), date):
            return f"line {number} is a date heading, “{line.strip()}”"
    return None


def nearly(place: Place, head: bytes) -> str:
    """Say which line of a file that is no archive only looks like a date heading, as a clause; "" without one."""
    for number, line in enumerate(decoded(head, place.encoding).splitlines(), 1):
        found = read_date_heading(line)
        if isinstance(found, Doubtful):
            return f"line {number}, “{line.strip()}”, is none, as {found.reason}"
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """The posts of one archive, or of every archive in a folder."""

    kind: ClassVar[str] = "archive"

    place: Place

    def read(self, advance: Callable[[int], None]) -> Iterator[Post | Rejected | Warned]:
        """Yield each post as it stands in the files, in the order of their paths.

        The body of a post is every line below its title, up to its last line
        that is not blank, with the blanks that the lines have: if it is not
        empty, its last line is ``origin.last_line`` of the file.  The key is the
        date and the title; the second post with both alike has ``#2`` behind.

        Yields:
            `Rejected` for a date without a title; `Warned` for lines above the
            first date, for dates on the wrong weekday, for mended characters,
            and, in a folder, for files without any date.

        Raises:
            InputError: No file can be read, or none has a date heading.
        """
        keys: dict[str, int] = {}
        if not self.place.path.is_dir():
            yield from _Reading(place=self.place, keys=keys).posts(advance)
            return
        files = read = 0
        for file in self.place.files(*SUFFIXES):
            files += 1
            try:
                yield from _Reading(place=file, keys=keys).posts(advance)
                read += 1
            except _NoHeadingError as error:
                yield Warned(place=file.shown, reason=f"left out: {error.reason}")
            except InputError as error:
                yield Rejected(place=file.shown, reason=str(error), hint=error.hint)
        if not read:
            what = f"none of the {files} text files" if files else "no text file"
            raise InputError(f"{what} in the folder {self.place.shown} has posts in it", hint=HINT)


class _NoHeadingError(InputError):
    """A file is no archive."""

    def __init__(self, place: Place, reason: str) -> None:
        super().__init__(f"{place.shown} is no archive: {reason}", hint=HINT)
        self.reason = reason


@dataclass(slots=True, kw_only=True)
class _Found:
    """A post that is being read."""

    day: date
    #: The date as written.
    heading: str
    first_line: int
    title: str = ""
    title_line: int = 0
    body: list[str] = field(default_factory=list)

    def take(self, number: int, line: str) -> None:
        """Take the next line: the title is the first that is not blank."""
        if self.title:
            self.body.append(line)
        elif title := " ".join(line.split()):
            self.title, self.title_line = title, number


@dataclass(slots=True, kw_only=True)
class _Reading:
    """One file, being split at its dates."""

    place: Place
    #: Keys of the posts so far, in all files of the source, and how many posts would have each.
    keys: dict[str, int]

    def posts(self, advance: Callable[[int], None]) -> Iterator[Post | Rejected | Warned]:
        """Yield what is between one date and the next."""
        text = TextFile(place=self.place, advance=advance)
        post: _Found | None = None
        above: list[int] = []
        lines = doubtful = 0
        for number, line in enumerate(text.lines(), 1):
            lines = number
            found = read_date_heading(line)
            if isinstance(found, date):
                if post is not None:
                    yield self._finished(post)
                elif above:
                    yield self._left_out(above)
                post = _Found(day=found, heading=line.strip(), first_line=number)
                continue
            if isinstance(found, Doubtful):
                doubtful += 1
                yield self._warned(number, f"“{line.strip()}” is not taken for a date heading, as {found.reason}")
            if post is not None:
                post.take(number, line)
            elif line.strip():
                above.append(number)
        yield from text.warnings()
        if post is None:
            raise _NoHeadingError(self.place, _why_no_posts(lines, len(above), doubtful))
        yield self._finished(post)

    def _finished(self, post: _Found) -> Post | Rejected:
        """Hand over a post whose last line has been read."""
        if not post.title:
            return Rejected(
                place=f"{self.place.shown}:{post.first_line}",
                reason=f"the date “{post.heading}” has no title below it",
                hint="Write the title of the post below its date, or take the date away.",
            )
        while post.body and not post.body[-1].strip():
            post.body.pop()
        return Post(
            key=self._key(post),
            origin=Origin(
                path=self.place.shown,
                first_line=post.first_line,
                last_line=post.title_line + len(post.body),
                importer=Archive.kind,
            ),
            title=post.title,
            body="\n".join(post.body),
            markup="text",
            published=post.day,
        )

    def _key(self, post: _Found) -> str:
        """Make a key that no post before has."""
        first = key = f"{post.day} {post.title}"
        while key in self.keys:
            self.keys[first] += 1
            key = f"{first} #{self.keys[first]}"
        self.keys[key] = 1
        return key

    def _left_out(self, above: list[int]) -> Warned:
        """Say which lines belong to no post."""
        count = "1 line" if len(above) == 1 else f"{len(above):,} lines"
        return self._warned(above[0], f"{count} above the first date left out, as no post holds them")

    def _warned(self, number: int, reason: str) -> Warned:
        """Say something about a line."""
        return Warned(place=f"{self.place.shown}:{number}", reason=reason)


def _why_no_posts(lines: int, filled: int, doubtful: int) -> str:
    """Say what kind of file this is instead of an archive."""
    if not filled:
        return "it has only blank lines" if lines else "it is empty"
    why = f"none of its {lines:,} lines is a date heading" if lines > 1 else "its one line is not a date heading"
    return f"{why}, though {doubtful:,} of them would be on another weekday" if doubtful else why
