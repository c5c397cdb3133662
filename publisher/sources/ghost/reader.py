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
from publisher.sources.ghost.tables import (
    HINT,
    Meta,
    Order,
    Row,
    Table,
    Tables,
    Tag,
    User,
    in_order,
    read_row,
    read_tables,
    rows_inside,
    rows_of,
    settings_of,
    text_of,
)
from publisher.sources.inputs.export_files import ExportFiles, is_zip, open_export
from publisher.sources.inputs.json_text import load_json, said_of_halves
from publisher.sources.inputs.resource import Place
from publisher.sources.inputs.text_files import UnreadableError
from publisher.text.dates.written import read_date

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
_OBJECT_ID = re.compile(r"[0-9a-f]{24}")


def recognise(place: Place, head: bytes) -> str | None:
    """Return why *place* is an export of Ghost, or None.

    Args:
        place: A file, a zip or a folder.
        head: First bytes of the file; empty for a folder.
    """
    if place.path.is_dir() or is_zip(head):
        with open_export(place) as files:
            name = next(iter(_exports(files)), None)
            return None if name is None else f"{name} is an export of Ghost"
    return "it is a JSON export of Ghost" if _is_export(head) else None


def _is_export(head: bytes) -> bool:
    head = head.removeprefix(b"\xef\xbb\xbf")
    if _DATABASE.match(head):
        return b'"data"' in head or b'"meta"' in head
    return bool(_TABLES.match(head) and _OF_GHOST.search(head))


def _exports(files: ExportFiles) -> Iterator[str]:
    """Yield the names of the JSON files that are exports; not those deep inside, which belong to something else."""
    for name in files.names(".json"):
        if name.count("/") <= 1 and _is_export(files.head(name)):
            yield name


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
            names = files.names() if is_one else list(_exports(files))
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
        tables = self.tables
        self._tags = {text_of(tag.id): tag for tag in self._rows("tags", tables.tags, Tag)}
        self._users = {text_of(user.id): user for user in self._rows("users", tables.users, User)}
        self._tags_of = in_order(self._rows("posts_tags", tables.posts_tags, Order))
        self._authors_of = in_order(self._rows("posts_authors", tables.posts_authors, Order))
        self._meta = {text_of(meta.post_id): meta for meta in self._rows("posts_meta", tables.posts_meta, Meta)}
        self._settings = settings_of(tables.settings)
        home = self.place.home
        self._home = home.rstrip("/") if home else ""

    def _rows(self, name: str, raw: msgspec.Raw, kind: type[Table]) -> list[Table]:
        """Decode a table; without it nothing but what it says is lost."""
        rows = rows_of(raw, kind)
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
        title = " ".join(text_of(row.title).split())
        place = f"{self.shown}, post {number} “{title[:60]}”"
        if row.page in (True, 1, "1") or text_of(row.type) not in {"", "post"}:
            return Skipped(place=place, reason=text_of(row.type) if text_of(row.type) not in {"", "post"} else "page")
        status = _status(row)
        if status == "draft":
            return Skipped(place=place, reason="draft")
        try:
            published = _moment(row.published_at) or _moment(row.created_at)
            body, markup = self._body(row)
        except ValueError as error:
            return Rejected(place=place, reason=str(error), hint="Correct it in Ghost, and export again.")
        if published is None:
            return Rejected(place=place, reason="it has no date", hint="Give it one in Ghost, and export again.")
        identity, uuid, slug = text_of(row.id), text_of(row.uuid), text_of(row.slug)
        foreign_id = identity if _OBJECT_ID.fullmatch(identity) else uuid or None
        return Post(
            key=foreign_id or identity or slug or title,
            origin=Origin(path=origin, importer=Ghost.kind),
            title=title or UNTITLED,
            body=body,
            markup=markup,
            published=published,
            updated=_later(row.updated_at, published),
            foreign_id=foreign_id,
            url=self._url(row, slug, published),
            slug=slug or None,
            summary=self._summary(row),
            language=text_of(row.locale) or None,
            authors=self._authors(row),
            tags=self._names_of_tags(row),
            image=self._absolute(text_of(row.feature_image) or text_of(row.image)),
            image_alt=self._image_alt(row),
            status=status,
        )

    def _body(self, row: Row) -> tuple[str, Markup]:
        """Return the text of a post: as the blog shows it, else from what the editor keeps."""
        if (html := text_of(row.html)).strip():
            from publisher.sources.ghost.cards import public_html

            return public_html(self._placed(html)), "html"
        if (document := _document(row.lexical)) is not None:
            from publisher.sources.ghost.lexical import render_lexical

            return self._placed(render_lexical(document)), "html"
        if (document := _document(row.mobiledoc)) is not None:
            from publisher.sources.ghost.mobiledoc import render_mobiledoc

            return self._placed(render_mobiledoc(document)), "html"
        if markdown := text_of(row.markdown):
            return self._placed(markdown), "markdown"
        return self._placed(text_of(row.plaintext)), "text"

    def _placed(self, text: str) -> str:
        return text.replace(_PLACEHOLDER, self._home)

    def _image_alt(self, row: Row) -> str:
        meta = self._meta.get(text_of(row.id))
        return text_of(row.feature_image_alt) or (text_of(meta.feature_image_alt) if meta else "")

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

    def _url(self, row: Row, slug: str, published: date) -> str | None:
        if canonical := text_of(row.canonical_url):
            return self._absolute(canonical)
        if not (slug and self._home):
            return None
        pattern = self._settings.get("permalinks") or "/:slug/"
        day = published.astimezone(self._zone) if isinstance(published, datetime) and self._zone else published
        known = {"slug": slug, "year": f"{day:%Y}", "month": f"{day:%m}", "day": f"{day:%d}", "id": text_of(row.id)}
        path = re.sub(r"[:{](slug|year|month|day|id)\b\}?", lambda found: known[found[1]], pattern)
        return None if ":" in path or "{" in path else f"{self._home}/{path.strip('/')}/"

    @property
    def _zone(self) -> ZoneInfo | None:
        from zoneinfo import ZoneInfo

        named = next((self._settings[key] for key in self._settings if "imezone" in key), "")
        try:
            return ZoneInfo(named) if named else None
        except (ValueError, OSError):
            return None

    def _summary(self, row: Row) -> str | None:
        meta = self._meta.get(text_of(row.id))
        said = (
            text_of(row.custom_excerpt)
            or text_of(row.meta_description)
            or (text_of(meta.meta_description) if meta else "")
        )
        return said.strip() or None

    def _names_of_tags(self, row: Row) -> tuple[str, ...]:
        tags = [
            self._tags[text_of(order.tag_id)]
            for order in self._tags_of.get(text_of(row.id), ())
            if text_of(order.tag_id) in self._tags
        ]
        tags += rows_inside(row.tags, Tag)
        return tuple(
            name for tag in tags if (name := text_of(tag.name)) and name[0] != "#" and tag.visibility != "internal"
        )

    def _authors(self, row: Row) -> tuple[Person, ...]:
        orders = self._authors_of.get(text_of(row.id), ())
        ids = [text_of(order.author_id) for order in orders] or [text_of(row.author_id)]
        users = [self._users[each] for each in ids if each in self._users]
        users += rows_inside(row.authors, User) or rows_inside([row.primary_author], User)
        return tuple(
            Person(name=name, url=self._absolute(text_of(user.website)))
            for user in users
            if (name := text_of(user.name))
        )


