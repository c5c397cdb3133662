"""What publisher.toml may say.

Each struct below is one table of the file, each attribute one key.  The text
under a key is its reference documentation: ``docs/reference`` is made from it.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec

from publisher.model.post import Sameness, Undated

PLACEHOLDER_HOME = "https://example.org/"

#: A permalink pattern may name these.
PERMALINK_FIELDS = ("year", "month", "day", "slug", "ref")

#: The subject of an issue may name these.
SUBJECT_FIELDS = ("publication", "period", "number")

Hour = Annotated[int, msgspec.Meta(ge=0, le=23)]
Port = Annotated[int, msgspec.Meta(ge=1, le=65535)]
Count = Annotated[int, msgspec.Meta(ge=0)]
Seconds = Annotated[int, msgspec.Meta(ge=1)]
Positive = Annotated[int, msgspec.Meta(ge=1)]

FeedFormat = Literal["atom", "rss", "json"]
Content = Literal["full", "summary"]
Grouping = Literal["tag", "author", "year", "language", "source"]

#: Folders in that of the feeds that no feed can have for a name.
TAKEN_NAMES = ("archive", "author", "language", "posts", "source", "tag", "year")


class Table(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What all tables share."""


class Author(Table, frozen=True, kw_only=True):
    """Somebody who writes; a plain string stands for a name alone."""

    name: str
    """Name, as readers see it."""
    email: str | None = None
    """Mail address; it stands in the feeds, so that everybody can read it."""
    url: str | None = None
    """Address of the author's own site."""


class Publication(Table, frozen=True, kw_only=True):
    """[publication]: who publishes, where and in which language."""

    title: str
    """Name of the publication, as readers see it."""
    subtitle: str = ""
    """One line below the title."""
    home: str = PLACEHOLDER_HOME
    """Address of the website. While it is the placeholder, ids are provisional and nothing can be sent."""
    language: str = "en"
    """Language of the publication as a BCP 47 tag, such as `nl` or `pt-BR`."""
    timezone: str = "UTC"
    """Zone of the dates, by its IANA name, such as `Europe/Amsterdam`."""
    authors: tuple[Author, ...] = ()
    """Authors of posts that name none: names, or tables with `name`, `email` and `url`."""
    id_authority: str | None = None
    """Host or mail address in the permanent ids (RFC 4151); by default the host of `home`. Never change it later."""
    rights: str = ""
    """Copyright line of the feeds."""
    logo: str | None = None
    """Address of an image for the feeds, wider than high."""
    icon: str | None = None
    """Address of a small square image for the feeds."""


class Source(Table, frozen=True, kw_only=True):
    """[[source]]: a place that posts come from, read again by every build."""

    path: str | None = None
    """File or folder, relative to publisher.toml; what Publisher writes itself is passed over in it."""
    url: str | None = None
    """Address of a feed or another document to fetch, instead of `path`. What its feed drops is kept."""
    follow: Count = 0
    """Most pages to read of those that a sitemap or a list of posts leads to, or most older documents of a feed; 0 for
    what stands at `url` alone."""
    title: str | None = None
    """Name of the source in the title of its feed; by default its path or address."""
    kind: str | None = None
    """Importer, such as `archive`; found from the content when left out."""
    permalink: str | None = None
    """Pattern of the posts' addresses, of `{year}`, `{month}`, `{day}`, `{slug}` and `{ref}`: `/{year}/{slug}.html`."""
    author: str | None = None
    """Author of posts that name none."""
    hour: Hour = 12
    """Hour of the day, in the publication's zone, for posts that have a date only."""
    tags: tuple[str, ...] = ()
    """Tags that every post of this source gets."""
    include: tuple[str, ...] = ()
    """Patterns of files to read in a folder, such as `*.txt`; all when empty."""
    exclude: tuple[str, ...] = ()
    """Patterns of files to leave out."""
    match: Sameness | None = None
    """After a move to another importer: which posts keep the ids that they had there, by their address or by title and
    date. Say it before the first import."""
    undated: Undated = "reject"
    """Where posts of Markdown files, and of feeds that are files, get a missing date: nowhere, or from the time of the
    file, which copying may change."""
    encoding: str | None = None
    """Encoding of text files; found, and reported where it is a guess, when left out."""

    @property
    def place(self) -> str:
        """The path or the address, whichever it has."""
        return self.url or self.path or ""


class Fetch(Table, frozen=True, kw_only=True):
    """[fetch]: how sources with a `url` are fetched."""

    interval: Count = 10
    """Minutes that pass at least before a build asks an address again; longer where its server or feed says so, 0 for
    every build."""
    allow_private: tuple[str, ...] = ()
    """Hosts, addresses and networks of your own to fetch from, such as `10.0.0.0/8`; no private address otherwise."""
    timeout: Seconds = 20
    """Seconds to wait for a connection, and for the next bytes."""
    max_time: Seconds = 120
    """Seconds that one document may take."""
    max_size_mb: Positive = 20
    """Size of the largest document, in megabytes, decompressed."""


