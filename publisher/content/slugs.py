"""Words of any alphabet, as they may stand in an address."""

import re
import unicodedata
from hashlib import blake2b

#: A slug is cut at the end of a word at or before this many characters.
LONGEST = 60

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


def slug(words: str) -> str:
    """Return *words* in lower-case ASCII letters, digits and hyphens.

    Accents fall away; Cyrillic and Greek are written in Latin letters.  Words
    of which nothing is left (Chinese, Japanese, Arabic ...) become eight
    letters and digits that depend on the words alone; no words give ``""``.

    >>> slug("7 belangrijke trends: l'été à Łódź")
    '7-belangrijke-trends-lete-a-lodz'
    >>> slug("Война и мир")
    'voyna-i-mir'
    """
    if words.isascii():
        plain = words.lower().translate(_AFTER)
    else:
        whole = unicodedata.normalize("NFC", words).lower().translate(_BEFORE)
        bare = "".join(c for c in unicodedata.normalize("NFKD", whole) if not unicodedata.combining(c))
        plain = bare.translate(_AFTER)
    clean = _gap.sub("-", plain).strip("-")
    if not clean and words.strip():
        return blake2b(unicodedata.normalize("NFC", words.strip()).encode(), digest_size=4).hexdigest()
    if len(clean) <= LONGEST:
        return clean
    cut = clean.rfind("-", 0, LONGEST + 1)
    return clean[: cut if cut > 0 else LONGEST]
