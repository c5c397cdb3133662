"""The folder ``issues``: drafts as files to edit, approved issues as folders that never change.

A draft is ``issues/NNN.toml``.  An approved issue is the folder
``issues/NNN/`` with ``issue.html``, ``issue.txt`` and ``manifest.json``; it
appears whole, by one rename, and every read compares its hashes.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from publisher.errors import InputError, StoreError
from publisher.files.atomic import plainly, write_durably

FOLDER = "issues"
HTML = "issue.html"
TEXT = "issue.txt"
MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedEntry:
    """An article as the manifest remembers it."""

    ref: str
    id: str
    title: str
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Approved:
    """A frozen issue, as it is sent and archived: its slots are still open."""

    number: int
    subject: str
    preheader: str
    #: ISO 8601 with zone.
    approved_at: str
    language: str
    entries: tuple[IssuedEntry, ...]
    html: str
    text: str
    #: SHA-256 of the manifest, which holds those of the two parts: it stands for every byte of the issue.
    digest: str
    #: SHA-256 of the draft that was approved.
    draft: str


def draft_path(root: Path, number: int) -> Path:
    """Return where the draft of an issue stands."""
    return root / FOLDER / f"{number:03}.toml"


def approved_path(root: Path, number: int) -> Path:
    """Return where an approved issue stands."""
    return root / FOLDER / f"{number:03}"


def shown(root: Path, path: Path) -> str:
    """Return a path as people read it: relative to the publication, with forward slashes."""
    return path.relative_to(root).as_posix()


def numbers(root: Path) -> list[int]:
    """Return the number of every issue, draft or approved, in order."""
    folder = root / FOLDER
    if not folder.is_dir():
        return []
    found = (re.fullmatch(r"(\d{3,})(\.toml)?", path.name) for path in folder.iterdir())
    return sorted({int(match[1]) for match in found if match})


def has_draft(root: Path, number: int) -> bool:
    """Say whether the draft's file is there; it stays after approval."""
    return draft_path(root, number).is_file()


def is_approved(root: Path, number: int) -> bool:
    """Say whether the issue is frozen."""
    return approved_path(root, number).is_dir()


def read_draft(root: Path, number: int) -> str:
    """Return the text of a draft.

    Raises:
        InputError: There is no such draft, or it is not UTF-8 text.
    """
    path = draft_path(root, number)
    try:
        return path.read_text("utf-8-sig")
    except FileNotFoundError as error:
        raise InputError(
            f"there is no draft {shown(root, path)}", hint="See which issues there are with `publisher digest list`."
        ) from error
    except UnicodeDecodeError as error:
        raise InputError(
            f"{shown(root, path)} is not UTF-8 text (byte {error.start + 1})", hint="Save it as UTF-8."
        ) from error
    except OSError as error:
        raise InputError(
            f"{shown(root, path)} cannot be read: {error.strerror}", hint="Check its permissions."
        ) from error


