"""Texts that a page keeps in a template, for a script to show: some of Blogger's own designs do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.sources.old_pages.page_clean import holds_text
from publisher.sources.old_pages.page_tree import PageError, attribute, read_tree

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

#: Letters beside a template; with more, the text stands there already.
MOST_BESIDE = 25

_TYPES = frozenset({"text/template", "text/x-template", "text/html"})


def show_templates(tree: BeautifulSoup) -> None:
    """Put the content of templates where the text of a post belongs, if there is none."""
    for script in tree.find_all("script"):
        around = script.parent
        if attribute(script, "type").lower() not in _TYPES or around is None or not holds_text(around):
            continue
        if len("".join(around.get_text().split())) > MOST_BESIDE:
            continue
        try:
            inner = read_tree(script.get_text()).body
        except PageError:
            continue
        if inner is not None:
            script.replace_with(*list(inner.contents))
