"""Links between posts: where a post of an archive names another by its title.

A plain-text archive has lost the links of "Read also the article <title>", but
not their words.  `TitleIndex` finds them and puts the links back.

A title may also be a turn of phrase, so a mention has to show that it is one.
The words have to be those of the title, whole and in order, with its
punctuation; case, kinds of blank, of quotation mark and of hyphen may differ.
Titles that two posts share are never linked.  Titles of fewer than three words
and fewer than fifteen characters (Chinese characters and kana count twice) are
linked only where they end a sentence that sends the reader there in so many
words: "Read also the article <title>".  For the others, one of these must hold:

- the mention is a list item by itself, but for its number and a full stop;
- it stands in quotation marks;
- a word for a post stands right before it ("the article", "my post:");
- "read also" stands before it in its sentence, at most 40 characters away, or
  the sentence begins with "read", "see" or the like;
- it is a sentence by itself of at least five words, and neither a question nor
  an exclamation, as those are asked everywhere.

After a word for a post or an invitation the mention needs a capital where the
title has one; where the title has none, an invitation's sentence has to end
with the mention.  So neither a subject that happens to be a title nor a title
that happens to be a phrase becomes a link.

A heading, code, an existing link and the post's own title are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from html import escape, unescape

from msgspec.structs import replace

from publisher.model.entry import Entry, Link
from publisher.text.languages.labels import INVITATIONS, POSTS, READ_ALSO, alternatives

ARCHIVE = "archive"

FEWEST_WORDS = 3
FEWEST_CHARACTERS = 15
SENTENCE_WORDS = 5

#: So many words of a title are looked for before anything else is.
OPENING = 3

#: So far before a title its introduction may stand.
REACH = 40

#: So much of a block is looked at on both sides of a title.
CONTEXT = 400

_tag = re.compile(r"""<(?:[^<>"']|"[^"]*"|'[^']*')*>""")
_tag_name = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_word = re.compile(r"&#?\w+;|\w+")
_quotes = "'\"‘’‚‛“”„‟«»‹›「」『』`´"
_signs = frozenset(_quotes)
_quote = rf"(?:[{_quotes}]|&quot;|&#39;|&apos;)"
_one_quote = str.maketrans(dict.fromkeys(_quotes, "'"))
#: From here on one character says as much as two letters.
_wide = "\u2e80"
_hyphens = "-‐‑‒–—−"
_blank = r"(?:\s|&nbsp;)"

#: Elements within a block; every other tag begins or ends one.
_inline = frozenset(
    {"a", "abbr", "b", "cite", "code", "em", "i", "mark", "q", "s", "small", "span", "strong", "sub", "sup"}
)
#: Elements whose text is never linked.
_closed = frozenset({"a", "code", "pre", "h1", "h2", "h3", "h4", "h5", "h6"})

#: Stand in for each character of a tag, and of a text that is not to be linked.
_no_text, _other_text = "\x01", "\x02"

_begins = re.compile(rf"\s*(?:[•*‣-]|\(?\d{{1,3}}[.)])?\s*[{_quotes}]?")
_ends = re.compile(rf"[{_quotes}]?\s*[.!?。]?\s*[{_quotes}]?\s*")
_sentence_end = re.compile(rf"[.!?…][{_quotes}]?(?=\s)|[。！？]")
_read_also = re.compile(rf"(?<!\w)(?:{alternatives(READ_ALSO.values())})(?!\w)", re.IGNORECASE)
_invitation = re.compile(rf"\W*(?:{alternatives(INVITATIONS.values())})(?!\w)", re.IGNORECASE)
_post = re.compile(rf"(?:{alternatives(POSTS.values())})\s*[:：]?\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Target:
    """A title, and the post that has it."""

    id: str
    url: str
    words: int
    #: The title from its first word on, folded.
    title: str
    #: What stands before its first word, such as a dollar sign.
    before: str
    capital: bool
    #: Whether the title is a question or an exclamation.
    asks: bool
    #: It may be a common phrase.
    short: bool


@dataclass(slots=True)
class _Node:
    """The titles that go on with the same words."""

    next: dict[str, _Node] = field(default_factory=dict)
    ends: list[_Target] = field(default_factory=list)


class TitleIndex:
    """The titles of a publication, found in texts in one pass each."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Index the titles of published entries that have an address."""
        self._root = _Node()
        #: Up to three words that each title begins with, by their number.
        self._openings: dict[int, set[tuple[str, ...]]] = {}
        owners: dict[str, list[Entry]] = {}
        for entry in entries:
            if entry.url is not None and entry.status == "published":
                owners.setdefault(_folded(entry.title), []).append(entry)
        for title, having in owners.items():
            if len(having) == 1:
                self._add(title, having[0])

    def link(self, entry: Entry) -> Entry:
        """Link the titles that *entry* names; linking twice changes nothing.

        Each mention is linked; `links` gets one ``cross`` link per post named.
        """
        if entry.origin.importer != ARCHIVE or not self._may_name(_tag.sub(_no_text, entry.html)):
            return entry
        links: dict[str, Link] = {}
        html = "".join(self._pieces(entry, links))
        if not links:
            return entry
        known = {link.url for link in entry.links if link.kind == "cross"}
        new = tuple(link for url, link in links.items() if url not in known)
        return replace(entry, html=html, links=(*entry.links, *new))

    def _add(self, title: str, entry: Entry) -> None:
        """Put one title into the tree of words."""
        words = [word for word in _word.findall(title) if not word.startswith("&")]
        if not words:
            return
        start = title.index(words[0])
        node = self._root
        for word in words:
            node = node.next.setdefault(word, _Node())
        opening = tuple(words[:OPENING])
        self._openings.setdefault(len(opening), set()).add(opening)
        node.ends.append(
            _Target(
                id=entry.id,
                url=entry.url or "",
                words=len(words),
                title=title[start:],
                before=title[:start].translate(_one_quote),
                capital=entry.title.strip(_quotes)[:1].isupper(),
                asks=title.endswith(("?", "!", "？", "！")),
                short=not _is_distinctive(title),
            )
        )

    def _pieces(self, entry: Entry, links: dict[str, Link]) -> Iterator[str]:
        """Yield the HTML of *entry* piece by piece, links put in, and note them in *links*."""
        for block in _blocks(entry.html):
            done = 0
            for start, end, target in self._mentions(block):
                if target.id == entry.id:
                    continue
                words = block.html[start:end]
                yield block.html[done:start]
                yield f'<a href="{escape(target.url)}">{words}</a>'
                links.setdefault(target.url, Link(url=target.url, text=" ".join(unescape(words).split()), kind="cross"))
                done = end
            yield block.html[done:]

    def _mentions(self, block: _Block) -> Iterator[tuple[int, int, _Target]]:
        """Yield where a block names titles, the longest first at each place."""
        if not self._may_name(block.text):
            return
        words = [found for found in _word.finditer(block.text) if not found[0].startswith("&")]
        reached = 0
        for index, word in enumerate(words):
            if word.start() < reached:
                continue
            for target in self._beginning(words, index):
                match = _pattern(target.title).match(block.text, word.start())
                start = word.start() - len(target.before)
                if match and _plain(block.text[max(start, 0) : word.start()]).translate(_one_quote) == target.before:
                    if _is_mention(_mention(block, start, match.end(), target)):
                        yield start, match.end(), target
                    reached = match.end()
                    break

    def _may_name(self, text: str) -> bool:
        """Tell cheaply whether any title can stand in *text*: few texts hold one, and few of their blocks."""
        words = [word for word in _word.findall(text.casefold()) if word[0] != "&"]
        return any(
            not openings.isdisjoint(zip(*(words[skipped:] for skipped in range(length)), strict=False))
            for length, openings in self._openings.items()
        )

    def _beginning(self, words: list[re.Match[str]], index: int) -> list[_Target]:
        """Titles whose words stand from this word on, the longest first."""
        node = self._root
        found: list[_Target] = []
        for number in range(index, len(words)):
            following = node.next.get(words[number][0].casefold())
            if following is None:
                break
            node = following
            found += node.ends
        return found[::-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Block:
    """A stretch of HTML without a tag that begins or ends a block."""

    html: str
    #: The same, character by character, with tags and texts that are not to be linked blotted out.
    text: str
    #: The tag before it, such as ``<li>``.
    opened_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mention:
    """Where a title stands in a block: what its signs look at."""

    target: _Target
    opened_by: str
    #: Text of the block on both sides.
    before: str
    after: str
    #: What stands before it in its own sentence.
    sentence: str
    #: Nothing of its sentence follows.
    ends: bool
    #: It begins with a capital, or the title has none.
    capital: bool


def _mention(block: _Block, start: int, end: int, target: _Target) -> _Mention:
    before, after = _plain(block.text[max(0, start - CONTEXT) : start]), _plain(block.text[end : end + CONTEXT])
    if target.short:
        before, after = before.rstrip(_quotes), after.lstrip(_quotes)
    *_, begin = (0, *(found.end() for found in _sentence_end.finditer(before)))
    return _Mention(
        target=target,
        opened_by=block.opened_by,
        before=before,
        after=after,
        sentence=before[begin:],
        ends=not after.strip() or _sentence_end.match(f"{after} ") is not None,
        capital=not target.capital or block.text[start:end].lstrip(_quotes)[:1].isupper(),
    )


def _is_quoted(it: _Mention) -> bool:
    """Tell whether quotation marks stand around it: ‘The title’."""
    return it.before[-1:] in _signs and it.after[:1] in _signs


def _is_item(it: _Mention) -> bool:
    """Tell whether it is a list item by itself: ``<li>3. The title.</li>``."""
    return it.opened_by == "<li>" and _begins.fullmatch(it.before) is not None and _ends.fullmatch(it.after) is not None


def _is_sentence(it: _Mention) -> bool:
    """Tell whether it is a sentence by itself: "It rained. The title. We left."."""
    return it.ends and _begins.fullmatch(it.sentence) is not None


def _tells(it: _Mention) -> bool:
    """Tell whether as a sentence it is long, and neither a question nor an exclamation, as those are asked anywhere."""
    return it.target.words >= SENTENCE_WORDS and not it.target.asks and not it.after.lstrip().startswith(("?", "!"))


def _follows_word_for_post(it: _Mention) -> bool:
    """Tell whether a word for a post stands right before it: "in my article The title"."""
    return it.capital and _post.search(it.sentence) is not None


def _is_invited(it: _Mention) -> bool:
    """Tell whether its sentence sends the reader there: "See The title", "read also, if you like: The title"."""
    if not it.capital or not (it.target.capital or it.ends):
        return False
    near = _read_also.search(it.sentence[-REACH:])
    return near is not None or (len(it.sentence) <= REACH and _invitation.match(it.sentence) is not None)


def _is_sent_to(it: _Mention) -> bool:
    """Tell whether its sentence sends the reader there in so many words: "Read also the article The title."."""
    invites = _read_also.search(it.sentence[-REACH:]) or _invitation.match(it.sentence)
    return it.ends and invites is not None and _follows_word_for_post(it)


def _is_mention(it: _Mention) -> bool:
    """Tell whether a title is meant as one: by the first sign that decides."""
    if it.target.short:
        return _is_sent_to(it)
    if _is_quoted(it) or _is_item(it):
        return True
    return _tells(it) if _is_sentence(it) else _follows_word_for_post(it) or _is_invited(it)


def _blocks(html: str) -> Iterator[_Block]:
    """Cut HTML at the tags that begin or end blocks."""
    closed = 0
    begin = 0
    opened_by = ""
    text: list[str] = []
    done = 0

    def rest(to: int) -> str:
        return html[done:to] if closed == 0 else _other_text * (to - done)

    for tag in _tag.finditer(html):
        text.append(rest(tag.start()))
        name = _tag_name.match(tag[0])
        element = name[2].lower() if name else ""
        if element in _inline:
            text.append(_no_text * len(tag[0]))
        else:
            yield _Block(html=html[begin : tag.start()], text="".join(text), opened_by=opened_by)
            yield _Block(html=tag[0], text=_no_text * len(tag[0]), opened_by="")
            text, begin, opened_by = [], tag.end(), f"<{name[1]}{element}>" if name else ""
        done = tag.end()
        if name and element in _closed:
            closed = max(0, closed - 1) if name[1] else closed + 1
    text.append(rest(len(html)))
    yield _Block(html=html[begin:], text="".join(text), opened_by=opened_by)


def _plain(text: str) -> str:
    """Read blotted HTML as text."""
    return unescape(text.replace(_no_text, "")).replace("\xa0", " ")


def _is_distinctive(title: str) -> bool:
    """Tell whether a title is long enough to be more than a common phrase."""
    words = [word for word in _word.findall(title) if not word.startswith("&")]
    characters = len(title) + sum(char >= _wide for char in title)
    return bool(words) and (len(title.split()) >= FEWEST_WORDS or characters >= FEWEST_CHARACTERS)


def _folded(title: str) -> str:
    """Reduce a title to its words and punctuation: no case, no quotes around it, no full stop behind."""
    folded = " ".join(title.split()).removesuffix(".").casefold()
    inner = folded[1:-1]
    if folded[:1] in _quotes and folded[-1:] in _quotes and not set(inner) & set(_quotes):
        return inner.removesuffix(".")
    return folded


@cache
def _pattern(title: str) -> re.Pattern[str]:
    """Make an expression for a folded title as it may stand in HTML."""
    pieces = []
    for char in escape(title, quote=False):
        if char == " ":
            pieces.append(f"{_blank}+")
        elif char in _quotes:
            pieces.append(_quote)
        elif char in _hyphens:
            pieces.append(f"[{_hyphens}]")
        else:
            pieces.append(re.escape(char))
    return re.compile("".join(pieces) + r"(?!\w)", re.IGNORECASE)
