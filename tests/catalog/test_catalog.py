"""What every user of the catalog may rely on."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier

import pytest
from msgspec.structs import replace

from publisher.catalog.catalog import Catalog
from publisher.catalog.feeds import FeedShelf
from publisher.catalog.intake import Intake
from publisher.catalog.packed_posts import pack, unpack
from publisher.catalog.schema import VERSION
from publisher.entries.identity import Remembered
from publisher.errors import InputError, StoreError
from publisher.model.entry import Enclosure, Entry, Origin, Person, Selection
from publisher.model.post import Post

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


def entry(ref, **changes):
    """Make an entry of this ref."""
    values = {
        "id": f"tag:a.example,{ref}",
        "ref": ref,
        "url": f"https://a.example/{ref}",
        "title": ref[11:].replace("-", " ").capitalize(),
        "published": datetime.fromisoformat(f"{ref[:10]}T12:00:00+00:00"),
        "language": "nl",
        "html": "<p>Tekst</p>",
        "text": "Tekst",
        "origin": Origin(path="a.txt", first_line=1, last_line=3, importer="archive"),
    } | changes
    return Entry(**values)


def put(catalog, *entries, adopted=False, hidden=False, due=None, until=None, post=None):
    """Store entries as an import would, and say what became of each."""
    intake = Intake(catalog)
    with catalog.transaction():
        source = intake.keep_source("a.txt", adopted=adopted, kind="archive", settings="s")
        return [
            intake.put(
                each,
                Remembered(source="a.txt", key=each.ref, id=each.id, ref=each.ref, digest="0" * 16, hidden=hidden),
                source=source,
                file="a.txt",
                due=(due or each.published).timestamp(),
                until=until and until.timestamp(),
                post=post,
            )
            for each in entries
        ]


@pytest.fixture
def catalog(tmp_path):
    """Open a new catalog."""
    with Catalog(tmp_path / "catalog.db", now=NOW) as opened:
        yield opened


def refs(catalog, **selection):
    """Return the selected refs."""
    return [each.ref for each in catalog.entries(Selection(**selection))]


def test_an_entry_comes_back_as_it_was(catalog):
    """Every field of an entry survives."""
    stored = entry("2026-03-02-een", authors=(Person(name="Ann"),), tags=("x",), updated=NOW)
    put(catalog, stored)
    assert list(catalog.entries()) == [stored]
    assert catalog.find("2026-03-02-een") == stored


def test_entries_come_newest_first(catalog):
    """Entries are sorted by time, those of one moment by ref."""
    put(catalog, entry("2026-03-01-b"), entry("2026-03-02-z"), entry("2026-03-02-a"))
    assert refs(catalog) == ["2026-03-02-a", "2026-03-02-z", "2026-03-01-b"]
    assert refs(catalog, limit=1) == ["2026-03-02-a"]


def test_filters_hold_together(catalog):
    """Days are inclusive; tags, author and words ignore case; all of them must fit."""
    put(
        catalog,
        entry(
            "2026-03-01-een", tags=("Zorg", "Markt"), authors=(Person(name="Ann"),), html="<p>Een <b>é</b> en twee</p>"
        ),
        entry("2026-03-02-twee", tags=("zorg",), html="<p>twee</p>"),
        entry("2026-03-03-drie", authors=(Person(name="ann"),)),
    )
    assert refs(catalog, since=date(2026, 3, 2), until=date(2026, 3, 3)) == ["2026-03-03-drie", "2026-03-02-twee"]
    assert refs(catalog, tags=("zorg",)) == ["2026-03-02-twee", "2026-03-01-een"]
    assert refs(catalog, tags=("ZORG", "markt")) == ["2026-03-01-een"]
    assert refs(catalog, author="ANN") == ["2026-03-03-drie", "2026-03-01-een"]
    assert refs(catalog, search="TWEE É EN") == ["2026-03-01-een"]
    assert refs(catalog, search="twee", limit=1) == ["2026-03-02-twee"]
    assert catalog.count(Selection(search="twee")) == 2
    assert catalog.count(Selection(author="Ann", tags=("zorg",))) == 1


def test_only_what_is_published_and_due_is_visible(catalog):
    """Drafts, private, hidden and future entries show up on demand alone, the future ones as scheduled."""
    put(catalog, entry("2026-03-01-a"), entry("2026-03-11-morgen"), entry("2026-03-02-b", status="draft"))
    put(catalog, entry("2026-03-03-c", status="private"))
    put(catalog, entry("2026-03-04-d"), hidden=True)
    assert refs(catalog) == ["2026-03-01-a"]
    assert catalog.count() == 1
    states = {each.ref[11:]: each.status for each in catalog.entries(Selection(everything=True))}
    assert states == {"morgen": "scheduled", "d": "published", "c": "private", "b": "draft", "a": "published"}
    assert catalog.next_due() == datetime(2026, 3, 11, 12, tzinfo=UTC)


def test_a_scheduled_entry_appears_at_its_time(catalog, tmp_path):
    """Time alone makes a scheduled entry a published one."""
    put(catalog, entry("2026-03-11-morgen", status="scheduled"))
    with Catalog(tmp_path / "catalog.db", now=NOW + timedelta(days=1)) as later:
        assert [each.status for each in later.entries()] == ["published"]
        assert later.next_due() is None


def test_an_entry_expires_at_its_time(catalog, tmp_path):
    """Time alone takes an entry from the readers; who asks for everything sees it as expired."""
    over = datetime(2026, 3, 10, 18, tzinfo=UTC)
    put(catalog, entry("2026-03-01-a"), until=over)
    assert (refs(catalog), catalog.next_due()) == (["2026-03-01-a"], over)
    assert put(catalog, entry("2026-03-01-a"), until=over) == ["unchanged"]
    generation = catalog.generation
    with Catalog(tmp_path / "catalog.db", now=over) as later:
        assert (refs(later), later.count(), later.next_due()) == ([], 0, None)
        assert [each.status for each in later.entries(Selection(everything=True))] == ["expired"]
        assert later.find("2026-03-01-a").status == "expired"
        # Another time is a difference to readers, though the post is the same.
        assert put(later, entry("2026-03-01-a")) == ["unchanged"]
        assert (refs(later), later.generation) == (["2026-03-01-a"], generation + 1)


def test_entries_of_before_can_be_read(tmp_path):
    """An entry that was stored before entries had episodes and words for pictures has neither, which is no change."""
    path = tmp_path / "catalog.db"
    silent = entry("2026-03-02-b", html='<p>{"url":"","contributors":[]}</p>', text="")
    sound = Enclosure(url="https://a.example/a.mp3", type="audio/mpeg", length=9)
    with Catalog(path, now=NOW) as old:
        put(old, entry("2026-03-01-a", enclosures=(sound,)), silent)
        for word in (',"duration":0,"title":""', ',"image_alt":"","episode":null'):
            old.write("UPDATE entries SET shown = CAST(replace(shown, ?, '') AS BLOB)", (word,))
        assert not old.row("SELECT sum(instr(shown, 'episode')) FROM entries WHERE ref LIKE '%-a'")[0]
        old.write("PRAGMA user_version = 4")
    with Catalog(path, now=NOW) as new:
        _, found = new.entries()
        assert put(new, silent) == ["unchanged"]
    assert (found.enclosures, found.image_alt, found.episode) == ((sound,), "", None)


@pytest.mark.parametrize("version", [2, 3, 4])
def test_a_catalog_of_before_gets_what_it_lacks(tmp_path, version):
    """Columns are added, adopted entries stay, and sources, which may say more than was kept, are read again."""
    path = tmp_path / "catalog.db"
    with Catalog(path, now=NOW) as old:
        put(old, entry("2026-03-01-a"), adopted=True)
        with old.transaction():
            Intake(old).keep_source("posts", adopted=False, kind="markdown", settings="s")
        for statement in (
            "DROP INDEX entries_newest",
            "DROP INDEX entries_until",
            "ALTER TABLE entries DROP COLUMN until",
        ):
            if version < 4:
                old.write(statement)
        if version == 2:
            old.write("ALTER TABLE entries DROP COLUMN made_from")
        old.write(f"PRAGMA user_version = {version}")
    for _ in range(2):
        with Catalog(path, now=NOW) as new:
            assert refs(new) == ["2026-03-01-a"]
            assert {name: source.settings for name, source in Intake(new).sources().items()} == {
                "a.txt": "s",
                "posts": "",
            }
    with Catalog(path, now=NOW) as new:
        assert put(new, entry("2026-03-02-b"), adopted=True, until=NOW) == ["new"]
        assert refs(new) == ["2026-03-01-a"]


def test_a_catalog_of_before_may_be_opened_by_several_at_once(tmp_path):
    """Who comes second waits, and finds that all is done."""
    for attempt in range(8):
        path = tmp_path / f"{attempt}.db"
        with Catalog(path, now=NOW) as old:
            for statement in ("DROP INDEX entries_newest", "DROP INDEX entries_until"):
                old.write(statement)
            old.write("ALTER TABLE entries DROP COLUMN until")
            old.write("PRAGMA user_version = 3")
        together = Barrier(4)

        def opened(path=path, together=together):
            together.wait()
            with Catalog(path, now=NOW) as new:
                return new.count()

        with ThreadPoolExecutor(4) as crew:
            assert [each.result() for each in [crew.submit(opened) for _ in range(4)]] == [0] * 4


def test_an_entry_goes_by_many_names(catalog):
    """Ref, id, title in any case and the beginning of a ref name an entry; hidden ones too."""
    put(catalog, entry("2026-03-02-een-molen", title="Één 100% molen"), hidden=True)
    put(catalog, entry("2026-03-02-x100y"))
    for name in ("2026-03-02-een-molen", "tag:a.example,2026-03-02-een-molen", "één 100% MOLEN", "2026-03-02-een"):
        assert catalog.find(name).ref == "2026-03-02-een-molen"


def test_a_wrong_name_is_answered_with_the_nearest(catalog):
    """An unknown or ambiguous name is an InputError whose hint names entries."""
    put(catalog, entry("2026-03-02-een-molen"), entry("2026-03-02-twee-molens"))
    with pytest.raises(InputError, match="names 2 entries") as caught:
        catalog.find("2026-03-02")
    assert "2026-03-02-een-molen" in caught.value.hint
    with pytest.raises(InputError, match="no entry") as caught:
        catalog.find("Een mole")
    assert "2026-03-02-een-molen" in caught.value.hint
    with pytest.raises(InputError):
        catalog.find("%")


def test_a_fragment_lives_until_its_entry_changes(catalog):
    """Fragments survive a new line range, and are gone with any change that a reader sees."""
    first = entry("2026-03-02-een")
    put(catalog, first)
    shelf = FeedShelf(catalog)
    (number,) = shelf.order()[0].numbers
    kept = {number: shelf.keep_fragment(number, "atom", b"<entry/>")}
    before = catalog.generation
    assert put(catalog, replace(first, origin=replace(first.origin, first_line=9))) == ["unchanged"]
    assert catalog.find(first.ref).origin.first_line == 9
    assert shelf.fragments("atom") == kept
    assert catalog.generation == before
    assert put(catalog, replace(first, html="<p>Anders</p>")) == ["changed"]
    assert shelf.fragments("atom") == {}
    assert catalog.generation > before


def test_a_failed_transaction_leaves_nothing(catalog):
    """What is stored inside a transaction that fails is gone, also when another is around it."""
    with catalog.transaction():
        put(catalog, entry("2026-03-01-a"))
        with pytest.raises(ZeroDivisionError), catalog.transaction():  # noqa: PT012  # the transaction is tested
            put(catalog, entry("2026-03-02-b"))
            _ = 1 / 0
    assert refs(catalog) == ["2026-03-01-a"]


def test_removing_has_the_files_read_again(catalog):
    """A removed entry is gone with its tags and fragments, and its file counts as not yet read."""
    put(catalog, entry("2026-03-01-a", tags=("x",)), adopted=True)
    intake = Intake(catalog)
    (known,) = intake.sources().values()
    intake.keep_files(known.number, [("a.txt", (1, 2), [])])
    shelf = FeedShelf(catalog)
    (number,) = shelf.order()[0].numbers
    shelf.keep_fragment(number, "atom", b"x")
    catalog.remove(["2026-03-01-a"])
    assert catalog.count() == 0
    assert intake.files(known.number) == {}
    for table in ("tags", "fragments"):
        assert catalog.row(f"SELECT count(*) FROM {table}") == (0,)


@pytest.mark.parametrize(
    "published", [date(2026, 3, 2), datetime(2026, 3, 2, 3, 4), datetime(2026, 3, 2, 3, 4, tzinfo=UTC)]
)
def test_a_kept_post_comes_back_as_it_was(published):
    """A post of an adopted entry keeps whether it has a date, a local time or an instant."""
    post = Post(
        key="k",
        origin=Origin(path="a.txt", importer="archive"),
        title="T",
        body="B",
        markup="text",
        published=published,
        tags=("x",),
    )
    assert unpack(pack(post)) == post


def test_a_damaged_file_is_named(tmp_path):
    """Bytes that are no database are a StoreError that says what to do."""
    path = tmp_path / "catalog.db"
    path.write_bytes(b"no database at all, " * 500)
    with pytest.raises(StoreError, match="damaged") as caught:
        Catalog(path, now=NOW)
    assert "publisher build" in caught.value.hint


def test_a_strange_database_is_left_alone(tmp_path):
    """A database of another program, or of a newer version, is refused and not touched."""
    path = tmp_path / "catalog.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE t (x)")
    with pytest.raises(StoreError, match="no catalog"):
        Catalog(path, now=NOW)
    other.execute(f"PRAGMA user_version = {VERSION + 1}")
    other.close()
    with pytest.raises(StoreError, match="newer"):
        Catalog(path, now=NOW)


@pytest.mark.parametrize("adopted", [False, True])
def test_an_old_catalog_is_made_anew_unless_it_holds_adopted_entries(tmp_path, adopted, monkeypatch):
    """An older version is replaced when its sources can fill it again, and refused otherwise."""
    path = tmp_path / "catalog.db"
    with Catalog(path, now=NOW) as old:
        put(old, entry("2026-03-01-a"), adopted=adopted)
        old.write(f"PRAGMA user_version = {VERSION + 1}")
    monkeypatch.setattr("publisher.catalog.schema.VERSION", VERSION + 2)
    if adopted:
        with pytest.raises(StoreError, match="older"):
            Catalog(path, now=NOW)
    else:
        with Catalog(path, now=NOW) as new:
            assert new.count() == 0
