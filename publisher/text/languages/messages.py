"""The few words of our own on the pages, by language."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """One language's words."""

    #: Heading of the list of pages, and the link back to it.
    all_posts: str
    #: Heading above one cited source, and above several.
    source: str
    sources: str
    #: Before the day of the last change.
    updated: str
    #: Before the names of the feeds.
    subscribe: str
    #: Heading of the list of feeds.
    feeds: str
    #: Heading above the explanation, and the explanation.
    how_to_subscribe: str
    how: str
    #: To a person who opened a feed in a browser.
    this_is_a_feed: str
    #: What the feed of all posts is for, and headings above the others.
    whole_site: str
    chosen: str
    tags: str
    authors: str
    years: str
    languages: str
    origins: str
    #: The link to the list for feed readers.
    opml: str


#: By primary language subtag (BCP 47).
PHRASES = {
    "en": Phrases(
        all_posts="All posts",
        source="Source",
        sources="Sources",
        updated="Updated",
        subscribe="Follow with a reader",
        feeds="Feeds",
        how_to_subscribe="How to subscribe",
        how=(
            "Copy the address of a feed into a feed reader: a program or website that collects new posts for you. It "
            "costs nothing, and nobody learns your mail address."
        ),
        this_is_a_feed=(
            "This is a feed, meant for feed readers. Copy the address of this page into yours to subscribe."
        ),
        whole_site="The whole site",
        chosen="Selections",
        tags="Tags",
        authors="Authors",
        years="Years",
        languages="Languages",
        origins="Sources of the posts",
        opml="All feeds as one file (OPML)",
    ),
    "nl": Phrases(
        all_posts="Alle berichten",
        source="Bron",
        sources="Bronnen",
        updated="Bijgewerkt",
        subscribe="Volgen met een lezer",
        feeds="Feeds",
        how_to_subscribe="Zo volg je ons",
        how=(
            "Kopieer het adres van een feed naar een feedlezer: een programma of website die nieuwe berichten voor je"
            " verzamelt. Het kost niets en niemand krijgt je mailadres."
        ),
        this_is_a_feed=(
            "Dit is een feed, bedoeld voor feedlezers. Kopieer het adres van deze pagina naar de jouwe om ons te "
            "volgen."
        ),
        whole_site="De hele site",
        chosen="Selecties",
        tags="Onderwerpen",
        authors="Auteurs",
        years="Jaren",
        languages="Talen",
        origins="Herkomst van de berichten",
        opml="Alle feeds in één bestand (OPML)",
    ),
    "de": Phrases(
        all_posts="Alle Beiträge",
        source="Quelle",
        sources="Quellen",
        updated="Aktualisiert",
        subscribe="Im Feedreader abonnieren",
        feeds="Feeds",
        how_to_subscribe="So abonnieren Sie",
        how=(
            "Kopieren Sie die Adresse eines Feeds in einen Feedreader: ein Programm oder eine Website, die neue "
            "Beiträge für Sie sammelt. Das kostet nichts, und niemand erfährt Ihre Mailadresse."
        ),
        this_is_a_feed=(
            "Dies ist ein Feed für Feedreader. Kopieren Sie die Adresse dieser Seite in Ihren, um ihn zu abonnieren."
        ),
        whole_site="Die ganze Website",
        chosen="Auswahlen",
        tags="Schlagwörter",
        authors="Autoren",
        years="Jahre",
        languages="Sprachen",
        origins="Herkunft der Beiträge",
        opml="Alle Feeds in einer Datei (OPML)",
    ),
    "fr": Phrases(
        all_posts="Tous les articles",
        source="Source",
        sources="Sources",
        updated="Mis à jour",
        subscribe="Suivre par flux",
        feeds="Flux",
        how_to_subscribe="Comment s’abonner",
        how=(
            "Copiez l’adresse d’un flux dans un lecteur de flux : un programme ou un site qui rassemble les nouveaux "
            "articles pour vous. C’est gratuit, et personne n’apprend votre adresse électronique."
        ),
        this_is_a_feed=(
            "Ceci est un flux, destiné aux lecteurs de flux. Pour vous abonner, copiez l’adresse de cette page dans "
            "le vôtre."
        ),
        whole_site="Tout le site",
        chosen="Sélections",
        tags="Sujets",
        authors="Auteurs",
        years="Années",
        languages="Langues",
        origins="Provenance des articles",
        opml="Tous les flux en un fichier (OPML)",
    ),
    "es": Phrases(
        all_posts="Todas las entradas",
        source="Fuente",
        sources="Fuentes",
        updated="Actualizado",
        subscribe="Seguir por fuente web",
        feeds="Fuentes web",
        how_to_subscribe="Cómo suscribirse",
        how=(
            "Copie la dirección de una fuente en un lector: un programa o sitio que reúne las entradas nuevas. No "
            "cuesta nada y nadie conoce su dirección de correo."
        ),
        this_is_a_feed=(
            "Esto es una fuente web, destinada a lectores. Para suscribirse, copie la dirección de esta página en el "
            "suyo."
        ),
        whole_site="Todo el sitio",
        chosen="Selecciones",
        tags="Temas",
        authors="Autores",
        years="Años",
        languages="Idiomas",
        origins="Procedencia de las entradas",
        opml="Todas las fuentes en un archivo (OPML)",
    ),
    "it": Phrases(
        all_posts="Tutti gli articoli",
        source="Fonte",
        sources="Fonti",
        updated="Aggiornato",
        subscribe="Segui con un lettore di feed",
        feeds="Feed",
        how_to_subscribe="Come abbonarsi",
        how=(
            "Copia l’indirizzo di un feed in un lettore di feed: un programma o un sito che raccoglie per te i nuovi "
            "articoli. È gratuito, e nessuno viene a sapere il tuo indirizzo e-mail."
        ),
        this_is_a_feed=(
            "Questo è un feed, destinato ai lettori di feed. Per abbonarti copia l’indirizzo di questa pagina nel tuo."
        ),
        whole_site="Tutto il sito",
        chosen="Selezioni",
        tags="Argomenti",
        authors="Autori",
        years="Anni",
        languages="Lingue",
        origins="Provenienza degli articoli",
        opml="Tutti i feed in un file (OPML)",
    ),
    "pt": Phrases(
        all_posts="Todos os textos",
        source="Fonte",
        sources="Fontes",
        updated="Atualizado",
        subscribe="Seguir por feed",
        feeds="Feeds",
        how_to_subscribe="Como subscrever",
        how=(
            "Copie o endereço de um feed para um leitor de feeds: um programa ou site que reúne os textos novos. É "
            "gratuito, e ninguém fica a saber o seu endereço de e-mail."
        ),
        this_is_a_feed=(
            "Isto é um feed, destinado a leitores de feeds. Para subscrever, copie o endereço desta página para o seu."
        ),
        whole_site="Todo o site",
        chosen="Seleções",
        tags="Temas",
        authors="Autores",
        years="Anos",
        languages="Línguas",
        origins="Origem dos textos",
        opml="Todos os feeds num ficheiro (OPML)",
    ),
    "pl": Phrases(
        all_posts="Wszystkie wpisy",
        source="Źródło",
        sources="Źródła",
        updated="Zaktualizowano",
        subscribe="Śledź w czytniku",
        feeds="Kanały",
        how_to_subscribe="Jak subskrybować",
        how=(
            "Skopiuj adres kanału do czytnika: programu lub strony, która zbiera nowe wpisy. To nic nie kosztuje i "
            "nikt nie poznaje twojego adresu e-mail."
        ),
        this_is_a_feed=(
            "To jest kanał przeznaczony dla czytników. Aby go subskrybować, skopiuj adres tej strony do swojego "
            "czytnika."
        ),
        whole_site="Cała strona",
        chosen="Wybrane",
        tags="Tagi",
        authors="Autorzy",
        years="Lata",
        languages="Języki",
        origins="Pochodzenie wpisów",
        opml="Wszystkie kanały w jednym pliku (OPML)",
    ),
    "sv": Phrases(
        all_posts="Alla inlägg",
        source="Källa",
        sources="Källor",
        updated="Uppdaterat",
        subscribe="Följ i en läsare",
        feeds="Flöden",
        how_to_subscribe="Så prenumererar du",
        how=(
            "Kopiera adressen till ett flöde till en flödesläsare: ett program eller en webbplats som samlar nya "
            "inlägg åt dig. Det kostar inget, och ingen får veta din e-postadress."
        ),
        this_is_a_feed=(
            "Detta är ett flöde, avsett för flödesläsare. Kopiera sidans adress till din för att prenumerera."
        ),
        whole_site="Hela webbplatsen",
        chosen="Urval",
        tags="Ämnen",
        authors="Författare",
        years="År",
        languages="Språk",
        origins="Inläggens ursprung",
        opml="Alla flöden i en fil (OPML)",
    ),
    "da": Phrases(
        all_posts="Alle indlæg",
        source="Kilde",
        sources="Kilder",
        updated="Opdateret",
        subscribe="Følg i en læser",
        feeds="Feeds",
        how_to_subscribe="Sådan abonnerer du",
        how=(
            "Kopiér adressen på et feed til en feedlæser: et program eller websted, der samler nye indlæg til dig. "
            "Det koster ikke noget, og ingen får din mailadresse at vide."
        ),
        this_is_a_feed="Dette er et feed, beregnet til feedlæsere. Kopiér sidens adresse til din for at abonnere.",
        whole_site="Hele webstedet",
        chosen="Udvalg",
        tags="Emner",
        authors="Forfattere",
        years="År",
        languages="Sprog",
        origins="Indlæggenes oprindelse",
        opml="Alle feeds i én fil (OPML)",
    ),
    "ru": Phrases(
        all_posts="Все записи",
        source="Источник",
        sources="Источники",
        updated="Обновлено",
        subscribe="Подписаться на ленту",
        feeds="Ленты",
        how_to_subscribe="Как подписаться",
        how=(
            "Скопируйте адрес ленты в программу для чтения лент или на сайт, который собирает для вас новые записи. "
            "Это бесплатно, и никто не узнает ваш почтовый адрес."
        ),
        this_is_a_feed=(
            "Это лента для программ чтения. Чтобы подписаться, скопируйте адрес этой страницы в свою программу."
        ),
        whole_site="Весь сайт",
        chosen="Подборки",
        tags="Темы",
        authors="Авторы",
        years="Годы",
        languages="Языки",
        origins="Происхождение записей",
        opml="Все ленты одним файлом (OPML)",
    ),
    "ja": Phrases(
        all_posts="すべての記事",
        source="出典",
        sources="出典",
        updated="更新日",
        subscribe="フィードで購読",
        feeds="フィード",
        how_to_subscribe="購読のしかた",
        how="フィードのアドレスをフィードリーダー(新しい記事を集めるプログラムやサイト)にコピーしてください。無料で、メールアドレスを知らせる必要もありません。",
        this_is_a_feed="これはフィードリーダーのためのフィードです。購読するには、このページのアドレスをリーダーにコピーしてください。",
        whole_site="サイト全体",
        chosen="セレクション",
        tags="タグ",
        authors="著者",
        years="年",
        languages="言語",
        origins="記事の出所",
        opml="すべてのフィードを一つのファイルで (OPML)",
    ),
}


