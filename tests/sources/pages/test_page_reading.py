"""Pages become posts: which part of a page says what, and what is left out."""

import json
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from publisher.model.entry import Enclosure, Person
from publisher.sources.pages.article import read_page

TEXT = "<p>The first paragraph of this post has enough words to be one of a text.</p><p>And so has the second one.</p>"
ADDRESS = "https://weblog.example.org/2018/02/title.html"


def page(body="", head="", html="", more=""):
    """Return a page."""
    return f"<!doctype html><html {html}><head>{head}</head><body {more}>{body}</body></html>"


def one(text, **arguments):
    """Return the only post of a page."""
    found = read_page(text, **arguments)
    assert (found.other, len(found.posts)) == ("", 1)
    return found.posts[0]


def json_ld(**fields):
    """Return a script with an article."""
    said = {"@context": "https://schema.org", "@type": "BlogPosting", **fields}
    return f'<script type="application/ld+json">{json.dumps(said)}</script>'


H_ENTRY = f"""<article class="h-entry"><h1 class="p-name">Entry title</h1>
<a class="u-url" href="/entry">#</a> <time class="dt-published" datetime="2018-02-02T10:00:00+01:00">Friday</time>
<a class="p-author h-card" href="/ada">Ada Example</a> <a class="p-category" href="/t">weather</a>
<div class="e-content">{TEXT}</div></article>"""
MICRODATA = f"""<div itemscope itemtype="http://schema.org/BlogPosting"><h1 itemprop="headline">Item title</h1>
<meta itemprop="datePublished" content="2018-03-03">
<span itemprop="author" itemscope><b itemprop="name">Ida Item</b></span>
<div itemprop="articleBody">{TEXT}</div></div>"""
GRAPH = """<meta property="og:title" content="Graph title"><meta property="og:type" content="article">
<meta property="article:published_time" content="2018-04-04T09:00:00Z"><meta property="article:tag" content="wind">
<meta property="og:image" content="/i.png"><meta name="author" content="Gra Ph">"""
PLAIN = f"""<div class="post"><h2 class="post-title">Plain title</h2><p class="date">5 May 2018</p>
<div class="post-body">{TEXT}</div></div>"""


@pytest.mark.parametrize(
    ("text", "title", "published", "author"),
    [
        (
            page(
                H_ENTRY + MICRODATA, json_ld(headline="LD title", datePublished="2018-01-01", author="Elle Dee") + GRAPH
            ),
            "LD title",
            date(2018, 1, 1),
            "Elle Dee",
        ),
        (
            page(H_ENTRY, GRAPH),
            "Entry title",
            datetime(2018, 2, 2, 10, tzinfo=timezone(timedelta(hours=1))),
            "Ada Example",
        ),
        (page(MICRODATA, GRAPH), "Item title", date(2018, 3, 3), "Ida Item"),
        (page(PLAIN, GRAPH), "Graph title", datetime(2018, 4, 4, 9, tzinfo=UTC), "Gra Ph"),
        (page(PLAIN), "Plain title", date(2018, 5, 5), None),
    ],
)
def test_the_surest_part_decides(text, title, published, author):
    """JSON-LD goes before h-entry, that before microdata, that before Open Graph, and names of classes come last."""
    post = one(text, address=ADDRESS)

    assert (post.title, post.published) == (title, published)
    assert [person.name for person in post.authors] == ([author] if author else [])


def test_each_field_comes_from_where_it_is():
    """What the surest part does not say is taken from the next that does."""
    head = json_ld(headline="LD title") + GRAPH.replace('name="author"', 'name="x"')

    post = one(page(H_ENTRY, head), address=ADDRESS)

    assert post.title == "LD title"
    assert post.published.isoformat() == "2018-02-02T10:00:00+01:00"
    assert post.authors == (Person(name="Ada Example", url="https://weblog.example.org/ada"),)
    assert post.tags == ("weather",)
    assert post.image == "https://weblog.example.org/i.png"
    assert "second one" in post.html


