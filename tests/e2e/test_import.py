"""`publisher import` and `publisher entries`, as a person runs them."""

import json
import os
import pty
import re
import subprocess
import sys
import tomllib

import pytest
from click.testing import CliRunner

from publisher.cli import cli

pytestmark = pytest.mark.usefixtures("right_feeds")

HOME = 'home = "https://weblog.example.net/"'
FIRST = """\
maandag 2 maart 2026

De molen draait weer

Na drie jaar stilstand draaien de wieken van de oude molen weer.

De vrijwilligers vervingen het tandwiel in de winter. Lees ook het artikel Kaas uit de bergen op de markt.
"""
SECOND = """\
zondag 1 maart 2026

Kaas uit de bergen op de markt

Zaterdag stond er een nieuwe kraam tussen de groente en de vis.

De koeien van de verkoper lopen de hele zomer tussen de kruiden, vertelt hij aan iedereen die het horen wil.
"""
THIRD = """\
maandag 2 maart 2026

Een brug voor fietsers

De gemeente legt dit voorjaar een houten brug over de beek.
"""


class Publication:
    """A publication in a folder, and the command line on it."""

    def __init__(self, root):
        self.root = root

    def configure(self, *sources, head=HOME):
        """Write publisher.toml."""
        tables = "".join(f"\n[[source]]\n{source}\n" for source in sources)
        (self.root / "publisher.toml").write_text(
            f'[publication]\ntitle = "Dorp"\nlanguage = "nl"\ntimezone = "Europe/Amsterdam"\n{head}\n{tables}'
        )

    def write(self, name, *posts):
        """Write an archive of these posts, later than any before."""
        path = self.root / name
        path.parent.mkdir(exist_ok=True)
        later = path.stat().st_mtime_ns + 10**9 if path.exists() else None
        path.write_text("\n".join(posts))
        if later:
            os.utime(path, ns=(later, later))

    def run(self, *arguments, code=0, now="2026-03-10T12:00:00+00:00"):
        """Run a command, check its exit code, and return the result."""
        from datetime import datetime

        epoch = str(int(datetime.fromisoformat(now).timestamp()))
        result = CliRunner(catch_exceptions=False, env={"SOURCE_DATE_EPOCH": epoch}).invoke(
            cli, ["--config", str(self.root / "publisher.toml"), *arguments]
        )
        assert result.exit_code == code, result.output
        return result

    def counts(self, *arguments, **options):
        """Import, and return the five counts."""
        report = json.loads(self.run("import", *arguments, "--json", **options).stdout)
        return tuple(report[name] for name in ("new", "changed", "unchanged", "withdrawn", "rejected"))

    def entries(self):
        """Return the visible entries by title."""
        return {each["title"]: each for each in json.loads(self.run("entries", "list", "--json").stdout)}

    def ids(self):
        """Return the ids by title."""
        return {title: each["id"] for title, each in self.entries().items()}


@pytest.fixture
def publication(tmp_path):
    """Start a publication with one live archive of two posts."""
    made = Publication(tmp_path)
    made.configure('path = "maart.txt"')
    made.write("maart.txt", FIRST, SECOND)
    return made


def test_a_second_import_writes_nothing(publication):
    """What has not changed is not read, and neither the catalog nor the lock file is written."""
    assert publication.counts() == (2, 0, 0, 0, 0)
    before = {path.name: path.stat().st_mtime_ns for path in publication.root.iterdir()}
    assert publication.counts() == (0, 0, 2, 0, 0)
    assert {path.name: path.stat().st_mtime_ns for path in publication.root.iterdir()} == before


def test_the_importer_and_its_reason_are_told(publication):
    """The line of a source names the importer, why it was chosen, and all counts."""
    assert publication.run("import").stdout == (
        "maart.txt: archive (line 1 is a date heading, “maandag 2 maart 2026”): "
        "2 new, 0 changed, 0 unchanged, 0 withdrawn, 0 rejected\n"
    )


def test_a_new_post_on_top_moves_no_id(publication):
    """With a post put above, only that one is new, and all others keep their ids."""
    publication.counts()
    before = publication.ids()
    publication.write("maart.txt", THIRD, FIRST, SECOND)
    assert publication.counts() == (1, 0, 2, 0, 0)
    assert publication.ids() == before | {
        "Een brug voor fietsers": "tag:weblog.example.net,2026-03-02:een-brug-voor-fietsers"
    }


