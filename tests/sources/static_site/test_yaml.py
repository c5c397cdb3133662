"""Front matter is what PyYAML reads, at the speed of a line."""

from hypothesis import given
from hypothesis import strategies as st

from publisher.sources.static_site.yaml import FrontMatterError, read_yaml

LINE_END = "\n"
#: Plain, quoted and odd values, as posts have them.
WORDS = st.text(st.sampled_from("abcÉ雨 0:#,.'\"-&*![]{}|>%@`~?\\"), max_size=12)
KEYS = st.sampled_from(["title", "tags", "date", "layout", "my-key", "permalink", "draft"])
VALUES = st.one_of(
    WORDS,
    WORDS.map(lambda words: '"' + words.replace("\\", "").replace('"', "") + '"'),
    WORDS.map(lambda words: "'" + words.replace("'", "''") + "'"),
    st.sampled_from(["No", "1.10", "2018-02-30", "0x1F", "1_000", "12:30", "[a, b]", "[]", "- a"]),
    st.lists(st.sampled_from(["a", "b c", "'d'", '"e"', "1.0"]), max_size=3).map(
        lambda items: "".join(f"\n  - {item}" for item in items)
    ),
)


@given(st.dictionaries(KEYS, VALUES, min_size=1, max_size=5))
def test_what_is_read_at_the_speed_of_a_line_is_what_pyyaml_reads(fields):
    """A mapping in braces among the fields makes PyYAML read them all, and they are the same."""
    raw = "\n".join(f"{key}:{value if value[:1] == LINE_END else f' {value}'}" for key, value in fields.items())
    try:
        wanted = read_yaml(f"{raw}\nbraces: {{a: b}}")
    except FrontMatterError:
        return

    found = {key: value or None for key, value in read_yaml(raw).items()}
    assert found == {key: value or None for key, value in wanted.items() if key != "braces"}