def test_a_date_gives_way_to_a_time_of_the_same_day():
    """A part that knows the day alone is made exact by one that knows the time."""
    assert one(page(H_ENTRY, json_ld(datePublished="2018-02-02"))).published.hour == 10
    assert one(page(H_ENTRY, json_ld(datePublished="2018-02-03"))).published == date(2018, 2, 3)


def test_no_date_is_no_date():
    """A post without a date has none: not today's, and not a year of a copyright line."""
    post = one(page(f"<article><h1>Title</h1>{TEXT}</article><p>Copyright 2018 by us.</p>"))

    assert post.published is None


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        ({"address": "https://example.org/2018/02/26/title/"}, ""),
        ({"name": "pages/2018-02-26-title.html"}, ""),
        ({}, "<p>maandag 26 februari 2018</p>"),
        ({}, '<span class="post-date">26 feb. 2018</span>'),
        ({}, "<h2 class='date-header'><span>Monday, February 26, 2018</span></h2>"),
        ({}, '<div class="datum">Geplaatst op 26 februari 2018</div>'),
    ],
)
def test_a_date_may_stand_in_the_address_or_on_a_line(arguments, line):
    """The address, the name of the file, and a line of its own tell the day where nothing else does."""
    text = page(f"{line}<h1>Title</h1>{TEXT}", html='lang="nl"')

    assert one(text, **arguments).published == date(2018, 2, 26)


@pytest.mark.parametrize(
    ("found", "wanted"),
    [
        ('<link rel="canonical" href="https://weblog.example.org/right">', "https://weblog.example.org/right"),
        ('<link rel="canonical" href="/right">', "https://weblog.example.org/right"),
        ('<meta property="og:url" content="https://weblog.example.org/graph">', "https://weblog.example.org/graph"),
        ('<link rel="canonical" href="https://weblog.example.org/">', ADDRESS),
        ('<link rel="canonical" href="http://localhost:4000/x">', ADDRESS),
        ('<link rel="canonical" href="javascript:alert(1)">', ADDRESS),
        ("", ADDRESS),
    ],
)
def test_the_canonical_address_counts(found, wanted):
    """The canonical address is the post's, unless it is the front page's, or that of a draft on somebody's machine."""
    assert one(page(f"<h1>Title</h1>{TEXT}", found), address=ADDRESS).url == wanted


def test_addresses_are_made_absolute():
    """Links and images refer to the base element, else to the page; places within the page stay."""
    body = f"""<article><h1>Title</h1>{TEXT}<a href="b">b</a><a href="#n1">1</a><a href="{ADDRESS}#n2">2</a>
    <img src="data:image/gif;base64,R0" data-src="/lazy.png"><noscript><img src="/lazy.png"></noscript></article>"""

    plain = one(page(body), address=ADDRESS).html
    based = one(page(body, '<base href="/elsewhere/">'), address=ADDRESS).html

    assert 'href="https://weblog.example.org/2018/02/b"' in plain
    assert 'href="https://weblog.example.org/elsewhere/b"' in based
    assert 'href="#n1"' in based
    assert 'href="#n2"' in based
    assert plain.count("https://weblog.example.org/lazy.png") == 1


def test_only_the_text_is_the_text():
    """Navigation, comments, sharing, related posts, advertising, hidden words and the title itself stay out."""
    around = """<nav>NOISE</nav><div class="sharedaddy">NOISE</div><div id="comments"><p>NOISE, a long comment of
    somebody     who has much to say about it.</p></div><aside>NOISE</aside><div class="related-posts">NOISE</div>
    <footer>NOISE</footer>"""
    inner = """<h1>Title</h1><p class="byline">NOISE</p><span class="screen-reader-text">NOISE</span><p hidden>NOISE</p>
    <p style="display: none">NOISE</p><div class="adsbygoogle">NOISE</div><script>NOISE</script><form>NOISE</form>
    <div class="newsletter-box">NOISE</div><h2>Part <a class="anchor" href="#part">#</a></h2>"""
    text = page(f'{around}<div class="entry-content">{inner}{TEXT}</div>{around}')

    html = one(text).html

    assert "NOISE" not in html
    assert "Title" not in html
    assert html.count("<p>") == 2
    assert "#</a>" not in html


