"""What the configuration of a site says about its posts: addresses, languages, authors and what is none."""

from datetime import UTC, date, datetime
from textwrap import dedent

import pytest

from publisher.errors import InputError
from publisher.model.entry import Enclosure, Episode, Participant, Transcript
from publisher.model.post import Post, Rejected, Skipped
from publisher.sources import Place, detect
from publisher.sources.static_site.generators import surroundings

POST = "---\ntitle: Rain\ndate: 2018-02-19\n---\nIt rains.\n"


@pytest.fixture
def read(markdown_site):
    """Return a function that writes a site and gives its posts by path, and what was said about its other files."""

    def write_and_read(files, folder="", **place):
        importer = markdown_site(files, folder, shown="", **place)
        said = [(name, each) for name, _, _ in importer.files() for each in importer.read_file(name)]
        posts = {name: each for name, each in said if isinstance(each, Post)}
        return posts, {name: each.reason for name, each in said if isinstance(each, (Skipped, Rejected))}

    return write_and_read


def test_folders_that_only_hold_the_sources_are_no_categories(read):
    """Jekyll's `source` and `collections_dir` stand in no address and among no tags."""
    posts, _ = read(
        {
            "_config.yml": "url: https://example.org\nsource: src\ncollections_dir: all\n",
            "src/all/life/_posts/2018-02-09-a.md": "---\ntags: x\n---\n",
        }
    )

    (post,) = posts.values()
    assert (post.url, post.tags) == ("https://example.org/life/2018/02/09/a.html", ("life", "x"))


def test_the_defaults_of_jekyll_fill_in_what_a_post_does_not_say(read):
    """A scope concerns posts below its path; the longer path and the post itself win."""
    posts, _ = read(
        {
            "_config.yml": "url: https://example.org\ncollections: {posts: {permalink: '/p/:title/'}}\n"
            "defaults:\n- {scope: {path: '', type: posts}, values: {author: Ann, lang: nl, image: /a.png}}\n"
            "- {scope: {path: sky}, values: {permalink: '/sky/:title'}}\n"
            "- {scope: {type: pages}, values: {author: Bo}}\n- nonsense\n",
            "_posts/2018-02-09-a.md": "---\nlang: fr\n---\n",
            "sky/_posts/2018-02-09-b.md": "---\n---\n[a]({% post_url 2018-02-09-a %})",
        }
    )
    first, second = posts["_posts/2018-02-09-a.md"], posts["sky/_posts/2018-02-09-b.md"]

    assert (first.url, first.language, first.authors[0].name) == ("https://example.org/p/a/", "fr", "Ann")
    assert (second.url, second.language, second.image) == ("https://example.org/sky/b", "nl", None)
    assert second.body == "[a](https://example.org/p/a/)"


def test_translations_of_jekyll_have_addresses_of_their_own(read):
    """Where the site lists its languages, all but the first have a folder."""
    posts, _ = read(
        {
            "_config.yml": "url: https://example.org\nlanguages: [en, nl]\ndefault_lang: en\n",
            "_posts/nl/2018-02-09-a.md": "---\nlang: nl\n---\n",
            "_posts/2018-02-09-a.md": "---\nlang: en\n---\n",
        }
    )

    assert [post.url for post in posts.values()] == [
        "https://example.org/2018/02/09/a.html",
        "https://example.org/nl/2018/02/09/a.html",
    ]


def test_a_host_of_its_own_is_the_address_of_a_site_that_says_none(read):
    """GitHub's pages have it in CNAME."""
    posts, _ = read({"_config.yml": "title: x\n", "CNAME": "Example.ORG\n", "_posts/2018-02-09-a.md": "---\n---\n"})

    assert posts["_posts/2018-02-09-a.md"].url == "https://example.org/2018/02/09/a.html"


def test_a_dated_folder_below_posts_is_a_post(read):
    """Its index is the text, and the name of the folder has date and name."""
    posts, _ = read({"_posts/2018-02-09-a/index.md": "---\n---\nText."})

    (post,) = posts.values()
    assert (post.title, post.published, post.slug) == ("A", date(2018, 2, 9), "a")


