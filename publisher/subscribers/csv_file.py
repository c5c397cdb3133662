"""Lists of subscribers as CSV: whatever other tools export, and our own."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parseaddr
from typing import TYPE_CHECKING

from publisher.errors import InputError
from publisher.model.post import Rejected
from publisher.model.subscriber import Address, Subscriber, SubscriberState, parse_address
from publisher.subscribers.csv_columns import Column, column_of, is_plain_answer, is_yes, state_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import tzinfo

_language = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_OWN_COLUMNS = ("address", "name", "language", "tags", "state", "consent_at", "consent_how")
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One good line of a list."""

    line: int
    address: Address
    name: str = ""
    language: str = ""
    tags: tuple[str, ...] = ()
    state: SubscriberState = "active"
    consent_at: datetime | None = None
    consent_how: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedList:
    """A whole list, line by line."""

    people: tuple[Listed, ...]
    bad: tuple[Rejected, ...]
    #: Lines whose address stands further up already.
    duplicates: int
    #: Headings of columns that hold nothing for us.
    ignored: tuple[str, ...] = ()


def parse_list(data: bytes, *, where: str, zone: tzinfo) -> ParsedList:
    """Return the subscribers of a CSV file.

    Comma, semicolon or tab; UTF-8, UTF-16 with a mark or Windows-1252; with
    a line of headings in any of many languages, or none when the first column
    that holds an address says enough.  Of several lines for one address the
    first counts, but any that says "unsubscribed" is heard.

    Args:
        data: The file.
        where: Its name, for messages.
        zone: Of times that name none.

    Raises:
        InputError: It is no table, or no column holds addresses.
    """
    rows = list(_rows(_text(data, where), where))
    if not rows:
        raise InputError(f"{where} is empty", hint="Export the list again, with one line per subscriber.")
    columns, ignored, body = _columns(rows, where)
    people: dict[str, Listed] = {}
    bad: list[Rejected] = []
    duplicates = 0
    for line, cells in body:
        try:
            person = _person(line, cells, columns, zone)
        except ValueError as error:
            bad.append(Rejected(place=f"{where}, line {line}", reason=str(error)))
            continue
        known = people.get(person.address.key)
        if known is None:
            people[person.address.key] = person
            continue
        duplicates += 1
        if known.state == "active" and person.state != "active":
            people[person.address.key] = person
    return ParsedList(people=tuple(people.values()), bad=tuple(bad), duplicates=duplicates, ignored=ignored)


