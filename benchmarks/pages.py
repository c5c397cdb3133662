"""How much of the text of pages is found, and how many dates, beside trafilatura and htmldate alone.

Usage: python benchmarks/pages.py TESTS [MOST]

TESTS is the folder ``tests`` of a checkout of trafilatura: ``evaldata.json``
with the passages that belong to the text of each page, and those that do not.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import trafilatura
from htmldate import find_date

from publisher.sources.pages.article import read_article
from publisher.sources.pages.document import PageError, decode_page
from publisher.text.html.sanitize import sanitize
from publisher.text.html.to_text import plain_text


@dataclass
class Score:
    """What was found in all pages."""

    #: Returns text and date of a page.
    read: Callable[[bytes, str], tuple[str, str]]
    wanted: int = 0
    missed: int = 0
    unwanted: int = 0
    empty: int = 0
    right_dates: int = 0
    wrong_dates: int = 0
    known_dates: int = 0
    pages: int = 0
    seconds: float = 0.0

    def add(self, page: dict[str, object], data: bytes, address: str) -> None:
        """Read one page, and count."""
        begun = time.process_time()
        text, day = self.read(data, address)
        self.seconds += time.process_time() - begun
        plain = " ".join(text.split())
        self.pages += 1
        self.empty += not plain
        found = sum(" ".join(passage.split()) in plain for passage in page["with"])
        self.wanted += found
        self.missed += len(page["with"]) - found
        self.unwanted += sum(" ".join(passage.split()) in plain for passage in page["without"])
        if known := page.get("date"):
            self.known_dates += 1
            self.right_dates += day == known
            self.wrong_dates += bool(day) and day != known

    def __str__(self) -> str:
        precision = self.wanted / (self.wanted + self.unwanted or 1)
        recall = self.wanted / (self.wanted + self.missed or 1)
        score = 2 * precision * recall / (precision + recall or 1)
        return (
            f"F {score:.3f} (precision {precision:.3f}, recall {recall:.3f}), empty {self.empty};"
            f" dates {self.right_dates} right, {self.wrong_dates} wrong of {self.known_dates};"
            f" {self.seconds / self.pages * 1000:.0f} ms a page"
        )


def ours(data: bytes, address: str) -> tuple[str, str]:
    """Read a page as Publisher does."""
    try:
        post = read_article(decode_page(data).text, address=address)
    except PageError:
        return "", ""
    moment: date | datetime | None = post.published
    day = moment.date() if isinstance(moment, datetime) else moment
    return plain_text(sanitize(post.html, base=address)), day.isoformat() if day else ""


def theirs(data: bytes, address: str) -> tuple[str, str]:
    """Read a page with the libraries alone."""
    text = trafilatura.extract(data, include_comments=False, include_tables=True)
    try:
        day = find_date(data.decode("utf-8", "replace"), url=address, original_date=True)
    except ValueError:
        day = None
    return text or "", day or ""


def main(folder: Path, most: int | None) -> None:
    """Read the same pages both ways, and print what was found."""
    pages = json.loads((folder / "evaldata.json").read_text(encoding="utf-8"))
    scores = {"publisher": Score(ours), "trafilatura, htmldate": Score(theirs)}
    for address, page in list(pages.items())[:most]:
        files = (folder / name / page["file"] for name in ("cache", "eval"))
        data = next(file.read_bytes() for file in files if file.is_file())
        for score in scores.values():
            score.add(page, data, address)
    for name, score in scores.items():
        print(f"{name}: {score}")


if __name__ == "__main__":
    if len(sys.argv) not in {2, 3}:
        sys.exit(__doc__)
    if not (Path(sys.argv[1]) / "evaldata.json").is_file():
        sys.exit(f"There is no evaldata.json in {sys.argv[1]}: name the folder `tests` of trafilatura's repository.")
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) == 3 else None)