def test_a_changed_title_keeps_its_id_and_is_updated(publication):
    """A new title over the same text keeps the id, and the time of the import is the time of the change."""
    publication.counts()
    before = publication.ids()
    publication.write("maart.txt", FIRST.replace("De molen draait weer", "Eindelijk wind in de wieken"), SECOND)
    assert publication.counts(now="2026-03-12T09:00:00+00:00") == (0, 1, 1, 0, 0)
    entry = publication.entries()["Eindelijk wind in de wieken"]
    assert entry["id"] == before["De molen draait weer"]
    assert entry["updated"] == "2026-03-12T10:00:00+01:00"


def test_a_changed_text_keeps_its_id(publication):
    """A rewritten text under the same title keeps the id; an untouched post has no time of change."""
    publication.counts()
    before = publication.ids()
    publication.write("maart.txt", FIRST.replace("drie jaar", "vier lange jaren"), SECOND)
    assert publication.counts() == (0, 1, 1, 0, 0)
    assert publication.ids() == before
    assert publication.entries()["Kaas uit de bergen op de markt"]["updated"] is None


def test_another_way_to_write_the_same_is_no_change(publication):
    """A formatter of Markdown moves no time of change; a word does, and so does what the formatter writes with it."""
    publication.configure('path = "posts"')
    publication.write(
        "posts/wind.md", "---\ntitle: Wind\ndate: 2026-03-02\n---\nEen *zachte* wind.\n\n* riet\n* gras\n"
    )
    publication.counts()
    formatted = "---\ntitle: 'Wind'\ndate: 2026-03-02\n---\n\nEen _zachte_ wind.\n\n- riet\n- gras\n"
    publication.write("posts/wind.md", formatted)
    assert publication.counts(now="2026-03-12T09:00:00+00:00") == (0, 0, 1, 0, 0)
    assert publication.entries()["Wind"]["updated"] is None
    publication.write("posts/wind.md", formatted.replace("zachte", "harde"))
    assert publication.counts(now="2026-03-13T09:00:00+00:00") == (0, 1, 0, 0, 0)
    publication.write("posts/wind.md", formatted.replace("_zachte_", "*harde*"))
    assert publication.counts(now="2026-03-14T09:00:00+00:00") == (0, 0, 1, 0, 0)
    assert publication.entries()["Wind"]["updated"] == "2026-03-13T10:00:00+01:00"


def test_a_post_that_left_its_source_is_withdrawn_and_comes_back_the_same(publication):
    """A withdrawn post is no entry any more; when it returns it has its old id."""
    publication.counts()
    before = publication.ids()
    publication.write("maart.txt", SECOND)
    assert publication.counts() == (0, 0, 1, 1, 0)
    assert list(publication.ids()) == ["Kaas uit de bergen op de markt"]
    publication.write("maart.txt", FIRST, SECOND)
    publication.counts()
    assert publication.ids() == before


def test_a_missing_source_withdraws_nothing_and_stops_nobody(publication):
    """A source that is gone is an error of exit code 4; its entries stay, other sources are read."""
    publication.counts()
    publication.configure('path = "maart.txt"', 'path = "april.txt"')
    (publication.root / "maart.txt").rename(publication.root / "april.txt")
    publication.write("april.txt", THIRD)
    result = publication.run("import", code=4)
    assert "maart.txt is missing" in result.stderr
    assert set(publication.ids()) == {
        "De molen draait weer",
        "Kaas uit de bergen op de markt",
        "Een brug voor fietsers",
    }


@pytest.mark.parametrize("content", ["", "Alleen nog een regel zonder datum.\n"])
def test_an_emptied_source_withdraws_nothing(publication, content):
    """A source that had entries and has no post any more is an error, never a withdrawal."""
    publication.counts()
    publication.write("maart.txt", content)
    publication.run("import", code=4)
    assert len(publication.entries()) == 2


