"""``publisher digest send`` from the outside, against a real mail server."""

import json
import re
import signal
import sqlite3
import time
from email import message_from_bytes, policy

import pytest
from click.testing import CliRunner

from publisher.app import App
from publisher.cli import cli


def parts(content):
    """Return a message and the contents of its parts."""
    message = message_from_bytes(content, policy=policy.SMTP)
    return message, [part.get_content().replace("\r\n", "\n") for part in message.iter_parts()]


def test_every_subscriber_gets_one_personal_message(publication, server):
    """Each active subscriber gets the approved bytes, with an address to unsubscribe of their own."""
    publication.subscribe("a@example.net", "b@example.net", "c@example.net")
    publication.run("subscribers", "remove", "c@example.net")
    done = publication.run("digest", "send", "--yes")

    assert done.returncode == 0, done.stderr
    assert "2 sent" in done.stderr
    assert server.taken == {"a@example.net": 1, "b@example.net": 1}
    tokens = set()
    for address, content in server.messages.items():
        message, (text, html) = parts(content)
        [mine] = re.findall(r"mailto:news@example\.org\?subject=unsubscribe%20([0-9a-f]{32})", text)
        tokens.add(mine)
        link = f"mailto:news@example.org?subject=unsubscribe%20{mine}"
        folder = publication.folder / "issues" / "001"
        assert message["To"] == address
        assert message["List-Unsubscribe"] == f"<{link}>"
        assert text == (folder / "issue.txt").read_text("utf-8").replace("PUBLISHER-SLOT-UNSUBSCRIBE", link)
        assert html == (folder / "issue.html").read_text("utf-8").replace("PUBLISHER-SLOT-UNSUBSCRIBE", link)
    assert len(tokens) == 2


def test_second_send_sends_nothing(publication, server):
    """Sending again, with new subscribers too, mails nobody twice and nobody new."""
    publication.subscribe("a@example.net")
    publication.run("digest", "send", "--yes")
    publication.subscribe("b@example.net")
    done = publication.run("digest", "send", "--yes")

    assert (done.returncode, server.taken) == (0, {"a@example.net": 1})
    assert "nothing to send: 1 sent" in done.stderr


def test_each_outcome_is_shown_with_the_servers_words(publication, server):
    """Put off, refused and unconfirmed messages are shown with the server's words, and the run ends with 5."""
    server.answers = {
        "b@example.net": "450 4.2.0 later",
        "c@example.net": "550 5.1.1 nobody",
        "d@example.net": "250 drop",
    }
    publication.subscribe("a@example.net", "b@example.net", "c@example.net", "d@example.net", "e@example.net")
    done = publication.run("digest", "send", "--yes")

    assert done.returncode == 5
    assert "Error: the server put off 1 message, refused 1 message and did not confirm 1 message" in done.stderr
    assert [(one["state"], one["attempts"], one["reply"]) for one in publication.status()] == [
        ("sent", 1, "250 2.0.0 taken"),
        ("deferred", 1, "450 4.2.0 later"),
        ("failed", 1, "550 5.1.1 nobody"),
        ("uncertain", 1, "no answer after the content: the connection was closed"),
        ("sent", 1, "250 2.0.0 taken"),
    ]
    shown = publication.run("digest", "status")
    assert "b@example.net\tdeferred\t1\t" in shown.stdout
    assert "2 sent, 1 deferred, 1 failed, 1 uncertain" in shown.stderr
    assert (
        "issue 1 is being sent: what readers have got never changes" in publication.run("digest", "reopen", "1").stderr
    )


def test_only_what_was_put_off_is_tried_again(publication, server):
    """The next run tries what was put off; others take an explicit word, with the same Message-ID."""
    server.answers = {"b@example.net": "450 later", "c@example.net": "550 nobody", "d@example.net": "250 drop"}
    publication.subscribe("a@example.net", "b@example.net", "c@example.net", "d@example.net")
    publication.run("digest", "send", "--yes")
    ids = {one["address"]: one["message_id"] for one in publication.status()}
    server.answers = {}

    assert publication.run("digest", "send", "--yes").returncode == 0
    assert set(server.taken) == {"a@example.net", "b@example.net"}
    publication.run("digest", "send", "--yes", "--retry-failed")
    assert set(server.taken) == {"a@example.net", "b@example.net", "c@example.net"}
    publication.run("digest", "send", "--yes", "--resend-uncertain")
    assert set(server.taken.values()) == {1}
    assert publication.states() == dict.fromkeys(ids, "sent")
    assert parts(server.messages["d@example.net"])[0]["Message-ID"] == ids["d@example.net"]


