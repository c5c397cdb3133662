"""XML exports, one record at a time: of any size, damaged or hostile.

An export is a long list of records (``<entry>``, ``<item>``).  The file is cut
at their tags first, and each record is then parsed by itself, without
entities, DTD or network: memory is that of one record, a damaged record costs
no other, and every place has its line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape, unescape
from typing import TYPE_CHECKING, NoReturn, cast

from publisher.errors import InputError
from publisher.model.entry import Origin
from publisher.model.post import Rejected, Warned
from publisher.sources.inputs.resource import Place
from publisher.sources.inputs.xml_fields import Fields, fields_of
from publisher.sources.inputs.xml_text import XmlText

if TYPE_CHECKING:
    from lxml.etree import _Element

#: So many elements may be open, and so many prefixes be bound in one of them.
_DEEPEST = 100
_MOST = 100

_ELEMENT = re.compile(r"<(/?)([A-Za-z_][\w.:-]*)([^<>]*)>")
_BINDING = re.compile(r"""\bxmlns(?::((?!xml)[A-Za-z_][\w.-]*))?\s*=\s*(?:"([^"<]*)"|'([^'<]*)')""", re.ASCII)


class Bindings:
    """Prefix → namespace, as the elements that are open bind them."""

    def __init__(self, known: Mapping[str, str]) -> None:
        """Begin with the prefixes that need no declaration."""
        self._known = known
        #: Elements that are open, with what each binds.
        self._open: list[tuple[str, dict[str, str]]] = []
        #: A new one after each change: who has got one may keep it.
        self.current: Mapping[str, str] = dict(known)

    def follow(self, text: str) -> None:
        """Open and close the elements of a text that holds no CDATA and no comments."""
        for found in _ELEMENT.finditer(text):
            self._nest(found)

    def _nest(self, found: re.Match[str]) -> None:
        """Open or close an element: what it binds is said of what is in it alone."""
        closes, name, attributes = found.groups()
        if closes:
            levels = [level for level, (opened, _) in enumerate(self._open) if opened == name]
            gone = self._open[levels[-1] :] if levels else []
            del self._open[len(self._open) - len(gone) :]
            is_changed = any(bound for _, bound in gone)
        elif attributes.endswith("/") or len(self._open) == _DEEPEST:
            return
        else:
            bound = {
                prefix: uri
                for prefix, double, single in _BINDING.findall(attributes)[:_MOST]
                if (uri := double or single) or not prefix
            }
            self._open.append((name, bound))
            is_changed = bool(bound)
        if is_changed:
            current = dict(self._known)
            for _, bound in self._open:
                current |= bound
            self.current = current


#: Characters of one record; a longer one is refused.
LONGEST = 1 << 24

#: So much of what stands before the first record is kept.
HEAD = 1 << 18

#: No tag that is searched for is longer.
_HELD_BACK = 4096

_PROLOG = re.compile(r"(?:\s+|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]*+(?:\[(.*?)\]\s*>)?", re.DOTALL | re.IGNORECASE)
_SECTION = re.compile(r"(<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z))", re.DOTALL)
_UNFIT = re.compile(
    r"&(?!(?:amp|lt|gt|quot|apos);)(?:#(?:x([0-9A-Fa-f]{1,8})|([0-9]{1,9}));|([A-Za-z][A-Za-z0-9]{1,31};))?"
    r"|<(?![A-Za-z_/!?])"
)

_TITLE = re.compile(r"<title[^<>]*>(?:<!\[CDATA\[)?([^<\]]{1,80})")
_LINE = re.compile(r" line \d+")

#: What libxml2 says of faults that lose nothing, besides all about namespaces.
_HARMLESS = frozenset({"ERR_MISPLACED_CDATA_END", "WAR_NS_URI", "WAR_NS_URI_RELATIVE", "ERR_ATTRIBUTE_REDEFINED"})

