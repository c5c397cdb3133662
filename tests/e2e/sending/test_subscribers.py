"""``publisher subscribers`` from the outside."""

import json

import pytest


@pytest.fixture
def command(publication):
    """Return a function that runs ``publisher subscribers``."""

    def run(*arguments, code=0):
        done = publication.run("subscribers", *arguments)
        assert done.returncode == code, done.stderr
        return done

    return run


@pytest.fixture
def file(publication):
    """Return a function that writes a CSV file and returns its path."""

    def write(text, encoding="utf-8"):
        path = publication.folder / "people.csv"
        path.write_bytes(text.encode(encoding))
        return str(path)

    return write


def test_subscriber_is_added_shown_and_removed(command):
    """A subscriber is on the list with name, language, tags and consent, until removed."""
    command("add", "Jan@Example.net", "--name", "Jan É", "--language", "nl", "--tag", "a", "--tag", "b")
    [person] = json.loads(command("list", "--json").stdout)

    assert command("list").stdout == "Jan@example.net\tJan É\tactive\tnl\ta, b\n"
    assert (person["address"], person["tags"], person["consent_how"]) == (
        "Jan@example.net",
        ["a", "b"],
        "added by hand",
    )
    assert person["consent_at"]
    assert "gets no more mail" in command("remove", "jan@example.net").stderr
    assert command("list", "--state", "active").stdout == ""
    assert "unsubscribed" in command("show", "jan@example.net").stdout
    assert "--resubscribe" in command("add", "jan@example.net", code=4).stderr
    command("add", "jan@example.net", "--resubscribe")
    assert "\tactive\t" in command("list").stdout


@pytest.mark.parametrize("verb", ["show", "remove", "erase"])
def test_unknown_subscriber_is_told(command, verb):
    """What is asked of somebody who is not on the list is refused."""
    assert "not on the list" in command(verb, "jan@example.net", code=4).stderr


def test_wrong_address_is_wrong_usage(command):
    """An address that is none is refused with the reason."""
    assert "'jan' is no mail address" in command("add", "jan", code=2).stderr


def test_nothing_is_imported_when_a_line_is_bad(command, file):
    """One bad line keeps the whole file out, and is named."""
    path = file("E-mail;Naam\na@example.net;A\nnope;B\nc@example.net;C\n")
    done = command("import", path, code=4)

    assert "people.csv, line 3: 'nope' is no mail address" in done.stderr
    assert "--skip-bad" in done.stderr
    assert command("list").stdout == ""


def test_good_lines_are_imported_when_asked(command, file):
    """With --skip-bad the good lines are imported, the bad one named, and the exit code says so."""
    done = command("import", file("E-mail;Naam\na@example.net;A\nnope;B\nc@example.net;C\n"), "--skip-bad", code=4)

    assert done.stdout == "2 new\n"
    assert "line 3" in done.stderr
    assert len(command("list").stdout.splitlines()) == 2


def test_rehearsed_import_changes_nothing(command, file):
    """A dry run tells what an import would do."""
    assert command("import", file("email\na@example.net\n"), "--dry-run").stdout == "Would import: 1 new\n"
    assert command("list").stdout == ""


def test_unused_columns_are_told(command, file):
    """Columns that hold nothing for us are named, so that a misspelt heading is noticed."""
    done = command("import", file("email,nmae\na@example.net,Jan\n"))

    assert "not used: nmae" in done.stderr


def test_export_is_imported_elsewhere(command, publication, tmp_path):
    """What is exported is the same list when it is imported again."""
    command("add", "a@example.net", "--name", "Jan, É")
    command("suppress", "b@example.net")
    exported = tmp_path / "out.csv"
    command("export", "--output", str(exported))
    shown = command("list").stdout

    assert exported.read_text("utf-8") == command("export").stdout.replace("\r\n", "\n")
    (publication.folder / "subscribers.db").unlink()
    command("import", str(exported))
    assert command("list").stdout == shown


def test_erased_person_leaves_no_trace(command, publication):
    """After erasing, the address stands nowhere in the store; the issue's counts stay."""
    publication.subscribe("jan@example.net")
    publication.run("digest", "send", "--yes")
    command("erase", "jan@example.net")
    stored = b"".join(path.read_bytes() for path in publication.folder.glob("subscribers.db*"))

    assert b"jan@example.net" not in stored
    assert [one["state"] for one in publication.status()] == ["sent"]
    assert "(erased)" in publication.run("digest", "status").stdout


def test_everything_about_a_person_is_one_document(command, publication):
    """A person who asks gets all that is kept about them."""
    publication.subscribe("jan@example.net")
    publication.run("digest", "send", "--yes")
    document = json.loads(command("show", "jan@example.net", "--json").stdout)

    assert document["address"] == "jan@example.net"
    assert [(one["issue"], one["state"]) for one in document["deliveries"]] == [(1, "sent")]