def test_words_in_junk_names_do_not_cost_a_post():
    """An element that has the name of something else, and yet holds the text, stays."""
    text = page(f'<div class="sidebar widget"><div class="share"><h1>Title</h1>{TEXT * 5}</div></div>')

    assert "second one" in one(text).html


def test_asides_and_figures_of_the_author_stay():
    """A pulled quote, a figure with its caption and a footnote are the author's."""
    text = page(
        f'<article><h1>Title</h1><div class="entry-content">{TEXT}<aside><p>Pulled quote.</p></aside>'
        "<figure><img src='a.png' alt='A'><figcaption>Caption.</figcaption></figure>"
        "<blockquote><p>Quoted.</p><footer>Somebody</footer></blockquote></div></article>"
    )

    html = one(text).html

    assert all(word in html for word in ("Pulled quote", "Caption", "Somebody", "a.png"))


@pytest.mark.parametrize(
    ("description", "summary"),
    [
        ("What an editor wrote about it.", "What an editor wrote about it."),
        ("The first paragraph of this post has enough words to be one of a te...", None),
        ("Title", None),
        ("", None),
    ],
)
def test_a_summary_is_what_somebody_wrote(description, summary):
    """A description made of the text's own words or of the title is no summary."""
    head = f'<meta name="description" content="{description}">'

    assert one(page(f"<h1>Title</h1>{TEXT}", head)).summary == summary


@pytest.mark.parametrize(
    ("html", "head", "language"),
    [
        ('lang="nl-be"', "", "nl-BE"),
        ("", '<meta property="og:locale" content="pt_BR">', "pt-BR"),
        ('lang="{{ lang }}"', '<meta http-equiv="content-language" content="fr">', "fr"),
        ("", "", None),
    ],
)
def test_the_language_is_the_pages(html, head, language):
    """The language is what the page says, as a tag; nonsense counts as nothing."""
    assert one(page(f"<h1>Title</h1>{TEXT}", head, html)).language == language


@pytest.mark.parametrize(
    ("head", "heading", "title"),
    [
        ("<title>Title | Site</title><meta property='og:site_name' content='Site'>", "", "Title"),
        ("<title>Site: A title - of two parts</title>", "<h1>A title - of two parts</h1>", "A title - of two parts"),
        ("<title>Title – Site</title>", "<h1><a href='/'>Site</a></h1>", "Title"),
        ("<meta property='og:title' content='Rain &amp; wind | Site'>", "<h1>Rain &amp; wind</h1>", "Rain & wind"),
        ("<title>Only this</title>", "", "Only this"),
        ("", "<h1><i>Mixed</i>case<br>and more</h1>", "Mixedcase and more"),
        ("", "", "The first paragraph of this post has enough words to be one…"),
    ],
)
def test_the_title_is_without_the_site(head, heading, title):
    """The name of the site is no part of a title, on either side; without a title the first words stand in."""
    assert one(page(heading + TEXT, head)).title == title


def test_json_ld_of_every_shape_is_read():
    """Arrays, graphs, people by reference, comments and commas too many make no difference."""
    graph = """[{"@graph": [ // a comment
      {"@type": "WebSite", "name": "Site", "url": "https://weblog.example.org/"},
      {"@type": ["NewsArticle", "x"], "headline": "Tom &amp; Jerry | Site",
       "datePublished": "2018-02-26T10:00:00+01:00", "dateModified": "2018-02-27T10:00:00+01:00",
       "author": [{"@id": "#ada"}, {"@type": "Person", "name": ["Bo Beispiel"]}],
       "keywords": "rain, wind", "image": [{"url": "/a.png"}], "inLanguage": "nl", "url": "/title",
       "associatedMedia": {"contentUrl": "/a.mp3"}, "articleBody": "x\ty"},
      {"@type": "Person", "@id": "#ada", "name": "Ada Example", "url": "/ada"},]}]"""
    text = page(f"<main>{TEXT}</main>", f'<script type="application/ld+json">{graph}</script>')

    post = one(text, address=ADDRESS)

    assert (post.title, post.url, post.language) == ("Tom & Jerry", "https://weblog.example.org/title", "nl")
    assert [person.name for person in post.authors] == ["Ada Example", "Bo Beispiel"]
    assert post.updated.isoformat() == "2018-02-27T10:00:00+01:00"
    assert post.tags == ("rain", "wind")
    assert post.image == "https://weblog.example.org/a.png"
    assert post.enclosures == (Enclosure(url="https://weblog.example.org/a.mp3", type="audio/mpeg"),)


