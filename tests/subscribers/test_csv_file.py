from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from publisher.errors import InputError
from publisher.model.subscriber import Subscriber
from publisher.subscribers.csv_file import parse_list, write_list

ZONE = ZoneInfo("Europe/Amsterdam")


def parse(text, encoding="utf-8"):
    """Parse a text as a list."""
    return parse_list(text.encode(encoding), where="list.csv", zone=ZONE)


def people(text, encoding="utf-8"):
    """Return address, name and state of each person in a list."""
    return [(one.address.shown, one.name, one.state) for one in parse(text, encoding).people]


@pytest.mark.parametrize(
    "heading",
    ["email", "E-Mail", "Email Address", "e-mailadres", "E-Mail-Adresse", "Adresse e-mail", "Correo electrónico",
     "メールアドレス", "mail", "Adres", "address", "subscriber_email", "Электронная почта"],
)  # fmt: skip
def test_heading_of_addresses_in_many_languages(heading):
    """The column of addresses is known by whatever tools call it."""
    assert people(f"Naam,{heading}\nJan,jan@example.org\n") == [("jan@example.org", "Jan", "active")]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_delimiter_is_found(mark):
    """Comma, semicolon, tab and bar all part cells."""
    assert people(f'email{mark}name\njan@example.org{mark}"Dijk{mark} Jan"\n') == [
        ("jan@example.org", f"Dijk{mark.strip() or ''} Jan".replace("  ", " "), "active")
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encoding_is_found(encoding):
    """UTF-8 with and without mark, UTF-16 with one and Windows-1252 are all read."""
    assert people("email;naam\r\njan@example.org;Éva Müller\r\n", encoding)[0][1] == "Éva Müller"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Voornaam,Tussenvoegsel,Achternaam,E-mail\nJan,van,Dijk,jan@example.org\n", "Jan van Dijk"),
        ('email\n"Jan van Dijk <jan@example.org>"\n', "Jan van Dijk"),
        ('email\n"""Dijk, Jan"" <jan@example.org>"\n', "Dijk, Jan"),
        ("sep=;\nemail;name\njan@example.org;Jan\n", "Jan"),  # a spreadsheet's first line
        ("jan@example.org,Jan\n", "Jan"),  # no headings at all
        ("name,address,email\nJan,Street 1,jan@example.org\n", "Jan"),  # where somebody lives
        ("who,where to\nJan,jan@example.org\n", ""),  # headings that say nothing: the cells do
    ],
)
def test_name_is_found(text, name):
    """The name is put together from what the file has."""
    assert people(text) == [("jan@example.org", name, "active")]


@pytest.mark.parametrize(
    ("heading", "cell", "state"),
    [
        ("status", "active", "active"),
        ("Status", "Subscribed", "active"),
        ("status", "unsubscribed", "unsubscribed"),
        ("status", "afgemeld", "unsubscribed"),
        ("statut", "Désinscrit", "unsubscribed"),
        ("status", "cleaned", "bounced"),
        ("status", "blocklisted", "suppressed"),
        ("state", "complained", "complained"),
        ("status", "pending", "pending"),
        ("unsubscribed", "yes", "unsubscribed"),
        ("unsubscribed", "no", "active"),
        ("unsubscribed_at", "2025-03-04", "unsubscribed"),  # a date says yes
        ("unsubscribed_at", "", "active"),
        ("subscribed_to_emails", "false", "unsubscribed"),
        ("subscribed", "1", "active"),
        ("opt-out", "x", "unsubscribed"),
    ],
)
def test_state_is_heard(heading, cell, state):
    """Whoever is marked as unsubscribed, in whatever way, does not become active."""
    assert people(f"email,{heading}\njan@example.org,{cell}\n")[0][2] == state


def test_two_columns_that_disagree_mean_no_mail():
    """An active status does not outweigh a date of leaving."""
    text = "email,status,unsubscribed_at\njan@example.org,active,2025-03-04\n"

    assert people(text)[0][2] == "unsubscribed"


def test_unsubscribed_twin_wins():
    """An address that stands in the file twice, once as unsubscribed, is unsubscribed and counted once."""
    parsed = parse("email,status\nJan@example.org,active\njan@EXAMPLE.org,unsubscribed\n")

    assert [one.state for one in parsed.people] == ["unsubscribed"]
    assert parsed.duplicates == 1


def test_bad_lines_are_named():
    """Each bad line is named with its number and reason, also behind a cell of several lines."""
    text = 'email,note,status\n"a@example.org","two\nlines",active\nnope,,\n,only a note,\nb@example.org,,perhaps\n'
    parsed = parse(text)

    assert [(one.place, one.reason.split(":")[0]) for one in parsed.bad] == [
        ("list.csv, line 4", "'nope' is no mail address"),
        ("list.csv, line 5", "there is no address"),
        ("list.csv, line 6", "the state 'perhaps' is not known (active, unsubscribed, ...)"),
    ]
    assert [one.address.shown for one in parsed.people] == ["a@example.org"]
    assert parsed.ignored == ("note",)


@pytest.mark.parametrize("text", ["", "\n \n", "name,city\nJan,Utrecht\n"])
def test_file_without_addresses_is_refused(text):
    """A file that holds no list is refused with what it does hold."""
    with pytest.raises(InputError):
        parse(text)


def test_picture_is_refused():
    """A file that is no text is refused."""
    with pytest.raises(InputError, match="no text"):
        parse_list(b"\x89PNG\r\n\x1a\n\0\0\0", where="list.csv", zone=ZONE)


def test_own_export_is_read_back():
    """A list that was exported holds everything when it is imported."""
    person = Subscriber(
        address="jan@bücher.example.org",
        name='Dijk, "Jan"\nvan',
        language="pt-BR",
        tags=("a b", "c"),
        state="bounced",
        consent_at=datetime(2025, 3, 4, 5, 6, 7, tzinfo=UTC),
        consent_how="by hand, at a fair",
        token="t" * 32,
    )
    [read] = parse_list(write_list([person]), where="list.csv", zone=ZONE).people

    assert read.address.shown == person.address
    assert (read.name, read.language, read.tags) == ('Dijk, "Jan" van', person.language, person.tags)
    assert (read.state, read.consent_at, read.consent_how) == (person.state, person.consent_at, person.consent_how)
