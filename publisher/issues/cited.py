"""Cited sources as a mail shows them: short, with their addresses linked."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from publisher.model.entry import Citation

#: Longest citation that is shown whole, and longest address in it.
LIMIT = 160
ADDRESS_LIMIT = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of text, with the address it leads to if it is a link."""

    text: str
    url: str | None = None


def shorten(text: str, limit: int) -> str:
    """Return a text of at most *limit* characters, cut between words, with an ellipsis where it was cut.

    >>> shorten("one two three", 10)
    'one two…'
    """
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    cut = text[:limit]
    if " " in cut[limit // 2 :]:
        cut = cut[: cut.rindex(" ")]
    return cut.rstrip(" ,;:.·–—-(") + "…"


def spans_of(citation: Citation, *, limit: int = LIMIT) -> tuple[Span, ...]:
    """Return a citation as text and links.

    A long citation is shown as the work it names, or cut.  An address that is
    printed in what is shown becomes a link where it stands; a single one that
    is not carries the whole text; of several, the hosts follow it.
    """
    shown = " ".join(citation.text.split())
    if len(shown) > limit:
        shown = shorten(citation.work or shown, limit)
    urls = [url for url in dict.fromkeys(citation.urls) if urlsplit(url).scheme in ("http", "https")]
    printed = list(_printed(shown, urls))
    missing = [url for url in urls if url not in {url for _, _, url in printed}]
    if len(urls) == 1 and missing:
        return (Span(text=shown, url=urls[0]),)
    spans = list(_split(shown, printed))
    for url in missing:
        spans += [Span(text=" · "), Span(text=urlsplit(url).netloc.removeprefix("www."), url=url)]
    return tuple(spans)


def _printed(text: str, urls: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Yield where each address is printed, as start, end and address, none over another."""
    taken: list[range] = []
    for url in sorted(urls, key=len, reverse=True):
        found = next((place for spelling in _spellings(url) for place in _places(spelling, text, taken)), None)
        if found is not None:
            taken.append(found)
            yield found.start, found.stop, url


def _places(spelling: str, text: str, taken: Sequence[range]) -> Iterator[range]:
    """Yield where a spelling stands by itself, outside of what is taken."""
    for match in re.finditer(rf"(?<![\w.@/-]){re.escape(spelling)}(?![\w-])", text, re.IGNORECASE):
        if not any(match.start() < one.stop and one.start < match.end() for one in taken):
            yield range(*match.span())


def _spellings(url: str) -> tuple[str, ...]:
    """Return how a person may have printed an address, longest first."""
    bare = url.split("://", 1)[1]
    whole = (url, url.rstrip("/"), bare, bare.rstrip("/"), bare.removeprefix("www.").rstrip("/"))
    return tuple(dict.fromkeys(whole))


def _split(text: str, printed: Sequence[tuple[int, int, str]]) -> Iterator[Span]:
    position = 0
    for start, end, url in sorted(printed):
        if start > position:
            yield Span(text=text[position:start])
        yield Span(text=shorten(text[start:end], ADDRESS_LIMIT), url=url)
        position = end
    if position < len(text):
        yield Span(text=text[position:])