@pytest.mark.parametrize("content", [None, "", "no date at all\n", "maandag 99 maart 2026\n\nWind\n"])
def test_a_mistake_in_a_path_withdraws_nothing(publication, content):
    """A path that was changed to one that gives nothing keeps the entries of the old one, until it gives something."""
    publication.counts()
    publication.configure('path = "mart.txt"')
    if content is not None:
        publication.write("mart.txt", content)
    for _ in range(2):
        result = publication.run("build", code=4)
        assert (
            "maart.txt: it is no [[source]] any more; 2 entries of it stay until mart.txt can be read" in result.stderr
        )
        assert len(publication.entries()) == 2
    publication.write("mart.txt", THIRD)
    assert publication.counts() == (1, 0, 0, 2, 0)
    assert list(publication.entries()) == ["Een brug voor fietsers"]


def test_a_source_with_nothing_usable_is_in_doubt_too(publication):
    """A folder of which each post is rejected may be the wrong one: nothing is withdrawn for it."""
    publication.counts()
    publication.write("posts/a.md", "---\ntitle: A\n---\n\nWithout a date.\n")
    publication.configure('path = "posts"')
    for _ in range(2):
        publication.run("import", code=4)
        assert len(publication.entries()) == 2


def test_a_source_with_a_mistake_can_be_taken_out(publication):
    """What publisher.toml names no more goes as soon as nothing in it is in doubt; one that was read before is none."""
    publication.write("mei.txt", THIRD)
    publication.configure('path = "maart.txt"', 'path = "mei.txt"')
    publication.counts()
    (publication.root / "mei.txt").unlink()
    publication.configure('path = "mei.txt"', 'path = "juni.txt"')
    publication.run("import", code=4)
    assert len(publication.entries()) == 3
    publication.configure('path = "mei.txt"')
    publication.run("import", code=4)
    assert list(publication.entries()) == ["Een brug voor fietsers"]


def test_a_bar_counts_posts_and_pages(publication):
    """On a terminal a bar says how many posts were read, and how many pages of all are written."""
    environment = {**os.environ, "COLUMNS": "120", "TERM": "xterm", "NO_COLOR": "1"}
    head = "---\ntitle: Post {}\ndate: 2026-03-01\n---\n\nWind."
    for number in range(1200):
        publication.write(f"posts/{number}.md", head.format(number))
    publication.configure('path = "posts"')
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "publisher", "--config", str(publication.root / "publisher.toml"), "build"]
    done = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=theirs, env=environment)
    os.close(theirs)
    shown = b""
    try:
        while some := os.read(ours, 65536):
            shown += some
    except OSError:  # the other end is closed
        pass
    os.close(ours)

    assert done.wait() == 0
    assert re.search(r"posts .* \d+% [\d,]+ posts ", shown.decode())
    assert re.search(r"Pages .* \d+% [\d,]+/1,200 ", shown.decode())


def test_an_emptied_folder_withdraws_nothing(publication):
    """The same holds for a folder whose files are gone."""
    publication.configure('path = "archief"')
    publication.write("archief/maart.txt", FIRST)
    publication.counts()
    (publication.root / "archief" / "maart.txt").unlink()
    publication.run("import", code=4)
    assert len(publication.entries()) == 1


def test_a_source_taken_out_of_the_configuration_is_withdrawn(publication):
    """Entries of a [[source]] that publisher.toml names no more leave."""
    publication.write("april.txt", THIRD)
    publication.configure('path = "maart.txt"', 'path = "april.txt"')
    publication.counts()
    publication.configure('path = "april.txt"')
    assert publication.counts() == (0, 0, 1, 2, 0)


def test_a_fresh_clone_gives_the_same_bytes(publication, tmp_path_factory):
    """Without the catalog, sources and lock file give the same entries, times of change and hidden ones included."""
    publication.counts()
    publication.write("maart.txt", THIRD, FIRST.replace("De molen draait weer", "Wind in de wieken"), SECOND)
    publication.counts(now="2026-03-12T09:00:00+00:00")
    publication.run("entries", "hide", "Een brug voor fietsers")
    exported = publication.run("entries", "export").stdout

    clone = Publication(tmp_path_factory.mktemp("clone"))
    for name in ("publisher.toml", "publisher.lock", "maart.txt"):
        (clone.root / name).write_bytes((publication.root / name).read_bytes())
    assert clone.counts(now="2027-01-01T00:00:00+00:00") == (3, 0, 0, 0, 0)
    assert clone.run("entries", "export").stdout == exported
    assert len(json.loads(exported)) == 2
    assert (clone.root / "publisher.lock").read_bytes() == (publication.root / "publisher.lock").read_bytes()


