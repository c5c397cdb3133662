"""Words of many languages that plain writing uses as signs: the one table of them.

Everything here is about labels and cues ("Source:", "PS:", "read also"), never
about a subject.  Nothing else in the package may carry words of a language;
rules elsewhere look at shape alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

#: Labels that announce where something was found, by language (BCP 47).
SOURCE_LABELS: dict[str, tuple[str, ...]] = {
    "ar": ("المصدر", "المصادر", "المراجع"),
    "bg": ("Източник", "Източници"),
    "ca": ("Bibliografia", "Referències"),
    "cs": ("Zdroj", "Zdroje", "Prameny", "Literatura"),
    "da": ("Kilde", "Kilder", "Kildehenvisninger", "Litteratur"),
    "de": ("Quelle", "Quellen", "Quellenangabe", "Quellenangaben", "Quellenverzeichnis", "Literatur", "Referenzen"),
    "el": ("Πηγή", "Πηγές", "Βιβλιογραφία"),
    "en": ("Source", "Sources", "Reference", "References", "Bibliography", "Works cited", "Further reading"),
    "es": ("Fuente", "Fuentes", "Referencia", "Referencias", "Bibliografía"),
    "et": ("Allikas", "Allikad"),
    "eu": ("Iturria", "Iturriak"),
    "fa": ("منبع", "منابع"),
    "fi": ("Lähde", "Lähteet", "Kirjallisuus"),
    "fr": ("Source", "Sources", "Référence", "Références", "Bibliographie"),
    "he": ("מקור", "מקורות"),
    "hi": ("स्रोत",),
    "hr": ("Izvor", "Izvori", "Literatura"),
    "hu": ("Forrás", "Források", "Irodalom"),
    "id": ("Sumber", "Referensi", "Daftar pustaka"),
    "it": ("Fonte", "Fonti", "Riferimento", "Riferimenti", "Bibliografia"),
    "ja": ("出典", "出所", "参考", "参考文献", "参考資料", "引用元", "情報源", "ソース"),
    "ko": ("출처", "참고", "참고문헌", "참고 문헌", "참고자료"),
    "lt": ("Šaltinis", "Šaltiniai"),
    "lv": ("Avots", "Avoti"),
    "nb": ("Kilde", "Kilder", "Referanser", "Litteratur"),
    "nl": ("Bron", "Bronnen", "Bronvermelding", "Bronvermeldingen", "Literatuur", "Referentie", "Referenties"),
    "pl": ("Źródło", "Źródła", "Bibliografia", "Literatura", "Przypisy"),
    "pt": ("Fonte", "Fontes", "Referência", "Referências", "Bibliografia"),
    "ro": ("Sursa", "Sursă", "Surse", "Sursele", "Bibliografie"),
    "ru": ("Источник", "Источники", "Литература", "Список литературы"),
    "sk": ("Zdroj", "Zdroje", "Literatúra"),
    "sl": ("Vir", "Viri"),
    "sr": ("Извор", "Извори"),
    "sv": ("Källa", "Källor", "Källförteckning", "Referenser", "Litteratur"),
    "th": ("ที่มา", "แหล่งที่มา", "อ้างอิง"),
    "tr": ("Kaynak", "Kaynaklar", "Kaynakça"),
    "uk": ("Джерело", "Джерела", "Література"),
    "vi": ("Nguồn", "Tham khảo", "Tài liệu tham khảo"),
    "zh": ("来源", "來源", "资料来源", "資料來源", "参考", "參考", "参考文献", "參考文獻", "参考资料", "參考資料"),
}

#: Labels that stand alone above a list of sources so often that a heading of that one word is enough.
#: The singular is left out: in writing about programs, "Source" heads the source code.
SOURCE_HEADINGS: frozenset[str] = frozenset(
    label.casefold()
    for labels in SOURCE_LABELS.values()
    for label in labels
    if label.casefold()
    not in {"source", "reference", "fonte", "fuente", "quelle", "bron", "ソース", "литература", "참고", "参考"}
)

#: Labels of a postscript.
POSTSCRIPT_LABELS: tuple[str, ...] = (
    "PS",
    "P.S.",
    "P.S",
    "PPS",
    "P.P.S.",
    "NB",
    "N.B.",
    "追伸",
    "附言",
    "З.Ы.",
    "П.С.",
)

#: Openings by which a postscript sends the reader to another text.
READ_ALSO: dict[str, tuple[str, ...]] = {
    "cs": ("čtěte také", "přečtěte si", "viz také", "viz též"),
    "da": ("læs også", "se også", "læs mere"),
    "de": ("lesen sie auch", "lies auch", "siehe auch", "lesetipp", "mehr dazu"),
    "en": (
        "read also",
        "also read",
        "see also",
        "read more",
        "read the article",
        "further reading",
        "recommended reading",
    ),
    "es": ("lea también", "lee también", "leer también", "ver también", "véase también", "véase"),
    "fi": ("lue myös", "katso myös"),
    "fr": ("lire aussi", "à lire aussi", "lisez aussi", "voir aussi", "à lire"),
    "id": ("baca juga", "lihat juga"),
    "it": ("leggi anche", "leggete anche", "vedi anche", "si veda anche"),
    "ja": ("あわせて読みたい", "関連記事", "こちらもお読みください", "参照"),
    "ko": ("함께 읽기", "관련 글", "참조"),
    "nb": ("les også", "se også"),
    "nl": ("lees ook", "zie ook", "lees verder", "lees meer", "leestip"),
    "pl": ("czytaj także", "czytaj też", "przeczytaj także", "przeczytaj też", "zobacz także", "zobacz też"),
    "pt": ("leia também", "ler também", "veja também"),
    "ro": ("citește și", "citiți și", "vezi și"),
    "ru": ("читайте также", "читать также", "смотрите также", "см. также"),
    "sv": ("läs också", "läs även", "se även", "se också"),
    "tr": ("ayrıca okuyun", "ayrıca bakınız", "ayrıca bkz"),
    "uk": ("читайте також", "дивіться також"),
    "zh": ("延伸阅读", "延伸閱讀", "另请参阅", "參見", "参见", "相关阅读"),
}

#: Words by which a sentence begins that sends the reader to another text.
INVITATIONS: dict[str, tuple[str, ...]] = {
    "ca": ("llegiu", "llegeix", "vegeu"),
    "cs": ("čtěte", "přečtěte", "viz"),
    "da": ("læs", "se"),
    "de": ("lesen sie", "lies", "lest", "siehe", "vgl."),
    "en": ("read", "see", "cf."),
    "es": ("lea", "lee", "leed", "véase", "vea"),
    "fi": ("lue", "katso", "ks."),
    "fr": ("lire", "lisez", "voir", "voyez", "cf."),
    "hu": ("olvassa el", "olvasd el", "lásd"),
    "id": ("baca", "bacalah", "lihat"),
    "it": ("leggi", "leggete", "vedi", "si veda"),
    "nb": ("les", "se"),
    "nl": ("lees", "zie", "bekijk", "vgl."),
    "pl": ("czytaj", "przeczytaj", "zobacz", "zob."),
    "pt": ("leia", "ler", "veja", "ver"),
    "ro": ("citește", "citiți", "vezi"),
    "ru": ("читайте", "прочтите", "см."),
    "sv": ("läs", "se"),
    "tr": ("okuyun", "bakınız", "bkz."),
    "uk": ("читайте", "прочитайте", "див."),
    "vi": ("đọc", "xem"),
}

#: Names of what a weblog holds; a title may follow right behind.
POSTS: dict[str, tuple[str, ...]] = {
    "ca": ("article", "entrada"),
    "cs": ("článek", "článku", "příspěvek", "příspěvku"),
    "da": ("artikel", "artiklen", "indlæg", "indlægget", "blogindlæg"),
    "de": ("artikel", "beitrag", "blogbeitrag", "blogartikel"),
    "en": ("article", "post", "blog post", "entry", "piece"),
    "es": ("artículo", "entrada"),
    "fi": ("artikkeli", "artikkelin", "kirjoitus", "kirjoituksen"),
    "fr": ("article", "billet"),
    "hu": ("cikk", "cikket", "bejegyzés", "bejegyzést"),
    "id": ("artikel", "tulisan"),
    "it": ("articolo", "post"),
    "nb": ("artikkel", "artikkelen", "innlegg", "innlegget", "blogginnlegg"),
    "nl": ("artikel", "blog", "blogartikel", "blogbericht", "weblogartikel", "stuk"),
    "pl": ("artykuł", "artykule", "wpis", "wpisie"),
    "pt": ("artigo", "post"),
    "ro": ("articolul", "articol"),
    "ru": ("статья", "статье", "статью", "запись", "заметка", "заметке", "заметку"),
    "sv": ("artikel", "artikeln", "inlägg", "inlägget", "blogginlägg"),
    "tr": ("yazı", "yazısı", "yazımız", "makale"),
    "uk": ("стаття", "статті", "статтю", "допис", "дописі"),
    "vi": ("bài viết", "bài"),
}

#: Names of the kinds of work that people cite; a quoted phrase close after one is its title.
#: A word may be the end of a compound, as in "opinie-artikel" or "Zeitungsartikel".
WORKS: dict[str, tuple[str, ...]] = {
    "cs": ("článek", "článku", "kniha", "knize", "studie", "zpráva"),
    "da": ("artikel", "artiklen", "bog", "bogen", "rapport", "rapporten"),
    "de": ("artikel", "beitrag", "buch", "studie", "bericht", "aufsatz", "essay"),
    "en": ("article", "book", "report", "paper", "essay", "study", "blog", "post", "film"),
    "es": ("artículo", "libro", "informe", "estudio", "ensayo", "reportaje"),
    "fi": ("artikkeli", "artikkelissa", "kirja", "kirjassa", "raportti"),
    "fr": ("article", "livre", "rapport", "étude", "essai", "billet", "ouvrage"),
    "it": ("articolo", "libro", "rapporto", "studio", "saggio"),
    "ja": ("記事", "書籍", "論文", "著書", "報告書"),
    "nb": ("artikkel", "artikkelen", "bok", "boka", "boken", "rapport", "rapporten"),
    "nl": ("artikel", "artikelen", "boek", "rapport", "onderzoeksrapport", "blog", "opstel", "essay", "recensie"),
    "pl": ("artykuł", "artykule", "książka", "książce", "raport", "raporcie"),
    "pt": ("artigo", "livro", "relatório", "estudo", "ensaio"),
    "ru": ("статья", "статье", "статью", "книга", "книге", "книгу", "отчёт", "доклад"),
    "sv": ("artikel", "artikeln", "bok", "boken", "rapport", "rapporten"),
    "tr": ("makale", "makalesi", "kitap", "kitabı", "rapor"),
    "uk": ("стаття", "статті", "книга", "книзі"),
    "zh": ("文章", "论文", "論文", "报告", "報告"),
}


def alternatives(words: Iterable[Iterable[str]]) -> str:
    r"""Return a regular expression that matches any of *words*, the longest first.

    Spaces in a word match any blank, no-break space included.

    >>> print(alternatives([["see", "see also"]]))
    see\s+also|see
    """
    listed = {word for group in words for word in group}
    return "|".join(
        r"\s+".join(map(re.escape, word.split(" "))) for word in sorted(listed, key=lambda word: (-len(word), word))
    )


#: A source label and its colon (also the full-width one) where a line begins.
SOURCE_LABEL = re.compile(
    rf"\s*(?P<label>{alternatives(SOURCE_LABELS.values())})(?:\(\w{{1,3}}\))?\s*[:：]", re.IGNORECASE
)
#: A postscript label and its colon or full stop where a line begins.
POSTSCRIPT_LABEL = re.compile(
    rf"\s*(?P<label>{alternatives([POSTSCRIPT_LABELS])})(?:\s*[:：]|(?:\.|(?<=\.))(?=\s|$))", re.IGNORECASE
)


def is_label(line: str) -> bool:
    """Tell whether *line* is a source or postscript label and nothing else.

    >>> is_label("Quellen:"), is_label("PS:"), is_label("Quellen: keine"), is_label("Note:")
    (True, True, False, False)
    """
    found = SOURCE_LABEL.match(line) or POSTSCRIPT_LABEL.match(line)
    return found is not None and not line[found.end() :].strip()


def opens_with_label(line: str) -> bool:
    """Tell whether *line* begins with a source or postscript label.

    >>> opens_with_label("Bron: een boek"), opens_with_label("Bronnen genoeg")
    (True, False)
    """
    return (SOURCE_LABEL.match(line) or POSTSCRIPT_LABEL.match(line)) is not None
