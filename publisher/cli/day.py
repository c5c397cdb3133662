"""A day as it is written on the command line."""

import re
from datetime import date

import click


def day(value: str) -> date:
    """Return the day that ``2018-02-28`` is: the ``type`` of an option.

    Raises:
        BadParameter: It is written otherwise, or the calendar does not have it.
    """
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise click.BadParameter(f"{value!r} is no day; write year, month and day, as in 2018-02-28.")
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise click.BadParameter(f"{value} is not in the calendar.") from error
