"""The command ``publisher completion``."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from publisher.cli.options import examples

SHELLS = ("bash", "zsh", "fish")


@click.command(
    short_help="Print the script that completes commands in your shell.",
    epilog=examples(
        'eval "$(publisher completion bash)"     in ~/.bashrc',
        'eval "$(publisher completion zsh)"      in ~/.zshrc, after compinit',
        "publisher completion fish > ~/.config/fish/completions/publisher.fish",
    ),
)
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print the script with which SHELL completes commands and options."""
    kind = get_completion_class(shell)
    assert kind is not None  # noqa: S101  # Click has one for each of SHELLS
    click.echo(kind(ctx.find_root().command, {}, "publisher", "_PUBLISHER_COMPLETE").source())
