"""Prints the CPU time of ``publisher --help`` as a ratio to a bare ``import click``.

Usage: python benchmarks/startup.py [ROUNDS]

The best of all rounds counts, taken in turn, so that other work on the
machine disturbs both alike.  The target is 2.5.
"""

import subprocess
import sys
from resource import RUSAGE_CHILDREN, getrusage

COMMANDS = {
    "python": [sys.executable, "-c", "pass"],
    "import click": [sys.executable, "-c", "import click"],
    "publisher --help": [sys.executable, "-m", "publisher", "--help"],
}
TARGET = 1.4


def cpu(command: list[str]) -> float:
    """Return the seconds of CPU, user and system, that *command* takes."""
    before = getrusage(RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = getrusage(RUSAGE_CHILDREN)
    return (after.ru_utime - before.ru_utime) + (after.ru_stime - before.ru_stime)


def main() -> None:
    """Measure, and print one line for each command."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    best = dict.fromkeys(COMMANDS, float("inf"))
    for _ in range(rounds):
        for name, command in COMMANDS.items():
            best[name] = min(best[name], cpu(command))
    for name, seconds in best.items():
        print(f"{name:18}{seconds * 1000:7.0f} ms")
    ratio = best["publisher --help"] / best["import click"]
    print(f"{'ratio':18}{ratio:7.2f}    target: at most {TARGET}")


if __name__ == "__main__":
    main()
