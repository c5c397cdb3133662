"""What a site's robots.txt forbids is not read: RFC 9309, section 2.2."""

from itertools import count

import pytest

from publisher.fetch.connections import Limits
from publisher.fetch.public_hosts import Allowed
from publisher.importing.crawling import ROBOT, Visits

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


@pytest.mark.parametrize(("text", "path", "allowed"), RULES)
def test_rules_are_those_of_the_rfc(web, text, path, allowed):
    """Wildcards, the end sign, the longest match and the group of our own name count as RFC 9309 has them."""
    web.serve("/robots.txt", text.encode())
    seconds = count()
    visits = Visits(
        now=None,
        limits=Limits(timeout=1, total=3, size=1 << 20),
        allowed=Allowed.of(["127.0.0.1"]),
        clock=lambda: float(next(seconds)),
        sleep=lambda _: None,
    )

    assert visits.may_read(web.url(path)) is allowed
