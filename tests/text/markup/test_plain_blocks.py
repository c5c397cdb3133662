import re
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.text.characters import legal
from publisher.text.html.sanitize import sanitize
from publisher.text.html.to_text import plain_text
from publisher.text.markup.plain_blocks import (
    BulletedList,
    Code,
    Heading,
    NumberedList,
    Paragraph,
    lead,
    read_blocks,
    render_blocks,
)

PROSE = "The rain came in from the sea, and by noon nobody was left on the square."


def shapes(body):
    """Return the kinds of the blocks of *body*, with what tells them apart."""
    kinds = []
    for block in read_blocks(body):
        match block:
            case Heading():
                kinds.append(f"h{block.level}")
            case Paragraph():
                kinds.append("p")
            case Code():
                kinds.append("code")
            case BulletedList():
                kinds.append(f"ul{len(block.items)}")
            case NumberedList():
                kinds.append(f"ol{len(block.items)}@{block.start}")
    return " ".join(kinds)


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        # A heading with and without a blank line below it.
        (f"{PROSE}\n\nAutumn\n\n{PROSE}", "p h2 p"),
        (f"{PROSE}\n\nAutumn\n{PROSE}", "p h2 p"),
        # Headings that follow each other, and a list right below one.
        (f"{PROSE}\n\nAutumn\n\nRain\n\n• wet\n• cold", "p h2 h2 ul2"),
        # Questions head what answers them; a last question heads nothing.
        (f"{PROSE}\n\nWho was there?\n\n{PROSE}\n\nWere you there?", "p h2 p p"),
        # So does an exclamation, if it is short or stands right on its text.
        (f"{PROSE}\n\nThank you!\n\n{PROSE}", "p h2 p"),
        (f"{PROSE}\n\nMany thanks to all who came!\n{PROSE}", "p h2 p"),
        (f"{PROSE}\n\nMany thanks to all who came!\n\n{PROSE}", "p p p"),
        # The end of a post, a signature, an opening with a colon, a sentence.
        (f"{PROSE}\n\nThe end", "p p"),
        (f"{PROSE}\n\nWith kind regards\n\nThe baker", "p p p"),
        (f"{PROSE}\n\nWe saw:\n\n{PROSE}", "p p p"),
        (f"{PROSE}\n\nIt rained.\n\n{PROSE}", "p p p"),
        # Other scripts end their sentences with other signs.
        ("雨が降った。\n\n秋\n\n風が強い日だった。", "p h2 p"),
        ("下雨了。\n\n他走了……\n\n没有人知道为什么。", "p p p"),
        ("बारिश हुई।\n\nशरद ऋतु\n\nसब लोग घर चले गए।", "p h2 p"),
        ("Шёл дождь.\n\nОсень\n\nВсе ушли домой.", "p h2 p"),
        # A remark in brackets does not make a heading of a sentence.
        ("雨が降った。\n\n風が吹いた。（注）\n\n終わった。", "p p p"),
        # An address, a label or a shell command heads nothing.
        (f"{PROSE}\n\nhttps://example.org/rain\n\n{PROSE}", "p p p"),
        (f"{PROSE}\n\n$ make rain\n\n{PROSE}", "p p p"),
        (f"{PROSE}\n\nWas it cold?\n\nSource: the baker.", "p p p"),
        # A value below its name is no text below a heading.
        ("Rain fell.\n\nAmount\n\n12 mm\n\nWind\n\n8 m/s", "p p p p p"),
        # A heading may follow a list without a blank line.
        (f"• one\n• two\nAutumn\n{PROSE}", "ul2 h2 p"),
    ],
)
def test_headings_are_told_by_shape(body, wanted):
    """A heading is short, ends like none of prose, and has something below it."""
    assert shapes(body) == wanted


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("• one\n• two", "ul2"),
        ("  ‣ one\n\n  ‣ two", "ul2"),
        ("- one\n- two", "ul2"),
        ("* one\n\n* two", "ul2"),
        ("We saw:\n- rain", "p ul1"),
        # One dash is a remark, and turns of a dialogue are prose.
        (f"{PROSE}\n\n- said the baker.", "p p"),
        ("— Who is there?\n\n— The baker.", "p p"),
        ("1. one\n2. two", "ol2@1"),
        ("1) one\n2) two", "ol2@1"),
        ("1.\u00a0one\n2.\u00a0two", "ol2@1"),
        ("3. three\n4. four", "ol2@3"),
        # Blank lines between items; a count that begins again.
        ("1. one\n\n2. two\n\n3. three", "ol3@1"),
        ("1. one\n2. two\n1. one\n2. two", "ol2@1 ol2@1"),
        # Items that begin with another number.
        ("1. 8 tips\n2. 22 laws", "ol2@1"),
        # Signs that only look like a marker.
        ("(1)\u00a0A note.\n\n(2)\u00a0Another.", "p p"),
        ("2e helft\n\n3D", "p p"),
        ("2014. That was a year.\n2015. That too.", "p p"),
        ("12. Januar war ein kalter Tag.", "p"),
        # Numbers as they are written in Spain, in Japan and in Egypt.
        ("1.- pan\n2.- leche", "ol2@1"),
        ("１．野菜\n２．果物", "ol2@1"),
        ("・野菜\n・果物", "ul2"),
        ("١. خبز\n٢. حليب", "ol2@1"),
        # Both kinds.
        ("1. one\n2. two\n• a\n• b", "ol2@1 ul2"),
    ],
)
def test_lists_are_told_by_marker_and_company(body, wanted):
    """A bullet makes an item at once; numbers and dashes need siblings or an opening."""
    assert shapes(body) == wanted


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        (f"1. Rain\n{PROSE}\n\n2. Wind\n{PROSE}", "h2 p h2 p"),
        (f"Autumn\n\n1. Rain\n{PROSE}\n\n2. Wind\n\n{PROSE}", "h2 h3 p h3 p"),
        # Numbered prose, each followed by more of it, is a list that goes on.
        (f"1. It rained.\n\n{PROSE}\n\n2. It blew.\n\n{PROSE}", "ol1@1 p ol1@2 p"),
    ],
)
def test_numbered_headings_are_followed_by_prose(body, wanted):
    """A numbered line with prose at once below it is a heading, of level 3 below a plain one."""
    assert shapes(body) == wanted


