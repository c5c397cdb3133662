import runpy
from datetime import date, timedelta

import pytest
from babel import Locale, localedata
from babel.dates import format_date
from babel.localedata import locale_identifiers

from publisher.text.dates.lines import read_date_heading

#: Locales whose full format has no weekday: what they write is not a date heading.
WITHOUT_WEEKDAY = {"bal_Latn", "bal_Latn_PK", "ms_Arab_BN", "ms_BN", "vo", "vo_001"}

#: Every month, every weekday, one-figure and two-figure days, the ends of a leap year.
DAYS = [date(2016, 1, 1) + timedelta(days=offset) for offset in (*range(0, 366, 29), 58, 59, 60, 365, 730)]


@pytest.fixture(autouse=True, scope="module")
def _fresh_names():
    """Begin with what CLDR says, and leave nothing that Babel noted on the way for other tests."""
    localedata._cache.clear()
    yield
    localedata._cache.clear()


@pytest.mark.parametrize("language", sorted({name.split("_")[0] for name in locale_identifiers()}))
def test_every_locale_of_cldr_is_read_back(language):
    """What CLDR writes as a full date in any locale is read as that date, in any case of letters."""
    for name in locale_identifiers():
        if name.split("_")[0] != language or name in WITHOUT_WEEKDAY:
            continue
        for day in DAYS:
            written = format_date(day, "full", Locale.parse(name))

            assert read_date_heading(written) == day, (name, written)
            assert read_date_heading(written.upper()) == day, (name, written.upper())


@pytest.mark.parametrize("style", ["medium", "long"])
def test_shorter_dates_are_not_headings(style):
    """What CLDR writes as a date without its weekday is no heading, in any locale."""
    taken = set()
    for name in locale_identifiers():
        for day in DAYS[:12]:
            written = format_date(day, style, Locale.parse(name))
            if read_date_heading(written) is not None:
                taken.add((name, written))

    assert not taken


def test_other_words_beside_a_date_are_noticed_in_every_locale():
    """A date with a word before or behind it is no heading, in any locale."""
    for number, name in enumerate(locale_identifiers()):
        written = format_date(DAYS[number % len(DAYS)], "full", Locale.parse(name))

        assert read_date_heading(f"xyz {written}") is None
        assert read_date_heading(f"{written} xyz") is None
        assert read_date_heading(f"{written}: xyz") is None


def test_the_table_is_what_the_generator_makes(root):
    """The names that are shipped are those of the CLDR release that the tests run with."""
    made = runpy.run_path(str(root / "tools" / "make_date_headings.py"))["table"]()

    assert (root / "publisher" / "text" / "dates" / "names.txt").read_text(encoding="utf-8") == made
