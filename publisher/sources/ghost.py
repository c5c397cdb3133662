"""Ghost's export: one JSON file with a table of posts, as every version since 2013 writes it.

Only what a post needs is taken out of the file: posts, tags, the names of
authors, and the pattern of addresses.  Passwords, keys, sessions, members,
e-mail addresses and settings stay in it as bytes that nobody decodes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, ClassVar, TypeVar
from urllib.parse import urljoin

import msgspec

from publisher.content.front_matter_dates import read_date
from publisher.errors import InputError
from publisher.model.entry import Origin, Person, Status
from publisher.model.post import Markup, Post, Rejected, Skipped, Warned
from publisher.sources.export_files import ExportFiles, is_zip, open_export
from publisher.sources.markdown_files import UnreadableError
from publisher.sources.place import Place

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

#: Largest export that is read, in bytes; the ones of the largest blogs have a fifth of it.
LARGEST_JSON = 256 * 1024 * 1024

#: Ghost's own title for posts without one.
UNTITLED = "(Untitled)"

_HINT = "In Ghost, choose Settings, Import/Export, Export content, and name the JSON file that you get."
_PLACEHOLDER = "__GHOST_URL__"
_DATABASE = re.compile(rb'\s*\{\s*"db"\s*:\s*\[')
_TABLES = re.compile(rb'\s*\{\s*"(?:data|meta|posts)"\s*:')
_OF_GHOST = re.compile(rb'"(?:mobiledoc|lexical|posts_tags|posts_authors|feature_image|comment_id|exported_on)"\s*:')
_SURROGATES = re.compile("[\ud800-\udfff]")
_OBJECT_ID = re.compile(r"[0-9a-f]{24}")
_HIGHEST_ORDER = 1 << 31

_Struct = TypeVar("_Struct", bound=msgspec.Struct)


class _Tables(msgspec.Struct):
    """The tables that are read; everything else in the file is passed over."""

    posts: list[msgspec.Raw] = []
    tags: msgspec.Raw = msgspec.Raw()
    posts_tags: msgspec.Raw = msgspec.Raw()
    users: msgspec.Raw = msgspec.Raw()
    posts_authors: msgspec.Raw = msgspec.Raw()
    posts_meta: msgspec.Raw = msgspec.Raw()
    settings: msgspec.Raw = msgspec.Raw()


class _Database(msgspec.Struct):
    data: _Tables


class _Export(msgspec.Struct):
    """The three shapes: the export, an older one without ``db``, and a bare list as the API gives it."""

    db: list[_Database] = []
    data: _Tables | None = None
    posts: list[msgspec.Raw] = []


class _Tag(msgspec.Struct):
    id: object = None
    name: object = None
    visibility: object = None


class _User(msgspec.Struct):
    """An author: no other column of the table is decoded."""

    id: object = None
    name: object = None
    website: object = None


class _Order(msgspec.Struct):
    """A row that says which tag or author belongs to which post."""

    post_id: object = None
    tag_id: object = None
    author_id: object = None
    sort_order: object = None


class _Meta(msgspec.Struct):
    post_id: object = None
    meta_description: object = None


class _Setting(msgspec.Struct):
    key: object = None
    value: msgspec.Raw = msgspec.Raw()


class _Row(msgspec.Struct):
    """A post, as it stands in the table; the types are whatever the version wrote."""

    id: object = None
    uuid: object = None
    title: object = None
    slug: object = None
    html: object = None
    lexical: object = None
    mobiledoc: object = None
    markdown: object = None
    plaintext: object = None
    feature_image: object = None
    image: object = None
    page: object = None
    type: object = None
    status: object = None
    visibility: object = None
    locale: object = None
    custom_excerpt: object = None
    meta_description: object = None
    canonical_url: object = None
    author_id: object = None
    created_at: object = None
    published_at: object = None
    updated_at: object = None
    #: Inside the post only where the file is no export but an answer of the API.
    tags: object = None
    authors: object = None
    primary_author: object = None


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

    def read(self, advance: Callable[[int], None]) -> Iterator[Post | Rejected | Warned | Skipped]:
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
                raise InputError(f"{self.place.shown} has no export of Ghost in it", hint=_HINT)
            for name in names:
                yield from self._read_file(files, name)

    def _read_file(self, files: ExportFiles, name: str) -> Iterator[Post | Rejected | Warned | Skipped]:
        shown = files.shown(name)
        try:
            data = files.read(name, LARGEST_JSON)
        except UnreadableError as error:
            raise InputError(f"{shown} cannot be used: {error.reason}", hint=error.hint or _HINT) from error
        tables = _tables(data, shown)
        blog = _Blog(place=self.place, shown=shown, tables=tables)
        yield from blog.warnings
        for number, raw in enumerate(tables.posts, 1):
            yield blog.post(number, raw, files.origin(name))


def _tables(data: bytes, shown: str) -> _Tables:
    """Find the tables in a file."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        data = data.decode("utf-16", "replace").encode()
    try:
        export = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"), type=_Export)
    except RecursionError as error:
        raise InputError(f"{shown} is no export of Ghost: it is nested too deep", hint=_HINT) from error
    except msgspec.ValidationError as error:
        raise InputError(f"{shown} is no export of Ghost: {error}", hint=_HINT) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        what = "its end is missing" if "truncated" in str(error) else _with_line(str(error), data)
        raise InputError(f"{shown} is damaged: {what}", hint="Export again, and copy the file whole.") from error
    if export.db:
        return export.db[0].data
    if export.data is not None:
        return export.data
    if not export.posts:
        raise InputError(f"{shown} is no export of Ghost: it has no table of posts", hint=_HINT)
    return _Tables(posts=export.posts)