def test_links_between_posts_do_not_depend_on_the_order_of_imports(publication, tmp_path_factory):
    """A title named before its post was there is linked once it is, as if both had come at once."""
    together = Publication(tmp_path_factory.mktemp("together"))
    together.configure('path = "maart.txt"')
    together.write("maart.txt", FIRST, SECOND)
    together.counts()

    publication.write("maart.txt", FIRST)
    publication.counts()
    assert publication.entries()["De molen draait weer"]["links"] == []
    publication.write("maart.txt", FIRST, SECOND)
    publication.counts()
    assert publication.run("entries", "export").stdout == together.run("entries", "export").stdout
    (link,) = publication.entries()["De molen draait weer"]["links"]
    assert (link["kind"], link["text"]) == ("cross", "Kaas uit de bergen op de markt")

    publication.run("entries", "hide", "Kaas uit de bergen op de markt")
    assert publication.entries()["De molen draait weer"]["links"] == []


def test_a_rejected_post_stops_nobody_and_is_said_every_time(publication):
    """What cannot be used is named with its place at every import, and exit code 4; the rest is stored."""
    publication.write("maart.txt", FIRST, "donderdag 5 maart 2026\n\n", SECOND)
    for _ in range(2):
        result = publication.run("import", code=4)
        assert "rejected: maart.txt:9:" in result.stderr
        assert len(publication.entries()) == 2


def test_a_post_that_broke_is_kept_as_it_was(publication):
    """While a file has a post that cannot be used, no entry of that file is withdrawn."""
    publication.counts()
    publication.write("maart.txt", "maandag 2 maart 2026\n\n", SECOND)
    publication.run("import", code=4)
    assert len(publication.entries()) == 2


def test_one_post_twice_in_an_archive_is_taken_once(publication):
    """A repeated post is said and not repeated."""
    publication.write("maart.txt", FIRST, SECOND, FIRST)
    result = publication.run("import")
    assert "the same post as at maart.txt:1, taken once" in result.stderr
    assert len(publication.entries()) == 2


def test_a_rehearsal_stores_nothing(publication):
    """--dry-run tells what would happen and leaves no file behind, before the first import and later."""
    before = sorted(publication.root.iterdir())
    assert publication.counts("--dry-run") == (2, 0, 0, 0, 0)
    assert sorted(publication.root.iterdir()) == before
    publication.counts()
    lock = (publication.root / "publisher.lock").read_bytes()
    publication.write("maart.txt", THIRD)
    assert publication.counts("--dry-run") == (1, 0, 0, 2, 0)
    assert (publication.root / "publisher.lock").read_bytes() == lock
    assert len(publication.entries()) == 2
    assert publication.counts() == (1, 0, 0, 2, 0)


def test_adopted_entries_stay_and_follow_the_configuration(publication):
    """Entries of `import PATH` outlive their file, and a new home gives them its ids and addresses."""
    publication.configure(head="")
    path = publication.root / "maart.txt"
    assert publication.counts(str(path)) == (2, 0, 0, 0, 0)
    assert not (publication.root / "publisher.lock").exists()
    assert publication.ids()["De molen draait weer"] == "tag:example.org,2026-03-02:de-molen-draait-weer"
    path.unlink()
    publication.configure('path = "april.txt"')
    publication.write("april.txt", THIRD)
    assert publication.counts() == (1, 2, 0, 0, 0)
    entry = publication.entries()["De molen draait weer"]
    assert entry["id"] == "tag:weblog.example.net,2026-03-02:de-molen-draait-weer"
    assert entry["url"] == "https://weblog.example.net/feeds/posts/2026-03-02-de-molen-draait-weer.html"
    assert entry["updated"] is None
    assert "2026-03-02-de-molen-draait-weer" in (publication.root / "publisher.lock").read_text()


