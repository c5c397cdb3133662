"""What is the same for people, and what is certainly not."""

import pytest

from publisher.entries.matching import another_text

WALK = (
    "Before breakfast we walked along the dike, past the pumping station and the three poplars, until the path ended"
    " at a gate that somebody had painted green. A heron stood in the ditch and did not mind us. On the other side of"
    " the water a farmer loaded cans of milk, sang, and waved with his cap. We turned round at the church and were home"
    " at eight."
)
BREAD = (
    "Rye flour needs more water than wheat, so begin with a wet dough and leave it alone for a night. Next day knead"
    " twice, shape four loaves, rub their tops with caraway, then bake them slowly on stones which have become really"
    " hot. Cool each loaf under linen; cut none earlier than tomorrow noon. Butter, radish, salt: nothing else belongs"
    " upon it."
)
LOOP = (
    "Voor het ontbijt liepen we over de dijk, langs het gemaal en de drie populieren, tot het pad ophield bij een hek"
    " dat iemand groen geverfd had. Er stond een reiger in de sloot, die zich niets van ons aantrok."
)


@pytest.mark.parametrize(
    ("one", "other", "languages", "expected"),
    [
        (WALK, BREAD, ("en", "en"), True),
        (WALK, BREAD, ("en", "en-GB"), True),
        (WALK, LOOP, ("en", "nl"), True),
        ("Sun at noon, rain at night.", "Zon om twaalf uur, regen vannacht.", ("en", "nl"), True),
        # The beginning of a post, a summary of its own words, and a text that was mended.
        (WALK, WALK[:120], ("en", "en"), False),
        (WALK, "How a morning began with herons.", ("en", "en"), False),
        (WALK, WALK.replace("green", "blue").replace("heron", "stork"), ("en", "en"), False),
        # A feed that says the wrong language, and one that says titles alone.
        (LOOP, LOOP[:60], ("nl", "en-US"), False),
        (LOOP, "", ("nl", "en-US"), False),
        ("", "", ("nl", "en"), False),
        # No blanks between words.
        ("春が来た。公園の桜がもう咲いている。", "秋が来た。山の紅葉を見に行こうと思う。", ("ja", "zh"), True),
        ("春が来た。公園の桜がもう咲いている。", "春が来た。公園の桜がもう", ("ja", "zh"), False),
    ],
)
def test_texts_of_one_title_are_told_apart_only_when_that_is_certain(one, other, languages, expected):
    """In two languages, texts without common words; in one, long texts with hardly a common word."""
    assert another_text(one, other, languages=languages) is expected
    assert another_text(other, one, languages=languages[::-1]) is expected
