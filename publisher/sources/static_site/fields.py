"""What the fields of front matter mean: dates, status, people, tags."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from publisher.model.entry import Person, Status
from publisher.text.dates.written import read_date

#: Keys that hold the date, the one that decides first.
PUBLISHED = (
    "publishdate", "date", "pubdate", "pubdatetime", "published", "published_at", "publishedat", "date_published",
    "published_date", "created", "created_at", "date_created",
)  # fmt: skip
UPDATED = (
    "lastmod", "modified", "updated", "last_modified_at", "last_modified", "lastmodified", "updated_at", "updateddate",
    "moddatetime", "date_modified", "date_updated",
)  # fmt: skip
_UPDATED = frozenset(UPDATED)
_YES = frozenset({"true", "yes", "on", "1", "y"})
_NO = frozenset({"false", "no", "off", "0", "n"})
_STATUS: Mapping[str, Status] = {
    "draft": "draft", "pending": "draft", "unpublished": "draft", "in progress": "draft", "idea": "draft",
    "private": "private", "hidden": "private", "unlisted": "private", "members": "private", "paid": "private",
    "future": "scheduled", "scheduled": "scheduled",
}  # fmt: skip
#: A no-break space stays: it is the author's.
_BLANKS = re.compile(r"[ \t\r\n]*[\t\r\n][ \t\r\n]*|  +")
_MAIL = re.compile(r"(.*?)\s*<([^<>\s]+@[^<>\s]+)>")
_RARE_STATUS = frozenset({"draft", "published", "status", "private", "unlisted", "visibility", "hidden", "password"})


def text_of(value: object) -> str:
    """Return a value as one line of text; nothing for lists, tables and empty values."""
    if isinstance(value, str):
        if "\n" in value or "\t" in value or "  " in value or "\r" in value:
            value = _BLANKS.sub(" ", value)
        return value.strip(" ")
    if value is None or isinstance(value, (bool, list, dict)):
        return ""
    return str(value)


def status_of(fields: Mapping[str, object]) -> Status:
    """Return what the fields say about who may read this; what they do not say is published."""
    if _RARE_STATUS.isdisjoint(fields):
        return "published"
    if truth(fields.get("draft")) is True or truth(fields.get("published")) is False:
        return "draft"
    for key in ("status", "visibility"):
        said = _STATUS.get(text_of(fields.get(key)).lower())
        if said is not None:
            return said
    if any(truth(fields.get(key)) for key in ("private", "unlisted", "hidden")) or text_of(fields.get("password")):
        return "private"
    return "published"


def truth(value: object) -> bool | None:
    """Return yes or no as people write it, or None.

    >>> truth("Yes"), truth(False), truth("2018-02-19")
    (True, False, None)
    """
    if isinstance(value, bool):
        return value
    word = text_of(value).lower()
    return True if word in _YES else False if word in _NO else None


def moment_of(fields: Mapping[str, object], keys: Sequence[str]) -> date | datetime | None:
    """Return the first date among *keys*.

    Raises:
        FieldError: A key holds something that is no date.
    """
    if keys is UPDATED and _UPDATED.isdisjoint(fields):
        return None
    for key in keys:
        value = fields.get(key)
        if value is None or (key == "published" and truth(value) is not None):
            continue
        try:
            found = read_date(value)
        except ValueError as error:
            raise FieldError(key, str(error)) from error
        if found is not None:
            return found
    return None


class FieldError(ValueError):
    """A field that holds what it cannot."""

    def __init__(self, key: str, reason: str) -> None:
        super().__init__(reason)
        #: In lower case.
        self.key = key


def lowered(table: Mapping[Any, object]) -> dict[str, object]:
    """Return a table within the fields with its keys in lower case, as those of the fields are."""
    return {str(key).lower(): held for key, held in table.items()}


def names_of(value: object, *, split_blanks: bool = False) -> list[str]:
    """Return a list of tags or categories, however it is written.

    Args:
        value: A list, or a text whose items stand between commas.
        split_blanks: A text without commas holds one item per word, as in Jekyll's ``tags``.

    >>> names_of("sun, rain, "), names_of(["sun", None, {"name": "rain"}]), names_of("sun rain", split_blanks=True)
    (['sun', 'rain'], ['sun', 'rain'], ['sun', 'rain'])
    """
    if isinstance(value, str):
        if "," in value or ";" in value:
            words: Iterable[str] = re.split(r"[,;]", value)
        else:
            words = value.split() if split_blanks else [value]
        return [name for word in words if (name := " ".join(word.strip("#").split()))]
    if isinstance(value, dict):
        return names_of(value.get("name") or value.get("label") or value.get("title"))
    if isinstance(value, list):
        found: list[str] = []
        for item in value:
            if isinstance(item, list):
                found += filter(None, map(text_of, item))
                continue
            name = text_of(
                item.get("name") or item.get("label") or item.get("title") if isinstance(item, dict) else item
            )
            if name:
                found.append(name)
        return found
    name = text_of(value)
    return [name] if name else []


def people_of(value: object, *, split: bool = False, known: Mapping[str, object] | None = None) -> list[Person]:
    """Return the authors that a field names.

    Args:
        value: A name, ``Name <address>``, a table with ``name``, ``email`` and ``url``, or a list of these.
        split: Several names stand in one text, between semicolons or else commas, as in Pelican.
        known: Tables of the site's authors by the short name that posts use.

    >>> people_of("Ann Lee <ann@example.org>")
    [Person(name='Ann Lee', email='ann@example.org', url=None)]
    """
    if isinstance(value, list):
        return [person for item in value for person in people_of(item, known=known)]
    if isinstance(value, dict):
        name = text_of(value.get("name") or value.get("display_name") or value.get("full_name"))
        email = text_of(value.get("email")) or None
        url = text_of(value.get("url") or value.get("uri") or value.get("web") or value.get("link"))
        return (
            [Person(name=name, email=email, url=url if url.startswith(("http:", "https:")) else None)] if name else []
        )
    text = text_of(value)
    if not text:
        return []
    found = known.get(text) if known is not None else None
    if isinstance(found, dict):
        name = text_of(found.get("name") or found.get("display_name") or found.get("full_name"))
        return people_of({**found, "name": name or text})
    if split and (";" in text or "," in text):
        return [person for part in text.split(";" if ";" in text else ",") for person in people_of(part)]
    mail = _MAIL.fullmatch(text)
    if mail is not None:
        return [Person(name=mail[1].strip("\"' ") or mail[2], email=mail[2])]
    return [Person(name=text)]
