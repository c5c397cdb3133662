"""feedparser's own cases, read through our importer: what each file says it must give, as far as an entry has it."""

import ast
import re
from calendar import timegm
from collections import Counter
from datetime import UTC, datetime
from itertools import count

import pytest
from feedparser.datetimes import _parse_date

from publisher.errors import InputError
from publisher.model.entry import Origin
from publisher.model.post import Post, Rejected, Warned
from publisher.sources.feed.reader import Feed, recognise
from publisher.sources.inputs.resource import Place
from publisher.text.characters import one_line
from publisher.text.html.sanitize import sanitize
from publisher.text.html.to_text import plain_text

CASES = "corpora/feeds/kurtmckee+feedparser"
GOAL = 0.99

#: Where feedparser's own tests serve its cases from.
SERVER = "http://127.0.0.1:8097"

#: A post that has nothing of what the cases are about.
BLANK = Post(
    key="",
    origin=Origin(path="", importer="feed"),
    title="",
    body="",
    markup="html",
    published=datetime(1, 1, 1, tzinfo=UTC),
)

#: Folders of whole families of cases that are ill-formed on purpose.
ILL_FORMED = ("illformed", "encoding")


def text_of(path):
    """Return the text of a case, to read its expectation."""
    data = path.read_bytes()
    for encoding in ("utf-8", "utf-16", "utf-32", "latin-1"):
        try:
            text = data.decode(encoding)
        except UnicodeError:
            continue
        if "Expect:" in text:
            return text
    return ""


def expectation(text):
    """Return the part of the result that a case is about, and what it must be; None for what is no plain comparison."""
    found = re.search(r"Expect:\s*(.*?)\s*-->", text, re.DOTALL)
    try:
        tree = ast.parse(found[1], mode="eval").body if found else None
    except SyntaxError:
        return []
    parts = tree.values if isinstance(tree, ast.BoolOp) and isinstance(tree.op, ast.And) else [tree]
    wanted = []
    for part in parts:
        if isinstance(part, ast.Compare) and isinstance(part.ops[0], ast.Eq) and len(part.ops) == 1:
            try:
                path, value = steps(part.left), ast.literal_eval(part.comparators[0])
            except ValueError:
                continue
            if path[:1] == ["entries"]:
                wanted.append((tuple(path[1:]), value))
    return wanted


def steps(node):
    """Return ``entries[0].links[1]['href']`` as its steps."""
    if isinstance(node, ast.Name):
        return [node.id]
    if isinstance(node, ast.Attribute):
        return [*steps(node.value), node.attr]
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        return [*steps(node.value), node.slice.value]
    raise ValueError(ast.dump(node))


def header(text, name):
    """Return a header of the answer that the case is said to have come with."""
    found = re.search(rf"^\s*Header:\s*{name}:\s*(\S.*?)\s*$", text, re.MULTILINE | re.IGNORECASE)
    return found[1] if found else None


def read(path, text=""):
    """Read one case."""
    address = header(text, "Content-Location")
    if SERVER in text:
        address = f"{SERVER}/tests/{path.name}"
    place = Place(path=path, shown=path.name, address=address)
    return list(Feed(place=place).read(lambda size: None))


def read_dated(path, text, tmp_path):
    """Read one case; most have no date, which no entry can be without: these get one in a copy."""
    found = read(path, text)
    if not any(isinstance(each, Rejected) for each in found):
        return found
    names = {b"item": b"pubDate", b"entry": b"published"}
    copy = tmp_path / path.name
    seconds = count(10)

    def dated(end):
        prefix, name = end[1] or b"", names[end[2]]
        return b"<%b%b>2004-01-02T03:04:%dZ</%b%b>%b" % (prefix, name, next(seconds), prefix, name, end[0])

    copy.write_bytes(re.sub(rb"</(\w+:)?(item|entry)>", dated, path.read_bytes()))
    return read(copy, text)


def words(html):
    """Return the words of a text that may have markup."""
    return one_line(plain_text(sanitize(html, base="")))


def moment(parsed):
    """Return a moment as feedparser gives it."""
    return datetime.fromtimestamp(timegm(tuple(parsed)), UTC)


def same_moment(value, wanted):
    """Tell whether a date of a post is this moment, or its day."""
    return value == wanted if isinstance(value, datetime) else value == wanted.date()


def same_text(post, wanted):
    """Tell whether the text, or else the summary, of a post is this one."""
    if sanitize(post.body, base="") == sanitize(wanted, base=""):
        return True
    return {words(post.body), post.summary} & {words(wanted), one_line(wanted)} != set()


def author_named(post, wanted):
    """Tell whether an author is the one that stands in one text, with a mail address or without."""
    found = re.fullmatch(r"(.*?)\s*\(([^()@\s]+@[^()]+)\)", wanted)
    return any(
        (each.name, each.email) == ((found[1], found[2]) if found else (wanted, each.email)) for each in post.authors
    )


