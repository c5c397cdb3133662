"""Checks feeds: those of the publication, or any others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from publisher.errors import InputError
from publisher.feeds.checks import Checked, check, check_history
from publisher.files.output_folder import OutputFolder

#: Ends of the names of feeds, where a folder is to be checked.
ENDS = (".xml", ".json", ".opml", ".rss", ".atom")


@dataclass(frozen=True, slots=True, kw_only=True)
class Validated:
    """What a check of some files found."""

    #: Path → what is known about it.
    files: dict[Path, Checked]

    def count(self, level: str) -> int:
        """Return how many findings there are of this level."""
        return sum(finding.level == level for checked in self.files.values() for finding in checked.findings)


def validate_ours(folder: Path) -> Validated:
    """Check every feed that builds wrote into *folder*.

    Raises:
        InputError: There is none, or one that was written is gone.
    """
    names = sorted(name for name in OutputFolder(folder=folder).ours if name.endswith(ENDS))
    if not names:
        raise InputError(f"there are no feeds in {folder} yet", hint="Write them with `publisher build`.")
    gone = [name for name in names if not (folder / name).exists()]
    if gone:
        others = f", and {len(gone) - 1} more of our feeds" if len(gone) > 1 else ""
        raise InputError(
            f"{folder / gone[0]}{others} {'is' if len(gone) == 1 else 'are'} not there any more",
            hint="Write what is missing again with `publisher build`.",
        )
    return validate_files([folder / name for name in names])


def validate_written(folder: Path, names: Iterable[str]) -> Validated:
    """Check those of the files that a build has just written which are feeds; names are relative to *folder*."""
    return validate_files([folder / name for name in sorted(names) if name.endswith(ENDS)])


def validate_files(paths: Sequence[Path]) -> Validated:
    """Check files, and those in folders whose names end like a feed's.

    Raises:
        InputError: A file cannot be read, or a folder holds none.
    """
    files = {path: check(_read(path)) for path in _found(paths)}
    check_history({str(path): checked for path, checked in files.items()})
    return Validated(files=files)


def _found(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        inside = sorted(each for each in path.rglob("*") if each.suffix in ENDS and each.is_file())
        if not inside:
            raise InputError(f"there are no feeds in {path}", hint=f"Their names end with {', '.join(ENDS)}.")
        yield from inside


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror or error}", hint="Check the path.") from error
