"""Parts of HTML that are to be left as they stand: code, scripts, styles."""

import re

_OPENING = re.compile(r"<(pre|code|script|style|svg|textarea)(?=[\s>/])[^<>]*>|<!--", re.IGNORECASE)
_CLOSING = {
    name: re.compile(rf"</{name}\s*>", re.IGNORECASE) for name in ("pre", "code", "script", "style", "svg", "textarea")
} | {"": re.compile("-->")}


def literal_spans(html: str) -> list[tuple[int, int]]:
    """Return start and end of each element of code, script or style and of each comment, in order, none in another.

    What is never closed is no span.

    >>> literal_spans("a<pre>b</pre>c<!--d-->e<pre>")
    [(1, 13), (14, 22)]
    """
    spans: list[tuple[int, int]] = []
    #: Names that nothing closes any more: searching again would cost the whole text each time.
    hopeless: set[str] = set()
    position = 0
    while found := _OPENING.search(html, position):
        position = found.end()
        name = (found[1] or "").lower()
        if name in hopeless:
            continue
        closing = _CLOSING[name].search(html, position)
        if closing is None:
            hopeless.add(name)
            continue
        position = closing.end()
        spans.append((found.start(), position))
    return spans
