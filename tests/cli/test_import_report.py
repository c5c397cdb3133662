"""How an import is told."""

from collections import Counter

import click
import pytest

from publisher.app import App
from publisher.cli.reports import tell_problems
from publisher.errors import InputError
from publisher.importing.report import Imported, SourceReport
from publisher.model.post import Skipped, Warned


def told(capsys, source, **options):
    """Return what is said about one source on stderr, line by line."""
    with click.Context(click.Command("import"), obj=App()):
        tell_problems(Imported(sources=(source,)), **options)
    return capsys.readouterr().err.splitlines()


def warned(*reasons):
    """Make a report of one note per file."""
    notes = [Warned(place=f"{number}.md", reason=reason) for number, reason in enumerate(reasons)]
    return SourceReport(name="posts", warned=notes)


def test_the_same_note_is_said_once_with_examples(capsys):
    """Notes that differ in numbers alone are one, with how often, from where to where, and three examples."""
    source = warned("lost gist", "9 tabs", "lost gist (2 times)", "lost gist", "1,200 tabs", "lost gist (12 times)")
    assert told(capsys, source) == [
        "note: 4 times: lost gist: 0.md, 2.md, 3.md, …",
        "note: 2 times: 9–1,200 tabs: 1.md, 4.md",
    ]


def test_numbers_of_names_and_days_stay_as_they_are(capsys):
    """An address, a day or a file is no count: it is printed as it is, and two of them are two notes."""
    source = warned(
        "as on http://a.example:8765/2018", "as on http://a.example:8765/2018", "of 2019-01-02", "of 2020-01-02"
    )
    assert told(capsys, source) == [
        "note: 2 times: as on http://a.example:8765/2018: 0.md, 1.md",
        "note: 2.md: of 2019-01-02",
        "note: 3.md: of 2020-01-02",
    ]


def test_what_failed_alone_leaves_nothing_else_done():
    """Only where something else was read does the last line say so."""
    error = InputError("it is no text")
    broken, fine = SourceReport(name="a", error=error), SourceReport(name="b", new=1)

    assert str(Imported(sources=(broken,)).failure()) == "1 source could not be read"
    assert str(Imported(sources=(broken, fine)).failure()) == "1 source could not be read; everything else was done"


def test_a_single_note_stands_at_its_place(capsys):
    """What holds in one place is said of that place."""
    assert told(capsys, warned("read as Windows-1252", "lost gist")) == [
        "note: 0.md: read as Windows-1252",
        "note: 1.md: lost gist",
    ]


def test_more_than_twenty_notes_are_counted(capsys):
    """A report stays short; the rest is counted, and shown on request."""
    source = warned(*("lost " + "x" * number for number in range(25)))
    lines = told(capsys, source)
    assert len(lines) == 21
    assert lines[-1] == "note: and 5 more; `publisher --verbose` shows all of them"


def test_verbose_says_every_note_and_names_everything_left_out(capsys):
    """With ``--verbose`` nothing is grouped."""
    source = warned("lost gist", "lost gist")
    source.skipped += [Skipped(place="a.md", reason="draft"), Skipped(place="b.md", reason="draft")]
    assert told(capsys, source, verbose=True) == [
        "note: 0.md: lost gist",
        "note: 1.md: lost gist",
        "left out: a.md: draft",
        "left out: b.md: draft",
    ]


@pytest.mark.parametrize(
    ("reasons", "words"),
    [
        (["draft"], "1 draft"),
        (["page", "draft", "draft"], "2 drafts, 1 page"),
        (["copy of another page"] * 2, "2 copies of another page"),
        (["custom css"] * 2, "2 custom css"),
    ],
)
def test_what_was_left_out_is_counted_by_what_it_is(capsys, reasons, words):
    """One line counts all that is no post."""
    skipped = [Skipped(place="x", reason=reason) for reason in reasons]
    assert told(capsys, SourceReport(name="posts", skipped=skipped)) == [f"posts: {words} left out"]


def test_what_is_kept_but_not_shown_is_counted_by_what_it_is(capsys):
    """Drafts and the like count as entries: one line says why no reader sees them."""
    source = SourceReport(name="posts", new=4, unseen=Counter({"private post": 2, "draft": 1}))
    assert told(capsys, source) == ["posts: 2 private posts, 1 draft taken in, but not published"]
