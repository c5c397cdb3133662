"""The mail's own words, days and periods, and cited sources."""

from datetime import date

import pytest

from publisher.issues.layout import Span, shorten, spans_of
from publisher.model.entry import Citation
from publisher.text.languages.locales import direction, full_day, period


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("nl", "donderdag 22 februari 2018"),
        ("en-GB", "Thursday, 22 February 2018"),
        ("de", "Donnerstag, 22. Februar 2018"),
        ("ja", "2018年2月22日木曜日"),
        ("pt_BR", "quinta-feira, 22 de fevereiro de 2018"),
        ("nl-XX", "donderdag 22 februari 2018"),  # a country that does not exist
        ("qqq", "Thursday, February 22, 2018"),  # a language that does not exist
    ],
)
def test_a_day_is_written_as_its_language_does(language, written):
    """The whole tag counts, else its language, else English."""
    assert full_day(date(2018, 2, 22), language) == written


@pytest.mark.parametrize(
    ("since", "until", "name"),
    [
        (date(2018, 2, 1), date(2018, 2, 28), "februari 2018"),
        (date(2016, 2, 1), date(2016, 2, 29), "februari 2016"),  # a leap year
        (date(2018, 12, 1), date(2018, 12, 31), "december 2018"),
        (date(2018, 1, 1), date(2018, 12, 31), "2018"),
        (date(2018, 1, 1), date(2018, 3, 31), "januari–maart 2018"),
        (date(2018, 2, 22), date(2018, 2, 22), "22 februari 2018"),
        (date(2018, 2, 5), date(2018, 2, 11), "5–11 feb 2018"),
        (date(2018, 1, 28), date(2018, 2, 11), "28 jan – 11 feb 2018"),
    ],
)
def test_a_period_has_the_shortest_name(since, until, name):
    """Whole months and years are named; other spans say from and until."""
    assert period(since, until, "nl") == name


def test_right_to_left_is_known():
    """Arabic and Hebrew run the other way."""
    assert [direction(language) for language in ("ar", "he", "nl", "ja")] == ["rtl", "rtl", "ltr", "ltr"]


def cited(text, *urls, work=None, limit=60):
    """Return a citation as its spans, links in brackets."""
    spans = spans_of(Citation(label="Bron", text=text, work=work, urls=urls), limit=limit)
    return "".join(f"[{span.text}]({span.url})" if span.url else span.text for span in spans)


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        # an address is linked where it is printed, however it is printed
        (
            cited("Blad, www.blad.example, 2024.", "https://www.blad.example"),
            "Blad, [www.blad.example](https://www.blad.example), 2024.",
        ),
        (cited("Zie Blad.example.", "https://blad.example/"), "Zie [Blad.example](https://blad.example/)."),
        (
            cited("Op https://a.example/b?c=1#d!", "https://a.example/b?c=1#d"),
            "Op [https://a.example/b?c=1#d](https://a.example/b?c=1#d)!",
        ),
        # a longer address does not lend its beginning to a shorter one
        (
            cited("a.example/b en a.example", "https://a.example", "https://a.example/b"),
            "[a.example/b](https://a.example/b) en [a.example](https://a.example)",
        ),
        (cited("post@blad.example", "https://blad.example"), "[post@blad.example](https://blad.example)"),
        # a single address that is not printed carries the text, several follow it
        (cited("Het boek", "https://boek.example/1"), "[Het boek](https://boek.example/1)"),
        (
            cited("Het boek", "https://a.example/1", "https://www.b.example/2"),
            "Het boek · [a.example](https://a.example/1) · [b.example](https://www.b.example/2)",
        ),
        # a long one is its work, or is cut between words
        (cited("woord " * 20, work="Het boek", limit=30), "Het boek"),
        (cited("woord " * 20, limit=30), "woord woord woord woord woord…"),
        # a long address is cut, and leads where it should
        (
            cited("a.example/" + "b" * 60, "https://a.example/" + "b" * 60, limit=160),
            f"[a.example/{'b' * 50}…](https://a.example/{'b' * 60})",
        ),
        # only the web is linked
        (cited("Zie bijlage", "file:///etc/passwd"), "Zie bijlage"),
    ],
)
def test_a_citation_is_short_and_linked(shown, expected):
    """The mail shows a source in a line or two, with its addresses as links."""
    assert shown == expected


def test_a_citation_without_address_is_text():
    """It is shown all the same."""
    assert spans_of(Citation(label="", text="Een gesprek")) == (Span(text="Een gesprek"),)


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("kort", 4, "kort"),
        ("een twee drie", 10, "een twee…"),
        ("een, twee · drie", 11, "een, twee…"),
        ("onafgebroken" * 3, 10, "onafgebrok…"),
    ],
)
def test_shortening_cuts_between_words(text, limit, short):
    """A word longer than half the room is cut all the same."""
    assert shorten(text, limit) == short