def test_uncertain_one_is_marked_by_hand(publication, server):
    """A person who found an uncertain message in the server's log marks it as sent."""
    server.answers = {"a@example.net": "250 drop"}
    publication.subscribe("a@example.net")
    publication.run("digest", "send", "--yes")
    publication.run("digest", "status", "1", "--mark-sent", "a@example.net")

    assert publication.states() == {"a@example.net": "sent"}
    assert publication.run("digest", "status", "1", "--mark-sent", "a@example.net").returncode == 4


def test_ten_refusals_in_a_row_end_the_run(publication, server):
    """A server that refuses everybody refuses us: the others stay queued."""
    everybody = [f"a{number}@example.net" for number in range(20)]
    server.answers = dict.fromkeys(everybody, "554 5.7.1 relay access denied")
    publication.subscribe(*everybody)
    done = publication.run("digest", "send", "--yes")

    assert done.returncode == 5
    assert "refused 10 messages in a row" in done.stderr
    assert "10 failed" in done.stderr
    server.answers = {}
    assert publication.run("digest", "send", "--yes", "--retry-failed").returncode == 0
    assert len(server.taken) == 20


def test_no_server_loses_nothing(publication, server):
    """Where no server answers, everybody stays queued and nothing is frozen for good."""
    publication.subscribe("a@example.net")
    publication.configure(1)
    done = publication.run("digest", "send", "--yes")

    assert done.returncode == 5
    assert "refuses connections on port 1" in done.stderr
    assert "nothing is lost" in done.stderr
    publication.subscribe("b@example.net")
    publication.configure(server.port)
    publication.run("digest", "send", "--yes")
    assert server.taken == {"a@example.net": 1, "b@example.net": 1}


def test_test_mail_is_not_recorded(publication, server):
    """A test mail is marked as such, goes to one address, and leaves no trace in the ledger."""
    publication.subscribe("a@example.net")
    done = publication.run("digest", "send", "--to", "me@example.net")

    assert done.returncode == 0, done.stderr
    assert server.taken == {"me@example.net": 1}
    assert parts(server.messages["me@example.net"])[0]["Subject"] == "[test] Maart: één keer"
    assert publication.status() == []


def test_dry_run_touches_nothing(publication, server):
    """A dry run tells who would get what and how long it takes, without a connection."""
    publication.subscribe(*(f"a{number}@example.net" for number in range(9)))
    publication.configure(1, 'rate = "300/hour"\n')
    done = publication.run("digest", "send", "--dry-run")

    assert done.returncode == 0, done.stderr
    assert "9 subscribers: a0@example.net, " in done.stdout
    assert "and 4 more" in done.stdout
    assert "300/hour, so it takes 96 seconds" in done.stdout
    assert publication.status() == []
    document = json.loads(publication.run("digest", "send", "--dry-run", "--json").stdout)
    assert (document["recipients"], document["duration"]) == (9, 96)


def test_json_reports_the_run(publication, server):
    """The outcome of a run is one JSON document on demand."""
    publication.subscribe("a@example.net")
    document = json.loads(publication.run("digest", "send", "--yes", "--json").stdout)

    assert (document["issue"], document["run"], document["left"], document["trouble"]) == (1, {"sent": 1}, 0, None)


