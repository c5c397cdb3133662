"""What a page says of a post: its head, and how the claims of several parts are put together."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from urllib.parse import urlsplit

from publisher.model.entry import Enclosure, Person
from publisher.sources.pages.document import Element, absolute, attribute, tokens
from publisher.text.characters import one_line
from publisher.text.dates.machine import read_machine_date

#: Hosts that the draft of a site names.
LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "0.0.0.0", "::1"})  # noqa: S104  # compared with, not listened on


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """What is said; nothing where it is silent."""

    title: str = ""
    authors: tuple[Person, ...] = ()
    published: date | datetime | None = None
    updated: date | datetime | None = None
    #: Absolute.
    url: str | None = None
    language: str | None = None
    summary: str = ""
    tags: tuple[str, ...] = ()
    #: Absolute.
    image: str | None = None
    #: What that picture shows, in plain text.
    image_alt: str = ""
    enclosures: tuple[Enclosure, ...] = ()
    foreign_id: str | None = None
    #: Elements that hold the text, one after the other.
    body: tuple[Element, ...] = ()
    #: The text alone, where no element holds it.
    text: str = ""


def agree(claims: Iterable[Claims]) -> Claims:
    """Take each field from the first that knows it.

    A date gives way to a time on the same day, and a time without a zone to the
    same one with a zone: they say more, and nothing else.
    """
    all_claims = tuple(claims)
    merged = {name: _first(getattr(each, name) for each in all_claims) for name in Claims.__slots__}
    found = {name: value for name, value in merged.items() if value}
    # Words for a picture are never those of another one.
    found["image_alt"] = _first(each.image_alt for each in all_claims if each.image == found.get("image")) or ""
    for name in ("published", "updated"):
        if name in found:
            found[name] = _finest(getattr(each, name) for each in all_claims)
    return Claims(**found)  # type: ignore[arg-type]


def _first(values: Iterable[object]) -> object:
    return next((value for value in values if value), None)


def _finest(moments: Iterable[date | datetime | None]) -> date | datetime:
    """Return the first moment, as exactly as any other says it."""
    first, *others = [moment for moment in moments if moment is not None]
    for other in others:
        if not isinstance(other, datetime):
            continue
        if not isinstance(first, datetime):
            if other.date() == first:
                first = other
        elif first.tzinfo is None and other.tzinfo is not None and other.replace(tzinfo=None) == first:
            first = other
    return first


#: No name is longer.
LONGEST_NAME = 100

_BY = re.compile(
    r"^(?:(?:posted|written|published|geplaatst|publié|verfasst|geschreven|escrito|scritto) )?"
    r"(?:by|von|par|por|door|di|av|af)\s*:?\s+|^(?:author|auteur|autor|autore)\s*:\s*",
    re.IGNORECASE,
)
_NOBODY = frozenset({"admin", "administrator", "unknown", "anonymous", "noreply@blogger.com", "author", "null", "none"})


def people_named(named: Iterable[tuple[str, str]], *, base: str = "") -> tuple[Person, ...]:
    """Return the people behind names and addresses, each once, in order; what names nobody is left out.

    >>> people_named([("By Ada Example", "/about"), ("https://example.org/ada", "")], base="https://example.org/")
    (Person(name='Ada Example', email=None, url='https://example.org/about'),)
    """
    people: dict[str, Person] = {}
    for name, url in named:
        clean = _BY.sub("", one_line(name)).strip(" ,;|·")
        if not clean or len(clean) > LONGEST_NAME or "://" in clean or clean.casefold() in _NOBODY:
            continue
        people.setdefault(clean.casefold(), Person(name=clean, url=absolute(base, url)))
    return tuple(people.values())


_SOUNDS = {
    "aac": "audio/aac", "flac": "audio/flac", "m4a": "audio/mp4", "m4b": "audio/mp4", "mp3": "audio/mpeg",
    "oga": "audio/ogg", "ogg": "audio/ogg", "opus": "audio/ogg", "wav": "audio/wav",
}  # fmt: skip


def enclosure(url: str, kind: str, length: int) -> Enclosure | None:
    """Return the enclosure at an absolute address; None if it is no sound.

    Args:
        url: Absolute.
        kind: Media type as given; empty where it is not.
        length: Bytes, or 0.

    >>> enclosure("https://example.org/a.mp3", "", 0).type
    'audio/mpeg'
    """
    guessed = _SOUNDS.get(urlsplit(url).path.rsplit(".", 1)[-1].lower(), "")
    kind = kind.partition(";")[0].strip().lower()
    if not kind.startswith("audio/"):
        kind = guessed
    return Enclosure(url=url, type=kind, length=length) if kind else None


def enclosures_in(element: Element, *, base: str) -> tuple[Enclosure, ...]:
    """Return the sound in an element: players, and links marked as enclosures."""
    found = []
    for tag in element.iterdescendants("audio", "a"):
        if tag.tag == "a" and "enclosure" not in tokens(tag, "rel") and "u-audio" not in tokens(tag):
            continue
        sources = [tag, *tag.iterdescendants("source")]
        for source in sources:
            url = absolute(base, attribute(source, "src") or attribute(source, "href"))
            length = attribute(source, "length")
            if url and (file := enclosure(url, attribute(source, "type"), int(length) if length.isdecimal() else 0)):
                found.append(file)
                break
    return tuple(dict.fromkeys(found))


_FEEDS = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"})
_REFRESH = re.compile(r"\s*\d+(?:\.\d*)?\s*[;,]\s*(?:url\s*=\s*)?[\"']?([^\"']+)", re.IGNORECASE)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_COMMENTS_FEED = re.compile(r"comment|kommentar|reactie|/feeds/\d+/", re.IGNORECASE)

#: Metas that hold each field, the one that decides first.
_TITLE = ("og:title", "twitter:title", "dc.title", "dcterms.title", "dc:title", "citation_title", "title")
_AUTHOR = (
    "author", "article:author", "article:author_name", "dc.creator", "dcterms.creator", "dc:creator",
    "citation_author", "sailthru.author", "parsely-author", "byl", "twitter:data1",
)  # fmt: skip
_PUBLISHED = (
    "article:published_time", "og:article:published_time", "article:published", "og:published_time", "datepublished",
    "publish_date", "publishdate", "pubdate", "parsely-pub-date", "sailthru.date", "dcterms.issued", "dc.date.issued",
    "dcterms.created", "dc.date.created", "dc.date", "dcterms.date", "dc:date", "citation_publication_date",
    "citation_date", "date", "created",
)  # fmt: skip
_UPDATED = (
    "article:modified_time", "og:article:modified_time", "og:updated_time", "datemodified", "dcterms.modified",
    "dc.date.modified", "last-modified", "modified", "updated",
)  # fmt: skip
_SUMMARY = (
    "og:description",
    "description",
    "twitter:description",
    "dc.description",
    "dcterms.abstract",
    "dc:description",
)
_TAGS = ("article:tag", "og:article:tag", "article:section", "parsely-tags", "tags")
_IMAGE = ("og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src")


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What a page says about itself as a whole."""

    claims: Claims
    #: Address that relative ones refer to; empty where the page's own is not known.
    base: str
    #: ``og:type`` in lower case.
    kind: str
    site_name: str
    #: Text of the ``title`` element.
    title: str
    #: Feeds of the site: address and title.
    feeds: tuple[tuple[str, str], ...]
    #: Where the page sends its readers on to at once; absolute where that can be told.
    refresh: str | None
    generator: str
    names: frozenset[str] = field(default_factory=frozenset)


