"""Five posts, each of which some generator of sites stumbles over."""

import json
from datetime import UTC, datetime

import feedparser
import pytest
from lxml import etree

pytestmark = pytest.mark.usefixtures("right_feeds")

BEFORE = datetime(2026, 3, 20, 12, tzinfo=UTC)
AFTER = datetime(2026, 3, 21, 12, tzinfo=UTC)
FEEDS = ("atom.xml", "rss.xml", "feed.json")


@pytest.fixture
def tortured(paper):
    """Return a publication with an ordinary post and the five."""
    paper.configure("")
    paper.post("Gewoon", "2026-03-10")
    paper.post("Stuurteken", "2026-03-11", body="Een bel\x07 en een \x0bverticale tab.", tags=["a\x01b"])
    paper.post("Script", "2026-03-12", body="Voor<script>alert(1)</script> na.\n\n<p onclick='alert(2)'>Klik hier.</p>")
    paper.post("Verwijzing", "2026-03-13", body="Zie [de bakker](/brood/) en ![een foto](foto.jpg).")
    paper.post("Concept", "2026-03-14", body="Nog geheim.", draft=True)
    paper.post("Straks", "2026-03-21T09:00:00+01:00", body="Pas morgen.")
    return paper


def entries(paper, name):
    """Return title → HTML of the entries in a feed, as other programs read it."""
    data = (paper.feeds / name).read_bytes()
    if name.endswith(".json"):
        return {item["title"]: item["content_html"] for item in json.loads(data)["items"]}
    etree.fromstring(data)
    return {entry.title: entry.content[0].value for entry in feedparser.parse(data, sanitize_html=False).entries}


@pytest.mark.parametrize("name", FEEDS)
def test_none_of_five_awkward_posts_harms_a_feed(tortured, name):
    """All of them are published but the draft and the post of tomorrow: whole, clean, with whole addresses."""
    tortured.build(BEFORE)

    found = entries(tortured, name)

    assert list(found) == ["Verwijzing", "Script", "Stuurteken", "Gewoon"]
    assert "Een bel en een verticale tab." in " ".join(found["Stuurteken"].split())
    assert "alert" not in (tortured.feeds / name).read_text()
    assert "onclick" not in found["Script"]
    assert "Klik hier." in found["Script"]
    assert 'href="https://krant.example/brood/"' in found["Verwijzing"]
    assert 'src="https://krant.example/feeds/posts/foto.jpg"' in found["Verwijzing"]


def test_the_control_character_is_reported(tortured):
    """The person who wrote it learns in which file it is."""
    told = tortured.build(BEFORE)["imported"]

    assert "posts/Stuurteken.md" in json.dumps(told)
    assert "control character" in json.dumps(told)


def test_no_word_of_what_is_not_published_gets_out(tortured):
    """Neither a feed nor a page knows the draft, nor tomorrow's post before its time."""
    tortured.build(BEFORE)

    everything = "".join((tortured.feeds / name).read_text() for name in tortured.names())
    assert not any(word in everything for word in ("Concept", "concept", "geheim", "Straks", "straks", "Pas morgen"))


@pytest.mark.parametrize("name", FEEDS)
def test_the_post_of_tomorrow_appears_when_its_time_has_come(tortured, name):
    """The first build after its time publishes it, although nothing else has changed; the draft stays in."""
    tortured.build(BEFORE)
    assert tortured.build(BEFORE)["written"] == []
    tortured.build(AFTER)

    assert list(entries(tortured, name)) == ["Straks", "Verwijzing", "Script", "Stuurteken", "Gewoon"]
