"""A summary cut from the text, where the author wrote none."""

import re
from collections.abc import Iterator
from html import unescape

from publisher.content.plain_text import plain_text
from publisher.content.tags import TAG

#: Characters of a cut summary, about: two or three lines of a mail.
LENGTH = 300

#: What a tag of a paragraph has behind its name, unlike one of what is preformatted.
_BEHIND_P = "> "
#: Characters of a paragraph in which those of a summary mostly are, whatever tags are among them.
_OPENING = 600
#: So many characters are left of an opening that is long enough, though half an entity may stand at its end.
_MORE = LENGTH + 40
#: The number of a footnote: a raised link to another place of the page.
_NOTE_REFERENCE = re.compile(r'<sup\b[^<>]*>\s*<a\b[^<>]*\shref="[^"<>]*#[^"<>]*"[^<>]*>[^<>]{0,5}</a>\s*</sup>')
_FIRST_NOTE = '<div class="footnote-definition"'
_SENTENCE_END = re.compile(r"[.!?…。！？](?:[\"'”’»)\]」』]*)(?=\s|$)|[。！？]")


def cut_summary(html: str) -> str:
    """Return the opening of a post in about `LENGTH` characters, as plain text.

    It is taken from the paragraphs of sanitised *html*, so that no heading,
    table, code or footnote gets into it; from all of it where there are none.
    """
    if "<sup" in html:
        html = _NOTE_REFERENCE.sub("", html.partition(_FIRST_NOTE)[0] or html)
    prose: list[str] = []
    length = 0
    for words in filter(None, _paragraphs(html)):
        prose.append(words)
        length += len(words) + 1
        if length > LENGTH:
            break
    return shortened(" ".join(prose or plain_text(html).split()))


def _paragraphs(html: str) -> Iterator[str]:
    """Yield the words of each paragraph; of a long one only its opening."""
    end = 0
    while (start := html.find("<p", end)) >= 0:
        start, end = html.find(">", start) + 1, start + 2
        if html[end] in _BEHIND_P:
            end = html.find("</p>", start)
            if end < 0:
                return
            words = _words(_whole_tags(html[start : min(end, start + _OPENING)]))
            yield words if end <= start + _OPENING or len(words) > _MORE else _words(html[start:end])


def _whole_tags(html: str) -> str:
    tag = html.rfind("<")
    return html[:tag] if tag > html.rfind(">") else html


def _words(html: str) -> str:
    if "<br" in html:
        html = html.replace("<br", " <br")
    text = TAG.sub("", html) if "<" in html else html
    return " ".join((unescape(text) if "&" in text else text).split())


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
