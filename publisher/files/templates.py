"""Finds templates: the publication's own first, then the shipped ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from traceback import extract_tb
from typing import NoReturn

from jinja2 import (
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    select_autoescape,
)

from publisher.errors import ConfigurationError

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
        return TemplateEnvironment(self.folders())


class _Loader(FileSystemLoader):
    """Reads templates; one that cannot be read is a mistake of the publication."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        try:
            return super().get_source(environment, template)
        except TemplateNotFound:
            raise
        except UnicodeDecodeError as error:
            reason, hint = f"is not UTF-8 text (byte {error.start + 1})", "Save it as UTF-8."
        except OSError as error:
            reason, hint = f"cannot be read: {error.strerror}", "See to it that it is a file and that you may read it."
        raise ConfigurationError(f"the template {template} {reason}", hint=hint)


class TemplateEnvironment(Environment):
    """Templates of these folders, best first.

    Values are escaped in ``.html`` and ``.xml`` templates; a name that nobody
    set is an error, not an empty string.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        super().__init__(
            loader=_Loader([str(folder) for folder in folders]),
            autoescape=select_autoescape(enabled_extensions=("html", "xml"), default_for_string=True),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self._folders = tuple(str(folder) for folder in folders)

    def handle_exception(self, source: str | None = None) -> NoReturn:
        """Raise what ended a template: as a mistake of its author, if its own line failed."""
        try:
            super().handle_exception(source)
        except Exception as error:
            place = self._place(error)
            if place is None:
                raise
            raise ConfigurationError(
                f"{place}: {error or type(error).__name__}",
                hint="Correct the template, or take it away to use the shipped one.",
            ) from error

    def _place(self, error: Exception) -> str | None:
        """Return file and line of a mistake in a template; None if the mistake is elsewhere."""
        if isinstance(error, TemplateSyntaxError):
            return f"{error.filename or error.name}:{error.lineno}"
        frames = extract_tb(error.__traceback__)
        lines = [frame for frame in frames if frame.filename.startswith(self._folders)]
        if lines and (isinstance(error, TemplateError) or lines[-1] is frames[-1]):
            return f"{lines[-1].filename}:{lines[-1].lineno}"
        return None
