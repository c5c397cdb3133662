"""What several commands have in common: options, the order of commands, examples."""

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
