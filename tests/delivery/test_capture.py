"""The server that keeps mails instead of delivering them."""

import smtplib

from publisher.delivery.capture import capturing


def test_each_recipient_gets_the_message():
    """A message for two people is handed over twice, byte for byte."""
    kept = []
    message = b"Subject: one\r\n\r\n.dots and \xc3\xa9\r\n"
    keep = capturing(lambda recipient, content: kept.append((recipient, content)))
    with keep as port, smtplib.SMTP("127.0.0.1", port) as client:
        client.sendmail("me@example.org", ["a@example.org", "b@example.org"], message)
        client.sendmail("me@example.org", ["c@example.org"], b"Subject: two\r\n\r\n")

    assert kept == [
        ("a@example.org", message),
        ("b@example.org", message),
        ("c@example.org", b"Subject: two\r\n\r\n"),
    ]


def test_a_client_that_does_not_say_goodbye_is_no_trouble():
    """The server stops although somebody is still connected."""
    with capturing(lambda recipient, content: None) as port:
        client = smtplib.SMTP("127.0.0.1", port)
    client.close()
