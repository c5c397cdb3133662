"""Exports that other people published, against what they made of them themselves."""

import re
import zipfile
from collections import Counter
from pathlib import PurePosixPath

import pytest

from publisher.errors import InputError
from publisher.model.post import Post, Rejected, Skipped, Warned
from publisher.sources import Place, detect
from publisher.sources.ghost.reader import Ghost
from publisher.sources.medium import Medium
from publisher.sources.static_site.reader import Markdown
from publisher.sources.substack.reader import Substack
from publisher.text.html.sanitize import sanitize
from publisher.text.html.to_text import plain_text
from publisher.text.markup.markdown import render_markdown

#: Damaged copies of each export that are read.
COPIES = 12


@pytest.fixture(scope="module")
def corpora(shared):
    """Return the folder of each kind."""
    return {
        "ghost": shared / "corpora/ghost/PaulAdamDavis+Old-Blog/ghost-export.sanitised.json",
        "medium": shared / "corpora/medium/hashdag+hashdag.github.io",
        "substack": shared / "corpora/substack/TryGhost+migrate/mg-substack/test/fixtures",
    }


def said(importer):
    """Return everything an importer says."""
    return list(importer.read(lambda _: None))


def posts(found):
    """Return the posts among it."""
    return [each for each in found if isinstance(each, Post)]


def reasons(found):
    """Return what was left out, by reason."""
    return sorted(each.reason for each in found if isinstance(each, Skipped))


def words(html):
    """Return the words that a reader sees."""
    return re.findall(r"\w+", plain_text(sanitize(html, base="https://blog.example/")))


def test_ghost_equals_its_authors_own_conversion(corpora):
    """Each published post has the title, the second and every word of the Jekyll post made of it."""
    found = said(Ghost(place=Place(path=corpora["ghost"], shown="ghost.json", home="https://blog.example/")))
    jekyll = said(Markdown(place=Place(path=corpora["ghost"].parent / "_posts", shown="posts")))
    converted = {PurePosixPath(post.key).stem[11:]: post for post in posts(jekyll)}

    assert len(posts(found)) == 47
    assert reasons(found) == ["draft"] * 14 + ["page"] * 7
    for post in posts(found):
        other = converted[post.slug]
        assert (post.title, f"{post.published:%Y-%m-%d %H:%M:%S}") == (
            other.title,
            f"{other.published:%Y-%m-%d %H:%M:%S}",
        )
        assert words(post.body) == words(render_markdown(other.body)), post.slug
        assert post.url == f"https://blog.example/{post.published:%Y/%m/%d}/{post.slug}/"
    assert sum(bool(post.tags) for post in posts(found)) == 27


def test_medium_gives_posts_and_no_more(corpora):
    """Drafts and the answer to somebody stay out; every word below the title is there."""
    found = said(Medium(place=Place(path=corpora["medium"], shown="medium")))

    assert len(posts(found)) == 14
    assert reasons(found) == ["draft"] * 3 + ["response"]
    for post in posts(found):
        page = (corpora["medium"] / post.origin.path.removeprefix("medium/")).read_text("utf-8")
        body = page.split('class="e-content">', 1)[1].split("<footer>", 1)[0]
        before, after = Counter(words(body)), Counter(words(post.body))
        assert before - after <= Counter(words(f"{post.title} {post.summary or ''}")), post.key
        assert after <= before
        assert post.foreign_id == f"https://medium.com/p/{post.origin.path[:-5].rpartition('-')[2]}"
        assert post.url.endswith(post.key)


def test_mediums_other_shapes_are_told_apart(shared):
    """A page without a date is rejected; tags, code and quotes are kept."""
    place = Place(path=shared / "corpora/medium/TryGhost+migrate/export", shown="e")
    found = said(Medium(place=place))

    assert len(posts(found)) == 6
    assert reasons(found) == ["draft", "response"]
    assert [each.place for each in found if isinstance(each, Rejected)] == ["e/posts/no-date-post.html"]
    assert {post.tags for post in posts(found)} == {("Things", "Stuff"), ()}
    assert all("graf--title" not in post.body for post in posts(found))


def test_substack_gives_posts_and_no_more(corpora):
    """Drafts, pages and threads stay out, and so do buttons."""
    found = said(Substack(place=Place(path=corpora["substack"], shown="e", home="https://x.example")))
    text, episode = posts(found)

    assert reasons(found) == ["draft", "page", "thread"]
    assert (text.title, text.summary) == ("Plain Text", "“This quote’s rather short”")
    assert text.url == "https://x.example/p/plain-text"
    assert [enclosure.url for enclosure in episode.enclosures] == ["https://example.com/my-audio/file.mp3"]
    assert "button" not in text.body + episode.body


@pytest.mark.parametrize(("kind", "importer"), [("medium", Medium), ("substack", Substack), ("ghost", Ghost)])
def test_packing_changes_nothing(corpora, kind, importer, tmp_path):
    """The zip of an export gives the same posts as the export, and is recognised."""
    whole = corpora[kind]
    packed = pack(whole, tmp_path / "export.zip")

    def told(place):
        return [
            (post.key, post.title, post.body, post.published, post.url) for post in posts(said(importer(place=place)))
        ]

    assert detect(packed).kind == detect(Place(path=whole, shown="x")).kind == kind
    assert told(packed) == told(Place(path=whole, shown="x"))


def pack(whole, path):
    """Pack a folder or a file."""
    root = whole if whole.is_dir() else whole.parent
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(root.rglob("*")) if whole.is_dir() else [whole]:
            if file.is_file():
                archive.write(file, file.relative_to(root).as_posix())
    return Place(path=path, shown=path.name)


def damaged(data, seed):
    """Return a copy that was cut, changed in some bits, or has itself behind it."""
    at = (seed + 1) * 7919 * 104_729 % len(data)
    if seed % 3 == 0:
        return data[:at]
    if seed % 3 == 1:
        return data + data[at:] if seed % 2 else data + data
    changed = bytearray(data)
    for number in range(1, 41):
        changed[at * number % len(data)] ^= 1 << number % 8
    return bytes(changed)


@pytest.mark.parametrize(("kind", "importer"), [("medium", Medium), ("substack", Substack), ("ghost", Ghost)])
def test_damaged_exports_are_read_in_part_or_named(corpora, kind, importer, tmp_path):
    """Cut, changed or doubled, plain or packed: never a traceback."""
    data = pack(corpora[kind], tmp_path / "whole.zip").path.read_bytes()
    plain = corpora[kind].read_bytes() if kind == "ghost" else data
    for seed in range(COPIES):
        path = tmp_path / f"{seed}.bin"
        path.write_bytes(damaged(plain if seed % 2 else data, seed))
        refusal = ""
        try:
            found = said(importer(place=Place(path=path, shown=path.name)))
        except InputError as error:
            refusal = str(error)
        assert path.name in refusal or all(isinstance(each, (Post, Rejected, Skipped, Warned)) for each in found)
