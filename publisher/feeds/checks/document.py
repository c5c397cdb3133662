"""Finds out what a document is, and checks it."""

from __future__ import annotations

import re

from publisher.feeds.checks.archived import check_place
from publisher.feeds.checks.elements import ATOM, name_of, parse
from publisher.feeds.checks.finding import Checked, shown

_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def check(data: bytes) -> Checked:
    """Check one document of any format."""
    checked = Checked()
    start = data[:1000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start:
        checked.error(1, "empty", "the document is empty", "Write the feed anew.")
    elif start[:1] in {b"{", b"["}:
        from publisher.feeds.checks.json_feed import check_json_feed

        check_json_feed(data, checked)
    else:
        _check_xml(data, checked)
    check_place(checked)
    checked.findings.sort(key=lambda finding: finding.line or 0)
    return checked


def _check_xml(data: bytes, checked: Checked) -> None:
    _find_controls(data, checked)
    root = parse(data, checked)
    if root is None:
        return
    namespace, local = name_of(root)
    if namespace == ATOM and local in {"feed", "entry"}:
        from publisher.feeds.checks.atom import check_atom

        check_atom(root, checked)
    elif local == "rss" and not namespace:
        from publisher.feeds.checks.rss import check_rss

        check_rss(root, checked)
    elif local == "opml" and not namespace:
        from publisher.feeds.checks.opml import check_opml

        check_opml(root, checked)
    else:
        checked.error(
            root.sourceline,
            "format",
            f"<{local}> of {shown(namespace)} begins no feed that is known here"
            if namespace
            else f"<{local}> begins no feed",
            "Write Atom 1.0, RSS 2.0, JSON Feed 1.1 or OPML 2.0.",
        )


def _find_controls(data: bytes, checked: Checked) -> None:
    """Name the first control character: parsers say no more than that something is wrong."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data[:4]:
        return  # two bytes a character
    found = _CONTROL.search(data)
    if found is not None:
        checked.error(
            data.count(b"\n", 0, found.start()) + 1,
            "character",
            f"byte {found.start() + 1} is the control character {found[0][0]}, which XML cannot hold",
            "Take it out where it comes from: no reader shows the feed.",
        )
