"""Sources around, at and inside the folder that builds write to: what Publisher writes is no post."""

import json

import pytest
from click.testing import CliRunner

from publisher.cli import cli

PAGE = """\
<!doctype html><html lang="nl"><head><title>Zeewier</title>
<script type="application/ld+json">{"@type": "BlogPosting", "headline": "Zeewier",
 "datePublished": "2026-03-01"}</script></head>
<body><article><h1>Zeewier</h1><p>Het dak is van zeewier.</p></article></body></html>
"""


@pytest.fixture
def build(paper):
    """Return a function that builds with one more source and gives the titles in the feed and what was told."""
    paper.post("Stro", "2026-03-02")

    def run(settings, *, times=2):
        paper.configure(f"[[source]]\n{settings}")
        reports = [paper.build()["imported"]["sources"][0] for _ in range(times)]
        return sorted(paper.titles("atom.xml")), reports[-1]

    return run


@pytest.mark.parametrize("kind", ["html", "markdown"])
def test_a_source_around_the_feeds_leaves_them_out(build, paper, kind):
    """Pages that builds and previews wrote are neither read nor counted, of whichever kind the source is."""
    (paper.folder / "zeewier.html").write_text(PAGE)
    (paper.folder / "riet.md").write_text("---\ntitle: Riet\ndate: 2026-03-03\n---\nHet dak is van riet.\n")
    (paper.folder / "preview").mkdir()
    (paper.folder / "preview" / "issue.html").write_text(PAGE.replace("Zeewier", "Nummer 1"))
    titles, report = build(f"path = '.'\nkind = '{kind}'\nexclude = ['posts/**']")

    assert titles == (["Stro", "Zeewier"] if kind == "html" else ["Riet", "Stro"])
    assert [each["place"] for each in report["skipped"] if each["place"].startswith(("feeds", "preview"))] == []


def test_pages_among_the_feeds_are_read_but_for_those_that_builds_wrote(build, paper):
    """The feeds' folder may be that of a website with posts in it."""
    (paper.folder / "feeds" / "blog").mkdir(parents=True)
    (paper.folder / "feeds" / "blog" / "zeewier.html").write_text(PAGE)
    titles, report = build("path = 'feeds'\nkind = 'html'")

    assert titles == ["Stro", "Zeewier"]
    assert (report["unchanged"], report["rejected"], report["skipped"]) == (1, [], [])
    assert build("path = 'feeds/blog'")[0] == ["Stro", "Zeewier"]


@pytest.mark.parametrize("kind", ["", "kind = 'html'", "kind = 'markdown'"])
def test_a_source_of_nothing_but_feeds_is_an_error(build, paper, run_build, kind):
    """The message names the place, and says what to name instead."""
    build("path = 'posts'")
    paper.configure(f"[[source]]\npath = 'feeds'\n{kind}")
    result = run_build()

    assert result.exit_code == 4
    assert "there is nothing to read in feeds but what Publisher writes itself" in result.stderr
    assert "Name the folder of your own posts." in result.stderr


@pytest.fixture
def run_build(paper):
    """Return a function that builds and gives the result of the command."""
    return lambda *more: CliRunner(catch_exceptions=False).invoke(
        cli, ["--config", str(paper.folder / "publisher.toml"), "build", *more], env={"SOURCE_DATE_EPOCH": "1790000000"}
    )


def test_another_folder_to_write_to_is_left_out_too(paper, run_build):
    """What `--out` names is no source either."""
    paper.configure("[[source]]\npath = '.'\nkind = 'html'\nexclude = ['posts/**']")
    (paper.folder / "zeewier.html").write_text(PAGE)
    paper.post("Stro", "2026-03-02")
    for _ in range(2):
        assert run_build("--out", str(paper.folder / "public")).exit_code == 0
    assert "2 entries: 0 files written" in run_build("--out", str(paper.folder / "public")).stderr


def test_pages_are_read_back_whole(paper, tmp_path_factory):
    """Another publication reads from our pages what their posts had: title, day, author, tags, language and text."""
    paper.configure("")
    paper.post(
        "De brug", "2026-03-01", body="Kort.\n\n[Film](https://film.example/)", tags=["dorp", "C & D"], author="Bo"
    )
    paper.build()
    (page,) = paper.feeds.glob("posts/2026*.html")
    other = tmp_path_factory.mktemp("other")
    (other / "publisher.toml").write_text('[publication]\ntitle = "B"\nhome = "https://b.example/"\nlanguage = "en"\n')
    (other / "page.html").write_bytes(page.read_bytes())

    def run(*words):
        return CliRunner(catch_exceptions=False).invoke(cli, ["--config", str(other / "publisher.toml"), *words])

    imported = run("import", str(other / "page.html"))
    assert (imported.exit_code, imported.stderr.count("note:")) == (0, 0), imported.output
    (entry,) = json.loads(run("entries", "list", "--json").stdout)
    assert (entry["title"], entry["published"][:10], entry["language"]) == ("De brug", "2026-03-01", "nl")
    assert (entry["authors"], entry["tags"]) == ([{"name": "Bo", "email": None, "url": None}], ["dorp", "C & D"])
    assert entry["html"] == '<p>Kort.</p>\n<p><a href="https://film.example/">Film</a></p>'
