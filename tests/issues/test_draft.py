"""Drafts: read, written and edited."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.errors import InputError
from publisher.issues.draft import (
    line_of_name,
    parse_draft,
    with_entry,
    with_intro,
    with_subject,
    without_entry,
    write_draft,
)
from publisher.model.issue import Issue, Section

WHERE = "issues/001.toml"

BY_HAND = """\
# Het eerste nummer
number = 1                       # nooit veranderen
subject = "Maart"                # kort houden
intro = \"\"\"
Dag!
\"\"\"
sections = ["dorp", "school"]    # in deze volgorde

[blurb]
"brug" = "Kijk mee."             # van de redactie

[section.school]
title = "School"
entries = []

[section.dorp]
title = "Dorp"
entries = [
    # bovenaan houden
    "brug",      # De brug is open
    "markt",     # Markt op het plein
]
"""


def issue(**changes):
    """Return an issue with everything in it."""
    values = {
        "number": 1,
        "slug": "001",
        "subject": 'Nieuws: "de brug" \\ open',
        "preheader": "Ook: markt",
        "since": date(2026, 3, 1),
        "until": date(2026, 3, 31),
        "intro": 'Dag, "lezer"!\n\nEen """ en een \\ doen geen kwaad.',
        "sections": (Section(key="dorp", title="Dorp & plein", entries=("brug", "markt")),),
        "blurbs": {"brug": "Kijk **mee**.\nTwee regels."},
    }
    return Issue(**{**values, **changes})


def read(text):
    """Parse the text as the draft of issue 1."""
    return parse_draft(text, where=WHERE, number=1)


def mistakes_in(text):
    """Return the lines of the error that a draft gives."""
    with pytest.raises(InputError) as caught:
        read(text)
    return str(caught.value).splitlines()


@pytest.mark.parametrize(
    "written",
    [
        issue(),
        issue(intro="", blurbs={}, preheader="", since=None, until=None),
        issue(intro="Één regel", blurbs={"brug": "“Ja” 'nee' 日本語 \t tab"}),
        issue(sections=(Section(key="a", title="", entries=()), Section(key="b", title="B", entries=("x",)))),
    ],
)
def test_a_written_draft_reads_back_as_the_same_issue(written):
    """What is written is what is read, whatever marks are in the texts."""
    assert read(write_draft(written, {"brug": "De brug"})) == written


@given(st.text(), st.text())
def test_any_text_survives(intro, blurb):
    """Whatever an editor pastes comes back, but for the space around it and the kind of its line breaks."""
    given = issue(intro=intro, blurbs={"brug": f"x{blurb}x"})
    back = read(write_draft(given, {}))

    def ours(text):
        return text.replace("\r\n", "\n").replace("\r", "\n")

    assert back.intro == ours(intro).strip()
    assert back.blurbs == {"brug": f"x{ours(blurb)}x"}


def test_what_stands_in_a_header_is_one_line():
    """A line break in a subject would begin a header of its own."""
    assert read('subject = "Maart\\r\\nBcc: iemand@example.org"').subject == "Maart Bcc: iemand@example.org"


def test_a_draft_shows_the_title_of_each_entry_as_a_comment():
    """An editor sees titles, not only names; a title never breaks the file."""
    text = write_draft(issue(), {"brug": "De brug\nis # open\x07", "markt": "Markt"})

    assert '"brug",   # De brug is # open\n' in text
    assert '"markt",  # Markt\n' in text


def test_sections_come_in_the_order_of_the_list():
    """The list `sections` decides, not the order of the tables."""
    assert [section.key for section in read(BY_HAND).sections] == ["dorp", "school"]


def test_only_the_entries_are_needed():
    """A draft of one table is a whole draft."""
    draft = read('[section.dorp]\nentries = ["brug"]')

    assert draft.refs == ("brug",)
    assert draft.number == 1


