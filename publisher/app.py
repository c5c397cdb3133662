"""The composition root: picks the edges, and reads the clock, the environment and randomness for all others.

Every import of a workflow stands inside the method that needs it: a command
pays only for what it does.
"""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from publisher.errors import ConfigurationError, InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from zoneinfo import ZoneInfo

    from publisher.config import Config, Source
    from publisher.issues.checks import Finding
    from publisher.issues.choose import Wanted
    from publisher.model.delivery import Delivery, DeliveryState
    from publisher.model.entry import Entry
    from publisher.model.issue import IssueState
    from publisher.model.post import Sameness, Undated
    from publisher.model.selection import Selection
    from publisher.model.subscriber import Subscriber, SubscriberState
    from publisher.resources import Templates
    from publisher.storage.catalog import Catalog
    from publisher.storage.database import Database
    from publisher.storage.issue_files import Approved
    from publisher.storage.standing import Standing
    from publisher.storage.subscribers import SubscriberList
    from publisher.transport.smtp import SmtpTransport
    from publisher.transport.smtp_server import Server
    from publisher.workflows.approve_issue import Proposal
    from publisher.workflows.build_feeds import Built
    from publisher.workflows.compose_issue import Composed
    from publisher.workflows.demonstrate import Demonstration
    from publisher.workflows.edit_draft import Changes
    from publisher.workflows.import_posts import Bench, Progress
    from publisher.workflows.imported import Imported
    from publisher.workflows.issue_contents import Contents
    from publisher.workflows.issue_states import Overview
    from publisher.workflows.ping_hub import Pinged
    from publisher.workflows.plan_sending import SendingPlan
    from publisher.workflows.preview_issue import Previewed
    from publisher.workflows.send_issue import SendReport
    from publisher.workflows.start_publication import Beginning, Started
    from publisher.workflows.subscribe import ListImport
    from publisher.workflows.validate_feeds import Validated

FILE_NAME = "publisher.toml"


