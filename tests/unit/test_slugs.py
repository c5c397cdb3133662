"""Slugs of any alphabet."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.content.slugs import LONGEST, slug


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("7 belangrijke trends!", "7-belangrijke-trends"),
        ("Straße, Ærø & Łódź", "strasse-aero-lodz"),
        ("L’été d'un œuf", "lete-dun-oeuf"),
        ("Þingvellir und Göteborg", "thingvellir-und-goteborg"),
        ("Щи да каша", "shchi-da-kasha"),
        ("Ще не вмерла Україна", "shche-ne-vmerla-ukrayina"),
        ("Ёлка и йод", "yolka-i-yod"),
        ("Καλημέρα κόσμε", "kalimera-kosme"),
        ("ﬁne ２０１８", "fine-2018"),  # ligatures and full-width digits
        ("", ""),
        ("  ", ""),
    ],
)
def test_words_become_ascii(words, expected):
    """Letters keep their sound, marks fall away, words are joined by hyphens."""
    assert slug(words) == expected


def test_decomposed_letters_are_the_same():
    """A file name from macOS, with its marks apart, gives the slug of the same letters in one."""
    assert slug("Cafe\u0301 \u0438\u0306") == slug("Café й")


def test_scripts_without_a_table_give_a_stable_name():
    """Chinese words give eight letters and digits, different for different words."""
    assert re.fullmatch("[0-9a-f]{8}", slug("東京の春"))
    assert slug("東京の春") == slug("東京の春") != slug("京都の秋")


def test_a_long_title_is_cut_at_a_word():
    """A slug ends with a whole word at or before sixty characters."""
    cut = slug("een heel lange titel die maar niet op wil houden omdat de schrijver zoveel te zeggen heeft")
    assert cut == "een-heel-lange-titel-die-maar-niet-op-wil-houden-omdat-de"
    assert len(slug("x" * 200)) == LONGEST


@given(st.text())
def test_every_text_gives_a_slug_for_addresses(words):
    """Whatever the words, a slug is lower-case ASCII without hyphens at its ends, and at most sixty long."""
    made = slug(words)
    assert re.fullmatch(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*)?", made)
    assert len(made) <= LONGEST
    assert bool(made) == bool(words.strip())
