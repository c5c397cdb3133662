"""Beginning a publication."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from publisher.app.foundation import Foundation

if TYPE_CHECKING:
    from publisher.workflows.start_publication import Beginning, Started


class Starting(Foundation):
    """How a publication begins."""

    def suggest_beginning(self, folder: Path, *, example: bool = False) -> Beginning:
        """What a new publication in *folder* would be called; with *example*, the example publication."""
        from publisher.workflows.start_publication import EXAMPLE, guess

        return EXAMPLE if example else guess(folder, self.environment)

    def start_publication(self, folder: Path, beginning: Beginning, *, example: bool = False) -> Started:
        """Write publisher.toml and .gitignore into *folder*."""
        from publisher.workflows.start_publication import start_publication

        return start_publication(folder, beginning, example=example)