@dataclass(kw_only=True)
class App:
    """One publication, opened from one configuration file."""

    #: As given with ``--config``; None means: search here and in the folders above.
    config_option: Path | None = None
    verbose: bool = False
    quiet: bool = False
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)
    #: What `standing_build` has looked at, so that `build` need not look again.
    _seen: dict[tuple[str, ...], str] = field(default_factory=dict, init=False, repr=False)

    @cached_property
    def config_path(self) -> Path:
        """The configuration file of this run.

        Raises:
            ConfigurationError: There is none here nor above.
        """
        if self.config_option is not None:
            return self.config_option
        here = Path.cwd()
        for folder in (here, *here.parents):
            if (folder / FILE_NAME).is_file():
                return folder / FILE_NAME
        raise ConfigurationError(
            f"there is no {FILE_NAME} in {here} or above it",
            hint="Start a publication here with `publisher init`, or name its file with `--config`.",
        )

    @cached_property
    def root(self) -> Path:
        """The publication's folder: everything else is relative to it."""
        return self.config_path.absolute().parent

    @cached_property
    def config(self) -> Config:
        """The checked configuration."""
        from publisher.config import load

        return load(self.config_path)

    @cached_property
    def zone(self) -> ZoneInfo:
        """The publication's time zone."""
        from zoneinfo import ZoneInfo

        return ZoneInfo(self.config.publication.timezone)

    @cached_property
    def templates(self) -> Templates:
        """The publication's templates, then the shipped ones."""
        from publisher.resources import OWN_FOLDER, Templates

        return Templates(own=self.root / OWN_FOLDER)

    def now(self) -> datetime:
        """The present second, in the publication's zone; ``SOURCE_DATE_EPOCH`` sets it for builds that repeat."""
        return self._moment().astimezone(self.zone)

    def _moment(self) -> datetime:
        fixed = self.environment.get("SOURCE_DATE_EPOCH")
        if fixed and not fixed.isdecimal():
            raise UsageError(f"SOURCE_DATE_EPOCH is {fixed!r}, not a number of seconds", hint="Correct or unset it.")
        moment = datetime.fromtimestamp(int(fixed), UTC) if fixed else datetime.now(UTC)  # noqa: TID251  # the one clock
        return moment.replace(microsecond=0)

    def token(self) -> str:
        """A new unguessable token: 128 bits, in letters and digits that survive any mail program."""
        import secrets  # noqa: TID251  # the one place that makes randomness

        return secrets.token_hex(16)

    def suggest_beginning(self, folder: Path, *, example: bool = False) -> Beginning:
        """What a new publication in *folder* would be called; with *example*, the example publication."""
        from publisher.workflows.start_publication import EXAMPLE, guess

        return EXAMPLE if example else guess(folder, self.environment)

    def start_publication(self, folder: Path, beginning: Beginning, *, example: bool = False) -> Started:
        """Write publisher.toml and .gitignore into *folder*."""
        from publisher.workflows.start_publication import start_publication

        return start_publication(folder, beginning, example=example)

    def demonstrate(self, folder: Path) -> Demonstration:
        """Do the whole job on the example publication in *folder*."""
        from msgspec.structs import replace

        from publisher.config import Smtp
        from publisher.workflows.demonstrate import demonstrate

        def open_publication(port: int) -> App:
            publication = App(config_option=folder / FILE_NAME, environment=self.environment)
            server = Smtp(host="127.0.0.1", port=port, security="none")
            publication.config = replace(publication.config, smtp=server)
            return publication

        return demonstrate(folder, open_publication)

    def open_catalog(self) -> Catalog:
        """Open the catalog of entries; a context manager that closes it."""
        from publisher.storage.catalog import Catalog

        return Catalog(self.root / "catalog.db", now=self.now())

    def sync_sources(self, *, progress: Progress | None = None) -> Imported:
        """Bring the catalog up to what the configured sources say."""
        return self.import_posts((), progress=progress)

    def import_posts(
        self,
        paths: Sequence[Path | str],
        kind: str | None = None,
        *,
        match: Sameness | None = None,
        undated: Undated = "reject",
        follow: int = 0,
        jobs: int = 1,
        progress: Progress | None = None,
    ) -> Imported:
        """Adopt the posts of *paths*, texts being addresses; without any, read the configured sources."""
        from publisher.config import Source

        asked = Source(kind=kind, match=match, undated=undated, follow=follow)
        with self.open_catalog() as catalog:
            return self._import_into(catalog, paths, asked, progress, jobs)

    def rehearse_import(
        self,
        paths: Sequence[Path | str],
        kind: str | None = None,
        *,
        match: Sameness | None = None,
        undated: Undated = "reject",
        follow: int = 0,
        jobs: int = 1,
        progress: Progress | None = None,
    ) -> Imported:
        """Say what an import would do, and store nothing."""
        from publisher.config import Source
        from publisher.workflows.import_posts import rehearsal

        asked = Source(kind=kind, match=match, undated=undated, follow=follow)
        with self._catalog_to_rehearse_on() as catalog, rehearsal(catalog):
            return self._import_into(catalog, paths, asked, progress, jobs)

    def _import_into(
        self, catalog: Catalog, paths: Sequence[Path | str], asked: Source, progress: Progress | None, jobs: int
    ) -> Imported:
        from publisher.workflows.import_posts import import_paths, import_sources

        bench = self._bench(catalog, progress, jobs)
        return import_paths(bench, paths, asked) if paths else import_sources(bench)

    def _bench(self, catalog: Catalog, progress: Progress | None, jobs: int) -> Bench:
        from publisher.workflows.import_posts import Bench, silent

        return Bench(
            root=self.root,
            config=self.config,
            zone=self.zone,
            now=catalog.now,
            catalog=catalog,
            progress=progress or silent,
            jobs=jobs,
        )

    def _catalog_to_rehearse_on(self) -> Catalog:
        """Open the catalog; where there is none yet, one that leaves no trace."""
        from publisher.storage.catalog import Catalog

        stored = self.root / "catalog.db"
        return Catalog(stored if stored.exists() else Path(":memory:"), now=self.now())

    def entries(self, selection: Selection) -> list[Entry]:
        """Return the selected entries, newest first."""
        with self.open_catalog() as catalog:
            return list(catalog.entries(selection))

    def entry(self, name: str) -> Entry:
        """Return the entry of this ref, id, title or beginning of a ref."""
        with self.open_catalog() as catalog:
            return catalog.find(name)

    def entry_page(self, name: str) -> str:
        """Return where an entry can be read: the page that a build wrote here, else its address."""
        entry = self.entry(name)
        pages = f"{self.config.feeds_url}posts/"
        if entry.url and entry.url.startswith(pages):
            page = self.root / self.config.feeds.directory / "posts" / entry.url.removeprefix(pages)
            if page.is_file():
                return page.as_uri()
        return entry.url or ""

    def entries_as_json(self, selection: Selection) -> Iterator[str]:
        """Yield the pieces of a JSON array of the selected entries."""
        from publisher.workflows.entries import as_json

        with self.open_catalog() as catalog:
            yield from as_json(catalog.entries(selection))

    def entry_as_json(self, entry: Entry) -> str:
        """Return one entry as a JSON document."""
        import msgspec

        return msgspec.json.format(msgspec.json.encode(entry), indent=2).decode()

    def export_entries(self, selection: Selection, path: Path) -> int:
        """Write the selected entries as JSON to a file, and return how many there were."""
        from publisher.workflows.entries import export

        with self.open_catalog() as catalog:
            return export(catalog.entries(selection), path)

    def hidden_entries(self) -> frozenset[str]:
        """Return the refs of the entries that the editor hid."""
        with self.open_catalog() as catalog:
            return catalog.hidden()

    def hide_entries(self, names: Sequence[str]) -> list[Entry]:
        """Keep entries from readers, whatever their source does."""
        from publisher.workflows.entries import hide

        with self.open_catalog() as catalog:
            return hide(catalog, names, root=self.root, publication=self.config.publication)

    def show_entries(self, names: Sequence[str]) -> list[Entry]:
        """Let readers see hidden entries again."""
        from publisher.workflows.entries import show

        with self.open_catalog() as catalog:
            return show(catalog, names, root=self.root, publication=self.config.publication)

    def removable_entries(self, names: Sequence[str]) -> list[Entry]:
        """Return the adopted entries of these names; a live one is refused."""
        from publisher.workflows.entries import removable

        with self.open_catalog() as catalog:
            return removable(catalog, names)

    def remove_entries(self, refs: Sequence[str]) -> None:
        """Take adopted entries out of the catalog."""
        from publisher.workflows.entries import remove

        with self.open_catalog() as catalog:
            remove(catalog, refs)

    def shown(self, path: Path) -> str:
        """A path as short as a person here would write it."""
        path = path.absolute()
        here = Path.cwd()
        return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)

    # Feeds

    def feeds_folder(self, out: Path | None = None) -> Path:
        """Where a build writes: as given, else the folder of ``[feeds]``."""
        return self.root / self.config.feeds.directory if out is None else out.absolute()

    def standing_build(self, out: Path | None = None) -> Standing | None:
        """What the last build left, if nothing that it read or wrote has changed; None when in doubt.

        This is what a build without a change costs: the configuration is not even read.
        """
        from publisher.storage.standing import glance

        standing, self._seen = glance(self.root, self._build_name(out), self._moment().timestamp())
        return standing

    def build(self, out: Path | None = None, *, jobs: int = 1, progress: Progress | None = None) -> Built:
        """Read the sources, in so many processes, then write the feeds and the article pages."""
        from publisher.workflows.standing_build import build_and_remember

        with self.open_catalog() as catalog:
            return build_and_remember(
                self._bench(catalog, progress, jobs),
                templates=self.templates,
                folder=self.feeds_folder(out),
                config_path=self.config_path,
                name=self._build_name(out),
                seen=self._seen,
            )

    def _build_name(self, out: Path | None) -> str:
        return f"{self.config_path.absolute()} {out.absolute() if out else ''}"

    def rehearse_build(self, out: Path | None = None, *, jobs: int = 1, progress: Progress | None = None) -> Built:
        """Say what `build` would do now, and do nothing."""
        from publisher.workflows.build_feeds import rehearse_build

        with self._catalog_to_rehearse_on() as catalog:
            bench = self._bench(catalog, progress, jobs)
            return rehearse_build(bench, templates=self.templates, folder=self.feeds_folder(out))

    def ping_hub(self, out: Path | None = None) -> Pinged:
        """Tell the WebSub hub which feeds have changed since it was told last."""
        from publisher.workflows.ping_hub import ping_hub

        hub = self.config.feeds.hub
        if hub is None:
            raise ConfigurationError(
                "there is no hub to ping", hint="Name one with `hub` in [feeds], and let people subscribe through it."
            )
        with self.open_catalog() as catalog:
            return ping_hub(catalog, self.feeds_folder(out), hub)

    def validate(self, files: Sequence[Path] = ()) -> Validated:
        """Check these feeds; without any, those that builds wrote."""
        from publisher.workflows.validate_feeds import validate_files, validate_ours

        return validate_files(files) if files else validate_ours(self.feeds_folder())

    def validate_written(self, built: Built, out: Path | None = None) -> Validated:
        """Check the feeds that a build wrote."""
        from publisher.workflows.validate_feeds import validate_written

        return validate_written(self.feeds_folder(out), built.written)

    def pause(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)

    # Issues of the digest

    def compose_issue(self, wanted: Wanted, *, subject: str | None = None, intro: str | None = None) -> Composed:
        """Choose entries for a new issue and write its draft."""
        from publisher.workflows.compose_issue import compose_issue

        with self.open_catalog() as catalog:
            return compose_issue(
                self.root, wanted=wanted, subject=subject, intro=intro, catalog=catalog, config=self.config
            )

    def issues(self) -> list[Overview]:
        """All issues, newest first."""
        from publisher.workflows.issue_states import overviews

        return overviews(self.root, self.issue_state)

    def pick_issue(self, number: int | None, *preferred: Sequence[IssueState]) -> int:
        """The issue that a command means: as given, else the only one in the first group of states that has any."""
        from publisher.workflows.issue_states import pick_issue

        return pick_issue(self.root, number, preferred, self.issue_state)

    def issue_is_frozen(self, number: int) -> bool:
        """Whether an issue is approved, or further."""
        from publisher.storage.issue_files import is_approved

        return is_approved(self.root, number)

    def draft_path(self, number: int) -> Path:
        """Where the draft of an issue stands."""
        from publisher.storage.issue_files import draft_path

        return draft_path(self.root, number)

    def draft(self, number: int) -> Contents:
        """The draft of an issue, with its entries."""
        from publisher.workflows.issue_contents import read_contents

        with self.open_catalog() as catalog:
            return read_contents(self.root, number, catalog)

    def edit_draft(self, number: int, changes: Changes) -> Contents:
        """Change a draft, keeping its comments."""
        from publisher.workflows.edit_draft import edit_draft

        with self.open_catalog() as catalog:
            return edit_draft(self.root, number, changes, catalog)

    def ensure_draft(self, number: int) -> None:
        """Refuse an issue that is no draft any more."""
        from publisher.workflows.issue_states import ensure_draft

        ensure_draft(self.root, number, self.issue_state)

    def delete_draft(self, number: int) -> None:
        """Delete the draft of an issue that is not approved."""
        from publisher.workflows.issue_states import delete_draft

        delete_draft(self.root, number, self.issue_state)

    def preview_issue(self, number: int, out: Path | None = None) -> Previewed:
        """Write an issue as its readers will see it; by default into the folder ``preview``."""
        from publisher.workflows.preview_issue import FOLDER, preview_issue

        with self.open_catalog() as catalog:
            return preview_issue(
                self.root,
                number,
                out=self.root / FOLDER if out is None else out.absolute(),
                catalog=catalog,
                config=self.config,
                templates=self.templates,
            )

    def check_issue(self, number: int) -> tuple[Finding, ...]:
        """What is good and what is not about an issue."""
        from publisher.workflows.check_issue import check_issue

        with self.open_catalog() as catalog:
            return check_issue(self.root, number, catalog=catalog, config=self.config, templates=self.templates)

    def propose_issue(self, number: int) -> Proposal:
        """Render and check a draft, ready to be approved."""
        from publisher.workflows.approve_issue import propose

        with self.open_catalog() as catalog:
            return propose(self.root, number, catalog=catalog, config=self.config, templates=self.templates)

    def approve_issue(self, proposal: Proposal) -> Path:
        """Freeze an issue and return its folder."""
        from publisher.workflows.approve_issue import approve

        return approve(self.root, proposal, config=self.config, now=self.now())

    def approved_issue(self, number: int) -> Approved:
        """An issue as it was approved."""
        from publisher.storage.issue_files import read_approved

        return read_approved(self.root, number)

    def reopen_issue(self, number: int) -> None:
        """Take an approval back."""
        from publisher.workflows.approve_issue import reopen

        reopen(self.root, number, self.issue_state)

    @cached_property
    def _database_path(self) -> Path:
        from publisher.storage.database import FILE_NAME as DATABASE

        return self.root / DATABASE

    def _database(self) -> Database:
        from publisher.storage.database import Database

        return Database(self._database_path)

    @contextmanager
    def _people(self) -> Iterator[SubscriberList]:
        from publisher.storage.subscribers import SubscriberList

        with self._database() as database:
            yield SubscriberList(database=database)

    def add_subscriber(
        self, address: str, *, name: str = "", language: str = "", tags: tuple[str, ...] = ()
    ) -> tuple[Subscriber, bool]:
        """Put an address on the list; the second value says whether it is new."""
        from publisher.workflows.subscribe import add

        with self._people() as people:
            return add(people, address, name=name, language=language, tags=tags, token=self.token, now=self.now())

    def add_subscriber_again(
        self, address: str, *, name: str = "", language: str = "", tags: tuple[str, ...] = ()
    ) -> tuple[Subscriber, bool]:
        """Put an address on the list, also when the person left it and asked to come back."""
        from publisher.workflows.subscribe import add_again

        with self._people() as people:
            return add_again(people, address, name=name, language=language, tags=tags, token=self.token, now=self.now())

    def plan_subscriber_import(self, path: Path) -> ListImport:
        """Say what importing a CSV file would do; change nothing."""
        from publisher.workflows.subscribe import plan_import, read_list

        parsed = read_list(path, self.zone)
        with self._people() as people:
            return plan_import(people, parsed, how=f"imported from {path.name}", token=self.token, now=self.now())[1]

    def import_subscribers(self, path: Path) -> ListImport:
        """Take all subscribers of a CSV file, or none when a line is bad."""
        from publisher.workflows.subscribe import import_list, read_list, refuse_bad

        parsed = refuse_bad(read_list(path, self.zone))
        with self._people() as people:
            return import_list(people, parsed, how=f"imported from {path.name}", token=self.token, now=self.now())

    def import_good_subscribers(self, path: Path) -> ListImport:
        """Take the good lines of a CSV file; the report names the bad ones."""
        from publisher.workflows.subscribe import import_list, read_list

        parsed = read_list(path, self.zone)
        with self._people() as people:
            return import_list(people, parsed, how=f"imported from {path.name}", token=self.token, now=self.now())

    def subscribers(self, state: SubscriberState | None = None) -> Sequence[Subscriber]:
        """Return the list, or those in one state, by address."""
        with self._people() as people:
            return people.all(state)

    def subscribers_as_csv(self) -> bytes:
        """Return the whole list as CSV."""
        from publisher.formats.subscriber_csv import write_list

        return write_list(self.subscribers())

    def export_subscribers(self, path: Path) -> int:
        """Write the whole list as CSV to a file; return how many it holds."""
        from publisher.workflows.subscribe import export_list

        with self._people() as people:
            return export_list(people, path)

    def find_subscriber(self, address: str) -> tuple[Subscriber, Sequence[Delivery]]:
        """Return one subscriber, and what became of each issue for them."""
        from publisher.model.address import parse_address
        from publisher.workflows.subscribe import find

        with self._people() as people:
            found = find(people, address)
            return found, people.received(parse_address(found.address).key)

    def remove_subscriber(self, address: str) -> Subscriber:
        """Unsubscribe an address."""
        from publisher.workflows.subscribe import remove

        with self._people() as people:
            return remove(people, address, now=self.now())

    def suppress_subscriber(self, address: str) -> Subscriber:
        """Make sure that an address never gets mail."""
        from publisher.workflows.subscribe import suppress

        with self._people() as people:
            return suppress(people, address, token=self.token, now=self.now())

    def erase_subscriber(self, address: str) -> None:
        """Forget everything that leads to a person."""
        from publisher.workflows.subscribe import erase

        with self._people() as people:
            erase(people, address, now=self.now())

    def issue_state(self, number: int) -> IssueState | None:
        """Return where the sending of an issue stands; None when it has not begun."""
        from publisher.storage.ledger import Ledger

        if not self._database_path.exists():
            return None
        with self._database() as database:
            return Ledger(database=database).state(number)

    def pick_issue_to_send(self, number: int | None) -> int:
        """Return the approved issue that a command means; without a number the one that is open."""
        from publisher.storage.issue_files import is_approved
        from publisher.workflows.issue_states import pick_issue

        picked = pick_issue(self.root, number, (("sending",), ("approved",), ("sent",)), self.issue_state)
        if not is_approved(self.root, picked):
            raise InputError(
                f"issue {picked} is not approved yet", hint=f"Look at it and run `publisher digest approve {picked}`."
            )
        return picked

    def pick_issue_for_status(self, number: int | None) -> int:
        """Return the issue that a question after deliveries means."""
        from publisher.workflows.issue_states import pick_issue

        return pick_issue(self.root, number, (("sending",), ("approved",), ("sent",)), self.issue_state)

    def plan_sending(self, number: int, states: Collection[DeliveryState]) -> SendingPlan:
        """Say what sending an approved issue would do; connect to nothing."""
        from publisher.storage.issue_files import read_approved
        from publisher.storage.ledger import Ledger
        from publisher.storage.subscribers import SubscriberList
        from publisher.workflows.letterhead import make_letterhead
        from publisher.workflows.plan_sending import no_subscribers, plan_sending
        from publisher.workflows.send_issue import recover_if_idle

        make_letterhead(self.config)
        approved = read_approved(self.root, number)
        server = f"{self._server(None)} ({self.config.smtp.security})"
        if not self._database_path.exists():
            raise no_subscribers()
        with self._database() as database:
            ledger = Ledger(database=database)
            recover_if_idle(ledger, self._send_lock_path, now=self.now())
            return plan_sending(
                approved,
                config=self.config,
                server=server,
                people=SubscriberList(database=database),
                ledger=ledger,
                states=states,
            )

    def send_issue(
        self,
        number: int,
        states: Collection[DeliveryState] = ("queued", "deferred"),
        *,
        stopped: Callable[[], bool] = lambda: False,
        advance: Callable[[int], None] = lambda _: None,
    ) -> SendReport:
        """Send an approved issue to everybody whose row is in one of *states*."""
        from publisher.storage.ledger import Ledger
        from publisher.storage.send_lock import send_lock
        from publisher.workflows.letterhead import envelope_sender, make_letterhead
        from publisher.workflows.pace import Pace
        from publisher.workflows.plan_sending import configured_rate
        from publisher.workflows.send_issue import IssueSender, frozen_issue

        letterhead = make_letterhead(self.config)
        rate = configured_rate(self.config)
        issue = frozen_issue(self.root, number)
        with self._transport() as transport, self._database() as database, send_lock(self._send_lock_path):
            return IssueSender(
                ledger=Ledger(database=database),
                transport=transport,
                letterhead=letterhead,
                envelope_sender=envelope_sender(self.config, letterhead),
                now=self.now,
                pace=Pace(
                    interval=0 if rate is None else rate.interval,
                    clock=time.monotonic,
                    sleep=time.sleep,
                    stopped=stopped,
                ),
                advance=advance,
            ).send(issue, states)

    def send_sample(self, number: int, recipient: str) -> str:
        """Send an issue, a draft too, to one address for a look, outside the ledger; return the server's words."""
        from publisher.workflows.letterhead import envelope_sender, make_letterhead
        from publisher.workflows.send_sample import send_sample, take_sample

        letterhead = make_letterhead(self.config)
        with self.open_catalog() as catalog:
            sample = take_sample(self.root, number, catalog=catalog, config=self.config, templates=self.templates)
        with self._transport() as transport:
            return send_sample(
                sample,
                recipient,
                transport=transport,
                letterhead=letterhead,
                envelope_sender=envelope_sender(self.config, letterhead),
                token=self.token(),
                now=self.now(),
            )

    def deliveries(self, number: int) -> Sequence[Delivery]:
        """Return what became of each message of an issue; what a dead run left open counts as uncertain."""
        from publisher.storage.ledger import Ledger
        from publisher.workflows.send_issue import recover_if_idle

        if not self._database_path.exists():
            return ()
        with self._database() as database:
            ledger = Ledger(database=database)
            recover_if_idle(ledger, self._send_lock_path, now=self.now())
            return ledger.deliveries(number)

    def settle_delivery(self, number: int, address: str) -> None:
        """Mark an uncertain delivery as sent, by a person's word."""
        from publisher.storage.ledger import Ledger

        with self._database() as database:
            if not Ledger(database=database).settle(number, address, now=self.now()):
                raise InputError(
                    f"issue {number} has no uncertain delivery to {address}",
                    hint=f"See them with `publisher digest status {number}`.",
                )

    @cached_property
    def _send_lock_path(self) -> Path:
        return self._database_path.with_name(f"{self._database_path.name}-sending")

    def _server(self, password: str | None) -> Server:
        from publisher.transport.smtp_server import configured_server

        return configured_server(self.config.smtp, root=self.root, password=password)

    def _transport(self) -> SmtpTransport:
        from publisher.transport.password import fetch_password
        from publisher.transport.smtp import SmtpTransport

        self._server(None)  # refuses an unsafe configuration before anybody is asked for a password
        return SmtpTransport(self._server(fetch_password(self.config.smtp, self.environment)))
