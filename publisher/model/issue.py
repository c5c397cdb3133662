"""One edition of the digest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

IssueState = Literal["draft", "approved", "sending", "sent", "cancelled"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A group of articles under one heading."""

    #: Name of the table in the draft: lower-case letters, digits and hyphens.
    key: str
    #: Heading as the reader sees it; empty for a digest without sections.
    title: str
    #: Refs of the entries, in order.
    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """What the editor chose and wrote; the entries themselves stay in the catalog."""

    number: int
    slug: str
    subject: str
    preheader: str = ""
    #: First and last day of the period, both included.
    since: date | None = None
    until: date | None = None
    #: Markdown.
    intro: str = ""
    sections: tuple[Section, ...] = ()
    #: Editor's own words above an article, in Markdown, by ref.
    blurbs: Mapping[str, str] = field(default_factory=dict)

    @property
    def refs(self) -> tuple[str, ...]:
        """Every chosen entry, in the order of the mail."""
        return tuple(ref for section in self.sections for ref in section.entries)
