"""HTML nested deeper than anybody writes, which would cost a parser time by the square of its depth."""

import re

#: Levels of blocks that are kept; browsers give up at 512.
DEEPEST = 300

#: With fewer tags nothing can be deep enough to cost time.
_FEW = 2000

_BLOCK = re.compile(
    r"<(/?)(?:address|article|aside|blockquote|center|details|dir|div|dl|fieldset|figcaption|figure|footer|header"
    r"|listing|main|menu|nav|ol|pre|rp|rt|section|summary|ul)\b[^<>]*+>",
    re.IGNORECASE,
)


def without_depths(html: str) -> str:
    """Return *html* without the tags of blocks that stand more than `DEEPEST` deep; their words stay.

    >>> without_depths("<div>" * 3000 + "x").count("<div>")
    300
    """
    if html.count("<") <= _FEW:
        return html
    depth = dropped = 0

    def kept(found: re.Match[str]) -> str:
        nonlocal depth, dropped
        if found[1]:
            if dropped:
                dropped -= 1
                return ""
            depth = max(0, depth - 1)
        elif depth == DEEPEST:
            dropped += 1
            return ""
        else:
            depth += 1
        return found[0]

    return _BLOCK.sub(kept, html)
