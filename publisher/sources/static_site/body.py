"""The body of a Markdown post: tags of its generator expanded, its links found, its teaser told apart."""

from __future__ import annotations

import html
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from publisher.sources.inputs.text_files import UnreadableError, decode, read_bytes
from publisher.sources.static_site.addresses import absolute_address
from publisher.sources.static_site.fields import text_of
from publisher.sources.static_site.files import walk

if TYPE_CHECKING:
    from publisher.sources.inputs.resource import Place
    from publisher.sources.static_site.site import Site

_ATX = re.compile(r"\s*^ {0,3}#[ \t]+([^\n]*)(?:\n|\Z)", re.MULTILINE)
_SETEXT = re.compile(r"\s*^ {0,3}(\S[^\n]*)\n {0,3}=+[ \t]*(?:\n|\Z)", re.MULTILINE)
_HTML_HEADING = re.compile(r"\s*<h1\b[^<>]*>(.*?)</h1>\s*", re.IGNORECASE | re.DOTALL)
_MORE = re.compile(
    r"<!--\s*(?:more|truncate|PELICAN_END_SUMMARY)\s*-->|\{\{<\s*more\s*>\}\}|\{/\*\s*truncate\s*\*/\}", re.IGNORECASE
)
_MARKUP = re.compile(r"[*_`\[\]<>&#\\]")
_PELICAN_LINK = re.compile(r"[{|](filename|static|attach|tag|category|author|index)[}|]([^\s()<>\"']*)")
_ATTRIBUTES_LINE = re.compile(r"^ {0,3}\{::?[^{}\n]*\}[ \t]*$")
_ATTRIBUTES = re.compile(r"(?<=[)\]*_`>])\{:[^{}\n]*\}")
_TOC = re.compile(r"^[*-] \w[^\n]*\n(?=\{:\s*toc)", re.MULTILINE | re.IGNORECASE)
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")


def first_heading(body: str) -> tuple[str, str]:
    r"""Return the words of the heading that opens *body*, and the body below it; no words where there is none.

    >>> first_heading("# Rain *again*\n\nIt rains.\n")
    ('Rain again', '\nIt rains.\n')
    """
    for pattern in (_ATX, _SETEXT, _HTML_HEADING):
        match = pattern.match(body)
        if match is not None:
            words = match[1].strip()
            closed = words.rstrip("#")
            if closed != words and closed[-1:] in {"", " ", "\t"}:
                words = closed
            return plain_words(words), body[match.end() :]
    return "", body


def plain_words(markup: str) -> str:
    """Return a short text without its Markdown or HTML, on one line.

    >>> plain_words("Rain &amp; *sun* in [May](/may)")
    'Rain & sun in May'
    """
    if _MARKUP.search(markup):
        from publisher.text.html.to_text import plain_text
        from publisher.text.markup.markdown import render_markdown

        markup = plain_text(render_markdown(markup))
    return " ".join(markup.split())


def teaser(body: str, separator: str) -> tuple[str, str]:
    """Return what stands before the mark that ends the teaser, and the body without it; without one, nothing."""
    if separator and separator.strip() and "more" not in separator:
        if separator in body:
            before, _, after = body.partition(separator)
            return before, before + after
        return "", body
    if ("<" in body and ("<!--" in body or "{{<" in body)) or ("{" in body and "{/*" in body):
        match = _MORE.search(body)
        if match is not None:
            return body[: match.start()], body[: match.start()] + body[match.end() :]
    return "", body


