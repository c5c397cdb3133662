import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.delivery.transfer_encoding import TOKEN, encode

SECRET = "0123456789abcdef" * 2


def wire(text):
    """Return the encoding, and what goes over the wire."""
    encoded = encode(text, token_length=len(SECRET))
    pieces = (piece if isinstance(piece, bytes) else piece.fill(SECRET.encode()) for piece in encoded.pieces)
    return encoded.encoding, b"".join(pieces)


def decoded(encoding, data):
    """Return what a reader makes of it."""
    import base64
    import quopri

    return (
        quopri.decodestring(data) if encoding == "quoted-printable" else base64.b64decode(data, validate=False)
    ).decode()


scraps = st.text(max_size=200) | st.sampled_from(
    [".", "..", "From ", "\n", "=", " \n", "\t\n", "a" * 80, "é" * 40, "Привет, мир! " * 9, TOKEN + " " * 9]
)


@given(st.lists(scraps, max_size=12).map("".join))
def test_any_text_is_read_back(text):
    """Any text comes back from the wire, its line ends as CRLF, its tokens filled in."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n")
    try:
        encoding, data = wire(text)
    except ValueError:
        assert TOKEN * 2 in text
        return

    assert decoded(encoding, data) == lines.replace(TOKEN, SECRET)
    assert data.isascii()
    assert all(len(line) <= 76 for line in data.split(b"\r\n"))
    assert not any(line.startswith((b".", b"From ")) for line in data.split(b"\r\n"))
    assert data.count(b"\n") == data.count(b"\r\n") == data.count(b"\r")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [("Één artikel over vroeger. " * 20, "quoted-printable"), ("Привет, мир! " * 20, "base64")],
)
def test_shorter_encoding_is_chosen(text, encoding):
    """Latin script stays readable, other scripts stay small."""
    assert wire(text)[0] == encoding


@pytest.mark.parametrize("before", range(100))
def test_token_is_never_broken(before):
    """A token stands in one piece in quoted-printable, wherever it falls."""
    _, data = wire("x" * before + TOKEN + "y" * 60)

    assert SECRET.encode() in data


@pytest.mark.parametrize("before", range(3))
def test_token_falls_anywhere_in_base64(before):
    """A token is filled in wherever it falls between base64's groups of three."""
    text = "Привет" * 20 + "x" * before + TOKEN + "мир" * 20
    encoding, data = wire(text)

    assert encoding == "base64"
    assert decoded(encoding, data) == text.replace(TOKEN, SECRET)
