"""Dates of front matter are read as the library dateutil reads them."""

from datetime import datetime

import pytest
from dateutil import parser
from hypothesis import given
from hypothesis import strategies as st

from publisher.text.dates.written import read_date

DAYS = (
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%d %B %Y",
    "%B %d, %Y",
    "%b %d, %Y",
    "%B %d %Y",
    "%A, %d %B %Y",
    "%d-%b-%Y",
)
MOMENTS = (
    "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S +0200", "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%d %H:%M:%S UTC",
    "%Y-%m-%d %I:%M %p", "%B %d, %Y %I:%M %p", "%d %b %Y %H:%M", "%a, %d %b %Y %H:%M:%S +0000", "%a %b %d %H:%M:%S %Y",
)  # fmt: skip
MOMENT = st.datetimes(datetime(1990, 1, 1), datetime(2060, 1, 1))


@pytest.mark.parametrize("written", DAYS)
@given(moment=MOMENT)
def test_days_are_those_of_dateutil(written, moment):
    """A day, however it is written, is the same day."""
    text = moment.strftime(written)

    assert read_date(text) == parser.parse(text).date()


@pytest.mark.parametrize("written", MOMENTS)
@given(moment=MOMENT)
def test_times_are_those_of_dateutil(written, moment):
    """A time, however it is written, is the same time in the same zone."""
    text = moment.strftime(written)

    assert read_date(text) == parser.parse(text)