def create_draft(root: Path, number: int, text: str) -> Path:
    """Write a new draft and return its path; a file that is there already is never overwritten.

    Raises:
        StoreError: The file is there, or cannot be written.
    """
    path = draft_path(root, number)
    with plainly(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            # Taken before it is written: of two commands at once, one gets the number.
            path.touch(exist_ok=False)
        except FileExistsError as error:
            raise StoreError(
                f"{shown(root, path)} is there already", hint="Run the command again for the next number."
            ) from error
    try:
        write_durably(path, text.encode())
    except StoreError:
        path.unlink(missing_ok=True)
        raise
    return path


def remove_draft(root: Path, number: int) -> None:
    """Remove the draft's file."""
    path = draft_path(root, number)
    try:
        path.unlink()
    except OSError as error:
        raise _not_written(root, path, error) from error


def hash_of(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8."""
    return sha256(text.encode()).hexdigest()


def freeze(
    root: Path,
    *,
    number: int,
    subject: str,
    preheader: str,
    approved_at: str,
    language: str,
    entries: Sequence[IssuedEntry],
    html: str,
    text: str,
    draft: str,
) -> Path:
    """Write the folder of an approved issue and return it.

    Everything is written and flushed beside it first; the folder takes its
    name in one rename, so that half an issue is never seen.

    Args:
        root: Folder of the publication.
        number: Number of the issue.
        subject: Subject of the mail.
        preheader: Line that mail programs show beside the subject.
        approved_at: ISO 8601 with zone.
        language: BCP 47.
        entries: What is in it, in order.
        html: The HTML part, its slots open.
        text: The plain-text part, its slots open.
        draft: Text of the draft; only its hash is kept.
    """
    manifest = {
        "number": number,
        "subject": subject,
        "preheader": preheader,
        "approved_at": approved_at,
        "language": language,
        "draft": hash_of(draft),
        "entries": [asdict(entry) for entry in entries],
        "files": {HTML: hash_of(html), TEXT: hash_of(text)},
    }
    files = {HTML: html, TEXT: text, MANIFEST: json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"}
    final = approved_path(root, number)
    beside = final.with_name(f".{final.name}.{os.getpid()}")
    shutil.rmtree(beside, ignore_errors=True)
    try:
        beside.mkdir(parents=True)
        _write_all(beside, files)
        beside.rename(final)
        _flush(final.parent)
    except OSError as error:
        shutil.rmtree(beside, ignore_errors=True)
        raise _not_written(root, final, error) from error
    return final


def unfreeze(root: Path, number: int) -> None:
    """Remove the folder of an approved issue; its draft counts again.

    It loses its name first, so that an interruption leaves no half issue.
    """
    final = approved_path(root, number)
    beside = final.with_name(f".{final.name}.{os.getpid()}.old")
    try:
        final.rename(beside)
        shutil.rmtree(beside)
    except OSError as error:
        raise _not_written(root, final, error) from error


def read_approved(root: Path, number: int) -> Approved:
    """Return a frozen issue.

    Raises:
        StoreError: A file is missing or is not what was approved.
    """
    folder = approved_path(root, number)
    manifest_bytes = _read(root, folder / MANIFEST)
    try:
        manifest: dict[str, Any] = json.loads(manifest_bytes)
        files: Mapping[str, str] = manifest["files"]
        parts = {name: _read(root, folder / name) for name in (HTML, TEXT)}
        for name, content in parts.items():
            if sha256(content).hexdigest() != files[name]:
                raise _changed(root, folder / name, "is not what was approved")
        return Approved(
            number=manifest["number"],
            subject=manifest["subject"],
            preheader=manifest["preheader"],
            approved_at=manifest["approved_at"],
            language=manifest["language"],
            entries=tuple(IssuedEntry(**entry) for entry in manifest["entries"]),
            html=parts[HTML].decode(),
            text=parts[TEXT].decode(),
            digest=sha256(manifest_bytes).hexdigest(),
            draft=manifest["draft"],
        )
    except (ValueError, KeyError, TypeError) as error:
        raise _changed(root, folder / MANIFEST, "cannot be read") from error


def _write_all(folder: Path, files: Mapping[str, str]) -> None:
    for name, content in files.items():
        with (folder / name).open("xb") as file:
            file.write(content.encode())
            file.flush()
            os.fsync(file.fileno())
    _flush(folder)


def _flush(folder: Path) -> None:
    """Make a rename in this folder durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _read(root: Path, path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise _changed(root, path, "is missing or cannot be read") from error


def _not_written(root: Path, path: Path, error: OSError) -> StoreError:
    return StoreError(
        f"{shown(root, path)} could not be written or removed: {error.strerror}",
        hint="See whether it is there already, whether the disk is full, and whose folder it is.",
    )


def _changed(root: Path, path: Path, what: str) -> StoreError:
    return StoreError(
        f"{shown(root, path)} {what}",
        hint="Put the folder back from a backup or from version control; "
        "if nothing was sent yet, `publisher digest reopen` and approve it again.",
    )
