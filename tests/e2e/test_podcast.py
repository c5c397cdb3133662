"""A podcast, from its sources to its feeds."""

import json

import pytest
from click.testing import CliRunner
from lxml import etree

from publisher.cli import cli

pytestmark = pytest.mark.usefixtures("right_feeds")

ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
SOUND = {"audio": "https://krant.example/a.mp3", "duration": "46:35"}
EPISODE = {"season": 2, "episode": 7, "episode_type": "bonus", "transcript": "https://krant.example/a.vtt"}
#: What directories ask for, in the sections that `Paper.configure` ends and begins with.
WANTED = 'subtitle = "Te horen"\n[feeds]\npodcast_category = "Food"\nby = ["tag"]\n'


def podcast(paper, more=""):
    """Configure a podcast."""
    paper.configure(WANTED + more)
    path = paper.folder / "publisher.toml"
    path.write_text(path.read_text().replace('["De redactie"]', '[{ name = "Aafje", email = "aafje@krant.example" }]'))


def explicit(paper, name):
    """Return what a feed says of itself, then what its items say."""
    channel = etree.parse(paper.feeds / name).find("channel")
    return [part.findtext(f"{ITUNES}explicit") for part in (channel, *channel.findall("item"))]


def test_what_front_matter_says_reaches_every_reader(paper):
    """Editors see it with `entries show` and in what they export, readers in the feeds."""
    podcast(paper)
    paper.post(
        "een",
        "2026-03-01",
        explicit=False,
        image={"path": "https://krant.example/b.jpg", "alt": "Brood"},
        **SOUND,
        **EPISODE,
    )
    paper.build()

    config = ["--config", str(paper.folder / "publisher.toml")]
    shown = CliRunner(catch_exceptions=False).invoke(cli, [*config, "entries", "show", "een"]).stdout
    assert "File:     https://krant.example/a.mp3 (audio/mpeg, 0:46:35)\n" in shown
    assert "Picture:  https://krant.example/b.jpg (Brood)\n" in shown
    assert "season 2, number 7, bonus, not explicit, transcript https://krant.example/a.vtt\n" in shown
    (exported,) = json.loads(CliRunner(catch_exceptions=False).invoke(cli, [*config, "entries", "export"]).stdout)
    assert (exported["image_alt"], exported["episode"]["kind"]) == ("Brood", "bonus")
    item = etree.parse(paper.feeds / "rss.xml").find("channel/item")
    told = {name: item.findtext(f"{ITUNES}{name}") for name in ("duration", "season", "episode", "episodeType")}
    assert told == {"duration": "2795", "season": "2", "episode": "7", "episodeType": "bonus"}
    (attached,) = json.loads((paper.feeds / "feed.json").read_text())["items"][0]["attachments"]
    assert attached["duration_in_seconds"] == 2795


def test_a_feed_is_explicit_as_soon_as_an_episode_is(paper):
    """Feeds that do not hold that episode are not; an episode of which nobody says it says nothing."""
    podcast(paper)
    paper.post("een", "2026-03-01", tags=["zorg"], explicit="yes", **SOUND)
    paper.post("twee", "2026-03-02", tags=["markt"], explicit="no", **SOUND)
    paper.post("drie", "2026-03-03", tags=["markt"], **SOUND)

    paper.build()

    assert explicit(paper, "rss.xml") == ["true", None, "false", "true"]
    assert explicit(paper, "tag/markt/rss.xml") == ["false", None, "false"]
    paper.post("een", "2026-03-01", tags=["zorg"], explicit="no", **SOUND)
    paper.build()
    assert explicit(paper, "rss.xml") == ["false", None, "false", "false"]


@pytest.mark.parametrize("said", ["true", "false"])
def test_the_publication_speaks_for_all_feeds(paper, said):
    """`podcast_explicit` decides, whatever single episodes are."""
    podcast(paper, f"podcast_explicit = {said}\n")
    paper.post("een", "2026-03-01", explicit=said == "false", **SOUND)

    paper.build()

    assert explicit(paper, "rss.xml") == [said, "true" if said == "false" else "false"]
