"""Finds templates: the publication's own first, then the shipped ones."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from publisher.errors import ConfigurationError

if TYPE_CHECKING:
    from jinja2 import Environment

#: Folder of a publication in which its own templates stand, named like the shipped ones.
OWN_FOLDER = "templates"


@cache
def shipped() -> Path:
    """Return the folder of the shipped templates.

    A wheel carries it inside the package; in a checkout it stands beside it.
    """
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "templates", package.parent / "templates"):
        if folder.is_dir():
            return folder
    raise ConfigurationError(
        f"the templates that belong to Publisher are missing from {package}",
        hint="Install Publisher again.",
    )


def starter() -> Path:
    """Return the folder of the example posts."""
    return shipped() / "starter"


@dataclass(frozen=True, slots=True, kw_only=True)
class Templates:
    """The templates of one publication: each of its own files replaces the shipped file of that name."""

    #: Folder of the publication's own templates; it need not exist.
    own: Path | None = None

    def folders(self) -> tuple[Path, ...]:
        """Return the folders to look in, best first."""
        return (self.own, shipped()) if self.own is not None else (shipped(),)

    def path(self, name: str) -> Path:
        """Return the file that *name* stands for.

        Raises:
            ConfigurationError: There is no such template.
        """
        for folder in self.folders():
            if (folder / name).is_file():
                return folder / name
        looked = " and ".join(str(folder) for folder in self.folders())
        raise ConfigurationError(
            f"there is no template {name} in {looked}",
            hint="Check the name, or put the file into the first of these folders.",
        )

    def text(self, name: str) -> str:
        """Return the text of a template or style sheet."""
        path = self.path(name)
        try:
            return path.read_text("utf-8")
        except UnicodeDecodeError as error:
            raise ConfigurationError(
                f"the template {path} is not UTF-8 text (byte {error.start + 1})",
                hint="Save it as UTF-8.",
            ) from error

    def own_stamp(self) -> str:
        """Return what changes with the publication's own templates: their names, sizes and times."""
        files = sorted(self.own.rglob("*")) if self.own is not None and self.own.is_dir() else []
        return "\n".join(f"{path} {(status := path.stat()).st_size} {status.st_mtime_ns}" for path in files)

    def environment(self) -> Environment:
        """Return a Jinja environment over the same folders; a mistake in a template raises `ConfigurationError`."""
        from publisher.resources.environment import TemplateEnvironment

        return TemplateEnvironment(self.folders())
