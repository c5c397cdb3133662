"""A summary cut from the text, where the author wrote none."""

import re
from html import unescape

from publisher.content.tags import TAG

#: Characters of a cut summary, about: two or three lines of a mail.
LENGTH = 300

_PARAGRAPH = re.compile(r"<p(?:\s[^>]*)?>(.*?)</p>", re.DOTALL)
_SENTENCE_END = re.compile(r"[.!?…。！？](?:[\"'”’»)\]」』]*)(?=\s|$)|[。！？]")


def cut_summary(html: str, text: str) -> str:
    """Return the opening of a post in about `LENGTH` characters, as plain text.

    It is taken from the paragraphs of *html*, so that no heading, table or
    code gets into it; from *text* where there are none.
    """
    prose: list[str] = []
    length = 0
    for found in _PARAGRAPH.finditer(html):
        words = " ".join(unescape(TAG.sub("", found[1])).split())
        if words:
            prose.append(words)
            length += len(words) + 1
        if length > LENGTH:
            break
    return shortened(" ".join(prose or text.split()))


def shortened(text: str) -> str:
    """Return *text*, or its opening with an ellipsis when it is longer than `LENGTH` characters.

    The end of a sentence is preferred to the end of a word.
    """
    if len(text) <= LENGTH:
        return text
    opening = text[: LENGTH + 1]
    # A sentence that ends in the second half may have a few closing quotes; so many are never lost.
    ends = [
        end for found in _SENTENCE_END.finditer(opening, LENGTH // 3) if LENGTH // 2 <= (end := found.end()) <= LENGTH
    ]
    if ends:
        return f"{opening[: ends[-1]]} …"
    blank = opening.rfind(" ")
    return opening[: blank if blank > LENGTH // 2 else LENGTH].rstrip(" ,;:.–—-") + "…"
