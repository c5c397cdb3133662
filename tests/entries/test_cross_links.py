from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from publisher.entries.cross_links import TitleIndex
from publisher.model.entry import Entry, Link, Origin

NOON = datetime(2018, 2, 26, 12, tzinfo=UTC)


def entry(number, title, html="", *, importer="archive", **more):
    """Make an entry with an address of its own."""
    return Entry(
        id=f"tag:example.org,2018:{number}",
        ref=f"post-{number}",
        url=f"https://example.org/{number}",
        title=title,
        published=NOON,
        language="nl",
        html=html,
        origin=Origin(path="a.txt", importer=importer),
        **more,
    )


OTHERS = (
    entry(1, "Hoe de brug zijn naam kreeg"),
    entry(2, "Waar blijft de veerpont?"),
    entry(3, "De brug (1908) als ontmoetingsplaats"),
    entry(4, "De brug"),
    entry(5, "Hoe de brug zijn naam kreeg en weer verloor"),
    entry(6, "Brood & bier van ‘thuis’"),
    entry(7, "7 wandelingen langs de rivier"),
    entry(8, "Verslag van de raad"),
    entry(9, "Verslag van de raad"),
    entry(10, "$HOME is waar de kat ligt"),
    entry(11, "橋のたもとの喫茶店について"),
)


def linked(html, *, others=OTHERS):
    """Link one post among the others; give its HTML and the numbers of the posts it names."""
    own = entry(0, "Over de rivier gesproken", html)
    result = TitleIndex([own, *others]).link(own)
    return result.html, [int(link.url.rsplit("/", 1)[1]) for link in result.links]


def link_to(number, text):
    """Write a link as the index writes it."""
    return f'<a href="https://example.org/{number}">{text}</a>'


@pytest.mark.parametrize(
    ("html", "number", "words"),
    [
        ("<p>Lees ook het artikel Hoe de brug zijn naam kreeg.</p>", 1, "Hoe de brug zijn naam kreeg"),
        ("<p>Mooi. Lees Hoe de brug zijn naam kreeg. Echt.</p>", 1, "Hoe de brug zijn naam kreeg"),
        # A title that may be a phrase, where nothing else can be meant.
        ("<p>Mooi. Lees ook het artikel De brug.</p>", 4, "De brug"),
        ("<p>PS: Zie ook ons artikel ‘De brug’</p>", 4, "De brug"),
        ("<p>In ons artikel Waar blijft de veerpont? staat meer.</p>", 2, "Waar blijft de veerpont?"),
        ("<p>Zie ook: De Brug (1908) als\u00a0Ontmoetingsplaats</p>", 3, "De Brug (1908) als\u00a0Ontmoetingsplaats"),
        ("<p>See also De brug (1908) als&nbsp;ontmoetingsplaats.</p>", 3, "De brug (1908) als&nbsp;ontmoetingsplaats"),
        ("<p>Er was &quot;Waar blijft de veerpont?&quot; in mei.</p>", 2, "Waar blijft de veerpont?"),
        ("<p>Dat stond in “waar blijft de veerpont?”, weet je nog.</p>", 2, "waar blijft de veerpont?"),
        ("<ol><li>Waar blijft de veerpont?</li></ol>", 2, "Waar blijft de veerpont?"),
        ("<ul><li>hoe de brug zijn naam kreeg.</li></ul>", 1, "hoe de brug zijn naam kreeg"),
        ("<p>Er was meer. Hoe de brug zijn naam kreeg. Dat las je hier.</p>", 1, "Hoe de brug zijn naam kreeg"),
        ("<p>Hoe de brug zijn naam kreeg</p>", 1, "Hoe de brug zijn naam kreeg"),
        ("<p>Lees ook Brood &amp; bier van 'thuis'.</p>", 6, "Brood &amp; bier van 'thuis'"),
        ("<p>Lees ook 7 wandelingen langs de rivier.</p>", 7, "7 wandelingen langs de rivier"),
        ("<p>Lees ook $HOME is waar de kat ligt.</p>", 10, "$HOME is waar de kat ligt"),
        ("<p>「橋のたもとの喫茶店について」をどうぞ。</p>", 11, "橋のたもとの喫茶店について"),
        ("<p>Lees ook <em>Waar blijft de veerpont?</em></p>", 2, "Waar blijft de veerpont?"),
        (
            '<p>Zie <a href="https://a.nl">a.nl</a>. Lees ook Waar blijft de veerpont?</p>',
            2,
            "Waar blijft de veerpont?",
        ),
        (
            "<p>Lees ook Hoe de brug zijn naam kreeg en weer verloor.</p>",
            5,
            "Hoe de brug zijn naam kreeg en weer verloor",
        ),
    ],
)
def test_mentions_are_linked(html, number, words):
    """A title that is introduced, quoted, an item or a sentence by itself gets a link on exactly its words."""
    assert linked(html) == (html.replace(words, link_to(number, words)), [number])