def verdict(post, path, wanted):
    """Return whether a post has what it must have; None where an entry has no such thing."""
    name, rest = path[0], path[1:]
    checks = {
        "title": lambda: post.title == words(wanted) or one_line(wanted) == post.title,
        "id": lambda: post.foreign_id == wanted,
        "guid": lambda: post.foreign_id == wanted,
        "link": lambda: post.url == wanted,
        "description": lambda: same_text(post, wanted),
        "summary": lambda: same_text(post, wanted),
        "subtitle": lambda: post.summary == wanted,
        "author": lambda: author_named(post, wanted),
        "category": lambda: wanted in post.tags,
        "language": lambda: post.language == wanted,
        "published": lambda: same_moment(post.published, moment(_parse_date(wanted))),
        "published_parsed": lambda: same_moment(post.published, moment(wanted)),
        "updated": lambda: same_moment(post.updated or post.published, moment(_parse_date(wanted))),
        "updated_parsed": lambda: same_moment(post.updated or post.published, moment(wanted)),
        "created": lambda: same_moment(post.published, moment(_parse_date(wanted))),
        "created_parsed": lambda: same_moment(post.published, moment(wanted)),
    }
    if not rest:
        return bool(checks[name]()) if name in checks and wanted not in ("", None) else None
    if name in {"title_detail", "summary_detail"} and rest == ("value",):
        return bool(checks[name.removesuffix("_detail")]())
    if name == "content" and rest[1:] == ("value",):
        return same_text(post, wanted) if rest[0] == 0 else None
    if (name, rest[1:]) == ("content", ("language",)) or (name, rest) == ("summary_detail", ("language",)):
        return None if wanted is None else post.language == wanted
    if name in {"author_detail", "authors"}:
        fields = {"name": "name", "email": "email", "url": "url", "href": "url"}
        return any(getattr(each, fields[rest[-1]]) == wanted for each in post.authors) if rest[-1] in fields else None
    if name == "tags" and rest[1:] == ("term",):
        return wanted in post.tags
    if name == "tags" and rest[1:] == ("label",):
        return wanted in post.tags
    if name == "enclosures":
        return any(same_enclosure(each, rest[1:], wanted) for each in post.enclosures)
    if (name, rest) == ("image", ("href",)):
        return post.image == wanted
    return None


def same_enclosure(each, rest, wanted):
    """Tell whether an enclosure is this one, or has this address."""
    if not rest:
        return (each.url, str(each.length), each.type) == (wanted["href"], wanted["length"], wanted["type"])
    return {"href": each.url, "url": each.url, "type": each.type, "length": str(each.length)}[rest[0]] == wanted


def cases(shared, *, well_formed):
    """Yield each case with its text."""
    for path in sorted((shared / CASES).rglob("*.xml")):
        if (path.relative_to(shared / CASES).parts[0] not in ILL_FORMED) == well_formed:
            yield path, text_of(path)


def test_well_formed_cases(shared, tmp_path):
    """What feedparser's cases say of an entry is true of our post, but for one in a hundred."""
    counts = Counter()
    wrong = []
    for path, text in cases(shared, well_formed=True):
        if "not bozo" not in text:
            continue
        wanted = [each for each in expectation(text) if len(each[0]) > 1 and isinstance(each[0][0], int)]
        if not wanted:
            continue
        posts = [each for each in read_dated(path, text, tmp_path) if isinstance(each, Post)]
        for (number, *steps_to), value in wanted:
            if verdict(BLANK, tuple(steps_to), value) is None:
                counts[None] += 1
                continue
            if number >= len(posts):
                wrong.append(f"{path.name}: no entry {number}: {steps_to} {value!r}")
                counts[False] += 1
                continue
            outcome = verdict(posts[number], tuple(steps_to), value)
            counts[outcome] += 1
            if outcome is False:
                wrong.append(f"{path.name}: {steps_to} is not {value!r}: {posts[number]}")
    print(counts, *wrong, sep="\n")  # noqa: T201  # shown when it fails
    assert counts[True] > 150
    assert counts[True] >= GOAL * (counts[True] + counts[False]), "\n".join(wrong)


def test_every_case_is_read_without_a_crash(shared):
    """Every case, ill-formed or not, gives posts and reasons, or one sentence."""
    seen = 0
    for well_formed in (True, False):
        for path, text in cases(shared, well_formed=well_formed):
            seen += 1
            try:
                found = read(path, text)
            except InputError as error:
                found, sentence = [], (path.name in str(error), bool(error.hint))
            else:
                sentence = (True, True)
            assert sentence == (True, True), path
            assert all(isinstance(each, Post | Rejected | Warned) for each in found)
    assert seen > 900


def test_every_case_is_recognised(shared):
    """All but the one that is empty are known for feeds by their content."""
    unknown = [
        path.name
        for well_formed in (True, False)
        for path, _ in cases(shared, well_formed=well_formed)
        if not recognise(place := Place(path=path, shown=path.name), place.head())
    ]
    assert unknown == ["rss_empty_document.xml"]


@pytest.mark.parametrize("folder", ["atom", "jsonfeed", "rss0", "rss1", "rss2", "xml"])
def test_feeds_of_other_readers(shared, folder):
    """Real feeds that another reader collected are read without a crash."""
    seen = 0
    for path in sorted((shared / "corpora/feeds/feed-rs+feed-rs/feed-rs/fixture" / folder).iterdir()):
        if path.name.endswith(".serde.json") or path.suffix not in {".xml", ".json"}:
            continue
        try:
            read(path)
        except InputError:
            place = Place(path=path, shown=path.name)
            assert recognise(place, place.head()) is None
        else:
            seen += 1
    assert seen
