"""What a site's robots.txt forbids is not read: RFC 9309, sections 2.2 to 2.5."""

from datetime import UTC, datetime
from itertools import count

import pytest

from publisher.fetch.connections import Limits
from publisher.fetch.public_hosts import Allowed
from publisher.importing.crawling import ROBOT, ROBOTS_SIZE, Visits

RULES = [
    ("User-agent: *\nDisallow: /*.pdf$", "/a.pdf", False),
    ("User-agent: *\nDisallow: /*.pdf$", "/a.pdf.html", True),
    ("User-agent: *\nDisallow: /private*", "/private/x", False),
    ("User-agent: *\nDisallow: /\nAllow: /blog/", "/blog/x", True),
    ("User-agent: *\nDisallow: /*?print=", "/a?print=1", False),
    ("User-agent: *\nDisallow: /tag/\nAllow: /tag/news/", "/tag/news/1", True),
    ("User-agent: *\nDisallow: /tag/\nAllow: /tag/news/", "/tag/old", False),
    ("User-agent: *\nAllow: /a\nDisallow: /a", "/a", True),  # as long: the kinder rule
    (f"User-agent: {ROBOT.upper()}\nDisallow: /x\n\nUser-agent: *\nAllow: /", "/x", False),
    (f"User-agent: *\nDisallow: /\n\nUser-agent: {ROBOT}\nDisallow:", "/x", True),
    ("User-agent: other\nDisallow: /", "/x", True),
    ("User-agent: a\nUser-agent: *\nDisallow: /x", "/x", False),
    ("User-agent: *\nDisallow: /%C3%A9", "/é", False),
    ("", "/x", True),
]


@pytest.fixture
def visits():
    """Return the visits of one import."""
    seconds = count()
    return Visits(
        now=datetime(2026, 3, 4, tzinfo=UTC),
        limits=Limits(timeout=1, total=3, size=1 << 20),
        allowed=Allowed.of(["127.0.0.1"]),
        clock=lambda: float(next(seconds)),
        sleep=lambda _: None,
    )


@pytest.mark.parametrize(("text", "path", "allowed"), RULES)
def test_rules_are_those_of_the_rfc(web, visits, text, path, allowed):
    """Wildcards, the end sign, the longest match and the group of our own name count as RFC 9309 has them."""
    web.serve("/robots.txt", text.encode())

    assert visits.may_read(web.url(path)) is allowed


@pytest.mark.parametrize(
    ("status", "allowed"), [(401, True), (403, True), (404, True), (410, True), (429, False), (500, False)]
)
def test_no_file_means_no_rules_and_no_answer_no_entry(web, visits, status, allowed):
    """A site without the file may be read (section 2.3.1.3), one that fails or is busy may not (2.3.1.4)."""
    web.serve("/robots.txt", b"User-agent: *\nDisallow:", status)

    assert visits.may_read(web.url("/x")) is allowed


def test_the_rules_may_lie_elsewhere(web, visits):
    """Rules that a redirect leads to hold for the site that was asked (section 2.3.1.2)."""
    web.serve("/robots.txt", b"", 301, Location=web.url("/rules"))
    web.serve("/rules", b"User-agent: *\nDisallow: /x")

    assert not visits.may_read(web.url("/x"))
    assert visits.may_read(web.url("/y"))


def test_half_a_rule_is_none(web, visits):
    """Of a file beyond the size that has to be read, the rule in which it is cut off does not close the site."""
    rules = b"User-agent: *\nDisallow: /x\n"
    filler = b"#" * (ROBOTS_SIZE - len(rules) - len(b"\nDisallow: /")) + b"\n"
    web.serve("/robots.txt", rules + filler + b"Disallow: /private/\n")

    assert not visits.may_read(web.url("/x"))
    assert visits.may_read(web.url("/y"))


def test_a_site_is_asked_once(web, visits):
    """The rules are fetched once in an import (section 2.4)."""
    web.serve("/robots.txt", b"User-agent: *\nDisallow: /x")
    for path in ("/x", "/y", "/z"):
        visits.may_read(web.url(path))

    assert [path for path, _ in web.asked] == ["/robots.txt"]
