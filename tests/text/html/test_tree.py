"""Trees of HTML that may be hostile."""

import pytest

from publisher.sources.medium import read_page
from publisher.sources.substack.html import clean_substack
from publisher.text.html.tree import parse


def read_medium(html):
    """Read a page of Medium's export."""
    return read_page(html, "a.html", "a.html", "a.html")


def test_html_becomes_a_tree():
    """A fragment gets the elements around it that it lacks."""
    assert str(parse("<p>a")) == "<html><body><p>a</p></body></html>"


@pytest.mark.parametrize("read", [parse, clean_substack, read_medium])
@pytest.mark.parametrize(
    ("html", "reason"), [("<br>" * 40_001, "more than 40,000 tags"), ("<div>" * 3000, "nested more than 60 deep")]
)
def test_what_nobody_writes_is_refused(read, html, reason):
    """The cost of a text is known before it is walked."""
    with pytest.raises(ValueError, match=reason):
        read(html)


def test_a_declaration_of_xml_is_no_reason_for_a_warning():
    """Beautiful Soup would print one that no user can do anything about."""
    assert str(parse('<?xml version="1.0"?><p>x</p>').body) == "<body><p>x</p></body>"