def test_languages_end_their_sentences_in_their_own_way():
    """A Greek question has a semicolon; Thai ends no sentence with a sign, so a long line of it is prose."""
    greek = "Κάθε Δευτέρα οι αγρότες φέρνουν τα προϊόντα τους στην πλατεία. Τι αλλάζει;"
    thai = "หลังจากปรับปรุงสองปี ตลาดเก่าก็เปิดอีกครั้ง มีอะไรเปลี่ยนไปบ้าง"

    assert shapes(f"{greek}\n\nΓιατί ερχόμαστε;\n\n{greek}") == "p h2 p"
    assert shapes(f"{thai}\n\nร้านค้าเก่า\n\n{thai}") == "p h2 p"


def test_numbered_headings_keep_their_number():
    """The number of a heading is part of its text."""
    assert read_blocks(f"1. Rain\n{PROSE}")[0] == Heading(text="1. Rain", level=2, number=1, line=1)


def test_a_sentence_goes_on_over_a_line_end():
    """A line that begins small, or with a number after a long one, belongs to the line above."""
    broken = f"{PROSE[:-1]}, and with ten stamps on the card of the bakery you get a free\n2nd loaf."

    assert shapes(broken) == "p"
    assert shapes(f"{PROSE[:40]}\nand so on. {PROSE}") == "p"
    assert shapes("Il a plu toute la nuit et le boulanger est descendu chercher de\nl'eau.\n\nVoilà.") == "p p"


def test_wrapped_text_is_joined():
    """Lines that were broken at a width are one paragraph, whatever they begin or end with."""
    body = (
        "It had been raining since the morning, and the square was empty.\n"
        "The baker had closed his shop and gone home. Nobody expected the\n"
        "Baker to come back before the market opened again on Monday when\n"
        "others would come for bread. And yet the door was open, the light\n"
        "was on."
    )

    assert shapes(body) == "p"
    assert shapes(body.partition("\n")[2]) == "p"
    assert shapes(f"{PROSE}\n\nAutumn\n{body}") == "p h2 p"


def test_a_wrapped_post_is_joined_wherever_a_line_is_full():
    """Three lines on end prove that a post was broken at a width: then a capital below a full line goes on, too."""
    wrapped = (
        "It had been raining since the morning, and the square was empty.\n"
        "The baker had closed his shop and gone home. Nobody expected the\n"
        "Baker to come back before Monday.\n"
    )
    two = "The only one who stayed until the evening was old Mrs. Elisabeth\nSmith.\n"
    items = "- Ask at the counter of the town hall, which is open until five\nMondays to Fridays\n- Wait\n"
    sources = "Sources:\nBaker, A., The Book of Rain and Wind, with a foreword by Charles\nDoe, 2014\nrain.example\n"

    listed = (
        "Sources:\nBaker, A., The Book of Rain and Wind, Town: Example Press, 2014\n"
        "Doe, C., The Second Book of Rain and Wind, Town: Exemplary, 2015\nRoe, R., Clouds\n"
    )

    assert shapes(f"It rained.\n\n{listed}") == shapes(f"{PROSE * 2}\n\n{listed}") == "p p p p p"
    assert shapes(f"{wrapped}\n{two}\nAutumn\n{two}\n{items}\n{sources}") == "p p h2 p ul2 p p p"


def test_short_lines_are_not_joined():
    """An address or a poem keeps its lines."""
    assert shapes("Rose Street 1\n1234 Town\nCountry") == "p p p"


def test_lines_below_a_label_stand_for_themselves():
    """Each line right below "Sources:" is a paragraph, whatever its shape."""
    body = "Sources:\nThe Book of Rain\nwind.example/report\nA. Baker, 2014.\n\nAutumn\n\nIt rained."

    assert shapes(body) == "p p p p h2 p"


