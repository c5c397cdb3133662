"""Finds every mistake in the data of publisher.toml; msgspec alone stops at the first."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Literal, get_args, get_origin

import msgspec

from publisher.config.schema import Config, Table
from publisher.config.toml_lines import Key
from publisher.config.values import CHECKS, nearest

_ELSEWHERE = (
    "secrets never stand in this file: name an environment variable with `smtp.password_env`, "
    "or a command that prints the password with `smtp.password_command`"
)

#: Keys that people write and that do not exist → what to do instead.
INSTEAD = {
    "smtp.password": _ELSEWHERE,
    "smtp.pass": _ELSEWHERE,
    "smtp.secret": _ELSEWHERE,
    "digest.sender": "the key is `digest.from`",
    "smtp.user": "the key is `smtp.username`",
    "smtp.login": "the key is `smtp.username`",
    "smtp.server": "the key is `smtp.host`",
    "publication.url": "the key is `publication.home`",
    "publication.author": 'the key is `publication.authors`, a list: `authors = ["Name"]`',
    "sources": "each source is a table `[[source]]`",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """One thing that is wrong, and where."""

    key: Key
    text: str


def mistakes(data: dict[str, Any]) -> list[Mistake]:
    """Return all mistakes, in the order of the schema."""
    found = list(_of(data, Config, ()))
    if not any(mistake.key[:1] == ("smtp",) for mistake in found):
        found += _of_login(data.get("smtp", {}))
    if not any(mistake.key[:1] == ("source",) for mistake in found):
        found += _of_places(data.get("source", []))
    if not any(mistake.key[:1] == ("feed",) for mistake in found):
        found += _of_names(data.get("feed", []))
    return found


def named(key: Key) -> str:
    """Return a key as people write it: ``source.path``, whichever source it is."""
    return ".".join(part for part in key if isinstance(part, str))


def _of(value: Any, expected: Any, key: Key) -> Iterator[Mistake]:
    expected, meta = _plain(expected)
    if isinstance(expected, type) and issubclass(expected, Table):
        yield from _of_table(value, expected, key)
    elif get_origin(expected) is tuple:
        yield from _of_list(value, get_args(expected)[0], key)
    elif problem := _of_type(value, expected, meta) or _of_meaning(value, key):
        given = "" if "password" in str(key[-1]) else f", not {_shown(value)}"
        yield Mistake(key=key, text=f"{named(key)} {problem}{given}")


def _plain(expected: Any) -> tuple[Any, msgspec.Meta | None]:
    """Return a type without its ``| None`` and its limits, and the limits."""
    alternatives = [one for one in get_args(expected) if one is not type(None)]
    if type(None) in get_args(expected) and len(alternatives) == 1:
        expected = alternatives[0]
    if get_origin(expected) is Annotated:
        plain, meta = get_args(expected)
        return plain, meta
    return expected, None


def _of_table(value: Any, expected: type[Table], key: Key) -> Iterator[Mistake]:
    if not isinstance(value, dict):
        yield Mistake(key=key, text=f"{named(key)} must be {_form_of_table(key)}, not {_shown(value)}")
        return
    fields = {field.encode_name: field for field in msgspec.structs.fields(expected)}
    unknown = [name for name in value if name not in fields]
    meant = {nearest(name, fields) for name in unknown}
    for name, field in fields.items():
        if name in value:
            yield from _of(value[name], field.type, (*key, name))
        elif field.required and name not in meant:
            yield Mistake(key=key, text=_missing((*key, name), field.type))
    for name in unknown:
        yield Mistake(key=(*key, name), text=_unknown((*key, name), list(fields)))


def _form_of_table(key: Key) -> str:
    if key[:2] == ("publication", "authors"):
        return 'names in quotes, or tables such as `{ name = "Mia" }`'
    return f"one or more tables `[[{named(key)}]]`" if isinstance(key[-1], int) else f"a table `[{named(key)}]`"


def _of_list(value: Any, expected: Any, key: Key) -> Iterator[Mistake]:
    if not isinstance(value, list):
        tables = key in {("source",), ("feed",)}
        form = f"one or more tables `[[{named(key)}]]`" if tables else 'a list such as `["one", "two"]`'
        yield Mistake(key=key, text=f"{named(key)} must be {form}, not {_shown(value)}")
        return
    for position, item in enumerate(value):
        yield from _of(item, expected, (*key, position))
    if key == ("feeds", "formats") and not value:
        yield Mistake(key=key, text="feeds.formats must name at least one of `atom`, `rss` and `json`")


def _of_type(value: Any, expected: Any, meta: msgspec.Meta | None) -> str | None:
    if get_origin(expected) is Literal:
        allowed = get_args(expected)
        if value in allowed:
            return None
        return f"must be one of {', '.join(f'`{one}`' for one in allowed)}"
    if expected is int:
        return _of_number(value, meta)
    if expected is bool:
        return None if isinstance(value, bool) else "must be `true` or `false`"
    if expected is date:
        good = isinstance(value, date) and not isinstance(value, datetime)
        return None if good else "must be a day such as `2026-03-31`, without quotes"
    return None if isinstance(value, str) else "must be text in quotes"


def _of_meaning(value: Any, key: Key) -> str | None:
    check = CHECKS.get(named(key))
    return check(value) if check is not None and isinstance(value, str) else None


def _of_number(value: Any, meta: msgspec.Meta | None) -> str | None:
    least = meta.ge if meta else None
    most = meta.le if meta else None
    good = isinstance(value, int) and not isinstance(value, bool)
    if good and (least is None or value >= least) and (most is None or value <= most):
        return None
    if least is not None and most is not None:
        return f"must be a whole number from {least} to {most}"
    return f"must be a whole number, {least} or more" if least is not None else "must be a whole number"


def _of_login(smtp: dict[str, Any]) -> Iterator[Mistake]:
    """Yield what is wrong with name and password together."""
    ways = [name for name in ("password_env", "password_command") if name in smtp]
    if len(ways) == 2:
        yield Mistake(
            key=("smtp", ways[1]),
            text="smtp.password_command and smtp.password_env both say where the password is; keep one",
        )
    if ways and "username" not in smtp:
        yield Mistake(key=("smtp", ways[0]), text=f"smtp.{ways[0]} needs smtp.username beside it")
    if "username" in smtp and not ways:
        yield Mistake(
            key=("smtp", "username"),
            text="smtp.username needs smtp.password_env or smtp.password_command beside it",
        )


def _of_names(feeds: list[dict[str, Any]]) -> Iterator[Mistake]:
    """Yield each feed that has the name of one before it."""
    seen: set[str] = set()
    for position, feed in enumerate(feeds):
        if feed["name"] in seen:
            yield Mistake(
                key=("feed", position, "name"), text=f"feed.name {_shown(feed['name'])} stands here a second time"
            )
        seen.add(feed["name"])


def _of_places(sources: list[dict[str, Any]]) -> Iterator[Mistake]:
    """Yield what is wrong with path and address together."""
    for position, source in enumerate(sources):
        given = [name for name in ("path", "url") if name in source]
        if not given:
            yield Mistake(
                key=("source", position),
                text="source.path is missing; it must be text in quotes (or give source.url, an address to fetch)",
            )
        elif len(given) == 2:
            yield Mistake(
                key=("source", position, "url"),
                text="source.path and source.url both say where the posts are; keep one, or make two sources",
            )


def _missing(key: Key, expected: Any) -> str:
    if isinstance(expected, type) and issubclass(expected, Table):
        return f"the table [{named(key)}] is missing; it must hold at least `title`"
    return f"{named(key)} is missing; it must be text in quotes"


def _unknown(key: Key, known: list[str]) -> str:
    name = named(key)
    if name in INSTEAD:
        return f"{name} is not a key: {INSTEAD[name]}"
    if near := nearest(str(key[-1]), known):
        return f"{name} is not a key; did you mean `{near}`?"
    if homes := [table for table, names in _tables().items() if key[-1] in names]:
        return f"{name} is not a key; `{key[-1]}` belongs in {' or '.join(f'[{home}]' for home in homes)}"
    place = f"[{named(key[:-1])}]" if len(key) > 1 else "this file"
    return f"{name} is not a key; {place} may hold {', '.join(f'`{one}`' for one in known)}"


def _tables() -> dict[str, list[str]]:
    """Return the keys of each top-level table."""
    tables = {}
    for field in msgspec.structs.fields(Config):
        table = get_args(field.type)[0] if get_origin(field.type) is tuple else field.type
        tables[field.encode_name] = [inner.encode_name for inner in msgspec.structs.fields(table)]
    return tables


def _shown(value: Any) -> str:
    """Return a value as it would stand in the file, shortened."""
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return "a list"
    text = str(value) if not isinstance(value, str | bool | int | float) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:57]}..."
