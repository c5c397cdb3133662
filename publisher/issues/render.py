"""A draft becomes the two parts of a mail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from publisher.errors import ConfigurationError
from publisher.issues.html_part import TEMPLATE as HTML_TEMPLATE
from publisher.issues.html_part import render_html
from publisher.issues.layout import Letter, Masthead, Prose, write_letter
from publisher.issues.slots import UNSUBSCRIBE
from publisher.issues.text_part import TEMPLATE as TEXT_TEMPLATE
from publisher.issues.text_part import render_text

if TYPE_CHECKING:
    from publisher.config import Config
    from publisher.files.templates import Templates
    from publisher.issues.contents import Contents


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """Both parts, with their slots open."""

    letter: Letter
    html: str
    text: str


def render_issue(contents: Contents, *, config: Config, templates: Templates) -> Rendered:
    """Render an issue; the same contents give the same bytes.

    Raises:
        ConfigurationError: One of the publication's own templates is wrong, or leaves out the way to unsubscribe.
    """
    issue = contents.issue
    home = config.publication.home
    prose = {ref: _prose(blurb, home) for ref, blurb in issue.blurbs.items()}
    letter = write_letter(
        issue,
        entries=contents.entries,
        masthead=Masthead(
            title=config.publication.title,
            subtitle=config.publication.subtitle,
            home=home,
            language=config.publication.language,
            postal_address=config.digest.postal_address.strip(),
        ),
        prose={**prose, "": _prose(issue.intro, home)},
    )
    environment = templates.environment()
    return Rendered(
        letter=letter,
        html=_with_way_out(render_html(letter, environment), HTML_TEMPLATE),
        text=_with_way_out(render_text(letter, environment), TEXT_TEMPLATE),
    )


def _with_way_out(document: str, template: str) -> str:
    """Return the document, which must say how to unsubscribe."""
    if UNSUBSCRIBE not in document:
        raise ConfigurationError(
            f"the template {template} leaves out the way to unsubscribe",
            hint="Put {{ unsubscribe }} where its address belongs.",
        )
    return document


def _prose(markdown: str, home: str) -> Prose:
    """Return the editor's Markdown with its HTML, sanitised and with absolute links."""
    if not markdown:
        return Prose()
    from publisher.text.html.sanitize import sanitize
    from publisher.text.markup.markdown import render_markdown

    return Prose(markdown=markdown, html=sanitize(render_markdown(markdown), base=home))