@pytest.mark.parametrize(
    ("spoil", "code", "words"),
    [
        (lambda it: None, 2, "nobody is at the keyboard"),
        (lambda it: it.run("subscribers", "remove", "a@example.net"), 4, "no active subscribers"),
        (lambda it: (it.folder / "issues/001").rename(it.folder / "issues/002"), 4, "there is no issue 1"),
        (lambda it: draft_only(it), 4, "not approved"),
        (lambda it: (it.folder / "issues/001/issue.txt").write_text("other"), 6, "is not what was approved"),
        (lambda it: replace(it, "https://weekbrief.example.org/", "https://example.org/"), 3, "placeholder"),
        (lambda it: replace(it, "from =", "reply_to ="), 3, "does not say who sends"),
    ],
)
def test_what_cannot_be_sent_is_refused(publication, server, spoil, code, words):
    """What is not approved, has no sender, no home, no readers or no yes is refused with a reason."""
    publication.subscribe("a@example.net")
    spoil(publication)
    done = publication.run("digest", "send", "1", *(["--yes"] if code != 2 else []))

    assert (done.returncode, server.taken) == (code, {}), done.stderr
    assert words in done.stderr


def draft_only(publication):
    """Take the approval away and leave a draft."""
    (publication.folder / "issues/001").rename(publication.folder / "elsewhere")
    (publication.folder / "issues/001.toml").write_text("number = 1\n")


def replace(publication, before, after):
    """Change a word of publisher.toml."""
    path = publication.folder / "publisher.toml"
    path.write_text(path.read_text("utf-8").replace(before, after), "utf-8")


def test_changed_issue_is_refused_once_sending_began(publication, server):
    """After the first message an issue that was approved anew with other words is refused."""
    server.answers = {"b@example.net": "450 later"}
    publication.subscribe("a@example.net", "b@example.net")
    publication.run("digest", "send", "--yes")
    for file in (publication.folder / "issues/001").iterdir():
        file.unlink()
    (publication.folder / "issues/001").rmdir()
    publication.approve(text="other\nPUBLISHER-SLOT-UNSUBSCRIBE\n")
    done = publication.run("digest", "send", "--yes")

    assert done.returncode == 6
    assert "files have changed" in done.stderr


def wait_for(condition):
    """Wait until something is true."""
    for _ in range(600):
        if condition():
            return
        time.sleep(0.02)
    raise AssertionError("it did not happen within 12 seconds")


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_stops_after_the_message_on_its_way(publication, server, signum):
    """Stopping leaves nothing uncertain, and says how to go on."""
    publication.subscribe(*(f"a{number}@example.net" for number in range(40)))
    server.pause = 0.05
    process = publication.start("digest", "send", "--yes")
    wait_for(lambda: sum(server.taken.values()) > 2)
    process.send_signal(signum)
    _, err = process.communicate(timeout=60)

    assert process.returncode == 130
    assert "go on with `publisher digest send 1`" in err
    assert set(publication.states().values()) == {"sent", "queued"}
    server.pause = 0
    assert publication.run("digest", "send", "--yes").returncode == 0
    assert set(server.taken.values()) == {1}
    assert len(server.taken) == 40


def test_ctrl_c_ends_a_wait_for_the_rate(publication, server):
    """Stopping does not wait for the next message's turn."""
    publication.subscribe("a@example.net", "b@example.net")
    publication.configure(server.port, 'rate = "1/hour"\n')
    process = publication.start("digest", "send", "--yes")
    wait_for(lambda: server.taken)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)

    assert process.returncode == 130
    assert publication.states() == {"a@example.net": "sent", "b@example.net": "queued"}


def test_two_senders_at_once(publication, server):
    """While one process sends, another one is told so and sends nothing."""
    publication.subscribe(*(f"a{number}@example.net" for number in range(20)))
    server.pause = 0.1
    first = publication.start("digest", "send", "--yes")
    wait_for(lambda: server.taken)
    second = publication.run("digest", "send", "--yes")
    assert "sending" in publication.states().values() or first.poll() is not None
    first.communicate(timeout=60)

    assert (first.returncode, second.returncode) == (0, 6)
    assert f"another `publisher digest send` is at work (process {first.pid})" in second.stderr
    assert set(server.taken.values()) == {1}
    assert len(server.taken) == 20


