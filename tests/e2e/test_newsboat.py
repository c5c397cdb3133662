"""A reader that people use gets from every format the same."""

import json
import sqlite3
import subprocess
from datetime import datetime

import pytest


@pytest.mark.parametrize("name", ["atom.xml", "rss.xml"])
def test_newsboat_reads_every_entry_back(name, needs, root, tmp_path):
    """Newsboat finds id, title, link, date and content of the example's entries in Atom and in RSS."""
    cache = tmp_path / "cache.db"
    (tmp_path / "urls").write_text((root / "feeds" / name).as_uri() + "\n")
    (tmp_path / "config").write_text("")

    subprocess.run(
        [needs("newsboat"), "-q", "-C", tmp_path / "config", "-u", tmp_path / "urls", "-c", cache, "-x", "reload"],
        check=True,
        capture_output=True,
        timeout=30,
        env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
    )

    connection = sqlite3.connect(cache)
    found = set(connection.execute("SELECT guid, title, url, pubDate, content FROM rss_item"))
    connection.close()
    items = json.loads((root / "feeds" / "feed.json").read_bytes())["items"]
    assert len(items) > 10
    assert found == {
        (
            item["id"],
            item["title"],
            item["url"],
            int(datetime.fromisoformat(item["date_published"]).timestamp()),
            item["content_html"],
        )
        for item in items
    }