@pytest.mark.parametrize(
    "script",
    ['{"@type": "BlogPosting", "headline": ', "{}", "null", "[[[", '"x"', '{"@type": 7, "@graph": 3}', "[" * 100_000],
)
def test_broken_json_ld_counts_as_absent(script):
    """A script that cannot be read takes nothing from the rest of the page."""
    text = page(H_ENTRY, f'<script type="application/ld+json">{script}</script>')

    assert one(text).title == "Entry title"


def test_the_first_heading_of_a_text_is_no_title():
    """A chapter of the text is not what the post is called, unless the page is called so."""
    body = f'<article class="post"><div class="post-content"><h1>Rain</h1>{TEXT}</div></article>'
    dated = '<time datetime="2018-02-26">Monday</time>'

    assert one(page(dated + body, "<title>A year of rain - Garden</title>")).title != "Rain"
    assert one(page(dated + body, "<title>Rain - Garden</title>")).title == "Rain"
    assert one(page(dated + body, "<title>Garden | Rain</title>")).title == "Rain"


@pytest.mark.parametrize(
    ("address", "other"),
    [
        ("https://garden.example/tag/rain.html", "list page"),
        ("https://garden.example/2018/", "list page"),
        ("https://garden.example/rain.html", ""),
        ("https://garden.example/blog/rain/index.html", ""),
        ("https://garden.example/drafts/rain.html", "draft"),
    ],
)
def test_a_beginning_of_one_post_is_a_list(address, other):
    """Site generators make lists of one post, too; their heading leads to the post, wherever the site stood."""
    post = (
        '<article><h2><a href="http://localhost:8000/rain.html" rel="bookmark">Rain</a></h2>'
        f"<time>26 February 2018</time><p>{'It rains on the garden. ' * 20}</p></article>"
    )

    assert read_page(page(post), address=address).other == other


def test_a_card_beside_a_text_makes_no_list():
    """A page that offers one other post besides its own text is no list."""
    card = '<article><h2><a href="/rain.html" rel="bookmark">Rain</a></h2><p>It rained for a day.</p></article>'

    assert read_page(page(f"<main>{TEXT * 5}</main>{card}"), address="https://garden.example/snow.html").other == ""


def test_what_broken_json_ld_says_of_an_article_is_taken():
    """Where a template forgot quotes, title and date can be told all the same; other scripts are no linked data."""
    said = '"@type": "NewsArticle", "@author": Ada, "headline": "LD \\"title\\"", "datePublished": "2018-01-01"'
    broken = one(page(f"<main>{TEXT}</main>", f'<script type="application/ld+json">{{{said},}}</script>'))
    untyped = one(page(f"<main>{TEXT}</main>", f"<script>{{'@context': 1}}</script>{json_ld(headline='A')}"))
    forgotten = one(
        page(f"<main>{TEXT}</main>", json_ld(headline="B", datePublished="2018-01-02").replace(" type=", " x="))
    )

    assert (broken.title, broken.published) == ('LD "title"', date(2018, 1, 1))
    assert (untyped.title, untyped.published) == ("A", None)
    assert (forgotten.title, forgotten.published) == ("B", date(2018, 1, 2))


def test_a_text_that_a_script_would_show_is_there():
    """Blogger's design for teams keeps each text in a template; other templates stay out."""
    template = f"<script type='text/template'>{TEXT}</script>"
    beside = one(page(PLAIN + f"<div>{template}</div>"))
    body = f'<div class="post-content" itemprop="articleBody">{template}</div>'

    assert TEXT.strip() in one(page(PLAIN.replace(TEXT, body))).html
    assert beside.html == one(page(PLAIN)).html


