"""MDX as Markdown: what components wrap stays, their tags, imports and comments go."""

import html
import re

#: Code, comments and the beginnings of tags; bounds keep what nothing closes from being searched to the end each time.
_PIECE = re.compile(
    r"^[ \t]*(?P<fence>`{3,}|~{3,})(?:.|\n)*?(?:^[ \t]*(?P=fence)[`~]*[ \t]*$|\Z)"
    r"|(?P<ticks>`+)(?!`)(?:(?!\n\n)[\s\S]){0,1000}?(?<!`)(?P=ticks)(?!`)"
    r"|\{/\*(?P<comment>(?:(?!\{/\*)[\s\S]){0,5000}?)\*/\}"
    r"|\{\s*(?:\"(?P<text>[^\"\n{}]*)\"|'(?P<other>[^'\n{}]*)')\s*\}"
    r"|<(?P<end>/?)(?P<name>[A-Za-z][\w.]*)(?=[\s/>])",
    re.MULTILINE,
)
_SCRIPT = re.compile(
    r"(?:\A|(?<=\n\n)|(?<=\n))(?:import\s+(?:[\"'{*]|[\w$]+[\s,]+(?:from\b|[{*]))|export\s+(?:const|let|var|default|function"
    r"|async|class|\{|\*))[^\n]*(?:\n[^\n]+)*\n?"
)
_ATTRIBUTE = re.compile(r"\s([A-Za-z][\w-]*)=(?:\"([^\"]*)\"|'([^']*)')")
_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|webp|svg|avif)$", re.IGNORECASE)
_LONGEST_TAG = 5_000
#: After so many openings that nothing closes, what follows is text.
_MOST_UNCLOSED = 50


def without_components(text: str) -> tuple[str, tuple[str, ...]]:
    r"""Return the Markdown of *text*, and the names of the components that only their site can draw.

    >>> without_components("import Box from './box'\n\n<Box big={1 > 0}>\n\nIt *rains*.\n\n</Box>\n<Map />")
    ('\n\n\nIt *rains*.\n\n\n', ('Map',))
    """
    parts: list[str] = []
    removed: list[str] = []
    position = unclosed = 0
    while unclosed < _MOST_UNCLOSED and (piece := _PIECE.search(text, position)) is not None:
        parts.append(_SCRIPT.sub("", text[position : piece.start()]))
        position = piece.end()
        if piece["name"] is not None:
            end = _end_of_tag(text, position)
            if end:
                parts.append(_tag(text[piece.start() : end], piece["name"], piece["end"], removed))
                position = end
            else:
                parts.append(piece[0])
                unclosed += 1
        elif piece["comment"] is not None:
            parts.append("<!-- truncate -->" if piece["comment"].strip() == "truncate" else "")
        else:
            parts.append(next((said for said in (piece["text"], piece["other"]) if said is not None), piece[0]))
    parts.append(_SCRIPT.sub("", text[position:]))
    return "".join(parts), tuple(removed)


def _end_of_tag(text: str, start: int) -> int:
    """Return where a tag ends, past texts and braces in its attributes; 0 where it does not."""
    depth, quote = 0, ""
    for place in range(start, min(len(text), start + _LONGEST_TAG)):
        letter = text[place]
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "\"'`":
            quote = letter
        elif letter in "{}":
            depth += 1 if letter == "{" else -1
        elif letter == ">" and depth <= 0:
            return place + 1
    return 0


def _tag(tag: str, name: str, end: str, removed: list[str]) -> str:
    said = {key.lower(): one or other for key, one, other in _ATTRIBUTE.findall(tag)}
    if name[0].islower():
        if "={" not in tag:
            return tag
        attributes = "".join(f' {key}="{value}"' for key, value in said.items() if not value.startswith("{"))
        return f"<{end}{name}{attributes}{' /' if tag.endswith('/>') else ''}>"
    if not end and _PICTURE.search(said.get("src", "")):
        return f'<img src="{said["src"]}" alt="{html.escape(html.unescape(said.get("alt", "")))}">'
    if tag.endswith("/>"):
        removed.append(name)
    return ""