def test_who_leaves_during_the_run_is_withheld(publication, server):
    """Somebody who unsubscribes while the issue is being sent, before their turn, gets nothing."""
    publication.subscribe(*(f"a{number}@example.net" for number in range(30)))
    server.pause = 0.1
    process = publication.start("digest", "send", "--yes")
    wait_for(lambda: server.taken)
    publication.run("subscribers", "remove", "a29@example.net")
    process.communicate(timeout=60)

    assert "a29@example.net" not in server.taken
    assert publication.states()["a29@example.net"] == "withheld"


def test_kill_at_any_moment_loses_nobody(publication, server):
    """Killed many times among 500, everybody is accounted for: one message each, one uncertain per kill at most."""
    everybody = {f"a{number}@example.net" for number in range(500)}
    publication.subscribe(*sorted(everybody))
    kills = 0
    uncertain = set()
    for goal in (1, 7, 60, 61, 150, 220, 300, 420):
        process = publication.start("digest", "send", "--yes")
        wait_for(lambda goal=goal, process=process: sum(server.taken.values()) >= goal or process.poll() is not None)
        process.kill()
        process.communicate()
        kills += 1
        uncertain = {address for address, state in publication.states().items() if state == "uncertain"}
        assert len(uncertain) <= kills
    done = publication.run("digest", "send", "--yes")
    states = publication.states()

    assert done.returncode == 0, done.stderr
    assert set(states) == everybody
    assert set(states.values()) <= {"sent", "uncertain"}
    uncertain = {address for address, state in states.items() if state == "uncertain"}
    assert len(uncertain) <= kills
    assert {address: times for address, times in server.taken.items() if times > 1} == {}
    assert everybody - set(server.taken) <= uncertain
    publication.run("digest", "send", "--yes", "--resend-uncertain")
    assert set(server.taken) == everybody
    assert set(publication.states().values()) == {"sent"}


def test_dead_run_is_noticed_by_the_next(publication, server):
    """A run that finds a row which a dead one left open lists it and goes on with the others."""
    server.answers = {"a@example.net": "450 later", "b@example.net": "450 later"}
    publication.subscribe("a@example.net", "b@example.net")
    publication.run("digest", "send", "--yes")
    server.answers = {}
    with sqlite3.connect(publication.folder / "subscribers.db") as connection:
        connection.execute("UPDATE deliveries SET state = 'sending' WHERE address = 'a@example.net'")
    connection.close()
    report = App(config_option=publication.folder / "publisher.toml").send_issue(1)

    assert report.counts == {"uncertain": 1, "sent": 1}
    assert server.taken == {"b@example.net": 1}


def test_row_is_durable_before_its_message_starts(publication, server):
    """When the server sees a message, the ledger on disk says already that it is being sent."""
    seen = {}

    def look(address):
        with sqlite3.connect(publication.folder / "subscribers.db") as connection:
            [[state]] = connection.execute("SELECT state FROM deliveries WHERE address = ?", [address])
        connection.close()
        seen[address] = state
        return "250 OK"

    class Looking(dict):
        def get(self, address, default=None):
            return look(address)

    server.answers = Looking()
    publication.subscribe("a@example.net", "b@example.net")
    publication.run("digest", "send", "--yes")

    assert seen == {"a@example.net": "sending", "b@example.net": "sending"}


def test_test_mail_of_a_draft(tmp_path, server, open_publication):
    """A draft goes to one address before anybody approved it."""
    example = open_publication(tmp_path / "example")
    CliRunner(catch_exceptions=False).invoke(cli, ["init", str(example.folder), "--example"])
    path = example.folder / "publisher.toml"
    settings = re.sub(r"(?ms)^\[smtp\].*?(?=^\[|\Z)", "", path.read_text("utf-8"))
    path.write_text(f'{settings}\n[smtp]\nhost = "127.0.0.1"\nport = {server.port}\nsecurity = "none"\n', "utf-8")
    example.run("build")
    made = example.run("digest", "new", "--last", "3650d")
    done = example.run("digest", "send", "--to", "me@example.net")

    assert made.returncode == 0, made.stderr
    assert done.returncode == 0, done.stderr
    message, (text, html) = parts(server.messages["me@example.net"])
    assert message["Subject"].startswith("[test] ")
    assert "PUBLISHER-SLOT" not in text + html
