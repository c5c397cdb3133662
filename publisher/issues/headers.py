"""Header lines of a mail: encoded, folded, and never more lines than were meant."""

import re
from email.header import Header
from email.utils import quote

_specials = re.compile(r"[^A-Za-z0-9 !#$%&'*+/=?^_`{|}~-]")
_LONGEST_PLAIN = 60


def one_line(text: str) -> str:
    r"""Return *text* with every run of white space and control characters as one space.

    What people typed into a name or a subject can so never begin a header of its own.

    >>> one_line("Jan\r\nBcc: everybody@example.org")
    'Jan Bcc: everybody@example.org'
    """
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def words(name: str, text: str) -> bytes:
    """Return the line of an unstructured header, such as Subject (RFC 5322, 2.2.1; RFC 2047).

    Args:
        name: Name of the header.
        text: What it says.
    """
    clean = one_line(text)
    charset = "us-ascii" if clean.isascii() else "utf-8"
    folded = Header(clean, charset, header_name=name, maxlinelen=76).encode(linesep="\r\n")
    return f"{name}: {folded}\r\n".encode("ascii")


def mailbox(name: str, display: str, address: str) -> bytes:
    """Return the line of a header that names one mailbox, such as To (RFC 5322, 3.4).

    Args:
        name: Name of the header.
        display: Name of the person; may be empty.
        address: In ASCII.
    """
    phrase = _phrase(name, one_line(display))
    if not phrase:
        return f"{name}: {address}\r\n".encode("ascii")
    width = len(name) + 2 + len(phrase.rpartition("\r\n")[2]) + len(address) + 3
    fold = "\r\n " if width > 76 else " "  # RFC 5322, 2.1.1
    return f"{name}: {phrase}{fold}<{address}>\r\n".encode("ascii")


def plain(name: str, value: str) -> bytes:
    """Return the line of a header whose value is ASCII and made by us.

    Raises:
        ValueError: The value holds what no header may.
    """
    if not (value.isascii() and value.isprintable()):
        raise ValueError(f"{name} may not hold {value!r}")
    return f"{name}: {value}\r\n".encode("ascii")


def _phrase(name: str, display: str) -> str:
    if not display.isascii() or len(display) > _LONGEST_PLAIN or "=?" in display:
        return Header(display, "utf-8", header_name=name, maxlinelen=76).encode(linesep="\r\n")
    return f'"{quote(display)}"' if _specials.search(display) else display
