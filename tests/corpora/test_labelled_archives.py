"""What is made of real month archives, against labels that people gave line by line."""

import json
import re
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from publisher.entries.understand import understand
from publisher.model.entry import Origin
from publisher.model.post import Identity, Post
from publisher.text.addresses import find_addresses
from publisher.text.html.to_text import plain_text
from publisher.text.markup.plain_blocks import BulletedList, Code, Heading, NumberedList, Paragraph, read_blocks

# Labels of 2014-12.txt, read line by line: line of the date heading → label → lines.
DECEMBER = {
    1: {"lead": "5", "ordered_item": "6-10", "paragraph": "11"},
    13: {
        "lead": "17",
        "heading": "20 23 26 41 53 66 76",
        "paragraph": "21 24 84",
        "ordered_item": "28-39 43-51 55-64 68-74 78-82",
    },
    86: {"lead": "90", "heading": "93 96 101 104 107 110 113", "paragraph": "94 97 99 102 105 108 111 114"},
    116: {
        "lead": "120",
        "heading": "123 164 178 182",
        "paragraph": "124 126 136 139 142 145 148 151 154-155 158-159 162 165 168-169 172 175-176 179-180 183 185"
        " 187 189 191 193 195 198",
        "ordered_item": "127-134",
        "numbered_heading": "138 141 144 147 150 153 157 161 167 171 174",
    },
    200: {
        "lead": "204",
        "heading": "207 216 221 231 240",
        "paragraph": "208 214 217 222 224 226 232 234 236 238 241 243",
        "bullet_item": "209-212 218-219 227-229",
    },
    245: {
        "lead": "249",
        "heading": "252 255 261 264 270 277",
        "paragraph": "253 256 259 262 265 267 271 273 275 278 280 282",
    },
    284: {
        "lead": "288",
        "heading": "291 296 299 307 313 321 326",
        "paragraph": "292 294 297 300 305 308 314 322 324 327 329 331",
        "ordered_item": "302-304 310-312 316-320",
    },
    333: {"lead": "337", "heading": "342 345 348 351 354", "paragraph": "340 343 346 349 352 355 357 359"},
    361: {
        "lead": "365",
        "heading": "368 387",
        "paragraph": "369 371 388 390 392 394",
        "ordered_item": "373 375 377 379 381 383 385",
    },
    396: {
        "lead": "400",
        "heading": "403 428",
        "numbered_heading": "406 411 414 421",
        "paragraph": "404 407 409 412 415 417 419 422 424 426 429 431 433-440 442-443 445 447",
    },
}

# Citations of 2014-12.txt: line → label, addresses.
DECEMBER_CITATIONS = {
    198: ("Bron", 1),
    243: ("Bron", 0),
    282: ("Bron", 3),
    331: ("PS", 1),
    359: ("Bron", 1),
    434: ("Bronnen", 0),
    435: ("Bronnen", 0),
    **dict.fromkeys(range(436, 441), ("Bronnen", 1)),
}

# Addresses of 2014-12.txt: line → how many, of which kind.
DECEMBER_ADDRESSES = {
    198: "host",
    282: "host host host",
    329: "host",
    331: "host",
    357: "host",
    359: "host",
    394: "host",
    **dict.fromkeys(range(436, 441), "url"),
}

# Share of lines that must get the label of the gold, in languages that no rule was made for.
AGREEMENT = {"de": 0.98, "en": 0.99, "fr": 0.99, "ja": 0.98}


def lines_of(path):
    """Return the lines of a file, the first of them at index 1."""
    return ["", *path.read_text("utf-8").split("\n")]


def spread(ranges):
    """Return the numbers in text such as ``3 5-7``."""
    for part in ranges.split():
        first, _, last = part.partition("-")
        yield from range(int(first), int(last or first) + 1)


