"""publisher validate, and its promise that other people's feeds never break it."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from publisher.app import App
from publisher.cli import cli
from publisher.cli.build import command
from publisher.feeds.checks import check

pytestmark = pytest.mark.usefixtures("right_feeds")

BAD = """\
<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0">
<channel>
<title>Notes</title>
<link>https://example.org/</link>
<description>Of bread</description>
<item><title>Bread</title><pubDate>yesterday</pubDate></item>
</channel>
</rss>
"""


def publisher(*arguments):
    """Run the command line."""
    return CliRunner(catch_exceptions=False).invoke(cli, [str(each) for each in arguments])


@pytest.fixture
def paper(tmp_path):
    """Return the folder of a publication whose posts hold whatever breaks feeds."""
    (tmp_path / "publisher.toml").write_text(
        """\
[publication]
title = "R&D <canvas>: <b>wij</b>"
subtitle = "2 < 3 & <b>meer</b>"
home = "https://krant.example/"
language = "nl"
rights = "© <Co>"
[feeds]
by = ["tag", "author", "year", "language", "source"]
entries = 3
archive = true
hub = "https://hub.example/?a=1&b=2"
[[feed]]
name = "kort"
title = "Kort & <i>krachtig</i>"
content = "summary"
[[source]]
path = "posts"
kind = "markdown"
"""
    )
    (tmp_path / "posts").mkdir()
    bodies = [
        "Gewoon [link](/relatief) en ![plaatje](img/a.png) en <a href='../x.html'>x</a>",
        "<script>alert(1)</script> <iframe src='//evil.example/'></iframe> <p onclick='x()'>klik</p>",
        "control \x0b \x07 char, U+FFFE \ufffe and emoji 🍞👩‍👩‍👧",
        "עברית זה טקסט מימין לשמאל. " * 10,
        "This is an English text with the usual words that one would expect in it. " * 3,
        "Heel lang. " * 40_000,
    ]
    titles = ["R&D: 2 < 3 & <b>vet</b> </b>", "AT&amp;T &copy; &nbsp;", "🍞", "שלום", "English", "&lt;p&gt; ]]>"]
    for number in range(18):
        (tmp_path / "posts" / f"{number:02}.md").write_text(
            f"---\ntitle: {json.dumps(titles[number % 6], ensure_ascii=False)}\n"
            f"date: 2026-0{1 + number // 4}-0{1 + number % 4}T12:00:00\n"
            f'tags: ["C++/CLI & <b>", "t{number % 2}"]\nauthor: "Mia & <Co>"\nimage: "/img/ä b.jpg"\n---\n'
            f"{bodies[number % 6]}\n"
        )
    return tmp_path


def test_our_own_feeds_have_no_findings(paper):
    """Every feed of a publication with awkward posts is right, by our own check."""
    built = publisher("--config", paper / "publisher.toml", "build")

    result = publisher("--config", paper / "publisher.toml", "validate", "--json")

    assert built.exit_code == 0, built.output
    document = json.loads(result.stdout)
    assert (document["errors"], document["warnings"]) == (0, 0), [
        (each["file"], each["findings"]) for each in document["files"] if each["findings"]
    ]
    assert result.exit_code == 0
    assert {each["kind"] for each in document["files"]} == {"Atom", "RSS", "JSON Feed", "OPML"}
    assert len(document["files"]) > 60


def test_a_build_checks_what_it_has_written_and_nothing_else(paper):
    """A build with --validate looks at the feeds that were written; where none was, it says so."""
    first = publisher("--config", paper / "publisher.toml", "build", "--validate", "--json")
    (paper / "posts" / "nieuw.md").write_text("---\ntitle: Nieuw\ndate: 2026-05-20\n---\nTekst.\n")
    second = publisher("--config", paper / "publisher.toml", "build", "--validate")
    third = publisher("--config", paper / "publisher.toml", "build", "--validate")
    fourth = publisher("--config", paper / "publisher.toml", "build", "--validate", "--json")

    told = json.loads(first.stdout)["validated"]
    assert (told["errors"], told["warnings"]) == (0, 0)
    assert {Path(each["file"]).relative_to(paper / "feeds").as_posix() for each in told["files"]} == {
        name for name in json.loads(first.stdout)["written"] if name.endswith((".xml", ".json", ".opml"))
    }
    written = [name for name in second.stdout.splitlines() if name.endswith((".xml", ".json", ".opml"))]
    assert 0 < len(written) < len(told["files"])
    assert f"{len(written)} files checked: 0 errors, 0 warnings." in second.stderr
    assert "none was checked" in third.stderr
    assert json.loads(fourth.stdout)["validated"] == {"errors": 0, "warnings": 0, "files": []}
    assert [each.exit_code for each in (first, second, third, fourth)] == [0, 0, 0, 0]


class GarblingApp(App):
    """A publication on a disk that garbles feeds as they are written."""

    def build(self, out=None, *, jobs=1, progress=None):
        """Build; then damage the Atom feed."""
        built = super().build(out, jobs=jobs, progress=progress)
        path = self.feeds_folder(out) / "atom.xml"
        path.write_text(path.read_text().replace("<updated>2026", "<updated>anno 2026", 1))
        return built


@pytest.mark.parametrize("options", [[], ["--json"], ["--ping"]])
def test_an_error_in_what_was_written_fails_the_build(paper, options):
    """Findings go to stderr, the exit code is 1, and no hub is told."""
    app = GarblingApp(config_option=paper / "publisher.toml")

    result = CliRunner(catch_exceptions=False).invoke(command, ["--validate", *options], obj=app)
    publisher("--config", paper / "publisher.toml", "build")

    assert result.exit_code == 1
    assert "atom.xml:" in result.stderr
    assert "is no date of RFC 3339 [date]" in result.stderr
    assert "1 error, 0 warnings." in result.stderr
    assert "Told" not in result.stderr
    assert "hub" not in result.stderr
    if options == ["--json"]:
        assert json.loads(result.stdout)["validated"]["errors"] == 1


def test_findings_are_told_with_place_rule_and_advice(tmp_path):
    """A finding is a line with file, line and rule, and one with what to do; an error makes exit code 1."""
    path = tmp_path / "slecht.xml"
    path.write_text(BAD)

    result = publisher("validate", path)

    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert f"{path}:7: error: the <pubDate> of the item “yesterday” is no date of RFC 822 [date]" in lines
    assert "  Write it as Tue, 31 Mar 2026 09:30:00 +0200, with English names." in lines
    assert "1 file checked: 1 error, 2 warnings." in result.stderr


def test_warnings_alone_are_no_failure(tmp_path):
    """A feed that readers can use passes."""
    path = tmp_path / "matig.xml"
    path.write_text(BAD.replace("<pubDate>yesterday</pubDate>", ""))

    result = publisher("validate", path)

    assert result.exit_code == 0
    assert "warning" in result.stdout


def test_a_folder_stands_for_the_feeds_in_it(tmp_path):
    """Files whose names are no feed's are left out."""
    for name in ("a.xml", "b/c.rss", "readme.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(BAD)

    document = json.loads(publisher("validate", "--json", tmp_path).stdout)

    assert [each["file"] for each in document["files"]] == [str(tmp_path / "a.xml"), str(tmp_path / "b/c.rss")]


def test_before_the_first_build_there_is_nothing_to_check(paper):
    """Without feeds the command says how to make them."""
    result = publisher("--config", paper / "publisher.toml", "validate")

    assert result.exit_code == 4
    assert "publisher build" in result.stderr
    shutil.rmtree(paper)


@pytest.mark.parametrize(
    ("lost", "told"),
    [(["atom.xml"], "atom.xml is not there"), (["atom.xml", "rss.xml"], "1 more of our feeds are not")],
)
def test_a_feed_that_somebody_deleted_is_to_be_built_again(paper, lost, told):
    """The hint is to build: nobody gave a path that could be wrong."""
    assert publisher("--config", paper / "publisher.toml", "build").exit_code == 0
    for name in lost:
        (paper / "feeds" / name).unlink()

    result = publisher("--config", paper / "publisher.toml", "validate")

    assert result.exit_code == 4
    assert told in result.stderr
    assert "`publisher build`" in result.stderr
    shutil.rmtree(paper)


def test_other_peoples_feeds_never_break_the_check(shared):
    """Each of a thousand feeds, many of them broken on purpose, is answered with findings."""
    paths = [path for path in (shared / "corpora" / "feeds").rglob("*") if path.suffix in {".xml", ".json", ".opml"}]

    kinds = [check(path.read_bytes()).kind for path in paths]

    assert len(paths) > 1000
    assert {"Atom", "RSS", "JSON Feed"} <= set(kinds)
