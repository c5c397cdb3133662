"""Checks of feeds, whoever wrote them: Atom, RSS, JSON Feed and OPML.

Each finding names a line, a rule and what to do.  Nothing in a document is
obeyed: no entity is expanded, and no address is opened.
"""

from __future__ import annotations

from publisher.feeds.checks.archived import check_history
from publisher.feeds.checks.document import check
from publisher.feeds.checks.finding import Checked, Finding, Level

__all__ = ["Checked", "Finding", "Level", "check", "check_history"]
