"""Ghost's export: one JSON file with a table of posts, as every version since 2013 writes it.

Only what a post needs is taken out of the file: posts, tags, the names of
authors, and the pattern of addresses.  Passwords, keys, sessions, members,
e-mail addresses and settings stay in it as bytes that nobody decodes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urljoin

import msgspec

from publisher.errors import InputError
from publisher.model.entry import Origin, Person, Status
from publisher.model.post import Found, Markup, Post, Rejected, Skipped, Warned
from publisher.sources.ghost import tables as columns
from publisher.sources.ghost.tables import HINT, Tables, read_row, read_tables, text, text_of, value
from publisher.sources.inputs.export_files import ExportFiles, is_zip, open_export, recognise_export
from publisher.sources.inputs.json_text import load_json, said_of_halves
from publisher.sources.inputs.resource import Place
from publisher.sources.inputs.text_files import UnreadableError
from publisher.sources.inputs.values import later, read_utc

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

#: Largest export that is read, in bytes; the ones of the largest blogs have a fifth of it.
LARGEST_JSON = 256 * 1024 * 1024

#: Ghost's own title for posts without one.
UNTITLED = "(Untitled)"

_PLACEHOLDER = "__GHOST_URL__"
_DATABASE = re.compile(rb'\s*\{\s*"db"\s*:\s*\[')
_TABLES = re.compile(rb'\s*\{\s*"(?:data|meta|posts)"\s*:')
_OF_GHOST = re.compile(rb'"(?:mobiledoc|lexical|posts_tags|posts_authors|feature_image|comment_id|exported_on)"\s*:')
_IN_PATTERN = re.compile(r"[:{](slug|year|month|day|id)\b\}?")
_MILLISECONDS = re.compile(r"-?\d{9,15}")
_OBJECT_ID = re.compile(r"[0-9a-f]{24}")


def recognise(place: Place, head: bytes) -> str | None:
    """Say why a file, a zip or a folder is an export of Ghost; None if it is not."""
    return recognise_export(place, head, _candidates, _is_export, "is an export of Ghost")


def _is_export(head: bytes) -> bool:
    head = head.removeprefix(b"\xef\xbb\xbf")
    if _DATABASE.match(head):
        return b'"data"' in head or b'"meta"' in head
    return bool(_TABLES.match(head) and _OF_GHOST.search(head))


def _candidates(files: ExportFiles) -> list[str]:
    """Return the JSON files; not those deep inside, which belong to something else."""
    return [name for name in files.names(".json") if name.count("/") <= 1]


@dataclass(frozen=True, kw_only=True)
class Ghost:
    """The posts of one export, or of each export in a folder or zip."""

    kind: ClassVar[str] = "ghost"

    place: Place

    def read(self, advance: Callable[[int], None]) -> Iterator[Found]:
        """Yield the posts in the order of the table.

        What only members, payers or recipients of mails may read has the status
        ``private``; pages and drafts are skipped.  The id is the one of the
        blog's own feed, so that nobody's reader shows a post twice: the post's
        ``id`` where that is 24 hexadecimal digits (since version 1), else its
        ``uuid``.

        Raises:
            InputError: There is no export, or it is damaged or too large.
        """
        with open_export(self.place, advance) as files:
            is_one = not (self.place.path.is_dir() or is_zip(self.place.head(4)))
            names = files.names()
            if not is_one:
                names = [name for name in _candidates(files) if _is_export(files.head(name))]
            if not names:
                raise InputError(f"{self.place.shown} has no export of Ghost in it", hint=HINT)
            for name in names:
                try:
                    yield from self._read_file(files, name)
                except InputError as error:
                    if len(names) == 1:
                        raise
                    yield Rejected(place=files.shown(name), reason=str(error), hint=error.hint)

    def _read_file(self, files: ExportFiles, name: str) -> Iterator[Found]:
        shown = files.shown(name)
        try:
            data = files.read(name, LARGEST_JSON)
        except UnreadableError as error:
            raise InputError(f"{shown} cannot be used: {error.reason}", hint=error.hint or HINT) from error
        tables, halves = read_tables(data, shown)
        if halves:
            yield Warned(place=shown, reason=said_of_halves(halves))
        blog = _Blog(place=self.place, shown=shown, tables=tables)
        yield from blog.warnings
        for number, raw in enumerate(tables.posts, 1):
            yield blog.post(number, raw, files.origin(name))


@dataclass(kw_only=True)
class _Blog:
    """One export, with its tables of tags and authors at hand."""

    place: Place
    shown: str
    tables: Tables
    warnings: list[Warned] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Read the small tables."""
        self._tags = {text(tag, "id"): tag for tag in self._rows("tags", columns.Tag)}
        self._users = {text(user, "id"): user for user in self._rows("users", columns.User)}
        self._tags_of = columns.in_order(self._rows("posts_tags", columns.Order))
        self._authors_of = columns.in_order(self._rows("posts_authors", columns.Order))
        self._meta = {text(meta, "post_id"): meta for meta in self._rows("posts_meta", columns.Meta)}
        self._settings = columns.settings_of(self.tables.settings)
        self._home = (self.place.home or "").rstrip("/")

    def _rows(self, name: str, kind: type[msgspec.Struct]) -> list[msgspec.Struct]:
        """Decode a table; without it nothing but what it says is lost."""
        rows = columns.rows_of(getattr(self.tables, name), kind)
        if rows is None:
            self.warnings.append(Warned(place=self.shown, reason=f"its table {name} is damaged and was left out"))
        return rows or []

    def post(self, number: int, raw: msgspec.Raw, origin: str) -> Post | Rejected | Skipped:
        """Return what one row of the table is."""
        row = read_row(raw)
        if row is None:
            return Rejected(
                place=f"{self.shown}, post {number}",
                reason="it is damaged, or no post",
                hint="Export again, and copy the file whole.",
            )
        title = " ".join(text(row, "title").split())
        place = f"{self.shown}, post {number} “{title[:60]}”"
        if left_out := _left_out(row):
            return Skipped(place=place, reason=left_out)
        try:
            published = _moment(value(row, "published_at")) or _moment(value(row, "created_at"))
            body, markup = self._body(row)
        except ValueError as error:
            return Rejected(place=place, reason=str(error), hint="Correct it in Ghost, and export again.")
        if published is None:
            return Rejected(place=place, reason="it has no date", hint="Give it one in Ghost, and export again.")
        identity = text(row, "id")
        foreign_id = identity if _OBJECT_ID.fullmatch(identity) else text(row, "uuid") or None
        meta = self._meta.get(identity)
        return Post(
            key=foreign_id or text(row, "id", "slug") or title,
            origin=Origin(path=origin, importer=Ghost.kind),
            title=title or UNTITLED,
            body=body,
            markup=markup,
            published=published,
            updated=_later(value(row, "updated_at"), published),
            foreign_id=foreign_id,
            url=self._url(row, published),
            slug=text(row, "slug") or None,
            summary=(text(row, "custom_excerpt", "meta_description") or text(meta, "meta_description")).strip() or None,
            language=text(row, "locale") or None,
            authors=self._authors(row),
            tags=self._names_of_tags(row),
            image=self._absolute(text(row, "feature_image", "image")),
            image_alt=text(row, "feature_image_alt") or text(meta, "feature_image_alt"),
            status=_status(row),
        )

    def _body(self, row: msgspec.Struct) -> tuple[str, Markup]:
        """Return the text of a post: as the blog shows it, else from what the editor keeps."""
        if (html := text(row, "html")).strip():
            from publisher.sources.ghost.cards import public_html

            return public_html(self._placed(html)), "html"
        if (document := _document(value(row, "lexical"))) is not None:
            from publisher.sources.ghost.lexical import render_lexical

            return self._placed(render_lexical(document)), "html"
        if (document := _document(value(row, "mobiledoc"))) is not None:
            from publisher.sources.ghost.mobiledoc import render_mobiledoc

            return self._placed(render_mobiledoc(document)), "html"
        markdown = text(row, "markdown")
        return self._placed(markdown or text(row, "plaintext")), "markdown" if markdown else "text"

    def _placed(self, text: str) -> str:
        return text.replace(_PLACEHOLDER, self._home)

    def _absolute(self, address: str) -> str | None:
        """Return an address that stands for itself; None where it needs a website that is not known."""
        address = self._placed(address).strip()
        if address.startswith("//"):
            return f"https:{address}"
        if address.lower().startswith(("http://", "https://")):
            return address
        try:
            return urljoin(f"{self._home}/", address) if address and self._home else None
        except ValueError:
            return None

    def _url(self, row: msgspec.Struct, published: date) -> str | None:
        if canonical := text(row, "canonical_url"):
            return self._absolute(canonical)
        slug = text(row, "slug")
        if not (slug and self._home):
            return None
        pattern = self._settings.get("permalinks") or "/:slug/"
        day = published.astimezone(self._zone) if isinstance(published, datetime) and self._zone else published
        known = {"slug": slug, "year": f"{day:%Y}", "month": f"{day:%m}", "day": f"{day:%d}", "id": text(row, "id")}
        path = _IN_PATTERN.sub(lambda found: known[found[1]], pattern)
        return None if ":" in path or "{" in path else f"{self._home}/{path.strip('/')}/"

    @property
    def _zone(self) -> ZoneInfo | None:
        from zoneinfo import ZoneInfo

        named = next((self._settings[key] for key in self._settings if "imezone" in key), "")
        try:
            return ZoneInfo(named) if named else None
        except (ValueError, OSError):
            return None

    def _names_of_tags(self, row: msgspec.Struct) -> tuple[str, ...]:
        ordered = (text(order, "tag_id") for order in self._tags_of.get(text(row, "id"), ()))
        tags = [self._tags[each] for each in ordered if each in self._tags]
        tags += columns.rows_inside(value(row, "tags"), columns.Tag)
        return tuple(
            name
            for tag in tags
            if (name := text(tag, "name")) and name[0] != "#" and value(tag, "visibility") != "internal"
        )

    def _authors(self, row: msgspec.Struct) -> tuple[Person, ...]:
        orders = self._authors_of.get(text(row, "id"), ())
        ids = [text(order, "author_id") for order in orders] or [text(row, "author_id")]
        users = [self._users[each] for each in ids if each in self._users]
        inside = (value(row, "authors"), [value(row, "primary_author")])
        users += next(filter(None, (columns.rows_inside(each, columns.User) for each in inside)), [])
        return tuple(
            Person(name=name, url=self._absolute(text(user, "website")))
            for user in users
            if (name := text(user, "name"))
        )


