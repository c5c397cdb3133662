"""What every part of the application stands on; the only reader of clock, environment and randomness."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from publisher.errors import ConfigurationError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from zoneinfo import ZoneInfo

    from publisher.catalog.catalog import Catalog
    from publisher.config import Config
    from publisher.files.templates import Templates

FILE_NAME = "publisher.toml"


@dataclass(kw_only=True)
class Foundation:
    """One publication, opened from one configuration file: where it is, what it says, and what time it is."""

    #: As given with ``--config``; None means: search here and in the folders above.
    config_option: Path | None = None
    verbose: bool = False
    quiet: bool = False
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)
    #: What `standing_build` has looked at, so that `build` need not look again.
    _seen: dict[tuple[str, ...], str] = field(default_factory=dict, init=False, repr=False)
    _scanned: dict[str, dict[str, list[os.DirEntry[str]]]] = field(default_factory=dict, init=False, repr=False)

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
        from zoneinfo import ZoneInfo

        return ZoneInfo(self.config.publication.timezone)

    @cached_property
    def templates(self) -> Templates:
        """The publication's templates, then the shipped ones."""
        from publisher.files.templates import OWN_FOLDER, Templates

        return Templates(own=self.root / OWN_FOLDER)

    def now(self) -> datetime:
        """The present second, in the publication's zone; ``SOURCE_DATE_EPOCH`` sets it for builds that repeat."""
        return self._moment().astimezone(self.zone)

    def _moment(self) -> datetime:
        fixed = self.environment.get("SOURCE_DATE_EPOCH")
        if fixed and not fixed.isdecimal():
            raise UsageError(f"SOURCE_DATE_EPOCH is {fixed!r}, not a number of seconds", hint="Correct or unset it.")
        moment = datetime.fromtimestamp(int(fixed), UTC) if fixed else datetime.now(UTC)  # noqa: TID251  # the one clock
        return moment.replace(microsecond=0)

    def token(self) -> str:
        """A new unguessable token: 128 bits, in letters and digits that survive any mail program."""
        import secrets  # noqa: TID251  # the one place that makes randomness

        return secrets.token_hex(16)

    def open_catalog(self) -> Catalog:
        """Open the catalog of entries; a context manager that closes it."""
        from publisher.catalog.catalog import Catalog

        return Catalog(self.root / "catalog.db", now=self.now())

    def shown(self, path: Path) -> str:
        """A path as short as a person here would write it; bytes that are no UTF-8 are escaped."""
        from publisher.catalog.schema import as_stored

        path = path.absolute()
        here = Path.cwd()
        return as_stored(str(path.relative_to(here)) if path.is_relative_to(here) else str(path))
