"""Who a post is, and which remembered post it is."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from publisher.entries.identity import (
    Remembered,
    address,
    alike,
    authority_of,
    digest,
    fingerprint,
    local_day,
    mint,
    sight,
    with_authority,
)
from publisher.entries.matching import Matcher
from publisher.model.entry import Origin
from publisher.model.post import Post

ZONE = ZoneInfo("Europe/Amsterdam")
WORDS = (
    "De molen aan de rand van het dorp draait weer sinds de vrijwilligers het oude tandwiel hebben vervangen "
    "door een nieuw dat de smid uit het buurdorp in drie weken met de hand heeft gemaakt van eikenhout en staal "
    "en dat naar verwachting minstens honderd jaar mee zal gaan als het elk voorjaar goed wordt ingevet"
)
OTHER = (
    "Op de markt stond zaterdag een kraam met kazen uit de bergen en de verkoper vertelde aan iedereen die het horen "
    "wilde hoe zijn koeien de zomer doorbrengen tussen kruiden die hier beneden allang niet meer groeien"
)


def post(title, body=WORDS, *, day=date(2026, 3, 2), **changes):
    """Make a post as an archive has it."""
    values = {
        "key": f"{day} {title}",
        "origin": Origin(path="2026-03.txt", first_line=1, importer="archive"),
        "title": title,
        "body": body,
        "markup": "text",
        "published": day,
    } | changes
    return Post(**values)


def remember(made, **changes):
    """Remember a post as an import would."""
    sighting = sight(made, ZONE)
    identity, ref = mint(made, sighting, authority="weblog.example.org", taken=lambda _: False)
    values = {
        "source": "2026-03.txt",
        "key": sighting.key,
        "id": identity,
        "ref": ref,
        "digest": sighting.digest,
        "likeness": sighting.likeness,
    } | changes
    return Remembered(**values)


def settle(known, *posts):
    """Match posts with what is remembered, all at once; return refs."""
    found = Matcher(known).settle([sight(each, ZONE) for each in posts])
    return [each and each.ref for each in found]


def test_an_id_is_a_tag_uri_of_date_and_slug():
    """A post without a foreign id gets a tag URI (RFC 4151) and a ref of the same words."""
    made = post("De molen draait")
    assert mint(made, sight(made, ZONE), authority="weblog.example.org", taken=lambda _: False) == (
        "tag:weblog.example.org,2026-03-02:de-molen-draait",
        "2026-03-02-de-molen-draait",
    )


def test_the_second_of_a_name_gets_a_number():
    """Id and ref get the same number when either is taken."""
    made = post("De molen")
    taken = {"2026-03-02-de-molen", "tag:a.example,2026-03-02:de-molen-2"}
    assert mint(made, sight(made, ZONE), authority="a.example", taken=taken.__contains__) == (
        "tag:a.example,2026-03-02:de-molen-3",
        "2026-03-02-de-molen-3",
    )


def test_a_foreign_id_is_kept_byte_for_byte():
    """Whatever another tool gave as an id stays as it is."""
    made = post("De molen", foreign_id="http://Old.example/?p=1&x=%7e")
    assert mint(made, sight(made, ZONE), authority="a", taken=lambda _: False)[0] == "http://Old.example/?p=1&x=%7e"


def test_authority_is_the_host_of_home_or_what_is_configured():
    """The authority is lower-case ASCII: a host without its port, or the configured name."""
    assert authority_of("https://Weblog.Example.org:8080/x/", None) == "weblog.example.org"
    assert authority_of("https://münchen.example/", None) == "xn--mnchen-3ya.example"
    assert authority_of("https://new.example/", "Old.example") == "old.example"


def test_another_authority_keeps_foreign_ids_and_refs():
    """Only tag URIs of the old authority are made anew."""
    ours, theirs = remember(post("Een")), remember(post("Twee", foreign_id="urn:x:1"))
    changed = with_authority([ours, theirs], "weblog.example.org", "new.example")
    assert [each.id for each in changed] == ["tag:new.example,2026-03-02:een", "urn:x:1"]
    assert [each.ref for each in changed] == [ours.ref, theirs.ref]


def test_the_day_is_local():
    """An aware time counts by the clock of the publication, a naive one is local already."""
    assert local_day(datetime(2026, 3, 1, 23, 30, tzinfo=UTC), ZONE) == date(2026, 3, 2)
    assert local_day(datetime(2026, 3, 1, 23, 30), ZONE) == date(2026, 3, 1)


def test_digest_follows_words_and_not_white_space():
    """Line ends and margins leave the digest; a word, a tag or a summary changes it."""
    made = post("Een", "a b\nc")
    assert digest(made) == digest(replace(made, body="a  b\r\nc \n"))
    assert len({digest(made), digest(replace(made, body="a b d")), digest(replace(made, tags=("x",)))}) == 3
    assert digest(made) != digest(replace(made, summary="s"))


def test_like_texts_have_like_fingerprints():
    """A text with some words changed is nearer to itself than to another text."""
    changed = WORDS.replace("drie weken", "vier weken").replace("honderd jaar", "een eeuw")
    assert alike(fingerprint(WORDS), fingerprint(changed)) > 50
    assert alike(fingerprint(WORDS), fingerprint(OTHER)) < 45
    assert alike(fingerprint(WORDS), fingerprint(WORDS)) == 64


@pytest.mark.parametrize("text", ["", "woord", "東京の春は桜がとても美しいです。" * 3])
def test_every_text_has_a_fingerprint(text):
    """An empty text, a single word and a text without spaces have one too."""
    assert len(fingerprint(text)) == 16


def test_a_new_post_on_top_moves_nothing():
    """Remembered posts are certain, and a new one on the same day with the same title stays new."""
    known = [remember(post("Nieuws", WORDS))]
    matcher = Matcher(known)
    new, old = sight(post("Nieuws", OTHER), ZONE), sight(post("Nieuws", WORDS, key="2026-03-02 Nieuws #2"), ZONE)
    assert matcher.certain(new) is None
    assert not matcher.is_new(new)
    assert matcher.certain(old) == known[0]
    assert matcher.is_new(new)
    assert matcher.settle([new]) == [None]


def test_a_changed_title_keeps_the_identity():
    """The same day and a like text make the same post."""
    known = [remember(post("Oude titel"))]
    assert settle(known, post("Nieuwe titel")) == ["2026-03-02-oude-titel"]
    assert settle(known, post("Nieuwe titel", OTHER)) == [None]


def test_a_changed_text_keeps_the_identity():
    """The same day and title make the same post."""
    assert settle([remember(post("Titel"))], post("Titel", OTHER)) == ["2026-03-02-titel"]


def test_two_changed_titles_of_a_day_go_by_the_likest_text():
    """With both titles changed, each post gets the memory of the text most like its own."""
    known = [remember(post("Een", WORDS)), remember(post("Twee", OTHER))]
    edited = OTHER.replace("zaterdag", "vrijdag")
    assert settle(known, post("Drie", edited), post("Vier", WORDS)) == ["2026-03-02-twee", "2026-03-02-een"]


def test_of_one_title_twice_the_likest_text_keeps_the_identity():
    """A new namesake above an edited post does not take its id."""
    known = [remember(post("Nieuws", WORDS))]
    edited = post("Nieuws", WORDS.replace("staal", "ijzer"), key="2026-03-02 Nieuws #2")
    assert settle(known, post("Nieuws", OTHER), edited) == [None, "2026-03-02-nieuws"]


def test_a_corrected_date_keeps_the_identity():
    """The same words under another date are the same post, if the old date has none any more."""
    known = [remember(post("Titel"))]
    assert settle(known, post("Titel", day=date(2026, 3, 3))) == ["2026-03-02-titel"]


def test_a_renamed_file_keeps_the_identity():
    """The same words at another path are the same post."""
    file = {"markup": "markdown", "origin": Origin(path="a.md", importer="markdown")}
    known = [remember(post("Titel", key="a.md", **file))]
    assert settle(known, post("Titel", key="b.md", **file)) == ["2026-03-02-titel"]


def test_a_foreign_id_is_proof_by_itself():
    """Posts with ids of another tool are matched by these alone, never by their words."""
    old = post("Titel", foreign_id="urn:x:1", key="urn:x:1")
    known = [remember(old)]
    assert settle(known, replace(old, foreign_id="urn:x:2", key="urn:x:2")) == [None]
    assert settle(known, replace(old, title="Anders", body=OTHER)) == ["2026-03-02-titel"]


def test_addresses_come_from_the_post_the_pattern_or_the_pages():
    """A post's own address comes first, then the permalink pattern, then the article page."""
    where = {"home": "https://a.example/blog/", "pages": "https://a.example/blog/feeds/posts/"}
    made, ref = post("x"), "2026-03-02-de-molen"
    assert address(made, ref, permalink=None, **where) == "https://a.example/blog/feeds/posts/2026-03-02-de-molen.html"
    assert (
        address(made, ref, permalink="/{year}/{month}/{day}/{slug}", **where)
        == "https://a.example/blog/2026/03/02/de-molen"
    )
    assert address(made, ref, permalink="https://b.example/{ref}", **where) == f"https://b.example/{ref}"
    own = replace(made, url="https://c.example/1")
    assert address(own, ref, permalink="/{slug}", **where) == "https://c.example/1"
