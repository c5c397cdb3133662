"""The text of a post as Substack exports it: a fragment of HTML with widgets in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape, unescape
from typing import TYPE_CHECKING
from urllib.parse import quote

from publisher.sources.inputs.html_clean import Change, apply, attribute, inside, link, new, remove, words
from publisher.sources.inputs.json_text import load_json
from publisher.text.html.tree import parse

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

#: What asks to subscribe, to share or to open an app, and what only the editor's pages can use.
_OUT = (
    "[class*='subscription-widget'], .subscribe-widget, .captioned-button-wrap, .install-substack-app-embed,"
    " .community-chat, .directMessage, .poll-embed, .paywall-jump, .image-link-expand, .header-anchor-parent,"
    " .tweet-fake-link, .preformatted-block label, form, style, script, button"
)
#: Readers whom a block may be meant for: without one of them it is for subscribers.
_EVERYBODY = frozenset({"non_sub", "everyone", "all"})
_ASKS = re.compile(
    r"/subscribe\b|/comments\b|[?&]action=share|[?&]gift=true|/leaderboard\b|substack\.com/(?:app|refer)|/account\b|^%%"
)
#: An empty element that a script fills with what it is told.
_NAMELESS = re.compile(
    r"""<span\b(?>(?:[^<>"']|"[^"]{0,200}+"|'[^']{0,200}+')*?\bdata-attrs=)(?:"([^"]{0,2000}+)"|'([^']{0,2000}+)')"""
    r"""(?:[^<>"']|"[^"]{0,200}+"|'[^']{0,200}+')*+></span>"""
)
_NUMBER = re.compile(r"footnote-(?:anchor-)?(.{1,80})")


def clean_substack(html: str) -> str:
    """Return *html* without widgets, with plain figures, footnotes and links; not sanitised.

    A button of the author's own stays as a link.  What a widget shows only by
    means of scripts (posts, tweets, galleries, formulas) is written out.

    Blocks that the author meant for subscribers alone go, too.

    Raises:
        ValueError: It has more or deeper tags than anybody writes.

    >>> clean_substack('<p>a</p><p class="button-wrapper"><a href="https://x.example/subscribe?">Join</a></p>')
    '<p>a</p>'
    """
    soup = parse(with_names(html))
    apply(_CHANGES, soup)
    return inside(soup.body)


def _for_everybody(_: BeautifulSoup, block: Tag) -> None:
    """Take out a block that those who do not subscribe do not see."""
    named = _told(block).get("audiences")
    audiences = set(filter(None, re.split(r"[,\s]+", attribute(block, "data-dynamic-audiences"))))
    audiences |= {each for each in named if isinstance(each, str)} if isinstance(named, list) else set()
    is_said = block.has_attr("data-dynamic-audiences") or named is not None
    if is_said and not audiences & _EVERYBODY:
        block.decompose()


def with_names(html: str) -> str:
    r"""Return *html* with the names of people, publications and shares where a script was to put them.

    Substack leaves them out of its feeds, too.

    >>> with_names("As <span class='mention-wrap' data-attrs='{\"name\":\"Ann\",\"url\":null}'></span> says")
    'As Ann says'
    """
    return _NAMELESS.sub(_named, html) if "data-attrs=" in html else html


def _named(found: re.Match[str]) -> str:
    told = _read(unescape(found[1] or found[2] or ""))
    if symbol := _said(told, "symbol"):
        return escape(symbol, quote=False)
    name, number, address = _said(told, "name"), told.get("id"), _said(told, "url")
    if not name:
        return found[0]
    if not address and told.get("type") == "user" and isinstance(number, int):
        address = f"https://substack.com/profile/{number}"
    name = escape(name, quote=False)
    return f'<a href="{escape(address)}">{name}</a>' if address else name


def first_image(html: str) -> tuple[str | None, str]:
    """Return the address of the first picture in *html*, if it has one, and what it shows."""
    if "<img" not in html:
        return None, ""
    image = parse(html).select_one("img[src]")
    address = attribute(image, "src")
    return (address, attribute(image, "alt")) if address else (None, "")


def _told(part: Tag) -> Mapping[str, object]:
    """Return what a widget was told in its ``data-attrs``; nothing where that is damaged."""
    return _read(attribute(part, "data-attrs") or "{}")


def _read(written: str) -> Mapping[str, object]:
    try:
        told = load_json(written)
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _said(told: Mapping[str, object], *names: str) -> str:
    return next((value for name in names if isinstance(value := told.get(name), str) and value.strip()), "")


def _button(soup: BeautifulSoup, part: Tag) -> None:
    """Keep the author's own button as a link."""
    own = part.select_one("a[href]")
    address, text = attribute(own, "href"), words(own)
    if not text or not address or _ASKS.search(address) or _told(part).get("action"):
        part.decompose()
    else:
        part.replace_with(link(soup, address, text))


def _figure(soup: BeautifulSoup, part: Tag) -> None:
    """Make a plain figure of a picture with its caption; a link to the picture itself goes."""
    image = part.select_one("img[src]")
    if image is None:
        part.decompose()
        return
    caption = part.select_one("figcaption")
    leads_to = attribute(part.select_one("a.image-link[href]"), "href")
    plain: Tag = _plain(soup, image)
    if leads_to and not _is_of(leads_to, attribute(image, "src")):
        plain = new(soup, "a", plain, href=leads_to)
    figure = new(soup, "figure", plain)
    if caption is not None:
        figure.append(new(soup, "figcaption", *list(caption.contents)))
    part.replace_with(figure)


def _is_of(address: str, image: str) -> bool:
    """Tell whether a link leads to a picture, of whatever size."""
    name = image.replace("%2F", "/").rpartition("/")[2]
    return bool(name) and address.replace("%2F", "/").endswith(name)


def _plain(soup: BeautifulSoup, image: Tag) -> Tag:
    kept = {name: value for name in ("src", "alt", "width", "height") if (value := attribute(image, name))}
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
    figure = new(soup, "figure", *shown)
    if caption := _said(gallery, "caption"):
        figure.append(new(soup, "figcaption", caption))
    part.replace_with(figure)


def _card(soup: BeautifulSoup, part: Tag) -> None:
    """Make a link of another post that is shown as a card."""
    told = _told(part)
    address = _said(told, "canonical_url", "url")
    if address:
        part.replace_with(link(soup, address, _said(told, "title")))


def _tweet(soup: BeautifulSoup, part: Tag) -> None:
    """Write out what somebody said elsewhere, with the way to it."""
    told = _told(part)
    address, text = _said(told, "url"), _said(told, "full_text")
    if address and text:
        _quote(soup, part, text, _said(told, "name"), _said(told, "username"), address)


def _quote(soup: BeautifulSoup, part: Tag, text: str, name: str, handle: str, address: str) -> None:
    by = " ".join(filter(None, (name, f"(@{handle})" if handle else ""))) or address
    who = new(soup, "a", by, href=address) if address else by
    part.replace_with(new(soup, "blockquote", new(soup, "p", text), new(soup, "p", "— ", who)))


def _note_of_somebody(soup: BeautifulSoup, part: Tag) -> None:
    """Write out a note that is shown in a post."""
    told = _told(part)
    note = told.get("comment")
    if not isinstance(note, dict) or not (text := _said(note, "body")) or part.get_text().strip():
        return
    handle, number = _said(note, "handle"), note.get("id")
    known = handle and isinstance(number, int)
    address = f"https://substack.com/@{quote(handle)}/note/c-{number}" if known else _said(told, "url")
    _quote(soup, part, text, _said(note, "name"), handle, address)


def _instagram(soup: BeautifulSoup, part: Tag) -> None:
    told = _told(part)
    number = _said(told, "instagram_id")
    if part.get_text().strip() or not re.fullmatch(r"[\w-]{1,40}", number):
        return
    address = f"https://www.instagram.com/p/{number}/"
    part.replace_with(link(soup, address, _said(told, "title", "author_name")))


def _empty(soup: BeautifulSoup, part: Tag) -> None:
    """Leave the way to what only a script shows."""
    told = _told(part)
    address = _said(told, "url", "fullEmbedUrl", "embed_url")
    if address.startswith("https://") and not part.get_text().strip() and part.find(["iframe", "img", "a"]) is None:
        part.replace_with(link(soup, address, _said(told, "title")))


def _film(soup: BeautifulSoup, part: Tag) -> None:
    """Show a film of YouTube where only its number is told."""
    number = _said(_told(part), "videoId")
    if part.find("iframe") is None and re.fullmatch(r"[\w-]{6,20}", number):
        part.replace_with(soup.new_tag("iframe", src=f"https://www.youtube.com/embed/{number}"))


def _formula(soup: BeautifulSoup, part: Tag) -> None:
    if formula := _said(_told(part), "persistentExpression"):
        part.replace_with(new(soup, "p", new(soup, "code", formula)))


def _file(soup: BeautifulSoup, part: Tag) -> None:
    address = attribute(part.select_one("a.file-embed-button[href]"), "href")
    if address:
        part.replace_with(link(soup, address, words(part.select_one(".file-embed-details-h1"))))


def _reference(soup: BeautifulSoup, part: Tag) -> None:
    """Let a footnote's number in the text look like one."""
    number = _NUMBER.fullmatch(attribute(part, "href").removeprefix("#"))
    text = part.get_text().strip()
    if number is None or not text:
        return
    back = new(soup, "a", text, href=f"#footnote-{number[1]}", id=f"footnote-anchor-{number[1]}")
    part.replace_with(new(soup, "sup", back, **{"class": "footnote-reference"}))


def _note(soup: BeautifulSoup, part: Tag) -> None:
    number = part.select_one("a.footnote-number")
    content = part.select_one(".footnote-content")
    named = _NUMBER.fullmatch(attribute(number, "id") or attribute(part, "id"))
    if number is None or content is None or named is None:
        return
    label = new(soup, "sup", number.get_text().strip(), **{"class": "footnote-definition-label"})
    note = new(soup, "div", label, *list(content.contents), **{"class": "footnote-definition"})
    note["id"] = f"footnote-{named[1]}"
    part.replace_with(note)


_CHANGES: tuple[tuple[str, Change], ...] = (
    (".dynamic-content-block", _for_everybody),
    (_OUT, remove),
    (".button-wrapper", _button),
    (".image-gallery-embed", _gallery),
    (".captioned-image-container", _figure),
    ("picture", _picture),
    (".digest-post-embed, .embedded-post-wrap", _card),
    (".twitter-embed, .tweet", _tweet),
    ("[data-component-name=CommentPlaceholder]", _note_of_somebody),
    (".instagram-embed-wrap", _instagram),
    (".youtube-wrap", _film),
    (".latex-rendered", _formula),
    (".file-embed-wrapper", _file),
    ("a.footnote-anchor", _reference),
    (".footnote", _note),
    ("div[data-attrs]", _empty),
)