def read_head(tree: Element, *, address: str | None, presumed: bool = False) -> Head:
    """Read the head of a page.

    Args:
        tree: The page.
        address: Where it was found; None where nobody knows.
        presumed: Nobody has found it there: another host that the page says
            to be on counts more.
    """
    metas = _metas(tree)
    said = _link(tree, "canonical", "") or absolute("", next(iter(metas["og:url"]), "")) or ""
    moved = presumed and urlsplit(said).hostname not in {None, urlsplit(address or "").hostname, *LOCAL_HOSTS}
    own = said if moved or not address else address
    base = absolute(own, attribute(next(tree.iter("base"), None), "href")) or own
    claims = Claims(
        title=_first_line(metas, _TITLE),
        authors=_authors(metas, base),
        published=_date(metas, _PUBLISHED),
        updated=_date(metas, _UPDATED),
        url=_link(tree, "canonical", own) or absolute(own, next(iter(metas["og:url"]), "")),
        language=_language(tree, metas),
        summary=_first_line(metas, _SUMMARY),
        tags=_tags(metas),
        image=_address(metas, _IMAGE, base),
        image_alt=_image_alt(metas, base),
        enclosures=tuple(
            file
            for value in metas["og:audio"] + metas["og:audio:secure_url"]
            if (url := absolute(base, value)) and (file := enclosure(url, next(iter(metas["og:audio:type"]), ""), 0))
        )[:1],
    )
    return Head(
        claims=claims,
        base=base,
        kind=next(iter(metas["og:type"]), "").lower(),
        site_name=one_line(next(iter(metas["og:site_name"] or metas["application-name"]), "")),
        title=one_line("".join(title.itertext())) if (title := next(tree.iter("title"), None)) is not None else "",
        feeds=_feeds(tree, base),
        refresh=_refresh(metas, base),
        generator=next(iter(metas["generator"]), ""),
        names=frozenset(name for name, values in metas.items() if values),
    )


