"""How commands speak: results to stdout, remarks and progress to stderr."""

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
    """Print a table: aligned and coloured on a terminal, tab-separated in a pipe."""
    if not sys.stdout.isatty():
        for row in rows:
            click.echo("\t".join(row))
        return
    from rich.console import Console
    from rich.table import Table

    shown = Table(box=None, header_style="bold", pad_edge=False)
    for column in columns:
        shown.add_column(column, overflow="fold")
    for row in rows:
        shown.add_row(*row)
    Console().print(shown)


@contextmanager
def progress(label: str, total: int | None) -> Iterator[Callable[[int], None]]:
    """Give a function that counts *total* up; a bar on a terminal, silence elsewhere."""
    app = _app()
    if not sys.stderr.isatty() or (app is not None and app.quiet):
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=total)
        yield lambda amount: bar.advance(task, amount)
