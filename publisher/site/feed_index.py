"""All feeds of a publication, for people and for their readers: a page and an OPML file."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

from publisher.feeds import FILE_NAMES
from publisher.feeds.constructs import as_sparing_html
from publisher.feeds.planned import ListedFeed
from publisher.site.article import FOLDER as PAGES
from publisher.site.article import LIST as PAGE_LIST
from publisher.text.characters import replace_illegal
from publisher.text.languages.locales import direction
from publisher.text.languages.messages import fallback_attributes, messages

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from publisher.config import FeedFormat
    from publisher.model.channel import Channel
    from publisher.site.article import TemplateFinder

#: Names of the files, beside the feed of the whole site.
PAGE = "index.html"
OPML = "feeds.opml"

#: In the page, and in nobody else's.
PAGE_MARK = b'<meta name="generator" content="Publisher">'

#: Templates that they are made from.
TEMPLATES = ("feeds.html", "feed.css")


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
        words = messages(language).pages
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
            speaks=fallback_attributes(language),
            address=self.address,
            feeds=site.links,
            others=[(headings[kind], list(feeds)) for kind, feeds in groupby(others, key=lambda feed: feed.kind)],
            opml=OPML,
            posts=f"{PAGES}/{PAGE_LIST}" if with_posts else None,
        )
        return replace_illegal(text).encode()

    def style(self) -> bytes:
        """Return the style sheet of feeds that a person opens in a browser."""
        words = messages(self.channel.language).pages
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
    return escape(replace_illegal(value))


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
