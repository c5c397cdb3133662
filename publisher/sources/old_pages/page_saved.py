"""Pages that a browser saved: where they were saved from."""

from __future__ import annotations

import re

from publisher.sources.old_pages.page_tree import absolute

#: Characters at the beginning of a page in which a browser says it.
_WITHIN = 4096

_SAVED = re.compile(
    r"<!--\s*saved from url=\(\d{1,6}\)(\S{1,2000}?)\s*-->|<!--\s*Page saved with SingleFile\s+url:\s*(\S{1,2000})",
    re.IGNORECASE,
)


def saved_from(text: str) -> str | None:
    """Return the address that a page was saved from, as browsers note it; None where none did.

    >>> saved_from("<!-- saved from url=(0027)https://example.org/a.html -->")
    'https://example.org/a.html'
    """
    found = _SAVED.search(text, 0, _WITHIN)
    return absolute("", found[1] or found[2]) if found else None
