"""The command ``publisher demo``."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from publisher.app import App
from publisher.cli.output import remark

if TYPE_CHECKING:
    from publisher.publications.demo import Demonstration


@click.command(short_help="Do the whole job on an example publication.")
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path), default="demo")
@click.pass_obj
def command(app: App, /, directory: Path) -> None:
    """Do the whole job on an example publication, in DIRECTORY.

    Two months of a village paper are imported, feeds are built, an issue is
    composed, previewed, approved, and sent to a mail server that runs for just
    that moment and keeps each mail as a file.  A folder that an earlier
    demonstration made is made anew; any other must be empty.
    """
    remark("Importing, building, composing and sending ...")
    done = app.demonstrate(directory)
    click.echo(_what_was_made(app, directory, done))
    click.echo(_what_comes_next())


def _what_was_made(app: App, directory: Path, done: Demonstration) -> str:
    pages = sum(name.startswith("posts/") and name != "posts/index.html" for name in done.built.written)
    feeds = [name for name in done.built.written if name.endswith((".xml", ".json"))]
    issue = done.composed.issue
    rows = (
        (f"{done.built.entries} posts", f"read from {directory / 'posts'}"),
        (f"{len(feeds)} feeds", f"{directory / 'feeds'}: {', '.join(feeds)}"),
        (f"{pages} pages", f"{directory / 'feeds' / 'posts'}"),
        ("1 issue", f"{app.shown(done.composed.path)}: “{issue.subject}”, {len(issue.refs)} articles"),
        (
            f"{len(done.mails)} mails",
            f"{app.shown(done.mails[0].parent)}, sent over SMTP to a server of its own",
        ),
    )
    table = "\n".join(f"  {count:<10}{place}" for count, place in rows)
    return (
        f"De Wilgenbode is the paper of a village that does not exist. It now has\n\n{table}\n\n"
        f"Open {app.shown(done.previewed.page)} in a browser to see the issue,\n"
        f"and {app.shown(done.mails[0])} in a mail program to see what a reader got.\n"
    )


def _what_comes_next() -> str:
    program = Path(sys.argv[0])
    activate = program.parent / "activate"
    known = shutil.which("publisher")
    lines = [
        "publisher init my-weblog",
        "cd my-weblog",
        "publisher import PATH/OF/YOUR/archive.txt",
        "publisher build",
    ]
    if activate.is_file() and (known is None or not program.exists() or not program.samefile(known)):
        lines.insert(0, f"source {activate}")
    steps = "\n".join(f"  {line}" for line in lines)
    date = "`Saturday, October 31, 2026`"
    return f"Now your own posts: a text file with a line such as {date} above each of them.\n\n{steps}"
