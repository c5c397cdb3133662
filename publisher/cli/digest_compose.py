"""Commands that make an issue, up to its approval."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from publisher.cli.options import day
from publisher.cli.output import emit_json, remark, table
from publisher.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from publisher.app import App
    from publisher.issues.checks import Finding
    from publisher.issues.contents import Contents

number_argument = click.argument("number", type=click.IntRange(min=1), required=False)
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")


@click.command()
@click.option("--month", metavar="YYYY-MM", help="Entries of this month.")
@click.option("--since", type=day, metavar="YYYY-MM-DD", help="Entries from this day on.")
@click.option("--until", type=day, metavar="YYYY-MM-DD", help="Entries up to and including this day.")
@click.option("--last", metavar="SPAN", help="Entries of the last days, weeks or months: 7d, 2w, 1m.")
@click.option("--new", "new_only", is_flag=True, help="Entries that are in no earlier issue.")
@click.option("--entry", "names", multiple=True, metavar="NAME", help="This entry, by ref, id or title; repeatable.")
@click.option("--tag", "tags", multiple=True, help="Entries with this tag; repeatable: with all of them.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="The newest N entries.")
@click.option("--subject", help="Subject, instead of the pattern in publisher.toml.")
@click.option(
    "--intro",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="File with the introduction, in Markdown.",
)
@click.pass_obj
def new(  # one parameter for each option
    app: App,
    *,
    month: str | None,
    since: date | None,
    until: date | None,
    last: str | None,
    new_only: bool,
    names: tuple[str, ...],
    tags: tuple[str, ...],
    limit: int | None,
    subject: str | None,
    intro: Path | None,
) -> None:
    """Choose entries for a new issue and write its draft.

    Without options: the entries that are in no earlier issue, and for a first
    issue those of the newest month.
    """
    from publisher.issues.choose import Wanted

    begin, end = _period(app, month, since, until, last)
    wanted = Wanted(since=begin, until=end, new=new_only, names=names, tags=tags, limit=limit)
    composed = app.compose_issue(wanted, subject=subject, intro=None if intro is None else _text_of(intro))
    if composed.decision:
        remark(f"Taken: {composed.decision}.")
    click.echo(app.shown(composed.path))
    remark(f"Issue {composed.issue.number}: {composed.issue.subject}")
    for entry in composed.entries:
        remark(f"  {entry.published:%Y-%m-%d}  {entry.title}")
    remark("Next: edit that file as you like, then `publisher digest preview --open`.")


@click.command(name="list")
@json_option
@click.pass_obj
def list_(app: App, *, as_json: bool) -> None:
    """List the issues, newest first."""
    issues = app.issues()
    if as_json:
        from dataclasses import asdict

        emit_json([asdict(issue) for issue in issues])
        return
    table(
        ("Issue", "State", "Articles", "Subject", "File", "Remark"),
        [
            (
                str(issue.number),
                issue.state,
                "?" if issue.articles is None else str(issue.articles),
                issue.subject,
                issue.path,
                issue.remark,
            )
            for issue in issues
        ],
    )
    if not issues:
        remark("There are no issues yet. Make one with `publisher digest new`.")


@click.command()
@number_argument
@json_option
@click.pass_obj
def show(app: App, number: int | None, *, as_json: bool) -> None:
    """Show what is in an issue; by default in the one draft."""
    number = app.pick_issue(number, ("draft",), ("approved", "sending"))
    overview = next(issue for issue in app.issues() if issue.number == number)
    if overview.state != "draft":
        approved = app.approved_issue(number)
        articles: list[dict[str, str | None]] = [
            {"section": "", "ref": entry.ref, "title": entry.title, "url": entry.url} for entry in approved.entries
        ]
    else:
        articles = _articles(app.draft(number))
    if as_json:
        from dataclasses import asdict

        emit_json({**asdict(overview), "articles": articles})
        return
    click.echo(f"Issue {number} ({overview.state}): {overview.subject}")
    section = ""
    for article in articles:
        if article["section"] != section:
            section = str(article["section"])
            click.echo(section)
        click.echo(f"  {article['ref']}  {article['title']}")
    remark(f"File: {overview.path}")
    if overview.remark:
        remark(f"Note: {overview.remark}.")


@click.command()
@number_argument
@click.option("--subject", help="Set the subject.")
@click.option(
    "--intro",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Set the introduction, from a file in Markdown.",
)
@click.option("--add", "added", multiple=True, metavar="NAME", help="Add this entry at the end; repeatable.")
@click.option("--remove", "removed", multiple=True, metavar="NAME", help="Take this entry out; repeatable.")
@click.pass_obj
def edit(
    app: App,
    number: int | None,
    *,
    subject: str | None,
    intro: Path | None,
    added: tuple[str, ...],
    removed: tuple[str, ...],
) -> None:
    """Change a draft: in your editor, or by options; comments stay.

    The editor is the one that the environment variable EDITOR names.
    """
    number = app.pick_issue(number, ("draft",))
    if subject is None and intro is None and not added and not removed:
        click.edit(filename=str(app.draft_path(number)))
    else:
        from publisher.issues.compose import Changes

        text = None if intro is None else _text_of(intro)
        app.edit_draft(number, Changes(subject=subject, intro=text, added=added, removed=removed))
    contents = app.draft(number)
    remark(f"Issue {number}: {contents.issue.subject} ({_counted(len(contents.issue.refs))})")
    if app.issue_is_frozen(number):
        remark(f"This issue is approved: what was approved counts until `publisher digest reopen {number}`.")


@click.command()
@click.argument("number", type=click.IntRange(min=1))
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
def delete(app: App, number: int, *, yes: bool) -> None:
    """Delete a draft; its entries stay in the catalog."""
    app.ensure_draft(number)
    if not yes:
        click.confirm(f"Delete the draft {app.shown(app.draft_path(number))}?", abort=True, err=True)
    app.delete_draft(number)
    remark(f"The draft of issue {number} is deleted.")


@click.command()
@number_argument
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder to write to; by default the folder preview beside publisher.toml.",
)
@click.option("--open", "open_it", is_flag=True, help="Show it in the browser.")
@click.pass_obj
def preview(app: App, number: int | None, *, out: Path | None, open_it: bool) -> None:
    """Write an issue as its readers will see it, as HTML and as plain text.

    A page beside them shows it at the widths of a desk and of a phone, light
    and dark.
    """
    number = app.pick_issue(number, ("draft",), ("approved", "sending"))
    shown = app.preview_issue(number, out)
    for path in (shown.html, shown.text, shown.page):
        click.echo(app.shown(path))
    remark(f"Issue {number}: HTML {shown.html_size / 1024:.1f} KB, text {shown.text_size / 1024:.1f} KB.")
    if open_it:
        click.launch(shown.page.as_uri())
    elif out is None:
        remark("Next: look at it in a browser (`--open`), then `publisher digest approve`.")


@click.command()
@number_argument
@json_option
@click.pass_context
def check(ctx: click.Context, number: int | None, *, as_json: bool) -> None:
    """Say what is good and what is not about an issue; exit code 1 if it cannot be approved."""
    app: App = ctx.obj
    number = app.pick_issue(number, ("draft",), ("approved",))
    findings = app.check_issue(number)
    if as_json:
        from dataclasses import asdict

        emit_json([asdict(finding) for finding in findings])
    else:
        _echo_findings(findings, with_ok=True)
    if any(finding.level == "error" for finding in findings):
        ctx.exit(1)


@click.command()
@number_argument
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
def approve(app: App, number: int | None, *, yes: bool) -> None:
    """Freeze an issue, so that it can be sent.

    From then on the draft may change without effect.  Errors that
    `publisher digest check` finds must be put right first.
    """
    number = app.pick_issue(number, ("draft",), ("approved",))
    if app.issue_is_frozen(number):
        remark(f"Issue {number} is approved already.")
        for finding in app.check_issue(number):
            if finding.level != "ok":
                remark(f"Note: {finding.text}. {finding.hint}")
        return
    proposal = app.propose_issue(number)
    _echo_findings(proposal.findings, with_ok=False)
    if not yes:
        issue = proposal.contents.issue
        question = f"Approve issue {number}, “{issue.subject}”, with {_counted(len(issue.refs))}?"
        click.confirm(question, abort=True, err=True)
    click.echo(app.shown(app.approve_issue(proposal)))
    remark(f"Issue {number} is approved. Next: `publisher digest send --to YOUR-ADDRESS`, then without `--to`.")


@click.command()
@number_argument
@click.pass_obj
def reopen(app: App, number: int | None) -> None:
    """Take an approval back, before anybody got the issue."""
    number = app.pick_issue(number, ("approved",))
    app.reopen_issue(number)
    click.echo(app.shown(app.draft_path(number)))
    remark(f"Issue {number} is a draft again.")


def _period(
    app: App, month: str | None, since: date | None, until: date | None, last: str | None
) -> tuple[date | None, date | None]:
    from publisher.issues import choose

    if sum((month is not None, last is not None, bool(since or until))) > 1:
        raise UsageError(
            "--month, --last and --since with --until are three ways to name one period", hint="Give one of them."
        )
    if month is not None:
        return choose.month(month)
    if last is not None:
        return choose.last(last, app.now().date())
    if since and until and since > until:
        raise UsageError(f"the period ends ({until}) before it begins ({since})", hint="Give the earlier day first.")
    return since, until


def _text_of(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not UTF-8 text (byte {error.start + 1})", hint="Save it as UTF-8.") from error


def _articles(contents: Contents) -> list[dict[str, str | None]]:
    return [
        {
            "section": section.title or section.key if len(contents.issue.sections) > 1 else section.title,
            "ref": ref,
            "title": contents.entries[ref].title,
            "url": contents.entries[ref].url,
        }
        for section in contents.issue.sections
        for ref in section.entries
    ]


def _echo_findings(findings: Sequence[Finding], *, with_ok: bool) -> None:
    """Print findings with `with_ok`, as the result; without, the others as remarks."""
    for finding in findings:
        line = f"{finding.level:8} {finding.text}{f'. {finding.hint}' if finding.hint else ''}"
        if with_ok:
            click.echo(line)
        elif finding.level != "ok":
            remark(line)


def _counted(articles: int) -> str:
    return "1 article" if articles == 1 else f"{articles} articles"
