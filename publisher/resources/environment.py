"""A Jinja environment in which a mistake in a template is an expected failure, with its file and line."""

from collections.abc import Callable, Sequence
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
