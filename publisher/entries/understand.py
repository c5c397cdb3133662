"""A raw post becomes an entry, step by step."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from html import unescape
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from publisher.entries.citations import find_citations
from publisher.model.entry import Citation, Entry, Link, Person, SummaryOrigin
from publisher.model.post import Identity, Post
from publisher.text.characters import legal, one_line
from publisher.text.html.sanitize import sanitize, sanitize_rendered
from publisher.text.html.to_text import opening_text, plain_text
from publisher.text.html.tree import TAG
from publisher.text.languages.detection import ENOUGH, OPENING, detect

_ANCHOR = re.compile(r'<a (?:[^>"]*+"[^"]*+" )*?href="([^"]*+)"[^>]*+>((?:[^<]++|<(?!/a>))*+)</a>')
_SCHEMES = ("http://", "https://", "ftp://")
_ALT = re.compile(r'\salt="([^"]*)"')


def read_links(html: str, *, base: str = "") -> tuple[Link, ...]:
    """Return the links of *html* in order, each as often as it stands there.

    Args:
        html: Sanitised, with absolute addresses.
        base: Address of the post; links within its own page are left out.

    >>> read_links('<a href="https://example.com">example.com</a>')[0].kind
    'host'
    """
    inner = f"{base}#" if base else None
    links: list[Link] = []
    for url, content in _ANCHOR.findall(html):
        address = unescape(url) if "&" in url else url
        if not (address.startswith(_SCHEMES) or address.lower().startswith(_SCHEMES)):
            continue
        if inner and address.startswith(inner):
            continue
        text = _words_of_link(content)
        kind = "host" if address == f"https://{text}" and "/" not in text else "url"
        links.append(Link(url=address, text=text or address, kind="host" if kind == "host" else "url"))
    return tuple(links)


def _words_of_link(content: str) -> str:
    if "<" not in content:
        words = content
    else:
        words = TAG.sub("", content)
        if not words.strip() and (alt := _ALT.search(content)):
            words = alt[1]
    squeezed = " ".join(words.split())
    return unescape(squeezed) if "&" in squeezed else squeezed


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


#: So many more characters of HTML mostly hold as many of text.
_MARKUP = 200
_MARKED = re.compile(r"</?[A-Za-z][^<>]*>")


@dataclass(slots=True, kw_only=True)
class Reading:
    """What is known of a post so far; each step adds to it."""

    post: Post
    #: Absolute address of the post.
    base: str
    #: Language of the publication, for posts too short to tell theirs.
    home_language: str
    language: str = ""
    #: Opening paragraph of a plain text.
    lead: str | None = None
    html: str = ""
    #: Every tag in it is of our own making.
    all_ours: bool = False
    summary: str = ""
    summary_origin: SummaryOrigin = "cut"
    links: tuple[Link, ...] = ()
    citations: tuple[Citation, ...] = field(default=())


def render(reading: Reading) -> None:
    """Make HTML of whatever the post is written in."""
    post = reading.post
    if post.markup == "html":
        reading.html = post.body
    elif post.markup == "markdown":
        from publisher.text.markup import markdown

        reading.html, reading.all_ours = markdown.render(post.body)
    else:
        from publisher.text.markup.plain_blocks import lead, read_blocks, render_blocks

        body = legal(post.body)
        reading.language = post.language or _language_of(lambda size: body[:size], reading.home_language)
        blocks = read_blocks(body)
        reading.lead = lead(blocks)
        reading.html = render_blocks(blocks, language=reading.language)


def clean(reading: Reading) -> None:
    """Take out what is dangerous, and make addresses absolute."""
    reading.html = (sanitize_rendered if reading.all_ours else sanitize)(reading.html, base=reading.base)


def find_language(reading: Reading) -> None:
    """Take the language that the source names, else the one the text is in."""
    if not reading.language:
        html = reading.html
        reading.language = reading.post.language or _language_of(
            lambda size: _opening(html, size), reading.home_language
        )


def _language_of(opening: Callable[[int | None], str], home: str) -> str:
    """Return the language of a text, or *home* where it cannot be told."""
    if language := detect(opening(OPENING), home, is_opening=True):
        return language
    return detect(opening(ENOUGH), home) or detect(opening(None), home) or home


def _opening(html: str, size: int | None) -> str:
    """Return the first *size* characters of the text, whatever markup is in it; all of it without a size."""
    if size is None:
        return plain_text(html)
    length = size + _MARKUP
    while len(text := opening_text(html, length)) < size and length < len(html):
        length *= 2
    return text[:size]


def summarise(reading: Reading) -> None:
    """Take the author's summary, else the lead, else cut one."""
    if explicit := one_line(reading.post.summary or ""):
        reading.summary, reading.summary_origin = explicit, "explicit"
    elif reading.lead:
        reading.summary, reading.summary_origin = reading.lead, "lead"
    else:
        reading.summary, reading.summary_origin = cut_summary(reading.html), "cut"


