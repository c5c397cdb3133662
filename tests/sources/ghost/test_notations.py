"""Lexical and Mobiledoc, the notations of Ghost's editors, as HTML."""

import pytest

from publisher.sources.ghost.cards import render_card
from publisher.sources.ghost.lexical import render_lexical
from publisher.sources.ghost.mobiledoc import render_mobiledoc


def lexical(*nodes):
    """Return a document of these nodes, rendered."""
    return render_lexical({"root": {"children": list(nodes)}})


def text(words, bits=0):
    """Return a text node."""
    return {"type": "extended-text", "text": words, "format": bits}


def node(kind, *children, **more):
    """Return a node with others in it."""
    return {"type": kind, "children": list(children), **more}


@pytest.mark.parametrize(
    ("nodes", "wanted"),
    [
        ([node("paragraph", text("a < b"))], "<p>a &lt; b</p>"),
        ([node("paragraph")], ""),
        ([node("paragraph", text("a", 3))], "<p><em><strong>a</strong></em></p>"),
        ([node("paragraph", text("a", 16), text("b", 4 | 8))], "<p><code>a</code><u><s>b</s></u></p>"),
        (
            [node("paragraph", text("2", 32), text("3", 64), text("4", 128))],
            "<p><sub>2</sub><sup>3</sup><mark>4</mark></p>",
        ),
        ([node("paragraph", text("a"), {"type": "linebreak"}, text("b"))], "<p>a<br>b</p>"),
        ([node("paragraph", node("link", text("a"), url="/b?c&d"))], '<p><a href="/b?c&amp;d">a</a></p>'),
        ([node("extended-heading", text("a"), tag="h3")], "<h3>a</h3>"),
        ([node("heading", text("a"), tag="script")], "<h2>a</h2>"),
        (
            [node("extended-quote", text("a")), node("aside", text("b"))],
            "<blockquote>a</blockquote><blockquote>b</blockquote>",
        ),
        # A list in an item of its own belongs to the item above.
        (
            [
                node(
                    "list",
                    node("listitem", text("a")),
                    node("listitem", node("list", node("listitem", text("b")), listType="bullet")),
                    listType="number",
                    start=3,
                )
            ],
            '<ol start="3"><li>a<ul><li>b</li></ul></li></ol>',
        ),
        ([{"type": "horizontalrule"}, {"type": "paywall"}, {"type": "signup", "header": "x"}], "<hr>"),
        ([{"type": "codeblock", "code": "a<b", "language": "c"}], "<pre><code>a&lt;b</code></pre>"),
        ([{"type": "markdown", "markdown": "*a*"}], "<p><em>a</em></p>\n"),
        # Kinds of later versions keep their words.
        ([node("something", node("paragraph", text("a"))), {"type": "tk", "text": "b"}], "<p>a</p>b"),
    ],
)
def test_lexical_becomes_html(nodes, wanted):
    """Each kind of node has its element, and none loses words."""
    assert lexical(*nodes) == wanted


def test_what_is_no_lexical_document_is_said_to_be_none():
    """A wrong document and one without end are errors, not tracebacks of another kind."""
    with pytest.raises(ValueError, match="no root"):
        render_lexical([])
    deep = node("paragraph", text("a"))
    for _ in range(100):
        deep = node("quote", deep)
    with pytest.raises(ValueError, match="deep"):
        lexical(deep)


@pytest.mark.parametrize(
    ("document", "wanted"),
    [
        ({"sections": [[1, "p", [[0, [], 0, "a < b"]]], [1, "H3", [[0, [], 0, "c"]]]]}, "<p>a &lt; b</p>\n<h3>c</h3>"),
        ({"sections": [[1, "p", []]]}, ""),
        (
            {
                "markups": [["em"], ["a", ["rel", "x", "href", "/b?c&d"]]],
                "sections": [[1, "p", [[0, [0, 1], 1, "a"], [0, [], 1, "b"]]]],
            },
            '<p><em><a href="/b?c&amp;d">a</a>b</em></p>',
        ),
        # What is never closed is closed at the end; what is closed too often is not.
        (
            {"markups": [["b"]], "sections": [[1, "p", [[0, [0], 0, "a"]]], [1, "p", [[0, [], 9, "b"]]]]},
            "<p><b>a</b></p>\n<p>b</p>",
        ),
        ({"markups": [["script"]], "sections": [[1, "p", [[0, [0, 7], 1, "a"]]]]}, "<p>a</p>"),
        (
            {
                "atoms": [["soft-return", "", {}], ["at", "@ann", {}]],
                "sections": [[1, "p", [[1, [], 0, 0], [1, [], 0, 1], [1, [], 0, 5]]]],
            },
            "<p><br>@ann</p>",
        ),
        ({"sections": [[3, "ol", [[[0, [], 0, "a"]], [[0, [], 0, "b"]]]]]}, "<ol><li>a</li><li>b</li></ol>"),
        ({"sections": [[2, "/a.png"]]}, '<figure><img src="/a.png" alt=""></figure>'),
        (
            {"cards": [["card-markdown", {"markdown": "*a*"}], ["hr", {}]], "sections": [[10, 0], [10, 1], [10, 2]]},
            "<p><em>a</em></p>\n\n<hr>",
        ),
        # Markers of version 0.2 do not say that they are text.
        ({"markups": [["b"]], "sections": [[1, "p", [[[0], 1, "a"]]]]}, "<p><b>a</b></p>"),
        ({"sections": [5, [], [99], [1], [10, "x"]]}, ""),
    ],
)
def test_mobiledoc_becomes_html(document, wanted):
    """Sections, markups, atoms and cards are found by their numbers; wrong numbers lose nothing else."""
    assert render_mobiledoc(document) == wanted


