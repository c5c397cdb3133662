"""Fetching from a server that is polite, broken or hostile."""

import gzip
import socket
import ssl
import subprocess
import threading
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import pytest

from publisher import __version__
from publisher.errors import ConfigurationError, DeliveryError
from publisher.fetch.connections import Limits
from publisher.fetch.http import BusyError, Validators, fetch
from publisher.fetch.public_hosts import Allowed, is_public

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
HERE = Allowed.of(["127.0.0.0/8"])
QUICK = Limits(timeout=0.5, total=1.5, size=100_000)


def get(url, **more):
    """Fetch from this machine, with small limits."""
    return fetch(url, **{"now": NOW, "limits": QUICK, "allow_private": HERE} | more)


def refused(url, **more):
    """Return the sentence with which a fetch fails."""
    with pytest.raises(DeliveryError) as caught:
        get(url, **more)
    assert caught.value.exit_code == 5
    assert caught.value.hint
    assert "Errno" not in str(caught.value)
    assert "object at" not in str(caught.value)
    return str(caught.value)


class TestAnswers:
    """What a polite server answers."""

    def test_document_with_what_is_said_of_it(self, web):
        """A document comes with its type, charset and validators."""
        web.serve(
            "/feed",
            b"<rss/>",
            ETag='"1"',
            Last_Modified="Mon, 02 Mar 2026 10:00:00 GMT",
            Content_Type="Text/XML; charset=UTF-8",
        )
        fetched = get(web.url("/feed"))
        assert (fetched.status, fetched.body) == (200, b"<rss/>")
        assert (fetched.content_type, fetched.charset) == ("text/xml", "utf-8")
        assert (fetched.etag, fetched.last_modified) == ('"1"', "Mon, 02 Mar 2026 10:00:00 GMT")
        assert (fetched.url, fetched.permanent_url) == (web.url("/feed"), None)

    def test_says_who_asks(self, web):
        """The server sees our name and version, and nothing of the machine."""
        web.serve("/")
        get(web.url())
        [(_, headers)] = web.asked
        assert headers["User-Agent"] == f"Publisher/{__version__}"
        assert "Authorization" not in headers

    def test_validators_are_sent_back(self, web):
        """What the server said of its document last time is sent with the next request."""
        web.serve("/feed", status=304)
        fetched = get(web.url("/feed"), validators=Validators(etag='W/"a"', last_modified="yesterday"))
        assert fetched.status == 304
        [(_, headers)] = web.asked
        assert (headers["If-None-Match"], headers["If-Modified-Since"]) == ('W/"a"', "yesterday")

    def test_gone_is_an_answer(self, web):
        """410 is told, as it means never to ask again."""
        web.serve("/feed", b"gone", 410)
        assert get(web.url("/feed")).status == 410

    def test_compressed_document(self, web):
        """A compressed document is read as what it is."""
        web.serve("/feed", gzip.compress(b"hello"), Content_Encoding="gzip")
        assert get(web.url("/feed")).body == b"hello"

    @pytest.mark.parametrize("status", [400, 401, 403, 404, 418, 500, 502, 299, 204])
    def test_refusals(self, web, status):
        """Any other answer is told with its number."""
        web.serve("/feed", status=status)
        assert str(status) in refused(web.url("/feed"))

    @pytest.mark.parametrize(
        ("header", "until"),
        [
            ("120", NOW + timedelta(seconds=120)),
            ("Mon, 02 Mar 2026 13:00:00 GMT", NOW + timedelta(hours=1)),
            ("99999999999999", NOW + timedelta(days=7)),
            ("Fri, 31 Dec 9999 23:59:59 GMT", NOW + timedelta(days=7)),
            ("soon", None),
            ("", None),
        ],
    )
    @pytest.mark.parametrize("status", [429, 503])
    def test_busy_server(self, web, status, header, until):
        """A server that wants to be left alone says until when; a week is the most we grant."""
        web.serve("/feed", status=status, Retry_After=header)
        with pytest.raises(BusyError) as caught:
            get(web.url("/feed"))
        assert caught.value.until == until