def _document(value: object) -> object:
    """Parse what the editor keeps: a document as a text; None where there is none.

    Raises:
        ValueError: It is damaged.
    """
    if isinstance(value, Mapping):
        return value
    text = text_of(value)
    if not text:
        return None
    try:
        return load_json(text)
    except (ValueError, RecursionError) as error:
        raise ValueError("the text of this post is damaged") from error


def _status(row: Row) -> Status:
    """Tell who may read a post: only what is public on the website is published."""
    if text_of(row.status) not in {"published", "scheduled", "sent"}:
        return "draft"
    if text_of(row.visibility) not in {"", "public"} or text_of(row.status) == "sent":
        return "private"
    return "scheduled" if text_of(row.status) == "scheduled" else "published"


def _moment(value: object) -> date | datetime | None:
    """Return a time of the table, which is in UTC: as ISO 8601, or in milliseconds since 1970.

    Raises:
        ValueError: It is no time.
    """
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        try:
            found: date | datetime | None = datetime.fromtimestamp(int(value) // 1000, UTC)
        except (OverflowError, ValueError, OSError):
            raise ValueError(f"{value!r} is not a date") from None
    elif isinstance(value, str) and re.fullmatch(r"-?\d{9,15}", value):
        return _moment(int(value))
    else:
        found = read_date(value or None)
    if isinstance(found, datetime) and found.tzinfo is None:
        return found.replace(tzinfo=UTC)
    return found


def _later(value: object, published: date | datetime) -> datetime | None:
    """Return the time of the last change, if it is one after the publication."""
    try:
        changed = _moment(value)
    except ValueError:
        return None
    if not isinstance(changed, datetime) or not isinstance(published, datetime):
        return None
    return changed if changed > published else None