_AGAIN = "Export the blog again; if that does not help, mend the file at this line."


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One record as it stands in the file."""

    #: Qualified name of its element, as written.
    name: str
    #: 1-based.
    first_line: int
    last_line: int
    #: From the opening of its tag to the end of its closing tag.
    text: str
    #: Prefix → namespace, as said around it; the empty prefix is the default namespace.
    bound: Mapping[str, str]

    def origin(self, path: str, importer: str) -> Origin:
        """Return where a post is from that was read from this record of a file."""
        return Origin(path=path, first_line=self.first_line, last_line=self.last_line, importer=importer)


@dataclass(slots=True, kw_only=True)
class RecordFile:
    """One file of records, read once from top to bottom."""

    place: Place
    #: Names of the records, that of posts first; none stands inside another.
    names: tuple[str, ...]
    #: Closing tag of the whole list: a file without it has lost its end.
    end: str
    #: Prefix → namespace of those prefixes that need no declaration.
    known: Mapping[str, str] = field(default_factory=dict)
    #: Content of the file, where it is not to be read from the disk.
    data: bytes | None = None
    #: Called with the number of bytes just read.
    advance: Callable[[int], None] = field(default=lambda _: None)
    #: What stands before the first record; at most `HEAD` characters.
    head: str = ""
    #: Records of the first name that `fields` has come to, damaged ones included.
    count: int = 0
    _bindings: Bindings = field(init=False)
    _mended: dict[str, tuple[int, int]] = field(default_factory=dict)
    _began: bool = False
    _closed: bool = False

    def records(self) -> Iterator[Record | Rejected]:
        """Yield each record that has both its tags, and a `Rejected` for each that lacks one.

        Raises:
            InputError: The file cannot be read, is empty, or declares entities
                of its own; or the encoding that was told is not known.
        """
        self._bindings = Bindings(self.known)
        text = XmlText(place=self.place, data=self.data, advance=self.advance)
        cutter = _Cutter(self)
        for chunk in text.chunks():
            yield from cutter.take(chunk)
        yield from cutter.finish()
        for reason, (line, count) in text.mended.items():
            self.mended(reason, line, count)
        if not self._began and not self.head.strip():
            raise InputError(f"{self.place.shown} is empty", hint="Export the blog again, or name another file.")
        if self._began and not self._closed and not cutter.cut_off:
            yield self.rejected(cutter.line, f"the file ends without {self.end}, so posts may be missing at its end")

    def fields(
        self, prefix_of: Callable[[str], str | None], hint: str
    ) -> Iterator[tuple[Record, Fields] | Rejected | Warned]:
        """Yield each record with its fields, a `Rejected` for each that is damaged, and at the end what was mended.

        Args:
            prefix_of: As for `fields_of`.
            hint: What to do with a file that has no record of the first name.
        """
        for record in self.records():
            self.count += isinstance(record, Rejected) or record.name == self.names[0]
            element = record if isinstance(record, Rejected) else self.element(record)
            if isinstance(element, Rejected):
                yield element
            else:
                yield cast("Record", record), fields_of(element, prefix_of)
        yield from self.warnings()
        if not self.count:
            yield self.rejected(1, f"this file has no {self.names[0]}, so no post", hint)

    def head_fields(self, prefix_of: Callable[[str], str | None]) -> Fields:
        """Return what stands before the first record, as far as it can be read."""
        from lxml import etree

        start = self.head.find(f"<{self.end.strip('</>')}")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
        root = etree.fromstring(self.head[start:].encode("utf-8", "replace"), parser) if start >= 0 else None
        return Fields({}) if root is None else fields_of(root, prefix_of)

    def element(self, record: Record) -> _Element | Rejected:
        """Parse a record; rejected if its tags do not fit together."""
        from lxml import etree

        bindings = "".join(
            f' xmlns{prefix and ":"}{prefix}="{escape(unescape(uri))}"' for prefix, uri in record.bound.items()
        )
        # huge_tree lifts libxml2's limit of 10 MB for a text, and of 256 levels to 2,048: LONGEST is ours.
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=True,
            recover=True,
            remove_comments=True,
            remove_pis=True,
        )
        whole = f"<r{bindings}>{self._fit(record)}</r>".encode("utf-8", "replace")
        try:
            around = etree.fromstring(whole, parser)
        except etree.XMLSyntaxError as error:
            return self._damaged(record, record.first_line, error.msg or "it cannot be read")
        for fault in parser.error_log:
            line = min(record.first_line + fault.line - 1, record.last_line)
            if fault.domain_name != "NAMESPACE" and fault.type_name not in _HARMLESS:
                return self._damaged(record, line, fault.message or fault.type_name)
            self.mended("XML that is not well-formed was read all the same", line)
        if around is None or len(around) != 1:
            return self._damaged(record, record.first_line, "it is no single element")
        element: _Element = around[0]
        return element

    def warnings(self) -> Iterator[Warned]:
        """Say what was mended, once per kind."""
        for reason, (line, count) in self._mended.items():
            often = "" if count == 1 else f", {count:,} times, first in this line"
            yield Warned(place=f"{self.place.shown}:{line}", reason=f"{reason}{often}")

    def mended(self, reason: str, line: int, count: int = 1) -> None:
        """Remember something that `warnings` tells."""
        first, before = self._mended.get(reason, (line, 0))
        self._mended[reason] = (min(first, line), before + count)

    def rejected(self, line: int, reason: str, hint: str = _AGAIN) -> Rejected:
        """Say what is wrong at a line."""
        return Rejected(place=f"{self.place.shown}:{line}", reason=reason, hint=hint)

    def _damaged(self, record: Record, line: int, message: str) -> Rejected:
        title = _TITLE.search(record.text)
        named = f"“{' '.join(title[1].split())}”: " if title and title[1].strip() else ""
        # Lines within the record would be taken for those of the file.
        said = _LINE.sub("", " ".join(message.split()))
        return self.rejected(line, f"{named}the XML is damaged here, and the post with it: {said}")

    def _fit(self, record: Record) -> str:
        """Mend what only means itself: ``&`` and ``<`` in text, names of characters that XML does not know."""
        pieces = _SECTION.split(record.text)
        pieces[::2] = [_UNFIT.sub(_meant, piece) for piece in pieces[::2]]
        text = "".join(pieces)
        if text != record.text:
            self.mended("an & or < that XML does not allow was taken for what it means", record.first_line)
        return text

    def around(self, text: str) -> None:
        """Take notice of what stands around the records."""
        if not self._began and len(self.head) < HEAD:
            if not self.head:
                self._refuse_entities(text)
            self.head = (self.head + text)[:HEAD]
        if "<" in text:
            self._bindings.follow(_SECTION.sub("", text))
        if self.end in text:
            self._closed = True

    def begin(self) -> None:
        """Take notice of the beginning of a record."""
        self._began, self._closed = True, False

    def record(self, name: str, first_line: int, last_line: int, text: str) -> Record:
        """Make a record of what stands between two tags."""
        return Record(name=name, first_line=first_line, last_line=last_line, text=text, bound=self._bindings.current)

    def _refuse_entities(self, text: str) -> None:
        prolog = _PROLOG.match(text)
        doctype = _DOCTYPE.match(text, prolog.end() if prolog else 0)
        if doctype and "<!ENTITY" in (doctype[1] or text[doctype.start() :]).upper():
            _refuse(self.place)


def _refuse(place: Place) -> NoReturn:
    raise InputError(
        f"{place.shown} declares entities of its own in a <!DOCTYPE>, which no export does; it was not read",
        hint="Take the <!DOCTYPE> out if you trust the file.",
    )


def _meant(found: re.Match[str]) -> str:
    """Return what a stray sign stands for, in XML."""
    hexadecimal, decimal, name = found.groups()
    if hexadecimal or decimal:
        code = int(hexadecimal, 16) if hexadecimal else int(decimal)
        fits = code in (9, 10, 13) or 32 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000
        return found[0] if fits else ""
    if name and (meant := unescape(found[0])) != found[0]:
        return escape(meant)
    return escape(found[0])


class _Cutter:
    """Cuts a text that comes in chunks at the tags of records.

    Sections (CDATA, comments) hide what is in them.  One that never ends would
    hide the rest of the file: there the tags count again, sections or not.
    """

    def __init__(self, file: RecordFile) -> None:
        self._file = file
        either = "|".join(map(re.escape, file.names))
        tags = rf"<(/?)({either})(?:\s[^<>]*)?>"
        self._tokens = re.compile(rf"<!\[CDATA\[|<!--|{tags}")
        self._tags = re.compile(tags)
        self._buffer = ""
        #: Up to here the buffer was searched.
        self._scan = 0
        #: Up to here the text outside of records was told.
        self._told = 0
        #: Below this place sections hide nothing.
        self._bare = 0
        #: Where the search for the end of a section goes on.
        self._section = 0
        #: Name and place of the open record.
        self._open: tuple[str, int, int] | None = None
        #: The rest of a record that was given up is to be passed over.
        self._passing = False
        self._counted = 0
        self.line = 1
        #: The file ended in the middle of a record.
        self.cut_off = False

    def take(self, chunk: str) -> Iterator[Record | Rejected]:
        """Yield the records that end in the next chunk."""
        self._buffer += chunk
        yield from self._search(last=False)
        if len(self._buffer) - self._start() > LONGEST:
            yield from self._salvage(last=False)
            if len(self._buffer) - self._start() > LONGEST:
                yield from self._give_up(f"this record is longer than {LONGEST:,} characters")
                self._scan = max(self._scan, len(self._buffer) - _HELD_BACK)
        self._trim()

    def finish(self) -> Iterator[Record | Rejected]:
        """Yield what is left at the end of the file."""
        yield from self._search(last=True)
        if self._section:
            yield from self._salvage(last=True)
        self.cut_off = self._open is not None
        yield from self._give_up("the file ends in the middle of this record")
        self._tell(len(self._buffer))
        self._line_at(len(self._buffer))

    def _search(self, *, last: bool) -> Iterator[Record | Rejected]:
        """Search the buffer as far as it can be understood without what follows."""
        buffer = self._buffer
        while True:
            tokens = self._tags if self._scan < self._bare else self._tokens
            found = tokens.search(buffer, self._scan)
            if found is None:
                self._scan = max(self._scan, len(buffer) if last else len(buffer) - _HELD_BACK)
                return
            if found[0].startswith("<!"):
                closing = "-->" if found[0] == "<!--" else "]]>"
                end = buffer.find(closing, max(found.end(), self._section))
                if end < 0:
                    self._scan, self._section = found.start(), max(found.end(), len(buffer) - 2)
                    return
                self._scan, self._section = end + 3, 0
                continue
            self._scan = found.end()
            yield from self._tag(found)

    def _tag(self, found: re.Match[str]) -> Iterator[Record | Rejected]:
        """Open or close a record."""
        closes, name = found[1] == "/", found[2]
        if not closes:
            if self._open is not None:
                if name != self._file.names[0]:
                    return
                yield from self._give_up("this record has no closing tag")
            self._passing = False
            if not found[0].endswith("/>"):
                self._tell(found.start())
                self._file.begin()
                self._open = (name, found.start(), self._line_at(found.start()))
        elif self._open is not None and self._open[0] == name:
            _, start, line = self._open
            text = self._buffer[start : found.end()]
            yield self._file.record(name, line, self._line_at(found.end()), text)
            self._open, self._told = None, found.end()
        elif self._open is None and not self._passing and name == self._file.names[0]:
            self._told = found.end()
            yield self._file.rejected(self._line_at(found.start()), f"</{name}> closes a post that has no beginning")

    def _salvage(self, *, last: bool) -> Iterator[Record | Rejected]:
        """Go back to where an endless section began, and let the tags in it count."""
        self._bare, self._section = len(self._buffer), 0
        yield from self._search(last=last)

    def _give_up(self, reason: str) -> Iterator[Rejected]:
        """Let the open record go."""
        if self._open is not None:
            yield self._file.rejected(self._open[2], reason)
            self._open, self._passing = None, True
            self._told = self._scan

    def _start(self) -> int:
        """Return where what is still needed begins."""
        return self._open[1] if self._open is not None else min(self._told, self._scan)

    def _tell(self, end: int) -> None:
        """Show what stands outside of records, up to *end*."""
        if end > self._told and self._open is None and not self._passing:
            self._file.around(self._buffer[self._told : end])
        self._told = max(self._told, end)

    def _trim(self) -> None:
        """Forget what is done with."""
        if self._open is None:
            # Not in the middle of a tag: it may bind namespaces.
            self._tell(max(self._told, self._buffer.rfind(">", self._told, self._scan) + 1))
            if self._scan - self._told > LONGEST // 2:
                self._told = self._scan
        cut = self._start()
        if cut:
            self._line_at(cut)
            self._buffer = self._buffer[cut:]
            self._counted -= cut
            self._scan -= cut
            self._told = max(0, self._told - cut)
            self._bare = max(0, self._bare - cut)
            self._section = max(0, self._section - cut)
            if self._open is not None:
                self._open = (self._open[0], 0, self._open[2])

    def _line_at(self, place: int) -> int:
        """Return the line of a place in the buffer, not before the one asked last."""
        if place > self._counted:
            self.line += self._buffer.count("\n", self._counted, place)
            self._counted = place
        return self.line
