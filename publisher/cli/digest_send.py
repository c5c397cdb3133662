"""``publisher digest send`` and ``publisher digest status``."""

from __future__ import annotations

import signal
import sys
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from publisher.app import App
from publisher.cli.output import emit_json, progress, remark, table
from publisher.errors import DeliveryError, UsageError
from publisher.interrupts import INTERRUPTED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from types import FrameType

    from publisher.delivery.plan import SendingPlan
    from publisher.delivery.send import SendReport
    from publisher.model.delivery import Delivery, DeliveryState

#: In the order in which a person wants to read them; the last three ask for something to be done.
STATES: tuple[DeliveryState, ...] = ("sent", "queued", "sending", "withheld", "deferred", "failed", "uncertain")


@click.command(short_help="Send an approved issue to the subscribers.")
@click.argument("number", type=click.IntRange(min=1), required=False)
@click.option("--to", "test_address", metavar="ADDRESS", help="Send one test mail to ADDRESS instead, unrecorded.")
@click.option("--dry-run", is_flag=True, help="Say what would be sent; connect to nothing, change nothing.")
@click.option("--resend-uncertain", is_flag=True, help="Also send again what may have arrived, as the same message.")
@click.option("--retry-failed", is_flag=True, help="Also try again what the server refused for good.")
@click.option("--yes", "-y", is_flag=True, help="Do not ask before sending.")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as one JSON document.")
@click.pass_obj
def send(
    app: App,
    number: int | None,
    test_address: str | None,
    *,
    dry_run: bool,
    resend_uncertain: bool,
    retry_failed: bool,
    yes: bool,
    as_json: bool,
) -> None:
    """Send issue NUMBER, by default the open one, to every active subscriber.

    Nobody gets it twice: a second run goes on where the first one stopped,
    and tries again what the server put off.  Ctrl-C stops after the message
    that is on its way.
    """
    if test_address is not None:
        issue = app.pick_issue(number, ("draft", "approved", "sending"), ("sent",))
        reply = app.send_sample(issue, test_address)
        remark(f"A test mail of issue {issue} went to {test_address}. The server said: {reply}")
        return
    issue = app.pick_issue_to_send(number)
    states: list[DeliveryState] = ["queued", "deferred"]
    if resend_uncertain:
        states.append("uncertain")
    if retry_failed:
        states.append("failed")
    plan = app.plan_sending(issue, states)
    if dry_run:
        _show_dry_run(plan, as_json=as_json)
        return
    if plan.recipients and not yes:
        _ask(plan)
    with _stop_on_signals() as stopped, progress(f"Issue {issue}", plan.recipients) as advance:
        report = app.send_issue(issue, states, stopped=stopped, advance=advance)
    if as_json:
        emit_json({**asdict(report), "left": report.left, "trouble": str(report.trouble) if report.trouble else None})
    _tell(report)


