"""Waiting between messages, in a way that can be stopped."""

from collections.abc import Callable
from dataclasses import dataclass, field

_SLICE = 0.2


@dataclass(kw_only=True)
class Pace:
    """Leaves so many seconds between the starts of two messages."""

    #: Seconds; 0 for no limit.
    interval: float
    #: Monotonic seconds.
    clock: Callable[[], float]
    sleep: Callable[[float], None]
    #: Tells that somebody wants to stop.
    stopped: Callable[[], bool]
    _earliest: float | None = field(default=None, init=False)

    def wait(self) -> bool:
        """Wait until the next message may start; False when stopped meanwhile."""
        if self.interval and self._earliest is not None:
            return self.pause(self._earliest - self.clock())
        return not self.stopped()

    def started(self) -> None:
        """Note that a message starts now."""
        self._earliest = self.clock() + self.interval

    def pause(self, seconds: float) -> bool:
        """Wait some seconds; False when stopped meanwhile."""
        until = self.clock() + seconds
        while not self.stopped():
            left = until - self.clock()
            if left <= 0:
                return True
            self.sleep(min(left, _SLICE))
        return False
