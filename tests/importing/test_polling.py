"""Sources that are feeds on the web, polled by `publisher build` and adopted by `publisher import`."""

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from click.testing import CliRunner

from publisher.cli import cli

#: 10 March 2026, in UTC.
NOON = 1_773_144_000

HEAD = """\
[publication]
title = "Planet"
home = "https://planet.example.net/"
language = "en"

[fetch]
interval = 0
allow_private = ["127.0.0.1"]
timeout = 1
max_time = 3
max_size_mb = 1
"""


def feed(*names, title="Weblog"):
    """Return an RSS feed with a post of each name."""
    items = "".join(
        f"<item><title>Post {name}</title><link>https://weblog.example.org/{name}</link>"
        f'<guid isPermaLink="false">weblog-{name}</guid><pubDate>Mon, 02 Mar 2026 10:00:00 GMT</pubDate>'
        f"<description>&lt;p&gt;About {name}.&lt;/p&gt;</description></item>"
        for name in names
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title>{items}</channel></rss>'.encode()


class Planet:
    """A publication whose posts come from the web."""

    def __init__(self, root):
        self.root = root

    def configure(self, *urls, more=""):
        """Write publisher.toml."""
        sources = "".join(f'\n[[source]]\nurl = "{url}"\n{more}\n' for url in urls)
        (self.root / "publisher.toml").write_text(HEAD + sources)

    def rest(self, minutes):
        """Let so many minutes pass between two requests."""
        path = self.root / "publisher.toml"
        path.write_text(path.read_text().replace("interval = 0", f"interval = {minutes}"))

    def run(self, *arguments, at=None):
        """Run the command line, at so many minutes past noon if that matters."""
        config = str(self.root / "publisher.toml")
        clock = {} if at is None else {"SOURCE_DATE_EPOCH": str(NOON + int(60 * at))}
        result = CliRunner(catch_exceptions=False, env=clock).invoke(cli, ["--config", config, *arguments])
        assert "Traceback" not in result.output
        return result

    def build(self, at=None):
        """Build, and return how it ended and what it said."""
        result = self.run("build", at=at)
        return result.exit_code, result.output

    def titles(self):
        """Return the titles of all entries."""
        return sorted(entry["title"] for entry in json.loads(self.run("entries", "list", "--json").stdout))

    def in_feed(self):
        """Return the titles in the feed that was built."""
        return sorted(item["title"] for item in json.loads((self.root / "feeds/feed.json").read_text())["items"])


@pytest.fixture
def planet(tmp_path):
    """Return an empty publication."""
    return Planet(tmp_path)


def test_new_posts_arrive_and_old_ones_stay(planet, web):
    """A post that its feed has dropped stays; a new one comes; foreign ids stay as they are."""
    planet.configure(web.url("/feed"))
    web.serve("/feed", feed("a", "b"))
    assert planet.build()[0] == 0
    web.serve("/feed", feed("b", "c"))
    assert planet.build()[0] == 0
    assert planet.titles() == planet.in_feed() == ["Post a", "Post b", "Post c"]
    ids = [entry["id"] for entry in json.loads(planet.run("entries", "list", "--json").stdout)]
    assert sorted(ids) == ["weblog-a", "weblog-b", "weblog-c"]


def test_nothing_new(planet, web):
    """What the server said of its document is sent back; 304 changes nothing."""
    planet.configure(web.url("/feed"))
    web.serve("/feed", feed("a"), ETag='"one"', Last_Modified="Mon, 02 Mar 2026 10:00:00 GMT")
    planet.build()
    web.serve("/feed", status=304)
    for _ in range(2):
        code, _ = planet.build()
        headers = web.asked[-1][1]
        assert (code, headers["If-None-Match"]) == (0, '"one"')
        assert headers["If-Modified-Since"] == "Mon, 02 Mar 2026 10:00:00 GMT"
    assert planet.titles() == ["Post a"]


def test_settings_are_applied_to_what_is_there(planet, web):
    """New settings of a source reach all of its entries, also those that the feed has dropped."""
    planet.configure(web.url("/feed"))
    web.serve("/feed", feed("a"), ETag='"1"')
    planet.build()
    web.serve("/feed", feed("b"), ETag='"2"')
    planet.build()
    web.serve("/feed", status=304)
    planet.configure(web.url("/feed"), more='tags = ["planet"]')
    assert planet.build()[0] == 0
    entries = json.loads(planet.run("entries", "list", "--tag", "planet", "--json").stdout)
    assert sorted(entry["title"] for entry in entries) == ["Post a", "Post b"]


def test_offline(planet, web):
    """Without the network everything else is built, the entries stay, and the exit code says so."""
    planet.configure(web.url("/feed"), more="")
    web.serve("/feed", feed("a"))
    planet.build()
    (planet.root / "posts").mkdir()
    (planet.root / "posts/2026-03-02-new.md").write_text("# Local\n\nText.\n")
    (planet.root / "publisher.toml").write_text(
        (planet.root / "publisher.toml").read_text() + '\n[[source]]\npath = "posts"\nkind = "markdown"\n'
    )
    web.close()
    code, said = planet.build()
    assert code == 5
    assert "refuses the connection" in said
    assert "1 source could not be fetched; everything else was done" in said
    assert planet.in_feed() == ["Local", "Post a"]


def test_offline_from_the_start(planet):
    """A build that has nothing but an unreachable feed still writes its files."""
    planet.configure("http://nobody.invalid/feed")
    code, said = planet.build()
    assert code == 5
    assert "there is no host nobody.invalid" in said
    assert (planet.root / "feeds/atom.xml").exists()


def test_gone_for_good(planet, web):
    """410 stops the polling, every build says so, and the entries stay."""
    planet.configure(web.url("/feed"))
    web.serve("/feed", feed("a"))
    planet.build()
    web.serve("/feed", status=410)
    code, said = planet.build()
    assert (code, "gone for good" in said) == (0, True)
    asked = len(web.asked)
    code, said = planet.build()
    assert (code, "gone for good" in said, len(web.asked)) == (0, True, asked)
    assert planet.titles() == ["Post a"]
    web.serve("/feed", feed("b"))
    assert planet.run("import", web.url("/feed")).exit_code == 0
    assert planet.titles() == ["Post a", "Post b"]
    planet.build()
    assert len(web.asked) == asked + 2


@pytest.mark.parametrize("status", [429, 503])
def test_left_alone(planet, web, status):
    """A server that wants to be left alone is not asked before; the next build says so without failing."""
    planet.configure(web.url("/feed"), web.url("/other"))
    later = format_datetime(datetime.now(UTC) + timedelta(hours=2), usegmt=True)  # noqa: TID251  # the server's clock
    web.serve("/feed", status=status, Retry_After=later)
    web.serve("/other", feed("b"))
    code, said = planet.build()
    assert (code, str(status) in said) == (5, True)
    assert [path for path, _ in web.asked] == ["/feed"]
    code, said = planet.build()
    assert (code, len(web.asked)) == (0, 1)
    assert said.count("wants to be left alone until") == 2


def test_moved_for_good(planet, web):
    """A permanent redirect is reported with the new address; who writes that down keeps every entry."""
    planet.configure(web.url("/old"))
    web.serve("/old", feed("a"))
    planet.build()
    web.redirect("/old", web.url("/new"), 301)
    web.serve("/new", feed("b"))
    code, said = planet.build()
    assert code == 0
    assert f"it has moved for good to {web.url('/new')}" in said
    planet.configure(web.url("/new"))
    code, said = planet.build()
    assert (code, "moved" in said, "withdrawn" in said) == (0, False, False)
    assert planet.titles() == ["Post a", "Post b"]


def test_one_request_per_host(planet, web):
    """However many feeds a host has, it is asked for one at a time."""

    def slowly(body):
        def answer(handler):
            web.stop.wait(0.05)
            handler.send_response(200)
            handler.end_headers()
            handler.wfile.write(body)

        return answer

    for name in "abcde":
        web.answers[f"/{name}"] = slowly(feed(name))
    planet.configure(*(web.url(f"/{name}") for name in "abcde"))
    assert planet.build()[0] == 0
    assert web.most_open == 1
    assert len(planet.titles()) == 5


def test_several_hosts_at_a_time(planet, web):
    """A host that stalls does not hold up the others."""
    planet.configure(*(f"http://127.0.0.{last}:{web.port}/feed" for last in range(1, 4)))
    (planet.root / "publisher.toml").write_text(
        (planet.root / "publisher.toml").read_text().replace('"127.0.0.1"', '"127.0.0.0/8"')
    )
    web.serve("/feed", feed("a"))
    code, said = planet.build()
    # The server listens at the first address alone.
    assert code == 5
    assert said.count("refuses the connection") == 2
    assert planet.titles() == ["Post a"]


def test_page_instead_of_the_feed(planet, web):
    """A feed that becomes a page of somebody who sells domains changes nothing."""
    planet.configure(web.url("/feed"))
    web.serve("/feed", feed("a"), ETag='"1"')
    planet.build()
    web.serve("/feed", b"<!doctype html><title>Buy this domain</title>", Content_Type="text/html", ETag='"2"')
    code, said = planet.build()
    assert code == 4
    assert "is no feed" in said
    planet.build()
    assert web.asked[-1][1]["If-None-Match"] == '"1"'
    assert planet.titles() == ["Post a"]


def test_empty_feed(planet, web):
    """A feed without entries is a feed; those that were there stay."""
    planet.configure(web.url("/feed"))
    web.serve("/feed", feed("a"))
    planet.build()
    web.serve("/feed", feed())
    assert planet.build()[0] == 0
    assert planet.titles() == ["Post a"]


def test_private_address(planet, web):
    """A machine of one's own network is asked only when it is allowed."""
    planet.configure(web.url("/feed"))
    (planet.root / "publisher.toml").write_text(
        (planet.root / "publisher.toml").read_text().replace('allow_private = ["127.0.0.1"]', "")
    )
    web.serve("/feed", feed("a"))
    code, said = planet.build()
    assert (code, web.asked) == (5, [])
    assert "allow_private" in said


def test_import_of_an_address(planet, web):
    """The posts of an address are adopted: they stay, and no build asks for them."""
    planet.configure()
    web.serve("/feed", feed("a"))
    result = planet.run("import", web.url("/feed"))
    assert result.exit_code == 0
    assert "feed (its root element is <rss>): 1 new" in result.output
    assert f'url = "{web.url("/feed")}"' in result.output
    planet.build()
    assert len(web.asked) == 1
    assert planet.in_feed() == ["Post a"]
    web.serve("/feed", feed("b"))
    assert planet.run("import", web.url("/feed")).exit_code == 0
    assert planet.titles() == ["Post a", "Post b"]


def test_rehearsal_asks_and_stores_nothing(planet, web):
    """A dry run tells what would come, and the next run gets it."""
    planet.configure()
    web.serve("/feed", feed("a"), ETag='"1"')
    assert "1 new" in planet.run("import", "--dry-run", web.url("/feed")).output
    assert planet.titles() == []
    assert "1 new" in planet.run("import", web.url("/feed")).output


@pytest.mark.parametrize("address", ["ftp://example.org/feed", "file:///etc/passwd", "gopher://x"])
def test_address_of_another_kind(planet, address):
    """Only addresses of the web are fetched."""
    planet.configure()
    result = planet.run("import", address)
    assert result.exit_code == 2
    assert "cannot be fetched" in result.output


def test_same_post_in_two_feeds(planet, web):
    """A post that two feeds have is published once; when one lets go, the other has it."""
    planet.configure(web.url("/a"), web.url("/b"))
    web.serve("/a", feed("x"), ETag='"1"')
    web.serve("/b", feed("x", "y"), ETag='"2"')
    assert planet.build()[0] == 0
    assert planet.in_feed() == ["Post x", "Post y"]
    planet.build()
    assert "If-None-Match" not in web.asked[-1][1]


def test_a_feed_that_is_put_first_takes_over(planet, web):
    """What an unchanged feed loses to one put before it comes back when that one goes."""
    web.serve("/a", feed("x"), ETag='"1"')
    web.serve("/b", feed("x", "y"), ETag='"2"')
    planet.configure(web.url("/b"))
    planet.build()
    web.serve("/b", status=304)
    planet.configure(web.url("/a"), web.url("/b"))
    assert planet.build()[0] == 0
    assert planet.in_feed() == ["Post x", "Post y"]
    web.serve("/b", feed("x", "y"), ETag='"2"')
    planet.configure(web.url("/b"))
    assert planet.build()[0] == 0
    assert "If-None-Match" not in web.asked[-1][1]
    assert planet.in_feed() == ["Post x", "Post y"]


def test_source_with_path_and_address(planet):
    """A source is a path or an address; the configuration says which is missing."""
    (planet.root / "publisher.toml").write_text(HEAD + '\n[[source]]\npath = "a"\nurl = "https://example.org/"\n')
    code, said = planet.build()
    assert code == 3
    assert "source.path and source.url both say where the posts are" in said


@pytest.mark.parametrize("value", ["ftp://example.org/", "example.org/feed", "https://me:hush@example.org/"])
def test_wrong_address_in_the_configuration(planet, value):
    """An address that cannot be fetched is a mistake in the configuration."""
    planet.configure(value)
    code, said = planet.build()
    assert (code, "source.url must be" in said) == (3, True)


def test_builds_leave_an_address_alone_for_a_while(planet, web):
    """Builds that follow each other ask once in an interval; what is there stays, and nothing is said of it."""
    planet.configure(web.url("/feed"))
    planet.rest(10)
    web.serve("/feed", feed("a"))
    planet.build(at=0)
    web.serve("/feed", feed("b"))
    for minute in (1, 5, 8.9):
        assert planet.build(at=minute)[0] == 0
    assert (len(web.asked), planet.in_feed()) == (1, ["Post a"])
    # A build of every ten minutes does not come on the second.
    assert planet.build(at=9.1)[0] == 0
    assert (len(web.asked), planet.in_feed()) == (2, ["Post a", "Post b"])


def test_whoever_asks_by_hand_is_answered(planet, web):
    """An import asks at once, with or without the address."""
    planet.configure(web.url("/feed"))
    planet.rest(10)
    web.serve("/feed", feed("a"), ETag='"1"')
    planet.build(at=0)
    planet.run("import", at=1)
    assert (len(web.asked), web.asked[-1][1]["If-None-Match"]) == (2, '"1"')
    planet.run("import", web.url("/feed"), at=2)
    assert len(web.asked) == 3


def test_new_settings_do_not_wait(planet, web):
    """A source that is to be read in another way is asked at once."""
    planet.configure(web.url("/feed"))
    planet.rest(10)
    web.serve("/feed", feed("a"))
    planet.build(at=0)
    planet.configure(web.url("/feed"), more='tags = ["planet"]')
    planet.rest(10)
    planet.build(at=1)
    assert len(web.asked) == 2


@pytest.mark.parametrize(
    ("headers", "head", "minutes"),
    [
        ({"Cache-Control": "public, max-age=3600"}, "", 59),
        ({"Cache-Control": "max-age=3600", "Age": "1800"}, "", 29),
        ({"Cache-Control": "no-cache, max-age=3600"}, "", 9),
        ({"Cache-Control": "max-age=31536000"}, "", 719),
        ({"Expires": "0"}, "", 9),
        ({}, "<ttl>90</ttl>", 89),
        ({"Cache-Control": "max-age=60"}, "<x:updatePeriod>hourly</x:updatePeriod>", 59),
        ({}, "<x:updatePeriod>daily</x:updatePeriod><x:updateFrequency>12</x:updateFrequency>", 119),
    ],
)
def test_server_and_feed_say_for_how_long(planet, web, headers, head, minutes):
    """The longest of what the headers, the feed and publisher.toml say counts, up to half a day; 304 says it again."""
    planet.configure(web.url("/feed"))
    planet.rest(10)
    body = feed("a").replace(b"<title>", f"{head}<title>".encode(), 1)
    body = body.replace(b"<rss ", b'<rss xmlns:x="http://purl.org/rss/1.0/modules/syndication/" ')
    web.serve("/feed", body, **headers)
    planet.build(at=0)
    web.serve("/feed", status=304, **headers)
    planet.build(at=minutes - 0.5)
    assert len(web.asked) == 1
    planet.build(at=minutes)
    assert len(web.asked) == 2
    planet.build(at=2 * minutes - 0.5)
    assert len(web.asked) == 2


@pytest.mark.parametrize(
    ("answer", "code"),
    [({"status": 500}, 5), ({"body": b"<!doctype html><title>Buy this domain</title>"}, 4)],
)
def test_a_failure_is_not_repeated_at_once(planet, web, answer, code):
    """After an answer of no use a minute passes; builds in between say so, and do not fail."""
    planet.configure(web.url("/feed"))
    planet.rest(10)
    web.serve("/feed", feed("a"))
    planet.build(at=0)
    web.serve("/feed", **answer)
    assert planet.build(at=20)[0] == code
    said = planet.build(at=20.5)
    assert (said[0], len(web.asked)) == (0, 2)
    assert "; asked at 2026-03-10 12:20 UTC, and again from 2026-03-10 12:20 UTC" in said[1]
    web.serve("/feed", feed("b"))
    assert planet.build(at=21)[0] == 0
    assert planet.in_feed() == ["Post a", "Post b"]


def test_a_clock_that_stands_still_does_not_count(planet, web):
    """Builds that set their time, to repeat, ask every time."""
    planet.configure(web.url("/feed"))
    planet.rest(10)
    web.serve("/feed", feed("a"))
    for asked in (1, 2):
        planet.build(at=0)
        assert len(web.asked) == asked