@click.command(short_help="Show what became of each message of an issue.")
@click.argument("number", type=click.IntRange(min=1), required=False)
@click.option(
    "--mark-sent", multiple=True, metavar="ADDRESS", help="Take an uncertain message as sent: you looked it up."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def status(app: App, number: int | None, mark_sent: tuple[str, ...], *, as_json: bool) -> None:
    """Show what became of each message of issue NUMBER, with the server's words."""
    issue = app.pick_issue_for_status(number)
    for address in mark_sent:
        app.settle_delivery(issue, address)
    deliveries = app.deliveries(issue)
    if as_json:
        emit_json([_as_json(delivery) for delivery in deliveries])
        return
    if not deliveries:
        remark(f"Issue {issue} was not sent yet.")
        return
    counts: dict[DeliveryState, int] = {}
    for delivery in deliveries:
        counts[delivery.state] = counts.get(delivery.state, 0) + 1
    remark(f"Issue {issue}: {_counted(counts)}.")
    table(
        ("Address", "State", "Tries", "Changed", "Server's words"),
        [
            (
                delivery.address or "(erased)",
                delivery.state,
                str(delivery.attempts),
                delivery.changed_at.astimezone(app.zone).isoformat(" ", "seconds")[:19] if delivery.changed_at else "",
                delivery.reply,
            )
            for delivery in deliveries
        ],
    )


def _ask(plan: SendingPlan) -> None:
    """Show the plan and ask; without somebody to ask, refuse."""
    if not sys.stdin.isatty():
        raise UsageError(
            f"sending issue {plan.issue} to {_people(plan.recipients)} needs a yes, and nobody is at the keyboard",
            hint="Add `--yes` to send without a question, or `--dry-run` to see what would happen.",
        )
    for line in _described(plan):
        click.echo(line, err=True)
    if not click.confirm(f"Send it to {_people(plan.recipients)} now?", err=True):
        raise click.Abort


def _show_dry_run(plan: SendingPlan, *, as_json: bool) -> None:
    if as_json:
        emit_json(asdict(plan))
        return
    for line in _described(plan):
        click.echo(line)
    remark("Nothing was sent.")


def _described(plan: SendingPlan) -> Iterator[str]:
    yield f"Issue {plan.issue}: {plan.subject}"
    yield f"From:    {plan.sender}"
    more = f" and {plan.recipients - len(plan.first)} more" if plan.recipients > len(plan.first) else ""
    yield f"To:      {_people(plan.recipients)}" + (f": {', '.join(plan.first)}{more}" if plan.first else "")
    yield f"Server:  {plan.server}"
    yield f"Rate:    {plan.rate}, so it takes {_lasting(plan.duration)}" if plan.rate else "Rate:    no limit"
    if plan.counts:
        yield f"So far:  {_counted(plan.counts)}"


def _tell(report: SendReport) -> None:
    """Say what happened and what to do next; the exit code says whether that is anything."""
    again = f"`publisher digest send {report.issue}`"
    if not report.run and not report.trouble and not report.stopped:
        remark(f"There is nothing to send: {_counted(report.counts)}.")
    else:
        run = _counted(report.run) or "nothing sent"
        remark(f"This run: {run}. Issue {report.issue} in all: {_counted(report.counts)}.")
    if report.counts.get("uncertain"):
        remark(
            f"{_messages(report.counts['uncertain'])} may or may not have arrived, because the answer was lost. "
            f"See which with `publisher digest status {report.issue}`; look in the server's log, "
            "then mark them with `--mark-sent ADDRESS`, "
            f"or send them again with `publisher digest send {report.issue} --resend-uncertain`."
        )
    if report.trouble is not None:
        left = f" {report.left} are left; nothing is lost. Go on with {again}." if report.left else ""
        raise DeliveryError(str(report.trouble), hint=f"{report.trouble.hint}{left}".strip())
    if report.stopped:
        remark(f"Stopped. {report.left} are left; go on with {again}.")
        click.get_current_context().exit(INTERRUPTED)
    _raise_if_refused(report, again)


def _raise_if_refused(report: SendReport, again: str) -> None:
    deferred, failed = report.run.get("deferred", 0), report.run.get("failed", 0)
    uncertain = report.run.get("uncertain", 0)
    said = [
        text
        for amount, text in (
            (deferred, f"put off {_messages(deferred)}"),
            (failed, f"refused {_messages(failed)}"),
            (uncertain, f"did not confirm {_messages(uncertain)}"),
        )
        if amount
    ]
    if said:
        hint = f"Read its words with `publisher digest status {report.issue}`."
        if deferred:
            hint += f" Try those put off again later with {again}."
        *others, last = said
        raise DeliveryError(f"the server {', '.join(others)} and {last}" if others else f"the server {last}", hint=hint)


@contextmanager
def _stop_on_signals() -> Iterator[Callable[[], bool]]:
    """Give a function that tells whether Ctrl-C or a termination came; a second Ctrl-C ends at once."""
    asked = False

    def note(signum: int, _frame: FrameType | None) -> None:
        nonlocal asked
        asked = True
        signal.signal(signum, before[signal.Signals(signum)])
        click.echo("\nStopping after this message ...", err=True)

    before = {signum: signal.signal(signum, note) for signum in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield lambda: asked
    finally:
        for signum, handler in before.items():
            signal.signal(signum, handler)


def _as_json(delivery: Delivery) -> dict[str, object]:
    """Return a delivery without the token, with which anybody could unsubscribe its recipient."""
    changed = delivery.changed_at.isoformat() if delivery.changed_at else None
    shown = {name: value for name, value in asdict(delivery).items() if name != "token"}
    return {**shown, "changed_at": changed}


def _counted(counts: Mapping[DeliveryState, int]) -> str:
    return ", ".join(f"{counts[state]} {state}" for state in STATES if counts.get(state))


def _people(amount: int) -> str:
    return f"{amount} subscriber{'' if amount == 1 else 's'}"


def _messages(amount: int) -> str:
    return f"{amount} message{'' if amount == 1 else 's'}"


def _lasting(seconds: int) -> str:
    """Return a duration in words, to the minute where it is long."""
    if seconds < 120:
        return f"{seconds} seconds"
    hours, minutes = divmod(round(seconds / 60), 60)
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} minutes"
