"""Sound and video that front matter names, as the themes of podcasts write it."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from publisher.content.front_matter_fields import text_of
from publisher.model.entry import Enclosure

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


class _File(NamedTuple):
    address: str
    type: str
    length: int


def enclosures_of(fields: Mapping[str, object], absolute: Callable[[str], str | None]) -> tuple[Enclosure, ...]:
    """Return the sound and video of a post, each file once, in the order written.

    A text is a file when its ending says so; a table, when its ending or its
    type does.  A table may name one file, or one per format.

    Args:
        fields: The front matter, keys in lower case.
        absolute: Makes a written address absolute; None where it cannot.

    >>> fields = {"audio": "/a.mp3", "filesize": "9000"}
    >>> enclosures_of(fields, lambda written: f"https://example.org{written}")
    (Enclosure(url='https://example.org/a.mp3', type='audio/mpeg', length=9000),)
    """
    for key in MEDIA:
        if key not in fields:
            continue
        files = list(_files(fields[key], ""))[:_MOST]
        if len(files) == 1 and not files[0].length:
            files = [_described(files[0], fields)]
        found: dict[str, Enclosure] = {}
        for file in files:
            address = absolute(file.address)
            if address is not None and file.type:
                found.setdefault(address, Enclosure(url=address, type=file.type, length=file.length))
        if found:
            return tuple(found.values())
    return ()


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
    table = {str(key).lower(): held for key, held in written.items()}
    kind = _type_of(table.get("type") or table.get("mime_type") or table.get("mimetype"))
    length = next(filter(None, (size_of(table.get(key)) for key in _LENGTHS)), 0)
    for key in _ADDRESSES:
        for file in _files(text_of(table.get(key)), kind):
            yield file._replace(length=length or file.length)
            return
    for ending, kind_of_ending in _TYPES.items():
        yield from _files(text_of(table.get(ending)), kind_of_ending)


def _described(file: _File, fields: Mapping[str, object]) -> _File:
    """Add what other fields of the post say about its only file."""
    length = next(filter(None, (size_of(fields.get(key)) for key in _LENGTHS_BESIDE)), 0)
    kind = next(filter(None, (_type_of(fields.get(key)) for key in _TYPES_BESIDE)), "")
    return _File(file.address, kind or file.type, length)


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
