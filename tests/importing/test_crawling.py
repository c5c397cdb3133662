"""Pages on the web: one, those of a sitemap, those that a list leads to; politely, and only where it is allowed."""

import gzip
from itertools import count

import pytest

from publisher.fetch.connections import Limits
from publisher.fetch.public_hosts import Allowed
from publisher.importing.crawling import Revisits, Visits
from publisher.sources import Place, detect
from publisher.sources.inputs.resource import WebPage
from publisher.sources.pages.web import Web


def post(name, day=1, more=""):
    """Return a page with a post."""
    text = f"This is the text of post {name}, which is long enough to be one. " * 5
    return (
        f'<html lang="en"><head><title>Post {name}</title>{more}</head><body><nav><a href="/about">About</a></nav>'
        f'<article class="h-entry"><h1 class="p-name">Post {name}</h1>'
        f'<time class="dt-published" datetime="2026-03-0{day}T10:00:00+00:00">then</time>'
        f'<div class="e-content"><p>{text}</p><p><a href="next">On</a></p></div></article></body></html>'
    ).encode()


def index(*names, more=""):
    """Return a page that lists posts."""
    items = "".join(f'<li><h2><a href="/{name}">Post {name}</a></h2></li>' for name in names)
    head = '<head><meta property="og:type" content="website"></head>'
    return f"<html>{head}<body><ul>{items}</ul>{more}</body></html>".encode()


@pytest.fixture
def site(planet):
    """Return a publication that reads from the server."""
    planet.limit(timeout=10, max_time=30)
    return planet


def read(web, path, follow=0, **place):
    """Return what the importer says of a document of the server, and how long it paused."""
    pauses = []
    seconds = count()
    visits = Visits(
        now=None,
        limits=Limits(timeout=1, total=3, size=1 << 20),
        allowed=Allowed.of(["127.0.0.1"]),
        clock=lambda: next(seconds) / 1000,
        sleep=pauses.append,
    )
    answer = visits.fetch(web.url(path))
    target = place.pop("folder") / "document.html"
    target.write_bytes(answer.body)
    where = Place(
        path=target,
        shown=web.url(path),
        address=answer.address,
        web=Revisits(visits=visits),
        follow=follow,
        encoding=answer.charset,
        **place,
    )
    return list(Web(place=where).read(lambda size: None)), pauses


def by_kind(found, name):
    """Return what of *found* is of the class of this name."""
    return [each for each in found if type(each).__name__ == name]


def test_one_page_is_adopted(site, web):
    """`publisher import ADDRESS` reads a page as one post, with the address it was found at."""
    web.serve("/a", post("a"), Content_Type="text/html; charset=utf-8")

    result = site.run("import", web.url("/a"))

    (entry,) = site.entries()
    assert result.exit_code == 0
    assert (entry["title"], entry["url"]) == ("Post a", web.url("/a"))
    assert entry["published"].startswith("2026-03-01T10:00")


def test_the_pages_of_a_list_are_followed_on_request(site, web):
    """`--follow` reads the pages that a list leads to, and those of the list with older posts."""
    web.serve("/", index("a", "b", more='<a rel="next" href="/page2">Older</a>'), Content_Type="text/html")
    web.serve("/page2", index("c"), Content_Type="text/html")
    for day, name in enumerate("abc", 1):
        web.serve(f"/{name}", post(name, day), Content_Type="text/html")

    assert site.run("import", web.url("/"), "--follow", "10").exit_code == 0
    assert [entry["title"] for entry in site.entries()] == ["Post c", "Post b", "Post a"]
    assert site.asked()[:2] == ["/", "/robots.txt"]
    assert web.most_open == 1


def test_a_list_says_that_its_pages_can_be_followed(web, tmp_path):
    """Without `follow` a list page is skipped, with a word on what would read its posts."""
    web.serve("/", index("a", "b"), Content_Type="text/html")

    found, _ = read(web, "/", folder=tmp_path)

    assert [each.reason for each in by_kind(found, "Skipped")] == ["list page"]
    assert "`follow`" in by_kind(found, "Warned")[0].reason


def test_what_follow_left_out_is_said(web, tmp_path):
    """At most so many pages are read as `follow` says, and the report tells that there are more."""
    web.serve("/", index("a", "b", "c"), Content_Type="text/html")
    for name in "abc":
        web.serve(f"/{name}", post(name), Content_Type="text/html")

    found, pauses = read(web, "/", follow=2, folder=tmp_path)

    assert [each.title for each in by_kind(found, "Post")] == ["Post a", "Post b"]
    assert "there are more" in by_kind(found, "Warned")[-1].reason
    assert len(pauses) == 3
    assert all(0.9 < pause <= 1 for pause in pauses)


