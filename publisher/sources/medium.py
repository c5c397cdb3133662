"""Medium's export: a zip, or the folder in it, with one HTML page per post."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import parse_qs, urlsplit

from publisher.errors import InputError
from publisher.model.entry import Origin, Person
from publisher.model.post import Found, Post, Rejected, Skipped, Warned
from publisher.sources.inputs.export_files import ExportFiles, open_export, recognise_export
from publisher.sources.inputs.html_clean import Change, apply, attribute, inside, new, remove, unwrap, words
from publisher.sources.inputs.resource import Place
from publisher.sources.inputs.text_files import UnreadableError, decode
from publisher.sources.inputs.values import read_utc
from publisher.text.html.tree import parse

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

#: Characters of the longest text that may be a response to somebody else's post.
LONGEST_RESPONSE = 2500

_HEADINGS = ["h1", "h2", "h3", "h4"]
_BLOCKS = [*_HEADINGS, "p", "figure", "img", "pre", "blockquote", "li"]
_POST = re.compile(r"https?://(?:[\w.-]+\.)?medium\.com/p/([0-9a-f]{9,12})/?(?:[?#].*)?")
_QUOTES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "\u00a0": " "})  # fmt: skip


def _identity(soup: BeautifulSoup, canonical: str, own: str) -> str:
    """Find Medium's number of the post: in the links below it, its address, or the name of its file."""
    linked = (_POST.fullmatch(attribute(link, "href")) for link in soup.select("footer a[href]"))
    found = next(filter(None, linked), None) or _NUMBER.search(canonical) or _NUMBER.search(own)
    return found[1] if found else ""


def _is_response(body: Tag, title: str, subtitle: str) -> bool:
    if body.find([*_HEADINGS, "figure", "img", "iframe"]) or body.select_one(".graf--title, .graf--subtitle"):
        return False
    text = _folded(words(body))
    if _folded(subtitle).rstrip(".… ") not in text:
        return False
    stem = _folded(title).rstrip(".…")
    return len(text) <= LONGEST_RESPONSE and text.startswith(stem)


def _folded(text: str) -> str:
    return " ".join(text.translate(_QUOTES).split()).casefold()


def _take_headings(body: Tag, title: str, subtitle: str) -> str:
    """Take title and subtitle out of the body where they stand there once more; return the author's subtitle."""
    heading = body.select_one(".graf--title") or _first_heading(body)
    if heading is not None and _folded(words(heading)) == _folded(title):
        heading.decompose()
    below = body.select_one(".graf--subtitle")
    if below is not None and _folded(words(below)).startswith(_folded(subtitle).rstrip("….")):
        subtitle = words(below)
        below.decompose()
        return subtitle
    is_cut = subtitle.endswith("…") and _folded(subtitle).rstrip("…. ") in _folded(words(body))
    return "" if is_cut else subtitle


def _first_heading(body: Tag) -> Tag | None:
    """Return the heading that opens the body, if one does."""
    first = body.find(_BLOCKS)
    return first if first is not None and first.name in _HEADINGS else None


def _plain_gist(soup: BeautifulSoup, script: Tag) -> None:
    """Keep the address of a program that only a script shows."""
    source = attribute(script, "src").removesuffix(".js")
    if _host(source) == "gist.github.com":
        script.replace_with(new(soup, "a", source, href=source))


def _drop_counter(_: BeautifulSoup, image: Tag) -> None:
    """Take out an image that only counts readers."""
    if "/_/stat?" in attribute(image, "src"):
        image.decompose()


def _show_address(_: BeautifulSoup, frame: Tag) -> None:
    """Let a frame of the service that shows others' pages lead to the page itself."""
    try:
        shown = parse_qs(urlsplit(attribute(frame, "src")).query).get("url")
    except ValueError:
        return
    if shown and "embed" in attribute(frame, "src"):
        frame["src"] = shown[0]


def _host(address: str) -> str | None:
    """Return the host of an address, if it has one."""
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None


#: The editor's markup, made plain.
_CHANGES: tuple[tuple[str, Change], ...] = (
    ("a.js-mixtapeImage", remove),
    ("pre br", lambda _, line: line.replace_with("\n")),
    ("img[src]", _drop_counter),
    ("iframe[src]", _show_address),
    ("script[src]", _plain_gist),
)


def _tidy(soup: BeautifulSoup, body: Tag) -> None:
    """Make the editor's markup plain HTML."""
    if (divider := body.select_one(".section-divider")) is not None:
        divider.decompose()
    apply(_CHANGES, soup, body)
    targets = {attribute(link, "href") for link in body.select("a[href^='#']")}
    for named in body.select("[id]"):
        if f"#{attribute(named, 'id')}" not in targets:
            del named["id"]
    apply([("section, div", unwrap)], soup, body)


