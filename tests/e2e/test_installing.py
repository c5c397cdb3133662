"""What is installed is what was tested, and works away from its checkout."""

import re
import subprocess
import sys
import sysconfig
import tomllib
import venv
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from publisher.cli import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LOCKED = {
    "base": PROJECT["project"]["dependencies"],
    "test": [word for extra in PROJECT["project"]["optional-dependencies"].values() for word in extra],
    "build": PROJECT["dependency-groups"]["build"] + PROJECT["build-system"]["requires"],
}
#: Each new major version of these is wanted at once.
UNBOUND = {
    "setuptools",  # builds feedgen for `make`, in the version that is locked
    "tzdata",  # zones change their clocks
}


def pins(text):
    """Return the versions of a file of pinned requirements, by name; several where a marker chooses."""
    found = {}
    for line in re.findall(r"^[a-z][^\\\n]*", text, re.MULTILINE):
        requirement = Requirement(line)
        (pin,) = requirement.specifier
        assert pin.operator == "=="
        found.setdefault(canonicalize_name(requirement.name), set()).add(pin.version)
    return found


def next_major(version):
    """Return the first version that may break what worked with *version*: 2 after 1.4, 0.5 after 0.4.6."""
    major, minor = version.major, version.minor
    return Version(f"{major + 1}" if major else f"0.{minor + 1}")


@pytest.mark.parametrize("name", LOCKED)
def test_the_locked_versions_are_those_that_the_project_allows(name):
    """Each dependency is locked in a version within its bounds, and its next major version is out of them."""
    locked = pins((ROOT / "requirements" / f"{name}.txt").read_text())
    for requirement in map(Requirement, LOCKED[name]):
        if requirement.name == PROJECT["project"]["name"]:
            continue
        assert requirement.name in locked, f"{requirement}: run `make lock`"
        for version in map(Version, locked[requirement.name]):
            assert version in requirement.specifier, f"{requirement}: run `make lock`"
            bound = requirement.name in UNBOUND or next_major(version) not in requirement.specifier
            assert bound, f"{requirement} allows versions that nobody tested: add <{next_major(version)}"


@pytest.mark.parametrize("name", LOCKED)
def test_every_locked_version_has_hashes(name):
    """The locked files and constraints.txt are of one `make lock`, and each version has its hashes."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text()
    constraints = pins((ROOT / "constraints.txt").read_text())

    for package, versions in pins(text).items():
        assert versions <= constraints[package], package
    for block in re.split(r"^(?=[a-z])", text, flags=re.MULTILINE)[1:]:
        assert "--hash=sha256:" in block, block


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """Return an environment with the wheel in it, and the tests' packages, but not their editable install."""
    folder = tmp_path_factory.mktemp("installed")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder / "dist")]
    subprocess.run([*build, "--clean"], cwd=ROOT, check=True, capture_output=True)
    (wheel,) = (folder / "dist").iterdir()
    venv.create(folder / "venv", with_pip=False)
    python = folder / "venv" / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([*pip, str(wheel)], check=True)
    (packages,) = (folder / "venv" / "lib").glob("*/site-packages")
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib"))
    return folder / "venv"


def test_the_wheel_works_outside_of_its_checkout(installed, tmp_path):
    """Installed from its wheel, the command does the whole job, with the templates that the wheel brought."""
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "LANG": "C.UTF-8"}
    done = subprocess.run(
        [installed / "bin" / "publisher", "demo", "demo"], cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    where = subprocess.run(
        [installed / "bin" / "python", "-c", "import publisher; print(publisher.__file__)"],
        cwd=tmp_path, env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert Path(where.stdout.strip()).is_relative_to(installed)
    assert (tmp_path / "demo" / "feeds" / "atom.xml").is_file()
    assert list((tmp_path / "demo").rglob("*.eml"))


def test_the_wheel_brings_the_manual_page(installed):
    """`man` finds the page with every command where packages put such pages."""
    page = (installed / "share" / "man" / "man1" / "publisher.1").read_text()

    assert ".SH NAME\npublisher" in page
    assert all(f'"publisher {name}"' in page for name in COMMANDS)


def test_the_manual_page_is_good_roff(needs):
    """Groff has nothing to complain about, and shows examples line by line."""
    groff = [needs("groff"), "-man", "-Tutf8", "-K", "utf8", "-ww", ROOT / "man" / "publisher.1"]
    done = subprocess.run(groff, capture_output=True, text=True, check=True)

    assert done.stderr == ""
    assert "publisher build --watch" in done.stdout


def test_bash_completes_commands_and_options(installed):
    """Once bash has read what `publisher completion bash` prints, Tab completes."""
    script = """
        eval "$(publisher completion bash)"
        tab() {
            COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
            _publisher_completion "$1"
            echo "${COMPREPLY[@]}"
        }
        tab publisher dig
        tab publisher digest send --dry
    """
    environment = {"PATH": f"{installed / 'bin'}:/usr/bin:/bin", "LANG": "C.UTF-8"}
    done = subprocess.run(["bash", "-c", script], env=environment, capture_output=True, text=True, check=True)

    assert done.stdout.split() == ["digest", "--dry-run"], done.stderr