def test_adopted_entries_may_become_live(publication):
    """A [[source]] of the same path takes adopted entries over: nothing is new, and withdrawal begins."""
    publication.configure()
    publication.counts(str(publication.root / "maart.txt"))
    publication.configure('path = "maart.txt"')
    assert publication.counts() == (0, 0, 2, 0, 0)
    publication.write("maart.txt", SECOND)
    assert publication.counts() == (0, 0, 1, 1, 0)


def test_the_same_words_of_another_year_are_another_post(publication):
    """What is written every year in the same words is taken each time, from whatever file."""
    publication.configure()
    publication.write("2014.txt", "woensdag 31 december 2014\n\nTot volgend jaar\n\nFijne dagen!\n")
    publication.write("2015.txt", "donderdag 31 december 2015\n\nTot volgend jaar\n\nFijne dagen!\n")

    assert publication.counts(str(publication.root / "2014.txt")) == (1, 0, 0, 0, 0)
    assert publication.counts(str(publication.root / "2015.txt")) == (1, 0, 0, 0, 0)
    assert publication.counts(*(str(publication.root / name) for name in ("2014.txt", "2015.txt"))) == (0, 0, 2, 0, 0)


def test_importing_from_elsewhere_is_the_same_post(publication, tmp_path_factory):
    """A moved archive brings nothing new, and the lock file does not say where it lies on this machine."""
    publication.configure()
    publication.counts(str(publication.root / "maart.txt"))
    moved = tmp_path_factory.mktemp("elsewhere") / "naam.txt"
    moved.write_bytes((publication.root / "maart.txt").read_bytes())
    assert publication.counts(str(moved)) == (0, 0, 2, 0, 0)
    assert "elsewhere" not in (publication.root / "publisher.lock").read_text()


def test_another_authority_is_refused(publication):
    """A new home after the ids were given is an error that says how to keep them, and that works."""
    publication.counts()
    before = publication.ids()
    publication.configure('path = "maart.txt"', head='home = "https://new.example.com/"')
    result = publication.run("import", code=3)
    assert 'id_authority = "weblog.example.net"' in result.stderr
    publication.configure(
        'path = "maart.txt"', head='home = "https://new.example.com/"\nid_authority = "weblog.example.net"'
    )
    assert publication.counts() == (0, 2, 0, 0, 0)
    assert publication.ids() == before


def test_a_lost_lock_file_is_written_again(publication):
    """The catalog remembers what it holds when publisher.lock is gone."""
    publication.counts()
    lock = publication.root / "publisher.lock"
    before = lock.read_bytes()
    lock.unlink()
    publication.counts()
    assert lock.read_bytes() == before


def test_a_conflict_in_the_lock_file_is_said(publication):
    """The markers of git in publisher.lock are an error of exit code 6 with line and advice."""
    publication.counts()
    with (publication.root / "publisher.lock").open("a") as lock:
        lock.write("<<<<<<< HEAD\n")
    result = publication.run("import", code=6)
    assert "line 7: a conflict of git" in result.stderr
    assert "Keep the lines of both sides" in result.stderr


def test_what_git_brought_counts(publication):
    """A lock file that another clone changed wins: an entry hidden there is hidden here."""
    publication.counts()
    lock = publication.root / "publisher.lock"
    lines = lock.read_text().splitlines(keepends=True)
    lines[-1] = lines[-1].replace("\t-\tmaart.txt", "\thidden\tmaart.txt")
    lock.write_text("".join(lines))
    publication.counts()
    assert list(publication.ids()) == ["Kaas uit de bergen op de markt"]


def test_addresses_follow_the_permalink_pattern(publication):
    """A source's pattern gives its entries their addresses."""
    publication.configure('path = "maart.txt"\npermalink = "/{year}/{month}/{slug}/"')
    publication.counts()
    entry = publication.entries()["De molen draait weer"]
    assert entry["url"] == "https://weblog.example.net/2026/03/de-molen-draait-weer/"


def test_an_unknown_kind_in_the_configuration_is_a_mistake_of_it(publication):
    """The source and the kinds that there are stand in the message, and the exit code is 3."""
    publication.configure('path = "maart.txt"\nkind = "archve"')
    result = publication.run("import", code=3)

    assert result.stderr.startswith("Error: publisher.toml: there is no kind 'archve' for the source maart.txt\n")
    assert "Did you mean archive?" in result.stderr


