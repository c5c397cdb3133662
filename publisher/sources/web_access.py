"""How an importer gets at pages of the Web: somebody else fetches them."""

from __future__ import annotations

from dataclasses import dataclass
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


class WebAccess(Protocol):
    """Fetches pages one after the other: politely, safely, and only where programs are welcome."""

    def may_read(self, address: str) -> bool:
        """Tell whether the site lets programs read this page (RFC 9309)."""

    def fetch(self, address: str) -> WebPage:
        """Fetch a document.

        Raises:
            DeliveryError: There is no answer that can be used.
        """
