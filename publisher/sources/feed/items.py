"""What the items of a feed have in common, whatever its format; and how a post is made of one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from html import unescape
from mimetypes import guess_type
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from msgspec.structs import replace

from publisher.model.entry import Enclosure, Episode, Origin, Person, Republished
from publisher.model.post import Post, Rejected, Warned
from publisher.sources.inputs.episodes import media_type, seconds_of
from publisher.sources.inputs.values import web_address
from publisher.sources.substack.html import with_names
from publisher.text.addresses import linked_where_marked
from publisher.text.characters import one_line
from publisher.text.html.sanitize import sanitize
from publisher.text.html.to_text import plain_text
from publisher.text.html.tree import without_depths

if TYPE_CHECKING:
    from publisher.sources.inputs.resource import Place

KIND = "feed"

#: Programs in Go write this year where they have no date.
NO_YEAR = 1

#: Characters of a title that is made of the first words.
_TITLE = 70

_BLANK_LINE = re.compile(r"\n[ \t\r]*\n\s*")
_NO_COMMENT = re.compile(r"<!(?!--|\[CDATA\[|doctype\b)", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_DAY_IN_PATH = re.compile(r"/((?:19|20)\d\d)[/-]([01]?\d)[/-]([0-3]?\d)(?=[/-]|$)")
_RELATIVE = re.compile(r"""\b(?:href|src|poster)\s*=\s*["']?\s*(?![a-z][a-z0-9+.-]*:|#|["'\s>])""", re.IGNORECASE)
_SENTENCE = re.compile(r"[.!?…。！？](?=\s|$)")
_MAILBOX = re.compile(r"[^\s@<>()]+@[^\s@<>()]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """What a feed says about all of its items."""

    #: Absolute address of the website; empty where it is not known.
    site: str = ""
    authors: tuple[Person, ...] = ()
    language: str | None = None
    #: Last change of the feed as a whole.
    changed: date | datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item as its feed has it."""

    #: 1-based.
    number: int
    #: Of the file, 1-based; None where it cannot be told.
    line: int | None = None
    #: Byte for byte, but for white space around it.
    id: str = ""
    #: Absolute address of its page.
    link: str = ""
    #: Plain text.
    title: str = ""
    html: str = ""
    #: What relative addresses in the HTML refer to.
    base: str = ""
    #: Plain text.
    summary: str = ""
    published: date | datetime | None = None
    updated: datetime | None = None
    #: The date as written, if it could not be read.
    unread_date: str = ""
    language: str | None = None
    authors: tuple[Person, ...] = ()
    contributors: tuple[Person, ...] = ()
    #: The feed that it says to be from.
    republished: Republished | None = None
    tags: tuple[str, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    image: str | None = None
    #: Plain text.
    image_alt: str = ""
    episode: Episode | None = None


#: Fields of an item that a post has unchanged.
_AS_THEY_ARE = ("contributors", "republished", "tags", "enclosures", "image", "image_alt", "episode")


@dataclass(kw_only=True)
class Items:
    """The items of one feed, being made into posts."""

    place: Place
    channel: Channel
    items: Sequence[Item]
    _shared: frozenset[str] = field(init=False)
    _keys: dict[str, int] = field(init=False, default_factory=dict)
    _borrowed: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        """Find the ids that more than one item has."""
        counts = Counter((item.id, item.link, item.title) for item in self.items if item.id)
        self._shared = frozenset(name for name, number in Counter(each[0] for each in counts).items() if number > 1)

    def posts(self) -> Iterator[Post | Rejected | Warned]:
        """Yield a post for each item that can be used."""
        for item in self.items:
            yield from self._post(item)
        if self._borrowed:
            what = "1 entry has" if self._borrowed == 1 else f"{self._borrowed} entries have"
            yield Warned(place=self.place.shown, reason=f"{what} no date; that of the feed was taken")

    def where(self, item: Item) -> str:
        """Name an item as a person would look it up."""
        if item.line is not None:
            return f"{self.place.shown}:{item.line}"
        return f"{self.place.shown}, entry {item.number}"

    def _post(self, item: Item) -> Iterator[Post | Rejected | Warned]:
        if item == Item(number=item.number, line=item.line, base=item.base, language=item.language):
            yield self._rejected(item, "it is empty", "Nothing is lost.")
            return
        html = absolute(without_depths(item.html), item.base)
        title = item.title or _opening(plain_text(sanitize(html, base=""))) or _opening(item.summary)
        title = title or _named_by_address(item)
        published = self._published(item)
        if published is None:
            yield self._undated(item, title)
            return
        # A picture alone is a post too.
        title = title or published.isoformat()[:10]
        identity = item.id
        if identity in self._shared:
            yield Warned(place=self.where(item), reason=f"other entries have the id {identity!r} too; its link counts")
            identity = ""
        identity = identity or item.link
        key = identity or f"{title} {published.isoformat()}"
        if key in self._keys:
            yield Warned(place=self.where(item), reason=f"the same entry as entry {self._keys[key]}, taken once")
            return
        self._keys[key] = item.number
        yield Post(
            key=key,
            origin=Origin(path=self.place.shown, first_line=item.line, importer=KIND),
            title=title,
            body=html,
            markup="html",
            published=published,
            updated=item.updated if item.published is not None and item.updated != item.published else None,
            foreign_id=identity or None,
            url=item.link or None,
            summary=item.summary or None,
            language=item.language or self.channel.language,
            authors=item.authors or self.channel.authors,
            **{name: getattr(item, name) for name in _AS_THEY_ARE},
        )

    def _published(self, item: Item) -> date | datetime | None:
        """Return when an item was published: as it says, else its address, its feed, or its file."""
        if found := item.published or _day_in_address(item.link):
            return found
        if self.channel.changed is not None and not item.unread_date:
            self._borrowed += 1
            return self.channel.changed
        if self.place.undated == "file time" and self.place.address is None:
            return datetime.fromtimestamp(int(self.place.path.stat().st_mtime), UTC)
        return None

    def _undated(self, item: Item, title: str) -> Rejected:
        what = f"“{title}”" if title else "it"
        if item.unread_date:
            reason = f"{what} has a date that cannot be read: {item.unread_date[:60]}"
        else:
            reason = f"{what} has no date, and neither has its feed"
        hint = "Nobody knows when it was written; ask its publisher for dates."
        if self.place.address is None:
            hint = 'Give it a date, or take that of the file with `undated = "file time"` (`--undated`).'
        return self._rejected(item, reason, hint)

    def _rejected(self, item: Item, reason: str, hint: str) -> Rejected:
        return Rejected(place=self.where(item), reason=reason, hint=hint)


def is_json(data: bytes) -> bool:
    """Tell a JSON Feed from one in XML by its first sign, in whatever encoding."""
    return data.lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n\f\v").startswith(b"{")


def absolute(html: str, base: str) -> str:
    """Return *html* with absolute addresses, sanitised, if there is a relative one."""
    return sanitize(html, base=base) if base and _RELATIVE.search(html) else html


def plain_words(html: str) -> str:
    """Return the words of an HTML title or summary in one line."""
    return one_line(plain_text(sanitize(without_depths(html), base=""))) if "<" in html else one_line(unescape(html))


def html_of_text(text: str) -> str:
    r"""Return plain text as HTML: paragraphs where blank lines part them, its addresses as links.

    >>> html_of_text("One\ntwo\n\n<three>")
    '<p>One<br>two</p>\n<p>&lt;three&gt;</p>'
    """
    parts = (part.strip("\n") for part in _BLANK_LINE.split(text.replace("\r\n", "\n").replace("\r", "\n").strip()))
    return "\n".join(f"<p>{linked_where_marked(part).replace(chr(10), '<br>')}</p>" for part in parts if part.strip())


def html_of_markup(html: str) -> str:
    """Return HTML as it is; text that only pretends to be some becomes paragraphs.

    ``<!`` that begins nothing would hide the words behind it; names that a
    script was to write are written.
    """
    if _BLANK_LINE.search(html.strip()) and not _TAG.search(html):
        return html_of_text(unescape(html))
    return with_names(_NO_COMMENT.sub("&lt;!", html))


def language_tag(written: object) -> str | None:
    """Return a language as BCP 47 has it, or None where it is no language.

    >>> language_tag("en_us"), language_tag("English"), language_tag("zh-hans-cn")
    ('en-US', None, 'zh-Hans-CN')
    """
    if not isinstance(written, str):
        return None
    tag = written.strip().replace("_", "-")
    if not _LANGUAGE.fullmatch(tag):
        return None
    first, *rest = tag.split("-")
    return "-".join([first.lower(), *(_subtag(part) for part in rest)])


def person(name: object, email: object = None, url: object = None) -> Person | None:
    """Return somebody who has a name, or at least an address that can stand for it."""
    words = one_line(name) if isinstance(name, str) else ""
    mailbox = email.strip() if isinstance(email, str) and _MAILBOX.fullmatch(email.strip()) else None
    if mailbox and mailbox.lower().startswith(("noreply@", "no-reply@")):
        mailbox = None
    page = web_address(url)
    called = words or (mailbox or "").partition("@")[0] or urlsplit(page).hostname
    return Person(name=called, email=mailbox, url=page or None) if called else None


def enclosure(
    url: object, kind: object, length: object, base: str, *, duration: object = None, title: object = None
) -> Enclosure | None:
    """Return a file that belongs to an item, or None where it has no address."""
    address = web_address(url, base)
    if not address:
        return None
    media = media_type(kind) or guess_type(urlsplit(address).path)[0] or "application/octet-stream"
    written = str(length).strip().replace(",", "") if isinstance(length, str | int) else ""
    size = int(written) if written.isascii() and written.isdecimal() and len(written) < 16 else 0
    called = one_line(title) if isinstance(title, str) else ""
    return Enclosure(url=address, type=media, length=size, duration=seconds_of(duration), title=called)


def once(enclosures: Sequence[Enclosure | None]) -> tuple[Enclosure, ...]:
    """Return enclosures without those that are missing or stand twice."""
    by_url: dict[str, Enclosure] = {}
    for each in enclosures:
        if each is not None:
            known = by_url.setdefault(each.url, each)
            by_url[each.url] = replace(
                known,
                length=known.length or each.length,
                duration=known.duration or each.duration,
                title=known.title or each.title,
            )
    return tuple(by_url.values())


def site_of(written: object, place: Place) -> str:
    """Return the address of the website; a file that names none is taken for one of the publication's own."""
    around = place.address or place.home or ""
    return web_address(written, around) or ("" if place.address else around)


def base_of(link: str, site: str, document: str) -> str:
    """Return what relative addresses refer to where the feed does not say: the page, unless it is somebody else's."""
    if link and site and urlsplit(link).hostname != urlsplit(site).hostname:
        return site
    return link or site or document


def _subtag(part: str) -> str:
    if len(part) == 4 and part.isalpha():
        return part.title()
    return part.upper() if len(part) == 2 else part.lower()


def _opening(text: str) -> str:
    """Return the first words of a text as a title."""
    line = one_line(text[: 4 * _TITLE])
    sentence = _SENTENCE.search(line)
    if sentence and sentence.end() <= _TITLE:
        return line[: sentence.end()].rstrip(".。")
    if len(line) <= _TITLE:
        return line
    blank = line.rfind(" ", 0, _TITLE)
    return line[: blank if blank > _TITLE // 2 else _TITLE].rstrip(" ,;:.–—-") + "…"


def _named_by_address(item: Item) -> str:
    address = item.link or next((each.url for each in item.enclosures), "")
    return unquote(urlsplit(address).path.rstrip("/").rpartition("/")[2]) or address


def _day_in_address(link: str) -> date | None:
    """Return the day that an address such as ``/2018/02/26/title`` names."""
    found = _DAY_IN_PATH.search(urlsplit(link).path) if link else None
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None
