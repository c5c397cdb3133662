"""Checks what a value of publisher.toml means, once its type is right.

Each check takes a value and returns what it must be, or None when it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from string import Formatter
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from publisher.config.schema import PERMALINK_FIELDS, SUBJECT_FIELDS, TAKEN_NAMES
from publisher.model.delivery import parse_rate

Check = Callable[[str], str | None]

_address = r"[^\s@<>,;:\"()\[\]\\]+@[^\s@<>,;:\"()\[\]\\]+"
_mailbox = re.compile(rf"(?:[^<>@]*<{_address}>|{_address})")
_bare_address = re.compile(_address)
_language = re.compile(
    r"[A-Za-z]{2,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|\d{3}))?(?:-(?:[0-9][A-Za-z0-9]{3}|\w{5,8}))*"
)
_host = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+")
_list_id = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)+", re.ASCII)
_feed_name = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_variable = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def web_address(value: str) -> str | None:
    """Accept an absolute http(s) address."""
    try:
        parts = urlsplit(value)
        good = parts.scheme in {"http", "https"} and bool(parts.hostname) and not re.search(r"\s", value)
        _ = parts.port
    except ValueError:
        good = False
    return None if good else "must be a whole web address such as `https://weblog.example.org/`"


def web_folder(value: str) -> str | None:
    """Accept an absolute http(s) address that others can be built upon."""
    problem = web_address(value)
    if problem is None and re.search(r"[?#]", value):
        return "must be a web address without `?` and `#`"
    return problem


def fetchable(value: str) -> str | None:
    """Accept an address to fetch; one with a password in it would put the password into files that others read."""
    problem = web_address(value)
    if problem is None and urlsplit(value).username is not None:
        return "must be a web address without a name and a password"
    return problem


def machine(value: str) -> str | None:
    """Accept a host, an address or a network."""
    from ipaddress import ip_network

    try:
        ip_network(value, strict=False)
    except ValueError:
        if value == "localhost" or _host.fullmatch(value) or re.fullmatch(r"[A-Za-z0-9-]+", value):
            return None
        return "must be a host or a network, such as `nas.example.org`, `192.168.1.20` or `10.0.0.0/8`"
    return None


def zone(value: str) -> str | None:
    """Accept the name of a zone that the time zone database knows."""
    try:
        ZoneInfo(value)
    except (OSError, LookupError, ValueError):
        from zoneinfo import available_timezones

        return f"must be a time zone such as `{nearest(value, available_timezones()) or 'Europe/Amsterdam'}`"
    return None


def language(value: str) -> str | None:
    """Accept what has the shape of a BCP 47 tag (RFC 5646, section 2.1)."""
    return None if _language.fullmatch(value) else "must be a language tag (BCP 47) such as `nl`, `en-GB` or `pt-BR`"


def mailbox(value: str) -> str | None:
    """Accept one mail address, with or without a name before it."""
    return None if _mailbox.fullmatch(value) else "must be one mail address, such as `Name <name@example.org>`"


def bare_address(value: str) -> str | None:
    """Accept one mail address alone."""
    return None if _bare_address.fullmatch(value) else "must be one mail address, such as `name@example.org`"


def authority(value: str) -> str | None:
    """Accept the authority name of a tag URI (RFC 4151, section 2.1)."""
    if _host.fullmatch(value) or _bare_address.fullmatch(value):
        return None
    return "must be a host such as `weblog.example.org`, or a mail address"


def list_id(value: str) -> str | None:
    """Accept a list-id without its brackets (RFC 2919, section 2)."""
    return None if _list_id.fullmatch(value) else "must be words joined by full stops, such as `digest.example.org`"


def rate(value: str) -> str | None:
    """Accept so many messages in a time."""
    try:
        parse_rate(value)
    except ValueError:
        return "must be a rate such as `300/hour`: so many messages a second, minute, hour or day"
    return None


def encoding(value: str) -> str | None:
    """Accept an encoding that Python reads."""
    try:
        "".encode(value)
    except (LookupError, UnicodeError):
        return "must be the name of an encoding such as `utf-8` or `windows-1252`"
    return None


def permalink(value: str) -> str | None:
    """Accept a pattern that can tell posts apart."""
    problem = _pattern(value, PERMALINK_FIELDS)
    if problem is None and not value.startswith("/") and web_address(value) is not None:
        return "must begin with `/`, or be a whole web address"
    if problem is None and not {"slug", "ref"} & _fields(value):
        return "must hold `{slug}` or `{ref}`, or posts of one day would share one address"
    return problem


def subject(value: str) -> str | None:
    """Accept a pattern for the subjects of issues."""
    return _pattern(value, SUBJECT_FIELDS)


def feed_name(value: str) -> str | None:
    """Accept the name of a folder that looks well in an address, and that nothing else has."""
    if value in TAKEN_NAMES:
        return "is the name of a folder that Publisher itself writes; take another one"
    return None if _feed_name.fullmatch(value) else "must be lower-case letters, digits and hyphens, as `short-reads`"


def variable(value: str) -> str | None:
    """Accept the name of an environment variable; a password put here by mistake is not repeated."""
    return None if _variable.fullmatch(value) else "must be the name of an environment variable, as `SMTP_PASSWORD`"


def filled(value: str) -> str | None:
    """Accept anything but blanks."""
    return None if value.strip() else "must not be empty"


def nearest(name: str, known: Collection[str]) -> str | None:
    """Return the known word that *name* was probably meant to be, if there is one."""
    from difflib import get_close_matches

    lower = {word.lower(): word for word in sorted(known)}
    close = get_close_matches(name.lower(), lower, n=1)
    return lower[close[0]] if close else None


def _pattern(value: str, allowed: tuple[str, ...]) -> str | None:
    words = ", ".join(f"`{{{name}}}`" for name in allowed)
    try:
        unknown = _fields(value) - set(allowed)
    except ValueError:
        return f"has a brace that is not closed; it may hold {words}"
    return f"may hold {words} and no other braces" if unknown else None


def _fields(pattern: str) -> set[str]:
    return {
        name + (f":{spec}" if spec else "") + (f"!{conversion}" if conversion else "")
        for _, name, spec, conversion in Formatter().parse(pattern)
        if name is not None
    }


#: Key → the check of its value; each value of a list by itself.
CHECKS: dict[str, Check] = {
    "publication.title": filled,
    "publication.home": web_folder,
    "publication.language": language,
    "publication.timezone": zone,
    "publication.authors.name": filled,
    "publication.authors.email": bare_address,
    "publication.authors.url": web_address,
    "publication.id_authority": authority,
    "publication.logo": web_address,
    "publication.icon": web_address,
    "source.path": filled,
    "source.url": fetchable,
    "fetch.allow_private": machine,
    "source.permalink": permalink,
    "source.encoding": encoding,
    "feeds.directory": filled,
    "feeds.base_url": web_folder,
    "feeds.hub": web_address,
    "feed.name": feed_name,
    "feed.title": filled,
    "feed.language": language,
    "digest.subject": subject,
    "digest.from": mailbox,
    "digest.reply_to": mailbox,
    "smtp.host": filled,
    "smtp.password_env": variable,
    "smtp.password_command": filled,
    "smtp.rate": rate,
    "list.id": list_id,
    "list.unsubscribe_mailto": bare_address,
    "list.bounce_address": bare_address,
}
