"""Writes docs/reference from the code: the commands from Click, the configuration from its schema.

Usage: make reference
"""

import ast
import inspect
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin

import click
import msgspec

from publisher.cli import COMMANDS, cli
from publisher.config import schema
from publisher.errors import PublisherError
from publisher.interrupts import INTERRUPTED

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "reference"
MADE = "<!-- Made by tools/make_reference.py from the code; change it there. -->"


def pages() -> dict[str, str]:
    """Return the text of each page, by its file name."""
    return {"commands.md": commands_page(), "configuration.md": configuration_page()}


def commands_page() -> str:
    """Return the reference of all commands."""
    parts = [
        MADE,
        "# Commands",
        (
            "Results go to standard output, remarks and progress to standard error, so that a script can use the "
            "one and a person read the other."
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
            "One file says all about a publication. `publisher init` writes it with comments. Everything but "
            "`publication.title` has a default. A key that does not exist, or a value that is not allowed, is an "
            "error: all of them are reported at once, each with its line. Passwords never stand in the file."
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
    lines = (command.epilog or "").splitlines()[2:]
    return "\n".join(["```text", *(line.removeprefix("  ") for line in lines), "```"]) if lines else ""


def _options(command: click.Command) -> str:
    context = click.Context(command)
    rows = [
        record
        for parameter in command.params
        if isinstance(parameter, click.Option) and (record := parameter.get_help_record(context))
    ]
    if not rows:
        return ""
    return "| option | meaning |\n|---|---|\n" + "\n".join(
        f"| `{_cell(option)}` | {_cell(meaning)} |" for option, meaning in rows
    )


def _exit_codes() -> str:
    rows = [(0, "Done."), *sorted((one.exit_code, _first_line(one)) for one in (PublisherError, *_errors()))]
    rows.append((INTERRUPTED, "Ctrl-C stopped it."))
    rows[1] = (1, "A check failed.")
    return "| code | meaning |\n|---|---|\n" + "\n".join(f"| {code} | {meaning} |" for code, meaning in rows)


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
    """Write the pages."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, "utf-8")
        click.echo(FOLDER / name)


if __name__ == "__main__":
    main()