_HINT = "In Medium, choose Settings, Security and apps, Download your information, and name the zip that you get."
_LOOKED_INTO = 20
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})_")
#: The number of a post at the end of its address or of the name of its file.
_NUMBER = re.compile(r"-([0-9a-f]{9,12})(?:\.html?)?$")
_ENTRY = re.compile(rb"<article[^>]{0,80}\bh-entry\b")


def recognise(place: Place, head: bytes) -> str | None:
    """Say why a page, a zip or a folder is an export of Medium; None if it is not."""
    return recognise_export(
        place, head, lambda files: _pages(files)[:_LOOKED_INTO], _is_page, "is a post exported from Medium"
    )


def _is_page(head: bytes) -> bool:
    """Tell a page of the export from any other h-entry by what only it has."""
    return bool(_ENTRY.search(head)) and b"e-content" in head and b'data-field="body"' in head


def _pages(files: ExportFiles) -> list[str]:
    """Return the pages in the folder of posts; of a folder without such a folder, the pages right in it."""
    pages = files.names(".html", ".htm")
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
        shown, own = files.shown(name), name.rpartition("/")[2]
        if own.startswith("draft_"):
            yield Skipped(place=shown, reason="draft")
            return
        try:
            text, guessed = decode(files.read(name), self.place.encoding)
            if guessed is not None:
                yield Warned(place=shown, reason=guessed)
            yield read_page(text, own, shown, files.origin(name))
        except UnreadableError as error:
            yield Rejected(place=shown, reason=error.reason, hint=error.hint)
        except ValueError as error:
            yield Rejected(place=shown, reason=str(error), hint="Exclude it.")


def read_page(html: str, own: str, shown: str, origin: str) -> Post | Rejected | Skipped:
    """Return the post that a page is, or what else it is.

    A response is told from a post by what only the editor for posts makes:
    title, subtitle, headings, pictures, tags.  Where there is none, the title is the
    beginning of the text, and the text is short, it is a response.

    Args:
        html: The page.
        own: Name of its file.
        shown: How a person would look it up.
        origin: As `Origin.path` has it.

    Raises:
        ValueError: It has more or deeper tags than anybody writes.
    """
    soup = parse(html)
    body = soup.select_one(".e-content, [data-field=body]")
    if soup.select_one("article.h-entry") is None or body is None:
        return Rejected(place=shown, reason="it is no post exported from Medium", hint="Exclude it.")
    if "</article>" not in html:
        return Rejected(place=shown, reason="its end is missing", hint="Download the export again.")
    written = attribute(soup.select_one("time.dt-published"), "datetime")
    canonical = attribute(soup.select_one("a.p-canonical"), "href")
    if not written and not canonical:
        return Skipped(place=shown, reason="draft")
    title = words(soup.select_one(".p-name"))
    tags = tuple(filter(None, map(words, soup.select(".p-tag"))))
    below = words(soup.select_one("[data-field=subtitle], .p-summary"))
    if not tags and _is_response(body, title, below):
        return Skipped(place=shown, reason="response")
    try:
        published = _moment(written, own)
    except ValueError as error:
        return Rejected(place=shown, reason=str(error), hint="Correct the date in the footer of the page.")
    if published is None:
        return Rejected(place=shown, reason="it has no date", hint="Put a date, as in 2018-02-19_, before its name.")
    subtitle = _take_headings(body, title, below)
    _tidy(soup, body)
    identity = _identity(soup, canonical, own)
    author = soup.select_one(".p-author")
    image = body.select_one("img[data-is-featured][src], img[src]")
    return Post(
        key=identity or own,
        origin=Origin(path=origin, importer=Medium.kind),
        title=title or own.rpartition(".")[0],
        body=inside(body),
        markup="html",
        published=published,
        foreign_id=f"https://medium.com/p/{identity}" if identity else None,
        url=canonical if canonical.startswith(("http://", "https://")) else None,
        slug=re.sub(r"-?[0-9a-f]{9,14}$", "", canonical.rstrip("/").rpartition("/")[2]) or None,
        summary=subtitle or None,
        authors=(Person(name=name, url=attribute(author, "href") or None),) if (name := words(author)) else (),
        tags=tags,
        image=attribute(image, "src") or None,
        image_alt=attribute(image, "alt"),
    )


def _moment(written: str, name: str) -> date | datetime | None:
    """Return the time in the footer, else the date before the name of the file.

    Raises:
        ValueError: It is no time.
    """
    day = _DAY.match(name)
    return read_utc(written) or (read_utc(day[1]) if day else None)
