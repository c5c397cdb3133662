"""Hugo's shortcodes: those that carry content become Markdown or HTML, the others are taken out and named."""

import html
import re
from collections.abc import Callable

from publisher.content.markdown import render_markdown
from publisher.content.plain_text import plain_text

#: An opening inside of what is opened ends the search: so a file of openings alone is read in one pass.
_SHORTCODE = re.compile(
    r"\{\{(?P<open>[<%])(?P<comment>/\*)?\s*(?:(?P<closing>/)\s*)?(?P<name>[\w./-]+)"
    r"(?P<rest>(?:\"(?:[^\"\\{]|\\.|\{(?!\{[<%]))*\"|`(?:[^`{]|\{(?!\{[<%]))*`"
    r"|[^\"`%>{]|\{(?!\{[<%])|%(?!\}\})|>(?!\}\}))*?)[>%]\}\}"
)
_ARGUMENT = re.compile(r"(?:([\w-]+)\s*=\s*)?(?:\"((?:[^\"\\]|\\.)*)\"|`([^`]*)`|([^\s\"`=]+))")
_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|webp|svg|avif)$", re.IGNORECASE)
_SAFE_ID = re.compile(r"[\w-]{1,64}")
_PARAGRAPH = re.compile(r"</?p>")


def expand(text: str, address: Callable[[str], str | None]) -> tuple[str, tuple[str, ...]]:
    """Return *text* without shortcodes, and the names of those that were taken out, in order.

    Args:
        text: The post's body, Markdown or HTML.
        address: Address of another page, by the path that ``ref`` uses; None when there is none.

    >>> expand('{{< figure src="/a.png" alt="Rain" >}} and {{% map 3 %}}', lambda path: None)
    ('<figure><img src="/a.png" alt="Rain"></figure> and ', ('map',))
    """
    removed: list[str] = []
    parts: list[str] = []
    position = 0
    while (code := _SHORTCODE.search(text, position)) is not None:
        parts.append(text[position : code.start()])
        position = code.end()
        name = code["name"].removesuffix(".html").lower()
        if code["comment"]:
            parts.append(code[0].replace("/*", "", 1).replace("*/", "", 1))
        elif code["closing"]:
            continue
        elif name == "highlight" and not code["rest"].rstrip().endswith("/"):
            inner, position = _inner(text, position)
            parts.append(_fence(inner, _arguments(code["rest"])[0]))
        else:
            made = _made(name, *_arguments(code["rest"]), address)
            if made is None:
                removed.append(code["name"])
            parts.append(made or "")
    parts.append(text[position:])
    return "".join(parts), tuple(removed)


def _arguments(rest: str) -> tuple[list[str], dict[str, str]]:
    rest = re.sub(r"\s/$", "", rest.strip())
    placed: list[str] = []
    named: dict[str, str] = {}
    for key, quoted, raw, bare in _ARGUMENT.findall(rest):
        value = re.sub(r"\\(.)", r"\1", quoted) or raw or bare
        if key:
            named[key.lower()] = value
        else:
            placed.append(value)
    return placed, named


def _inner(text: str, start: int) -> tuple[str, int]:
    closing = re.compile(r"\{\{[<%]\s*/\s*highlight\s*[>%]\}\}").search(text, start)
    return (text[start:], len(text)) if closing is None else (text[start : closing.start()], closing.end())


def _fence(code: str, placed: list[str]) -> str:
    fence = "`" * max(3, 1 + max(map(len, re.findall(r"`+", code)), default=0))
    language = re.sub(r"[^\w+#-]", "", placed[0]) if placed else ""
    return f"{fence}{language}\n{code.strip(chr(10))}\n{fence}\n"


def _made(name: str, placed: list[str], named: dict[str, str], address: Callable[[str], str | None]) -> str | None:
    first = placed[0] if placed else named.get("id") or named.get("path") or ""
    match name:
        case "figure" | "img" | "image":
            return _figure(placed, named)
        case "youtube" if _SAFE_ID.fullmatch(first):
            return _video(
                f"https://www.youtube.com/watch?v={first}", named, f"https://img.youtube.com/vi/{first}/hqdefault.jpg"
            )
        case "vimeo" if _SAFE_ID.fullmatch(first):
            return _video(f"https://vimeo.com/{first}", named, None)
        case "gist" if len(placed) > 1 and all(map(_SAFE_ID.fullmatch, placed[:2])):
            link = f"https://gist.github.com/{placed[0]}/{placed[1]}"
            return f'<a href="{link}">{link}</a>'
        case "ref" | "relref":
            return address(first)
    # A theme's own shortcode for a picture is known by what it is given.
    return _figure([], named) if _PICTURE.search(named.get("src", "")) else None


def _video(link: str, named: dict[str, str], poster: str | None) -> str:
    title = html.escape(named.get("title", ""))
    inside = f'<img src="{poster}" alt="{title or link}">' if poster else title or link
    return f'<p><a href="{link}">{inside}</a></p>'


def _figure(placed: list[str], named: dict[str, str]) -> str | None:
    source = named.get("src") or (placed[0] if placed else "")
    if not source:
        return None
    said = {key: html.escape(named.get(key, "")) for key in ("alt", "title", "link", "attrlink")}
    # Hugo reads both as Markdown.
    caption, credit = (render_markdown(named.get(key, "")) for key in ("caption", "attr"))
    alt = said["alt"] or html.escape(" ".join(plain_text(caption).split()))
    image = f'<img src="{html.escape(source)}" alt="{alt}">'
    if said["link"]:
        image = f'<a href="{said["link"]}">{image}</a>'
    caption, credit = (_PARAGRAPH.sub("", each).strip() for each in (caption, credit))
    if credit and said["attrlink"]:
        credit = f'<a href="{said["attrlink"]}">{credit}</a>'
    caption = " ".join(filter(None, (said["title"] and f"<strong>{said['title']}</strong>", caption, credit)))
    return f"<figure>{image}{f'<figcaption>{caption}</figcaption>' if caption else ''}</figure>"
