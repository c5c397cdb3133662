"""Writes docs/images/digest.png: the digest of the example publication, in Chromium.

Usage: make screenshot    (needs Chromium: apt-get install chromium)
"""

import shutil
import sys
import tempfile
from pathlib import Path

import click
from click.testing import CliRunner
from playwright.sync_api import sync_playwright

from publisher.cli import cli

PICTURE = Path(__file__).resolve().parent.parent / "docs" / "images" / "digest.png"
WIDTH, HEIGHT = 700, 900
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def preview(folder: Path) -> Path:
    """Compose an issue of the example publication; return its HTML."""
    runner = CliRunner(catch_exceptions=False)
    config = str(folder / "publisher.toml")
    for words in (
        ["init", "--example", str(folder)],
        ["--config", config, "build"],
        ["--config", config, "digest", "new", "--month", "2026-10"],
        ["--config", config, "digest", "preview", "--out", str(folder / "look")],
    ):
        result = runner.invoke(cli, words)
        if result.exit_code:
            sys.exit(f"publisher {' '.join(words)}\n{result.output}")
    return folder / "look" / "issue.html"


def main() -> None:
    """Take the picture."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("This needs Chromium: apt-get install chromium")
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        html = preview(Path(folder))
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, device_scale_factor=2)
        page.goto(html.as_uri())
        page.screenshot(path=PICTURE)
        browser.close()
    click.echo(PICTURE)


if __name__ == "__main__":
    main()