class TestRedirects:
    """Being sent elsewhere."""

    def test_passing_redirect_keeps_the_address(self, web):
        """After a redirect that is not for good, the old address stays the right one."""
        web.redirect("/old", "/new?a=1#part", 302)
        web.serve("/new", b"x")
        fetched = get(web.url("/old"))
        assert (fetched.url, fetched.permanent_url) == (web.url("/new?a=1"), None)

    @pytest.mark.parametrize("status", [301, 308])
    def test_permanent_redirect_names_the_new_address(self, web, status):
        """A permanent redirect names the address to ask from now on."""
        web.redirect("/old", web.url("/new"), status)
        web.serve("/new", b"x")
        assert get(web.url("/old")).permanent_url == web.url("/new")

    def test_permanence_ends_with_the_first_passing_redirect(self, web):
        """What follows a passing redirect is not for good, whatever it says."""
        web.redirect("/1", "/2", 301)
        web.redirect("/2", "/3", 307)
        web.redirect("/3", "/4", 301)
        web.serve("/4", b"x")
        assert get(web.url("/1")).permanent_url == web.url("/2")

    def test_endless_redirects(self, web):
        """Five redirects are followed, a sixth is not."""
        for number in range(8):
            web.redirect(f"/{number}", f"/{number + 1}")
        assert "more than 5 times" in refused(web.url("/0"))
        assert len(web.asked) == 6

    @pytest.mark.parametrize("to", ["file:///etc/passwd", "ftp://example.org/", "gopher://x/", "https:///x"])
    def test_redirect_to_something_else(self, web, to):
        """A redirect leads to another web address, or nowhere."""
        web.redirect("/old", to)
        assert "no web address" in refused(web.url("/old"))

    @pytest.mark.parametrize("to", ["//[", "http://[::1", "http://", "\x80\xff", "http://a:b/"])
    def test_redirect_to_nowhere(self, web, to):
        """A redirect that no address can be made of is told, not a bug."""
        web.redirect("/old", to)
        refused(web.url("/old"))

    def test_redirect_with_an_endless_body(self, web):
        """What a redirect says besides is not read."""

        def flood(handler):
            handler.send_response(302)
            handler.send_header("Location", "/new")
            handler.end_headers()
            while not web.stop.is_set():
                handler.wfile.write(b"x" * 65536)

        web.answers["/old"] = flood
        web.serve("/new", b"x")
        assert get(web.url("/old")).body == b"x"

    def test_redirect_into_a_private_network(self, web):
        """A server that may be asked cannot send us to one that may not."""
        web.redirect("/old", f"http://127.0.0.2:{web.port}/secret")
        web.serve("/secret", b"password")
        allowed = Allowed.of(["127.0.0.1"])
        assert "private network" in refused(web.url("/old"), allow_private=allowed)
        assert [path for path, _ in web.asked] == ["/old"]

    def test_no_password_in_addresses(self, web):
        """An address with a password is refused without repeating it."""
        said = refused(f"http://me:hush@127.0.0.1:{web.port}/")
        assert "hush" not in said
        web.redirect("/old", f"http://me:hush@127.0.0.1:{web.port}/")
        refused(web.url("/old"))
        assert len(web.asked) == 1


