"""The whole history of a feed in archive documents (RFC 5005), and those who follow it."""

import json
from datetime import date, timedelta
from itertools import pairwise

import feedparser
import pytest
from lxml import etree

pytestmark = pytest.mark.usefixtures("right_feeds")

HOME = "https://krant.example/"
FH = "{http://purl.org/syndication/history/1.0}"


class Reader:
    """A reader of RFC 5005 and of JSON Feed's pages, which never asks for an archive document twice."""

    def __init__(self, paper, name):
        self._paper = paper
        self._name = name
        #: Addresses of the archive documents that it has read.
        self.known = set()
        #: Ids of all entries that it has found.
        self.found = set()

    def poll(self):
        """Follow the feed back to what is known; return the ids of what was read now, in its order."""
        ids, older = self._read(self._paper.feeds / self._name)
        while older and older not in self.known:
            self.known.add(older)
            more, older = self._read(self._paper.at(older))
            ids += more
        self.found.update(ids)
        return ids

    def _read(self, path):
        if path.suffix == ".json":
            document = json.loads(path.read_text())
            return [item["id"] for item in document["items"]], document.get("next_url")
        return [entry.id for entry in feedparser.parse(path.read_bytes()).entries], links(path)[0].get("prev-archive")


def links(path):
    """Return relation → address of a feed in XML, and whether it is an archive document."""
    root = etree.fromstring(path.read_bytes())
    channel = root.find("channel") if root.tag == "rss" else root
    found = channel.findall("{http://www.w3.org/2005/Atom}link")
    return {link.get("rel"): link.get("href") for link in found}, channel.find(f"{FH}archive") is not None


def a_history(paper, start, count, step):
    """Write so many posts, one every so many days."""
    for number in range(count):
        paper.post(
            f"bericht {start}-{number}", date.fromisoformat(start) + timedelta(days=number * step), tags=["zorg"]
        )


def archives(paper):
    """Return each archive document's bytes, by its path."""
    return {path: path.read_bytes() for path in (paper.feeds / "archive").rglob("*.*")}


def ids_of(path):
    """Return the ids of the entries in one document."""
    if path.suffix == ".json":
        return [item["id"] for item in json.loads(path.read_text())["items"]]
    return [entry.id for entry in feedparser.parse(path.read_bytes()).entries]


@pytest.mark.parametrize("name", ["atom.xml", "rss.xml", "feed.json", "tag/zorg/atom.xml"])
def test_a_reader_that_follows_the_history_gets_every_entry_once(paper, name):
    """From the document that people subscribe to back to the first: every entry once, newest first; so later, too."""
    paper.configure('[feeds]\nby = ["tag"]\nentries = 7\narchive = true')
    seen = 0
    for start, count, step in (
        ("2024-01-05", 40, 5),
        ("2025-02-01", 30, 1),
        ("2025-06-01", 9, 0),
        ("2026-01-01", 3, 9),
        ("2024-03-03", 4, 40),  # found in a drawer: all over the past
        ("2023-11-30", 9, 1),  # older than all
    ):
        a_history(paper, start, count, step)
        seen += count
        paper.build()

        ids = Reader(paper, name).poll()

        assert len(ids) == len(set(ids)) == seen
        days = [identity.partition(",")[2][:10] for identity in ids]
        assert days == sorted(days, reverse=True)


def test_a_reader_that_comes_back_misses_nothing(paper):
    """Who reads no archive document twice, and comes after every post or after many, has every entry."""
    paper.configure("[feeds]\nentries = 4\narchive = true")
    names = ("atom.xml", "rss.xml", "feed.json")
    often, now_and_then = ([Reader(paper, name) for name in names] for _ in range(2))
    for number in range(24):
        paper.post(f"bericht {number}", date(2025, 1, 1) + timedelta(days=9 * number))
        paper.build()
        for reader in (*often, *(now_and_then if number % 11 == 1 else ())):
            reader.poll()

    everything = set(Reader(paper, "atom.xml").poll())
    assert len(everything) == 24
    assert all(reader.found == everything and len(reader.known) > 2 for reader in (*often, *now_and_then))


