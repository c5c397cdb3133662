"""A source of each kind, as short as it can be: two good posts, one that is broken, and one that nobody may see."""

from __future__ import annotations

from dataclasses import dataclass, field

#: Stands in whatever is not for readers.
SECRET = "Sesame"


@dataclass(frozen=True, kw_only=True)
class Sample:
    """What lies below the place, and what is read from it."""

    #: Path below the place → content; one file alone is the place itself.
    files: dict[str, str]
    #: Titles of the posts that readers see, in the order of the source.
    titles: tuple[str, ...] = ("Rain", "Snow")
    #: The kind has posts that cannot be used, and one of them is here.
    rejects: bool = True
    #: The kind can tell who may see a post, and one is here that not all may see.
    hides: bool = True
    #: Properties of the `Place`.
    place: dict[str, str] = field(default_factory=dict)


def _atom(entries):
    return (
        '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"'
        ' xmlns:app="http://purl.org/atom/app#"><id>tag:blogger.com,1999:blog-7.archive</id><title>W</title>'
        "<generator>Blogger</generator>" + "".join(entries) + "</feed>"
    )


def _blogger(number, title, published, more=""):
    return (
        f"<entry><id>tag:blogger.com,1999:blog-7.post-{number}</id><published>{published}</published>"
        '<category scheme="http://schemas.google.com/g/2005#kind"'
        ' term="http://schemas.google.com/blogger/2008/kind#post"/>'
        f'<title>{title}</title><content type="html">&lt;p&gt;Text of {title}.&lt;/p&gt;</content>{more}</entry>\n'
    )


def _wordpress(number, title, published, status="publish"):
    return (
        f"<item><title>{title}</title><link>https://weblog.example.org/{number}</link>"
        f'<guid isPermaLink="false">https://weblog.example.org/?p={number}</guid>'
        f"<content:encoded><![CDATA[<p>Text of {title}.</p>]]></content:encoded><wp:post_id>{number}</wp:post_id>"
        f"<wp:post_date_gmt>{published}</wp:post_date_gmt><wp:post_type>post</wp:post_type>"
        f"<wp:status>{status}</wp:status></item>\n"
    )


def _ghost(number, title, published, status="published"):
    return (
        f'{{"id": "{number:024x}", "title": "{title}", "slug": "{title.lower()}", "html": "<p>Text of {title}.</p>",'
        f' "status": "{status}", "published_at": "{published}"}}'
    )


def _medium(number, title, published):
    return (
        f"<!DOCTYPE html><html><body><article class='h-entry'><header><h1 class='p-name'>{title}</h1></header>"
        f'<section data-field="body" class="e-content"><h3>A heading</h3><p>Text of {title}.</p></section><footer>'
        f"<p><a href='https://medium.com/p/{number:012x}'><time class='dt-published' datetime='{published}'>then"
        f"</time></a></p><p><a class='p-canonical' href='https://medium.com/@ann/{title.lower()}-{number:012x}'>"
        "Canonical</a></p></footer></article></body></html>"
    )


def _item(number, title, date):
    return (
        f"<item><title>{title}</title><link>https://weblog.example.org/{number}</link><guid>{number}</guid>"
        f"<description>Text of {title}.</description>{date}</item>\n"
    )


def _page(title, published):
    date = f'<meta property="article:published_time" content="{published}">' if published else ""
    return (
        f'<!DOCTYPE html><html lang="en"><head><title>{title}</title><meta property="og:type" content="article">'
        f'<meta property="og:title" content="{title}">{date}</head><body><article><h1>{title}</h1>'
        f"<p>{f'Text of {title}, long enough to be the text of a page that somebody has written. ' * 4}</p>"
        "</article></body></html>"
    )


