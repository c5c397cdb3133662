"""Find the language of a text from its letters and its most frequent words.

First the script: where most of a text stands in letters that one language
alone uses, that is the answer.  Latin and Cyrillic texts are told apart by
counting frequent small words; a word that several languages share counts for
less.  A text too short to tell, or as much of one language as of another, has
no answer.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache

from publisher.content.frequent_words import CYRILLIC, LATIN, LETTERS

#: So many characters are looked at: more would not change the answer.
ENOUGH = 8_000

#: Letters of one script, and the language they speak for on their own.
_SCRIPTS = {
    "latin": "[\u00c0-\u024f\u1e00-\u1eff]",
    "cyrillic": "[\u0400-\u052f]",
    "kana": "[\u3041-\u30ff]",
    "han": "[\u3400-\u4dbf\u4e00-\u9fff]",
    "ko": "[\uac00-\ud7a3]",
    "el": "[\u0370-\u03ff\u1f00-\u1fff]",
    "arabic": "[\u0620-\u06ff]",
    "he": "[\u05d0-\u05ea]",
    "th": "[\u0e01-\u0e5b]",
    "lo": "[\u0e81-\u0edf]",
    "hi": "[\u0900-\u097f]",
    "bn": "[\u0980-\u09ff]",
    "pa": "[\u0a00-\u0a7f]",
    "gu": "[\u0a80-\u0aff]",
    "ta": "[\u0b80-\u0bff]",
    "te": "[\u0c00-\u0c7f]",
    "kn": "[\u0c80-\u0cff]",
    "ml": "[\u0d00-\u0d7f]",
    "si": "[\u0d80-\u0dff]",
    "my": "[\u1000-\u109f]",
    "ka": "[\u10a0-\u10ff]",
    "am": "[\u1200-\u137f]",
    "km": "[\u1780-\u17ff]",
    "hy": "[\u0530-\u058f]",
}

#: Letters of any other script than Latin; where there is none, nobody has to be asked.
_OTHERS = "[\u0370-\u137f\u1780-\u17ff\u1f00-\u1fff\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3]"
#: Signs that stand between words of any language, and often are all that is beyond ASCII.
_SIGNS = "“”–—…\xa0‘«»"

#: How much one character says, compared with a Latin letter: a Chinese character stands for a word.
_weights = {"han": 4, "kana": 2, "ko": 2}

_word = re.compile(r"(?<![\w.])[^\W\d_]+(?:['’-][^\W\d_]+)*")
_ascii = re.compile("[\x00-\x7f]+")
#: The same as `_word` for a text of small ASCII letters, in two thirds of the time.
_ascii_word = re.compile(r"(?<![a-z0-9_.])[a-z]+(?:['-][a-z]+)*")

#: The best language needs so many points, and so many times those of the second: little evidence has to be clear.
ENOUGH_POINTS = ((1.6, 1.25), (1.3, 2.5))

#: Letters of a second script count where there are so many, and the first gave no answer.
SECOND = 10


def detect(text: str) -> str | None:
    """Name the language of *text* (BCP 47), or None where it cannot be told.

    >>> detect("De zon scheen en het was niet koud, maar er stond wel veel wind.")
    'nl'
    >>> detect("桜が咲きました。")
    'ja'
    >>> detect("Rome 2018") is None
    True
    """
    text = text[:ENOUGH]
    if "://" in text or "@" in text:
        text = " ".join(word for word in text.split() if "://" not in word and "@" not in word)
    if not text.isascii():
        for sign in _SIGNS:
            if sign in text:
                text = text.replace(sign, " ")
        text = text.replace("’", "'")
    if text.isascii() or not re.search(_OTHERS, text):
        return _by_words(text, "latin")
    for script in _scripts_of(text):
        if language := _language_of(script, text):
            return language
    return None


def _scripts_of(text: str) -> list[str]:
    """Name the scripts, or the languages that own one, that *text* is written in, the foremost first."""
    beyond = _ascii.sub("", text)
    amounts = {
        name: len(letters.findall(beyond)) * _weights.get(name, 1)
        for name, letters in _scripts().items()
        if beyond and letters.search(beyond)
    }
    amounts["latin"] = amounts.get("latin", 0) + sum(map(len, re.findall("[A-Za-z]+", text)))
    # Japanese mixes both, Chinese has no kana.
    if amounts.get("kana", 0) * 10 > amounts.get("han", 0):
        amounts["kana"] = amounts.get("kana", 0) + amounts.pop("han", 0)
    first, *others = sorted(amounts, key=amounts.__getitem__, reverse=True)
    return [first, *(name for name in others if amounts[name] >= SECOND)]


@cache
def _scripts() -> dict[str, re.Pattern[str]]:
    """Return the letters of each script; made when the first text needs them, as most texts need none."""
    return {name: re.compile(letters) for name, letters in _SCRIPTS.items()}


def _language_of(script: str, text: str) -> str | None:
    """Name the language of *text* if it is one of *script*."""
    if script == "latin":
        return _by_words(text, "latin")
    if script == "cyrillic":
        return _by_words(text, "cyrillic") or _by_letters(text)
    if script == "arabic":
        return _by_arabic_letters(text)
    return {"han": "zh", "kana": "ja"}.get(script, script)


def _by_words(text: str, script: str) -> str | None:
    """Count the frequent words of each language of one script."""
    folded = text.lower() if text.isascii() else text.casefold()
    names, speakers = _speakers_of_words(script)
    points = [0.0] * len(names)
    if folded.isascii():
        _count(_ascii_word.findall(folded), speakers, points)
    else:
        _count(_word.findall(folded), speakers, points)
        letters = [0.0] * len(names)
        _count(_ascii.sub("", folded), _speakers_of_letters(script), letters)
        # Without a single word of a language, its letters may come from a name.
        points = [words and words + more for words, more in zip(points, letters, strict=True)]
    second, best = sorted(points)[-2:]
    if any(best >= least and best >= ahead * second for least, ahead in ENOUGH_POINTS):
        return names[points.index(best)]
    return None


def _count(signs: Iterable[str], speakers_of: Mapping[str, tuple[int, ...]], points: list[float]) -> None:
    """Share out a point for each sign among the languages that have it."""
    times: dict[str, int] = {}
    for sign in signs:
        if sign in speakers_of:
            times[sign] = times.get(sign, 0) + 1
    for sign, often in times.items():
        speakers = speakers_of[sign]
        # The square root keeps one word that is repeated, such as a name, from deciding alone.
        share = often**0.5 / len(speakers)
        for language in speakers:
            points[language] += share


@cache
def _speakers_of_words(script: str) -> tuple[tuple[str, ...], dict[str, tuple[int, ...]]]:
    """Return the languages of a script, and by number those of each frequent word."""
    known = LATIN if script == "latin" else CYRILLIC
    speakers: dict[str, list[int]] = {}
    for number, words in enumerate(known.values()):
        for word in set(words.split()):
            speakers.setdefault(word, []).append(number)
    return tuple(known), {word: tuple(numbers) for word, numbers in speakers.items()}


@cache
def _speakers_of_letters(script: str) -> dict[str, tuple[int, ...]]:
    """Return by number the languages of each letter that only some of the script's languages write."""
    numbers = {name: number for number, name in enumerate(_speakers_of_words(script)[0])}
    return {
        letter: tuple(map(numbers.__getitem__, languages.split()))
        for letters, languages in LETTERS.items()
        if languages.split()[0] in numbers
        for letter in letters
    }


def _by_letters(text: str) -> str | None:
    """Tell Cyrillic languages apart by letters that only one of them has."""
    letters = set(text.casefold())
    for language, own in (("uk", "їєґ"), ("be", "ў"), ("mk", "ѓќѕ"), ("sr", "ђћџљњ"), ("ru", "ыэё")):
        if letters & set(own):
            return language
    return None


def _by_arabic_letters(text: str) -> str:
    """Tell Urdu and Persian from Arabic by the letters that Arabic lacks."""
    if re.search("[ٹڈڑےں]", text):
        return "ur"
    return "fa" if re.search("[پچژگ]", text) else "ar"
