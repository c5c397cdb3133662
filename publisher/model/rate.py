"""How fast to send."""

import re
from dataclasses import dataclass

_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """So many messages in so many seconds, evenly spread."""

    messages: int
    seconds: int

    @property
    def interval(self) -> float:
        """Seconds from the start of one message to the start of the next."""
        return self.seconds / self.messages


def parse_rate(text: str) -> Rate:
    """Return the rate that *text* names.

    Raises:
        ValueError: It names none; the message says what is allowed.

    >>> parse_rate("300/hour").interval
    12.0
    """
    match = re.fullmatch(r"([1-9][0-9]*)/(second|minute|hour|day)", text)
    if match is None:
        raise ValueError(
            f"the rate {text!r} is not a number of messages per second, minute, hour or day, as in 300/hour"
        )
    return Rate(messages=int(match[1]), seconds=_SECONDS[match[2]])
