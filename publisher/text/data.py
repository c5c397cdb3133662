"""Tables that stand in files beside the modules that read them."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent


def read_table(name: str) -> dict[str, Any]:
    """Return the TOML file at *name*, a path below this folder."""
    return tomllib.loads((_FOLDER / name).read_text("utf-8"))


def files_in(name: str) -> frozenset[str]:
    """Return the names, without their ending, of the TOML files in the folder *name*."""
    return frozenset(path.stem for path in (_FOLDER / name).glob("*.toml"))
