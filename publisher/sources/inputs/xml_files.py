"""The XML files of one source: the file itself, or those in a folder or zip that an importer knows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from publisher.errors import InputError
from publisher.model.post import Found, Rejected, Skipped
from publisher.sources.inputs.resource import Place

#: Largest XML file in a zip that is read, in bytes unpacked.
LARGEST = 1 << 28

#: So many records of one file are rejected one by one; the others are counted.
MOST_REJECTED = 1000

#: So many files of a zip are looked into before its kind is decided.
_LOOKED_INTO = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class XmlFile:
    """One file, on the disk or in a zip."""

    #: What it is called, and how it is read; of a file in a zip, `Place.path` is the zip's.
    place: Place
    #: The file on the disk, as `Origin.path` has it.
    origin: str
    #: Content, if it was in a zip.
    data: bytes | None = None

    def head(self, size: int = 65_536) -> bytes:
        """Return how the file begins."""
        return self.place.head(size) if self.data is None else self.data[:size]


def xml_files(
    place: Place, suffixes: tuple[str, ...], advance: Callable[[int], None] = lambda _: None
) -> Iterator[XmlFile | Rejected]:
    """Yield the files of a place in the order of their paths, and a `Rejected` for each that cannot be unpacked.

    Args:
        place: A file, a folder or a zip.
        suffixes: Which files of a folder or zip to take.
        advance: Called with the number of bytes that were read to unpack.

    Raises:
        InputError: The place cannot be read, or is a zip that is damaged or unsafe.
    """
    from publisher.sources.inputs.export_files import is_zip, open_export
    from publisher.sources.inputs.text_files import UnreadableError

    if place.path.is_dir() or not is_zip(place.head(4)):
        for file in place.files(*suffixes):
            yield XmlFile(place=file, origin=file.shown)
        return
    with open_export(place, advance) as export:
        for name in export.names(*suffixes):
            shown = export.shown(name)
            try:
                data = export.read(name, LARGEST)
            except UnreadableError as error:
                yield Rejected(place=shown, reason=error.reason, hint=error.hint)
            else:
                yield XmlFile(place=replace(place, shown=shown), origin=export.origin(name), data=data)


def recognise_zip(
    place: Place, suffixes: tuple[str, ...], recognise: Callable[[Place, bytes], str | None]
) -> str | None:
    """Say why a zip holds a file that *recognise* knows; None if it does not."""
    looked = 0
    try:
        for file in xml_files(place, suffixes):
            if looked == _LOOKED_INTO:
                break
            looked += 1
            if isinstance(file, XmlFile) and (why := recognise(file.place, file.head())):
                return f"{file.place.shown}: {why}"
    except InputError:
        pass
    return None


def read_each(
    place: Place,
    suffixes: tuple[str, ...],
    recognise: Callable[[Place, bytes], str | None],
    read: Callable[[XmlFile], Iterator[Found]],
    advance: Callable[[int], None],
    hint: str,
) -> Iterator[Found]:
    """Yield what *read* finds in each file of a place, in the order of paths.

    A file that is named by itself is read whatever it looks like; of a folder
    or zip, those that *recognise* knows.

    Raises:
        InputError: The file cannot be used; or none of the folder or zip can.
    """
    known = good = 0
    for file in xml_files(place, suffixes, advance):
        if isinstance(file, Rejected):
            known += 1
            yield file
        elif file.place == place:
            yield from _limited(file.place, read(file))
            return
        else:
            try:
                if recognise(file.place, file.head()) is None:
                    yield Skipped(place=file.place.shown, reason="other file")
                    continue
                known += 1
                yield from _limited(file.place, read(file))
                good += 1
            except InputError as error:
                yield Rejected(place=file.place.shown, reason=str(error), hint=error.hint)
    if not known:
        raise InputError(f"no file in {place.shown} is an export that can be read", hint=hint)
    if not good:
        raise InputError(f"no export in {place.shown} could be read", hint=hint)


def _limited(place: Place, found: Iterator[Found]) -> Iterator[Found]:
    """Yield what was found, without more rejected records than anybody will look at."""
    rejected = 0
    for each in found:
        rejected += isinstance(each, Rejected)
        if rejected <= MOST_REJECTED or not isinstance(each, Rejected):
            yield each
    if rejected > MOST_REJECTED:
        yield Rejected(
            place=place.shown,
            reason=f"{rejected - MOST_REJECTED:,} more records could not be used",
            hint="Export the blog again: this file is damaged all over.",
        )
