"""The transport against real servers that behave in every way the RFC allows, and some it does not."""

import asyncio
import socket
import ssl
import subprocess
import threading
from contextlib import contextmanager

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from publisher.delivery.replies import ServerUnavailableError
from publisher.delivery.server import Server
from publisher.delivery.smtp import SmtpTransport
from publisher.errors import ConfigurationError, DeliveryError

MESSAGE = b"To: a@example.net\r\nSubject: x\r\n\r\n..not one\r\nbody\r\n".replace(b"\r\n..", b"\r\n")


class Scripted:
    """Answers as the recipient's name says, and keeps what it takes."""

    def __init__(self):
        self.taken = []
        self.sessions = set()

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802  # the server calls it so
        """Answer with the code that the address begins with, or break off."""
        self.sessions.add(id(session))
        word = address.partition("@")[0]
        if word.isdigit():
            return f"{word} 4.2.0 says the server of {word}"
        if word == "drop":
            server.transport.abort()
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802  # the server calls it so
        """Answer the content as the first recipient says."""
        word = envelope.rcpt_tos[0].partition("@")[0]
        if word == "dropafter":
            server.transport.abort()
        if word == "hang":
            await asyncio.sleep(60)
        if word.startswith("data"):
            return f"{word[4:]} says the server of the content"
        self.taken.append((envelope.mail_from, envelope.rcpt_tos, envelope.content))
        return "250 2.0.0 taken as 17"


class AnyPort(Controller):
    """A controller on whatever port is free."""

    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def running(handler, **options):
    """Run a server on a free port."""
    controller = AnyPort(handler, hostname="127.0.0.1", port=0, **options)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop(no_assert=True)


@pytest.fixture
def handler():
    """Return what the server does."""
    return Scripted()


@pytest.fixture
def port(handler):
    """Return the port of a server without encryption."""
    with running(handler) as port:
        yield port


@pytest.fixture
def transport(port):
    """Return a transport to that server."""
    with SmtpTransport(plain(port)) as transport:
        yield transport


def plain(port, **options):
    """Return a server without encryption."""
    return Server(**{"host": "127.0.0.1", "port": port, "security": "none", "timeout": 5} | options)


def deliver(transport, recipient="a@example.net"):
    """Hand over the one message."""
    return transport.deliver("news@example.org", recipient, MESSAGE)


def test_message_arrives_as_it_was(transport, handler):
    """What is handed over arrives byte for byte, with sender and recipient."""
    outcome = deliver(transport)

    assert (outcome.state, outcome.reply) == ("sent", "250 2.0.0 taken as 17")
    assert handler.taken == [("news@example.org", ["a@example.net"], MESSAGE)]


def test_connection_is_kept(transport, handler):
    """Many messages go over one connection."""
    for _ in range(5):
        deliver(transport)

    assert len(handler.taken) == 5
    assert len(handler.sessions) == 1


@pytest.mark.parametrize(
    ("recipient", "state"),
    [
        ("450@example.net", "deferred"),
        ("452@example.net", "deferred"),
        ("550@example.net", "failed"),
        ("554@example.net", "failed"),
        ("data451@example.net", "deferred"),
        ("data554@example.net", "failed"),
    ],
)
def test_refusal_is_told_with_the_servers_words(transport, handler, recipient, state):
    """4xx puts off, 5xx refuses, at the recipient or at the content; the next message goes on."""
    outcome = deliver(transport, recipient)

    assert outcome.state == state
    assert outcome.reply.startswith(recipient.removeprefix("data")[:3])
    assert "says the server" in outcome.reply
    assert deliver(transport).state == "sent"


def test_drop_before_the_content_is_safe(transport):
    """A connection that breaks before the content took nothing: the message may be tried again."""
    with pytest.raises(ServerUnavailableError, match="the connection was closed"):
        deliver(transport, "drop@example.net")
    assert deliver(transport).state == "sent"


