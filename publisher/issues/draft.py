"""A draft's text becomes an issue, and a new issue a draft's text.

The shape is made for a person with an editor: references carry their title
as a comment, and the order of the sections is one list at the top.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from publisher.config.toml_lines import Key, line_of, places
from publisher.config.values import nearest
from publisher.errors import InputError
from publisher.model.issue import Issue, Section

if TYPE_CHECKING:
    from tomlkit.items import Array
    from tomlkit.toml_document import TOMLDocument

KEYS = ("number", "subject", "preheader", "period", "intro", "sections", "blurb", "section")
SECTION_KEYS = ("title", "entries")
PERIOD_KEYS = ("since", "until")

_section_key = re.compile(r"[a-z0-9][a-z0-9-]*")
_syntax_place = re.compile(r"(.*?)\s*\(at (?:line (\d+), column \d+|end of document)\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """One thing that is wrong in a draft, and its line if that can be told."""

    line: int | None
    text: str


def parse_draft(text: str, *, where: str, number: int) -> Issue:
    """Return the issue that a draft describes; its entries are named, not looked up.

    A draft may leave out all but the entries.  A list ``sections`` that is
    missing stands for the sections in the order of the file.

    Args:
        text: The file.
        where: Its path, for messages.
        number: The number that the file's name says.

    Raises:
        InputError: The draft has mistakes: all of them, each with file and line.
    """
    data = _data(text, where)
    found = list(_mistakes(data, number))
    if found:
        lines = places(text)
        raise refused(where, [Mistake(line=_line(key, text, lines), text=what) for key, what in found])
    tables = data.get("section", {})
    order = data.get("sections", list(tables))
    period = data.get("period", {})
    return Issue(
        number=number,
        slug=f"{number:03}",
        subject=_one_line(data.get("subject", "")),
        preheader=_one_line(data.get("preheader", "")),
        since=_day(period.get("since")),
        until=_day(period.get("until")),
        intro=data.get("intro", "").strip(),
        sections=tuple(
            Section(
                key=key, title=_one_line(tables[key].get("title", "")), entries=tuple(tables[key].get("entries", ()))
            )
            for key in order
        ),
        blurbs={ref: blurb.strip() for ref, blurb in data.get("blurb", {}).items() if blurb.strip()},
    )


def refused(where: str, found: list[Mistake]) -> InputError:
    """Return the error that reports all mistakes of a draft, in the order of its lines."""
    lines = [
        f"{where}:{mistake.line}: {mistake.text}" if mistake.line else f"{where}: {mistake.text}"
        for mistake in sorted(found, key=lambda mistake: mistake.line or 0)
    ]
    if len(lines) > 1:
        lines.insert(0, f"{where} has {len(lines)} mistakes")
    return InputError("\n".join(lines), hint="Correct the draft, by hand or with `publisher digest edit`.")


def line_of_name(text: str, name: str) -> int | None:
    """Return the 1-based line on which a section of a draft that parses names this entry."""
    lines = places(text)
    starts = [line for key, line in lines.items() if key[:1] == ("section",) and key[-1:] == ("entries",)]
    return next((line for start in sorted(starts) if (line := _line_after(text, start, name))), None)


def write_draft(issue: Issue, titles: Mapping[str, str]) -> str:
    """Return the text of a new draft.

    Args:
        issue: What was chosen.
        titles: Title of each entry by ref, for the comments.
    """
    rows = [f"number = {issue.number}", f"subject = {_quoted(issue.subject)}"]
    rows.append(f"preheader = {_quoted(issue.preheader)}{'' if issue.preheader else '   # empty: the first titles'}")
    if issue.since is not None and issue.until is not None:
        rows.append(f"period = {{ since = {issue.since}, until = {issue.until} }}")
    rows.append(f"intro = {lines_in_quotes(issue.intro)}")
    rows.append(f"sections = [{', '.join(_quoted(section.key) for section in issue.sections)}]")
    rows += ["", "# Your own words above an article, by its name:", '# "name-of-the-entry" = """Markdown ..."""']
    rows.append("[blurb]")
    rows += [f"{_quoted(ref)} = {lines_in_quotes(blurb)}" for ref, blurb in issue.blurbs.items()]
    for section in issue.sections:
        rows += ["", f"[section.{section.key}]", f"title = {_quoted(section.title)}", *_entries(section, titles)]
    return "\n".join(rows) + "\n"


def comment(title: str) -> str:
    """Return a title as a comment may hold it: one line, no control characters, not too long."""
    line = _one_line(title)
    return line if len(line) <= 100 else f"{line[:99].rstrip()}…"


def lines_in_quotes(text: str) -> str:
    """Return a text of several lines as TOML, each line on a line of the file; line breaks of any kind become ours."""
    from tomlkit import string

    text = text.replace("\r\n", "\n").replace("\r", "\n")
    source = string(f"{text}\n" if text else "", multiline=True).as_string()
    # A line break after the opening quotes is TOML's own: it is not part of the text.
    return f'"""\n{source[3:].lstrip(chr(10))}'


