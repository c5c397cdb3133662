"""The words of the mail that are not the editor's, by language."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """One language's words; ``{number}`` and ``{publication}`` are filled in."""

    #: Heading of the list of contents.
    contents: str
    #: Link to the whole article.
    read_on: str
    #: Before one cited source, and before several.
    source: str
    sources: str
    #: What stands between a word such as `source` and what it announces.
    colon: str = ": "
    #: The issue's number in the masthead.
    number: str
    #: Why the recipient gets this mail.
    why: str
    #: Link in the HTML, and the line above the address in the text.
    unsubscribe: str
    unsubscribe_here: str


#: By primary language subtag (BCP 47).
PHRASES = {
    "en": Phrases(
        contents="In this issue",
        read_on="Read on",
        source="Source",
        sources="Sources",
        number="No. {number}",
        why="You receive this mail because you signed up for {publication}.",
        unsubscribe="Unsubscribe",
        unsubscribe_here="Unsubscribe here:",
    ),
    "nl": Phrases(
        contents="In dit nummer",
        read_on="Lees verder",
        source="Bron",
        sources="Bronnen",
        number="Nr. {number}",
        why="Je ontvangt deze mail omdat je je hebt aangemeld voor {publication}.",
        unsubscribe="Afmelden",
        unsubscribe_here="Afmelden kan hier:",
    ),
    "de": Phrases(
        contents="In dieser Ausgabe",
        read_on="Weiterlesen",
        source="Quelle",
        sources="Quellen",
        number="Nr. {number}",
        why="Sie erhalten diese E-Mail, weil Sie sich für {publication} angemeldet haben.",
        unsubscribe="Abmelden",
        unsubscribe_here="Hier abmelden:",
    ),
    "fr": Phrases(
        contents="Dans ce numéro",
        read_on="Lire la suite",
        source="Source",
        sources="Sources",
        colon="\u00a0: ",
        number="N°\u00a0{number}",
        why="Vous recevez ce message dans le cadre de votre abonnement à {publication}.",
        unsubscribe="Se désabonner",
        unsubscribe_here="Pour vous désabonner\u00a0:",
    ),
    "es": Phrases(
        contents="En este número",
        read_on="Seguir leyendo",
        source="Fuente",
        sources="Fuentes",
        number="N.º {number}",
        why="Recibes este correo porque te suscribiste a {publication}.",
        unsubscribe="Cancelar la suscripción",
        unsubscribe_here="Para cancelar la suscripción:",
    ),
    "it": Phrases(
        contents="In questo numero",
        read_on="Continua a leggere",
        source="Fonte",
        sources="Fonti",
        number="N. {number}",
        why="Ricevi questa e-mail perché hai chiesto di ricevere {publication}.",
        unsubscribe="Annulla l’iscrizione",
        unsubscribe_here="Per annullare l’iscrizione:",
    ),
    "pt": Phrases(
        contents="Nesta edição",
        read_on="Ler mais",
        source="Fonte",
        sources="Fontes",
        number="N.º {number}",
        why="Este e-mail chegou porque este endereço foi inscrito em {publication}.",
        unsubscribe="Cancelar a inscrição",
        unsubscribe_here="Para cancelar a inscrição:",
    ),
    "pl": Phrases(
        contents="W tym numerze",
        read_on="Czytaj dalej",
        source="Źródło",
        sources="Źródła",
        number="Nr {number}",
        why="Otrzymujesz tę wiadomość, ponieważ subskrybujesz {publication}.",
        unsubscribe="Wypisz się",
        unsubscribe_here="Aby się wypisać:",
    ),
    "sv": Phrases(
        contents="I det här numret",
        read_on="Läs vidare",
        source="Källa",
        sources="Källor",
        number="Nr {number}",
        why="Du får det här mejlet eftersom du prenumererar på {publication}.",
        unsubscribe="Avsluta prenumerationen",
        unsubscribe_here="Avsluta prenumerationen här:",
    ),
    "da": Phrases(
        contents="I dette nummer",
        read_on="Læs videre",
        source="Kilde",
        sources="Kilder",
        number="Nr. {number}",
        why="Du modtager denne mail, fordi du har tilmeldt dig {publication}.",
        unsubscribe="Afmeld",
        unsubscribe_here="Afmeld her:",
    ),
    "ru": Phrases(
        contents="В этом выпуске",
        read_on="Читать дальше",
        source="Источник",
        sources="Источники",
        number="№\u00a0{number}",
        why="Вы получили это письмо, потому что подписались на {publication}.",
        unsubscribe="Отписаться",
        unsubscribe_here="Отписаться можно здесь:",
    ),
    "ja": Phrases(
        contents="目次",
        read_on="続きを読む",
        source="出典",
        sources="出典",
        colon="：",
        number="第{number}号",
        why="このメールは、{publication}の購読を申し込まれた方にお送りしています。",
        unsubscribe="配信停止",
        unsubscribe_here="配信停止はこちら：",
    ),
}

FALLBACK = "en"


def has_phrases(language: str) -> bool:
    """Say whether the mail can speak this language (a BCP 47 tag)."""
    return _primary(language) in PHRASES


def language_of_phrases(language: str) -> str:
    """Return the language that the words for a BCP 47 tag are in: English where it is not in the table."""
    return language if has_phrases(language) else FALLBACK


def phrases_for(language: str) -> Phrases:
    """Return the words for a BCP 47 tag; English where the language is not in the table.

    >>> phrases_for("pt-BR").sources
    'Fontes'
    """
    return PHRASES[_primary(language_of_phrases(language))]


def _primary(language: str) -> str:
    return language.replace("_", "-").split("-")[0].lower()
