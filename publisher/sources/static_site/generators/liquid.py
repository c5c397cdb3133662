"""Liquid as Jekyll's, Octopress's and Hexo's posts use it: the few tags that carry or choose content.

What a post prints by ``assign``, ``if`` and ``unless``, ``for`` over a list
made in the post, ``include``, ``link``, ``post_url``, ``highlight``,
``codeblock``, ``raw``, and by tags for pictures and films is kept.  Every other
tag is taken out, what stands between such tags stays, and the caller is told
which they were.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from publisher.sources.static_site.generators.permalinks import hyphened

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


#: Longest result, in characters; loops and includes stop there.
LONGEST = 4_000_000
DEEPEST = 8
_MOST_CHANGES = 1000

_TAG = r"\{%-?\s*(?P<name>\w+)?(?P<rest>(?:[^%]|%(?!\}))*?)-?%\}"
_OUTPUT = r"\{\{-?(?P<expression>(?:[^}]|\}(?!\}))*?)-?\}\}"
_EITHER = re.compile(f"{_TAG}|{_OUTPUT}")
_ONLY_TAGS = re.compile(_TAG)
_ONLY_OUTPUTS = re.compile(_OUTPUT)
_END_RAW = re.compile(r"\{%-?\s*endraw\s*-?%\}")
_END_COMMENT = re.compile(r"\{%-?\s*endcomment\s*-?%\}")
_END_HIGHLIGHT = re.compile(r"\{%-?\s*endhighlight\s*-?%\}")
_FOR = re.compile(r"\s*([\w-]+)\s+in\s+(\S+)\s*$")
_LOOPS = re.compile(r"\{%-?\s*(for|endfor)\b[^%]*%\}")
_END_CAPTURE = re.compile(r"\{%-?\s*endcapture\s*-?%\}")
_ASSIGN = re.compile(r"\s*([\w-]+)\s*=(.*)$", re.DOTALL)
_PARAMETER = re.compile(r"([\w-]+)\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"']+)")
_FILTER = re.compile(r"\|(?=(?:[^\"']|\"[^\"]*\"|'[^']*')*$)")
_ARGUMENT = re.compile(r"\"[^\"]*\"|'[^']*'|[^\s,\"']+")
_END_CODEBLOCK = re.compile(r"\{%-?\s*end(?:codeblock|code)\s*-?%\}")
_LANGUAGE_OF_CODE = re.compile(r"\blang:([\w+#-]+)")
_CHOICES = re.compile(r"\{%-?\s*(if|unless|case|elsif|else|endif|endunless|endcase)\b((?:[^%]|%(?!\}))*?)-?%\}")
#: What a condition may ask for that a post alone cannot answer.
_UNKNOWABLE = re.compile(
    r"\b(?:site\.(?:data|posts|pages|collections|categories|tags|static_files)|jekyll|paginator|layout|content|forloop)\b"
)
_WORDS = re.compile(r"\"([^\"]*)\"|'([^']*)'|(\S+)")
_PICTURE = re.compile(r"^(?:https?:)?/|\.(?:png|jpe?g|gif|webp|svg|avif|bmp)(?:$|\?)", re.IGNORECASE)
_SAFE_ID = re.compile(r"[\w-]{1,64}")
_VIDEOS = {"youtube": "https://www.youtube.com/watch?v=", "vimeo": "https://vimeo.com/"}
_CLOSERS = frozenset({"endif", "endunless", "endcase", "endfor", "endcapture", "endtablerow", "else", "elsif", "when"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Liquid:
    """What a post's tags refer to."""

    #: ``site``, ``page`` and what else is known by name.
    variables: Mapping[str, object]
    #: Address of another post, by the name that ``post_url`` uses; None when there is none.
    post_address: Callable[[str], str | None]
    #: Address of another file of the site, for ``link``.
    file_address: Callable[[str], str | None]
    #: Text of a file in ``_includes``; None when there is none.
    include: Callable[[str], str | None]
    #: Make a root-relative address absolute where the site's address is known.
    absolute: Callable[[str], str]
    #: Put the site's base path before an address.
    relative: Callable[[str], str]
    #: Whether the post is HTML, so that code becomes ``pre`` and not a fence.
    in_html: bool = False


@dataclass(slots=True)
class _Run:
    liquid: Liquid
    scope: dict[str, object]
    removed: list[str] = field(default_factory=list)
    length: int = 0


def expand(text: str, liquid: Liquid) -> tuple[str, tuple[str, ...]]:
    """Return *text* without Liquid, and the names of the tags that were taken out, in order."""
    run = _Run(liquid, dict(liquid.variables))
    return _expand(text, run, 0), tuple(run.removed)