def write_list(people: Iterable[Subscriber]) -> bytes:
    """Return the list as CSV that `parse_list` reads back: UTF-8, comma, one line per subscriber."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_OWN_COLUMNS)
    for person in people:
        since = "" if person.consent_at is None else person.consent_at.astimezone(UTC).isoformat()
        tags = ", ".join(person.tags)
        writer.writerow((person.address, person.name, person.language, tags, person.state, since, person.consent_how))
    return out.getvalue().encode()


def _text(data: bytes, where: str) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise InputError(f"{where} is no text file", hint="Export the list as CSV, in UTF-8 if you can choose.")


def _rows(text: str, where: str) -> Iterator[tuple[int, list[str]]]:
    """Give each row that holds something, with the number of its first line."""
    lines = io.StringIO(text, newline="")
    skipped = 0
    first = re.match(r"sep=(.)\r?\n", text)
    if first is not None:
        lines.readline()
        skipped = 1
    delimiter = first[1] if first is not None else _delimiter(text)
    reader = csv.reader(lines, delimiter=delimiter)
    start = 1
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            if any(cells):
                yield start + skipped, cells
            start = reader.line_num + 1
    except csv.Error as error:
        raise InputError(
            f"{where}, line {reader.line_num + skipped}: {error}", hint="Export the list again as CSV."
        ) from error


def _delimiter(text: str) -> str:
    """Return what parts the cells: the candidate that the first line holds most of, outside quotes."""
    head = next((line for line in text.splitlines() if line.strip()), "")
    counts = Counter(re.sub(r'"[^"]*"', "", head))
    return max(",;\t|", key=lambda mark: counts[mark])


def _columns(
    rows: Sequence[tuple[int, list[str]]], where: str
) -> tuple[Mapping[int, Column], tuple[str, ...], Sequence[tuple[int, list[str]]]]:
    """Return what each column holds, the headings that say nothing to us, and the rows below the headings."""
    head = rows[0][1]
    if any("@" in cell for cell in head):
        return _without_headings(head), (), rows
    body = rows[1:]
    found: dict[int, Column] = {}
    for place, heading in enumerate(head):
        column = column_of(heading)
        if column is not None and column != "address" and column not in found.values():
            found[place] = column
    # "Address" may also be where somebody lives: the cells tell.
    called = [place for place, heading in enumerate(head) if column_of(heading) == "address"]
    place_of_address = _fullest(called, body) if called else _place_of_addresses(body)
    if place_of_address is None:
        raise InputError(
            f"no column of {where} holds mail addresses; its columns are: {', '.join(filter(None, head))}",
            hint="Give the column with the addresses the heading `email`.",
        )
    found[place_of_address] = "address"
    ignored = tuple(heading for place, heading in enumerate(head) if heading and place not in found)
    return found, ignored, body


def _without_headings(head: Sequence[str]) -> dict[int, Column]:
    address = next(place for place, cell in enumerate(head) if "@" in cell)
    name = next((place for place, cell in enumerate(head) if cell and place != address), None)
    return {address: "address"} if name is None else {address: "address", name: "name"}


def _fullest(places: Sequence[int], body: Sequence[tuple[int, list[str]]]) -> int:
    """Return the column of *places* in which most rows have an address."""
    return max(places, key=lambda place: sum(place < len(cells) and "@" in cells[place] for _, cells in body))


def _place_of_addresses(body: Sequence[tuple[int, list[str]]]) -> int | None:
    """Return the column in which more than half of the rows have an address."""
    places = Counter(place for _, cells in body for place, cell in enumerate(cells) if "@" in cell)
    if not places:
        return None
    place, amount = places.most_common(1)[0]
    return place if amount * 2 > len(body) else None


@dataclass(frozen=True, slots=True)
class _Row:
    cells: Mapping[Column, str] = field(default_factory=dict)

    def __getitem__(self, column: Column) -> str:
        return self.cells.get(column, "")


def _person(line: int, cells: Sequence[str], columns: Mapping[int, Column], zone: tzinfo) -> Listed:
    """Return the subscriber of a row, or raise ValueError with what is wrong about it."""
    row = _Row({column: cells[place] for place, column in columns.items() if place < len(cells)})
    if not row["address"]:
        raise ValueError("there is no address")
    called, address = parseaddr(row["address"]) if "<" in row["address"] else ("", row["address"])
    parts = " ".join(filter(None, (row["first"], row["infix"], row["last"])))
    name = " ".join((row["name"] or parts or called).split())
    if len(name) > _LONGEST_NAME:
        raise ValueError(f"the name is longer than {_LONGEST_NAME} characters")
    language = row["language"].replace("_", "-")
    if language and not _language.fullmatch(language):
        raise ValueError(f"the language {language!r} is no tag such as nl or pt-BR")
    return Listed(
        line=line,
        address=_address(address, row["address"]),
        name=name,
        language=language,
        tags=tuple(dict.fromkeys(tag for part in re.split(r"[,;|]", row["tags"]) if (tag := part.strip(' "[]')))),
        state=_state(row),
        consent_at=_moment(row["consent_at"], zone),
        consent_how=row["consent_how"],
    )


def _address(text: str, cell: str) -> Address:
    try:
        return parse_address(text)
    except ValueError as error:
        raise ValueError(f"{cell!r} is no mail address: {error}") from None


def _state(row: _Row) -> SubscriberState:
    """Return the state of a row; when columns disagree, the one that means no mail."""
    stated: SubscriberState = "active"
    if row["state"]:
        known = state_of(row["state"])
        if known is None and not is_plain_answer(row["state"]):
            raise ValueError(f"the state {row['state']!r} is not known (active, unsubscribed, ...)")
        stated = known or ("active" if is_yes(row["state"]) else "unsubscribed")
    if stated != "active":
        return stated
    if is_yes(row["unsubscribed"]):
        return "unsubscribed"
    if row["subscribed"] and not is_yes(row["subscribed"]):
        return "unsubscribed"
    return "bounced" if is_yes(row["bounced"]) else "active"


def _moment(text: str, zone: tzinfo) -> datetime | None:
    """Return when consent was given, if the cell is a time that leaves no doubt (ISO 8601)."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)
