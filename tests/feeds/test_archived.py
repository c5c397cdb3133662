"""How the history of a feed is cut."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.feeds.archived import windows

JANUARY = date(2025, 1, 1).toordinal()


@given(st.lists(st.integers(JANUARY, JANUARY + 800), max_size=300), st.integers(1, 20))
def test_every_entry_stands_in_one_window(days, size):
    """The windows lie side by side, whole days each, and all but the newest are full."""
    days = sorted(days, reverse=True)

    cut = windows(days, size)

    assert [position for window in reversed(cut) for position in range(window.start, window.stop)] == list(
        range(len(days))
    )
    assert all(window.stop - window.start >= size for window in cut[:-1])
    assert all(days[older.start] < days[newer.stop - 1] for older, newer in pairwise(cut))
    assert all(window.day.toordinal() == days[window.stop - 1] for window in cut)


@given(
    st.lists(st.integers(JANUARY, JANUARY + 400), max_size=200),
    st.lists(st.integers(JANUARY + 401, JANUARY + 800), max_size=100),
    st.integers(1, 20),
)
def test_newer_entries_change_the_newest_window_alone(old, new, size):
    """What was full is cut in the same way when entries of later days have come."""
    old, new = sorted(old, reverse=True), sorted(new, reverse=True)

    before, after = windows(old, size), windows(new + old, size)

    held = [[*old[window.start : window.stop]] for window in before[:-1]]
    both = new + old
    assert [[*both[window.start : window.stop]] for window in after[: len(held)]] == held


@pytest.mark.parametrize(
    ("days", "sizes"),
    [
        ([], []),
        ([0], [1]),
        ([40, 35, 10, 0], [2, 2]),  # whole months
        ([3, 3, 3, 2, 1, 0], [2, 4]),  # a month of many, by its days
        ([5, 5, 5, 5, 5, 5], [6]),  # a day of many stays whole
    ],
)
def test_windows_are_months_or_days(days, sizes):
    """Months stay together where they are short; days always do."""
    cut = windows([JANUARY + day for day in days], 2)

    assert [window.stop - window.start for window in cut] == sizes