def collect_links(reading: Reading) -> None:
    """List the addresses that the text names."""
    reading.links = read_links(reading.html, base=reading.base)


def cite(reading: Reading) -> None:
    """List the sources that the post names."""
    reading.citations = find_citations(reading.html)


STEPS = (render, clean, find_language, summarise, collect_links, cite)


def understand(
    post: Post,
    *,
    identity: Identity,
    language: str,
    zone: ZoneInfo,
    hour: int,
    authors: tuple[Person, ...] = (),
    tags: tuple[str, ...] = (),
) -> Entry:
    """Return the entry that *post* is, without its plain text: `plain_text.with_text` makes that for whoever asks.

    Args:
        post: As an importer handed it over.
        identity: Its permanent id, ref and address.
        language: Language of the publication (BCP 47), where the post's own cannot be told.
        zone: Zone of the publication.
        hour: Hour of the day for posts that have a date only.
        authors: Who wrote posts that name nobody.
        tags: Given to every post of the source, after its own.
    """
    reading = Reading(post=post, base=identity.url, home_language=language)
    read_through((reading,))
    return conclude(reading, identity, zone=zone, hour=hour, authors=authors, tags=tags)


def read_through(readings: Sequence[Reading]) -> None:
    """Take every step with all of them before the next: one thing at a time suits the processor's caches."""
    for step in STEPS:
        for reading in readings:
            step(reading)


def conclude(
    reading: Reading,
    identity: Identity,
    *,
    zone: ZoneInfo,
    hour: int,
    authors: tuple[Person, ...] = (),
    tags: tuple[str, ...] = (),
) -> Entry:
    """Return the entry of a post that was read through; the arguments are those of `understand`."""
    post = reading.post
    published, date_only = in_zone(post.published, zone, hour)
    updated = identity.updated or post.updated
    return Entry(
        id=identity.id,
        ref=identity.ref,
        url=identity.url,
        title=one_line(post.title),
        authors=_named(post.authors) or authors,
        published=published,
        date_only=date_only,
        updated=in_zone(updated, zone, hour)[0] if updated else None,
        language=reading.language,
        summary=reading.summary,
        summary_origin=reading.summary_origin,
        html=reading.html,
        tags=tuple(dict.fromkeys(filter(None, map(one_line, (*post.tags, *tags))))),
        links=reading.links,
        citations=reading.citations,
        enclosures=post.enclosures,
        image=post.image,
        image_alt=one_line(post.image_alt) if post.image else "",
        episode=post.episode,
        contributors=_named(post.contributors),
        republished=post.republished,
        status=post.status,
        origin=post.origin,
    )


def _named(people: tuple[Person, ...]) -> tuple[Person, ...]:
    """Return people with names as readers show them: without markup and controls, which some tools write there."""
    if all("</" not in person.name and person.name.isprintable() for person in people):
        return people
    cleaned = (replace(person, name=one_line(_MARKED.sub("", person.name))) for person in people)
    return tuple(person for person in cleaned if person.name)


def in_zone(moment: date | datetime, zone: ZoneInfo, hour: int) -> tuple[datetime, bool]:
    """Return *moment* as an aware time in *zone*, and whether it was a date only.

    >>> in_zone(date(2018, 2, 26), ZoneInfo("Europe/Amsterdam"), 12)[0].isoformat()
    '2018-02-26T12:00:00+01:00'
    """
    if not isinstance(moment, datetime):
        return datetime.combine(moment, time(hour), zone), True
    if moment.utcoffset() is None:
        return moment.replace(tzinfo=zone), False
    return moment.astimezone(zone), False
