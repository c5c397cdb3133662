"""Front matter: what is read, and what a mistake in it is told as."""

from datetime import date, datetime, timedelta, timezone

import pytest

from publisher.model.entry import Person
from publisher.sources.static_site.fields import FieldError, moment_of, names_of, people_of, status_of
from publisher.sources.static_site.front_matter import LONGEST, FrontMatterError, line_of, read_front_matter
from publisher.sources.static_site.generators.hugo import hugo_path
from publisher.sources.static_site.generators.jekyll import jekyll_path
from publisher.sources.static_site.generators.pelican import pelican_path
from publisher.sources.static_site.yaml import read_yaml
from publisher.text.dates.written import read_date

FIELDS = {"title": "Rain", "tags": ["sun", "wind"]}


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: Rain\ntags: [sun, wind]\n---\nBody\n",
        "---\ntitle: 'Rain'\ntags:\n- sun\n- wind\n---\nBody\n",
        '---\nTitle: "Rain"\nTAGS:\n  - sun\n  - "wind"\n...\nBody\n',  # keys in any case, closed by dots
        "\n\n---  \ntitle: Rain # not said\ntags: ['sun', \"wind\"]\n---\t\nBody\n",
        "---\ntitle: >-\n  Rain\ntags: [sun,\n  wind]\n---\nBody\n",  # beyond the fast path
        '+++\nTitle = "Rain"\ntags = ["sun", "wind"]\n+++\nBody\n',
        '{\n  "title": "Rain",\n  "tags": ["sun", "wind"]\n}\n\nBody\n',
    ],
)
def test_every_notation_gives_the_same_fields(text):
    """YAML, TOML and JSON say the same thing."""
    front = read_front_matter(text)

    assert (front.fields, front.body) == (FIELDS, "Body\n")


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("1.10", "1.10"),
        ("No", "No"),
        ("012", "012"),
        ("2018-02-30", "2018-02-30"),
        ("true", True),
        ("~", None),
        ("'true'", "true"),
        ("It's 10:30 o'clock", "It's 10:30 o'clock"),
        ('"a \\"b\\""', 'a "b"'),
        ("'it''s'", "it's"),
        ("C# and F#", "C# and F#"),
        ("one\n  two", "one two"),  # a plain value goes on below
        ("|\n  one\n  two", "one\ntwo"),
        ("\n- one\n  - two", ["one - two"]),  # an item that is indented further goes on with the one above
    ],
)
def test_words_stay_what_was_typed(raw, value):
    """No number, date or yes is made of a plain word."""
    assert read_yaml(f"title: {raw}") == {"title": value}


def test_the_fast_path_and_the_full_one_agree():
    """A key that forces the full parser changes no other value."""
    raw = "title: Rain none\ndate: 2018-02-19 10:00\nempty:\nlist:\n  - a b\n  - 'c'\nflow: [x, \"y z\"]\ndraft: false"

    assert read_yaml(f"{raw}\n? forced\n: x") == {**read_yaml(raw), "forced": "x"}


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("---\nlayout: post\ntitle: a: b\n---\n", 3, "colon followed by a space"),
        ("---\ntitle: [a\n---\nBody", 3, "not valid YAML"),
        ("---\ntitle: Rain\n\nBody that never ends\n", 1, "never closed"),
        ("---\n- a\n- b\n---\n", 2, "a list"),
        ("---\ntitle: *rain\n---\n", 2, "stands for nothing"),
        ('+++\ntitle = "a"\ndate = 2018-02-30\n+++\n', 3, "not valid TOML"),
        ('{\n "title": "a",\n "date": \n}', 4, "not valid JSON"),
        (f"---\ntitle: {'x' * LONGEST}\n---\n", 2, "longer than"),
        (f"---\na: {'[' * 5000}\n---\n", 2, "nested too deeply"),
        (f'{{"a": {"[" * 5000}', 1, "JSON"),
        (f"+++\na = {'[' * 5000}\n+++\n", 2, "TOML"),
    ],
)
def test_a_mistake_is_told_with_its_line(text, line, words):
    """Front matter that cannot be read says where and why."""
    with pytest.raises(FrontMatterError) as caught:
        read_front_matter(text)

    assert caught.value.line == line
    assert words in caught.value.reason


