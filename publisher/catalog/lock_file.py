"""publisher.lock: the memory of identities, a sorted text file made for git.

One line per post, fields parted by tabs: ref, id, updated, digest, likeness,
flags, source, key, url, title.  A field without a value is ``-``; the last two
are empty then, and may be missing, as they are in older files.  Lines of two branches
may simply be joined: order does not matter to the reader, and of two lines for
one post the one that changed last counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from publisher.entries.identity import Remembered
from publisher.errors import StoreError
from publisher.files.atomic import matches, pour_durably

LOCK_NAME = "publisher.lock"

_HEAD = """\
# The permanent ids of this publication's entries. Publisher writes this file: commit it, and let nobody edit it.
# After a conflict in git, keep the lines of both sides and remove the markers.
format\t1
authority\t{authority}
"""
#: Fields of a line, and those of them that every line has.
_FIELDS, _NEEDED = 10, 8
#: Lines that are written at once.
_AT_ONCE = 1000
_ESCAPES = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
_escape = str.maketrans(_ESCAPES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """What one publisher.lock says."""

    #: Authority name of the tag URIs (RFC 4151) that it holds.
    authority: str
    #: In no particular order; refs and ids are unique.
    known: tuple[Remembered, ...]


class KnownPosts(MutableMapping[str, Remembered]):
    """Ref → what is remembered of a post; a line of the file is understood when its post is asked for."""

    __slots__ = ("_lines", "_read", "_refs")

    def __init__(self, known: Iterable[Remembered] = (), lines: Mapping[str, str] | None = None) -> None:
        """Begin with posts, or with ref → line as `write_lock` has it."""
        self._read: dict[str, Remembered] = {each.ref: each for each in known}
        #: Posts that nobody has asked for; no ref stands in both.
        self._lines: dict[str, str] = dict(lines or {})
        #: Id → ref; made when it is asked for.
        self._refs: dict[str, str] | None = None

    def __len__(self) -> int:
        return len(self._read) + len(self._lines)

    def __iter__(self) -> Iterator[str]:
        # A list: whoever asks for the post of a ref moves it from the one to the other.
        return iter([*self._read, *self._lines])

    def __contains__(self, ref: object) -> bool:
        return ref in self._read or ref in self._lines

    def __getitem__(self, ref: str) -> Remembered:
        found = self._read.get(ref)
        if found is None:
            found = self._read[ref] = _remembered(self._lines[ref].split("\t"), LOCK_NAME, ref)
            del self._lines[ref]
        return found

    def __setitem__(self, ref: str, each: Remembered) -> None:
        self._read[ref] = each
        self._lines.pop(ref, None)
        if self._refs is not None:
            self._refs[each.id] = ref

    def __delitem__(self, ref: str) -> None:
        each = self[ref]
        del self._read[ref]
        if self._refs is not None:
            self._refs.pop(each.id, None)

    def ref_of(self, identity: str) -> str | None:
        """Return the ref of the post that has this id."""
        if self._refs is None:
            self._refs = {each.id: ref for ref, each in self._read.items()}
            for ref, line in self._lines.items():
                self._refs[_unescape(line.split("\t", 2)[1])] = ref
        return self._refs.get(identity)

    def lines(self) -> list[str]:
        """Return a line for each post, in the order of the file."""
        return sorted((*map(_line, self._read.values()), *self._lines.values()))


def read_own_lock(path: Path) -> KnownPosts | None:
    """Return the posts of a file that is as `write_lock` left it, at the price of parting its lines.

    Returns:
        None where there is no file, or one that `read_lock` has to look at.
    """
    try:
        text = path.read_bytes().decode()
    except (OSError, UnicodeDecodeError):
        return None
    *head, authority, end = _HEAD.split("\n")
    lines = text.split("\n")
    if lines[: len(head)] != head or not lines[len(head)].startswith(authority.partition("{")[0]) or lines.pop() != end:
        return None
    by_ref = {line[: line.find("\t")]: line for line in lines[len(head) + 1 :]}
    if len(by_ref) < len(lines) - len(head) - 1 or "\r" in text:
        return None
    return KnownPosts(lines=by_ref)


def read_lock(path: Path) -> Lock | None:
    """Return what the file says, or None where there is none.

    Raises:
        StoreError: The file is damaged; the message names the line.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StoreError(
            f"cannot read {path.name}: {error.strerror}", hint="See to it that it is a file and that you may read it."
        ) from error
    except UnicodeDecodeError as error:
        raise StoreError(
            f"{path.name} is no text in UTF-8", hint="Restore the file from your version control."
        ) from error
    return _parse(text, path.name)


def write_lock(path: Path, lock: Lock) -> bool:
    """Write the file, unless it says the same already; return whether it was written.

    Raises:
        StoreError: The file cannot be written.
    """
    return write_known(path, lock.authority, KnownPosts(lock.known))


