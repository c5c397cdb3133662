"""Show an issue as its readers will see it, in files for a browser."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from publisher.files.atomic import write_if_changed
from publisher.issues.contents import read_contents
from publisher.issues.files import HTML, TEXT, is_approved, read_approved
from publisher.issues.render import render_issue
from publisher.issues.slots import EXAMPLE_UNSUBSCRIBE, fill_html, fill_text

if TYPE_CHECKING:
    from pathlib import Path

    from publisher.config import Config
    from publisher.files.templates import Templates
    from publisher.issues.contents import Entries

#: Folder beside publisher.toml where previews go by default.
FOLDER = "preview"

#: Page that shows the mail at several widths, and its template.
PAGE = "index.html"
TEMPLATE = "preview.html"

#: What the styles for dark screens ask; answered for the reader, whose own screen is either light or dark.
DARK = "(prefers-color-scheme: dark)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Previewed:
    """Where the preview stands, and how big the parts are, in bytes."""

    page: Path
    html: Path
    text: Path
    html_size: int
    text_size: int


def preview_issue(
    root: Path, number: int, *, out: Path, catalog: Entries, config: Config, templates: Templates
) -> Previewed:
    """Write the two parts of an issue, with an example in the slots, and a page that shows them side by side.

    An approved issue is shown as it was approved.
    """
    if is_approved(root, number):
        approved = read_approved(root, number)
        subject, preheader, html, text = approved.subject, approved.preheader, approved.html, approved.text
    else:
        rendered = render_issue(read_contents(root, number, catalog), config=config, templates=templates)
        subject, preheader = rendered.letter.subject, rendered.letter.preheader
        html, text = rendered.html, rendered.text
    html = fill_html(html, unsubscribe=EXAMPLE_UNSUBSCRIBE)
    text = fill_text(text, unsubscribe=EXAMPLE_UNSUBSCRIBE)
    page = (
        templates.environment()
        .get_template(TEMPLATE)
        .render(
            number=number,
            subject=subject,
            preheader=preheader,
            sender=config.digest.sender or "",
            light=html.replace(DARK, "not all"),
            dark=html.replace(DARK, "all"),
            text=text,
            files={"html": HTML, "text": TEXT},
        )
    )
    for name, content in ((HTML, html), (TEXT, text), (PAGE, page)):
        write_if_changed(out / name, content.encode())
    return Previewed(
        page=out / PAGE,
        html=out / HTML,
        text=out / TEXT,
        html_size=len(html.encode()),
        text_size=len(text.encode()),
    )