def test_aliases_cannot_grow_without_bound():
    """Nine levels of nine aliases are refused, not expanded."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)]

    with pytest.raises(FrontMatterError, match="too large"):
        read_yaml("\n".join(lines))


@pytest.mark.parametrize(
    "text",
    [
        "Plain text.\n",
        "---\n\nAfter a rule.\n",
        "---\nJust a sentence.\n---\nMore.\n",
        "Note: this is no header.\n\nB.",
        "",
    ],
)
def test_text_without_front_matter_is_all_body(text):
    """Rules across the page, sentences with a colon and nothing at all are no fields."""
    assert read_front_matter(text) == ({}, text, "none")


def test_header_lines_go_on_when_they_are_indented():
    """A Pelican header ends at the first blank line, and its values may span lines."""
    front = read_front_matter("Title: Rain\nSummary:\n    Wet\n    days\nTags: a, b\n\nBody: yes\n")

    assert front.fields == {"title": "Rain", "summary": "Wet\ndays", "tags": "a, b"}
    assert front.body == "Body: yes\n"


def test_the_line_of_a_key_is_found_in_any_notation():
    """A key is found whatever its case and its sign."""
    assert line_of('+++\nTitle = "a"\nDate = 1\n+++', "date") == 3
    assert line_of('{\n"date": 1}', "date") == 2
    assert line_of("", "date") == 1


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2018-02-19", "2018-02-19"),
        ("2018-2-9", "2018-02-09"),
        ("2018/02/19", "2018-02-19"),
        ("2018-02-19 10:30", "2018-02-19T10:30:00"),
        ("2018-02-19 10:30:05 +0100", "2018-02-19T10:30:05+01:00"),
        ("2018-02-19T10:30:05.123Z", "2018-02-19T10:30:05+00:00"),
        ("2018-02-19 10:30:00 UTC", "2018-02-19T10:30:00+00:00"),
        ("2018-02-19 1:30 PM", "2018-02-19T13:30:00"),
        ("2018-02-19-10:30", "2018-02-19T10:30:00"),
        ("2018-02-19 10:30:05 2018 -0800", "2018-02-19T10:30:05-08:00"),
        ("Mon, 19 Feb 2018 10:30:00 EST", "2018-02-19T10:30:00-05:00"),
        ("February 19th, 2018", "2018-02-19"),
        ("19 Feb 2018 at 9:05", "2018-02-19T09:05:00"),
        ("19.2.2018", "2018-02-19"),
    ],
)
def test_dates_as_people_write_them(written, iso):
    """Each way of writing a date gives what it says, and no zone that it does not say."""
    assert read_date(written).isoformat() == iso


@pytest.mark.parametrize(
    "written", ["2018-02-30", "2018-13-01", "soon", "2018-02-19 25:00", "12/10/2018", 20180219, "9999-01-01", ["x"]]
)
def test_what_is_no_date_is_refused(written):
    """Days that do not exist, and days that could be two, are told, not guessed."""
    with pytest.raises(ValueError, match=r"date|year"):
        read_date(written)


def test_empty_dates_are_no_dates():
    """Nothing, and Hugo's zero time, are no date."""
    assert [read_date(value) for value in ("", " ", None, False, "0001-01-01T00:00:00Z")] == [None] * 5


def test_toml_dates_keep_their_kind():
    """Dates and times of TOML come through as they are."""
    moment = datetime(2018, 2, 19, 10, tzinfo=timezone(timedelta(hours=1)))

    assert read_date(moment) == moment
    assert read_date(date(2018, 2, 19)) == date(2018, 2, 19)