def test_items_take_the_lines_that_go_on():
    """An indented line, or one that begins small, goes on the item above."""
    (block,) = read_blocks("1. one\n   and more\n2. two\nand so on.")

    assert [item.text for item in block.items] == ["one and more", "two and so on."]
    assert [(item.first_line, item.last_line) for item in block.items] == [(1, 2), (3, 4)]


@pytest.mark.parametrize("sign", ["-", "*", "•", "–"])
def test_items_that_go_on_below_are_siblings(sign):
    """A dash makes a list beside an item that fills several lines, too."""
    body = f"{sign} one\n  and more\n{sign} two,\nand so on\n\n{sign} three\n  of them"

    assert shapes(body) == ("ul2 p" if sign == "–" else "ul3")


def test_indented_lines_are_code():
    """Lines set four blanks in stay as they are, blank lines between them too."""
    blocks = read_blocks("Run this:\n\n    make all\n      quickly\n\n    make test\n\nDone.")

    assert blocks[1] == Code(text="make all\n  quickly\n\nmake test", first_line=3, last_line=6)


def test_a_typographic_indent_is_no_code():
    """Ideographic or no-break spaces before a paragraph are typography."""
    assert shapes("\u3000\u3000\u3000\u3000雨が降った。\n\n\u00a0\u00a0\u00a0\u00a0It rained.") == "p p"


@pytest.mark.parametrize("sign", "=-~^*#")
def test_a_row_of_signs_underlines_a_heading(sign):
    """What stands alone above a row of one sign is a heading, and the row goes; at the top it belongs to the title."""
    body = f"{sign * 8}\n\n{PROSE}\n\nWhat we saw.\n{sign * 11}\n\nshort\n\n1. Rain\n{sign * 3}\n{PROSE}"

    assert shapes(body) == "p h2 p h3 p"
    assert read_blocks(body)[1] == Heading(text="What we saw.", level=2, line=5, underlined=True)


def test_blocks_know_their_lines():
    """Line numbers count from the first line that is given."""
    blocks = read_blocks(f"\n{PROSE}\n\nAutumn\n\n• a\n• b", first_line=10)

    assert (blocks[0].first_line, blocks[1].line, blocks[2].items[1].first_line) == (11, 13, 16)


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        (f"\n{PROSE}\n\nMore.", PROSE),
        (f"Autumn\n\n{PROSE}", None),
        ("• one\n• two", None),
        ("", None),
        # Some leads ask.
        ("Why does it rain, and why does it always rain on the day of the market?", "same"),
        ("PS:\n\n1. one\n2. two", None),
    ],
)
def test_the_lead_is_an_opening_paragraph(body, wanted):
    """A post that opens with a heading, a list or a label has no lead."""
    assert lead(read_blocks(body)) == (body if wanted == "same" else wanted)


def test_html_has_an_element_for_each_block():
    """Blocks become plain HTML, their addresses linked."""
    body = f"See example.org & <b>.\n\nAutumn\n{PROSE}\n\n3. c\n4. d\n\n• e"

    assert render_blocks(read_blocks(body)) == (
        '<p>See <a href="https://example.org">example.org</a> &amp; &lt;b&gt;.</p>\n\n'
        f"<h2>Autumn</h2>\n<p>{PROSE}</p>\n\n"
        '<ol start="3">\n<li>c</li>\n<li>d</li>\n</ol>\n\n'
        "<ul>\n<li>e</li>\n</ul>"
    )


SIGNS = st.sampled_from(
    ["• ", "- ", "— ", "* ", "1. ", "2. ", "2) ", "10. ", "(1) ", "    ", "\t", "  ", "PS:", "Bron: ", "", "", ""]
)
WORDS = st.sampled_from(
    ["Rain", "the wind", "example.org/a_(b)", "&amp;", "<p>", "é", "雨。", "x" * 70, "Why?", "end."]
)
LINE = st.one_of(
    st.builds("{}{}{}".format, SIGNS, WORDS, st.sampled_from(["", ".", ":", "?", "!", "\u00a0", " and so on"])),
    st.just(""),
    st.text(max_size=30),
)


@given(st.lists(LINE, max_size=12).map("\n".join))
def test_no_word_is_lost(body):
    """Whatever the lines are, the text of their HTML holds every word, in order."""
    body = legal(body)

    text = plain_text(sanitize(render_blocks(read_blocks(body)), base="https://example.org/"))

    assert re.findall(r"\w+", text) == re.findall(r"\w+", body)


@given(st.lists(LINE, max_size=12).map("\n".join))
def test_every_line_is_in_one_block(body):
    """Blocks cover each line that is not blank once, in order."""
    covered = []
    for block in read_blocks(body):
        for part in getattr(block, "items", [block]):
            first = part.line if isinstance(part, Heading) else part.first_line
            last = part.line + part.underlined if isinstance(part, Heading) else part.last_line
            covered += [n for n in range(first, last + 1) if body.splitlines()[n - 1].strip()]
    assert {field.name for field in fields(Paragraph)} >= {"first_line", "last_line"}

    assert covered == [n for n, line in enumerate(body.splitlines(), 1) if line.strip()]