def _expand(text: str, run: _Run, depth: int) -> str:
    parts: list[str] = []
    position = 0
    last_tag, last_output = text.rfind("%}"), text.rfind("}}")
    while run.length < LONGEST:
        # An opening that nothing closes would be searched to the end, each one anew.
        pattern = (
            _EITHER
            if position < min(last_tag, last_output)
            else _ONLY_TAGS
            if last_tag > last_output
            else _ONLY_OUTPUTS
        )
        token = pattern.search(text, position) if position < max(last_tag, last_output) else None
        if token is None:
            break
        found = token.groupdict()
        before = text[position : token.start()]
        position = token.end()
        if token[0].startswith(("{%-", "{{-")):
            before = before.rstrip()
        made = ""
        if found.get("expression") is not None:
            made = _print(found["expression"], run)
        elif found.get("name") is not None:
            made, position = _tag(found["name"], found["rest"], text, token, run, depth)
        if token[0].endswith(("-%}", "-}}")) and position == token.end():
            while position < len(text) and text[position].isspace():
                position += 1
        parts += (before, made)
        run.length += len(before) + len(made)
    parts.append(text[position:])
    return "".join(parts)


def _tag(name: str, rest: str, text: str, token: re.Match[str], run: _Run, depth: int) -> tuple[str, int]:
    """Return what one tag prints, and where the text goes on."""
    end = token.end()
    liquid = run.liquid
    match name:
        case "if" | "unless":
            return _choice(name, rest, text, end, run, depth)
        case "codeblock" | "code":
            code, after = _until(_END_CODEBLOCK, text, end)
            language = _LANGUAGE_OF_CODE.search(rest)
            return _code(code, language[1] if language else "", "", liquid.in_html), after
        case "raw":
            return _until(_END_RAW, text, end)
        case "comment":
            return "", _until(_END_COMMENT, text, end)[1]
        case "highlight":
            code, after = _until(_END_HIGHLIGHT, text, end)
            margin = text[text.rfind("\n", 0, token.start()) + 1 : token.start()]
            return _code(code, rest, margin if margin.isspace() else "", liquid.in_html), after
        case "for":
            return _loop(rest, text, end, run, depth)
        case "capture":
            body, after = _until(_END_CAPTURE, text, end)
            run.scope[rest.strip().strip("\"'")] = _expand(body, run, depth + 1) if depth < DEEPEST else ""
            return "", after
        case _:
            return _single(name, rest, run, depth), end


def _single(name: str, rest: str, run: _Run, depth: int) -> str:
    """Return what a tag prints that nothing closes."""
    match name:
        case "post_url" | "link":
            words = _value_or_text(rest.strip(), run)
            found = (run.liquid.post_address if name == "post_url" else run.liquid.file_address)(words)
            if found is None:
                run.removed.append(name)
            return found or ""
        case "include" | "include_relative":
            return _include(rest, run, depth)
        case "img" | "asset_img" | "image" if picture := _picture(rest):
            return picture
        case "youtube" | "vimeo" if _SAFE_ID.fullmatch(rest.strip().strip("\"'")):
            link = _VIDEOS[name] + rest.strip().strip("\"'")
            return f'<p><a href="{link}">{link}</a></p>'
        case "assign":
            assigned = _ASSIGN.match(rest)
            if assigned is not None:
                run.scope[assigned[1]] = _evaluate(assigned[2], run)
        case _:
            if name not in _CLOSERS:
                run.removed.append(name)
    return ""


def _choice(name: str, rest: str, text: str, start: int, run: _Run, depth: int) -> tuple[str, int]:
    """Return the branch that a condition chooses; all of them where it asks for what only the site knows."""
    branches, after = _branches(name, rest, text, start)
    if depth >= DEEPEST or any(_UNKNOWABLE.search(condition) for _, condition, _ in branches):
        run.removed.append(name)
        return ("" if depth >= DEEPEST else _expand(text[start:after], run, depth + 1)), after
    for kind, condition, inside in branches:
        if kind == "else" or holds(condition, run.scope) is not (kind == "unless"):
            return _expand(inside, run, depth + 1), after
    return "", after


def _branches(name: str, condition: str, text: str, start: int) -> tuple[list[tuple[str, str, str]], int]:
    """Return kind, condition and text of each branch, and where the text goes on behind them."""
    found: list[tuple[str, str, str]] = []
    level, begin = 0, start
    for token in _CHOICES.finditer(text, start):
        word = token[1]
        if word in {"if", "unless", "case"}:
            level += 1
        elif level == 0:
            found.append((name, condition, text[begin : token.start()]))
            if word.startswith("end"):
                return found, token.end()
            name, condition, begin = ("if" if word == "elsif" else word), token[2], token.end()
        elif word.startswith("end"):
            level -= 1
    return [*found, (name, condition, text[begin:])], len(text)


