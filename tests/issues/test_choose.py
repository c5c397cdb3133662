"""Which entries a new issue takes."""

from datetime import UTC, date, datetime

import pytest
from msgspec.structs import replace

from publisher.errors import UsageError
from publisher.issues.choose import Wanted, last, month, newest_month, nothing_found, span, unissued
from publisher.model.entry import Entry, Origin


def entry(day):
    """Return an entry of a day."""
    return Entry(
        id=day,
        ref=day,
        url=None,
        title=day,
        published=datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=UTC),
        language="nl",
        origin=Origin(path="a.txt", importer="archive"),
    )


@pytest.mark.parametrize(
    ("text", "ends"),
    [("2018-02", (2018, 2, 28)), ("2016-2", (2016, 2, 29)), (" 2018-12 ", (2018, 12, 31))],
)
def test_a_month_is_all_of_its_days(text, ends):
    """From the first to the last, in leap years too."""
    first, final = month(text)

    assert first.day == 1
    assert final == date(*ends)


@pytest.mark.parametrize("text", ["2018", "2018-13", "2018-00", "feb 2018", "9999-12"])
def test_what_is_no_month_is_refused(text):
    """The error says how a month is written."""
    with pytest.raises(UsageError, match="no month"):
        month(text)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("7d", date(2026, 3, 25)),
        ("2w", date(2026, 3, 18)),
        ("1m", date(2026, 3, 1)),  # the last day of February is the nearest to 31 February
        ("1D", date(2026, 3, 31)),
    ],
)
def test_a_span_ends_today(text, first):
    """Seven days are seven days, today included, so that weekly issues meet without a gap."""
    assert last(text, date(2026, 3, 31)) == (first, date(2026, 3, 31))


@pytest.mark.parametrize("text", ["", "7", "0d", "week", "-1d"])
def test_what_is_no_span_is_refused(text):
    """The error says how a span is written."""
    with pytest.raises(UsageError, match="no span"):
        last(text, date(2026, 3, 31))


def test_spans_of_entries():
    """The newest month, the days from oldest to newest, and what is not issued yet."""
    entries = [entry("2026-03-12"), entry("2026-03-02"), entry("2026-01-31")]

    assert newest_month(entries) == (date(2026, 3, 1), date(2026, 3, 31))
    assert span(entries) == (date(2026, 1, 31), date(2026, 3, 12))
    assert unissued(entries, {"2026-03-02"}) == [entries[0], entries[2]]


def test_nothing_wanted_is_undecided():
    """A limit alone does not say which entries."""
    assert Wanted(limit=3).undecided
    assert not Wanted(tags=("dorp",)).undecided


def test_an_empty_catalog_says_how_to_fill_it():
    """The first command of a newcomer may be this one."""
    assert "publisher import" in nothing_found("", []).hint


def test_finding_nothing_says_where_there_is_something():
    """The hint names the months that have entries, newest first."""
    error = nothing_found(
        "from 2025-01-01 to 2025-01-31", [entry("2026-03-12"), entry("2026-03-02"), entry("2026-01-31")]
    )

    assert str(error) == "there are no entries from 2025-01-01 to 2025-01-31"
    assert error.hint == "There are entries in 2026-03 (2), 2026-01 (1)."


@pytest.mark.parametrize(
    ("tags", "hint"),
    [
        (["dorpp"], "Did you mean `Dorp` (2)?"),
        (["molen"], "Did you mean `De molen` (1)?"),
        (["xyz"], "The tags are Dorp (2), De molen (1), winter (1)."),
        (["dorp", "winter"], "No entry has all of them: Dorp (2), winter (1)."),
        (["dorp"], "There are entries with this tag in 2026-03 (1), 2026-01 (1)."),
    ],
)
def test_a_tag_without_entries_is_answered_with_the_tags_that_there_are(tags, hint):
    """Near misses come first; where the tag exists, the months that have it are named."""
    entries = [
        replace(entry("2026-03-12"), tags=("Dorp", "De molen")),
        replace(entry("2026-03-02"), tags=("winter",)),
        replace(entry("2026-01-31"), tags=("dorp",)),
    ]
    assert nothing_found("with it", entries, tags).hint == hint


def test_tags_are_hinted_at_only_where_there_are_any():
    """No list of nothing is printed."""
    assert nothing_found("with it", [entry("2026-03-12")], ["dorp"]).hint == "No entry has a tag."
