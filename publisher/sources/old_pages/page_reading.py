"""A page becomes the posts on it, each field from the surest part of the page that has it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from publisher.model.entry import Enclosure, Person
from publisher.sources.inputs.titles import first_words
from publisher.sources.old_pages.page_author_lines import author_line
from publisher.sources.old_pages.page_claims import Claims, agree
from publisher.sources.old_pages.page_clean import clean_body, strip_page
from publisher.sources.old_pages.page_date_lines import date_line
from publisher.sources.old_pages.page_extraction import extract
from publisher.sources.old_pages.page_guess import guess_body, link_share
from publisher.sources.old_pages.page_json_ld import Object, articles_in, chosen, claims_of, read_json_ld, types_of
from publisher.sources.old_pages.page_kind import PageKind, is_of_site, kind_of
from publisher.sources.old_pages.page_links import older_page, post_links
from publisher.sources.old_pages.page_media import enclosures_in
from publisher.sources.old_pages.page_metas import Head, language_tag, read_head
from publisher.sources.old_pages.page_microdata import is_article, read_microdata
from publisher.sources.old_pages.page_place import LOCAL_HOSTS, is_elsewhere, place_kind
from publisher.sources.old_pages.page_roots import LEAST_TEXT, Root, find_roots
from publisher.sources.old_pages.page_selectors import read_layout
from publisher.sources.old_pages.page_standfirst import standfirst
from publisher.sources.old_pages.page_templates import show_templates
from publisher.sources.old_pages.page_titles import is_part, letters, tidy_title, without_tail
from publisher.sources.old_pages.page_tree import attribute, highest, is_inside, read_tree, same_page, words
from publisher.text.characters import one_line
from publisher.text.dates.machine import date_in_address

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

#: A marked text that is so many times shorter than another is none.
SCRAP = 5

#: Letters by which a description is told from the beginning of the text.
COMPARED = 60


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
    #: Nothing marks the text: it is the likeliest part of the page.
    guessed: bool = False
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
class _Page:
    """A page, and all that is known of it."""

    text: str
    tree: BeautifulSoup
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
    tree = read_tree(text)
    show_templates(tree)
    head = read_head(tree, address=address, presumed=presumed)
    objects = read_json_ld(tree)
    kind = kind_of(tree, head, objects)
    older = older_page(tree, base=head.base)
    strip_page(tree)
    page = _Page(text=text, tree=tree, head=head, objects=objects, address=address, name=name, kind=kind)
    roots = find_roots(tree, base=head.base, language=head.claims.language, generator=head.generator)
    links = post_links(tree, base=head.base) if head.base else ()
    found = _read(page, roots)
    return replace(found, feeds=head.feeds, links=links, older=older)


def _read(page: _Page, roots: list[Root]) -> PageReading:
    if page.head.refresh and len(words(page.tree.body)) < COMPARED * 4:
        return PageReading(other="redirect page")
    if page.kind in {"error page", "page"}:
        return PageReading(other=page.kind)
    place = page.address or page.name
    at = place_kind(place)
    if at == "draft":
        return PageReading(other=at)
    full = [root for root in roots if root.full]
    if page.kind == "" and not full and (at or _is_beginning(page, roots, place)):
        return PageReading(other="list page", excerpts=tuple(root.claims.url for root in roots))
    if page.kind == "list page" or (page.kind == "" and len(roots) > 1 and len(full) != 1):
        if full:
            posts = tuple(_one_of_many(page, root) for root in full)
            return PageReading(posts=posts, excerpts=tuple(root.claims.url for root in roots if not root.full))
        if page.kind == "list page" or _is_list(page, roots):
            return PageReading(other="list page")
    return _single(page, _main(page, roots))


def _is_beginning(page: _Page, roots: list[Root], place: str) -> bool:
    """Tell whether a page shows one post whose page is elsewhere, and hardly any other text."""
    if len(roots) != 1 or not is_elsewhere(roots[0].claims.url or "", place):
        return False
    guess = guess_body(page.tree)
    return guess is None or _length((guess,)) <= 2 * _length((roots[0].element,))


def _main(page: _Page, roots: list[Root]) -> Root | None:
    """Return the post that a page with one post is about."""
    own = [address for address in (page.address, page.head.claims.url) if address]
    for root in roots:
        if root.claims.url and any(same_page(root.claims.url, address) for address in own):
            return root
    with_body = [root for root in roots if root.claims.body]
    headed = [root for root in with_body if root.element.find("h1")]
    return next(iter(headed or with_body or roots), None)


def _single(page: _Page, root: Root | None) -> PageReading:
    head, base = page.head, page.head.base
    scope: Tag = root.element if root else page.tree
    language = head.claims.language
    articles = articles_in(page.objects)
    article = chosen(articles, base=base, address=page.address or head.claims.url)
    items = highest(page.tree, is_article) if root is None else []
    claims = [
        claims_of(article, base=base) if article else Claims(),
        root.marked if root else Claims(),
        *(read_microdata(item, base=base, language=language) for item in items[:1]),
        head.claims,
        root.named if root else read_layout(scope, base=base, language=language, generator=head.generator),
    ]
    merged = agree([*claims, Claims(published=_date_elsewhere(page), authors=author_line(page.tree))])
    body, guessed = _body(page, root, claims)
    if merged.published is None and page.kind != "post" and not (root and root.claims.body):
        crowded = link_share(body[0] if body else page.tree) > 0.5
        if crowded or is_of_site(head, page.objects) or _is_list(page, []):
            return PageReading(other="list page" if crowded or _is_list(page, []) else "page")
    url = _address(page, merged.url, [each.url for each in claims])
    summary = (standfirst(body[0]) if body else "") or merged.summary
    merged = replace(merged, url=url, body=body, title=_title(page, claims, scope, body), summary=summary)
    return PageReading(posts=(_helped(page, merged, guessed=guessed),))


def _body(page: _Page, root: Root | None, claims: list[Claims]) -> tuple[tuple[Tag, ...], bool]:
    """Return where the text stands, and whether that is a guess.

    What is marked counts, unless it is a scrap beside a text that is not.
    """
    guess = guess_body(root.element if root is not None else page.tree)
    if root is not None and (guess is None or _length((guess,)) < LEAST_TEXT):
        guess = guess_body(page.tree)
    size = _length((guess,)) if guess is not None else 0
    for each in claims:
        if _has_text(each.body) and ((root is not None and each is root.marked) or _length(each.body) * SCRAP >= size):
            return each.body, False
    return ((guess,), True) if guess is not None else ((), False)


def _one_of_many(page: _Page, root: Root) -> PagePost:
    claims = [root.claims]
    for each in articles_in(page.objects):
        said = claims_of(each, base=page.head.base)
        if said.url and root.claims.url and same_page(said.url, root.claims.url):
            claims.append(said)
    claims.append(Claims(published=date_in_address(root.claims.url or "")))
    merged = agree(claims)
    return _post(page, replace(merged, body=root.claims.body, text=""), guessed=False)


def _helped(page: _Page, claims: Claims, *, guessed: bool) -> PagePost:
    """Return the only post of a page; where nothing marks its text or date, the extra is asked."""
    if guessed or claims.published is None:
        extracted = extract(page.text, address=page.head.base or claims.url)
        if extracted is not None:
            claims = agree([claims, replace(extracted.claims, body=())])
            inner = read_tree(extracted.html).body if guessed and extracted.html else None
            if inner is not None:
                claims, guessed = replace(claims, body=(inner,)), False
    return _post(page, claims, guessed=guessed)


def _post(page: _Page, claims: Claims, *, guessed: bool) -> PagePost:
    base = page.head.base
    html = "\n".join(
        clean_body(part, title=claims.title, base=base, address=claims.url or page.address) for part in claims.body
    )
    enclosures = claims.enclosures or tuple(file for part in claims.body for file in enclosures_in(part, base=base))
    plain = " ".join(words(part) for part in claims.body)
    if len(plain) * 2 < len(claims.text):
        html = "".join(f"<p>{escape(line.strip())}</p>\n" for line in claims.text.splitlines() if line.strip())
        plain, guessed = one_line(claims.text), False
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
        guessed=guessed,
        claimed=page.kind == "post" or claims.foreign_id is not None or claims.published is not None,
    )


def _length(body: Iterable[Tag]) -> int:
    return sum(len("".join(part.get_text().split())) for part in body)


def _has_text(body: Iterable[Tag]) -> bool:
    return any(letters(part.get_text()) or part.find("img") is not None for part in body)


def _title(page: _Page, claims: list[Claims], scope: Tag, body: tuple[Tag, ...]) -> str:
    sites = [page.head.site_name]
    sites += [
        name
        for each in page.objects
        if types_of(each) & {"WebSite", "Organization", "Blog"}
        for name in [each.get("name")]
        if isinstance(name, str)
    ]
    first = (*scope.find_all("h1", limit=3), *page.tree.find_all("h1", limit=3))
    sites += [words(heading) for heading in first if _leads_home(heading)]
    # The first heading of a text is its title only if the page is called so.
    inner = [words(heading) for heading in first if any(is_inside(heading, part) for part in body)]
    sections = {name for name in inner if page.head.title and not is_part(name, page.head.title)}
    main = [name for name in map(words, first) if name not in sections]
    headings = [*main, *(words(heading) for heading in scope.find_all(["h2", "h3"], limit=10))]
    for each in claims:
        if each.title and each.title not in sites and not (each is claims[-1] and each.title in sections):
            return tidy_title(each.title, sites=sites, headings=headings)
    heading = next((each for each in main if each and each not in sites), "")
    if page.head.title:
        tidy = tidy_title(page.head.title, sites=sites, headings=headings)
        return tidy if tidy != page.head.title else heading or without_tail(tidy)
    return heading or next((each.title for each in claims if each.title), "")


def _leads_home(heading: Tag) -> bool:
    """Tell whether a heading is the name of the site: a link to its front page."""
    link = heading.find("a", href=True) or heading.find_parent("a", href=True)
    if link is None:
        return False
    try:
        return urlsplit(attribute(link, "href")).path in {"", "/"} and not attribute(link, "href").startswith("#")
    except ValueError:
        return False


def _address(page: _Page, first: str | None, all_found: list[str | None]) -> str | None:
    """Return the address of a post: the canonical one, unless that is the front page or a machine of its maker."""
    canonical = page.head.claims.url
    candidates = [each for each in (canonical, first, *all_found, page.address) if each]
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
    return date_line(page.tree, page.head.claims.language)


def _is_list(page: _Page, roots: list[Root]) -> bool:
    """Tell whether a page that says nothing of itself is a list of posts."""
    if len(roots) > 1:
        return True
    body = page.tree.body
    return body is not None and len(body.find_all("a", href=True, limit=6)) > 5 and link_share(body) > 0.5


def _own_summary(summary: str, text: str, title: str) -> str | None:
    """Return a summary that is not made of the title or of words of the text."""
    said = letters(summary)
    if not said or said == letters(title):
        return None
    if said[:COMPARED] in letters(text):
        return None
    return summary
