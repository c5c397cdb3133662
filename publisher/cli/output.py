"""How commands speak: results to stdout, remarks and progress to stderr."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import click

from publisher.app import App


def _app() -> App | None:
    return click.get_current_context().find_object(App)


def remark(text: str) -> None:
    """Say something on stderr, unless ``--quiet``."""
    app = _app()
    if app is None or not app.quiet:
        click.echo(text, err=True)


def emit_json(document: object) -> None:
    """Print one JSON document on stdout."""
    import json

    click.echo(json.dumps(document, ensure_ascii=False, indent=2))


def table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table: aligned on a terminal, without columns that have nothing in them; tab-separated in a pipe."""
    if not sys.stdout.isatty():
        for row in rows:
            click.echo("\t".join(row))
        return
    from rich.console import Console
    from rich.table import Table

    shown = Table(box=None, header_style="bold", pad_edge=False)
    filled = [place for place in range(len(columns)) if any(row[place] for row in rows) or not rows]
    for place in filled:
        shown.add_column(columns[place], overflow="fold")
    for row in rows:
        shown.add_row(*(row[place] for place in filled))
    # Titles are no markup: "[b]" and ":smile:" stay what they are.
    Console(markup=False, emoji=False, highlight=False).print(shown)


@contextmanager
def progress(label: str, total: int | None, posts: Callable[[], int] | None = None) -> Iterator[Callable[[int], None]]:
    """Give a function that counts *total* up; a bar on a terminal, silence elsewhere.

    Args:
        label: What is worked on.
        total: Of bytes where *posts* is given, else of things.
        posts: Tells how many posts were read so far; asked a few times a second.
    """
    app = _app()
    if not sys.stderr.isatty() or (app is not None and app.quiet):
        yield lambda _: None
        return

    from publisher.cli.bars import shown_bar  # most runs have no terminal

    with shown_bar(label, total, posts) as advance:
        yield advance
