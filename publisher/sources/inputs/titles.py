"""Titles that are HTML, or that are missing."""

from __future__ import annotations

import re
from html import unescape

from publisher.text.characters import one_line
from publisher.text.html.sanitize import sanitize
from publisher.text.html.to_text import plain_text

#: Letters of a title made of the first words.
LONGEST = 60

#: So much of a text is looked at for its first words.
_SAMPLE = 4000

_BREAK = re.compile(r"<br\s*/?>|</?wbr\s*/?>", re.IGNORECASE)
_INLINE = re.compile(
    r"<(a|b|big|cite|code|del|em|font|i|ins|kbd|mark|q|s|small|span|strike|strong|sub|sup|tt|u)((?:\s[^<>]*)?)>"
    r"([^<]*)</\1\s*>",
    re.IGNORECASE,
)


def title_text(title: str) -> str:
    """Return the words of a title that is HTML; what only looks like a tag stays.

    >>> title_text("Tom &amp; <em>Jerry&#39;s</em> List<Mouse>")
    "Tom & Jerry's List<Mouse>"
    """
    if "<" in title:
        title = _BREAK.sub(" ", title)
        for _ in range(4):
            inner = _INLINE.sub(lambda found: found[3], title)
            if inner == title:
                break
            title = inner
    return one_line(unescape(title) if "&" in title else title)


def first_words(html: str) -> str:
    """Return the first words of a post as a title; empty if it has none.

    >>> first_words("<p>Rain <b>again</b>.</p><p>And more.</p>")
    'Rain again.'
    """
    text = plain_text(sanitize(html[:_SAMPLE], base=""))
    line = one_line(text.split("\n", 1)[0])
    if len(line) <= LONGEST:
        return line
    cut = line[: LONGEST + 1]
    return (cut[: cut.rfind(" ")] if " " in cut else cut[:LONGEST]).rstrip(" ,;:.-–—") + "…"
