"""Feeds that lead to older documents: archives and pages (RFC 5005), `next_url` of JSON Feed, pages of Blogger."""

import json
from datetime import UTC, datetime
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner

from publisher.catalog.catalog import Catalog
from publisher.cli import cli
from publisher.config import load
from publisher.importing.sources import Bench, import_sources
from publisher.sources.feed.polling_hints import older_document

HERE = "https://weblog.example.org/feed/"


def atom(*names, more="", words="About"):
    """Return an Atom feed with an entry of each name, a letter; later letters are newer."""
    entries = "".join(
        f"<entry><id>tag:weblog.example.org,2026:{name}</id><title>Post {name}</title>"
        f'<link href="https://weblog.example.org/{name}"/><published>2026-02-{ord(name) - 96:02}T10:00:00Z</published>'
        f"<updated>2026-02-{ord(name) - 96:02}T10:00:00Z</updated>"
        f'<content type="html">&lt;p&gt;{words} {name}.&lt;/p&gt;</content></entry>'
        for name in names
    )
    return (
        f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><id>tag:weblog.example.org,2026:'
        f"feed</id><title>Weblog</title><updated>2026-03-01T00:00:00Z</updated>{more}{entries}</feed>"
    ).encode()


def link(relation, address):
    """Return the link of a feed to another document."""
    return f'<link rel="{relation}" href="{address}"/>'


def json_feed(*names, older=None):
    """Return a JSON Feed with an item of each name."""
    items = [
        {
            "id": f"weblog-{name}",
            "url": f"https://weblog.example.org/{name}",
            "title": f"Post {name}",
            "content_html": f"<p>About {name}.</p>",
            "date_published": f"2026-02-{ord(name) - 96:02}T10:00:00Z",
        }
        for name in names
    ]
    document = {"version": "https://jsonfeed.org/version/1.1", "title": "Weblog", "items": items}
    return json.dumps({**document, **({"next_url": older} if older else {})}).encode()


@pytest.fixture
def reader(planet):
    """Return a publication that reads from the server."""
    planet.limit(timeout=2, max_time=5)
    return planet


@pytest.fixture
def archives(web):
    """Serve a feed with two archive documents."""
    web.serve("/feed", atom("f", "e", more=link("prev-archive", "/2")))
    web.serve("/2", atom("e", "d", "c", more=link("prev-archive", "1") + link("current", "/feed"), words="Once"))
    web.serve("/1", atom("b", "a", more=link("next-archive", "/2")))


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (atom(more=link("prev-archive", "2025.xml")), (f"{HERE}2025.xml", True)),
        (atom(more=link("next", "?page=2")), (f"{HERE}?page=2", False)),
        (atom(more=link("next", "/2") + link("prev-archive", "/a")), ("https://weblog.example.org/a", True)),
        (
            atom(more=link("http://www.iana.org/assignments/relation/next", "/2")),
            ("https://weblog.example.org/2", False),
        ),
        (
            atom("a", more='<link xml:base="https://b.example/c/" rel="NEXT" href="d"/>'),
            ("https://b.example/c/d", False),
        ),
        (json_feed("a", older="https://weblog.example.org/2"), ("https://weblog.example.org/2", False)),
        (
            (
                b'<rss version="2.0" xmlns:a="http://www.w3.org/2005/Atom"><channel><link>https://x.example/</link><item>'
                b'<title>t</title><a:link rel="next" href="https://no.example/"/></item><a:link rel="next" href="/p2"/>'
                b"</channel></rss>"
            ),
            ("https://weblog.example.org/p2", False),
        ),
        (atom("a", more=link("next", "/2"))[:-20], ("https://weblog.example.org/2", False)),
    ],
)
def test_the_link_to_older_entries_is_found(document, expected):
    """Relations of RFC 5005 and `next_url`, relative to the document or its base; an archive goes before a page."""
    older = older_document(document, HERE)
    assert older is not None
    assert (older.address, older.archive) == expected


