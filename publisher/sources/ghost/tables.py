"""The tables of a Ghost export, of which only what posts need is decoded.

Passwords, keys, sessions, members, e-mail addresses and most settings stay in
the file as bytes: there is no field here that could hold them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import TypeVar

import msgspec

from publisher.errors import InputError
from publisher.sources.inputs.json_text import without_halves

HINT = "In Ghost, choose Settings, Import/Export, Export content, and name the JSON file that you get."

#: Settings that are read.
SETTINGS = frozenset({"permalinks", "timezone", "active_timezone", "activeTimezone"})

_SURROGATES = re.compile("[\ud800-\udfff]")
_HIGHEST_ORDER = 1 << 31

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


class Tag(msgspec.Struct):
    """A tag; the ones that begin with ``#`` are for the editors alone."""

    id: object = None
    name: object = None
    visibility: object = None


class User(msgspec.Struct):
    """An author: no other column of the table is decoded."""

    id: object = None
    name: object = None
    website: object = None


class Order(msgspec.Struct):
    """A row that says which tag or author belongs to which post."""

    post_id: object = None
    tag_id: object = None
    author_id: object = None
    sort_order: object = None


class Meta(msgspec.Struct):
    """What later versions keep of a post in a table of its own."""

    post_id: object = None
    meta_description: object = None
    feature_image_alt: object = None


class Setting(msgspec.Struct):
    """A setting; the values of most are secret or of no use, so none is decoded with the table."""

    key: object = None
    value: msgspec.Raw = msgspec.Raw()


class Row(msgspec.Struct):
    """A post, as it stands in the table; the types are whatever the version wrote."""

    id: object = None
    uuid: object = None
    title: object = None
    slug: object = None
    html: object = None
    lexical: object = None
    mobiledoc: object = None
    markdown: object = None
    plaintext: object = None
    feature_image: object = None
    feature_image_alt: object = None
    image: object = None
    page: object = None
    type: object = None
    status: object = None
    visibility: object = None
    locale: object = None
    custom_excerpt: object = None
    meta_description: object = None
    canonical_url: object = None
    author_id: object = None
    created_at: object = None
    published_at: object = None
    updated_at: object = None
    #: Inside the post only where the file is no export but an answer of the API.
    tags: object = None
    authors: object = None
    primary_author: object = None


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
    if export.db:
        return export.db[0].data, halves
    if export.data is not None:
        return export.data, halves
    if not export.posts:
        raise InputError(f"{shown} is no export of Ghost: it has no table of posts", hint=HINT)
    return Tables(posts=export.posts), halves


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
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return rows


def settings_of(raw: msgspec.Raw) -> dict[str, str]:
    """Return those of the `SETTINGS` that the table has."""
    found = {}
    for setting in rows_of(raw, Setting) or ():
        key = text_of(setting.key)
        if key in SETTINGS:
            try:
                found[key] = text_of(msgspec.json.decode(setting.value))
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
                continue
    return found


def read_row(raw: msgspec.Raw) -> Row | None:
    """Decode one post; characters that are damaged are replaced, for the sake of the others."""
    try:
        return msgspec.json.decode(raw, type=Row)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        pass
    try:
        return msgspec.convert(json.loads(bytes(raw).decode("utf-8", "replace"), parse_int=str), type=Row)
    except (ValueError, msgspec.ValidationError, RecursionError):
        return None


def rows_inside(rows: object, kind: type[Table]) -> list[Table]:
    """Return the rows that stand inside a post."""
    found = []
    for row in rows if isinstance(rows, list) else []:
        if isinstance(row, Mapping):
            found.append(msgspec.convert(row, type=kind))
        elif isinstance(row, str):
            found.append(msgspec.convert({"name": row}, type=kind))
    return found


def in_order(rows: list[Order]) -> dict[str, list[Order]]:
    """Return the rows of each post in the order that its author gave them."""
    of_post: dict[str, list[Order]] = {}
    for row in rows:
        of_post.setdefault(text_of(row.post_id), []).append(row)
    for orders in of_post.values():
        orders.sort(key=lambda row: row.sort_order if isinstance(row.sort_order, (int, float)) else _HIGHEST_ORDER)
    return of_post


def text_of(value: object) -> str:
    """Return a value of the table as text; nothing for lists, tables, yes and no."""
    if isinstance(value, str):
        return _SURROGATES.sub("\ufffd", value)
    if value is None or isinstance(value, (bool, list, Mapping)):
        return ""
    return str(value)
