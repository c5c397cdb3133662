"""The few words of our own on article pages, by language."""

from dataclasses import dataclass


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


#: By primary language subtag (BCP 47).
PHRASES = {
    "en": Phrases(
        all_posts="All posts", source="Source", sources="Sources", updated="Updated", subscribe="Follow with a reader"
    ),
    "nl": Phrases(
        all_posts="Alle berichten",
        source="Bron",
        sources="Bronnen",
        updated="Bijgewerkt",
        subscribe="Volgen met een lezer",
    ),
    "de": Phrases(
        all_posts="Alle Beiträge",
        source="Quelle",
        sources="Quellen",
        updated="Aktualisiert",
        subscribe="Im Feedreader abonnieren",
    ),
    "fr": Phrases(
        all_posts="Tous les articles",
        source="Source",
        sources="Sources",
        updated="Mis à jour",
        subscribe="Suivre par flux",
    ),
    "es": Phrases(
        all_posts="Todas las entradas",
        source="Fuente",
        sources="Fuentes",
        updated="Actualizado",
        subscribe="Seguir por fuente web",
    ),
    "it": Phrases(
        all_posts="Tutti gli articoli",
        source="Fonte",
        sources="Fonti",
        updated="Aggiornato",
        subscribe="Segui con un lettore di feed",
    ),
    "pt": Phrases(
        all_posts="Todos os textos", source="Fonte", sources="Fontes", updated="Atualizado", subscribe="Seguir por feed"
    ),
    "pl": Phrases(
        all_posts="Wszystkie wpisy",
        source="Źródło",
        sources="Źródła",
        updated="Zaktualizowano",
        subscribe="Śledź w czytniku",
    ),
    "sv": Phrases(
        all_posts="Alla inlägg", source="Källa", sources="Källor", updated="Uppdaterat", subscribe="Följ i en läsare"
    ),
    "da": Phrases(
        all_posts="Alle indlæg", source="Kilde", sources="Kilder", updated="Opdateret", subscribe="Følg i en læser"
    ),
    "ru": Phrases(
        all_posts="Все записи",
        source="Источник",
        sources="Источники",
        updated="Обновлено",
        subscribe="Подписаться на ленту",
    ),
    "ja": Phrases(
        all_posts="すべての記事", source="出典", sources="出典", updated="更新日", subscribe="フィードで購読"
    ),
}


def phrases(language: str) -> Phrases:
    """Return the words of a language; English where we have none.

    >>> phrases("pt-BR").sources
    'Fontes'
    """
    return PHRASES.get(language.replace("_", "-").partition("-")[0].lower(), PHRASES["en"])