def test_drop_after_the_content_is_uncertain(transport):
    """A connection that breaks after the content may have taken it: nobody knows."""
    outcome = deliver(transport, "dropafter@example.net")

    assert (outcome.state, outcome.reply) == ("uncertain", "no answer after the content: the connection was closed")
    assert deliver(transport).state == "sent"


def test_silence_after_the_content_is_uncertain(port):
    """A server that never answers the content leaves the message uncertain."""
    with SmtpTransport(plain(port, timeout=0.05)) as transport:
        outcome = deliver(transport, "hang@example.net")

    assert (outcome.state, outcome.reply) == ("uncertain", "no answer after the content: no answer in time")


class Closing(Scripted):
    """Says 421 to the third message of a connection, as servers with a limit do."""

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802  # the server calls it so
        """Count, and close at the third."""
        session.mails = getattr(session, "mails", 0) + 1
        if session.mails > 2:
            return "421 4.7.0 enough for one connection"
        envelope.mail_from = address
        return "250 OK"


def test_421_between_messages_renews_the_connection():
    """A server that wants a new connection after some messages gets one, and no message is lost."""
    handler = Closing()
    with running(handler) as port, SmtpTransport(plain(port)) as transport:
        states = [deliver(transport).state for _ in range(5)]

    assert states == ["sent"] * 5
    assert len(handler.sessions) == 3


@pytest.mark.parametrize(
    ("reply", "error", "words"),
    [
        ("550 5.7.1 not you", DeliveryError, "takes no mail from news@example.org: 550 5.7.1 not you"),
        ("451 4.3.0 disk full", ServerUnavailableError, "takes no mail just now: 451 4.3.0 disk full"),
        ("530 5.7.0 log in", DeliveryError, "wants a login first: 530 5.7.0 log in"),
        ("421 4.3.2 going down", ServerUnavailableError, "421 4.3.2 going down"),
    ],
)
def test_refused_sender_is_no_recipients_fault(reply, error, words):
    """A server that refuses the sender ends the run instead of failing every recipient."""

    class Refusing(Scripted):
        async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802  # the server calls it so
            return reply

    with running(Refusing()) as port, SmtpTransport(plain(port)) as transport, pytest.raises(error) as caught:
        deliver(transport)

    assert words in str(caught.value)
    assert caught.value.hint


def free_port():
    """Return a port on which nothing listens."""
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        return reserved.getsockname()[1]


def test_refused_connection_names_host_and_port():
    """Where nothing listens, the message says what to check."""
    port = free_port()

    with pytest.raises(ServerUnavailableError, match=f"127.0.0.1 refuses connections on port {port}") as caught:
        SmtpTransport(plain(port)).connect()
    assert "`port`" in caught.value.hint


def test_unknown_host_is_named():
    """A host that does not exist is named."""
    with pytest.raises(ServerUnavailableError, match=r"no mail server named mail\.invalid"):
        SmtpTransport(plain(25, host="mail.invalid")).connect()


@contextmanager
def raw(greeting):
    """A listener that says one thing and keeps silent."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer():
            connection, _ = listener.accept()
            with connection:
                connection.sendall(greeting)
                connection.recv(1000)

        thread = threading.Thread(target=answer)
        thread.start()
        yield listener.getsockname()[1]
        thread.join()


@pytest.mark.parametrize(
    ("greeting", "error", "words"),
    [
        (b"", ServerUnavailableError, "did not answer within 0.3 seconds"),
        (b"554 go away\r\n", DeliveryError, "does not let us in: 554 go away"),
        (b"421 busy\r\n", ServerUnavailableError, "does not let us in: 421 busy"),
        (b"HTTP/1.1 400 Bad Request\r\n", DeliveryError, "does not let us in"),
    ],
)
def test_unfriendly_greeting_is_told(greeting, error, words):
    """A server that is silent, busy or none at all is told apart."""
    with raw(greeting) as port, pytest.raises(error, match=words):
        SmtpTransport(plain(port, timeout=0.3)).connect()


@pytest.fixture(scope="session")
def certificate(tmp_path_factory, needs):
    """Return a certificate and key that a private authority, itself, made for localhost."""
    folder = tmp_path_factory.mktemp("tls")
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")]
    subprocess.run(
        [needs("openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *names, *files],
        check=True,
        capture_output=True,
    )
    return folder / "cert.pem", folder / "key.pem"


@pytest.fixture
def server_context(certificate):
    """Return the server's side of TLS."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*certificate)
    return context


