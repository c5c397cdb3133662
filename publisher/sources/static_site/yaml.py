"""Front matter in YAML: what nearly every file holds at the speed of a line, all the rest by PyYAML.

All plain words stay text, whatever YAML 1.1 makes of them: ``title: 1.10``,
``title: No`` and ``date: 2018-02-30`` say what was typed.  Only ``true``,
``false`` and ``null`` mean something.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

#: Deepest nesting that is read; the C library under PyYAML can be crashed by more.
DEEPEST = 32
#: Most values that aliases may stand for, all together.
MOST_VALUES = 20_000

_WORDS: dict[str, bool | None] = {
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
    "null": None, "Null": None, "NULL": None, "~": None, "": None,
}  # fmt: skip

_PLAIN = r"([^\s\"'\[\]{}>|*&!%#`@,?:-][^\n\t:#]*(?:(?::(?! |$)|(?<! )#)[^\n\t:#]*)*)"
_LINE = re.compile(
    r"^(?:"
    r"([A-Za-z_][\w-]*):(?: +(?:\"([^\"\\\n]*)\"|'([^'\n]*)'|(\[[^\[\]{}#&*!|>%@`\\\n]*\])|" + _PLAIN + r"))?"
    r"|( *)- +(?:\"([^\"\\\n]*)\"|'([^'\n]*)'|" + _PLAIN + r")"
    r"|#[^\n]*|) *$",
    re.MULTILINE,
)


class FrontMatterError(ValueError):
    """Front matter that cannot be read, with the line of the file."""

    def __init__(self, line: int, reason: str, hint: str) -> None:
        super().__init__(f"line {line}: {reason}")
        #: 1-based, in the file.
        self.line = line
        #: What is wrong, without a full stop.
        self.reason = reason
        #: What to do, as one imperative sentence.
        self.hint = hint


def read_yaml(raw: str, first_line: int = 1) -> dict[str, object] | None:
    r"""Return the fields, keys in lower case; None where the text is one plain sentence and no mapping.

    Args:
        raw: The lines between the fences.
        first_line: Number of the first of them in the file.

    Raises:
        FrontMatterError: It is no YAML, or nested too deeply.

    >>> read_yaml('title: "Rain, again"\nTags: [weather, 2018]\n')
    {'title': 'Rain, again', 'tags': ['weather', '2018']}
    """
    fields = _simple(raw)
    if fields is not None:
        return fields
    return _full(raw, first_line)


def _simple(raw: str) -> dict[str, object] | None:
    """Read keys with one-line values and flat lists; None for anything else."""
    lines = _LINE.findall(raw)
    if len(lines) != raw.count("\n") + 1:
        return None
    fields: dict[str, object] = {}
    items: list[object] | None = None
    key, indent = "", ""
    for name, double, single, flow, plain, margin, item_double, item_single, item in lines:
        if name:
            key = name.lower()
            items = None
            if not flow:
                fields[key] = _word(plain, double or single)
            else:
                values = _flow(flow[1:-1])
                if values is None:
                    return None
                fields[key] = values
        elif item or item_double or item_single:
            if items is None:
                if not key or fields[key] is not None:
                    return None
                fields[key] = items = []
                indent = margin
            elif margin != indent:
                return None
            items.append(_word(item, item_double or item_single))
    return fields


def _word(plain: str, quoted: str) -> str | bool | None:
    """Return one value; an empty pair of quotes and no value at all are alike: nothing was said."""
    if quoted:
        return quoted
    word = plain.rstrip()
    return _WORDS.get(word, word)


def _flow(inside: str) -> list[object] | None:
    if not inside.strip():
        return []
    values: list[object] = []
    parts = inside.split(",")
    if not parts[-1].strip():
        parts.pop()
    for part in parts:
        word = part.strip()
        if word[:1] in {'"', "'"}:
            if len(word) < 2 or word[-1] != word[0] or word[0] in word[1:-1]:
                return None
            values.append(word[1:-1])
        elif not word or word[0] in "?-" or '"' in word or ":" in word:
            return None
        else:
            values.append(_WORDS.get(word, word))
    return values


def _full(raw: str, first_line: int) -> dict[str, object] | None:
    try:
        return _parsed(raw, first_line)
    except FrontMatterError:
        if "\t" not in raw:
            raise
        # YAML forbids tabs where they are not seen; generators let them pass.
        return _parsed(raw.replace("\t", "  "), first_line)


def _parsed(raw: str, first_line: int) -> dict[str, object] | None:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        document = _Builder(yaml.parse(raw, Loader=loader), first_line).document()
    except yaml.reader.ReaderError as error:
        line = first_line + raw.count("\n", 0, error.position)
        raise FrontMatterError(
            line, "the front matter holds a character that YAML does not allow", "Remove the character."
        ) from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        problem = error.problem or error.context or "it cannot be read"
        if "mapping values are not allowed" in problem:
            raise FrontMatterError(
                first_line + (mark.line if mark else 0),
                "the front matter is not valid YAML: a value holds a colon followed by a space",
                "Put the value between quotes.",
            ) from error
        raise FrontMatterError(
            first_line + (mark.line if mark else 0),
            f"the front matter is not valid YAML: {problem}",
            "Correct the line, or put its value between quotes.",
        ) from error
    if document is None:
        return {}
    if isinstance(document, str):
        return None
    if not isinstance(document, dict):
        raise FrontMatterError(
            first_line, "the front matter is a list, not fields", "Write each field as `key: value`."
        )
    return document


class _Builder:
    """Turn PyYAML's events into plain data, without its types and with a limit on depth."""

    def __init__(self, events: Iterator[Any], first_line: int) -> None:
        self._events = events
        self._first_line = first_line
        self._anchors: dict[str, object] = {}
        self._values = 0

    def document(self) -> object:
        """Build the first document of the stream; None when there is none."""
        from yaml import events

        for event in self._events:
            if not isinstance(event, (events.StreamStartEvent, events.DocumentStartEvent)):
                if isinstance(event, events.StreamEndEvent):
                    return None
                value = self._value(event, 0)
                if isinstance(value, dict):
                    return {key.lower(): held for key, held in value.items()}
                return value
        return None

    def _value(self, event: Any, depth: int) -> object:
        from yaml import events

        line = self._first_line + event.start_mark.line
        self._values += 1
        if depth > DEEPEST or self._values > MOST_VALUES:
            raise FrontMatterError(line, "the front matter is nested too deeply or too large", "Simplify it.")
        value: object
        if isinstance(event, events.ScalarEvent):
            value = event.value if event.style else _WORDS.get(event.value, event.value)
        elif isinstance(event, events.AliasEvent):
            if event.anchor not in self._anchors:
                raise FrontMatterError(line, f"the alias *{event.anchor} stands for nothing", "Write out its value.")
            value = self._anchors[event.anchor]
            self._values += _size(value)
        elif isinstance(event, events.SequenceStartEvent):
            value = self._list(depth)
        else:
            value = self._mapping(depth)
        if getattr(event, "anchor", None) and not isinstance(event, events.AliasEvent):
            self._anchors[event.anchor] = value
        return value

    def _list(self, depth: int) -> list[object]:
        from yaml import events

        values: list[object] = []
        for event in self._events:
            if isinstance(event, events.SequenceEndEvent):
                break
            values.append(self._value(event, depth + 1))
        return values

    def _mapping(self, depth: int) -> dict[str, object]:
        from yaml import events

        values: dict[str, object] = {}
        for event in self._events:
            if isinstance(event, events.MappingEndEvent):
                break
            key = self._value(event, depth + 1)
            held = self._value(next(self._events), depth + 1)
            if key == "<<" and isinstance(held, dict):
                values = {**held, **values}
            elif not isinstance(key, (list, dict)):
                values[event.value if isinstance(event, events.ScalarEvent) else str(key)] = held
        return values


def _size(value: object) -> int:
    if isinstance(value, dict):
        return 1 + sum(map(_size, value.values()))
    if isinstance(value, list):
        return 1 + sum(map(_size, value))
    return 1