def phrases(language: str) -> Phrases:
    """Return the words of a language; English where we have none.

    >>> phrases("pt-BR").sources
    'Fontes'
    """
    return PHRASES.get(_primary(language), PHRASES["en"])


def speaks(language: str) -> Markup:
    """Return the attribute that says in which language our words stand on a page of *language*; nothing if in that.

    >>> speaks("he"), speaks("pt-BR")
    (Markup(' lang="en" dir="ltr"'), Markup(''))
    """
    return Markup("" if _primary(language) in PHRASES else ' lang="en" dir="ltr"')  # noqa: S704  # no input


def _primary(language: str) -> str:
    return language.replace("_", "-").partition("-")[0].lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuePhrases:
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
ISSUE_PHRASES = {
    "en": IssuePhrases(
        contents="In this issue",
        read_on="Read on",
        source="Source",
        sources="Sources",
        number="No. {number}",
        why="You receive this mail because you signed up for {publication}.",
        unsubscribe="Unsubscribe",
        unsubscribe_here="Unsubscribe here:",
    ),
    "nl": IssuePhrases(
        contents="In dit nummer",
        read_on="Lees verder",
        source="Bron",
        sources="Bronnen",
        number="Nr. {number}",
        why="Je ontvangt deze mail omdat je je hebt aangemeld voor {publication}.",
        unsubscribe="Afmelden",
        unsubscribe_here="Afmelden kan hier:",
    ),
    "de": IssuePhrases(
        contents="In dieser Ausgabe",
        read_on="Weiterlesen",
        source="Quelle",
        sources="Quellen",
        number="Nr. {number}",
        why="Sie erhalten diese E-Mail, weil Sie sich für {publication} angemeldet haben.",
        unsubscribe="Abmelden",
        unsubscribe_here="Hier abmelden:",
    ),
    "fr": IssuePhrases(
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
    "es": IssuePhrases(
        contents="En este número",
        read_on="Seguir leyendo",
        source="Fuente",
        sources="Fuentes",
        number="N.º {number}",
        why="Recibes este correo porque te suscribiste a {publication}.",
        unsubscribe="Cancelar la suscripción",
        unsubscribe_here="Para cancelar la suscripción:",
    ),
    "it": IssuePhrases(
        contents="In questo numero",
        read_on="Continua a leggere",
        source="Fonte",
        sources="Fonti",
        number="N. {number}",
        why="Ricevi questa e-mail perché hai chiesto di ricevere {publication}.",
        unsubscribe="Annulla l’iscrizione",
        unsubscribe_here="Per annullare l’iscrizione:",
    ),
    "pt": IssuePhrases(
        contents="Nesta edição",
        read_on="Ler mais",
        source="Fonte",
        sources="Fontes",
        number="N.º {number}",
        why="Este e-mail chegou porque este endereço foi inscrito em {publication}.",
        unsubscribe="Cancelar a inscrição",
        unsubscribe_here="Para cancelar a inscrição:",
    ),
    "pl": IssuePhrases(
        contents="W tym numerze",
        read_on="Czytaj dalej",
        source="Źródło",
        sources="Źródła",
        number="Nr {number}",
        why="Otrzymujesz tę wiadomość, ponieważ subskrybujesz {publication}.",
        unsubscribe="Wypisz się",
        unsubscribe_here="Aby się wypisać:",
    ),
    "sv": IssuePhrases(
        contents="I det här numret",
        read_on="Läs vidare",
        source="Källa",
        sources="Källor",
        number="Nr {number}",
        why="Du får det här mejlet eftersom du prenumererar på {publication}.",
        unsubscribe="Avsluta prenumerationen",
        unsubscribe_here="Avsluta prenumerationen här:",
    ),
    "da": IssuePhrases(
        contents="I dette nummer",
        read_on="Læs videre",
        source="Kilde",
        sources="Kilder",
        number="Nr. {number}",
        why="Du modtager denne mail, fordi du har tilmeldt dig {publication}.",
        unsubscribe="Afmeld",
        unsubscribe_here="Afmeld her:",
    ),
    "ru": IssuePhrases(
        contents="В этом выпуске",
        read_on="Читать дальше",
        source="Источник",
        sources="Источники",
        number="№\u00a0{number}",
        why="Вы получили это письмо, потому что подписались на {publication}.",
        unsubscribe="Отписаться",
        unsubscribe_here="Отписаться можно здесь:",
    ),
    "ja": IssuePhrases(
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
    return _primary_of_issue(language) in ISSUE_PHRASES


def language_of_phrases(language: str) -> str:
    """Return the language that the words for a BCP 47 tag are in: English where it is not in the table."""
    return language if has_phrases(language) else FALLBACK


def phrases_for(language: str) -> IssuePhrases:
    """Return the words for a BCP 47 tag; English where the language is not in the table.

    >>> phrases_for("pt-BR").sources
    'Fontes'
    """
    return ISSUE_PHRASES[_primary_of_issue(language_of_phrases(language))]


def _primary_of_issue(language: str) -> str:
    return language.replace("_", "-").split("-")[0].lower()