def test_edits_keep_every_comment():
    """Subject, intro and entries change; comments, order and empty lines stay."""
    edited = with_subject(BY_HAND, "April")
    edited = with_intro(edited, 'Nieuw "begin".')
    edited = without_entry(edited, "markt")
    edited = with_entry(edited, "fanfare", "De fanfare speelt")

    draft = read(edited)
    assert draft.subject == "April"
    assert draft.intro == 'Nieuw "begin".'
    assert "fanfare" in draft.refs
    assert "markt" not in draft.refs
    comments = [line.split("#", 1)[1].strip() for line in BY_HAND.splitlines() if "#" in line and "markt" not in line]
    assert [comment for comment in comments if comment not in edited] == []


def test_an_entry_is_added_to_a_draft_without_sections():
    """An empty draft gets its first section."""
    draft = read(with_entry('subject = "x"\n', "brug", "De brug"))

    assert draft.refs == ("brug",)


def test_all_mistakes_are_reported_with_their_lines():
    """One run names every mistake: file, line and what is allowed."""
    text = (
        "nummer = 1\n"
        "subject = 3\n"
        'sections = ["drop", "weg"]\n'
        'period = { since = 2026-03-01, until = "later" }\n'
        "[section.dorp]\n"
        'entries = ["brug",\n'
        '  "markt",\n'
        '  "brug",\n'
        "]\n"
        "[section.Q]\n"
        'titel = "x"\n'
        'entries = ["markt"]\n'
    )

    assert mistakes_in(text) == [
        f"{WHERE} has 11 mistakes",
        f"{WHERE}:1: `nummer` is not a key; did you mean `number`?",
        f"{WHERE}:2: subject must be text in quotes",
        f"{WHERE}:3: `sections` names `drop`; did you mean `dorp`?",
        f"{WHERE}:3: `sections` names `weg`; there is no table [section.weg]",
        f"{WHERE}:4: period.until must be a date such as 2026-03-31",
        f"{WHERE}:5: the section `dorp` does not stand in `sections`; add it there, or remove it here",
        f'{WHERE}:8: the entry "brug" stands twice in this section; keep one',
        f"{WHERE}:10: the section's name `Q` may hold lower-case letters, digits and hyphens only",
        f"{WHERE}:10: the section `Q` does not stand in `sections`; add it there, or remove it here",
        f"{WHERE}:11: `titel` is not a key; did you mean `title`?",
        f'{WHERE}:12: the entry "markt" stands also in the section `dorp`; keep one',
    ]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("intro = [", f"{WHERE}:1: this is not TOML"),
        ("period = { since = 1 }", f"{WHERE}:1: period.since must be a date"),
        ("number = 2", f"{WHERE}:1: the file's name says number 1"),
        ("period = 2026", f"{WHERE}:1: period must look like"),
        ("period = { since = 2026-03-02, until = 2026-03-01 }", f"{WHERE}:1: the period ends"),
        ("blurb = 1", f"{WHERE}:1: blurb must be a table"),
        ("[blurb]\nbrug = 1", f"{WHERE}:2: the blurb of"),
        ("sections = 1", f"{WHERE}:1: sections must be a list"),
        ('sections = ["a", "a"]\n[section.a]', f"{WHERE}:1: the section `a` stands twice"),
        ("section = 1", f"{WHERE}:1: each section is a table"),
        ("[section.a]\nentries = 1", f"{WHERE}:2: section.a.entries must be a list"),
        ("[section.a]\ntitle = 1", f"{WHERE}:2: section.a.title must be text"),
    ],
)
def test_each_mistake_has_its_sentence(text, complaint):
    """A mistake says where it is and what is allowed."""
    assert mistakes_in(text)[0].startswith(complaint)


def test_the_line_of_an_entry_is_where_a_section_names_it():
    """A blurb or a comment of the same name is not meant."""
    assert line_of_name(BY_HAND, "brug") == BY_HAND.splitlines().index('    "brug",      # De brug is open') + 1
