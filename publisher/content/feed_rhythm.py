"""How often a feed wants to be asked for: what it says itself."""

import re

#: Where the feed speaks of itself, no entry has begun.
_ENTRY = re.compile(rb"<(?:\w+:)?(?:item|entry)[\s>/]")
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_TTL = re.compile(rb"<ttl>\s*(\d{1,6})\s*</ttl>")
_PERIOD = re.compile(rb"<\w+:updatePeriod>\s*(\w+)\s*</")
_FREQUENCY = re.compile(rb"<\w+:updateFrequency>\s*(\d{1,6})\s*</")

_PERIODS = {b"hourly": 3600, b"daily": 86_400, b"weekly": 604_800, b"monthly": 2_592_000, b"yearly": 31_536_000}

#: So much of a document is looked at.
_HEAD = 1 << 16


def rhythm(document: bytes) -> int:
    """Return how many seconds a feed wants to pass between two requests; 0 where it does not say.

    RSS says it in minutes (``ttl``), the syndication module of RSS by a period
    and how often in it the feed changes.

    >>> rhythm(b"<rss><channel><ttl>90</ttl><item/></channel></rss>")
    5400
    """
    head = _COMMENT.sub(b"", document[:_HEAD])
    if entry := _ENTRY.search(head):
        head = head[: entry.start()]
    minutes = _TTL.search(head)
    period = _PERIOD.search(head)
    often = _FREQUENCY.search(head)
    seconds = _PERIODS.get(period[1].lower(), 0) // max(1, int(often[1]) if often else 1) if period else 0
    return max(seconds, 60 * int(minutes[1]) if minutes else 0)
