"""What an editor does to single entries: hide, show, remove, export."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from publisher.errors import UsageError
from publisher.files.atomic import write_atomically
from publisher.importing.identities import Memory
from publisher.importing.run import relink
from publisher.text.html.to_text import with_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from publisher.catalog.catalog import Catalog
    from publisher.config import Publication
    from publisher.model.entry import Entry


def hide(catalog: Catalog, names: Sequence[str], *, root: Path, publication: Publication) -> list[Entry]:
    """Keep entries from readers until they are shown again, and remember that in publisher.lock; return them.

    Raises:
        InputError: A name is no entry; then none is hidden.
    """
    return _set_hidden(catalog, names, Memory(root, publication, catalog), catalog.hide, hidden=True)


def show(catalog: Catalog, names: Sequence[str], *, root: Path, publication: Publication) -> list[Entry]:
    """Let readers see hidden entries again; return them.

    Raises:
        InputError: A name is no entry; then none is shown.
    """
    return _set_hidden(catalog, names, Memory(root, publication, catalog), catalog.show, hidden=False)


def removable(catalog: Catalog, names: Sequence[str]) -> list[Entry]:
    """Return the adopted entries of these names.

    Raises:
        InputError: A name is no entry.
        UsageError: An entry is of a live source, and would come back.
    """
    found = [catalog.find(name) for name in names]
    adopted = catalog.adopted()
    for entry in found:
        if entry.ref not in adopted:
            raise UsageError(
                f"{entry.ref} stands in the source {entry.origin.path} and would come back at the next build",
                hint=f"Keep it from readers with `publisher entries hide {entry.ref}`, or take it out of the source.",
            )
    return found


def remove(catalog: Catalog, refs: Iterable[str]) -> None:
    """Take adopted entries out of the catalog; their ids stay remembered, for the day they come back."""
    with catalog.transaction():
        catalog.remove(refs)
        relink(catalog)


def as_json(entries: Iterable[Entry]) -> Iterator[str]:
    """Yield the pieces of one JSON array of entries with their plain texts, with exactly the fields of `Entry`."""
    before = "["
    for entry in entries:
        yield before + "\n" + msgspec.json.format(msgspec.json.encode(with_text(entry)), indent=2).decode()
        before = ","
    yield "[]\n" if before == "[" else "\n]\n"


def export(entries: Iterable[Entry], path: Path) -> int:
    """Write entries as JSON to a file, and return how many there were.

    Raises:
        StoreError: The file cannot be written.
    """
    count = 0

    def counted() -> Iterator[Entry]:
        nonlocal count
        for entry in entries:
            count += 1
            yield entry

    write_atomically(path, "".join(as_json(counted())).encode())
    return count


def _set_hidden(
    catalog: Catalog, names: Sequence[str], memory: Memory, store: Callable[[Iterable[str]], None], *, hidden: bool
) -> list[Entry]:
    found = [catalog.find(name) for name in names]
    with catalog.transaction():
        known = memory.refs()
        for entry in found:
            memory.keep(replace(known[entry.ref], hidden=hidden))
        store([entry.ref for entry in found])
        relink(catalog)
    memory.save()
    return found
