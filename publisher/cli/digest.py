"""The group ``digest``: its commands are imported when they run."""

from __future__ import annotations

import importlib

import click

_COMPOSE = "publisher.cli.digest_compose"
_SEND = "publisher.cli.digest_send"

#: Command name → its module and its one-line help; the function has the command's name (tested).
COMMANDS = {
    "new": (_COMPOSE, "Choose entries for a new issue and write its draft."),
    "list": (_COMPOSE, "List the issues, newest first."),
    "show": (_COMPOSE, "Show what is in an issue."),
    "edit": (_COMPOSE, "Change a draft, in your editor or by options."),
    "delete": (_COMPOSE, "Delete a draft."),
    "preview": (_COMPOSE, "Write an issue as its readers will see it."),
    "check": (_COMPOSE, "Say what is good and what is not about an issue."),
    "approve": (_COMPOSE, "Freeze an issue, so that it can be sent."),
    "reopen": (_COMPOSE, "Take an approval back, before anybody got the issue."),
    "send": (_SEND, "Send an approved issue to every subscriber."),
    "status": (_SEND, "Show what became of each message."),
}


class _Commands(click.Group):
    """Load a command when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # Click's own signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  # the same
        if cmd_name not in COMMANDS:
            return None
        module, _ = COMMANDS[cmd_name]
        found = vars(importlib.import_module(module))
        command = found.get(cmd_name) or found[f"{cmd_name}_"]
        assert isinstance(command, click.Command)  # noqa: S101  # narrows the type, tested for all of them
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  # the same
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(name="digest", cls=_Commands)
def command() -> None:
    """Compose, preview, approve and send issues of the digest.

    An issue begins as a draft, a file to edit.  Approving freezes it; what is
    sent is what was approved.  A command without a number means the one issue
    that it can mean.
    """
