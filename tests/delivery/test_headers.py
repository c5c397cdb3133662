from email import message_from_bytes, policy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.delivery.message import mailbox, plain, words


def read(block):
    """Parse a block of headers."""
    return message_from_bytes(block + b"\r\n", policy=policy.default)


@pytest.mark.parametrize(
    "name",
    [
        "Jan",
        "van Dijk, Jan",  # a comma would part two addresses
        'Jan "de Man" \\ Piet',
        "Łukasz Żółw",
        "佐藤 花子",
        "=?utf-8?q?x?=",  # no encoded word slips through
        "a (b) c",
    ],
)
def test_name_is_read_back(name):
    """The name of a recipient is read back as it was given, whatever it holds."""
    message = read(mailbox("To", name, "jan@example.org"))

    assert [(to.display_name, to.addr_spec) for to in message["To"].addresses] == [(name, "jan@example.org")]


@given(st.text(max_size=300))
def test_no_text_makes_a_second_header(text):
    """Whatever stands in a name or a subject, the block has one header and short ASCII lines."""
    for block in (mailbox("To", text, "jan@example.org"), words("Subject", text)):
        assert len(read(block).keys()) == 1
        assert all(len(line) <= 998 for line in block.split(b"\r\n"))
        assert block.count(b"\r\n") == block.count(b"\r") == block.count(b"\n")
        assert block.isascii()


def test_long_subject_is_folded_and_read_back():
    """A long subject is folded, and unfolds to the same words."""
    subject = "Zorg, markt en klantbeleving in een heel lang onderwerp: " * 4 + "één"
    block = words("Subject", subject)

    assert max(map(len, block.split(b"\r\n"))) <= 76
    assert read(block)["Subject"] == subject


@pytest.mark.parametrize("value", ["a\r\nBcc: x@example.org", "é"])
def test_plain_header_refuses_what_is_not_plain(value):
    """A header of ours is never made of what could break it."""
    with pytest.raises(ValueError, match="may not hold"):
        plain("Message-ID", value)