def test_robots_txt_closes_pages(web, tmp_path):
    """Pages that robots.txt closes to programs are not asked for; its delay is kept, within reason."""
    web.serve("/robots.txt", b"User-agent: *\nDisallow: /b\nCrawl-delay: 7\n", Content_Type="text/plain")
    web.serve("/", index("a", "b"), Content_Type="text/html")
    web.serve("/a", post("a"), Content_Type="text/html")
    web.serve("/b", post("b"), Content_Type="text/html")

    found, pauses = read(web, "/", follow=9, folder=tmp_path)

    assert [each.title for each in by_kind(found, "Post")] == ["Post a"]
    assert [each.reason for each in by_kind(found, "Skipped")] == ["page that programs may not read"]
    assert "/b" not in [path for path, _ in web.asked]
    assert 6.9 < pauses[-1] <= 7


@pytest.mark.parametrize("status", [500, 503])
def test_a_site_without_an_answer_on_robots_is_closed(site, web, status):
    """A robots.txt that cannot be had closes the whole site (RFC 9309, section 2.3.1.4)."""
    web.serve("/robots.txt", b"", status)
    web.serve("/a", post("a"), Content_Type="text/html")

    result = site.run("import", web.url("/a"))

    assert result.exit_code == 4
    assert "robots.txt" in result.output
    assert site.entries() == []


def test_a_sitemap_is_followed(web, tmp_path):
    """The pages of a sitemap are read, those that changed last first; pages about the site are none."""
    places = "".join(
        f"<url><loc>{web.url(path)}</loc><lastmod>2026-0{month}-01</lastmod></url>"
        for month, path in enumerate(["/old", "/about", "/new"], 1)
    )
    sitemap = f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{places}</urlset>'
    web.serve("/sitemap.xml", sitemap.encode(), Content_Type="application/xml")
    web.serve("/old", post("old", 1), Content_Type="text/html")
    web.serve("/new", post("new", 2), Content_Type="text/html")
    about = b"<title>About</title><p>We are a small weblog about things that happen to us."
    web.serve("/about", about, Content_Type="text/html")

    found, _ = read(web, "/sitemap.xml", follow=10, folder=tmp_path)

    assert [each.title for each in by_kind(found, "Post")] == ["Post new", "Post old"]
    assert [(each.place, each.reason) for each in by_kind(found, "Skipped")] == [(web.url("/about"), "page")]
    assert [path for path, _ in web.asked][2:] == ["/new", "/about", "/old"]


def test_an_index_of_sitemaps_leads_to_posts_only(web, tmp_path):
    """Of an index the sitemaps of posts are read, packed ones too; those of categories are not asked for."""
    index_of = "".join(
        f"<sitemap><loc>{web.url(f'/{name}')}</loc></sitemap>"
        for name in ("post-sitemap.xml.gz", "category-sitemap.xml")
    )
    web.serve("/sitemap.xml", f"<sitemapindex>{index_of}</sitemapindex>".encode(), Content_Type="text/xml")
    packed = gzip.compress(f"<urlset><url><loc>{web.url('/a')}</loc></url></urlset>".encode())
    web.serve("/post-sitemap.xml.gz", packed, Content_Type="application/gzip")
    web.serve("/a", post("a"), Content_Type="text/html")

    found, _ = read(web, "/sitemap.xml", follow=5, folder=tmp_path)

    assert [each.title for each in by_kind(found, "Post")] == ["Post a"]
    assert "/category-sitemap.xml" not in [path for path, _ in web.asked]


def test_a_sitemap_has_to_be_followed(site, web):
    """A sitemap alone is no post: the message says what to add."""
    web.serve("/sitemap.xml", b"<urlset><url><loc>http://127.0.0.1/a</loc></url></urlset>", Content_Type="text/xml")

    result = site.run("import", web.url("/sitemap.xml"))

    assert result.exit_code == 4
    assert "--follow 100" in result.output


def test_patterns_choose_among_the_links(web, tmp_path):
    """`include` and `exclude` match the paths of addresses; other hosts are never asked."""
    more = '<h2><a href="https://other.example.org/x">Elsewhere</a></h2>'
    web.serve("/", index("2026/a", "2026/b", "shop/c", more=more), Content_Type="text/html")
    web.serve("/2026/a", post("a"), Content_Type="text/html")

    found, _ = read(web, "/", follow=9, folder=tmp_path, include=("/2026/*",), exclude=("*b",))

    assert [each.title for each in by_kind(found, "Post")] == ["Post a"]
    assert [path for path, _ in web.asked] == ["/", "/robots.txt", "/2026/a"]


