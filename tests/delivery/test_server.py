import pytest

from publisher.config import Smtp
from publisher.delivery.server import configured_server, fetch_password, is_local
from publisher.errors import ConfigurationError


@pytest.mark.parametrize(("security", "port"), [("starttls", 587), ("tls", 465), ("none", 25)])
def test_port_follows_the_security(security, port, tmp_path):
    """Without a port the usual one of the security is taken."""
    assert (
        configured_server(Smtp(host="mail.example.org", security=security), root=tmp_path, password=None).port == port
    )


@pytest.mark.parametrize(
    ("host", "local"),
    [("localhost", True), ("127.0.0.3", True), ("::1", True), ("10.0.0.1", False), ("mail.example.org", False)],
)
def test_only_this_machine_is_local(host, local):
    """Only what never leaves this machine counts as local."""
    assert is_local(host) is local


def test_password_in_the_clear_is_refused(tmp_path):
    """A password is not sent unencrypted to another machine, but may be to this one."""
    with pytest.raises(ConfigurationError, match="unencrypted"):
        configured_server(Smtp(host="mail.example.org", security="none", username="jan"), root=tmp_path, password="x")
    configured_server(Smtp(host="localhost", security="none", username="jan"), root=tmp_path, password="x")


def test_password_comes_from_environment_or_command():
    """The password is the variable's value, or the command's first line."""
    assert fetch_password(Smtp(), {}) is None
    assert fetch_password(Smtp(username="jan", password_env="MAIL"), {"MAIL": "secret"}) == "secret"
    assert fetch_password(Smtp(username="jan", password_command="printf 'se cret\\nmore'"), {}) == "se cret"


@pytest.mark.parametrize(
    "smtp",
    [
        Smtp(username="jan"),
        Smtp(username="jan", password_env="MAIL"),
        Smtp(username="jan", password_command="false"),
        Smtp(username="jan", password_command="no-such-command-here"),
        Smtp(username="jan", password_command="true"),  # says nothing
        Smtp(username="jan", password_command="'unclosed"),
    ],
)
def test_missing_password_says_where_it_should_be(smtp):
    """A password that is not where the configuration says is a configuration error with a hint."""
    with pytest.raises(ConfigurationError) as caught:
        fetch_password(smtp, {})
    assert caught.value.hint
