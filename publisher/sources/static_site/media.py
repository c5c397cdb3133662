"""Sound and video that front matter names, and their episode, as the themes of podcasts write them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple, TypeVar

from publisher.model.entry import Enclosure, Episode, Participant, Transcript
from publisher.sources.inputs.episodes import count_of, kind_of, said, seconds_of, transcript_type, truth_of
from publisher.sources.static_site.fields import lowered, text_of
from publisher.text.characters import one_line

#: Keys that may hold a file, or a table that describes one; the first one that does decides.
MEDIA = (
    "enclosures", "enclosure", "audio", "audio_url", "audiourl", "audio_file", "audiofile", "podcast", "podcast_file",
    "podcast_url", "podcast_link", "episode_file", "mp3", "media", "video", "video_url", "videourl", "video_file",
)  # fmt: skip
MEDIA_FIELDS = frozenset(MEDIA)
_ADDRESSES = ("url", "src", "href", "file", "path", "link", "uri", "audio", "audio_url", "audio_file")
_LENGTHS = ("length", "bytes", "size", "filesize", "file_size", "podcast_bytes", "podcast_length", "audio_length")
_LENGTHS_BESIDE = (
    "podcast_bytes", "podcast_length", "podcast_size", "audio_bytes", "audio_length", "audio_size", "enclosure_length",
    "enclosure_size", "filesize", "file_size", "bytes", "length",
)  # fmt: skip
_DURATIONS = (
    "duration", "itunes_duration", "audio_duration", "podcast_duration", "episode_duration", "length", "podcast_length",
    "audio_length",
)  # fmt: skip
_NUMBERS = ("episode", "episode_number", "episodenumber", "episode_no", "itunes_episode", "podcast_episode")
_SEASONS = ("season", "season_number", "seasonnumber", "itunes_season", "podcast_season")
_KINDS = ("episode_type", "episodetype", "itunes_episode_type", "itunes_episodetype", "podcast_episode_type")
_EXPLICIT = ("explicit", "itunes_explicit", "podcast_explicit")
_TRANSCRIPTS = ("transcripts", "transcript", "transcript_url", "transcript_file", "podcast_transcript")
_CHAPTERS = ("chapters", "chapters_url", "chapters_file", "podcast_chapters")
_PEOPLE = {"people": "", "persons": "", "hosts": "host", "host": "host", "guests": "guest", "guest": "guest"}
_TYPES_BESIDE = ("enclosure_type", "podcast_type", "audio_type", "mime_type", "mimetype")
#: Ending → type, of what players and podcast directories take.
_TYPES = {
    "mp3": "audio/mpeg", "m4a": "audio/mp4", "m4b": "audio/mp4", "aac": "audio/aac", "ogg": "audio/ogg",
    "oga": "audio/ogg", "opus": "audio/ogg", "wav": "audio/wav", "flac": "audio/flac", "weba": "audio/webm",
    "mp4": "video/mp4", "m4v": "video/mp4", "mov": "video/quicktime", "webm": "video/webm", "ogv": "video/ogg",
}  # fmt: skip
_TYPE = re.compile(r"(?:audio|video)/[a-z0-9.+-]+")
_UNITS = {"": 1, "b": 1, "kb": 1000, "k": 1000, "mb": 1000**2, "m": 1000**2, "gb": 1000**3, "kib": 1024, "mib": 1024**2}
_SIZE = re.compile(r"([\d,_ ]+|\d+\.\d+) ?([a-z]*)")
_MOST = 20
_MINUTE = 60

_Value = TypeVar("_Value")


class _File(NamedTuple):
    address: str
    type: str
    length: int
    duration: int = 0
    title: str = ""


def enclosures_of(fields: Mapping[str, object], absolute: Callable[[str], str | None]) -> tuple[Enclosure, ...]:
    """Return the sound and video of a post, each file once, in the order written.

    A text is a file when its ending says so; a table, when its ending or its
    type does.  A table may name one file, or one per format.

    Args:
        fields: The front matter, keys in lower case.
        absolute: Makes a written address absolute; None where it cannot.

    >>> fields = {"audio": "/a.mp3", "filesize": "9000"}
    >>> enclosures_of(fields, lambda written: f"https://example.org{written}")
    (Enclosure(url='https://example.org/a.mp3', type='audio/mpeg', length=9000, duration=0, title=''),)
    """
    for key in MEDIA:
        if key not in fields:
            continue
        files = list(_files(fields[key], ""))[:_MOST]
        if len(files) == 1:
            files = [_described(files[0], fields)]
        elif seconds := _duration(fields):
            # One sound in several formats.
            files = [file._replace(duration=file.duration or seconds) for file in files]
        found: dict[str, Enclosure] = {}
        for file in files:
            address = absolute(file.address)
            if address is not None and file.type:
                found.setdefault(
                    address,
                    Enclosure(
                        url=address, type=file.type, length=file.length, duration=file.duration, title=file.title
                    ),
                )
        if found:
            return tuple(found.values())
    return ()


def episode_of(fields: Mapping[str, object], absolute: Callable[[str], str | None]) -> Episode | None:
    """Return what front matter says of a post with sound as an episode.

    Args:
        fields: The front matter, keys in lower case.
        absolute: Makes a written address absolute; None where it cannot.

    >>> episode_of({"season": "2", "episode": "7", "explicit": "no"}, str).number
    7
    """
    around = fields.get("podcast")
    if isinstance(around, dict):
        fields = {**lowered(around), **fields}
    return said(
        Episode(
            number=_first(count_of, fields, _NUMBERS),
            season=_first(count_of, fields, _SEASONS),
            kind=_first(kind_of, fields, _KINDS),
            explicit=_first(truth_of, fields, _EXPLICIT),
            transcripts=tuple(dict.fromkeys(_transcripts(fields, absolute))),
            chapters=_chapters(fields, absolute),
            people=tuple(dict.fromkeys(_people(fields))),
        )
    )


def _first(
    read: Callable[[object], _Value | None], fields: Mapping[str, object], keys: tuple[str, ...]
) -> _Value | None:
    for key in keys:
        value = fields.get(key)
        if isinstance(value, dict):
            value = value.get("number")
        if (found := read(value)) is not None:
            return found
    return None


def _transcripts(fields: Mapping[str, object], absolute: Callable[[str], str | None]) -> Iterator[Transcript]:
    for key in _TRANSCRIPTS:
        value = fields.get(key)
        for item in (value if isinstance(value, list) else [value])[:_MOST]:
            table = lowered(item) if isinstance(item, dict) else {"url": item}
            written = next(filter(None, (text_of(table.get(name)) for name in _ADDRESSES)), "")
            kind = transcript_type(written, text_of(table.get("type")))
            # Some write the words themselves there.
            address = absolute(written) if kind and " " not in written else None
            if address is not None:
                language = text_of(table.get("language") or table.get("lang")).replace("_", "-")
                is_tag = re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", language)
                yield Transcript(url=address, type=kind, language=language if is_tag else None)


def _chapters(fields: Mapping[str, object], absolute: Callable[[str], str | None]) -> str | None:
    """Return the address of the chapters; a list of them in the front matter itself is for its site alone."""
    for key in _CHAPTERS:
        value = fields.get(key)
        written = text_of(value.get("url") or value.get("file") if isinstance(value, dict) else value)
        if _ending(written) == "json" and " " not in written:
            return absolute(written)
    return None


def _people(fields: Mapping[str, object]) -> Iterator[Participant]:
    """Yield who is heard, where the front matter holds more than the keys of other files."""
    for key, role in _PEOPLE.items():
        value = fields.get(key)
        for item in (value if isinstance(value, list) else [value])[:_MOST]:
            if isinstance(item, dict) and (name := one_line(text_of(item.get("name")))):
                url = text_of(item.get("href") or item.get("url") or item.get("link"))
                yield Participant(
                    name=name,
                    role=one_line(text_of(item.get("role"))).lower() or role,
                    url=url if url.startswith(("http://", "https://")) else None,
                )


def _duration(fields: Mapping[str, object]) -> int:
    """Return how long something lasts; a length is one only where it is written as a time.

    A number below a minute most probably counts minutes, and is nobody's to guess.
    """
    for key in _DURATIONS:
        written = text_of(fields.get(key))
        if (":" in written or "duration" in key) and (found := seconds_of(written)):
            return found if found >= _MINUTE or not written.isdecimal() else 0
    return 0


def _files(value: object, kind: str) -> Iterator[_File]:
    """Yield what a value says about files; *kind* is a type said around it."""
    if isinstance(value, list):
        for item in value[:_MOST]:
            if isinstance(item, dict):
                yield from _of_table(item)
            elif isinstance(item, str):
                yield from _files(item, kind)
    elif isinstance(value, dict):
        yield from _of_table(value)
    elif written := text_of(value):
        # WordPress keeps address, length and type in one text.
        address, *more = written.split(" ")
        length = size_of(more[0]) if more else 0
        kind = (_type_of(more[1]) if len(more) == 2 else "") or _TYPES.get(_ending(address), "") or kind
        if kind and (not more or len(more) == 2):
            yield _File(address, kind, length)


def _ending(address: str) -> str:
    return re.split(r"[?#]", address, maxsplit=1)[0].rpartition(".")[2].lower()


def _of_table(written: Mapping[object, object]) -> Iterator[_File]:
    """Yield the file that a table describes, or one file per format."""
    table = lowered(written)
    kind = _type_of(table.get("type") or table.get("mime_type") or table.get("mimetype"))
    length = next(filter(None, (size_of(table.get(key)) for key in _LENGTHS)), 0)
    title = one_line(text_of(table.get("title")))
    for key in _ADDRESSES:
        for file in _files(text_of(table.get(key)), kind):
            yield file._replace(length=length or file.length, duration=_duration(table), title=title)
            return
    for ending, kind_of_ending in _TYPES.items():
        yield from _files(text_of(table.get(ending)), kind_of_ending)


def _described(file: _File, fields: Mapping[str, object]) -> _File:
    """Add what other fields of the post say about its only file."""
    duration = file.duration or _duration(fields)
    if file.length:
        return file._replace(duration=duration)
    length = next(filter(None, (size_of(fields.get(key)) for key in _LENGTHS_BESIDE)), 0)
    kind = next(filter(None, (_type_of(fields.get(key)) for key in _TYPES_BESIDE)), "")
    return file._replace(type=kind or file.type, length=length, duration=duration)


def _type_of(value: object) -> str:
    written = text_of(value).lower()
    return written if _TYPE.fullmatch(written) else ""


def size_of(value: object) -> int:
    """Return a size in bytes; 0 for what is none, such as a duration.

    >>> size_of("22369093"), size_of("21.5 MB"), size_of("46:35"), size_of("12")
    (22369093, 21500000, 0, 0)
    """
    match = _SIZE.fullmatch(text_of(value).lower())
    if match is None or match[2] not in _UNITS:
        return 0
    number = re.sub(r"[,_ ]", "", match[1])
    if not number or len(number) > 15:
        return 0
    size = round(float(number) * _UNITS[match[2]])
    # Less than a second of sound: the number counts something else, such as minutes.
    return size if size >= 1000 else 0
