"""What docs/contributing/libraries.md decides by: what was taken, and what stays ours, beside the libraries.

    python benchmarks/libraries.py languages DJANGO   an unpacked Django wheel, for its message catalogues
    python benchmarks/libraries.py encodings          one invented sentence of each language, once and six times
    python benchmarks/libraries.py parts              the cost of each part that stays ours, and of the library

py3langid, inscriptis, linkify-it-py and python-slugify are measured where they are installed.
"""

import contextlib
import importlib
import io
import random  # noqa: TID251  # a fixed seed
import re
import sys
import time
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path

import chardet
import charset_normalizer
import liquid
import yaml
from babel.messages.pofile import read_po
from corpus import write_posts
from dateutil import parser

from publisher.delivery.message import mailbox
from publisher.sources.inputs.encodings import guess_encoding
from publisher.sources.static_site.generators.liquid import Liquid, expand
from publisher.sources.static_site.yaml import read_yaml
from publisher.text.addresses import find_addresses
from publisher.text.dates.written import read_date
from publisher.text.html.sanitize import sanitize_rendered
from publisher.text.html.to_text import plain_text
from publisher.text.languages.detection import OPENING, detect
from publisher.text.markup import markdown
from publisher.text.slugs import slug

LANGUAGES = "en nl de fr da sv nb es pt it pl cs fi hu ro tr ca sk hr sl et lv lt id vi eu gl is ga".split()  # noqa: SIM905  # easier to read
LENGTHS = ((20, 40), (40, 80), (80, 160), (250, 350))
TEXTS_OF_EACH = 100
#: What py3langid calls otherwise than BCP 47, or finer than the catalogues do.
SAME = {"no": "nb", "nn": "nb", "bs": "hr"}

SENTENCES = {
    "Wczoraj o świcie łódź wróciła do przystani, a rybacy śpiewali aż do południa.": ("cp1250", "iso-8859-2"),
    "Včera ráno přišli sousedé k řece a přinesli koláče, chléb i mléko.": ("cp1250", "iso-8859-2"),
    "Tegnap reggel a halászok hálói üresek voltak, de estére énekeltek.": ("cp1250",),
    "Утром рыбаки вышли в море, а к вечеру вернулись с пустыми сетями.": ("cp1251", "koi8-r", "iso-8859-5"),
    "Ця пісня була написана для нашої бібліотеки, її співали щовечора.": ("cp1251", "koi8-u"),
    "Το πρωί οι ψαράδες βγήκαν στη θάλασσα και γύρισαν αργά το βράδυ.": ("cp1253", "iso-8859-7"),
    "Sabah balıkçılar denize açıldı, akşam olunca şarkı söyleyerek döndüler.": ("cp1254", "iso-8859-9"),
    "בבוקר יצאו הדייגים לים ובערב חזרו עם רשתות ריקות.": ("cp1255",),
    "في الصباح خرج الصيادون إلى البحر وعادوا في المساء.": ("cp1256", "iso-8859-6"),
    "朝早く漁師たちは海に出て、夕方に歌いながら帰ってきました。": ("shift_jis", "euc_jp"),
    "清晨渔民们出海打鱼，傍晚唱着歌回到港口。": ("gbk",),
    "清晨漁民們出海打魚，傍晚唱著歌回到港口。": ("big5",),
    "아침 일찍 어부들은 바다로 나갔다가 저녁에 노래하며 돌아왔다.": ("euc_kr",),
    "ตอนเช้าชาวประมงออกทะเล และกลับมาในตอนเย็น": ("cp874",),
    "Les pêcheurs étaient partis très tôt, et la fête a duré jusqu'à l'été.": ("cp1252",),
    "Gestern früh fuhren die Fischer hinaus; abends hörten wir sie über dem Wasser.": ("cp1252",),
    "Fyll i två giltiga datum.": ("cp1252",),
    "Il costo è di 5 £ in totale.": ("cp1252",),
    "It’s a café.": ("cp1252",),
}


def microseconds(work: Callable[[], object], times: int = 2000) -> float:
    """Return what one call costs, in µs of CPU; the first one, which loads what it needs, is not counted."""
    work()
    begun = time.process_time()
    for _ in range(times):
        work()
    return (time.process_time() - begun) / times * 1e6


def installed(module: str) -> object | None:
    """Return a library that may be measured, None where it is not installed."""
    try:
        return importlib.import_module(module)
    except ImportError:
        return None


def texts(django: Path, language: str) -> Iterator[str]:
    """Yield the messages of Django that are translated into a language."""
    for path in sorted(django.rglob(f"locale/{language}/LC_MESSAGES/*.po")):
        with path.open("rb") as file, contextlib.redirect_stdout(io.StringIO()):  # it prints what it thinks of them
            catalogue = [message for message in read_po(file) if message.id and not message.fuzzy]
        for message in catalogue:
            original, said = (
                each if isinstance(each, list | tuple) else [each] for each in (message.id, message.string)
            )
            for each in original if language == "en" else set(said) - set(original):
                plain = " ".join(re.sub(r"%\(?\w*\)?[sd]|\{\w*\}|<[^>]+>|&\w+;", " ", each or "").split())
                if len(plain) > 20:
                    yield plain


def ours(text: str, home: str) -> str | None:
    """Ask as a build asks: first whether the opening is in the language of the publication."""
    return detect(text[:OPENING], home, is_opening=True) or detect(text, home)


