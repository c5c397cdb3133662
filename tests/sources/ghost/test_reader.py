"""Exports of Ghost, of every age and damaged in every way."""

import json
import pickle
import zipfile
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.errors import InputError
from publisher.model.entry import Person
from publisher.model.post import Post, Rejected, Skipped, Warned
from publisher.sources import Place, detect
from publisher.sources.ghost.reader import Ghost

HOME = "https://blog.example/"
POST = {
    "id": "5f0000000000000000000001",
    "uuid": "0b2a1c5e-0000-4000-8000-000000000001",
    "title": "Rain",
    "slug": "rain",
    "html": '<p>It <a href="__GHOST_URL__/sun/">rains</a>.</p>',
    "type": "post",
    "status": "published",
    "visibility": "public",
    "published_at": "2021-03-04T05:06:07.000Z",
    "updated_at": "2021-03-05T05:06:07.000Z",
}


def export(*posts, **tables):
    """Return an export of posts that differ from `POST` in something."""
    data = {"posts": [{**POST, **post} for post in posts], **tables}
    return {"db": [{"meta": {"exported_on": 1, "version": "5.0.0"}, "data": data}]}


@pytest.fixture
def read(tmp_path):
    """Return a function that gives all that the importer says about an export."""

    def write_and_read(document, home=HOME, name="export.json"):
        path = tmp_path / name
        path.write_bytes(document if isinstance(document, bytes) else json.dumps(document).encode())
        return list(Ghost(place=Place(path=path, shown=name, home=home)).read(lambda _: None))

    return write_and_read


def test_a_post_has_everything_the_tables_say(read):
    """Tags and authors come in their order, without the editors' own tags."""
    (post,) = read(
        export(
            {"feature_image": "__GHOST_URL__/content/a.png", "custom_excerpt": "Wet.\n", "locale": "nl"},
            tags=[
                {"id": 1, "name": "Sky"},
                {"id": 2, "name": "#hidden"},
                {"id": 3, "name": "Sun"},
                {"id": 4, "name": "In", "visibility": "internal"},
            ],
            posts_tags=[
                {"post_id": POST["id"], "tag_id": tag, "sort_order": order}
                for tag, order in ((1, 2), (2, 0), (3, 1), (4, 3), (9, 4))
            ],
            users=[
                {"id": 1, "name": "Ann", "email": "ann@blog.example"},
                {"id": 2, "name": "Bob", "website": "https://bob.example"},
            ],
            posts_authors=[{"post_id": POST["id"], "author_id": author, "sort_order": 2 - author} for author in (1, 2)],
        )
    )

    assert (post.title, post.slug, post.url) == ("Rain", "rain", "https://blog.example/rain/")
    assert (post.body, post.markup) == ('<p>It <a href="https://blog.example/sun/">rains</a>.</p>', "html")
    assert (post.published, post.updated) == (
        datetime(2021, 3, 4, 5, 6, 7, tzinfo=UTC),
        datetime(2021, 3, 5, 5, 6, 7, tzinfo=UTC),
    )
    assert (post.summary, post.language, post.image) == ("Wet.", "nl", "https://blog.example/content/a.png")
    assert post.tags == ("Sun", "Sky")
    assert post.authors == (Person(name="Bob", url="https://bob.example"), Person(name="Ann"))
    assert (post.origin.path, post.origin.importer, post.status) == ("export.json", "ghost", "published")


def test_the_id_is_the_one_of_the_blogs_own_feed(read):
    """Since version 1 that is the id, before it the UUID; both byte for byte."""
    new, old = read(export({}, {"id": 7}))

    assert (new.foreign_id, old.foreign_id) == (POST["id"], POST["uuid"])


def test_without_a_home_addresses_stay_relative(read):
    """The placeholder becomes the root, and nothing is made up."""
    (post,) = read(export({"feature_image": "__GHOST_URL__/a.png"}), home=None)

    assert (post.url, post.image, post.body) == (None, None, '<p>It <a href="/sun/">rains</a>.</p>')


