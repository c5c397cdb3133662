"""Atom 1.0: RFC 4287."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

from publisher.feeds.checks import values
from publisher.feeds.checks.archived import RELATIONS
from publisher.feeds.checks.elements import (
    ATOM,
    FH,
    XML,
    ValueCheck,
    apply,
    children,
    name_of,
    once,
    require,
    text_of,
    unknown,
)
from publisher.feeds.checks.finding import Checked, shown
from publisher.feeds.checks.media_rss import check_media

_SHARED = ("author", "category", "contributor", "id", "link", "rights", "title", "updated")
_FEED = (*_SHARED, "entry", "generator", "icon", "logo", "subtitle")
_ENTRY = (*_SHARED, "content", "published", "source", "summary")
_ONCE = ("generator", "icon", "id", "logo", "published", "rights", "source", "subtitle", "summary", "content", "title",
         "updated")  # fmt: skip
_SOURCE = tuple(name for name in _FEED if name != "entry")
_PERSON = ("name", "uri", "email")


def check_atom(root: Any, checked: Checked) -> None:
    """Check a feed document, or an entry document."""
    checked.kind = "Atom"
    if name_of(root)[1] == "entry":
        _check_entry(root, checked, authored=False)
        return
    found = _sorted(root)
    _check_shared(root, found, checked, "the feed", _FEED)
    checked.feed_id = next((text_of(each) for each in found.get("id", ())), "")
    checked.archive = bool(children(root, FH, "archive"))
    checked.complete = bool(children(root, FH, "complete"))
    for link in found.get("link", ()):
        relation, href = link.get("rel", "alternate"), link.get("href", "")
        if relation in RELATIONS:
            checked.relations.setdefault(relation, href)
        elif relation == "self":
            checked.own = href
    if checked.own is None:
        checked.warn(
            root.sourceline,
            "self",
            "the feed does not say its own address",
            'Add <link rel="self" href="https://..."/>.',
        )
    authored = bool(found.get("author"))
    for entry in found.get("entry", ()):
        _check_entry(entry, checked, authored=authored)


def _check_entry(entry: Any, checked: Checked, *, authored: bool) -> None:
    where = "the entry"
    found = _sorted(entry)
    _check_shared(entry, found, checked, where, _ENTRY)
    for each in found.get("id", ())[:1]:
        checked.know(text_of(each), each.sourceline)
    has_author = (
        authored or found.get("author") or any(children(each, ATOM, "author") for each in found.get("source", ()))
    )
    if not has_author:
        checked.error(
            entry.sourceline, "author", "neither the entry nor the feed has an <author>", "Name who wrote it."
        )
    for link in found.get("link", ()):
        if link.get("rel") in RELATIONS:
            checked.warn(
                link.sourceline,
                "history",
                f"the link {link.get('rel')} of an entry is one of feeds",
                "Put it into the feed, before the entries.",
            )
    alternates = [link for link in found.get("link", ()) if link.get("rel", "alternate") == "alternate"]
    if not found.get("content") and not alternates:
        checked.error(
            entry.sourceline,
            "missing",
            "the entry has neither <content> nor an alternate <link>",
            "Add one: a reader has nothing to show.",
        )
    check_media(entry, checked)
    for content in found.get("content", ()):
        _check_content(content, found, checked)


def _sorted(element: Any) -> dict[str, list[Any]]:
    """Return the children of Atom's own namespace by name."""
    found: dict[str, list[Any]] = {}
    for child in element:
        namespace, local = name_of(child)
        if namespace == ATOM:
            found.setdefault(local, []).append(child)
    return found


def _check_shared(
    element: Any, found: dict[str, list[Any]], checked: Checked, where: str, known: tuple[str, ...]
) -> None:
    require(checked, element, found, ("id", "title", "updated"), where)
    once(checked, found, _ONCE, where)
    for name, those in found.items():
        for child in those:
            if name not in known:
                unknown(checked, child, known, where)
            _check_language(child, checked)
    _check_language(element, checked)
    _check_values(found, checked)
    _check_parts(found, checked)
    _check_links(found.get("link", []), checked)


