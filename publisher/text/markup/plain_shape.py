"""What the shape of one plain line says: length, end, casing.  No word of any language is looked at."""

from __future__ import annotations

import re

#: Columns (East Asian characters count double) that a heading may fill.
HEADING_COLUMNS = 110
#: A heading with "!" at its end, between blank lines, is an exclamation: only a short one is a heading.
EXCLAMATION_COLUMNS = 24
#: Words without an end of a sentence are prose from this width on.
PROSE_COLUMNS = 60
#: Where no sign ends a sentence, a heading is shorter than prose.
UNSIGNED_COLUMNS = 40
#: A wrapped text fills its lines at least so far.
NARROWEST_WRAP = 50
WIDEST_WRAP = 120

_CLOSING = "\"'’”»›)]}」』】》〉*_"
_SENTENCE_ENDS = ".。．｡…‥⋯।॥۔؟։՞።။។།?？!！"
_OPEN_ENDS = ":：;；,，、،"
#: A last remark in brackets, which says nothing about how the line before it ends.
_ASIDE = re.compile(r"\s*(?:\[[^\]]*\]|\([^)]*\)|（[^）]*）|【[^】]*】)\s*$")
#: A word of four letters or more, the end of its sentence, and what can begin another one.
_SENTENCE_WITHIN = re.compile(r"[^\W\d_]{4}[.!…][\"'’”»)]*\s+[\"'‘“„«¿¡(]*[^\W\d_a-z]|[。！]\w")
#: A shell prompt or variable, or a note's number in square brackets.
_CODE_START = re.compile(r"[$%#>]\s*[^\d\s]|\[\d+\]|[)\]},.;:!?、。，：；！？]")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|[^\W\d_]{2,}(?:-[^\W\d_]{2,})+")
_UNDERLINE = re.compile(r"=={2,}|--{2,}|~~{2,}|\^{3,}|\*\*{2,}|##{2,}")
#: The question mark of Greek.
_GREEK_QUESTION = re.compile("(?<=[\u0370-\u03ff\u1f00-\u1fff])[;\u037e]$")
#: Letters of Thai and Lao, whose sentences end with a blank at most.
_UNSIGNED = re.compile("[\u0e00-\u0eff]")
_WIDE = re.compile("[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]")


def columns(line: str) -> int:
    """Return the width of *line* in columns.

    >>> columns("abc"), columns("日本")
    (3, 4)
    """
    return len(line) + len(_WIDE.findall(line))


def last_sign(line: str) -> str:
    """Return the last character of *line* that is no closing quote or bracket.

    >>> last_sign('He said: "No."'), last_sign("（例）。"), last_sign("word)")
    ('.', '。', 'd')
    """
    open_line = line.rstrip(_CLOSING)
    return "?" if _GREEK_QUESTION.search(open_line) else open_line[-1:]


def ends_sentence(line: str) -> bool:
    """Tell whether *line* ends as a sentence does.

    >>> ends_sentence("Really?"), ends_sentence("A title"), ends_sentence("終わり。")
    (True, False, True)
    """
    sign = last_sign(line)
    return bool(sign) and sign in _SENTENCE_ENDS


def is_question(line: str) -> bool:
    """Tell whether *line* ends with a question mark of any script."""
    return last_sign(line) in ("?", "？", "؟")


def is_exclamation(line: str) -> bool:
    """Tell whether *line* ends with an exclamation mark."""
    return last_sign(line) in ("!", "！")


def continues(line: str) -> bool:
    """Tell whether *line* can only go on a sentence: it begins with a small letter.

    A capital further on in the first word makes it a name, such as "iPhone",
    and other signs in it make it a name or code, such as "e-mail" or "src/main";
    an apostrophe does not, nor a hyphen between two words.

    >>> continues("and so on"), continues("iPhone"), continues("Then"), continues("日本")
    (True, False, False, False)
    >>> continues("l'eau"), continues("seventy-two."), continues("e-mail")
    (True, True, False)
    """
    word = line.split(maxsplit=1)[0].rstrip(",.;:!?…)\"”»’'") if line.strip() else ""
    return _WORD.fullmatch(word) is not None and word[0].islower() and word == word.lower()


def may_be_heading(line: str) -> bool:
    """Tell whether *line* alone, whatever stands around it, can be a heading.

    It is short, does not begin in small letters, holds a letter, is no bare
    address, and ends neither as a statement nor as the opening of something;
    a question is not the second sentence of the line.

    >>> may_be_heading("Tips for winter"), may_be_heading("It was cold."), may_be_heading("We need:")
    (True, False, False)
    >>> may_be_heading("Why now?"), may_be_heading("We stayed. Read on: Why now?")
    (True, False)
    """
    if not line or columns(line) > HEADING_COLUMNS or continues(line) or not any(map(str.isalpha, line)):
        return False
    if "://" in line or _CODE_START.match(line):
        return False
    words = _ASIDE.sub("", line)
    if is_question(line):
        return not _SENTENCE_WITHIN.search(line)
    if line[-1] in _OPEN_ENDS or last_sign(words) in _OPEN_ENDS:
        return False
    if _UNSIGNED.search(line) and columns(line) > UNSIGNED_COLUMNS:
        return False
    return is_exclamation(line) or not (line[-1] in _SENTENCE_ENDS or ends_sentence(words))


def is_underline(line: str) -> bool:
    """Tell whether *line* is nothing but one sign, over and over.

    >>> is_underline("======"), is_underline("- - -"), is_underline("--"), is_underline("=-=-=")
    (True, False, False, False)
    """
    return _UNDERLINE.fullmatch(line) is not None


def is_prose(line: str) -> bool:
    """Tell whether *line* says something: a sentence, an opening, or several words of some length.

    >>> is_prose("It rained."), is_prose("As follows:"), is_prose("4f1a5d18c8c6"), is_prose("12 kg")
    (True, True, False, False)
    """
    if ends_sentence(line) or line[-1] in _OPEN_ENDS or _ASIDE.sub("", line)[-1:] in _SENTENCE_ENDS:
        return True
    widest = UNSIGNED_COLUMNS if _UNSIGNED.search(line) else PROSE_COLUMNS
    return columns(line) > widest and (" " in line or not line.isascii())


def is_wrapped(lines: list[str]) -> bool:
    """Tell whether *lines* are one paragraph that was broken to fit a width.

    That is so when no line could have taken the first word of the next.

    >>> is_wrapped(["Heading", "A long line of prose that follows its heading at once, as some write."])
    False
    """
    widths = [columns(line) for line in lines]
    width = max(widths)
    if not NARROWEST_WRAP <= width <= WIDEST_WRAP:
        return False
    return all(
        here + 1 + columns(following.split(maxsplit=1)[0]) > width
        for here, following in zip(widths, lines[1:], strict=False)
    )
