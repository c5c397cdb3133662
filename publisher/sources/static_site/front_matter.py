"""What stands above a post: front matter in YAML, TOML or JSON, or plain header lines."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from typing import Literal, NamedTuple

from publisher.sources.inputs.json_text import whole
from publisher.sources.static_site.yaml import FrontMatterError, read_yaml

_KEY = re.compile(r" {0,3}([A-Za-z0-9_-]+):[ \t]*(.*)")
_MORE = re.compile(r"(?: {4,}|\t)[ \t]*(\S.*)")

#: A first paragraph is a header only if one of these keys is in it.
KNOWN = frozenset(
    "title date modified author authors category tags summary slug status lang keywords".split()  # noqa: SIM905
)


def read_header(text: str) -> tuple[dict[str, object], str] | None:
    r"""Split *text* into its header, keys in lower case, and its body; None where it has no header.

    A line that is indented goes on with the value above it.

    >>> read_header("Title: Rain\nTags: a, b\n\nIt rains.\n")
    ({'title': 'Rain', 'tags': 'a, b'}, 'It rains.\n')
    >>> read_header("Note: it rains.\n\nStill.\n") is None
    True
    """
    start = len(text) - len(text.lstrip("\n"))
    end = text.find("\n\n", start)
    block = text[start:] if end < 0 else text[start:end]
    if ":" not in block.partition("\n")[0]:
        return None
    fields: dict[str, object] = {}
    key = ""
    consumed = start
    for line in block.split("\n"):
        match = _KEY.match(line)
        if match is not None:
            key = match[1].lower()
            fields[key] = match[2].strip()
        else:
            more = _MORE.match(line)
            if more is None or not key:
                if line.strip():
                    break
            else:
                fields[key] = f"{fields[key]}\n{more[1].rstrip()}".strip()
        consumed += len(line) + 1
    if not KNOWN & fields.keys():
        return None
    return fields, text[consumed:].lstrip("\n")


#: Longest front matter that is read, in characters; a longer one is a damaged or hostile file.
LONGEST = 256 * 1024

#: Most dots in a key of TOML.
_MOST_PARTS = 32

Notation = Literal["yaml", "toml", "json", "header", "none"]

__all__ = ["LONGEST", "FrontMatter", "FrontMatterError", "line_of", "read_front_matter"]


class FrontMatter(NamedTuple):
    """The fields of a file and the text below them."""

    #: Keys in lower case.  Values are text, true, false, None, lists and
    #: dictionaries of those; TOML gives dates, times and numbers as well.
    fields: Mapping[str, object]
    body: str
    notation: Notation


_CLOSING_YAML = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_CLOSING_TOML = re.compile(r"^\+\+\+[ \t]*$", re.MULTILINE)
_OPENING = re.compile(r"(?:[ \t]*\n)*(---|\+\+\+)[ \t]*\n")
_JSON = re.compile(r"\s*\{\s*[\"}]")
_FIRST_KEY = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\n)*[\"']?[A-Za-z_][\w-]*(?: +[\w-]+)*[\"']?[ \t]*[:=]")
_AT_LINE = re.compile(r"\(at line (\d+), column \d+\)")


def read_front_matter(text: str) -> FrontMatter:
    r"""Split *text* (lines end in ``\n``, no byte order mark) into its fields and its body.

    A text without front matter is all body.  A first line ``---`` that no
    other one closes is a rule across the page, unless a key follows it.

    Raises:
        FrontMatterError: There is front matter, and it is broken: says where and why.

    >>> read_front_matter("---\ntitle: Rain\n---\nIt rains.\n")
    FrontMatter(fields={'title': 'Rain'}, body='It rains.\n', notation='yaml')
    """
    if text.startswith("---\n") and (end := text.find("\n---\n", 3)) > 0 and "\n..." not in text[3:end]:
        return _yaml(text[4:end], text[end + 5 :], first_line=2, whole=text)
    opening = _OPENING.match(text)
    if opening is not None:
        closing = (_CLOSING_YAML if opening[1] == "---" else _CLOSING_TOML).search(text, opening.end())
        first_line = text.count("\n", 0, opening.end()) + 1
        if closing is not None:
            raw, body = text[opening.end() : closing.start()], text[closing.end() + 1 :]
            if opening[1] == "---":
                return _yaml(raw, body, first_line=first_line, whole=text)
            return FrontMatter(_toml(raw, first_line), body, "toml")
        if _FIRST_KEY.match(text, opening.end()):
            raise FrontMatterError(
                first_line - 1,
                f"the front matter opens with {opening[1]} and is never closed",
                f"Put a line {opening[1]} below the last field.",
            )
        return FrontMatter({}, text, "none")
    if _JSON.match(text):
        return _json(text)
    unopened = _unopened(text)
    if unopened is not None:
        return unopened
    header = read_header(text)
    if header is not None:
        return FrontMatter(*header, "header")
    return FrontMatter({}, text, "none")


def line_of(text: str, key: str) -> int:
    r"""Return the 1-based line on which a field stands, or 1 where it cannot be told.

    >>> line_of("---\ntitle: Rain\nDate: soon\n---\n", "date")
    3
    """
    found = re.search(rf"^[ \t]*[\"']?{re.escape(key)}[\"']?[ \t]*[:=]", text, re.MULTILINE | re.IGNORECASE)
    return text.count("\n", 0, found.start()) + 1 if found else 1


def _yaml(raw: str, body: str, *, first_line: int, whole: str) -> FrontMatter:
    _check_length(raw, first_line)
    fields = read_yaml(raw, first_line)
    if fields is None:
        return FrontMatter({}, whole, "none")
    return FrontMatter(fields, body, "yaml")


def _unopened(text: str) -> FrontMatter | None:
    """Read fields in YAML that only a rule below them fences off, as Hexo takes them; None where there are none."""
    end = text.find("\n---\n", 0, LONGEST)
    if end < 0 or "\n\n" in text[:end] or not _FIRST_KEY.match(text):
        return None
    try:
        fields = read_yaml(text[:end])
    except FrontMatterError:
        return None
    return FrontMatter(fields, text[end + 5 :], "yaml") if fields and KNOWN & fields.keys() else None


def _toml(raw: str, first_line: int) -> dict[str, object]:
    _check_length(raw, first_line)
    for number, line in enumerate(raw.split("\n"), first_line):
        # The library's time grows with the square of a key's parts.
        if line.count(".") > _MOST_PARTS and line.partition("=")[0].count(".") > _MOST_PARTS:
            raise FrontMatterError(number, "a key of the front matter is nested too deeply", "Simplify it.")
    try:
        return _lower(tomllib.loads(raw))
    except (ValueError, RecursionError) as error:
        message = str(error) if isinstance(error, ValueError) else "nested too deeply"
        place = _AT_LINE.search(message)
        raise FrontMatterError(
            first_line + int(place[1]) - 1 if place else first_line,
            f"the front matter is not valid TOML: {_AT_LINE.sub('', message).strip()}",
            "Put texts between double quotes, and write dates as 2018-02-19.",
        ) from error


def _json(text: str) -> FrontMatter:
    start = text.index("{")
    first_line = text.count("\n", 0, start) + 1
    try:
        fields, end = json.JSONDecoder().raw_decode(text[: start + LONGEST], start)
        if (mended := whole(text[start:end])) != text[start:end]:
            fields = json.loads(mended)
    except json.JSONDecodeError as error:
        raise FrontMatterError(
            error.lineno, f"the front matter is not valid JSON: {error.msg}", "Correct the line."
        ) from error
    except (ValueError, RecursionError) as error:
        raise FrontMatterError(
            first_line, "the front matter is not usable JSON: nested too deeply or a number too long", "Simplify it."
        ) from error
    return FrontMatter(_lower(fields), text[end:].lstrip(), "json")


def _lower(fields: Mapping[str, object]) -> dict[str, object]:
    return {key.lower(): value for key, value in fields.items()}


def _check_length(raw: str, first_line: int) -> None:
    if len(raw) > LONGEST:
        raise FrontMatterError(
            first_line, f"the front matter is longer than {LONGEST // 1024} KB", "Move the text below the front matter."
        )