@pytest.mark.parametrize(
    ("above", "summary"),
    [
        ('<p class="article-lead">What a year of rain taught us about our own small garden.</p>', True),
        ('<div class="entry_intro"><p>What a year of rain taught us about our own small garden.</p></div>', True),
        ('<p class="breadcrumbs">What a year of rain taught us about our own small garden.</p>', False),
        ('<p class="lead">Too short.</p>', False),
        ('<p class="lead"><a href="/x">What a year of rain taught us about our own small garden.</a></p>', False),
    ],
)
def test_a_standfirst_is_the_summary(above, summary):
    """What stands between title and text, and is called a lead or the like, sums the post up."""
    head = '<meta property="og:type" content="article"><meta name="description" content="The best garden shop in town">'
    dated = '<time datetime="2018-02-26">Monday</time>'
    text = f'<main><h1>Rain</h1>{above}{dated}<div class="article-body">{TEXT}</div></main>'
    said = "What a year of rain taught us about our own small garden." if summary else "The best garden shop in town"

    assert one(page(text, head)).summary == said


def test_a_text_in_json_ld_stands_in_for_one_that_is_missing():
    """Where scripts would fetch the text, and JSON-LD has it, it is taken from there."""
    words = "A text that only scripts would show. " * 20
    head = json_ld(headline="Title", datePublished="2018-02-26", articleBody=f"{words}\n\nEnd & more.")

    assert "<p>End &amp; more.</p>" in one(page("<div id='app'></div>", head)).html


def test_the_id_of_blogger_is_kept():
    """A page of Blogger has the parts of the id that its own feed gives: the post is known in both."""
    item = MICRODATA.replace("<h1", '<meta itemprop="blogId" content="17"><meta itemprop="postId" content="93"><h1', 1)

    assert one(page(item)).foreign_id == "tag:blogger.com,1999:blog-17.post-93"


def blogspot(number, cut=""):
    """Return one post as Blogger's templates have it."""
    return f"""<div class="date-outer"><h2 class="date-header"><span>Monday, February {number}, 2018</span></h2>
    <div class="post-outer"><div class="post hentry"><h3 class="post-title entry-title">
    <a href="/2018/02/{number}.html">Post {number}</a></h3>
    <div class="post-body entry-content">{TEXT} {number}{cut}</div>
    <div class="post-footer">
    <span class="post-author vcard">Posted by <span class="fn">Ada Example</span></span>
    <span class="post-labels">Labels: <a rel="tag" href="/l">rain</a></span></div></div></div></div>"""


def test_a_month_of_blogger_is_several_posts():
    """A page with several whole posts gives each; one that is cut off counts as an excerpt."""
    cut = '<div class="jump-link"><a href="/2018/02/19.html#more">Read more</a></div>'
    text = page(blogspot(26) + blogspot(19, cut) + blogspot(12), '<meta name="generator" content="blogger">')

    found = read_page(text, address="https://weblog.example.org/2018/02/")

    assert [(post.title, post.published, post.url) for post in found.posts] == [
        ("Post 26", date(2018, 2, 26), "https://weblog.example.org/2018/02/26.html"),
        ("Post 12", date(2018, 2, 12), "https://weblog.example.org/2018/02/12.html"),
    ]
    assert found.excerpts == ("https://weblog.example.org/2018/02/19.html",)
    assert {post.tags for post in found.posts} == {("rain",)}
    assert {post.authors[0].name for post in found.posts} == {"Ada Example"}


