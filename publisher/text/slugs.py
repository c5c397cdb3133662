"""Words of any alphabet, as they may stand in an address and in the name of a file."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from hashlib import blake2b
from urllib.parse import unquote

#: A slug is cut at the end of a word at or before this many characters.
LONGEST = 60
#: Nor is it longer than this in UTF-8: file names end at 255 bytes, and each byte is three characters of an address.
MOST_BYTES = 120

_LETTERS = {
    # Latin letters that have no decomposition.
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h",
    "ŋ": "ng", "ŧ": "t", "ſ": "s", "ə": "e", "ƒ": "f",
    # Cyrillic: Russian, Ukrainian, Belarusian, Bulgarian, Serbian, Macedonian.
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "ђ": "dj", "ѓ": "g", "е": "e", "є": "ye", "ж": "zh",
    "з": "z", "ѕ": "dz", "и": "i", "і": "i", "й": "y", "ј": "j", "к": "k", "л": "l", "љ": "lj", "м": "m", "н": "n",
    "њ": "nj", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "ћ": "c", "у": "u", "ф": "f", "х": "kh", "ц": "ts",
    "ч": "ch", "џ": "dz", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
    # Greek.
    "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i", "κ": "k", "λ": "l",
    "μ": "m", "ν": "n", "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s", "ς": "s", "τ": "t", "υ": "y", "φ": "f",
    "χ": "ch", "ψ": "ps", "ω": "o",
    # Marks inside a word join it: l'été, don't.
    "'": "", "’": "", "ʼ": "", "\u00ad": "", "\u200b": "", "\u200c": "", "\u200d": "",
}  # fmt: skip
#: Letters whose decomposition would lose what they are: й is not и, ё is not е.
_WHOLE = {"й": "y", "ї": "yi", "ё": "yo", "ў": "u"}
_BEFORE = str.maketrans(_WHOLE)
_AFTER = str.maketrans(_LETTERS)
_gap = re.compile(r"[^a-z0-9]+")
#: More Cyrillic: Kazakh, Tatar, Bashkir, Mongolian, Tajik, Uzbek; a folder of a feed is called without it.
_MORE = {
    "ә": "a", "ғ": "gh", "қ": "q", "ң": "ng", "ө": "o", "ұ": "u", "ү": "u", "һ": "h", "җ": "j", "ҙ": "z", "ҫ": "s",
    "ҡ": "q", "ҷ": "j", "ҳ": "h", "ѣ": "e", "ѳ": "f", "ѵ": "i", "ӏ": "",
}  # fmt: skip
#: Of these scripts, a letter that is in no table says nothing.
_IN_TABLES = ("LATIN", "CYRILLIC", "GREEK", "MODIFIER LETTER")
#: Marks and signs that people leave out when they write quickly: points of Hebrew and Arabic, and the lengthening of
#: a line.
_LEFT_OUT = re.compile(
    "[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]"
)
_escaped = re.compile(r"(?:%[0-9A-Fa-f]{2}){2,}")


def slug(words: str) -> str:
    """Return *words* in small letters and digits, with hyphens between them.

    Accents fall away; Cyrillic and Greek are written in Latin letters.  Letters
    of other scripts stay what they are, composed (NFC).  Words of which nothing
    is left (emoji ...) become eight letters and digits that depend on the
    words alone; no words give ``""``.

    >>> slug("7 belangrijke trends: l'été à Łódź")
    '7-belangrijke-trends-lete-a-lodz'
    >>> slug("Война и мир"), slug("東京の春 – Tokyo")
    ('voyna-i-mir', '東京の春-tokyo')
    """
    if "%" in words:
        # As addresses write what is beyond ASCII.
        words = _escaped.sub(lambda found: unquote(found[0]), words)
    if words.isascii():
        return plain_slug(words)
    whole = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", words).lower()).translate(_BEFORE)
    kept: list[str] = []
    for sign in _LEFT_OUT.sub("", whole):
        kept.append(_mark(sign, kept) if unicodedata.category(sign)[0] == "M" else _written(sign))
    clean = unicodedata.normalize("NFC", "-".join("".join(kept).split()))
    return _cut(clean) or _hashed(words)


def plain_slug(words: str) -> str:
    """Return *words* in lower-case ASCII letters, digits and hyphens: for addresses that nobody remembers for us.

    Words of which nothing is left (Chinese, Japanese, Arabic ...) become eight
    letters and digits that depend on the words alone; no words give ``""``.

    >>> plain_slug("7 belangrijke trends: l'été à Łódź")
    '7-belangrijke-trends-lete-a-lodz'
    """
    if words.isascii():
        plain = words.lower().translate(_AFTER)
    else:
        whole = unicodedata.normalize("NFC", words).lower().translate(_BEFORE)
        bare = "".join(c for c in unicodedata.normalize("NFKD", whole) if not unicodedata.combining(c))
        plain = bare.translate(_AFTER)
    return _cut(_gap.sub("-", plain).strip("-")) or _hashed(words)


def _mark(sign: str, kept: list[str]) -> str:
    """Return a mark as it is where it belongs to a letter that is kept as it is."""
    before = next((each for each in reversed(kept) if each), " ")
    shapes = unicodedata.category(sign) == "Me" or "VARIATION" in unicodedata.name(sign, "")
    return "" if before[-1].isascii() or shapes else sign


@lru_cache(maxsize=4096)
def _written(sign: str) -> str:
    """Return a letter or digit as it stands in a slug; a blank for what parts words."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(c)).translate(_AFTER)
    if bare.isascii():
        return _gap.sub(" ", bare)
    category = unicodedata.category(sign)
    if category == "Nd":
        return str(unicodedata.decimal(sign))
    if sign in _MORE:
        return _MORE[sign]
    return sign if category[0] == "L" and not unicodedata.name(sign, "LATIN").startswith(_IN_TABLES) else " "


def _cut(clean: str) -> str:
    """Return a slug that is not too long, cut at the end of a word if there is one."""
    short = clean[: LONGEST + 1]
    while len(short) > LONGEST or len(short.encode()) > MOST_BYTES:
        end = short.rfind("-")
        short = short[: end if end > 0 else -1]
        while end <= 0 and unicodedata.category(clean[len(short)])[0] == "M":
            # A letter and its marks are one.
            short = short[:-1]
    return short.strip("-")


def _hashed(words: str) -> str:
    """Return a name for words that cannot be written."""
    words = words.strip()
    return (
        blake2b(unicodedata.normalize("NFC", words).encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
        if words
        else ""
    )
