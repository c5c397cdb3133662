"""The command ``publisher``: parse, call one thing, print.

Commands are found by name and imported when they run, so that ``--help``
costs little more than Click itself.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import os
import sys
from pathlib import Path
from typing import NoReturn

import click

from publisher import __version__
from publisher.cli.options import examples
from publisher.errors import PublisherError, UsageError
from publisher.interrupts import INTERRUPTED, leave_at_once, raise_again

#: Command name → its one-line help; the module has the command's name (tested).
COMMANDS = {
    "init": "Start a publication: publisher.toml and .gitignore.",
    "demo": "Do the whole job on an example publication.",
    "import": "Read posts: files, folders, exports, feeds and websites.",
    "entries": "List, show, open, hide, remove and export entries.",
    "build": "Write the feeds, and pages for posts that have none.",
    "validate": "Check feeds: yours, or any others.",
    "digest": "Compose, preview, approve and send issues of the digest.",
    "subscribers": "Keep the list of subscribers.",
    "completion": "Print the script that completes commands in your shell.",
}

#: Modules that cannot be called like their command, a word of Python.
MODULES = {"import": "imports"}


class _Commands(click.Group):
    """Load a command when it is asked for; show expected errors as messages."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"publisher.cli.{MODULES.get(cmd_name, cmd_name)}")
        command = module.command
        assert isinstance(command, click.Command)  # noqa: S101  # narrows the type, tested for all of them
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except click.NoSuchOption as error:
            if any(error.option_name in option.opts for option in self.params):
                place = f"{error.option_name} stands before the command: publisher {error.option_name} …"
                raise click.UsageError(place, error.ctx) from error
            raise
        except PublisherError as error:
            click.echo(f"Error: {error}", err=True)
            if error.hint:
                click.echo(error.hint, err=True)
            ctx.exit(error.exit_code)
        except KeyboardInterrupt:
            _stop(ctx)
        except click.Abort as abort:
            # Click makes one exception of Ctrl-C at a question, of an input that has no answer, and of a no.
            if isinstance(abort.__context__, KeyboardInterrupt):
                _stop(ctx)
            if not isinstance(abort.__context__, EOFError):
                raise
            click.echo("\nError: the question has no answer, because nobody is at the keyboard", err=True)
            click.echo("Add `--yes` to go on without a question.", err=True)
            ctx.exit(UsageError.exit_code)


def _stop(ctx: click.Context) -> NoReturn:
    click.echo("\nStopped.", err=True)
    ctx.exit(INTERRUPTED)


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=examples(
        "publisher init my-weblog && cd my-weblog   once, to begin",
        "publisher import ../archive.txt            whenever there are new posts",
        "publisher build                            then put the folder feeds on your website",
        "publisher digest new                       an issue for the subscribers",
        "publisher COMMAND --help                   says all about a command",
    ),
)
@click.option(
    "--config",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Configuration file; by default publisher.toml here or in a folder above.",
)
@click.option("--verbose", "-v", is_flag=True, help="Say more about what is done.")
@click.option("--quiet", "-q", is_flag=True, help="Say nothing but results and errors.")
@click.version_option(__version__, prog_name="publisher")
@click.pass_context
def cli(ctx: click.Context, config: Path | None, *, verbose: bool, quiet: bool) -> None:
    """Turn posts into feeds and a mail digest, and send it."""
    from publisher.app import App

    ctx.obj = App(config_option=config, verbose=verbose, quiet=quiet)
    raise_again()


def main() -> NoReturn:
    """Run the command line and leave with its exit code."""
    # Hardly anything that a command makes refers to itself: looking for that more often costs a tenth of an import.
    gc.set_threshold(50_000)
    # Nor is it worth looking for at the end, when all of it goes anyway.
    atexit.register(gc.freeze)
    try:
        cli(prog_name="publisher")
    except SystemExit as leaving:
        if leaving.code == INTERRUPTED:
            # Python would report death by signal, if Ctrl-C came while a dataclass was being made (it runs a string).
            sys.stdout.flush()
            os._exit(INTERRUPTED)
        raise
    finally:
        leave_at_once()  # all is done and on disk
    raise SystemExit(0)
