"""Medium's export: a zip, or the folder in it, with one HTML page per post."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import parse_qs, urlsplit

from publisher.errors import InputError
from publisher.model.entry import Origin, Person
from publisher.model.post import Found, Post, Rejected, Skipped, Warned
from publisher.sources.inputs.export_files import ExportFiles, is_zip, open_export
from publisher.sources.inputs.resource import Place
from publisher.sources.inputs.text_files import UnreadableError, decode
from publisher.text.dates.written import read_date
from publisher.text.html.tree import parse

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

#: Characters of the longest text that may be a response to somebody else's post.
LONGEST_RESPONSE = 2500

_HEADINGS = ["h1", "h2", "h3", "h4"]
_BLOCKS = [*_HEADINGS, "p", "figure", "img", "pre", "blockquote", "li"]
_POST = re.compile(r"https?://(?:[\w.-]+\.)?medium\.com/p/([0-9a-f]{9,12})/?(?:[?#].*)?")
_COUNTER = re.compile(r"/_/stat\?")
_QUOTES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "\u00a0": " "})  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class MediumPage:
    """What one page says; texts are plain unless said otherwise, and empty where there is nothing."""

    title: str
    #: What the author wrote below the title; not what Medium cut from the text.
    subtitle: str
    #: HTML, not sanitised, without title and subtitle.
    body: str
    #: As written: ISO 8601.
    published: str
    canonical: str
    #: Medium's own number of the post, 9 to 12 hexadecimal digits.
    identity: str
    author: str
    author_url: str
    tags: tuple[str, ...]
    image: str
    image_alt: str
    #: The text answers somebody, as far as can be told: Medium does not say.
    is_response: bool


def read_medium(html: str) -> MediumPage | None:
    """Return what a page says; None if it is no post of Medium.

    A response is told from a post by what only the editor for posts makes:
    title, subtitle, headings, pictures, tags.  Where there is none, the title is the
    beginning of the text, and the text is short, it is a response.

    Raises:
        ValueError: It has more or deeper tags than anybody writes.
    """
    soup = parse(html)
    entry = soup.select_one("article.h-entry")
    body = soup.select_one(".e-content, [data-field=body]")
    if entry is None or body is None:
        return None
    title = _words(soup.select_one(".p-name"))
    tags = tuple(filter(None, (_words(tag) for tag in soup.select(".p-tag"))))
    below = _words(soup.select_one("[data-field=subtitle], .p-summary"))
    is_response = not tags and _is_response(body, title, below)
    subtitle = _take_headings(body, title, below)
    _tidy(soup, body)
    author = soup.select_one(".p-author")
    published = soup.select_one("time.dt-published")
    image = body.select_one("img[data-is-featured][src], img[src]")
    return MediumPage(
        title=title,
        subtitle=subtitle,
        body=body.decode_contents().strip(),
        published=_attribute(published, "datetime"),
        canonical=_attribute(soup.select_one("a.p-canonical"), "href"),
        identity=_identity(soup),
        author=_words(author),
        author_url=_attribute(author, "href"),
        tags=tags,
        image=_attribute(image, "src"),
        image_alt=_attribute(image, "alt"),
        is_response=is_response,
    )


def _words(tag: Tag | None) -> str:
    return "" if tag is None else " ".join(tag.get_text().split())


def _attribute(tag: Tag | None, name: str) -> str:
    value = None if tag is None else tag.get(name)
    return value.strip() if isinstance(value, str) else ""


def _identity(soup: BeautifulSoup) -> str:
    """Find the number of the post in the links below it."""
    for link in soup.select("footer a[href]"):
        found = _POST.fullmatch(_attribute(link, "href"))
        if found:
            return found[1]
    found = re.search(r"-([0-9a-f]{9,12})$", _attribute(soup.select_one("a.p-canonical"), "href"))
    return found[1] if found else ""


def _is_response(body: Tag, title: str, subtitle: str) -> bool:
    if body.find([*_HEADINGS, "figure", "img", "iframe"]) or body.select_one(".graf--title, .graf--subtitle"):
        return False
    text = _folded(_words(body))
    if _folded(subtitle).rstrip(".… ") not in text:
        return False
    stem = _folded(title).rstrip(".…")
    return len(text) <= LONGEST_RESPONSE and text.startswith(stem)


def _folded(text: str) -> str:
    return " ".join(text.translate(_QUOTES).split()).casefold()


def _take_headings(body: Tag, title: str, subtitle: str) -> str:
    """Take title and subtitle out of the body where they stand there once more; return the author's subtitle."""
    heading = body.select_one(".graf--title") or _first_heading(body)
    if heading is not None and _folded(_words(heading)) == _folded(title):
        heading.decompose()
    below = body.select_one(".graf--subtitle")
    if below is not None and _folded(_words(below)).startswith(_folded(subtitle).rstrip("….")):
        subtitle = _words(below)
        below.decompose()
        return subtitle
    is_cut = subtitle.endswith("…") and _folded(subtitle).rstrip("…. ") in _folded(_words(body))
    return "" if is_cut else subtitle


