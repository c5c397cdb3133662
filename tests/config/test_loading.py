"""publisher.toml: what is accepted, and what is said about mistakes."""

import json

import pytest

from publisher.config import Author, Config, Source, load
from publisher.config.loading import parse
from publisher.errors import ConfigurationError

GOOD = '[publication]\ntitle = "Notes"\n'


def mistakes(text):
    """Return the lines of the message that *text* is refused with, the heading left out."""
    with pytest.raises(ConfigurationError) as caught:
        parse(text, "publisher.toml")
    return [line for line in str(caught.value).splitlines() if " mistakes" not in line]


def test_a_title_is_enough():
    """A file with a title alone is a whole configuration."""
    config = parse(GOOD, "publisher.toml")

    assert config.publication.title == "Notes"
    assert config.source == ()
    assert config.feeds.formats == ("atom", "rss", "json")


def test_every_kind_of_value_is_read():
    """Names of authors, tables of authors, several sources and the key `from` arrive in their places."""
    config = parse(
        """
        [publication]
        title = "Notes"
        authors = ["Mia", { name = "Bo", email = "bo@example.org" }]
        [[source]]
        path = "a.txt"
        [[source]]
        path = "b.txt"
        hour = 0
        [digest]
        from = "Notes <notes@example.org>"
        """,
        "publisher.toml",
    )

    assert config.publication.authors == (Author(name="Mia"), Author(name="Bo", email="bo@example.org"))
    assert config.source == (Source(path="a.txt"), Source(path="b.txt", hour=0))
    assert config.digest.sender == "Notes <notes@example.org>"


@pytest.mark.parametrize("written", ["https://weblog.example.org", "https://weblog.example.org/"])
def test_addresses_get_their_slash(written):
    """The home and the feeds' address end with one slash, however they are written."""
    config = parse(GOOD + f'home = "{written}"\n[feeds]\nbase_url = "{written}/f"', "publisher.toml")

    assert config.publication.home == "https://weblog.example.org/"
    assert config.feeds_url.endswith("/f/")


def test_the_feeds_stand_below_the_home():
    """Without an address of their own, the feeds are served in feeds/ below the home."""
    config = parse(GOOD + 'home = "https://weblog.example.org/sub"', "publisher.toml")

    assert config.feeds_url == "https://weblog.example.org/sub/feeds/"


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        (
            'home = "example.org"',
            'publication.home must be a whole web address such as `https://weblog.example.org/`, not "example.org"',
        ),
        ('home = "ftp://example.org/"', "must be a whole web address"),
        ('home = "https:///x"', "must be a whole web address"),  # no host
        ('home = "https://example.org:port/"', "must be a whole web address"),
        ('home = "https://example.org/?page=1"', "must be a web address without `?` and `#`"),
        ("home = 3", "publication.home must be text in quotes, not 3"),
        ('language = "Dutch!"', "must be a language tag"),
        ('language = "nl_NL"', "must be a language tag"),  # a locale, not a tag
        ('timezone = "Europe/Amsterdm"', "must be a time zone such as `Europe/Amsterdam`"),
        ('timezone = "../../etc/passwd"', "must be a time zone"),
        ('timezone = ""', "must be a time zone"),
        ('authors = "Mia"', 'publication.authors must be a list such as `["one", "two"]`, not "Mia"'),
        ("authors = [5]", 'publication.authors must be names in quotes, or tables such as `{ name = "Mia" }`, not 5'),
        ('authors = [{ nam = "Mia" }]', "publication.authors.nam is not a key; did you mean `name`?"),
        ('authors = [{ name = "Mia", email = "mia" }]', "publication.authors.email must be one mail address"),
        ('id_authority = "no spaces"', "publication.id_authority must be a host"),
        ('logo = "logo.png"', "publication.logo must be a whole web address"),
        ('titel = "x"', "publication.titel is not a key; did you mean `title`?"),
        ('base_url = "https://example.org/"', "publication.base_url is not a key; `base_url` belongs in [feeds]"),
        ('url = "https://example.org/"', "publication.url is not a key: the key is `publication.home`"),
        ("[[source]]", "source.path is missing; it must be text in quotes"),
        ('[[source]]\npath = " "', "source.path must not be empty"),
        ('[source]\npath = "a.txt"', "source must be one or more tables `[[source]]`, not a table"),
        ('[[source]]\npath = "a"\nhour = 24', "source.hour must be a whole number from 0 to 23, not 24"),
        ('[[source]]\npath = "a"\nhour = true', "source.hour must be a whole number from 0 to 23, not true"),
        ('[[source]]\npath = "a"\ntags = ["x", 3]', "source.tags must be text in quotes, not 3"),
        ('[[source]]\npath = "a"\nencoding = "latin-99"', "source.encoding must be the name of an encoding"),
        ('[[source]]\npath = "a"\npermalink = "/{yr}/{slug}"', "source.permalink may hold `{year}`"),
        ('[[source]]\npath = "a"\npermalink = "/{slug"', "has a brace that is not closed"),
        ('[[source]]\npath = "a"\npermalink = "{slug}"', "must begin with `/`, or be a whole web address"),
        ('[[source]]\npath = "a"\npermalink = "/{year}/"', "must hold `{slug}` or `{ref}`"),
        ("[feeds]\nentries = -1", "feeds.entries must be a whole number, 0 or more, not -1"),
        ('[feeds]\nformats = ["atom", "jsn"]', 'feeds.formats must be one of `atom`, `rss`, `json`, not "jsn"'),
        ("[feeds]\nformats = []", "feeds.formats must name at least one of"),
        ('[feeds]\ncontent = "some"', 'feeds.content must be one of `full`, `summary`, not "some"'),
        ('[digest]\nsubject = "{month}"', "digest.subject may hold `{publication}`, `{period}`, `{number}`"),
        ('[digest]\nfrom = "nobody"', "digest.from must be one mail address"),
        ('[digest]\nfrom = "a@example.org, b@example.org"', "digest.from must be one mail address"),
        ('[digest]\nsender = "a@example.org"', "digest.sender is not a key: the key is `digest.from`"),
        ('[smtp]\nport = "25x"', 'smtp.port must be a whole number from 1 to 65535, not "25x"'),
        ("[smtp]\nport = 0", "smtp.port must be a whole number from 1 to 65535, not 0"),
        ("[smtp]\ntimeout = 1.5", "smtp.timeout must be a whole number, 1 or more, not 1.5"),
        ('[smtp]\nrate = "fast"', "smtp.rate must be a rate such as `300/hour`"),
        ('[smtp]\nsecurity = "ssl"', "smtp.security must be one of `starttls`, `tls`, `none`"),
        ('[smtp]\nusername = "mia"', "smtp.username needs smtp.password_env or smtp.password_command beside it"),
        ('[smtp]\npassword_env = "SMTP"', "smtp.password_env needs smtp.username beside it"),
        ('[list]\nid = "digest"', "list.id must be words joined by full stops"),
        ('[list]\nbounce_address = "Me <me@example.org>"', "list.bounce_address must be one mail address"),
        ("[surprise]", "surprise is not a key"),
        ("when = 2026-01-01", "publication.when is not a key"),
    ],
)
def test_a_mistake_is_named(line, complaint):
    """What is wrong with a value, and what is allowed, stands in one line with its key."""
    (message,) = mistakes(f"{GOOD}{line}\n")

    assert complaint in message


