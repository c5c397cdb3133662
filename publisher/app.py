"""The composition root: picks the edges, and reads the clock, the environment and randomness for all others.

Every import of a workflow stands inside the method that needs it: a command
pays only for what it does.
"""

from __future__ import annotations

import os
import secrets  # noqa: TID251  # the one place that makes randomness
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from publisher.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from publisher.config import Config
    from publisher.resources import Templates
    from publisher.workflows.start_publication import Beginning, Started

FILE_NAME = "publisher.toml"


@dataclass(kw_only=True)
class App:
    """One publication, opened from one configuration file."""

    #: As given with ``--config``; None means: search here and in the folders above.
    config_option: Path | None = None
    verbose: bool = False
    quiet: bool = False
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)

    @cached_property
    def config_path(self) -> Path:
        """The configuration file of this run.

        Raises:
            ConfigurationError: There is none here nor above.
        """
        if self.config_option is not None:
            return self.config_option
        here = Path.cwd()
        for folder in (here, *here.parents):
            if (folder / FILE_NAME).is_file():
                return folder / FILE_NAME
        raise ConfigurationError(
            f"there is no {FILE_NAME} in {here} or above it",
            hint="Start a publication here with `publisher init`, or name its file with `--config`.",
        )

    @cached_property
    def root(self) -> Path:
        """The publication's folder: everything else is relative to it."""
        return self.config_path.absolute().parent

    @cached_property
    def config(self) -> Config:
        """The checked configuration."""
        from publisher.config import load

        return load(self.config_path)

    @cached_property
    def zone(self) -> ZoneInfo:
        """The publication's time zone."""
        return ZoneInfo(self.config.publication.timezone)

    @cached_property
    def templates(self) -> Templates:
        """The publication's templates, then the shipped ones."""
        from publisher.resources import OWN_FOLDER, Templates

        return Templates(own=self.root / OWN_FOLDER)

    def now(self) -> datetime:
        """The present second, in the publication's zone; ``SOURCE_DATE_EPOCH`` sets it for builds that repeat."""
        fixed = self.environment.get("SOURCE_DATE_EPOCH")
        moment = datetime.fromtimestamp(int(fixed), UTC) if fixed else datetime.now(UTC)  # noqa: TID251  # the one clock
        return moment.replace(microsecond=0).astimezone(self.zone)

    def token(self) -> str:
        """A new unguessable token: 128 bits, in letters and digits that survive any mail program."""
        return secrets.token_hex(16)

    def suggest_beginning(self, folder: Path, *, example: bool = False) -> Beginning:
        """What a new publication in *folder* would be called; with *example*, the example publication."""
        from publisher.workflows.start_publication import EXAMPLE, guess

        return EXAMPLE if example else guess(folder, self.environment)

    def start_publication(self, folder: Path, beginning: Beginning, *, example: bool = False) -> Started:
        """Write publisher.toml and .gitignore into *folder*."""
        from publisher.workflows.start_publication import start_publication

        return start_publication(folder, beginning, example=example)
