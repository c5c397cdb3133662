"""``publisher import``: read posts into the catalog."""

from __future__ import annotations

import re
from inspect import cleandoc
from pathlib import Path
from typing import TYPE_CHECKING

import click

from publisher.cli.options import examples, jobs_option
from publisher.cli.output import emit_json, progress, remark
from publisher.cli.reports import counts, import_document, tell_problems
from publisher.errors import UsageError
from publisher.sources import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from publisher.app import App
    from publisher.importing.report import Imported
    from publisher.model.post import Sameness, Undated

#: The kinds below what the command's docstring says.
_KINDS = "The kinds of posts that can be read:\n\n\b\n" + "\n".join(
    f"    {name:11}{kind.help}" for name, kind in sorted(KINDS.items())
)

_address = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")


@click.command(
    name="import",
    short_help="Read posts: files, folders, exports, feeds and websites.",
    epilog=examples(
        "publisher import archive.txt                                 a file",
        "publisher import ~/old-site --dry-run                        a folder, to see first",
        "publisher import ~/old-site --match url                      a blog that has moved",
        "publisher import https://weblog.example.org/feed.xml         a feed",
        "publisher import https://weblog.example.org/ --follow 50     a website",
    ),
)
@click.argument("paths", nargs=-1, metavar="[PATH ...]")
@click.option(
    "--kind",
    metavar="KIND",
    help="What the posts are kept in, one of the kinds above; found from the content when left out.",
)
@click.option(
    "--match",
    type=click.Choice(["url", "title-date"]),
    help="The posts come from another tool that was imported before: those with the same address, or the same title"
    " and date, keep their ids.",
)
@click.option(
    "--undated",
    type=click.Choice(["reject", "file time"]),
    default="reject",
    show_default=True,
    help="What becomes of posts without a date, of Markdown files and of feeds that are files: reject them, or give"
    " them the time at which the file was written.",
)
@click.option(
    "--follow",
    type=click.IntRange(min=0),
    default=0,
    metavar="N",
    help="Read at most N of the pages that a sitemap or a page with a list of posts leads to, or of the older documents"
    " of a feed.",
)
@click.option("--dry-run", is_flag=True, help="Say what would happen, and store nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as one JSON document.")
@jobs_option
@click.pass_obj
def command(
    app: App,
    *,
    paths: tuple[str, ...],
    kind: str | None,
    match: Sameness | None,
    undated: Undated,
    follow: int,
    dry_run: bool,
    as_json: bool,
    jobs: int,
) -> None:
    """Read posts, so that builds and the digest have them.

    A PATH is a file, a folder or an address.  Its posts are adopted: they
    stay until `publisher entries remove`, whatever becomes of the PATH.

    Without a PATH, the sources in publisher.toml are read, as every build
    does: posts that are gone from them are withdrawn.  Addresses are asked at
    once, which builds leave alone for a while.
    """
    wanted = [_place(name) for name in paths]
    named = {"kind": kind, "match": match, "undated": undated if undated != "reject" else None, "follow": follow}
    for option, value in named.items():
        if value and not wanted:
            raise UsageError(
                f"--{option} goes with a PATH", hint=f"In publisher.toml a [[source]] has `{option}` of its own."
            )
    if not wanted and not app.config.source:
        raise UsageError(
            "there is nothing to read: publisher.toml has no [[source]]",
            hint="Name a file, a folder or an address: `publisher import FILE`.",
        )
    run = app.rehearse_import if dry_run else app.import_posts
    imported = run(wanted, kind, match=match, undated=undated, follow=follow, jobs=jobs, progress=progress)
    if as_json:
        emit_json(import_document(imported))
    else:
        for source in imported.sources:
            click.echo(counts(source))
    tell_problems(imported, verbose=app.verbose)
    if dry_run:
        remark("This was a rehearsal: nothing was stored.")
    else:
        _tell_next(imported, {option: value for option, value in named.items() if value})
    if failure := imported.failure():
        raise failure


def _place(name: str) -> Path | str:
    """Return a path, or an address as a text."""
    if not _address.match(name):
        return Path(name)
    if not name.lower().startswith(("http://", "https://")):
        raise UsageError(
            f"{name} cannot be fetched; addresses begin with https:// or http://",
            hint="Save it as a file, and import that.",
        )
    return name


def _tell_next(imported: Imported, options: dict[str, str | int | None]) -> None:
    """Say how builds would read again what was adopted, with the *options* that it was read with."""
    adopted = [source.name for source in imported.sources if source.adopted and source.new]
    if adopted:
        tables = "\n".join(f"    {line}" for name in adopted for line in _table(name, options))
        remark(f"Adopted: these entries stay. To have every build read them again, add to publisher.toml:\n{tables}")


def _table(name: str, options: dict[str, str | int | None]) -> Iterator[str]:
    import json

    # A text of JSON is one of TOML.
    yield "[[source]]"
    for key, value in {"url" if _address.match(name) else "path": name, **options}.items():
        yield f"{key} = {json.dumps(value, ensure_ascii=False)}"


command.help = f"{cleandoc(command.help or '')}\n\n{_KINDS}"
