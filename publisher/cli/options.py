"""Options that several commands have."""

import click

jobs_option = click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    metavar="N",
    help="Read folders of Markdown files in so many processes, where there are some hundred files to read.",
)