@pytest.mark.parametrize(
    "document",
    [
        atom("a"),
        atom("a", more=link("next-archive", "/2") + link("previous", "/3") + link("next", "javascript:x()")),
        atom("a").replace(b"</title><link", b'</title><link rel="next" href="/2"/><link'),
        b'<html xmlns="http://www.w3.org/1999/xhtml"><link rel="next" href="/2"/></html>',
        b"",
        b"{",
        b"[]",
        b'{"next_url": 4}',
    ],
)
def test_other_links_lead_to_nothing_older(document):
    """Links of an entry, of a page and to newer documents are no older ones, and neither is what is no address."""
    assert older_document(document, HERE) is None


def test_archives_are_read_on_request(reader, archives):
    """`--follow` gives every entry of the archives once, and the newest document wins."""
    assert reader.by_hand("/feed", follow=9) == []
    assert reader.documents() == ["/feed", "/2", "/1"]
    assert reader.titles() == "fedcba"
    assert "About e" in reader.entries()[1]["html"]
    assert reader.entries()[-1]["origin"]["path"] == reader.web.url("/1")


def test_without_follow_older_documents_are_named_once(reader, web, archives):
    """An import and a first build say that there are older documents; later builds, or once they are read, nothing."""
    for _ in range(2):
        assert "`--follow N`" in reader.by_hand("/feed")[0]
    assert reader.documents() == ["/feed"]
    reader.by_hand("/feed", follow=9)
    assert reader.by_hand("/feed") == []
    reader.source("/feed", 0)
    (reader.root / "catalog.db").unlink()
    assert len(reader.read().warned) == 1
    web.serve("/feed", atom("g", "f", more=link("prev-archive", "/2")))
    again = reader.read(hour=1)
    assert (again.new, again.warned) == (1, ())


def test_the_limit_is_told_and_the_next_build_goes_on(reader, web, archives):
    """At most so many older documents are read as `follow` says; a later build reads those behind, and none twice."""
    reader.source("/feed", 1)
    first = reader.read()
    assert (reader.documents(), reader.titles()) == (["/feed", "/2"], "fedc")
    assert [each.reason for each in first.warned] == ["1 older document was read, as `follow` says; there are more"]
    web.serve("/feed", atom("g", "f", more=link("prev-archive", "/2")))
    assert reader.read(hour=1).warned == ()
    assert (reader.documents(), reader.titles()) == (["/feed", "/1"], "gfedcba")
    reader.read(hour=2)
    assert reader.documents() == ["/feed"]


def test_an_archive_is_asked_once_and_a_new_one_is_read(reader, web, archives):
    """Builds ask for an archive that is new, and for no other again; by hand all of them are read."""
    reader.source("/feed", 9)
    reader.read()
    web.serve("/3", atom("h", "g", "f", more=link("prev-archive", "/2")))
    web.serve("/feed", atom("i", more=link("prev-archive", "/3")))
    reader.read(hour=1)
    assert (reader.documents(), reader.titles()) == (["/feed", "/3"], "ihgfedcba")
    reader.by_hand("/feed", follow=9)
    assert reader.documents() == ["/feed", "/3", "/2", "/1"]


def test_pages_are_read_as_far_as_something_may_be_new(reader, web):
    """Pages move when posts come: a build reads them until it meets one that was here."""
    reader.source("/feed", 9)
    web.serve("/feed", atom("d", more=link("next", "/2")))
    web.serve("/2", atom("c", more=link("next", "/3")), ETag='"x"')
    web.serve("/3", atom("b", more=link("next", "/4")))
    web.serve("/4", atom("a"))
    reader.read()
    assert (reader.documents(), reader.titles()) == (["/feed", "/2", "/3", "/4"], "dcba")
    web.serve("/feed", atom("g", more=link("next", "/2")))
    web.serve("/2", atom("f", more=link("next", "/3")))
    web.serve("/3", atom("e", "d", more=link("next", "/4")))
    reader.read(hour=1)
    assert (reader.documents(), reader.titles()) == (["/feed", "/2", "/3"], "gfedcba")
    assert reader.web.asked[2][1]["If-None-Match"] == '"x"'
    web.serve("/feed", atom("h", "g", more=link("next", "/2")))
    reader.read(hour=2)
    assert reader.documents() == ["/feed"]


