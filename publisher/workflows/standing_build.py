"""Builds the feeds, and remembers what a next build could see at a glance to be as it was."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from publisher.storage.lock import FILE_NAME
from publisher.storage.output_folder import LIST
from publisher.storage.standing import Standing, Watched, keep_standing, look
from publisher.workflows.build_feeds import build_feeds
from publisher.workflows.own_files import files_of_ours

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from publisher.config import Source
    from publisher.resources import Templates
    from publisher.workflows.bench import Bench
    from publisher.workflows.build_feeds import Built

#: Kinds whose posts depend on the files of their place alone, and on what `surroundings` names.
_LOCAL = frozenset({"archive", "blogger", "ghost", "html", "markdown", "medium", "substack", "wordpress"})


def build_and_remember(
    bench: Bench,
    *,
    templates: Templates,
    folder: Path,
    config_path: Path,
    name: str,
    seen: Mapping[tuple[str, ...], str],
) -> Built:
    """Do as `build_feeds`; afterwards `glance` knows whether a build has anything to do.

    It is told nothing where something may have to be said each time, such as
    of a rejected post, or where a source is not a file.

    Args:
        bench: To work with.
        templates: Of the publication.
        folder: To write to.
        config_path: Configuration file.
        name: Of the build, as `glance` is asked.
        seen: What `glance` has looked at a moment ago.
    """
    watched = _watched(bench, templates, folder, config_path)
    before = seen.get(watched.inputs + watched.apart) or look(watched.inputs, watched.apart)
    built = build_feeds(bench, templates=templates, folder=folder)
    imported = built.imported
    told = imported.provisional or imported.warned or imported.rejected or imported.failure()
    fetched = any(source.url for source in bench.config.source)
    if not (told or fetched) and all(source.kind in _LOCAL for source in imported.sources):
        standing = Standing(entries=built.entries, files=len(built.written) + len(built.unchanged))
        due = bench.catalog.next_due()
        keep_standing(bench.catalog, name, watched, before, standing, due.timestamp() if due else None)
    return built


def _watched(bench: Bench, templates: Templates, folder: Path, config_path: Path) -> Watched:
    inputs = [str(config_path.absolute())]
    if templates.own is not None:
        inputs.append(str(templates.own))
    for source in bench.config.source:
        inputs += _files_of(source, bench.root)
    return Watched(
        inputs=tuple(inputs),
        outputs=(str(folder), str(folder / LIST), str(bench.root / FILE_NAME)),
        apart=(str(folder), *(str(bench.root / name) for name in files_of_ours(bench.config))),
    )


def _files_of(source: Source, root: Path) -> list[str]:
    from publisher.sources.markdown_generators import surroundings

    if source.url:
        return []
    place = posixpath.normpath(str(root / source.place))
    return [place, *surroundings(root / source.place)]
