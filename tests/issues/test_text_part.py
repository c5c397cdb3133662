"""The editor's Markdown as plain text."""

import pytest

from publisher.issues.text_part import Links, plain_prose


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("Zie [hier](https://a.example/b).", "Zie hier [1]."),
        ('Zie [hier](https://a.example "titel") en [hier](https://a.example).', "Zie hier [1] en hier [1]."),
        ("Zie [de agenda](/agenda).", "Zie de agenda [1]."),
        ("Zie <https://a.example/lang/pad>.", "Zie a.example [1]."),
        ("Schrijf <mailto:ik@a.example> of <ik@a.example>.", "Schrijf ik@a.example of ik@a.example."),
        ("# Kop #\nTekst\nloopt door", "Kop\n---\nTekst loopt door"),
        ("- een\n- twee\n  en meer\n1. drie", "- een\n- twee en meer\n1. drie"),
        ("regel een  \nregel twee\\\nregel drie", "regel een\nregel twee\nregel drie"),
        ("2 \\* 3 \\_ 4", "2 * 3 _ 4"),
        ("Een.\n\n\nTwee.", "Een.\n\nTwee."),
    ],
)
def test_markdown_reads_as_plain_text(markdown, text):
    """Links are numbered, lists and headings keep their form."""
    plain = plain_prose(markdown, Links(), base="https://blad.example/")

    assert plain.replace("\u00a0", " ") == text


def test_relative_addresses_are_completed():
    """An address in a mail has no page around it."""
    links = Links()
    plain_prose("[a](/agenda)", links, base="https://blad.example/over/")

    assert links.listed() == "[1] https://blad.example/agenda"


def test_an_address_keeps_its_number():
    """The same address is the same number, and is listed again where it is marked again."""
    links = Links()

    assert [links.mark(url) for url in ("a:1", "a:2", "a:1")] == ["[1]", "[2]", "[1]"]
    assert links.listed() == "[1] a:1\n[2] a:2"
    assert links.listed() == ""
    assert links.mark("a:2") == "[2]"
    assert links.listed() == "[2] a:2"
