"""Addresses as feeds can say them."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime
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


def sayable(moment: datetime) -> datetime:
    """Return the same second with an offset of whole minutes.

    RFC 3339 and RFC 822 know no offset with seconds, but zones had them
    before clocks were agreed upon: such a time is said in UTC.

    >>> from zoneinfo import ZoneInfo
    >>> sayable(datetime(1900, 1, 1, 12, tzinfo=ZoneInfo("Europe/Amsterdam"))).isoformat()
    '1900-01-01T11:40:28+00:00'
    """
    offset = moment.utcoffset()
    moment = moment.replace(microsecond=0)
    return moment.astimezone(UTC) if offset is not None and offset.seconds % 60 else moment


def rfc822(moment: datetime) -> str:
    """Return a time as RSS writes it; in UTC where the offset is no whole nor half hour, which some readers refuse.

    >>> from zoneinfo import ZoneInfo
    >>> rfc822(datetime(2026, 3, 31, 12, tzinfo=ZoneInfo("Asia/Kathmandu")))
    'Tue, 31 Mar 2026 06:15:00 +0000'
    """
    from email.utils import format_datetime  # RSS alone needs it, and it brings much along

    offset = moment.utcoffset()
    return format_datetime(moment.astimezone(UTC) if offset is not None and offset.seconds % 1800 else moment)


def changed(entry: Entry) -> datetime:
    """Return when *entry* last changed for its readers: RFC 4287, section 4.2.15."""
    return sayable(entry.updated or entry.published)


#: Elements of HTML, those of its past and its drafts included: what people and validators know as tags.
_ELEMENTS = (
    "a abbr acronym address applet area article aside audio b base basefont bdi bdo big blockquote body br button"
    " canvas caption center cite code col colgroup command comment data datagrid datalist dd del details dfn dialog"
    " dir div dl dt em embed eventsource fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5"
    " h6 head header hgroup hr html i iframe img input ins isindex kbd label legend li link listing m main map mark"
    " math menu meta meter nav noframes noscript object ol optgroup option output p param picture plaintext pre"
    " progress q rp rt ruby s samp script search section select slot small source span strike strong style sub"
    " summary sup svg table tbody td template textarea tfoot th thead time title tr track tt u ul var video wbr xmp"
)
_END_TAG = re.compile(rf"</(?:{_ELEMENTS.replace(' ', '|')})>", re.IGNORECASE)

_AMPERSAND = re.compile(r"&(?!\s|\Z)")


def has_end_tag(text: str) -> bool:
    """Return whether readers that guess will take *text* for HTML.

    >>> [has_end_tag(text) for text in ("R&D: 2 < 3", "The <b> element", "Map<K, V></K>", "<b>New</b>")]
    [False, False, False, True]
    """
    return _END_TAG.search(text) is not None


def as_html(text: str) -> str:
    """Return plain *text* as HTML that shows the same."""
    return html.escape(text, quote=False)


def as_sparing_html(text: str) -> str:
    """Return plain *text* as HTML that shows the same also where it is mostly taken for plain text.

    An ampersand between blanks needs no escape (HTML, section 13.1.4).  In
    titles and bodies it gets one all the same: newsboat's HTML stumbles over it.

    >>> as_sparing_html("Food & drink: AT&T <2")
    'Food & drink: AT&amp;T &lt;2'
    """
    return _AMPERSAND.sub("&amp;", text).replace("<", "&lt;").replace(">", "&gt;")
