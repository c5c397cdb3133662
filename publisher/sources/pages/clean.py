"""What stands around and inside a post and is no part of it: navigation, comments, sharing, advertising."""

from __future__ import annotations

import re
from html import escape

from publisher.sources.pages.document import (
    Element,
    absolute,
    ancestor,
    attribute,
    first,
    highest,
    is_element,
    letters_of,
    names_of,
    size,
    tokens,
    words,
)


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Elements that never hold what somebody wrote for readers.
_ACTING = _names(
    """
    script style template nav form button input select textarea datalist dialog object embed applet
    """
)

_COMMENTS = _names(
    """
    comments comment-list commentlist comments-area comments-section comments-wrapper comment-section
    comment-respond disqus_thread disqus-comments respond giscus utterances isso-thread fb-comments
    post-comments comment-thread webmentions pingbacks trackbacks responses hcomments_thread remark42
    cusdis_thread commento
    """
)

_AROUND = _names(
    """
    sidebar side-bar widget widget-area widgets secondary breadcrumb breadcrumbs breadcrumb-trail site-nav
    site-header site-footer navbar nav-links navigation post-navigation posts-navigation pagination pager
    post-nav post-pagination nav-previous nav-next prev-next post-nav-links page-links menu skip-link
    skip-to-content share sharing shares share-bar share-buttons share-links share-this share-post share-box
    sharebar sharedaddy sd-sharing sd-block social-share social-sharing social-links social-icons social-buttons
    post-share post-sharing post-share-buttons entry-share addtoany_share_save_container addtoany_content
    addthis_toolbox addthis_inline_share_toolbox ssba ssb-share heateor_sss_sharing_container
    jetpack-likes-widget-wrapper likes-widget-placeholder sharethis-inline-share-buttons goog-inline-block
    reaction-buttons wpulike related related-posts relatedposts related-post related-articles related-content
    related-stories related-links jp-relatedposts yarpp yarpp-related crp_related rp4wp-related-posts
    read-more-posts recommended recommended-posts recommendations more-posts recent-posts recentposts read-next
    readnext post-feed you-may-also-like similar-posts outbrain taboola zergnet ad ads advert adverts
    advertisement advertising adsbygoogle ad-container ad-slot ad-unit ad-wrapper adsense banner-ad sponsor-ad
    code-block-ad ezoic-ad wp-block-advertisement dfp-ad google-ad author-box author-bio author-info
    about-author about-the-author post-author-bio author-card bio-box newsletter newsletter-signup
    newsletter-form subscribe subscribe-box subscribe-form subscribe-widget subscription-widget
    subscription-widget-wrap subscription-widget-wrap-editor subscribe-footer signup-form mc_embed_signup
    mailchimp-form kg-signup-card gh-subscribe gh-post-upgrade-cta gh-portal email-signup optin cookie-notice
    cookie-banner cookie-consent modal popup lightbox-overlay gdpr js-toc-none no-print noprint print-hide
    blog-pager post-feeds feed-links quickedit item-control rating post-ratings kk-star-ratings post-views
    view-count reading-progress back-to-top scroll-to-top speechify-ignore
    """
)

_HIDDEN = _names(
    """
    screen-reader-text sr-only visually-hidden visuallyhidden hidden is-hidden d-none u-hidden hide invisible
    katex-html mjx-assistive-mml MJX_Assistive_MathML
    """
)

_NOT_IN_BODY = _names(
    """
    post-meta entry-meta article-meta post-info entry-info postmeta postmetadata byline post-byline entry-byline
    post-header entry-header article-header post-footer entry-footer article-footer post-tags entry-tags
    tags-links cat-links tag-list post-categories post-labels post-timestamp post-date entry-date posted-on
    post-author entry-utility wp-block-post-date wp-block-post-terms wp-block-post-author dateline reading-time
    edit-link post-edit-link comments-link button-wrapper post-title entry-title date-header
    """
)

#: Elements that hold the text of a post where they have such a name: nothing around them is taken away.
_CONTENT = _names(
    """
    post-body entry-content e-content post-content article-content article-body gh-content post-full-content
    entry entry-text entrytext postcontent article__body story-body wp-block-post-content blog-item-content
    hentry h-entry post__content section-content postArticle-content
    """
)

#: What the names of elements that stand in a text and are no part of it have in them.
_BESIDE = re.compile(
    r"share|sharing|social|related|newsletter|teaser|subscri|sign-?up|recommend|advert|promo|sponsor|comment|sidebar|"
    r"author-?(?:box|bio|info|card)|post-?tags|tag-?list|tags-?links|snippet--article|footer|\bads?-|"
    r"more-?(?:posts|articles|stories)|read-?(?:next|also|more)",
    re.IGNORECASE,
)
_BLOCKS = frozenset({"aside", "div", "li", "ol", "p", "section", "span", "table", "ul"})

_INVISIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_ADDRESSES: dict[str, tuple[str, ...]] = {
    "a": ("href",),
    "img": ("src",),
    "audio": ("src",),
    "video": ("src", "poster"),
    "source": ("src",),
    "iframe": ("src",),
    "track": ("src",),
}
_LAZY = ("data-src", "data-lazy-src", "data-original", "data-orig-file", "data-actualsrc", "data-image")
_LAZY_SETS = ("srcset", "data-srcset", "data-lazy-srcset")
_PLACEHOLDER = re.compile(
    r"^data:|(?:blank|spacer|placeholder|transparent|lazy|pixel|grey)[\w.-]*\.(?:gif|png|svg|jpg)", re.IGNORECASE
)
#: Links beside headings that lead to themselves.
_MARKS = _names("anchor anchorjs-link headerlink heading-anchor header-anchor heading-link permalink header-link")
_TEXTLESS = ("#", "¶", "§", "🔗", "", "Permalink")


#: Roles (WAI-ARIA) of what is no part of a text.
_ROLES = frozenset({"navigation", "search", "complementary", "dialog", "banner", "contentinfo"})
_NEVER_JUNK = frozenset({"html", "body", "main", "head", "title", "img", "h1"})


def strip_page(root: Element) -> None:
    """Take away what is no part of any post: acting and hidden elements, navigation, comments, advertising.

    An element that has such a name, and yet holds what looks like a post or
    most of the words, stays.
    """
    limit = size(root) // 2
    keep = _kept(root)
    waiting = list(root)
    while waiting:
        element = waiting.pop()
        if not is_element(element):
            continue
        if _is_no_part(element, keep, limit):
            element.drop_tree()
        else:
            waiting += element


def _is_no_part(element: Element, keep: set[Element], limit: int) -> bool:
    if element.tag in _ACTING:
        stays = element.tag in {"nav", "form", "dialog"} and (element in keep or size(element) > limit)
        return not stays
    about = _junk(element, tokens(element) | tokens(element, "id")) if element.attrib else ""
    return bool(about) and element not in keep and (about == "comments" or size(element) <= limit)


def clean_body(body: Element, *, title: str, base: str, address: str | None) -> str:
    """Return the HTML of a text: without its own title and what stands about it, with absolute addresses.

    Args:
        body: The element that holds it; it is changed.
        title: Title of the post.
        base: Address that relative ones refer to; empty leaves them.
        address: Address of the post, so that links within it can be told.
    """
    whole = size(body)
    for element in list(body.iterdescendants()):
        if not is_element(element) or (element is not body and _is_gone(element, body)):
            continue
        if element.tag == "noscript":
            _settle_noscript(element)
        elif _is_beside(element, whole):
            element.drop_tree()
    _drop_title(body, title)
    _drop_date(body)
    for element in body.iterdescendants(*_ADDRESSES):
        if element.tag == "img":
            _show(element)
        for name in _ADDRESSES[element.tag]:
            _make_absolute(element, name, base, address)
    return inner_html(body)


def inner_html(element: Element) -> str:
    """Return the HTML inside an element."""
    from lxml import etree

    inside = (etree.tostring(child, encoding="unicode", method="html") for child in element)
    return "".join([escape(element.text or "", quote=False), *inside]).strip()


def _is_gone(element: Element, body: Element) -> bool:
    """Tell whether an element was taken away with one around it."""
    return all(each is not body for each in element.iterancestors())


def _junk(element: Element, names: frozenset[str]) -> str:
    """Return why an element is no part of a post; empty if it may be one."""
    if element.tag in _NEVER_JUNK:
        return ""
    if not _COMMENTS.isdisjoint(names):
        return "comments"
    if element.tag == "aside" or not _AROUND.isdisjoint(names):
        return "" if element.tag == "aside" and _is_within_text(element) else "around"
    if not _HIDDEN.isdisjoint(names) or element.get("hidden") is not None:
        return "hidden"
    if attribute(element, "aria-hidden").lower() == "true" and element.tag not in {"svg", "i"}:
        return "hidden"
    if attribute(element, "role").lower() in _ROLES:
        return "around"
    return "hidden" if _INVISIBLE.search(attribute(element, "style")) else ""


def _is_within_text(aside: Element) -> bool:
    """Tell whether an aside stands among paragraphs, as a pulled quote or a note does."""
    return any(not tokens(each).isdisjoint(_CONTENT) for each in aside.iterancestors()) or (
        (before := aside.getprevious()) is not None and before.tag == "p"
    )


