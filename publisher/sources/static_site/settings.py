"""Configuration files of site generators, as far as they can be read without running anything."""

from __future__ import annotations

import ast
import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from publisher.sources.static_site.yaml import FrontMatterError, read_yaml

_LONGEST = 512 * 1024
#: Endings of files of settings and data, the first that is there decides.
ENDINGS = ("toml", "yaml", "yml", "json")
_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.IGNORECASE)
_SCRIPT_TEXT = r"\s*[:=]\s*([\"'`])([^\"'`\n]*)\1"


def read_settings(path: Path) -> dict[str, object] | None:
    """Return what a file of YAML, TOML or JSON says; nothing where it is damaged, None where it is not there."""
    text = read_text(path)
    if text is None:
        return None
    try:
        if path.suffix == ".toml":
            return tomllib.loads(text)
        if path.suffix == ".json":
            document = json.loads(text)
            return document if isinstance(document, dict) else {}
        return read_yaml(text.replace("\t", " ")) or {}
    except (FrontMatterError, ValueError, RecursionError):
        return {}


def first_of(paths: Sequence[Path]) -> dict[str, object]:
    """Return what the first of the files says that is there."""
    return next((found for path in paths if (found := read_settings(path)) is not None), {})


def read_constants(text: str) -> dict[str, object]:
    """Return what a Python file assigns plainly; nothing is run."""
    found: dict[str, object] = {}
    try:
        tree = ast.parse(text)
        for statement in tree.body:
            if isinstance(statement, ast.Assign):
                target, value = statement.targets[0], statement.value
            elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
                target, value = statement.target, statement.value
            else:
                continue
            if isinstance(target, ast.Name):
                try:
                    found[target.id] = ast.literal_eval(value)
                except (ValueError, TypeError):
                    continue
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {}
    return found


def text_in_script(script: str, name: str) -> str:
    r"""Return the first plain text that JavaScript gives to a key; nothing is run.

    >>> text_in_script("export default {\n  url: 'https://example.org',\n}", "url")
    'https://example.org'
    """
    match = re.search(rf"^[ \t]*[\"']?(?:const\s+)?{name}[\"']?{_SCRIPT_TEXT}", script, re.MULTILINE)
    return match[2].strip() if match else ""


def read_text(path: Path) -> str | None:
    """Return a file's text; None where it is not there, too large, or may not be read."""
    try:
        if not path.is_file() or path.stat().st_size > _LONGEST:
            return None
        return path.read_bytes().decode("utf-8-sig", "replace").replace("\r\n", "\n")
    except OSError:
        return None


def address_of_host(path: Path) -> str | None:
    """Return the address of a site whose host stands alone in a file ``CNAME``, as for GitHub's pages."""
    words = (read_text(path) or "").split()
    return f"https://{words[0].lower()}" if len(words) == 1 and _HOST.fullmatch(words[0]) else None


def absolute_or_none(written: object, base: str = "") -> str | None:
    """Return an address with *base* behind it where it is one of the Web."""
    text = written.rstrip("/") if isinstance(written, str) else ""
    return f"{text}{base}" if text.startswith(("http://", "https://")) else None


def path_below_host(address: str | None) -> str:
    """Return the path of an address, without a slash at its end."""
    try:
        return urlsplit(address).path.rstrip("/") if address else ""
    except ValueError:
        return ""


def base_path(value: object) -> str:
    """Return a path with a slash before it and none behind it; nothing for the top."""
    text = value.strip("/") if isinstance(value, str) else ""
    return f"/{text}" if text else ""


def folders_in(value: object) -> tuple[str, ...]:
    """Return the folders of a path below the site's; none for the site's own, or for one that leads elsewhere."""
    if not isinstance(value, str) or value.startswith(("/", "~")):
        return ()
    parts = tuple(part for part in value.split("/") if part not in {"", "."})
    return () if ".." in parts else parts


def zone_of(name: object) -> ZoneInfo | None:
    """Return a time zone by its name, if there is one of that name."""
    if not isinstance(name, str) or not name:
        return None
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return None


def table(settings: Mapping[str, object], name: str) -> Mapping[str, object]:
    """Return a table of a configuration; an empty one where there is none."""
    value = settings.get(name)
    return value if isinstance(value, dict) else {}
