"""A page becomes the posts on it, each field from the surest part of the page that has it."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from html import escape
from urllib.parse import urlsplit

from publisher.model.entry import Enclosure, Person
from publisher.sources.inputs.titles import first_words
from publisher.sources.pages import text as texts
from publisher.sources.pages.clean import clean_body, holds_text, strip_page
from publisher.sources.pages.document import (
    Element,
    PageError,
    ancestor,
    attribute,
    body_of,
    first,
    highest,
    is_element,
    is_inside,
    letters_of,
    link_in,
    link_share,
    parse,
    pieces,
    same_page,
    size,
    tokens,
    words,
)
from publisher.sources.pages.json_ld import (
    Object,
    articles_in,
    chosen,
    claims_of,
    read_json_ld,
    types_of,
)
from publisher.sources.pages.kind import PageKind, is_elsewhere, is_of_site, kind_of, older_page, place_kind, post_links
from publisher.sources.pages.layouts import author_line, date_line, read_layout, standfirst
from publisher.sources.pages.markup import is_article, is_entry, read_h_entry, read_microdata
from publisher.sources.pages.metadata import LOCAL_HOSTS, Claims, Head, agree, enclosures_in, language_tag, read_head
from publisher.text.characters import one_line
from publisher.text.dates.machine import date_in_address, read_machine_date, read_written_date

#: Letters by which a description is told from the beginning of the text.
COMPARED = 60

#: Letters of an element without a marked text that may be a whole post.
LEAST_TEXT = 200

#: Part of trafilatura's sentences that a marked text must hold to be the text.
EXPLAINS = 0.6

#: Part of them that an element with the name of a text must hold.
NEARLY_ALL = 0.8

#: Letters beside a template of a script; with more, the text stands there already.
MOST_BESIDE = 25

#: Elements that are posts, or stand for posts on a list; the first kind that a page has counts.
_ROOTS: tuple[Callable[[Element], bool], ...] = (
    lambda element: is_entry(element) and "h-cite" not in tokens(element),
    is_article,
    lambda element: not tokens(element).isdisjoint({"post", "type-post"}) and element.tag not in {"body", "html"},
    lambda element: element.tag == "article",
)
_CUT_LINKS = frozenset({"more-link", "read-more", "readmore"})
_CUT_BOXES = frozenset({"read-more", "continue-reading", "more-link", "jump-link"})

_TEMPLATES = frozenset({"text/template", "text/x-template", "text/html"})

#: Signs that part a title from the name of a site: ``|``, ``--``, ``»``.
_SIGN = r"(?:[|·•»«:/–—~]+|-+)"
_AFTER = re.compile(rf"\s*{_SIGN}\s+")
_BEFORE = re.compile(rf"\s*{_SIGN}\s*$")
_SEPARATOR = re.compile(r"\s[-|–—·•»«/~]\s|:\s|\s?\|\s?")
#: ``A day out | My site``
_TAIL = re.compile(r"^(.{3,}?)\s+(?:[|·•»–—]|-{1,2}|::)\s+(.{1,60})$")


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePost:
    """One post of a page."""

    #: Empty only where the post has no words either.
    title: str
    html: str
    #: None where the page does not tell.
    published: date | datetime | None
    updated: date | datetime | None
    url: str | None
    foreign_id: str | None
    language: str | None
    #: As the author wrote it; the beginning of the text is none.
    summary: str | None
    authors: tuple[Person, ...]
    tags: tuple[str, ...]
    image: str | None
    #: What the picture shows, in plain text.
    image_alt: str
    enclosures: tuple[Enclosure, ...]
    #: The page says that it is a post.
    claimed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PageReading:
    """What a page turned out to be."""

    posts: tuple[PagePost, ...] = ()
    #: What it is instead of a post, as in `Skipped.reason`; empty for a post.
    other: str = ""
    #: Posts of which only the beginning stands here: their addresses, where they have one.
    excerpts: tuple[str | None, ...] = ()
    #: Feeds that the page names: address and title.
    feeds: tuple[tuple[str, str], ...] = ()
    #: Pages of the same host that it offers as posts.
    links: tuple[str, ...] = ()
    #: Page with older posts.
    older: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Root:
    """One post on a page."""

    element: Element
    #: What microformats and microdata in it say.
    marked: Claims
    #: What its parts say by their usual names.
    named: Claims
    #: Only its beginning stands on this page.
    cut: bool

    @property
    def claims(self) -> Claims:
        """What all of it says."""
        return agree([self.marked, self.named])

    @property
    def full(self) -> bool:
        """Whether its text stands on this page."""
        return bool(self.claims.body) and not self.cut


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """A page, and all that is known of it."""

    root: Element
    sentences: texts.Sentences | None
    head: Head
    objects: list[Object]
    address: str | None
    name: str
    kind: PageKind


def read_page(text: str, *, address: str | None = None, name: str = "", presumed: bool = False) -> PageReading:
    """Read a page.

    Args:
        text: The whole page.
        address: Where it was found, absolute; None where nobody knows.
        name: Path of its file, which may hold the date.
        presumed: The address is only where the file would stand: a page that
            says to be from another host is from there.

    Raises:
        PageError: It is too large or too deep to be read.
    """
    page = _opened(text, address=address, name=name, presumed=presumed)
    base = page.head.base
    older = older_page(page.root, base=base)
    strip_page(page.root)
    roots = _find_roots(page.root, base=base, language=page.head.claims.language, generator=page.head.generator)
    links = post_links(page.root, base=base) if base else ()
    return replace(_read(page, roots), feeds=page.head.feeds, links=links, older=older)


def read_article(text: str, *, address: str | None = None) -> PagePost:
    """Read a page as one article, whatever else it may be.

    Raises:
        PageError: It is too large or too deep to be read.
    """
    page = _opened(text, address=address, name="", presumed=False)
    strip_page(page.root)
    head = page.head
    roots = _find_roots(page.root, base=head.base, language=head.claims.language, generator=head.generator)
    return _dated(page, _article(page, _main(page, roots))[0])


def _opened(text: str, *, address: str | None, name: str, presumed: bool) -> _Page:
    root = parse(text)
    _show_templates(root)
    head = read_head(root, address=address, presumed=presumed)
    objects = read_json_ld(root)
    kind = kind_of(root, head, objects)
    sentences = texts.sentences_of(root)
    return _Page(root=root, sentences=sentences, head=head, objects=objects, address=address, name=name, kind=kind)


def _read(page: _Page, roots: list[_Root]) -> PageReading:
    if other := _no_post(page):
        return PageReading(other=other)
    place = page.address or page.name
    full = [root for root in roots if root.full]
    if page.kind == "" and not full and (place_kind(place) or _is_beginning(page, roots, place)):
        return PageReading(other="list page", excerpts=tuple(root.claims.url for root in roots))
    several = page.kind == "list page" or (page.kind == "" and len(roots) > 1 and len(full) != 1)
    if several and full:
        posts = tuple(_one_of_many(page, root) for root in full)
        return PageReading(posts=posts, excerpts=tuple(root.claims.url for root in roots if not root.full))
    if page.kind == "list page" or (several and _is_list(page, roots)):
        return PageReading(other="list page")
    return _single(page, _main(page, roots))


def _no_post(page: _Page) -> str:
    """Return what a page is that is surely no post; nothing for one that may be."""
    if page.head.refresh and len(words(body_of(page.root))) < COMPARED * 4:
        return "redirect page"
    if page.kind in {"error page", "page"}:
        return page.kind
    return "draft" if place_kind(page.address or page.name) == "draft" else ""


def _is_beginning(page: _Page, roots: list[_Root], place: str) -> bool:
    """Tell whether a page shows one post whose page is elsewhere, and hardly any other text."""
    if len(roots) != 1 or not is_elsewhere(roots[0].claims.url or "", place):
        return False
    return size(body_of(page.root)) <= 2 * size(roots[0].element) or _located(page) is None


def _main(page: _Page, roots: list[_Root]) -> _Root | None:
    """Return the post that a page with one post is about."""
    own = [address for address in (page.address, page.head.claims.url) if address]
    for root in roots:
        if root.claims.url and any(same_page(root.claims.url, address) for address in own):
            return root
    with_body = [root for root in roots if root.claims.body]
    headed = [root for root in with_body if first(root.element, "h1") is not None]
    return next(iter(headed or with_body or roots), None)


def _single(page: _Page, root: _Root | None) -> PageReading:
    post, body = _article(page, root)
    if not post.claimed and not (root and root.claims.body):
        listed = link_share(body[0] if body else page.root) > 0.5 or _is_list(page, [])
        if listed or is_of_site(page.head, page.objects):
            return PageReading(other="list page" if listed else "page")
    return PageReading(posts=(_dated(page, post),))


def _article(page: _Page, root: _Root | None) -> tuple[PagePost, tuple[Element, ...]]:
    """Return the post that a page with one post is about, and where its text stands."""
    head, base = page.head, page.head.base
    scope = root.element if root else page.root
    language = head.claims.language
    article = chosen(articles_in(page.objects), base=base, address=page.address or head.claims.url)
    items = highest(page.root, is_article) if root is None else []
    claims = [
        claims_of(article, base=base) if article else Claims(),
        root.marked if root else Claims(),
        *(read_microdata(item, base=base, language=language) for item in items[:1]),
        head.claims,
        root.named if root else read_layout(scope, base=base, language=language, generator=head.generator),
    ]
    merged = agree([*claims, Claims(published=_date_elsewhere(page), authors=author_line(page.root))])
    place, body = _body(page, claims)
    url = _address(page, merged.url, [each.url for each in claims])
    summary = (standfirst(place[0]) if place else "") or merged.summary
    title = _title(page, claims, scope, place)
    return _post(page, replace(merged, url=url, title=title, summary=summary), body), body


def _body(page: _Page, claims: list[Claims]) -> tuple[tuple[Element, ...], tuple[Element, ...]]:
    """Return the elements in which the text stands, and the text alone.

    What is marked counts, unless trafilatura finds much of the text elsewhere;
    then what has the name of a text and explains it, else the least that does.
    """
    located = _located(page)
    marked = [each.body for each in claims if _has_text(each.body)]
    if located is None:
        body = next(iter(marked), (body_of(page.root),) if texts.is_vast(page.root) else ())
        return body, body
    for body in marked:
        if located.whole < LEAST_TEXT or located.share(*body) >= EXPLAINS:
            # A layout's name for a text is less sure than a page's own mark.
            is_named = body is claims[-1].body
            return body, tuple(located.without_rest(each, named=True) for each in body) if is_named else body
    named = [each for each in filter(is_element, page.root.iter()) if holds_text(each)]
    named = [each for each in named if located.share(each) >= NEARLY_ALL]
    holder = named[-1] if named else located.holder(page.root)
    if holder is None:
        body = next(iter(marked), ())
        return body, body
    return (holder,), (located.without_rest(holder, named=bool(named)),)


def _located(page: _Page) -> texts.Located | None:
    if page.sentences is None:
        return None
    located = texts.Located(page.root, page.sentences)
    return located if located.found else None


def _dated(page: _Page, post: PagePost) -> PagePost:
    """Give a post for which nothing says a date the one that htmldate finds."""
    return post if post.published is not None else replace(post, published=_guessed_date(page))


def _guessed_date(page: _Page) -> date | datetime | None:
    from htmldate import find_date

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of time zones that dateutil does not know
            found = find_date(page.root, url=page.address, original_date=True, extensive_search=False)
    except (ValueError, TypeError, AttributeError, LookupError, OverflowError):
        return None  # the library's own faults
    return read_machine_date(found) if found else None


def _one_of_many(page: _Page, root: _Root) -> PagePost:
    claims = [root.claims]
    for each in articles_in(page.objects):
        said = claims_of(each, base=page.head.base)
        if said.url and root.claims.url and same_page(said.url, root.claims.url):
            claims.append(said)
    claims.append(Claims(published=date_in_address(root.claims.url or "")))
    return _post(page, replace(agree(claims), text=""), root.claims.body)


def _post(page: _Page, claims: Claims, body: tuple[Element, ...]) -> PagePost:
    base = page.head.base
    plain = " ".join(words(part) for part in body)
    enclosures = claims.enclosures or tuple(file for part in body for file in enclosures_in(part, base=base))
    html = "\n".join(
        clean_body(part, title=claims.title, base=base, address=claims.url or page.address) for part in body
    )
    if len(plain) * 2 < len(claims.text):
        html = "".join(f"<p>{escape(line.strip())}</p>\n" for line in claims.text.splitlines() if line.strip())
        plain = one_line(claims.text)
    return PagePost(
        title=claims.title or first_words(html),
        html=html,
        published=claims.published,
        updated=claims.updated,
        url=claims.url,
        foreign_id=claims.foreign_id,
        language=language_tag(claims.language) or language_tag(page.head.claims.language),
        summary=_own_summary(claims.summary, plain, claims.title),
        authors=claims.authors,
        tags=claims.tags,
        image=claims.image,
        image_alt=claims.image_alt,
        enclosures=enclosures,
        claimed=page.kind == "post" or claims.foreign_id is not None or claims.published is not None,
    )


def _has_text(body: Iterable[Element]) -> bool:
    return any(letters_of(words(part)) or first(part, "img") is not None for part in body)


def _title(page: _Page, claims: list[Claims], scope: Element, body: tuple[Element, ...]) -> str:
    main_headings = [*list(scope.iter("h1"))[:3], *list(page.root.iter("h1"))[:3]]
    sites = _names_of_site(page, main_headings)
    # The first heading of a text is its title only if the page is called so.
    inner = [words(heading) for heading in main_headings if any(is_inside(heading, part) for part in body)]
    sections = {name for name in inner if page.head.title and not is_part(name, page.head.title)}
    main = [name for name in map(words, main_headings) if name not in sections]
    headings = [*main, *(words(heading) for heading in list(scope.iter("h2", "h3"))[:10])]
    for each in claims:
        if each.title and each.title not in sites and not (each is claims[-1] and each.title in sections):
            return tidy_title(each.title, sites=sites, headings=headings)
    heading = next((each for each in main if each and each not in sites), "")
    if page.head.title:
        tidy = tidy_title(page.head.title, sites=sites, headings=headings)
        return tidy if tidy != page.head.title else heading or without_tail(tidy)
    return heading or next((each.title for each in claims if each.title), "")


def _names_of_site(page: _Page, headings: list[Element]) -> list[str]:
    said = [each.get("name") for each in page.objects if types_of(each) & {"WebSite", "Organization", "Blog"}]
    linked = [words(heading) for heading in headings if _leads_home(heading)]
    return [page.head.site_name, *(name for name in said if isinstance(name, str)), *linked]


def _leads_home(heading: Element) -> bool:
    """Tell whether a heading is the name of the site: a link to its front page."""
    link = link_in(heading)
    link = ancestor(heading, "a") if link is None else link
    try:
        return (
            link is not None and urlsplit(attribute(link, "href")).path in {"", "/"} and link.get("href", "#")[0] != "#"
        )
    except (ValueError, IndexError):
        return False


def _address(page: _Page, said: str | None, all_found: list[str | None]) -> str | None:
    """Return the address of a post: the canonical one, unless that is the front page or a machine of its maker."""
    candidates = [each for each in (page.head.claims.url, said, *all_found, page.address) if each]
    good = [each for each in candidates if (urlsplit(each).hostname or "") not in LOCAL_HOSTS] or [
        each for each in candidates if each == page.address
    ]
    inner = [each for each in good if urlsplit(each).path.strip("/")]
    return next(iter(inner or good), None)


def _date_elsewhere(page: _Page) -> date | datetime | None:
    """Return the date in the address, in the name of the file, or on a line of its own outside of the paragraphs."""
    for place in (page.head.claims.url, page.address, page.name):
        if place and (day := date_in_address(place)):
            return day
    return date_line(page.root, page.head.claims.language)


def _is_list(page: _Page, roots: list[_Root]) -> bool:
    """Tell whether a page that says nothing of itself is a list of posts."""
    if len(roots) > 1:
        return True
    body = body_of(page.root)
    return sum(1 for each in body.iter("a") if each.get("href")) > 5 and link_share(body) > 0.5


def _own_summary(summary: str, text: str, title: str) -> str | None:
    """Return a summary that is not made of the title or of words of the text."""
    said = letters_of(summary)
    if not said or said == letters_of(title) or said[:COMPARED] in letters_of(text):
        return None
    return summary


def _find_roots(root: Element, *, base: str, language: str | None, generator: str) -> list[_Root]:
    """Return the posts on a page, by the first of these that is there: microformats, microdata, class, tag."""
    for is_root in _ROOTS:
        if elements := highest(root, is_root):
            return [_root(each, base=base, language=language, generator=generator) for each in elements[:500]]
    return []


def _root(element: Element, *, base: str, language: str | None, generator: str) -> _Root:
    own_language = attribute(element, "lang") or None
    language = own_language or language
    parts = [read_h_entry(element, base=base, language=language)] if is_entry(element) else []
    items = [element] if is_article(element) else highest(element, is_article)
    parts += [read_microdata(item, base=base, language=language) for item in items[:1]]
    marked = agree(parts)
    layout = read_layout(element, base=base, language=language, generator=generator)
    named = agree([layout, Claims(published=_date_above(element), language=own_language)])
    if not (marked.body or named.body) and element.tag == "article" and _is_whole(element, agree([marked, named])):
        named = replace(named, body=(element,))
    return _Root(element=element, marked=marked, named=named, cut=_is_cut(element))


def _is_cut(element: Element) -> bool:
    """Tell whether a link leads on to the rest of a post."""
    return any(
        not tokens(link).isdisjoint(_CUT_LINKS)
        or any(not tokens(each).isdisjoint(_CUT_BOXES) for each in link.iterancestors())
        for link in element.iterdescendants("a")
    )


def _is_whole(element: Element, claims: Claims) -> bool:
    """Tell whether an article without a marked text is a post rather than a card that leads to one."""
    heading = first(element, "h1", "h2", "h3")
    leads_away = heading is not None and (link_in(heading) is not None or ancestor(heading, "a") is not None)
    long = len(words(element)) >= LEAST_TEXT
    return claims.published is not None and long and not leads_away and link_share(element) < 0.5


def _date_above(element: Element) -> date | datetime | None:
    """Return the date of the heading that posts of one day stand under, as Blogger has them."""
    for outer in (element, *element.iterancestors()):
        for earlier in outer.itersiblings(preceding=True):
            for each in (earlier, *reversed(list(earlier.iterdescendants()))):
                if is_element(each) and "date-header" in tokens(each):
                    return read_written_date(words(each))
    return None


def _show_templates(root: Element) -> None:
    """Put the content of templates where the text of a post belongs, if a script is to do so."""
    for script in list(root.iter("script")):
        around = script.getparent()
        if attribute(script, "type").lower() not in _TEMPLATES or around is None or not holds_text(around):
            continue
        if len("".join("".join(pieces(around)).split())) > MOST_BESIDE:
            continue
        try:
            inner = body_of(parse(script.text or ""))
        except PageError:
            continue
        inner.tag = "div"
        inner.tail = script.tail
        around.replace(script, inner)


def tidy_title(title: str, *, sites: Iterable[str] = (), headings: Iterable[str] = ()) -> str:
    """Return *title* without the site's name before or behind it.

    Args:
        title: As the page says it, on one line.
        sites: Names that the site may have.
        headings: Main headings of the page: one that the title begins or ends with is the title.

    >>> tidy_title("A day - out | My site", sites=["My site"])
    'A day - out'
    >>> tidy_title("My site: A day out", headings=["A day out"])
    'A day out'
    """
    known = tuple(sites)
    for heading in sorted(set(headings), key=len, reverse=True):
        if heading and heading not in known and _rest(title, heading) is not None:
            return heading
    return next((rest for site in known if site and (rest := _rest(title, site))), title)


def without_tail(title: str) -> str:
    """Return what stands before the last sign that parts a title from the name of a site.

    >>> without_tail("A day out | My site")
    'A day out'
    """
    found = _TAIL.match(title)
    return found[1] if found else title


def is_part(heading: str, title: str) -> bool:
    """Tell whether a heading is the title of a page, or what stands between two separators in it.

    >>> is_part("A day out", "My site | A day out: rain"), is_part("A day", "A day out")
    (True, False)
    """
    parts = [letters_of(part) for part in _SEPARATOR.split(title, 8)]
    ends = range(len(parts) + 1)
    return any(letters_of(heading) == "".join(parts[start:end]) for start in ends for end in ends)


def _rest(title: str, part: str) -> str | None:
    """Return what else is in *title* than *part*, where a sign stands between the two; else None."""
    if title.startswith(part) and (sign := _AFTER.match(title, len(part))):
        return title[sign.end() :]
    if title.endswith(part) and (sign := _BEFORE.search(title[: -len(part)])):
        return title[: sign.start()]
    return None
