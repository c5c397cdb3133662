"""Words of many languages that plain writing uses as signs, by language (BCP 47); `labels.toml` holds them.

They are labels and cues ("Source:", "PS:", "read also"), never a subject.  Nothing else in the package may carry words
of a language, but for its own messages; rules elsewhere look at shape alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain

from publisher.text.data import read_table

_WORDS: dict[str, dict[str, list[str]]] = read_table("languages/labels.toml")

#: Labels that announce where something was found.
SOURCE_LABELS = _WORDS["source"]
#: Openings by which a postscript sends the reader to another text.
READ_ALSO = _WORDS["read_also"]
#: Words by which a sentence begins that sends the reader to another text.
INVITATIONS = _WORDS["invitation"]
#: Names of what a weblog holds; a title may follow right behind.
POSTS = _WORDS["post"]
#: Names of the kinds of work that people cite; a quoted phrase close after one is its title.
WORKS = _WORDS["work"]

#: Source labels that head something else as often: in writing about programs, "Source" is the source code.
_NO_HEADINGS = {"source", "reference", "fonte", "fuente", "quelle", "bron", "ソース", "литература", "참고", "参考"}
#: Source labels that as a heading of that one word announce a list of sources.
SOURCE_HEADINGS = frozenset(map(str.casefold, chain(*SOURCE_LABELS.values()))) - _NO_HEADINGS

#: Labels of a postscript.
POSTSCRIPT_LABELS = ("PS", "P.S.", "P.S", "PPS", "P.P.S.", "NB", "N.B.", "追伸", "附言", "З.Ы.", "П.С.")


def alternatives(words: Iterable[Iterable[str]]) -> str:
    r"""Return a regular expression that matches any of *words*, the longest first.

    Spaces in a word match any blank, no-break space included.

    >>> print(alternatives([["see", "see also"]]))
    see\s+also|see
    """
    listed = {word for group in words for word in group}
    return "|".join(
        r"\s+".join(map(re.escape, word.split(" "))) for word in sorted(listed, key=lambda word: (-len(word), word))
    )


#: A source label and its colon (also the full-width one) where a line begins.
SOURCE_LABEL = re.compile(
    rf"\s*(?P<label>{alternatives(SOURCE_LABELS.values())})(?:\(\w{{1,3}}\))?\s*[:：]", re.IGNORECASE
)
#: A postscript label and its colon or full stop where a line begins.
POSTSCRIPT_LABEL = re.compile(
    rf"\s*(?P<label>{alternatives([POSTSCRIPT_LABELS])})(?:\s*[:：]|(?:\.|(?<=\.))(?=\s|$))", re.IGNORECASE
)


def is_label(line: str) -> bool:
    """Tell whether *line* is a source or postscript label and nothing else.

    >>> is_label("Quellen:"), is_label("PS:"), is_label("Quellen: keine"), is_label("Note:")
    (True, True, False, False)
    """
    found = SOURCE_LABEL.match(line) or POSTSCRIPT_LABEL.match(line)
    return found is not None and not line[found.end() :].strip()


def opens_with_label(line: str) -> bool:
    """Tell whether *line* begins with a source or postscript label.

    >>> opens_with_label("Bron: een boek"), opens_with_label("Bronnen genoeg")
    (True, False)
    """
    return (SOURCE_LABEL.match(line) or POSTSCRIPT_LABEL.match(line)) is not None
