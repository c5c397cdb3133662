"""Does the whole job on the example publication, a captured sending included."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from publisher.delivery.capture import capturing
from publisher.errors import PublisherError, UsageError
from publisher.files.atomic import write_atomically
from publisher.issues.choose import Wanted, month
from publisher.publications.start import EXAMPLE, start_publication

if TYPE_CHECKING:
    from publisher.delivery.send import SendReport
    from publisher.issues.approve import Proposal
    from publisher.issues.compose import Composed
    from publisher.issues.preview import Previewed
    from publisher.publications.build import Built

#: Says that a folder was made by the demonstration, which may make it anew.
MARK = ".publisher-demo"
MARK_TEXT = b"`publisher demo` made this folder, and makes it anew each time: keep nothing of yours here.\n"

#: The month that the issue is about.
MONTH = "2026-10"

#: Where the captured mails go.
OUTBOX = "outbox"

READERS = {
    "anne@wilgenhoek.example.com": "Anne Wieringa",
    "bo@wilgenhoek.example.com": "Bo Hofstra",
    "zoe@wilgenhoek.example.com": "Zoë Terpstra",
}


class Publication(Protocol):
    """What the demonstration asks of a publication; each is what one command does."""

    def build(self) -> Built:
        """Read the sources, write the feeds."""

    def compose_issue(self, wanted: Wanted) -> Composed:
        """Write a draft."""

    def preview_issue(self, number: int) -> Previewed:
        """Write an issue as its readers will see it."""

    def propose_issue(self, number: int) -> Proposal:
        """Render and check a draft."""

    def approve_issue(self, proposal: Proposal) -> Path:
        """Freeze an issue."""

    def add_subscriber(self, address: str, *, name: str) -> Any:
        """Put an address on the list."""

    def send_issue(self, number: int) -> SendReport:
        """Send an issue to everybody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Demonstration:
    """What was made."""

    built: Built
    composed: Composed
    previewed: Previewed
    #: Folder of the approved issue.
    approved: Path
    #: The captured mails.
    mails: tuple[Path, ...]


def demonstrate(folder: Path, open_publication: Callable[[int], Publication]) -> Demonstration:
    """Import, build, compose, preview, approve and send, in *folder*.

    Args:
        folder: New, empty, or left by an earlier demonstration: then it is
            made anew.
        open_publication: Opens the publication in the folder, with the mail
            server on this machine that listens at the given port.

    Raises:
        UsageError: The folder holds something else.
    """
    _clear(folder)
    start_publication(folder, EXAMPLE, example=True)
    with _outbox(folder / OUTBOX) as (port, mails):
        publication = open_publication(port)
        built = publication.build()
        since, until = month(MONTH)
        composed = publication.compose_issue(Wanted(since=since, until=until))
        number = composed.issue.number
        previewed = publication.preview_issue(number)
        approved = publication.approve_issue(publication.propose_issue(number))
        for address, name in READERS.items():
            publication.add_subscriber(address, name=name)
        report = publication.send_issue(number)
    if report.trouble is not None:
        raise report.trouble
    if len(mails) != len(READERS):
        raise PublisherError(f"{len(mails)} of {len(READERS)} mails arrived", hint="Run `publisher demo` again.")
    return Demonstration(built=built, composed=composed, previewed=previewed, approved=approved, mails=tuple(mails))


def _clear(folder: Path) -> None:
    """Make an empty folder of *folder*, if nothing of somebody else is in it."""
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is no folder", hint="Name a folder that does not exist yet.")
    if folder.is_dir() and any(folder.iterdir()):
        if not (folder / MARK).is_file():
            raise UsageError(
                f"{folder} is not empty, and no demonstration made it",
                hint="Name a folder that does not exist yet: `publisher demo DIRECTORY`.",
            )
        for path in folder.iterdir():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            elif path.name != MARK:
                path.unlink()
    write_atomically(folder / MARK, MARK_TEXT)


@contextmanager
def _outbox(folder: Path) -> Iterator[tuple[int, list[Path]]]:
    """Run a mail server that writes each mail into *folder*; give its port and the growing list of files."""
    mails: list[Path] = []

    def keep(recipient: str, content: bytes) -> None:
        path = folder / f"{len(mails) + 1}-{recipient.partition('@')[0]}.eml"
        write_atomically(path, content)
        mails.append(path)

    with capturing(keep) as port:
        yield port, mails
