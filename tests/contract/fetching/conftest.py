"""A web server on this machine that does whatever a test tells it, good or bad."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest


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
