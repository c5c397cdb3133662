"""Mobiledoc, the notation of Ghost's editor in versions 1 to 4: sections of markers, as HTML."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from publisher.sources.ghost.cards import render_card

#: Characters of one post: a few references to one long card would make more of it than fits into any memory.
LONGEST = 1 << 24

_TEXT, _IMAGE, _LIST, _CARD = 1, 2, 3, 10
_SECTIONS = {"h1", "h2", "h3", "h4", "h5", "h6", "p", "blockquote", "aside"}
_MARKUPS = {"a", "b", "code", "em", "i", "s", "strong", "sub", "sup", "u", "del", "mark"}


def render_mobiledoc(document: object) -> str:
    """Return a document as HTML, not sanitised.

    Sections, markups and cards of unknown kinds give the text that they hold.

    Args:
        document: The parsed JSON, with its ``sections``; versions 0.2 to 0.3.2.

    Raises:
        ValueError: It is no such document, or refers to so much so often that no post is as long.
    """
    if not isinstance(document, Mapping) or not isinstance(document.get("sections"), list):
        raise ValueError("no Mobiledoc document: it has no sections")  # noqa: TRY004  # for callers the content is wrong
    return _Document(document).html()


class _Document:
    """A document, with the lists that its sections refer to by number."""

    def __init__(self, document: Mapping[str, object]) -> None:
        self._sections = _list(document.get("sections"))
        self._markups = _list(document.get("markups"))
        self._atoms = _list(document.get("atoms"))
        self._cards = _list(document.get("cards"))
        self._left = LONGEST

    def html(self) -> str:
        """Return all sections."""
        return "\n".join(filter(None, map(self._section, map(_list, self._sections))))

    def _section(self, section: list[object]) -> str:
        kind = _at(section, 0)
        if kind == _TEXT:
            tag = str(_at(section, 1)).lower()
            tag = tag if tag in _SECTIONS else "p"
            inside = self._markers(_list(_at(section, 2)))
            return f"<{tag}>{inside}</{tag}>" if inside else ""
        if kind == _LIST:
            tag = "ol" if _at(section, 1) == "ol" else "ul"
            items = "".join(f"<li>{self._markers(_list(item))}</li>" for item in _list(_at(section, 2)))
            return f"<{tag}>{items}</{tag}>" if items else ""
        if kind == _IMAGE:
            return render_card("image", {"src": _at(section, 1)})
        if kind == _CARD:
            card = _list(_numbered(self._cards, _at(section, 1)))
            holds = _at(card, 1)
            return self._counted(render_card(str(_at(card, 0)), holds if isinstance(holds, Mapping) else {}))
        return ""

    def _markers(self, markers: list[object]) -> str:
        """Return a run of text; each marker opens markups, holds text, and closes some of what is open."""
        html: list[str] = []
        opened: list[str] = []
        for marker in map(_list, markers):
            # Before version 0.3 a marker did not say that it is a text.
            is_old = isinstance(_at(marker, 0), list)
            atom, opens, closes, holds = (0, *(_at(marker, place) for place in range(3))) if is_old else (
                _at(marker, place) for place in range(4)
            )  # fmt: skip
            for number in _list(opens):
                tag, start = self._markup(number)
                html.append(start)
                opened.append(tag)
            html.append(self._atom(holds) if atom == 1 else escape(str(holds), quote=False))
            for _ in range(min(closes, len(opened)) if isinstance(closes, int) else 0):
                html.append(_closing(opened.pop()))
        html.extend(_closing(tag) for tag in reversed(opened))
        return "".join(html)

    def _markup(self, number: object) -> tuple[str, str]:
        """Return name and opening tag; both are empty for what is not known."""
        markup = _list(_numbered(self._markups, number))
        tag = str(_at(markup, 0)).lower()
        if tag not in _MARKUPS:
            return "", ""
        attributes = list(map(str, _list(_at(markup, 1))))
        named = dict(zip(attributes[::2], attributes[1::2], strict=False))
        return tag, self._counted(
            f'<a href="{escape(named["href"])}">'
        ) if tag == "a" and "href" in named else f"<{tag}>"

    def _atom(self, number: object) -> str:
        atom = _list(_numbered(self._atoms, number))
        return "<br>" if _at(atom, 0) == "soft-return" else self._counted(escape(str(_at(atom, 1)), quote=False))

    def _counted(self, html: str) -> str:
        """Return what was referred to, and count it."""
        self._left -= len(html)
        if self._left < 0:
            raise ValueError(f"the text of this post is longer than {LONGEST:,} characters")
        return html


def _closing(tag: str) -> str:
    return f"</{tag}>" if tag else ""


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _at(values: list[object], place: int) -> object:
    """Return a value, or an empty text where there is none."""
    return values[place] if place < len(values) and values[place] is not None else ""


def _numbered(values: list[object], number: object) -> object:
    return values[number] if isinstance(number, int) and 0 <= number < len(values) else None