def test_pages_of_json_feed(reader, web):
    """`next_url` leads through a JSON Feed."""
    web.serve("/feed", json_feed("c", "b", older=web.url("/feed/2")), Content_Type="application/feed+json")
    web.serve("/feed/2", json_feed("b", "a"), Content_Type="application/feed+json")
    assert reader.by_hand("/feed", follow=9) == []
    assert reader.titles() == "cba"


def test_pages_of_blogger(reader, web):
    """A feed of Blogger leads to its next page, and nobody is told to save anything."""

    def bloggers(document):
        declared = document.replace(b"<feed ", b'<feed xmlns:openSearch="http://a9.com/-/spec/opensearchrss/1.0/" ')
        return declared.replace(b"tag:weblog.example.org,2026:", b"tag:blogger.com,1999:blog-1.post-")

    total = "<openSearch:totalResults>4</openSearch:totalResults>"
    page = f"{web.url('/second')}?start-index=3&amp;max-results=2"
    web.serve("/feed", bloggers(atom("d", "c", more=total + link("next", page))))
    web.serve("/second", bloggers(atom("b", "a", more=total)))
    assert reader.by_hand("/feed", follow=9) == []
    assert reader.documents() == ["/feed", "/second?start-index=3&max-results=2"]
    assert {entry["origin"]["importer"] for entry in reader.entries()} == {"blogger"}
    assert reader.titles() == "dcba"


@pytest.mark.parametrize("status", [404, 410, 500])
def test_what_cannot_be_had_is_a_warning(reader, web, archives, status):
    """A document that is gone loses nothing else; it is asked again only if it may come back."""
    web.serve("/feed", atom("f", "e", more=link("prev-archive", "/2")), ETag='"x"')
    web.serve("/1", b"", status=status)
    reader.source("/feed", 9)
    imported = reader.read()
    assert (imported.failure(), reader.titles()) == (None, "fedc")
    assert len(imported.warned) == 1
    assert "/1" in imported.warned[0].place
    web.serve("/1", atom("b", "a"))
    again = reader.read(hour=1)
    assert again.failure() is None
    assert reader.titles() == ("fedcba" if status == 500 else "fedc")
    # A server that is asked whether its feed has changed may say that it has not.
    assert ("If-None-Match" in web.asked[0][1]) == (status != 500)


def test_each_build_asks_a_feed_of_blogger(reader, web):
    """Nothing about an address is seen at a glance, whatever its kind: a build without a change asks it."""
    web.serve("/feed", atom("a").replace(b"tag:weblog.example.org,2026:", b"tag:blogger.com,1999:blog-1.post-"))
    reader.source("/feed", 0)
    for _ in range(3):
        web.asked.clear()
        assert reader.run("build").exit_code == 0
        assert reader.documents() == ["/feed"]


def test_what_cannot_be_read_is_passed(reader, web, archives):
    """A document that is no feed is told of; one that is damaged still leads to those behind it."""
    web.serve("/2", atom(more=link("prev-archive", "/1")).replace(b"<entry", b"<entry ")[:-1])
    assert len(reader.by_hand("/feed", follow=9)) == 1
    assert reader.titles() == "feba"
    web.serve("/1", b"<!DOCTYPE html><title>Sign in</title>")
    assert "cannot be read" in reader.by_hand("/feed", follow=9)[1]


def test_loops_end(reader, web):
    """Documents that lead to each other, or are the same at each address, are read once."""
    web.serve("/feed", atom("c", more=link("next", "/2")))
    web.serve("/2", atom("b", more=link("next", "/feed")))
    assert ["leads back" in each for each in reader.by_hand("/feed", follow=9)] == [True]
    assert reader.documents() == ["/feed", "/2"]
    for number in range(1, 30):
        web.serve(f"/p{number}", atom("f", "e", more=link("next", f"/p{number + 1}")))
    assert ["newer pages have not" in each for each in reader.by_hand("/p1", follow=20)] == [True]
    assert reader.documents() == ["/p1", "/p2"]
    web.serve("/self", atom("g", more=link("next", "/self")))
    assert reader.by_hand("/self", follow=20) == []
    same = atom("h", more=link("prev-archive", f"{web.url('/x')}?more"))
    web.serve("/same", same)
    web.serve("/x", same)
    assert ["the same document" in each for each in reader.by_hand("/same", follow=20)] == [True]


