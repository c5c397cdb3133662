"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from publisher.feeds import Content
from publisher.feeds.constructs import changed, reachable, sayable, uri
from publisher.model.channel import Channel, Place
from publisher.model.entry import Entry, Episode, Person
from publisher.text.characters import legal_channel, legal_entry

VERSION = "https://jsonfeed.org/version/1.1"

MARGIN = "    "


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonWriter:
    """Writes JSON Feed 1.1."""

    #: What the feeds declare; an item says its own where it differs.
    language: str
    content: Content

    def fragment(self, entry: Entry) -> bytes:
        """Return one object of ``items``."""
        entry = reachable(legal_entry(entry))
        item = {
            "id": entry.id,
            "url": entry.url and uri(entry.url),
            "title": entry.title or None,
            **self._body(entry),
            "summary": entry.summary or None,
            "image": entry.image and uri(entry.image),
            "date_published": sayable(entry.published).isoformat(),
            "date_modified": changed(entry).isoformat() if entry.updated else None,
            "authors": _people(entry.authors),
            "tags": list(entry.tags),
            "language": entry.language if entry.language != self.language else None,
            "attachments": [
                _filled(
                    {
                        "url": uri(file.url),
                        "mime_type": file.type,
                        "title": file.title or None,
                        "size_in_bytes": file.length or None,
                        "duration_in_seconds": file.duration or None,
                    }
                )
                for file in entry.enclosures
            ],
            "_podcast": entry.episode and _episode(entry.episode),
        }
        return (MARGIN + _written(item).replace("\n", f"\n{MARGIN}")).encode()

    def document(self, channel: Channel, fragments: Iterable[bytes]) -> Iterator[bytes]:
        """Yield the chunks of a feed."""
        channel = legal_channel(channel)
        place = channel.place or Place()
        head = {
            "version": VERSION,
            "title": channel.title,
            "home_page_url": channel.home,
            "feed_url": (place.current or channel.addresses)["json"],
            "description": channel.subtitle or None,
            "next_url": place.older["json"] if place.older else None,
            "icon": channel.logo and uri(channel.logo),
            "favicon": channel.icon and uri(channel.icon),
            "authors": _people(channel.authors or (Person(name=channel.title),)),
            "language": channel.language,
            "hubs": [{"type": "WebSub", "url": channel.hub}] if channel.hub else None,
        }
        yield _written(head).removesuffix("\n}").encode() + b',\n  "items": ['
        between = b"\n"
        for fragment in fragments:
            yield between + fragment
            between = b",\n"
        yield b"]\n}\n" if between == b"\n" else b"\n  ]\n}\n"

    def _body(self, entry: Entry) -> dict[str, str]:
        """Return the content: an item must have one, even in a feed of summaries."""
        if self.content == "full":
            return {"content_html": entry.html}
        return {"content_text": entry.summary or entry.title}


def _people(people: tuple[Person, ...]) -> list[dict[str, Any]]:
    return [
        _filled(
            {"name": person.name, "url": uri(person.url or "") or (f"mailto:{person.email}" if person.email else None)}
        )
        for person in people
    ]


def _episode(episode: Episode) -> dict[str, Any]:
    """Return an extension of ours with the names of Podcasting 2.0 and of Apple."""
    return _filled(
        {
            "season": episode.season,
            "episode": episode.number,
            "episodeType": episode.kind,
            "explicit": episode.explicit,
            "transcripts": [
                _filled({"url": uri(each.url), "type": each.type, "language": each.language})
                for each in episode.transcripts
            ],
            "chapters": episode.chapters and uri(episode.chapters),
            "persons": [
                _filled(
                    {
                        "name": each.name,
                        "role": each.role or None,
                        "href": each.url and uri(each.url),
                        "img": each.image and uri(each.image),
                    }
                )
                for each in episode.people
            ],
        }
    )


def _filled(members: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value not in (None, [])}


def _written(members: dict[str, Any]) -> str:
    return json.dumps(_filled(members), ensure_ascii=False, indent=2)