def holds_text(element: Element) -> bool:
    """Tell whether an element has the name of one that holds the text of a post."""
    return not _CONTENT.isdisjoint(tokens(element)) or "articleBody" in attribute(element, "itemprop")


def _kept(root: Element) -> set[Element]:
    """Return what holds a post, by the names of its parts."""
    in_comments = {each for comments in highest(root, _is_comments) for each in comments.iter()}
    keep: set[Element] = set()
    for element in filter(is_element, root.iter()):
        if (element.tag == "h1" or holds_text(element)) and element not in in_comments:
            for each in (element, *element.iterancestors()):
                if each in keep:
                    break
                keep.add(each)
    return keep


def _is_comments(element: Element) -> bool:
    names = tokens(element) | tokens(element, "id")
    return element.tag not in {"html", "body", "main"} and not _COMMENTS.isdisjoint(names)


def _is_beside(element: Element, whole: int) -> bool:
    """Tell whether an element in a text is only about it: by its name, and because it is small beside it."""
    classes = tokens(element)
    if element.tag == "footer":
        return ancestor(element, "blockquote") is None
    if element.tag == "a" and not _MARKS.isdisjoint(classes):
        return words(element) in _TEXTLESS
    if not _NOT_IN_BODY.isdisjoint(classes):
        length = len(words(element))
        return length * 3 <= whole or length < 40
    if element.tag not in _BLOCKS:
        return False
    return _BESIDE.search(names_of(element)) is not None and size(element) * 3 <= whole


def is_named_aside(element: Element) -> bool:
    """Tell whether an element has the name of one that is no part of a text."""
    if element.tag in {"nav", "footer", "form"} or (element.tag == "aside" and not _is_within_text(element)):
        return True
    classes = tokens(element)
    return not (_NOT_IN_BODY | _AROUND | _COMMENTS).isdisjoint(classes) or bool(_BESIDE.search(names_of(element)))


def _settle_noscript(element: Element) -> None:
    """Keep the picture that stands in for a lazy one, where there is no other."""
    before = element.getprevious()
    there = before is not None and (before.tag in {"img", "picture"} or first(before, "img") is not None)
    if there or first(element, "img") is None:
        element.drop_tree()
    else:
        element.drop_tag()


def _drop_title(body: Element, title: str) -> None:
    """Take away a first heading that only repeats the title."""
    heading = first(body, "h1", "h2", "h3")
    if heading is None or not title or letters_of(words(heading)) != letters_of(title):
        return
    if _letters_before(heading, body) < 80:
        heading.drop_tree()


def _drop_date(body: Element) -> None:
    """Take away a date above the text, on a line of its own: ``<h1>Rain</h1><time>10 May</time><p>It rained.</p>``."""
    day = first(body, "time")
    if day is None or day.getparent().tag in {"p", "li", "td", "dt", "dd"} or (day.tail or "").strip():
        return
    if _letters_before(day, body) == 0:
        day.drop_tree()


def _letters_before(element: Element, body: Element) -> int:
    """Return how much text of *body* stands before an element in it."""
    before = 0
    for each in (element, *element.iterancestors()):
        if each is body:
            break
        earlier = list(each.itersiblings(preceding=True))
        before += len((each.getparent().text or "").strip())
        before += sum(size(one) + len((one.tail or "").strip()) for one in earlier)
    return before


def _show(image: Element) -> None:
    """Give an image that is shown late the address it will have."""
    source = attribute(image, "src")
    if source and not _PLACEHOLDER.search(source):
        return
    for name in _LAZY:
        if (real := attribute(image, name)) and not real.startswith("data:"):
            image.set("src", real)
            return
    for name in _LAZY_SETS:
        if (largest := _largest(attribute(image, name))) and not largest.startswith("data:"):
            image.set("src", largest)
            return


def _largest(sources: str) -> str:
    """Return the address of the widest image of a ``srcset``."""
    best, widest = "", -1.0
    for piece in sources.replace(",\n", ", ").split(", "):
        address, _, width = piece.strip().partition(" ")
        number = width.strip().rstrip("wx")
        wide = float(number) if number.replace(".", "", 1).isdecimal() else 0.0
        if address and wide > widest:
            best, widest = address, wide
    return best


def _make_absolute(element: Element, name: str, base: str, address: str | None) -> None:
    value = attribute(element, name)
    if not value or not base or value.startswith("#"):
        return
    found = absolute(base, value)
    if found is None:
        return
    page, mark, fragment = found.partition("#")
    # A footnote of the page itself, wherever the page will stand.
    own = bool(mark and fragment and address) and page == (address or "").partition("#")[0]
    element.set(name, f"#{fragment}" if own else found)
