"""Writes the pages of entries that have no other address."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

from publisher.catalog.feeds import PageLine
from publisher.site.article import FOLDER, LIST, Pages

if TYPE_CHECKING:
    from collections.abc import Callable
    from zoneinfo import ZoneInfo

    from publisher.catalog.feeds import FeedShelf
    from publisher.files.output_folder import OutputFolder

_MADE = "page"


def write_pages(
    pages: Pages,
    shelf: FeedShelf,
    output: OutputFolder,
    advance: Callable[[int], None],
    *,
    zone: ZoneInfo,
    settings: str,
) -> bool:
    """Write what changed of the pages and their list; return whether there are any.

    Args:
        pages: What makes them.
        shelf: The visible entries.
        output: Where they go.
        advance: Called with 1 for each entry that is seen to.
        zone: Of the days.
        settings: Changes with everything that a page is made of, but for its entry.
    """
    folder = f"pages {output.folder}"
    known, made = shelf.documents(folder), {}
    kept = shelf.fragments(_MADE)
    lines: list[PageLine] = []
    seen = blake2b(settings.encode(), digest_size=16)
    for number, line in shelf.page_lines(pages.address, zone):
        advance(1)
        file = pages.file_name(line)
        if file is None:
            continue
        lines.append(line)
        seen.update(f"{line}\n".encode("utf-8", "surrogatepass"))
        name = f"{FOLDER}/{file}"
        if number in kept and known.get(name) == (f"{settings} {kept[number]}", output.mark(name)):
            output.keep(name)
        else:
            output.put(name, pages.article(shelf.entry(number)))
            if number not in kept:
                kept[number] = shelf.keep_fragment(number, _MADE, b"")
        made[name] = (f"{settings} {kept[number]}", output.mark(name))
    if lines:
        name = f"{FOLDER}/{LIST}"
        if known.get(name) == (seen.hexdigest(), output.mark(name)):
            output.keep(name)
        else:
            output.put(name, pages.list(lines))
        made[name] = (seen.hexdigest(), output.mark(name))
    shelf.keep_documents(folder, made, known)
    return bool(lines)