@pytest.mark.parametrize(
    "html",
    [
        "<p>Niemand weet hoe de brug zijn naam kreeg in die tijd.</p>",
        "<p>Niemand weet hoe de brug zijn naam kreeg.</p>",
        "<p>Hoe de brug zijn naam kreeg is niet bekend.</p>",
        "<p>Lees ook hoe de brug zijn naam kreeg in het boek.</p>",
        "<p>Dit artikel gaat over hoe de brug zijn naam kreeg.</p>",
        "<p>Lees ook Hoe de brug zijn naam kreegt.</p>",
        "<p>Lees ook Hoe de brug haar naam kreeg.</p>",
        "<p>Het regent. Waar blijft de veerpont? Niemand weet het.</p>",
        "<p>Lees ook: De brug.</p>",
        "<p>Lees ook het artikel De brug over de rivier.</p>",
        "<p>Lees ook het artikel de brug.</p>",
        "<p>Dat stond in het artikel De brug.</p>",
        "<li>De brug</li>",
        "<p>Lees ook Verslag van de raad.</p>",
        "<h2>Hoe de brug zijn naam kreeg</h2>",
        "<pre><code>Lees ook Hoe de brug zijn naam kreeg</code></pre>",
        '<p>Lees ook <a href="https://b.nl/">Hoe de brug zijn naam kreeg</a>.</p>',
        "<p>Lees ook Over de rivier gesproken.</p>",
        "<p>Lees ook HOME is waar de kat ligt.</p>",
        "<p>We maakten 7 wandelingen langs de rivier, en dat beviel.</p>",
        '<p title="Lees ook Hoe de brug zijn naam kreeg.">Nee.</p>',
        "",
    ],
)
def test_turns_of_phrase_are_left_alone(html):
    """The words of a title within a sentence, in a heading, in code, in a link or of the post itself get no link."""
    assert linked(html) == (html, [])


def test_every_mention_is_linked_and_listed_once():
    """Two mentions of one post are two links in the text and one in the list."""
    html = "<p>Lees ook Waar blijft de veerpont?</p><ul><li>Waar blijft de veerpont?</li></ul>"

    result, numbers = linked(html)

    assert result.count(link_to(2, "Waar blijft de veerpont?")) == 2
    assert numbers == [2]


def test_linking_twice_changes_nothing():
    """Linking a linked post gives the same post; its other links stay in front."""
    url = Link(url="https://a.nl", text="a.nl", kind="host")
    own = replace(entry(0, "Over de rivier", "<li>Waar blijft de veerpont?</li>"), links=(url,))
    index = TitleIndex([own, *OTHERS])
    once = index.link(own)

    assert [link.kind for link in once.links] == ["host", "cross"]
    assert index.link(once) == once


def test_only_archives_are_linked():
    """A post that another importer read has kept its own links, and is not touched."""
    own = entry(0, "Over de rivier", "<li>Waar blijft de veerpont?</li>", importer="markdown")

    assert TitleIndex([own, *OTHERS]).link(own) is own


@pytest.mark.parametrize("hidden", [{"url": None}, {"status": "draft"}])
def test_posts_without_a_page_are_no_targets(hidden):
    """A title of a draft, or of a post without an address, is not linked."""
    target = replace(entry(1, "Waar blijft de veerpont?"), **hidden)

    assert linked("<li>Waar blijft de veerpont?</li>", others=[target])[1] == []


def test_addresses_are_escaped():
    """An ampersand in the address of a post is written as HTML wants it."""
    target = replace(entry(1, "Waar blijft de veerpont?"), url="https://example.org/?a=1&b=2")
    own = entry(0, "Over de rivier", "<li>Waar blijft de veerpont?</li>")

    result = TitleIndex([target]).link(own)

    assert 'href="https://example.org/?a=1&amp;b=2"' in result.html
    assert result.links[0].url == "https://example.org/?a=1&b=2"
