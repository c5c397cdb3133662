"""Ctrl-C at any moment ends a command without a traceback."""

import os
import re
import signal
import subprocess
import sys
import tomllib
from contextlib import suppress
from pathlib import Path

import pytest

#: Modules, in the order in which they are loaded; each is named on stderr at the moment it is there.
MOMENTS = ["inspect", "click.core", "click", "publisher.cli", "publisher.app"]

LINE = re.compile(r"import time: [^|]+\|[^|]+\| +(.+)\n")


def interrupted_at(module, *command, folder):
    """Run a command, send it Ctrl-C as soon as *module* is loaded; return its exit code and what else it said."""
    environment = {**os.environ, "PYTHONPROFILEIMPORTTIME": "1"}
    with subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        said, sent = [], False
        for line in process.stderr:
            loaded = LINE.fullmatch(line)
            if loaded is None:
                said.append(line)
            elif loaded[1] == module and not sent:
                process.send_signal(signal.SIGINT)
                sent = True
        process.wait(30)
    assert sent, f"{module} was never loaded"
    return process.returncode, "".join(said)


@pytest.fixture(scope="module")
def publication(tmp_path_factory):
    """Return a publication with many posts."""
    folder = tmp_path_factory.mktemp("publication")
    (folder / "publisher.toml").write_text(
        '[publication]\ntitle = "P"\nhome = "https://p.example/"\n[[source]]\npath = "posts"\n'
    )
    (folder / "posts").mkdir()
    for number in range(300):
        text = f"---\ntitle: Post {number}\ndate: 2026-01-{number % 28 + 1:02}\n---\n" + "Some *words*.\n\n" * 40
        (folder / "posts" / f"{number}.md").write_text(text)
    return folder


@pytest.mark.parametrize("module", MOMENTS)
@pytest.mark.parametrize("words", [["build"], ["entries", "list"]])
def test_ctrl_c_while_the_program_starts_says_nothing(publication, module, words):
    """Whichever module is being loaded, the exit code is 130 and there is no traceback."""
    code, said = interrupted_at(module, sys.executable, "-m", "publisher", *words, folder=publication)

    assert code == 130
    assert said.strip() in {"", "Stopped."}


@pytest.mark.parametrize("module", ["pyromark", "publisher.catalog.catalog", "publisher.publications.build"])
def test_ctrl_c_in_a_build_stops_it(publication, module):
    """While sources are read and feeds are written, Ctrl-C says so, and the next build does the whole job."""
    (publication / "catalog.db").unlink(missing_ok=True)
    code, said = interrupted_at(module, sys.executable, "-m", "publisher", "build", "--out", "o", folder=publication)

    assert code == 130
    assert said.strip() == "Stopped."
    again = subprocess.run(
        [sys.executable, "-m", "publisher", "build", "--out", "o"],
        cwd=publication, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert again.returncode == 0, again.stderr
    assert "300 entries" in again.stderr


@pytest.fixture
def draft(publication):
    """Return the command that deletes a draft, after a question."""
    command = [sys.executable, "-m", "publisher"]
    subprocess.run([*command, "build", "--out", "o"], cwd=publication, check=True, capture_output=True)
    if not (publication / "issues/001.toml").exists():
        subprocess.run([*command, "digest", "new"], cwd=publication, check=True, capture_output=True)
    return [*command, "digest", "delete", "1"]


def test_ctrl_c_at_a_question_is_no_answer(publication, draft):
    """At a question, Ctrl-C stops the command."""
    with subprocess.Popen(
        draft, cwd=publication, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        asked = ""
        while "[y/N]" not in asked:
            asked += process.stderr.read(1)
        # Standing still at the question, it may take a second one: no signal wakes what is about to wait.
        for _ in range(60):
            process.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=0.5)
                break
        else:
            process.kill()
        said = process.stderr.read()

    assert process.returncode == 130
    assert said.strip(": \n") == "Stopped."


def test_a_question_that_nobody_can_answer_names_the_way_around(publication, draft):
    """Without a keyboard, a question is an error of use, and the hint names --yes."""
    result = subprocess.run(
        draft, cwd=publication, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )

    assert result.returncode == 2
    assert "Error: the question has no answer" in result.stderr
    assert "`--yes`" in result.stderr


def test_the_script_starts_where_the_module_does():
    """The command ``publisher`` and ``python -m publisher`` are one, and both guard their start."""
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())

    assert project["project"]["scripts"] == {"publisher": "publisher.__main__:main"}