def labels_of(body, first_line):
    """Return line → label as the gold names them."""
    labels = {}
    for place, block in enumerate(read_blocks(body, first_line=first_line)):
        match block:
            case Heading():
                labels[block.line] = "heading" if block.number is None else "numbered_heading"
            case Paragraph():
                labels |= dict.fromkeys(range(block.first_line, block.last_line + 1), "continuation")
                labels[block.first_line] = "paragraph" if place else "lead"
            case Code():
                labels |= dict.fromkeys(range(block.first_line, block.last_line + 1), "code")
            case BulletedList() | NumberedList():
                name = "bullet_item" if isinstance(block, BulletedList) else "ordered_item"
                for item in block.items:
                    labels |= dict.fromkeys(range(item.first_line, item.last_line + 1), "continuation")
                    labels[item.first_line] = name
    return labels


def bodies(path, gold):
    """Yield the first line and the body of each post below its title, by the gold's labels."""
    lines = lines_of(path)
    labels = {int(line): label for line, label in gold["labels"].items()}
    dates = [line for line, label in labels.items() if label == "date"]
    for here, there in zip(dates, [*dates[1:], len(lines)], strict=True):
        title = next(line for line, label in labels.items() if line > here and label == "title")
        yield title + 1, "\n".join(lines[title + 1 : there])


def entry_of(body):
    """Return the entry of one post's body."""
    post = Post(
        key="a",
        origin=Origin(path="a.txt", importer="archive"),
        title="A title",
        body=body,
        markup="text",
        published=date(2018, 2, 1),
    )
    return understand(
        post,
        identity=Identity(id="tag:a", ref="a", url="https://example.org/a"),
        language="nl",
        zone=ZoneInfo("Europe/Amsterdam"),
        hour=12,
    )


def seed(shared, name):
    """Return the first lines and bodies of a seed's posts: a title stands two lines below its date."""
    path = shared / "seeds" / f"{name}.txt"
    if name == "2018-02":
        return list(bodies(path, february(shared)))
    lines = lines_of(path)
    ends = [*list(DECEMBER)[1:], len(lines)]
    return [(here + 3, "\n".join(lines[here + 3 : there])) for here, there in zip(DECEMBER, ends, strict=True)]


def february(shared):
    """Return the gold of 2018-02.txt."""
    return json.loads((shared / "gold" / "2018-02.json").read_text("utf-8"))


def test_february_has_the_structure_of_the_gold(shared):
    """Every line of the February archive becomes what a person labelled it."""
    gold = february(shared)
    wanted = {}
    for line, label in gold["labels"].items():
        if label not in ("date", "title"):
            wanted[int(line)] = {"source": "paragraph", "ps_label": "paragraph"}.get(label, label)
    # The gold calls both a postscript's line and its numbered items "ps".
    wanted |= {line: "ordered_item" if line < 100 else "paragraph" for line, label in wanted.items() if label == "ps"}

    got = {}
    for first, body in seed(shared, "2018-02"):
        got |= labels_of(body, first)

    assert got == wanted


def test_february_has_the_groups_of_the_gold(shared):
    """Items form the lists that the gold names, and no others."""
    for post, (first, body) in zip(february(shared)["posts"], seed(shared, "2018-02"), strict=True):
        lists = [block for block in read_blocks(body, first_line=first) if hasattr(block, "items")]
        bulleted = [[item.first_line for item in block.items] for block in lists if isinstance(block, BulletedList)]
        numbered = [[item.first_line for item in block.items] for block in lists if isinstance(block, NumberedList)]

        assert bulleted == post["lists"]["bullet_groups"]
        assert len(numbered) == len(post["lists"]["ordered_groups"]) + bool(post["ps_items"] > 1)


def test_december_has_the_structure_that_was_read(shared):
    """Every line of the December archive becomes what it was read as."""
    for (first, body), labels in zip(seed(shared, "2014-12"), DECEMBER.values(), strict=True):
        wanted = {line: label for label, ranges in labels.items() for line in spread(ranges)}

        assert labels_of(body, first) == wanted


def test_february_has_the_addresses_of_the_gold(shared):
    """The 21 addresses of February are found, each of its kind, and none besides."""
    wanted = [
        (url["text"], {"domain": "host"}.get(url["kind"], url["kind"]))
        for post in february(shared)["posts"]
        for url in post["urls"]
    ]

    got = [(link.text, link.kind) for _, body in seed(shared, "2018-02") for link in entry_of(body).links]

    assert got == wanted
    assert len(got) == 21


