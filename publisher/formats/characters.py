"""Characters that XML 1.0 cannot hold (section 2.2), kept out of every format."""

import re

from msgspec.structs import replace

from publisher.model.channel import Channel
from publisher.model.entry import Entry, Episode, Person

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
#: Those of ASCII.
_ILLEGAL_BYTES = bytes({*range(0x20)} - set(b"\t\n\r"))


def legal(text: str) -> str:
    r"""Return *text* with a space for every character that XML cannot hold.

    >>> legal("one\x0btwo")
    'one two'
    """
    return _ILLEGAL.sub(" ", text)


def legal_entry(entry: Entry) -> Entry:
    """Return *entry* with legal characters only; almost always it is the same object.

    Importers clean what they read.  This is the second lock: one stray
    character must not cost the whole feed.
    """
    people, source = (*entry.authors, *entry.contributors), entry.republished
    texts = (entry.id, entry.title, entry.summary, entry.html, *entry.tags, *(person.name for person in people))
    texts += (source.title, source.id or "") if source else ()
    texts += (entry.image_alt, *(file.title for file in entry.enclosures))
    texts += tuple(text for each in entry.episode.people for text in (each.name, each.role)) if entry.episode else ()
    if all(map(_is_legal, texts)):
        return entry
    return replace(
        entry,
        image_alt=legal(entry.image_alt),
        enclosures=tuple(replace(file, title=legal(file.title)) for file in entry.enclosures),
        episode=entry.episode and _legal_episode(entry.episode),
        id=legal(entry.id),
        title=legal(entry.title),
        summary=legal(entry.summary),
        html=legal(entry.html),
        tags=tuple(map(legal, entry.tags)),
        authors=_legal_people(entry.authors),
        contributors=_legal_people(entry.contributors),
        republished=source and replace(source, title=legal(source.title), id=legal(source.id or "") or None),
    )


def legal_channel(channel: Channel) -> Channel:
    """Return *channel* with legal characters only: its texts come from a file that people edit."""
    return replace(
        channel,
        title=legal(channel.title),
        subtitle=legal(channel.subtitle),
        rights=legal(channel.rights),
        authors=_legal_people(channel.authors),
        owner=channel.owner and replace(channel.owner, name=legal(channel.owner.name)),
    )


def _is_legal(text: str) -> bool:
    if text.isascii():  # bytes are counted in a tenth of the time
        return len(text.encode().translate(None, _ILLEGAL_BYTES)) == len(text)
    return _ILLEGAL.search(text) is None


def _legal_episode(episode: Episode) -> Episode:
    people = tuple(replace(each, name=legal(each.name), role=legal(each.role)) for each in episode.people)
    return replace(episode, people=people)


def _legal_people(people: tuple[Person, ...]) -> tuple[Person, ...]:
    return tuple(replace(person, name=legal(person.name)) for person in people)
