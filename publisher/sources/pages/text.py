"""Where the text of a page stands: trafilatura decides, and the page's own elements are kept.

trafilatura returns the sentences of a text, and by itself loses captions,
definition lists, the numbers of lists and more.  So its sentences are looked
for in the page: the element that holds them all is the text, less what they
do not come from.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from publisher.sources.pages.clean import is_named_aside
from publisher.sources.pages.document import INLINE, UNREAD, Element, body_of, is_element, letters_of, size

#: Part of the sentences that the element chosen must hold.
SHARE = 0.97

#: Part of an element's letters that the sentences must make up for it to be kept as it is.
WHOLE = 0.98

#: Letters from which a piece of text is known by standing in the sentences; a shorter one must be a whole line.
KNOWN = 15

#: Letters of a paragraph between two others that is kept although trafilatura did not take it.
MOST_BETWEEN = 600

#: A page of more elements is not handed over: trafilatura's time grows with the square of their number.
MOST_ELEMENTS = 20_000

#: Elements that are kept between two paragraphs, whatever their length.
_KEPT_BETWEEN = frozenset(
    "blockquote center dl figure figcaption img ol picture pre table ul video audio iframe hr".split()  # noqa: SIM905
)

#: Elements that hold running words; what stands in them is never taken out.
_PARAGRAPHS = frozenset("p h1 h2 h3 h4 h5 h6 pre dt figcaption caption summary".split())  # noqa: SIM905

#: Elements that part a text; all others may stand in a line of it: ``<nobr>``, ``<time>``, ``<ruby>``, ``<my-word>``.
_BLOCKS = _PARAGRAPHS | frozenset(
    "address article aside audio blockquote body center dd details dialog dir div dl fieldset figure footer form header"  # noqa: SIM905
    " hgroup hr iframe li main menu nav noscript ol section table tbody td tfoot th thead tr ul video".split()
)


@dataclass(frozen=True, slots=True)
class Sentences:
    """What trafilatura takes for the text of a page, as letters and digits alone."""

    together: str
    lines: frozenset[str]

    def hold(self, letters: str) -> bool:
        """Tell whether a piece of text is among them."""
        return letters in self.together if len(letters) >= KNOWN else letters in self.lines


def is_vast(root: Element) -> bool:
    """Tell whether a page has more elements than trafilatura can be asked about."""
    return sum(1 for _ in root.iter()) > MOST_ELEMENTS


def sentences_of(root: Element) -> Sentences | None:
    """Return the sentences of a page's text; None where trafilatura finds none, or is not asked."""
    from trafilatura import bare_extraction

    if is_vast(root):
        return None
    try:
        document: Any = bare_extraction(
            deepcopy(root), include_comments=False, include_tables=True, with_metadata=False
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, LookupError):
        return None  # the library's own faults
    if document is None or not document.text:
        return None
    lines = document.text.split("\n")
    cells = {letters_of(cell) for line in lines for cell in (line, *line.split("|"))}
    return Sentences("".join(map(letters_of, lines)), frozenset(cells))


