"""What a check finds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

#: An error: readers may refuse the document or lose something.  A warning: some readers show it wrongly.
Level = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is wrong with a document."""

    #: 1-based; None where it concerns the whole.
    line: int | None
    level: Level
    #: Short name, the same for all findings of one kind.
    rule: str
    text: str
    #: What to do about it.
    advice: str


@dataclass(slots=True, kw_only=True)
class Checked:
    """What is known about a document after its check."""

    #: ``Atom``, ``RSS``, ``JSON Feed``, ``OPML``, or what it seems to be.
    kind: str = "unknown"
    #: Address of the document itself, if it says so.
    own: str | None = None
    #: Permanent id of the feed; empty where its format has none.
    feed_id: str = ""
    #: It says that it is an archive document (RFC 5005).
    archive: bool = False
    #: It says that it holds all entries that there are.
    complete: bool = False
    #: Relation → address, of those that lead to other documents of the feed (RFC 5005).
    relations: dict[str, str] = field(default_factory=dict)
    #: Id of each entry → its line.
    ids: dict[str, int | None] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def error(self, line: int | None, rule: str, text: str, advice: str) -> None:
        """Note something that readers stumble over."""
        self.findings.append(Finding(line=line, level="error", rule=rule, text=text, advice=advice))

    def warn(self, line: int | None, rule: str, text: str, advice: str) -> None:
        """Note something that some readers show wrongly."""
        self.findings.append(Finding(line=line, level="warning", rule=rule, text=text, advice=advice))

    def know(self, identity: str, line: int | None) -> None:
        """Note the id of an entry, which no other may have."""
        if identity in self.ids:
            self.error(
                line,
                "same-id",
                f"the id {shown(identity)} stands at another entry too (line {self.ids[identity]})",
                "Give each entry an id of its own: readers show one of them alone.",
            )
        self.ids.setdefault(identity, line)


def shown(value: str) -> str:
    """Return a value as a message shows it: in one line, shortened."""
    text = " ".join(value.split())
    return f"“{text}”" if len(text) <= 60 else f"“{text[:57]}...”"
