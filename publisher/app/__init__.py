"""The composition root: picks the edges, and reads the clock, the environment and randomness for all others.

Every import of a workflow stands inside the method that needs it: a command
pays only for what it does.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from publisher.app.delivery import Sending
from publisher.app.feeds import Feeds
from publisher.app.publication import FILE_NAME, Foundation

if TYPE_CHECKING:
    from publisher.publications.demo import Demonstration
    from publisher.publications.start import Beginning, Started


class Starting(Foundation):
    """How a publication begins."""

    def suggest_beginning(self, folder: Path, *, example: bool = False) -> Beginning:
        """What a new publication in *folder* would be called; with *example*, the example publication."""
        from publisher.publications.start import EXAMPLE, guess

        return EXAMPLE if example else guess(folder, self.environment)

    def start_publication(self, folder: Path, beginning: Beginning, *, example: bool = False) -> Started:
        """Write publisher.toml and .gitignore into *folder*."""
        from publisher.publications.start import start_publication

        return start_publication(folder, beginning, example=example)


class App(Starting, Feeds, Sending):
    """One publication, and everything that can be done with it."""

    def demonstrate(self, folder: Path) -> Demonstration:
        """Do the whole job on the example publication in *folder*."""
        from msgspec.structs import replace

        from publisher.config import Smtp
        from publisher.publications.demo import demonstrate

        def open_publication(port: int) -> App:
            publication = App(config_option=folder / FILE_NAME, environment=self.environment)
            server = Smtp(host="127.0.0.1", port=port, security="none")
            publication.config = replace(publication.config, smtp=server)
            return publication

        return demonstrate(folder, open_publication)
