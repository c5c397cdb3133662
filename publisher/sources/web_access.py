"""How an importer gets at pages of the Web: somebody else fetches them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class WebPage:
    """One document, as it was fetched."""

    #: Address after all redirects.
    address: str
    body: bytes
    #: Media type in lower case, without parameters; empty where the server names none.
    content_type: str = ""
    #: Encoding that the server names.
    charset: str | None = None
    #: What the server says, so that it can be asked later whether the document has changed.
    etag: str | None = None
    last_modified: str | None = None


class WebAccess(Protocol):
    """Fetches pages one after the other: politely, safely, and only where programs are welcome."""

    def may_read(self, address: str) -> bool:
        """Tell whether the site lets programs read this page (RFC 9309)."""

    def fetch(self, address: str) -> WebPage:
        """Fetch a document.

        Raises:
            DeliveryError: There is no answer that can be used.
        """

    def was_read(self, address: str) -> bool:
        """Tell whether an earlier import has read this page, whatever it was."""

    def may_have_changed(self, address: str, changed: date | datetime | None) -> bool:
        """Tell whether a page may be another than it was at the last import.

        Args:
            address: Of the page.
            changed: When it has changed last, as the site says.
        """

    def fetch_again(self, address: str) -> WebPage | None:
        """Fetch a page that was read before; None where it is as it was.

        Raises:
            DeliveryError: There is no answer that can be used.
        """

    def settle(self, address: str) -> None:
        """Remember that a page was read, and that there is nothing to say about it."""
