"""The text of a post as Substack exports it: a fragment of HTML with widgets in it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from publisher.content.soup import parse

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag
    from bs4.element import PageElement

#: What asks to subscribe, to share or to open an app, and what only the editor's pages can use.
_OUT = (
    "[class*='subscription-widget'], .subscribe-widget, .captioned-button-wrap, .install-substack-app-embed,"
    " .community-chat, .directMessage, .poll-embed, .paywall-jump, .image-link-expand, .header-anchor-parent,"
    " .tweet-fake-link, form, style, script, button"
)
_ASKS = re.compile(
    r"/subscribe\b|/comments\b|[?&]action=share|[?&]gift=true|/leaderboard\b|substack\.com/(?:app|refer)|/account\b|^%%"
)
_NUMBER = re.compile(r"footnote-(?:anchor-)?(.{1,80})")


def clean_substack(html: str) -> str:
    """Return *html* without widgets, with plain figures, footnotes and links; not sanitised.

    A button of the author's own stays as a link.  What a widget shows only by
    means of scripts (posts, tweets, galleries, formulas) is written out.

    Raises:
        ValueError: It has more or deeper tags than anybody writes.

    >>> clean_substack('<p>a</p><p class="button-wrapper"><a href="https://x.example/subscribe?">Join</a></p>')
    '<p>a</p>'
    """
    soup = parse(html)
    for part in soup.select(_OUT):
        if not part.decomposed:
            part.decompose()
    for selector, change in _CHANGES:
        for part in soup.select(selector):
            if not part.decomposed:
                change(soup, part)
    return "" if soup.body is None else soup.body.decode_contents().strip()


def first_image(html: str) -> str | None:
    """Return the address of the first picture in *html*, if it has one."""
    if "<img" not in html:
        return None
    image = parse(html).select_one("img[src]")
    return None if image is None else _attribute(image, "src") or None


def _attribute(tag: Tag | None, name: str) -> str:
    value = None if tag is None else tag.get(name)
    return value.strip() if isinstance(value, str) else ""


def _told(part: Tag) -> Mapping[str, object]:
    """Return what a widget was told in its ``data-attrs``; nothing where that is damaged."""
    try:
        told = json.loads(_attribute(part, "data-attrs") or "{}")
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _said(told: Mapping[str, object], *names: str) -> str:
    return next((value for name in names if isinstance(value := told.get(name), str) and value.strip()), "")


def _new(soup: BeautifulSoup, name: str, *inside: PageElement | str, **attributes: str) -> Tag:
    tag = soup.new_tag(name, attrs=dict(attributes))
    tag.extend(inside)
    return tag


def _button(soup: BeautifulSoup, part: Tag) -> None:
    """Keep the author's own button as a link."""
    link = part.select_one("a[href]")
    address = _attribute(link, "href")
    words = "" if link is None else " ".join(link.get_text().split())
    if not words or not address or _ASKS.search(address) or _told(part).get("action"):
        part.decompose()
    else:
        part.replace_with(_new(soup, "p", _new(soup, "a", words, href=address)))


def _figure(soup: BeautifulSoup, part: Tag) -> None:
    """Make a plain figure of a picture with its caption; a link to the picture itself goes."""
    image = part.select_one("img[src]")
    if image is None:
        part.decompose()
        return
    caption = part.select_one("figcaption")
    link = part.select_one("a.image-link[href]")
    plain: Tag = _plain(soup, image)
    if link is not None and not _is_of(_attribute(link, "href"), _attribute(image, "src")):
        plain = _new(soup, "a", plain, href=_attribute(link, "href"))
    figure = _new(soup, "figure", plain)
    if caption is not None:
        figure.append(_new(soup, "figcaption", *list(caption.contents)))
    part.replace_with(figure)


def _is_of(address: str, image: str) -> bool:
    """Tell whether a link leads to a picture, of whatever size."""
    name = image.replace("%2F", "/").rpartition("/")[2]
    return bool(name) and address.replace("%2F", "/").endswith(name)


def _plain(soup: BeautifulSoup, image: Tag) -> Tag:
    kept = {name: value for name in ("src", "alt", "width", "height") if (value := _attribute(image, name))}
    return soup.new_tag("img", attrs={"alt": "", **kept})


