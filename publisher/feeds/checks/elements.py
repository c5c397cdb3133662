"""Reading XML that nobody vouches for, and what all checks of it share."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from publisher.feeds.checks.finding import Checked, shown
from publisher.feeds.checks.values import Problem

ATOM = "http://www.w3.org/2005/Atom"
FH = "http://purl.org/syndication/history/1.0"
XML = "http://www.w3.org/XML/1998/namespace"

#: What a value may be checked by: it takes the value and what it is.
ValueCheck = Callable[[str, str], Problem | None]


def parse(data: bytes, checked: Checked) -> Any:
    """Return the root of a document, or None with the reason noted; entities stay what they are."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or None
        checked.error(
            line,
            "xml",
            f"this is not well-formed XML: {_sentence(error.msg or '')}",
            "Correct it: most readers show nothing of a document that is not well-formed.",
        )
        return None
    except (ValueError, LookupError) as error:
        checked.error(1, "xml", f"this is no XML: {error}", "Write it as UTF-8, and say so in its first line.")
        return None
    _check_whole(root.getroottree().docinfo, checked)
    return root


def name_of(element: Any) -> tuple[str, str]:
    """Return namespace and local name; a comment, an entity or an instruction has neither."""
    tag = element.tag
    return _halves(tag) if isinstance(tag, str) else ("", "")


@lru_cache(maxsize=1000)
def _halves(tag: str) -> tuple[str, str]:
    namespace, _, local = tag.rpartition("}")
    return namespace[1:], local


def children(element: Any, namespace: str, local: str) -> list[Any]:
    """Return the children of this name."""
    return [child for child in element if name_of(child) == (namespace, local)]


def text_of(element: Any) -> str:
    """Return all text inside, spaces at the ends left out."""
    if not len(element):
        return (element.text or "").strip()
    return "".join(element.itertext()).strip()


def apply(checked: Checked, line: int | None, problem: Problem | None) -> None:
    """Note a problem, if there is one."""
    if problem is not None:
        note = checked.error if problem.level == "error" else checked.warn
        note(line, problem.rule, problem.text, problem.advice)


def require(checked: Checked, parent: Any, found: dict[str, list[Any]], names: Collection[str], where: str) -> None:
    """Note each element that must be there and is not."""
    for name in names:
        if not found.get(name):
            checked.error(
                parent.sourceline, "missing", f"{where} has no <{name}>", f"Add a <{name}>: the format asks for one."
            )
        elif not text_of(found[name][0]) and not len(found[name][0]):
            checked.warn(found[name][0].sourceline, "empty", f"the <{name}> of {where} is empty", "Fill it in.")


def once(checked: Checked, found: dict[str, list[Any]], names: Collection[str], where: str) -> None:
    """Note each element that stands there a second time."""
    for name in names:
        for again in found.get(name, ())[1:]:
            checked.error(
                again.sourceline,
                "twice",
                f"{where} has a second <{name}>",
                "Keep one: readers differ in which they take.",
            )


def unknown(checked: Checked, element: Any, known: Collection[str], where: str) -> None:
    """Note an element that the format does not have."""
    local = name_of(element)[1]
    if local not in known:
        near = get_close_matches(local.lower(), {name.lower(): name for name in known}, n=1)
        meant = next((name for name in known if near and name.lower() == near[0]), None)
        checked.error(
            element.sourceline,
            "unknown",
            f"{where} has a <{local}>, which the format does not know",
            f"Did you mean <{meant}>?" if meant else "Take it out, or give it a namespace.",
        )


def texts(element: Iterable[Any], checks: Mapping[str, ValueCheck], where: str) -> Iterator[tuple[int, Problem]]:
    """Yield what is wrong with the texts of children, by name."""
    for child in element:
        _, local = name_of(child)
        if local in checks and (problem := checks[local](text_of(child), f"the <{local}> of {where}")):
            yield child.sourceline, problem


def _check_whole(info: Any, checked: Checked) -> None:
    if info.doctype:
        checked.warn(
            1,
            "doctype",
            f"the document has a DOCTYPE {shown(info.doctype)}",
            "Take it out: readers ignore or refuse it.",
        )
    if (info.encoding or "utf-8").upper() not in {"UTF-8", "US-ASCII", "ASCII"}:
        checked.warn(1, "encoding", f"the document is in {info.encoding}", "Write UTF-8, which every reader knows.")


def _sentence(said: str) -> str:
    return said.partition(", line ")[0].strip().rstrip(".") or "it cannot be read"
