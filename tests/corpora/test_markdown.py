"""Real blogs in Markdown, against what their own generators made of them."""

import html
import re
import shutil
from collections import Counter
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from publisher.entries.understand import understand
from publisher.model.post import Identity, Post, Rejected, Skipped
from publisher.sources import Place, detect
from publisher.sources.static_site.reader import Markdown
from publisher.text.html.to_text import plain_text


@pytest.fixture(scope="session")
def corpora(shared):
    """Return the folder of real blogs."""
    return shared / "corpora"


def read(folder, **place):
    """Return the posts of a folder, and how often each other thing was said."""
    said = list(Markdown(place=Place(path=folder, shown="x", **place)).read(lambda size: None))
    others = Counter(each.reason for each in said if isinstance(each, (Skipped, Rejected)))
    return [each for each in said if isinstance(each, Post)], others


@pytest.mark.parametrize(
    ("folder", "published", "drafts", "others"),
    [
        ("jekyll/jekyll+jekyll", 102, 0, {"page": 103}),
        ("jekyll/elixir-lang+elixir-lang.github.com", 73, 0, {}),
        ("hugo/spf13+spf13.com", 165, 13, {}),
        ("hugo/letsencrypt+website", 121, 0, {"section page": 1}),
        ("pelican/eevee+eev.ee", 325, 0, {"page": 3}),
        ("pelican/getpelican+pelican/samples", 1, 0, {".rst file": 17, "file without front matter": 1}),
        ("ghost/PaulAdamDavis+Old-Blog", 60, 0, {}),
    ],
)
def test_every_post_of_a_blog_is_found(corpora, folder, published, drafts, others):
    """Posts are found, drafts keep their status, everything else is counted by what it is."""
    posts, counted = read(corpora / folder)

    assert Counter(post.status for post in posts) == Counter(published=published, draft=drafts)
    assert counted == others
    assert detect(Place(path=corpora / folder, shown="x")).kind == "markdown"


@pytest.fixture(scope="session")
def jekyll(corpora, tmp_path_factory):
    """Return the posts of a Jekyll blog by their addresses, with the settings of its site."""
    site = tmp_path_factory.mktemp("site")
    shutil.copytree(corpora / "jekyll/jekyll+jekyll/_posts", site / "_posts")
    (site / "_config.yml").write_text(
        "url: https://jekyllrb.com\ntimezone: America/Los_Angeles\npermalink: /news/:year/:month/:day/:title/\n"
        "repository: https://github.com/jekyll/jekyll\nexcerpt_separator: ''\n"
    )
    return {post.url: post for post in read(site)[0]}


@pytest.fixture(scope="session")
def built(corpora):
    """Return the pages that Jekyll made of them, by their addresses; a page that only sends on is none."""
    pages = {}
    for file in (corpora / "jekyll/jekyll+jekyll/_built/news").rglob("index.html"):
        text = file.read_text()
        if "article:published_time" in text:
            pages[html.unescape(re.search(r'rel="canonical" href="([^"]+)"', text)[1])] = text
    return pages


def test_titles_dates_addresses_and_authors_are_those_of_the_built_site(jekyll, built):
    """Each page of the built site has its post, and says the same about it."""
    assert jekyll.keys() == built.keys()
    for url, page in built.items():
        post = jekyll[url]
        day = post.published
        zone = datetime.fromisoformat(shown(page, "article:published_time")).tzinfo
        moment = day if isinstance(day, datetime) else datetime(day.year, day.month, day.day, tzinfo=zone)
        assert straight(post.title) == straight(shown(page, "og:title"))
        assert moment.astimezone(UTC) == datetime.fromisoformat(shown(page, "article:published_time"))
        assert post.authors[0].name == shown(page, "author")
        assert isinstance(day, (date, datetime))


def test_the_text_of_each_post_is_complete(jekyll, built):
    """No more than one word in a thousand of the built site is missing from our text."""
    from bs4 import BeautifulSoup

    words = missing = 0
    for url, page in built.items():
        article = BeautifulSoup(page, "lxml").select_one("div.post-content")
        identity = Identity(id="tag:a", ref="a", url=url)
        entry = understand(jekyll[url], identity=identity, language="en", zone=ZoneInfo("UTC"), hour=12)
        theirs = Counter(re.findall(r"\w+", straight(article.get_text(" ")).lower()))
        ours = Counter(re.findall(r"\w+", straight(plain_text(entry.html)).lower()))
        words += theirs.total()
        missing += (theirs - ours).total()

    assert words > 20_000
    assert missing * 1000 <= words


def test_the_article_of_pelicans_samples_is_as_in_its_feed(corpora):
    """Title, date, slug and category agree with the feed that Pelican built."""
    folder = corpora / "pelican/getpelican+pelican"
    (post,) = read(folder / "samples")[0]
    feed = (folder / "_built/basic/feeds/all.atom.xml").read_text()
    entry = next(part for part in feed.split("<entry>") if post.title in part)

    assert f"<published>{post.published.isoformat()}T" in entry
    assert "a-markdown-powered-article.html" in entry


@pytest.mark.parametrize("step", [0.1, 0.37, 0.5, 0.93])
def test_truncated_and_damaged_blogs_break_nothing(corpora, tmp_path, step):
    """Real posts cut off and with bits turned over give posts or sentences."""
    files = sorted((corpora / "jekyll/elixir-lang+elixir-lang.github.com/_posts").iterdir())[:30]
    files += sorted((corpora / "hugo/spf13+spf13.com/content/post").iterdir())[:30]
    files += sorted((corpora / "pelican/eevee+eev.ee/content").glob("*.markdown"))[:30]
    for number, file in enumerate(files):
        data = bytearray(file.read_bytes())
        data = data[: int(len(data) * step)]
        for place in range(number % 7, min(len(data), 600), 41):
            data[place] ^= 1 << (place % 8)
        (tmp_path / file.name).write_bytes(data)
    posts, others = read(tmp_path)

    assert len(posts) + others.total() == len(files)


def shown(page, name):
    """Return what a meta element of a page says."""
    return html.unescape(re.search(rf'(?:name|property)="{name}" content="([^"]*)"', page)[1])


def straight(text):
    """Return *text* with straight quotes: Jekyll bends them in its pages."""
    for bent, plain in (("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"'), ("…", "...")):
        text = text.replace(bent, plain)
    return text
