"""What stands around and inside a post and is no part of it: navigation, comments, sharing, advertising."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from publisher.sources.old_pages.page_tree import absolute, attribute, highest, is_inside, text_sizes, tokens, words

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag


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
_ADDRESSES = {
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


def strip_page(tree: BeautifulSoup) -> None:
    """Take away what is no part of any post: acting and hidden elements, navigation, comments, advertising.

    An element that has such a name, and yet holds what looks like a post or
    most of the words, stays.
    """
    sizes = text_sizes(tree)
    limit = sizes.get(id(tree), 0) // 2
    keep = _kept(tree)
    waiting = list(tree.find_all(True, recursive=False))
    while waiting:
        element = waiting.pop()
        around = element.name in {"nav", "form", "dialog"} and (id(element) in keep or sizes[id(element)] > limit)
        if element.name in _ACTING and not around:
            element.decompose()
            continue
        names = tokens(element) | tokens(element, "id")
        if names or element.attrs:
            about = _junk(element, names)
            if about and id(element) not in keep and (about == "comments" or sizes[id(element)] <= limit):
                element.decompose()
                continue
        waiting += element.find_all(True, recursive=False)


def clean_body(body: Tag, *, title: str, base: str, address: str | None) -> str:
    """Return the HTML of a text: without its own title and what stands about it, with absolute addresses.

    Args:
        body: The element that holds it; it is changed.
        title: Title of the post.
        base: Address that relative ones refer to; empty leaves them.
        address: Address of the post, so that links within it can be told.
    """
    size = len(body.get_text())
    for element in body.find_all(True):
        if element.decomposed:
            continue
        if element.name == "noscript":
            _settle_noscript(element)
        elif _is_beside(element, size):
            element.decompose()
    _drop_title(body, title)
    for element in body.find_all(list(_ADDRESSES)):
        if element.name == "img":
            _show(element)
        for name in _ADDRESSES[element.name]:
            _make_absolute(element, name, base, address)
    return str(body.decode_contents(formatter="minimal")).strip()


def _junk(element: Tag, names: frozenset[str]) -> str:
    """Return why an element is no part of a post; empty if it may be one."""
    if element.name in {"html", "body", "main", "head", "title", "img", "h1"}:
        return ""
    if not _COMMENTS.isdisjoint(names):
        return "comments"
    if element.name == "aside" or not _AROUND.isdisjoint(names):
        return "" if element.name == "aside" and _is_within_text(element) else "around"
    if not _HIDDEN.isdisjoint(names) or element.get("hidden") is not None:
        return "hidden"
    if attribute(element, "aria-hidden").lower() == "true" and element.name not in {"svg", "i"}:
        return "hidden"
    if attribute(element, "role").lower() in {
        "navigation",
        "search",
        "complementary",
        "dialog",
        "banner",
        "contentinfo",
    }:
        return "around"
    return "hidden" if _INVISIBLE.search(attribute(element, "style")) else ""


def _is_within_text(aside: Tag) -> bool:
    """Tell whether an aside stands among paragraphs, as a pulled quote or a note does."""
    return any(not tokens(ancestor).isdisjoint(_CONTENT) for ancestor in aside.parents) or any(
        sibling.name == "p" for sibling in aside.find_previous_siblings(limit=1)
    )


def holds_text(element: Tag) -> bool:
    """Tell whether an element has the name of one that holds the text of a post."""
    return not _CONTENT.isdisjoint(tokens(element)) or "articleBody" in attribute(element, "itemprop")


def _kept(tree: Tag) -> set[int]:
    """Return what holds a post, by the names of its parts."""
    keep: set[int] = set()
    in_comments = {
        id(each) for comments in highest(tree, _is_comments) for each in (comments, *comments.find_all(True))
    }
    for element in tree.find_all(True):
        if (holds_text(element) or element.name == "h1") and id(element) not in in_comments:
            for each in (element, *element.parents):
                if id(each) in keep:
                    break
                keep.add(id(each))
    return keep


def _is_comments(element: Tag) -> bool:
    names = tokens(element) | tokens(element, "id")
    return element.name not in {"html", "body", "main"} and not _COMMENTS.isdisjoint(names)


def _is_beside(element: Tag, size: int) -> bool:
    """Tell whether an element in a text is only about it: by its name, and because it is small beside it."""
    classes = tokens(element)
    if element.name == "footer":
        return element.find_parent("blockquote") is None
    if element.name == "a" and not _MARKS.isdisjoint(classes):
        return words(element) in _TEXTLESS
    if not _NOT_IN_BODY.isdisjoint(classes):
        length = len(words(element))
        return length * 3 <= size or length < 40
    if element.name not in _BLOCKS:
        return False
    names = f"{attribute(element, 'class')} {attribute(element, 'id')}"
    return _BESIDE.search(names) is not None and len(element.get_text()) * 3 <= size


def _settle_noscript(element: Tag) -> None:
    """Keep the picture that stands in for a lazy one, where there is no other."""
    image = element.find("img")
    before = element.find_previous_sibling()
    if image is None or (before is not None and (before.name in {"img", "picture"} or before.find("img"))):
        element.decompose()
    else:
        element.unwrap()


def _drop_title(body: Tag, title: str) -> None:
    """Take away a first heading that only repeats the title."""
    heading = body.find(["h1", "h2", "h3"])
    if heading is None or not title or _folded(words(heading)) != _folded(title):
        return
    before = 0
    for piece in heading.find_all_previous(string=True):
        if not is_inside(piece, body):
            break
        before += len(piece.strip())
    if before < 80:
        heading.decompose()


def _folded(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()


def _show(image: Tag) -> None:
    """Give an image that is shown late the address it will have."""
    source = attribute(image, "src")
    if source and not _PLACEHOLDER.search(source):
        return
    for name in _LAZY:
        if (real := attribute(image, name)) and not real.startswith("data:"):
            image["src"] = real
            return
    for name in _LAZY_SETS:
        if (largest := _largest(attribute(image, name))) and not largest.startswith("data:"):
            image["src"] = largest
            return


def _largest(sources: str) -> str:
    """Return the address of the widest image of a ``srcset``."""
    found: list[tuple[float, str]] = []
    for piece in re.split(r",\s+", sources):
        address, _, size = piece.strip().partition(" ")
        number = re.match(r"\d{1,9}(?:\.\d{1,4})?", size)
        found.append((float(number[0]) if number else 0.0, address))
    return max(found, key=lambda each: each[0])[1] if found else ""


def _make_absolute(element: Tag, name: str, base: str, address: str | None) -> None:
    value = attribute(element, name)
    if not value or not base or value.startswith("#"):
        return
    found = absolute(base, value)
    if found is None:
        return
    page, mark, fragment = found.partition("#")
    # A footnote of the page itself, wherever the page will stand.
    element[name] = f"#{fragment}" if mark and fragment and address and page == address.partition("#")[0] else found