LAYOUTS = {
    "WordPress": """<article class="post type-post hentry"><header class="entry-header">
    <h1 class="entry-title">Title</h1><time class="entry-date published" datetime="2018-02-26T10:00:00+01:00">x</time>
    <span class="author vcard"><a class="url fn n" href="/a">Ada Example</a></span></header>
    <div class="entry-content">TEXT</div>
    <footer class="entry-footer"><span class="cat-links"><a rel="category tag" href="/c">rain</a></span></footer>
    </article>
    """,
    "Ghost": """<article class="gh-article post"><header><h1 class="gh-article-title">Title</h1>
    <h4 class="gh-article-author-name"><a href="/a">Ada Example</a></h4><a class="gh-article-tag" href="/t">rain</a>
    <time class="gh-article-meta-date" datetime="2018-02-26">x</time></header>
    <section class="gh-content">TEXT</section></article>""",
    "Squarespace": """<article class="hentry"><div class="blog-item-title"><h1 class="entry-title">Title</h1></div>
    <time class="blog-meta-item--date dt-published">26 February 2018</time><a class="blog-item-tag">rain</a>
    <a class="blog-meta-item--author">Ada Example</a><div class="blog-item-content e-content">TEXT</div></article>""",
    "Medium": """<article><h1 class="graf--title">Title</h1><div class="postMetaInline"><a data-user-id="1">Ada
    Example</a><time datetime="2018-02-26">x</time></div><div class="postArticle-content">TEXT</div>
    <ul class="tags tags--postTags"><a>rain</a></ul></article>""",
    "Substack": """<div class="post-header"><h1 class="post-title">Title</h1><span class="profile-hover-card-target">
    <a>Ada Example</a></span><time datetime="2018-02-26">x</time></div><div class="available-content">
    <div class="body markup">TEXT<div class="subscription-widget-wrap">Subscribe</div></div></div>""",
}


@pytest.mark.parametrize("system", LAYOUTS)
def test_pages_of_the_usual_systems_are_read(system):
    """What carries no marks for machines is found where each system puts it."""
    post = one(page(LAYOUTS[system].replace("TEXT", TEXT)))

    assert post.title == "Title"
    assert str(post.published).startswith("2018-02-26")
    assert post.authors[0].name == "Ada Example"
    assert post.tags in {("rain",), ()}
    assert post.html.count("<p>") == 2
    assert "Subscribe" not in post.html


@pytest.mark.parametrize(
    ("text", "other"),
    [
        (page("<p>Moved</p>", '<meta http-equiv="refresh" content="0; url=/there">'), "redirect page"),
        (page(TEXT, more='class="wordpress error404"'), "error page"),
        (page(TEXT, more='class="page page-id-7 wp-x"'), "page"),
        (page("".join(f"<h2><a href='/{n}'>Post number {n}</a></h2>" for n in range(9))), "list page"),
        (
            page("".join(f"<article><h2><a href='/{n}'>P</a></h2><p>Teaser</p></article>" for n in range(3))),
            "list page",
        ),
        (page(TEXT, json_ld(**{"@type": "WebPage"})), "page"),
        (page(TEXT, '<meta property="og:type" content="website">'), "page"),
        (page(TEXT, json_ld(**{"@type": "CollectionPage"})), "list page"),
    ],
)
def test_what_is_no_post_is_named(text, other):
    """Lists, pages about a site, errors and pages that only send on are no posts."""
    assert read_page(text).other == other


def test_a_post_with_cards_of_others_is_one_post():
    """Teasers of other posts below a post do not make its page a list."""
    cards = "".join(f"<article><h3><a href='/{n}'>Other</a></h3><p>Teaser</p></article>" for n in range(3))

    assert one(page(H_ENTRY + cards, GRAPH)).title == "Entry title"


def test_sound_becomes_an_enclosure():
    """A player in the text, and an audio address of Open Graph, are enclosures; a film is none."""
    player = '<audio controls><source src="/a.ogg" type="audio/ogg"></audio><video src="/b.mp4"></video>'

    assert one(page(f"<h1>T</h1>{TEXT}{player}"), address=ADDRESS).enclosures == (
        Enclosure(url="https://weblog.example.org/a.ogg", type="audio/ogg"),
    )


def test_feeds_and_links_of_a_page_are_listed():
    """A page tells its feeds, not those of its comments, and which pages it offers as posts."""
    head = """<link rel="alternate" type="application/rss+xml" href="/feed" title="All">
    <link rel="alternate" type="application/rss+xml" href="/comments/feed" title="Comments">"""
    links = "".join(
        f"<h2><a href='{to}'>x</a></h2>" for to in ("/a", "/b#c", "/tag/x", "/p.pdf", "//other.example.org/d")
    )

    found = read_page(
        page(f"{links}<a rel='next' href='/page/2'>Older</a>", head), address="https://weblog.example.org/"
    )

    assert found.feeds == (("https://weblog.example.org/feed", "All"),)
    assert found.links == ("https://weblog.example.org/a", "https://weblog.example.org/b")
    assert found.older == "https://weblog.example.org/page/2"


