"""publisher build --ping and --watch."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest
from click.testing import CliRunner

from publisher.cli import cli

pytestmark = pytest.mark.usefixtures("right_feeds")

SITE = "https://krant.example/feeds/"


class Hub:
    """A WebSub hub on this machine."""

    def __init__(self):
        self.status = 202
        #: Forms that were posted.
        self.forms = []
        hub = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                hub.forms.append(parse_qs(body.decode()))
                self.send_response(hub.status)
                self.end_headers()

            def log_message(self, *args):
                """Keep quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/"

    def topics(self):
        """Return the feeds that it was told of since the last look."""
        told = sorted(form["hub.url"][0].removeprefix(SITE) for form in self.forms)
        self.forms.clear()
        return told

    def hang_up(self):
        """Be no hub any more."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@pytest.fixture
def hub():
    """Open a hub."""
    opened = Hub()
    yield opened
    opened.hang_up()


@pytest.fixture
def paper(tmp_path, hub):
    """Return the folder of a publication with a hub, two tags and one format."""
    (tmp_path / "publisher.toml").write_text(
        f"""\
[publication]
title = "Krant"
home = "https://krant.example/"
[feeds]
by = ["tag"]
formats = ["atom"]
hub = "{hub.url}"
[[source]]
path = "posts"
kind = "markdown"
"""
    )
    (tmp_path / "posts").mkdir()
    post(tmp_path, "een", "zorg")
    post(tmp_path, "twee", "markt")
    return tmp_path


def post(paper, name, tag):
    """Write a post."""
    (paper / "posts" / f"{name}.md").write_text(f"---\ntitle: {name}\ndate: 2026-03-01\ntags: [{tag}]\n---\nTekst.\n")


def publisher(paper, *arguments):
    """Run the command line on the publication."""
    return CliRunner(catch_exceptions=False).invoke(cli, ["--config", str(paper / "publisher.toml"), *arguments])


def test_only_feeds_that_changed_are_told(paper, hub):
    """The hub hears of each feed that was written since it was told, once, in the form that hubs understand."""
    result = publisher(paper, "build", "--ping")
    form = hub.forms[0]

    assert result.exit_code == 0, result.output
    assert "of 3 feeds" in result.stderr
    assert form["hub.mode"] == ["publish"]
    assert form["hub.topic"] == form["hub.url"]
    assert hub.topics() == ["atom.xml", "tag/markt/atom.xml", "tag/zorg/atom.xml"]

    publisher(paper, "build", "--ping")
    assert hub.topics() == []

    post(paper, "drie", "zorg")
    publisher(paper, "build")
    assert hub.topics() == []
    publisher(paper, "build", "--ping")
    assert hub.topics() == ["atom.xml", "tag/zorg/atom.xml"]


@pytest.mark.parametrize("status", [404, 500, 302])
def test_a_hub_that_refuses_is_told_again_next_time(paper, hub, status):
    """A hub that fails is reported and stops nothing; the next ping tells what this one could not."""
    hub.status = status

    result = publisher(paper, "build", "--ping", "--json")

    assert result.exit_code == 0
    assert f"answered {status}" in result.stderr
    assert (paper / "feeds/atom.xml").exists()
    assert set(json.loads(result.stdout)["ping"]["failed"]) == {f"{SITE}{name}" for name in hub.topics()}
    hub.status = 204
    publisher(paper, "build", "--ping")
    assert hub.topics() == ["atom.xml", "tag/markt/atom.xml", "tag/zorg/atom.xml"]


def test_a_hub_that_is_down_is_tried_once(paper, hub):
    """A hub that cannot be reached is reported in one sentence, and the feeds are written."""
    hub.hang_up()

    result = publisher(paper, "build", "--ping")

    assert result.exit_code == 0
    assert result.stderr.count("Warning") == 1 + ("provisional" in result.stderr)
    assert "of 0 feeds" in result.stderr


def test_without_a_hub_there_is_nothing_to_ping(paper):
    """--ping without a hub is a mistake in publisher.toml, told with what to do."""
    text = (paper / "publisher.toml").read_text()
    (paper / "publisher.toml").write_text("\n".join(line for line in text.splitlines() if not line.startswith("hub")))

    result = publisher(paper, "build", "--ping")

    assert result.exit_code == 3
    assert "`hub` in [feeds]" in result.stderr


@pytest.mark.parametrize("options", [("--check", "--ping"), ("--check", "--watch"), ("--watch", "--ping")])
def test_options_that_contradict_each_other_are_refused(paper, options):
    """A build that writes nothing has nothing to tell."""
    assert publisher(paper, "build", *options).exit_code == 2


def test_watch_builds_when_something_changes_and_ends_with_ctrl_c(paper):
    """--watch writes what is new as it comes, goes on after a mistake, and stops without a traceback."""
    command = [sys.executable, "-m", "publisher", "--config", str(paper / "publisher.toml"), "build", "--watch"]
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=os.environ
    ) as process:
        try:
            wait_for(paper / "feeds/tag/zorg/atom.xml")
            text = (paper / "publisher.toml").read_text()
            (paper / "publisher.toml").write_text(text.replace("[feeds]", "[feeds"))
            assert "this is not TOML" in line_with("TOML", process.stderr)
            (paper / "publisher.toml").write_text(text)
            post(paper, "drie", "brood")
            assert line_with("feeds/tag/brood/atom.xml", process.stdout)
        finally:
            process.send_signal(signal.SIGINT)
        _, stderr = process.communicate(timeout=30)

    assert process.returncode == 0
    assert "Stopped." in stderr
    assert "Traceback" not in stderr
    assert (paper / "feeds/tag/brood/atom.xml").exists()


def wait_for(path):
    """Wait until a file is there."""
    for _ in range(600):
        if path.exists():
            return
        time.sleep(0.05)
    pytest.fail(f"{path} was never written")


def line_with(words, stream):
    """Return the first line that holds these words."""
    return next(line for line in stream if words in line)