class TestPrivateAddresses:
    """Machines that are not for everybody."""

    @pytest.mark.parametrize(
        "host",
        [
            "127.0.0.1", "localhost", "127.1", "0x7f000001", "2130706433", "0.0.0.0", "[::1]", "[::]",
            "[::ffff:127.0.0.1]",
            "[64:ff9b::7f00:1]", "[64:ff9b:1::1]", "[2002:7f00:1::]", "[fe80::1]", "[fc00::1]", "10.0.0.1",
            "172.16.0.1",
            "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "198.18.0.1",
        ],
    )  # fmt: skip
    def test_nobody_is_asked_there(self, web, host):
        """An address of a private network is not dialled, however it is written."""
        web.serve("/")
        try:
            socket.getaddrinfo(host.strip("[]"), 80)
        except OSError:
            pytest.skip("this machine does not read the address this way")
        assert "private network" in refused(f"http://{host}:{web.port}/", allow_private=Allowed())
        assert web.asked == []

    @pytest.mark.parametrize("name", ["127.0.0.1", "127.0.0.0/8", "localhost", "LOCALHOST."])
    def test_unless_allowed(self, web, name):
        """A host or network that the configuration names is asked."""
        web.serve("/", b"x")
        host = "localhost" if "local" in name.lower() else "127.0.0.1"
        assert get(f"http://{host}:{web.port}/", allow_private=Allowed.of([name])).body == b"x"

    def test_mapped_address_of_an_allowed_one(self):
        """An IPv4 address written as IPv6 is the same machine."""
        allowed = Allowed.of(["10.0.0.0/8"])
        assert allowed.admits("x", ip_address("::ffff:10.1.2.3"))
        assert not allowed.admits("x", ip_address("::ffff:11.1.2.3"))

    @pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808", "::ffff:8.8.8.8"])
    def test_public_addresses(self, address):
        """Addresses that the whole internet reaches may be asked, also by way of NAT64."""
        assert is_public(ip_address(address))

    def test_wrong_name_in_the_configuration(self):
        """A network that is none is a mistake in the configuration."""
        with pytest.raises(ConfigurationError, match="neither a host nor a network"):
            Allowed.of(["10.0.0.0/99"])

    def test_proxies_of_the_machine_are_not_asked(self, web, monkeypatch):
        """A proxy would dial for us what we may not dial."""
        monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
        monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
        web.serve("/", b"x")
        assert get(web.url()).body == b"x"


class TestHostileServers:
    """Servers that mean no good."""

    def test_stall(self, web):
        """A server that does not answer is given up."""
        web.answers["/"] = lambda handler: web.stop.wait(10)
        assert "did not answer within 0.5 seconds" in refused(web.url())

    def test_slow_drip(self, web):
        """A server that sends a byte now and then cannot hold us for ever."""

        def drip(handler):
            handler.send_response(200)
            handler.send_header("Content-Length", "5000")
            handler.end_headers()
            while not web.stop.wait(0.1):
                handler.wfile.write(b"x")

        web.answers["/"] = drip
        assert "took longer than 1.5 seconds" in refused(web.url())

    def test_slow_headers(self, web):
        """Headers that never end are cut off too."""

        def drip(handler):
            handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
            while not web.stop.wait(0.1):
                handler.wfile.write(b"X-")

        web.answers["/"] = drip
        assert "took longer than 1.5 seconds" in refused(web.url())

    def test_more_than_was_said(self, web):
        """A document without an end is cut where it becomes too large."""

        def flood(handler):
            handler.send_response(200)
            handler.end_headers()
            while not web.stop.is_set():
                handler.wfile.write(b"x" * 65536)

        web.answers["/"] = flood
        assert "larger than" in refused(web.url())

    def test_large_from_the_start(self, web):
        """A document that says that it is too large is not read."""

        def boast(handler):
            handler.send_response(200)
            handler.send_header("Content-Length", str(1 << 30))
            handler.end_headers()
            web.stop.wait(10)

        web.answers["/"] = boast
        assert "larger than" in refused(web.url())

    def test_less_than_was_said(self, web):
        """A document that ends too early is not taken for a whole one."""

        def lie(handler):
            handler.send_response(200)
            handler.send_header("Content-Length", "5000")
            handler.end_headers()
            handler.wfile.write(b"<rss>")

        web.answers["/"] = lie
        assert "broke the connection off" in refused(web.url())

    def test_gzip_bomb(self, web):
        """A small document that grows when it is decompressed is cut where it becomes too large."""
        web.serve("/", gzip.compress(b"\0" * 50_000_000), Content_Encoding="gzip")
        assert "larger than" in refused(web.url())

    def test_bombs_in_bombs(self, web):
        """Compressing many times over does not help either."""
        body = b"\0" * 50_000_000
        for _ in range(4):
            body = gzip.compress(body)
        web.serve("/", body, Content_Encoding="gzip, gzip, gzip, gzip")
        assert "larger than" in refused(web.url())

    def test_broken_compression(self, web):
        """What is not compressed as it says is told."""
        web.serve("/", b"not gzip at all", Content_Encoding="gzip")
        assert "cannot be decompressed" in refused(web.url())

    @pytest.mark.parametrize(
        "line",
        [
            b"",
            b"SSH-2.0-OpenSSH\r\n",
            b"HTTP/1.1 999999 ?\r\n\r\n",
            b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 500,
            b"\0" * 70000,
        ],
    )
    def test_no_http(self, web, line):
        """A server that speaks something else is told, not a bug."""
        web.answers["/"] = lambda handler: handler.wfile.write(line)
        refused(web.url())

    @pytest.mark.parametrize("charset", ["\x00", "é", '"', "utf-8'de'x", "a" * 3000])
    def test_odd_charset(self, web, charset):
        """A charset that nobody knows breaks nothing."""
        web.serve("/", b"x", Content_Type=f"text/xml; charset={charset}")
        assert get(web.url()).body == b"x"


