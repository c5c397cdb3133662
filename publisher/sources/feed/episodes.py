"""What feeds say of episodes: the elements of Apple, of Podcasting 2.0 and of Media RSS, and ours of JSON Feed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, NamedTuple

from msgspec.structs import replace

from publisher.model.entry import Enclosure, Episode, Participant, Transcript
from publisher.sources.feed.items import language_tag
from publisher.sources.inputs.episodes import count_of, kind_of, said, seconds_of, transcript_type, truth_of
from publisher.sources.inputs.values import web_address
from publisher.text.characters import one_line

#: Our own extension of items in JSON Feed.
MEMBER = "_podcast"
#: Parts of one episode that are read.
_MOST = 100


class Element(NamedTuple):
    """An element of a podcast's vocabulary, in an item or in the feed itself."""

    #: With its prefix: ``itunes:duration``.
    name: str
    text: str
    attributes: Mapping[str, str]


def vocabulary(namespace: str) -> str:
    """Return the prefix of a namespace that says something of podcasts, in any of its spellings; else nothing.

    >>> vocabulary("http://www.itunes.com/DTDs/Podcast-1.0.dtd")
    'itunes'
    """
    folded = namespace.lower()
    if "itunes.com/dtds/podcast" in folded:
        return "itunes"
    if "podcastindex.org/namespace" in folded or "podcastindex-org/podcast-namespace" in folded:
        return "podcast"
    return "media" if folded.startswith("http://search.yahoo.com/mrss") else ""


def episode_of(elements: Iterable[Element], base: str) -> tuple[Episode | None, int]:
    """Return what the elements of an item say of it as an episode, and how many seconds it lasts."""
    by_name: dict[str, list[Element]] = {}
    for each in elements:
        by_name.setdefault(each.name, []).append(each)

    def text(name: str) -> str:
        return next((each.text for each in by_name.get(name, ()) if each.text), "")

    def told(name: str) -> Iterator[Mapping[str, str]]:
        return ({**each.attributes, "name": each.text} for each in by_name.get(name, ()))

    explicit = truth_of(text("itunes:explicit"))
    episode = Episode(
        number=count_of(text("itunes:episode")) or count_of(text("podcast:episode")),
        season=count_of(text("itunes:season")) or count_of(text("podcast:season")),
        kind=kind_of(text("itunes:episodetype")),
        explicit=truth_of(text("media:rating")) if explicit is None else explicit,
        transcripts=_transcripts(told("podcast:transcript"), base),
        chapters=next(filter(None, (web_address(each.get("url"), base) for each in told("podcast:chapters"))), None),
        people=_people(told("podcast:person"), base),
    )
    return said(episode), seconds_of(text("itunes:duration"))


def episode_in_json(item: Mapping[str, Any], base: str) -> Episode | None:
    """Return what an item of a JSON Feed says of itself as an episode."""
    told = item.get(MEMBER)
    if not isinstance(told, dict):
        return None
    return said(
        Episode(
            number=count_of(told.get("episode")),
            season=count_of(told.get("season")),
            kind=kind_of(told.get("episodeType")),
            explicit=truth_of(told.get("explicit")),
            transcripts=_transcripts(_tables(told.get("transcripts")), base),
            chapters=web_address(told.get("chapters"), base) or None,
            people=_people(_tables(told.get("persons")), base),
        )
    )


def inherited(episode: Episode | None, enclosures: Iterable[Enclosure], *, explicit: bool | None) -> Episode | None:
    """Return an episode that is explicit where its whole podcast is and it does not say otherwise itself."""
    if not explicit or (episode is not None and episode.explicit is not None):
        return episode
    if not any(file.type.startswith(("audio/", "video/")) for file in enclosures):
        return episode
    return replace(episode or Episode(), explicit=True)


def _tables(value: object) -> Iterator[Mapping[str, Any]]:
    for each in value if isinstance(value, list) else ():
        if isinstance(each, dict):
            yield each


def _transcripts(told: Iterable[Mapping[str, Any]], base: str) -> tuple[Transcript, ...]:
    found = (
        Transcript(url=url, type=kind, language=language_tag(each.get("language")))
        for each in islice(told, _MOST)
        if (url := web_address(each.get("url"), base)) and (kind := transcript_type(url, each.get("type")))
    )
    return tuple(dict.fromkeys(found))


def _people(told: Iterable[Mapping[str, Any]], base: str) -> tuple[Participant, ...]:
    found = (
        Participant(
            name=name,
            role=_line(each.get("role")).lower(),
            url=web_address(each.get("href"), base) or None,
            image=web_address(each.get("img"), base) or None,
        )
        for each in islice(told, _MOST)
        if (name := _line(each.get("name")))
    )
    return tuple(dict.fromkeys(found))


def _line(written: object) -> str:
    return one_line(written) if isinstance(written, str) else ""
