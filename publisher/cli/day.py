"""A day as it is written on the command line."""

import re
from datetime import date

import click


class Day(click.ParamType[date]):
    """A day of the calendar, written as ``2018-02-28``."""

    name = "day"

    def convert(self, value: str | date, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day, or end with what is wrong about it."""
        if isinstance(value, date):
            return value
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
            self.fail(f"{value!r} is no day; write year, month and day, as in 2018-02-28.", param, ctx)
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value} is not in the calendar.", param, ctx)


DAY = Day()