def test_december_has_the_addresses_that_were_read(shared):
    """The 14 addresses of December are found, each of its kind, and none besides."""
    wanted = [(line, kind) for line, kinds in DECEMBER_ADDRESSES.items() for kind in kinds.split()]

    lines = lines_of(shared / "seeds" / "2014-12.txt")
    got = [(number, address.kind) for number, line in enumerate(lines) for address in find_addresses(line)]

    assert got == wanted
    assert len(got) == 14


def test_february_has_the_citations_of_the_gold(shared):
    """Each source of the gold is one citation with its label, words and hosts; a plain postscript is none."""
    for post, (_, body) in zip(february(shared)["posts"], seed(shared, "2018-02"), strict=True):
        wanted = [
            (
                source["label"],
                re.sub(r"^(?:(?:Bron|PS):\s*)*(?:\d\.\s)?", "", source["text"]).split(),
                tuple(f"https://{domain}" for domain in source["domains"]),
            )
            for source in post["sources"]
            if source["is_source"]
        ]

        got = [(citation.label, citation.text.split(), citation.urls) for citation in entry_of(body).citations]

        assert got == wanted


def test_february_has_no_wrong_title_of_a_work(shared):
    """A title that is told stands in the gold's own description of the work."""
    for post, (_, body) in zip(february(shared)["posts"], seed(shared, "2018-02"), strict=True):
        works = [source["work"] for source in post["sources"] if source["is_source"]]

        for citation, work in zip(entry_of(body).citations, works, strict=True):
            assert citation.work is None or citation.work in work


def test_december_has_the_citations_that_were_read(shared):
    """Each line of sources in December is one citation with its label and addresses."""
    lines = lines_of(shared / "seeds" / "2014-12.txt")
    wanted = [
        (label, re.sub(r"^(?:Bron|PS):\s*", "", lines[line]).split(), addresses)
        for line, (label, addresses) in DECEMBER_CITATIONS.items()
    ]

    got = [
        (citation.label, citation.text.split(), len(citation.urls))
        for _, body in seed(shared, "2014-12")
        for citation in entry_of(body).citations
    ]

    assert got == wanted


@pytest.mark.parametrize("language", AGREEMENT)
def test_archives_in_other_languages_agree_with_their_labels(shared, language):
    """Rules of shape hold in languages that they were not made for."""
    path = shared / "corpora" / "archive" / f"{language}.txt"
    gold = json.loads(path.with_suffix(".gold.json").read_text("utf-8"))
    got = {}
    for first, body in bodies(path, gold):
        got |= labels_of(body, first)

    wanted = {int(line): label for line, label in gold["labels"].items() if label not in ("date", "title")}
    right = sum(got.get(line) == label for line, label in wanted.items())

    assert right / len(wanted) >= AGREEMENT[language]


@pytest.mark.parametrize("name", ["2018-02", "2014-12", *AGREEMENT])
def test_no_word_of_a_post_is_lost(shared, name):
    """The text of an entry holds every word of its lines, in order."""
    if name in AGREEMENT:
        path = shared / "corpora" / "archive" / f"{name}.txt"
        posts = bodies(path, json.loads(path.with_suffix(".gold.json").read_text("utf-8")))
    else:
        posts = seed(shared, name)

    for _, body in posts:
        assert re.findall(r"\w+", plain_text(entry_of(body).html)) == re.findall(r"\w+", body)


@pytest.mark.parametrize("name", ["2018-02", "2014-12"])
def test_every_post_of_the_seeds_has_its_lead(shared, name):
    """The first line below the title is the summary, letter by letter."""
    for _, body in seed(shared, name):
        entry = entry_of(body)

        assert (entry.summary, entry.summary_origin) == (body.strip().split("\n")[0].strip(), "lead")


@pytest.mark.parametrize("name", ["2018-02", "2014-12"])
def test_the_html_of_the_seeds_has_nothing_empty(shared, name):
    """No paragraph, item or heading is empty."""
    for _, body in seed(shared, name):
        assert not re.search(r"<(p|li|h\d)>\s*</\1>", entry_of(body).html)
