"""Values and conditions of Liquid: what its words stand for, and whether comparisons of them hold."""

import re
from collections.abc import Mapping

_COMPARISON = re.compile(
    r"(\"[^\"]*\"|'[^']*'|[^\s<>=!]+)(?:\s*(==|!=|<>|<=|>=|<|>|\bcontains\b)\s*(\"[^\"]*\"|'[^']*'|\S+))?"
)
#: Characters of a condition that are read.
_LONGEST = 2000
_AND_OR = re.compile(r"\s+(and|or)\s+")
_LITERALS: Mapping[str, object] = {"true": True, "false": False, "nil": None, "null": None, "empty": "", "blank": ""}


def holds(condition: str, scope: Mapping[str, object]) -> bool:
    """Tell whether a condition of comparisons, joined by ``and`` or ``or``, is true."""
    first, *more = _AND_OR.split(condition.strip()[:_LONGEST], maxsplit=1)
    if more:
        other = holds(more[1], scope)
        return (_compares(first, scope) and other) if more[0] == "and" else (_compares(first, scope) or other)
    return _compares(first, scope)


def _compares(words: str, scope: Mapping[str, object]) -> bool:
    match = _COMPARISON.fullmatch(words.strip())
    if match is None:
        return False
    left = operand(match[1], scope)
    if match[2] is None:
        return left is not None and left is not False
    right = operand(match[3], scope)
    match match[2]:
        case "==":
            return _plain(left) == _plain(right)
        case "!=" | "<>":
            return _plain(left) != _plain(right)
        case "contains":
            return left is not None and str(_plain(right)) in (left if isinstance(left, list) else str(left))
    try:
        difference = float(str(left)) - float(str(right))
    except ValueError:
        return False
    return {"<": difference < 0, ">": difference > 0, "<=": difference <= 0, ">=": difference >= 0}[match[2]]


def _plain(value: object) -> object:
    """Return a value as comparisons take it: a word of the language for what it stands for, a number as its text."""
    return value if value is None or isinstance(value, (bool, list, dict)) else str(value)


def operand(word: str, scope: Mapping[str, object]) -> object:
    """Return what a word stands for: a text or number as written, a range, a name of *scope* or of the language."""
    if len(word) > 1 and word[0] in "\"'" and word[-1] == word[0]:
        return word[1:-1]
    if re.fullmatch(r"-?\d+(\.\d+)?", word):
        return word
    bounds = re.fullmatch(r"\((\d{1,4})\.\.(\d{1,4})\)", word)
    if bounds:
        return [str(number) for number in range(int(bounds[1]), int(bounds[2]) + 1)]
    if word in _LITERALS:
        return _LITERALS[word]
    value: object = scope
    for name in re.findall(r"[\w-]+", word):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value
