"""``publisher entries``: look at single entries, and decide what readers see."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from publisher.cli.options import InOrder, day
from publisher.cli.output import remark, table
from publisher.errors import UsageError
from publisher.model.entry import Selection

if TYPE_CHECKING:
    from publisher.app import App
    from publisher.model.entry import Enclosure, Entry, Episode

_Command = TypeVar("_Command", bound=Callable[..., Any])


def _selecting(function: _Command) -> _Command:
    """Add the options that choose entries."""
    for option in (
        click.option(
            "--all",
            "everything",
            is_flag=True,
            help="Also those that readers do not see: hidden, drafts, private and scheduled.",
        ),
        click.option("--limit", type=click.IntRange(min=1), metavar="N", help="The newest N entries."),
        click.option("--search", metavar="WORDS", help="Entries with all these words in title or text."),
        click.option("--author", metavar="NAME", help="Entries of this author."),
        click.option("--tag", "tags", multiple=True, help="Entries with this tag; repeatable: with all of them."),
        click.option("--until", type=day, metavar="YYYY-MM-DD", help="Entries up to and including this day."),
        click.option("--since", type=day, metavar="YYYY-MM-DD", help="Entries from this day on."),
    ):
        function = option(function)
    return function


def _selection(options: dict[str, Any]) -> Selection:
    since, until = options["since"], options["until"]
    if since and until and since > until:
        raise UsageError(f"the period ends ({until}) before it begins ({since})", hint="Give the earlier day first.")
    return Selection(**options)


@click.group(name="entries", cls=InOrder)
def command() -> None:
    """List, show, open, hide, remove and export entries.

    An entry goes by its ref, its id, its exact title, or the beginning of its ref.
    """


@command.command(name="list")
@_selecting
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document: an array of entries.")
@click.pass_obj
def list_(app: App, /, *, as_json: bool, **options: Any) -> None:
    """List entries, newest first."""
    selection = _selection(options)
    if as_json:
        for piece in app.entries_as_json(selection):
            click.echo(piece, nl=False)
        return
    hidden = app.hidden_entries() if selection.everything else frozenset()
    entries = app.entries(selection)
    columns = ["Date", "Ref", "Title", "Authors", "Tags"]
    rows = [
        [
            f"{entry.published:%Y-%m-%d}",
            entry.ref,
            entry.title,
            ", ".join(author.name for author in entry.authors),
            ", ".join(entry.tags),
        ]
        for entry in entries
    ]
    if selection.everything:
        columns.append("Seen by readers")
        for entry, row in zip(entries, rows, strict=True):
            row.append(_seen(entry, hidden=entry.ref in hidden))
    table(columns, rows)
    if not rows:
        remark("There is no such entry." if options or selection != Selection() else "There are no entries yet.")


@command.command()
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="Print the entry as one JSON document.")
@click.pass_obj
def show(app: App, *, name: str, as_json: bool) -> None:
    """Show one entry: what is known of it, its sources and its text."""
    entry = app.entry(name)
    if as_json:
        click.echo(app.entry_as_json(entry))
        return
    click.echo(click.style(entry.title, bold=True))
    hidden = entry.ref in app.hidden_entries()
    for label, value in (
        ("Date", f"{entry.published:%Y-%m-%d}" if entry.date_only else f"{entry.published:%Y-%m-%d %H:%M %z}"),
        ("Updated", f"{entry.updated:%Y-%m-%d %H:%M %z}" if entry.updated else ""),
        ("Authors", ", ".join(author.name for author in entry.authors)),
        ("Tags", ", ".join(entry.tags)),
        ("Language", entry.language),
        ("Address", entry.url or ""),
        ("Picture", f"{entry.image or ''}{f' ({entry.image_alt})' if entry.image_alt else ''}"),
        *(("File", _file(file)) for file in entry.enclosures),
        ("Episode", _episode(entry.episode) if entry.episode else ""),
        ("Ref", entry.ref),
        ("Id", entry.id),
        ("From", _origin(entry)),
        ("Seen", _seen(entry, hidden=hidden)),
    ):
        if value:
            click.echo(f"{label + ':':<10}{value}")
    if entry.summary and not entry.text.startswith(entry.summary):
        click.echo(f"\n{entry.summary}")
    if entry.citations:
        click.echo("\nSources:")
        for citation in entry.citations:
            click.echo(f"- {citation.text}")
    click.echo(f"\n{entry.text}")


@command.command(name="open")
@click.argument("name")
@click.pass_obj
def open_(app: App, *, name: str) -> None:
    """Open an entry's page in the browser."""
    page = app.entry_page(name)
    click.echo(page)
    if click.launch(page):
        raise UsageError("no browser could be started", hint="Open the address above yourself.")


@command.command()
@click.argument("names", nargs=-1, required=True)
@click.option("--undo", is_flag=True, help="Let readers see the entries again.")
@click.pass_obj
def hide(app: App, *, names: tuple[str, ...], undo: bool) -> None:
    """Keep entries from feeds and issues, whatever their source does."""
    for entry in app.show_entries(names) if undo else app.hide_entries(names):
        click.echo(f"{'shown' if undo else 'hidden'}: {entry.ref}")
    remark("Readers see the difference after `publisher build`.")


@command.command()
@click.argument("names", nargs=-1, required=True)
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
def remove(app: App, *, names: tuple[str, ...], yes: bool) -> None:
    """Take adopted entries out of the catalog."""
    found = app.removable_entries(names)
    if not yes:
        for entry in found:
            click.echo(f"{entry.published:%Y-%m-%d}  {entry.title}", err=True)
        click.confirm("Remove these entries?", abort=True, err=True)
    app.remove_entries([entry.ref for entry in found])
    for entry in found:
        click.echo(f"removed: {entry.ref}")


@command.command(short_help="Write entries as JSON.")
@_selecting
@click.option(
    "--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="File to write; by default stdout."
)
@click.pass_obj
def export(app: App, /, *, output: Path | None, **options: Any) -> None:
    """Write entries as one JSON array, with everything that is known of them."""
    selection = _selection(options)
    if output is None:
        for piece in app.entries_as_json(selection):
            click.echo(piece, nl=False)
    else:
        count = app.export_entries(selection, output)
        remark(f"{output}: {count} {'entry' if count == 1 else 'entries'}")


def _file(file: Enclosure) -> str:
    minutes, seconds = divmod(file.duration, 60)
    lasting = f"{minutes // 60}:{minutes % 60:02}:{seconds:02}" if file.duration else ""
    return f"{file.url} ({', '.join(filter(None, (file.title, file.type, lasting)))})"


def _episode(episode: Episode) -> str:
    told = (
        f"season {episode.season}" if episode.season is not None else "",
        f"number {episode.number}" if episode.number is not None else "",
        episode.kind or "",
        "" if episode.explicit is None else "explicit" if episode.explicit else "not explicit",
        "with " + ", ".join(person.name for person in episode.people) if episode.people else "",
        *(f"transcript {transcript.url}" for transcript in episode.transcripts),
        f"chapters {episode.chapters}" if episode.chapters else "",
    )
    return ", ".join(filter(None, told))


def _seen(entry: Entry, *, hidden: bool) -> str:
    if hidden:
        return "no: hidden"
    return "yes" if entry.status == "published" else f"no: {entry.status}"


def _origin(entry: Entry) -> str:
    origin = entry.origin
    if origin.first_line is None:
        return f"{origin.path} ({origin.importer})"
    lines = f"lines {origin.first_line}-{origin.last_line}" if origin.last_line else f"line {origin.first_line}"
    return f"{origin.path}, {lines} ({origin.importer})"
