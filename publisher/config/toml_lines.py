"""Finds the line of a key in a TOML file, which no TOML library tells."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping

#: Names and list positions that lead to a value: ``("source", 0, "path")``.
Key = tuple[str | int, ...]

_header = re.compile(r"\s*(\[\[?)([^\]]+)\]")
_assignment = re.compile(r"""\s*((?:[\w.-]|\s*\.\s*|"[^"]*"|'[^']*')+)\s*=""")


def line_of(key: Key, places: Mapping[Key, int]) -> int | None:
    """Return the 1-based line of *key*, or of the nearest table or list around it."""
    for length in range(len(key), 0, -1):
        if key[:length] in places:
            return places[key[:length]]
    return None


def places(text: str) -> dict[Key, int]:
    r"""Return the line of each table header and each key of a TOML text that parses.

    >>> places('[smtp]\nhost = "a"\n\n[[source]]\npath = "x"\n')
    {('smtp',): 1, ('smtp', 'host'): 2, ('source', 0): 4, ('source', 0, 'path'): 5}
    """
    found: dict[Key, int] = {}
    table: Key = ()
    counts: dict[Key, int] = {}
    for number, statement in _statements(text):
        if header := _header.match(statement):
            table = _names(header[2])
            if header[1] == "[[":
                counts[table] = counts.get(table, -1) + 1
                table = (*table, counts[table])
            elif table[:1] in counts:
                table = (table[0], counts[table[:1]], *table[1:])
            found.setdefault(table, number)
        elif assignment := _assignment.match(statement):
            names = _names(assignment[1])
            for length in range(1, len(names) + 1):
                found.setdefault((*table, *names[:length]), number)
    return found


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Yield each header or assignment with its first line: a value may go on for many lines."""
    waiting = ""
    start = 0
    for number, line in enumerate(text.split("\n"), 1):
        if not waiting:
            start = number
        waiting += line + "\n"
        if _complete(waiting):
            yield start, waiting
            waiting = ""


def _complete(statement: str) -> bool:
    """Return whether *statement* parses by itself."""
    try:
        tomllib.loads(statement)
    except tomllib.TOMLDecodeError:
        return False
    return True


def _names(dotted: str) -> tuple[str, ...]:
    """Return the parts of a dotted key."""
    names = []
    node: object = tomllib.loads(f"{dotted.strip()} = 0")
    while isinstance(node, dict):
        (name,) = node
        names.append(name)
        node = node[name]
    return tuple(names)
