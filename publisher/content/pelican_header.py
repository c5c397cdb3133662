"""Header lines above a post, as Pelican writes them: ``Title: ...`` to the first blank line."""

import re

_KEY = re.compile(r" {0,3}([A-Za-z0-9_-]+):[ \t]*(.*)")
_MORE = re.compile(r"(?: {4,}|\t)[ \t]*(\S.*)")

#: A first paragraph is a header only if one of these keys is in it.
KNOWN = frozenset(
    "title date modified author authors category tags summary slug status lang keywords".split()  # noqa: SIM905
)


def read_header(text: str) -> tuple[dict[str, object], str] | None:
    r"""Split *text* into its header, keys in lower case, and its body; None where it has no header.

    A line that is indented goes on with the value above it.

    >>> read_header("Title: Rain\nTags: a, b\n\nIt rains.\n")
    ({'title': 'Rain', 'tags': 'a, b'}, 'It rains.\n')
    >>> read_header("Note: it rains.\n\nStill.\n") is None
    True
    """
    start = len(text) - len(text.lstrip("\n"))
    end = text.find("\n\n", start)
    block = text[start:] if end < 0 else text[start:end]
    if ":" not in block.partition("\n")[0]:
        return None
    fields: dict[str, object] = {}
    key = ""
    consumed = start
    for line in block.split("\n"):
        match = _KEY.match(line)
        if match is not None:
            key = match[1].lower()
            fields[key] = match[2].strip()
        else:
            more = _MORE.match(line)
            if more is None or not key:
                if line.strip():
                    break
            else:
                fields[key] = f"{fields[key]}\n{more[1].rstrip()}".strip()
        consumed += len(line) + 1
    if not KNOWN & fields.keys():
        return None
    return fields, text[consumed:].lstrip("\n")
