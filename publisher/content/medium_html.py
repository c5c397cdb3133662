"""A post as Medium exports it: an HTML page in the shape of an h-entry."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from publisher.content.soup import parse

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
