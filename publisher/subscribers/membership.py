"""Who joins, leaves and is forgotten."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from publisher.errors import InputError, UsageError
from publisher.files.atomic import write_durably
from publisher.model.subscriber import Address, Subscriber, parse_address
from publisher.subscribers.csv_file import Listed, ParsedList, parse_list, write_list

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime, tzinfo
    from pathlib import Path

    from publisher.model.post import Rejected
    from publisher.model.subscriber import SubscriberState
    from publisher.subscribers.store import SubscriberList


@dataclass(frozen=True, slots=True, kw_only=True)
class ListImport:
    """What an import of a list did, or would do."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    #: Lines that repeat an address of the same file.
    duplicates: int = 0
    #: Of those added or changed: how many do not want mail, or cannot get it.
    not_active: int = 0
    #: Left the list earlier, so that the file's "active" does not count.
    kept_out: int = 0
    bad: tuple[Rejected, ...] = ()
    ignored_columns: tuple[str, ...] = ()
    #: Whether the list was changed.
    done: bool


def add(
    people: SubscriberList,
    address: str,
    *,
    name: str,
    language: str,
    tags: tuple[str, ...],
    token: Callable[[], str],
    now: datetime,
) -> tuple[Subscriber, bool]:
    """Put one address on the list, or change what is given about one that is there.

    Returns:
        The subscriber, and whether they are new.

    Raises:
        InputError: It is no address, or the person left the list earlier.
    """
    parsed = _parsed(address)
    known = people.find(parsed.key)
    if known is not None and known.state != "active":
        raise InputError(
            f"{known.address} is on the list as {known.state}",
            hint="If the person asked to get mail again, add `--resubscribe`.",
        )
    return _put(people, known, parsed, name, language, tags, "added by hand", token, now)


def add_again(
    people: SubscriberList,
    address: str,
    *,
    name: str,
    language: str,
    tags: tuple[str, ...],
    token: Callable[[], str],
    now: datetime,
) -> tuple[Subscriber, bool]:
    """Put one address on the list, also when the person left it earlier and asked to come back."""
    parsed = _parsed(address)
    known = people.find(parsed.key)
    if known is not None and known.state != "active":
        known = replace(known, state="active", consent_at=now, consent_how="resubscribed by hand")
    return _put(people, known, parsed, name, language, tags, "added by hand", token, now)


