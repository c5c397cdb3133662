import json
from zoneinfo import ZoneInfo

import pytest

from publisher.entries.cross_links import TitleIndex
from publisher.entries.understand import understand
from publisher.model.post import Identity
from publisher.sources import Place, open_importer


def mentions(*paths):
    """Read archives as one publication; give (day of the post, day of the post that it names)."""
    entries = []
    for path in paths:
        for post in open_importer("archive", Place(path=path, shown=path.name)).read(lambda size: None):
            ref = f"{post.published}-{len(entries)}"
            identity = Identity(id=f"tag:example.org,2018:{ref}", ref=ref, url=f"https://example.org/{ref}")
            entries.append(understand(post, identity=identity, language="nl", zone=ZoneInfo("UTC"), hour=12))
    index = TitleIndex(entries)
    return {
        (str(entry.published.date()), link.url.removeprefix("https://example.org/")[:10])
        for entry in map(index.link, entries)
        for link in entry.links
        if link.kind == "cross"
    }


def test_real_archives_name_four_posts(shared):
    """Both real archives together have the mentions of the gold and two more, and no other is seen."""
    gold = json.loads((shared / "gold" / "2018-02.json").read_text(encoding="utf-8"))
    expected = {
        (post["date"], mention["target_date"])
        for mention in gold["title_mentions"]
        for post in gold["posts"]
        if post["line_first"] <= mention["line"] <= post["line_last"]
    }

    found = mentions(shared / "seeds" / "2018-02.txt", shared / "seeds" / "2014-12.txt")

    assert found == expected | {("2014-12-23", "2014-12-04"), ("2014-12-23", "2014-12-02")}


@pytest.mark.parametrize(("language", "number"), [("de", 0), ("en", 1), ("fr", 0), ("ja", 0)])
def test_other_peoples_archives_have_hardly_any(shared, language, number):
    """In archives of release notes, only a title that is quoted as such becomes a link."""
    assert len(mentions(shared / "corpora" / "archive" / f"{language}.txt")) == number