def _picture(soup: BeautifulSoup, part: Tag) -> None:
    image = part.select_one("img[src]")
    if image is None:
        part.decompose()
    else:
        part.replace_with(_plain(soup, image))


def _gallery(soup: BeautifulSoup, part: Tag) -> None:
    told = _told(part).get("gallery")
    gallery: Mapping[str, object] = told if isinstance(told, dict) else {}
    images = gallery.get("images")
    shown = [
        soup.new_tag("img", attrs={"src": image["src"], "alt": _said(image, "alt") or _said(gallery, "alt")})
        for image in (images if isinstance(images, list) else [])
        if isinstance(image, dict) and isinstance(image.get("src"), str)
    ]
    if not shown:
        return
    figure = _new(soup, "figure", *shown)
    if caption := _said(gallery, "caption"):
        figure.append(_new(soup, "figcaption", caption))
    part.replace_with(figure)


def _card(soup: BeautifulSoup, part: Tag) -> None:
    """Make a link of another post that is shown as a card."""
    told = _told(part)
    address = _said(told, "canonical_url", "url")
    if address:
        part.replace_with(_new(soup, "p", _new(soup, "a", _said(told, "title") or address, href=address)))


def _tweet(soup: BeautifulSoup, part: Tag) -> None:
    """Write out what somebody said elsewhere, with the way to it."""
    told = _told(part)
    address, text = _said(told, "url"), _said(told, "full_text")
    if not (address and text):
        return
    name, handle = _said(told, "name"), _said(told, "username")
    by = " ".join(filter(None, (name, f"(@{handle})" if handle else ""))) or address
    part.replace_with(
        _new(soup, "blockquote", _new(soup, "p", text), _new(soup, "p", "— ", _new(soup, "a", by, href=address)))
    )


def _film(soup: BeautifulSoup, part: Tag) -> None:
    """Show a film of YouTube where only its number is told."""
    number = _said(_told(part), "videoId")
    if part.find("iframe") is None and re.fullmatch(r"[\w-]{6,20}", number):
        part.replace_with(soup.new_tag("iframe", src=f"https://www.youtube.com/embed/{number}"))


def _formula(soup: BeautifulSoup, part: Tag) -> None:
    if formula := _said(_told(part), "persistentExpression"):
        part.replace_with(_new(soup, "p", _new(soup, "code", formula)))


def _file(soup: BeautifulSoup, part: Tag) -> None:
    address = _attribute(part.select_one("a.file-embed-button[href]"), "href")
    title = part.select_one(".file-embed-details-h1")
    words = "" if title is None else " ".join(title.get_text().split())
    if address:
        part.replace_with(_new(soup, "p", _new(soup, "a", words or address, href=address)))


def _reference(soup: BeautifulSoup, part: Tag) -> None:
    """Let a footnote's number in the text look like one."""
    number = _NUMBER.fullmatch(_attribute(part, "href").removeprefix("#"))
    words = part.get_text().strip()
    if number is None or not words:
        return
    link = _new(soup, "a", words, href=f"#footnote-{number[1]}", id=f"footnote-anchor-{number[1]}")
    part.replace_with(_new(soup, "sup", link, **{"class": "footnote-reference"}))


def _note(soup: BeautifulSoup, part: Tag) -> None:
    number = part.select_one("a.footnote-number")
    content = part.select_one(".footnote-content")
    named = _NUMBER.fullmatch(_attribute(number, "id") or _attribute(part, "id"))
    if number is None or content is None or named is None:
        return
    label = _new(soup, "sup", number.get_text().strip(), **{"class": "footnote-definition-label"})
    note = _new(soup, "div", label, *list(content.contents), **{"class": "footnote-definition"})
    note["id"] = f"footnote-{named[1]}"
    part.replace_with(note)


_CHANGES: tuple[tuple[str, Callable[[BeautifulSoup, Tag], None]], ...] = (
    (".button-wrapper", _button),
    (".image-gallery-embed", _gallery),
    (".captioned-image-container", _figure),
    ("picture", _picture),
    (".digest-post-embed, .embedded-post-wrap", _card),
    (".twitter-embed, .tweet", _tweet),
    (".youtube-wrap", _film),
    (".latex-rendered", _formula),
    (".file-embed-wrapper", _file),
    ("a.footnote-anchor", _reference),
    (".footnote", _note),
)
