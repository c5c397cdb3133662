from dataclasses import replace

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from publisher.database import Database, migrations
from publisher.database.tables import REVISION, metadata
from publisher.delivery.ledger import SendingElsewhereError, send_lock
from publisher.errors import InputError, StoreError
from publisher.subscribers.csv_file import parse_list
from publisher.subscribers.membership import add, add_again, erase, import_list, plan_import, remove, suppress

TOKENS = (f"{number:032x}" for number in range(10**6))


def token():
    """Return a new token."""
    return next(TOKENS)


@pytest.fixture
def join(people, now):
    """Return a function that puts addresses on the list."""

    def join(*addresses):
        for address in addresses:
            add(people, address, name="", language="", tags=(), token=token, now=now)

    return join


@pytest.fixture
def freeze(ledger, issue, now):
    """Return a function that freezes the issue, or a changed one."""

    def freeze(**changes):
        ledger.freeze(replace(issue, **changes), message_id=lambda token: f"<{token}@example.org>", now=now)

    return freeze


def states(ledger):
    """Return the state of each delivery."""
    return {one.address: one.state for one in ledger.deliveries(1)}


def test_migrations_make_the_tables_of_the_code(database):
    """A store that went through all migrations has exactly the tables that the code speaks of."""
    with database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    assert ScriptDirectory(migrations.__path__[0]).get_current_head() == REVISION


def test_store_is_durable_and_private(database, path):
    """The store is flushed with every commit, and only its owner can read it."""
    with database.reading() as connection:
        assert connection.scalar(text("PRAGMA journal_mode")) == "wal"
        assert connection.scalar(text("PRAGMA synchronous")) == 2  # FULL
    assert path.stat().st_mode & 0o077 == 0


def test_newer_store_is_refused(path):
    """A store of a newer version is left alone."""
    with Database(path) as database, database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(StoreError, match="newer version"):
        Database(path)


def test_damaged_store_is_refused(path):
    """A file that is no store is refused, not overwritten."""
    path.write_bytes(b"this is not a database, " * 99)

    with pytest.raises(StoreError, match=r"subscribers\.db cannot be used"):
        Database(path)
    assert path.read_bytes().startswith(b"this is not")


def test_address_is_on_the_list_once(people, join, now):
    """Another spelling of an address changes the subscriber that is there."""
    join("Jan@example.org")
    person, new = add(people, "jan@EXAMPLE.org", name="Jan", language="nl", tags=("a",), token=token, now=now)

    assert not new
    assert people.all() == [person]
    assert (person.address, person.name, person.consent_at, person.consent_how) == (
        "Jan@example.org",
        "Jan",
        now,
        "added by hand",
    )


def test_who_left_comes_back_only_when_asked(people, join, now):
    """Adding an unsubscribed address again takes an explicit word."""
    join("jan@example.org")
    remove(people, "jan@example.org", now=now)

    with pytest.raises(InputError, match="unsubscribed"):
        join("jan@example.org")
    again, _ = add_again(people, "jan@example.org", name="", language="", tags=(), token=token, now=now)
    assert again.state == "active"


@pytest.fixture
def take(people, now):
    """Return a function that imports a list."""

    def take(text):
        parsed = parse_list(text.encode(), where="l.csv", zone=now.tzinfo)
        return import_list(people, parsed, how="imported from l.csv", token=token, now=now)

    return take


def test_import_counts_what_it_did(take, join, people, now):
    """New, changed, unchanged, repeated and kept-out subscribers are counted."""
    join("same@example.org", "other@example.org", "gone@example.org")
    remove(people, "gone@example.org", now=now)
    done = take(
        "email,name,status\nnew@example.org,,\nsame@example.org,,\nother@example.org,Other,\n"
        "gone@example.org,,active\nleft@example.org,,unsubscribed\nnew@example.org,,\n"
    )

    assert (done.added, done.changed, done.unchanged, done.duplicates) == (2, 1, 2, 1)
    assert (done.kept_out, done.not_active) == (1, 1)
    assert {one.address: one.state for one in people.all()} == {
        "new@example.org": "active",
        "same@example.org": "active",
        "other@example.org": "active",
        "gone@example.org": "unsubscribed",
        "left@example.org": "unsubscribed",
    }


def test_second_import_changes_nothing(take):
    """Importing the same list twice is the same as once."""
    take("email,tags\na@example.org,x\n")
    done = take("email,tags\na@example.org,x\n")

    assert (done.added, done.changed, done.unchanged) == (0, 0, 1)


def test_import_unsubscribes(take, join, people):
    """Somebody on the list whom a file marks as unsubscribed gets no more mail."""
    join("jan@example.org")
    take("email,unsubscribed\njan@example.org,yes\n")

    assert people.all()[0].state == "unsubscribed"


@pytest.mark.parametrize("cell", ["active", "pending", "unsubscribed"])
def test_suppressed_stays_suppressed(take, people, now, cell):
    """No list brings a suppressed address back, nor weakens it."""
    suppress(people, "jan@example.org", token=token, now=now)
    take(f"email,status\njan@example.org,{cell}\n")

    assert people.all()[0].state == "suppressed"


def test_rehearsed_import_changes_nothing(people, now):
    """Planning an import tells the counts and leaves the list alone."""
    parsed = parse_list(b"email\na@example.org\n", where="l.csv", zone=now.tzinfo)
    _, report = plan_import(people, parsed, how="", token=token, now=now)

    assert (report.added, report.done) == (1, False)
    assert people.all() == []


