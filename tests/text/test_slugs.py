"""Slugs of any alphabet."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.text.slugs import LONGEST, MOST_BYTES, plain_slug, slug


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
    """Letters keep their sound, marks fall away, words are joined by hyphens; for posts and for feeds alike."""
    assert slug(words) == expected
    assert plain_slug(words) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("東京の春 – Tokyo", "東京の春-tokyo"),
        ("ハロー、ワールド！", "ハロー-ワールド"),
        ("ﾊﾛｰ", "ハロー"),  # half width
        ("서울의 봄", "서울의-봄"),
        ("iPhone 评测：第１２版", "iphone-评测-第12版"),
        ("שָׁלוֹם, עוֹלָם", "שלום-עולם"),  # without its points
        ("مَرحباً بـالعالم", "مرحبا-بالعالم"),  # without vowels and lengthening
        ("هفت گزارش\u200cها", "هفت-گزارشها"),
        ("١٢ مقالة", "12-مقالة"),
        ("สวัสดีชาวโลก", "สวัสดีชาวโลก"),
        ("नमस्ते दुनिया", "नमस्ते-दुनिया"),
        ("தமிழ் மொழி", "தமிழ்-மொழி"),
        ("ქართული ენა", "ქართული-ენა"),
        ("Қазақстан: 2050", "qazaqstan-2050"),
        ("葛\U000e0100城 a\ufe0f", "葛城-a"),  # without what chooses the shape of a sign
        ("%E6%9D%B1%e4%ba%ac", "東京"),
        ("50%20off", "50-20off"),
    ],
)
def test_letters_without_a_table_stay(words, expected):
    """Other scripts are written as they are, in one form, without punctuation."""
    assert slug(words) == expected


def test_what_cannot_be_written_gets_a_stable_name():
    """Words without any letter give eight letters and digits, different for different words."""
    assert re.fullmatch("[0-9a-f]{8}", slug("🎉🎉"))
    assert slug("🎉🎉") == slug(" 🎉🎉 ") != slug("🌧")


def test_a_plain_slug_of_a_script_without_a_table_is_a_stable_name():
    """Folders of feeds, which are remembered nowhere, are called as they always were."""
    assert plain_slug("東京の春") == "4788830e"
    assert plain_slug("iPhone 评测") == "iphone"


def test_decomposed_letters_are_the_same():
    """A file name from macOS, with its marks apart, gives the slug of the same letters in one."""
    assert slug("Cafe\u0301 \u0438\u0306") == slug("Café й")
    assert slug(unicodedata.normalize("NFD", "가을 が ரொ")) == "가을-が-ரொ"


def test_a_long_title_is_cut_at_a_word():
    """A slug ends with a whole word at or before sixty characters."""
    cut = slug("een heel lange titel die maar niet op wil houden omdat de schrijver zoveel te zeggen heeft")
    assert cut == "een-heel-lange-titel-die-maar-niet-op-wil-houden-omdat-de"
    assert len(slug("x" * 200)) == LONGEST


def test_a_long_title_without_blanks_is_cut_between_letters():
    """A letter keeps its marks, and the file's name stays short enough in bytes."""
    assert slug("ก็" * 60) == "ก็" * 20
    assert slug("北京" * 40) == "北京" * 20


@given(st.text())
def test_every_text_gives_a_slug_for_addresses(words):
    """Whatever the words, a plain slug is lower-case ASCII without hyphens at its ends, and at most sixty long."""
    made = plain_slug(words)
    assert re.fullmatch(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*)?", made)
    assert len(made) <= LONGEST
    assert bool(made) == bool(words.strip())


@given(st.text(st.characters(exclude_categories=[])))
def test_every_text_gives_a_slug_for_names_of_files(words):
    """Whatever the words, a slug has composed letters, their marks and digits alone, no capitals, and is short."""
    made = slug(words)
    assert all(unicodedata.category(sign) in {"Ll", "Lo", "Lm", "Mn", "Mc"} or sign in "-0123456789" for sign in made)
    assert made == unicodedata.normalize("NFC", made).strip("-")
    assert "--" not in made
    assert len(made) <= LONGEST
    assert len(made.encode()) <= MOST_BYTES
    assert bool(made) == bool(words.strip())
    assert slug(made) == made


@given(st.text(st.sampled_from("abc éßøłŁ БЩйёїў αωΣ 12-!’…")))
def test_both_slugs_are_one_where_letters_have_a_table(words):
    """Latin, Cyrillic and Greek words give what they gave before there were others."""
    assert slug(words) == plain_slug(words)