def read_list(path: Path, zone: tzinfo) -> ParsedList:
    """Return the subscribers of a CSV file.

    Raises:
        InputError: There is no such file, or it is no list.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}", hint="Check the name of the file.") from error
    return parse_list(data, where=path.name, zone=zone)


def refuse_bad(parsed: ParsedList) -> ParsedList:
    """Return a list without a bad line as it is.

    Raises:
        InputError: There is a bad line; the message names all of them.
    """
    if parsed.bad:
        named = "".join(f"\n  {one.place}: {one.reason}" for one in parsed.bad)
        amount = f"{len(parsed.bad)} line{'s' if len(parsed.bad) > 1 else ''} cannot be used, so nothing was imported:"
        raise InputError(amount + named, hint="Correct them, or import the others with `--skip-bad`.")
    return parsed


def import_list(
    people: SubscriberList, parsed: ParsedList, *, how: str, token: Callable[[], str], now: datetime
) -> ListImport:
    """Take all good lines of a list, in one transaction."""
    planned, report = plan_import(people, parsed, how=how, token=token, now=now)
    people.save(planned, now=now)
    return replace(report, done=True)


def plan_import(
    people: SubscriberList, parsed: ParsedList, *, how: str, token: Callable[[], str], now: datetime
) -> tuple[dict[str, Subscriber], ListImport]:
    """Return what importing a list would change, by `Address.key`, and a report of it."""
    known = people.known(listed.address.key for listed in parsed.people)
    planned: dict[str, Subscriber] = {}
    added = kept_out = not_active = 0
    for listed in parsed.people:
        before = known.get(listed.address.key)
        if before is None:
            after = _new(listed, how=how, token=token(), now=now)
            added += 1
        else:
            after = _merged(before, listed)
            kept_out += listed.state == "active" and before.state not in ("active", "pending")
        if after != before:
            planned[listed.address.key] = after
            not_active += after.state != "active"
    return planned, ListImport(
        added=added,
        changed=len(planned) - added,
        unchanged=len(parsed.people) - len(planned),
        duplicates=parsed.duplicates,
        not_active=not_active,
        kept_out=kept_out,
        bad=parsed.bad,
        ignored_columns=parsed.ignored,
        done=False,
    )


def export_list(people: SubscriberList, path: Path) -> int:
    """Write the whole list as CSV; return how many it holds."""
    everybody = people.all()
    write_durably(path, write_list(everybody))
    return len(everybody)


def find(people: SubscriberList, address: str) -> Subscriber:
    """Return a subscriber.

    Raises:
        InputError: Nobody on the list has this address.
    """
    known = people.find(_parsed(address).key)
    if known is None:
        raise InputError(f"{address} is not on the list", hint="See who is with `publisher subscribers list`.")
    return known


def remove(people: SubscriberList, address: str, *, now: datetime) -> Subscriber:
    """Unsubscribe somebody; who complained, bounced or is suppressed stays so."""
    known = find(people, address)
    if known.state not in ("active", "pending"):
        return known
    return _set(people, known, "unsubscribed", now)


def suppress(people: SubscriberList, address: str, *, token: Callable[[], str], now: datetime) -> Subscriber:
    """Make sure that an address never gets mail, whether it is on the list or not."""
    parsed = _parsed(address)
    known = people.find(parsed.key) or Subscriber(address=parsed.shown, token=token())
    return _set(people, known, "suppressed", now)


def erase(people: SubscriberList, address: str, *, now: datetime) -> None:
    """Forget everything that leads to a person.

    Raises:
        InputError: Nobody on the list has this address.
    """
    if not people.erase(_parsed(address).key, now=now):
        raise InputError(f"{address} is not on the list", hint="There is nothing to erase.")


def _put(
    people: SubscriberList,
    known: Subscriber | None,
    address: Address,
    name: str,
    language: str,
    tags: tuple[str, ...],
    how: str,
    token: Callable[[], str],
    now: datetime,
) -> tuple[Subscriber, bool]:
    before = known or Subscriber(address=address.shown, consent_at=now, consent_how=how, token=token())
    after = replace(
        before, name=name or before.name, language=language or before.language, tags=_union(before.tags, tags)
    )
    people.save({address.key: after}, now=now)
    return after, known is None


def _new(listed: Listed, *, how: str, token: str, now: datetime) -> Subscriber:
    return Subscriber(
        address=listed.address.shown,
        name=listed.name,
        language=listed.language,
        tags=listed.tags,
        state=listed.state,
        consent_at=listed.consent_at or now,
        consent_how=listed.consent_how or how,
        token=token,
    )


def _merged(before: Subscriber, listed: Listed) -> Subscriber:
    """Return what is known after reading a line about somebody on the list: leaving counts, coming back does not."""
    state = before.state
    if before.state in ("active", "pending") and listed.state != "pending":
        state = listed.state
    return replace(
        before,
        name=listed.name or before.name,
        language=listed.language or before.language,
        tags=_union(before.tags, listed.tags),
        state=state,
    )


def _set(people: SubscriberList, known: Subscriber, state: SubscriberState, now: datetime) -> Subscriber:
    after = replace(known, state=state)
    people.save({_parsed(known.address).key: after}, now=now)
    return after


def _union(before: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*before, *more)))


def _parsed(address: str) -> Address:
    try:
        return parse_address(address)
    except ValueError as error:
        raise UsageError(f"{address!r} is no mail address: {error}") from None
