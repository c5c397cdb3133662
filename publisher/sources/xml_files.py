"""The XML files of one source: the file itself, or those of a folder that an importer knows."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from publisher.errors import InputError
from publisher.model.post import Post, Rejected, Skipped, Warned
from publisher.sources.place import Place

Found = Post | Rejected | Warned | Skipped


def read_each(
    place: Place,
    suffixes: tuple[str, ...],
    recognise: Callable[[Place, bytes], str | None],
    read: Callable[[Place], Iterator[Found]],
    hint: str,
) -> Iterator[Found]:
    """Yield what *read* finds in each file of a place, in the order of paths.

    A file that is named by itself is read whatever it looks like; of a folder,
    those that *recognise* knows.

    Raises:
        InputError: The file cannot be used; or none of the folder can.
    """
    if not place.path.is_dir():
        yield from read(place)
        return
    known = good = 0
    for file in place.files(*suffixes):
        try:
            if recognise(file, file.head()) is None:
                yield Skipped(place=file.shown, reason="other file")
                continue
            known += 1
            yield from read(file)
            good += 1
        except InputError as error:
            yield Rejected(place=file.shown, reason=str(error), hint=error.hint)
    if not known:
        raise InputError(f"no file in the folder {place.shown} is an export that can be read", hint=hint)
    if not good:
        raise InputError(f"no export in the folder {place.shown} could be read", hint=hint)