def _picture(rest: str) -> str:
    """Return the picture of Octopress's and Hexo's ``img``: classes, address, size, title and alternative text."""
    words = [first or second or bare for first, second, bare in _WORDS.findall(rest)]
    place = next((number for number, word in enumerate(words) if _PICTURE.search(word)), None)
    if place is None:
        return ""
    said = [word for word in words[place + 1 :] if not word.isdigit()]
    alternative = html.escape(said[-1] if said else "")
    return f'<img src="{html.escape(words[place])}" alt="{alternative}">'


def _until(closing: re.Pattern[str], text: str, start: int) -> tuple[str, int]:
    found = closing.search(text, start)
    return (text[start:], len(text)) if found is None else (text[start : found.start()], found.end())


def _code(code: str, rest: str, margin: str, in_html: bool) -> str:
    words = rest.split()
    language = re.sub(r"[^\w+#-]", "", words[0]) if words else ""
    if in_html:
        return f'<pre><code class="language-{language}">{html.escape(code.strip(chr(10)), quote=False)}</code></pre>'
    fence = "`" * max(3, 1 + max(map(len, re.findall(r"`+", code)), default=0))
    return f"{fence}{language}\n{code.strip(chr(10))}\n{margin}{fence}\n"


def _loop(rest: str, text: str, start: int, run: _Run, depth: int) -> tuple[str, int]:
    end, after = _end_of_loop(text, start)
    body = text[start:end]
    head = _FOR.match(rest)
    values = _evaluate(head[2], run) if head else None
    if head is None or not isinstance(values, list) or depth >= DEEPEST:
        run.removed.append("for")
        return "", after
    parts = []
    for value in values:
        if run.length > LONGEST:
            break
        run.scope[head[1]] = value
        parts.append(_expand(body, run, depth + 1))
    run.scope.pop(head[1], None)
    return "".join(parts), after


def _end_of_loop(text: str, start: int) -> tuple[int, int]:
    depth = 1
    for token in _LOOPS.finditer(text, start):
        depth += 1 if token[1] == "for" else -1
        if depth == 0:
            return token.start(), token.end()
    return len(text), len(text)


def _include(rest: str, run: _Run, depth: int) -> str:
    words = rest.split(None, 1)
    found = run.liquid.include(_value_or_text(words[0], run)) if words and depth < DEEPEST else None
    if found is None:
        run.removed.append("include")
        return ""
    parameters = _PARAMETER.findall(words[1]) if len(words) > 1 else []
    outer = run.scope.get("include")
    run.scope["include"] = {name: operand(written, run.scope) for name, written in parameters}
    made = _expand(found, run, depth + 1)
    run.scope["include"] = outer
    return made


def _print(expression: str, run: _Run) -> str:
    value = _evaluate(expression, run)
    if value is None or isinstance(value, (list, dict, bool)):
        return ""
    return str(value)


def _value_or_text(words: str, run: _Run) -> str:
    if words.startswith("{{"):
        return _print(words.strip("{} "), run)
    return words.strip("\"'")


def _evaluate(expression: str, run: _Run) -> object:
    if len(expression) > 2000:
        return None
    first, *filters = _FILTER.split(expression) if "|" in expression else [expression]
    value = operand(first.strip(), run.scope)
    for filtering in filters:
        name, _, written = filtering.partition(":")
        arguments = [str(operand(word, run.scope) or "") for word in _ARGUMENT.findall(written)]
        value = _filtered(value, name.strip(), arguments, run)
    return value


def _filtered(value: object, name: str, arguments: list[str], run: _Run) -> object:
    if name == "split" and arguments:
        return str(value or "").split(arguments[0] or None)
    if name == "join" and isinstance(value, list):
        return (arguments[0] if arguments else " ").join(map(str, value))
    if name == "default":
        return value or (arguments[0] if arguments else None)
    if value is None or isinstance(value, (list, dict)):
        return value
    text = str(value)
    if name == "relative_url":
        return run.liquid.relative(text)
    if name == "absolute_url":
        return run.liquid.absolute(run.liquid.relative(text))
    change = _CHANGES.get((name, len(arguments)))
    return text if change is None else change(text, *arguments)


#: Filter and number of its arguments → what it makes of a text; any other filter leaves it alone.
_CHANGES: Mapping[tuple[str, int], Callable[..., str]] = {
    ("append", 1): lambda text, tail: text + tail,
    ("prepend", 1): lambda text, head: head + text,
    ("replace", 2): lambda text, old, new: text.replace(old, new, _MOST_CHANGES) if old else text,
    ("replace_first", 2): lambda text, old, new: text.replace(old, new, 1) if old else text,
    ("remove", 1): lambda text, old: text.replace(old, ""),
    ("downcase", 0): str.lower,
    ("upcase", 0): str.upper,
    ("capitalize", 0): str.capitalize,
    ("strip", 0): str.strip,
    ("slugify", 0): hyphened,
    ("escape", 0): html.escape,
    ("xml_escape", 0): html.escape,
}
