"""Our own words on pages and in mails: one file a language, with a table for each place where they stand.

To add a language, copy ``en.toml`` to the language's primary subtag (BCP 47) and translate it.
"""

from __future__ import annotations

from functools import cache

from markupsafe import Markup
from msgspec import Struct, convert

from publisher.text.data import files_in, read_table

#: What we speak where the language asked for has no file.
FALLBACK = "en"


class PageMessages(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words on the pages for readers."""

    #: Heading of the list of pages, and the link back to it.
    all_posts: str
    #: Heading above one cited source, and above several.
    source: str
    sources: str
    #: Before the day of the last change.
    updated: str
    #: Before the names of the feeds.
    subscribe: str
    #: Heading of the list of feeds.
    feeds: str
    #: Heading above the explanation, and the explanation.
    how_to_subscribe: str
    how: str
    #: To a person who opened a feed in a browser.
    this_is_a_feed: str
    #: What the feed of all posts is for, and headings above the others.
    whole_site: str
    chosen: str
    tags: str
    authors: str
    years: str
    languages: str
    origins: str
    #: The link to the list for feed readers.
    opml: str


class MailMessages(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words in an issue; ``{number}`` and ``{publication}`` are filled in."""

    #: Heading of the list of contents.
    contents: str
    #: Link to the whole article.
    read_on: str
    #: Before one cited source, and before several.
    source: str
    sources: str
    #: What stands between a word such as `source` and what it announces.
    colon: str
    #: The issue's number in the masthead.
    number: str
    #: Why the recipient gets this mail.
    why: str
    #: Link in the HTML, and the line above the address in the text.
    unsubscribe: str
    unsubscribe_here: str


class Messages(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All words of one language."""

    pages: PageMessages
    mail: MailMessages


@cache
def translations() -> frozenset[str]:
    """Return the languages that have a file, as primary subtags."""
    return files_in("languages/messages")


def is_translated(language: str) -> bool:
    """Tell whether there are messages in a language (BCP 47).

    >>> is_translated("pt-BR"), is_translated("ga")
    (True, False)
    """
    return _primary(language) in translations()


def messages(language: str) -> Messages:
    """Return the messages in a language (BCP 47); in English where it has no file.

    >>> messages("pt-BR").pages.sources
    'Fontes'
    """
    return _read(_primary(language) if is_translated(language) else FALLBACK)


def fallback_attributes(language: str) -> Markup:
    """Return the attributes of an element with our words on a page in *language*: none if the words are in that.

    >>> fallback_attributes("he"), fallback_attributes("pt-BR")
    (Markup(' lang="en" dir="ltr"'), Markup(''))
    """
    return Markup("" if is_translated(language) else f' lang="{FALLBACK}" dir="ltr"')  # noqa: S704  # no input


@cache
def _read(primary: str) -> Messages:
    return convert(read_table(f"languages/messages/{primary}.toml"), Messages)


def _primary(language: str) -> str:
    return language.replace("_", "-").partition("-")[0].lower()
