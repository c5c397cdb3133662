"""The readers of single parts of a page: encodings, dates, microformats, sitemaps."""

from datetime import UTC, date, datetime

import pytest

from publisher.sources.pages.article import read_page
from publisher.sources.pages.document import PageError, decode_page, parse, same_page
from publisher.sources.pages.markup import is_entry, read_h_entry
from publisher.sources.pages.metadata import language_tag, people_named
from publisher.sources.pages.text import sentences_of
from publisher.sources.pages.web import read_sitemap
from publisher.text.dates.machine import date_in_address, read_machine_date, read_written_date

WORD = "Käse – “Тест”"


@pytest.mark.parametrize(
    ("data", "told", "text", "remarked"),
    [
        (WORD.encode(), None, WORD, False),
        (b"\xef\xbb\xbf" + WORD.encode(), "windows-1252", WORD, False),
        (WORD.encode("utf-16"), None, WORD, False),
        (("<p>" + "plain " * 9).encode("utf-16-le"), None, "<p>" + "plain " * 9, False),
        ("<meta charset=iso-8859-1>“Käse”".encode("cp1252"), None, "<meta charset=iso-8859-1>“Käse”", False),
        ("Тест".encode("koi8-r"), "KOI8-R", "Тест", False),
        ("<meta charset='koi8-r'>Käse".encode(), None, "<meta charset='koi8-r'>Käse", True),
        ("テスト".encode("iso2022_jp"), "iso-2022-jp", "テスト", False),
        ("<meta charset=nonsense>Käse".encode("cp1252"), None, "<meta charset=nonsense>Käse", True),
        ("<meta charset=utf-8>Käse".encode("cp1252"), None, "<meta charset=utf-8>Käse", True),
        (b"", None, "", False),
    ],
)
def test_the_encoding_is_found_as_browsers_find_it(data, told, text, remarked):
    """A mark goes before what was told, that before what the page says; what is UTF-8 throughout is UTF-8."""
    page = decode_page(data, told)

    assert page.text == text
    assert (page.remark is not None) == remarked


@pytest.mark.parametrize("name", ["hex", "base64", "rot13", "idna", "zlib", "undefined", "mbcs", "x" * 99, "\0"])
def test_names_that_are_no_encodings_of_text_do_no_harm(name):
    """A page may name any codec of Python as its encoding; those that are none of text count as none."""
    assert decode_page(b"<p>x", name).text == "<p>x"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2018-02-26", date(2018, 2, 26)),
        ("2018-02-26T10:00:00Z", datetime(2018, 2, 26, 10, tzinfo=UTC)),
        (" 2018-02-26 10:00:00 UTC", datetime(2018, 2, 26, 10, tzinfo=UTC)),
        ("2018-02-26T10:00:00.123+00:00", datetime(2018, 2, 26, 10, tzinfo=UTC)),
        ("Mon, 26 Feb 2018 10:00:00 GMT", datetime(2018, 2, 26, 10, tzinfo=UTC)),
        ("20180226T100000Z", datetime(2018, 2, 26, 10, tzinfo=UTC)),
        ("1519639200", datetime(2018, 2, 26, 10, tzinfo=UTC)),
        ("1519639200000", datetime(2018, 2, 26, 10, tzinfo=UTC)),
        ("2018-02-26T10:00", datetime(2018, 2, 26, 10)),
        ("Mon, 26 Feb 2018 11:00:00 CET", datetime(2018, 2, 26, 10, tzinfo=UTC)),
        ("Mon, 26 Feb 2018 10:00:00 XYZ", datetime(2018, 2, 26, 10)),
        ("2018-02-30", None),
        ("2018-02", None),
        ("0001-01-01T00:00:00Z", None),
        ("now", None),
        ("", None),
        ("9" * 5000, None),
    ],
)
def test_dates_for_machines_are_read(text, moment):
    """Every usual form is read; months without a day, placeholders and days that are none give nothing."""
    assert read_machine_date(text) == moment


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("26 februari 2018", "nl"),
        ("February 26, 2018", None),
        ("Posted on February 26, 2018 by Ada", "en"),
        ("le 26 février 2018", "fr"),
        ("26. Februar 2018", "de-AT"),
        ("26 de febrero de 2018", "es"),
        ("26 февраля 2018 г.", "ru"),
        ("2018年2月26日", "ja"),
        ("maandag 26 februari 2018", "en"),
        ("26.02.2018", "de"),
        ("26 fév. 2018", "fr"),
    ],
)
def test_dates_for_readers_are_read(text, language):
    """A whole date is read in the language of the page, in English, and with its weekday in any."""
    assert read_written_date(text, language) == date(2018, 2, 26)


@pytest.mark.parametrize("text", ["Copyright 2018", "02/03/2018", "May", "26 2018", "3 comments in 2018", "x" * 500])
def test_what_is_no_whole_date_is_none(text):
    """A year alone, or a day and month that could be swapped, is no date."""
    assert read_written_date(text, "en") is None


@pytest.mark.parametrize(
    ("address", "day"),
    [
        ("https://example.org/2018/2/6/title", date(2018, 2, 6)),
        ("/20180226-title.html", date(2018, 2, 26)),
        ("https://example.org/2018/02/title", None),
        ("https://example.org/2018/13/41/", None),
        ("https://example.org/?d=2018-02-26", None),
        ("https://[broken", None),
    ],
)
def test_addresses_name_days(address, day):
    """The path of an address may name a day; a month alone is none."""
    assert date_in_address(address) == day


