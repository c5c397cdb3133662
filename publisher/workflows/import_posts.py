"""Read posts into the catalog: those of the configured sources, and those that are adopted from a path."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from publisher.workflows.bench import Bench
from publisher.workflows.import_run import ImportRun
from publisher.workflows.local_sources import read_local
from publisher.workflows.polled_sources import PolledSources, follow_moves
from publisher.workflows.reading import shown_path
from publisher.workflows.unlisted_sources import settle_unlisted

if TYPE_CHECKING:
    from pathlib import Path

    from publisher.config import Source
    from publisher.storage.catalog import Catalog
    from publisher.workflows.imported import Imported

__all__ = ["Bench", "import_paths", "import_sources", "rehearsal"]


def import_sources(bench: Bench, *, rested: bool = True) -> Imported:
    """Bring the catalog up to what the configured sources say now, and adopted entries up to the configuration.

    Where nothing has changed this costs a stat per file, and a question per
    address.  A source that cannot be read or fetched is named in its report,
    and nothing of it is touched.

    Args:
        bench: To work with.
        rested: Addresses that were asked a short time ago are left alone.

    Raises:
        ConfigurationError: The permanent ids would all change.
        StoreError: The catalog or publisher.lock is damaged or in use.
    """
    run = ImportRun(bench)
    follow_moves(run)
    addresses = PolledSources(run)
    with addresses.asked([name for name, source in run.live.items() if source.url], rested=rested) as answers:
        for name, source in run.live.items():
            if source.url:
                addresses.read(name, source, answers[name])
            else:
                read_local(run, name, source, bench.root / source.place)
    settle_unlisted(run)
    return run.finish()


def import_paths(bench: Bench, paths: Sequence[Path | str], asked: Source) -> Imported:
    """Adopt the posts of files, folders and addresses: they stay in the catalog until they are removed.

    A path or an address that is a configured source is read as that source.

    Args:
        bench: To work with.
        paths: Paths, and addresses as texts.
        asked: How to read all of them; a configured source heeds `match` alone.

    Raises:
        ConfigurationError: The permanent ids would all change.
        StoreError: The catalog or publisher.lock is damaged or in use.
        UsageError: There is no importer of this kind.
    """
    run = ImportRun(bench)
    addresses = PolledSources(run)
    names = list(dict.fromkeys(path for path in paths if isinstance(path, str)))
    with addresses.asked(names, by_hand=True) as answers:
        for name in names:
            source = run.wanted(name, asked, url=name)
            addresses.read(name, source, answers[name], adopt=name not in run.live, by_hand=True)
    for path in paths:
        if isinstance(path, str):
            continue
        name = shown_path(path.absolute(), bench.root)
        read_local(run, name, run.wanted(name, asked, path=name), path, adopt=name not in run.live)
    return run.finish()


@contextmanager
def rehearsal(catalog: Catalog) -> Iterator[None]:
    """Undo at the end whatever was stored inside."""
    try:
        with catalog.transaction():
            yield
            raise _RehearsedError  # noqa: TRY301  # the way out of a transaction
    except _RehearsedError:
        pass


class _RehearsedError(Exception):
    """Nothing is wrong: it only undoes the transaction."""