def _first_heading(body: Tag) -> Tag | None:
    """Return the heading that opens the body, if one does."""
    first = body.find(_BLOCKS)
    return first if first is not None and first.name in _HEADINGS else None


def _tidy(soup: BeautifulSoup, body: Tag) -> None:
    """Make the editor's markup plain HTML."""
    if (divider := body.select_one(".section-divider")) is not None:
        divider.decompose()
    for link in body.select("a.js-mixtapeImage"):
        link.decompose()
    for line in body.select("pre br"):
        line.replace_with("\n")
    _tidy_embeds(soup, body)
    targets = {_attribute(link, "href") for link in body.select("a[href^='#']")}
    for named in body.select("[id]"):
        if f"#{_attribute(named, 'id')}" not in targets:
            del named["id"]
    for part in body.select("section, div"):
        part.unwrap()


def _tidy_embeds(soup: BeautifulSoup, body: Tag) -> None:
    """Keep addresses of what others show, and no images that only count readers."""
    for image in body.select("img[src]"):
        if _COUNTER.search(_attribute(image, "src")):
            image.decompose()
    for frame in body.select("iframe[src]"):
        _show_address(frame)
    for script in body.select("script[src]"):
        source = _attribute(script, "src").removesuffix(".js")
        if _host(source) == "gist.github.com":
            link = soup.new_tag("a", href=source)
            link.string = source
            script.replace_with(link)


def _show_address(frame: Tag) -> None:
    """Let a frame of the service that shows others' pages lead to the page itself."""
    try:
        shown = parse_qs(urlsplit(_attribute(frame, "src")).query).get("url")
    except ValueError:
        return
    if shown and "embed" in _attribute(frame, "src"):
        frame["src"] = shown[0]


def _host(address: str) -> str | None:
    """Return the host of an address, if it has one."""
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None


_HINT = "In Medium, choose Settings, Security and apps, Download your information, and name the zip that you get."
_SUFFIXES = (".html", ".htm")
_LOOKED_INTO = 20
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})_")
_IDENTITY = re.compile(r"-([0-9a-f]{9,12})\.html?")
_ENTRY = re.compile(rb"<article[^>]{0,80}\bh-entry\b")


def recognise(place: Place, head: bytes) -> str | None:
    """Return why *place* is an export of Medium, or None.

    Args:
        place: A page, a zip or a folder.
        head: First bytes of the file; empty for a folder.
    """
    if place.path.is_dir() or is_zip(head):
        with open_export(place) as files:
            for name in _pages(files)[:_LOOKED_INTO]:
                if _is_page(files.head(name)):
                    return f"{name} is a post exported from Medium"
        return None
    return "it is a post exported from Medium" if _is_page(head) else None