def _entries(section: Section, titles: Mapping[str, str]) -> Iterator[str]:
    width = max((len(_quoted(ref)) for ref in section.entries), default=0) + 1
    yield "entries = ["
    for ref in section.entries:
        title = comment(titles.get(ref, ""))
        yield f"    {f'{_quoted(ref)},':{width}}  # {title}" if title else f"    {_quoted(ref)},"
    yield "]"


def _quoted(text: str) -> str:
    from tomlkit import string

    return string(text).as_string()


def _data(text: str, where: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        match = _syntax_place.fullmatch(str(error))
        problem = match[1] if match else str(error)
        line = int(match[2]) if match and match[2] else text.rstrip().count("\n") + 1
        raise refused(
            where, [Mistake(line=line, text=f"this is not TOML: {problem[:1].lower()}{problem[1:]}")]
        ) from error


def _mistakes(data: dict[str, Any], number: int) -> Iterator[tuple[Key, str]]:
    yield from _of_keys(data, KEYS, ())
    for key in ("subject", "preheader", "intro"):
        if not isinstance(data.get(key, ""), str):
            yield (key,), f"{key} must be text in quotes"
    if data.get("number", number) != number:
        yield ("number",), f"the file's name says number {number}, and this line says {data['number']}; make them equal"
    yield from _of_period(data.get("period", {}))
    yield from _of_blurbs(data.get("blurb", {}))
    tables = data.get("section", {})
    if not isinstance(tables, dict) or not all(isinstance(table, dict) for table in tables.values()):
        yield ("section",), "each section is a table with a name, such as [section.news]"
        return
    for key, table in tables.items():
        yield from _of_section(key, table)
    yield from _of_order(data.get("sections", list(tables)), list(tables))
    yield from _of_repetition(tables)


def _of_keys(table: dict[str, Any], allowed: tuple[str, ...], inside: Key) -> Iterator[tuple[Key, str]]:
    for key in table:
        if key not in allowed:
            near = nearest(key, allowed)
            more = f"did you mean `{near}`?" if near else f"here may stand {', '.join(f'`{one}`' for one in allowed)}"
            yield (*inside, key), f"`{key}` is not a key; {more}"


def _of_period(period: Any) -> Iterator[tuple[Key, str]]:
    if not isinstance(period, dict):
        yield ("period",), "period must look like { since = 2026-03-01, until = 2026-03-31 }"
        return
    yield from _of_keys(period, PERIOD_KEYS, ("period",))
    days = {}
    for name in PERIOD_KEYS:
        try:
            days[name] = _day(period.get(name))
        except ValueError:
            yield ("period",), f"period.{name} must be a date such as 2026-03-31"
    since, until = days.get("since"), days.get("until")
    if since and until and since > until:
        yield ("period",), f"the period ends ({until}) before it begins ({since})"


def _of_blurbs(blurbs: Any) -> Iterator[tuple[Key, str]]:
    if not isinstance(blurbs, dict):
        yield ("blurb",), "blurb must be a table [blurb], with an entry's name before each text"
        return
    for ref, blurb in blurbs.items():
        if not isinstance(blurb, str):
            yield ("blurb", ref), f'the blurb of "{ref}" must be text in quotes'


def _of_section(key: str, table: dict[str, Any]) -> Iterator[tuple[Key, str]]:
    here: Key = ("section", key)
    if not _section_key.fullmatch(key):
        yield here, f"the section's name `{key}` may hold lower-case letters, digits and hyphens only"
    yield from _of_keys(table, SECTION_KEYS, here)
    if not isinstance(table.get("title", ""), str):
        yield (*here, "title"), f"section.{key}.title must be text in quotes"
    names = table.get("entries", [])
    if not isinstance(names, list) or not all(isinstance(name, str) and name for name in names):
        yield (*here, "entries"), f"section.{key}.entries must be a list of names in quotes"


def _of_order(order: Any, tables: list[str]) -> Iterator[tuple[Key, str]]:
    if not isinstance(order, list) or not all(isinstance(key, str) for key in order):
        yield ("sections",), 'sections must be a list of names in quotes, such as ["news", "other"]'
        return
    for position, key in enumerate(order):
        if key in order[:position]:
            yield ("sections",), f"the section `{key}` stands twice in `sections`"
        elif key not in tables:
            near = nearest(key, tables)
            more = f"did you mean `{near}`?" if near else f"there is no table [section.{key}]"
            yield ("sections",), f"`sections` names `{key}`; {more}"
    for key in tables:
        if key not in order:
            yield ("section", key), f"the section `{key}` does not stand in `sections`; add it there, or remove it here"


def _of_repetition(tables: dict[str, dict[str, Any]]) -> Iterator[tuple[Key, str]]:
    seen: dict[str, str] = {}
    for key, table in tables.items():
        names = table.get("entries", [])
        for name in names if isinstance(names, list) else ():
            if isinstance(name, str) and name in seen:
                where = "twice in this section" if seen[name] == key else f"also in the section `{seen[name]}`"
                yield ("section", key, "entries", -1, name), f'the entry "{name}" stands {where}; keep one'
            elif isinstance(name, str):
                seen[name] = key


def _one_line(text: str) -> str:
    """Return a text that stands in a header or a heading: without line breaks and control characters."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def _day(value: Any) -> date | None:
    """Return a TOML date, or a date in quotes.

    Raises:
        ValueError: It is neither.
    """
    if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    if isinstance(value, str):
        return date.fromisoformat(value)
    raise ValueError(value)


def _line(key: Key, text: str, lines: Mapping[Key, int]) -> int | None:
    """Return the line of a key; for a repeated entry, that of its last mention in the section."""
    if key[3:4] == (-1,):
        start = line_of(key[:3], lines)
        return start and _last_line_after(text, start, str(key[4]))
    return line_of(key, lines)


def _line_after(text: str, start: int, name: str) -> int | None:
    return next(iter(_mentions(text, start, name)), None)


def _last_line_after(text: str, start: int, name: str) -> int:
    return [start, *_mentions(text, start, name)][-1]


def _mentions(text: str, start: int, name: str) -> Iterator[int]:
    """Yield the lines from *start* on, up to the next table, that hold a name in quotes."""
    spellings = (_quoted(name), f"'{name}'")
    for number, line in enumerate(text.split("\n")[start - 1 :], start):
        if number > start and line.lstrip().startswith("[section"):
            return
        if any(spelling in line.split("#")[0] for spelling in spellings):
            yield number


#: Section of a draft that has none yet.
FIRST_SECTION = "articles"


def with_subject(text: str, subject: str) -> str:
    """Return the draft with another subject."""
    document = _parse(text)
    document["subject"] = subject
    return document.as_string()


def with_intro(text: str, intro: str) -> str:
    """Return the draft with another introduction, in Markdown."""
    document = _parse(text)
    document["intro"] = _parse(f"intro = {lines_in_quotes(intro.strip())}")["intro"]
    return document.as_string()


def with_entry(text: str, ref: str, title: str) -> str:
    """Return the draft with an entry at the end of its last section."""
    document = _parse(text)
    arrays = _arrays(document)
    if not arrays:
        return with_entry(_with_first_section(document), ref, title)
    arrays[-1].add_line(ref, indent="    ", comment=comment(title) or None, newline=True)
    return document.as_string()


def without_entry(text: str, name: str) -> str:
    """Return the draft without an entry, as it is named there; its blurb stays, in case it comes back."""
    document = _parse(text)
    for array in _arrays(document):
        if name in array:
            array.remove(name)
    return document.as_string()


def _parse(text: str) -> TOMLDocument:
    from tomlkit import parse

    return parse(text)


def _arrays(document: TOMLDocument) -> list[Array]:
    """Return the lists of entries, in the order of the sections."""
    sections = document.get("section", {})
    order = document.get("sections", list(sections))
    return [sections[key]["entries"] for key in order if "entries" in sections.get(key, {})]


def _with_first_section(document: TOMLDocument) -> str:
    document["sections"] = [FIRST_SECTION]
    return f'{document.as_string().rstrip()}\n\n[section.{FIRST_SECTION}]\ntitle = ""\nentries = [\n]\n'