class Feeds(Table, frozen=True, kw_only=True):
    """[feeds]: what `publisher build` writes."""

    directory: str = "feeds"
    """Folder of the feeds, relative to publisher.toml."""
    base_url: str | None = None
    """Address at which that folder is served; by default `feeds/` below `home`."""
    formats: tuple[FeedFormat, ...] = ("atom", "rss", "json")
    """Formats to write: `atom`, `rss`, `json`."""
    entries: Count = 100
    """Newest entries in each feed; 0 for all."""
    content: Content = "full"
    """Whether feeds carry the whole post or the summary alone."""
    by: tuple[Grouping, ...] = ()
    """Feeds of their own for each `tag`, `author`, `year`, `language` and `source`."""
    archive: bool = False
    """Whether older entries stay reachable from each feed, in archive documents (RFC 5005)."""
    hub: str | None = None
    """WebSub hub that tells subscribers of news; `publisher build --ping` tells the hub."""
    podcast_category: str = ""
    """Makes podcasts of feeds with sound: a category of Apple's, such as `Society & Culture > Places & Travel`.

    One of the authors needs an `email`."""
    podcast_explicit: bool | None = None
    """Whether the podcasts are not for children; by default they are not as soon as one of their episodes is not."""
    ttl: Count = 60
    """Minutes for which readers of RSS may keep a copy; 0 says nothing about it."""


class Feed(Table, frozen=True, kw_only=True):
    """[[feed]]: a feed of chosen posts; all that is said about them must hold."""

    name: str
    """Folder of the feed: lower-case letters, digits and hyphens. It stands in the address; never change it later."""
    title: str
    """Title, as readers see it."""
    subtitle: str = ""
    """One line below the title."""
    tags: tuple[str, ...] = ()
    """Posts with all of these tags."""
    author: str | None = None
    """Posts of this author."""
    language: str | None = None
    """Posts in this language."""
    source: str | None = None
    """Posts of the source with this path or address."""
    since: date | None = None
    """Posts of this day and later."""
    until: date | None = None
    """Posts of this day and earlier."""
    search: str | None = None
    """Posts with all of these words in their title or text."""
    entries: Count | None = None
    """Newest entries in this feed, 0 for all; by default as in [feeds]."""
    content: Content | None = None
    """`full` or `summary`; by default as in [feeds]."""


class Digest(Table, frozen=True, kw_only=True):
    """[digest]: the periodic mail."""

    subject: str = "{publication} · {period}"
    """Subject of a new issue; `{publication}`, `{period}` and `{number}` are filled in."""
    sender: str | None = msgspec.field(default=None, name="from")
    """Sender of the mails: `Name <address>`."""
    reply_to: str | None = None
    """Where answers go, if not to the sender."""
    intro: str = ""
    """Text (Markdown) that a new issue opens with."""
    postal_address: str = ""
    """Postal address for the footer; the law of many countries asks for one."""


class Smtp(Table, frozen=True, kw_only=True):
    """[smtp]: the mail server that sends the digest."""

    host: str = "localhost"
    """Name of the server."""
    port: Port | None = None
    """Port; by default 587 for STARTTLS, 465 for TLS and 25 for none."""
    security: Literal["starttls", "tls", "none"] = "starttls"
    """`starttls`, `tls` (from the first byte) or `none` (only for a server on this machine)."""
    username: str | None = None
    """Name to log in with; without it no login is made."""
    password_env: str | None = None
    """Environment variable that holds the password."""
    password_command: str | None = None
    """Command that prints the password, such as `pass show mail`."""
    rate: str | None = None
    """Most messages in a time, such as `300/hour`: a second, minute, hour or day; no limit when left out."""
    timeout: Seconds = 60
    """Seconds to wait for an answer of the server."""
    ca_file: str | None = None
    """File with the certificate authority of a private server, relative to publisher.toml."""


class List(Table, frozen=True, kw_only=True):
    """[list]: the mailing list as mail programs see it."""

    id: str | None = None
    """List-Id (RFC 2919), such as `digest.example.org`; by default made from the title and the host of `home`."""
    unsubscribe_mailto: str | None = None
    """Address that receives requests to unsubscribe; by default the sender."""
    bounce_address: str | None = None
    """Envelope sender, which receives delivery reports; by default the sender."""


class Config(Table, frozen=True, kw_only=True):
    """The whole of publisher.toml."""

    publication: Publication
    source: tuple[Source, ...] = ()
    feeds: Feeds = Feeds()
    feed: tuple[Feed, ...] = ()
    digest: Digest = Digest()
    smtp: Smtp = Smtp()
    list: List = List()
    fetch: Fetch = Fetch()

    @property
    def feeds_url(self) -> str:
        """Address at which the feeds' folder is served, with a slash at its end."""
        return self.feeds.base_url or f"{self.publication.home}feeds/"
