import pytest

from publisher.model.subscriber import known_address, parse_address


def test_domain_in_another_script_has_two_spellings():
    """An international domain is kept readable for people and in ASCII for servers."""
    address = parse_address(" Jan@BÜCHER.example.org ")

    assert (address.shown, address.ascii) == ("Jan@bücher.example.org", "Jan@xn--bcher-kva.example.org")


def test_letter_case_does_not_make_another_mailbox():
    """Two spellings of one mailbox have one key."""
    assert parse_address("Jan@Example.org").key == parse_address("jAN@EXAMPLE.ORG").key


@pytest.mark.parametrize("text", ["a@bücher.example.org", "a@example.org"])
def test_known_address_is_the_parsed_one(text):
    """An address from the list is the same as when it was parsed."""
    parsed = parse_address(text)

    assert known_address(parsed.shown) == parsed


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "@-sign"),
        ("jan", "^an email address must have an @-sign$"),
        ("jan@", "@-sign"),
        ("jan@example", "period"),  # forgotten top level
        ("jan piet@example.org", "not valid|invalid"),
        ("jan@example.org\r\nBcc: x@example.org", "not valid|invalid"),  # no header of its own
        ("Jan <jan@example.org>", "name|not valid|invalid"),
        ("jän@example.org", "ASCII"),  # needs SMTPUTF8
    ],
)
def test_what_is_no_address_says_why(text, reason):
    """Text that is no address is refused with the reason."""
    with pytest.raises(ValueError, match=reason):
        parse_address(text)
