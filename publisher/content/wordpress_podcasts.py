"""What the podcast plug-ins of WordPress keep with a post: PowerPress, and Seriously Simple Podcasting."""

import re
from collections.abc import Mapping

from publisher.content.episodes import count_of, kind_of, said, seconds_of, transcript_type, truth_of
from publisher.model.entry import Episode, Transcript

#: Keys of what Seriously Simple Podcasting keeps.
SSP = frozenset({"duration", "explicit", "itunes_episode_number", "itunes_episode_type", "itunes_season_number"})
#: PHP writes a text with the number of its bytes, then the text.
_TEXT = re.compile(rb's:(\d{1,6}):"')
_SCALAR = re.compile(rb"(?:i|d|b):(-?[\d.]{1,20});|N;")
_ARRAY = re.compile(rb"a:\d{1,4}:\{")
#: PowerPress: 0 leaves it to the podcast.
_EXPLICIT = {"1": True, "2": False}


def serialized(text: str) -> dict[str, str]:
    """Return the texts and numbers of an array that PHP has written; what is damaged, and arrays inside, end it.

    >>> serialized('a:2:{s:8:"duration";s:8:"00:46:35";s:6:"season";i:2;}')
    {'duration': '00:46:35', 'season': '2'}
    """
    data = text.strip().encode("utf-8", "surrogatepass")
    start = _ARRAY.match(data)
    found: dict[str, str] = {}
    place = start.end() if start else len(data)
    while (key := _scalar(data, place)) is not None:
        value = _scalar(data, key[1])
        if value is None:
            break
        found[key[0]] = value[0]
        place = value[1]
    return found


def powerpress(text: str) -> tuple[Episode | None, int]:
    """Return the episode that PowerPress keeps below the lines of an enclosure, and its seconds."""
    kept = serialized(text)
    transcript = kept.get("pci_transcript_url", "")
    chapters = kept.get("pci_chapters_url", "")
    kind = transcript_type(transcript)
    episode = Episode(
        number=count_of(kept.get("episode_no")),
        season=count_of(kept.get("season")),
        kind=kind_of(kept.get("episode_type")),
        explicit=_EXPLICIT.get(kept.get("explicit", "")),
        transcripts=(Transcript(url=transcript, type=kind),) if kind and _is_web(transcript) else (),
        chapters=chapters if _is_web(chapters) else None,
    )
    return said(episode), seconds_of(kept.get("duration"))


def simple_podcast(kept: Mapping[str, str]) -> tuple[Episode | None, int]:
    """Return the episode that Seriously Simple Podcasting keeps with a post, and its seconds."""
    episode = Episode(
        number=count_of(kept.get("itunes_episode_number")),
        season=count_of(kept.get("itunes_season_number")),
        kind=kind_of(kept.get("itunes_episode_type")),
        # The box has no other mark than `on`, and most never saw it: without it nothing is said.
        explicit=truth_of(kept.get("explicit")) or None,
    )
    return said(episode), seconds_of(kept.get("duration"))


def _scalar(data: bytes, place: int) -> tuple[str, int] | None:
    """Return the text or number at a place, and where the next begins."""
    if text := _TEXT.match(data, place):
        end = text.end() + int(text[1])
        if data[end : end + 2] != b'";':
            return None
        return data[text.end() : end].decode("utf-8", "replace"), end + 2
    if scalar := _SCALAR.match(data, place):
        return (scalar[1] or b"").decode(), scalar.end()
    return None


def _is_web(address: str) -> bool:
    return re.fullmatch(r"https?://[^\s<>\"/]+(?:/[^\s<>\"]*)?", address) is not None