class Expander:
    """Fill in what a generator would: tags, shortcodes, links between the files of a site."""

    def __init__(self, site: Site, place: Place, address_of: Callable[[str], str | None]) -> None:
        self._site = site
        self._place = place
        self._folder = str(place.path if place.path.is_dir() else place.path.parent)
        self._address_of = address_of
        self._home = place.home
        self._names: dict[str, str] | None = None

    def expand(
        self, body: str, *, relative: str, markup: str, fields: Mapping[str, object], liquid: bool, title: str,
        path: str | None,
    ) -> tuple[str, tuple[str, ...]]:  # fmt: skip
        """Return the body and what was taken out of it, by name.

        Args:
            body: Below the front matter.
            relative: Path of the file below the source's root.
            markup: ``markdown`` or ``html``.
            fields: The front matter.
            liquid: The file is a Jekyll post.
            title: For tags that print it.
            path: The post's own address or path.
        """
        removed: tuple[str, ...] = ()
        if relative.endswith(".mdx"):
            return without_components(body)
        if "{" not in body and "|" not in body:
            return body, removed
        if liquid:
            if ("{%" in body or "{{" in body) and fields.get("render_with_liquid") is not False:
                body, removed = self._liquid(body, markup, {**fields, "title": title, "url": path or ""})
            if "{:" in body and markup == "markdown":
                body = _without_attributes(body)
            return body, removed
        if "{{<" in body or "{{%" in body:
            from publisher.sources.static_site.generators.hugo import expand

            body, removed = expand(body, lambda target: self._page(target, relative))
        body, unresolved = self._pelican(body, relative)
        return body, removed + unresolved

    def _liquid(self, body: str, markup: str, page: Mapping[str, object]) -> tuple[str, tuple[str, ...]]:
        from publisher.sources.static_site.generators.liquid import Liquid, expand

        settings = self._site.settings
        site = {
            **settings,
            "url": text_of(settings.get("url")).rstrip("/") or (self._home or "").rstrip("/"),
            "baseurl": self._site.base,
        }
        return expand(
            body,
            Liquid(
                variables={"site": site, "page": page},
                post_address=self._post_named,
                file_address=self._file_address,
                include=self._include,
                absolute=lambda written: absolute_address(self._host_only(), self._home, written) or written,
                relative=self._relative,
                in_html=markup == "html",
            ),
        )

    def _host_only(self) -> Site:
        host = text_of(self._site.settings.get("url")).rstrip("/")
        return replace(self._site, address=host if host.startswith(("http://", "https://")) else None)

    def _relative(self, written: str) -> str:
        if re.match(r"[a-z][a-z0-9+.-]*:|//", written):
            return written
        return f"{self._site.base}/{written.lstrip('/')}"

    def _post_named(self, name: str) -> str | None:
        """Find a post as ``post_url`` names it: date and slug, maybe with folders."""
        path = self._by_name().get(name.lstrip("/").rpartition("/")[2])
        return None if path is None else self._address_of(path) or self._default_path(path)

    def _default_path(self, path: str) -> str:
        """Return Jekyll's own default, for a site whose configuration is not at hand."""
        year, month, day, name = path.rpartition("/")[2].rpartition(".")[0].split("-", 3)
        return f"{self._site.base}/{year}/{month}/{day}/{name}.html"

    def _by_name(self) -> dict[str, str]:
        if self._names is None:
            self._names = {}
            for path, _, _ in walk(replace(self._place, path=Path(self._folder))):
                name = path.rpartition("/")[2].rpartition(".")[0]
                if re.match(r"\d{4}-\d{1,2}-\d{1,2}-.", name):
                    self._names[name] = path
        return self._names

    def _file_address(self, path: str) -> str | None:
        """Return where Jekyll puts a file of the site."""
        path = path.strip("/")
        if "_posts/" in path:
            return self._post_named(path.rpartition(".")[0])
        stem, dot, ending = path.rpartition(".")
        if dot and ending in {"md", "markdown", "html"}:
            collection = path.startswith("_")
            return self._relative(
                f"{stem.removeprefix('_')}{'/' if collection else '.html'}".removesuffix("index.html")
            )
        return self._relative(path)

    def _include(self, name: str) -> str | None:
        folder = self._site.root / "_includes"
        parts = name.split("/")
        if not name or ".." in parts or name.startswith("/") or "\\" in name or "\0" in name:
            return None
        path = os.path.realpath(folder / name)
        if not path.startswith(os.path.realpath(folder) + os.sep):
            return None
        try:
            return decode(read_bytes(path, folder), None)[0]
        except UnreadableError:
            return None

    def _page(self, target: str, relative: str) -> str | None:
        """Find a page as Hugo's ``ref`` names it: a path below ``content``, beside the post, or a bare name."""
        path, mark, fragment = target.partition("#")
        if not path:
            return target
        found = self._file_named(path, relative)
        address = self._address_of(found) if found else None
        return None if address is None else f"{address}{mark}{fragment}"

    def _file_named(self, path: str, relative: str) -> str | None:
        clean = path.strip("/")
        folder = relative.rpartition("/")[0]
        bases = (
            [clean, f"content/{clean}"]
            if path.startswith("/")
            else [f"{folder}/{clean}".lstrip("/"), clean, f"content/{clean}"]
        )
        for base in bases:
            whole = os.path.normpath(base)
            if whole.startswith(("..", "/")):
                continue
            for candidate in (whole, f"{whole}.md", f"{whole}.markdown", f"{whole}/index.md"):
                if os.path.isfile(f"{self._folder}/{candidate}"):  # noqa: PTH113  # paths here are texts
                    return candidate
        return None

    def _pelican(self, body: str, relative: str) -> tuple[str, tuple[str, ...]]:
        unresolved: list[str] = []

        def resolve(match: re.Match[str]) -> str:
            kind, target = match[1], match[2]
            if kind in {"static", "attach"}:
                return self._static(target, relative)
            if kind == "filename":
                path, mark, fragment = target.partition("#")
                found = self._file_named(html.unescape(path).replace("%20", " "), relative)
                address = self._address_of(found) if found else None
                if address is not None:
                    return f"{address}{mark}{fragment}"
                if found is None and "." in path and not path.endswith((".md", ".rst", ".markdown", ".html")):
                    return self._static(target, relative)
                unresolved.append("a link to another file")
                return target
            if kind == "index":
                return self._site.address or self._home or "/"
            return f"{self._site.base}/{kind}/{target.strip('/')}.html"

        return _PELICAN_LINK.sub(resolve, body), tuple(unresolved)

    def _static(self, target: str, relative: str) -> str:
        if not target.startswith("/"):
            folder = relative.rpartition("/")[0].removeprefix("content").strip("/")
            target = os.path.normpath(f"/{folder}/{target}")
        return f"{self._site.base}/{target.lstrip('/')}"


