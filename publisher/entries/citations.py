"""The sources that a post names: after a label, under a heading, in a postscript, in ``cite``, in footnotes.

Each line or item of a list of sources is one citation, whole as printed.
What is no source for certain is left out, and a title is told only where
quotes or ``cite`` tell it.
"""

from __future__ import annotations

import re

from publisher.model.entry import Citation
from publisher.text.languages.labels import POSTSCRIPT_LABELS, SOURCE_LABELS

_LABELS = frozenset(label.casefold() for labels in (*SOURCE_LABELS.values(), POSTSCRIPT_LABELS) for label in labels)
#: Postscript labels that have a full stop where others have a colon.
_DOTTED = "|".join(sorted({re.escape(f"{label.rstrip('.')}.") for label in POSTSCRIPT_LABELS}))
#: What those begin with, asked first as it is cheap.
_FIRST = re.escape("".join(sorted({letter for label in POSTSCRIPT_LABELS for letter in label[0].lower() + label[0]})))
#: What stands first behind some tag, up to a colon or the next tag; nothing where that is one of those.
_OPENING = re.compile(rf">\s*+(?:&nbsp;\s*+)*+(?:(?=[{_FIRST}])(?=(?i:{_DOTTED}))|([^<>:：\n]{{1,36}}+)(?=\s*[:：<]))")


def find_citations(html: str) -> tuple[Citation, ...]:
    """Return the citations in sanitised *html*, in order."""
    if not _may_cite(html):
        return ()
    # Most posts cite nothing: the regular expressions of the rest are made for the first that does.
    from publisher.entries.passages import read_citations

    return read_citations(html)


def _may_cite(html: str) -> bool:
    """Tell cheaply whether anything in *html* could be a citation."""
    if "</cite>" in html or '"footnote-definition"' in html:
        return True
    found = _OPENING.findall(f">{html}")
    text = "\n".join(found).casefold()
    if "&" in text:
        text = text.replace("&nbsp;", " ")
    labels = text.split("\n")
    if "(" in text:
        labels = [label.partition("(")[0] for label in labels]
    return "" in found or not _LABELS.isdisjoint(map(str.strip, labels))