@pytest.mark.parametrize(
    ("permalink", "path"),
    [
        (":year/:month/:day/:title/", "2018/02/09/wet/Big%20Rain/"),
        (":i_month-:i_day/:name.html", "2-9/Big%20Rain.html"),
        ("posts/:abbrlink/", "posts/7f/"),
        (":category/:post_title/", "De-Lucht/C-t-R-Rain/"),
    ],
)
def test_a_hexo_site(read, permalink, path):
    """Folders below the posts stand in addresses, fields of a post may, and a tag is one however many words it has."""
    posts, others = read(
        {
            "_config.yml": f"url: https://example.org/\nauthor: Ann\nlanguage: zh-CN\npermalink: '{permalink}'\n"
            "new_post_name: ':title.md'\nsource_dir: source\n",
            "source/_posts/wet/Big Rain.md": "title: Çàt & R. Rain\ndate: 2018-02-09 10:00\nabbrlink: 7f\n"
            "categories:\n- [De Lucht]\ntags: big drops\n---\nA\n<!-- more -->\nB",
            "source/about/index.md": POST,
        }
    )

    (post,) = posts.values()
    assert post.url == f"https://example.org/{path}".replace("C-t-R", "Cat-R")
    assert (post.title, post.tags, post.language) == ("Çàt & R. Rain", ("De Lucht", "big drops"), "zh-CN")
    assert (post.summary, post.authors[0].name) == ("A", "Ann")
    assert others == {"source/about/index.md": "page"}


def test_a_hexo_site_that_makes_addresses_up_has_none_here(read):
    """A pattern that asks for Hexo's own numbers gives no address rather than a wrong one."""
    posts, _ = read(
        {"_config.yml": "url: https://example.org\npermalink: ':id/'\npublic_dir: p\n", "source/_posts/a.md": POST}
    )

    assert posts["source/_posts/a.md"].url is None


def test_the_languages_of_hugo_have_the_folders_that_its_configuration_gives(read):
    """What lies in no language's folder is no content; a section may be called as a language is."""
    folders = "[languages.en]\ncontentDir = 'content/english'\n"
    posts, others = read(
        {
            "hugo.toml": f"baseURL = 'https://example.org'\n{folders}",
            "config/_default/languages.nl.toml": "contentDir = 'content/nl'\n",
            "content/english/blog/en/a.md": POST,
            "content/nl/blog/a.md": POST,
            "content/base/blog/a.md": POST,
        }
    )

    assert {name: (post.url, post.language) for name, post in posts.items()} == {
        "content/english/blog/en/a.md": ("https://example.org/blog/en/a/", "en"),
        "content/nl/blog/a.md": ("https://example.org/nl/blog/a/", "nl"),
    }
    assert others == {"content/base/blog/a.md": "page"}


def test_folders_that_hugo_mounts_as_content_have_their_language(read):
    """A mount may lie outside of `content`."""
    posts, others = read(
        {
            "hugo.toml": "baseURL = 'https://example.org'\n[languages.en]\n[languages.nl]\n"
            "[[module.mounts]]\nsource = 'texts/nl'\ntarget = 'content'\nlang = 'nl'\n"
            "[[module.mounts]]\nsource = 'texts/en'\ntarget = 'content'\nlang = 'en'\n",
            "texts/nl/blog/a.md": POST,
            "texts/en/blog/a.md": POST,
            "content/blog/a.md": POST,
        }
    )

    assert [post.url for post in posts.values()] == ["https://example.org/blog/a/", "https://example.org/nl/blog/a/"]
    assert others == {"content/blog/a.md": "page"}


def test_a_folder_of_posts_in_another_notation_is_refused_with_a_way_out(tmp_path):
    """The hint names what can be read instead."""
    (tmp_path / "a.rst").write_text("A\n=\n")

    with pytest.raises(InputError) as caught:
        detect(Place(path=tmp_path, shown="x"))

    assert caught.value.hint.startswith("Posts in .rst files are not read: let their own program build the site")


def test_a_hugo_site_of_one_language_has_no_folders_of_languages(read):
    """A section `en` is a section, as in the addresses that Hugo makes."""
    posts, _ = read({"hugo.yaml": "baseURL: https://example.org\n", "content/en/a.md": POST})

    assert posts["content/en/a.md"].url == "https://example.org/en/a/"