def _without_attributes(body: str) -> str:
    """Take out kramdown's attribute lists, which are instructions and no text, outside of code."""
    body = _TOC.sub("", body)
    lines = []
    fence = ""
    for line in body.split("\n"):
        opening = _FENCE.match(line)
        if fence:
            if opening and opening[1].startswith(fence):
                fence = ""
        elif opening:
            fence = opening[1]
        elif "{:" in line and not line.startswith("    "):
            if _ATTRIBUTES_LINE.match(line):
                continue
            line = _ATTRIBUTES.sub("", line)
        lines.append(line)
    return "\n".join(lines)


#: Code, comments and the beginnings of tags; bounds keep what nothing closes from being searched to the end each time.
_PIECE = re.compile(
    r"^[ \t]*(?P<fence>`{3,}|~{3,})(?:.|\n)*?(?:^[ \t]*(?P=fence)[`~]*[ \t]*$|\Z)"
    r"|(?P<ticks>`+)(?!`)(?:(?!\n\n)[\s\S]){0,1000}?(?<!`)(?P=ticks)(?!`)"
    r"|\{/\*(?P<comment>(?:(?!\{/\*)[\s\S]){0,5000}?)\*/\}"
    r"|\{\s*(?:\"(?P<text>[^\"\n{}]*)\"|'(?P<other>[^'\n{}]*)')\s*\}"
    r"|<(?P<end>/?)(?P<name>[A-Za-z][\w.]*)(?=[\s/>])",
    re.MULTILINE,
)
_SCRIPT = re.compile(
    r"(?:\A|(?<=\n\n)|(?<=\n))(?:import\s+(?:[\"'{*]|[\w$]+[\s,]+(?:from\b|[{*]))|export\s+(?:const|let|var|default|function"
    r"|async|class|\{|\*))[^\n]*(?:\n[^\n]+)*\n?"
)
_ATTRIBUTE = re.compile(r"\s([A-Za-z][\w-]*)=(?:\"([^\"]*)\"|'([^']*)')")
_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|webp|svg|avif)$", re.IGNORECASE)
_LONGEST_TAG = 5_000
#: After so many openings that nothing closes, what follows is text.
_MOST_UNCLOSED = 50


def without_components(text: str) -> tuple[str, tuple[str, ...]]:
    r"""Return the Markdown of *text*, and the names of the components that only their site can draw.

    >>> without_components("import Box from './box'\n\n<Box big={1 > 0}>\n\nIt *rains*.\n\n</Box>\n<Map />")
    ('\n\n\nIt *rains*.\n\n\n', ('Map',))
    """
    parts: list[str] = []
    removed: list[str] = []
    position = unclosed = 0
    while unclosed < _MOST_UNCLOSED and (piece := _PIECE.search(text, position)) is not None:
        parts.append(_SCRIPT.sub("", text[position : piece.start()]))
        position = piece.end()
        if piece["name"] is not None:
            end = _end_of_tag(text, position)
            if end:
                parts.append(_tag(text[piece.start() : end], piece["name"], piece["end"], removed))
                position = end
            else:
                parts.append(piece[0])
                unclosed += 1
        elif piece["comment"] is not None:
            parts.append("<!-- truncate -->" if piece["comment"].strip() == "truncate" else "")
        else:
            parts.append(next((said for said in (piece["text"], piece["other"]) if said is not None), piece[0]))
    parts.append(_SCRIPT.sub("", text[position:]))
    return "".join(parts), tuple(removed)


def _end_of_tag(text: str, start: int) -> int:
    """Return where a tag ends, past texts and braces in its attributes; 0 where it does not."""
    depth, quote = 0, ""
    for place in range(start, min(len(text), start + _LONGEST_TAG)):
        letter = text[place]
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "\"'`":
            quote = letter
        elif letter in "{}":
            depth += 1 if letter == "{" else -1
        elif letter == ">" and depth <= 0:
            return place + 1
    return 0


def _tag(tag: str, name: str, end: str, removed: list[str]) -> str:
    said = {key.lower(): one or other for key, one, other in _ATTRIBUTE.findall(tag)}
    if name[0].islower():
        if "={" not in tag:
            return tag
        attributes = "".join(f' {key}="{value}"' for key, value in said.items() if not value.startswith("{"))
        return f"<{end}{name}{attributes}{' /' if tag.endswith('/>') else ''}>"
    if not end and _PICTURE.search(said.get("src", "")):
        return f'<img src="{said["src"]}" alt="{html.escape(html.unescape(said.get("alt", "")))}">'
    if tag.endswith("/>"):
        removed.append(name)
    return ""
