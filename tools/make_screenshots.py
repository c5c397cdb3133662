"""Writes the pictures in docs/images: the digest, its preview and the pages, in Chromium.

Usage: make screenshots    (needs Chromium: apt-get install chromium)
"""

import re
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import click
from click.testing import CliRunner
from playwright.sync_api import Browser, sync_playwright

from publisher.cli import cli

DOCS = Path(__file__).resolve().parent.parent / "docs"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One picture: what it shows, in a window of some size."""

    name: str
    #: File that it shows, below the folder of all publications.
    page: str
    width: int
    height: int
    scheme: Literal["light", "dark"] = "light"
    scale: float = 1.5


PICTURES = (
    Picture(name="digest.png", page="village/preview/issue.html", width=700, height=900, scale=2),
    Picture(name="digest-dark.png", page="village/preview/issue.html", width=700, height=900, scheme="dark"),
    Picture(name="preview.png", page="pond/preview/index.html", width=1180, height=760),
    Picture(name="article.png", page="pond/feeds/posts/2026-10-16-why-we-moved-the-bench.html", width=820, height=620),
    Picture(
        name="article-phone-dark.png",
        page="pond/feeds/posts/2026-10-16-why-we-moved-the-bench.html",
        width=390,
        height=780,
        scheme="dark",
    ),
    Picture(name="feeds.png", page="village/feeds/index.html", width=820, height=620),
)


def make_publications(folder: Path) -> None:
    """Make the example publication, and that of the tutorial: built, and with a preview of an issue."""
    (archive,) = re.findall(r'```text title="archive.txt"\n(.*?)```', (DOCS / "tutorial.md").read_text(), re.DOTALL)
    (folder / "archive.txt").write_text(archive)
    pond = ["--title", "By the pond", "--home", "https://pond.example.org/", "--language", "en", "--timezone", "UTC"]
    _publisher("init", "--yes", "--example", str(folder / "village"))
    _publisher("init", "--yes", *pond, "--from", "By the pond <pond@example.org>", str(folder / "pond"))
    _publisher("--config", str(folder / "pond" / "publisher.toml"), "import", str(folder / "archive.txt"))
    for name in ("village", "pond"):
        config = ["--config", str(folder / name / "publisher.toml")]
        _publisher(*config, "build")
        _publisher(*config, "digest", "new", "--month", "2026-10")
        _publisher(*config, "digest", "preview")


def _publisher(*words: str) -> None:
    result = CliRunner(catch_exceptions=False).invoke(cli, words)
    if result.exit_code:
        sys.exit(f"publisher {' '.join(words)}\n{result.output}")


def take(browser: Browser, picture: Picture, folder: Path) -> None:
    """Take one picture."""
    page = browser.new_page(
        viewport={"width": picture.width, "height": picture.height},
        device_scale_factor=picture.scale,
        color_scheme=picture.scheme,
    )
    page.goto((folder / picture.page).as_uri())
    page.wait_for_load_state("networkidle")
    page.screenshot(path=DOCS / "images" / picture.name)
    page.close()


def main() -> None:
    """Take all pictures."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("This needs Chromium: apt-get install chromium")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        make_publications(Path(folder))
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for picture in PICTURES:
            take(browser, picture, Path(folder))
            click.echo(DOCS / "images" / picture.name)
        browser.close()


if __name__ == "__main__":
    main()
