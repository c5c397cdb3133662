"""What people write of episodes of podcasts: durations, numbers, yes and no."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec.structs import replace

from publisher.model.entry import Enclosure, Episode, EpisodeKind

_CLOCK = re.compile(r"(?:(?:(\d{1,4}):)?(\d{1,4}):)?(\d{1,7})(?:[.,]\d*)?")
#: ISO 8601, as pages have it: ``PT46M35S``.
_PERIOD = re.compile(r"P(?:0+D)?T?(?=\d)(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:(\d{1,7})(?:\.\d*)?S)?", re.IGNORECASE)
_MEDIA_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+")
_YES = frozenset({"1", "adult", "explicit", "on", "true", "y", "yes"})
_NO = frozenset({"0", "clean", "false", "n", "no", "nonadult", "off"})
_KINDS: dict[str, EpisodeKind] = {"full": "full", "trailer": "trailer", "bonus": "bonus"}
_TRANSCRIPTS = {
    "htm": "text/html", "html": "text/html", "json": "application/json", "srt": "application/x-subrip",
    "txt": "text/plain", "vtt": "text/vtt",
}  # fmt: skip
#: Longer than a week is no episode: the number counts something else.
_LONGEST = 7 * 24 * 3600
_NOTHING = Episode()


def seconds_of(written: object) -> int:
    """Return a duration in seconds; 0 for what is none.

    >>> [seconds_of(each) for each in ("1:02:03", "62:03", "3723", 3723.4, "PT1H2M3S", "an hour")]
    [3723, 3723, 3723, 3723, 3723, 0]
    """
    if isinstance(written, bool) or not isinstance(written, (str, int, float)):
        return 0
    text = str(written).strip()
    found = _CLOCK.fullmatch(text) or _PERIOD.fullmatch(text)
    if found is None or not text.isascii():
        return 0
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    total = (hours * 60 + minutes) * 60 + seconds
    return total if total <= _LONGEST else 0


def truth_of(written: object) -> bool | None:
    """Return whether something is explicit, or None where nobody says so.

    >>> truth_of("Yes"), truth_of("clean"), truth_of("")
    (True, False, None)
    """
    if isinstance(written, bool):
        return written
    word = str(written).strip().lower() if isinstance(written, (str, int)) else ""
    return True if word in _YES else False if word in _NO else None


def count_of(written: object) -> int | None:
    """Return the number of an episode or a season, from 1.

    >>> count_of(" 07"), count_of("0"), count_of("7a")
    (7, None, None)
    """
    if isinstance(written, bool) or not isinstance(written, (str, int)):
        return None
    text = str(written).strip()
    return int(text) or None if text.isascii() and text.isdecimal() and len(text) < 10 else None


def kind_of(written: object) -> EpisodeKind | None:
    """Return whether an episode is a full one, a trailer or a bonus."""
    return _KINDS.get(written.strip().lower()) if isinstance(written, str) else None


def transcript_type(url: str, written: object = "") -> str:
    """Return the media type of a transcript: as written, else as its ending tells; empty where nothing does.

    >>> transcript_type("https://example.org/1.vtt"), transcript_type("https://example.org/1", "text/html")
    ('text/vtt', 'text/html')
    """
    said = media_type(written.partition(";")[0] if isinstance(written, str) else "")
    return said or _TRANSCRIPTS.get(url.partition("#")[0].partition("?")[0].rpartition(".")[2].lower(), "")


def media_type(written: object) -> str:
    """Return a media type in lower case; empty for what is none.

    >>> media_type(" Audio/MPEG "), media_type("mp3")
    ('audio/mpeg', '')
    """
    said = written.strip().lower() if isinstance(written, str) else ""
    return said if _MEDIA_TYPE.fullmatch(said) else ""


def said(episode: Episode) -> Episode | None:
    """Return *episode* if anything is said in it."""
    return None if episode == _NOTHING else episode


def lasting(enclosures: Iterable[Enclosure], seconds: int) -> tuple[Enclosure, ...]:
    """Return enclosures, with a duration for the first one that plays, unless it has its own."""
    found = list(enclosures)
    for place, file in enumerate(found if seconds else ()):
        if file.type.startswith(("audio/", "video/")):
            if not file.duration:
                found[place] = replace(file, duration=seconds)
            break
    return tuple(found)