def test_the_wrong_date_names_its_key():
    """A date that does not exist is told with the key that holds it."""
    with pytest.raises(FieldError) as caught:
        moment_of({"date": "2018-02-30"}, ("publishdate", "date"))

    assert caught.value.key == "date"


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({}, "published"),
        ({"draft": False, "published": True, "status": "published"}, "published"),
        ({"draft": True}, "draft"),
        ({"draft": "yes"}, "draft"),
        ({"published": False}, "draft"),
        ({"published": "no"}, "draft"),
        ({"published": "2018-02-19"}, "published"),
        ({"status": "Draft"}, "draft"),
        ({"status": "hidden"}, "private"),
        ({"status": "future"}, "scheduled"),
        ({"visibility": "members"}, "private"),
        ({"password": "x"}, "private"),
        ({"private": True}, "private"),
    ],
)
def test_the_status_is_what_the_fields_say(fields, status):
    """Whatever says that a post is not public is heard."""
    assert status_of(fields) == status


def test_authors_in_every_form():
    """Names, addresses, tables, lists and short names of the site give people."""
    known = {"ann": {"name": "Ann Lee", "url": "https://example.org/ann"}}

    assert people_of("ann", known=known) == [Person(name="Ann Lee", url="https://example.org/ann")]
    assert people_of(["Bo", {"name": "Cy", "email": "cy@example.org"}]) == [
        Person(name="Bo"),
        Person(name="Cy", email="cy@example.org"),
    ]
    assert [person.name for person in people_of("Lee, Ann; Roe, Bo", split=True)] == ["Lee, Ann", "Roe, Bo"]
    assert [person.name for person in people_of("Ann Lee, editor")] == ["Ann Lee, editor"]
    assert people_of({"url": "x"}) == people_of(None) == []


def test_tags_in_every_form():
    """Lists lose what is no name, texts are split at commas, and at blanks where asked."""
    assert names_of(["a", {"title": "b"}, None, ["c", "d"], {"label": "e"}]) == ["a", "b", "c", "d", "e"]
    assert names_of("a b; c") == ["a b", "c"]
    assert names_of("a b", split_blanks=True) == ["a", "b"]
    assert names_of({"name": "a"}) == ["a"]
    assert names_of(None) == []


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("date", "/home/2018/02/09/Rain.html"),
        ("ordinal", "/home/2018/040/Rain.html"),
        ("weekdate", "/home/2018/W06/Fri/Rain.html"),
        ("none", "/home/Rain.html"),
        ("/blog/:short_year-:i_month-:i_day/:slug/", "/blog/18-2-9/rain/"),
        (":short_month/:long_day/:hour:minute:second", "/Feb/Friday/070809"),
    ],
)
def test_jekylls_permalinks(pattern, path):
    """Styles and placeholders give what Jekyll gives."""
    day = datetime(2018, 2, 9, 7, 8, 9)

    assert jekyll_path(pattern, day=day, name="Rain", slug="rain", categories=["Home"]) == path


def test_hugos_permalinks():
    """A pattern fills in date, section and slug; without one the folders give the path."""
    place = {
        "day": date(2018, 2, 9),
        "folders": ["post", "sky"],
        "name": "Big Rain",
        "slug": None,
        "title": "It's Rain!",
    }

    assert hugo_path(None, **place) == "/post/sky/big-rain/"
    assert hugo_path("/:year/:month/:day/:title/", **place) == "/2018/02/09/its-rain/"
    assert hugo_path("/:sections/:slugorfilename/", **place | {"slug": "wet"}) == "/post/sky/wet/"


def test_pelicans_addresses_run_no_code():
    """Only the known placeholders are filled in; attributes of objects are not reachable."""
    filled = {"day": date(2018, 2, 9), "slug": "rain", "language": "en", "category": "The Sky", "author": "Ann"}

    assert pelican_path("{date:%Y/%m}/{category}/{slug}/", **filled) == "/2018/02/the-sky/rain/"
    assert pelican_path("{date.__class__}/{slug}", **filled) == "/%7Bdate.__class__%7D/rain"


def test_half_of_a_character_in_json_is_replaced():
    """A title that a program cut within an emoji can be stored; the body is as it was written."""
    front = read_front_matter('{"title": "a \\ud83d", "image": {"alt": "\\ud83d\\ude00"}}\n\n`\\ud83d`\n')

    assert front.fields == {"title": "a \ufffd", "image": {"alt": "\U0001f600"}}
    assert front.body == "`\\ud83d`\n"
