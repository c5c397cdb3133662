"""Blocks of plain text as HTML, their addresses linked."""

from html import escape

from publisher.content.blocks import Block, BulletedList, Code, Heading, NumberedList, Paragraph
from publisher.content.linked import linked


def render_blocks(blocks: tuple[Block, ...], *, language: str = "") -> str:
    """Return the HTML of *blocks*.

    A blank line parts two blocks, but none stands above a paragraph that had
    none in the source: so the lines right below a label stay recognisable.

    Args:
        blocks: As `read_blocks` gives them.
        language: BCP 47 tag of the text, for bare hosts.
    """
    html: list[str] = []
    for block in blocks:
        if html:
            html.append("\n" if isinstance(block, Paragraph) and block.attached else "\n\n")
        html.append(_element(block, language))
    return "".join(html)


def _element(block: Block, language: str) -> str:
    match block:
        case Heading():
            return f"<h{block.level}>{linked(block.text, language=language)}</h{block.level}>"
        case Paragraph():
            return f"<p>{linked(block.text, language=language)}</p>"
        case Code():
            return f"<pre><code>{escape(block.text, quote=False)}\n</code></pre>"
        case BulletedList():
            opening, closing = "<ul>", "</ul>"
        case NumberedList():
            opening, closing = ("<ol>" if block.start == 1 else f'<ol start="{block.start}">'), "</ol>"
    items = "".join(f"<li>{linked(item.text, language=language)}</li>\n" for item in block.items)
    return f"{opening}\n{items}{closing}"
