"""The command group ``publisher subscribers``."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from publisher.app import App
from publisher.cli.options import InOrder
from publisher.cli.output import emit_json, remark, table
from publisher.errors import InputError
from publisher.model.subscriber import Subscriber, SubscriberState

if TYPE_CHECKING:
    from publisher.subscribers.membership import ListImport


@click.group(cls=InOrder, short_help="Keep the list of subscribers.")
def command() -> None:
    """Keep the list of subscribers, in subscribers.db beside publisher.toml."""


@command.command(short_help="Put an address on the list.")
@click.argument("address")
@click.option("--name", default="", help="Name of the person.")
@click.option("--language", default="", metavar="TAG", help="Language of the person, such as nl.")
@click.option("--tag", "tags", multiple=True, help="A tag; may be given more than once.")
@click.option("--resubscribe", is_flag=True, help="Also when the person left the list and asked to come back.")
@click.pass_obj
def add(app: App, address: str, *, name: str, language: str, tags: tuple[str, ...], resubscribe: bool) -> None:
    """Put ADDRESS on the list, or change the name, language and tags of one that is there."""
    put = app.add_subscriber_again if resubscribe else app.add_subscriber
    person, is_new = put(address, name=name, language=language, tags=tags)
    remark(
        f"{person.address} is on the list."
        if is_new
        else f"{person.address} was on the list already; it is up to date."
    )


@command.command("import", short_help="Add the subscribers of a CSV file.")
@click.argument("file", type=click.Path(dir_okay=False, exists=True, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would change; change nothing.")
@click.option("--skip-bad", is_flag=True, help="Import the good lines although others are bad.")
@click.pass_obj
def import_(app: App, file: Path, *, dry_run: bool, skip_bad: bool) -> None:
    """Add the subscribers of FILE: any CSV that another tool exports.

    Comma, semicolon or tab; headings in many languages.  When a line is bad,
    nothing is imported.  Who is marked as unsubscribed gets no mail, and who
    left this list earlier stays out.
    """
    if dry_run:
        done = app.plan_subscriber_import(file)
    elif skip_bad:
        done = app.import_good_subscribers(file)
    else:
        done = app.import_subscribers(file)
    _tell(done)
    if done.bad:
        named = "".join(f"\n  {one.place}: {one.reason}" for one in done.bad)
        raise InputError(
            f"{len(done.bad)} bad line{'' if len(done.bad) == 1 else 's'}:{named}",
            hint="Correct them and import the file again; who is on the list already does not change.",
        )


@command.command(short_help="Write the whole list as CSV.")
@click.option(
    "--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="File to write.  [default: standard output]"
)
@click.pass_obj
def export(app: App, output: Path | None) -> None:
    """Write the whole list as CSV, which `subscribers import` reads back."""
    if output is None:
        click.echo(app.subscribers_as_csv(), nl=False)
    else:
        remark(f"{app.export_subscribers(output)} subscribers are in {output}.")


@command.command("list", short_help="Show who is on the list.")
@click.option("--state", type=click.Choice(get_args(SubscriberState)), help="Only those in this state.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array.")
@click.pass_obj
def list_(app: App, *, state: SubscriberState | None, as_json: bool) -> None:
    """Show who is on the list, and how many are in each state."""
    people = app.subscribers(state)
    if as_json:
        emit_json([_as_json(person) for person in people])
        return
    table(
        ("Address", "Name", "State", "Language", "Tags"),
        [(one.address, one.name, one.state, one.language, ", ".join(one.tags)) for one in people],
    )
    counts = {known: sum(one.state == known for one in people) for known in get_args(SubscriberState)}
    remark(", ".join(f"{amount} {known}" for known, amount in counts.items() if amount) or "The list is empty.")


@command.command(short_help="Show one subscriber and what they were sent.")
@click.argument("address")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document: all that is kept about the person.")
@click.pass_obj
def show(app: App, address: str, *, as_json: bool) -> None:
    """Show all that is kept about ADDRESS."""
    person, received = app.find_subscriber(address)
    if as_json:
        deliveries = [
            {**asdict(one), "changed_at": one.changed_at.isoformat() if one.changed_at else None} for one in received
        ]
        emit_json({**_as_json(person), "deliveries": deliveries})
        return
    since = person.consent_at.astimezone(app.zone).isoformat(" ", "minutes")[:16] if person.consent_at else "unknown"
    table(
        ("", ""),
        [
            ("Address", person.address),
            ("Name", person.name),
            ("State", person.state),
            ("Language", person.language or app.config.publication.language),
            ("Tags", ", ".join(person.tags)),
            ("Consent", f"{since}, {person.consent_how}".rstrip(", ")),
            *((f"Issue {one.issue}", f"{one.state} {one.reply}".strip()) for one in received),
        ],
    )


@command.command(short_help="Unsubscribe an address.")
@click.argument("address")
@click.pass_obj
def remove(app: App, address: str) -> None:
    """Unsubscribe ADDRESS: it stays on the list as somebody who gets no mail."""
    person = app.remove_subscriber(address)
    remark(f"{person.address} is {person.state} and gets no more mail.")


@command.command(short_help="Forget a person.")
@click.argument("address")
@click.pass_obj
def erase(app: App, address: str) -> None:
    """Forget all that leads to the person at ADDRESS; the ledger keeps nameless rows.

    An import of a list that still has the address would bring it back.
    """
    app.erase_subscriber(address)
    remark("Everything that leads to this person is erased.")


@command.command(short_help="Never mail an address, on the list or not.")
@click.argument("address")
@click.pass_obj
def suppress(app: App, address: str) -> None:
    """Make sure that ADDRESS never gets mail, whatever is imported later."""
    person = app.suppress_subscriber(address)
    remark(f"{person.address} is suppressed and gets no mail.")


def _tell(done: ListImport) -> None:
    amounts = [
        (done.added, "new"),
        (done.changed, "changed"),
        (done.unchanged, "unchanged"),
        (done.duplicates, "repeated in the file"),
        (done.not_active, "marked as not to be mailed"),
        (done.kept_out, "kept out, because they left the list earlier"),
    ]
    said = ", ".join(f"{amount} {what}" for amount, what in amounts if amount) or "nothing to import"
    click.echo(said if done.done else f"Would import: {said}")
    if done.ignored_columns:
        remark(f"Columns that were not used: {', '.join(done.ignored_columns)}.")


def _as_json(person: Subscriber) -> dict[str, object]:
    since = person.consent_at.isoformat() if person.consent_at else None
    return {**asdict(person), "consent_at": since}
