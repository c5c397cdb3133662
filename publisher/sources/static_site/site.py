"""The site that a folder of Markdown belongs to, and what its own configuration says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

Generator = Literal["jekyll", "hexo", "hugo", "zola", "docusaurus", "pelican", "folder"]

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
#: Generator → settings that name the language of posts that name none.
_LANGUAGE_SETTINGS: Mapping[Generator, tuple[str, ...]] = {
    "jekyll": ("lang", "locale"),
    "hexo": ("language",),
    "hugo": ("languagecode", "locale", "defaultcontentlanguage"),
    "zola": ("default_language",),
    "docusaurus": (),
    "pelican": ("DEFAULT_LANG",),
    "folder": (),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What is the same for all posts of a site."""

    generator: Generator
    #: Folder of the configuration; without one, the folder of the posts.
    root: Path
    #: The configuration; for Hugo, keys in lower case.
    settings: Mapping[str, object] = field(default_factory=dict)
    #: Address of the site with the base path and without a slash at its end, if the configuration has it.
    address: str | None = None
    #: Path of the site below its host, without a slash at its end.
    base: str = ""
    #: Zone of times that name none, if the configuration has it.
    zone: ZoneInfo | None = None
    #: Authors by the short names that posts use, as the site's data files describe them.
    authors: Mapping[str, object] = field(default_factory=dict)
    #: Who wrote the posts that name nobody, as the configuration writes it.
    author: object = None
    #: Languages that the configuration of Hugo or Zola lists; the first is the default.
    languages: tuple[str, ...] = ()
    #: Folders between `root` and the posts that say nothing about them: Jekyll's ``source``, Pelican's ``PATH``.
    content: tuple[str, ...] = ()
    #: Path of a folder below `root` → the language of everything in it, where Hugo's configuration says so.
    language_folders: Mapping[str, str] = field(default_factory=dict)
    #: Jekyll's ``defaults``: path of a folder, and fields of the posts in it; a later one wins.
    defaults: tuple[tuple[str, Mapping[str, object]], ...] = ()

    @property
    def language(self) -> str | None:
        """Language of posts that name none, where the configuration says so (BCP 47)."""
        for name in _LANGUAGE_SETTINGS[self.generator]:
            written = self.text(name).replace("_", "-").partition(".")[0]
            if _LANGUAGE.fullmatch(written):
                return written
        return None

    @property
    def configured(self) -> bool:
        """Whether a configuration was found."""
        return bool(self.settings)

    def text(self, name: str, default: str = "") -> str:
        """Return one setting that is a text."""
        value = self.settings.get(name)
        return value if isinstance(value, str) else default

    def names(self, name: str) -> tuple[str, ...]:
        """Return one setting that is a list of texts."""
        value = self.settings.get(name)
        return tuple(each for each in value if isinstance(each, str)) if isinstance(value, (list, tuple)) else ()


AUTHOR_FILES = tuple(
    f"{folder}/{name}.{ending}"
    for folder in ("_data", "data")
    for name in ("authors", "author", "people", "team")
    for ending in ("yml", "yaml", "json", "toml")
)
