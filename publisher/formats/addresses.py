"""Addresses as feeds can say them."""

import re
from urllib.parse import quote, urlsplit, urlunsplit

from msgspec.structs import replace

from publisher.model.entry import Entry, Episode, Person

#: The beginning of an address whose host is a number of IPv6, which alone may have brackets.
_NUMBERED = r"(?:[A-Za-z][A-Za-z0-9+.-]*://(?:[^/?#@\[\]]*@)?\[[0-9A-Fa-f:.]+\])?"
_URI = re.compile(rf"{_NUMBERED}[A-Za-z0-9._~:/?#@!$&'()*+,;=%-]*")
_ABSOLUTE = re.compile(
    rf"(?!https?:(?!//[^/?#\s]))(?=[A-Za-z][A-Za-z0-9+.-]*:[^\s]){_NUMBERED}[^\s<>\"{{}}|\\^`\[\]]*", re.IGNORECASE
)
_WEB = re.compile(r"https?://(?:[^/?#@\[\]]*@)?(?:[\w.-]+|\[[0-9a-f:.]+\])(?::\d*)?(?:[/?#][^\[\]]*)?", re.IGNORECASE)
#: As browsers check it in forms, with a dot in the host.
_MAILBOX = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@(?:[A-Za-z0-9-]+\.)+[A-Za-z0-9-]+")
_KEPT = "/:@!$&'()*+,;=%~"


def uri(address: str) -> str:
    """Return *address* with nothing in it but what RFC 3986 allows; almost always it is the same.

    RSS and JSON Feed know no IRIs, and readers of Atom often fail on them.

    >>> uri("https://bücher.example/straße?q={a}|b#ä")
    'https://xn--bcher-kva.example/stra%C3%9Fe?q=%7Ba%7D%7Cb#%C3%A4'
    """
    if _URI.fullmatch(address):
        return address
    try:
        parts = urlsplit(address)
        host = parts.netloc.encode("idna").decode("ascii")
    except ValueError:
        return quote(address, safe=_KEPT + "?#")
    return urlunsplit(
        (
            parts.scheme,
            host,
            quote(parts.path, safe=_KEPT),
            quote(parts.query, safe=_KEPT + "?"),
            quote(parts.fragment, safe=_KEPT + "?"),
        )
    )


def is_uri(text: str) -> bool:
    """Return whether *text* can stand where an id must be an IRI: with a scheme, and no sign that none may have.

    >>> [is_uri(text) for text in ("tag:example.org,2026:é", "urn:x:y", "12", "x: y", "x:{y}", "http:///y")]
    [True, True, False, False, False, False]
    """
    return _ABSOLUTE.fullmatch(text) is not None


def reachable(entry: Entry) -> Entry:
    """Return *entry* without what leads nowhere; almost always it is the same object.

    That are pictures and files whose addresses are not of the web, and mail
    addresses that are none: formats forbid them, and a reader could do
    nothing with them.
    """
    image = entry.image if entry.image and _is_of_the_web(entry.image) else None
    enclosures = tuple(file for file in entry.enclosures if _is_of_the_web(file.url))
    authors, contributors = _reachable(entry.authors), _reachable(entry.contributors)
    episode = entry.episode and _reachable_episode(entry.episode)
    kept = (image, enclosures, authors, contributors, episode)
    if kept == (entry.image, entry.enclosures, entry.authors, entry.contributors, entry.episode):
        return entry
    return replace(
        entry, image=image, enclosures=enclosures, authors=authors, contributors=contributors, episode=episode
    )


def mailbox(address: str) -> str | None:
    """Return a mail address as RFC 5321 allows it, its host in ASCII; None where it is none.

    >>> mailbox("ann@bücher.example"), mailbox("ann at home"), mailbox("ännchen@example.org")
    ('ann@xn--bcher-kva.example', None, None)
    """
    name, _, host = address.rpartition("@")
    try:
        whole = f"{name}@{host.encode('idna').decode('ascii')}"
    except ValueError:
        return None
    return whole if _MAILBOX.fullmatch(whole) else None


def _is_of_the_web(address: str) -> bool:
    return _WEB.fullmatch(uri(address)) is not None


def _reachable_episode(episode: Episode) -> Episode:
    return replace(
        episode,
        transcripts=tuple(each for each in episode.transcripts if _is_of_the_web(each.url)),
        chapters=episode.chapters if episode.chapters and _is_of_the_web(episode.chapters) else None,
        people=tuple(
            replace(
                each,
                url=each.url if each.url and _is_of_the_web(each.url) else None,
                image=each.image if each.image and _is_of_the_web(each.image) else None,
            )
            for each in episode.people
        ),
    )


def _reachable(people: tuple[Person, ...]) -> tuple[Person, ...]:
    return tuple(map(_reachable_person, people))


def _reachable_person(person: Person) -> Person:
    if person.email is None or _MAILBOX.fullmatch(person.email):
        return person
    return replace(person, email=mailbox(person.email))