#: Kind → its sample.  A new kind adds one, and has to pass all that `test_sources` asks.
SAMPLES = {
    "archive": Sample(
        files={
            "posts.txt": "Monday, February 26, 2018\n\nRain\n\nA.\n\n"
            "Tuesday, February 27, 2018\n\nSnow\n\nB.\n\nWednesday, February 28, 2018\n"
        },
        hides=False,
    ),
    "blogger": Sample(
        files={
            "blog.xml": _atom(
                (
                    _blogger(1, "Rain", "2018-02-26T12:00:00Z"),
                    _blogger(2, "Broken", "yesterday"),
                    _blogger(
                        3, SECRET, "2018-02-26T13:00:00Z", "<app:control><app:draft>yes</app:draft></app:control>"
                    ),
                    _blogger(4, "Snow", "2018-02-27T12:00:00Z"),
                )
            )
        }
    ),
    "wordpress": Sample(
        files={
            "blog.xml": '<rss xmlns:content="http://purl.org/rss/1.0/modules/content/"'
            ' xmlns:wp="http://wordpress.org/export/1.2/"><channel><wp:wxr_version>1.2</wp:wxr_version>\n'
            + _wordpress(1, "Rain", "2018-02-26 12:00:00")
            + _wordpress(2, "Broken", "")
            + _wordpress(3, SECRET, "2018-02-26 13:00:00", "private")
            + _wordpress(4, "Snow", "2018-02-27 12:00:00")
            + "</channel></rss>"
        }
    ),
    "ghost": Sample(
        files={
            "blog.json": '{"db": [{"meta": {}, "data": {"posts": ['
            + ", ".join(
                (
                    _ghost(1, "Rain", "2018-02-26T12:00:00Z"),
                    _ghost(2, "Broken", "yesterday"),
                    _ghost(3, SECRET, "2018-02-26T13:00:00Z", "draft"),
                    _ghost(4, "Snow", "2018-02-27T12:00:00Z"),
                )
            )
            + "]}}]}"
        }
    ),
    "medium": Sample(
        files={
            "posts/2018-02-26_Rain-000000000001.html": _medium(1, "Rain", "2018-02-26T12:00:00Z"),
            "posts/2018-02-26_Broken-000000000002.html": _medium(2, "Broken", "yesterday"),
            "posts/2018-02-27_Snow-000000000004.html": _medium(4, "Snow", "2018-02-27T12:00:00Z"),
            f"posts/draft_{SECRET}-000000000003.html": _medium(3, SECRET, "2018-02-26T13:00:00Z"),
        },
    ),
    "substack": Sample(
        files={
            "posts.csv": "post_id,post_date,is_published,title,audience\n"
            "1.rain,2018-02-26T12:00:00Z,true,Rain,everyone\n"
            f"2.broken,yesterday,true,Broken,everyone\n3.secret,2018-02-26T13:00:00Z,false,{SECRET},everyone\n"
            "4.snow,2018-02-27T12:00:00Z,true,Snow,everyone\n",
            **{
                f"posts/{name}.html": f"<p>Text of {title}.</p>"
                for name, title in {
                    "1.rain": "Rain",
                    "2.broken": "Broken",
                    "3.secret": SECRET,
                    "4.snow": "Snow",
                }.items()
            },
        }
    ),
    "feed": Sample(
        files={
            "feed.xml": "<rss version='2.0'><channel><title>W</title>\n"
            + _item(1, "Rain", "<pubDate>Mon, 26 Feb 2018 12:00:00 GMT</pubDate>")
            + _item(2, "Broken", "<pubDate>once</pubDate>")
            + _item(3, "Snow", "<pubDate>Tue, 27 Feb 2018 12:00:00 GMT</pubDate>")
            + "</channel></rss>"
        },
        hides=False,
    ),
    "markdown": Sample(
        files={
            "rain.md": "---\ntitle: Rain\ndate: 2018-02-26T12:00:00Z\n---\nA.\n",
            "broken.md": "---\ntitle: [\ndate: 2018-02-26\n---\nB.\n",
            "secret.md": f"---\ntitle: {SECRET}\ndate: 2018-02-26\ndraft: true\n---\nC.\n",
            "snow.md": "---\ntitle: Snow\ndate: 2018-02-27T12:00:00Z\n---\nD.\n",
        }
    ),
    "html": Sample(
        files={
            "rain.html": _page("Rain", "2018-02-26T12:00:00Z"),
            "broken.html": _page("Broken", ""),
            "snow.html": _page("Snow", "2018-02-27T12:00:00Z"),
        },
        hides=False,
    ),
    "web": Sample(
        files={"rain.html": _page("Rain", "2018-02-26T12:00:00Z")},
        titles=("Rain",),
        rejects=False,
        hides=False,
        place={"address": "https://weblog.example.org/rain.html"},
    ),
    # Of the package in tests/plugin_package.
    "cahier": Sample(
        files={
            "notes.cahier": "%cahier 1\n%note 2018-02-26T12:00:00Z\nRain\n\nA.\n%note once\nBroken\n"
            f"%note 2018-02-26T13:00:00Z\n%private\n{SECRET}\n%note 2018-02-27T12:00:00Z\nSnow\n\nB.\n"
        }
    ),
}
