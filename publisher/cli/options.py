"""What several commands have in common: options, the order of commands, examples."""

from __future__ import annotations

import re
from datetime import date

import click

jobs_option = click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    metavar="N",
    help="Use so many processes to read a folder of some hundred Markdown files or more.",
)


class InOrder(click.Group):
    """Lists its commands in the order in which the module has them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # Click's own signature
        """Return the names of the commands."""
        return list(self.commands)


def examples(*lines: str) -> str:
    """Return what stands below the options: command lines, each with what it does."""
    return "\n".join(("\b", "Examples:", *(f"  {line}" for line in lines)))


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
