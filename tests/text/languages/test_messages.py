"""Our own words, one file a language."""

from string import Formatter

import pytest
from msgspec import structs

from publisher.text.languages.labels import SOURCE_LABELS
from publisher.text.languages.locales import language_name
from publisher.text.languages.messages import is_translated, messages, translations


def words(language):
    """Return every message of a language by its table and key."""
    return {
        (table, key): text
        for table, keys in structs.asdict(messages(language)).items()
        for key, text in structs.asdict(keys).items()
    }


def placeholders(text):
    """Return the names in braces that a message has filled in."""
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name is not None)


@pytest.mark.parametrize("language", sorted(translations()))
def test_every_file_has_every_message(language):
    """Each file has all the keys of the English one and no other, none is empty, and the same fields are filled in."""
    ours, english = words(language), words("en")

    assert ours.keys() == english.keys()
    assert all(text.strip() for text in ours.values())
    assert {key: placeholders(text) for key, text in ours.items()} == {
        key: placeholders(text) for key, text in english.items()
    }


@pytest.mark.parametrize("language", sorted(translations()))
def test_every_file_is_named_after_a_language(language):
    """A file is called after a primary subtag that CLDR knows, and posts in its language can name their sources."""
    assert language_name(language) != language
    assert messages(f"{language}-Latn").pages.source in SOURCE_LABELS[language]


def test_other_languages_get_english_words():
    """A language without a file is no error, and no file outside of the folder is read."""
    for language in ("ga", "tlh", "", "../locales", "en/../nl"):
        assert messages(language) is messages("en")
        assert not is_translated(language)
    assert messages("pt_BR") is messages("pt")