def test_addresses_follow_the_blogs_pattern_in_its_zone(read):
    """The day in an address is the day where the blog is; a pattern that cannot be filled gives none."""

    def url(pattern, **post):
        rows = [{"key": "permalinks", "value": pattern}, {"key": "active_timezone", "value": "Asia/Tokyo"}]
        return read(export({"published_at": "2021-03-04T23:00:00Z", **post}, settings=rows))[0].url

    assert url("/:year/:month/:day/:slug/") == "https://blog.example/2021/03/05/rain/"
    assert url("/:primary_tag/:slug/") is None
    assert url("/x/", canonical_url="https://elsewhere.example/a") == "https://elsewhere.example/a"
    assert url("/x/", canonical_url="__GHOST_URL__/b/") == "https://blog.example/b/"


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"visibility": "members"}, "private"),
        ({"visibility": "paid"}, "private"),
        ({"visibility": "tiers"}, "private"),
        ({"visibility": "label:vip"}, "private"),
        ({"status": "sent"}, "private"),
        ({"status": "scheduled", "visibility": "paid"}, "private"),
        ({"status": "scheduled"}, "scheduled"),
        ({"visibility": None}, "published"),
    ],
)
def test_only_what_is_public_is_published(read, said, status):
    """Members' posts and mails never leave as published."""
    assert read(export(said))[0].status == status


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"status": "draft"}, "draft"),
        ({"status": None}, "draft"),
        ({"status": "published", "type": "page"}, "page"),
        ({"page": 1, "type": None}, "page"),
        ({"page": True}, "page"),
    ],
)
def test_what_is_no_post_is_skipped_by_reason(read, said, reason):
    """Drafts and pages are counted, of every age."""
    assert read(export(said)) == [Skipped(place="export.json, post 1 “Rain”", reason=reason)]


def test_what_only_members_see_in_a_public_post_is_left_out(read):
    """A gated block goes with all it holds, also when its end is missing."""
    gate = '<!--kg-gated-block:begin nonMember:{} memberSegment:"status:free" -->'
    html = f"<p>a</p>{gate.format('false')}<p>b</p><!--kg-gated-block:end--><p>c</p>{gate.format('true')}<p>d</p>"
    (post,) = read(export({"html": f"{html}<!--kg-gated-block:end-->{gate.format('false')}<p>e</p>"}))

    assert post.body == "<p>a</p><p>c</p><p>d</p>"


def test_forms_and_players_are_left_out(read):
    """The words of buttons and clocks are no part of the text."""
    html = (
        '<p>a</p><div class="kg-card kg-signup-card"><h2>Sign up</h2><form><button>Go</button></form></div>'
        '<div class="kg-card kg-audio-card"><img class="kg-audio-thumbnail"><div class="kg-audio-player-container">'
        '<audio src="/a.mp3"></audio><div class="kg-audio-title">Song</div><div class="kg-audio-player">'
        "<button>play</button>0:00</div></div></div>"
        '<figure class="kg-card kg-video-card"><video src="/b.mp4" poster="https://img.spacergif.org/x"></video>'
        '<div class="kg-video-overlay">x</div><div class="kg-video-player-container">0:00</div></figure>'
        '<figure class="kg-card kg-transistor-card"><iframe data-src="https://a.example/{uuid}"></iframe></figure>'
    )
    (post,) = read(export({"html": html}))

    assert post.body == (
        '<p>a</p><div class="kg-card kg-audio-card"><div class="kg-audio-player-container">'
        '<audio controls="" src="/a.mp3"></audio><div class="kg-audio-title">Song</div></div></div>'
        '<figure class="kg-card kg-video-card"><video controls="" src="/b.mp4"></video></figure>'
    )


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ({"markdown": "It *rains*."}, ("It *rains*.", "markdown")),
        ({"plaintext": "It rains."}, ("It rains.", "text")),
        ({"html": " ", "markdown": "a"}, ("a", "markdown")),
        ({"mobiledoc": json.dumps({"sections": [[1, "p", [[0, [], 0, "It rains."]]]]})}, ("<p>It rains.</p>", "html")),
        (
            {
                "lexical": json.dumps(
                    {"root": {"children": [{"type": "paragraph", "children": [{"text": "It rains."}]}]}}
                )
            },
            ("<p>It rains.</p>", "html"),
        ),
        ({}, ("", "text")),
    ],
)
def test_the_text_is_found_wherever_a_version_kept_it(read, said, wanted):
    """Without HTML, the editor's own notation is rendered."""
    (post,) = read(export({"html": None, **said}))

    assert (post.body, post.markup) == wanted


