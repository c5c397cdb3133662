"""Changes to a draft that keep everything else: comments, order, empty lines.

The shape of a draft and these operations were chosen together: comments
inside a list survive appending and removing, and nothing here moves a table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.issues.draft import comment, lines_in_quotes

if TYPE_CHECKING:
    from tomlkit.items import Array
    from tomlkit.toml_document import TOMLDocument

#: Section of a draft that has none yet.
FIRST_SECTION = "articles"


def with_subject(text: str, subject: str) -> str:
    """Return the draft with another subject."""
    document = _parse(text)
    document["subject"] = subject
    return document.as_string()


def with_intro(text: str, intro: str) -> str:
    """Return the draft with another introduction, in Markdown."""
    document = _parse(text)
    document["intro"] = _parse(f"intro = {lines_in_quotes(intro.strip())}")["intro"]
    return document.as_string()


def with_entry(text: str, ref: str, title: str) -> str:
    """Return the draft with an entry at the end of its last section."""
    document = _parse(text)
    arrays = _arrays(document)
    if not arrays:
        return with_entry(_with_first_section(document), ref, title)
    arrays[-1].add_line(ref, indent="    ", comment=comment(title) or None, newline=True)
    return document.as_string()


def without_entry(text: str, name: str) -> str:
    """Return the draft without an entry, as it is named there; its blurb stays, in case it comes back."""
    document = _parse(text)
    for array in _arrays(document):
        if name in array:
            array.remove(name)
    return document.as_string()


def _parse(text: str) -> TOMLDocument:
    from tomlkit import parse

    return parse(text)


def _arrays(document: TOMLDocument) -> list[Array]:
    """Return the lists of entries, in the order of the sections."""
    sections = document.get("section", {})
    order = document.get("sections", list(sections))
    return [sections[key]["entries"] for key in order if "entries" in sections.get(key, {})]


def _with_first_section(document: TOMLDocument) -> str:
    document["sections"] = [FIRST_SECTION]
    return f'{document.as_string().rstrip()}\n\n[section.{FIRST_SECTION}]\ntitle = ""\nentries = [\n]\n'
