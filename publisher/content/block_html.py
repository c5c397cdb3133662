"""Blocks of plain text as HTML, their addresses linked."""

from html import escape

from publisher.content.addresses import find_addresses
from publisher.content.blocks import Block, BulletedList, Code, Heading, NumberedList, Paragraph


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


def linked(text: str, *, language: str = "") -> str:
    """Return *text* as HTML with a link on each address.

    >>> linked("a < b: example.com")
    'a &lt; b: <a href="https://example.com">example.com</a>'
    """
    html: list[str] = []
    done = 0
    for address in find_addresses(text, language=language):
        html += escape(text[done : address.start], quote=False), f'<a href="{escape(address.url)}">'
        html += escape(address.text, quote=False), "</a>"
        done = address.end
    html.append(escape(text[done:], quote=False))
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
