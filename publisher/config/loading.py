"""Reads publisher.toml; every mistake is reported at once, by file, line and key."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any

import msgspec

from publisher.config.schema import Config
from publisher.config.validation import mistakes
from publisher.errors import ConfigurationError

if TYPE_CHECKING:
    from pathlib import Path

_place = re.compile(r"(.*?)\s*\(at (?:line (\d+), column \d+|end of document)\)")


def load(path: Path) -> Config:
    """Read and check a configuration file.

    Web addresses that others are built upon get the slash at their end.

    Raises:
        ConfigurationError: The file is missing, is no TOML, or has mistakes:
            all of them in one message, each with file, line, key and what is allowed.
    """
    return parse(_text(path), _shown(path))


def parse(text: str, name: str) -> Config:
    """Check the text of a configuration file; *name* stands in the messages."""
    data = _data(text, name)
    _name_authors(data)
    if found := mistakes(data):
        from publisher.config.toml_lines import line_of, places

        lines = places(text)
        raise _refused(name, [(line_of(mistake.key, lines), mistake.text) for mistake in found])
    _close(data, "publication", "home")
    _close(data, "feeds", "base_url")
    return msgspec.convert(data, Config)


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except FileNotFoundError as error:
        raise ConfigurationError(
            f"there is no file {_shown(path)}",
            hint="Start a publication with `publisher init`, or name another file with `--config`.",
        ) from error
    except UnicodeDecodeError as error:
        raise ConfigurationError(
            f"{_shown(path)} is not UTF-8 text (byte {error.start + 1})", hint="Save it as UTF-8."
        ) from error
    except OSError as error:
        raise ConfigurationError(
            f"{_shown(path)} cannot be read: {error.strerror}", hint="Check the name and its permissions."
        ) from error


def _data(text: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        match = _place.fullmatch(str(error))
        problem = match[1] if match else str(error)
        if problem.lower().startswith(("cannot overwrite a value", "cannot declare")):
            problem = "this key or table stands there twice"
        line = int(match[2]) if match and match[2] else text.rstrip().count("\n") + 1
        raise ConfigurationError(
            f"{name}:{line}: this is not TOML: {problem[:1].lower()}{problem[1:]}",
            hint="Texts stand in quotes, tables begin with a line such as [publication].",
        ) from error


def _name_authors(data: dict[str, Any]) -> None:
    """Turn an author's name alone into a table."""
    publication = data.get("publication")
    if isinstance(publication, dict) and isinstance(publication.get("authors"), list):
        publication["authors"] = [
            {"name": author} if isinstance(author, str) else author for author in publication["authors"]
        ]


def _close(data: dict[str, Any], table: str, key: str) -> None:
    """Give an address that others are built upon the slash at its end."""
    if value := data.get(table, {}).get(key):
        data[table][key] = f"{value.rstrip('/')}/"


def _refused(name: str, found: list[tuple[int | None, str]]) -> ConfigurationError:
    lines = [f"{name}:{line}: {text}" if line else f"{name}: {text}" for line, text in sorted(found, key=_by_line)]
    if len(lines) > 1:
        lines.insert(0, f"{name} has {len(lines)} mistakes")
    return ConfigurationError("\n".join(lines), hint="")


def _by_line(mistake: tuple[int | None, str]) -> int:
    return mistake[0] or 0


def _shown(path: Path) -> str:
    """Return a path as short as a person here would write it."""
    from pathlib import Path

    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)
