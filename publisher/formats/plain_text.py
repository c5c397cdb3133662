"""Plain text where readers may expect HTML."""

import html
import re

#: Elements of HTML, those of its past and its drafts included: what people and validators know as tags.
_ELEMENTS = (
    "a abbr acronym address applet area article aside audio b base basefont bdi bdo big blockquote body br button"
    " canvas caption center cite code col colgroup command comment data datagrid datalist dd del details dfn dialog"
    " dir div dl dt em embed eventsource fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5"
    " h6 head header hgroup hr html i iframe img input ins isindex kbd label legend li link listing m main map mark"
    " math menu meta meter nav noframes noscript object ol optgroup option output p param picture plaintext pre"
    " progress q rp rt ruby s samp script search section select slot small source span strike strong style sub"
    " summary sup svg table tbody td template textarea tfoot th thead time title tr track tt u ul var video wbr xmp"
)
_END_TAG = re.compile(rf"</(?:{_ELEMENTS.replace(' ', '|')})>", re.IGNORECASE)

_AMPERSAND = re.compile(r"&(?!\s|\Z)")


def has_end_tag(text: str) -> bool:
    """Return whether readers that guess will take *text* for HTML.

    >>> [has_end_tag(text) for text in ("R&D: 2 < 3", "The <b> element", "Map<K, V></K>", "<b>New</b>")]
    [False, False, False, True]
    """
    return _END_TAG.search(text) is not None


def as_html(text: str) -> str:
    """Return plain *text* as HTML that shows the same."""
    return html.escape(text, quote=False)


def as_sparing_html(text: str) -> str:
    """Return plain *text* as HTML that shows the same also where it is mostly taken for plain text.

    An ampersand between blanks needs no escape (HTML, section 13.1.4).  In
    titles and bodies it gets one all the same: newsboat's HTML stumbles over it.

    >>> as_sparing_html("Food & drink: AT&T <2")
    'Food & drink: AT&amp;T &lt;2'
    """
    return _AMPERSAND.sub("&amp;", text).replace("<", "&lt;").replace(">", "&gt;")