def languages(django: Path) -> None:
    """Print how many texts are answered rightly: alone, in a publication of their language, and in an English one."""
    chance = random.Random(3)
    messages = {language: sorted(texts(django, language)) for language in LANGUAGES}
    detectors: dict[str, Callable[[str, str], str | None]] = {"ours": ours}
    if (other := installed("py3langid")) is not None:
        detectors["py3langid"] = lambda text, _: SAME.get(found := other.classify(text)[0], found)  # type: ignore[attr-defined]
    for shortest, longest in LENGTHS:
        asked = []
        for language in LANGUAGES:
            for _ in range(TEXTS_OF_EACH):
                text = ""
                while len(text) < shortest:
                    text = f"{text} {chance.choice(messages[language])}".strip()
                asked.append((language, text[:longest]))
        foreign = [(language, text) for language, text in asked if language != "en"]
        for name, find in detectors.items():
            alone = [find(text, "") for _, text in asked]
            begun = time.process_time()
            home = sum((find(text, language) or language) == language for language, text in asked)
            cost = (time.process_time() - begun) / len(asked) * 1e6
            right = sum(found == language for found, (language, _) in zip(alone, asked, strict=True))
            abroad = sum((find(text, "en") or "en") == language for language, text in foreign)
            answered = len(alone) - alone.count(None)
            print(
                f"{name:9} {shortest:>3} characters: alone {right / len(asked):.3f} right,"
                f" {answered / len(asked):.3f} answered; at home {home / len(asked):.3f};"
                f" in English {abroad / len(foreign):.3f}; {cost:.0f} µs"
            )


def encodings() -> None:
    """Print how many pieces each reads in their own letters."""
    guesses: dict[str, Callable[[bytes], str | None]] = {
        "ours, with chardet": guess_encoding,
        "chardet alone": lambda data: chardet.detect(data)["encoding"],
        "charset-normalizer": lambda data: getattr(charset_normalizer.from_bytes(data).best(), "encoding", None),
        "always Windows-1252": lambda _: "cp1252",
    }
    pieces = [
        (f"{text}\n".encode(name) * times, name)
        for text, names in SENTENCES.items()
        for name in names
        for times in (1, 6)
    ]
    for name, guess in guesses.items():
        right = sum(data.decode(guess(data) or "cp1252", "replace") == data.decode(known) for data, known in pieces)
        begun = time.process_time()
        for data, _ in pieces:
            guess(data)
        cost = (time.process_time() - begun) / len(pieces) * 1e6
        print(f"{name:20} {right} of {len(pieces)} in {len({known for _, known in pieces})} encodings, {cost:,.0f} µs")


FRONT = 'title: "Rain, again"\ndate: 2026-03-04 10:00:00 +0100\ntags: [weather, harbour]\nlayout: post\ndraft: false'
BODY = "{% assign boat = 'Anna' %}{% if page.rating > 3 %}{{ boat | upcase }}{% endif %} {{ page.title | escape }}"
VARIABLES: dict[str, object] = {"page": {"title": "Rain & wind", "rating": 4}}
WORDS = "See example.org, https://example.org/a_(b) and mail jan@example.org; README.md is a file. " * 4
TITLE = "L'été à Saint-Malo: Größe & C++ 2026"


def header() -> str:
    """Return the header of one recipient, by the standard library."""
    message = EmailMessage()
    message["To"] = '"van Dijk, Jan" <jan@example.org>'
    return message.as_string()


def parts(html: str) -> None:
    """Print what ours and the library cost for each part that stays ours."""
    names = Liquid(variables=VARIABLES, post_address=str, file_address=str, include=str, absolute=str, relative=str)
    environment = liquid.Environment()
    linkify, slugify, inscriptis = installed("linkify_it"), installed("slugify"), installed("inscriptis")
    finder = linkify and linkify.LinkifyIt()  # type: ignore[attr-defined]
    rows: dict[str, tuple[Callable[[], object], Callable[[], object] | None]] = {
        "front matter: PyYAML": (lambda: read_yaml(FRONT), lambda: yaml.load(FRONT, yaml.CBaseLoader)),
        "dates: dateutil": (
            lambda: read_date("April 20, 2011 10:30 PM"),
            lambda: parser.parse("April 20, 2011 10:30 PM"),
        ),
        "Liquid: python-liquid": (
            lambda: expand(BODY, names),
            lambda: environment.from_string(BODY).render(**VARIABLES),
        ),
        "header of a mail: email.message": (lambda: mailbox("To", "van Dijk, Jan", "jan@example.org"), header),
        "HTML to text: inscriptis": (
            lambda: plain_text(html),
            inscriptis and (lambda: inscriptis.get_text(html)),  # type: ignore[attr-defined]
        ),
        "addresses in text: linkify-it-py": (
            lambda: list(find_addresses(WORDS)),
            linkify and (lambda: finder.match(WORDS)),  # type: ignore[attr-defined]
        ),
        "slugs: python-slugify": (lambda: slug(TITLE), slugify and (lambda: slugify.slugify(TITLE))),  # type: ignore[attr-defined]
    }
    for name, (own, library) in rows.items():
        cost = microseconds(own)
        if library is None:
            print(f"{name:34} {cost:8.1f} µs   the library is not installed")
        else:
            other = microseconds(library, 200)
            print(f"{name:34} {cost:8.1f} µs {other:8.1f} µs   {other / cost:.1f} times ours")


def one_post() -> str:
    """Return the HTML of an invented post."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        write_posts(Path(folder), 1, header=True)
        body = next(Path(folder).rglob("*.md")).read_text().partition("\n\n")[2]
    return sanitize_rendered(markdown.render(body)[0], base="https://example.org/")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["languages", folder]:
            languages(Path(folder))
        case ["encodings"]:
            encodings()
        case ["parts"]:
            parts(one_post())
        case _:
            sys.exit(__doc__)
