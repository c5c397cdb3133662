"""A web server on this machine that does whatever a test tells it, good or bad."""

import json
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner

from publisher.catalog.catalog import Catalog
from publisher.cli import cli
from publisher.config import Source, load
from publisher.importing.sources import Bench, import_paths, import_sources


class WebServer:
    """Serves what is told; remembers what it was asked."""

    def __init__(self):
        #: Path → function of the handler, which writes the answer.
        self.answers = {}
        #: Method, path and headers of each request.
        self.asked = []
        #: Paths that are being answered now, and the most there were of them at once.
        self.open = 0
        self.most_open = 0
        self.stop = threading.Event()
        self._lock = threading.Lock()
        web = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                self.close_connection = True
                with web._lock:
                    web.asked.append((self.path, dict(self.headers)))
                    web.open += 1
                    web.most_open = max(web.most_open, web.open)
                try:
                    answer = web.answers.get(self.path.partition("?")[0])
                    if answer is None:
                        self.send_error(404)
                    else:
                        answer(self)
                except OSError:
                    pass
                finally:
                    with web._lock:
                        web.open -= 1

            def log_message(self, *args):
                """Keep quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.block_on_close = False
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def url(self, path="/"):
        """Return the address of a path."""
        return f"http://127.0.0.1:{self.port}{path}"

    def close(self):
        """Let everybody go."""
        self.stop.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def serve(self, path, body=b"", status=200, **headers):
        """Answer a path with this; names of headers with _ for -."""

        def answer(handler):
            handler.send_response(status)
            handler.send_header("Content-Length", str(len(body)))
            for name, value in headers.items():
                handler.send_header(name.replace("_", "-"), value)
            handler.end_headers()
            handler.wfile.write(body)

        self.answers[path] = answer

    def redirect(self, path, to, status=302):
        """Send whoever asks for a path elsewhere."""
        self.serve(path, b"", status, Location=to)


@pytest.fixture
def web():
    """Return a web server on this machine."""
    server = WebServer()
    yield server
    server.close()


class Planet:
    """A publication that reads from the server, at hours after noon of 10 March 2026."""

    def __init__(self, root, web):
        self.root = root
        self.web = web

    def limit(self, *, timeout, max_time):
        """Write publisher.toml, with so many seconds for an answer to begin and to end."""
        (self.root / "publisher.toml").write_text(
            '[publication]\ntitle = "Planet"\nhome = "https://planet.example.net/"\nlanguage = "en"\n'
            '[fetch]\ninterval = 0\nallow_private = ["127.0.0.1"]\nmax_size_mb = 1\n'
            f"timeout = {timeout}\nmax_time = {max_time}\n"
        )

    def source(self, path, follow):
        """Have builds read an address of the server."""
        with (self.root / "publisher.toml").open("a") as file:
            file.write(f'\n[[source]]\nurl = "{self.web.url(path)}"\nfollow = {follow}\n')

    def read(self, *by_hand, follow=0, hour=0):
        """Read these addresses, or the sources as a build does, without a pause between requests; return the report."""
        self.web.asked.clear()
        now = datetime(2026, 3, 10, 12, tzinfo=UTC) + timedelta(hours=hour)
        with Catalog(self.root / "catalog.db", now=now) as catalog:
            config = load(self.root / "publisher.toml")
            bench = Bench(
                root=self.root, config=config, zone=ZoneInfo("UTC"), now=now, catalog=catalog, sleep=lambda _: None
            )
            return import_paths(bench, by_hand, Source(follow=follow)) if by_hand else import_sources(bench)

    def build(self, hour):
        """Read the sources; return the paths asked for after the list and robots.txt."""
        self.read(hour=hour)
        return self.asked()[2:]

    def by_hand(self, path, follow=0):
        """Import an address of the server; return the notes."""
        imported = self.read(self.web.url(path), follow=follow)
        assert imported.failure() is None
        return [each.reason for each in imported.warned]

    def asked(self):
        """Return the paths that the server was asked for."""
        return [path for path, _ in self.web.asked]

    def documents(self):
        """Return the same but for robots.txt."""
        return [path for path in self.asked() if path != "/robots.txt"]

    def run(self, *arguments):
        """Run the command line."""
        config = str(self.root / "publisher.toml")
        result = CliRunner(catch_exceptions=False).invoke(cli, ["--config", config, *arguments])
        assert "Traceback" not in result.output
        return result

    def entries(self):
        """Return all entries, the newest first."""
        return json.loads(self.run("entries", "list", "--json").stdout)

    def titles(self):
        """Return the last letters of the titles, the newest first."""
        return "".join(entry["title"][-1] for entry in self.entries())


@pytest.fixture
def planet(tmp_path, web):
    """Return a publication that reads from the server, without a configuration yet."""
    return Planet(tmp_path, web)
