"""The tables of a Ghost export, of which only what posts need is decoded.

Passwords, keys, sessions, members, e-mail addresses and most settings stay in
the file as bytes: there is no field here that could hold them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import TypeVar

import msgspec

from publisher.errors import InputError
from publisher.sources.inputs.json_text import without_halves
from publisher.sources.inputs.values import first

HINT = "In Ghost, choose Settings, Import/Export, Export content, and name the JSON file that you get."

#: Settings that are read.
SETTINGS = frozenset({"permalinks", "timezone", "active_timezone", "activeTimezone"})

_SURROGATES = re.compile("[\ud800-\udfff]")
_HIGHEST_ORDER = 1 << 31
_DAMAGED = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)

Table = TypeVar("Table", bound=msgspec.Struct)


class Tables(msgspec.Struct):
    """The tables that are read; everything else in the file is passed over."""

    posts: list[msgspec.Raw] = []
    tags: msgspec.Raw = msgspec.Raw()
    posts_tags: msgspec.Raw = msgspec.Raw()
    users: msgspec.Raw = msgspec.Raw()
    posts_authors: msgspec.Raw = msgspec.Raw()
    posts_meta: msgspec.Raw = msgspec.Raw()
    settings: msgspec.Raw = msgspec.Raw()


class _Database(msgspec.Struct):
    data: Tables


class _Export(msgspec.Struct):
    """The three shapes: the export, an older one without ``db``, and a bare list as the API gives it."""

    db: list[_Database] = []
    data: Tables | None = None
    posts: list[msgspec.Raw] = []


def _table(name: str, columns: str) -> type[msgspec.Struct]:
    """Make the type of a table's rows: no other column is decoded, and a version writes what types it likes."""
    return msgspec.defstruct(name, [(column, object, None) for column in columns.split()])


#: The ones whose names begin with ``#`` are for the editors alone.
Tag = _table("Tag", "id name visibility")
User = _table("User", "id name website")
#: Says which tag or author belongs to which post.
Order = _table("Order", "post_id tag_id author_id sort_order")
#: What later versions keep of a post in a table of its own.
Meta = _table("Meta", "post_id meta_description feature_image_alt")
#: A post; tags and authors stand in it only where the file is an answer of the API.
Row = _table(
    "Row",
    "id uuid title slug html lexical mobiledoc markdown plaintext feature_image feature_image_alt image page type"
    " status visibility locale custom_excerpt meta_description canonical_url author_id created_at published_at"
    " updated_at tags authors primary_author",
)


class Setting(msgspec.Struct):
    """A setting; the values of most are secret or of no use, so none is decoded with the table."""

    key: object = None
    value: msgspec.Raw = msgspec.Raw()


def read_tables(data: bytes, shown: str) -> tuple[Tables, int]:
    """Find the tables in a file; return them, and how many halves of characters were replaced in it.

    Args:
        data: The whole file.
        shown: How a person would look it up.

    Raises:
        InputError: It is damaged, or no export.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        data = data.decode("utf-16", "replace").encode()
    data, halves = without_halves(data.removeprefix(b"\xef\xbb\xbf"))
    try:
        export = msgspec.json.decode(data, type=_Export)
    except RecursionError as error:
        raise InputError(f"{shown} is no export of Ghost: it is nested too deep", hint=HINT) from error
    except msgspec.ValidationError as error:
        raise InputError(f"{shown} is no export of Ghost: {error}", hint=HINT) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        what = "its end is missing" if "truncated" in str(error) else _with_line(str(error), data)
        raise InputError(f"{shown} is damaged: {what}", hint="Export again, and copy the file whole.") from error
    tables = export.db[0].data if export.db else export.data or Tables(posts=export.posts)
    if not (export.db or export.data or export.posts):
        raise InputError(f"{shown} is no export of Ghost: it has no table of posts", hint=HINT)
    return tables, halves


def _with_line(said: str, data: bytes) -> str:
    """Say the line instead of the byte."""
    found = re.search(r"^(.*) \(byte (\d+)\)$", said)
    if found is None:
        return said
    line = data.count(b"\n", 0, int(found[2])) + 1
    return f"{found[1]} in line {line:,}"


def rows_of(raw: msgspec.Raw, kind: type[Table]) -> list[Table] | None:
    """Decode a table, of which only some columns are read; None where it is damaged."""
    if not bytes(raw):
        return []
    try:
        rows: list[Table] = msgspec.json.decode(raw, type=list[kind])  # type: ignore[valid-type]  # known when it runs
    except _DAMAGED:
        return None
    return rows


def settings_of(raw: msgspec.Raw) -> dict[str, str]:
    """Return those of the `SETTINGS` that the table has."""
    found = {}
    for setting in rows_of(raw, Setting) or ():
        if (key := text_of(setting.key)) in SETTINGS:
            with suppress(*_DAMAGED):
                found[key] = text_of(msgspec.json.decode(setting.value))
    return found


def read_row(raw: msgspec.Raw) -> msgspec.Struct | None:
    """Decode one post; characters that are damaged are replaced, for the sake of the others."""
    with suppress(*_DAMAGED):
        return msgspec.json.decode(raw, type=Row)
    try:
        return msgspec.convert(json.loads(bytes(raw).decode("utf-8", "replace"), parse_int=str), type=Row)
    except (ValueError, msgspec.ValidationError, RecursionError):
        return None


def rows_inside(rows: object, kind: type[msgspec.Struct]) -> list[msgspec.Struct]:
    """Return the rows that stand inside a post: tables, or names alone."""
    named = ({"name": row} if isinstance(row, str) else row for row in (rows if isinstance(rows, list) else ()))
    return [msgspec.convert(row, type=kind) for row in named if isinstance(row, Mapping)]


def in_order(rows: Iterable[msgspec.Struct]) -> dict[str, list[msgspec.Struct]]:
    """Return the rows of each post in the order that its author gave them."""
    of_post: dict[str, list[msgspec.Struct]] = {}
    for row in rows:
        of_post.setdefault(text(row, "post_id"), []).append(row)
    for orders in of_post.values():
        orders.sort(key=lambda row: at if isinstance(at := value(row, "sort_order"), (int, float)) else _HIGHEST_ORDER)
    return of_post


def value(row: msgspec.Struct | None, column: str) -> object:
    """Return what stands in a column; None without a row."""
    return getattr(row, column, None)


def text(row: msgspec.Struct | None, *columns: str) -> str:
    """Return the text of the first of *columns* that has one."""
    return first(lambda column: text_of(value(row, column)), columns)


def text_of(value: object) -> str:
    """Return a value of the table as text; nothing for lists, tables, yes and no."""
    if isinstance(value, str):
        return _SURROGATES.sub("\ufffd", value)
    if value is None or isinstance(value, (bool, list, Mapping)):
        return ""
    return str(value)