def test_a_build_asks_for_new_pages_only(site, web):
    """A source that follows links fetches a page once; a new one on the list is read by the next build."""
    with (site.root / "publisher.toml").open("a") as file:
        file.write(f'\n[[source]]\nurl = "{web.url("/")}"\nfollow = 10\n')
    web.serve("/", index("a", "b"), Content_Type="text/html")
    for day, name in enumerate("abc", 1):
        web.serve(f"/{name}", post(name, day), Content_Type="text/html")
    assert site.run("build").exit_code == 0
    web.asked.clear()
    web.serve("/", index("c", "a", "b"), Content_Type="text/html")

    assert site.run("build").exit_code == 0

    assert site.asked() == ["/", "/robots.txt", "/c"]
    assert [entry["title"] for entry in site.entries()] == ["Post c", "Post b", "Post a"]


def sitemap(web, **changed):
    """Serve a sitemap of pages, each with the day or time of its last change."""
    places = "".join(
        f"<url><loc>{web.url(f'/{name}')}</loc>{f'<lastmod>{moment}</lastmod>' if moment else ''}</url>"
        for name, moment in changed.items()
    )
    web.serve("/sitemap.xml", f"<urlset>{places}</urlset>".encode(), Content_Type="text/xml")


def test_a_page_is_read_again_once_its_sitemap_says_that_it_has_changed(site, web):
    """Of many pages only the one that has changed is asked for, and only once."""
    site.source("/sitemap.xml", 10)
    for day, name in enumerate("ab", 1):
        web.serve(f"/{name}", post(name, day), Content_Type="text/html", ETag=f'"{name}1"')
    sitemap(web, a="2026-03-01T10:00:00Z", b="2026-03-02")
    assert sorted(site.build(0)) == ["/a", "/b"]
    assert site.build(1) == site.build(48) == []

    web.serve("/a", post("a").replace(b"is the text", b"is the mended text"), Content_Type="text/html", ETag='"a2"')
    sitemap(web, a="2026-03-12T13:00:00Z", b="2026-03-02")
    assert site.build(50) == ["/a"]
    assert web.asked[-1][1]["If-None-Match"] == '"a1"'
    assert site.build(51) == []
    assert [("the mended text" in entry["text"]) for entry in site.entries()] == [False, True]


def test_a_sitemap_of_days_is_not_asked_after_all_day(site, web):
    """A page that has changed today may change again: it is asked for each hour, and whether it has, no more."""
    site.source("/sitemap.xml", 10)
    sitemap(web, a="2026-03-10")
    web.serve("/a", post("a"), Content_Type="text/html", Last_Modified="Tue, 10 Mar 2026 10:00:00 GMT")
    assert site.build(0) == ["/a"]
    web.serve("/a", status=304)
    assert site.build(0.5) == []
    assert site.build(1) == ["/a"]
    assert "If-Modified-Since" in web.asked[-1][1]
    assert site.build(24) == ["/a"]
    assert site.build(25) == []
    assert [entry["title"] for entry in site.entries()] == ["Post a"]


def test_pages_of_a_list_are_asked_for_again_after_a_day(site, web):
    """Where nobody says what has changed, pages are asked for once a day, and only whether they have."""
    site.source("/", 10)
    web.serve("/", index("a", "b"), Content_Type="text/html")
    for day, name in enumerate("ab", 1):
        web.serve(f"/{name}", post(name, day), Content_Type="text/html", ETag=f'"{name}"')
    assert site.build(0) == ["/a", "/b"]
    assert site.build(23) == []
    for name in "ab":
        web.serve(f"/{name}", status=304)
    assert site.build(24) == ["/a", "/b"]
    assert web.asked[-1][1]["If-None-Match"] == '"b"'
    assert site.build(25) == []
    assert len(site.entries()) == 2


def test_only_some_pages_are_asked_for_again_at_a_time(web, tmp_path):
    """The first of a long list have their turn, however many there are."""
    names = [f"p{number:02}" for number in range(20)]
    web.serve("/", index(*names), Content_Type="text/html")
    for name in names:
        web.serve(f"/{name}", post(name), Content_Type="text/html")

    found, _ = read(web, "/", follow=100, folder=tmp_path, known=frozenset(web.url(f"/{name}") for name in names))

    assert [each.title for each in by_kind(found, "Post")] == [f"Post {name}" for name in names[:10]]


