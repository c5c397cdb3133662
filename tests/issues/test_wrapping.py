"""Plain text in columns."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.issues.text_part import WIDTH, rule, width_of, wrap


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zl", "Zp"))))
def test_nothing_but_space_is_lost(text):
    """Every letter comes out, in order."""
    assert re.sub(r"\s", "", wrap(text)) == re.sub(r"\s", "", text)


@given(st.lists(st.text(alphabet="abcdeé日本語、", min_size=1, max_size=20), max_size=40))
def test_no_line_is_too_long(words):
    """Lines keep to the width, counting wide letters twice."""
    assert max(width_of(line) for line in wrap(" ".join(words)).split("\n")) <= WIDTH


def test_a_long_address_stands_alone_and_whole():
    """An address that is too long for a line is not broken, and shares its line with nothing."""
    address = "https://example.org/" + "a-b/" * 30

    assert address in wrap(f"Lees verder op {address} en daarna thuis.").split("\n")


def test_japanese_breaks_between_letters():
    """A sentence without spaces is wrapped, and no line begins with a full stop."""
    lines = wrap("これは文です。" * 20).split("\n")

    assert len(lines) == 4
    assert not any(line.startswith("。") for line in lines)


def test_list_items_hang():
    """The lines below the first are indented, not bulleted."""
    assert wrap("een twee drie", first="  * ", indent="    ", width=12) == "  * een twee\n    drie"


@pytest.mark.parametrize(("title", "length"), [("Kort", 4), ("日本", 4), ("e\u0301te\u0301", 3)])
def test_a_rule_is_as_long_as_it_looks(title, length):
    """Wide letters count twice, marks on letters not at all."""
    assert rule(title, "=") == "=" * length
