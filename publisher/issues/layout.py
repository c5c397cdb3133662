"""An issue with everything that its two parts show: entries in their places, words of the language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from publisher.model.entry import Citation, Entry
from publisher.model.issue import Issue
from publisher.text.languages.locales import direction, full_day, period
from publisher.text.languages.messages import FALLBACK, MailMessages, is_translated, messages

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


#: Longest summary of an article, and longest preheader made from titles: what mail programs show of it.
SUMMARY_LIMIT = 700
PREHEADER_LIMIT = 110


@dataclass(frozen=True, slots=True, kw_only=True)
class Masthead:
    """What the mail says about the publication."""

    title: str
    subtitle: str
    home: str
    language: str
    postal_address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose:
    """The editor's words: as written, and as sanitised HTML."""

    markdown: str = ""
    html: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One entry as the mail shows it."""

    #: Name of the place in the mail that the list of contents leads to.
    anchor: str
    title: str
    url: str | None
    #: The day, with its weekday, in the publication's language.
    date: str
    #: Names of the authors; empty where all articles have the same.
    authors: str
    summary: str
    #: Language and direction, where they are not the mail's own.
    language: str | None
    direction: str | None
    blurb: Prose
    sources: tuple[tuple[Span, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A section with its articles."""

    title: str
    articles: tuple[Article, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What a template gets."""

    number: int
    subject: str
    preheader: str
    #: Name of the period, such as ``februari 2018``; empty where the issue has none.
    period: str
    language: str
    direction: str
    masthead: Masthead
    intro: Prose
    parts: tuple[Part, ...]
    phrases: MailMessages
    #: What `phrases` are in.
    phrases_language: str

    @property
    def articles(self) -> tuple[Article, ...]:
        """All articles, in order."""
        return tuple(article for part in self.parts for article in part.articles)


def write_letter(
    issue: Issue, *, entries: Mapping[str, Entry], masthead: Masthead, prose: Mapping[str, Prose]
) -> Letter:
    """Put an issue and its entries together.

    Args:
        issue: What the editor chose and wrote.
        entries: Each entry of the issue, by ref.
        masthead: The publication.
        prose: The editor's words: the introduction under the empty name, blurbs by ref.
    """
    authors = {_names(entries[ref]) for ref in issue.refs}
    anchors = {ref: f"a{position}" for position, ref in enumerate(issue.refs, 1)}
    parts = tuple(
        Part(
            title=section.title,
            articles=tuple(
                _article(
                    entries[ref],
                    anchor=anchors[ref],
                    language=masthead.language,
                    blurb=prose.get(ref, Prose()),
                    with_authors=len(authors) > 1,
                )
                for ref in section.entries
            ),
        )
        for section in issue.sections
        if section.entries
    )
    dated = issue.since is not None and issue.until is not None
    return Letter(
        number=issue.number,
        subject=issue.subject,
        preheader=issue.preheader or shorten(" · ".join(entries[ref].title for ref in issue.refs), PREHEADER_LIMIT),
        period=period(issue.since, issue.until, masthead.language) if dated else "",  # type: ignore[arg-type]
        language=masthead.language,
        direction=direction(masthead.language),
        masthead=masthead,
        intro=prose.get("", Prose()),
        parts=parts,
        phrases=messages(masthead.language).mail,
        phrases_language=masthead.language if is_translated(masthead.language) else FALLBACK,
    )


def _article(entry: Entry, *, anchor: str, language: str, blurb: Prose, with_authors: bool) -> Article:
    foreign = entry.language.split("-")[0].lower() != language.split("-")[0].lower()
    return Article(
        anchor=anchor,
        title=entry.title,
        url=entry.url if entry.url and urlsplit(entry.url).scheme in ("http", "https") else None,
        date=full_day(entry.published.date(), language),
        authors=_names(entry) if with_authors else "",
        summary=shorten(entry.summary, SUMMARY_LIMIT),
        language=entry.language if foreign else None,
        direction=direction(entry.language) if foreign else None,
        blurb=blurb,
        sources=tuple(spans_of(citation) for citation in entry.citations),
    )


def _names(entry: Entry) -> str:
    return ", ".join(author.name for author in entry.authors)
