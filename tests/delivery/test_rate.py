import pytest

from publisher.delivery.send import Pace
from publisher.model.delivery import parse_rate


@pytest.mark.parametrize(
    ("text", "interval"), [("300/hour", 12), ("60/minute", 1), ("5/second", 0.2), ("500/day", 172.8)]
)
def test_rate_spreads_messages_evenly(text, interval):
    """A rate gives the seconds between two messages."""
    assert parse_rate(text).interval == interval


@pytest.mark.parametrize("text", ["", "300", "0/hour", "-1/hour", "300/week", "fast"])
def test_what_is_no_rate_says_what_is(text):
    """A rate that cannot be read is refused with an example of a good one."""
    with pytest.raises(ValueError, match="300/hour"):
        parse_rate(text)


class Hours:
    """A clock that only sleeping moves."""

    def __init__(self):
        self.time = 0.0
        self.stop_at = None

    def sleep(self, seconds):
        """Let time pass."""
        self.time += seconds

    def pace(self, interval):
        """Return a pace by this clock."""
        return Pace(
            interval=interval,
            clock=lambda: self.time,
            sleep=self.sleep,
            stopped=lambda: self.stop_at is not None and self.time >= self.stop_at,
        )


def test_first_message_waits_for_nothing():
    """The first message starts at once, the second after the interval."""
    hours = Hours()
    pace = hours.pace(12)

    assert pace.wait()
    pace.started()
    assert hours.time == 0
    assert pace.wait()
    assert hours.time == pytest.approx(12)


def test_time_that_sending_took_counts():
    """The interval runs from start to start."""
    hours = Hours()
    pace = hours.pace(12)
    pace.started()
    hours.sleep(10)

    assert pace.wait()
    assert hours.time == pytest.approx(12)


def test_stop_ends_a_pause():
    """Somebody who wants to stop does not wait for the interval to pass."""
    hours = Hours()
    pace = hours.pace(3600)
    pace.started()
    hours.stop_at = 1

    assert not pace.wait()
    assert hours.time == pytest.approx(1, abs=0.3)
