"""Characters that XML 1.0 cannot carry, taken out before anything else sees them."""

from __future__ import annotations

import re

from msgspec.structs import replace

from publisher.model.channel import Channel
from publisher.model.entry import Entry, Episode, Person

#: The illegal characters of ASCII, as bytes.
_CONTROLS = bytes((*range(9), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F))
#: The controls between the letters of Latin-1, in UTF-8.
_C1 = re.compile(b"\xc2[\x80-\x9f]")
#: How in UTF-8 the two last points of each plane end, which are no characters, and those in between.
_PLANE_END = re.compile(b"\xbf[\xbe\xbf]")
_NONE = re.compile(b"\xef\xb7[\x90-\xaf]")
_LAST = "".join(chr(plane << 16 | last) for plane in range(1, 17) for last in (0xFFFE, 0xFFFF))
_ILLEGAL = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff{_LAST}]")


def legal(text: str) -> str:
    r"""Return *text* without the characters that would break a feed (XML 1.0, section 2.2).

    Bytes of Windows-1252 that were read as Latin-1 become what they were meant
    to be; control characters and lone surrogates go.

    >>> legal("it\x92s\x00 fine\ufffe")
    'it’s fine'
    """
    try:
        data = text.encode()
    except UnicodeEncodeError:
        return _ILLEGAL.sub(_mended, text)
    # Several times as fast as the one search, and most texts are legal.
    is_legal = len(data.translate(None, _CONTROLS)) == len(data) and (
        text.isascii()
        or not (
            (b"\xc2" in data and _C1.search(data))
            or (b"\xbf" in data and _PLANE_END.search(data))
            or (b"\xef" in data and _NONE.search(data))
        )
    )
    return text if is_legal else _ILLEGAL.sub(_mended, text)


def one_line(text: str) -> str:
    r"""Return *text* as one line of legal characters: a title, a tag, a summary.

    >>> one_line(" A\n  title\x0b ")
    'A title'
    """
    if text.isprintable():
        return " ".join(text.split())  # the blank is the only white space that is printable
    return " ".join(re.split(r"[ \t\r\n\f\u2028\u2029]+", legal(text).strip()))


def _mended(found: re.Match[str]) -> str:
    code = ord(found[0])
    return bytes([code]).decode("cp1252", "ignore") if 0x80 <= code <= 0x9F else ""


_ILLEGAL_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
#: Those of ASCII.
_ILLEGAL_BYTES = bytes({*range(0x20)} - set(b"\t\n\r"))


def replace_illegal(text: str) -> str:
    r"""Return *text* with a space for every character that XML cannot hold.

    >>> replace_illegal("one\x0btwo")
    'one two'
    """
    return _ILLEGAL_IN_XML.sub(" ", text)


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
        image_alt=replace_illegal(entry.image_alt),
        enclosures=tuple(replace(file, title=replace_illegal(file.title)) for file in entry.enclosures),
        episode=entry.episode and _legal_episode(entry.episode),
        id=replace_illegal(entry.id),
        title=replace_illegal(entry.title),
        summary=replace_illegal(entry.summary),
        html=replace_illegal(entry.html),
        tags=tuple(map(replace_illegal, entry.tags)),
        authors=_legal_people(entry.authors),
        contributors=_legal_people(entry.contributors),
        republished=source
        and replace(source, title=replace_illegal(source.title), id=replace_illegal(source.id or "") or None),
    )


def legal_channel(channel: Channel) -> Channel:
    """Return *channel* with legal characters only: its texts come from a file that people edit."""
    return replace(
        channel,
        title=replace_illegal(channel.title),
        subtitle=replace_illegal(channel.subtitle),
        rights=replace_illegal(channel.rights),
        authors=_legal_people(channel.authors),
        owner=channel.owner and replace(channel.owner, name=replace_illegal(channel.owner.name)),
    )


def _is_legal(text: str) -> bool:
    if text.isascii():  # bytes are counted in a tenth of the time
        return len(text.encode().translate(None, _ILLEGAL_BYTES)) == len(text)
    return _ILLEGAL_IN_XML.search(text) is None


def _legal_episode(episode: Episode) -> Episode:
    people = tuple(
        replace(each, name=replace_illegal(each.name), role=replace_illegal(each.role)) for each in episode.people
    )
    return replace(episode, people=people)


def _legal_people(people: tuple[Person, ...]) -> tuple[Person, ...]:
    return tuple(replace(person, name=replace_illegal(person.name)) for person in people)
