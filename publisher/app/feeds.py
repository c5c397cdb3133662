"""Building, checking and announcing feeds."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from publisher.app.importing import Posts
from publisher.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from publisher.feeds.validate import Validated
    from publisher.feeds.websub import Pinged
    from publisher.importing.context import Progress
    from publisher.publications.build import Built
    from publisher.publications.up_to_date import Standing


class Feeds(Posts):
    """What is written for readers and their programs."""

    def feeds_folder(self, out: Path | None = None) -> Path:
        """Where a build writes: as given, else the folder of ``[feeds]``."""
        return self.root / self.config.feeds.directory if out is None else out.absolute()

    def standing_build(self, out: Path | None = None) -> Standing | None:
        """What the last build left, if nothing that it read or wrote has changed; None when in doubt.

        This is what a build without a change costs: the configuration is not even read.
        """
        from publisher.publications.up_to_date import glance

        standing, self._seen, self._scanned = glance(self.root, self._build_name(out), self._moment().timestamp())
        return standing

    def build(self, out: Path | None = None, *, jobs: int = 1, progress: Progress | None = None) -> Built:
        """Read the sources, in so many processes, then write the feeds and the article pages."""
        from publisher.publications.build import build_and_remember

        with self.open_catalog() as catalog:
            return build_and_remember(
                self._bench(catalog, progress, jobs, out),
                templates=self.templates,
                folder=self.feeds_folder(out),
                config_path=self.config_path,
                name=self._build_name(out),
                seen=self._seen,
            )

    def _build_name(self, out: Path | None) -> str:
        return f"{self.config_path.absolute()} {out.absolute() if out else ''}"

    def rehearse_build(self, out: Path | None = None, *, jobs: int = 1, progress: Progress | None = None) -> Built:
        """Say what `build` would do now, and do nothing."""
        from publisher.publications.build import rehearse_build

        with self._catalog_to_rehearse_on() as catalog:
            bench = self._bench(catalog, progress, jobs, out)
            return rehearse_build(bench, templates=self.templates, folder=self.feeds_folder(out))

    def ping_hub(self, out: Path | None = None) -> Pinged:
        """Tell the WebSub hub which feeds have changed since it was told last."""
        from publisher.feeds.websub import ping_hub

        hub = self.config.feeds.hub
        if hub is None:
            raise ConfigurationError(
                "there is no hub to ping", hint="Name one with `hub` in [feeds], and let people subscribe through it."
            )
        with self.open_catalog() as catalog:
            return ping_hub(catalog, self.feeds_folder(out), hub)

    def validate(self, files: Sequence[Path] = ()) -> Validated:
        """Check these feeds; without any, those that builds wrote."""
        from publisher.feeds.validate import validate_files, validate_ours

        return validate_files(files) if files else validate_ours(self.feeds_folder())

    def validate_written(self, built: Built, out: Path | None = None) -> Validated:
        """Check the feeds that a build wrote."""
        from publisher.feeds.validate import validate_written

        return validate_written(self.feeds_folder(out), built.written)

    def pause(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)
