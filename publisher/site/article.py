"""Pages for entries that have no other address: one each, and a list of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from itertools import groupby
from typing import TYPE_CHECKING, Protocol
from urllib.parse import unquote, urlsplit

from msgspec.structs import replace

from publisher.catalog.feeds import PageLine
from publisher.feeds import FILE_NAMES, MEDIA_TYPES
from publisher.feeds.constructs import uri
from publisher.feeds.planned import TITLES, FeedLink
from publisher.text.characters import replace_illegal
from publisher.text.languages.locales import day_of_month, direction, full_day, month
from publisher.text.languages.messages import fallback_attributes, messages

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jinja2 import Template

    from publisher.model.channel import Channel
    from publisher.model.entry import Citation, Entry, Person

#: Folder of the pages, below that of the feeds.
FOLDER = "posts"

#: Name of the list, in the same folder.
LIST = "index.html"

#: Templates that the pages are made from.
TEMPLATES = ("page.html", "page.css", "article.html", "posts.html")

_TAG = re.compile(r"<[^>]*>")
_IMAGE = re.compile(r'<img((?:\s+[^\s=>]+="[^"]*")*\s*/?>)')
#: A tag between lines of text.
_BLOCK = re.compile(
    r"</?(?:address|article|aside|blockquote|br|dd|div|dl|dt|figcaption|footer|h[1-6]|hr|li|ol|p|section|t[adhr]\w*|ul)\b[^>]*>"
)
#: What stands around a source in a list: its number, and the way back of a footnote.
_NUMBERING = re.compile(r"[\W\d_]*")


class TemplateFinder(Protocol):
    """Finds templates by name, as Jinja's environment does."""

    def get_template(self, name: str) -> Template:
        """Return a template."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """Makes the pages of one publication."""

    environment: TemplateFinder
    channel: Channel
    #: Absolute address of the folder of the pages, with a slash at its end.
    address: str

    def file_name(self, entry: Entry | PageLine) -> str | None:
        """Return the name of the file that the entry's address leads to; None when it leads elsewhere."""
        name = unquote((entry.url or "").removeprefix(self.address))
        ours = entry.url is not None and entry.url.startswith(self.address) and name.endswith(".html")
        return name if ours and "/" not in name and "\\" not in name and name not in (LIST, ".html") else None

    def article(self, entry: Entry) -> bytes:
        """Return the page of one entry, in the entry's language."""
        return self._page(
            "article.html",
            entry.language,
            entry=replace(entry, authors=tuple(map(_linked, entry.authors)), html=_with_alternatives(entry.html)),
            day=full_day(entry.published, entry.language),
            updated=_later_day(entry),
            sources=_unlisted(entry),
            hosts={url: _host(url) for citation in entry.citations for url in citation.urls},
        )

    def list(self, entries: Iterable[Entry | PageLine]) -> bytes:
        """Return the list of all pages: *entries* newest first, by year and month."""
        language = self.channel.language
        years = [
            (year, [(month(first.published, language), rows) for first, rows in _months(of_year, language)])
            for year, of_year in groupby(entries, key=lambda entry: entry.published.year)
        ]
        return self._page("posts.html", language, years=years, file_name=self.file_name)

    def _page(self, template: str, language: str, **values: object) -> bytes:
        text = self.environment.get_template(template).render(
            channel=self.channel,
            language=language,
            direction=direction(language),
            phrases=messages(language).pages,
            speaks=fallback_attributes(language),
            address=self.address,
            list=LIST,
            feeds=[
                FeedLink(title, MEDIA_TYPES[kind], f"../{FILE_NAMES[kind]}")
                for kind, title in TITLES.items()
                if kind in self.channel.addresses
            ],
            **values,
        )
        return replace_illegal(text).encode()


def _months(
    entries: Iterable[Entry | PageLine], language: str
) -> Iterable[tuple[Entry | PageLine, list[tuple[str, Entry | PageLine]]]]:
    """Yield for each month its first entry, which names it, and all entries with their short day."""
    for _, of_month in groupby(entries, key=lambda entry: entry.published.month):
        rows = [(day_of_month(entry.published, language), entry) for entry in of_month]
        yield rows[0][1], rows


def _later_day(entry: Entry) -> str | None:
    """Return the day of the last change, if it is another day than that of publication."""
    if entry.updated is None:
        return None
    day = entry.updated.astimezone(entry.published.tzinfo)
    return full_day(day, entry.language) if day.date() > entry.published.date() else None


def _with_alternatives(html: str) -> str:
    """Return sanitised *html* in which each picture has a text, if an empty one: else file names are read out."""
    if "<img" not in html:
        return html
    return _IMAGE.sub(lambda image: image[0] if ' alt="' in image[0] else f'<img alt=""{image[1]}', html)


def _linked(person: Person) -> Person:
    return replace(person, url=uri(person.url)) if person.url else person


def _unlisted(entry: Entry) -> tuple[Citation, ...]:
    """Return the sources that the text names within its sentences alone; readers see the others where they stand."""
    if not entry.citations:
        return ()
    lines = [_words(unescape(_TAG.sub("", part))) for part in _BLOCK.split(entry.html)]
    return tuple(citation for citation in entry.citations if not any(_is_line(citation, line) for line in lines))


def _is_line(citation: Citation, line: str) -> bool:
    """Return whether a line of text is this source and nothing else, but for its label and its number."""
    before, found, after = line.removeprefix(citation.label).partition(_words(citation.text))
    return bool(found) and _NUMBERING.fullmatch(before + after) is not None


def _words(text: str) -> str:
    return " ".join(text.split())


def _host(url: str) -> str:
    return (urlsplit(url).hostname or url).removeprefix("www.")