def test_what_lies_beside_a_post_of_hugo_is_a_part_of_it(read):
    """In the folder of a page bundle, and below, only the index is a post."""
    posts, others = read(
        {
            "hugo.toml": "baseURL = 'https://example.org'\n",
            "content/blog/rain/index.md": POST.replace("title", "cover: {image: wet.png}\ntitle"),
            "content/blog/rain/more.md": POST,
            "content/blog/rain/data/more.md": "No date.",
            "content/blog/sun.md": POST,
            "content/docs/how.md": "---\ntitle: How\n---\n",
            "content/blog/undated.md": "---\ntitle: Undated\n---\n",
            "content/page/search.md": POST,
            "content/blog/hidden.md": POST.replace("title", "build: {list: never}\ntitle"),
        }
    )

    assert list(posts) == ["content/blog/rain/index.md", "content/blog/sun.md"]
    assert posts["content/blog/rain/index.md"].image == "https://example.org/blog/rain/wet.png"
    assert others.pop("content/blog/undated.md").startswith("no date")
    assert set(others.values()) == {"page"}


def test_sections_may_be_called_as_the_machinery_is(read):
    """Hugo keeps its own files in `resources` and `themes` beside the content; below the content they are sections."""
    posts, others = read(
        {
            "hugo.toml": "baseURL = 'https://example.org'\n",
            "content/resources/a.md": POST,
            "content/node_modules/a.md": POST,
            "resources/a.md": POST,
            "themes/x/README.md": POST,
        }
    )

    assert (list(posts), others) == (["content/resources/a.md"], {})


def test_addresses_of_hugo(read):
    """A date in a name stays, as Hugo leaves it; files instead of folders where the site wants them."""
    posts, _ = read(
        {
            "hugo.toml": "baseURL = 'https://example.org'\n[uglyURLs]\npost = true\n[params]\nauthor = 'Ann'\n",
            "content/post/2018-02-09-a.md": POST,
            "content/note/2018-02-09-a.md": POST.replace("title", "canonicalURL: https://else.example/a\ntitle"),
        }
    )

    assert [post.url for post in posts.values()] == [
        "https://example.org/note/2018-02-09-a/",
        "https://example.org/post/2018-02-09-a.html",
    ]
    assert posts["content/post/2018-02-09-a.md"].authors[0].name == "Ann"


def test_a_hugo_site_that_takes_dates_from_names(read):
    """Where `frontmatter.date` says so, the name without its date is the address."""
    posts, _ = read(
        {
            "hugo.toml": "baseURL = 'https://example.org'\n[frontmatter]\ndate = [':filename', ':default']\n",
            "content/post/2018-02-09-a.md": "---\ntitle: A\n---\n",
        }
    )

    assert posts["content/post/2018-02-09-a.md"].url == "https://example.org/post/a/"


def test_authors_of_hugo_may_have_pages_of_their_own(read):
    """The page says the name of the author whom a post names by the folder, or by the name it stands for."""
    posts, _ = read(
        {
            "hugo.toml": "baseURL = 'https://example.org'\n",
            "content/authors/ann-lee/_index.md": "---\ntitle: Ann V. Lee\n---\n",
            "content/authors/bo/_index.md": "---\nbroken: [\n---\n",
            "content/post/a.md": POST.replace("title", "authors: [ann-lee, Ann Lee, bo, ../ann-lee, cy]\ntitle"),
        }
    )

    (post,) = posts.values()
    assert [person.name for person in post.authors] == ["Ann V. Lee", "bo", "cy"]


def test_a_zola_site(read):
    """Dates in names and addresses, taxonomies, languages by suffix, and what lies in `extra` are understood."""
    posts, others = read(
        {
            "config.toml": "base_url = 'https://example.org/b'\nauthor = 'Ann'\n[languages.fr]\n",
            "content/_index.md": "+++\n+++\n",
            "content/blog/2018-02-09-Été 7.md": "+++\ntitle = 'A'\n[taxonomies]\ntags = ['x']\nauthors = ['Bo']\n"
            "[extra]\nimage = '/a.png'\n+++\nText.",
            "content/blog/b.fr.md": "+++\ntitle = 'B'\ndate = 2018-02-10\n+++\n",
            "content/c.md": "+++\npath = '2018/02/11/C-x'\ntitle = 'C'\n+++\n",
            "content/blog/雨.md": POST,
            "content/blog/off.md": "+++\nrender = false\n+++\n",
        }
    )
    first = posts["content/blog/2018-02-09-Été 7.md"]

    assert (first.url, first.tags, first.image) == (
        "https://example.org/b/blog/ete-7/",
        ("x",),
        "https://example.org/b/a.png",
    )
    assert [person.name for person in first.authors] == ["Bo"]
    assert (posts["content/blog/b.fr.md"].url, posts["content/blog/b.fr.md"].language) == (
        "https://example.org/b/fr/blog/b/",
        "fr",
    )
    third = posts["content/c.md"]
    assert (third.url, third.published) == ("https://example.org/b/2018/02/11/C-x/", date(2018, 2, 11))
    assert (third.authors[0].name, posts["content/blog/雨.md"].url) == ("Ann", None)
    assert others == {"content/_index.md": "section page", "content/blog/off.md": "page"}