def test_what_is_wrong_with_a_page_that_was_read_before_is_a_note(site, web):
    """Its post stays; nothing is rejected."""
    site.source("/", 10)
    web.serve("/", index("a", "b"), Content_Type="text/html")
    for day, name in enumerate("ab", 1):
        web.serve(f"/{name}", post(name, day), Content_Type="text/html")
    site.build(0)
    web.serve("/a", b"", 404)
    web.serve("/b", b" ", Content_Type="text/html")
    found = site.read(hour=25)
    reasons = [each.reason for each in found.warned]
    assert reasons[0] == "answers 404 Not Found; what was read of it stays"
    assert reasons[1:] == ["the page is empty; what was read of it before stays"]
    assert found.failure() is None
    assert len(site.entries()) == 2


def test_pages_that_are_no_posts_are_not_fetched_each_time(site, web):
    """What was left out is not looked at again before a page may have changed; what was rejected is."""
    site.source("/", 10)
    web.serve("/", index("a", "list", "empty"), Content_Type="text/html")
    web.serve("/a", post("a"), Content_Type="text/html")
    web.serve("/list", index("a"), Content_Type="text/html")
    web.serve("/empty", b" ", Content_Type="text/html")
    site.build(0)
    found = site.read(hour=1)
    assert (len(found.rejected), site.asked()[2:]) == (1, ["/empty"])


def test_a_source_that_comes_back_is_read_as_a_whole(site, web):
    """Nothing is left out because an earlier source of this address had read it; nor where somebody asks by hand."""
    before = (site.root / "publisher.toml").read_text()
    site.source("/", 10)
    web.serve("/", index("a"), Content_Type="text/html")
    web.serve("/a", post("a"), Content_Type="text/html")
    assert site.build(0) == ["/a"]
    after = (site.root / "publisher.toml").read_text()
    (site.root / "publisher.toml").write_text(before)
    site.build(1)
    assert site.entries() == []
    (site.root / "publisher.toml").write_text(after)
    assert site.build(2) == ["/a"]
    assert len(site.entries()) == 1
    site.read(web.url("/"), hour=3)
    assert site.asked()[2:] == ["/a"]


def test_a_page_names_the_feed_of_its_site(site, web):
    """Whoever reads a page of a site with a feed is told of the feed."""
    link = '<link rel="alternate" type="application/atom+xml" title="All" href="/feed.atom">'
    web.serve("/a", post("a", more=link), Content_Type="text/html")

    assert web.url("/feed.atom") in site.run("import", web.url("/a")).output


def test_a_page_that_cannot_be_had_costs_only_itself(web, tmp_path):
    """A link into the void is told, a file that is no page is skipped, and the rest is read."""
    web.serve("/", index("gone", "photo", "a"), Content_Type="text/html")
    web.serve("/photo", b"\x89PNG", Content_Type="image/png")
    web.serve("/a", post("a"), Content_Type="text/html")

    found, _ = read(web, "/", follow=9, folder=tmp_path)

    assert "404" in by_kind(found, "Rejected")[0].reason
    assert [each.reason for each in by_kind(found, "Skipped")] == ["no page"]
    assert [each.title for each in by_kind(found, "Post")] == ["Post a"]


def test_documents_of_the_web_are_recognised(tmp_path):
    """A fetched page and a sitemap are of the kind `web`; the same page as a file is `html`."""
    page, sitemap = tmp_path / "page.html", tmp_path / "sitemap.xml"
    page.write_bytes(post("a"))
    sitemap.write_text('<?xml version="1.0"?>\n<urlset></urlset>')

    kinds = [
        detect(Place(path=path, shown="x", address=address)).kind
        for path, address in [
            (page, "https://example.org/a"),
            (sitemap, "https://example.org/sitemap.xml"),
            (page, None),
        ]
    ]

    assert kinds == ["web", "web", "html"]


class Nowhere:
    """A way into the Web that leads to the same page from everywhere."""

    def may_read(self, address):
        """Let everybody in."""
        return True

    def fetch(self, address):
        """Return a list that leads on and on."""
        return WebPage(address=address, body=index("a", "b", more=f'<a rel="next" href="{address}x">Older</a>'))

    def was_read(self, address):
        """Have been nowhere."""
        return False

    def settle(self, address):
        """Forget it."""


def test_a_list_without_an_end_ends(tmp_path):
    """A site that always has one more page with older posts is left after some of them."""
    document = tmp_path / "list.html"
    document.write_bytes(index("a", "b", more='<a rel="next" href="/p">Older</a>'))
    place = Place(path=document, shown="x", address="https://example.org/", web=Nowhere(), follow=1000)

    found = list(Web(place=place).read(lambda size: None))

    assert {each.reason for each in by_kind(found, "Skipped")} == {"list page"}