def test_new_posts_change_no_archive_document(paper):
    """The entries of an archive document are the same for good, and so are the bytes of those readers are led to.

    The newest of all, which readers are not yet led to, gets a link to its
    neighbour when that is full.
    """
    paper.configure("[feeds]\nentries = 5\narchive = true")
    before, final = {}, set()
    linked = 0
    for number in range(40):
        paper.post(f"bericht {number}", date(2025, 1, 1) + timedelta(days=6 * number))
        paper.build()
        now = archives(paper)
        for path, kept in before.items():
            if path in final or path.suffix == ".json":
                assert now[path] == kept
            elif now[path] != kept:
                added = [line for line in now[path].splitlines() if line not in kept.splitlines()]
                assert len(added) == 1
                assert b'rel="next-archive"' in added[0]
                linked += 1
        for name in ("atom.xml", "rss.xml"):
            older = links(paper.feeds / name)[0].get("prev-archive")
            while older:
                final.add(paper.at(older))
                older = links(paper.at(older))[0].get("prev-archive")
        before = now
    assert len(final) > 8
    # Each of both formats once, but for the first, which came with its neighbour, and the newest.
    assert linked == 2 * (len({path.parent for path in before}) - 2)


def test_every_archive_document_is_full(paper):
    """What is still growing stands in the document that people subscribe to alone."""
    paper.configure("[feeds]\nentries = 5\narchive = true")
    a_history(paper, "2025-01-01", 33, 4)
    paper.build()

    documents = {path: ids_of(path) for path in archives(paper)}

    assert len(documents) > 8
    assert all(len(ids) >= 5 for ids in documents.values())
    assert all(ids == documents[path.with_name("feed.json")] for path, ids in documents.items())
    assert len(ids_of(paper.feeds / "atom.xml")) >= 5


def test_a_post_of_the_past_changes_nothing_that_is_older(paper):
    """A post that is put in between leaves all documents of older posts as they were."""
    paper.configure("[feeds]\nentries = 5\narchive = true")
    a_history(paper, "2025-01-01", 60, 4)
    paper.build()
    before = archives(paper)
    paper.post("gevonden", "2025-05-05")
    paper.build()

    now = archives(paper)
    touched = min(
        path.parent.name
        for path, ids in ((path, ids_of(path)) for path in now)
        if any("gevonden" in each for each in ids)
    )
    older = {path: data for path, data in before.items() if path.parent.name < touched}

    assert len(older) > 6
    assert {path: now[path] for path in older} == older


def test_archive_documents_lead_both_ways(paper):
    """Each document says what it is, what is older, what is newer, and where people subscribe."""
    paper.configure("[feeds]\nentries = 5\narchive = true")
    a_history(paper, "2025-01-01", 30, 4)
    paper.build()

    for name in ("atom.xml", "rss.xml"):
        subscription, is_archive = links(paper.feeds / name)
        assert not is_archive
        assert "current" not in subscription
        own = {path.parent.name: links(path) for path in sorted((paper.feeds / "archive").rglob(name))}
        assert all(is_archive for _, is_archive in own.values())
        assert {found["current"] for found, _ in own.values()} == {f"{HOME}feeds/{name}"}
        days = sorted(own)
        for older, newer in pairwise(days):
            assert own[older][0]["next-archive"] == own[newer][0]["self"]
            assert own[newer][0]["prev-archive"] == own[older][0]["self"]
        assert "prev-archive" not in own[days[0]][0]
        assert "next-archive" not in own[days[-1]][0]
        assert subscription["prev-archive"].endswith(f"/{name}")
        assert links(paper.at(subscription["prev-archive"]))[1]


def test_a_short_history_needs_no_archive(paper):
    """A feed whose subscription document holds everything has no archive documents."""
    paper.configure("[feeds]\nentries = 20\narchive = true")
    a_history(paper, "2025-01-01", 30, 4)

    paper.build()

    assert not (paper.feeds / "archive").exists()
    assert len(paper.titles("atom.xml")) == 30


def test_the_hub_is_named_in_every_format(paper):
    """The WebSub hub stands in each document that people subscribe to, and in no archive."""
    paper.configure('[feeds]\nhub = "https://hub.example/?a=1&b=2"\nentries = 2\narchive = true')
    a_history(paper, "2025-01-01", 9, 9)

    paper.build()

    for name in ("atom.xml", "rss.xml"):
        assert links(paper.feeds / name)[0]["hub"] == "https://hub.example/?a=1&b=2"
        assert all("hub" not in links(path)[0] for path in (paper.feeds / "archive").rglob(name))
    assert json.loads((paper.feeds / "feed.json").read_text())["hubs"] == [
        {"type": "WebSub", "url": "https://hub.example/?a=1&b=2"}
    ]