def test_a_docusaurus_site(read):
    """Its blog gives posts, with authors by their short names; the rest are pages, and components leave their text."""
    config = "export default {\n  title: 'B',\n  url: 'https://example.org',\n  baseUrl: '/b/',\n};\n"
    posts, others = read(
        {
            "docusaurus.config.ts": config,
            "blog/authors.yml": "ann:\n  name: Ann Lee\n  title: Writer\n",
            "blog/2018-02-09-a.mdx": "---\nauthors: [ann]\ntags: [{label: x, permalink: /x}]\n---\n"
            "import Box from './box';\n\nA\n\n{/* truncate */}\n\n<Box>\n\n*B*\n\n</Box>\n",
            "blog/2018/02/10/b.md": "---\ntitle: B\n---\n",
            "blog/2018-02-11-c/index.md": "---\nslug: see\n---\n",
            "docs/d.md": "---\ntitle: D\n---\n",
        }
    )
    first = posts["blog/2018-02-09-a.mdx"]

    assert [post.url for post in posts.values()] == [
        "https://example.org/b/blog/2018/02/10/b",
        "https://example.org/b/blog/2018/02/09/a",
        "https://example.org/b/blog/see",
    ]
    assert (first.authors[0].name, first.tags, first.summary) == ("Ann Lee", ("x",), "A")
    assert first.body.split() == ["A", "*B*"]
    assert others == {"docs/d.md": "page"}


def test_the_blog_of_a_docusaurus_site_is_a_source_by_itself(read, tmp_path):
    """The configuration beside it is found, and watched."""
    posts, _ = read(
        {"docusaurus.config.js": "module.exports = {\n url: 'https://example.org' };\n", "blog/a.md": POST}, "blog"
    )

    assert posts["a.md"].url == "https://example.org/blog/a"
    assert str(tmp_path / "site/docusaurus.config.js") in surroundings(tmp_path / "site/blog")


def test_a_pelican_site_says_what_is_an_article_and_what_its_name_means(read):
    """Files outside of the content are none; categories come from folders, slugs from names where asked."""
    posts, others = read(
        {
            "pelicanconf.py": "SITEURL = 'https://example.org'\nPATH = 'texts'\nPAGE_PATHS = ['fixed']\n"
            "FILENAME_METADATA = r'(?P<date>\\d{4}-\\d{2}-\\d{2})_(?P<slug>.*)'\nDEFAULT_CATEGORY = 'Sky'\n",
            "README.md": POST,
            "texts/2018-02-09_wet.md": "Title: Rain\n\nText.",
            "texts/news/a.md": "Title: A\nDate: 2018-02-10\nCategory: x, y\n\nText.",
            "texts/news/b.md": "Title: B\nDate: 2018-02-10\n\nText.",
            "texts/fixed/c.md": "Title: C\n\nText.",
        }
    )

    assert [(post.url, post.tags) for post in posts.values()] == [
        ("https://example.org/wet.html", ("Sky",)),
        ("https://example.org/a.html", ("x, y",)),
        ("https://example.org/b.html", ("news",)),
    ]
    assert others == {"README.md": "page", "texts/fixed/c.md": "page"}


@pytest.mark.parametrize(
    ("paths", "articles"),
    [("['']", ["a.md", "b/a.md"]), ("['b', 'c/']", ["b/a.md"]), ("[]", []), ("len", ["a.md", "b/a.md"])],
)
def test_pelican_may_say_where_its_articles_lie(read, paths, articles):
    """`ARTICLE_PATHS` counts where it is written plainly, with a type or without."""
    text = "Title: A\nDate: 2018-02-09\n\nText."
    posts, _ = read(
        {
            "pelicanconf.py": f"PATH = 'content'\nARTICLE_PATHS: list[str] = {paths}\n",
            "content/a.md": text,
            "content/b/a.md": text,
        }
    )

    assert list(posts) == [f"content/{name}" for name in articles]


