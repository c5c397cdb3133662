"""Labels of sources and of postscripts where a line begins.

Apart from the table of their words: whoever only looks whether a text has any needs no regular expressions of them.
"""

import re

from publisher.content.words import POSTSCRIPT_LABELS, SOURCE_LABELS, alternatives

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
