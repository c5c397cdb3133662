"""A publication with an approved issue, and a mail server that remembers."""

import asyncio
import json
import subprocess
import sys
import threading
from collections import Counter
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from click.testing import CliRunner

from publisher.cli import cli
from publisher.issues.files import freeze

CONFIG = """\
[publication]
title = "De Weekbrief"
home = "https://weekbrief.example.org/"
language = "nl"
timezone = "Europe/Amsterdam"

[digest]
from = "De Redactie <news@example.org>"

[smtp]
host = "127.0.0.1"
port = {port}
security = "none"
timeout = 5
"""

HTML = (
    '<!DOCTYPE html><html lang="nl"><head><meta charset="utf-8"><title>Maart</title></head>'
    "<body><h1>Maart: één keer</h1>\n"
    + "<p>Een alinea over het dorp, en wat daar zoal gebeurde.</p>\n" * 40
    + '<p><a href="PUBLISHER-SLOT-UNSUBSCRIBE">Afmelden</a></p></body></html>\n'
)
TEXT = (
    "Maart: één keer\n\n"
    + "Een alinea over het dorp, en wat daar zoal gebeurde.\n" * 40
    + "\nAfmelden:\nPUBLISHER-SLOT-UNSUBSCRIBE\n"
)


class AnyPort(Controller):
    """A controller on whatever port is free."""

    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


class Remembering:
    """Answers as the recipient's name says, and counts what it took."""

    def __init__(self):
        self.lock = threading.Lock()
        self.taken = Counter()
        self.messages = {}
        self.ids = {}
        self.answers = {}
        self.pause = 0.0

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802  # the server calls it so
        """Answer as was told for this address."""
        answer = self.answers.get(address, "250 OK")
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope):  # noqa: N802  # the server calls it so
        """Take the message, or break off."""
        [recipient] = envelope.rcpt_tos
        if self.answers.get(recipient) == "250 drop":
            server.transport.abort()
        await asyncio.sleep(self.pause)
        with self.lock:
            self.taken[recipient] += 1
            self.messages[recipient] = envelope.content
        return "250 2.0.0 taken"


@pytest.fixture
def server():
    """Return a running mail server that remembers."""
    handler = Remembering()
    controller = AnyPort(handler, hostname="127.0.0.1", port=0)
    controller.start()
    handler.port = controller.port
    yield handler
    controller.stop(no_assert=True)


class Publication:
    """A publication's folder, and the command in it."""

    def __init__(self, folder):
        self.folder = folder

    def configure(self, port, more=""):
        """Write publisher.toml for a server on *port*."""
        (self.folder / "publisher.toml").write_text(CONFIG.format(port=port) + more, "utf-8")

    def approve(self, number=1, html=HTML, text=TEXT):
        """Freeze an issue."""
        freeze(
            self.folder,
            number=number,
            subject="Maart: één keer",
            preheader="Wat er gebeurde",
            approved_at="2026-03-05T09:00:00+01:00",
            language="nl",
            entries=(),
            html=html,
            text=text,
            draft="",
        )

    def start(self, *arguments):
        """Start a command as a process of its own."""
        return subprocess.Popen(
            [sys.executable, "-m", "publisher", *arguments],
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments):
        """Run a command to its end, in this process."""
        options = ["--config", str(self.folder / "publisher.toml")]
        done = CliRunner(catch_exceptions=False).invoke(cli, [*options, *arguments])
        return subprocess.CompletedProcess(arguments, done.exit_code, done.stdout, done.stderr)

    def subscribe(self, *addresses):
        """Put addresses on the list."""
        path = self.folder / "list.csv"
        path.write_text("email\n" + "\n".join(addresses), "utf-8")
        done = self.run("subscribers", "import", str(path))
        assert done.returncode == 0, done.stderr

    def status(self, number=1):
        """Return the deliveries of an issue."""
        return json.loads(self.run("digest", "status", str(number), "--json").stdout)

    def states(self, number=1):
        """Return the state of each delivery."""
        return {one["address"]: one["state"] for one in self.status(number)}


@pytest.fixture
def publication(tmp_path, server):
    """Return a publication with an approved issue that sends to the server."""
    made = Publication(Path(tmp_path))
    made.configure(server.port)
    made.approve()
    return made


@pytest.fixture
def open_publication():
    """Return a function that gives the publication in a folder."""
    return Publication