class TestNobodyThere:
    """Addresses that lead nowhere."""

    @pytest.mark.parametrize(
        "address",
        [
            "",
            "feed",
            "/feed",
            "ftp://example.org/",
            "http://",
            "http://[::1",
            "http://a:b/",
            "http://a:99999/",
            "http:// /",
        ],
    )
    def test_no_address(self, address):
        """What is no web address is told as such."""
        refused(address)

    @pytest.mark.parametrize(
        "host", ["nobody.invalid", "a..b", "-", "x" * 64 + ".example", "é\u0301.invalid", "xn--a.invalid"]
    )
    def test_no_host(self, host):
        """A name that leads nowhere is told with the name."""
        assert host in refused(f"http://{host}/")

    def test_refused_connection(self):
        """A machine on which nobody listens is told."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        assert "refuses the connection" in refused(f"http://127.0.0.1:{port}/")


@pytest.fixture(scope="module")
def certificate(needs, tmp_path_factory):
    """Return a certificate that nobody has signed."""
    folder = tmp_path_factory.mktemp("certificate")
    files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")]
    subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    subprocess.run(
        [needs("openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *subject, *files],
        check=True,
        capture_output=True,
    )
    return folder


def answer_once(listening, context, names):
    """Accept one connection with TLS, and note the host that it asks for."""

    def note(connection, name, _context):
        names.append(name)

    context.sni_callback = note
    connection, _ = listening.accept()
    try:
        with context.wrap_socket(connection, server_side=True):
            pass
    except OSError:
        connection.close()


class TestCertificates:
    """Servers with TLS."""

    def test_unknown_certificate(self, certificate):
        """A server whose certificate nobody has signed is not believed; it is asked under its own name."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
        names = []
        with socket.create_server(("127.0.0.1", 0)) as listening:
            thread = threading.Thread(target=answer_once, args=(listening, context, names))
            thread.start()
            said = refused(f"https://localhost:{listening.getsockname()[1]}/", limits=Limits(timeout=5, total=10))
            thread.join()
        assert "the certificate of localhost is not good" in said
        assert names == ["localhost"]

    def test_no_tls(self, web):
        """A server without TLS is told as such."""
        said = refused(f"https://127.0.0.1:{web.port}/")
        assert "TLS" in said or "broke the connection off" in said