@pytest.mark.parametrize("value", [1614834367000, "1614834367000", "2021-03-04 05:06:07", "2021-03-04T05:06:07.123Z"])
def test_times_of_every_age_are_read(read, value):
    """ISO 8601, milliseconds and the database's own notation mean the same, in UTC."""
    assert read(export({"published_at": value}))[0].published == datetime(2021, 3, 4, 5, 6, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"published_at": "2021-02-30T00:00:00Z"}, "2021-02-30"),
        ({"published_at": 10**14 * 9}, "is not a date"),
        ({"published_at": None, "created_at": None}, "it has no date"),
        ({"html": None, "lexical": "{"}, "the text of this post is damaged"),
        ({"html": None, "lexical": "[" * 100_000}, "the text of this post is damaged"),
        ({"html": "<div class='kg-signup-card'>" * 100}, "nested more than 60 deep"),
        ({"html": None, "mobiledoc": "[]"}, "no Mobiledoc document"),
    ],
)
def test_a_bad_post_costs_no_other(read, said, reason):
    """The post is named, and the next one is read."""
    rejected, post = read(export({"title": "Bad", **said}, {}))

    assert isinstance(rejected, Rejected)
    assert rejected.place == "export.json, post 1 “Bad”"
    assert reason in rejected.reason
    assert isinstance(post, Post)


def test_damaged_characters_cost_no_post(read):
    """Half a pair and a byte that is not UTF-8 are replaced."""
    document = json.dumps(export({"title": "a\ud800b"}, {"title": "cXd"})).encode().replace(b"cXd", b"c\xffd")

    assert [post.title for post in read(document) if isinstance(post, Post)] == ["a\ufffdb", "c\ufffdd"]


def test_a_damaged_table_costs_only_what_it_says(read):
    """Posts come without their tags, and that is said."""
    warned, post = read(export({}, tags={"a": 1}))

    assert warned == Warned(place="export.json", reason="its table tags is damaged and was left out")
    assert isinstance(post, Post)


@pytest.mark.parametrize(
    ("document", "said"),
    [
        (b'{"db":[{"data":{"posts":[', "its end is missing"),
        (b'{"db":[{"data":{}}]}\n{"db":[]}', "trailing characters in line 2"),
        (b'{"db":[{"data":\n{"posts":[#', "line 2"),
        (b'{"db":' + b"[" * 100_000, "no export"),
        (b'{"x":' + b"[" * 1_000_000 + b"]" * 1_000_000 + b"}", "nested too deep"),
        (b"[]", "no export"),
        (b'{"db":5}', "no export"),
        (b"{}", "no table of posts"),
        (b"", "its end is missing"),
    ],
)
def test_a_damaged_file_is_named(read, document, said):
    """One sentence says what is wrong, and where."""
    with pytest.raises(InputError, match=r"export\.json is (damaged|no export)") as raised:
        read(document)
    assert said in str(raised.value)


def test_other_shapes_are_read(read):
    """Without ``db``, with a mark of its encoding, in UTF-16, and as the API answers."""
    data = export({})["db"][0]["data"]
    answer = {"posts": [{**POST, "tags": [{"name": "Sky"}], "authors": [{"name": "Ann"}]}]}

    assert read({"meta": {}, "data": data})[0].title == "Rain"
    assert read(b"\xef\xbb\xbf" + json.dumps(export({})).encode())[0].title == "Rain"
    assert read(json.dumps(export({})).encode("utf-16"))[0].title == "Rain"
    assert (read(answer)[0].tags, read(answer)[0].authors) == (("Sky",), (Person(name="Ann"),))


def test_secrets_never_leave_the_file(read):
    """Nothing that the importer gives or remembers holds a password, a key or somebody's e-mail address."""
    secret = "SECRET"
    found = read(
        export(
            {"email_subject": secret, "codeinjection_head": secret, "status": "published"},
            {"status": "draft"},
            users=[{"id": 1, "name": "Ann", "password": secret, "email": secret}],
            settings=[{"key": "ghost_private_key", "value": secret}, {"key": "permalinks", "value": "/:slug/"}],
            members=[{"email": secret}],
            sessions=[{"session_data": secret}],
            posts_authors=[{"post_id": POST["id"], "author_id": 1}],
        )
    )

    assert secret not in repr(found)
    assert secret.encode() not in pickle.dumps(found)


