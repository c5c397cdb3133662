"""Writes the reference from the code: commands and the man page from Click, the configuration from its schema.

Usage: make reference
"""

import ast
import inspect
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin

import click
import msgspec

from publisher import __version__
from publisher.cli import COMMANDS, cli
from publisher.config import schema
from publisher.errors import PublisherError
from publisher.interrupts import INTERRUPTED

ROOT = Path(__file__).resolve().parent.parent
MADE = "<!-- Made by tools/make_reference.py from the code; change it there. -->"


def pages() -> dict[str, str]:
    """Return the text of each file, by its path."""
    return {
        "docs/reference/commands.md": commands_page(),
        "docs/reference/configuration.md": configuration_page(),
        "man/publisher.1": man_page(),
    }


def commands_page() -> str:
    """Return the reference of all commands."""
    parts = [
        MADE,
        "# Commands",
        (
            "Results go to standard output, remarks and progress to standard error. A script can use the one while a "
            "person reads the other."
        ),
        "## publisher",
        f"{cli.help}",
        _options(cli),
        _examples(cli),
        "| command | what it does |\n|---|---|\n"
        + "\n".join(f"| [`{name}`](#publisher-{name}) | {text} |" for name, text in COMMANDS.items()),
    ]
    for name in COMMANDS:
        command = cli.get_command(click.Context(cli), name)
        assert command is not None  # noqa: S101  # narrows the type
        parts += _command(f"publisher {name}", command, 2)
    parts += ["## Exit codes", _exit_codes()]
    return "\n\n".join(part for part in parts if part) + "\n"


def configuration_page() -> str:
    """Return the reference of publisher.toml."""
    parts = [
        MADE,
        "# publisher.toml",
        (
            "This file holds all settings of a publication. `publisher init` writes it, with comments. Every key but "
            "`publication.title` has a default. Unknown keys and values that are not allowed are errors; all of them "
            "are reported at once, each with its line. The file never contains a password."
        ),
    ]
    for field in msgspec.structs.fields(schema.Config):
        table = get_args(field.type)[0] if get_origin(field.type) is tuple else field.type
        heading = f"[[{field.encode_name}]]" if get_origin(field.type) is tuple else f"[{field.encode_name}]"
        parts += [f"## {heading}", _purpose(table), _keys(table)]
        if table is schema.Publication:
            parts += ["Each author is a name, or a table of these keys:", _keys(schema.Author)]
    return "\n\n".join(parts) + "\n"


def _command(words: str, command: click.Command, level: int) -> Iterator[str]:
    context = click.Context(command, info_name=words)
    yield f"{'#' * level} {words}"
    yield f"    {' '.join([words, *command.collect_usage_pieces(context)])}"
    yield inspect.cleandoc(command.help or "").replace("\b\n", "")
    yield _options(command)
    yield _examples(command)
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None  # noqa: S101  # narrows the type
            yield from _command(f"{words} {name}", below, level + 1)


def _examples(command: click.Command) -> str:
    lines = _example_lines(command)
    return "\n".join(["```text", *lines, "```"]) if lines else ""


def _example_lines(command: click.Command) -> list[str]:
    return [line.removeprefix("  ") for line in (command.epilog or "").splitlines()[2:]]


def _options(command: click.Command) -> str:
    rows = "\n".join(f"| `{_cell(option)}` | {_cell(meaning)} |" for option, meaning in _records(command))
    return f"| option | meaning |\n|---|---|\n{rows}" if rows else ""


def _records(command: click.Command) -> list[tuple[str, str]]:
    """Return the options of a command, and what they mean."""
    context = click.Context(command)
    return [
        record
        for parameter in command.params
        if isinstance(parameter, click.Option) and (record := parameter.get_help_record(context))
    ]


def man_page() -> str:
    """Return the page for ``man``, with every command: man(7)."""
    parts = [
        '.\\" Made by tools/make_reference.py from the code; change it there.',
        f'.TH PUBLISHER 1 "" "Publisher {__version__}"',
        f".SH NAME\npublisher \\- {_roff(str(cli.help)).removesuffix('.')}",
        ".SH SYNOPSIS\n.B publisher\n[OPTIONS] COMMAND [ARGS]...",
        f".SH OPTIONS\n{_man_options(cli)}",
        f".SH EXAMPLES\n{_man_examples(cli)}",
    ]
    for name in COMMANDS:
        command = cli.get_command(click.Context(cli), name)
        assert command is not None  # noqa: S101  # narrows the type
        parts += _man_command(f"publisher {name}", command, ".SH")
    parts += [".SH EXIT STATUS", *(f".TP\n.B {code}\n{_roff(meaning)}" for code, meaning in _exit_rows())]
    return "\n".join(part for part in parts if part) + "\n"


