"""The HTML part of an issue: a template, then every style moved onto its element.

Most mail programs read ``<style>`` partly or not at all; what needs a media
query (dark colours, small screens) stays there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.issues.slots import UNSUBSCRIBE

if TYPE_CHECKING:
    from jinja2 import Environment

    from publisher.issues.layout import Letter

TEMPLATE = "digest.html"

#: Mark of the style sheet that stays in the head; it has done its work once the others are gone.
KEPT = '<style data-css-inline="keep">'

#: Gmail hides what comes after so many bytes behind a link.
CLIPPED_FROM = 102 * 1024


def render_html(letter: Letter, environment: Environment) -> str:
    """Return the HTML document, its styles inlined and its slots open."""
    from css_inline import CSSInliner

    document = environment.get_template(TEMPLATE).render(letter=letter, phrases=letter.phrases, unsubscribe=UNSUBSCRIBE)
    inliner = CSSInliner(minify_css=True, load_remote_stylesheets=False)
    return inliner.inline(document).replace(KEPT, "<style>").strip() + "\n"