def _with_line(said: str, data: bytes) -> str:
    """Say the line instead of the byte."""
    found = re.search(r"^(.*) \(byte (\d+)\)$", said)
    if found is None:
        return said
    line = data.count(b"\n", 0, int(found[2])) + 1
    return f"{found[1]} in line {line:,}"


@dataclass(kw_only=True)
class _Blog:
    """One export, with its tables of tags and authors at hand."""

    place: Place
    shown: str
    tables: _Tables
    warnings: list[Warned] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Read the small tables."""
        tables = self.tables
        self._tags = {_text(tag.id): tag for tag in self._rows("tags", tables.tags, _Tag)}
        self._users = {_text(user.id): user for user in self._rows("users", tables.users, _User)}
        self._tags_of = _in_order(self._rows("posts_tags", tables.posts_tags, _Order))
        self._authors_of = _in_order(self._rows("posts_authors", tables.posts_authors, _Order))
        self._meta = {_text(meta.post_id): meta for meta in self._rows("posts_meta", tables.posts_meta, _Meta)}
        self._settings = {
            key: _text(_value(setting.value))
            for setting in self._rows("settings", tables.settings, _Setting)
            # The only settings that are read: the others are nobody's business, or secret.
            if (key := _text(setting.key)) in {"permalinks", "timezone", "active_timezone", "activeTimezone"}
        }
        home = self.place.home
        self._home = home.rstrip("/") if home else ""

    def post(self, number: int, raw: msgspec.Raw, origin: str) -> Post | Rejected | Skipped:
        """Return what one row of the table is."""
        row = _row(raw)
        if row is None:
            return Rejected(
                place=f"{self.shown}, post {number}",
                reason="it is damaged, or no post",
                hint="Export again, and copy the file whole.",
            )
        title = " ".join(_text(row.title).split())
        place = f"{self.shown}, post {number} “{title[:60]}”"
        if row.page in (True, 1, "1") or _text(row.type) not in {"", "post"}:
            return Skipped(place=place, reason=_text(row.type) if _text(row.type) not in {"", "post"} else "page")
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
        identity, uuid, slug = _text(row.id), _text(row.uuid), _text(row.slug)
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
            language=_text(row.locale) or None,
            authors=self._authors(row),
            tags=self._names_of_tags(row),
            image=self._absolute(_text(row.feature_image) or _text(row.image)),
            status=status,
        )

    def _rows(self, name: str, raw: msgspec.Raw, kind: type[_Struct]) -> list[_Struct]:
        """Decode a table of which only some columns are read; without it nothing but these is lost."""
        if not bytes(raw):
            return []
        try:
            return msgspec.json.decode(raw, type=list[kind])  # type: ignore[valid-type]  # a type made at run time
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            self.warnings.append(Warned(place=self.shown, reason=f"its table {name} is damaged and was left out"))
            return []

    def _body(self, row: _Row) -> tuple[str, Markup]:
        """Return the text of a post: as the blog shows it, else from what the editor keeps."""
        if (html := _text(row.html)).strip():
            from publisher.content.ghost_html import public_html

            return public_html(self._placed(html)), "html"
        if document := _document(row.lexical):
            from publisher.content.lexical import render_lexical

            return self._placed(render_lexical(document)), "html"
        if document := _document(row.mobiledoc):
            from publisher.content.mobiledoc import render_mobiledoc

            return self._placed(render_mobiledoc(document)), "html"
        if markdown := _text(row.markdown):
            return self._placed(markdown), "markdown"
        return self._placed(_text(row.plaintext)), "text"

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

    def _url(self, row: _Row, slug: str, published: date) -> str | None:
        if canonical := _text(row.canonical_url):
            return self._absolute(canonical)
        if not (slug and self._home):
            return None
        pattern = self._settings.get("permalinks") or "/:slug/"
        day = published.astimezone(self._zone) if isinstance(published, datetime) and self._zone else published
        known = {"slug": slug, "year": f"{day:%Y}", "month": f"{day:%m}", "day": f"{day:%d}", "id": _text(row.id)}
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

    def _summary(self, row: _Row) -> str | None:
        meta = self._meta.get(_text(row.id))
        said = (
            _text(row.custom_excerpt) or _text(row.meta_description) or (_text(meta.meta_description) if meta else "")
        )
        return said.strip() or None

    def _names_of_tags(self, row: _Row) -> tuple[str, ...]:
        tags = [
            self._tags[_text(order.tag_id)]
            for order in self._tags_of.get(_text(row.id), ())
            if _text(order.tag_id) in self._tags
        ]
        tags += _inside(row.tags, _Tag)
        return tuple(
            name for tag in tags if (name := _text(tag.name)) and name[0] != "#" and tag.visibility != "internal"
        )

    def _authors(self, row: _Row) -> tuple[Person, ...]:
        orders = self._authors_of.get(_text(row.id), ())
        ids = [_text(order.author_id) for order in orders] or [_text(row.author_id)]
        users = [self._users[each] for each in ids if each in self._users]
        users += _inside(row.authors, _User) or _inside([row.primary_author], _User)
        return tuple(
            Person(name=name, url=self._absolute(_text(user.website))) for user in users if (name := _text(user.name))
        )


def _row(raw: msgspec.Raw) -> _Row | None:
    """Decode one post; characters that are damaged are replaced, for the sake of the others."""
    try:
        return msgspec.json.decode(raw, type=_Row)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        pass
    try:
        return msgspec.convert(json.loads(bytes(raw).decode("utf-8", "replace"), parse_int=str), type=_Row)
    except (ValueError, msgspec.ValidationError, RecursionError):
        return None


def _value(raw: msgspec.Raw) -> object:
    try:
        return msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def _document(value: object) -> object:
    """Parse what the editor keeps: a document as a text; None where there is none.

    Raises:
        ValueError: It is damaged.
    """
    if isinstance(value, Mapping):
        return value
    text = _text(value)
    if not text:
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValueError("the text of this post is damaged") from error


def _inside(rows: object, kind: type[_Struct]) -> list[_Struct]:
    """Return the rows that stand inside a post."""
    found = []
    for row in rows if isinstance(rows, list) else []:
        if isinstance(row, Mapping):
            found.append(msgspec.convert(row, type=kind))
        elif isinstance(row, str):
            found.append(msgspec.convert({"name": row}, type=kind))
    return found


def _in_order(rows: list[_Order]) -> dict[str, list[_Order]]:
    """Return the rows of each post in the order that its author gave them."""
    of_post: dict[str, list[_Order]] = {}
    for row in rows:
        of_post.setdefault(_text(row.post_id), []).append(row)
    for orders in of_post.values():
        orders.sort(key=lambda row: row.sort_order if isinstance(row.sort_order, (int, float)) else _HIGHEST_ORDER)
    return of_post


def _status(row: _Row) -> Status:
    """Tell who may read a post: only what is public on the website is published."""
    if _text(row.status) not in {"published", "scheduled", "sent"}:
        return "draft"
    if _text(row.visibility) not in {"", "public"} or _text(row.status) == "sent":
        return "private"
    return "scheduled" if _text(row.status) == "scheduled" else "published"


def _text(value: object) -> str:
    """Return a value of the table as text; nothing for lists, tables, yes and no."""
    if isinstance(value, str):
        return _SURROGATES.sub("\ufffd", value)
    if value is None or isinstance(value, (bool, list, Mapping)):
        return ""
    return str(value)


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