class Located:
    """The sentences of a page, found again in its elements."""

    def __init__(self, root: Element, sentences: Sentences) -> None:
        #: Element → letters of the sentences that stand in it.
        self.found: dict[Element, int] = {}
        #: Element → all of its letters.
        self.total: dict[Element, int] = {}
        self._sentences = sentences
        self._measure(body_of(root))

    def _measure(self, body: Element) -> None:
        own: dict[Element, list[str]] = {}
        _own_texts(body, body, own)
        for block, texts in own.items():
            joined = letters_of("".join(texts))
            if not joined:
                continue
            if self._sentences.hold(joined):
                known = len(joined)
            else:
                pieces = map(letters_of, texts)
                known = sum(len(each) for each in pieces if len(each) >= KNOWN and each in self._sentences.together)
            for element in (block, *block.iterancestors()):
                self.total[element] = self.total.get(element, 0) + len(joined)
                if known:
                    self.found[element] = self.found.get(element, 0) + known

    @property
    def whole(self) -> int:
        """How many letters of the sentences stand in the page."""
        return max(self.found.values(), default=0)

    def share(self, *elements: Element) -> float:
        """Return which part of the sentences stands in these elements."""
        return sum(self.found.get(each, 0) for each in elements) / self.whole if self.found else 0.0

    def holder(self, root: Element) -> Element | None:
        """Return the smallest element that holds nearly all of the sentences; None where there are none."""
        element = body_of(root)
        whole = self.found.get(element, 0)
        if not whole:
            return None
        while True:
            inner = max(element, key=lambda child: self.found.get(child, 0), default=None)
            if inner is None or self.found.get(inner, 0) < SHARE * whole or inner.tag in INLINE or inner.tag == "p":
                return element
            element = inner

    def without_rest(self, element: Element, *, named: bool) -> Element:
        """Return a copy of an element without what the sentences do not come from, but for what stands among them.

        Args:
            element: It holds the text.
            named: It says so: what stands before and behind the sentences is part of the text, too.
        """
        copied = deepcopy(element)
        # A copy has the same elements in the same order.
        shares = {
            twin: self.found[each] / self.total[each]
            for each, twin in zip(element.iter(), copied.iter(), strict=True)
            if each in self.found
        }
        _prune(copied, shares, named=named)
        return copied


def _prune(element: Element, shares: dict[Element, float], *, named: bool) -> None:
    children = [child for child in element if is_element(child)]
    held = [place for place, child in enumerate(children) if child in shares]
    start, stop = (0, len(children)) if named else _reach(children, held)
    for place, child in enumerate(children):
        if child in shares:
            if shares[child] < WHOLE:
                _prune(child, shares, named=named)
        elif not is_in_line(child) and not (start <= place < stop and _belongs(child)):
            child.drop_tree()


def is_in_line(element: Element) -> bool:
    """Tell whether an element stands in a line of words, so that taking it out would tear them."""
    if element.tag in INLINE:
        return True
    if element.tag in _BLOCKS or next(element.iterdescendants(*_BLOCKS), None) is not None:
        return False
    around, before = element.getparent(), element.getprevious()
    if around is None or around.tag in _PARAGRAPHS:
        return around is not None
    beside = (element.tail or "", (around.text if before is None else before.tail) or "")
    return any(map(str.strip, beside))


def _reach(children: list[Element], held: list[int]) -> tuple[int, int]:
    """Return where the text among children begins and ends, with the pictures before and behind it."""
    if not held:
        return 0, 0
    start, stop = held[0], held[-1] + 1
    while start and _is_wordless(children[start - 1]):
        start -= 1
    while stop < len(children) and _is_wordless(children[stop]):
        stop += 1
    return start, stop


def _is_wordless(element: Element) -> bool:
    return element.tag in INLINE or size(element) == 0 or element.tag in {"figure", "img", "noscript"}


def _belongs(element: Element) -> bool:
    """Tell whether an element among the paragraphs of a text is a part of it, too."""
    if is_named_aside(element):
        return False
    length = size(element)
    linked = sum(size(link) for link in element.iterdescendants("a"))
    if linked * 2 > length and element.tag not in {"p", "pre", "blockquote", "figure", "table"}:
        return False
    return length <= MOST_BETWEEN or element.tag in _KEPT_BETWEEN


def _own_texts(element: Element, block: Element, own: dict[Element, list[str]]) -> None:
    """Collect the texts of each block that stand in no block inside it."""
    if element.tag in UNREAD or not is_element(element):
        return
    if element.tag == "br":
        own.setdefault(block, []).append("\n")
        return
    if not is_in_line(element):
        block = element
    texts = own.setdefault(block, [])
    if element.text:
        texts.append(element.text)
    for child in element:
        _own_texts(child, block, own)
        if child.tail:
            texts.append(child.tail)
