"""Starts a publication: publisher.toml and .gitignore, and the example posts for who wants them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from string import Template

from publisher.config import PLACEHOLDER_HOME
from publisher.config.loading import parse
from publisher.errors import ConfigurationError, UsageError
from publisher.files.atomic import write_atomically
from publisher.files.templates import shipped, starter

#: Folder of the example posts in a new publication.
EXAMPLE_FOLDER = "posts"

_link = Path("/etc/localtime")


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """What a new publication is to be called, and who sends its mail."""

    title: str
    subtitle: str = ""
    home: str = PLACEHOLDER_HOME
    language: str = "en"
    timezone: str = "UTC"
    #: ``Name <address>``; empty when it is not known yet.
    sender: str = ""
    postal_address: str = ""
    #: Files and folders that every build reads, relative to publisher.toml.
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """What was written, and what was there already."""

    written: tuple[Path, ...]
    #: Lines that an existing .gitignore lacks.
    not_ignored: tuple[str, ...] = ()


#: The publication that the example posts belong to.
EXAMPLE = Beginning(
    title="De Wilgenbode",
    subtitle="Dorpskrant van Wilgenhoek",
    home="https://dorpskrant.example.org/",
    language="nl",
    timezone="Europe/Amsterdam",
    sender="De Wilgenbode <redactie@dorpskrant.example.org>",
    postal_address="Dorpshuis Wilgenhoek, Kerkstraat 1, Wilgenhoek",
    sources=(EXAMPLE_FOLDER,),
)


def guess(folder: Path, environment: Mapping[str, str]) -> Beginning:
    """Return what this machine suggests: its language, its zone, and the folder's name as the title."""
    name = re.sub(r"[-_\s]+", " ", folder.absolute().name).strip()
    return Beginning(
        title=f"{name[:1].upper()}{name[1:]}" or "Weblog",
        language=_language(environment),
        timezone=_zone(environment),
    )


def start_publication(folder: Path, beginning: Beginning, *, example: bool = False) -> Started:
    """Write publisher.toml and .gitignore into *folder*, and with *example* the example posts.

    Nothing that exists is changed.

    Raises:
        UsageError: A value of *beginning* is not allowed; or there is a
            publisher.toml, or something where the example posts would go.
    """
    config, ignored = folder / "publisher.toml", folder / ".gitignore"
    posts = {folder / EXAMPLE_FOLDER / post.name: post for post in sorted(starter().glob("*.txt"))} if example else {}
    for path in (config, *posts):
        if path.exists():
            raise UsageError(
                f"{path} exists and is not overwritten",
                hint="Choose another folder, or move that file away.",
            )
    if problem := refuse(beginning):
        raise UsageError(problem, hint="`publisher init --help` lists the options.")
    ignore = (shipped() / "gitignore").read_text("utf-8")
    for path, post in posts.items():
        write_atomically(path, post.read_bytes())
    written = [*posts, config]
    write_atomically(config, config_text(beginning).encode())
    if ignored.exists():
        present = ignored.read_text("utf-8", errors="replace").splitlines()
        wanted = [line for line in ignore.splitlines() if not line.startswith("#")]
        return Started(written=tuple(written), not_ignored=tuple(line for line in wanted if line not in present))
    write_atomically(ignored, ignore.encode())
    return Started(written=(*written, ignored))


def answered(beginning: Beginning, answers: Mapping[str, str]) -> Beginning:
    """Return *beginning* with the answers, by the names of its fields."""
    return Beginning(**{**asdict(beginning), **answers})


def config_text(beginning: Beginning) -> str:
    """Return a commented publisher.toml."""
    template = Template((shipped() / "publisher.toml").read_text("utf-8"))
    return template.substitute(
        title=_quoted(beginning.title),
        subtitle=_line("subtitle", beginning.subtitle, "Notes from the workshop"),
        home=_quoted(beginning.home),
        language=_quoted(beginning.language),
        timezone=_quoted(beginning.timezone),
        sources=_sources(beginning.sources),
        sender=_line("from", beginning.sender, "Mia Example <mia@example.org>"),
        postal_address=_line("postal_address", beginning.postal_address, "Example Street 1, Exampletown"),
    )


def refuse(beginning: Beginning) -> str | None:
    """Return what is wrong with *beginning*, or None."""
    try:
        parse(config_text(beginning), "publisher.toml")
    except ConfigurationError as error:
        return "\n".join(re.findall(r"publisher\.toml:\d+: (.*)", str(error)))
    return None


def _sources(paths: tuple[str, ...]) -> str:
    """Return a table for each path; the template's examples go on with the last one."""
    if not paths:
        return '# [[source]]\n# File or folder, relative to this file.\n# path = "archive.txt"'
    tables = "\n\n".join(f"[[source]]\npath = {_quoted(path)}" for path in paths)
    return f"# File or folder, relative to this file.\n{tables}"


def _line(key: str, value: str, example: str) -> str:
    """Return a key with its value, or an example behind a comment sign."""
    return f"{key} = {_quoted(value)}" if value else f"# {key} = {_quoted(example)}"


def _quoted(text: str) -> str:
    """Return *text* as a TOML string: JSON writes the same escapes."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _language(environment: Mapping[str, str]) -> str:
    """Return the language that the locale names, as a BCP 47 tag."""
    locale = next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), "")
    match = re.match(r"([a-z]{2,3})(?:_([A-Z]{2}))?(?:[.@]|$)", locale)
    if match is None:
        return "en"
    language, region = match.groups()
    return language if region is None or region == language.upper() else f"{language}-{region}"


def _zone(environment: Mapping[str, str]) -> str:
    """Return the machine's time zone, by its IANA name."""
    named = environment.get("TZ", "").lstrip(":")
    target = str(_link.resolve())
    for candidate in (named, target.partition("zoneinfo/")[2]):
        beginning = Beginning(title="-", timezone=candidate)
        if candidate and refuse(beginning) is None:
            return "UTC" if candidate in {"Etc/UTC", "UCT", "Etc/UCT", "Zulu"} else candidate
    return "UTC"
