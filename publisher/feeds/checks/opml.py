"""OPML 2.0 (http://opml.org/spec2.opml), and 1.0, which differs in little."""

from __future__ import annotations

from typing import Any

from publisher.feeds.checks import values
from publisher.feeds.checks.elements import apply, children, name_of, texts
from publisher.feeds.checks.finding import Checked, shown


def check_opml(root: Any, checked: Checked) -> None:
    """Check a subscription list, or any other outline."""
    checked.kind = "OPML"
    version = root.get("version")
    if version not in {"1.0", "1.1", "2.0"}:
        checked.error(
            root.sourceline, "version", f"the version is {shown(version or '')}", 'Write <opml version="2.0">.'
        )
    heads, bodies = children(root, "", "head"), children(root, "", "body")
    for name, found in (("head", heads), ("body", bodies)):
        if len(found) != 1:
            checked.error(
                root.sourceline, "missing", f"<opml> has {len(found)} <{name}> elements", "There must be one."
            )
    for head in heads:
        dates = {"dateCreated": values.rfc822, "dateModified": values.rfc822, "ownerId": values.absolute}
        for line, problem in texts(head, dates, "the head"):
            apply(checked, line, problem)
    for body in bodies:
        outlines = [each for each in body.iter() if name_of(each)[1] == "outline"]
        if not outlines:
            checked.error(body.sourceline, "missing", "the <body> has no <outline>", "Add one.")
        for outline in outlines:
            _check_outline(outline, checked)


def _check_outline(outline: Any, checked: Checked) -> None:
    line = outline.sourceline
    if outline.get("text") is None:
        checked.error(line, "missing", "an <outline> has no `text`", "Add it: it is what people see.")
    address = outline.get("xmlUrl")
    if (outline.get("type") or "").lower() == "rss" and address is None:
        checked.error(line, "missing", "an <outline> of type rss has no `xmlUrl`", "Add the address of the feed.")
    if address is not None:
        apply(checked, line, values.web(address, "the `xmlUrl` of an <outline>"))
    for name in ("htmlUrl", "url"):
        if outline.get(name):
            apply(checked, line, values.web(outline.get(name), f"the `{name}` of an <outline>"))
    if outline.get("created"):
        apply(checked, line, values.rfc822(outline.get("created"), "the `created` of an <outline>"))
