"""What libraries find that we decided by: the language of short texts, and the encoding of pieces of text.

Usage: python benchmarks/libraries.py languages DJANGO    an unpacked Django wheel, for its message catalogues
       python benchmarks/libraries.py encodings
"""

from __future__ import annotations

import contextlib
import io
import random  # noqa: TID251  # a fixed seed
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from babel.messages.pofile import read_po

from publisher.sources.inputs.encodings import guess_encoding
from publisher.text.languages.detection import detect

LANGUAGES = "en nl de fr da sv nb es pt it pl cs fi hu ro tr ca sk hr sl et lv lt id vi eu gl is ga".split()  # noqa: SIM905  # easier to read
LENGTHS = ((40, 80), (80, 160), (250, 350))
TEXTS_OF_EACH = 60

PIECES = {
    "Zażółć gęślą jaźń. Wczoraj na rynku otwarto nowy sklep z pieczywem.": ("cp1250", "iso-8859-2"),
    "Вчера на площади открыли новый рынок, и жители долго ждали.": ("cp1251", "koi8-r", "iso-8859-5"),
    "Gestern wurde der Markt eröffnet; die Bürger freuten sich über Käse.": ("cp1252", "iso-8859-1"),
    "L'été dernier, la forêt a brûlé près du château où nous étions.": ("cp1252",),
    "De cafés hadden één tafel buiten; ideeën waren er genoeg.": ("cp1252",),
    "昨日、広場で新しい市場が開かれました。住民は長い間待っていました。": ("shift_jis", "euc_jp"),
    "Χθες άνοιξε η νέα αγορά στην πλατεία και οι κάτοικοι περίμεναν.": ("cp1253", "iso-8859-7"),
    "Včera na náměstí otevřeli nový trh, na který obyvatelé čekali.": ("cp1250", "iso-8859-2"),
    "Dün meydanda yeni pazar açıldı, halk uzun süre bekledi.": ("cp1254",),
    "昨天广场上开了一个新的市场，居民们等了很久。": ("gbk", "gb18030"),
    "어제 광장에 새 시장이 열렸고 주민들은 오래 기다렸습니다.": ("euc_kr",),
    "Tegnap megnyílt az új piac a téren, és a lakók örültek a sütőtöknek.": ("cp1250",),
}


def texts(django: Path, language: str) -> Iterator[str]:
    """Yield the messages of Django in a language."""
    for path in sorted(django.rglob(f"locale/{language}/LC_MESSAGES/*.po")):
        with path.open("rb") as file:
            with contextlib.redirect_stdout(io.StringIO()):  # it prints what it thinks of a catalogue
                catalogue = list(read_po(file))
            for message in catalogue:
                said = message.id if language == "en" else message.string
                for each in said if isinstance(said, list | tuple) else [said]:
                    plain = " ".join(re.sub(r"%\(?\w*\)?[sd]|\{\w*\}|<[^>]+>|&\w+;", " ", each or "").split())
                    if len(plain) > 20:
                        yield plain


def languages(django: Path) -> None:
    """Print how many texts of each length are answered, rightly and wrongly."""
    chance = random.Random(3)
    messages = {language: list(texts(django, language)) for language in LANGUAGES}
    for shortest, longest in LENGTHS:
        asked = answered = right = 0
        seconds = 0.0
        for language in LANGUAGES:
            for _ in range(TEXTS_OF_EACH):
                text = ""
                while len(text) < shortest:
                    text = f"{text} {chance.choice(messages[language])}".strip()
                begun = time.process_time()
                found = detect(text[:longest])
                seconds += time.process_time() - begun
                asked += 1
                answered += found is not None
                right += found == language
        print(
            f"{shortest:>4} characters: right {right / asked:.3f}, answered {answered / asked:.3f},"
            f" wrong of those {1 - right / answered:.3f}, {seconds / asked * 1e6:.0f} µs a text"
        )


def encodings() -> None:
    """Print how many pieces, once and repeated, are read in their own letters."""
    right = asked = 0
    for text, names in PIECES.items():
        for name in names:
            for times in (1, 6):
                data = f"{text}\n".encode(name) if times == 1 else (f"{text}\n" * times).encode(name)
                asked += 1
                right += data.decode(guess_encoding(data), "replace") == data.decode(name)
    print(f"{right} of {asked} pieces in {len({name for names in PIECES.values() for name in names})} encodings")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["languages", folder]:
            languages(Path(folder))
        case ["encodings"]:
            encodings()
        case _:
            sys.exit(__doc__)