@pytest.mark.parametrize("document", [None, [], {}, {"sections": {}}])
def test_what_is_no_mobiledoc_document_is_said_to_be_none(document):
    """Only an object with sections is a document."""
    with pytest.raises(ValueError, match="no sections"):
        render_mobiledoc(document)


@pytest.mark.parametrize(
    "document",
    [
        {"cards": [["html", {"html": "x" * 10_000}]], "sections": [[10, 0]] * 2000},
        {"atoms": [["at", "x" * 10_000]], "sections": [[1, "p", [[1, [], 0, 0]] * 2000]]},
        {"markups": [["a", ["href", "x" * 10_000]]], "sections": [[1, "p", [[0, [0] * 2000, 0, ""]]]]},
    ],
)
def test_a_short_document_cannot_become_a_long_one(document):
    """What is referred to is counted as often as it is."""
    with pytest.raises(ValueError, match="longer than"):
        render_mobiledoc(document)


@pytest.mark.parametrize(
    ("name", "card", "wanted"),
    [
        (
            "image",
            {"src": "/a.png", "alt": 'a"b', "href": "/b"},
            '<figure><a href="/b"><img src="/a.png" alt="a&quot;b"></a></figure>',
        ),
        (
            "gallery",
            {"images": [{"src": "/a"}, 5, {"src": "/b"}], "caption": "c"},
            '<figure><img src="/a" alt=""><img src="/b" alt=""><figcaption>c</figcaption></figure>',
        ),
        (
            "embed",
            {"url": "https://a.example", "html": "<script></script>"},
            '<figure><a href="https://a.example">https://a.example</a></figure>',
        ),
        (
            "embed",
            {"html": "<iframe src=x></iframe>", "caption": "c"},
            "<figure><iframe src=x></iframe><figcaption>c</figcaption></figure>",
        ),
        (
            "bookmark",
            {"url": "/a", "metadata": {"title": "b", "description": "c"}},
            '<figure><a href="/a">b</a><p>c</p></figure>',
        ),
        ("callout", {"calloutEmoji": "!", "calloutText": "<b>a</b>"}, "<aside>! <b>a</b></aside>"),
        ("toggle", {"heading": "a", "content": "<p>b</p>"}, "<details><summary>a</summary><p>b</p></details>"),
        ("button", {"buttonUrl": "/a", "buttonText": "b"}, '<p><a href="/a">b</a></p>'),
        (
            "audio",
            {"src": "/a.mp3", "title": "b"},
            '<figure><audio controls src="/a.mp3"></audio><a href="/a.mp3">b</a></figure>',
        ),
        ("file", {"src": "/a.pdf", "fileTitle": "b", "fileCaption": "c"}, '<p><a href="/a.pdf">b</a><br>c</p>'),
        (
            "product",
            {"productTitle": "a", "productDescription": "<p>b</p>", "productImageSrc": "/c"},
            '<figure><img src="/c" alt=""></figure><h4>a</h4><p>b</p>',
        ),
        (
            "header",
            {"header": "a", "subheader": "b", "buttonUrl": "/c", "buttonText": "d"},
            '<h2>a</h2><p>b</p><p><a href="/c">d</a></p>',
        ),
        (
            "call-to-action",
            {"textValue": "<p>a</p>", "imageUrl": "/b"},
            '<figure><img src="/b" alt=""></figure><p>a</p>',
        ),
        (
            "call-to-action",
            {"textValue": "<p>a</p>", "sponsorLabel": "<p>Ad</p>", "hasSponsorLabel": True},
            "<p>Ad</p><p>a</p>",
        ),
        # What the author switched off keeps its words in the export.
        (
            "call-to-action",
            {"textValue": "<p>a</p>", "sponsorLabel": "<p>Ad</p>", "hasSponsorLabel": False},
            "<p>a</p>",
        ),
        ("call-to-action", {"textValue": "a", "showButton": False, "buttonUrl": "/b", "buttonText": "c"}, "a"),
        ("header", {"header": "a", "buttonEnabled": False, "buttonUrl": "/b", "buttonText": "c"}, "<h2>a</h2>"),
        ("product", {"productTitle": "a", "productButtonEnabled": False, "productUrl": "/b"}, "<h4>a</h4>"),
        # A quotation that only a script fills.
        (
            "embed",
            {"url": "https://a.example", "html": '<blockquote><a href="/b"></a></blockquote><script>x</script>'},
            '<figure><a href="https://a.example">https://a.example</a></figure>',
        ),
        ("html", {"html": "<p>a</p>"}, "<p>a</p>"),
        # For mails, members and forms only.
        ("email", {"html": "<p>a</p>"}, ""),
        ("html", {"html": "a", "visibility": {"web": {"nonMember": False}}}, ""),
        ("html", {"html": "a", "visibility": {"showOnWeb": False}}, ""),
        ("html", {"html": "a", "visibility": {"emailOnly": True, "segment": ""}}, ""),
        ("html", {"html": "a", "visibility": {"emailOnly": False}}, "a"),
        ("html", {"html": "a", "visibility": {"web": {"nonMember": True}}}, "a"),
        # Wrong types are missing values.
        ("image", {"src": 5}, ""),
        ("gallery", {"images": 5}, ""),
        ("bookmark", {}, ""),
        ("video", {}, ""),
    ],
)
def test_cards_become_html(name, card, wanted):
    """A card gives what a reader elsewhere can use of it."""
    assert render_card(name, card) == wanted