@pytest.mark.parametrize("pattern", ["(?P<slug>(a+)+)b", "(", "(?P<slug>.*.*.*.*.*)", "(?P<slug>a{1,})"])
def test_a_pattern_that_could_take_long_is_not_used(read, pattern):
    """A configuration may be anybody's; the post is read without it."""
    posts, _ = read(
        {
            "pelicanconf.py": f"FILENAME_METADATA = {pattern!r}\n",
            f"content/{'a' * 60}.md": "Title: A\nDate: 2018-02-09\n\nx",
        }
    )

    assert [post.title for post in posts.values()] == ["A"]


@pytest.mark.parametrize(
    ("written", "files"),
    [
        (
            "audio: /a.mp3\nfilesize: 2,236,909\nduration: '46:35'",
            [("https://example.org/a.mp3", "audio/mpeg", 2236909, 2795)],
        ),
        ("podcast_file: a.M4A\npodcast_bytes: 9000", [("https://cdn.example/a.M4A", "audio/mp4", 9000)]),
        (
            "enclosure: {url: 'https://x.example/a?b=1', type: Audio/MPEG, length: '9000'}",
            [("https://x.example/a?b=1", "audio/mpeg", 9000)],
        ),
        (
            "audio: {mp3: a.mp3, ogg: a.ogg}",
            [("https://cdn.example/a.mp3", "audio/mpeg", 0), ("https://cdn.example/a.ogg", "audio/ogg", 0)],
        ),
        (
            "podcast: {file: /a.opus, size: 1.5 MB, duration: '5'}",
            [("https://example.org/a.opus", "audio/ogg", 1500000)],
        ),
        (
            "enclosure: |\n  https://x.example/a.mp3\n  9000\n  audio/mpeg",
            [("https://x.example/a.mp3", "audio/mpeg", 9000)],
        ),
        ("enclosures: [{src: /a.mp4}, /b.pdf, 7, /a.mp4]", [("https://example.org/a.mp4", "video/mp4", 0)]),
        ("video: dQw4w9\naudio: true\nmedia: {file: /a.pdf}\nlength: 7 min", []),
    ],
)
def test_sound_and_video_that_front_matter_names(read, written, files):
    """Themes of podcasts have many ways; what is neither by its ending nor by its type is left alone."""
    posts, _ = read(
        {
            "_config.yml": "url: https://example.org\ndownload_url: https://cdn.example\n",
            "_posts/2018-02-09-a.md": f"---\n{written}\n---\n",
        }
    )

    (post,) = posts.values()
    names = ("url", "type", "length", "duration")
    assert post.enclosures == tuple(Enclosure(**dict(zip(names, file, strict=False))) for file in files)


def test_what_front_matter_says_of_an_episode(read):
    """Number, season and the like come with the sound; chapters that stand there themselves have no address."""
    said = """\
        podcast_file: https://cdn.example/a.mp3
        podcast_duration: "1:02:03"
        season: 2
        episode: "07"
        episode_type: Bonus
        explicit: no
        transcript: /a.vtt
        chapters: [00:00 Begin]
        guests: [ann, {name: Bob, url: https://bob.example/}]
    """
    posts, _ = read(
        {"_config.yml": "url: https://example.org\n", "_posts/2018-02-09-a.md": f"---\n{dedent(said)}---\n"}
    )

    (post,) = posts.values()
    assert post.enclosures == (Enclosure(url="https://cdn.example/a.mp3", type="audio/mpeg", duration=3723),)
    assert post.episode == Episode(
        number=7,
        season=2,
        kind="bonus",
        explicit=False,
        transcripts=(Transcript(url="https://example.org/a.vtt", type="text/vtt"),),
        people=(Participant(name="Bob", role="guest", url="https://bob.example/"),),
    )


@pytest.mark.parametrize(
    "written",
    [
        "chapters: /a.json\nexplicit: true\nseason: 1",
        "audio: /a.mp3\nexplicit: maybe\nepisode: 0\ntranscript: Well, er.",
        "audio: /a.mp3\ntranscript: 'A://['\nchapters: {file: 'x[.json y'}",
    ],
)
def test_no_episode(read, written):
    """A post without sound is no episode, and what cannot be understood says nothing."""
    posts, _ = read({"_config.yml": "url: https://example.org\n", "_posts/2018-02-09-a.md": f"---\n{written}\n---\n"})

    assert [post.episode for post in posts.values()] == [None]


