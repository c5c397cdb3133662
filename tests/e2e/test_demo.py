"""``publisher demo``: the whole job, down to the mails."""

import email
import email.policy

import pytest
from click.testing import CliRunner

from publisher.cli import cli

pytestmark = pytest.mark.usefixtures("right_feeds")


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """Run the demonstration once; return its result and its folder."""
    folder = tmp_path_factory.mktemp("demo") / "it is new"
    return CliRunner(catch_exceptions=False).invoke(cli, ["demo", str(folder)]), folder


def test_it_does_all_and_says_so(demo):
    """At the end it names what it made, and the commands for one's own posts."""
    result, folder = demo

    assert result.exit_code == 0, result.output
    for words in ("14 posts", "3 feeds", "14 pages", "8 articles", "3 mails", "publisher import", "publisher build"):
        assert words in result.stdout
    for name in ("posts/2026-10.txt", "feeds/atom.xml", "feeds/rss.xml", "feeds/feed.json", "issues/001.toml"):
        assert (folder / name).is_file(), name


def test_each_reader_gets_a_mail_of_their_own(demo):
    """Three mails were sent, each with both parts and the month's articles, and none alike."""
    _, folder = demo
    mails = [
        email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        for path in sorted((folder / "outbox").glob("*.eml"))
    ]

    assert len({mail["To"] for mail in mails}) == 3
    assert len({mail["Message-ID"] for mail in mails}) == 3
    for mail in mails:
        assert mail.get_content_type() == "multipart/alternative"
        for part in ("plain", "html"):
            assert "De bibliotheek is open" in mail.get_body((part,)).get_content()


def test_the_next_commands_work_in_it(demo):
    """The publication that it leaves is a whole one: its listings answer, a build has nothing to do."""
    _, folder = demo
    config = ["--config", str(folder / "publisher.toml")]
    runner = CliRunner(catch_exceptions=False)
    status = runner.invoke(cli, [*config, "digest", "status"])
    before = {path: path.stat().st_mtime_ns for path in (folder / "feeds").rglob("*")}

    assert status.exit_code == 0, status.output
    assert status.stdout.count("sent") >= 3
    assert runner.invoke(cli, [*config, "build"]).exit_code == 0
    assert {path: path.stat().st_mtime_ns for path in (folder / "feeds").rglob("*")} == before


def test_a_second_demonstration_begins_anew(demo):
    """A folder that a demonstration made is made again, not added to."""
    _, folder = demo
    (folder / "outbox" / "old.eml").write_text("old")
    result = CliRunner(catch_exceptions=False).invoke(cli, ["demo", str(folder)])

    assert result.exit_code == 0, result.output
    assert len(list((folder / "outbox").iterdir())) == 3


def test_a_folder_of_somebody_else_is_left_alone(tmp_path):
    """A folder that holds anything else is refused and not touched."""
    (tmp_path / "thesis.txt").write_text("ten years")
    result = CliRunner().invoke(cli, ["demo", str(tmp_path)])

    assert result.exit_code == 2
    assert "is not empty, and no demonstration made it" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]
