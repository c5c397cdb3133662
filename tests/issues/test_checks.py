"""What the checks of an issue say."""

from datetime import UTC, date, datetime

import pytest

from publisher.config.loading import parse
from publisher.issues.checks import Subject, check, size
from publisher.issues.html_part import CLIPPED_FROM
from publisher.issues.layout import Masthead, Prose, write_letter
from publisher.model.entry import Citation, Entry, Origin
from publisher.model.issue import Issue, Section

CONFIG = """\
[publication]
title = "Havenblad"
home = "https://havenblad.example/"
language = "nl"
[digest]
from = "Havenblad <redactie@havenblad.example>"
postal_address = "Kade 1"
"""


def entry(**changes):
    """Return an entry with which nothing is wrong."""
    values = {
        "id": "tag:havenblad.example,2026:brug",
        "ref": "brug",
        "url": "https://havenblad.example/brug",
        "title": "De brug",
        "published": datetime(2026, 3, 1, 12, tzinfo=UTC),
        "language": "nl",
        "summary": "De brug is open.",
        "origin": Origin(path="a.txt", importer="archive"),
    }
    return Entry(**{**values, **changes})


def findings(*, issue=(), held=None, config=CONFIG, intro="<p>Dag</p>", hidden=(), issued=(), language="nl"):
    """Return everything that is not right, as level and text."""
    held = entry() if held is None else held
    values = {
        "number": 1,
        "slug": "001",
        "subject": "Maart",
        "since": date(2026, 3, 1),
        "until": date(2026, 3, 31),
        "intro": "Dag",
        "sections": (Section(key="a", title="", entries=("brug",)),),
    }
    chosen = Issue(**{**values, **dict(issue)})
    entries = {held.ref: held} if chosen.refs else {}
    letter = write_letter(
        chosen,
        entries=entries,
        masthead=Masthead(title="H", subtitle="", home="https://h.example/", language=language, postal_address=""),
        prose={"": Prose(markdown="Dag", html=intro)},
    )
    subject = Subject(
        issue=chosen,
        entries=entries,
        letter=letter,
        html="<p>",
        config=parse(config, "publisher.toml"),
        hidden=frozenset(hidden),
        issued=dict(issued),
    )
    return [(finding.level, finding.text) for finding in check(subject) if finding.level != "ok"]


def test_nothing_is_wrong_with_a_good_issue():
    """Every check says ok."""
    assert findings() == []


@pytest.mark.parametrize(
    ("found", "level", "words"),
    [
        (findings(config=CONFIG.replace("havenblad.example/", "example.org/", 1)), "error", "placeholder"),
        (
            findings(config=CONFIG.replace('from = "Havenblad <redactie@havenblad.example>"', "")),
            "error",
            "the sender is missing",
        ),
        (findings(config=CONFIG.replace('"Kade 1"', '" "')), "warning", "no postal address"),
        (findings(issue={"subject": ""}), "error", "the subject is empty"),
        (findings(issue={"subject": "Maart {period}"}), "warning", "still holds {period}"),
        (findings(issue={"subject": "m" * 71}), "warning", "71 characters"),
        (findings(issue={"sections": ()}), "error", "no articles"),
        (findings(issue={"blurbs": {"weg": "x"}}), "warning", 'the blurb of "weg" is not used'),
        (findings(issue={"intro": ""}), "warning", "no introduction"),
        (findings(hidden={"brug"}), "error", "is hidden"),
        (findings(held=entry(status="draft")), "error", "its status is draft"),
        (findings(held=entry(status="scheduled")), "error", "its status is scheduled"),
        (findings(held=entry(url=None)), "warning", "has no address"),
        (findings(held=entry(url="http://localhost:8000/brug")), "warning", "works on this machine only"),
        (findings(held=entry(summary=" ")), "warning", "no summary"),
        (findings(issued={"brug": (3, 4)}), "warning", "was in issue 3 and 4 already"),
        (findings(intro='<a href="/over">over</a>'), "error", "leads nowhere from a mail: /over"),
        (findings(intro='<a href="https:///x">x</a>'), "error", "leads nowhere"),
        (findings(intro='<p><img src="https://a.example/x.png"></p>'), "warning", "loads an image"),
        (
            findings(held=entry(citations=(Citation(label="", text="x", urls=("ftp://a.example/x",)),))),
            "warning",
            "leads nowhere from a mail: ftp://a.example/x",
        ),
        (findings(language="ga"), "warning", "there are none in `ga` yet"),
    ],
)
def test_each_fault_is_found_alone(found, level, words):
    """One fault gives one finding of its level, and says what is wrong."""
    assert [given for given, _ in found] == [level]
    assert words in found[0][1]


def test_mail_addresses_are_good_links():
    """An editor may ask for letters."""
    assert findings(intro='<a href="mailto:redactie@havenblad.example">schrijf</a>') == []


def test_an_empty_section_is_named():
    """It will not be shown, and the editor should know."""
    sections = (Section(key="a", title="A", entries=("brug",)), Section(key="b", title="B", entries=()))

    assert findings(issue={"sections": sections}) == [("warning", "the section `b` is empty and will not be shown")]


def test_the_size_at_which_gmail_clips_is_a_warning():
    """102 KB is too much, a byte less is not."""
    assert size("x" * CLIPPED_FROM).level == "warning"
    assert size("x" * (CLIPPED_FROM - 1)).level == "ok"
