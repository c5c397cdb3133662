"""HTML that Ghost made of a post, as visitors of the website see it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape
from typing import TYPE_CHECKING

from publisher.text.html.tree import parse

if TYPE_CHECKING:
    from bs4 import Tag

_GATE = re.compile(r"<!--\s*kg-gated-block:(begin\b[^\n<]{0,300}?|end\s*)-->")
_FOR_ALL = re.compile(r"nonMember:\s*true")
#: Cards whose parts are a form or a player: what a reader elsewhere cannot use.
_PARTS_TO_TIDY = (
    "kg-signup-card", "kg-audio-card", "kg-video-card", "kg-cta-card", "kg-file-card", "kg-transistor-card",
)  # fmt: skip
#: What is meant for one member alone, too: a player of their own podcasts.
_SIGNUP = ".kg-signup-card, .kg-transistor-card, form, input, button"
_CONTROLS = ".kg-audio-player, .kg-audio-thumbnail, .kg-video-player-container, .kg-video-overlay, .kg-file-card-icon"


def public_html(html: str) -> str:
    """Return *html* without what only members see, without forms, and without the parts of players.

    Raises:
        ValueError: It has cards, and more or deeper tags than anybody writes.

    >>> public_html('a<!--kg-gated-block:begin nonMember:false memberSegment:"" -->b<!--kg-gated-block:end-->c')
    'ac'
    """
    if "kg-gated-block" in html:
        html = _without_gated(html)
    if any(part in html for part in _PARTS_TO_TIDY):
        html = _tidied(html)
    return html


def _without_gated(html: str) -> str:
    """Leave out each gated block that is not for all; one without an end goes to the end."""
    kept: list[str] = []
    start, hidden = 0, False
    for gate in _GATE.finditer(html):
        if not hidden:
            kept.append(html[start : gate.start()])
        hidden = gate[1].startswith("begin") and not _FOR_ALL.search(gate[1])
        start = gate.end()
    if not hidden:
        kept.append(html[start:])
    return "".join(kept)


def _tidied(html: str) -> str:
    soup = parse(html)
    for part in soup.select(f"{_SIGNUP}, {_CONTROLS}"):
        part.decompose()
    for sound in soup.select(".kg-audio-card audio, .kg-video-card video"):
        sound["controls"] = ""
        if "spacergif" in str(sound.get("poster")):
            del sound["poster"]
    return _inside(soup.body)


def _inside(body: Tag | None) -> str:
    return "" if body is None else body.decode_contents()


Card = Mapping[str, object]

_TAG = re.compile(r"<(?:script\b.*?</script|[^<>]*)>", re.DOTALL | re.IGNORECASE)


def render_card(name: str, card: Card) -> str:
    """Return a card as HTML; nothing for cards that belong to mails, members or forms.

    Args:
        name: Of the card, as either editor spells it.
        card: What it holds; values of unexpected types count as missing.

    >>> render_card("image", {"src": "/a.png", "alt": "A", "caption": "<b>B</b>"})
    '<figure><img src="/a.png" alt="A"><figcaption><b>B</b></figcaption></figure>'
    """
    render = _CARDS.get(name.removeprefix("card-"))
    return render(card) if render is not None and not _is_hidden(card) else ""


def _is_hidden(card: Card) -> bool:
    """Tell whether visitors who are no members do not see a card."""
    visibility = card.get("visibility")
    if not isinstance(visibility, Mapping):
        return False
    web = visibility.get("web")
    if isinstance(web, Mapping):
        return web.get("nonMember") is False
    return visibility.get("showOnWeb") is False or visibility.get("emailOnly") is True


def _text(card: Card, *names: str) -> str:
    return next((value for name in names if isinstance(value := card.get(name), str) and value.strip()), "")


def _attribute(card: Card, *names: str) -> str:
    return escape(_text(card, *names))


def _caption(card: Card) -> str:
    caption = _text(card, "caption")
    return f"<figcaption>{caption}</figcaption>" if caption else ""


def _img(card: Card) -> str:
    source = _attribute(card, "src")
    return f'<img src="{source}" alt="{_attribute(card, "alt")}">' if source else ""


def _image(card: Card) -> str:
    image = _img(card)
    if image and (address := _attribute(card, "href")):
        image = f'<a href="{address}">{image}</a>'
    return f"<figure>{image}{_caption(card)}</figure>" if image else ""


def _gallery(card: Card) -> str:
    images = card.get("images")
    shown = "".join(_img(image) for image in images if isinstance(image, Mapping)) if isinstance(images, list) else ""
    return f"<figure>{shown}{_caption(card)}</figure>" if shown else ""


def _embed(card: Card) -> str:
    html = _text(card, "html")
    if "<iframe" not in html and not ("<blockquote" in html and _TAG.sub("", html).strip()):
        html = _link(card, "url")
    return f"<figure>{html}{_caption(card)}</figure>" if html else ""


def _bookmark(card: Card) -> str:
    said = card.get("metadata")
    about: Card = said if isinstance(said, Mapping) else card
    address = _attribute(card, "url") or _attribute(about, "url")
    if not address:
        return ""
    description = _attribute(about, "description")
    below = f"<p>{description}</p>" if description else ""
    return f'<figure><a href="{address}">{_attribute(about, "title") or address}</a>{below}{_caption(card)}</figure>'


def _link(card: Card, address: str, *words: str) -> str:
    leads_to = _attribute(card, address)
    return f'<a href="{leads_to}">{_attribute(card, *words) or leads_to}</a>' if leads_to else ""


def _button(card: Card, switch: str, address: str, words: str) -> str:
    """Return the button of a card, unless its author switched it off."""
    return "" if card.get(switch) is False else _paragraph(_link(card, address, words))


def _paragraph(html: str) -> str:
    return f"<p>{html}</p>" if html else ""


def _code(card: Card) -> str:
    code = f"<pre><code>{_attribute(card, 'code')}</code></pre>"
    return f"<figure>{code}{caption}</figure>" if (caption := _caption(card)) else code


def _markdown(card: Card) -> str:
    from publisher.text.markup.markdown import render_markdown

    return render_markdown(_text(card, "markdown"))


def _callout(card: Card) -> str:
    sign, text = _attribute(card, "calloutEmoji"), _text(card, "calloutText")
    return f"<aside>{sign} {text}</aside>" if sign and text else f"<aside>{text}</aside>" if text else ""


def _toggle(card: Card) -> str:
    return f"<details><summary>{_text(card, 'heading')}</summary>{_text(card, 'content')}</details>"


def _sound(card: Card) -> str:
    return _figure_of(card, "audio")


def _film(card: Card) -> str:
    return _figure_of(card, "video")


def _figure_of(card: Card, element: str) -> str:
    source = _attribute(card, "src")
    if not source:
        return ""
    words = _attribute(card, "title", "fileName") or source
    link = f'<a href="{source}">{words}</a>'
    return f'<figure><{element} controls src="{source}"></{element}>{link}{_caption(card)}</figure>'


def _file(card: Card) -> str:
    words = _attribute(card, "fileCaption")
    return _paragraph(_link(card, "src", "fileTitle", "fileName") + (f"<br>{words}" if words else ""))


def _product(card: Card) -> str:
    image = _attribute(card, "productImageSrc")
    title = _text(card, "productTitle")
    return "".join(
        (
            f'<figure><img src="{image}" alt=""></figure>' if image else "",
            f"<h4>{title}</h4>" if title else "",
            _text(card, "productDescription"),
            _button(card, "productButtonEnabled", "productUrl", "productButton"),
        )
    )


def _header(card: Card) -> str:
    heading, below = _text(card, "header"), _text(card, "subheader")
    button = _button(card, "buttonEnabled", "buttonUrl", "buttonText")
    return (f"<h2>{heading}</h2>" if heading else "") + _paragraph(below) + button


def _call(card: Card) -> str:
    image = _attribute(card, "imageUrl")
    picture = f'<figure><img src="{image}" alt=""></figure>' if image else ""
    sponsor = "" if card.get("hasSponsorLabel") is False else _text(card, "sponsorLabel")
    return sponsor + picture + _text(card, "textValue") + _button(card, "showButton", "buttonUrl", "buttonText")


_CARDS: Mapping[str, Callable[[Card], str]] = {
    "audio": _sound,
    "bookmark": _bookmark,
    "button": lambda card: _paragraph(_link(card, "buttonUrl", "buttonText")),
    "call-to-action": _call,
    "callout": _callout,
    "code": _code,
    "codeblock": _code,
    "embed": _embed,
    "file": _file,
    "gallery": _gallery,
    "header": _header,
    "horizontalrule": lambda _: "<hr>",
    "hr": lambda _: "<hr>",
    "html": lambda card: _text(card, "html"),
    "image": _image,
    "markdown": _markdown,
    "product": _product,
    "toggle": _toggle,
    "video": _film,
}