def write_known(path: Path, authority: str, known: KnownPosts) -> bool:
    """Do the same for posts of which most were never asked for: their lines stay as they are.

    Raises:
        StoreError: The file cannot be written.
    """
    lines = known.lines()

    def chunks() -> Iterator[bytes]:
        yield _HEAD.format(authority=authority).encode()
        for start in range(0, len(lines), _AT_ONCE):
            yield "\n".join((*lines[start : start + _AT_ONCE], "")).encode()

    if matches(path, chunks()):
        return False
    pour_durably(path, chunks())
    return True


def _line(each: Remembered) -> str:
    fields = (
        each.ref,
        each.id,
        each.updated.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if each.updated else "-",
        each.digest,
        each.likeness or "-",
        "hidden" if each.hidden else "-",
        each.source,
        each.key,
        *((each.url or "", each.title) if each.url or each.title else ()),
    )
    line = "\t".join(fields)
    if "\\" in line or "\n" in line or "\r" in line or line.count("\t") != len(fields) - 1:
        line = "\t".join(field.translate(_escape) for field in fields)
    return line


def _parse(text: str, name: str) -> Lock:
    authority = ""
    by_ref: dict[str, tuple[int, Remembered]] = {}
    by_id: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        if line.endswith("\r"):
            line = line.rstrip("\r")
        if not line or line.startswith("#"):
            continue
        if line.startswith(("<<<<<<<", "=======", ">>>>>>>", "|||||||")):
            raise StoreError(
                f"{name}, line {number}: a conflict of git stands in the file",
                hint="Keep the lines of both sides, remove the lines with <<<<<<<, ======= and >>>>>>>, and try again.",
            )
        fields = line.split("\t")
        if fields[0] == "format" and len(fields) == 2:
            _check_format(fields[1], name)
        elif fields[0] == "authority" and len(fields) == 2:
            authority = fields[1]
        else:
            each = _remembered(fields, name, number)
            _add(each, number, by_ref, by_id, name)
    if by_ref and not authority:
        raise StoreError(
            f"{name} does not say which authority its ids have",
            hint="Restore the file from your version control.",
        )
    return Lock(authority=authority, known=tuple(each for _, each in by_ref.values()))


def _check_format(version: str, name: str) -> None:
    if version != "1":
        raise StoreError(
            f"{name} has format {version}, which this version of Publisher does not know",
            hint="Install the version of Publisher that wrote it, or a newer one.",
        )


def _remembered(fields: list[str], name: str, where: int | str) -> Remembered:
    try:
        if any("\\" in field for field in fields):
            fields = list(map(_unescape, fields))
        if len(fields) < _FIELDS:
            fields = [*fields, *[""] * (_FIELDS - max(len(fields), _NEEDED))]
        ref, identity, updated, digest, likeness, flags, source, key, url, title = fields
        if not (ref and identity and int(digest, 16) >= 0 and (likeness == "-" or int(likeness, 16) >= 0)):
            raise ValueError  # noqa: TRY301  # one way out for every kind of damage
        return Remembered(
            source=source,
            key=key,
            id=identity,
            ref=ref,
            updated=None if updated == "-" else datetime.fromisoformat(updated),
            digest=digest,
            likeness=None if likeness == "-" else likeness,
            hidden=flags != "-" and "hidden" in flags.split(","),
            url=url or None,
            title=title,
        )
    except ValueError as error:
        raise StoreError(
            f"{name}, line {where}: this is no line that Publisher wrote",
            hint="Restore the file from your version control.",
        ) from error


_NOBODY: tuple[int, Remembered | None] = (0, None)


def _add(
    each: Remembered, number: int, by_ref: dict[str, tuple[int, Remembered]], by_id: dict[str, int], name: str
) -> None:
    earlier, other = by_ref.get(each.ref, _NOBODY)
    first = by_id.setdefault(each.id, number)
    if other is None and first == number:
        by_ref[each.ref] = (number, each)
        return
    if other is not None and other.id == each.id:
        if _last_changed((other, each)) is each:
            by_ref[each.ref] = (number, each)
        return
    if other is not None or first != number:
        raise StoreError(
            f"{name}, lines {earlier or first} and {number}: two posts share one {'ref' if other else 'id'}",
            hint="Keep the line that was published first, remove the other, and try again.",
        )


def _last_changed(pair: Iterable[Remembered]) -> Remembered:
    never = datetime.min.replace(tzinfo=UTC)
    return max(pair, key=lambda each: (each.updated or never, _line(each)))


def _unescape(field: str) -> str:
    if "\\" not in field:
        return field
    parts = field.split("\\\\")
    for code in ("t", "n", "r"):
        parts = [part.replace(f"\\{code}", {"t": "\t", "n": "\n", "r": "\r"}[code]) for part in parts]
    return "\\".join(parts)
