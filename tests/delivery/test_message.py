import re
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.utils import parsedate_to_datetime

import pytest

from publisher.delivery.message import Letterhead, Mailbox, message_id, prepare
from publisher.issues.slots import UNSUBSCRIBE
from publisher.model.subscriber import parse_address

SENDER = parse_address("news@example.org")
LETTERHEAD = Letterhead(
    sender=Mailbox(name="De Redactie", address=SENDER),
    reply_to=Mailbox(address=parse_address("answers@example.org")),
    list_id="weekly.example.org",
    list_name="De Weekbrief: één keer",
    unsubscribe=parse_address("list+leave&more@example.org"),
)
DATE = datetime(2026, 3, 5, 8, 30, tzinfo=UTC)
TOKEN = "ab" * 16

TEXTS = {
    "latin": ('<p>Één &amp; <a href="{0}">af</a>\n.\n' + "x" * 3000 + "</p>\n", "Één\n.\nFrom me\n\n{0}\n"),
    "cyrillic": ('<p>Привет, мир <a href="{0}">прочь</a></p>\n' * 30, "Привет, мир\n" * 30 + "\n{0}\n"),
}


def made(html, text, **changes):
    """Return one recipient's message."""
    prepared = prepare(
        **{
            "letterhead": LETTERHEAD,
            "subject": "Maart: één",
            "html": html,
            "text": text,
            "language": "nl",
            "date": DATE,
        }
        | changes
    )
    return prepared.fill(
        recipient=Mailbox(name="Jan, de Éérste", address=parse_address("jan@bücher.example.org")),
        token=TOKEN,
        message_id=message_id(3, TOKEN, SENDER),
    )


def parsed(data):
    """Parse a message as any reader would."""
    return message_from_bytes(data, policy=policy.SMTP)


@pytest.mark.parametrize("script", TEXTS)
def test_both_parts_are_read_back(script):
    """Text and HTML come back byte for byte, with this recipient's address to unsubscribe."""
    html, text = TEXTS[script]
    message = parsed(made(html.format(UNSUBSCRIBE), text.format(UNSUBSCRIBE)))
    mine = f"mailto:list+leave%26more@example.org?subject=unsubscribe%20{TOKEN}"
    parts = [(part.get_content_type(), part.get_content().replace("\r\n", "\n")) for part in message.iter_parts()]

    assert message.get_content_type() == "multipart/alternative"
    assert parts == [("text/plain", text.format(mine)), ("text/html", html.format(mine))]
    assert message["List-Unsubscribe"] == f"<{mine}>"
    assert not any(part.defects for part in message.walk())


def test_headers_say_who_and_what():
    """A message names its sender, recipient, list, language and time."""
    message = parsed(made("<p>x</p>", "x"))

    assert message["From"] == "De Redactie <news@example.org>"
    assert [(to.display_name, to.addr_spec) for to in message["To"].addresses] == [
        ("Jan, de Éérste", "jan@xn--bcher-kva.example.org")
    ]
    assert message["Reply-To"] == "answers@example.org"
    assert message["Subject"] == "Maart: één"
    assert parsedate_to_datetime(message["Date"]) == DATE
    assert message["List-Id"] == "De Weekbrief: één keer <weekly.example.org>"
    assert message["Content-Language"] == "nl"
    assert message["MIME-Version"] == "1.0"
    assert re.fullmatch(r"<[0-9a-f]{32}\.3@example\.org>", message["Message-ID"])


def test_no_one_click_without_a_page_for_it():
    """A mailto address alone promises no one-click unsubscription (RFC 8058)."""
    assert parsed(made("<p>x</p>", "x"))["List-Unsubscribe-Post"] is None


def test_message_is_fit_for_the_wire():
    """All is ASCII with CRLF; no line is long or begins with a dot."""
    html, text = TEXTS["latin"]
    data = made(html, text)

    assert data.isascii()
    assert data.endswith(b"\r\n")
    assert data.count(b"\n") == data.count(b"\r\n") == data.count(b"\r")
    assert max(map(len, data.split(b"\r\n"))) <= 998
    assert not re.search(rb"(?m)^\.", data)


def test_message_id_stays_the_same_and_keeps_the_secret():
    """An issue has one Message-ID per recipient, from which nobody learns the token."""
    first = message_id(3, TOKEN, SENDER)

    assert first == message_id(3, TOKEN, SENDER)
    assert first != message_id(4, TOKEN, SENDER)
    assert first != message_id(3, "cd" * 16, SENDER)
    assert TOKEN not in first


def test_subject_cannot_add_headers():
    """A subject with line ends stays a subject."""
    message = parsed(made("<p>x</p>", "x", subject="Maart\r\nBcc: everybody@example.org\n\nbody"))

    assert message["Bcc"] is None
    assert message["Subject"] == "Maart Bcc: everybody@example.org body"


def test_token_of_another_length_is_refused():
    """A token that would break the prepared lines is refused."""
    prepared = prepare(letterhead=LETTERHEAD, subject="s", html="h", text="t", language="nl", date=DATE)

    with pytest.raises(ValueError, match="32 characters"):
        prepared.fill(recipient=Mailbox(address=SENDER), token="short", message_id="<a@example.org>")
