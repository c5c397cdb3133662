"""The command ``publisher init``."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from publisher.app import App
from publisher.cli.output import remark

if TYPE_CHECKING:
    from publisher.publications.start import Beginning

_QUESTIONS = {
    "title": "Title",
    "home": "Address of the website",
    "language": "Language",
    "timezone": "Time zone",
    "sender": "Sender of the mails, as Name <address> (empty: later)",
}


@click.command(short_help="Start a publication: publisher.toml and .gitignore.")
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path), default=".")
@click.option("--example", is_flag=True, help="Add the example posts of a village paper, ready to build.")
@click.option("--title", help="Name of the publication.  [default: the folder's name]")
@click.option("--home", help="Address of the website.  [default: the placeholder https://example.org/]")
@click.option("--language", help="Language as a tag such as nl or pt-BR.  [default: the machine's]")
@click.option("--timezone", help="Time zone such as Europe/Amsterdam.  [default: the machine's]")
@click.option("--from", "sender", help='Sender of the mails: "Name <address>".')
@click.option("--yes", "-y", is_flag=True, help="Ask nothing; take the options and the defaults.")
@click.pass_obj
def command(app: App, /, directory: Path, *, example: bool, yes: bool, **given: str | None) -> None:
    """Start a publication in DIRECTORY: publisher.toml and .gitignore.

    On a terminal it asks for what no option says; elsewhere it takes the
    defaults.  A file that exists is never overwritten.
    """
    from publisher.publications.start import answered

    answers = {name: value for name, value in given.items() if value is not None}
    beginning = answered(app.suggest_beginning(directory, example=example), answers)
    if sys.stdin.isatty() and not yes and not example:
        beginning = _ask(beginning, [name for name in _QUESTIONS if name not in answers])
    started = app.start_publication(directory, beginning, example=example)
    for path in started.written:
        click.echo(path)
    if started.not_ignored:
        remark(f"Add these lines to {directory / '.gitignore'}: {'  '.join(started.not_ignored)}")
    step = "`publisher build`" if example else "`publisher import FILE` and `publisher build`"
    remark(f"Next: {step}{'' if directory == Path() else f' in {directory}'}.")


def _ask(beginning: Beginning, names: list[str]) -> Beginning:
    """Ask for each of *names* until the answer is allowed."""
    from publisher.publications.start import answered

    for name in names:
        answer = click.prompt(
            _QUESTIONS[name], default=getattr(beginning, name), value_proc=_checked(beginning, name), err=True
        )
        beginning = answered(beginning, {name: answer})
    return beginning


def _checked(beginning: Beginning, name: str) -> Callable[[str], str]:
    """Return a function that gives an answer back, or says why it cannot be taken."""
    from publisher.publications.start import answered, refuse

    def check(answer: str) -> str:
        problem = refuse(answered(beginning, {name: answer.strip()}))
        if problem is not None:
            raise click.UsageError(problem)
        return answer.strip()

    return check