def _document(value: object) -> object:
    """Parse what the editor keeps: a document as a text; None where there is none.

    Raises:
        ValueError: It is damaged.
    """
    if isinstance(value, Mapping):
        return value
    written = text_of(value)
    if not written:
        return None
    try:
        return load_json(written)
    except (ValueError, RecursionError) as error:
        raise ValueError("the text of this post is damaged") from error


def _left_out(row: msgspec.Struct) -> str | None:
    """Return what a row is that is no published post."""
    kind = text(row, "type")
    if kind not in {"", "post"} or value(row, "page") in (True, 1, "1"):
        return kind if kind not in {"", "post"} else "page"
    return None if text(row, "status") in {"published", "scheduled", "sent"} else "draft"


def _status(row: msgspec.Struct) -> Status:
    """Tell who may read a post: only what is public on the website is published."""
    status = text(row, "status")
    if text(row, "visibility") not in {"", "public"} or status == "sent":
        return "private"
    return "scheduled" if status == "scheduled" else "published"


def _moment(value: object) -> date | datetime | None:
    """Return a time of the table, which is in UTC: as ISO 8601, or in milliseconds since 1970.

    Raises:
        ValueError: It is no time.
    """
    if isinstance(value, str) and _MILLISECONDS.fullmatch(value):
        value = int(value)
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        return read_utc(value or None)
    try:
        return datetime.fromtimestamp(int(value) // 1000, UTC)
    except (OverflowError, ValueError, OSError):
        raise ValueError(f"{value!r} is not a date") from None


def _later(value: object, published: date | datetime) -> datetime | None:
    """Return the time of the last change, if it is one after the publication."""
    try:
        return later(_moment(value), published)
    except ValueError:
        return None
