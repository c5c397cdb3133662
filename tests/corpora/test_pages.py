"""Real pages, against what is known of them."""

import json
import re
from collections import Counter
from datetime import date, datetime
from html import unescape

import pytest

from publisher.model.post import Post, Skipped
from publisher.sources import Place
from publisher.sources.pages.article import read_page
from publisher.sources.pages.document import decode_page, highest, parse
from publisher.sources.pages.files import Html
from publisher.sources.pages.json_ld import read_json_ld
from publisher.sources.pages.markup import is_entry, read_h_entry
from publisher.sources.static_site.reader import Markdown
from publisher.text.html.sanitize import sanitize
from publisher.text.html.to_text import plain_text
from publisher.text.markup.markdown import render_markdown


def words(html):
    """Count the words of a text, without regard to how quotes and dots are set."""
    return Counter(re.findall(r"\w+", plain_text(sanitize(html, base="https://example.org/"))))


def plain(text):
    """Return letters and digits alone."""
    return re.sub(r"\W+", "", unescape(text)).casefold()


@pytest.fixture(scope="session")
def built(shared):
    """Return what the importer says of a built site, and the posts that it was built from, by their names."""
    site = shared / "corpora/jekyll/jekyll+jekyll"
    found = list(Html(place=Place(path=site / "_built", shown="built")).read(lambda size: None))
    said = Markdown(place=Place(path=site / "_posts", shown="posts")).read(lambda size: None)
    sources = {
        re.sub(r"^\d+-\d+-\d+-|\.\w+$", "", each.origin.path.rpartition("/")[2]): each
        for each in said
        if isinstance(each, Post)
    }
    return found, sources


def test_every_post_of_a_built_site_is_found(built):
    """Of 103 pages, 102 are posts and one only sends on."""
    found, _ = built

    assert Counter(type(each) for each in found) == {Post: 102, Skipped: 1}
    assert [each.reason for each in found if isinstance(each, Skipped)] == ["redirect page"]


def test_posts_of_a_built_site_are_those_it_was_built_from(built):
    """Title, author, instant, address and text of each are those of its source; tags of all but one."""
    found, sources = built
    posts = [(post, sources[post.slug]) for post in found if isinstance(post, Post) and post.slug in sources]
    lost = sum((sum((words(render_markdown(source.body)) - words(post.body)).values()) for post, source in posts))
    more = sum((sum((words(post.body) - words(render_markdown(source.body))).values()) for post, source in posts))

    assert len(posts) == 102
    assert [post.title for post, source in posts if plain(post.title) != plain(source.title)] == []
    assert [post.title for post, source in posts if post.authors != source.authors] == []
    assert [
        post.title
        for post, source in posts
        if isinstance(source.published, datetime) and post.published != source.published
    ] == []
    assert all(post.url == f"https://jekyllrb.com/{post.key.removesuffix('index.html')}" for post, _ in posts)
    assert sum(set(post.tags) != set(source.tags) for post, source in posts) == 1
    assert lost <= 30
    assert more == 0


@pytest.mark.parametrize(
    ("name", "title", "published", "author", "opens"),
    [
        (
            "blogger",
            "Open Verilog flow for Silego GreenPak4 programmable logic devices",
            date(2016, 5, 8),
            "Andrew Zonenberg",
            "I've written a couple of posts in the past few months",
        ),
        (
            "wordpress",
            (
                "Stack Overflow Jobs Data Shows ReactJS Skills in High Demand, WordPress Market Oversaturated with"
                " Developers"
            ),
            date(2017, 3, 9),
            "Sarah Gooding",
            "",
        ),
        ("medium-1", "The Open Journalism Project: Better Student Journalism", date(2015, 3, 17), "Pippin Lee", ""),
        (
            "v8-blog",
            "Outside the web: standalone WebAssembly binaries using Emscripten",
            date(2019, 11, 21),
            "",
            "",
        ),
        ("001", "Get your Frontend JavaScript Code Covered", date(2013, 9, 29), "Nicolas Perriault", ""),
        ("003-metadata-preferred", "Open Graph property title", None, "Meta name author", "Lorem ipsum"),
    ],
)
def test_pages_of_real_sites_are_read(shared, name, title, published, author, opens):
    """Title, day, author and text of pages of several systems are what a reader of the page sees."""
    folder = shared / "corpora/html/mozilla+readability" / name
    wanted = words((folder / "expected.html").read_text())

    (post,) = read_page(decode_page((folder / "source.html").read_bytes()).text).posts

    assert post.title == title
    assert (post.published.date() if isinstance(post.published, datetime) else post.published) == published
    assert [person.name for person in post.authors] == ([author] if author else [])
    assert sum((wanted - words(post.html)).values()) <= 0.03 * sum(wanted.values())
    assert sum((words(post.html) - wanted).values()) <= 0.12 * sum(wanted.values())
    assert opens in plain_text(sanitize(post.html, base=""))


def test_entries_of_the_microformats_tests_say_what_they_should(shared):
    """Name, address, author, dates and categories of each h-entry are those that the tests of microformats want."""
    folder = shared / "corpora/html/microformats+tests/tests"
    wrong = []
    checked = 0
    for answer in sorted(folder.glob("*/h*entry/*.json")):
        items = [each for each in json.loads(answer.read_text())["items"] if "h-entry" in each["type"]]
        tree = parse(answer.with_suffix(".html").read_text())
        roots = highest(tree, is_entry)
        for item, root in zip(items, roots, strict=True):
            said = read_h_entry(root, base="http://example.com/", language="en")
            wanted = item["properties"]
            checked += 1
            name = wanted.get("name", [""])[0]
            same_as_text = said.body and plain(name) == plain(said.body[0].text_content())
            if plain(said.title) != plain(name) and not same_as_text:
                wrong.append((answer.stem, "name", said.title, name))
            if wanted.get("url") and said.url not in wanted["url"]:
                wrong.append((answer.stem, "url", said.url, wanted["url"]))
            if [plain(tag) for tag in said.tags] != [plain(tag) for tag in wanted.get("category", [])]:
                wrong.append((answer.stem, "category", said.tags, wanted.get("category")))
            if wanted.get("updated") and said.updated != datetime.fromisoformat(wanted["updated"][0]):
                wrong.append((answer.stem, "updated", said.updated, wanted["updated"]))
            authors = [each["properties"]["name"][0] for each in wanted.get("author", []) if isinstance(each, dict)]
            if [person.name for person in said.authors] != authors:
                wrong.append((answer.stem, "author", said.authors, authors))

    assert checked >= 12
    assert wrong == []


def test_json_ld_of_the_extruct_samples_is_read(shared):
    """Every object of a type in the samples' answers is found, through comments and control characters."""
    folder = shared / "corpora/html/scrapinghub+extruct/tests/samples"
    missing = []
    for answer in sorted(folder.rglob("*.jsonld")):
        wanted = json.loads(answer.read_text())
        found = read_json_ld(parse(decode_page(answer.with_suffix(".html").read_bytes()).text))
        types = [each.get("@type") for each in found]
        typed = [each["@type"] for each in wanted if isinstance(each, dict) and "@type" in each]
        missing += [(answer.name, each) for each in typed if each not in types]

    assert missing == []


@pytest.mark.parametrize("kind", ["html", "newsletter", "pelican", "medium", "substack"])
def test_no_page_of_any_corpus_is_too_much(shared, kind):
    """Whatever ends in `.html` in the corpora is read, named or rejected."""
    found = list(Html(place=Place(path=shared / "corpora" / kind, shown="x")).read(lambda size: None))

    assert found
    assert all(post.published for post in found if isinstance(post, Post))
