"""Bars of progress on a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.text import Text


class _Count(ProgressColumn):
    """How many posts were read, or how many of all things are done."""

    def render(self, task: Task) -> Text:
        """Return the count as it is now; nothing is counted for it."""
        posts: Callable[[], int] | None = task.fields["posts"]
        if posts is not None:
            number = posts()
            return Text("1 post" if number == 1 else f"{number:,} posts")
        return Text("" if task.total is None else f"{int(task.completed):,}/{int(task.total):,}")


@contextmanager
def shown_bar(label: str, total: int | None, posts: Callable[[], int] | None) -> Iterator[Callable[[int], None]]:
    """Show a bar on stderr, and give a function that moves it; it is gone afterwards.

    Args:
        label: What stands before it.
        total: What makes it full: bytes where *posts* is given, else things.
        posts: Tells how many posts were read.
    """
    columns = (
        TextColumn("[progress.description]{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        _Count(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(escape(label), total=total, posts=posts)
        yield lambda amount: bar.advance(task, amount)