ARTICLE = "<article><h1>Boats</h1><time datetime='2018-02-19'>then</time><p>Some words about boats.</p></article>"
LINKED = '<script type="application/ld+json">{"@type": "Article", "headline": "Boats", "image": %s}</script>'


@pytest.mark.parametrize(
    ("head", "alt"),
    [
        ('<meta property="og:image" content="/i.png"><meta property="og:image:alt" content="A  boat">', "A boat"),
        ('<meta property="og:image" content="/i.png"><meta name="twitter:image:alt" content="A boat">', ""),
        (
            (
                '<meta property="og:image" content="/i.png"><meta name="twitter:image" content="/i.png">'
                '<meta name="twitter:image:alt" content="A boat">'
            ),
            "A boat",
        ),
        # Of which of the two it is, nobody says.
        (
            (
                '<meta property="og:image" content="/i.png"><meta property="og:image" content="/j.png">'
                '<meta property="og:image:alt" content="A boat">'
            ),
            "",
        ),
        (LINKED % '{"@type": "ImageObject", "url": "/i.png", "caption": "A boat"}', "A boat"),
        # The words of one part for the picture of another.
        (
            LINKED % '"/i.png"' + '<meta property="og:image" content="/j.png">'
            '<meta property="og:image:alt" content="Something else">',
            "",
        ),
    ],
)
def test_what_the_picture_of_a_page_shows(head, alt):
    """Words for a picture are taken from where the picture is, and never made up."""
    post = one(page(ARTICLE, head=head), address="https://weblog.example.org/a")

    assert (post.image, post.image_alt) == ("https://weblog.example.org/i.png", alt)


@pytest.mark.parametrize(
    "body",
    [
        (
            '<article class="h-entry"><h1 class="p-name">Boats</h1><time class="dt-published">2018-02-19</time>'
            '<img class="u-featured" src="/i.png" alt="A boat"><div class="e-content"><p>Words.</p></div></article>'
        ),
        (
            '<article itemscope itemtype="https://schema.org/BlogPosting"><h1 itemprop="headline">Boats</h1>'
            '<time itemprop="datePublished">2018-02-19</time><img itemprop="image" src="/i.png" alt="A boat">'
            '<div itemprop="articleBody"><p>Some words.</p></div></article>'
        ),
    ],
)
def test_what_a_marked_picture_shows(body):
    """A picture that the page marks as that of the post comes with its own words."""
    post = one(page(body), address="https://weblog.example.org/a")

    assert (post.image, post.image_alt) == ("https://weblog.example.org/i.png", "A boat")


def test_how_long_an_episode_lasts_that_a_page_describes():
    """The duration of its sound, else its own, is that of the enclosure."""
    said = (
        '<script type="application/ld+json">{"@type": "PodcastEpisode", "name": "Boats", "datePublished": "2018-02-19",'
        '"duration": "PT1H2M3S", "associatedMedia": {"contentUrl": "/a.mp3"}}</script>'
    )

    post = one(page(ARTICLE, head=said), address="https://weblog.example.org/a")

    assert [file.duration for file in post.enclosures] == [3723]


def test_half_of_a_character_in_linked_data_is_replaced():
    """What a page says of itself can be stored, whatever program cut it."""
    said = (
        '<script type="application/ld+json">{"@type": "BlogPosting", "headline": "Boats \\ud83d",'
        '"datePublished": "2018-02-19", "image": "/\\udc00.png"}</script>'
    )

    post = one(
        page("<article><p>Some words about boats.</p></article>", head=said), address="https://weblog.example.org/a"
    )

    assert (post.title, post.image) == ("Boats \ufffd", "https://weblog.example.org/\ufffd.png")
