"""Checks of feeds, whoever wrote them: Atom, RSS, JSON Feed and OPML.

Each finding names a line, a rule and what to do.  Nothing in a document is
obeyed: no entity is expanded, and no address is opened.
"""

from publisher.formats.checks.document import check
from publisher.formats.checks.finding import Checked, Finding, Level
from publisher.formats.checks.history import check_history

__all__ = ["Checked", "Finding", "Level", "check", "check_history"]