def language_tag(text: str | None) -> str | None:
    """Return a language tag (BCP 47) in its usual spelling; None for anything else.

    >>> language_tag("en_us")
    'en-US'
    """
    if not text:
        return None
    tag = text.strip().split(",")[0].replace("_", "-").split(".")[0]
    if not _LANGUAGE.fullmatch(tag) or len(tag) > 35 or tag.lower() in {"und", "mul", "zxx"}:
        return None
    first, *rest = tag.split("-")
    spelled = {2: str.upper, 4: str.title}
    return "-".join([first.lower(), *(spelled.get(len(piece), str)(piece) for piece in rest)])


def _metas(tree: Element) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    metas = list(tree.iter("meta"))
    # Open Graph belongs under `property`; what stands under `name` comes second.
    for name in ("property", "name", "http-equiv"):
        for meta in metas:
            value = attribute(meta, "content") or attribute(meta, "value")
            for key in attribute(meta, name).lower().split() if value else ():
                found[key].append(value)
    return found


def _first_line(metas: dict[str, list[str]], names: tuple[str, ...]) -> str:
    return next((line for name in names for value in metas.get(name, ()) if (line := one_line(value))), "")


def _image_alt(metas: dict[str, list[str]], base: str) -> str:
    """Return what the picture shows, by whoever names it; nothing where it may be said of another one."""
    image = _address(metas, _IMAGE, base)
    for name in ("og:image", "twitter:image"):
        alts, images = metas[f"{name}:alt"], metas[name]
        names = (f"{name}:secure_url", name, f"{name}:url", f"{name}:src")
        is_its_own = len(images) < 2 or len(images) == len(alts)
        if alts and is_its_own and image is not None and _address(metas, names, base) == image:
            return one_line(alts[0])
    return ""


def _authors(metas: dict[str, list[str]], base: str) -> tuple[Person, ...]:
    for name in _AUTHOR:
        if name == "twitter:data1" and "written by" not in " ".join(metas.get("twitter:label1", ())).lower():
            continue
        if people := people_named([(value, "") for value in metas.get(name, ())], base=base):
            return people
    return ()


def _date(metas: dict[str, list[str]], names: tuple[str, ...]) -> date | datetime | None:
    return next((day for name in names for value in metas.get(name, ()) if (day := read_machine_date(value))), None)


def _tags(metas: dict[str, list[str]]) -> tuple[str, ...]:
    values = [value for name in _TAGS for value in metas.get(name, ())]
    tags = [one_line(piece) for value in values for piece in (value.split(",") if len(values) == 1 else [value])]
    return tuple(dict.fromkeys(tag for tag in tags if tag and len(tag) <= 100))


def _address(metas: dict[str, list[str]], names: tuple[str, ...], base: str) -> str | None:
    return next((url for name in names for value in metas.get(name, ()) if (url := absolute(base, value))), None)


def _language(tree: Element, metas: dict[str, list[str]]) -> str | None:
    body = tree.find("body")
    said = [attribute(tree, "lang"), attribute(tree, "xml:lang"), attribute(body, "lang")]
    said += [*metas["content-language"], *metas["dc.language"], *metas["og:locale"]]
    return next((tag for text in said if (tag := language_tag(text))), None)


def _link(tree: Element, rel: str, base: str) -> str | None:
    for link in tree.iter("link"):
        if rel in {each.lower() for each in tokens(link, "rel")} and (url := absolute(base, attribute(link, "href"))):
            return url
    return None


def _feeds(tree: Element, base: str) -> tuple[tuple[str, str], ...]:
    """Return the feeds of posts that a page names."""
    found: dict[str, str] = {}
    for link in tree.iter("link"):
        kind = attribute(link, "type").lower().partition(";")[0]
        rel = {each.lower() for each in tokens(link, "rel")}
        url = absolute(base, attribute(link, "href"))
        title = one_line(attribute(link, "title"))
        offered = bool(rel & {"alternate", "feed"}) and (kind in _FEEDS or "feed" in rel)
        if offered and url and not _COMMENTS_FEED.search(f"{url} {title}"):
            found.setdefault(url, title)
    return tuple(found.items())


def _refresh(metas: dict[str, list[str]], base: str) -> str | None:
    found = next((match for value in metas["refresh"] if (match := _REFRESH.match(value))), None)
    return (absolute(base, found[1]) or found[1].strip()) if found else None
