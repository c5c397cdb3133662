"""What is good and what is not about an issue, before anybody gets it; needs no network."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from publisher.config import PLACEHOLDER_HOME, Config
from publisher.issues.contents import read_contents
from publisher.issues.files import is_approved, numbers, read_approved
from publisher.issues.html_part import CLIPPED_FROM
from publisher.issues.layout import Letter
from publisher.issues.render import Rendered, render_issue
from publisher.issues.states import remark_on
from publisher.model.entry import Entry
from publisher.model.issue import Issue
from publisher.text.languages.messages import is_translated

if TYPE_CHECKING:
    from pathlib import Path

    from publisher.files.templates import Templates
    from publisher.issues.contents import Contents, Entries

Level = Literal["ok", "warning", "error"]

#: Longest subject that phones show whole, roughly.
LONG_SUBJECT = 70

#: Where a link stands, if not in an article.
EDITOR = "the editor's text"

_address = re.compile(r"""<a\s[^>]*?href=["']([^"']*)["']""", re.IGNORECASE)
_image = re.compile(r"""<img\s[^>]*?src=["']([^"']*)["']""", re.IGNORECASE)
_own_machine = re.compile(r"(^|\.)localhost$|\.local$|^127\.|^\[?::1\]?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at."""

    #: An error keeps the issue from being approved.
    level: Level
    text: str
    #: What to do about it, as one imperative sentence.
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Everything that the checks look at."""

    issue: Issue
    entries: Mapping[str, Entry]
    letter: Letter
    html: str
    config: Config
    #: Refs that the editor hid.
    hidden: frozenset[str]
    #: Ref → numbers of the approved issues that hold it.
    issued: Mapping[str, tuple[int, ...]]


def check(subject: Subject) -> tuple[Finding, ...]:
    """Return all findings: each check says at least that all is well."""
    return tuple(finding for one in CHECKS for finding in one(subject))


def size(html: str) -> Finding:
    """Return whether the HTML stays below the size at which Gmail hides the rest."""
    count = len(html.encode())
    shown = f"the HTML is {count / 1024:.1f} KB"
    if count >= CLIPPED_FROM:
        return Finding(
            level="warning",
            text=f"{shown}; Gmail hides what comes after {CLIPPED_FROM // 1024} KB",
            hint="Take out articles, or shorten introduction and blurbs.",
        )
    return Finding(level="ok", text=f"{shown}, below the {CLIPPED_FROM // 1024} KB at which Gmail hides the rest")


def _home(subject: Subject) -> Iterator[Finding]:
    if subject.config.publication.home == PLACEHOLDER_HOME:
        yield Finding(
            level="error",
            text=f"the publication's home is still the placeholder {PLACEHOLDER_HOME}",
            hint="Set `home` in [publication] of publisher.toml to the address of your website.",
        )
    else:
        yield Finding(level="ok", text=f"home is {subject.config.publication.home}")


def _sender(subject: Subject) -> Iterator[Finding]:
    if subject.config.digest.sender is None:
        yield Finding(
            level="error",
            text="nobody sends it: the sender is missing",
            hint='Set `from` in [digest] of publisher.toml: "Name <address>".',
        )
    else:
        yield Finding(level="ok", text=f"sender is {subject.config.digest.sender}")


def _postal_address(subject: Subject) -> Iterator[Finding]:
    if not subject.config.digest.postal_address.strip():
        yield Finding(
            level="warning",
            text="the footer has no postal address; the law of many countries asks for one",
            hint="Set `postal_address` in [digest] of publisher.toml.",
        )
    else:
        yield Finding(level="ok", text="the footer has a postal address and the way to unsubscribe")


def _subject(subject: Subject) -> Iterator[Finding]:
    line = subject.issue.subject
    if not line:
        yield Finding(level="error", text="the subject is empty", hint="Write `subject` in the draft.")
    elif left := re.search(r"\{\w*\}", line):
        yield Finding(level="warning", text=f"the subject still holds {left[0]}", hint="Write out what it stands for.")
    elif len(line) > LONG_SUBJECT:
        yield Finding(
            level="warning",
            text=f"the subject has {len(line)} characters; many mail programs show about {LONG_SUBJECT}",
            hint="Put what matters first, or make it shorter.",
        )
    else:
        yield Finding(level="ok", text=f"subject is “{line}”")


def _articles(subject: Subject) -> Iterator[Finding]:
    count = len(subject.issue.refs)
    if not count:
        yield Finding(level="error", text="there are no articles in it", hint="Name entries in a section of the draft.")
        return
    yield Finding(level="ok", text=f"{count} {'article' if count == 1 else 'articles'}")
    for section in subject.issue.sections:
        if not section.entries:
            yield Finding(level="warning", text=f"the section `{section.key}` is empty and will not be shown")
    for ref in subject.issue.blurbs:
        if ref not in subject.entries:
            yield Finding(
                level="warning",
                text=f'the blurb of "{ref}" is not used: no section names that entry',
                hint="Add the entry, or correct its name.",
            )


def _secrecy(subject: Subject) -> Iterator[Finding]:
    for entry in subject.entries.values():
        if entry.ref in subject.hidden:
            yield Finding(
                level="error",
                text=f"“{entry.title}” is hidden",
                hint=f"Take it out, or `publisher entries show {entry.ref}`.",
            )
        elif entry.status != "published":
            yield Finding(
                level="error",
                text=f"“{entry.title}” is not public: its status is {entry.status}",
                hint="Take it out, or publish it first.",
            )


def _completeness(subject: Subject) -> Iterator[Finding]:
    for entry in subject.entries.values():
        if entry.url is None:
            yield Finding(level="warning", text=f"“{entry.title}” has no address: nobody can read on")
        if not entry.summary.strip():
            yield Finding(
                level="warning", text=f"“{entry.title}” has no summary", hint="Write a blurb for it in the draft."
            )


def _repetition(subject: Subject) -> Iterator[Finding]:
    for entry in subject.entries.values():
        if earlier := subject.issued.get(entry.ref):
            numbers = " and ".join(str(number) for number in earlier)
            yield Finding(
                level="warning",
                text=f"“{entry.title}” was in issue {numbers} already",
                hint="Take it out, if readers have seen it.",
            )


def _links(subject: Subject) -> Iterator[Finding]:
    prose = subject.letter.intro.html + "".join(article.blurb.html for article in subject.letter.articles)
    addresses = [(EDITOR, address) for address in _address.findall(prose)]
    for entry in subject.entries.values():
        own = [entry.url] if entry.url else []
        cited = [url for citation in entry.citations for url in citation.urls]
        addresses += [(f"“{entry.title}”", url) for url in (*own, *cited)]
    good = True
    for place, address in addresses:
        parts = urlsplit(address)
        if place == EDITOR and parts.scheme == "mailto":
            continue
        if parts.scheme not in ("http", "https") or not parts.hostname:
            good = False
            yield Finding(
                level="error" if place == EDITOR else "warning",
                text=f"{place} has a link that leads nowhere from a mail: {address}",
                hint="Write a whole address, such as https://example.org/page.",
            )
        elif _own_machine.search(parts.hostname):
            good = False
            yield Finding(level="warning", text=f"{place} has a link that works on this machine only: {address}")
    if good:
        yield Finding(level="ok", text="every link is a whole web address")


def _words(subject: Subject) -> Iterator[Finding]:
    if not subject.issue.intro:
        yield Finding(
            level="warning",
            text="there is no introduction",
            hint="Write `intro` in the draft, if you have something to say.",
        )
    if not is_translated(subject.letter.language):
        yield Finding(
            level="warning",
            text=f"the mail's own words are English: there are none in `{subject.letter.language}` yet",
            hint="Put your own digest.html and digest.txt into the folder `templates`.",
        )
    for address in _image.findall(subject.letter.intro.html):
        yield Finding(
            level="warning",
            text=f"the introduction loads an image, which many mail programs hide: {address}",
        )


CHECKS = (
    _home,
    _sender,
    _subject,
    _articles,
    _secrecy,
    _completeness,
    _repetition,
    _links,
    _words,
    _postal_address,
    lambda subject: [size(subject.html)],
)


def check_issue(
    root: Path, number: int, *, catalog: Entries, config: Config, templates: Templates
) -> tuple[Finding, ...]:
    """Return what is good and what is not about an issue; of an approved one, that it is what was approved."""
    if is_approved(root, number):
        return check_approved(root, number)
    contents = read_contents(root, number, catalog)
    rendered = render_issue(contents, config=config, templates=templates)
    return check_contents(root, contents, rendered, catalog=catalog, config=config)


def check_contents(
    root: Path, contents: Contents, rendered: Rendered, *, catalog: Entries, config: Config
) -> tuple[Finding, ...]:
    """Return the findings on a draft that has been rendered."""
    return check(
        Subject(
            issue=contents.issue,
            entries=contents.entries,
            letter=rendered.letter,
            html=rendered.html,
            config=config,
            hidden=catalog.hidden(),
            issued=_issued(root, before=contents.issue.number),
        )
    )


def check_approved(root: Path, number: int) -> tuple[Finding, ...]:
    """Return the findings on an approved issue.

    Raises:
        StoreError: It is not what was approved.
    """
    approved = read_approved(root, number)
    found = [Finding(level="ok", text=f"issue {number} is what was approved on {approved.approved_at[:10]}")]
    if remark := remark_on(root, approved):
        found.append(
            Finding(level="warning", text=remark, hint=f"To use the draft, `publisher digest reopen {number}` first.")
        )
    return (*found, size(approved.html))


def _issued(root: Path, *, before: int) -> dict[str, tuple[int, ...]]:
    """Return ref → numbers of other approved issues that hold it."""
    issued: dict[str, tuple[int, ...]] = defaultdict(tuple)
    for number in numbers(root):
        if number != before and is_approved(root, number):
            for entry in read_approved(root, number).entries:
                issued[entry.ref] += (number,)
    return issued
