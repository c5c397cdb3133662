"""What the items of a blog of WordPress hold for its posts: pictures, and blocks that several posts show."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from publisher.content.untitled import title_text
from publisher.content.wordpress_shortcodes import Picture
from publisher.errors import InputError
from publisher.model.post import Rejected
from publisher.sources.place import Place
from publisher.sources.wordpress_items import SUFFIXES, kept_values, open_records, prefix_of
from publisher.sources.xml_fields import Fields, fields_of, is_web
from publisher.sources.xml_files import xml_files


@dataclass(slots=True)
class _Shelf:
    """What the items of a blog hold for its posts."""

    pictures: dict[str, Picture] = field(default_factory=dict)
    #: Number of a post → numbers of the pictures that belong to it, each once.
    owned: dict[str, dict[str, None]] = field(default_factory=dict)
    #: Number of a reused block → its text.
    blocks: dict[str, str] = field(default_factory=dict)


class Media:
    """Attachments and reused blocks of all files of a source.

    They may stand behind the post that shows them: so all files are read
    through when the first post asks.
    """

    def __init__(self, place: Place) -> None:
        self._place = place

    @property
    def pictures(self) -> dict[str, Picture]:
        """Number → picture."""
        return self._shelf.pictures

    @property
    def blocks(self) -> dict[str, str]:
        """Number → text of a reused block."""
        return self._shelf.blocks

    def of(self, number: str) -> Sequence[Picture]:
        """Return the pictures of a post, in the order of the files."""
        return [self.pictures[each] for each in self._shelf.owned.get(number, ())]

    @cached_property
    def _shelf(self) -> _Shelf:
        shelf = _Shelf()
        for file in xml_files(self._place, SUFFIXES):
            if isinstance(file, Rejected):
                continue
            records = open_records(file)
            try:
                for record in records.records():
                    if isinstance(record, Rejected) or not re.search(r"\b(?:attachment|wp_block)\b", record.text):
                        continue
                    element = records.element(record)
                    if not isinstance(element, Rejected):
                        _shelve(fields_of(element, prefix_of), shelf)
            except InputError:
                continue
        return shelf


def _shelve(fields: Fields, shelf: _Shelf) -> None:
    number = fields.text("wp:post_id")
    kind = fields.text("wp:post_type")
    if kind == "wp_block" and fields.text("wp:status") == "publish":
        shelf.blocks[number] = fields.text("content:encoded")
    url = fields.text("wp:attachment_url") or fields.text("guid")
    if (
        kind == "attachment"
        and is_web(url)
        and not re.search(r"\.(?:mp3|m4a|ogg|wav|mp4|m4v|webm|pdf|docx?|zip)$", url, re.I)
    ):
        alt = next(iter(kept_values(fields, "_wp_attachment_image_alt")), "")
        shelf.pictures[number] = Picture(url=url, alt=title_text(alt), caption=fields.text("excerpt:encoded"))
        shelf.owned.setdefault(fields.text("wp:post_parent"), {})[number] = None