def test_names_of_people_are_cleaned():
    """Labels before a name go, and so do addresses, placeholders and names that were said before."""
    named = [("By Ada Example", ""), ("ada example", ""), ("https://example.org/bo", ""), ("admin", ""), ("Von Bo", "")]

    assert [person.name for person in people_named(named)] == ["Ada Example", "Bo"]


def entry(text):
    """Return what an h-entry says."""
    tree = parse(text)
    return read_h_entry(
        next(each for each in tree.iter() if is_entry(each)), base="https://example.org/", language="en"
    )


def test_names_and_addresses_are_implied():
    """An entry without properties is its own name; one with other properties has none."""
    assert entry('<p class="h-entry">A note</p>').title == "A note"
    assert entry('<div class="h-entry"><p class="e-content">A note</p></div>').title == ""
    assert entry('<div class="h-entry"><h1><a class="p-name" href="/a">A</a></h1></div>').url == "https://example.org/a"


def test_what_stands_in_another_thing_is_its_own():
    """The name of a card or of a cited page inside an entry is not the entry's."""
    said = entry(
        '<div class="h-entry"><div class="p-author h-card"><img class="u-photo" src="/me.png" alt="">'
        '<a class="p-name u-url" href="/ada">Ada</a></div>'
        '<div class="u-in-reply-to h-cite"><a class="p-name u-url" href="/other">Other</a></div>'
        '<time class="dt-published"><span class="value">2018-02-26</span> <span class="value">10:00</span></time></div>'
    )

    assert (said.title, said.url, said.image) == ("", None, None)
    assert [(person.name, person.url) for person in said.authors] == [("Ada", "https://example.org/ada")]
    assert said.published == datetime(2018, 2, 26, 10)


def test_the_older_microformat_is_read():
    """An hentry has other names for the same, and its only date may be called `updated`."""
    said = entry(
        '<div class="hentry"><h2 class="entry-title">Title</h2><abbr class="updated" title="2018-02-26">then</abbr>'
        '<a rel="bookmark" href="/t">#</a><a rel="tag" href="/x">rain</a><div class="entry-content">Text</div></div>'
    )

    assert (said.title, said.url, said.tags) == ("Title", "https://example.org/t", ("rain",))
    assert said.published == date(2018, 2, 26)
    assert [part.text_content() for part in said.body] == ["Text"]


def test_sitemaps_are_read_however_damaged():
    """Namespaces, entities, sections, a missing end and addresses that are none do not hide the others."""
    text = """<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><s:urlset xmlns:s="x">
    <s:url><s:loc>https://example.org/?a=1&amp;b=2</s:loc></s:url><url><loc><![CDATA[/relative]]></loc></url>
    <url><loc>ftp://example.org/</loc></url><url></url><url><loc>https://example.org/last"""

    assert read_sitemap(text, base="https://example.org/").addresses == (
        "https://example.org/?a=1&b=2",
        "https://example.org/relative",
        "https://example.org/last",
    )


def test_languages_are_tags():
    """What is written as a language becomes a tag in its usual spelling, or nothing."""
    assert [language_tag(text) for text in ("en_us", "zh-hant-tw", "nl", "x y", "und", "{{lang}}", "")] == [
        "en-US", "zh-Hant-TW", "nl", None, None, None, None,
    ]  # fmt: skip


def test_one_page_has_many_addresses():
    """Scheme, `www`, `index.html`, an ending and what counts readers make no other page; a query does."""
    page = "https://www.example.org/a/index.html"

    assert all(
        same_page(page, other) for other in ("http://example.org/a", page + "#x", "https://example.org/a/?utm_source=y")
    )
    assert not same_page(page, "https://example.org/a?id=1")


@pytest.mark.parametrize("text", ["<div>" * 100_000, "<p>" * 300_000, "x" * (17 << 20)], ids=["deep", "many", "long"])
def test_pages_beyond_measure_are_refused(text):
    """Depth, number of tags and length of a page are limited."""
    with pytest.raises(PageError):
        parse(text)


def test_a_text_that_nothing_marks_is_found():
    """The text of a page that nothing marks is found, without its title and with whole addresses."""
    text = "".join(
        f"<p>Paragraph {number} of this post has enough <a href='/a'>words</a> in it.</p>" for number in range(9)
    )

    (post,) = read_page(f"<title>T</title><h1>Title</h1>{text}", address="https://example.org/2018/02/26/").posts

    assert "<body" not in post.html
    assert 'href="https://example.org/a"' in post.html
    assert "Title" not in post.html


def test_a_page_too_large_for_the_library_is_read_without_it():
    """A page of very many elements is not handed to trafilatura, whose time grows with the square of their number."""
    text = "<p>It rained <b>all day</b>.</p>" * 40_000

    (post,) = read_page(f"<title>Rain</title><time datetime=2018-02-26>x</time>{text}").posts

    assert sentences_of(parse(text)) is None
    assert post.html.count("<p>") == 40_000


def test_excerpts_of_a_list_are_counted():
    """A page of a tag that shows the beginnings of posts is a list, and each beginning is counted with its address."""
    entry = (
        '<article class="h-entry"><h2><a class="u-url p-name" href="/{0}">{0}</a></h2><p class="p-summary">It rained'
        ' all day, and then</p><a class="more-link" href="/{0}">Read on</a></article>'
    )

    found = read_page(entry.format("rain") + entry.format("snow"), address="https://example.org/tag/weather/")

    assert found.other == "list page"
    assert found.excerpts == ("https://example.org/rain", "https://example.org/snow")
