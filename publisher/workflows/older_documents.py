"""The documents of a feed before its newest: archives and pages (RFC 5005), and `next_url` of JSON Feed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import TYPE_CHECKING
from urllib.parse import urldefrag

from publisher.errors import DeliveryError, InputError
from publisher.model.post import Found, Post, Skipped, Warned
from publisher.sources import open_importer
from publisher.sources.feed_links import Older, older_document
from publisher.workflows.polling import needed_encoding

if TYPE_CHECKING:
    from pathlib import Path

    from publisher.sources import Place
    from publisher.sources.web_access import WebPage
    from publisher.workflows.revisiting import Revisits

#: Answers of the 400s after which a document may still come.
_PASSING = frozenset({408, 425, 429})


@dataclass(kw_only=True)
class OlderDocuments:
    """What a feed leads to, read backwards.

    A document that an earlier import has read is passed over at no cost: what
    is in an archive never changes, and a page matters only while it may hold
    what has come since.  So each import goes on where the last one stopped.
    """

    #: Of the newest document, as it was fetched; ``follow`` says how many others to read at most, ``known`` what of
    #: them was read before.
    place: Place
    #: Of the newest document; the others are of the same.
    kind: str
    pages: Revisits
    #: Called with the number of bytes just read.
    advance: Callable[[int], None]
    #: Tells whether it has still to be said that an older document can be read.
    untold: Callable[[str], bool]
    #: A document could not be had now, but perhaps at the next import.
    unfinished: bool = field(default=False, init=False)
    _left: int = field(default=0, init=False)
    _keys: set[str] = field(default_factory=set, init=False)
    _visited: set[str] = field(default_factory=set, init=False)
    _bodies: set[bytes] = field(default_factory=set, init=False)
    #: Some entry of the documents so far was here before: those behind hold nothing that has come since.
    _caught_up: bool = field(default=False, init=False)

    def behind(self, read: list[Found]) -> Iterator[Found]:
        """Yield what the older documents say that newer ones do not, the newest first.

        Args:
            read: What the newest document says.
        """
        body = self.place.path.read_bytes()
        home = self.place.address or self.place.shown
        link = older_document(body, home, self.place.encoding)
        if not self.place.follow:
            if link is not None and self.untold(urldefrag(link.address)[0]):
                reason = "it leads to older documents; `--follow N`, or `follow = N` in its [[source]], reads N of them"
                yield Warned(place=self.place.shown, reason=reason)
            return
        self._left = self.place.follow
        self._visited |= {urldefrag(address)[0] for address in (self.place.shown, home)}
        self._bodies.add(_digest(body))
        self._note(read)
        while link is not None and (address := urldefrag(link.address)[0]) not in self._visited:
            self._visited.add(address)
            if self.pages.was_read(address) and (link.archive or self._caught_up):
                link = self._behind_known(address, link)
                continue
            if not self._left:
                yield Warned(
                    place=self.place.shown,
                    reason=f"{_documents(self.place.follow)} read, as `follow` says; there are more",
                )
                return
            self._left -= 1
            found: list[Found] = []
            link = self._read(address, link, found)
            yield from found

    def _read(self, address: str, link: Older, found: list[Found]) -> Older | None:
        """Read one document; return what it leads to."""
        answer = self._fetched(address)
        if isinstance(answer, Warned | Skipped):
            found.append(answer)
            return None
        if answer is None:
            self._caught_up = True
            return self._behind_known(address, link)
        digest = _digest(answer.body)
        older = older_document(answer.body, answer.address, self.place.encoding)
        if digest in self._bodies:
            found.append(Warned(place=address, reason="the same document as one before; nothing behind it is read"))
            older = None
        else:
            self._bodies.add(digest)
            self._visited.add(urldefrag(answer.address)[0])
            said = list(self._said(answer))
            posts = [each for each in said if isinstance(each, Post)]
            fresh = [each for each in posts if each.key not in self._keys]
            found += [each for each in said if not isinstance(each, Post) or each.key not in self._keys]
            if not fresh and older is not None and not link.archive:
                if posts:
                    found.append(
                        Warned(place=address, reason="it has nothing that newer pages have not; the last read")
                    )
                older = None
            elif older is not None and urldefrag(older.address)[0] in self._visited:
                found.append(Warned(place=address, reason=f"it leads back to {older.address}; the last read"))
                older = None
            self._note(said)
        self.pages.settle(address, older="" if older is None else older.address)
        return older

    def _fetched(self, address: str) -> WebPage | Warned | Skipped | None:
        """Return a document, or why it cannot be had; None where it is as it was."""
        from publisher.transport.http import RefusedError

        if not self.pages.may_read(address):
            return Skipped(place=address, reason="older document that programs may not read")
        try:
            answer = self.pages.fetch_again(address)
        except DeliveryError as error:
            if isinstance(error, RefusedError) and 400 <= error.status < 500 and error.status not in _PASSING:
                self.pages.settle(address)
            else:
                self.unfinished = True
            words = str(error).removeprefix(address).strip()
            return Warned(place=address, reason=f"an older document: {words}; what stands behind it is not read")
        if answer is not None:
            self.advance(len(answer.body))
        return answer

    def _said(self, answer: WebPage) -> Iterator[Found]:
        """Read a document with the importer of the newest one."""
        file = _beside(self.place.path, len(self._bodies))
        file.write_bytes(answer.body)
        place = replace(
            self.place,
            path=file,
            shown=answer.address,
            address=answer.address,
            encoding=self.place.encoding or needed_encoding(answer.body, answer.charset),
            web=None,
            follow=0,
        )
        try:
            yield from open_importer(self.kind, place).read(lambda _: None)
        except InputError as error:
            yield Warned(place=answer.address, reason=f"an older document that cannot be read: {error}")
        finally:
            file.unlink()

    def _behind_known(self, address: str, link: Older) -> Older | None:
        older = self.pages.older(address)
        return replace(link, address=older) if older else None

    def _note(self, said: list[Found]) -> None:
        keys = {each.key for each in said if isinstance(each, Post)}
        self._keys |= keys
        self._caught_up = self._caught_up or not keys.isdisjoint(self.place.known)


def _beside(path: Path, number: int) -> Path:
    """Return a file for a document, with the name of another: importers look at endings."""
    folder = path.parent / f"older-{number}"
    folder.mkdir()
    return folder / path.name


def _digest(body: bytes) -> bytes:
    return blake2b(body, digest_size=16).digest()


def _documents(number: int) -> str:
    return "1 older document was" if number == 1 else f"{number:,} older documents were"