def test_freezing_queues_active_subscribers(ledger, join, freeze, people, now):
    """The first send gives each active subscriber a row, and nobody else."""
    join("a@example.org", "b@example.org")
    remove(people, "b@example.org", now=now)
    freeze()

    assert states(ledger) == {"a@example.org": "queued"}
    assert ledger.state(1) == "approved"
    assert ledger.frozen(1).html == "<p>x</p>"


def test_recipients_are_frozen_by_the_first_try(ledger, join, freeze, now):
    """Who joins once sending has begun does not get that issue."""
    join("a@example.org")
    freeze()
    join("b@example.org")
    freeze()
    [row, _] = ledger.due(1, ["queued"])
    ledger.claim(row, ["queued"], now=now)
    join("c@example.org")
    freeze()

    assert list(states(ledger)) == ["a@example.org", "b@example.org"]


def test_other_bytes_are_refused_once_sending_began(ledger, join, freeze, now):
    """An issue never changes after its first message; before, it may."""
    join("a@example.org")
    freeze()
    freeze(digest="d2", html="<p>y</p>")
    assert ledger.frozen(1).html == "<p>y</p>"
    ledger.claim(ledger.due(1, ["queued"])[0], ["queued"], now=now)

    with pytest.raises(StoreError, match="files have changed"):
        freeze(digest="d3")


def test_row_can_be_claimed_once(ledger, join, freeze, now):
    """A row that is being sent is not given out again."""
    join("a@example.org")
    freeze()
    [row] = ledger.due(1, ["queued"])

    assert ledger.claim(row, ["queued"], now=now) is not None
    assert ledger.claim(row, ["queued"], now=now) is None
    assert states(ledger) == {"a@example.org": "sending"}


@pytest.mark.parametrize("leave", [remove, suppress])
def test_who_left_before_their_turn_gets_nothing(ledger, join, freeze, people, now, leave):
    """Somebody who left after the recipients were frozen is withheld."""
    join("a@example.org")
    freeze()
    leave(people, "a@example.org", now=now, **({"token": token} if leave is suppress else {}))

    assert ledger.claim(ledger.due(1, ["queued"])[0], ["queued"], now=now) is None
    [delivery] = ledger.deliveries(1)
    assert (delivery.state, delivery.reply) == ("withheld", people.all()[0].state)


def test_open_row_of_a_dead_run_is_uncertain(ledger, join, freeze, now):
    """What a dead process left open is listed as uncertain, and settled only by a person."""
    join("a@example.org", "b@example.org")
    freeze()
    ledger.claim(ledger.due(1, ["queued"])[0], ["queued"], now=now)

    assert ledger.recover(now=now) == 1
    assert states(ledger) == {"a@example.org": "uncertain", "b@example.org": "queued"}
    assert not ledger.settle(1, "b@example.org", now=now)
    assert ledger.settle(1, "A@example.org", now=now)
    assert states(ledger)["a@example.org"] == "sent"


def test_released_row_is_as_before(ledger, join, freeze, now):
    """A row whose message was never handed over counts as not tried."""
    join("a@example.org")
    freeze()
    claim = ledger.claim(ledger.due(1, ["queued"])[0], ["queued"], now=now)
    ledger.release(claim, "broke off", now=now)
    [delivery] = ledger.deliveries(1)

    assert (delivery.state, delivery.attempts, delivery.reply) == ("queued", 0, "broke off")
    assert ledger.state(1) == "approved"


@pytest.mark.parametrize(
    ("outcome", "state"), [("sent", "sent"), ("deferred", "sending"), ("failed", "sent"), ("uncertain", "sent")]
)
def test_issue_is_sent_when_nothing_is_left_to_try(ledger, join, freeze, now, outcome, state):
    """An issue is being sent as long as another run would try something."""
    join("a@example.org")
    freeze()
    ledger.record(ledger.claim(ledger.due(1, ["queued"])[0], ["queued"], now=now), outcome, "250 ok", now=now)

    assert ledger.state(1) == state


def test_erasing_leaves_a_nameless_row(ledger, join, freeze, people, now):
    """Of an erased person the ledger keeps that a message was sent, and nothing that leads to them."""
    join("a@example.org", "b@example.org")
    freeze()
    claim = ledger.claim(ledger.due(1, ["queued"])[0], ["queued"], now=now)
    ledger.record(claim, "failed", "550 <a@example.org> unknown", now=now)
    erase(people, "a@example.org", now=now)
    erase(people, "b@example.org", now=now)

    assert [(one.state, one.address, one.name, one.token, one.message_id) for one in ledger.deliveries(1)] == [
        ("failed", "", "", "", ""),
        ("withheld", "", "", "", ""),
    ]
    assert [one.reply for one in ledger.deliveries(1)] == ["550", "erased"]
    assert people.all() == []


def test_erasing_somebody_whose_message_is_on_its_way(ledger, join, freeze, people, now):
    """The answer to a message whose recipient was just erased is kept without the address."""
    join("a@example.org")
    freeze()
    claim = ledger.claim(ledger.due(1, ["queued"])[0], ["queued"], now=now)
    erase(people, "a@example.org", now=now)
    ledger.record(claim, "failed", "550 <a@example.org> unknown", now=now)

    assert [(one.state, one.reply) for one in ledger.deliveries(1)] == [("failed", "550")]


def test_one_sender_at_a_time(tmp_path):
    """The send lock is held by one, and free again afterwards."""
    path = tmp_path / "lock"
    with send_lock(path), pytest.raises(SendingElsewhereError, match="process"), send_lock(path):
        pass
    with send_lock(path):
        pass