def test_an_export_is_recognised_in_a_file_a_zip_and_a_folder(tmp_path):
    """What the file is called says nothing; what it holds does."""
    (tmp_path / "folder/sub").mkdir(parents=True)
    (tmp_path / "folder/package.json").write_text("{}")
    document = json.dumps(export({}))
    (tmp_path / "folder/sub/anything.json").write_text(document)
    (tmp_path / "x").write_text(document)
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("ghost.json", document)
        archive.writestr("content/a.png", "x")

    for name in ("folder", "x", "x.zip"):
        place = Place(path=tmp_path / name, shown=name)
        assert detect(place).kind == "ghost"
        assert [type(found) for found in Ghost(place=place).read(lambda _: None)] == [Post]


def test_one_damaged_export_of_two_costs_not_the_other(tmp_path):
    """In a folder the damaged file is rejected and the rest goes on."""
    (tmp_path / "a.json").write_text(json.dumps(export({}))[:-3])
    (tmp_path / "b.json").write_text(json.dumps(export({})))
    rejected, post = Ghost(place=Place(path=tmp_path, shown="f")).read(lambda _: None)

    assert (rejected.place, post.origin.path) == ("f/a.json", "f/b.json")


def test_a_place_without_an_export_is_said_to_be_one(tmp_path):
    """The hint tells how to get an export."""
    with pytest.raises(InputError, match="f has no export of Ghost in it") as raised:
        list(Ghost(place=Place(path=tmp_path, shown="f")).read(lambda _: None))
    assert "Export content" in raised.value.hint


_anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5)
    | st.sampled_from(["post", "published"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "name", "root", "sections"]), inner)
    ),
    max_leaves=5,
)


@settings(max_examples=100, deadline=None)
@given(
    post=st.dictionaries(
        st.sampled_from([*POST, "lexical", "mobiledoc", "tags", "authors", "feature_image", "page"]), _anything
    ),
    tables=st.dictionaries(st.sampled_from(["tags", "posts_tags", "users", "posts_meta", "settings"]), _anything),
)
def test_whatever_stands_in_the_tables_there_is_no_traceback(tmp_path_factory, post, tables):
    """Values of any type in any column are a post, or are said to be none."""
    path = tmp_path_factory.mktemp("ghost") / "a.json"
    path.write_text(json.dumps({"db": [{"data": {"posts": [{**POST, **post}], **tables}}]}))

    found = list(Ghost(place=Place(path=path, shown="a.json", home=HOME)).read(lambda _: None))
    assert isinstance(found[-1], (Post, Rejected, Skipped))


def test_files_that_cannot_be_read_are_named(tmp_path):
    """A file that is missing says so, before anything else is tried."""
    with pytest.raises(InputError, match="there is no file"):
        list(Ghost(place=Place(path=tmp_path / "none.json", shown="none.json")).read(lambda _: None))


def test_halves_of_characters_are_replaced_and_told(read):
    """An excerpt that was cut within an emoji costs that character alone."""
    document = json.dumps(export({"title": "Rain ONE", "custom_excerpt": "TWO"})).replace("ONE", r"\ud83d")

    warned, post = read(document.replace("TWO", r"\udc00").encode())

    assert warned == Warned(
        place="export.json",
        reason="2 halves of characters were replaced by \ufffd: the program that wrote the file had cut them in two",
    )
    assert (post.title, post.summary) == ("Rain \ufffd", "\ufffd")


@pytest.mark.parametrize("inside", [True, False])
def test_what_the_picture_of_a_post_shows(read, inside):
    """The words for it stand in a table of their own, or in the post where the file is an answer of the API."""
    said = {"feature_image_alt": "A boat"}
    document = export(
        {"feature_image": "https://blog.example/a.png", **(said if inside else {})},
        posts_meta=[] if inside else [{"post_id": POST["id"], **said}],
    )

    (post,) = read(document)

    assert (post.image, post.image_alt) == ("https://blog.example/a.png", "A boat")


def test_halves_of_characters_in_what_the_editor_keeps(read):
    """The document of the editor is JSON within JSON, and is mended too."""
    words = {"type": "paragraph", "children": [{"type": "text", "text": "Rain \ud83d", "format": 0}]}
    lexical = json.dumps({"root": {"type": "root", "version": 1, "children": [words]}})

    post = read(export({"html": None, "lexical": lexical}))[-1]

    assert post.body == "<p>Rain \ufffd</p>"