def test_a_file_name_in_another_encoding_is_no_hindrance(publication):
    """A name that is no UTF-8, as old archives hold them, is shown with escapes; a build and a list work."""
    publication.write(os.fsdecode(b"oud/caf\xe9.txt"), FIRST)
    publication.configure('path = "oud"')

    publication.run("build")
    publication.run("build")
    assert publication.entries()["De molen draait weer"]["origin"]["path"] == r"oud/caf\xe9.txt"


def test_a_place_is_named_once(publication):
    """A message that begins with its place has none put before it."""
    (publication.root / "leeg.txt").write_text("")
    result = publication.run("import", str(publication.root / "leeg.txt"), code=4)

    assert result.stderr.startswith("leeg.txt is empty\n")


def test_an_address_and_nothing_at_all_are_refused(publication):
    """An address that is not of the web is wrong usage, and so is an import without a path and without any source."""
    publication.run("import", "ftp://a.example/feed.xml", code=2)
    publication.configure()
    publication.run("import", code=2)
    publication.run("import", "nowhere.txt", code=4)


def test_entries_are_listed_by_line_in_a_pipe(publication):
    """One line per entry, newest first, its fields parted by tabs; --all says who sees it."""
    publication.counts()
    assert publication.run("entries", "list").stdout == (
        "2026-03-02\t2026-03-02-de-molen-draait-weer\tDe molen draait weer\t\t\n"
        "2026-03-01\t2026-03-01-kaas-uit-de-bergen-op-de-markt\tKaas uit de bergen op de markt\t\t\n"
    )
    publication.run("entries", "hide", "2026-03-02")
    assert len(publication.run("entries", "list").stdout.splitlines()) == 1
    assert publication.run("entries", "list", "--all").stdout.splitlines()[0].endswith("\tno: hidden")
    assert publication.run("entries", "list", "--until", "2026-02-28").stdout == ""


def test_a_table_on_a_terminal_shows_titles_as_they_are(publication):
    """Square brackets and colons in a title are no markup, and a column with nothing in it is left out."""
    publication.write("maart.txt", SECOND.replace("Kaas uit de bergen", "Kaas [/b] [red]uit :cheese:"))
    publication.counts()
    ours, theirs = pty.openpty()
    command = [
        sys.executable,
        "-m",
        "publisher",
        "--config",
        str(publication.root / "publisher.toml"),
        "entries",
        "list",
    ]
    done = subprocess.run(command, stdout=theirs, env={**os.environ, "COLUMNS": "200"}, check=True)
    os.close(theirs)
    shown = os.read(ours, 65536).decode()
    os.close(ours)

    assert done.returncode == 0
    assert "Kaas [/b] [red]uit :cheese: op de markt" in shown
    assert "Title" in shown
    assert "Tags" not in shown


def test_json_has_exactly_the_fields_of_an_entry(publication):
    """Objects have the fields of the noun, and `published` begins with the local date."""
    from msgspec.structs import fields

    from publisher.model.entry import Entry

    publication.counts()
    entry = publication.entries()["De molen draait weer"]
    assert list(entry) == [field.name for field in fields(Entry)]
    assert entry["published"] == "2026-03-02T12:00:00+01:00"
    assert entry["origin"] == {"path": "maart.txt", "first_line": 1, "last_line": 7, "importer": "archive"}
    shown = json.loads(publication.run("entries", "show", "--json", entry["ref"]).stdout)
    assert shown == entry


def test_an_entry_is_shown_for_reading(publication):
    """`show` prints title, date, address and text; a wrong name is answered with the nearest."""
    publication.counts()
    shown = publication.run("entries", "show", "2026-03-02").stdout
    assert shown.startswith("De molen draait weer\nDate:     2026-03-02\n")
    assert "https://weblog.example.net/feeds/posts/2026-03-02-de-molen-draait-weer.html" in shown
    assert "maart.txt, lines 1-7 (archive)" in shown
    assert "De vrijwilligers vervingen het tandwiel" in shown
    assert "2026-03-02-de-molen-draait-weer" in publication.run("entries", "show", "de molen", code=4).stderr