def test_all_mistakes_are_told_at_once_with_their_lines():
    """One message holds every mistake of the file, in the order of its lines."""
    found = mistakes(
        '[publication]\nhome = "x"\n\n[[source]]\npath = "a"\n\n[[source]]\n'
        'path = """\nb"""\nhour = 99\n[smtp]\nport = 0\n'
    )

    assert [message.split(" ")[:2] for message in found] == [
        ["publisher.toml:1:", "publication.title"],  # a key that is missing: the line of its table
        ["publisher.toml:2:", "publication.home"],
        ["publisher.toml:10:", "source.hour"],  # below a text of two lines
        ["publisher.toml:12:", "smtp.port"],
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (GOOD + "smtp.port = 0", 3),  # refused as publication.smtp: a dotted key
        (GOOD + "[smtp]\nport = 0", 4),
        ('publication = { title = "x", home = "y" }', 1),
        ('publication.title = "x"\npublication.home = "y"', 2),
        (GOOD + '["smtp"]\n"port" = 0', 4),
        (GOOD + "authors = [\n  'a',\n  3,\n]", 3),
    ],
)
def test_keys_are_found_in_every_notation(text, line):
    """Dotted keys, inline tables and quoted keys have lines too."""
    assert mistakes(text)[0].startswith(f"publisher.toml:{line}: ")


@pytest.mark.parametrize("key", ["password", "pass", "secret"])
def test_passwords_are_sent_elsewhere(key):
    """A password in the file is refused with the two right ways, and never repeated."""
    (message,) = mistakes(f'{GOOD}[smtp]\n{key} = "hunter2 & co"\n')

    assert "smtp.password_env" in message
    assert "smtp.password_command" in message
    assert "hunter2" not in message


def test_a_password_in_the_wrong_key_is_not_repeated():
    """A password given as the name of a variable does not end in the terminal's log."""
    (message,) = mistakes(f'{GOOD}[smtp]\nusername = "mia"\npassword_env = "hunter2 & co"\n')

    assert "name of an environment variable" in message
    assert "hunter2" not in message


@pytest.mark.parametrize(
    ("text", "line"),
    [("title = 'x", 1), ("[publication]\ntitle = x\n", 2), ("[a]\n[a]\n", 2), ("[publication\n", 1)],
)
def test_broken_toml_has_a_line(text, line):
    """A file that is no TOML is refused with the line at which reading ended."""
    assert mistakes(text)[0].startswith(f"publisher.toml:{line}: this is not TOML: ")


def test_a_missing_file_is_named(tmp_path):
    """A configuration file that does not exist is refused with what to do."""
    with pytest.raises(ConfigurationError, match="there is no file") as caught:
        load(tmp_path / "publisher.toml")

    assert "publisher init" in caught.value.hint


def test_a_byte_order_mark_is_no_mistake(tmp_path):
    """A file that Windows' Notepad saved loads."""
    path = tmp_path / "publisher.toml"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())

    assert isinstance(load(path), Config)


def test_other_encodings_are_refused(tmp_path):
    """A file in Windows-1252 is refused, with what to do."""
    path = tmp_path / "publisher.toml"
    path.write_bytes(GOOD.replace("Notes", "Noël").encode("windows-1252"))

    with pytest.raises(ConfigurationError, match="is not UTF-8") as caught:
        load(path)
    assert caught.value.hint == "Save it as UTF-8."


def test_long_values_are_shortened():
    """A page of text at a wrong place does not fill the screen."""
    (message,) = mistakes(f"{GOOD}home = {json.dumps('x' * 5000)}\n")

    assert len(message) < 200
