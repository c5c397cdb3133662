import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.text.addresses import find_addresses


def texts(text, **options):
    """Return the addresses in *text* as they stand there."""
    return [address.text for address in find_addresses(text, **options)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # Punctuation and blanks of the sentence.
        (
            "Look at Example.com, example.org: example.net; and (example.nl).",
            "Example.com example.org example.net example.nl",
        ),
        ("Example.com\u00a0en\u00a0example.nl", "Example.com example.nl"),
        ("“example.de” 'example.fr' ‘example.be’ «example.it»", "example.de example.fr example.be example.it"),
        ("www.example.org? WWW.EXAMPLE.NL!", "www.example.org WWW.EXAMPLE.NL"),
        # Schemes, ports, paths, queries, fragments.
        (
            "http://example.org/ and https://example.org/a,b;c?d=e&f=g#h.",
            "http://example.org/ https://example.org/a,b;c?d=e&f=g#h",
        ),
        ("example.org:8080/a ftp://ftp.example.org/a.tgz", "example.org:8080/a ftp://ftp.example.org/a.tgz"),
        ("example.nl/news/rain.9453202.lynkx", "example.nl/news/rain.9453202.lynkx"),
        ("example.nl/a/Rain-in-2015-1584280W/\n", "example.nl/a/Rain-in-2015-1584280W/"),
        ("<URL:http://example.org/a.tar.bz2> 12 kB", "http://example.org/a.tar.bz2"),
        # Brackets that belong to the address, and brackets around it.
        ("(http://example.org/Rain_(town))", "http://example.org/Rain_(town)"),
        ("[see example.org/a[1]]", "example.org/a[1]"),
        # Names in other letters; scripts without blanks around the host.
        ("münchen.de, пример.рф", "münchen.de пример.рф"),
        ("詳細はexample.comを参照。", "example.com"),
        ("https://example.com/雨。次", "https://example.com/雨"),
        # A host that a word goes on from.
        ("Example.nl-lezers", "Example.nl"),
        ("Example.nl.Daarna kwam regen", "Example.nl"),
        # Several labels, digits, one letter.
        ("news.example.co.uk 9292.nl x.com", "news.example.co.uk 9292.nl x.com"),
        # Names that are words or endings of files, made sure.
        ("www.example.app docs.rs/serde example.blog/rain", "www.example.app docs.rs/serde example.blog/rain"),
    ],
)
def test_addresses_are_found(text, wanted):
    """Addresses are found whole, without the punctuation around them."""
    assert texts(text) == wanted.split()


@pytest.mark.parametrize(
    "text",
    [
        # Sentences that touch.
        "the end.But", "de kop.Is het", "am Ende.De", "weg.No", "Company.Ken jij", "idee.Me",
        # Abbreviations and numbers.
        "o.a. c.q. i.p.v. e.v.a. z.B. d.h. a.m. p.m. e.g. i.e. U.S. D.C.",
        "3.0: 2020.1. $2.7 7.000 17,5 v1.2.3 192.168.0.1",
        # Files and code.
        "README.md main.rs foo.rb parse.y app.py zlib.so install.sh archive.zip clip.mov Cargo.toml Node.js ASP.NET",
        "Kernel.open user.name obj.id System.in Time.now foo.net(1) foo.de::Bar foo.de[0] a.to_s x.at=1",
        # Mail addresses, names on networks, paths, tags.
        "me@example.com jan.de.boer@mail.example.org @jan.de /etc/foo.de C:\\foo.de #foo.de ../foo.de ~foo.de",
        # Addresses that lack something.
        "http:// https://. www. www.x .nl example. a..nl -.nl t/m 12 en/of",
        "12.de 3.am x.de",
        "",
    ],
)  # fmt: skip
def test_look_alikes_are_no_addresses(text):
    """A dot between two words is not enough."""
    assert texts(text) == []


def test_a_country_is_at_home_in_its_language():
    """A name that is also the ending of a file counts where its country's language is written."""
    assert texts("gazeta.pl", language="pl") == ["gazeta.pl"]
    assert texts("gazeta.pl", language="en") == []


def test_addresses_without_scheme_get_one():
    """The address is absolute, the text as written, the kind by what is behind the host."""
    url, host = find_addresses("http://example.org/ or Example.com")

    assert (url.url, url.text, url.kind) == ("http://example.org/", "http://example.org/", "url")
    assert (host.url, host.text, host.kind) == ("https://Example.com", "Example.com", "host")


@given(st.text("aB1.-:/@()[]?# \u00a0雨mnlcorg", max_size=60))
def test_addresses_stand_where_they_say(text):
    """Places are those of the text, in order and apart."""
    end = 0
    for address in find_addresses(text):
        assert address.start >= end
        assert text[address.start : address.end] == address.text
        end = address.end


def test_time_grows_with_the_text_only():
    """Hostile lines do not make the search go back and forth."""
    assert texts("http://example.org/" + ")" * 40_000) == ["http://example.org/"]
    pieces = ["a.", "B.", "a-", "http://", "x@", "a", "nl/", "(", "www."]
    for text in (piece * 40_000 for piece in pieces):
        assert len(texts(text)) <= 40_000