def _is_page(head: bytes) -> bool:
    """Tell a page of the export from any other h-entry by what only it has."""
    return bool(_ENTRY.search(head)) and b"e-content" in head and b'data-field="body"' in head


def _pages(files: ExportFiles) -> list[str]:
    """Return the pages in the folder of posts; of a folder without such a folder, the pages right in it."""
    pages = files.names(*_SUFFIXES)
    posts = [name for name in pages if name.split("/")[-2:-1] == ["posts"]]
    return posts or [name for name in pages if "/" not in name]


@dataclass(frozen=True, kw_only=True)
class Medium:
    """The posts of one export, in the order of their file names, which begin with the date."""

    kind: ClassVar[str] = "medium"

    place: Place

    def read(self, advance: Callable[[int], None]) -> Iterator[Found]:
        """Yield the posts; drafts and responses to other people's posts are skipped.

        The id is the one of Medium's own feed, ``https://medium.com/p/`` and
        the number of the post.

        Raises:
            InputError: There is no post, or the zip is damaged or unsafe.
        """
        with open_export(self.place, advance) as files:
            pages = _pages(files)
            if not pages:
                raise InputError(f"{self.place.shown} has no posts of Medium in it", hint=_HINT)
            for name in pages:
                yield from self._read_page(files, name)

    def _read_page(self, files: ExportFiles, name: str) -> Iterator[Found]:
        shown = files.shown(name)
        own = name.rpartition("/")[2]
        if own.startswith("draft_"):
            yield Skipped(place=shown, reason="draft")
            return
        try:
            text, guessed = decode(files.read(name), self.place.encoding)
        except UnreadableError as error:
            yield Rejected(place=shown, reason=error.reason, hint=error.hint)
            return
        if guessed is not None:
            yield Warned(place=shown, reason=guessed)
        try:
            page = read_medium(text)
        except ValueError as error:
            yield Rejected(place=shown, reason=str(error), hint="Exclude it.")
            return
        if page is None:
            yield Rejected(place=shown, reason="it is no post exported from Medium", hint="Exclude it.")
        elif "</article>" not in text:
            yield Rejected(place=shown, reason="its end is missing", hint="Download the export again.")
        elif not page.published and not page.canonical:
            yield Skipped(place=shown, reason="draft")
        elif page.is_response:
            yield Skipped(place=shown, reason="response")
        else:
            yield _post(page, own, shown, files.origin(name))


def _post(page: MediumPage, own: str, shown: str, origin: str) -> Post | Rejected:
    try:
        published = _moment(page.published, own)
    except ValueError as error:
        return Rejected(place=shown, reason=str(error), hint="Correct the date in the footer of the page.")
    if published is None:
        return Rejected(place=shown, reason="it has no date", hint="Put a date, as in 2018-02-19_, before its name.")
    named = _IDENTITY.search(own)
    identity = page.identity or (named[1] if named else "")
    slug = re.sub(r"-?[0-9a-f]{9,14}$", "", page.canonical.rstrip("/").rpartition("/")[2])
    return Post(
        key=identity or own,
        origin=Origin(path=origin, importer=Medium.kind),
        title=page.title or own.rpartition(".")[0],
        body=page.body,
        markup="html",
        published=published,
        foreign_id=f"https://medium.com/p/{identity}" if identity else None,
        url=page.canonical if page.canonical.startswith(("http://", "https://")) else None,
        slug=slug or None,
        summary=page.subtitle or None,
        authors=(Person(name=page.author, url=page.author_url or None),) if page.author else (),
        tags=page.tags,
        image=page.image or None,
        image_alt=page.image_alt,
    )


def _moment(written: str, name: str) -> date | datetime | None:
    """Return the time in the footer, else the date before the name of the file.

    Raises:
        ValueError: It is no time.
    """
    day = _DAY.match(name)
    found = read_date(written) or (read_date(day[1]) if day else None)
    return found.replace(tzinfo=UTC) if isinstance(found, datetime) and found.tzinfo is None else found
