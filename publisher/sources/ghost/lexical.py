"""Lexical, the notation of Ghost's editor since version 5: a tree of nodes, as HTML."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

from publisher.sources.ghost.cards import render_card

Node = Mapping[str, object]

#: Levels of a document; a deeper one is none that an editor wrote.
DEEPEST = 60

#: Bit of a text's format → element.
_FORMATS = ((16, "code"), (1, "strong"), (2, "em"), (4, "s"), (8, "u"), (32, "sub"), (64, "sup"), (128, "mark"))
_TAGS = {"paragraph": "p", "quote": "blockquote", "aside": "blockquote"}
_LINKS = frozenset({"link", "autolink", "at-link"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


def render_lexical(document: object) -> str:
    """Return a document as HTML, not sanitised.

    Nodes of unknown kinds give what they hold.

    Args:
        document: The parsed JSON, with its ``root``.

    Raises:
        ValueError: It is no such document, or too deep to be one.
    """
    root = document.get("root") if isinstance(document, Mapping) else None
    if not isinstance(root, Mapping):
        raise ValueError("no Lexical document: it has no root")  # noqa: TRY004  # for callers the content is wrong
    return _children(root, 0)


def _nodes(node: Node) -> Iterable[Node]:
    children = node.get("children")
    return (child for child in children if isinstance(child, Mapping)) if isinstance(children, list) else ()


def _children(node: Node, depth: int) -> str:
    if depth > DEEPEST:
        raise ValueError(f"nodes stand more than {DEEPEST} deep")
    return "".join(_render(child, depth + 1) for child in _nodes(node))


def _kind(node: Node) -> str:
    return str(node.get("type", "")).removeprefix("extended-")


def _render(node: Node, depth: int) -> str:
    kind = _kind(node)
    if kind in _TAGS:
        inside = _children(node, depth)
        return f"<{_TAGS[kind]}>{inside}</{_TAGS[kind]}>" if inside else ""
    if kind == "heading":
        tag = node.get("tag")
        tag = tag if tag in _HEADINGS else "h2"
        return f"<{tag}>{_children(node, depth)}</{tag}>"
    if kind == "list":
        return _list(node, depth)
    if kind in _LINKS:
        address = node.get("url")
        inside = _children(node, depth)
        return f'<a href="{escape(address)}">{inside}</a>' if isinstance(address, str) else inside
    if kind in {"linebreak", "tab"}:
        return "<br>" if kind == "linebreak" else "\t"
    if isinstance(node.get("text"), str):
        return _text(node)
    return render_card(kind, node) or _children(node, depth)


def _list(node: Node, depth: int) -> str:
    tag = "ol" if node.get("listType") == "number" or node.get("tag") == "ol" else "ul"
    start = node.get("start")
    items: list[str] = []
    for item in _nodes(node):
        inside = _children(item, depth + 1)
        if items and inside and all(_kind(child) == "list" for child in _nodes(item)):
            # An item that is only a list belongs to the one above.
            items[-1] += inside
        elif inside:
            items.append(inside)
    first = f' start="{start}"' if tag == "ol" and isinstance(start, int) and start != 1 else ""
    return f"<{tag}{first}>{''.join(f'<li>{item}</li>' for item in items)}</{tag}>" if items else ""


def _text(node: Node) -> str:
    html = escape(str(node["text"]), quote=False)
    bits = node.get("format")
    if html and isinstance(bits, int):
        for bit, tag in _FORMATS:
            if bits & bit:
                html = f"<{tag}>{html}</{tag}>"
    return html