def test_a_site_may_close_its_archives(reader, web, archives):
    """What robots.txt closes to programs is left out, and counted."""
    web.serve("/robots.txt", b"User-agent: *\nDisallow: /1\n")
    imported = reader.read(web.url("/feed"), follow=9)
    assert (reader.titles(), reader.documents()) == ("fedc", ["/feed", "/2"])
    assert [each.reason for each in imported.sources[0].skipped] == ["older document that programs may not read"]


def test_no_older_document_lies_on_a_private_machine(reader, web):
    """A feed cannot make us ask a machine that is not everybody's; the limit of size holds too."""
    web.serve("/feed", atom("b", more=link("next", "http://127.0.0.2:9/")))
    imported = reader.read(web.url("/feed"), follow=9)
    assert (imported.failure(), reader.titles()) == (None, "b")
    assert [each.place for each in (*imported.warned, *imported.sources[0].skipped)] == ["http://127.0.0.2:9/"]
    web.serve("/feed", atom("b", more=link("next", "/2")))
    web.serve("/2", b"<feed>" + b" " * (1 << 20))
    assert "larger" in reader.by_hand("/feed", follow=9)[0]


@pytest.mark.parametrize("name", ["atom.xml", "rss.xml", "feed.json"])
def test_our_own_archives_come_back_as_they_were(tmp_path, name):
    """A feed that `archive` parts into documents is read back by `--follow`: each entry once, with the same values."""
    site = tmp_path / "site"
    site.mkdir()
    handler = type("Quiet", (SimpleHTTPRequestHandler,), {"log_message": lambda *_: None})
    server = ThreadingHTTPServer(("127.0.0.1", 0), lambda *given: handler(*given, directory=str(site)))
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    address = f"http://127.0.0.1:{server.server_address[1]}/"
    try:
        original = _publication(tmp_path / "original", address)
        written = json.loads(_run(original, "build", "--out", str(site), "--json").stdout)["written"]
        assert sum(Path(each).suffix == ".xml" for each in written) > 8
        copy = tmp_path / "copy"
        copy.mkdir()
        (copy / "publisher.toml").write_text(
            f'[publication]\ntitle = "Copy"\nhome = "https://copy.example.net/"\nlanguage = "en"\n'
            f'[fetch]\nallow_private = ["127.0.0.1"]\n[[source]]\nurl = "{address}{name}"\nfollow = 99\n'
        )
        now = datetime(2026, 3, 10, tzinfo=UTC)
        with Catalog(copy / "catalog.db", now=now) as catalog:
            config = load(copy / "publisher.toml")
            bench = Bench(
                root=copy, config=config, zone=ZoneInfo("UTC"), now=now, catalog=catalog, sleep=lambda _: None
            )
            imported = import_sources(bench)
    finally:
        server.shutdown()
        server.server_close()
    assert (imported.failure(), imported.warned) == (None, ())
    assert _values(copy) == _values(original)
    assert len(_values(copy)) == 40


def _publication(root, address):
    (root / "posts").mkdir(parents=True)
    (root / "publisher.toml").write_text(
        '[publication]\ntitle = "Weblog"\nhome = "https://weblog.example.org/"\nlanguage = "en"\n'
        f'authors = [{{ name = "Ann" }}]\n[feeds]\nbase_url = "{address}"\narchive = true\nentries = 5\n'
        '[[source]]\npath = "posts"\n'
    )
    for number in range(40):
        (root / "posts" / f"{number:02}.md").write_text(
            f"---\ntitle: Post {number}\ndate: 2025-{number // 4 + 1:02}-{number % 4 + 10}T10:00:00Z\n"
            f"tags: [t{number % 3}]\n---\n\nText of post *{number}*, with a [link](https://example.org/{number}).\n"
        )
    return root


def _run(root, *arguments):
    result = CliRunner(catch_exceptions=False).invoke(cli, ["--config", str(root / "publisher.toml"), *arguments])
    assert result.exit_code == 0, result.output
    return result


def _values(root):
    kept = ("id", "title", "url", "html", "published", "tags", "authors", "language", "summary")
    entries = json.loads(_run(root, "entries", "list", "--json").stdout)
    return [{name: entry[name] for name in kept} for entry in entries]
