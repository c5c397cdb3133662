"""All feeds of a publication, for people and for their readers: a page and an OPML file."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING, Literal

from publisher.formats import FILE_NAMES, MEDIA_TYPES
from publisher.formats.article import FOLDER as PAGES
from publisher.formats.article import LIST as PAGE_LIST
from publisher.formats.article import TITLES, FeedLink
from publisher.formats.characters import legal
from publisher.formats.dates import direction
from publisher.formats.phrases import phrases, speaks
from publisher.formats.plain_text import as_sparing_html

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from publisher.config import FeedFormat
    from publisher.formats.article import TemplateFinder
    from publisher.model.channel import Channel

#: What a feed is for: the whole site, chosen posts, or what they have in common.
FeedKind = Literal["site", "chosen", "tag", "author", "year", "language", "source"]

#: Names of the files, beside the feed of the whole site.
PAGE = "index.html"
OPML = "feeds.opml"
STYLE = "feed.css"

#: In the page, and in nobody else's.
PAGE_MARK = b'<meta name="generator" content="Publisher">'

#: Templates that they are made from.
TEMPLATES = ("feeds.html", "feed.css")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedFeed:
    """A feed as lists name it."""

    kind: FeedKind
    #: Whole, such as ``Notes · bread``.
    title: str
    #: What it is called among its like: ``bread``.
    label: str
    language: str
    #: Relative to the list, by format.
    files: dict[FeedFormat, str]

    @property
    def links(self) -> tuple[FeedLink, ...]:
        """Return the formats in their order, each with its address relative to the list."""
        return tuple(FeedLink(TITLES[kind], MEDIA_TYPES[kind], name) for kind, name in self.files.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedList:
    """Makes the lists of one publication's feeds."""

    environment: TemplateFinder
    #: The feed of the whole site.
    channel: Channel
    #: Absolute address of the folder of the lists, with a slash at its end.
    address: str
    #: In their order: those of one kind together, the whole site first.
    feeds: Sequence[ListedFeed]

    def page(self, *, with_posts: bool) -> bytes:
        """Return the page: every feed in every format, and how to subscribe; *with_posts* links the list of posts."""
        language = self.channel.language
        words = phrases(language)
        headings = {
            "chosen": words.chosen,
            "tag": words.tags,
            "author": words.authors,
            "year": words.years,
            "language": words.languages,
            "source": words.origins,
        }
        site, *others = self.feeds
        text = self.environment.get_template("feeds.html").render(
            channel=self.channel,
            language=language,
            direction=direction(language),
            phrases=words,
            speaks=speaks(language),
            address=self.address,
            feeds=site.links,
            others=[(headings[kind], list(feeds)) for kind, feeds in groupby(others, key=lambda feed: feed.kind)],
            opml=OPML,
            posts=f"{PAGES}/{PAGE_LIST}" if with_posts else None,
        )
        return legal(text).encode()

    def style(self) -> bytes:
        """Return the style sheet of feeds that a person opens in a browser."""
        words = phrases(self.channel.language)
        text = self.environment.get_template("feed.css").render(phrases=words, string=_css_string)
        return text.encode()

    def opml(self) -> bytes:
        """Return the subscription list (OPML 2.0): each feed once, in the format that most readers know."""
        return "".join(f"{line}\n" for line in self._opml_lines()).encode()

    def _opml_lines(self) -> Iterator[str]:
        yield '<?xml version="1.0" encoding="utf-8"?>'
        yield '<opml version="2.0">'
        yield "  <head>"
        yield f"    <title>{_html(self.channel.title)}</title>"
        if self.channel.authors:
            name = self.channel.authors[0].name
            # Not said to be HTML, but taken for it where it looks like that.
            yield f"    <ownerName>{_html(name) if '<' in name else _text(name)}</ownerName>"
        yield "  </head>"
        yield "  <body>"
        for feed in self.feeds:
            kind = next(kind for kind in FILE_NAMES if kind in feed.files)
            yield (
                f'    <outline type="rss" text="{_html(feed.title)}" title="{_html(feed.title)}"'
                f' xmlUrl="{_text(self.address + feed.files[kind])}" htmlUrl="{_text(self.channel.home)}"'
                f' language="{_text(feed.language)}"{_VERSIONS[kind]}/>'
            )
        yield "  </body>"
        yield "</opml>"


#: How OPML 2.0 says the format of a feed; it has words for RSS alone.
_VERSIONS: dict[FeedFormat, str] = {"atom": "", "rss": ' version="RSS2"', "json": ""}


def _text(value: str) -> str:
    return escape(legal(value))


def _html(value: str) -> str:
    """Return a text where OPML 2.0 allows for HTML."""
    return _text(as_sparing_html(value))


def _css_string(value: str) -> str:
    r"""Return a text as CSS writes it.

    >>> _css_string('a "b" \\')
    '"a \\"b\\" \\\\"'
    """
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\a ")
    return f'"{escaped}"'
