"""The composition root: picks the edges, and reads the clock, the environment and randomness for all others.

Every import of a workflow stands inside the method that needs it: a command
pays only for what it does.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from publisher.app.feeds import Feeds
from publisher.app.foundation import FILE_NAME
from publisher.app.sending import Sending
from publisher.app.starting import Starting

if TYPE_CHECKING:
    from publisher.workflows.demonstrate import Demonstration


class App(Starting, Feeds, Sending):
    """One publication, and everything that can be done with it."""

    def demonstrate(self, folder: Path) -> Demonstration:
        """Do the whole job on the example publication in *folder*."""
        from msgspec.structs import replace

        from publisher.config import Smtp
        from publisher.workflows.demonstrate import demonstrate

        def open_publication(port: int) -> App:
            publication = App(config_option=folder / FILE_NAME, environment=self.environment)
            server = Smtp(host="127.0.0.1", port=port, security="none")
            publication.config = replace(publication.config, smtp=server)
            return publication

        return demonstrate(folder, open_publication)
