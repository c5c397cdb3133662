"""Podcasts: Apple's elements in RSS, and those of Podcasting 2.0 in any XML."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from lxml import etree

from publisher.feeds.constructs import uri
from publisher.feeds.xml import sub
from publisher.model.entry import Person

if TYPE_CHECKING:
    from publisher.model.channel import Channel
    from publisher.model.entry import Entry, Episode

ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
PODCAST = "https://podcastindex.org/namespace/1.0"
NAMESPACES = {"itunes": ITUNES, "podcast": PODCAST}
#: Of which all podcast:guid are made.
_ALL = UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")


def is_heard(entry: Entry) -> bool:
    """Return whether an entry is an episode."""
    return any(file.type.startswith("audio/") for file in entry.enclosures)


def describe_podcast(element: Any, channel: Channel) -> None:
    """Add what directories of podcasts ask for."""
    authors = channel.authors or (Person(name=channel.title),)
    subscribed = (channel.place and channel.place.current) or channel.addresses
    sub(element, f"{{{PODCAST}}}guid", podcast_guid(subscribed["rss"]))
    sub(element, f"{{{PODCAST}}}medium", "podcast")
    sub(element, f"{{{ITUNES}}}author", ", ".join(person.name for person in authors))
    sub(element, f"{{{ITUNES}}}type", "episodic")
    sub(element, f"{{{ITUNES}}}explicit", _truth(bool(channel.explicit)))
    if channel.logo:
        sub(element, f"{{{ITUNES}}}image", href=uri(channel.logo))
    if channel.category:
        outer, _, inner = (part.strip() for part in channel.category.partition(">"))
        sub(element, f"{{{ITUNES}}}category", text=outer)
        if inner:
            sub(element[-1], f"{{{ITUNES}}}category", text=inner)
    if channel.owner is not None:
        sub(element, f"{{{ITUNES}}}owner")
        sub(element[-1], f"{{{ITUNES}}}name", channel.owner.name)
        sub(element[-1], f"{{{ITUNES}}}email", channel.owner.email)


def describe_episode(element: Any, entry: Entry) -> None:
    """Add what Apple's directory shows of an episode; what nobody said is as in the whole podcast."""
    if entry.title:
        sub(element, f"{{{ITUNES}}}title", entry.title)
    if entry.authors:
        sub(element, f"{{{ITUNES}}}author", ", ".join(person.name for person in entry.authors))
    if entry.image:
        sub(element, f"{{{ITUNES}}}image", href=uri(entry.image))
    lasting = next((file.duration for file in entry.enclosures if file.duration), 0)
    if lasting:
        sub(element, f"{{{ITUNES}}}duration", str(lasting))
    if (episode := entry.episode) is None:
        return
    for name, value in (("season", episode.season), ("episode", episode.number), ("episodeType", episode.kind)):
        if value is not None:
            sub(element, f"{{{ITUNES}}}{name}", str(value))
    if episode.explicit is not None:
        sub(element, f"{{{ITUNES}}}explicit", _truth(episode.explicit))


def accompany_episode(element: Any, episode: Episode) -> None:
    """Add what Podcasting 2.0 says of an episode, which needs nothing of its feed."""
    for name, number in (("season", episode.season), ("episode", episode.number)):
        if number is not None:
            _add(element, name, str(number))
    for transcript in episode.transcripts:
        _add(element, "transcript", url=uri(transcript.url), type=transcript.type, language=transcript.language)
    if episode.chapters:
        _add(element, "chapters", url=uri(episode.chapters), type="application/json+chapters")
    for person in episode.people:
        role, page, picture = person.role or None, person.url and uri(person.url), person.image and uri(person.image)
        _add(element, "person", person.name, role=role, href=page, img=picture)


def podcast_guid(address: str) -> str:
    """Return the permanent id of a podcast: the specification of ``podcast:guid``.

    >>> podcast_guid("https://podnews.net/rss")
    '9b024349-ccf0-5f69-a609-6b82873eab3c'
    """
    return str(uuid5(_ALL, address.partition("://")[2].rstrip("/")))


def _add(parent: Any, name: str, text: str | None = None, **attributes: str | None) -> None:
    """Add an element of Podcasting 2.0, which binds its own prefix: fragments stand in feeds that may not."""
    given = {key: value for key, value in attributes.items() if value}
    etree.SubElement(parent, f"{{{PODCAST}}}{name}", given, {"podcast": PODCAST}).text = text


def _truth(value: bool) -> str:
    return "true" if value else "false"