def check_login(server, session, envelope, mechanism, data):
    """Accept one name with either of two passwords."""
    good = isinstance(data, LoginPassword) and data.login == b"jan" and data.password in (b"secret", "gehéim".encode())
    return AuthResult(success=good, handled=good)


def secure(port, certificate, **options):
    """Return a server with encryption."""
    return Server(**{"host": "localhost", "port": port, "timeout": 5, "ca_file": certificate[0]} | options)


@pytest.mark.parametrize("password", ["secret", "gehéim"])
def test_starttls_and_login(handler, certificate, server_context, password):
    """With STARTTLS the certificate is checked, then the login made, in any script."""
    options = {"tls_context": server_context, "require_starttls": True, "authenticator": check_login}
    with running(handler, auth_required=True, **options) as port:
        server = secure(port, certificate, username="jan", password=password)
        with SmtpTransport(server) as transport:
            assert deliver(transport).state == "sent"


def test_tls_from_the_first_byte(handler, certificate, server_context):
    """With implicit TLS the certificate is checked as well."""
    with (
        running(handler, ssl_context=server_context) as port,
        SmtpTransport(secure(port, certificate, security="tls")) as transport,
    ):
        assert deliver(transport).state == "sent"


@pytest.mark.parametrize("security", ["starttls", "tls"])
@pytest.mark.parametrize("wrong", [{"ca_file": None}, {"host": "127.0.0.1"}])
def test_bad_certificate_is_refused(handler, certificate, server_context, security, wrong):
    """A certificate of an unknown authority, or of another host, ends the attempt before any login."""
    side = {"ssl_context": server_context} if security == "tls" else {"tls_context": server_context}
    with running(handler, **side) as port:
        transport = SmtpTransport(secure(port, certificate, security=security, **wrong))
        with pytest.raises(DeliveryError, match=r"certificate of .* cannot be trusted") as caught:
            transport.connect()

    assert "ca_file" in caught.value.hint


def test_wrong_password_is_told_without_the_password(handler, certificate, server_context):
    """A refused login names the user and the server's words, never the password."""
    with running(handler, tls_context=server_context, authenticator=check_login) as port:
        server = secure(port, certificate, username="jan", password="hunter2")
        with pytest.raises(DeliveryError, match="does not accept the login of jan: 535") as caught:
            SmtpTransport(server).connect()

    assert "hunter2" not in f"{caught.value} {caught.value.hint} {server!r}"


def test_missing_starttls_is_refused(port):
    """Where STARTTLS is wanted and not offered, nothing is sent in the clear."""
    with pytest.raises(DeliveryError, match="does not offer STARTTLS"):
        SmtpTransport(plain(port, security="starttls")).connect()


def test_missing_login_is_told(port):
    """Where a login is wanted and not offered, the message says so."""
    with pytest.raises(DeliveryError, match="does not offer a login"):
        SmtpTransport(plain(port, username="jan", password="secret")).connect()


def test_tls_to_a_plain_port_is_told(port):
    """TLS spoken to a port without it says which security goes with which port."""
    with pytest.raises(DeliveryError, match="does not speak TLS") as caught:
        SmtpTransport(plain(port, security="tls")).connect()
    assert "465" in caught.value.hint


def test_missing_authority_file_is_a_configuration_error(port, tmp_path):
    """A certificate file that is not there is named."""
    with pytest.raises(ConfigurationError, match=r"nothing\.pem cannot be read: No such file or directory"):
        SmtpTransport(plain(port, ca_file=tmp_path / "nothing.pem")).connect()
