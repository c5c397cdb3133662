"""Refs of posts in scripts that no table turns into Latin letters."""

import unicodedata
from pathlib import Path

import pytest
from click.testing import CliRunner

from publisher.cli import cli

pytestmark = pytest.mark.usefixtures("right_feeds")

REF = "2026-03-02-東京のさんぽ"
ESCAPED = "2026-03-02-%E6%9D%B1%E4%BA%AC%E3%81%AE%E3%81%95%E3%82%93%E3%81%BD"
#: What publisher.lock holds of the same post since refs of such titles were made of a digest.
OLD = "2026-03-02-b3c3a0bc\ttag:krant.example,2026-03-02:b3c3a0bc\t-\t{digest}\t-\t-\tposts\t{name}.md\t\t{name}\n"


def run(paper, *arguments, code=0):
    """Run a command on the publication."""
    result = CliRunner(catch_exceptions=False).invoke(
        cli,
        ["--config", str(paper.folder / "publisher.toml"), *arguments],
        env={"SOURCE_DATE_EPOCH": "1790000000"},
    )
    assert result.exit_code == code, result.output
    return result


@pytest.fixture
def walk(paper):
    """Return a publication with a post about a walk, built."""
    paper.configure("")
    paper.post("東京のさんぽ", "2026-03-02")
    paper.build()
    return paper


def test_a_title_in_another_script_can_be_read_in_its_ref(walk):
    """The page is a file of that name; its address, and the permanent id, are in ASCII."""
    assert (walk.feeds / "posts" / f"{REF}.html").is_file()
    (entry,) = walk.read("atom.xml").entries
    assert entry.link == f"https://krant.example/feeds/posts/{ESCAPED}.html"
    assert entry.id == f"tag:krant.example,2026-03-02:{ESCAPED[11:]}"
    assert f'href="{ESCAPED}.html"' in (walk.feeds / "posts" / "index.html").read_text("utf-8")


def test_a_ref_is_found_with_its_marks_apart(walk):
    """A terminal may give composed letters as letters and marks."""
    apart = unicodedata.normalize("NFD", REF)
    assert apart != REF
    assert run(walk, "entries", "show", apart).stdout == run(walk, "entries", "show", REF).stdout
    assert REF in run(walk, "entries", "list").stdout


def test_an_issue_names_such_posts(walk):
    """The draft holds the ref as it is, the preview its address."""
    path = Path(walk.folder / run(walk, "digest", "new", "--month", "2026-03").stdout.strip())
    assert f'"{REF}",' in (walk.folder / "issues" / path.name).read_text("utf-8")
    run(walk, "digest", "preview")
    assert f"{ESCAPED}.html" in (walk.folder / "preview" / "issue.txt").read_text("utf-8").replace("\n", "")


def test_a_permalink_pattern_gets_the_same_words(walk):
    """{slug} and {ref} stand in the address as addresses have them."""
    path = walk.folder / "publisher.toml"
    path.write_text(path.read_text() + 'permalink = "/{year}/{slug}/"\n')
    walk.build()
    assert walk.read("atom.xml").entries[0].link == f"https://krant.example/2026/{ESCAPED[11:]}/"


def test_a_ref_that_publisher_lock_knows_stays(walk):
    """Posts that got a ref of letters and digits before keep it, with their ids."""
    lock = walk.folder / "publisher.lock"
    head, line = lock.read_text("utf-8").rsplit("\n", 2)[:2]
    lock.write_text(f"{head}\n" + OLD.format(digest=line.split("\t")[3], name="東京のさんぽ"), "utf-8")
    (walk.folder / "catalog.db").unlink()
    walk.build()
    assert walk.read("atom.xml").entries[0].id == "tag:krant.example,2026-03-02:b3c3a0bc"
    assert run(walk, "entries", "list").stdout.split("\t")[1] == "2026-03-02-b3c3a0bc"