def _man_command(words: str, command: click.Command, heading: str) -> Iterator[str]:
    context = click.Context(command, info_name=words)
    yield f'{heading} "{words}"'
    yield _roff(" ".join([words, *command.collect_usage_pieces(context)]))
    for paragraph in re.split(r"\n\n+", inspect.cleandoc(command.help or "").replace("\b\n", "")):
        yield f".PP\n{_roff(paragraph)}"
    yield _man_options(command)
    yield _man_examples(command)
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None  # noqa: S101  # narrows the type
            yield from _man_command(f"{words} {name}", below, ".SS")


def _man_options(command: click.Command) -> str:
    return "\n".join(f".TP\n.B {_roff(option)}\n{_roff(meaning)}" for option, meaning in _records(command))


def _man_examples(command: click.Command) -> str:
    lines = "\n".join(map(_roff_line, _example_lines(command)))
    return f".PP\n.nf\n{lines}\n.fi" if lines else ""


def _roff(text: str) -> str:
    """Return a paragraph for man: as one line, with `code` in bold."""
    return re.sub(r"`([^`]+)`", r"\\fB\1\\fR", _roff_line(" ".join(text.split())))


def _roff_line(line: str) -> str:
    """Return a line in which nothing is a request of roff, and hyphens can be copied."""
    escaped = line.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{escaped}" if escaped.startswith((".", "'")) else escaped


def _exit_codes() -> str:
    return "| code | meaning |\n|---|---|\n" + "\n".join(f"| {code} | {meaning} |" for code, meaning in _exit_rows())


def _exit_rows() -> list[tuple[int, str]]:
    rows = [(0, "Done."), *sorted((one.exit_code, _first_line(one)) for one in (PublisherError, *_errors()))]
    rows[1] = (1, "A check failed.")
    return [*rows, (INTERRUPTED, "Ctrl-C stopped it.")]


def _errors() -> list[type[PublisherError]]:
    return [one for one in PublisherError.__subclasses__() if one.__module__ == PublisherError.__module__]


def _first_line(thing: type) -> str:
    return (inspect.getdoc(thing) or "").partition("\n")[0]


def _purpose(table: type) -> str:
    text = _first_line(table).partition(": ")[2]
    return f"{text[:1].upper()}{text[1:]}"


def _keys(table: type[msgspec.Struct]) -> str:
    texts = _texts(table)
    rows = []
    for field in msgspec.structs.fields(table):
        rows.append(f"| `{field.encode_name}` | {_type(field.type)} | {_default(field)} | {_cell(texts[field.name])} |")
    return "| key | value | default | meaning |\n|---|---|---|---|\n" + "\n".join(rows)


def _texts(table: type) -> dict[str, str]:
    """Return the text that stands under each attribute of a class."""
    (tree,) = ast.parse(inspect.getsource(table)).body
    assert isinstance(tree, ast.ClassDef)  # noqa: S101  # narrows the type
    texts = {}
    for attribute, text in zip(tree.body, tree.body[1:], strict=False):
        if isinstance(attribute, ast.AnnAssign) and isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant):
            assert isinstance(attribute.target, ast.Name)  # noqa: S101  # narrows the type
            texts[attribute.target.id] = " ".join(str(text.value.value).split())
    return texts


def _type(annotation: Any) -> str:
    alternatives = [one for one in get_args(annotation) if one is not type(None)]
    if get_origin(annotation) is tuple:
        return f"list of {_type(alternatives[0])}"
    if get_origin(annotation) is Literal:
        return " or ".join(f"`{one}`" for one in alternatives)
    if get_origin(annotation) is Annotated:
        return _number(annotation.__metadata__[0])
    if len(alternatives) == 1:
        return _type(alternatives[0])
    if annotation is schema.Author:
        return "names or tables"
    return {str: "text", int: "whole number", bool: "true or false", date: "day"}[annotation]


def _number(meta: msgspec.Meta) -> str:
    return f"{meta.ge} to {meta.le}" if meta.le is not None else f"whole number, {meta.ge} or more"


def _default(field: Any) -> str:
    if field.required:
        return "must be given"
    if field.default in (None, "", ()) or field.default is msgspec.NODEFAULT:
        return ""
    if isinstance(field.default, tuple):
        return ", ".join(f"`{one}`" for one in field.default)
    if isinstance(field.default, bool):
        return f"`{str(field.default).lower()}`"
    return f"`{field.default}`"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def main() -> None:
    """Write the files."""
    for name, text in pages().items():
        (ROOT / name).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / name).write_text(text, "utf-8")
        click.echo(name)


if __name__ == "__main__":
    main()