def test_a_hidden_entry_stays_hidden(publication):
    """Hiding survives a change, a withdrawal and a return, until it is undone."""
    publication.counts()
    publication.run("entries", "hide", "De molen draait weer")
    publication.write("maart.txt", FIRST.replace("drie", "vier"), SECOND)
    publication.counts()
    publication.write("maart.txt", SECOND)
    publication.counts()
    publication.write("maart.txt", FIRST, SECOND)
    publication.counts()
    assert list(publication.ids()) == ["Kaas uit de bergen op de markt"]
    publication.run("entries", "hide", "--undo", "De molen draait weer")
    assert len(publication.ids()) == 2


def test_only_adopted_entries_can_be_removed(publication):
    """A live entry would come back and is refused; an adopted one goes, and returns with its next import."""
    publication.counts()
    result = publication.run("entries", "remove", "--yes", "2026-03-02", code=2)
    assert "entries hide" in result.stderr
    publication.write("los.txt", THIRD)
    publication.counts(str(publication.root / "los.txt"))
    before = publication.ids()
    publication.run("entries", "remove", "Een brug voor fietsers", code=2)  # nobody answers the question
    publication.run("entries", "remove", "--yes", "Een brug voor fietsers")
    assert len(publication.ids()) == 2
    publication.counts(str(publication.root / "los.txt"))
    assert publication.ids() == before


def test_a_source_that_was_never_there_is_a_wrong_path(publication):
    """Of a place from which nothing was ever read, nothing is said to be kept."""
    publication.configure('path = "nergens"')
    said = publication.run("build", code=4).stderr

    assert "there is no file or folder nergens" in said
    assert "Correct the `path`" in said
    assert "kept" not in said


def test_the_table_that_an_import_proposes_says_all_that_the_import_was_told(publication):
    """What is to be put into publisher.toml has the options of the command, and a quote in a name is escaped."""
    publication.write('een "los" bericht.txt', THIRD)
    path = publication.root / 'een "los" bericht.txt'
    said = publication.run("import", str(path), "--kind", "archive", "--match", "url").stderr

    proposed = tomllib.loads(said[said.index("[[source]]") :])
    assert proposed == {"source": [{"path": 'een "los" bericht.txt', "kind": "archive", "match": "url"}]}


def test_entries_are_exported_to_a_file(publication):
    """The export is the array that --json prints."""
    publication.counts()
    path = publication.root / "out.json"
    publication.run("entries", "export", "--output", str(path), "--since", "2026-03-02")
    assert [each["title"] for each in json.loads(path.read_text())] == ["De molen draait weer"]
    publication.run("entries", "export", "--output", str(path), "--search", "onvindbaar")
    assert json.loads(path.read_text()) == []


def test_one_folder_may_be_two_sources(publication):
    """Two [[source]] tables of one path, with different files, keep their entries apart."""
    publication.write("archief/maart.txt", FIRST, SECOND)
    publication.write("archief/april.txt", THIRD)
    publication.configure(
        'path = "archief"\ninclude = ["maart.txt"]', 'path = "archief"\ninclude = ["april.txt"]\ntags = ["brug"]'
    )
    assert publication.counts() == (3, 0, 0, 0, 0)
    assert publication.counts() == (0, 0, 3, 0, 0)
    assert publication.entries()["Een brug voor fietsers"]["tags"] == ["brug"]
    publication.write("archief/maart.txt", FIRST)
    assert publication.counts() == (0, 0, 2, 1, 0)


def test_what_is_taken_in_but_not_shown_is_told(publication):
    """Drafts, private posts and those of a later day count as entries, and the report says that nobody reads them."""
    publication.configure('path = "posts"')
    (publication.root / "posts").mkdir()
    for name, field in {"a": "draft: true", "b": "status: private", "c": "date: 2027-01-01", "d": "tags: [x]"}.items():
        text = f"---\ntitle: {name}\n{'' if 'date' in field else 'date: 2026-03-01'}\n{field}\n---\nText.\n"
        (publication.root / "posts" / f"{name}.md").write_text(text)
    result = publication.run("import")

    assert "4 new" in result.stdout
    assert "posts: 1 draft, 1 private post, 1 scheduled post taken in, but not published\n" in result.stderr
    assert "taken in" not in publication.run("import").stderr
