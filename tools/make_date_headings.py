"""Write publisher/text/dates/names.txt from the full date formats of CLDR.

Run ``python tools/make_date_headings.py`` after a new release of Babel, which
carries CLDR; a test checks that the table is what this makes.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.dates import tokenize_pattern
from babel.localedata import locale_identifiers

from publisher.text.dates.names import fold

TARGET = Path(__file__).parent.parent / "publisher" / "text" / "dates" / "names.txt"

#: Orders that people write beside the one of CLDR; letters in square brackets stand for themselves.
FURTHER_SHAPES = {
    "be": ["E d M y [г]", "E d M y [г].", "E d M y [года]"],
    "bg": ["E d M y [година]"],
    "ca": ["E d [de] M [de] y", "E d [de] M [del] y"],
    "da": ["E [den] d M y", "E [d] d M y"],
    "de": ["E [den] d M y", "E [der] d M y"],
    "en": ["E M d y", "E [the] d [of] M y", "E d [of] M y", "E M [the] d y"],
    "es": ["E d [de] M [de] y", "E d [de] M [del] y", "E d [de] M y"],
    "fr": ["E [le] d M y", "[le] E d M y"],
    "gl": ["E d [de] M [de] y", "E d [de] M [do] y"],
    "ja": ["y[年]~m[月]~d[日]~E", "y[年]~m[月]~d[日]~(E)"],
    "ko": ["y[년]~m[월]~d[일]~E", "y[년]~m[월]~d[일]~(E)"],
    "nl": ["E [de] d M y"],
    "nb": ["E [den] d M y", "E [d] d M y"],
    "nn": ["E [den] d M y", "E [d] d M y"],
    "no": ["E [den] d M y", "E [d] d M y"],
    "pl": ["E d M y [r]", "E d M y [r].", "E d M y [roku]"],
    "pt": ["E d [de] M [de] y", "E d [de] M y"],
    "ru": ["E d M y [г]", "E d M y [г].", "E d M y [года]"],
    "sv": ["E [den] d M y"],
    "uk": ["E d M y [р]", "E d M y [р].", "E d M y [року]"],
    "vi": ["E [ngay] d [thang] m [nam] y", "E [ngay] d M [nam] y"],
    "yue": ["y[年]~m[月]~d[日]~E", "y[年]~m[月]~d[日]~(E)"],
    "zh": ["y[年]~m[月]~d[日]~E", "y[年]~m[月]~d[日]~(E)"],
}

#: Weekdays that people write beside those of CLDR, from Monday; ``*`` is the name itself.
FURTHER_WEEKDAYS = {
    "pt": "segunda;terça;quarta;quinta;sexta;sábado;domingo",
    "sv": "*en",
    "zh": "礼拜一;礼拜二;礼拜三;礼拜四;礼拜五;礼拜六;礼拜天/星期天/礼拜日",
}

#: These write a short weekday behind a full date, often in brackets.
SHORT_WEEKDAYS = {"ja", "ko", "yue", "zh"}

#: Eras that people write beside those of CLDR, where the full format names one.
FURTHER_ERAS = {"th": ["พ.ศ.", "พุทธศักราช"]}

#: What CLDR writes where nobody has translated a name.
UNTRANSLATED = re.compile(r"m\d\d|mon|tue|wed|thu|fri|sat|sun")

#: Fields of a pattern as letters of a shape.
FIELDS = {"E": "E", "c": "E", "M": "m", "L": "m", "d": "d", "y": "y", "u": "y", "Y": "y", "G": "G"}

Names = list[list[str]]


def table() -> str:
    """One row per language, its locales merged, in the order of the codes."""
    rows: dict[str, str] = {}
    for language, locales in sorted(_locales().items()):
        shapes = dict.fromkeys(shape for locale in locales for shape in _shapes(locale))
        if not shapes:
            continue
        if any("M" in shape for shape in shapes):
            shapes["E d M y"] = None
        shapes |= dict.fromkeys(_folded_shape(shape) for shape in FURTHER_SHAPES.get(language, []))
        named = any("M" in shape for shape in shapes)
        months = _merged(_months(locale) for locale in locales) if named else [[] for _ in range(12)]
        weekdays = _merged(_weekdays(locale) for locale in locales)
        row = "|".join((";".join(shapes), _joined(months), _joined(weekdays)))
        rows.setdefault(row, language)
    return "".join(f"{language}|{row}\n" for row, language in rows.items())


def _locales() -> dict[str, list[Locale]]:
    """Every locale that CLDR fills, the plain language first, by language."""
    found: dict[str, list[Locale]] = {}
    for identifier in sorted(locale_identifiers(), key=lambda name: (name.count("_"), name)):
        try:
            locale = Locale.parse(identifier)
        except (UnknownLocaleError, ValueError):
            continue
        if locale.language not in {"root", "und"}:
            found.setdefault(locale.language, []).append(locale)
    return found


def _shapes(locale: Locale) -> Iterator[str]:
    """The full format as shapes: with and without its era, with and without a full stop behind it."""
    pieces = []
    for kind, value in tokenize_pattern(locale.date_formats["full"].pattern):
        if kind == "chars":
            pieces.append(_literal(str(value)))
        else:
            field = FIELDS[value[0]]
            pieces.append("M" if field == "m" and int(value[1]) >= 3 else field)
    shape = " ".join("".join(pieces).replace("][", "").split())
    if "E" not in shape or "d" not in shape or "y" not in shape:
        return
    eras = {locale.eras[width][1] for width in ("wide", "abbreviated")} if "G" in shape else set()
    eras |= set(FURTHER_ERAS.get(locale.language, []))
    for era in ["", *sorted(eras)]:
        whole = " ".join(shape.replace("G", _literal(era)).split())
        inner = whole.removesuffix(".").replace(".", "")
        if whole.endswith("."):
            yield f"{inner}."
        yield inner


def _literal(text: str) -> str:
    """Fold a literal of a pattern, its letters in square brackets; a full stop at its end stays."""
    folded = re.sub(r"[^\s()/'፥፡-]+", lambda word: f"[{word[0]}]", fold(f"({text})")[1:-1])
    return f"{folded.rstrip()}." if text.endswith(".") else folded


def _folded_shape(shape: str) -> str:
    """Fold the words of a shape written by hand."""
    return re.sub(r"\[([^\]]*)\]", lambda word: f"[{fold(word[1])}]", shape)


def _months(locale: Locale) -> Names:
    """Names within a date and alone, in the width of the full format, from January."""
    width = "wide" if "MMMM" in (pattern := locale.date_formats["full"].pattern) or "LLLL" in pattern else "abbreviated"
    names: Names = [[] for _ in range(12)]
    for context in ("format", "stand-alone"):
        for month, name in locale.months[context][width].items():
            # Where a language has no names of its own to stand alone, Babel's root lends Chinese ones.
            if locale.language in SHORT_WEEKDAYS or not re.search("[一-鿿]", name):
                names[month - 1].append(_name(name, context))
    return names


def _weekdays(locale: Locale) -> Names:
    """Names within a date and alone, and what people write beside them, from Monday."""
    pattern = locale.date_formats["full"].pattern
    widths = ["wide" if "EEEE" in pattern or "cccc" in pattern else "abbreviated"]
    if locale.language in SHORT_WEEKDAYS:
        widths = ["wide", "abbreviated", "narrow"]
    names: Names = [[] for _ in range(7)]
    for context in ("format", "stand-alone"):
        for width in widths:
            for day, name in locale.days[context].get(width, {}).items():
                names[day].append(_name(name, context))
    further = FURTHER_WEEKDAYS.get(locale.language, "").split(";")
    if further != [""]:
        for day in range(7):
            spelt = further[day if len(further) == 7 else 0].replace("*", names[day][0])
            names[day].extend(fold(name) for name in spelt.split("/"))
    return names


def _name(text: str, context: str) -> str:
    """Fold a name; empty for the placeholder of one that does not stand alone."""
    name = fold(text).strip(".")
    return "" if context == "stand-alone" and UNTRANSLATED.fullmatch(name) else name


def _merged(lists: Iterator[Names]) -> Names:
    """Join the names of one language's locales; a name that means two things is left out."""
    merged: Names = []
    for names in lists:
        merged = merged or [[] for _ in names]
        for known, more in zip(merged, names, strict=True):
            known.extend(name for name in dict.fromkeys(more) if name and name not in known)
    uses = Counter(name for names in merged for name in names)
    return [[name for name in names if uses[name] == 1] for names in merged]


def _joined(names: Names) -> str:
    """Write names as one column."""
    return ";".join("/".join(column) for column in names)


if __name__ == "__main__":
    TARGET.write_text(table(), encoding="utf-8")
    sys.stdout.write(f"{TARGET}: {TARGET.stat().st_size} bytes\n")