@pytest.mark.parametrize(
    ("written", "alt"),
    [
        ("image: {path: /a.png, alt: A boat}", "A boat"),
        ("cover: {image: /a.png, alt: A boat, caption: Mine}", "A boat"),
        ("featured_image: /a.png\nfeatured_image_alt: A boat", "A boat"),
        ("image: /a.png\nimageAlt: A boat", "A boat"),
        ("image: /a.png\ncaption: Mine\ntitle: Boats", ""),
        ("image_alt: A boat", ""),
    ],
)
def test_what_a_picture_shows(read, written, alt):
    """The words that stand for a picture come with it; nothing else is taken for them."""
    posts, _ = read({"_config.yml": "url: https://example.org\n", "_posts/2018-02-09-a.md": f"---\n{written}\n---\n"})

    assert [post.image_alt for post in posts.values()] == [alt]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2018-02-09 14:00:00 -4", datetime(2018, 2, 9, 18, tzinfo=UTC)),
        ("2018-02-09 10:00:0 +0100", datetime(2018, 2, 9, 9, tzinfo=UTC)),
        ("9-2-2018", date(2018, 2, 9)),
        ("Fri Feb  9 11:00:00 CEST 2018", datetime(2018, 2, 9, 9, tzinfo=UTC)),
        ("19/2/2018", date(2018, 2, 19)),
        ("2/19/2018", date(2018, 2, 19)),
    ],
)
def test_dates_that_only_some_generators_take(read, written, day):
    """The order of day and month is told by the numbers, or by the name of the file."""
    posts, _ = read({"_posts/2018-02-09-a.md": f"---\ndate: {written}\n---\n"})

    (post,) = posts.values()
    assert post.published == day


def test_a_date_that_can_be_read_in_two_ways_is_none(read):
    """Without a name that tells, the post is rejected."""
    _, others = read({"a.md": "---\ntitle: A\ndate: 9-2-2018\n---\n"})

    assert others == {"a.md": "`date`: '9-2-2018' is not a date"}


def test_tabs_that_yaml_forbids_and_generators_take(read):
    """A line of nothing but a tab, or an indent of one, does no harm."""
    posts, _ = read({"a.md": "---\ntitle: A\ndate: 2018-02-09\nextra:\n\tb: c\n\t\n---\n"})

    assert posts["a.md"].title == "A"


def test_a_plain_folder_of_drafts_holds_drafts(read):
    """Where no generator says otherwise, the name of the folder counts."""
    posts, others = read({"src/drafts/a.md": POST, "src/drafts/b.md": "---\ntitle: B\n---\n", "src/c.md": POST})

    assert [post.status for post in posts.values()] == ["published", "draft"]
    assert others == {"src/drafts/b.md": "draft without a date"}


def test_files_about_the_folder_are_no_posts(read):
    """Names in capitals, and pages beside the posts, are counted as pages; an undated text among them is an error."""
    _, others = read(
        {
            "content/404.md": "---\ntitle: A\n---\n",
            "AGENTS.md": "Text.",
            "CODE_OF_CONDUCT.md": "Text.",
            "docs/a.md": "# A\n",
            "Rain.md": "Text.",
            "a.md": POST,
        }
    )

    assert others.pop("Rain.md").startswith("no date")
    assert others.pop("content/404.md") == "page"
    assert others == {"AGENTS.md": "page", "CODE_OF_CONDUCT.md": "page", "docs/a.md": "page"}


@pytest.mark.parametrize("name", ["hugo.toml", "_config.yml", "docusaurus.config.js", "zola.toml", "pelicanconf.py"])
def test_damaged_configurations_count_as_absent(read, tmp_path, name):
    """The posts are read all the same."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / name).write_bytes(b"\xff{[[: = \0\n")
    posts, _ = read({"content/posts/a.md": POST, "blog/a.md": POST, "_posts/2018-02-09-a.md": POST})

    assert "Rain" in [post.title for post in posts.values()]
    assert detect(Place(path=tmp_path / "site", shown="x")).kind == "markdown"