def _check_parts(found: dict[str, list[Any]], checked: Checked) -> None:
    """Check texts, people and tags."""
    for name in ("title", "subtitle", "summary", "rights"):
        for each in found.get(name, ()):
            _check_text(each, name, checked)
    for name in ("author", "contributor"):
        for each in found.get(name, ()):
            _check_person(each, name, checked)
    for each in found.get("category", ()):
        _check_category(each, checked)
    for each in found.get("generator", ()):
        if each.get("uri"):
            _check_spaces(each.get("uri"), "the `uri` of <generator>", each, checked)
            apply(checked, each.sourceline, _placed(_resolved(each, each.get("uri")), "the `uri` of <generator>"))
    for each in found.get("source", ()):
        _check_source(each, checked)


def _check_category(element: Any, checked: Checked) -> None:
    if not element.get("term"):
        checked.error(element.sourceline, "missing", "a <category> has no `term`", "Add it: it is the tag itself.")
    if element.get("scheme"):
        apply(checked, element.sourceline, values.absolute(element.get("scheme"), "the `scheme` of a <category>"))
    apply(checked, element.sourceline, values.plain(element.get("label", ""), "the `label` of a <category>"))


def _check_source(element: Any, checked: Checked) -> None:
    """Check the feed that an entry was taken over from: section 4.2.11."""
    found = _sorted(element)
    where = "the <source>"
    once(checked, found, _ONCE, where)
    for name in ("id", "title", "updated"):
        if name not in found:
            checked.warn(
                element.sourceline, "missing", f"{where} has no <{name}>", "Keep it as the other feed says it."
            )
    for name, those in found.items():
        for child in those:
            if name not in _FEED or name == "entry":
                unknown(checked, child, _SOURCE, where)
    _check_values(found, checked)
    _check_parts(found, checked)
    _check_links(found.get("link", []), checked)


def _check_values(found: dict[str, list[Any]], checked: Checked) -> None:
    """Check dates, ids and addresses."""
    for name, check in _VALUES.items():
        for each in found.get(name, ()):
            _check_spaces("".join(each.itertext()), f"<{name}>", each, checked)
            value = text_of(each) if check is not _placed else _resolved(each, text_of(each))
            apply(checked, each.sourceline, check(value, f"<{name}>"))


def _id(value: str, what: str) -> values.Problem | None:
    """Check an id; that it is missing is told elsewhere."""
    return values.absolute(value, what) if value else None


def _placed(value: str, what: str) -> values.Problem | None:
    """Check an address that may be relative to where the feed is: a copy of the feed does not know that."""
    problem = values.absolute(value, what)
    return problem._replace(level="warning") if problem and problem.rule == "relative" else problem


def _check_spaces(value: str, what: str, element: Any, checked: Checked) -> None:
    """Check that nothing stands around a value: readers compare ids with the blanks, and fail on such dates."""
    if value != value.strip() and value.strip():
        checked.error(element.sourceline, "space", f"{what} begins or ends with a blank", "Take the blanks out.")


_VALUES: dict[str, ValueCheck] = {
    "updated": values.rfc3339,
    "published": values.rfc3339,
    "id": _id,
    "icon": _placed,
    "logo": _placed,
}


_MAILBOX = re.compile(r"[^\s@<>()]+@[^\s@<>()]+")
_LANG = f"{{{XML}}}lang"
_BASE = f"{{{XML}}}base"


def _check_language(element: Any, checked: Checked) -> None:
    tag = element.get(_LANG)
    if tag:
        apply(checked, element.sourceline, values.language(tag, "xml:lang"))


def _check_text(element: Any, name: str, checked: Checked) -> None:
    """Check a text construct: section 3.1."""
    kind = element.get("type", "text")
    what = f"the <{name}>"
    if kind == "text":
        if len([child for child in element if name_of(child)[1]]):
            checked.error(
                element.sourceline, "markup", f"{what} is text and holds elements", 'Escape it, and say type="html".'
            )
        apply(checked, element.sourceline, values.plain(text_of(element), what))
    elif kind == "html":
        if any(name_of(child)[1] for child in element):
            checked.error(
                element.sourceline, "markup", f"{what} is of type html and holds elements", "Escape its HTML."
            )
        for problem in values.html(text_of(element), what):
            apply(checked, element.sourceline, problem)
    elif kind == "xhtml":
        _check_xhtml(element, what, checked)
    else:
        checked.error(element.sourceline, "type", f"{what} is of type {shown(kind)}", "Say text, html or xhtml.")


def _check_xhtml(element: Any, what: str, checked: Checked) -> None:
    inside = [child for child in element if name_of(child)[1]]
    if len(inside) != 1 or name_of(inside[0]) != ("http://www.w3.org/1999/xhtml", "div"):
        checked.error(
            element.sourceline, "markup", f"{what} is of type xhtml and is not one <div> of XHTML", "Put all into one."
        )
        return
    for each in inside[0].iter():
        local = name_of(each)[1]
        if local in {"script", "iframe", "object", "embed", "form"}:
            checked.warn(
                each.sourceline, "script", f"{what} holds <{local}>, which readers take out or should", "Take it out."
            )


def _check_content(element: Any, found: dict[str, list[Any]], checked: Checked) -> None:
    """Check a content: section 4.1.3."""
    kind, source = element.get("type", "text"), element.get("src")
    if source is not None:
        _check_spaces(source, "the `src` of <content>", element, checked)
        apply(checked, element.sourceline, _placed(_resolved(element, source), "the `src` of <content>"))
        if text_of(element):
            checked.error(
                element.sourceline, "markup", "a <content> has `src` and holds text too", "Keep one of the two."
            )
        if element.get("type") in {"text", "html", "xhtml"}:
            checked.error(
                element.sourceline,
                "type",
                f"a <content> with `src` is of type {shown(kind)}",
                "Say the media type of what is there, such as text/html.",
            )
        if not found.get("summary"):
            checked.error(
                element.sourceline, "missing", "the entry has its content elsewhere and no <summary>", "Add one."
            )
    elif kind in {"text", "html", "xhtml"}:
        _check_text(element, "content", checked)
    elif "/" not in kind or kind.lower().startswith(("multipart/", "message/")):
        checked.error(
            element.sourceline,
            "type",
            f"the <content> is of type {shown(kind)}",
            "Say text, html or xhtml, or a media type such as text/plain.",
        )


def _check_person(element: Any, name: str, checked: Checked) -> None:
    parts = _sorted(element)
    require(checked, element, parts, ("name",), f"the <{name}>")
    once(checked, parts, _PERSON, f"the <{name}>")
    for part, those in parts.items():
        for each in those:
            if part in _PERSON:
                _check_spaces("".join(each.itertext()), f"the <{part}>", each, checked)
            else:
                unknown(checked, each, _PERSON, f"the <{name}>")
    for each in parts.get("uri", ()):
        apply(checked, each.sourceline, _placed(_resolved(each, text_of(each)), f"the <uri> of an <{name}>"))
    for each in parts.get("email", ()):
        if not _MAILBOX.fullmatch(text_of(each)):
            checked.error(
                each.sourceline, "address", f"the <email> {shown(text_of(each))} is no mail address", "Correct it."
            )


def _check_links(links: list[Any], checked: Checked) -> None:
    seen: set[tuple[str, ...]] = set()
    for link in links:
        line, relation, href = link.sourceline, link.get("rel", "alternate"), link.get("href")
        if href is None:
            checked.error(line, "missing", "a <link> has no `href`", "Add the address that it leads to.")
            continue
        for problem in _link_problems(link, _resolved(link, href), relation):
            apply(checked, line, problem)
        kind = (relation, link.get("type", ""), link.get("hreflang", ""))
        if relation == "alternate" and kind in seen:
            checked.error(
                line,
                "twice",
                "a second alternate <link> is of the same type and language",
                'Keep one: an enclosure is rel="enclosure", other pages rel="related".',
            )
        seen.add(kind)


def _link_problems(link: Any, address: str, relation: str) -> Iterator[values.Problem | None]:
    if link.get("href") != link.get("href").strip():
        yield values.Problem("error", "space", f"the link {relation} begins or ends with a blank", "Take it out.")
    if link.get("href"):  # an empty one leads to the feed itself
        yield values.absolute(address, f"the link {relation}")
    yield values.plain(link.get("title", ""), "the `title` of a <link>")
    if link.get("type"):
        yield values.media_type(link.get("type"), "the `type` of a <link>")
    if link.get("length"):
        yield values.whole_number(link.get("length"), "the `length` of a <link>")
    if link.get("hreflang"):
        yield values.language(link.get("hreflang"), "the `hreflang` of a <link>")


def _resolved(element: Any, address: str) -> str:
    """Return an address as `xml:base` of the elements around makes it."""
    bases = []
    place = element
    while place is not None:
        if base := place.get(_BASE):
            bases.append(base)
        place = place.getparent()
    whole = ""
    for base in reversed(bases):
        whole = urljoin(whole, base)
    return urljoin(whole, address.strip()) if whole else address.strip()
